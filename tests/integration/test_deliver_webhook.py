"""Deliveries to a webhook, end to end: a real store, a real deliverer, a real receiver that checks signatures."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from alert_samples import an_alert
from outbox_kit import FAST, KEYS, delivering, eventually, owe, state
from receivers import HANG, RESET, HttpReceiver, Reply
from standardwebhooks import Webhook, WebhookVerificationError

from monitor.config.schema import Config
from monitor.domain.alert import AlertKind
from monitor.storage.codec import to_json

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"fedcba9876543210fedcba9876543210").decode()

Configured = Callable[..., Config]


@pytest.fixture
def configured(tmp_path: Path, redis_server: str, redis_client: redis.Redis, config_for: Callable[..., Config]) -> Configured:
    """`configured({"name": …, "url": …}, …)`: a configuration with webhook sinks that may reach loopback."""

    def make(*sinks: dict[str, Any]) -> Config:
        base = {"type": "webhook", "allow_private_networks": True, "timeout": "500ms"}
        return config_for(tmp_path, redis_server, sinks=[{**base, **sink} for sink in sinks])

    return make


async def test_alert_arrives_as_published_and_signed(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """The body is the alert byte for byte; id, timestamp and both signatures verify with the reference library."""
    async with HttpReceiver() as receiver:
        config = configured({"name": "soc", "url": receiver.url, "secret": SECRET, "secrets": [OLD_SECRET]})
        async with delivering(config, redis_server):
            (delivery,) = owe(redis_client, an_alert(), "soc")
            (got,) = await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert got.body == to_json(an_alert())
    assert got.key == "inc-1_1:soc"
    for secret in (SECRET, OLD_SECRET):
        assert Webhook(secret).verify(got.body, got.headers)["id"] == "inc-1.1"
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(got.body, got.headers)
    assert redis_client.get(KEYS.delivered("soc", "inc-1")) == b"1"


@pytest.mark.parametrize(
    "fault",
    [Reply(500), Reply(503), Reply(408), Reply(425), Reply(429), Reply(301, headers={"Location": "/x"}), RESET, HANG],
    ids=["500", "503", "408", "425", "429", "301", "reset", "hang"],
)
async def test_passing_fault_is_tried_again_with_the_same_key(
    redis_server: str, redis_client: redis.Redis, configured: Configured, fault: Reply
) -> None:
    """R45: two faults, then success: three requests with one webhook-id."""
    async with HttpReceiver(fault, fault) as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        async with delivering(config, redis_server):
            (delivery,) = owe(redis_client, an_alert(), "soc")
            await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert [got.key for got in receiver.got] == ["inc-1_1:soc"] * 3
    assert state(redis_client, delivery)["attempts"] == "3"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
async def test_final_refusal_is_a_dead_letter_at_once(
    redis_server: str, redis_client: redis.Redis, configured: Configured, status: int
) -> None:
    """What trying again cannot mend is not tried again, and operators hear of it."""
    async with HttpReceiver(Reply(status, "no such hook")) as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        async with delivering(config, redis_server):
            (delivery,) = owe(redis_client, an_alert(), "soc")
            await eventually(lambda: state(redis_client, delivery)["state"] == "dead")
            await eventually(lambda: redis_client.hexists(KEYS.ops_state, "dead_letters|soc"))
    assert len(receiver.got) == 1
    assert state(redis_client, delivery)["last_error"] == f"HTTP {status}: no such hook"
    assert redis_client.zscore(KEYS.deliveries_dead, delivery) is not None


async def test_gives_up_after_the_last_attempt(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """R45: eight attempts, then the dead letter."""
    async with HttpReceiver(judge=lambda _got: Reply(500, "still down")) as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        async with delivering(config, redis_server):
            (delivery,) = owe(redis_client, an_alert(), "soc")
            await eventually(lambda: state(redis_client, delivery)["state"] == "dead", seconds=20)
    assert len(receiver.got) == 8
    assert {got.key for got in receiver.got} == {"inc-1_1:soc"}


async def test_gone_disables_the_sink(redis_server: str, redis_client: redis.Redis, configured: Configured) -> None:
    """After 410 nothing more is sent, by this deliverer or the next; a new address ends that."""
    async with HttpReceiver(Reply(410)) as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        for number in range(2):  # the second deliverer starts with what the first has learnt
            async with delivering(config, redis_server):
                (delivery,) = owe(redis_client, an_alert(incident_id=f"inc-{number}"), "soc")
                await eventually(lambda delivery=delivery: state(redis_client, delivery)["state"] == "dead")
        assert len(receiver.got) == 1
        assert redis_client.hexists(KEYS.ops_state, "sink_disabled|soc")
        moved = configured({"name": "soc", "url": receiver.url + "-new"})
        async with delivering(moved, redis_server):
            owe(redis_client, an_alert(incident_id="inc-9"), "soc")
            await receiver.until_accepted(1)
            await eventually(lambda: not redis_client.hexists(KEYS.ops_state, "sink_disabled|soc"))


async def test_private_addresses_are_refused(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """Without allow_private_networks no connection is made, by number or by name."""
    async with HttpReceiver() as receiver:
        by_number = {"name": "a", "url": receiver.url, "allow_private_networks": False}
        by_name = {**by_number, "name": "b", "url": receiver.url.replace("127.0.0.1", "localhost")}
        async with delivering(configured(by_number, by_name), redis_server):
            ids = owe(redis_client, an_alert(), "a", "b")
            await eventually(lambda: all(state(redis_client, one)["state"] == "dead" for one in ids))
        assert receiver.got == []
    assert {state(redis_client, one)["reason"] for one in ids} == {"address_refused"}


async def test_overtaken_revision_is_merged_into_the_next(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """Three revisions owed before anything is sent: one request with the last, the others marked as merged."""
    async with HttpReceiver() as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        ids = [
            owe(redis_client, an_alert(revision=n, kind=AlertKind.UPDATE, changes=(f"change {n}",)), "soc", ring=False)[0]
            for n in (1, 2, 3)
        ]
        async with delivering(config, redis_server):
            (got,) = await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, ids[2])["state"] == "delivered")
    assert got.json["revision"] == 3
    assert [state(redis_client, one)["state"] for one in ids] == ["merged", "merged", "delivered"]


async def test_revision_waits_for_the_one_in_flight(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """While revision 1 hangs, 2 and 3 come: 3 goes out after 1 has failed, and nothing goes out of order."""
    async with HttpReceiver(HANG) as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        async with delivering(config, redis_server):
            first = owe(redis_client, an_alert(), "soc")[0]
            await receiver.until(lambda r: len(r.got) == 1)
            second = owe(redis_client, an_alert(revision=2), "soc")[0]
            third = owe(redis_client, an_alert(revision=3), "soc")[0]
            await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, third)["state"] == "delivered")
    assert [got.json["revision"] for got in receiver.got] == [1, 3]
    assert [state(redis_client, one)["state"] for one in (first, second)] == ["merged", "merged"]


async def test_hanging_sink_blocks_no_other(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """One sink never answers; fifty alerts reach the other meanwhile."""
    async with HttpReceiver(judge=lambda _got: HANG) as hanging, HttpReceiver() as receiver:
        config = configured(
            {"name": "stuck", "url": hanging.url, "timeout": "60s"}, {"name": "soc", "url": receiver.url}
        )
        for number in range(50):
            owe(redis_client, an_alert(incident_id=f"inc-{number}"), "stuck", "soc")
        async with delivering(config, redis_server) as deliverer:
            await receiver.until_accepted(50)
            for runner in deliverer._runners.values():  # do not wait a minute for what hangs
                for task in runner._tasks:
                    task.cancel()
        assert len(hanging.got) == 4


async def test_circuit_opens_and_closes_and_operators_hear_of_it(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """R45: five failures in a row open the circuit: told once; probes go on; the first success closes it: told once."""
    async with HttpReceiver(*[Reply(500)] * 7) as receiver:
        config = configured({"name": "soc", "url": receiver.url, "concurrency": 1})
        async with delivering(config, redis_server):
            for number in range(20):
                owe(redis_client, an_alert(incident_id=f"inc-{number}"), "soc")
            await receiver.until_accepted(20)
            await eventually(lambda: not redis_client.hexists(KEYS.ops_state, "sink_failing|soc"))
    told = [json.loads(entry[b"ops"]) for _, entry in redis_client.xrange(KEYS.ops_log)]
    assert [(m["kind"], m["state"]) for m in told] == [("sink_failing", "raised"), ("sink_failing", "cleared")]
    assert receiver.url not in json.dumps(told)
    assert "s3cretpath" not in json.dumps(told)


async def test_retry_after_pauses_the_sink(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """R45: a 429 with Retry-After keeps back everything for that sink, not only the delivery that met it."""
    async with HttpReceiver(Reply(429, headers={"Retry-After": "1"})) as receiver:
        config = configured({"name": "soc", "url": receiver.url, "concurrency": 1})
        async with delivering(config, redis_server):
            for number in range(3):
                owe(redis_client, an_alert(incident_id=f"inc-{number}"), "soc")
            await receiver.until_accepted(3)
    assert receiver.got[1].at - receiver.got[0].at >= timedelta(seconds=0.95).total_seconds()


async def test_unknown_sink_is_a_dead_letter(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """A sink that left the configuration: its deliveries are kept as dead letters, with the reason."""
    async with HttpReceiver() as receiver, delivering(configured({"name": "soc", "url": receiver.url}), redis_server):
        (delivery,) = owe(redis_client, an_alert(), "gone")
        await eventually(lambda: state(redis_client, delivery)["state"] == "dead")
    assert state(redis_client, delivery)["reason"] == "no_sink"


async def test_what_waits_for_a_sink_that_is_removed_becomes_dead_letters(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """Taken in and failed while it was configured: neither forgotten nor kept for ever; the other sink's goes on."""
    slow = replace(FAST, delays=(timedelta(0), timedelta(hours=1)))
    async with HttpReceiver(judge=lambda _got: Reply(500)) as receiver:
        old, kept = {"name": "old", "url": receiver.url}, {"name": "kept", "url": receiver.url}
        ids = owe(redis_client, an_alert(), "old", "kept")
        async with delivering(configured(old, kept), redis_server, schedule=slow):
            await eventually(lambda: all(state(redis_client, one)["attempts"] == "1" for one in ids))
        async with delivering(configured(kept), redis_server, schedule=slow):
            await eventually(lambda: state(redis_client, ids[0])["state"] == "dead")
    assert state(redis_client, ids[0])["reason"] == "no_sink"
    assert state(redis_client, ids[1])["state"] == "waiting"
    assert not redis_client.exists(KEYS.delivery_queue("old"), KEYS.delivery_lanes("old"))
    assert redis_client.zcard(KEYS.delivery_queue("kept")) == 1


async def test_crash_between_answer_and_record_repeats_with_the_same_key(
    redis_server: str, redis_client: redis.Redis, configured: Configured
) -> None:
    """A deliverer that dies with a lease: the next one sends again, under the same key (R46)."""
    async with HttpReceiver() as receiver:
        config = configured({"name": "soc", "url": receiver.url})
        (delivery,) = owe(redis_client, an_alert(), "soc")
        async with delivering(config, redis_server, holder="first"):
            await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
        # What the store holds where the process died before it could settle: the lease, and no outcome.
        redis_client.persist(KEYS.delivery(delivery))
        redis_client.delete(KEYS.delivered("soc", "inc-1"))
        redis_client.hset(KEYS.delivery(delivery), mapping={"state": "waiting", "holder": "dead", "lease_until": 1})
        redis_client.hset(KEYS.delivery_lanes("soc"), "h:inc-1", delivery)
        redis_client.zadd(KEYS.delivery_queue("soc"), {delivery: 1})
        async with delivering(config, redis_server, holder="second"):
            await receiver.until_accepted(2)
            await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert len({got.key for got in receiver.accepted}) == 1
