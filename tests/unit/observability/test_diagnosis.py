"""Every fault is found, named, and comes with what to do; a well system has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.cli.live import to_line, to_shown
from monitor.observability.diagnosis import Surroundings, diagnose
from monitor.observability.ops import OpsKind
from monitor.observability.snapshot import Deliveries, Snapshot, to_plain
from monitor.observability.watch import BACKLOG, Watched, judge
from monitor.storage.fitness import StoreFacts
from monitor.storage.roles import RoleSign

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STORE = StoreFacts(
    product="valkey", version="9.1.2", mode="standalone", policy="noeviction", role="master", used_memory=10_000_000,
    max_memory=1_000_000_000, loading=False, aof_ok=True,
)  # fmt: skip


def sign(role: str) -> RoleSign:
    """A running role."""
    return RoleSign(role=role, instance=f"h:{role}", pid=1, host="h", started_at=NOW, at=NOW)


WELL = Snapshot(
    at=NOW, store=STORE, roles=tuple(sign(role) for role in ("scheduler", "worker", "desk", "deliver")),
    heartbeat={"lag_seconds": 0.2}, feeds_ok=40, feeds_failing=0, waiting=3, pending=1, leased=2, quarantined=0,
    oldest_overdue=timedelta(0), desk_lag=timedelta(0), alerts_today=2, last_alert=NOW - timedelta(minutes=4),
    deliveries=Deliveries(waiting={"ops": 0}, overdue=timedelta(0), dead=0, disabled=()),
    counters={"article.reported": 5, "article.no_event": 70, "feed.parsed": 9}, faults=(),
)  # fmt: skip
AROUND = Surroundings(
    address="unix:///v/redis.sock", clock_off=timedelta(0), disk_free=50_000_000_000, disk_total=100_000_000_000,
    data_dir="/v",
)  # fmt: skip


def faults(snapshot: Snapshot = WELL, around: Surroundings = AROUND) -> dict[str, str]:
    """Check → found and remedy, of the faults alone."""
    return {f.check: f"{f.found} | {f.remedy}" for f in diagnose(snapshot, around) if f.is_fault}


def test_well_system_has_no_fault() -> None:
    """Nothing is wrong, and all the same every check says what it looked at."""
    assert faults() == {}
    assert all(finding.found for finding in diagnose(WELL, AROUND))


@pytest.mark.parametrize(
    ("change", "check", "part"),
    [
        ({"store": replace(STORE, policy="allkeys-lru")}, "store", "noeviction"),
        ({"store": replace(STORE, used_memory=950_000_000)}, "memory", "raise redis.maxmemory"),
        ({"store": replace(STORE, aof_ok=False)}, "store log", "disk"),
        ({"roles": (sign("scheduler"), sign("worker"), sign("deliver"))}, "role desk", "monitor desk"),
        ({"heartbeat": None}, "polling", "no scheduler polls"),
        ({"heartbeat": {"lag_seconds": 300}}, "polling", "300 s late"),
        ({"waiting": 5000}, "queue", "add workers"),
        ({"oldest_overdue": timedelta(minutes=5)}, "leases", "300 s ago"),
        ({"quarantined": 2}, "quarantine", "article_failed"),
        ({"desk_lag": timedelta(minutes=10)}, "desk", "600 s"),
        ({"deliveries": replace(WELL.deliveries, overdue=timedelta(hours=1))}, "deliveries", "role deliver"),
        ({"deliveries": replace(WELL.deliveries, dead=3)}, "dead letters", "monitor deliveries"),
        ({"deliveries": replace(WELL.deliveries, disabled=("ops",))}, "sink ops", "gone"),
        ({"faults": ({"kind": "sink_failing", "subject": "ops", "text": "429"},)}, "sink_failing ops", "429"),
    ],
)
def test_fault_in_the_store_is_found(change: dict[str, Any], check: str, part: str) -> None:
    """One change, one fault, with words that help."""
    found = faults(replace(WELL, **change))
    assert list(found) == [check]
    assert part in found[check]


@pytest.mark.parametrize(
    ("change", "check", "part"),
    [
        ({"clock_off": timedelta(seconds=9)}, "clock", "9.0 s ahead"),
        ({"clock_off": timedelta(seconds=-9)}, "clock", "behind"),
        ({"disk_free": 100_000_000}, "disk", "make room"),
        ({"failing_feeds": (("Gazette", "HTTP 500: try later"),)}, "feed Gazette", "HTTP 500"),
        ({"refused": 1}, "tickets", "password or ACLs"),
    ],
)
def test_fault_around_the_store_is_found(change: dict[str, Any], check: str, part: str) -> None:
    """The same for what is outside the store."""
    found = faults(around=replace(AROUND, **change))
    assert list(found) == [check]
    assert part in found[check]


def test_big_disk_may_be_rather_full() -> None:
    """Three per cent of 4 TB are plenty."""
    assert faults(around=replace(AROUND, disk_free=120_000_000_000, disk_total=4_000_000_000_000)) == {}


@pytest.mark.parametrize(
    ("waiting", "is_fault"), [(0, False), (BACKLOG // 10, False), (BACKLOG // 2, None), (BACKLOG, True)]
)
def test_backlog_is_told_without_flapping(waiting: int, is_fault: bool | None) -> None:
    """Between the mark that raises and the mark that clears nothing is said."""
    verdicts = {verdict.kind: verdict.is_fault for verdict in judge(Watched(STORE, waiting, 0))}
    assert verdicts[OpsKind.QUEUE_GROWING] is is_fault


@pytest.mark.parametrize(("used", "is_fault"), [(0.5, False), (0.85, None), (0.9, True), (0.99, True)])
def test_memory_is_told_without_flapping(used: float, is_fault: bool | None) -> None:
    """The same for a store that fills up."""
    watched = Watched(replace(STORE, used_memory=int(used * STORE.max_memory)), 0, 0)
    assert {verdict.kind: verdict.is_fault for verdict in judge(watched)}[OpsKind.STORE_FULL] is is_fault


def test_live_line_of_a_well_system() -> None:
    """Feeds, queue, and what today brought, in one line."""
    line = to_line(WELL).plain
    assert line == "monitor ● feeds 40 ok · queue 6 · today 75 articles, 2 alerts (last 4 min ago)"


def test_live_line_tells_faults() -> None:
    """Failing feeds and raised faults stand out; before the first heartbeat nothing is claimed."""
    fault = {"kind": "store_full", "subject": "store", "text": "95 %"}
    assert "38 ok, 2 failing" in to_line(replace(WELL, feeds_ok=38, feeds_failing=2)).plain
    assert "1 faults: monitor doctor" in to_line(replace(WELL, faults=(fault,))).plain
    assert "feeds …" in to_line(replace(WELL, heartbeat=None)).plain


def test_log_event_for_people() -> None:
    """A warning as a person sees it above the live line."""
    event = {"at": "2026-03-01T12:00:01Z", "level": "warning", "role": "scheduler", "event": "poll", "feed": "Gazette"}
    assert to_shown("scheduler", event).plain == "12:00:01 scheduler: poll feed=Gazette"


def test_snapshot_as_json() -> None:
    """What `status --json` gives holds what other programs need, as JSON types."""
    plain = to_plain(WELL)
    assert plain["entries"] == {"waiting": 3, "pending": 1, "leased": 2, "quarantined": 0}
    assert plain["articles_today"] == 75
    assert plain["deliveries"] == {"waiting": {"ops": 0}, "overdue_seconds": 0.0, "dead": 0, "disabled": []}


@pytest.mark.parametrize(
    ("reasons", "ok", "blamed"),
    [
        (("dns",) * 12, 0, True),
        (("dns",) * 38 + ("not_found",) * 2, 0, True),
        (("dns",) * 12, 28, False),  # most answer: it is theirs
        (("dns",) * 2, 0, False),  # two may share a fault
        (("not_found",) * 12, 0, False),  # the network brought the answer
        (("connect",) * 5, 0, True),
    ],
)
def test_where_all_feeds_fail_alike_the_network_is_named_first(reasons: tuple[str, ...], ok: int, blamed: bool) -> None:
    """Forty feeds with one DNS fault are one fault of this machine, told before the feeds."""
    around = replace(AROUND, feed_reasons=reasons, failing_feeds=(("Herald", "dns: look for a typing error"),))
    found = [f.check for f in diagnose(replace(WELL, feeds_ok=ok, feeds_failing=len(reasons)), around) if f.is_fault]
    assert found == (["network"] if blamed else []) + ["feed Herald"]
