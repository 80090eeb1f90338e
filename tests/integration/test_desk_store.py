"""The desk's commit, lease and cursors, each by itself on a real store; and what is read back of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import redis
from alert_samples import NOON, a_place, an_alert
from reportmaking import report

from monitor.alerts.mute import Mute
from monitor.alerts.publish import Published, channels, encode_head
from monitor.clock import to_ms
from monitor.domain.alert import Alert
from monitor.domain.delivery import DeliveryState
from monitor.domain.incident import Incident, IncidentKind
from monitor.domain.taxonomy import EventType, Severity
from monitor.incidents.copies import Sketch
from monitor.incidents.filing import Order
from monitor.observability.counters import count
from monitor.storage.codec import from_json, pack
from monitor.storage.dead_letters import DeliveryDesk, end_mute, read_mutes, store_mute
from monitor.storage.desk import BEGINNING, Batch, DeskStore, Kept, LostDeskError, give_order
from monitor.storage.history import Wanted, last_alert_of, read_alerts, read_incident, read_incidents
from monitor.storage.keys import Keys
from monitor.storage.roles import hide_role, instance_name, read_roles, show_role

KEYS = Keys()
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
KEPT = Kept(alerts=90 * DAY, incidents=90 * DAY, articles=14 * DAY)


def desk(client: redis.Redis, holder: str = "a", kept: Kept = KEPT) -> DeskStore:
    return DeskStore(client, KEYS, holder=holder, kept=kept)


def published(id_: str = "i.1", sinks: tuple[str, ...] = (), **fields: Any) -> Published:
    incident, _, revision = id_.rpartition(".")
    alert = an_alert(id=id_, incident_id=incident, revision=int(revision), **fields)
    return Published(alert, encode_head(alert), channels(alert), sinks)


def incident(id_: str = "i", **fields: Any) -> Incident:
    return Incident(**{"id": id_, "kind": IncidentKind.ATTACK, "opened_at": NOON, "updated_at": NOON, **fields})


def stream(client: redis.Redis) -> list[tuple[str, dict[str, Any]]]:
    return [(id_.decode(), json.loads(fields[b"alert"])) for id_, fields in client.xrange(KEYS.alert_stream)]


# --- lease ----------------------------------------------------------------------------------------------------------
def test_one_desk_at_a_time(redis_client: redis.Redis) -> None:
    """The second waits; the holder may prolong; a take-over has a higher token, a prolonged lease the same."""
    one, two = desk(redis_client, "one"), desk(redis_client, "two")
    assert one.hold()
    token = one.token
    assert not two.hold()
    assert two.token == 0
    assert one.hold()
    assert one.token == token
    one.release()
    assert two.hold()
    assert two.token > token


def test_nobody_gives_back_what_is_anothers(redis_client: redis.Redis) -> None:
    """A desk that was overtaken and stops."""
    one, two = desk(redis_client, "one"), desk(redis_client, "two")
    one.hold()
    two.release()
    assert not two.hold()


def test_a_lease_runs_out_by_itself(redis_client: redis.Redis) -> None:
    """By the store's clock, whatever the desk's says."""
    desk(redis_client).hold(timedelta(seconds=7))
    assert 6_000 < redis_client.pttl(KEYS.desk_lease) <= 7_000


# --- commit ---------------------------------------------------------------------------------------------------------
def test_a_commit_stores_everything_with_its_time(redis_client: redis.Redis) -> None:
    """Incident, link, original, sketch, alert, delivery, cursors; each kept as long as its kind."""
    redis_client.hset(KEYS.article("a1"), "disposition", "reported")
    store = desk(redis_client)
    store.hold()
    batch = Batch(
        cursor="5-0", orders_cursor="3-0", incidents={"i": incident()}, links={"a1": ("i", "a0")},
        sketches=[Sketch("a1", "a0", (1, 2, 3), 3)], published=[published(sinks=("soc", "mail"))],
    )  # fmt: skip
    told = store.commit(batch, BEGINNING, NOON)
    assert [id_ for id_, _ in stream(redis_client)] == told
    assert store.cursors() == ("5-0", "3-0")
    assert [one.id for one in store.incidents()] == ["i"]
    assert list(store.sketches()) == batch.sketches
    assert redis_client.hmget(KEYS.article("a1"), "incident_id", "duplicate_of") == [b"i", b"a0"]
    assert redis_client.zrange(KEYS.deliveries_due, 0, -1) == [b"i.1:mail", b"i.1:soc"]
    for key, kept in ((KEYS.incident("i"), KEPT.incidents), (KEYS.alert("i.1"), KEPT.alerts), (KEYS.article("a1"), KEPT.articles)):
        assert 0 <= kept / timedelta(milliseconds=1) - redis_client.pttl(key) < 60_000
    assert [(one.sink, one.state, one.owed_at) for one in DeliveryDesk(redis_client, KEYS).waiting(())] == [
        ("mail", DeliveryState.WAITING, NOON), ("soc", DeliveryState.WAITING, NOON),
    ]  # fmt: skip


def test_the_same_commit_again_says_nothing(redis_client: redis.Redis) -> None:
    """Its answer was lost: it is told that it was done, and nothing is published twice."""
    store = desk(redis_client)
    store.hold()
    batch = Batch(cursor="5-0", published=[published(sinks=("soc",))])
    assert len(store.commit(batch, BEGINNING, NOON)) == 1
    redis_client.zrem(KEYS.deliveries_due, "i.1:soc")
    assert store.commit(batch, BEGINNING, NOON) == []
    assert (len(stream(redis_client)), redis_client.zcard(KEYS.deliveries_due)) == (1, 0)


def test_an_alert_that_exists_is_passed_over(redis_client: redis.Redis) -> None:
    """Another batch names it again: the others of the batch are told."""
    store = desk(redis_client)
    store.hold()
    store.commit(Batch(cursor="5-0", published=[published()]), BEGINNING, NOON)
    told = store.commit(Batch(cursor="6-0", published=[published(), published("i.2")]), "5-0", NOON)
    assert len(told) == 1
    assert [alert["id"] for _, alert in stream(redis_client)] == ["i.1", "i.2"]


@pytest.mark.parametrize("why", ["FENCED", "ASTRAY"])
def test_an_overtaken_desk_stores_nothing(redis_client: redis.Redis, why: str) -> None:
    """Neither by an old token, nor where the cursor stands elsewhere."""
    store = desk(redis_client)
    store.hold()
    redis_client.set(*((KEYS.desk_token, 99) if why == "FENCED" else (KEYS.desk_cursor, "7-0")))
    with pytest.raises(LostDeskError, match=why):
        store.commit(Batch(cursor="5-0", incidents={"i": incident()}, published=[published()]), BEGINNING, NOON)
    assert (list(store.incidents()), stream(redis_client)) == ([], [])


def test_each_channel_knows_the_alert_before(redis_client: redis.Redis) -> None:
    """`prev` names the last id of every channel of the alert; null where it is the channel's first."""
    store = desk(redis_client)
    store.hold()
    batch = Batch(cursor="1-0", published=[published("a.1"), published("b.1", severity=Severity.LOW), published("c.1")])
    first, second, third = store.commit(batch, BEGINNING, NOON)
    told = {alert["id"]: alert for _, alert in stream(redis_client)}
    grave = f"monitor:alerts:severity:{an_alert().severity.value}"
    assert set(told["a.1"]["prev"].values()) == {None}
    assert told["b.1"]["prev"]["monitor:alerts"] == first
    assert told["b.1"]["prev"]["monitor:alerts:severity:low"] is None
    assert (told["c.1"]["prev"]["monitor:alerts"], told["c.1"]["prev"][grave]) == (second, first)
    assert [told[id_]["stream_id"] for id_ in ("a.1", "b.1", "c.1")] == [first, second, third]
    assert from_json(json.dumps(told["c.1"]), Alert).prev is not None


def test_stream_ids_rise_though_the_clock_fell(redis_client: redis.Redis) -> None:
    """The last alert stands in the future: the next follows it."""
    store = desk(redis_client)
    store.hold()
    redis_client.xadd(KEYS.alert_stream, {"alert": b"{}"}, id="99999999999999-7")
    assert store.commit(Batch(cursor="1-0", published=[published()]), BEGINNING, NOON) == ["99999999999999-8"]


def test_odd_names_of_channels_are_quoted(redis_client: redis.Redis) -> None:
    """A watchlist's name is JSON within JSON."""
    store = desk(redis_client)
    store.hold()
    odd = replace(published(), channels=("alerts", 'alerts:watch:"a\\b" é'))
    store.commit(Batch(cursor="1-0", published=[odd]), BEGINNING, NOON)
    assert set(stream(redis_client)[0][1]["prev"]) == {"monitor:alerts", 'monitor:alerts:watch:"a\\b" é'}


def test_an_article_may_leave_its_incident(redis_client: redis.Redis) -> None:
    """A link to nothing takes the incident away, and leaves what it copies."""
    store = desk(redis_client)
    store.hold()
    redis_client.hset(KEYS.article("a"), mapping={"incident_id": "i", "duplicate_of": "o"})
    store.commit(Batch(cursor="1-0", links={"a": ("", "")}), BEGINNING, NOON)
    assert redis_client.hgetall(KEYS.article("a")) == {b"duplicate_of": b"o"}


def test_incidents_past_keeping_leave_the_list(redis_client: redis.Redis) -> None:
    """By their last activity; what is just as old as is kept goes."""
    store = desk(redis_client, kept=Kept(alerts=DAY, incidents=DAY, articles=DAY))
    store.hold()
    held = {id_: incident(id_, updated_at=NOON - ago) for id_, ago in (("young", DAY - SECOND), ("old", DAY), ("older", 2 * DAY))}
    store.commit(Batch(cursor="1-0", incidents=held), BEGINNING, NOON)
    assert [one.id for one in store.incidents()] == ["young"]


def test_what_was_answered_is_trimmed(redis_client: redis.Redis) -> None:
    """Reports and orders before the cursors."""
    store = desk(redis_client)
    store.hold()
    ids = [redis_client.xadd(KEYS.reports, {"report": pack(report(str(n)))}).decode() for n in range(3)]
    orders = [give_order(redis_client, KEYS, Order(incident_id="i", op="ack")) for _ in range(2)]
    store.commit(Batch(cursor=ids[1], orders_cursor=orders[1]), BEGINNING, NOON)
    assert [id_.decode() for id_, _ in redis_client.xrange(KEYS.reports)] == ids[1:]
    assert redis_client.xlen(KEYS.desk_orders) == 1


# --- reading --------------------------------------------------------------------------------------------------------
def test_reports_and_orders_come_in_order_and_garbage_as_nothing(redis_client: redis.Redis) -> None:
    """After the cursors, so many at a time."""
    store = desk(redis_client)
    ids = [
        redis_client.xadd(KEYS.reports, fields).decode()
        for fields in ({"report": pack(report("a"))}, {"report": b"\xff"}, {"x": "y"}, {"report": pack({"a": 1})}, {"report": pack(report("b"))})
    ]
    give_order(redis_client, KEYS, Order(incident_id="i", op="ack", by="Ann"))
    redis_client.xadd(KEYS.desk_orders, {"order": "{"})
    wait = timedelta(milliseconds=1)
    reports, orders = store.read(BEGINNING, BEGINNING, count=50, wait=wait)
    assert [(id_, one and one.article.id) for id_, one in reports] == list(zip(ids, ["a", None, None, None, "b"], strict=True))
    assert [one and one.by for _, one in orders] == ["Ann", None]
    assert [id_ for id_, _ in store.read(ids[1], orders[-1][0], count=2, wait=wait)[0]] == ids[2:4]
    assert store.read(ids[-1], orders[-1][0], count=50, wait=wait) == ([], [])


def test_a_report_that_is_begun_again_is_counted_until_a_commit(redis_client: redis.Redis) -> None:
    """What fells the desk is known by this."""
    store = desk(redis_client)
    store.hold()
    assert [store.begin("1-0"), store.begin("1-0"), store.begin("2-0")] == [1, 2, 1]
    store.commit(Batch(cursor="2-0"), BEGINNING, NOON)
    assert store.begin("1-0") == 1


def test_sketches_come_back_in_pieces_and_in_order(redis_client: redis.Redis) -> None:
    """More than one reply holds."""
    store = desk(redis_client)
    store.hold()
    sketches = [Sketch(f"a{n}", "o", (n, n + 1), 2) for n in range(2_501)]
    store.commit(Batch(cursor="1-0", sketches=sketches), BEGINNING, NOON)
    assert list(store.sketches()) == sketches


def test_alerts_are_read_in_pieces_from_anywhere(redis_client: redis.Redis) -> None:
    """All, after an id, until an id; 1,001 alerts take three replies."""
    store = desk(redis_client)
    store.hold()
    told = store.commit(Batch(cursor="1-0", published=[published(f"i.{n}") for n in range(1, 1_002)]), BEGINNING, NOON)
    assert [alert.revision for alert, _ in read_alerts(redis_client, KEYS)] == list(range(1, 1_002))
    assert [alert.revision for alert, _ in read_alerts(redis_client, KEYS, after=told[998])] == [1_000, 1_001]
    assert [alert.revision for alert, _ in read_alerts(redis_client, KEYS, until=told[1])] == [1, 2]


def test_incidents_are_read_latest_first(redis_client: redis.Redis) -> None:
    """Since a moment, itself included; one that expired meanwhile is passed over."""
    store = desk(redis_client)
    store.hold()
    held = {str(n): incident(str(n), updated_at=NOON + n * SECOND, revision=n) for n in range(4)}
    store.commit(Batch(cursor="1-0", incidents=held, published=[published("3.3")]), BEGINNING, NOON)
    redis_client.delete(KEYS.incident("2"))
    assert [one.id for one in read_incidents(redis_client, KEYS)] == ["3", "1", "0"]
    assert [one.id for one in read_incidents(redis_client, KEYS, NOON + SECOND)] == ["3", "1"]
    assert read_incident(redis_client, KEYS, "2") is None
    assert last_alert_of(redis_client, KEYS, held["0"]) is None
    assert last_alert_of(redis_client, KEYS, held["1"]) is None
    found = last_alert_of(redis_client, KEYS, held["3"])
    assert found is not None
    assert found[0].id == "3.3"


WANTED = [
    (Wanted(), True), (Wanted(type=EventType.SHELLING), True), (Wanted(type=EventType.BOMBING), False),
    (Wanted(severity=Severity.HIGH), True), (Wanted(severity=Severity.INFO), True), (Wanted(severity=Severity.CRITICAL), False),
    (Wanted(country="IQ"), True), (Wanted(country="FR"), False), (Wanted(country="IQ", type=EventType.BOMBING), False),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "takes"), WANTED)
def test_which_alerts_are_asked_for(wanted: Wanted, takes: bool) -> None:
    """All that is named must hold; severity is this one and above."""
    assert wanted.takes(an_alert(severity=Severity.HIGH)) is takes


def test_any_place_of_an_operation_is_in_its_country() -> None:
    """And words alone are nowhere."""
    alert = an_alert(event__places=(a_place("Lyon", 45.8, 4.8, "FR"),))
    assert Wanted(country="FR").takes(alert)
    words = an_alert(event=None)
    assert [Wanted(country="IQ").takes(words), Wanted(type=EventType.SHELLING).takes(words), Wanted().takes(words)] == [False, False, True]


# --- mutes, roles, counters -----------------------------------------------------------------------------------------
def test_mutes_end_by_themselves(redis_client: redis.Redis) -> None:
    """Those that hold, the next to end first; ended ones are forgotten; ended by hand once."""
    for id_, ends in (("late", 9), ("soon", 1), ("over", 0)):
        store_mute(redis_client, KEYS, Mute(id=id_, reason="r", since=NOON - DAY, until=NOON + ends * SECOND, country="IQ"))
    assert [mute.id for mute in read_mutes(redis_client, KEYS, NOON)] == ["soon", "late"]
    assert redis_client.hlen(KEYS.mutes) == 2
    assert [end_mute(redis_client, KEYS, "late"), end_mute(redis_client, KEYS, "late")] == [True, False]
    assert read_mutes(redis_client, KEYS, NOON + SECOND) == []


def test_roles_show_themselves_and_go(redis_client: redis.Redis) -> None:
    """Sorted by role; forgotten when their time is over, or at once by a clean end."""
    for role in ("worker", "desk"):
        show_role(redis_client, KEYS, role, NOON, NOON + SECOND, detail="busy")
    assert [(sign.role, sign.instance, sign.started_at, sign.at, sign.detail) for sign in read_roles(redis_client, KEYS)] == [
        (role, instance_name(), NOON, NOON + SECOND, "busy") for role in ("desk", "worker")
    ]
    assert 30_000 < redis_client.pttl(KEYS.role("desk", instance_name())) <= 35_000
    hide_role(redis_client, KEYS, "desk")
    assert [sign.role for sign in read_roles(redis_client, KEYS)] == ["worker"]


def test_counters_are_of_their_day(redis_client: redis.Redis) -> None:
    """And kept for forty days."""
    for at in (NOON, NOON, NOON + DAY):
        count(redis_client, KEYS, "x", at)
    count(redis_client, KEYS, "x", NOON, by=5)
    assert [redis_client.hget(KEYS.counters(f"{NOON + n * DAY:%Y-%m-%d}"), "x") for n in (0, 1)] == [b"7", b"1"]
    assert 39 * 86_400_000 < redis_client.pttl(KEYS.counters(f"{NOON:%Y-%m-%d}")) <= 40 * 86_400_000


def test_two_prefixes_are_two_installations(redis_client: redis.Redis) -> None:
    """On one store, nothing of one is seen by the other."""
    other = Keys("other:")
    desk(redis_client).hold()
    second = DeskStore(redis_client, other, holder="b", kept=KEPT)
    assert second.hold()
    show_role(redis_client, KEYS, "desk", NOON, NOON)
    assert read_roles(redis_client, other) == []
    assert to_ms(NOON) == 1_773_748_800_000
