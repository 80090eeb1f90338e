"""The scheduler role: polls feeds and downloads pages, as one of any number that share the due set by leases.

APScheduler drives it: one tick a second claims what is due, other jobs mend what deaths left lying, tell that all is
alive, and follow what people change. All network input of the system is here, on one event loop; parsing runs in
processes beside it. docs/feeds.md tells how it behaves towards feeds.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import aiohttp.abc
import redis
import structlog
import uvloop
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.articles.download import PageDownloader
from monitor.articles.pages import PageQueue
from monitor.clock import Clock, SystemClock
from monitor.config.differences import changed_keys
from monitor.config.schema import Config
from monitor.detection.quick import promise
from monitor.domain.feed import Feed
from monitor.domain.polling import PollDisposition
from monitor.ending import SIGNALS, Ending
from monitor.errors import ConfigError
from monitor.feeds.fetch import Fetcher
from monitor.feeds.health import ops_changes
from monitor.feeds.hosts import HostGate, shown_address
from monitor.feeds.hotspots import HotSpots, read_hot_spots
from monitor.feeds.parsers import Parser, ParserPool
from monitor.feeds.poll import KEEP_SEEN, Poller, PollResult
from monitor.feeds.robots import Robots
from monitor.feeds.roster import RuntimeFeeds, configured_feeds, first_polls, roster
from monitor.observability import ops
from monitor.observability.logs import learn_secrets
from monitor.storage.connection import connect, connect_async
from monitor.storage.entries import EntryIntake
from monitor.storage.feeds import Claim, FeedStore
from monitor.storage.keys import Keys
from monitor.storage.tickets import enqueue, reconcile, tickets_for

TICK = timedelta(seconds=1)
HEARTBEAT = timedelta(seconds=30)
_HEARTBEAT_KEPT = timedelta(seconds=95)
_HEARTBEAT_TURN = HEARTBEAT - timedelta(seconds=2)
_RECONCILE = timedelta(seconds=2)
_FOLLOW = timedelta(seconds=30)
_BEYOND_TIMEOUT = timedelta(seconds=25)
"""What a lease lasts beyond the fetch's time limit: waiting for the host's turn, parsing, committing."""
_HOST_GAP = 0.1
"""Seconds between the starts of two requests to one host."""
_BUSY_WAIT = timedelta(milliseconds=20)
_PAGE_CONCURRENCY = 64
_STALLED = 2.0
"""Seconds without a tick after which the clock must have stepped back: the jobs are called anew."""
_IDLE_GRACE = timedelta(seconds=3)

_READ_ANEW = frozenset({"feeds", "feeds_opml"})
"""Keys of the configuration that SIGHUP changes."""

Ring = Callable[[int], Awaitable[None]]
log = structlog.get_logger("monitor.scheduler")


class Scheduler:
    """One scheduler. `ring` is told when entries became ready; everything from outside is passed in."""

    def __init__(
        self,
        config: Config,
        *,
        client: redis.asyncio.Redis,
        poller: Poller,
        pages: PageQueue,
        store: FeedStore,
        ring: Ring,
        clock: Clock,
    ) -> None:
        self._config = config
        self._client = client
        self._poller = poller
        self._pages = pages
        self._store = store
        self._ring = ring
        self._clock = clock
        self._keys = Keys(config.redis.prefix)
        self._runtime = RuntimeFeeds(client, self._keys)
        self._configured = configured_feeds(config)
        self._feeds: dict[str, Feed] = {}
        self._version = -1
        self._hot = HotSpots()
        self._polls: set[asyncio.Task[None]] = set()
        self._ticks: set[asyncio.Task[None]] = set()
        self._again: asyncio.TimerHandle | None = None
        self._crowded_until = 0.0
        self._numbers = itertools.count(1)
        self._name = f"{socket.gethostname()}:{os.getpid()}:{os.urandom(4).hex()}"
        self._last_poll: str | None = None
        self._last_tick = 0.0
        self._ticking = asyncio.Lock()
        self._stopping = False

    @property
    def polls_under_way(self) -> int:
        """Feeds leased by this scheduler now."""
        return len(self._polls)

    async def follow_feeds(self) -> None:
        """Brings the due set in line with the configuration and with what people added and removed."""
        added, removed = await self._runtime.read()
        self._feeds = roster(self._configured, added, removed)
        came, went = await self._store.sync(first_polls(self._feeds, self._config.polling.interval))
        if came or went:
            log.info("feeds_changed", feeds=len(self._feeds), added=came, dropped=went)

    def use(self, config: Config) -> tuple[str, ...]:
        """Takes the feeds of a new configuration. Raises ConfigError, and keeps the old.

        Returns the other keys in which it differs from what this process runs on: those need a restart.
        """
        self._configured = configured_feeds(config)
        self._version = -1
        return tuple(key for key in changed_keys(self._config, config) if key not in _READ_ANEW)

    async def tick(self) -> None:
        """Claims what is due, as far as there is room, and starts to poll it."""
        self._last_tick = asyncio.get_running_loop().time()
        if self._stopping or self._ticking.locked():
            return
        async with self._ticking:
            room = self._config.polling.concurrency - len(self._polls)
            if room <= 0:
                return
            claims = await self._store.claim(
                f"{self._name}:{next(self._numbers)}",
                limit=room,
                per_host=self._config.polling.per_host_concurrency,
                lease=self._config.polling.timeout + _BEYOND_TIMEOUT,
                busy_wait=_BUSY_WAIT,
            )
            if claims.version != self._version:
                await self.follow_feeds()
                self._version = claims.version
            for claim in claims.claims:
                self._begin(claim)
            self._come_back(crowded=claims.put_off > 0)

    def _come_back(self, *, crowded: bool) -> None:
        """While feeds queue up at busy hosts, places there are filled as they become free, not second by second."""
        loop = asyncio.get_running_loop()
        if crowded:
            self._crowded_until = loop.time() + TICK.total_seconds()
        if self._again is None and loop.time() < self._crowded_until:
            self._again = loop.call_later(_BUSY_WAIT.total_seconds(), self._tick_again)

    def _tick_again(self) -> None:
        self._again = None
        if not self._stopping:
            task = asyncio.get_running_loop().create_task(self._tick_safely())
            self._ticks.add(task)
            task.add_done_callback(self._ticks.discard)

    def _begin(self, claim: Claim) -> None:
        feed = self._feeds.get(claim.feed_id)
        if feed is None:
            return  # another scheduler's configuration names it; its lease runs out
        task = asyncio.get_running_loop().create_task(self._poll(claim, feed))
        self._polls.add(task)
        task.add_done_callback(self._end)

    def _end(self, done: asyncio.Task[None]) -> None:
        self._polls.discard(done)
        if not done.cancelled() and (error := done.exception()):
            log.error("poll_lost", error=f"{type(error).__name__}: {error}")  # the lease runs out: polled again

    async def _poll(self, claim: Claim, feed: Feed) -> None:
        result = await self._poller.poll(claim, feed, hot=self._hot.covers(feed))
        self._last_poll = self._clock.now().isoformat()
        _log_poll(result)
        for entry in result.wanting_page:
            self._pages.submit(entry)
        if result.ready:
            await self._ring(result.ready)
        if result.disposition is not PollDisposition.LEASE_LOST:
            await self._tell_operators(result)

    async def _tell_operators(self, result: PollResult) -> None:
        for change in ops_changes(result.before, result.after):
            tell = ops.raise_async if change.raised else ops.clear_async
            subject, text = shown_address(result.feed.url), f"{result.feed.name}: {change.text}"
            await tell(self._client, self._keys, change.kind, subject, text, clock=self._clock)

    async def heartbeat(self) -> None:
        """Tells on the channel, and in a key that expires, that polling goes on and how late it is.

        Of several schedulers one tells.
        """
        mine = await self._client.set(self._keys.heartbeat_turn, self._name, nx=True, px=_HEARTBEAT_TURN)
        if not mine:
            return
        tally = await self._store.tally()
        beat = json.dumps(
            {
                "at": self._clock.now().isoformat(),
                "last_poll": self._last_poll,
                "lag_seconds": round(tally.lag.total_seconds(), 3),
                "feeds_ok": tally.ok,
                "feeds_failing": tally.failing,
            }
        )
        await self._client.set(self._keys.heartbeat, beat, px=_HEARTBEAT_KEPT)
        await self._client.publish(self._keys.heartbeat, beat)

    async def look_around(self) -> None:
        """Learns where something is going on."""
        self._hot = await read_hot_spots(self._client, self._keys, self._clock.now())

    async def run(self, stop: asyncio.Event, extra: dict[str, tuple[Callable[[], Awaitable[None]], timedelta]]) -> None:
        """Works until `stop` is set; `extra` are further jobs by name. Then lets polls and pages end, for a while."""
        jobs = {
            "tick": (self._tick_safely, TICK),
            "heartbeat": (self._safely(self.heartbeat), HEARTBEAT),
            "look_around": (self._safely(self.look_around), _FOLLOW),
            **{name: (self._safely(work), every) for name, (work, every) in extra.items()},
        }
        scheduler = _start_jobs(jobs, self._clock)
        watch = asyncio.get_running_loop().create_task(self._watch_clock(scheduler))
        try:
            await stop.wait()
        finally:
            self._stopping = True
            if self._again is not None:
                self._again.cancel()
            watch.cancel()
            scheduler.shutdown(wait=False)
            await self._drain()

    async def _drain(self) -> None:
        if self._polls:
            await asyncio.wait(self._polls, timeout=_IDLE_GRACE.total_seconds())
        for task in list(self._polls):
            task.cancel()
        await asyncio.gather(*self._polls, return_exceptions=True)
        await self._pages.drain(timedelta(seconds=1))

    async def _tick_safely(self) -> None:
        await self._safely(self.tick)()

    def _safely(self, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The store may be away for a while: what is not done now is done at the next call."""

        async def safe() -> None:
            try:
                await work()
            except (redis.RedisError, OSError) as error:
                log.warning("store_away", doing=work.__name__, error=f"{type(error).__name__}: {error}"[:300])

        return safe

    async def _watch_clock(self, scheduler: Any) -> None:
        """APScheduler waits for a wall-clock time: after a step back of an hour it would wait for an hour."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(TICK.total_seconds())
            if loop.time() - self._last_tick > _STALLED and not self._ticking.locked():
                log.warning("clock_stepped", note="jobs called anew")
                now = self._clock.now()
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=now)


class _Every(IntervalTrigger):  # type: ignore[misc, unused-ignore]
    """An interval that owes one run after the clock jumped ahead, however far.

    APScheduler lists every run that was missed before it makes one of them: millions for a month, and seconds of stall.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The next run after `previous_fire_time`; the first from `now` on where that is long past."""
        far = previous_fire_time is not None and now - previous_fire_time > 2 * self.interval
        untyped: Any = super()
        found: datetime | None = untyped.get_next_fire_time(None if far else previous_fire_time, now)
        return found


def _start_jobs(jobs: dict[str, tuple[Callable[[], Awaitable[None]], timedelta]], clock: Clock) -> Any:
    untyped: Any = AsyncIOScheduler
    scheduler, trigger = untyped(timezone=UTC), cast("Any", _Every)
    for name, (work, every) in jobs.items():
        scheduler.add_job(
            work, trigger(seconds=every.total_seconds(), timezone=UTC), id=name, name=name, max_instances=1,
            coalesce=True, misfire_grace_time=None, next_run_time=clock.now(),
        )  # fmt: skip
    scheduler.start()
    return scheduler


def _log_poll(result: PollResult) -> None:
    level = log.warning if result.disposition is PollDisposition.FAILED else log.info
    wait = result.next.delay
    level(
        "poll",
        feed=result.feed.name,
        url=shown_address(result.feed.url),
        disposition=result.disposition.value,
        reason=result.after.reason,
        status=result.after.http_status,
        items=result.after.items,
        entries=result.changed,
        late=round(result.late.total_seconds(), 3),
        next_in=None if wait is None else round(wait.total_seconds(), 1),
        next_because=result.next.reason.value,
    )


async def run_scheduler(
    config: Config,
    *,
    stop: asyncio.Event,
    reload: asyncio.Queue[Config] | None = None,
    resolver: aiohttp.abc.AbstractResolver | None = None,
    parser: Parser | None = None,
    clock: Clock | None = None,
) -> None:
    """Runs one scheduler until `stop` is set. Configurations put into `reload` replace the feeds."""
    clock = clock or SystemClock()
    keys = Keys(config.redis.prefix)
    async with AsyncExitStack() as stack:
        client = connect_async(config)
        stack.push_async_callback(client.aclose)
        tickets = connect(config)
        stack.callback(tickets.close)
        loop = asyncio.get_running_loop()
        gate = HostGate(config.polling.per_host_concurrency, _HOST_GAP, now=loop.time)
        fetcher = await stack.enter_async_context(
            Fetcher(
                user_agent=config.polling.user_agent,
                gate=gate,
                allow_private=config.polling.allow_private_networks,
                resolver=resolver,
                clock=clock,
            )
        )
        if parser is None:
            parser = await stack.enter_async_context(ParserPool())
        store = FeedStore(client, keys, keep_seen=KEEP_SEEN * 2)
        ring = _ringer(tickets, keys)
        pages = PageQueue(
            PageDownloader(fetcher, Robots(fetcher, config.polling.user_agent, clock), config.articles, clock),
            EntryIntake(client, keys),
            clock,
            concurrency=_PAGE_CONCURRENCY,
            max_wait=config.articles.max_wait,
            ring=ring,
        )
        poller = Poller(
            fetcher=fetcher, parser=parser, store=store, clock=clock, polling=config.polling, articles=config.articles,
            promise=promise,
        )  # fmt: skip
        scheduler = Scheduler(
            config, client=client, poller=poller, pages=pages, store=store, ring=ring, clock=clock
        )
        if reload is not None:
            follower = loop.create_task(_follow_reloads(scheduler, reload))
            stack.callback(follower.cancel)

        async def mend() -> None:
            await asyncio.to_thread(reconcile, tickets, keys, clock.now(), retention=config.retention.articles)

        await scheduler.run(stop, {"reconcile": (mend, _RECONCILE)})


async def _follow_reloads(scheduler: Scheduler, reload: asyncio.Queue[Config]) -> None:
    while True:
        config = await reload.get()
        learn_secrets(config)
        try:
            pending = scheduler.use(config)
        except ConfigError as error:
            log.warning("configuration_refused", problems=error.problems)
            continue
        log.info("configuration_reloaded", taken=sorted(_READ_ANEW))
        if pending:
            log.warning("restart_needed", keys=pending, text="only feeds are read anew; these keys stay as they were")


def _ringer(client: redis.Redis, keys: Keys) -> Ring:
    """Writes tickets for ready entries; calls that come while one is under way are one call."""
    waiting = 0
    lock = asyncio.Lock()

    async def ring(count: int) -> None:
        nonlocal waiting
        waiting += count
        if lock.locked():
            return
        async with lock:
            while waiting:
                taken, waiting = waiting, 0
                await asyncio.to_thread(enqueue, client, keys, tickets_for(taken))

    return ring


def main(config: Config, *, read_config: Callable[[], Config] | None = None) -> int:
    """The role as a process: until SIGTERM (exit status 0) or SIGINT (130).

    SIGHUP reads the configuration anew by `read_config`.
    """
    os.environ.setdefault("UV_THREADPOOL_SIZE", "32")  # name resolution: four threads wait behind one dead server
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_serve(config, read_config))


async def _serve(config: Config, read_config: Callable[[], Config] | None) -> int:
    stop = asyncio.Event()
    ending = Ending(stop.set)
    reload: asyncio.Queue[Config] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, ending.ask, number)
    if read_config is not None:
        loop.add_signal_handler(signal.SIGHUP, _reread, read_config, reload)
    await run_scheduler(config, stop=stop, reload=reload)
    return ending.status


def _reread(read_config: Callable[[], Config], reload: asyncio.Queue[Any]) -> None:
    """A configuration with faults changes nothing; the log names them."""
    try:
        reload.put_nowait(read_config())
    except ConfigError as error:
        log.warning("configuration_refused", problems=error.problems)
