"""Labelled documents for training, of all corpora, and the split that keeps half b and the tests' items out.

Texts come from the corpora given on the command line and from benchmarks/written, which is our own writing; labels of
stream items stand in benchmarks/labels.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean

from benchmarks.answered import items
from benchmarks.corpora import moment, opening, read

FOLDS = 5


@dataclass(frozen=True)
class Labelled:
    """One document. `event`: it holds an attack; `attack`: one is its news; None where that is not known.

    `doubtful` marks what the guide calls borderline: `attack` is None, `kind` may be given.
    """

    id: str
    group: str
    """Documents on one attack share it, so that no fold sees what it is tested on."""
    source: str
    title: str
    text: str
    event: bool | None
    attack: bool | None
    doubtful: bool = False
    kind: str | None = None
    escalation: frozenset[str] | None = None
    published: datetime | None = None

    @property
    def fold(self) -> int:
        """Which of FOLDS parts the document is in."""
        return zlib.crc32(self.group.encode()) % FOLDS


def labelled(corpus: Path, labels: Path, quality: Path, written: Path) -> list[Labelled]:
    """All labelled documents; nothing of half b, and nothing with the title of one of its items."""
    return [
        *news(corpus), *stream(corpus, labels), *own(quality, written), *political_violence(corpus), *coded(corpus),
        *answered(corpus),
    ]  # fmt: skip


ANSWERED = {"feed": "stream", "lgl": "stream", "plover": "stream", "written": "written"}
"""What the sources of benchmarks/facts count as."""


def answered(corpus: Path) -> Iterator[Labelled]:
    """Items whose every fact a reader answered; those that only measure are left out."""
    held = {opening(d) for d in read(corpus / "news_dev.jsonl.gz") if d["half"] == "b"}
    for source, document, told in items(corpus.parent, "seen"):
        row = {"id": f"facts-{told['id']}", "title": document.title, "text": document.body}
        if opening(row) not in held:
            kinds = frozenset(e["kind"] for e in told["escalation"] or ())
            yield _judged(row, row["id"], ANSWERED[source], told["attack"], told["type"], kinds)


def news(corpus: Path, half: str = "a") -> Iterator[Labelled]:
    for d in read(corpus / "news_dev.jsonl.gz"):
        told = d["labels"]
        if d["half"] == half:
            yield _judged(
                d, told["incident"] or d["id"], "news", told["attack"], told["type"], frozenset(told["escalation"])
            )


@dataclass(frozen=True)
class Reading:
    """What one reader said of one stream item; `escalation` None where he was not asked."""

    attack: str | None
    kind: str | None
    escalation: frozenset[str] | None


def stream(corpus: Path, labels: Path) -> Iterator[Labelled]:
    """Stream items as their readers judged them together."""
    documents = streamed(corpus)
    for name, readings in readings_of(labels).items():
        if name in documents and any(r.attack for r in readings):
            yield _judged(documents[name], opening(documents[name]), "stream", *together(readings))


def streamed(corpus: Path) -> dict[str, dict]:
    """The stream's documents by id, without those that news_dev has too, or that open like one of half b."""
    held = read(corpus / "news_dev.jsonl.gz")
    known = {d["id"] for d in held} | {opening(d) for d in held if d["half"] == "b"}
    items = read(corpus / "stream_dev.jsonl.gz")
    return {d["id"]: d for d in items if known.isdisjoint({d["id"], opening(d)})}


SHARES = {"yes": 1.0, "borderline": 0.5, "no": 0.0}


def together(readings: list[Reading]) -> tuple[str, str | None, frozenset[str] | None]:
    """Attack by the mean of the readers (three quarters are a yes, a quarter a no), the type that most gave (of as many
    the later reader's), and the escalation kinds that at least half of those asked saw."""
    share = mean(SHARES[r.attack] for r in readings if r.attack)
    attack = "yes" if share >= 0.75 else "no" if share <= 0.25 else "borderline"
    kinds = Counter(r.kind for r in reversed(readings) if r.kind)
    asked = [r.escalation for r in readings if r.escalation is not None]
    votes = Counter(kind for told in asked for kind in told)
    escalation = frozenset(kind for kind, count in votes.items() if 2 * count >= len(asked)) if asked else None
    return attack, kinds.most_common(1)[0][0] if kinds else None, escalation


def _judged(
    d: dict, group: str, source: str, attack: str, kind: str | None, escalation: frozenset[str] | None
) -> Labelled:
    yes = attack == "yes"
    sure = attack != "borderline"
    return Labelled(
        id=d["id"],
        group=group,
        source=source,
        title=d["title"] or "",
        text=d["text"] or "",
        event=(yes or None) if sure else None,
        attack=yes if sure else None,
        doubtful=not sure,
        kind=kind if attack != "no" else None,
        escalation=escalation,
        published=moment(d.get("published")),
    )


def readings_of(labels: Path) -> dict[str, list[Reading]]:
    """All readings of each item, in the order of their files' names."""
    found: dict[str, list[Reading]] = {}
    for file in sorted(labels.glob("escalation_*.tsv")):
        for cells in _rows(file):
            found.setdefault(cells[0], []).append(Reading(None, None, _kinds(cells[1])))
    for file in sorted(labels.glob("stream_dev_*.tsv")):
        told = "doubtful" not in file.name
        for cells in _rows(file):
            kind = None if cells[2] == "-" else cells[2]
            found.setdefault(cells[0], []).append(Reading(cells[1], kind, _kinds(cells[4]) if told else None))
    return found


def _rows(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def _kinds(cell: str) -> frozenset[str]:
    return frozenset() if cell in {"-", ""} else frozenset(cell.split(","))


def own(quality: Path, written: Path) -> Iterator[Labelled]:
    """Our own writing. Of the quality set only the odd items: the even ones are kept for its floors."""
    for d in read(quality):
        if int(d["id"][1:]) % 2:
            yes = d["attack"]
            yield Labelled(
                d["id"], d["id"], "quality", d["title"], d["text"], d["event"], yes, False, d["type"] if yes else None,
                frozenset(d["escalation"]), moment(d["published"]),
            )  # fmt: skip
    for file in sorted(written.glob("*.jsonl")):
        for d in read(file):
            yield _judged(d, d["id"], "written", d["attack"], d["type"], frozenset(d["escalation"]))


def political_violence(corpus: Path) -> Iterator[Labelled]:
    """Reports on Latin America of thirty years ago: they teach what an event is, not what is news."""
    for d in read(corpus / "muc4_dev.jsonl.gz"):
        if d["relevant"] is not None:
            yield Labelled(d["id"], d["id"], "muc", d["title"] or "", d["text"], d["relevant"], None)


def coded(corpus: Path) -> Iterator[Labelled]:
    """Sentences with PLOVER codes."""
    for d in read(corpus / "plover_train.jsonl.gz"):
        yield Labelled(d["id"], d["id"], "plover", "", d["text"], d["root"] == "ASSAULT", None)


@dataclass(frozen=True)
class Told:
    """One document whose incident is known."""

    source: str
    """lede, rss or nf (half a of news_dev), stream, or local."""
    document: dict
    incident: str
    sure: bool
    """Whether the document reports the attack beyond doubt."""


def incidents(corpus: Path, labels: Path) -> Iterator[Told]:
    """Documents with a time and an incident, by labels of news_dev (half a), of stream_dev, and of local news."""
    for d in read(corpus / "news_dev.jsonl.gz"):
        told = d["labels"]
        if d["half"] == "a" and d["published"] and told["attack"] != "no" and told["incident"]:
            yield Told(d["id"].partition("-")[0], d, told["incident"], told["attack"] == "yes")
    documents = streamed(corpus)
    for cells in _rows(labels / "stream_dev_h.tsv"):
        if cells[0] in documents and cells[1] != "no" and cells[7] != "-":
            yield Told("stream", documents[cells[0]], cells[7], cells[1] == "yes")
    for d in read(corpus / "gun_violence_dev.jsonl.gz"):
        if d["published"]:
            yield Told("local", d, d["incident"], sure=True)
