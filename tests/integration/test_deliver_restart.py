"""What a deliverer forgets when it is restarted, and that nobody pays for it: each sink's circuit begins closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import redis
from alert_samples import NOON, an_alert
from outbox_kit import FAST, KEYS, delivering, eventually, owe, state
from receivers import HttpReceiver, Reply

from monitor.clock import ManualClock
from monitor.config.schema import Config

HOUR = timedelta(hours=1)
SLOW = replace(FAST, delays=(timedelta(0), *(HOUR,) * 7), shortest_break=HOUR, longest_break=HOUR)
"""A failed delivery, and a sink whose circuit opened, wait an hour: longer than this test's clock ever moves."""


async def test_a_fresh_circuit_costs_five_calls_and_no_delivery_comes_before_its_time(
    redis_server: str, redis_client: redis.Redis, tmp_path: Path, config_for: Callable[..., Config]
) -> None:
    """Three starts on a dead sink: five attempts each, never of one delivery twice, and operators hear of it once.

    Then it is mended: the next start delivers at once what was never tried, without waiting for the end of a break.
    """
    sink = {"name": "soc", "type": "webhook", "allow_private_networks": True, "timeout": "2s", "concurrency": 1}
    clock = ManualClock(NOON)
    async with HttpReceiver(judge=lambda _got: Reply(500)) as receiver:
        config = config_for(tmp_path, redis_server, sinks=[{**sink, "url": receiver.url}])
        ids = [owe(redis_client, an_alert(incident_id=f"i{number:02}"), "soc")[0] for number in range(20)]
        for start in (1, 2, 3):
            async with delivering(config, redis_server, clock=clock, schedule=SLOW, holder=f"start {start}"):
                await receiver.until(lambda seen, want=5 * start: len(seen.got) == want)  # type: ignore[misc]
                await eventually(lambda want=5 * start: tried(redis_client, ids) == want)  # type: ignore[misc]
            assert len(receiver.got) == 5 * start, "the sixth call of a start would knock at a closed door"
        assert len({got.key for got in receiver.got}) == 15
        assert redis_client.xlen(KEYS.ops_log) == 1
        receiver.judge = lambda _got: Reply(204)
        async with delivering(config, redis_server, clock=clock, schedule=SLOW, holder="mended"):
            await receiver.until_accepted(5)
            await eventually(lambda: redis_client.xlen(KEYS.ops_log) == 2)
        assert [state(redis_client, one)["state"] for one in ids] == ["waiting"] * 15 + ["delivered"] * 5
        clock.set(NOON + 2 * HOUR)
        async with delivering(config, redis_server, clock=clock, schedule=SLOW, holder="later"):
            await receiver.until_accepted(20)
    assert len({got.key for got in receiver.accepted}) == 20


def tried(client: redis.Redis, ids: list[str]) -> int:
    """Attempts that are recorded, of all deliveries."""
    return sum(int(state(client, one)["attempts"]) for one in ids)
