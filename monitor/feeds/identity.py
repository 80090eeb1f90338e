"""Which of a feed's items are new, changed or known. Pure.

Feeds change ids, addresses or texts of the same item, repeat one id for all items, and edit stories in place. So an
item is known by any of three marks: its id, its address, its text. A mark that several items of one document share with
different titles (a constant guid, the homepage as link) says nothing and is left out. Rejected: trusting the guid alone
(some feeds make a new one at every fetch), and the address alone (homepage links, items without any).

What is remembered is a packed record of 55 bytes an item, kept as long as the item stands in the feed and some days
longer: with a cap, the newest first.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import xxhash

from monitor.articles.canonical import canonical_url as _canonical_url
from monitor.domain.feed import Entry, Feed

canonical_url = lru_cache(maxsize=2_048)(_canonical_url)
"""Asked for three times an item."""
_RECORD = struct.Struct("<QQQQ10sIIB")
_VERSION = b"\x01"
MAX_RECORDS = 3_000
MAX_EDITS = 40
"""Changes of one item that are looked at; a text that changes at every poll (a counter, an advert) is noise."""
_SAME_TEXT_WITHIN = timedelta(hours=36)
_TELLING = 30
"""Letters that a text must have to be a mark: "Weather" is none."""
_SHORT_WORD = 4
_WORD = re.compile(r"\w+")


class Recognition(StrEnum):
    """What an item is to us."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One item as remembered. Hashes are 64 bits, 0 where the mark says nothing; times are epoch seconds."""

    guid: int
    link: int
    text: int
    sketch: int
    """Which of 64 bits the title's longer words set: titles that share most are one title, edited."""
    article_id: str
    last_seen: int
    published: int
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """An item of the document, the article that it is, and what is to be done with it."""

    entry: Entry
    article_id: str
    recognition: Recognition
    revision: int


def pack_records(records: Iterable[Record]) -> bytes:
    """The records as stored."""
    return _VERSION + b"".join(
        _RECORD.pack(r.guid, r.link, r.text, r.sketch, bytes.fromhex(r.article_id), r.last_seen, r.published, r.edits)
        for r in records
    )


def unpack_records(data: bytes | None) -> list[Record]:
    """The records that `data` holds; none where it has another layout (articles' own ids still do)."""
    if not data or data[:1] != _VERSION or (len(data) - 1) % _RECORD.size:
        return []
    return [
        Record(guid=guid, link=link, text=text, sketch=sketch, article_id=article_id.hex(), last_seen=last_seen,
               published=published, edits=edits)
        for guid, link, text, sketch, article_id, last_seen, published, edits in _RECORD.iter_unpack(data[1:])
    ]  # fmt: skip


def article_id(entry: Entry, feed: Feed, *, strong_link: bool = True, strong_guid: bool = True) -> str:
    """The item's id over polls, feeds and restarts: of its address; else of feed and guid; else of its text."""
    if entry.url and strong_link:
        return _digest("link", canonical_url(entry.url))
    if entry.id and strong_guid:
        return _digest("guid", feed.id, entry.id)
    return _digest("text", feed.id, entry.title, entry.summary)


def outlet_article_id(entry: Entry, feed: Feed) -> str:
    """The id where another outlet's feed holds the item's address with another text: an aggregator, or a forgery."""
    return _digest("outlet", feed.outlet, canonical_url(entry.url or ""), entry.title)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def title_hash(title: str) -> str:
    """A mark of the title's words, by which copies of one address in several feeds are told from forgeries."""
    return f"{_hash(' '.join(_words(title))):x}"


def text_hash(entry: Entry) -> str:
    """A mark of all that the feed says of the item."""
    return f"{_hash(_full_text(entry)):x}"


def _full_text(entry: Entry) -> str:
    return " ".join([*_words(entry.title), "|", *_words(entry.summary or entry.content[:2_000])])


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) or 1


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _sketch(title: str) -> int:
    bits = 0
    for word in _words(title):
        if len(word) >= _SHORT_WORD:
            bits |= 1 << (_hash(word) & 63)
    return bits


def _alike(left: int, right: int) -> bool:
    """Whether two titles share more than half of the longer words of the shorter one."""
    smaller = min(left.bit_count(), right.bit_count())
    return smaller > 0 and (left & right).bit_count() * 2 > smaller


def _mark(entry: Entry, feed: Feed, weak: _Weak, now: int) -> Record:
    link = canonical_url(entry.url) if entry.url else ""
    strong_link, strong_guid = bool(link) and link not in weak.links, bool(entry.id) and entry.id not in weak.guids
    return Record(
        guid=_hash(entry.id) if strong_guid else 0,
        link=_hash(link) if strong_link else 0,
        text=_hash(_full_text(entry)),
        sketch=_sketch(entry.title),
        article_id=article_id(entry, feed, strong_link=strong_link, strong_guid=strong_guid),
        last_seen=now,
        published=int(entry.published.timestamp()) if entry.published else 0,
    )


@dataclass(frozen=True, slots=True)
class _Weak:
    """Ids and addresses that several items of one document share."""

    guids: frozenset[str]
    links: frozenset[str]


def _find_weak(entries: Iterable[Entry]) -> _Weak:
    """An id that stands at several addresses with several titles, an address with several ids and titles."""
    by_guid: dict[str, set[tuple[str, str]]] = defaultdict(set)
    by_link: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in entries:
        link = canonical_url(entry.url) if entry.url else ""
        by_guid[entry.id].add((link, title_hash(entry.title)))
        by_link[link].add((entry.id, title_hash(entry.title)))
    return _Weak(
        frozenset(guid for guid, seen in by_guid.items() if _is_ordinal(guid) or _are_several(seen)),
        frozenset(link for link, seen in by_link.items() if link.endswith("/") or _are_several(seen)),
    )


def _are_several(seen: set[tuple[str, str]]) -> bool:
    marks, titles = {mark for mark, _ in seen}, {title for _, title in seen}
    return len(titles) > 1 and (len(marks) > 1 or len(titles) > 2)


def _is_ordinal(guid: str) -> bool:
    """A short number may be a position in the list ("1" is always the newest item)."""
    return guid.isdigit() and len(guid) <= 3


class Memory:
    """A feed's records, found by any of their marks."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records: dict[str, Record] = {}
        self._by_guid: dict[int, str] = {}
        self._by_link: dict[int, str] = {}
        self._by_text: dict[int, str] = {}
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Remembers `record`, in place of an earlier one of the same article."""
        self._records[record.article_id] = record
        for index, mark in ((self._by_guid, record.guid), (self._by_link, record.link), (self._by_text, record.text)):
            if mark:
                index[mark] = record.article_id

    def find(self, fresh: Record, telling: bool) -> Record | None:
        """The record of the same item: by address, by id (unless it was given to another item), by text."""
        for index, mark in ((self._by_link, fresh.link), (self._by_guid, fresh.guid)):
            known = self._records.get(index.get(mark, "")) if mark else None
            if known and not (index is self._by_guid and _is_recycled(known, fresh)):
                return known
        known = self._records.get(self._by_text.get(fresh.text, "")) if telling else None
        return known if known and _close_in_time(known, fresh) else self._records.get(fresh.article_id)

    def kept(self, oldest: int) -> list[Record]:
        """The records seen since `oldest`, at most MAX_RECORDS, last seen first."""
        records = sorted(self._records.values(), key=lambda record: -record.last_seen)
        return [record for record in records if record.last_seen >= oldest][:MAX_RECORDS]


def _is_recycled(known: Record, fresh: Record) -> bool:
    """The id came with another address and another title: it was given to another item."""
    return bool(known.link and fresh.link) and known.link != fresh.link and not _alike(known.sketch, fresh.sketch)


def _close_in_time(known: Record, fresh: Record) -> bool:
    if not known.published or not fresh.published:
        return True
    return abs(known.published - fresh.published) <= _SAME_TEXT_WITHIN.total_seconds()


def recognise(
    entries: Iterable[Entry], feed: Feed, remembered: Iterable[Record], now: datetime, *, keep: timedelta
) -> tuple[list[Recognised], list[Record]]:
    """What each item of the document is, and what to remember for `keep` after its last sight."""
    listed = list(entries)
    memory, weak, moment = Memory(remembered), _find_weak(listed), int(now.timestamp())
    found = [_recognise_one(entry, _mark(entry, feed, weak, moment), memory) for entry in listed]
    return _once_each(found), memory.kept(moment - int(keep.total_seconds()))


def _recognise_one(entry: Entry, fresh: Record, memory: Memory) -> Recognised:
    telling = len(entry.title) + len(entry.summary) >= _TELLING
    known = memory.find(fresh, telling)
    if known is None:
        memory.put(fresh)
        return Recognised(entry, fresh.article_id, Recognition.NEW, 1)
    changed = known.text != fresh.text and known.edits < MAX_EDITS
    edits = known.edits + 1 if changed else known.edits
    memory.put(replace(fresh, article_id=known.article_id, edits=edits))
    return Recognised(entry, known.article_id, Recognition.CHANGED if changed else Recognition.KNOWN, edits + 1)


def _once_each(found: list[Recognised]) -> list[Recognised]:
    """One verdict an article: a document that holds an item twice counts it once, as new where it was."""
    order = {Recognition.NEW: 0, Recognition.CHANGED: 1, Recognition.KNOWN: 2}
    best: dict[str, Recognised] = {}
    for item in found:
        held = best.get(item.article_id)
        if held is None or order[item.recognition] < order[held.recognition]:
            best[item.article_id] = item
    return list(best.values())
