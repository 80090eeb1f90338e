"""Consumer groups that other programs keep on our streams: seen, measured, and told of when nobody reads any more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis
import yaml
from click.testing import CliRunner

from monitor.cli.status import doctor_command, status_command
from monitor.clock import ManualClock, SystemClock, to_ms
from monitor.observability.ops import read_faults
from monitor.observability.watch import is_gone, watch_subscribers
from monitor.storage.keys import Keys
from monitor.storage.subscribers import Subscriber, read_subscribers

KEYS = Keys()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """The store's own clock counts how long a consumer is idle: these tests are in its present."""
    return SystemClock().now()


def publish(client: redis.Redis, *moments: datetime) -> None:
    for moment in moments:
        client.xadd(KEYS.alert_stream, {"alert": "{}"}, id=f"{to_ms(moment)}-*")


def read(client: redis.Redis, group: str, count: int) -> list[bytes]:
    reply = client.xreadgroup(group, "one", {KEYS.alert_stream: ">"}, count=count)
    return [id_ for id_, _ in reply[0][1]]


def test_no_groups_no_subscribers(redis_client: redis.Redis, now: datetime) -> None:
    """Streams that are not there, and streams without groups: we keep none ourselves."""
    assert read_subscribers(redis_client, KEYS, now) == ()
    publish(redis_client, now)
    assert read_subscribers(redis_client, KEYS, now) == ()


def test_each_group_is_measured(redis_client: redis.Redis, now: datetime) -> None:
    """What it has not read, what it has not acknowledged, and how old the oldest of both is."""
    publish(redis_client, now - 5 * HOUR, now - 3 * HOUR, now - HOUR)
    for group in ("unread", "unacknowledged", "well"):
        redis_client.xgroup_create(KEYS.alert_stream, group, id="0")
    first, second = read(redis_client, "unacknowledged", 2)
    redis_client.xack(KEYS.alert_stream, "unacknowledged", first)
    redis_client.xack(KEYS.alert_stream, "well", *read(redis_client, "well", 3))
    found = {one.group: one for one in read_subscribers(redis_client, KEYS, now)}
    assert [(name, one.unread, one.unacknowledged, one.consumers) for name, one in sorted(found.items())] == [
        ("unacknowledged", 1, 1, 1), ("unread", 3, 0, 0), ("well", 0, 0, 1),
    ]  # fmt: skip
    assert [round(found[name].behind / HOUR) for name in ("unread", "unacknowledged", "well")] == [5, 3, 0]
    assert found["unread"].idle is None
    assert found["well"].idle is not None
    assert second


def a_group(**fields: object) -> Subscriber:
    one = Subscriber(stream="s", group="g", consumers=1, unread=0, unacknowledged=9, behind=2 * DAY, idle=HOUR)
    return replace(one, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("group", "gone"),
    [
        (a_group(), True), (a_group(idle=None, consumers=0), True), (a_group(behind=DAY), True), (a_group(behind=DAY - HOUR), False),
        (a_group(idle=timedelta(minutes=10)), True), (a_group(idle=timedelta(minutes=9)), False), (a_group(behind=timedelta(0)), False),
    ],
)  # fmt: skip
def test_who_is_gone(group: Subscriber, gone: bool) -> None:
    """Behind by a day and nobody asks; a slow one, or one that catches up on ninety days, still asks."""
    assert is_gone(group) is gone


def test_operators_hear_once_of_a_group_that_nobody_reads_for(redis_client: redis.Redis, now: datetime) -> None:
    """Raised once, not for who reads; cleared when it reads again or is removed."""
    publish(redis_client, now - 2 * DAY)
    for group in ("dead", "removed", "alive"):
        redis_client.xgroup_create(KEYS.alert_stream, group, id="0")
    read(redis_client, "alive", 1)  # and forgets to acknowledge; but it asked just now
    clock = ManualClock(now)
    for _ in range(2):
        watch_subscribers(redis_client, KEYS, clock)
    assert [fault["subject"] for fault in read_faults(redis_client, KEYS)] == ["monitor:alerts:stream dead", "monitor:alerts:stream removed"]
    assert redis_client.xlen(KEYS.ops_log) == 2
    redis_client.xack(KEYS.alert_stream, "dead", *read(redis_client, "dead", 1))
    redis_client.xgroup_destroy(KEYS.alert_stream, "removed")
    watch_subscribers(redis_client, KEYS, clock)
    assert read_faults(redis_client, KEYS) == []


def test_status_and_doctor_show_groups(redis_client: redis.Redis, redis_server: str, tmp_path: Path, now: datetime) -> None:
    """In the table, in the JSON, and with what to do; a name cannot write to the terminal."""
    config = tmp_path / "config.yaml"
    config.write_text(yaml.safe_dump({"redis": {"url": redis_server}, "data_dir": str(tmp_path), "feeds": [{"url": "http://a.example/f"}]}))
    publish(redis_client, now - 2 * DAY)
    redis_client.xgroup_create(KEYS.alert_stream, "arch\x1b[31mive", id="0")
    shown = " ".join(CliRunner().invoke(status_command, ["--config", str(config)], standalone_mode=False).output.split())
    assert "subscriber archive on monitor:alerts:stream · 48 h behind · 1 unread, 0 not acknowledged · no consumer" in shown
    plain = json.loads(CliRunner().invoke(status_command, ["--config", str(config), "--json"], standalone_mode=False).output)
    [one] = plain["subscribers"]
    assert (one["stream"], one["unread"], one["idle_seconds"], round(one["behind_seconds"] / 3600)) == ("monitor:alerts:stream", 1, None, 48)
    told = CliRunner().invoke(doctor_command, ["--config", str(config)], standalone_mode=False)
    assert "\x1b[31m" not in told.output
    findings = json.loads(CliRunner().invoke(doctor_command, ["--config", str(config), "--json"], standalone_mode=False).output)
    [finding] = [finding for finding in findings if finding["check"].startswith("subscriber")]
    assert finding["is_fault"]
    assert "XGROUP DESTROY monitor:alerts:stream" in finding["remedy"]
