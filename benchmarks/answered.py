"""Texts of which readers answered every question, and their answers (benchmarks/facts).

Of real items (saved feeds, local articles, single sentences) only ids and answers are kept there, and their texts are
read from the corpora; the items of *_written_*.jsonl are our own, by writers who did not know the rules. Detection was
developed and trained on seen_*; held_* only measures.
"""

from __future__ import annotations

import base64
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from benchmarks.corpora import moment, read
from monitor.domain.document import Document

HERE = Path(__file__).parent
UNDATED = datetime(2026, 8, 1, tzinfo=UTC)
"""When an item without a date was published; its dates are not scored."""
_TAG = re.compile(r"<[^>]+>")


def items(shared: Path, chosen: str) -> Iterator[tuple[str, Document, dict[str, Any]]]:
    """Source, document and the reader's answer of each item."""
    texts = dict(_real(shared / "corpus"))
    for file in sorted((HERE / "facts").glob("*.jsonl" if chosen == "all" else f"{chosen}_*.jsonl")):
        for answer in read(file):
            yield answer.get("source", "written"), texts.get(answer["id"]) or _own(answer), answer


def _own(item: dict[str, Any]) -> Document:
    return _document(item["id"], item["title"], item["text"], moment(item["published"]), item["outlet"])


def _real(corpus: Path) -> Iterator[tuple[str, Document]]:
    for feed in read(corpus / "feeds_dev.jsonl.gz"):
        parsed = feedparser.parse(base64.b64decode(feed["raw_base64"]))
        for number, entry in enumerate(parsed.entries):
            name = f"fd-{feed['id']}-{number}"
            told = entry.get("published_parsed") or entry.get("updated_parsed")
            published = datetime.fromtimestamp(timegm(told), UTC) if told else UNDATED
            text = _TAG.sub(" ", entry.get("summary", "")).strip()[:1500]
            yield name, _document(name, entry.get("title", "").strip(), text, published, parsed.feed.get("title"))
    for d in read(corpus / "places_dev.jsonl.gz"):
        noon = d["date"] if len(d["date"]) > 10 else f"{d['date']}T12:00:00+00:00"
        yield d["id"], _document(d["id"], d["title"], d["text"], moment(noon), None)
    for d in read(corpus / "plover_train.jsonl.gz"):
        yield d["id"], _document(d["id"], "", d["text"], UNDATED.replace(hour=12), None)


def _document(name: str, title: str, text: str, published: datetime | None, outlet: str | None) -> Document:
    return Document(id=name, title=title, text=text, published=published, outlet=outlet)
