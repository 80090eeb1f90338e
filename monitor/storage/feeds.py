"""Feeds in the store: which are due, who polls them, what is remembered of them, and the one commit that ends a poll.

Due times are kept by the store's own clock, and schedulers send spans: schedulers on hosts whose clocks differ agree,
and a step of the clock is noticed in one place. `clock` is given by tests alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis.asyncio

from monitor.clock import Clock, from_ms, to_ms
from monitor.domain.polling import FeedState, FeedStatus, PollDisposition
from monitor.storage.codec import from_json, to_json
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.scripts import source

_COUNTERS_KEPT = timedelta(days=40)
_SYNC_BATCH = 500
_WELL = frozenset({FeedStatus.OK, FeedStatus.SILENT, FeedStatus.WAITING})


@dataclass(frozen=True, slots=True)
class Claim:
    """A feed leased for one poll, and when it was due."""

    feed_id: str
    token: str
    due: datetime
    state: FeedState


@dataclass(frozen=True, slots=True)
class Claims:
    """What a claim gave: the store's time, the leased feeds, whether more are waiting, the version of added feeds."""

    now: datetime
    claims: tuple[Claim, ...]
    put_off: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Feeds whose last poll succeeded, feeds whose last poll failed, and the delay of the most overdue poll."""

    ok: int
    failing: int
    lag: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """An entry to create (`new`: only where the store does not know it) or to put to work again."""

    entry_id: str
    is_new: bool
    revision: int
    payload: bytes
    """Packed ReadyEntry."""
    priority: float
    outlet: str
    title: str
    """`monitor.feeds.identity.title_hash`."""
    text: str
    """A mark of title and summary: a change that another feed of the outlet brought already is none."""
    page_within: timedelta | None
    """None: no page is wanted, the entry is ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollCommit:
    """All that one poll changes."""

    claim: Claim
    host: str
    state: FeedState
    disposition: PollDisposition
    delay: timedelta | None
    """Until the next poll; None: the feed is retired."""
    entries: Sequence[EntryChange] = ()
    seen: bytes | None = None
    """Records by which items are recognised; None leaves them as they are."""
    pause_host: timedelta = timedelta(0)


class FeedStore:
    """The schedulers' side of the store."""

    def __init__(
        self, client: redis.asyncio.Redis, keys: Keys, *, keep_seen: timedelta, clock: Clock | None = None
    ) -> None:
        self._client = client
        self._keys = keys
        self._keep_seen = keep_seen
        self._clock = clock
        self._claim = client.register_script(source("claim_feeds"))
        self._commit = client.register_script(source("commit_poll"))
        self._sync = client.register_script(source("sync_feeds"))

    async def claim(
        self, token: str, *, limit: int, per_host: int, lease: timedelta, busy_wait: timedelta, look_at: int = 2_000
    ) -> Claims:
        """Leases at most `limit` due feeds under `token`, which no other claim has used."""
        keys = self._keys
        now, put_off, version, *flat = await self._claim(
            keys=[keys.feeds_due, keys.feeds_hosts, keys.feeds_paused, keys.feeds_clock, keys.feeds_version],
            args=[
                keys.feed(""), keys.feed_host(""), self._now(), limit, per_host, _ms(lease), token, look_at,
                _ms(busy_wait),
            ],
        )  # fmt: skip
        claims = tuple(
            Claim(feed_id.decode(), token, from_ms(float(due)), read_state(state))
            for feed_id, due, state in zip(*[iter(flat)] * 3, strict=True)
        )
        return Claims(from_ms(int(now)), claims, int(put_off), int(version))

    async def commit(self, poll: PollCommit, day: str) -> dict[str, int] | None:
        """Ends a poll in one step; None where its lease was lost. Else the entries put to work, with their revision.

        `day` (YYYY-MM-DD) is what the poll is counted under.
        """
        keys, claim = self._keys, poll.claim
        entry_args = [value for change in poll.entries for value in self._entry_args(change)]
        done, *flat = await self._commit(
            keys=[
                keys.feed(claim.feed_id), keys.seen(claim.feed_id), keys.feeds_due, keys.feeds_hosts,
                keys.feed_host(poll.host), keys.feeds_paused, keys.entries_pending, keys.entries_work,
                keys.entries_leased, keys.counters(day), keys.entries_quarantine, keys.feeds_ok, keys.feeds_failing,
            ],
            args=[
                claim.token, claim.feed_id, to_json(poll.state), poll.seen or b"",
                -1 if poll.delay is None else _ms(poll.delay), poll.host, _ms(poll.pause_host),
                f"feed.{poll.disposition}", keys.entry(""), self._now(), _ms(_COUNTERS_KEPT), _ms(self._keep_seen),
                "ok" if poll.state.status in _WELL else "failing", *entry_args,
            ],
        )  # fmt: skip
        if not int(done):
            return None
        return {entry_id.decode(): int(revision) for entry_id, revision in zip(*[iter(flat)] * 2, strict=True)}

    def _entry_args(self, change: EntryChange) -> tuple[str | bytes | float, ...]:
        wait = "" if change.page_within is None else _ms(change.page_within)
        return (
            change.entry_id, "new" if change.is_new else "changed", change.revision, change.payload, change.priority,
            change.outlet, change.title, wait, change.text,
        )  # fmt: skip

    async def seen(self, feed_id: str) -> bytes | None:
        """The records by which the feed's items are recognised."""
        held = await self._client.get(self._keys.seen(feed_id))
        return held if isinstance(held, bytes) else None

    async def holders(self, entry_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Outlet and title hash of those entries that the store knows."""
        pipe = self._client.pipeline(transaction=False)
        for entry_id in entry_ids:
            pipe.hmget(self._keys.entry(entry_id), "outlet", "title")
        rows = await pipe.execute() if entry_ids else []
        return {
            entry_id: (outlet.decode(), (title or b"").decode())
            for entry_id, (outlet, title) in zip(entry_ids, rows, strict=True)
            if outlet is not None
        }

    async def sync(self, wanted: Sequence[tuple[str, str, timedelta]]) -> tuple[int, int]:
        """Makes (feed id, host, span until the first poll) all that is polled; returns how many came and went.

        A feed that is there already keeps its due time.
        """
        held = {to_text(feed_id) for feed_id in await self._client.hkeys(self._keys.feeds_hosts)}
        ids = {feed_id for feed_id, _, _ in wanted}
        changes: list[tuple[str, str, str, int]] = [
            ("add", feed_id, host, _ms(delay)) for feed_id, host, delay in wanted if feed_id not in held
        ]
        changes += [("drop", feed_id, "", 0) for feed_id in sorted(held - ids)]
        added = dropped = 0
        for start in range(0, len(changes), _SYNC_BATCH):
            flat = [value for change in changes[start : start + _SYNC_BATCH] for value in change]
            keys = [self._keys.feeds_due, self._keys.feeds_hosts, self._keys.feeds_ok, self._keys.feeds_failing]
            more, fewer = await self._sync(keys=keys, args=[self._now(), self._keys.feed(""), *flat])
            added, dropped = added + int(more), dropped + int(fewer)
        return added, dropped

    async def states(self, feed_ids: Iterable[str]) -> dict[str, FeedState]:
        """What is remembered of each feed; a fresh state where nothing is."""
        listed = list(feed_ids)
        pipe = self._client.pipeline(transaction=False)
        for feed_id in listed:
            pipe.hget(self._keys.feed(feed_id), "state")
        rows = await pipe.execute() if listed else []
        return {feed_id: read_state(row) for feed_id, row in zip(listed, rows, strict=True)}

    async def tally(self) -> Tally:
        """How the feeds stand, and how late the most overdue one is."""
        keys = self._keys
        pipe = self._client.pipeline(transaction=False)
        pipe.scard(keys.feeds_ok)
        pipe.scard(keys.feeds_failing)
        pipe.zrange(keys.feeds_due, 0, 0, withscores=True)
        pipe.time()
        ok, failing, first, (seconds, micros) = await pipe.execute()
        now = from_ms(seconds * 1000 + micros / 1000) if self._clock is None else self._clock.now()
        late = now - from_ms(first[0][1]) if first else timedelta(0)
        return Tally(ok=ok, failing=failing, lag=max(late, timedelta(0)))

    def _now(self) -> str | int:
        return "" if self._clock is None else to_ms(self._clock.now())


def read_state(data: bytes | None) -> FeedState:
    """The state that `data` holds; a fresh one where there is none."""
    return from_json(data, FeedState) if data else FeedState()


def _ms(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))
