"""Operators hear of a fault once when it begins and once when it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import redis
import redis.asyncio

from monitor.clock import ManualClock
from monitor.observability import ops
from monitor.observability.counters import count, count_async, read_counters
from monitor.storage.keys import Keys

KEYS = Keys()
CLOCK = ManualClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


def test_fault_is_told_once_each_way(redis_client: redis.Redis) -> None:
    """Raised twice, cleared twice, raised again: three messages, on the channel and in the log alike."""
    heard = redis_client.pubsub(ignore_subscribe_messages=True)
    heard.subscribe(KEYS.ops)
    heard.get_message(timeout=1)
    told = [
        act(redis_client, KEYS, "feed_dead", "BBC", "410 Gone", CLOCK)
        for act in (ops.raise_, ops.raise_, ops.clear, ops.clear, ops.raise_)
    ]
    assert told == [True, False, True, False, True]
    messages = [json.loads(message["data"]) for message in iter(lambda: heard.get_message(timeout=0.2), None)]
    assert [message["state"] for message in messages] == ["raised", "cleared", "raised"]
    assert messages[0] == {
        "kind": "feed_dead", "subject": "BBC", "state": "raised", "text": "410 Gone", "at": "2026-03-01T12:00:00+00:00"
    }  # fmt: skip
    assert redis_client.xlen(KEYS.ops_log) == 3
    assert [fault["subject"] for fault in ops.read_faults(redis_client, KEYS)] == ["BBC"]


async def test_both_clients_share_the_state(redis_server: str, redis_client: redis.Redis) -> None:
    """What asyncio raised, a synchronous role clears."""
    client = redis.asyncio.Redis.from_url(redis_server, protocol=2)
    assert await ops.raise_async(client, KEYS, "store_full", "store", "95 %", clock=CLOCK)
    assert ops.clear(redis_client, KEYS, "store_full", "store", "60 %", CLOCK)
    assert not await ops.clear_async(client, KEYS, "store_full", "store", "60 %", clock=CLOCK)
    await client.aclose()


async def test_counters_add_up_by_day(redis_server: str, redis_client: redis.Redis) -> None:
    """Counters of one UTC day, from both clients, and nothing of another day."""
    client = redis.asyncio.Redis.from_url(redis_server, protocol=2)
    count(redis_client, KEYS, "feed.parsed", CLOCK.now(), by=2)
    await count_async(client, KEYS, "feed.parsed", CLOCK.now())
    assert read_counters(redis_client, KEYS, CLOCK.now()) == {"feed.parsed": 3}
    assert read_counters(redis_client, KEYS, datetime(2026, 3, 2, tzinfo=UTC)) == {}
    await client.aclose()
