"""What delivery tests share: alerts owed as the desk's commit owes them, and a deliverer that runs beside the test."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import redis
import redis.asyncio

from monitor.alerts.channels import build_channel
from monitor.alerts.deliver import Deliverer
from monitor.alerts.retry import Schedule
from monitor.clock import SystemClock, to_ms
from monitor.config.schema import Config
from monitor.domain.alert import Alert
from monitor.storage.codec import to_json
from monitor.storage.keys import Keys

KEYS = Keys()
FAST = Schedule(
    delays=tuple(timedelta(milliseconds=ms) for ms in (0, 5, 10, 20, 40, 80, 160, 320)),
    shortest_break=timedelta(milliseconds=50),
    longest_break=timedelta(milliseconds=400),
    lease_margin=timedelta(milliseconds=100),
)
"""The real schedule in thousandths."""


def owe(client: redis.Redis, alert: Alert, *sinks: str, ring: bool = True) -> list[str]:
    """Owes `alert` to `sinks` with the layout that the desk's commit writes; returns the delivery ids."""
    now = to_ms(SystemClock().now())
    with client.pipeline(transaction=True) as pipeline:
        pipeline.set(KEYS.alert(alert.id), to_json(alert))
        for sink in sinks:
            pipeline.hset(KEYS.delivery(f"{alert.id}:{sink}"), mapping={
                "alert_id": alert.id, "incident_id": alert.incident_id, "sink": sink, "kind": alert.kind.value,
                "severity": alert.severity.value, "revision": alert.revision, "state": "waiting", "attempts": 0,
                "owed_at": now,
            })  # fmt: skip
            pipeline.zadd(KEYS.deliveries_due, {f"{alert.id}:{sink}": now})
        if ring:
            pipeline.publish(KEYS.alerts, to_json(alert))
        pipeline.execute()
    return [f"{alert.id}:{sink}" for sink in sinks]


def state(client: redis.Redis, delivery_id: str) -> dict[str, str]:
    """A delivery's hash as text."""
    return {k.decode(): v.decode() for k, v in client.hgetall(KEYS.delivery(delivery_id)).items()}


@asynccontextmanager
async def delivering(config: Config, url: str, *, unpaced: bool = True, **options: Any) -> AsyncIterator[Deliverer]:
    """A deliverer that runs while the block does."""

    def build(sink: Any, clock: Any) -> Any:
        channel = build_channel(sink, clock)
        if unpaced:
            channel.pace = timedelta(0)
        return channel

    client = redis.asyncio.Redis.from_url(url, protocol=2)
    options = {"schedule": FAST, "chance": random.Random(7), "holder": "test", "build": build, **options}
    deliverer = Deliverer(config, client, **options)
    stop = asyncio.Event()
    task = asyncio.create_task(deliverer.run(stop))
    try:
        yield deliverer
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)
        await client.aclose()


async def eventually(holds: Callable[[], bool], *, seconds: float = 10.0) -> None:
    """Waits until `holds()`: for states in the store, which ring no bell."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.005)
