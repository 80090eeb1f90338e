"""An entry's life in the store, after the feed's poll recorded it: pending → ready → leased → done, or quarantined.

`EntryStore` is the workers' side (synchronous), `EntryIntake` the scheduler's (asyncio). Every step is one Lua call.
A lease is fenced by its holder and the entry's revision: a worker whose lease ran out, or whose entry the feed has
changed meanwhile, completes nothing. Whether a failed entry is tried again depends on `attempts` alone, which counts
starts, not leases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
import redis
import redis.asyncio
import zstandard

from monitor.clock import to_ms
from monitor.domain.article import ReadyEntry
from monitor.domain.disposition import Disposition
from monitor.storage.codec import unpack
from monitor.storage.keys import Keys
from monitor.storage.scripts import source

MAX_ATTEMPTS = 3
MAX_PAYLOAD_BYTES = 32_000_000
"""Of a payload or page after decompression; the feed and page caps of the configuration are far below."""
COUNTERS_KEPT = timedelta(days=40)
_DEFAULT_PRIORITY = 0


class Completion(StrEnum):
    """What `complete` did."""

    DONE = "done"
    LOST = "lost"
    """The lease was no longer this worker's: nothing was stored."""


@dataclass(frozen=True, slots=True)
class Reaped:
    """What `reap` or `release` did: how many entries wait again, and which were given up."""

    requeued: int
    quarantined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What `lease` took: entries that can be read, and those that cannot, with why."""

    entries: list[ReadyEntry] = field(default_factory=list)
    unreadable: list[tuple[str, int, Disposition]] = field(default_factory=list)
    """(entry id, revision, disposition); the caller completes them as such."""


class EntryIntake:
    """The scheduler's side: entries become ready when their page is in, or their deadline passed."""

    def __init__(self, client: redis.asyncio.Redis, keys: Keys) -> None:
        self._keys = keys
        self._ready = client.register_script(source("ready_entry"))
        self._overdue = client.register_script(source("overdue_entries"))

    async def ready(self, entry_id: str, payload: bytes, page: bytes | None) -> int:
        """Puts the entry to work with `payload` (packed ReadyEntry) and `page` (zstd); returns its revision.

        After the deadline this makes a new revision, so that the page revises the report. 0: no such entry any more.
        """
        keys = self._keys
        return int(
            await self._ready(
                keys=[
                    keys.entry(entry_id), keys.entries_pending, keys.entries_work, keys.entries_leased,
                    keys.entries_quarantine,
                ],
                args=[entry_id, payload, page or b"", _DEFAULT_PRIORITY],
            )
        )  # fmt: skip

    async def overdue(self, now: datetime, *, limit: int = 1000) -> int:
        """Sends entries whose page is late on with the feed's text; returns how many."""
        keys = self._keys
        return int(
            await self._overdue(
                keys=[keys.entries_pending, keys.entries_work],
                args=[keys.entry(""), to_ms(now), limit, _DEFAULT_PRIORITY],
            )
        )


class EntryStore:
    """The workers' side. `holder` names one worker process, and no later one."""

    def __init__(self, client: redis.Redis, keys: Keys, *, holder: str, retention: timedelta) -> None:
        self._keys = keys
        self._holder = holder
        self._kept_ms = int(retention / timedelta(milliseconds=1))
        self._scripts = {
            name: client.register_script(source(name))
            for name in ("lease_entries", "start_entry", "complete_entry", "reap_entries", "count")
        }

    def lease(self, count: int, lease_for: timedelta, now: datetime) -> Taken:
        """Takes at most `count` entries of the work set, the most promising first, until `now + lease_for`."""
        keys = self._keys
        flat: list[bytes] = self._scripts["lease_entries"](
            keys=[keys.entries_work, keys.entries_leased],
            args=[keys.entry(""), count, to_ms(now + lease_for), self._holder],
        )
        return _read(zip(*[iter(flat)] * 4, strict=True))

    def start(self, entry_id: str, revision: int, lease_for: timedelta, now: datetime) -> bool:
        """Begins an attempt and renews the lease. False: the lease is lost, leave the entry alone."""
        keys = self._keys
        attempt = self._scripts["start_entry"](
            keys=[keys.entry(entry_id), keys.entries_leased],
            args=[entry_id, self._holder, revision, to_ms(now + lease_for)],
        )
        return int(attempt) > 0

    def complete(
        self,
        entry_id: str,
        revision: int,
        disposition: Disposition,
        now: datetime,
        *,
        report: bytes | None = None,
        article: bytes | None = None,
    ) -> Completion:
        """Ends the entry: appends `report` (packed Report), keeps `article` (packed Article), counts. Idempotent."""
        keys = self._keys
        final = "quarantined" if disposition in _GIVEN_UP else "done"
        answer: bytes = self._scripts["complete_entry"](
            keys=[
                keys.entry(entry_id), keys.entries_leased, keys.reports, keys.article(entry_id),
                keys.counters(counter_day(now)), keys.entries_quarantine,
            ],
            args=[
                entry_id, self._holder, revision, disposition.value, report or b"", article or b"",
                self._kept_ms, to_ms(now), final, _COUNTERS_KEPT_MS,
            ],
        )  # fmt: skip
        return Completion(answer.decode())

    def release(self, now: datetime, *, holder: str | None = None) -> Reaped:
        """Gives back at once all that `holder` (this one where None) has leased: it is dead, or stops."""
        return self._reap(now, holder or self._holder)

    def reap(self, now: datetime) -> Reaped:
        """Gives back all entries whose lease ran out."""
        return self._reap(now, "")

    def _reap(self, now: datetime, holder: str) -> Reaped:
        keys = self._keys
        requeued, *quarantined = self._scripts["reap_entries"](
            keys=[keys.entries_leased, keys.entries_work, keys.entries_quarantine, keys.counters(counter_day(now))],
            args=[
                keys.entry(""), to_ms(now), MAX_ATTEMPTS, holder, self._kept_ms, _DEFAULT_PRIORITY, _COUNTERS_KEPT_MS,
            ],
        )  # fmt: skip
        return Reaped(int(requeued), tuple(entry_id.decode() for entry_id in quarantined))

    def count(self, name: str, now: datetime) -> None:
        """Counts something of an entry that is no disposition, such as `text.truncated`, for the day of `now`."""
        key = self._keys.counters(counter_day(now))
        self._scripts["count"](keys=[key], args=[name, 1, _COUNTERS_KEPT_MS])


_GIVEN_UP = frozenset({Disposition.OVERSIZE, Disposition.UNREADABLE, Disposition.QUARANTINED})
_COUNTERS_KEPT_MS = int(COUNTERS_KEPT / timedelta(milliseconds=1))


def counter_day(now: datetime) -> str:
    """The UTC day that `now` is counted under."""
    return f"{now:%Y-%m-%d}"


def _read(rows: Iterable[tuple[bytes, ...]]) -> Taken:
    taken = Taken()
    for raw_id, raw_revision, payload, page in rows:
        entry_id, revision = raw_id.decode(), int(raw_revision)
        entry = _read_entry(payload, page)
        if isinstance(entry, Disposition):
            taken.unreadable.append((entry_id, revision, entry))
        else:
            taken.entries.append(replace(entry, id=entry_id, revision=revision))
    return taken


def _read_entry(payload: bytes, page: bytes) -> ReadyEntry | Disposition:
    if len(payload) > MAX_PAYLOAD_BYTES or len(page) > MAX_PAYLOAD_BYTES:
        return Disposition.OVERSIZE
    try:
        entry: ReadyEntry = unpack(payload, ReadyEntry, max_bytes=MAX_PAYLOAD_BYTES)
        html = _decompress(page) if page else None
    except (msgspec.DecodeError, zstandard.ZstdError):
        return Disposition.UNREADABLE
    return replace(entry, page_html=html)


def _decompress(page: bytes) -> bytes:
    """A frame that names its size is checked before a byte is unpacked."""
    parameters: Any = zstandard.get_frame_parameters(page)
    if parameters.content_size > MAX_PAYLOAD_BYTES and parameters.content_size != zstandard.CONTENTSIZE_UNKNOWN:
        raise zstandard.ZstdError("page is larger than it may be")
    return zstandard.ZstdDecompressor().decompress(page, max_output_size=MAX_PAYLOAD_BYTES)
