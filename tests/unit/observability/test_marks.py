"""Where a fault begins: every mark of doctor, watch and live line at its boundary, and one step beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from test_diagnosis import AROUND, STORE, WELL, faults, sign

from monitor.cli.live import to_line
from monitor.config.schema import Config
from monitor.observability.diagnosis import diagnose
from monitor.observability.ops import OpsKind
from monitor.observability.redaction import Redactor, find_secrets, is_secret_name
from monitor.observability.snapshot import to_plain
from monitor.observability.watch import BACKLOG, Watched, judge

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"waiting": 2_000}, None), ({"waiting": 2_001}, "queue"),
        ({"oldest_overdue": 120 * SECOND}, None), ({"oldest_overdue": 121 * SECOND}, "leases"),
        ({"desk_lag": 120 * SECOND}, None), ({"desk_lag": 121 * SECOND}, "desk"),
        ({"heartbeat": {"lag_seconds": 120.0}}, None), ({"heartbeat": {"lag_seconds": 120.1}}, "polling"),
        ({"heartbeat": {}}, None), ({"heartbeat": {"lag_seconds": None}}, None),
        ({"store": replace(STORE, used_memory=899_999_999)}, None), ({"store": replace(STORE, used_memory=900_000_000)}, "memory"),
        ({"store": replace(STORE, max_memory=0, used_memory=10**15)}, None),
        ({"quarantined": 1}, "quarantine"),
        ({"deliveries": replace(WELL.deliveries, overdue=120 * SECOND)}, None),
        ({"deliveries": replace(WELL.deliveries, waiting={"a": 9_999})}, None),
        ({"deliveries": replace(WELL.deliveries, dead=1)}, "dead letters"),
        ({"faults": ({"kind": "feed_dead", "subject": "x", "text": "t"},)}, None),
        ({"faults": ({"kind": "role_crashing", "subject": "desk", "text": "t"},)}, "role_crashing desk"),
        ({"store": replace(STORE, role="slave")}, "store"), ({"store": replace(STORE, mode="cluster")}, "store"),
        ({"store": replace(STORE, version="6.0.16")}, "store"), ({"store": replace(STORE, version="6.2.0")}, None),
        ({"roles": (*WELL.roles, sign("worker"), sign("desk"))}, None),
    ],
)  # fmt: skip
def test_the_marks_of_the_doctor(change: dict[str, Any], check: str | None) -> None:
    """The last value that is well, and the first that is not."""
    assert list(faults(replace(WELL, **change))) == ([check] if check else [])


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"clock_off": 5 * SECOND}, None), ({"clock_off": 5.1 * SECOND}, "clock"), ({"clock_off": -5.1 * SECOND}, "clock"),
        ({"disk_free": 499_999_999, "disk_total": 10**9}, "disk"), ({"disk_free": 500_000_000, "disk_total": 10**9}, None),
        ({"disk_free": 4_999_999_999, "disk_total": 100 * 10**9}, "disk"), ({"disk_free": 5_000_000_000, "disk_total": 100 * 10**9}, None),
        ({"disk_free": 10**10, "disk_total": 10**13}, None), ({"disk_free": 9_999_999_999, "disk_total": 10**13}, "disk"),
        ({"disk_free": 0, "disk_total": 0}, "disk"), ({"refused": 0}, None),
    ],
)  # fmt: skip
def test_the_marks_around_the_store(change: dict[str, Any], check: str | None) -> None:
    """A small disk by its bytes, a middling one by its share, a huge one by what a week needs."""
    assert list(faults(around=replace(AROUND, **change))) == ([check] if check else [])


@pytest.mark.parametrize(
    ("reasons", "ok", "named"),
    [
        (("dns",) * 3, 0, True), (("dns",) * 2, 0, False), (("dns",) * 9, 1, True), (("dns",) * 8, 1, False),
        (("tls",) * 3 + ("dns",) * 2, 0, False), (("timeout",) * 5, 0, True), (("disconnected",) * 5, 0, True),
        (("server_error",) * 50, 0, False), ((), 0, False),
    ],
)  # fmt: skip
def test_when_this_machines_network_is_suspected(reasons: tuple[str, ...], ok: int, named: bool) -> None:
    """From three feeds on, nine tenths of all, for one reason that is of the way and not of the feed."""
    snapshot = replace(WELL, feeds_ok=ok, feeds_failing=len(reasons))
    found = [one for one in diagnose(snapshot, replace(AROUND, feed_reasons=reasons)) if one.check == "network"]
    assert bool(found) is named
    assert all(one.remedy and f"of {len(reasons) + ok} feeds" in one.found for one in found)


@pytest.mark.parametrize("role", ["scheduler", "worker", "desk", "deliver"])
def test_each_role_is_missed_by_name(role: str) -> None:
    """With the command that starts it; how many run is said of the others."""
    running = replace(WELL, roles=tuple(one for one in WELL.roles if one.role != role))
    ((check, text),) = faults(running).items()
    assert check == f"role {role}"
    assert f"`monitor {role}`" in text
    assert [one.found for one in diagnose(running, AROUND) if one.check.startswith("role ")].count("1 running") == 3


def test_what_is_well_is_told_with_figures() -> None:
    """Every check says what it looked at, so that a person can judge for themselves."""
    found = {one.check: one.found for one in diagnose(replace(WELL, deliveries=replace(WELL.deliveries, waiting={"a": 2, "b": 3})), AROUND)}
    assert found["memory"] == "10 of 1000 MB used (1%)"
    assert found["disk"] == "50.0 GB free (50%) at /v"
    assert found["polling"] == "40 feeds ok, 0 failing, the latest poll 0 s late"
    assert found["queue"] == "3 entries wait, 1 for their page, 2 in work"
    assert (found["leases"], found["desk"], found["deliveries"]) == ("no lease has run out", "no report waits", "5 wait")


@pytest.mark.parametrize(
    ("kind", "waiting", "quarantined", "share", "aof", "is_fault"),
    [
        (OpsKind.QUEUE_GROWING, BACKLOG - 1, 0, 0, True, None), (OpsKind.QUEUE_GROWING, BACKLOG // 10 + 1, 0, 0, True, None),
        (OpsKind.QUEUE_GROWING, BACKLOG // 10, 0, 0, True, False), (OpsKind.QUEUE_GROWING, BACKLOG, 0, 0, True, True),
        (OpsKind.STORE_FULL, 0, 0, 0.8, True, False), (OpsKind.STORE_FULL, 0, 0, 0.81, True, None), (OpsKind.STORE_FULL, 0, 0, 0.89, True, None),
        (OpsKind.STORE_UNWRITABLE, 0, 0, 0, False, True), (OpsKind.STORE_UNWRITABLE, 0, 0, 0, True, False),
        (OpsKind.QUARANTINE, 0, 1, 0, True, True), (OpsKind.QUARANTINE, 0, 0, 0, True, False),
    ],
)  # fmt: skip
def test_the_marks_that_operators_hear_of(
    kind: OpsKind, waiting: int, quarantined: int, share: float, aof: bool, is_fault: bool | None
) -> None:
    """Raised at one mark, cleared at a lower one, and silent between them (None)."""
    facts = replace(STORE, used_memory=int(share * STORE.max_memory), aof_ok=aof)
    verdicts = {one.kind: one.is_fault for one in judge(Watched(facts, waiting, quarantined))}
    assert verdicts[kind] is is_fault


def test_a_snapshot_is_plain_json() -> None:
    """Times as text, spans as seconds; nothing published yet is null."""
    plain = to_plain(replace(WELL, last_alert=None, desk_lag=90 * SECOND))
    assert (plain["last_alert"], plain["desk_lag_seconds"], plain["feeds"]) == (None, 90.0, {"ok": 40, "failing": 0})
    assert to_plain(WELL)["last_alert"] == "2026-03-01T11:56:00+00:00"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (5399, "89 min"), (5400, "1 h"), (100_000, "27 h"), (-5, "0 s")],
)
def test_how_long_the_last_alert_is_back(seconds: int, shown: str) -> None:
    """In the live line: seconds, minutes up to an hour and a half, hours."""
    assert f"(last {shown} ago)" in to_line(replace(WELL, last_alert=WELL.at - timedelta(seconds=seconds))).plain
    assert "last" not in to_line(replace(WELL, last_alert=None)).plain


# --- what is masked -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        (["abc"], "abc def", "abc def"),
        (["abcd"], "abcd def", "*** def"),
        (["pass", "password1"], "password1", "***"),
        (["redis://u:abc@h/0"], "word abc", "word abc"),
        (["redis://u:abcd@h/0"], "word abcd", "word ***"),
        (["redis://u:a%2Fb%2Fc@h"], "a/b/c and a%2Fb%2Fc", "*** and ***"),
        (["https://h/short"], "GET /short", "GET /short"),
        (["https://h/a-long-path"], "GET /a-long-path now", "GET *** now"),
        (["https://h/x?key=12345678"], "key=12345678", "***"),
        (["a.*b"], "axxb a.*b", "axxb ***"),
        ([""], "anything", "anything"),
        (["aaaa", "aaaabbbb"], "aaaabbbb aaaa", "*** ***"),
    ],
)
def test_which_parts_of_a_secret_are_masked(secrets: list[str], text: str, shown: str) -> None:
    """Four characters at least; of an address its password, and its path and query from eight on; the longest first."""
    assert Redactor(secrets)(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://token@host/x", "https://***@host/x"), ("see a@b.example", "see a@b.example"),
        ("x?sig=1&AUTH=2;my-secret-x=3#f", "x?sig=***&AUTH=***#f"), ("x?monkey=1", "x?monkey=1"),
        ("Basic dXNlcjpwdw==", "Basic ***"), ("basic training", "basic training"), ("in basic training, two", "in basic training, two"), ("basic abcdefgh-1", "basic ***"), ("BEARER abc", "BEARER abc"),
        ("password=1", "password=1"), ("x?password=1 next", "x?password=*** next"),
    ],
)  # fmt: skip
def test_places_where_credentials_stand(text: str, shown: str) -> None:
    """User part, query, authorisation header; not the same words in running text."""
    assert Redactor()(text) == shown


def test_secrets_are_found_at_any_depth() -> None:
    """In lists, in headers, in sinks of every type; plain values are none."""
    sinks = [{"name": "w", "type": "webhook", "url": "https://w/1", "secret": "s1", "secrets": ["s2", "s3"], "headers": {"K": "s4"}},
             {"name": "a", "type": "apprise", "url": "a://s5"}]  # fmt: skip
    config = Config.model_validate({"redis": {"url": "redis://s6"}, "feeds": [{"url": "https://f", "headers": {"X": "s7"}}], "sinks": sinks})
    assert set(find_secrets(config)) == {"https://w/1", "s1", "s2", "s3", "s4", "a://s5", "redis://s6", "s7"}


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("passwd", True), ("smtp_password", True), ("SECRET", True), ("tokens", True), ("Authorization", True), ("api-key", True), ("apikey", True),
        ("set-cookie", True), ("credentials", True), ("key", False), ("author", False), ("url", False), ("pass", False),
    ],
)  # fmt: skip
def test_names_that_mark_a_secret(name: str, secret: bool) -> None:
    """In any case, anywhere in the name."""
    assert is_secret_name(name) is secret
