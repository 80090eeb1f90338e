"""Feeds and entries in a real store, step by step: what each script takes, puts off, retires, and hands on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import redis
import redis.asyncio
import zstandard
from contract.polling import DAY, START, Rig, rig

from monitor.clock import to_ms
from monitor.config.schema import FeedConfig
from monitor.domain.article import ReadyEntry
from monitor.domain.disposition import Disposition
from monitor.domain.polling import FeedState, FeedStatus, PollDisposition
from monitor.feeds.hotspots import HotSpots, read_hot_spots
from monitor.feeds.roster import RuntimeFeeds
from monitor.storage.codec import pack
from monitor.storage.entries import MAX_ATTEMPTS, Completion, EntryIntake, EntryStore
from monitor.storage.feeds import Claim, EntryChange, PollCommit
from monitor.storage.keys import Keys
from monitor.storage.tickets import BATCH_LIMIT, MOST_TICKETS, enqueue, reconcile

KEYS = Keys()
MS, SECOND, MINUTE = timedelta(milliseconds=1), timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def polls(redis_server: str) -> AsyncIterator[Rig]:
    async with rig(redis_server) as made:
        yield made


def feed(name: str, host: str = "h.example") -> FeedConfig:
    return FeedConfig(url=f"http://{host}/{name}")


def change(entry_id: str = "e", **fields: Any) -> EntryChange:
    return EntryChange(**{
        "entry_id": entry_id, "is_new": True, "revision": 1, "payload": b"p", "priority": -1.0, "outlet": "O", "title": "h",
        "text": "t", "page_within": None, **fields,
    })  # fmt: skip


def ending(claim: Claim, *entries: EntryChange, **fields: Any) -> PollCommit:
    return PollCommit(**{
        "claim": claim, "host": "h.example", "state": FeedState(status=FeedStatus.OK), "disposition": PollDisposition.NOTHING_NEW,
        "delay": 5 * MINUTE, "entries": entries, **fields,
    })  # fmt: skip


async def one(polls: Rig) -> Claim:
    [claim] = (await polls.claim()).claims
    return claim


# --- feeds ----------------------------------------------------------------------------------------------------------
async def test_a_feed_is_due_to_the_millisecond(polls: Rig) -> None:
    """Not before; and what it was due for is told."""
    await polls.watch(feed("a"))
    claim = await one(polls)
    assert (claim.due, claim.state) == (START, FeedState())
    await polls.store.commit(ending(claim), "2026-11-22")
    polls.clock.advance(5 * MINUTE - MS)
    assert (await polls.claim()).claims == ()
    polls.clock.advance(MS)
    assert (await one(polls)).due == START + 5 * MINUTE


async def test_a_poll_is_ended_once(polls: Rig) -> None:
    """Its lease goes with it: a commit told again changes nothing."""
    await polls.watch(feed("a"))
    claim = await one(polls)
    assert await polls.store.commit(ending(claim, change()), "2026-11-22") == {"e": 1}
    assert await polls.store.commit(ending(claim, change("f")), "2026-11-22") is None
    assert await polls.entry_ids() == {"e"}


async def test_a_retired_feed_is_polled_no_more(polls: Rig) -> None:
    """410: not when it is synced again, but when somebody adds it anew."""
    await polls.watch(feed("a"))
    await polls.store.commit(ending(await one(polls), delay=None), "2026-11-22")
    await polls.watch(feed("a"))
    polls.clock.advance(30 * DAY)
    assert (await polls.claim()).claims == ()
    await RuntimeFeeds(polls.client, KEYS).add(feed("a"))
    await polls.watch(feed("a"))
    assert len((await polls.claim()).claims) == 1


async def test_a_feed_dropped_during_its_poll_does_not_come_back(polls: Rig) -> None:
    """Its lease is gone, and its due time stays away."""
    await polls.watch(feed("a"), feed("b", "i.example"))
    polls.clock.advance(SECOND)  # first polls are spread
    claims = (await polls.claim()).claims
    await polls.watch(feed("b", "i.example"))
    ended = [await polls.store.commit(ending(claim, change(claim.feed_id)), "2026-11-22") for claim in claims]
    assert sorted(result is None for result in ended) == [False, True]
    assert await polls.client.zcard(KEYS.feeds_due) == 1


async def test_a_host_left_alone_is_left_alone_for_all_its_feeds(polls: Rig) -> None:
    """429 of one feed: the others wait, too, and come one after the other; a shorter wish does not shorten it."""
    await polls.watch(*(feed(str(n)) for n in range(3)), feed("x", "other.example"))
    claims = (await polls.claim(limit=1)).claims
    await polls.store.commit(ending(claims[0], pause_host=10 * MINUTE), "2026-11-22")
    polls.clock.advance(MINUTE)
    held = (await polls.claim()).claims
    assert [claim.feed_id for claim in held] == [feed("x", "other.example").to_feed().id]
    await polls.store.commit(ending(held[0], host="h.example", pause_host=SECOND), "2026-11-22")
    assert await polls.client.zscore(KEYS.feeds_paused, "h.example") == to_ms(START + 10 * MINUTE)
    polls.clock.set(START + 10 * MINUTE - MS)
    assert feed("1").to_feed().id not in {claim.feed_id for claim in (await polls.claim()).claims}
    polls.clock.set(START + 11 * MINUTE)
    assert len((await polls.claim()).claims) >= 2


async def test_more_than_wanted_is_put_off(polls: Rig) -> None:
    """The claim says that there is more."""
    await polls.watch(*(feed(str(n), f"{n}.example") for n in range(5)))
    polls.clock.advance(MINUTE)
    first = await polls.claim(limit=3)
    assert (len(first.claims), first.put_off) == (3, 1)
    second = await polls.claim(limit=3)
    assert (len(second.claims), second.put_off) == (2, 0)


@pytest.mark.parametrize(("back", "shifted"), [(MS, False), (SECOND, False), (SECOND + MS, True), (DAY, True)])
async def test_a_step_back_shifts_what_is_due(polls: Rig, back: timedelta, shifted: bool) -> None:
    """More than a second: what was due in five minutes is due in five minutes."""
    await polls.watch(feed("a"))
    await polls.store.commit(ending(await one(polls)), "2026-11-22")
    await polls.claim()
    polls.clock.advance(-back)
    await polls.claim()
    assert await polls.until_due() == (5 * MINUTE if shifted else 5 * MINUTE + back)


ENTRIES = [
    ("new", {}, {}, {"e": 1}), ("known already", {}, {"is_new": True, "text": "other"}, {}),
    ("changed", {}, {"is_new": False, "text": "other", "revision": 2}, {"e": 2}),
    ("changed as another feed told", {}, {"is_new": False, "text": "t", "revision": 2}, {}),
    ("changed far ahead", {}, {"is_new": False, "text": "other", "revision": 7}, {"e": 7}),
    ("changed, with an older count", {"revision": 5}, {"is_new": False, "text": "other", "revision": 2}, {"e": 6}),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "done"), [case[1:] for case in ENTRIES], ids=[case[0] for case in ENTRIES])
async def test_what_becomes_of_an_entry(polls: Rig, first: dict[str, Any], then: dict[str, Any], done: dict[str, int]) -> None:
    """Created once, changed once for each text, and revisions rise whoever counts."""
    await polls.watch(feed("a"), feed("b", "i.example"))
    polls.clock.advance(SECOND)  # first polls are spread
    claims = (await polls.claim()).claims
    created = await polls.store.commit(ending(claims[0], change(**first)), "2026-11-22")
    if not then:
        assert created == done
        return
    assert await polls.store.commit(ending(claims[1], change(**then)), "2026-11-22") == done
    counts = await polls.client.hgetall(KEYS.counters("2026-11-22"))
    assert int(counts.get(b"entry.new", 0)) == 1
    assert int(counts.get(b"entry.changed", 0)) == len(done)


@pytest.mark.parametrize(("within", "state"), [(None, "ready"), (timedelta(seconds=10), "pending")])
async def test_where_a_new_entry_waits(polls: Rig, within: timedelta | None, state: str) -> None:
    """For its page until the deadline, or for a worker."""
    await polls.watch(feed("a"))
    await polls.store.commit(ending(await one(polls), change(page_within=within, priority=-5.5)), "2026-11-22")
    assert await polls.client.hget(KEYS.entry("e"), "state") == state.encode()
    assert await polls.client.zscore(KEYS.entries_work, "e") == (None if within else -5.5)
    assert await polls.client.zscore(KEYS.entries_pending, "e") == (to_ms(START + within) if within else None)


async def test_feeds_are_counted_by_how_they_stand(polls: Rig) -> None:
    """Silent ones answer; each feed counts once, by its last poll."""
    await polls.watch(*(feed(str(n), f"{n}.example") for n in range(3)))
    polls.clock.advance(SECOND)
    standings = (FeedStatus.OK, FeedStatus.SILENT, FeedStatus.FAILING)
    for claim, status in zip((await polls.claim()).claims, standings, strict=True):
        await polls.store.commit(ending(claim, state=FeedState(status=status), host=""), "2026-11-22")
    tally = await polls.store.tally()
    assert (tally.ok, tally.failing, tally.lag) == (2, 1, timedelta(0))
    polls.clock.advance(6 * MINUTE)
    assert (await polls.store.tally()).lag == MINUTE


async def test_feeds_added_and_removed_at_run_time(polls: Rig) -> None:
    """Kept without their headers, which may be keys; a removal is taken back by adding; what is unreadable is left out."""
    runtime = RuntimeFeeds(polls.client, KEYS)
    added = FeedConfig.model_validate({"url": "https://h.example/a", "name": "A", "tags": ["x"], "headers": {"X-Key": "s3cret"}})
    feed_id = added.to_feed().id
    await runtime.remove(feed_id, configured=True)
    assert await runtime.read() == ([], frozenset({feed_id}))
    await runtime.add(added)
    [read], removed = await runtime.read()
    assert (read.name, read.tags, read.headers, removed) == ("A", ("x",), {}, frozenset())
    await polls.client.hset(KEYS.feeds_added, "broken", "{")
    assert len((await runtime.read())[0]) == 1
    await runtime.remove(feed_id, configured=False)
    assert (await runtime.read())[1] == frozenset()
    assert (await polls.claim()).version == 3


async def test_hot_spots_are_of_the_last_three_hours(polls: Rig) -> None:
    """By the stream's ids; what is no alert is passed over."""
    for hours, body in ((4, '{"status":"active","sources":[{"outlet":"Old"}]}'), (2, '{"status":"active","sources":[{"outlet":"New"}]}'), (1, "{"), (1, "[]")):
        await polls.client.xadd(KEYS.alert_stream, {"alert": body}, id=f"{to_ms(START - timedelta(hours=hours))}-*")
    assert await read_hot_spots(polls.client, KEYS, START) == HotSpots(frozenset(), frozenset({"New"}))


# --- entries --------------------------------------------------------------------------------------------------------
def entry(entry_id: str = "e") -> ReadyEntry:
    return ReadyEntry(
        id=entry_id, revision=1, feed_id="f", feed_name="F", outlet="O", owner="O", weight=1.0, official=False, country=None,
        language=None, tags=(), url=None, title="T", summary="", content="", author=None, published=None, updated=None, seen_at=START,
    )  # fmt: skip


class Bench:
    """Two workers over one store, and entries as the feed's poll records them."""

    def __init__(self, client: redis.Redis) -> None:
        self.client = client
        self.one, self.two = (EntryStore(client, KEYS, holder=name, retention=14 * DAY) for name in ("one", "two"))

    def put(self, entry_id: str = "e", **fields: Any) -> None:
        held = {"payload": pack(entry(entry_id)), "state": "ready", "revision": 1, "priority": 0} | fields
        self.client.hset(KEYS.entry(entry_id), mapping=held)
        if held["state"] == "pending":
            self.client.zadd(KEYS.entries_pending, {entry_id: to_ms(START)})
        else:
            self.client.zadd(KEYS.entries_work, {entry_id: held["priority"]})

    def get(self, name: str, entry_id: str = "e") -> str:
        return (self.client.hget(KEYS.entry(entry_id), name) or b"").decode()


@pytest.fixture
def bench(redis_client: redis.Redis) -> Bench:
    return Bench(redis_client)


def test_an_attempt_counts_when_it_begins_and_renews_the_lease(bench: Bench) -> None:
    """Another worker cannot begin it, nor this one a revision that is gone."""
    bench.put()
    bench.one.lease(1, MINUTE, START)
    assert not bench.two.start("e", 1, MINUTE, START)
    assert not bench.one.start("e", 2, MINUTE, START)
    assert bench.get("attempts") == ""
    later = START + 50 * SECOND
    assert bench.one.start("e", 1, MINUTE, later)
    assert bench.get("attempts") == "1"
    assert bench.one.reap(START + MINUTE).requeued == 0
    assert bench.one.reap(later + MINUTE).requeued == 1


@pytest.mark.parametrize("late", [-MS, timedelta(0), DAY])
def test_a_lease_that_ran_out_may_still_be_ended_until_somebody_takes_it(bench: Bench, late: timedelta) -> None:
    """Nobody has worked on it meanwhile: the work is not lost."""
    bench.put()
    bench.one.lease(1, MINUTE, START)
    assert bench.one.complete("e", 1, Disposition.NO_EVENT, START + MINUTE + late) is Completion.DONE


def test_what_was_reaped_is_completed_by_nobody_but_its_new_holder(bench: Bench) -> None:
    """The first worker wakes up: its report is not told twice."""
    bench.put()
    bench.one.lease(1, MINUTE, START)
    bench.two.reap(START + MINUTE)
    assert bench.one.complete("e", 1, Disposition.REPORTED, START, report=b"r") is Completion.LOST
    bench.two.lease(1, MINUTE, START + MINUTE)
    assert bench.one.complete("e", 1, Disposition.REPORTED, START, report=b"r") is Completion.LOST
    assert bench.two.complete("e", 1, Disposition.REPORTED, START, report=b"r") is Completion.DONE
    assert bench.two.complete("e", 1, Disposition.REPORTED, START, report=b"r") is Completion.LOST
    assert bench.client.xlen(KEYS.reports) == 1


@pytest.mark.parametrize("disposition", list(Disposition))
def test_every_disposition_ends_an_entry_and_is_counted(bench: Bench, disposition: Disposition) -> None:
    """Given up, it keeps its payload and stands in quarantine; else only its end is kept."""
    bench.put()
    bench.client.hset(KEYS.entry("e"), "page", b"x")
    bench.one.lease(1, MINUTE, START)
    bench.one.complete("e", 1, disposition, START, article=b"a")
    given_up = disposition in {Disposition.OVERSIZE, Disposition.UNREADABLE, Disposition.QUARANTINED}
    assert (bench.get("state"), bench.get("disposition")) == ("quarantined" if given_up else "done", disposition.value)
    assert bool(bench.client.hget(KEYS.entry("e"), "payload")) is given_up
    assert bench.client.hget(KEYS.entry("e"), "page") is None
    assert bench.client.zcard(KEYS.entries_quarantine) == given_up
    assert bench.client.hget(KEYS.counters("2026-11-22"), f"article.{disposition.value}") == b"1"
    assert bench.client.hget(KEYS.article("e"), "article") == b"a"


def test_attempts_are_limited_and_a_new_text_starts_anew(bench: Bench) -> None:
    """Three begun and not ended; a lease that was never begun counts for nothing."""
    bench.put()
    for _ in range(10):
        bench.one.lease(1, MINUTE, START)
        assert bench.one.reap(START + MINUTE).quarantined == ()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        bench.one.lease(1, MINUTE, START)
        assert bench.one.start("e", 1, MINUTE, START)
        assert bench.one.reap(START + MINUTE).quarantined == (("e",) if attempt == MAX_ATTEMPTS else ())
    assert bench.one.lease(1, MINUTE, START).entries == []


@pytest.mark.parametrize(
    ("page", "read"),
    [(b"", True), (zstandard.compress(b"<p>x</p>"), True), (b"not zstd", False), (zstandard.compress(b"x" * 1_000)[:-3], False)],
    ids=["none", "good", "foreign", "torn"],
)
def test_pages_that_cannot_be_read(bench: Bench, page: bytes, read: bool) -> None:
    """The entry is told apart, and can be ended as unreadable."""
    bench.put(page=page)
    taken = bench.one.lease(1, MINUTE, START)
    assert [item.id for item in taken.entries] == ["e"] * read
    assert taken.unreadable == ([] if read else [("e", 1, Disposition.UNREADABLE)])


async def test_a_page_in_time_and_too_late(redis_server: str, bench: Bench) -> None:
    """Before a worker has the entry it is the same revision, after it another; unknown entries have none."""
    async with redis.asyncio.Redis.from_url(redis_server, protocol=2) as client:
        intake = EntryIntake(client, KEYS)
        bench.put(state="pending")
        assert await intake.ready("e", pack(entry()), b"page") == 1
        bench.one.lease(1, MINUTE, START)
        assert await intake.ready("e", pack(entry()), b"page") == 2
        assert bench.one.complete("e", 1, Disposition.REPORTED, START) is Completion.LOST
        bench.two.lease(1, MINUTE, START)
        assert bench.two.complete("e", 2, Disposition.REPORTED, START) is Completion.DONE
        assert await intake.ready("e", pack(entry()), None) == 3
        assert bench.client.ttl(KEYS.entry("e")) == -1
        assert await intake.ready("unknown", b"x", None) == 0
        assert bench.client.exists(KEYS.entry("unknown")) == 0


@pytest.mark.parametrize(("ago", "moved"), [(-MS, 0), (timedelta(0), 1)])
async def test_a_late_page_is_not_waited_for(redis_server: str, bench: Bench, ago: timedelta, moved: int) -> None:
    """From the deadline on, once; with its own place in the line."""
    async with redis.asyncio.Redis.from_url(redis_server, protocol=2) as client:
        bench.put(state="pending", priority=-7)
        assert await EntryIntake(client, KEYS).overdue(START + ago) == moved
        assert await EntryIntake(client, KEYS).overdue(START + ago) == 0
        assert bench.client.zscore(KEYS.entries_work, "e") == (-7 if moved else None)


# --- tickets --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("waiting", "tickets"), [(0, 0), (1, 1), (BATCH_LIMIT, 1), (BATCH_LIMIT + 1, 2), (BATCH_LIMIT * MOST_TICKETS * 2, MOST_TICKETS)])
def test_work_without_a_ticket_gets_one(bench: Bench, waiting: int, tickets: int) -> None:
    """R3: as many as the work is worth; called again, none."""
    if waiting:
        bench.client.zadd(KEYS.entries_work, {str(n): n for n in range(waiting)})
    first = reconcile(bench.client, KEYS, START)
    assert (first.tickets, first.waiting) == (tickets, waiting)
    assert reconcile(bench.client, KEYS, START).tickets == 0
    assert enqueue(bench.client, KEYS, 10_000) == MOST_TICKETS - tickets


def test_reconciling_brings_back_what_lies_about(bench: Bench) -> None:
    """Pages that are late, leases that ran out, quarantine past keeping."""
    bench.put("late", state="pending")
    bench.put("leased")
    bench.one.lease(1, MINUTE, START)
    bench.client.zadd(KEYS.entries_quarantine, {"old": to_ms(START - 15 * DAY), "young": to_ms(START)})
    found = reconcile(bench.client, KEYS, START + MINUTE)
    assert (found.overdue, found.reaped.requeued, found.waiting, found.tickets) == (1, 1, 2, 1)
    assert bench.client.zrange(KEYS.entries_quarantine, 0, -1) == [b"young"]
