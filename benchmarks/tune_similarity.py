"""Moves the weights of monitor/incidents/data/similarity.tsv where that groups whole corpora better.

    python -m benchmarks.tune_similarity --corpus DIR [--labels DIR] [--seconds 420]

`train_similarity.py` learns from pairs; what counts is groups, where one bridge between two stories costs more than ten
missed pairs. A climb: each weight in turn a step up or down, kept where the mean of pair F1 and B-cubed over the
sources of benchmarks.labelled.incidents rises by a thousandth; steps are halved when none helps.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import monitor.incidents.grouping as grouping
from benchmarks.corpora import read
from benchmarks.labelled import incidents
from benchmarks.train_similarity import TARGET, replayed
from monitor.config.schema import Config
from monitor.detection.pipeline import Detector
from monitor.domain.report import Report
from monitor.incidents import similarity
from monitor.incidents.core import Desk
from monitor.incidents.traits import Traits
from monitor.replay import arrivals, new_desk, report_of

SOURCES = {"lede": 0.3, "rss": 1.0, "nf": 1.2, "stream": 2.5, "local": 1.2}
"""Corpora, and how much each counts."""
FOR = ("words", "bits", "title", "names", "name_bits", "text", "parties")
AGAINST = ("far", "apart", "gap", "days_apart", "days_log", "date_conflict", "next_day")
CAP = 10
"""Documents of one incident that pairs are counted of."""


class Corpus:
    """Reports in order of time, and the incident of each that has one."""

    def __init__(self, items: list[dict], gold: dict[str, str], detector: Detector) -> None:
        lines = [replayed(d) for d in items]
        self.gold = gold
        self.reports: list[tuple[Report, datetime]] = [(report_of(lines[i], detector), at) for i, at in arrivals(lines)]

    def measure(self) -> float:
        """Mean of pair F1 and B-cubed F of the desk's groups."""
        desk = new_desk(Config())
        found: dict[str, str | None] = {}
        for report, at in self.reports:
            found |= desk.take(report, at).links
        got = {id_: found.get(id_) or f"none-{id_}" for id_ in self.gold}
        return (pair_f1(self.gold, got) + b_cubed(self.gold, got)) / 2


def groups(of: dict[str, str]) -> list[set[str]]:
    held = defaultdict(set)
    for id_, group in of.items():
        held[group].add(id_)
    return list(held.values())


def pair_f1(gold: dict[str, str], got: dict[str, str], most: int | None = CAP) -> float:
    """F1 over pairs of documents, of one incident no more than `most` (None: of all, as score.py counts)."""
    kept = {id_ for group in groups(gold) for id_ in sorted(group)[:most]}
    wanted, found = (
        {pair for group in groups(of) for pair in itertools.combinations(sorted(group & kept), 2)} for of in (gold, got)
    )
    return 2 * len(wanted & found) / max(1, len(wanted) + len(found))


def b_cubed(gold: dict[str, str], got: dict[str, str]) -> float:
    wanted = {id_: group for group in groups(gold) for id_ in group}
    found = {id_: group for group in groups(got) for id_ in group}
    precision = sum(len(wanted[i] & found[i]) / len(found[i]) for i in gold) / len(gold)
    recall = sum(len(wanted[i] & found[i]) / len(wanted[i]) for i in gold) / len(gold)
    return 2 * precision * recall / (precision + recall)


def corpora(corpus: Path, labels: Path, detector: Detector) -> dict[str, Corpus]:
    """Each source's documents in order of time, those of unknown incident among them where they are of news_dev."""
    told = defaultdict(list)
    for one in incidents(corpus, labels):
        told[one.source].append(one)
    half = [d for d in read(corpus / "news_dev.jsonl.gz") if d["half"] == "a" and d["published"]]
    made = {}
    for source, found in told.items():
        items = [d for d in half if d["id"].startswith(source)] or [one.document for one in found]
        made[source] = Corpus(items, {one.document["id"]: one.incident for one in found if one.sure}, detector)
    return made


def signed(name: str, weight: float) -> float:
    """The weight, or 0 where its sign makes no sense: that two attacks are of one day never speaks against them."""
    if name.startswith("same_") or name in FOR:
        return max(0.0, weight)
    return min(0.0, weight) if name.startswith("other_") or name in AGAINST else weight


def climb(made: dict[str, Corpus], weights: dict[str, float], seconds: float) -> float:
    """Changes `weights` in place; returns the measure reached."""
    cached: dict[tuple[str, str], dict[str, float]] = {}

    def score(a: Traits, b: Traits) -> float:
        pair = (a.key, b.key) if a.key < b.key else (b.key, a.key)
        if pair not in cached:
            cached[pair] = similarity.features(a, b)
        return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in cached[pair].items())

    def measure() -> float:
        return sum(made[name].measure() * share for name, share in SOURCES.items()) / sum(SOURCES.values())

    grouping.score = score
    Desk._consider = lambda *_: None  # alerts are not looked at
    best, step, end, rng = measure(), 0.4, time.monotonic() + seconds, random.Random(0)
    while time.monotonic() < end:
        before = best
        for name in rng.sample(sorted(weights), len(weights)):
            for way in (step, -step):
                was = weights[name]
                weights[name] = signed(name, was + way)
                now = measure()
                if now > best + 0.001:
                    best = now
                    print(f"{best:.4f} {name} {weights[name]:.3f}", flush=True)
                    break
                weights[name] = was
        step = step if best > before else step / 2
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpora; nothing of it is kept")
    parser.add_argument("--labels", type=Path, default=Path("benchmarks/labels"))
    parser.add_argument("--seconds", type=float, default=420)
    given = parser.parse_args()
    lines = TARGET.read_text(encoding="utf-8").splitlines()
    weights = {name: float(value) for name, value in (line.split("\t") for line in lines if not line.startswith("#"))}
    climb(corpora(given.corpus, given.labels, Detector(0.5)), weights, given.seconds)
    head = [line for line in lines if line.startswith("#")]
    TARGET.write_text("\n".join([*head, *(f"{n}\t{w:.3f}" for n, w in weights.items())]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
