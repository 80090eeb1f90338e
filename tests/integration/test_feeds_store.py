"""The due set and the commit in a real store: leases, hosts, clocks that step, restarts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from contract.polling import DAY, START, Rig, rig

from monitor.config.schema import FeedConfig
from monitor.domain.polling import FeedState, FeedStatus, PollDisposition
from monitor.storage.feeds import Claim, EntryChange, PollCommit

SECOND = timedelta(seconds=1)


@pytest.fixture
async def polls(redis_server: str) -> AsyncIterator[Rig]:
    async with rig(redis_server) as made:
        yield made


def feeds(count: int, *, hosts: int = 0) -> list[FeedConfig]:
    """Feeds on as many hosts, or on `hosts` of them in turn."""
    return [FeedConfig(url=f"http://host{i % (hosts or count)}.example/{i}") for i in range(count)]


def entry(entry_id: str, *, is_new: bool = True, text: str = "t", page: timedelta | None = None) -> EntryChange:
    return EntryChange(
        entry_id=entry_id, is_new=is_new, revision=1, payload=b"p", priority=-1.0, outlet="O", title="h", text=text,
        page_within=page,
    )  # fmt: skip


def commit(claim: Claim, *entries: EntryChange, delay: timedelta | None = timedelta(minutes=5)) -> PollCommit:
    state = FeedState(status=FeedStatus.OK)
    return PollCommit(
        claim=claim, host="host0.example", state=state, disposition=PollDisposition.NEW_ENTRIES, delay=delay,
        entries=entries,
    )  # fmt: skip


async def test_ten_thousand_due_feeds_are_drained_once(polls: Rig) -> None:
    """R19, R22: two claimers in turn take each feed once, and nothing is left."""
    await polls.watch(*feeds(10_000, hosts=2_000))
    polls.clock.advance(timedelta(minutes=10))
    taken: list[str] = []
    while True:
        claims = (await polls.claim(limit=500)).claims
        if not claims:
            break
        taken += [claim.feed_id for claim in claims]
    assert (len(taken), len(set(taken))) == (10_000, 10_000)


async def test_a_lease_that_runs_out_is_taken_over(polls: Rig) -> None:
    """R20: the claimer died; the feed comes back when the lease ends, and the dead one's late commit changes nothing."""
    await polls.watch(*feeds(1))
    [first] = (await polls.claim(lease=60 * SECOND)).claims
    polls.clock.advance(59 * SECOND)
    assert (await polls.claim()).claims == ()
    polls.clock.advance(2 * SECOND)
    [second] = (await polls.claim()).claims
    assert await polls.store.commit(commit(first, entry("a")), "2026-11-22") is None
    assert await polls.entry_ids() == set()
    assert await polls.store.commit(commit(second, entry("a")), "2026-11-22") == {"a": 1}


async def test_a_host_is_claimed_up_to_its_limit(polls: Rig) -> None:
    """R55: of 10,000 feeds on one host two are leased at once, and the queue hides no other host's feed."""
    alone = FeedConfig(url="http://alone.example/feed")
    await polls.watch(*feeds(10_000, hosts=1))
    polls.clock.advance(timedelta(minutes=10))
    await polls.watch(*feeds(10_000, hosts=1), alone)
    claims = await polls.claim(per_host=2)
    assert len(claims.claims) == 2
    assert claims.put_off > 0
    for _ in range(10):
        polls.clock.advance(timedelta(milliseconds=50))
        claims = await polls.claim(per_host=2)
        if claims.claims:
            break
    assert [claim.feed_id for claim in claims.claims] == [alone.to_feed().id]


async def test_a_finished_poll_frees_its_place_at_the_host(polls: Rig) -> None:
    """The next feed of the host is claimed as soon as one of its polls is committed."""
    await polls.watch(*feeds(3, hosts=1))
    polls.clock.advance(SECOND)
    first, _ = (await polls.claim(per_host=2)).claims
    polls.clock.advance(SECOND)
    assert (await polls.claim(per_host=2)).claims == ()
    await polls.store.commit(commit(first), "2026-11-22")
    polls.clock.advance(SECOND)
    assert len((await polls.claim(per_host=2)).claims) == 1


async def test_clock_that_leaps_a_month_polls_each_feed_once(polls: Rig) -> None:
    """R21: thirty days at once are one poll a feed."""
    await polls.watch(*feeds(50))
    polls.clock.advance(30 * DAY)
    claims = (await polls.claim()).claims
    assert len(claims) == 50
    for claim in claims:
        await polls.store.commit(commit(claim), "2026-12-22")
    polls.clock.advance(SECOND)
    assert (await polls.claim()).claims == ()


@pytest.mark.parametrize("back", [timedelta(hours=1), 30 * DAY])
async def test_clock_that_steps_back_neither_stalls_nor_bursts(polls: Rig, back: timedelta) -> None:
    """R53: what was due in four minutes is due in four minutes after the step, not in an hour and four."""
    [feed] = await polls.watch(*feeds(1))
    [claim] = (await polls.claim()).claims
    await polls.store.commit(commit(claim), "2026-11-22")
    polls.clock.advance(60 * SECOND)
    await polls.claim()
    polls.clock.advance(-back)
    assert (await polls.claim()).claims == ()
    polls.clock.advance(239 * SECOND)
    assert (await polls.claim()).claims == ()
    polls.clock.advance(SECOND)
    assert [claim.feed_id for claim in (await polls.claim()).claims] == [feed.id]


async def test_restarts_poll_nothing_early(polls: Rig) -> None:
    """R41: ten restarts in a minute: the due time of a known feed stays what it was."""
    configs = feeds(5)
    await polls.watch(*configs)
    polls.clock.advance(SECOND)
    for claim in (await polls.claim()).claims:
        await polls.store.commit(commit(claim), "2026-11-22")
    for _ in range(10):
        await polls.watch(*configs)
        polls.clock.advance(6 * SECOND)
        assert (await polls.claim()).claims == ()


async def test_feeds_come_and_go(polls: Rig) -> None:
    """A feed that the configuration drops is polled no more; one that it adds is polled soon."""
    one, two = feeds(2)
    await polls.watch(one)
    await polls.watch(two)
    polls.clock.advance(DAY)
    assert [claim.feed_id for claim in (await polls.claim()).claims] == [two.to_feed().id]


async def test_first_polls_are_spread(polls: Rig) -> None:
    """No herd at the start: 10,000 new feeds begin over one interval, the hosts in turn."""
    await polls.watch(*feeds(10_000, hosts=200))
    due = [score for _, score in await polls.client.zrange(polls.keys.feeds_due, 0, -1, withscores=True)]
    assert due[0] == START.timestamp() * 1000
    assert due[-1] - due[0] == pytest.approx(300_000, rel=0.01)
    assert max(sum(at <= score < at + 1000 for score in due) for at in due[::500]) < 50


async def test_an_entry_is_created_once(polls: Rig) -> None:
    """Two feeds find one article at the same time: one of them creates it."""
    await polls.watch(*feeds(2))
    polls.clock.advance(SECOND)
    first, second = (await polls.claim()).claims
    assert await polls.store.commit(commit(first, entry("a")), "2026-11-22") == {"a": 1}
    assert await polls.store.commit(commit(second, entry("a")), "2026-11-22") == {}
    assert await polls.client.hget(polls.keys.counters("2026-11-22"), "entry.new") == b"1"


async def test_a_change_takes_the_entry_back_to_work(polls: Rig) -> None:
    """Whatever state it is in: next revision, no page, no lease; the same text from a sister feed changes nothing."""
    await polls.watch(*feeds(2))
    polls.clock.advance(SECOND)
    first, second = (await polls.claim()).claims
    await polls.store.commit(commit(first, entry("a")), "2026-11-22")
    key = polls.keys.entry("a")
    await polls.client.hset(key, mapping={"state": "leased", "holder": "w", "attempts": 2, "page": b"x"})
    await polls.client.zrem(polls.keys.entries_work, "a")
    await polls.client.zadd(polls.keys.entries_leased, {"a": 1})
    change = entry("a", is_new=False, text="other", page=10 * SECOND)
    assert await polls.store.commit(commit(second, change), "2026-11-22") == {"a": 2}
    held = await polls.client.hgetall(key)
    assert (held[b"state"], held[b"revision"], b"page" in held, b"attempts" in held) == (b"pending", b"2", False, False)
    assert await polls.client.zcard(polls.keys.entries_leased) == 0
    polls.clock.advance(timedelta(minutes=6))
    third, *_ = (await polls.claim()).claims
    assert await polls.store.commit(commit(third, replace(change, page_within=None)), "2026-11-22") == {}


async def test_tally_counts_feeds_and_delay(polls: Rig) -> None:
    """What the heartbeat tells: feeds by their last poll, and how late the most overdue one is."""
    await polls.watch(*feeds(3))
    polls.clock.advance(SECOND)
    one, two, _ = (await polls.claim()).claims
    await polls.store.commit(commit(one), "2026-11-22")
    failing = replace(commit(two), state=FeedState(status=FeedStatus.FAILING))
    await polls.store.commit(failing, "2026-11-22")
    polls.clock.advance(timedelta(minutes=7))
    tally = await polls.store.tally()
    assert (tally.ok, tally.failing) == (1, 1)
    assert tally.lag == timedelta(minutes=6)
