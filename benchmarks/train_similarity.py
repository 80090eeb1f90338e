"""Learns the weights of monitor/incidents/similarity.py: how likely two reports tell of one attack.

    python -m benchmarks.train_similarity --corpus DIR [--labels DIR]

Labelled feed items (half a of news_dev, stream_dev by benchmarks/labels) and local news with the number of its
incident. Every two reports that the desk would compare are one example; logistic regression around prior weights,
each incident counting alike. Local incidents lie weeks apart, those of a stream hours: so pairs of different ones are
also taken without their times, as if both were of one day, or two attacks of a kind would never have to be told apart.
Only the weights are kept: monitor/incidents/data/similarity.tsv.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
from collections import Counter
from datetime import datetime
from pathlib import Path

import numpy as np
import xxhash
from scipy.optimize import minimize

from benchmarks.labelled import incidents
from monitor.detection.pipeline import Detector
from monitor.domain.incident import SourceReport
from monitor.incidents.similarity import agree, features
from monitor.incidents.sources import contributions
from monitor.incidents.traits import Traits, traits
from monitor.replay import ReplayDocument, report_of, utc

TARGET = Path(__file__).resolve().parent.parent / "monitor" / "incidents" / "data" / "similarity.tsv"
TIMES = ("gap", "same_day", "next_day", "days_apart", "days_log", "date_conflict")
PRIORS = {
    # What a careful reader would say before seeing examples, in log-odds. The corpora have few pairs that differ in
    # just one of these; the fit moves from here as far as the examples pull.
    "bias": -5.0, "words": 4.0, "title": 2.0, "names": 2.0, "text": 2.0, "bits": 0.3, "name_bits": 0.3,
    "same_city": 1.5, "same_site": 0.8, "near": 0.0, "apart": -1.5, "far": -2.5, "other_country": -2.5,
    "same_region": 0.7, "same_country": 0.0, "place_unknown": 0.0, "other_name": -1.0,
    "same_day": 1.0, "next_day": -1.0, "days_apart": -1.5, "days_log": -0.6, "date_conflict": -0.6, "gap": -0.4,
    "same_past_day": 1.0, "same_type": 0.5, "other_type": -1.2, "same_killed": 0.5, "other_killed": -0.5,
    "same_injured": 0.4, "other_injured": -0.3, "same_weapon": 0.3, "other_weapon": -0.3, "same_target": 0.5,
    "other_target": -0.3, "same_actor": 0.5, "other_actor": -0.5, "parties": 0.5, "same_sides": 0.3,
    "same_campaign": 1.0, "same_hours": 1.0, "same_doers": 0.5, "other_doers": -0.5,
}  # fmt: skip
STRENGTH = 4.0
"""Weight of the priors: each counts like this many examples."""


def replayed(item: dict) -> ReplayDocument:
    """A document of a corpus as a replay reads it."""
    return ReplayDocument(
        id=item["id"], title=item["title"], text=item["text"], url=item.get("url"), outlet=item.get("outlet"),
        published=item["published"],
    )  # fmt: skip


def piece(item: dict, detector: Detector) -> SourceReport | None:
    published = utc(datetime.fromisoformat(item["published"]))
    found = contributions(report_of(replayed(item), detector), published, None)
    return found[0] if found else None


SAME = 3.0
"""Weight of a pair on one attack: they are few, and each is worth a group."""


def hash_of(text: str) -> int:
    return xxhash.xxh32_intdigest(text.encode())


def examples(items: list[tuple[Traits, str]], window_hours: float, rng: random.Random):
    """(features, same, incident, weight) of all pairs that share a key."""
    sizes = Counter(incident for _, incident in items)
    for (a, x), (b, y) in itertools.combinations(items, 2):
        if not set(a.keys) & set(b.keys):
            continue
        found = features(a, b)
        near = abs(a.hour - b.hour) <= window_hours or agree(a, b)
        if x == y:
            yield found, 1, x, SAME * min(1.0, 45 / (sizes[x] * (sizes[x] - 1) / 2))
        elif near:
            yield found, 0, x, 1.0
        elif rng.random() < 0.25:
            timeless = {name: value for name, value in found.items() if name not in TIMES}
            yield timeless | {"gap": math.log1p(rng.random() * 4)}, 0, x, 1.0


def fit(matrix: np.ndarray, same: np.ndarray, weights: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Logistic regression with a Gaussian prior around `prior`."""

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ beta
        likely = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        lost = weights @ (np.logaddexp(0, odds) - same * odds) + STRENGTH / 2 * ((beta - prior) ** 2).sum()
        return lost, matrix.T @ (weights * (likely - same)) + STRENGTH * (beta - prior)

    return minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpora; nothing of it is kept")
    parser.add_argument("--labels", type=Path, default=Path("benchmarks/labels"))
    given = parser.parse_args()
    detector, rng = Detector(0.5), random.Random(0)
    told: dict[str, list[tuple[Traits, str]]] = {}
    for one in incidents(given.corpus, given.labels):
        if found := piece(one.document, detector):
            told.setdefault(one.source, []).append((traits(found), f"{one.source}:{one.incident}"))
    rows = [row for pieces in told.values() for row in examples(pieces, 72, rng)]
    names = ["bias", *sorted({name for row in rows for name in row[0]} | PRIORS.keys() - {"bias"})]
    matrix = np.array([[1.0, *(row[0].get(name, 0.0) for name in names[1:])] for row in rows])
    same, weights = np.array([row[1] for row in rows]), np.array([row[3] for row in rows])
    prior = np.array([PRIORS.get(name, 0.0) for name in names])
    folds = np.array([hash_of(row[2]) % 5 for row in rows])
    likely = np.zeros(len(rows))
    for fold in range(5):
        beta = fit(matrix[folds != fold], same[folds != fold], weights[folds != fold], prior)
        likely[folds == fold] = matrix[folds == fold] @ beta
    hit = (likely > 0) & (same == 1)
    print(f"{len(rows)} pairs, {same.sum()} of one attack; over incidents left out:")
    print(f"precision {hit.sum() / max(1, (likely > 0).sum()):.3f} recall {hit.sum() / same.sum():.3f}")
    beta = fit(matrix, same, weights, prior)
    lines = [
        "# Log-odds weights of monitor/incidents/similarity.py, learned by benchmarks/train_similarity.py from",
        f"# {len(rows)} pairs of reports, {same.sum()} on one attack (half a of news_dev, stream, local).",
        *(f"{name}\t{value:.3f}" for name, value in zip(names, beta, strict=True)),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
