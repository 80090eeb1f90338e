"""Labelled documents for training, of all corpora, and the split that keeps half b and the tests' items out.

Texts come from the corpora given on the command line and from benchmarks/written, which is our own writing; labels of
stream items stand in benchmarks/labels.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

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
        *news(corpus), *stream(corpus, labels), *own(quality, written), *political_violence(corpus), *coded(corpus)
    ]  # fmt: skip


def news(corpus: Path, half: str = "a") -> Iterator[Labelled]:
    for d in read(corpus / "news_dev.jsonl.gz"):
        told = d["labels"]
        if d["half"] == half:
            yield _judged(
                d, told["incident"] or d["id"], "news", told["attack"], told["type"], frozenset(told["escalation"])
            )


def stream(corpus: Path, labels: Path) -> Iterator[Labelled]:
    held = read(corpus / "news_dev.jsonl.gz")
    known = {d["id"] for d in held} | {opening(d) for d in held if d["half"] == "b"}
    documents = {d["id"]: d for d in read(corpus / "stream_dev.jsonl.gz")}
    seen = set()
    for row in _label_rows(labels):
        d = documents.get(row[0])
        if d is not None and known.isdisjoint({d["id"], opening(d)}) and d["id"] not in seen:
            seen.add(d["id"])
            yield _judged(d, opening(d), "stream", *row[1:])


def opening(d: dict) -> str:
    """By what the same item in two corpora is known."""
    return (d["title"] or d["text"])[:80]


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
        published=_moment(d.get("published")),
    )


def _label_rows(labels: Path) -> Iterator[tuple[str, str, str | None, frozenset[str] | None]]:
    """Id, attack, type, escalation kinds (None in files that do not judge them)."""
    for file in sorted(labels.glob("stream_dev_*.tsv")):
        told = "doubtful" not in file.name
        for line in file.read_text(encoding="utf-8").split("\n"):
            cells = line.split("\t")
            if len(cells) > 4 and not line.startswith("#"):
                kinds = frozenset() if cells[4] in {"-", ""} else frozenset(cells[4].split(","))
                yield cells[0], cells[1], None if cells[2] == "-" else cells[2], kinds if told else None


def own(quality: Path, written: Path) -> Iterator[Labelled]:
    """Our own writing. Of the quality set only the odd items: the even ones are kept for its floors."""
    for d in read(quality):
        if int(d["id"][1:]) % 2:
            yes = d["attack"]
            yield Labelled(
                d["id"], d["id"], "quality", d["title"], d["text"], d["event"], yes, False, d["type"] if yes else None,
                frozenset(d["escalation"]), _moment(d["published"]),
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


def read(path: Path) -> list[dict]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def _moment(published: str | None) -> datetime | None:
    if not published or published == "None":
        return None
    found = datetime.fromisoformat(published)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
