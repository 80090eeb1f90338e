"""Trains the weights that detection ships, from corpora given on the command line (their texts stay there).

    python -m benchmarks.train_attack_model --corpus DIR [--labels benchmarks/labels] [--out FILE] [--cross-validate]

Two models. The *event* model says whether one mention is a real, particular attack; it learns from labels of whole
documents: in a positive one the best mentions are taken to be right (multiple-instance learning, Andrews et al., NIPS
2002), in a negative one none is. The *attack* model says whether an attack is the text's news; it sees the event model's
answers from folds that did not hold the document.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from monitor.detection import judge as judging
from monitor.detection.assemble import Cluster, cluster
from monitor.detection.context import Study, Verdict, read_context
from monitor.detection.judge import Judgement, mention_features
from monitor.detection.kinds import kind_features
from monitor.detection.language import find_language
from monitor.detection.markup import without_markup
from monitor.detection.model import Models, Weights, log_odds, probability
from monitor.detection.roles import ages_of, decide_roles, fallback
from monitor.detection.score import attack_features
from monitor.detection.text import Text
from monitor.detection.triggers import Candidate
from monitor.detection.when import DateMention, find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Stage

HAPPENED = (Stage.ACCOMPLISHED, Stage.ATTEMPTED)
FOLDS = 5


@dataclass(eq=False)
class Example:
    """One labelled document. `event`: whether it holds any attack; `attack`: whether one is its news; None = unknown."""

    id: str
    group: str
    source: str
    event: bool | None
    attack: bool | None
    study: Study
    weight: float = 1.0
    kind: str | None = None
    published: datetime | None = None
    verdicts: list[tuple[Candidate, Verdict]] = field(default_factory=list)
    features: list[dict[str, float]] = field(default_factory=list)


def moment(published: str | None) -> datetime | None:
    if not published:
        return None
    found = datetime.fromisoformat(published.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def example(
    id: str,
    group: str,
    source: str,
    title: str,
    text: str,
    event: bool | None,
    attack: bool | None,
    kind: str | None = None,
    published: str | None = None,
) -> Example:
    made = Example(
        id,
        group,
        source,
        event,
        attack,
        Study(Text(without_markup(Document(id=id, title=title, text=text)))),
        1.0,
        kind,
        moment(published),
    )
    made.verdicts = [(c, read_context(made.study, c)) for c in made.study.candidates]
    made.features = [mention_features(made.study, c, v) for c, v in made.verdicts]
    return made


def read(path: Path) -> list[dict]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def load(corpus: Path, labels: Path, quality: Path | None) -> list[Example]:
    news = read(corpus / "news_dev.jsonl.gz")
    kept_out = {(d["title"] or d["text"])[:80] for d in news if d["half"] == "b"}
    found = []
    for d in news:
        if d["half"] == "a" and d["labels"]["attack"] != "borderline":
            yes = d["labels"]["attack"] == "yes"
            found.append(
                example(
                    d["id"],
                    d["labels"]["incident"] or d["id"],
                    "news",
                    d["title"],
                    d["text"],
                    yes or None,
                    yes,
                    d["labels"]["type"] if yes else None,
                    d["published"],
                )
            )
    known = {d["id"] for d in news}
    stream = {d["id"]: d for d in read(corpus / "stream_dev.jsonl.gz")}
    for file in sorted(labels.glob("stream_dev_*.tsv")):
        for row in csv.reader(file.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
            if (
                row
                and not row[0].startswith("#")
                and row[0] in stream
                and row[0] not in known
                and row[1] in {"yes", "no"}
            ):
                d = stream[row[0]]
                if (d["title"] or d["text"])[:80] not in kept_out:
                    yes = row[1] == "yes"
                    found.append(
                        example(
                            d["id"],
                            d["id"],
                            "stream",
                            d["title"],
                            d["text"],
                            yes or None,
                            yes,
                            row[2] if yes and row[2] != "-" else None,
                            d["published"],
                        )
                    )
    for d in read(corpus / "muc4_dev.jsonl.gz"):
        if d["relevant"] is not None:
            found.append(example(d["id"], d["id"], "muc", d["title"], d["text"], d["relevant"], None))
    for d in read(corpus / "plover_train.jsonl.gz"):
        found.append(example(d["id"], d["id"], "plover", "", d["text"], d["root"] == "ASSAULT", None))
    if quality is not None and quality.exists():
        for d in read(quality):
            if int(d["id"][1:]) % 2 == 0:
                continue  # even items are kept for the floors of tests/quality
            found.append(
                example(
                    d["id"],
                    d["id"],
                    "quality",
                    d["title"],
                    d.get("text", ""),
                    d.get("event"),
                    d["attack"],
                    d.get("type") if d["attack"] else None,
                    d.get("published"),
                )
            )
    return [e for e in found if find_language(e.study.text.document) == "en"]


class Fit:
    """Logistic regression over named features."""

    def __init__(self, c: float) -> None:
        self.c = c

    def __call__(self, rows: list[dict[str, float]], truth: list[bool], weight: list[float], least: int = 2) -> Weights:
        counts: dict[str, int] = defaultdict(int)
        for row in rows:
            for name in row:
                counts[name] += 1
        index = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}
        data, cols, ends = [], [], [0]
        for row in rows:
            for name, value in row.items():
                if name in index:
                    cols.append(index[name])
                    # hashed words are many and each weak: they share one budget
                    data.append(value * (HASH_SCALE if name.startswith("#") else 1.0))
            ends.append(len(cols))
        x = csr_matrix((data, cols, ends), shape=(len(rows), len(index)))
        model = LogisticRegression(C=self.c, max_iter=1000).fit(x, np.array(truth), sample_weight=np.array(weight))
        values = model.coef_[0]
        kept = {n: round(float(values[i]) * (HASH_SCALE if n.startswith("#") else 1.0), 3) for n, i in index.items()}
        return Weights(
            bias=round(float(model.intercept_[0]), 4), weights={n: w for n, w in kept.items() if abs(w) >= 0.01}
        )


HASH_SCALE = 0.6


def train_event(examples: list[Example], c: float = 0.3, rounds: int = 3) -> Weights:
    """Multiple-instance training: each round takes the mentions of positive documents that the last one believed."""
    model: Weights | None = None
    for _ in range(rounds):
        rows, truth, weight = [], [], []
        for e in examples:
            if e.event is None and e.attack is None:
                continue
            live = [
                (c_, v, f)
                for (c_, v), f in zip(e.verdicts, e.features, strict=True)
                if v.reason is None and v.stage in HAPPENED
            ]
            if e.source == "muc":
                live = [x for x in live if x[0].type is not EventType.ARMED_CLASH]
            if not live:
                continue
            if e.event:
                believed = [(x[0].weight if model is None else probability(log_odds(model, x[2]))) for x in live]
                top = max(believed)
                chosen = [x for x, p in zip(live, believed, strict=True) if p >= max(0.5, 0.75 * top) or p == top]
                for x in chosen:
                    rows.append(x[2])
                    truth.append(True)
                    weight.append(SOURCE_WEIGHT[e.source] / len(chosen))
            else:
                share = SOURCE_WEIGHT[e.source] * (0.1 if e.event is None else 1.0)
                for x in live:
                    rows.append(x[2])
                    truth.append(False)
                    weight.append(share / len(live) ** 0.5)
        model = Fit(c)(rows, truth, weight)
    assert model is not None
    return model


SOURCE_WEIGHT = {"news": 1.0, "stream": 1.0, "muc": 1.0, "plover": 1.0, "quality": 1.5}


def judged(e: Example, model: Weights) -> list[Judgement]:
    out = []
    for (candidate, verdict), features in zip(e.verdicts, e.features, strict=True):
        p = 0.0 if verdict.reason else probability(log_odds(model, features))
        reason = verdict.reason or (judging.RejectReason.WEAK if p < judging.ACCEPT else None)
        if verdict.reason is None and reason is not None:
            reason = judging._blame(e.study, candidate, model, features)[0]
        out.append(Judgement(candidate, verdict.stage, p, reason))
    return out


def folds(examples: list[Example]) -> dict[str, int]:
    import zlib

    return {e.id: zlib.crc32(e.group.encode()) % FOLDS for e in examples}


def out_of_fold(examples: list[Example]) -> dict[str, list[Judgement]]:
    place = folds(examples)
    found = {}
    for k in range(FOLDS):
        model = train_event([e for e in examples if place[e.id] != k])
        found.update({e.id: judged(e, model) for e in examples if place[e.id] == k})
    return found


def dates_of(e: Example) -> tuple[DateMention, ...]:
    return find_dates(e.study.text, e.published) if e.verdicts else ()


def news_cluster(e: Example, js: list[Judgement]) -> Cluster | None:
    """The event that the pipeline would call the news."""
    chosen = js
    if not any(j.reason is None and j.stage in HAPPENED for j in js):
        best = fallback(js)
        chosen = [replace(j, reason=None) if j is best else j for j in js]
    clusters = cluster(e.study, chosen, dates_of(e))
    roles = decide_roles(e.study, clusters, True, e.published)
    return next((c for c, r in zip(clusters, roles, strict=True) if r == "news"), None)


def kind_rows(examples: list[Example], believed: dict[str, list[Judgement]]) -> list[tuple[Example, dict]]:
    found = []
    for e in examples:
        home = news_cluster(e, believed[e.id]) if e.kind else None
        if home is not None:
            found.append((e, kind_features(e.study, home.mentions, believed[e.id])))
    return found


def train_kind(rows: list[tuple[Example, dict]], c: float = 0.5) -> Weights:
    flat = [(f, k == e.kind) for e, options in rows for k, f in options.items()]
    return Fit(c)([f for f, _ in flat], [t for _, t in flat], [1.0] * len(flat))


def kind_right(rows: list[tuple[Example, dict]], model: Weights) -> list[bool]:
    return [max(o, key=lambda k: log_odds(model, o[k])) == e.kind for e, o in rows]


def train_attack(rows: list[dict[str, float]], examples: list[Example], c: float) -> Weights:
    return Fit(c)(rows, [bool(e.attack) for e in examples], [YES_WEIGHT if e.attack else 1.0 for e in examples])


YES_WEIGHT = 1.6
"""Labelled items hold more doubtful "no" than a feed does: this puts the best balance of errors at a score of 0.5."""


def prf(pairs: list[tuple[bool, bool]]) -> str:
    tp = sum(h and g for h, g in pairs)
    fp = sum(h and not g for h, g in pairs)
    fn = sum(g and not h for h, g in pairs)
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} n={len(pairs)} pos={tp + fn}"


def muc_like(js: list[Judgement]) -> float:
    return max(
        (
            j.probability
            for j in js
            if j.reason is None and j.stage in HAPPENED and j.candidate.type is not EventType.ARMED_CLASH
        ),
        default=0.0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--labels", type=Path, default=Path("benchmarks/labels"))
    parser.add_argument("--quality", type=Path, default=Path("tests/quality/items.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("monitor/detection/lexicons/weights.json"))
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--mistakes", type=Path)
    parser.add_argument("--c", type=float, default=0.3)
    args = parser.parse_args()
    examples = load(args.corpus, args.labels, args.quality)
    believed = out_of_fold(examples)
    for source in ("muc", "plover"):
        part = [e for e in examples if e.source == source]
        for t in (0.3, 0.4, 0.5, 0.6):
            hit = (
                (lambda js: muc_like(js) >= t)
                if source == "muc"
                else (lambda js: any(j.reason is None and j.stage in HAPPENED and j.probability >= t for j in js))
            )
            print(source, t, prf([(hit(believed[e.id]), bool(e.event)) for e in part]))
    news = [e for e in examples if e.attack is not None]
    rows = [attack_features(e.study, believed[e.id], ages_of(e.study, dates_of(e), e.published)) for e in news]
    kinds = kind_rows(news, believed)
    if args.cross_validate:
        place = folds(news)
        scores: dict[str, float] = {}
        for k in range(FOLDS):
            train = [i for i, e in enumerate(news) if place[e.id] != k]
            model = train_attack([rows[i] for i in train], [news[i] for i in train], args.c)
            scores.update({e.id: probability(log_odds(model, rows[i])) for i, e in enumerate(news) if place[e.id] == k})
        for source in ("news", "stream", "quality", "all"):
            for t in (0.4, 0.5, 0.6):
                print(
                    source, t, prf([(scores[e.id] >= t, bool(e.attack)) for e in news if source in (e.source, "all")])
                )
        right = defaultdict(list)
        for k in range(FOLDS):
            model = train_kind([r for r in kinds if place[r[0].id] != k])
            held = [r for r in kinds if place[r[0].id] == k]
            for (e, o), ok in zip(held, kind_right(held, model), strict=True):
                right[e.source].append(ok)
                if not ok and args.mistakes:
                    best = max(o, key=lambda k: log_odds(model, o[k]))
                    print(
                        e.kind,
                        "<-",
                        best,
                        sorted(o),
                        e.study.text.full[:150].replace("\n", " "),
                        file=args.mistakes.with_suffix(".kinds").open("a"),
                    )
        print(
            "type right",
            {
                s: (round(sum(v) / sum(1 for e in news if e.kind and e.source == s), 3), len(v))
                for s, v in right.items()
            },
        )
        if args.mistakes:
            wrong = [e for e in news if (scores[e.id] >= 0.5) != e.attack]
            with args.mistakes.open("w") as out:
                for e in sorted(wrong, key=lambda e: -abs(scores[e.id] - 0.5)):
                    mine = "; ".join(
                        f"{j.candidate.type}~{e.study.text.full[j.candidate.start : j.candidate.end]}~{j.probability:.2f}~{j.stage}~{j.reason or ''}"
                        for j in believed[e.id][:5]
                    )
                    out.write(
                        f"{'MISSED' if e.attack else 'FALSE '} {scores[e.id]:.2f} {e.source} {e.id[:9]} {e.study.text.full[:330]!r} [{mine}]\n".replace(
                            "\\n", " "
                        )
                    )
            with args.mistakes.with_suffix(".events").open("w") as out:
                for e in examples:
                    if e.source in ("muc", "plover"):
                        p = max((j.probability for j in believed[e.id] if j.stage in HAPPENED), default=0.0)
                        if (p >= judging.ACCEPT) != e.event:
                            mine = "; ".join(
                                f"{j.candidate.type}~{e.study.text.full[j.candidate.start : j.candidate.end]}~{j.probability:.2f}~{j.stage}~{j.reason or ''}"
                                for j in sorted(believed[e.id], key=lambda j: -j.probability)[:5]
                            )
                            out.write(
                                f"{'MISSED' if e.event else 'FALSE '} {p:.2f} {e.id} {e.study.text.full[:400]!r} [{mine}]\n"
                            )
    event = train_event(examples)
    attack = train_attack(rows, news, args.c)
    provenance = (
        f"Logistic regression (scikit-learn) by benchmarks/train_attack_model.py on {len(examples)} documents: half a of "
        "news_dev, muc4_dev, plover_train, benchmarks/labels/stream_dev_*.tsv, tests/quality. Words enter as hashes."
    )
    args.out.write_bytes(
        msgspec.json.format(
            msgspec.json.encode(
                Models(version="1", provenance=provenance, event=event, attack=attack, kind=train_kind(kinds))
            ),
            indent=0,
        )
    )
    print(len(event.weights), len(attack.weights), args.out.stat().st_size)


if __name__ == "__main__":
    main()
