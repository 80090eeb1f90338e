"""Trains the weights that detection ships, from corpora given on the command line (their texts stay there).

    python -m benchmarks.train_attack_model --corpus DIR [--labels benchmarks/labels] [--out FILE] [--cross-validate]

Three models. The *event* model says whether one mention is a real, particular attack; it learns from labels of whole
documents: in a positive one the best mentions are taken to be right (multiple-instance learning, Andrews et al.,
NIPS 2002), in a negative one none is. The *attack* model says whether an attack is the text's news; it sees the event
model's answers from folds that did not hold the document. A third ranks the types in sight of an event.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
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
    """One labelled document. `event`: it holds an attack; `attack`: one is its news; None where that is unknown."""

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
    found = datetime.fromisoformat(published)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def example(
    name: str,
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
        name,
        group,
        source,
        event,
        attack,
        Study(Text(without_markup(Document(id=name, title=title, text=text)))),
        1.0,
        kind,
        moment(published),
    )
    made.verdicts = [(c, read_context(made.study, c)) for c in made.study.candidates]
    made.features = [mention_features(made.study, c, v) for c, v in made.verdicts]
    return made


def read(path: Path) -> list[dict]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def load(corpus: Path, labels: Path, quality: Path) -> list[Example]:
    """All labelled documents in English; nothing of half b, and nothing with the title of one of its items."""
    ours = [*news_examples(corpus), *stream_examples(corpus, labels), *quality_examples(quality)]
    found = [*ours, *other_examples(corpus)]
    return [e for e in found if find_language(e.study.text.document) == "en"]


def news_examples(corpus: Path) -> Iterator[Example]:
    for d in read(corpus / "news_dev.jsonl.gz"):
        told = d["labels"]
        if d["half"] == "a" and told["attack"] != "borderline":
            yes = told["attack"] == "yes"
            kind = told["type"] if yes else None
            group = told["incident"] or d["id"]
            yield example(d["id"], group, "news", d["title"], d["text"], yes or None, yes, kind, d["published"])


def stream_examples(corpus: Path, labels: Path) -> Iterator[Example]:
    news = read(corpus / "news_dev.jsonl.gz")
    known = {d["id"] for d in news} | {opening(d) for d in news if d["half"] == "b"}
    stream = {d["id"]: d for d in read(corpus / "stream_dev.jsonl.gz")}
    for name, attack, kind in label_rows(labels):
        d = stream.get(name)
        if d is not None and known.isdisjoint({name, opening(d)}):
            yes = attack == "yes"
            told = kind if yes and kind != "-" else None
            yield example(name, name, "stream", d["title"], d["text"], yes or None, yes, told, d["published"])


def opening(d: dict) -> str:
    """By what the same item in two corpora is known."""
    return (d["title"] or d["text"])[:80]


def label_rows(labels: Path) -> Iterator[tuple[str, str, str]]:
    """Id, yes or no, type: the borderline ones are left out."""
    for file in sorted(labels.glob("stream_dev_*.tsv")):
        for line in file.read_text(encoding="utf-8").split("\n"):
            cells = line.split("\t")
            if len(cells) > 2 and not line.startswith("#") and cells[1] in {"yes", "no"}:
                yield cells[0], cells[1], cells[2]


def other_examples(corpus: Path) -> Iterator[Example]:
    """Reports on political violence and coded sentences: they teach what an event is, not what is news."""
    for d in read(corpus / "muc4_dev.jsonl.gz"):
        if d["relevant"] is not None:
            yield example(d["id"], d["id"], "muc", d["title"], d["text"], d["relevant"], None)
    for d in read(corpus / "plover_train.jsonl.gz"):
        yield example(d["id"], d["id"], "plover", "", d["text"], d["root"] == "ASSAULT", None)


def quality_examples(quality: Path) -> Iterator[Example]:
    """The odd items of our own set; the even ones are kept for its floors."""
    for d in read(quality):
        if int(d["id"][1:]) % 2:
            kind = d["type"] if d["attack"] else None
            yield example(
                d["id"], d["id"], "quality", d["title"], d["text"], d["event"], d["attack"], kind, d["published"]
            )


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpora; nothing of it is kept")
    parser.add_argument("--labels", type=Path, default=Path("benchmarks/labels"))
    parser.add_argument("--quality", type=Path, default=Path("tests/quality/items.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("monitor/detection/lexicons/weights.json"))
    parser.add_argument("--cross-validate", action="store_true", help="print figures of folds that were not trained on")
    args = parser.parse_args()
    examples = load(args.corpus, args.labels, args.quality)
    believed = out_of_fold(examples)
    news = [e for e in examples if e.attack is not None]
    rows = [attack_features(e.study, believed[e.id], ages_of(e.study, dates_of(e), e.published)) for e in news]
    kinds = kind_rows(news, believed)
    if args.cross_validate:
        report_events(examples, believed)
        report_attack(news, rows)
        report_kinds(news, kinds)
    models = Models(
        version=VERSION,
        provenance=PROVENANCE.format(len(examples)),
        event=train_event(examples),
        attack=train_attack(rows, news, ATTACK_C),
        kind=train_kind(kinds),
    )
    args.out.write_bytes(msgspec.json.format(msgspec.json.encode(models), indent=0))


VERSION = "1"
ATTACK_C = 0.3
PROVENANCE = (
    "Logistic regression (scikit-learn) by benchmarks/train_attack_model.py on {} documents: half a of news_dev, "
    "muc4_dev, plover_train, benchmarks/labels/stream_dev_*.tsv, odd items of tests/quality. Words enter as hashes."
)


def report_events(examples: list[Example], believed: dict[str, list[Judgement]]) -> None:
    """The two corpora of other kinds, at the threshold of the event model, by folds not trained on."""
    for source in ("muc", "plover"):
        pairs = [(_told(believed[e.id], source), bool(e.event)) for e in examples if e.source == source]
        print(source, prf(pairs))


def _told(judgements: list[Judgement], source: str) -> bool:
    """Whether an event is told that happened; muc4 does not count battles."""
    return any(
        j.reason is None
        and j.stage in HAPPENED
        and (source != "muc" or j.candidate.type is not EventType.ARMED_CLASH)
        for j in judgements
    )


def report_attack(news: list[Example], rows: list[dict[str, float]]) -> None:
    """The attack model by source, each document scored by a model that did not see its incident."""
    place = folds(news)
    scores: dict[str, float] = {}
    for k in range(FOLDS):
        train = [i for i, e in enumerate(news) if place[e.id] != k]
        model = train_attack([rows[i] for i in train], [news[i] for i in train], ATTACK_C)
        held = [i for i, e in enumerate(news) if place[e.id] == k]
        scores |= {news[i].id: probability(log_odds(model, rows[i])) for i in held}
    for source in ("news", "stream", "quality", "all"):
        pairs = [(scores[e.id] >= 0.5, bool(e.attack)) for e in news if source in (e.source, "all")]
        print(source, prf(pairs))


def report_kinds(news: list[Example], kinds: list[tuple[Example, dict]]) -> None:
    """The share of right types by source, likewise."""
    place = folds(news)
    right = defaultdict(list)
    for k in range(FOLDS):
        model = train_kind([row for row in kinds if place[row[0].id] != k])
        held = [row for row in kinds if place[row[0].id] == k]
        for (e, _), ok in zip(held, kind_right(held, model), strict=True):
            right[e.source].append(ok)
    print("type right", {source: round(sum(v) / len(v), 3) for source, v in right.items()})


if __name__ == "__main__":
    main()
