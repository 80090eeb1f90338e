"""Each step of the outbox by itself: what it takes, in which order, to the millisecond, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import redis
import redis.asyncio
from alert_samples import NOON, an_alert
from outbox_kit import KEYS, owe, state

from monitor.alerts.deliver_compose import compose
from monitor.alerts.message import AlertMessage, OpsMessage, SummaryMessage
from monitor.clock import to_ms
from monitor.domain.delivery import DeliveryState
from monitor.domain.taxonomy import Severity
from monitor.storage.codec import to_json
from monitor.storage.dead_letters import Backlog, DeliveryDesk
from monitor.storage.deliveries import Claimed, Outbox, Settled, Settlement

MS, SECOND, LEASE = timedelta(milliseconds=1), timedelta(seconds=1), timedelta(seconds=30)
SINK = "soc"


@dataclass
class Post:
    """The outbox of one deliverer, another's beside it, and the client to look with."""

    client: redis.Redis
    one: Outbox
    two: Outbox
    now: datetime = NOON

    async def owe(self, revision: int = 1, incident: str = "i", **fields: Any) -> None:
        """Owes a revision to the sink, and takes it in."""
        owe(self.client, an_alert(incident_id=incident, revision=revision, **fields), SINK, ring=False)
        await self.one.accept([SINK], self.now)

    async def claim(self, box: Outbox | None = None, *, limit: int = 1) -> list[Claimed]:
        return (await (box or self.one).claim(SINK, self.now, LEASE, limit=limit))[0]

    async def settle(self, claimed: Claimed, how: Settlement, due: datetime | None = None, **told: str) -> Settled:
        return await self.one.settle(SINK, claimed, how, self.now, due, **told)

    def counts(self) -> dict[str, int]:
        held = self.client.hgetall(KEYS.counters(f"{self.now:%Y-%m-%d}"))
        return {name.decode().removeprefix("delivery."): int(value) for name, value in held.items()}


@pytest.fixture
async def post(redis_server: str, redis_client: redis.Redis) -> AsyncIterator[Post]:
    connection = redis.asyncio.Redis.from_url(redis_server, protocol=2)
    day = timedelta(days=1)
    yield Post(redis_client, Outbox(connection, KEYS, holder="one", retention=day), Outbox(connection, KEYS, holder="two", retention=day))
    await connection.aclose()


async def test_a_claim_carries_what_was_owed(post: Post) -> None:
    """Ids, kind, body byte for byte, and when it was owed."""
    await post.owe()
    [claimed] = await post.claim()
    assert (claimed.id, claimed.alert_id, claimed.incident_id, claimed.kind) == (f"i.1:{SINK}", "i.1", "i", "new")
    assert claimed.body == to_json(an_alert(incident_id="i", revision=1))
    assert (claimed.attempts, claimed.missed, claimed.progress) == (0, (), "")


async def test_a_lease_ends_to_the_millisecond(post: Post) -> None:
    """Nobody gets it before; another deliverer at the end; and the first then settles nothing."""
    await post.owe()
    [first] = await post.claim()
    post.now += LEASE - MS
    assert await post.claim(post.two) == []
    post.now += MS
    [second] = await post.claim(post.two)
    assert second.id == first.id
    assert await post.settle(first, Settlement.DELIVERED) is Settled.LOST
    assert state(post.client, first.id)["state"] == "waiting"
    assert await post.two.settle(SINK, second, Settlement.DELIVERED, post.now) is Settled.DONE


async def test_what_is_settled_is_settled_once(post: Post) -> None:
    """A word repeated after a lost answer counts nothing twice."""
    await post.owe()
    [claimed] = await post.claim()
    assert await post.settle(claimed, Settlement.DELIVERED) is Settled.DONE
    assert await post.settle(claimed, Settlement.DELIVERED) is Settled.LOST
    assert await post.settle(claimed, Settlement.DEAD) is Settled.LOST
    assert post.counts() == {"delivered": 1}
    assert state(post.client, claimed.id)["attempts"] == "1"


@pytest.mark.parametrize(
    ("how", "final", "attempts", "counted"),
    [
        (Settlement.DELIVERED, "delivered", "1", "delivered"), (Settlement.DEAD, "dead", "1", "dead"),
        (Settlement.HELD, "held", "0", "held"), (Settlement.MUTED, "held", "0", "muted"),
    ],
)  # fmt: skip
async def test_final_states(post: Post, how: Settlement, final: str, attempts: str, counted: str) -> None:
    """State, attempts, counter; out of the queue and the lane, kept for its time; only a dead one is a dead letter."""
    await post.owe()
    [claimed] = await post.claim()
    await post.settle(claimed, how, post.now + SECOND, error="e" * 900, reason="r")
    held = state(post.client, claimed.id)
    assert (held["state"], held["attempts"], held["reason"], len(held["last_error"])) == (final, attempts, "r", 500)
    assert post.counts() == {counted: 1}
    assert (post.client.zcard(KEYS.delivery_queue(SINK)), post.client.hlen(KEYS.delivery_lanes(SINK))) == (0, 0)
    assert 0 < post.client.pttl(KEYS.delivery(claimed.id)) <= 86_400_000
    assert post.client.zcard(KEYS.deliveries_dead) == (final == "dead")
    assert post.client.hlen(KEYS.deliveries_held(SINK)) == (how is Settlement.HELD)


@pytest.mark.parametrize(("how", "attempts"), [(Settlement.RETRY, 1), (Settlement.RELEASE, 0)])
async def test_back_into_the_queue(post: Post, how: Settlement, attempts: int) -> None:
    """A retry counts an attempt and waits for its time; a release counts none; progress comes along."""
    await post.owe()
    [claimed] = await post.claim()
    due = post.now + 5 * SECOND
    assert await post.settle(claimed, how, due, progress='["a@o.example"]') is Settled.DONE
    _, coming = await post.one.claim(SINK, post.now, LEASE, limit=1)
    assert coming == due
    post.now = due - MS
    assert await post.claim() == []
    post.now = due
    [again] = await post.claim()
    assert (again.attempts, again.progress, post.counts()) == (attempts, '["a@o.example"]', {})


async def test_revisions_that_wait_are_merged_and_their_changes_told(post: Post) -> None:
    """Four owed at once: the last goes out and names the three before it, the oldest first."""
    for revision in (1, 2, 3, 4):
        await post.owe(revision)
    [claimed] = await post.claim()
    assert (claimed.alert_id, claimed.missed) == ("i.4", ("i.1", "i.2", "i.3"))
    assert post.counts() == {"merged": 3}
    assert state(post.client, f"i.1:{SINK}")["merged_into"] == f"i.2:{SINK}"


async def test_a_late_older_revision_is_merged_whatever_the_newer_became(post: Post) -> None:
    """It waits, it is being sent, it was delivered: never backwards."""
    await post.owe(3)
    await post.owe(1)
    [claimed] = await post.claim()
    await post.owe(2)
    assert claimed.alert_id == "i.3"
    await post.settle(claimed, Settlement.DELIVERED)
    owe(post.client, an_alert(incident_id="i", revision=3, id="i.3b"), SINK, ring=False)
    await post.one.accept([SINK], post.now)
    assert await post.claim() == []
    assert post.counts() == {"merged": 3, "delivered": 1}


@pytest.mark.parametrize(
    ("how", "stored", "missed"),
    [
        (Settlement.DELIVERED, Settled.NEXT, ()), (Settlement.RETRY, Settled.MERGED, ("i.1",)),
        (Settlement.RELEASE, Settled.MERGED, ("i.1",)), (Settlement.DEAD, Settled.NEXT, ("i.1",)),
        (Settlement.HELD, Settled.NEXT, ("i.1",)), (Settlement.MUTED, Settled.NEXT, ("i.1",)),
    ],
)  # fmt: skip
async def test_who_waits_behind_is_due_at_once(post: Post, how: Settlement, stored: Settled, missed: tuple[str, ...]) -> None:
    """Whatever comes of the one in flight; what failed is not tried again but told by the newer."""
    await post.owe(1)
    [first] = await post.claim()
    await post.owe(2)
    assert await post.claim() == []
    assert await post.settle(first, how, post.now + 60 * SECOND) is stored
    [second] = await post.claim()
    assert second.alert_id == "i.2"
    assert second.missed == missed


async def test_the_newest_of_those_behind_takes_the_others_along(post: Post) -> None:
    """One in flight, three more: one delivery follows."""
    await post.owe(1)
    [first] = await post.claim()
    for revision in (2, 4, 3):
        await post.owe(revision)
    await post.settle(first, Settlement.DELIVERED)
    [second] = await post.claim()
    assert second.alert_id == "i.4"
    assert second.missed == ("i.2", "i.3")


async def test_a_dead_deliverers_delivery_is_merged_into_the_one_behind(post: Post) -> None:
    """The lease ran out while a newer revision waited."""
    await post.owe(1)
    await post.claim()
    await post.owe(2)
    post.now += LEASE
    [second] = await post.claim(post.two)
    assert (second.alert_id, second.missed) == ("i.2", ("i.1",))


@pytest.mark.parametrize("how", [Settlement.HELD, Settlement.MUTED, Settlement.DEAD])
async def test_what_was_kept_from_a_sink_is_told_with_the_next(post: Post, how: Settlement) -> None:
    """The first got through, the second did not, the third was not even owed (a mute at the desk): the fourth tells of both."""
    for revision in (1, 2):
        await post.owe(revision, changes=(f"change {revision}",))
        [claimed] = await post.claim()
        await post.settle(claimed, Settlement.DELIVERED if revision == 1 else how, post.now)
    owe(post.client, an_alert(incident_id="i", revision=3, changes=("change 3",)))
    await post.owe(4, changes=("change 4",))
    [claimed] = await post.claim()
    message = await compose(claimed, SINK, post.one, post.now)
    assert isinstance(message, AlertMessage)
    assert message.missed == ("change 2", "change 3")
    assert message.changes == ("change 2", "change 3", "change 4")


async def test_what_a_summary_told_is_not_told_again(post: Post) -> None:
    """The next alert tells what changed since the summary, also what was held back while that was under way."""
    await post.owe(1)
    [claimed] = await post.claim()
    await post.settle(claimed, Settlement.DELIVERED)
    await hold(post, "i", post.now, 2, changes=("in the summary",))
    assert await post.one.owe_summary(SINK, post.now) == 1
    await post.one.accept([SINK], post.now)
    [summary] = await post.claim()
    await hold(post, "i", post.now, 3, changes=("since then",))
    await post.settle(summary, Settlement.DELIVERED)
    await post.owe(4)
    [claimed] = await post.claim()
    assert (claimed.told, claimed.missed) == (2, ("i.3",))
    assert await post.one.owe_summary(SINK, post.now) == 1, "what was held since is still to come"


async def test_an_incident_with_a_long_past_is_told_of_in_bounds(post: Post) -> None:
    """A sink that hears of it with its thousandth revision."""
    await post.owe(1000)
    [claimed] = await post.claim()
    assert (len(claimed.missed), claimed.missed[-1]) == (50, "i.999")


async def test_incidents_do_not_wait_for_each_other(post: Post) -> None:
    """A claim takes one of each, up to its limit, and says when there is more."""
    for incident in "abc":
        await post.owe(incident=incident)
    claimed, coming = await post.one.claim(SINK, post.now, LEASE, limit=2)
    assert [one.incident_id for one in claimed] == ["a", "b"]
    assert coming is not None
    assert coming <= post.now
    assert [one.incident_id for one in await post.claim(limit=5)] == ["c"]
    assert await post.one.claim(SINK, post.now, LEASE, limit=5) == ([], post.now + LEASE)
    assert await post.one.claim("other", post.now, LEASE, limit=5) == ([], None)


@pytest.mark.parametrize(
    ("waited", "first"), [(0, "grave"), (29, "grave"), (31, "grave"), (41, "old")]
)
async def test_a_slow_sink_gets_the_grave_first_but_lets_nobody_starve(post: Post, waited: int, first: str) -> None:
    """Ten minutes of waiting count as much as a degree of severity."""
    await post.owe(incident="old", severity=Severity.INFO)
    post.now += timedelta(minutes=waited)
    for number in range(3):
        await post.owe(incident=f"x{number}", severity=Severity.LOW)
    await post.owe(incident="grave", severity=Severity.CRITICAL)
    [claimed] = await post.claim()
    assert claimed.incident_id == first


async def test_a_sink_that_is_no_more_makes_dead_letters(post: Post) -> None:
    """Only its own; the others are taken in, and what was final before is passed over."""
    owe(post.client, an_alert(incident_id="a"), SINK, "gone", ring=False)
    post.client.hset(KEYS.delivery(f"a.1:{SINK}"), "state", "delivered")
    owe(post.client, an_alert(incident_id="b"), SINK, ring=False)
    assert await post.one.accept([SINK], post.now) == (3, (SINK,))
    assert state(post.client, "a.1:gone")["reason"] == "no_sink"
    assert [one.alert_id for one in await post.claim(limit=9)] == ["b.1"]
    assert post.counts() == {"dead": 1}


async def test_all_that_waits_for_a_sink_that_is_removed_is_recalled(post: Post) -> None:
    """What is due, what is under way, what waits behind that, and what a summary would have told; once."""
    await post.owe(1, "held")
    [claimed] = await post.claim()
    await post.settle(claimed, Settlement.HELD, post.now + SECOND)
    await post.owe(1, "a")
    await post.claim()
    await post.owe(2, "a")
    await post.owe(1, "b")
    assert await post.one.recall(["other"], post.now) == (SINK,)
    assert await post.one.recall(["other"], post.now) == ()
    await post.one.accept(["other"], post.now)
    assert {state(post.client, f"{name}:{SINK}")["state"] for name in ("a.1", "a.2", "b.1")} == {"dead"}
    left = [KEYS.delivery_queue(SINK), KEYS.delivery_lanes(SINK), KEYS.deliveries_held(SINK), KEYS.deliveries_summaries, KEYS.deliveries_due]
    assert post.client.exists(*left) == 0


async def test_dead_letters_leave_the_list_when_they_expire(post: Post) -> None:
    """Whether anybody lists them or not; by a sink that refuses, or one that is no more."""
    for incident in "ab":
        await post.owe(incident=incident)
        [claimed] = await post.claim()
        await post.settle(claimed, Settlement.DEAD)
        post.now += timedelta(days=1, seconds=1)
    assert post.client.zrange(KEYS.deliveries_dead, 0, -1) == [f"b.1:{SINK}".encode()]
    owe(post.client, an_alert(incident_id="c"), "gone", ring=False)
    await post.one.accept([SINK], post.now)
    assert post.client.zrange(KEYS.deliveries_dead, 0, -1) == [b"c.1:gone"]


async def test_the_inbox_is_emptied_in_pieces(post: Post) -> None:
    """Up to the limit at a time, the earliest owed first."""
    for number in range(5):
        owe(post.client, an_alert(incident_id=f"i{number}"), SINK, ring=False)
    assert [(await post.one.accept([SINK], post.now, limit=2))[0] for _ in range(4)] == [2, 2, 1, 0]


# --- rate caps ------------------------------------------------------------------------------------------------------
async def test_slots_of_a_rate_cap(post: Post) -> None:
    """So many in a window; a retry keeps its slot; a forced one takes one beyond; free again to the millisecond."""
    async def take(name: str, *, force: bool = False) -> datetime | None:
        return await post.one.take_slot(SINK, name, post.now, timedelta(minutes=1), 2, force=force)

    begun = post.now
    assert await take("a") is None
    post.now += SECOND
    assert await take("b") is None
    assert await take("c") == begun + timedelta(minutes=1)
    assert await take("a") is None
    assert await take("grave", force=True) is None
    post.now = begun + timedelta(minutes=1) - MS
    assert await take("c") == begun + timedelta(minutes=1)
    post.now += MS
    assert await take("c") == begun + timedelta(minutes=1, seconds=1), "the forced one holds a slot, too"
    post.now += SECOND
    assert await take("c") is None


# --- summaries ------------------------------------------------------------------------------------------------------
async def hold(post: Post, incident: str, due: datetime, revision: int = 1, **fields: Any) -> None:
    await post.owe(revision, incident, **fields)
    [claimed] = await post.claim()
    await post.settle(claimed, Settlement.HELD, due)


async def test_what_was_held_back_comes_as_one_summary_at_its_time(post: Post) -> None:
    """Of each incident the last word; the first time set stands; nothing twice."""
    due = post.now + timedelta(hours=1)
    await hold(post, "a", due)
    await hold(post, "b", due + timedelta(hours=5), severity=Severity.CRITICAL)
    await hold(post, "a", due + timedelta(hours=5), 2)
    assert await post.one.due_summaries(due - MS) == ()
    assert await post.one.due_summaries(due) == (SINK,)
    assert await post.one.owe_summary(SINK, due) == 2
    assert await post.one.owe_summary(SINK, due) == 0
    assert await post.one.due_summaries(due + timedelta(days=1)) == ()
    post.now = due
    await post.one.accept([SINK], due)
    [claimed] = await post.claim()
    message = await compose(claimed, SINK, post.one, due)
    assert isinstance(message, SummaryMessage)
    assert [alert.id for alert in message.alerts] == ["b.1", "a.2"]


async def test_what_was_told_meanwhile_is_not_in_the_summary(post: Post) -> None:
    """A graver revision went out by itself; then there is nothing to sum up."""
    await hold(post, "a", post.now + SECOND)
    await post.owe(2, "a")
    [claimed] = await post.claim()
    await post.settle(claimed, Settlement.DELIVERED)
    assert await post.one.owe_summary(SINK, post.now + SECOND) == 0


async def test_a_summary_may_be_put_off_but_not_made(post: Post) -> None:
    """Quiet hours began again; a sink that owes none gets none."""
    await post.one.put_off_summary(SINK, post.now)
    assert await post.one.due_summaries(post.now) == ()
    await hold(post, "a", post.now)
    await post.one.put_off_summary(SINK, post.now + SECOND)
    assert (await post.one.due_summaries(post.now), await post.one.due_summaries(post.now + SECOND)) == ((), (SINK,))


# --- operators ------------------------------------------------------------------------------------------------------
def raise_fault(client: redis.Redis, at: datetime, **fields: str) -> None:
    body = {"kind": "feed_dead", "subject": "Herald", "state": "raised", "text": "dead", "at": at.isoformat(), **fields}
    client.xadd(KEYS.ops_log, {"ops": json.dumps(body)}, id=f"{to_ms(at)}-*")


async def test_operator_messages_are_owed_once_and_in_order(post: Post) -> None:
    """To each operator sink; of one fault the last word, by the lane of its subject."""
    raise_fault(post.client, NOON)
    raise_fault(post.client, NOON + SECOND, state="cleared")
    raise_fault(post.client, NOON + SECOND, subject="Echo")
    post.now = NOON + 2 * SECOND
    assert await post.one.owe_ops([SINK, "mail"], post.now) == 3
    assert await post.two.owe_ops([SINK, "mail"], post.now) == 0
    await post.one.accept([SINK, "mail"], post.now)
    claimed = await post.claim(limit=9)
    told = [await compose(one, SINK, post.one, post.now) for one in claimed]
    assert {(one.subject, one.state) for one in told if isinstance(one, OpsMessage)} == {("Herald", "cleared"), ("Echo", "raised")}


async def test_a_new_deliverer_tells_no_old_faults(post: Post) -> None:
    """What was raised in the last five minutes, and not what the log still holds of last week; garbage is passed over."""
    raise_fault(post.client, NOON - timedelta(minutes=5, seconds=1))
    raise_fault(post.client, NOON - timedelta(minutes=5))
    post.client.xadd(KEYS.ops_log, {"ops": "{"}, id=f"{to_ms(NOON)}-*")
    assert await post.one.owe_ops([SINK], NOON) == 2
    assert post.client.zcard(KEYS.deliveries_due) == 1


# --- composing ------------------------------------------------------------------------------------------------------
async def test_a_message_tells_what_earlier_revisions_changed(post: Post) -> None:
    """In the order of revisions, each change once; alerts that expired are passed over."""
    for revision, changes in ((1, ()), (2, ("killed 1 → 2",)), (3, ("killed 2 → 5",)), (4, ("killed 2 → 5", "claimed by X"))):
        await post.owe(revision, changes=changes)
    post.client.delete(KEYS.alert("i.1"))
    [claimed] = await post.claim()
    message = await compose(claimed, SINK, post.one, post.now)
    assert isinstance(message, AlertMessage)
    assert message.changes == ("killed 1 → 2", "killed 2 → 5", "claimed by X")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id": 5}'])
async def test_what_cannot_be_read_is_no_message(post: Post, body: bytes) -> None:
    """Gone from the store, or garbage."""
    await post.owe()
    post.client.set(KEYS.alert("i.1"), body)
    [claimed] = await post.claim()
    assert await compose(claimed, SINK, post.one, post.now) is None


async def test_a_summary_of_alerts_that_all_expired_is_no_message(post: Post) -> None:
    """Nothing is left to tell."""
    await hold(post, "a", post.now)
    await post.one.owe_summary(SINK, post.now)
    await post.one.accept([SINK], post.now)
    post.client.delete(KEYS.alert("a.1"))
    [claimed] = await post.claim()
    assert await compose(claimed, SINK, post.one, post.now) is None


# --- people ---------------------------------------------------------------------------------------------------------
async def test_a_dead_letter_is_sent_again_once(post: Post) -> None:
    """With its attempts from the start and no time to expire; not twice, and nothing that is no dead letter."""
    await post.owe()
    [claimed] = await post.claim()
    desk = DeliveryDesk(post.client, KEYS)
    alive = desk.find(claimed.id)
    assert alive is not None
    assert not desk.retry(alive, post.now)
    await post.settle(claimed, Settlement.DEAD, error="HTTP 400")
    [dead] = desk.dead()
    assert (dead.state, dead.attempts, dead.last_error) == (DeliveryState.DEAD, 1, "HTTP 400")
    assert desk.retry(dead, post.now)
    assert not desk.retry(dead, post.now)
    assert list(desk.dead()) == []
    assert post.client.pttl(KEYS.delivery(claimed.id)) == -1
    await post.one.accept([SINK], post.now)
    assert [one.attempts for one in await post.claim()] == [0]


async def test_dead_letters_that_expired_are_forgotten(post: Post) -> None:
    """The list and the letters agree."""
    post.client.zadd(KEYS.deliveries_dead, {"x.1:soc": 1})
    assert list(DeliveryDesk(post.client, KEYS).dead()) == []
    assert post.client.zcard(KEYS.deliveries_dead) == 0


async def test_how_a_sink_stands(post: Post) -> None:
    """Waiting, overdue and held."""
    desk = DeliveryDesk(post.client, KEYS)
    assert desk.backlog(SINK, post.now) == Backlog(0, 0, 0)
    await hold(post, "h", post.now)
    for incident in "ab":
        await post.owe(incident=incident)
    [claimed] = await post.claim()
    await post.settle(claimed, Settlement.RETRY, post.now + SECOND)
    assert desk.backlog(SINK, post.now) == Backlog(2, 1, 1)
    assert desk.backlog(SINK, post.now + SECOND) == Backlog(2, 2, 1)


async def test_a_receiver_that_is_gone_is_known_by_its_address(post: Post) -> None:
    """A new address is another receiver; a retry by hand gives it another chance."""
    await post.one.disable(SINK, "mark", post.now, "410")
    assert await post.two.is_disabled(SINK, "mark")
    assert not await post.two.is_disabled(SINK, "other")
    assert not await post.two.is_disabled("mail", "mark")
    await post.owe()
    delivery = DeliveryDesk(post.client, KEYS).find(f"i.1:{SINK}")
    assert delivery is not None
    DeliveryDesk(post.client, KEYS).retry(delivery, post.now)
    assert not await post.two.is_disabled(SINK, "mark")
