"""The deliverer outlives broken channels, broken mutes and an outage of the store, and stops when told."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from alert_samples import an_alert
from outbox_kit import KEYS, delivering, eventually, owe, state
from receivers import HANG, HttpReceiver

from monitor.alerts.channels import build_channel
from monitor.alerts.message import Message
from monitor.alerts.outcome import DELIVERED, Outcome
from monitor.config.schema import Config
from monitor.errors import DeliveryError


@pytest.fixture
def configured(tmp_path: Path, redis_server: str, redis_client: redis.Redis, config_for: Callable[..., Config]) -> Any:
    def make(*urls: str, **fields: Any) -> Config:
        base = {"type": "webhook", "allow_private_networks": True, "timeout": "500ms", **fields}
        return config_for(tmp_path, redis_server, sinks=[{**base, "name": f"s{n}", "url": url} for n, url in enumerate(urls)])

    return make


class Broken:
    """A channel with a fault of its own: raises twice, then overstays once, then works."""

    pace = timedelta(0)

    def __init__(self) -> None:
        self.calls = 0

    async def send(self, message: Message) -> Outcome:
        self.calls += 1
        if self.calls <= 2:
            raise KeyError("a bug")
        if self.calls == 3:
            await asyncio.Event().wait()
        return DELIVERED

    def preview(self, message: Message) -> bytes:
        return b""

    async def aclose(self) -> None:
        """Nothing."""


@pytest.mark.slow
async def test_faults_of_a_channel_cost_attempts_not_the_process(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """Exceptions and overstaying are failures like others."""
    broken = Broken()
    async with delivering(configured("http://x.example/", timeout="100ms"), redis_server, build=lambda *_: broken):
        (delivery,) = owe(redis_client, an_alert(), "s0")
        await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
    assert broken.calls == 4


async def test_sink_that_cannot_be_built_makes_dead_letters_that_say_why(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """One unusable sink does not keep the deliverer from starting, nor the other sink from its alerts."""
    async with HttpReceiver() as receiver:
        config = configured("http://x.example/", receiver.url)

        def build(sink: Any, clock: Any) -> Any:
            if sink.name == "s0":
                raise DeliveryError("sink s0: needs the extra", subject="s0")
            return build_channel(sink, clock)

        async with delivering(config, redis_server, build=build):
            unusable, _ = owe(redis_client, an_alert(), "s0", "s1")
            await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, unusable)["state"] == "dead")
    assert state(redis_client, unusable)["last_error"] == "sink s0: needs the extra"


async def test_broken_mute_and_missing_alert(redis_server: str, redis_client: redis.Redis, configured: Any) -> None:
    """A mute that cannot be read keeps nothing back; an alert that is gone is a dead letter."""
    redis_client.hset(KEYS.mutes, "bad", '{"id": 1}')
    async with HttpReceiver() as receiver:
        (gone,) = owe(redis_client, an_alert(incident_id="gone"), "s0", ring=False)
        redis_client.delete(KEYS.alert("gone.1"))
        async with delivering(configured(receiver.url), redis_server):
            owe(redis_client, an_alert(), "s0")
            await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, gone)["state"] == "dead")
    assert state(redis_client, gone)["reason"] == "unreadable"


async def test_cut_connections_to_the_store_cost_nothing(
    redis_server: str, redis_client: redis.Redis, configured: Any
) -> None:
    """All clients are thrown out again and again: every alert still arrives once."""
    async with HttpReceiver() as receiver, delivering(configured(receiver.url), redis_server):
        for number in range(20):
            owe(redis_client, an_alert(incident_id=f"i{number}"), "s0")
            for kind in ("normal", "pubsub"):
                redis_client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
            await asyncio.sleep(0.02)
        await receiver.until(lambda r: len({got.key for got in r.accepted}) == 20, seconds=30)


@pytest.mark.slow
async def test_role_stops_on_sigterm_with_a_sink_that_hangs(
    tmp_path: Path, redis_server: str, redis_client: redis.Redis
) -> None:
    """`monitor deliver` ends in good time and with status 0; what was in flight is owed still (R54)."""
    async with HttpReceiver(judge=lambda _got: HANG) as receiver:
        config = tmp_path / "config.yaml"
        config.write_text(
            f'redis: {{url: "{redis_server}"}}\nsinks:\n  - {{name: s0, type: webhook, url: "{receiver.url}",'
            " allow_private_networks: true, timeout: 3s}\n"
        )
        process = subprocess.Popen([sys.executable, "-m", "monitor", "deliver", "--config", str(config)])
        try:
            (delivery,) = owe(redis_client, an_alert(), "s0")
            await receiver.until(lambda r: len(r.got) == 1, seconds=60)
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            assert await asyncio.to_thread(process.wait, 30) == 0
            assert time.monotonic() - began < 10
        finally:
            process.kill()
    assert state(redis_client, delivery)["state"] == "waiting"
    assert redis_client.zscore(KEYS.delivery_queue("s0"), delivery) is not None
