"""One scheduler, driven tick by tick on a real store: room, leases of strangers, heartbeat, bells, reloads, ending."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import redis.asyncio
import structlog
from test_workers_bench import entry

from monitor import scheduler as room
from monitor.clock import ManualClock
from monitor.config.schema import Config
from monitor.domain.article import ReadyEntry
from monitor.domain.feed import Feed
from monitor.domain.polling import FeedState, FeedStatus, PollDisposition
from monitor.ending import Ending
from monitor.errors import ConfigError
from monitor.feeds.cadence import Next, Reason
from monitor.feeds.poll import PollResult
from monitor.scheduler import Scheduler
from monitor.storage.feeds import Claim, FeedStore
from monitor.storage.keys import Keys

KEYS = Keys()
NOW = datetime.now(UTC).replace(microsecond=0)  # APScheduler has the machine's clock
MINUTE = timedelta(minutes=1)


class Feeds:
    """Stands for the network: every poll waits until it is let go, and ends as the test says."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.hot: list[bool] = []
        self.go = asyncio.Event()
        self.answer: dict[str, Any] = {"disposition": PollDisposition.NOTHING_NEW}
        self.fails: Exception | None = None

    async def poll(self, claim: Claim, feed: Feed, *, hot: bool) -> PollResult:
        """As `Poller.poll`."""
        self.begun.append(feed.name)
        self.hot.append(hot)
        await self.go.wait()
        if self.fails:
            raise self.fails
        fields = {"before": FeedState(), "after": FeedState(), "next": Next(MINUTE, Reason.RHYTHM), **self.answer}
        return PollResult(feed=feed, **fields)


class Pages:
    """Stands for the downloads."""

    def __init__(self) -> None:
        self.submitted: list[ReadyEntry] = []
        self.drained: list[timedelta] = []

    def submit(self, one: ReadyEntry) -> None:
        """As `PageQueue.submit`."""
        self.submitted.append(one)

    async def drain(self, within: timedelta) -> None:
        """As `PageQueue.drain`."""
        self.drained.append(within)


class Rig:
    """A scheduler whose surroundings are the test's."""

    def __init__(self, client: redis.asyncio.Redis, *names: str, **polling: Any) -> None:
        feeds = [{"url": f"https://{name}.example/f", "name": name} for name in names]
        self.config = Config.model_validate({"feeds": feeds, "polling": polling})
        self.client, self.clock, self.feeds, self.pages = client, ManualClock(NOW), Feeds(), Pages()
        self.rung: list[int] = []
        self.store = FeedStore(client, KEYS, keep_seen=timedelta(days=1), clock=self.clock)
        self.scheduler = Scheduler(
            self.config, client=client, poller=self.feeds, pages=self.pages, store=self.store, ring=self.ring, clock=self.clock,  # type: ignore[arg-type]
        )  # fmt: skip

    async def ring(self, count: int) -> None:
        """Keeps how many became ready."""
        self.rung.append(count)

    async def tick(self, after: timedelta = timedelta(0)) -> None:
        """Time passes, a tick, and what it began gets to its first wait."""
        self.clock.advance(after)
        await self.scheduler.tick()
        await asyncio.sleep(0)

    async def settle(self) -> None:
        """Lets all polls end."""
        self.feeds.go.set()
        async with asyncio.timeout(5):
            while self.scheduler.polls_under_way:
                await asyncio.sleep(0.001)


@pytest.fixture
async def client(redis_server: str, redis_client: redis.Redis) -> AsyncIterator[redis.asyncio.Redis]:
    """A client of the emptied store."""
    async with redis.asyncio.Redis.from_url(redis_server, protocol=2) as opened:
        yield opened


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    """What is logged."""
    with structlog.testing.capture_logs() as captured:
        yield captured


async def test_feeds_are_taken_over_at_the_first_tick_and_polled_when_due(client: redis.asyncio.Redis, lines: list[Any]) -> None:
    """The first tick learns the feeds, later ones poll each once; a poll under way is not begun again."""
    rig = Rig(client, "a", "b", "c")
    await rig.tick()
    assert [line for line in lines if line["event"] == "feeds_changed"] == [
        {"event": "feeds_changed", "log_level": "info", "feeds": 3, "added": 3, "dropped": 0}
    ]
    await rig.tick(10 * MINUTE)
    await rig.tick()
    assert sorted(rig.feeds.begun) == ["a", "b", "c"]
    assert rig.scheduler.polls_under_way == 3
    await rig.settle()


@pytest.mark.parametrize(("concurrency", "begun"), [(1, 1), (2, 2), (3, 3), (10, 3)])
async def test_no_more_polls_than_there_is_room_for(client: redis.asyncio.Redis, concurrency: int, begun: int) -> None:
    """`polling.concurrency` is of polls under way, not of one tick."""
    rig = Rig(client, "a", "b", "c", concurrency=concurrency)
    await rig.tick()
    await rig.tick(10 * MINUTE)
    await rig.tick(MINUTE / 60)
    assert len(rig.feeds.begun) == begun
    await rig.settle()


async def test_a_feed_of_anothers_configuration_is_left_to_its_lease(client: redis.asyncio.Redis) -> None:
    """Claimed and unknown: no poll, no fault; the lease runs out and whoever knows it polls it."""
    mine, other = Rig(client, "a"), Rig(client, "a", "b")
    await mine.tick()
    await other.store.sync([("b-id", "b.example", timedelta(0)), *((f.to_feed().id, "a.example", MINUTE) for f in mine.config.feeds)])
    mine.clock.advance(MINUTE)
    await mine.tick()
    assert mine.feeds.begun == ["a"]
    due = await client.zscore(KEYS.feeds_due, "b-id")
    lease = mine.config.polling.timeout + timedelta(seconds=25)
    assert due == (mine.clock.now() + lease).timestamp() * 1000
    await mine.settle()


async def test_what_a_poll_brings_goes_on(client: redis.asyncio.Redis) -> None:
    """Entries that want their page are submitted, those that are ready ring the bell, none rings none."""
    rig = Rig(client, "a")
    rig.feeds.answer |= {"disposition": PollDisposition.NEW_ENTRIES, "wanting_page": (entry("x"), entry("y")), "ready": 3}
    await rig.tick()
    await rig.tick(10 * MINUTE)
    await rig.settle()
    assert [one.id for one in rig.pages.submitted] == ["x", "y"]
    assert rig.rung == [3]
    rig.feeds.answer = {"disposition": PollDisposition.NOT_MODIFIED}
    await rig.tick(10 * MINUTE)
    await rig.settle()
    assert rig.rung == [3]


@pytest.mark.parametrize(
    ("disposition", "told"), [(PollDisposition.FAILED, 1), (PollDisposition.GONE, 1), (PollDisposition.LEASE_LOST, 0)]
)
async def test_operators_hear_of_a_dead_feed_unless_the_lease_was_lost(
    client: redis.asyncio.Redis, disposition: PollDisposition, told: int
) -> None:
    """What another scheduler has decided meanwhile is its to tell. The address is shown without credentials."""
    rig = Rig(client, "a")
    rig.feeds.answer = {"disposition": disposition, "after": FeedState(status=FeedStatus.DEAD, reason="dns", failures=9)}
    await rig.tick()
    await rig.tick(10 * MINUTE)
    await rig.settle()
    held = await client.hgetall(KEYS.ops_state)
    assert len(held) == told
    for message in map(json.loads, held.values()):
        assert (message["kind"], message["subject"]) == ("feed_dead", "https://a.example/f")
        assert message["text"].startswith("a: dns: ")


@pytest.mark.parametrize(
    ("disposition", "level"),
    [(PollDisposition.FAILED, "warning"), (PollDisposition.NOT_MODIFIED, "info"), (PollDisposition.RATE_LIMITED, "info")],
)
async def test_each_poll_is_one_line(client: redis.asyncio.Redis, lines: list[Any], disposition: PollDisposition, level: str) -> None:
    """Feed, disposition, reason, and when and why it is polled next; a failure is a warning."""
    rig = Rig(client, "a")
    rig.feeds.answer = {"disposition": disposition, "next": Next(None, Reason.GONE), "late": timedelta(milliseconds=1234)}
    await rig.tick()
    await rig.tick(10 * MINUTE)
    await rig.settle()
    (line,) = [line for line in lines if line["event"] == "poll"]
    wanted = {"log_level": level, "feed": "a", "url": "https://a.example/f", "disposition": disposition.value, "late": 1.234}
    assert line | wanted == line
    assert (line["next_in"], line["next_because"]) == (None, "gone")


async def test_a_poll_that_breaks_takes_nothing_with_it(client: redis.asyncio.Redis, lines: list[Any]) -> None:
    """A bug in one poll is an error line; its place is free again; its lease runs out."""
    rig = Rig(client, "a", "b", concurrency=2)
    rig.feeds.fails = KeyError("bug")
    await rig.tick()
    await rig.tick(10 * MINUTE)
    await rig.settle()
    assert [line["error"] for line in lines if line["event"] == "poll_lost"] == ["KeyError: 'bug'"] * 2
    assert rig.scheduler.polls_under_way == 0


async def test_of_several_schedulers_one_beats(client: redis.asyncio.Redis, redis_client: redis.Redis) -> None:
    """Within half a minute one heartbeat, whoever tells it; the key outlives three of them and no more."""
    one, two = Rig(client, "a"), Rig(client, "a")
    bell = redis_client.pubsub(ignore_subscribe_messages=True)
    bell.subscribe(KEYS.heartbeat)
    bell.get_message(timeout=1)
    for rig in (one, two, one):
        await rig.scheduler.heartbeat()
    beats = [json.loads(m["data"]) for m in iter(lambda: bell.get_message(timeout=0.05), None)]
    assert beats == [{"at": NOW.isoformat(), "last_poll": None, "lag_seconds": 0.0, "feeds_ok": 0, "feeds_failing": 0}]
    assert 90_000 < await client.pttl(KEYS.heartbeat) <= 95_000
    assert 27_000 < await client.pttl(KEYS.heartbeat_turn) <= 28_000


async def test_the_heartbeat_tells_last_poll_and_lag(client: redis.asyncio.Redis) -> None:
    """When this scheduler last polled, how late the most overdue feed is, how many do well and not."""
    rig = Rig(client, "a", "b", concurrency=1)
    await rig.tick()
    await client.sadd(KEYS.feeds_failing, "x", "y")
    await rig.tick(10 * MINUTE)
    await rig.settle()
    await rig.scheduler.heartbeat()
    beat = json.loads(await client.get(KEYS.heartbeat))
    assert (beat["last_poll"], beat["feeds_failing"]) == ((NOW + 10 * MINUTE).isoformat(), 2)
    assert beat["lag_seconds"] > 0


async def test_a_new_configuration_replaces_the_feeds(client: redis.asyncio.Redis) -> None:
    """What it no longer names is polled no more, what stays keeps its due time, what is new comes."""
    rig = Rig(client, "a", "b")
    await rig.tick()
    before = dict(await client.zrange(KEYS.feeds_due, 0, -1, withscores=True))
    rig.scheduler.use(Rig(client, "b", "c").config)
    await rig.tick()
    after = dict(await client.zrange(KEYS.feeds_due, 0, -1, withscores=True))
    kept = set(before) & set(after)
    assert (len(after), len(kept)) == (2, 1)
    assert {before[id_] for id_ in kept} == {after[id_] for id_ in kept}


async def test_a_faulty_configuration_changes_nothing_and_is_named(client: redis.asyncio.Redis, lines: list[Any], tmp_path: Path) -> None:
    """R58: the old feeds stay; the log names the file. A good one that follows is taken."""
    rig = Rig(client, "a")
    reload: asyncio.Queue[Config] = asyncio.Queue()
    follower = asyncio.create_task(room._follow_reloads(rig.scheduler, reload))
    reload.put_nowait(Config.model_validate({"feeds_opml": [str(tmp_path / "gone.opml")]}))
    reload.put_nowait(Rig(client, "b").config)
    async with asyncio.timeout(5):
        while len(lines) < 2:
            await asyncio.sleep(0.001)
    follower.cancel()
    assert [line["event"] for line in lines] == ["configuration_refused", "configuration_reloaded"]
    assert lines[0]["problems"] == [f"{tmp_path}/gone.opml: cannot be read: No such file or directory"]
    await rig.tick()
    await rig.tick(10 * MINUTE)
    assert rig.feeds.begun == ["b"]
    await rig.settle()


async def test_what_a_reload_does_not_change_is_named(client: redis.asyncio.Redis, lines: list[Any]) -> None:
    """Feeds are taken; a changed sink, threshold and rhythm need a restart, and are named by key alone: values may be secret."""
    rig = Rig(client, "a")
    new = Rig(client, "b").config
    secret = {"name": "soc", "type": "webhook", "url": "https://soc.example/canary-7c1"}
    changed = Config.model_validate({**new.model_dump(), "sinks": [secret], "detection": {"threshold": 0.7}, "polling": {"interval": "7m"}})
    reload: asyncio.Queue[Config] = asyncio.Queue()
    follower = asyncio.create_task(room._follow_reloads(rig.scheduler, reload))
    for config in (changed, new):  # and back again: nothing is pending any more
        reload.put_nowait(config)
    async with asyncio.timeout(5):
        while len(lines) < 3:
            await asyncio.sleep(0.001)
    follower.cancel()
    assert [line["event"] for line in lines] == ["configuration_reloaded", "restart_needed", "configuration_reloaded"]
    assert set(lines[1]["keys"]) == {"sinks", "detection.threshold", "polling.interval"}
    assert "canary" not in str(lines)


def test_a_file_that_cannot_be_read_on_hangup_is_named(lines: list[Any]) -> None:
    """R58: read at SIGHUP; with faults nothing is put into the queue, and the log has them all."""

    def broken() -> Config:
        raise ConfigError(["c.yaml:1: one", "c.yaml:2: two"])

    queue: asyncio.Queue[Any] = asyncio.Queue()
    room._reread(broken, queue)
    room._reread(Config, queue)
    assert queue.qsize() == 1
    assert [line.get("problems") for line in lines] == [["c.yaml:1: one", "c.yaml:2: two"]]


@pytest.mark.parametrize("error", [redis.ConnectionError("away"), redis.TimeoutError(), redis.ResponseError("OOM"), ConnectionResetError()])
async def test_a_store_that_is_away_ends_nothing(client: redis.asyncio.Redis, lines: list[Any], error: Exception) -> None:
    """R11, R13: what is not done now is done at the next call; the log says what was being done."""
    rig = Rig(client)

    async def polling() -> None:
        raise error

    await rig.scheduler._safely(polling)()
    assert [(line["event"], line["doing"]) for line in lines] == [("store_away", "polling")]
    assert type(error).__name__ in lines[0]["error"]


async def test_a_bug_is_not_taken_for_a_store_that_is_away(client: redis.asyncio.Redis) -> None:
    """Only what Redis and sockets raise is waited out."""

    async def buggy() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await Rig(client).scheduler._safely(buggy)()


async def test_it_stops_after_polls_and_pages(client: redis.asyncio.Redis) -> None:
    """R54: what is under way may end; then the pages; no tick begins anything more."""
    rig = Rig(client, "a")
    await rig.tick()
    await rig.tick(10 * MINUTE)
    stop = asyncio.Event()
    stop.set()
    asyncio.get_running_loop().call_later(0.02, rig.feeds.go.set)
    await rig.scheduler.run(stop, {})
    assert rig.scheduler.polls_under_way == 0
    assert rig.pages.drained == [timedelta(seconds=1)]
    begun = len(rig.feeds.begun)
    await rig.tick(60 * MINUTE)
    assert len(rig.feeds.begun) == begun


async def test_a_poll_that_does_not_end_is_cancelled(client: redis.asyncio.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the grace; its lease runs out, so that it is polled again."""
    monkeypatch.setattr(room, "_IDLE_GRACE", timedelta(milliseconds=20))
    rig = Rig(client, "a")
    await rig.tick()
    await rig.tick(10 * MINUTE)
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(rig.scheduler.run(stop, {}), 5)
    assert rig.scheduler.polls_under_way == 0


async def test_further_jobs_run_at_once_and_survive_the_store(client: redis.asyncio.Redis, lines: list[Any]) -> None:
    """What the role adds (the reconciler) is called from the start, and a fault of the store does not end it."""
    rig, stop = Rig(client), asyncio.Event()
    called: list[int] = []

    async def mend() -> None:
        called.append(1)
        if len(called) == 1:
            raise redis.ConnectionError("away")
        stop.set()

    await asyncio.wait_for(rig.scheduler.run(stop, {"reconcile": (mend, timedelta(milliseconds=20))}), 5)
    assert len(called) >= 2
    assert ("store_away", "mend") in [(line["event"], line.get("doing")) for line in lines]


async def test_a_clock_that_jumps_ahead_owes_one_run(client: redis.asyncio.Redis) -> None:
    """R21: begun thirty days ago by its clock, a job of every second runs once, at once, and not 2.6 million times."""
    rig, stop = Rig(client), asyncio.Event()
    rig.clock.advance(timedelta(days=-30))
    called: list[float] = []

    async def mend() -> None:
        called.append(time.monotonic())
        asyncio.get_running_loop().call_later(0.2, stop.set)

    began = time.monotonic()
    await asyncio.wait_for(rig.scheduler.run(stop, {"reconcile": (mend, timedelta(seconds=1))}), 10)
    assert called[0] - began < 1
    assert len(called) <= 2  # the one that was owed, and perhaps the next in its turn


@pytest.mark.parametrize(
    ("back", "ahead"),
    [
        (timedelta(seconds=0.4), timedelta(seconds=0.6)),
        (timedelta(seconds=1.5), timedelta(seconds=-0.5)),  # a little late: its own rhythm goes on
        (timedelta(hours=1), None),
        (timedelta(days=3000), None),
    ],
)
def test_the_run_after_a_pause(back: timedelta, ahead: timedelta | None) -> None:
    """R21: a run that is a little late keeps the rhythm; after a jump the next one is the first that is still to come."""
    trigger = room._Every(seconds=1, timezone=UTC)
    found = trigger.get_next_fire_time(NOW - back, NOW)
    assert found is not None
    if ahead is not None:
        assert found == NOW + ahead
    assert found > NOW - timedelta(seconds=1)


async def test_bells_that_ring_together_are_one_call(client: redis.asyncio.Redis, redis_client: redis.Redis) -> None:
    """A hundred entries that become ready at once are not a hundred calls: tickets for all of them wait in the end."""
    ring = room._ringer(redis_client, KEYS)
    await asyncio.gather(*(ring(3) for _ in range(100)))
    assert redis_client.llen("rq:queue:monitor") == 6  # 297 and 3 of them, at fifty a ticket, and never one too few
    await ring(0)
    assert redis_client.llen("rq:queue:monitor") == 6


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ([], 0),
        ([signal.SIGTERM], 0),
        ([signal.SIGINT], 130),
        ([signal.SIGTERM, signal.SIGINT], 130),
        ([signal.SIGINT, signal.SIGTERM], 130),
        ([signal.SIGTERM, signal.SIGTERM], 0),
    ],
)
def test_how_a_role_ends(asked: list[signal.Signals], status: int) -> None:
    """SIGTERM is a wish, Ctrl-C an interruption, and one that came stays one; each asks to stop."""
    stops: list[int] = []
    ending = Ending(lambda: stops.append(1))
    for number in asked:
        ending.ask(number, None)
    assert (ending.status, len(stops)) == (status, len(asked))
