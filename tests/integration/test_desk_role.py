"""The desk against a real store: one commit, one alert, whatever dies in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from reportmaking import NOON, event, minutes, report

from monitor.clock import ManualClock
from monitor.config.schema import Config
from monitor.desk import DeskRole
from monitor.domain.incident import Verdict
from monitor.domain.report import Report
from monitor.domain.taxonomy import Severity
from monitor.incidents.filing import Order
from monitor.storage.codec import pack
from monitor.storage.desk import give_order
from monitor.storage.keys import Keys

KEYS = Keys()
NO_WAIT = timedelta(milliseconds=1)
WATCHLISTS: list[dict[str, Any]] = [{"name": "harbours", "keywords": ["harbour"]}]
SINKS: list[dict[str, Any]] = [
    {"name": "soc", "type": "webhook", "url": "https://soc.example/in"},
    {"name": "night", "type": "webhook", "url": "https://night.example/in", "min_severity": "critical"},
]


@pytest.fixture
def config(config_for: Callable[..., Config], tmp_path: Path, redis_server: str, redis_client: redis.Redis) -> Config:
    """A desk's configuration on the test's store, with one watchlist and two sinks."""
    return config_for(tmp_path, redis_server, watchlists=WATCHLISTS, sinks=SINKS)


def hand_in(client: redis.Redis, *reports: Report) -> None:
    """What a worker does with its reports."""
    for one in reports:
        client.hset(KEYS.article(one.article.id), "disposition", "reported")
        client.xadd(KEYS.reports, {"report": pack(one)})


def desk(config: Config, client: redis.Redis, clock: ManualClock, holder: str = "a") -> DeskRole:
    """A desk that is stepped by hand."""
    return DeskRole(config, client, clock, holder=holder)


def run_dry(role: DeskRole, client: redis.Redis) -> None:
    """Steps until all reports and orders are committed."""
    for _ in range(500):
        role.step(NO_WAIT)
        last = client.xinfo_stream(KEYS.reports)["last-generated-id"] if client.exists(KEYS.reports) else b"0-0"
        if (client.get(KEYS.desk_cursor) or b"0-0") == last:
            role.step(NO_WAIT)
            return
    raise AssertionError("the desk did not come to an end")


def alerts(client: redis.Redis) -> list[dict[str, Any]]:
    """The stream as a subscriber reads it."""
    return [json.loads(fields[b"alert"]) for _, fields in client.xrange(KEYS.alert_stream)]


def test_an_alert_goes_to_the_stream_and_to_every_channel_of_the_contract(
    config: Config, redis_client: redis.Redis
) -> None:
    """Severity, type, country, watchlist, all; each message is the stream's bytes, with its id and empty `prev`."""
    listener = redis_client.pubsub(ignore_subscribe_messages=True)
    listener.psubscribe("monitor:alerts*")
    listener.get_message(timeout=1)
    hand_in(redis_client, report("a1", severity=Severity.HIGH))
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    messages = [m for m in iter(lambda: listener.get_message(timeout=0.2), None) if m["type"] == "pmessage"]
    assert {m["channel"].decode() for m in messages} == {
        "monitor:alerts",
        "monitor:alerts:severity:high",
        "monitor:alerts:type:shelling",
        "monitor:alerts:country:VD",
        "monitor:alerts:watch:harbours",
    }
    ((stream_id, fields),) = redis_client.xrange(KEYS.alert_stream)
    assert all(m["data"] == fields[b"alert"] for m in messages)
    alert = json.loads(fields[b"alert"])
    assert alert["stream_id"] == stream_id.decode()
    assert set(alert["prev"].values()) == {None}
    assert redis_client.get(KEYS.alert(alert["id"])) == fields[b"alert"]


def test_prev_chains_the_alerts_of_each_channel(config: Config, redis_client: redis.Redis) -> None:
    """A subscriber of one channel can tell that it missed none."""
    hand_in(
        redis_client,
        report("a1"),
        report("b1", "Gunmen attack a market in Port Asle", "Gunmen attacked a fish market.", events=(event("Port Asle"),)),
        report("c1", "Shells land near Telmuk station", "Shells fell on Telmuk.", events=(event("Telmuk"),)),
    )
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    first, second, third = alerts(redis_client)
    assert second["prev"]["monitor:alerts"] == first["stream_id"]
    assert second["prev"]["monitor:alerts:country:OM"] is None
    assert third["prev"]["monitor:alerts:country:VD"] == first["stream_id"]
    assert first["stream_id"] < second["stream_id"] < third["stream_id"]


def test_deliveries_are_owed_to_the_sinks_that_want_the_alert(config: Config, redis_client: redis.Redis) -> None:
    """The commit writes the delivery's hash and its place in the inbox."""
    hand_in(redis_client, report("a1"))
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    (alert,) = alerts(redis_client)
    assert redis_client.zrange(KEYS.deliveries_due, 0, -1) == [f"{alert['id']}:soc".encode()]
    owed = redis_client.hgetall(KEYS.delivery(f"{alert['id']}:soc"))
    assert owed[b"state"] == b"waiting"
    assert owed[b"incident_id"].decode() == alert["incident_id"]
    assert owed[b"severity"] == b"moderate"


def test_the_article_learns_its_incident_and_what_it_copies(config: Config, redis_client: redis.Redis) -> None:
    """`monitor explain` and the web page read it from there."""
    text = " ".join(f"Rockets struck warehouse number {n} of the harbour in Karsova." for n in range(12))
    hand_in(redis_client, report("a1", text=text), report("a2", "Copy", text=text, outlet="Courier"))
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    first, second = (redis_client.hgetall(KEYS.article(id_)) for id_ in ("a1", "a2"))
    assert first[b"incident_id"] == second[b"incident_id"]
    assert b"duplicate_of" not in first
    assert second[b"duplicate_of"] == b"a1"


def test_a_desk_that_dies_before_any_commit_repeats_nothing(config: Config, redis_client: redis.Redis) -> None:
    """A new desk for every single step, each with nothing but the store: one incident, one `new` alert."""
    hand_in(redis_client, *(report(f"a{n}", outlet=f"Outlet {n}", published=NOON + minutes(n)) for n in range(12)))
    clock = ManualClock(NOON)
    for step in range(20):
        role = desk(config, redis_client, clock, holder=f"desk-{step}")
        role.step(NO_WAIT)
        redis_client.delete(KEYS.desk_lease)
    found = alerts(redis_client)
    assert [alert["kind"] for alert in found].count("new") == 1
    assert len({alert["id"] for alert in found}) == len(found)
    assert redis_client.zcard(KEYS.incidents_by_time) == 1


def test_a_commit_whose_answer_was_lost_is_not_published_again(config: Config, redis_client: redis.Redis) -> None:
    """The cursor set back by hand makes the desk decide again: the alert's key says that it is out."""
    hand_in(redis_client, report("a1"))
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    redis_client.set(KEYS.desk_cursor, "0-0")
    redis_client.delete(KEYS.incidents_by_time, KEYS.desk_lease)
    hand_in(redis_client, report("a1"))
    run_dry(desk(config, redis_client, ManualClock(NOON), holder="b"), redis_client)
    assert len(alerts(redis_client)) == 1


def test_a_desk_that_was_overtaken_stores_nothing(config: Config, redis_client: redis.Redis) -> None:
    """Stopped while deciding, it comes back after another took over: the fence refuses its commit."""
    hand_in(redis_client, report("a1"))
    clock = ManualClock(NOON)
    old = desk(config, redis_client, clock, holder="old")
    old.step(NO_WAIT)
    redis_client.delete(KEYS.desk_lease)
    new = desk(config, redis_client, clock, holder="new")
    hand_in(redis_client, report("b1", "Gunmen attack Port Asle", "Gunmen attacked.", events=(event("Port Asle"),)))
    assert new.step(NO_WAIT)
    assert not old.step(NO_WAIT)
    assert len(alerts(redis_client)) == 2


def test_a_standby_waits_while_another_desk_works(config: Config, redis_client: redis.Redis) -> None:
    """Only one holds the lease; the other takes over once it is given back."""
    clock = ManualClock(NOON)
    first, second = (desk(config, redis_client, clock, holder=name) for name in ("first", "second"))
    assert first.step(NO_WAIT)
    assert not second.step(NO_WAIT)
    redis_client.delete(KEYS.desk_lease)
    assert second.step(NO_WAIT)


def test_the_state_outlives_the_desk(config: Config, redis_client: redis.Redis) -> None:
    """A report that comes after a restart joins the incident from before, and its copy is known."""
    text = " ".join(f"Rockets struck warehouse number {n} of the harbour in Karsova." for n in range(12))
    hand_in(redis_client, report("a1", text=text))
    clock = ManualClock(NOON)
    run_dry(desk(config, redis_client, clock), redis_client)
    redis_client.delete(KEYS.desk_lease)
    clock.advance(minutes(5))
    hand_in(redis_client, report("a2", "Copy", text=text, outlet="Courier", published=NOON + minutes(5)))
    run_dry(desk(config, redis_client, clock, holder="b"), redis_client)
    assert redis_client.zcard(KEYS.incidents_by_time) == 1
    assert redis_client.hget(KEYS.article("a2"), "duplicate_of") == b"a1"


def test_eight_workers_with_the_same_stories_open_one_incident_each(config: Config, redis_client: redis.Redis) -> None:
    """The same report handed in eight times over is one report."""
    towns = ("Karsova", "Telmuk", "Port Asle", "Brenholt")
    stories = [
        report(f"s{n}", f"Blast {n} in {town}", f"Explosion number {n} hit {town} district {n}.", events=(event(town),))
        for n, town in enumerate(towns)
    ]
    for _ in range(8):
        hand_in(redis_client, *stories)
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    assert [alert["kind"] for alert in alerts(redis_client)] == ["new"] * 4


def test_a_report_that_fells_the_desk_is_left_out_at_last(config: Config, redis_client: redis.Redis) -> None:
    """Three beginnings without an end: it is passed over, and the next one is taken."""
    redis_client.xadd(KEYS.reports, {"report": pack(report("poison"))}, id="5-0")
    hand_in(redis_client, report("b1", "Gunmen attack Port Asle", "Gunmen attacked.", events=(event("Port Asle"),)))
    redis_client.hset(KEYS.desk_trying, "5-0", 3)
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    assert [alert["event"]["place"]["name"] for alert in alerts(redis_client)] == ["Port Asle"]


def test_an_unreadable_report_stops_nobody(config: Config, redis_client: redis.Redis) -> None:
    """Garbage in the stream is passed over."""
    redis_client.xadd(KEYS.reports, {"report": b"not zstd"})
    redis_client.xadd(KEYS.reports, {"other": b"field"})
    hand_in(redis_client, report("a1"))
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    assert len(alerts(redis_client)) == 1


def test_a_false_alarm_is_told_to_those_who_got_it(config: Config, redis_client: redis.Redis) -> None:
    """`monitor verdict`: a correction with status withdrawn, owed to the sink that got the alert and to no other."""
    hand_in(redis_client, report("a1"))
    clock = ManualClock(NOON)
    role = desk(config, redis_client, clock)
    run_dry(role, redis_client)
    (first,) = alerts(redis_client)
    order = Order(incident_id=first["incident_id"], op="verdict", verdict=Verdict.FALSE_ALARM, note="a drill")
    give_order(redis_client, KEYS, order)
    role.step(NO_WAIT)
    _, second = alerts(redis_client)
    assert (second["kind"], second["status"]) == ("correction", "withdrawn")
    assert "a drill" in second["summary"]
    assert redis_client.zrange(KEYS.deliveries_due, 0, -1) == [
        f"{first['id']}:soc".encode(),
        f"{second['id']}:soc".encode(),
    ]
    redis_client.delete(KEYS.desk_lease)
    desk(config, redis_client, clock, holder="b").step(NO_WAIT)
    assert len(alerts(redis_client)) == 2


def test_what_was_read_is_trimmed_from_the_streams(config: Config, redis_client: redis.Redis) -> None:
    """The report stream holds no more than the last entry once the desk is through."""
    hand_in(redis_client, *(report(f"a{n}") for n in range(5)))
    run_dry(desk(config, redis_client, ManualClock(NOON)), redis_client)
    assert redis_client.xlen(KEYS.reports) <= 1


def remembered(client: redis.Redis) -> dict[bytes, tuple[bytes, int]]:
    """All that the store holds now, as a replica has it."""
    return {name: (client.dump(name), max(0, client.pttl(name))) for name in client.scan_iter()}


def fail_over(client: redis.Redis, replica: dict[bytes, tuple[bytes, int]]) -> None:
    """The primary is gone, and with it what the replica had not got."""
    client.flushall()
    for name, (value, left) in replica.items():
        client.restore(name, left, value)


def test_an_alert_that_a_fail_over_forgot_is_told_again(config: Config, redis_client: redis.Redis) -> None:
    """R17: the report had reached the replica, the commit had not. No further report is needed for the desk to see it."""
    role = desk(config, redis_client, ManualClock(NOON))
    role.step(NO_WAIT)
    hand_in(redis_client, report("a1"))
    replica = remembered(redis_client)
    role.step(NO_WAIT)
    (told,) = alerts(redis_client)
    fail_over(redis_client, replica)
    assert alerts(redis_client) == []
    role.step(NO_WAIT)
    (again,) = alerts(redis_client)
    assert again["id"] == told["id"]
    assert redis_client.zrange(KEYS.deliveries_due, 0, -1) == [f"{told['id']}:soc".encode()]
