"""What is held back: quiet hours, caps, digests and mutes; and what comes of it: one summary. Operators' messages too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from alert_samples import NOON, an_alert
from outbox_kit import KEYS, delivering, eventually, owe, state
from receivers import HttpReceiver, Reply

from monitor.alerts.hold import find_hold, next_digest
from monitor.alerts.mute import Mute
from monitor.alerts.route import Reason
from monitor.clock import ManualClock, SystemClock
from monitor.config.schema import Config, EmailSink
from monitor.domain.alert import AlertKind
from monitor.domain.taxonomy import Severity
from monitor.observability import ops
from monitor.storage.dead_letters import DeliveryDesk, end_mute, read_mutes, store_mute

NIGHT = {"start": "11:00", "end": "14:00"}


@pytest.fixture
def configured(tmp_path: Path, redis_server: str, redis_client: redis.Redis, config_for: Callable[..., Config]) -> Any:
    def make(url: str, **sink: Any) -> Config:
        base = {"name": "soc", "type": "webhook", "url": url, "allow_private_networks": True, "timeout": "1s"}
        return config_for(tmp_path, redis_server, sinks=[{**base, **sink}])

    return make


async def test_quiet_hours_end_in_one_summary(redis_server: str, redis_client: redis.Redis, configured: Any) -> None:
    """At night only the critical one comes; in the morning one summary tells of the rest, the latest of each incident."""
    clock = ManualClock(NOON)
    async with HttpReceiver() as receiver, delivering(configured(receiver.url, quiet_hours=NIGHT), redis_server, clock=clock):
        held = owe(redis_client, an_alert(incident_id="a"), "soc") + owe(redis_client, an_alert(incident_id="b"), "soc")
        await eventually(lambda: all(state(redis_client, one)["state"] == "held" for one in held))
        later = owe(redis_client, an_alert(incident_id="b", revision=2), "soc")
        await eventually(lambda: state(redis_client, later[0])["state"] == "held")
        owe(redis_client, an_alert(incident_id="c", severity=Severity.CRITICAL), "soc")
        await receiver.until_accepted(1)
        clock.set(NOON + timedelta(hours=2, seconds=1))
        await receiver.until_accepted(2)
    critical, summary = receiver.accepted
    assert critical.json["incident_id"] == "c"
    assert summary.headers["monitor-event"] == "summary"
    assert sorted(alert["id"] for alert in summary.json["alerts"]) == ["a.1", "b.2"]
    assert state(redis_client, held[0])["reason"] == "quiet_hours"


async def test_what_was_told_since_is_not_in_the_summary(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """A correction pierces the night; the summary does not tell the withdrawn story again."""
    clock = ManualClock(NOON)
    async with HttpReceiver() as receiver, delivering(configured(receiver.url, quiet_hours=NIGHT), redis_server, clock=clock):
        (held,) = owe(redis_client, an_alert(), "soc")
        await eventually(lambda: state(redis_client, held)["state"] == "held")
        (fixed,) = owe(redis_client, an_alert(kind=AlertKind.CORRECTION, revision=2), "soc")
        await eventually(lambda: state(redis_client, fixed)["state"] == "delivered")
        clock.set(NOON + timedelta(hours=3))
        await eventually(lambda: redis_client.zcard(KEYS.deliveries_summaries) == 0)
    assert [got.json["revision"] for got in receiver.accepted] == [2]
    assert redis_client.hlen(KEYS.deliveries_held("soc")) == 0


async def test_cap_holds_back_and_sums_up(redis_server: str, redis_client: redis.Redis, configured: Any) -> None:
    """Two an hour: the third waits for the summary, the critical one does not."""
    clock = ManualClock(NOON)
    async with HttpReceiver() as receiver:
        capped = configured(receiver.url, rate_cap={"count": 2, "per": "1h"}, concurrency=1)
        async with delivering(capped, redis_server, clock=clock):
            ids = [owe(redis_client, an_alert(incident_id=f"i{n}"), "soc")[0] for n in range(3)]
            await receiver.until_accepted(2)
            await eventually(lambda: sorted(state(redis_client, one)["state"] for one in ids).count("held") == 1)
            owe(redis_client, an_alert(incident_id="worst", severity=Severity.CRITICAL), "soc")
            await receiver.until_accepted(3)
            clock.set(NOON + timedelta(hours=1, seconds=1))
            await receiver.until_accepted(4)
    assert receiver.accepted[2].json["incident_id"] == "worst"
    assert len(receiver.accepted[3].json["alerts"]) == 1


async def test_mute_set_meanwhile_silences_what_waits(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """A mute holds for deliveries owed before it; when it ends, new ones go out."""
    now = SystemClock().now()
    mute = Mute(id="m", reason="drill", since=now - timedelta(minutes=1), until=now + timedelta(hours=1), country="IQ")
    store_mute(redis_client, KEYS, mute)
    assert [one.id for one in read_mutes(redis_client, KEYS, now)] == ["m"]
    async with HttpReceiver() as receiver, delivering(configured(receiver.url), redis_server) as deliverer:
        await eventually(lambda: bool(deliverer._around.mutes))
        (muted,) = owe(redis_client, an_alert(), "soc")
        await eventually(lambda: state(redis_client, muted)["state"] == "held")
        assert end_mute(redis_client, KEYS, "m")
        await eventually(lambda: not deliverer._around.mutes)
        owe(redis_client, an_alert(incident_id="next"), "soc")
        await receiver.until_accepted(1)
    assert state(redis_client, muted)["reason"] == "muted"
    assert [got.json["incident_id"] for got in receiver.accepted] == ["next"]


async def test_a_broken_mute_stops_neither_desk_nor_deliverer(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """Both go on with the mutes that they can read, and name the other; `monitor mute --end` takes it away."""
    now = SystemClock().now()
    store_mute(redis_client, KEYS, Mute(id="m", reason="drill", since=now, until=now + timedelta(hours=1), incident_id="inc-1"))
    redis_client.hset(KEYS.mutes, "broken", '{"id": "broken", "country": "Iraq"}')
    named: list[str] = []
    assert [one.id for one in read_mutes(redis_client, KEYS, now, warn=named.append)] == ["m"]
    assert named == ["broken"]
    async with HttpReceiver() as receiver, delivering(configured(receiver.url), redis_server) as deliverer:
        await eventually(lambda: bool(deliverer._around.mutes))
        (muted,) = owe(redis_client, an_alert(), "soc")
        owe(redis_client, an_alert(incident_id="elsewhere"), "soc")
        await receiver.until_accepted(1)
        await eventually(lambda: state(redis_client, muted)["state"] == "held")
    assert [got.json["incident_id"] for got in receiver.accepted] == ["elsewhere"]
    assert end_mute(redis_client, KEYS, "broken")


async def test_operator_sink_hears_of_faults_once(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """Raised before the deliverer ran and cleared while it runs: two messages, none again after a restart."""
    clock = SystemClock()
    ops.raise_(redis_client, KEYS, "feed_dead", "BBC", "410 Gone", clock)
    async with HttpReceiver() as receiver:
        config = configured(receiver.url, operator=True)
        async with delivering(config, redis_server):
            await receiver.until_accepted(1)
            ops.clear(redis_client, KEYS, "feed_dead", "BBC", "back", clock)
            await receiver.until_accepted(2)
        async with delivering(config, redis_server):
            owe(redis_client, an_alert(), "soc")
            await receiver.until_accepted(3)
    assert [got.headers["monitor-event"] for got in receiver.accepted] == ["ops", "ops", "alert"]
    assert [got.json["state"] for got in receiver.accepted[:2]] == ["raised", "cleared"]


async def test_dead_letter_is_sent_again_by_hand(redis_server: str, redis_client: redis.Redis, configured: Any) -> None:
    """R45: listed, retried, delivered under the same key; one whose successor arrived is merged instead."""
    desk = DeliveryDesk(redis_client, KEYS)
    async with HttpReceiver(Reply(400), Reply(400)) as receiver, delivering(configured(receiver.url), redis_server):
        old = owe(redis_client, an_alert(incident_id="old"), "soc")[0]
        lone = owe(redis_client, an_alert(incident_id="lone"), "soc")[0]
        await eventually(lambda: len(list(desk.dead())) == 2)
        owe(redis_client, an_alert(incident_id="old", revision=2), "soc")
        await receiver.until_accepted(1)
        for letter in list(desk.dead()):
            assert desk.retry(letter, SystemClock().now())
        await receiver.until_accepted(2)
        await eventually(lambda: state(redis_client, old)["state"] == "merged")
    assert receiver.accepted[1].json["incident_id"] == "lone"
    assert len({got.key for got in receiver.got if got.json["incident_id"] == "lone"}) == 1
    assert state(redis_client, lone)["state"] == "delivered"
    delivered = desk.find(lone)
    assert delivered is not None
    assert not desk.retry(delivered, SystemClock().now())


def test_digest_comes_at_full_hours() -> None:
    """The next multiple of the span, never now."""
    assert next_digest(timedelta(hours=1), NOON) == NOON + timedelta(hours=1)
    assert next_digest(timedelta(hours=1), NOON + timedelta(minutes=59)) == NOON + timedelta(hours=1)
    assert next_digest(timedelta(days=1), NOON) == datetime(2026, 3, 18, tzinfo=UTC)


def test_digest_holds_all_but_what_pierces() -> None:
    """Critical alerts, corrections and tests go at once."""
    sink = EmailSink.model_validate(
        {"name": "d", "type": "email", "smtp_url": "smtp://x", "from": "a@b.example", "to": ["c@d.example"], "digest": "1h"}
    )
    hold = find_hold(an_alert(), sink, (), NOON)
    assert hold is not None
    assert (hold.reason, hold.until) == (Reason.DIGEST, NOON + timedelta(hours=1))
    for piercing in (an_alert(severity=Severity.CRITICAL), an_alert(kind=AlertKind.CORRECTION), an_alert(test=True)):
        assert find_hold(piercing, sink, (), NOON) is None
