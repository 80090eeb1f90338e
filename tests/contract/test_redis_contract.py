"""Section 2 of the contract as a subscriber sees it: channels, stream, `stream_id` and `prev`, and a store that is full."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from reportmaking import NOON, event, report

from monitor.clock import ManualClock
from monitor.config.schema import Config
from monitor.desk import DeskRole
from monitor.domain.report import Report
from monitor.domain.taxonomy import EscalationKind, EventType, Severity
from monitor.observability import ops
from monitor.observability.counters import count, read_counters
from monitor.observability.ops import OpsKind
from monitor.storage.codec import pack
from monitor.storage.keys import Keys

NO_WAIT = timedelta(milliseconds=1)
ServerWith = Callable[..., str]
ConfigFor = Callable[..., Config]


def hand_in(client: redis.Redis, *reports: Report) -> None:
    """What a worker does with its reports."""
    for one in reports:
        client.xadd("monitor:reports", {"report": pack(one)})


def alerts(client: redis.Redis) -> list[dict[str, Any]]:
    """The stream's alerts, each with the id under which the stream has it."""
    return [json.loads(fields[b"alert"]) | {"_id": id_.decode()} for id_, fields in client.xrange("monitor:alerts:stream")]


def work(role: DeskRole, rounds: int) -> None:
    """A desk's rounds, the first of which take reports one by one."""
    for _ in range(rounds):
        role.step(NO_WAIT)


def fill(client: redis.Redis) -> None:
    """Stores things of ever smaller size until not even a byte is taken."""
    for size in (100_000, 5_000, 100, 1):
        number = 0
        while True:
            try:
                client.set(f"filling:{size}:{number}", b"x" * size)
            except redis.exceptions.OutOfMemoryError:
                break
            number += 1


def test_every_channel_of_the_contract_and_no_other(
    config_for: ConfigFor, tmp_path: Path, redis_server: str, redis_client: redis.Redis
) -> None:
    """Names are the contract's; each message is the stream's own bytes; `prev` names the channel's alert before."""
    watched = [{"name": "harbour watch", "types": ["shelling"]}]
    listener = redis_client.pubsub(ignore_subscribe_messages=True)
    listener.psubscribe("monitor:*")
    listener.get_message(timeout=1)
    role = DeskRole(config_for(tmp_path, redis_server, watchlists=watched), redis_client, ManualClock(NOON), holder="a")
    hand_in(
        redis_client,
        report("a1", severity=Severity.HIGH),
        report("b1", "Bomb kills two in Port Asle", "A bomb went off at a bus stop in Port Asle.", outlet="Asle Post",
               events=(event("Port Asle", EventType.BOMBING, killed=2),), severity=Severity.HIGH),
    )
    work(role, 4)
    heard = [m for m in iter(lambda: listener.get_message(timeout=0.2), None) if m["type"] == "pmessage"]
    first, second = alerts(redis_client)
    assert set(first["prev"]) == {
        "monitor:alerts", "monitor:alerts:severity:high", "monitor:alerts:type:shelling", "monitor:alerts:country:VD",
        "monitor:alerts:watch:harbour watch",
    }  # fmt: skip
    assert {m["channel"].decode() for m in heard if json.loads(m["data"])["id"] == first["id"]} == set(first["prev"])
    assert first["prev"] == dict.fromkeys(first["prev"])
    assert second["prev"]["monitor:alerts"] == second["prev"]["monitor:alerts:severity:high"] == first["stream_id"]
    assert second["prev"]["monitor:alerts:country:OM"] is None
    assert [one["stream_id"] for one in (first, second)] == [one["_id"] for one in (first, second)]
    raw = {fields[b"alert"] for _, fields in redis_client.xrange("monitor:alerts:stream")}
    assert {m["data"] for m in heard} == raw


def test_escalation_alone_goes_to_its_channel(
    config_for: ConfigFor, tmp_path: Path, redis_server: str, redis_client: redis.Redis
) -> None:
    """Words of war without an attack: kind `escalation`, `event` null, channel monitor:alerts:escalation."""
    role = DeskRole(config_for(tmp_path, redis_server), redis_client, ManualClock(NOON), holder="a")
    hand_in(redis_client, report("e1", events=(), escalation=(EscalationKind.ULTIMATUM,), attack=False, severity=Severity.MODERATE))
    work(role, 3)
    (alert,) = alerts(redis_client)
    assert (alert["kind"], alert["event"]) == ("escalation", None)
    assert "monitor:alerts:escalation" in alert["prev"]


def test_full_store_still_tells_what_happened(config_for: ConfigFor, tmp_path: Path, server_with: ServerWith) -> None:
    """At maxmemory a desk takes the lease over, answers the reports that wait, publishes, and frees their memory."""
    url = server_with(maxmemory="8mb")
    client = redis.Redis.from_url(url, protocol=2)
    hand_in(client, report("a1", severity=Severity.HIGH))
    fill(client)
    with pytest.raises(redis.exceptions.OutOfMemoryError):
        client.set("more", "x")
    role = DeskRole(config_for(tmp_path, url), client, ManualClock(NOON), holder="a")
    work(role, 3)
    assert [alert["revision"] for alert in alerts(client)] == [1]
    assert client.xlen("monitor:reports") == 1  # the last one marks the place
    assert read_counters(client, Keys(), NOON)["alert.published"] == 1


def test_full_store_is_told_of_and_counted_in(server_with: ServerWith) -> None:
    """What is counted is right above all when something is wrong."""
    client = redis.Redis.from_url(server_with(maxmemory="8mb"), protocol=2)
    fill(client)
    assert ops.raise_(client, Keys(), OpsKind.STORE_FULL, "store", "nine tenths are used", ManualClock(NOON))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    count(client, Keys(), "things", now)
    count(client, Keys(), "things", now, by=2)
    assert read_counters(client, Keys(), now) == {"things": 3}


def test_ops_messages_have_the_contracts_shape(redis_client: redis.Redis) -> None:
    """Once when a fault begins, once when it ends: kind, subject, state, text, at."""
    listener = redis_client.pubsub(ignore_subscribe_messages=True)
    listener.subscribe("monitor:ops")
    listener.get_message(timeout=1)
    clock = ManualClock(NOON)
    for _ in range(2):
        ops.raise_(redis_client, Keys(), OpsKind.STORE_FULL, "store", "nine tenths are used", clock)
    for _ in range(2):
        ops.clear(redis_client, Keys(), OpsKind.STORE_FULL, "store", "there is room again", clock)
    told = [json.loads(m["data"]) for m in iter(lambda: listener.get_message(timeout=0.2), None)]
    assert [message["state"] for message in told] == ["raised", "cleared"]
    assert told[0] | {"at": None} == {
        "kind": "store_full", "subject": "store", "state": "raised", "text": "nine tenths are used", "at": None,
    }  # fmt: skip
    assert datetime.fromisoformat(told[0]["at"]) == NOON
