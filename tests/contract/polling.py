"""A poller over a real store and real sockets, its clock and its chance set by the test."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import redis.asyncio

from monitor.clock import ManualClock
from monitor.config.schema import ArticlesConfig, FeedConfig, PollingConfig
from monitor.domain.feed import Feed, ParsedFeed
from monitor.domain.polling import FeedState
from monitor.feeds.fetch import Fetcher
from monitor.feeds.hosts import HostGate
from monitor.feeds.parse import parse_feed
from monitor.feeds.poll import Poller, PollResult
from monitor.feeds.roster import first_polls
from monitor.storage.feeds import Claims, FeedStore
from monitor.storage.keys import Keys

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class InlineParser:
    """Parses where it is called: the same function that the parser processes run."""

    async def parse(self, data: bytes, *, url: str, content_type: str | None, now: datetime) -> ParsedFeed:
        return parse_feed(data, url=url, content_type=content_type, now=now)


@dataclass
class Rig:
    """A poller with its store; `poll` claims what is due at the clock's time and polls it."""

    client: redis.asyncio.Redis
    store: FeedStore
    poller: Poller
    clock: ManualClock
    polling: PollingConfig
    feeds: dict[str, Feed] = field(default_factory=dict)
    keys: Keys = Keys()
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def watch(self, *feeds: FeedConfig) -> list[Feed]:
        """Makes these the feeds that are polled."""
        self.feeds = {feed.id: feed for feed in (item.to_feed() for item in feeds)}
        await self.store.sync(first_polls(self.feeds, self.polling.interval))
        return list(self.feeds.values())

    async def claim(self, *, limit: int = 100, per_host: int = 100, lease: timedelta = timedelta(minutes=1)) -> Claims:
        return await self.store.claim(
            f"test:{next(self.numbers)}", limit=limit, per_host=per_host, lease=lease,
            busy_wait=timedelta(milliseconds=100),
        )  # fmt: skip

    async def poll(self) -> list[PollResult]:
        """Polls all that is due now."""
        claims = (await self.claim()).claims
        return [await self.poller.poll(claim, self.feeds[claim.feed_id]) for claim in claims]

    async def poll_after(self, span: timedelta) -> list[PollResult]:
        """Moves the clock, then polls."""
        self.clock.advance(span)
        return await self.poll()

    async def poll_times(self, times: int) -> Sequence[PollResult]:
        """Polls the one feed each time that it is due."""
        results: list[PollResult] = []
        for _ in range(times):
            results += await self.poll_after(await self.until_due())
        return results

    async def until_due(self) -> timedelta:
        """How long until the first feed is due; a century where none is."""
        first = await self.client.zrange(self.keys.feeds_due, 0, 0, withscores=True)
        if not first:
            return timedelta(days=36_500)
        return max(datetime.fromtimestamp(first[0][1] / 1000, UTC) - self.clock.now(), timedelta(0))

    async def state(self, feed: Feed) -> FeedState:
        return (await self.store.states([feed.id]))[feed.id]

    async def entry_ids(self) -> set[str]:
        """Ids of all entries in the store."""
        prefix = self.keys.entry("")
        return {name.decode().removeprefix(prefix) async for name in self.client.scan_iter(f"{prefix}*")}


@asynccontextmanager
async def rig(
    url: str, *, polling: PollingConfig | None = None, articles: ArticlesConfig | None = None, gap: float = 0.0
) -> AsyncIterator[Rig]:
    """A rig over the store at `url`, emptied; private networks are allowed, no pages are fetched by default."""
    polling = polling or PollingConfig(allow_private_networks=True, timeout=timedelta(seconds=2))
    clock, keys = ManualClock(START), Keys()
    client = redis.asyncio.Redis.from_url(url, protocol=2)
    await client.flushall()
    store = FeedStore(client, keys, keep_seen=28 * DAY, clock=clock)
    gate = HostGate(polling.per_host_concurrency, gap, now=asyncio.get_running_loop().time)
    async with Fetcher(user_agent=polling.user_agent, gate=gate, allow_private=True, clock=clock) as fetcher:
        poller = Poller(
            fetcher=fetcher, parser=InlineParser(), store=store, clock=clock, polling=polling,
            articles=articles or ArticlesConfig(fetch="never"), promise=lambda _title, _summary: 0.5,
            chance=lambda: 0.0,
        )  # fmt: skip
        try:
            yield Rig(client, store, poller, clock, polling)
        finally:
            await client.aclose()
