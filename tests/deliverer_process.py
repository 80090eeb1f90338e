"""A deliverer in a process of its own, for tests that kill it: the role's loop with a faster schedule and no pace.

Usage: python deliverer_process.py CONFIG [SECONDS_OF_THE_SCHEDULE ...]
"""

from __future__ import annotations

import asyncio
import signal
import sys
import uuid
from datetime import timedelta

import uvloop

from monitor.alerts.channels import build_channel
from monitor.alerts.deliver import Deliverer
from monitor.alerts.retry import Schedule
from monitor.config.load import load_config
from monitor.observability.logs import configure
from monitor.storage.connection import connect_async


def build(sink, clock):  # type: ignore[no-untyped-def]
    channel = build_channel(sink, clock)
    channel.pace = timedelta(0)
    return channel


async def run(path: str, delays: list[str]) -> None:
    config = load_config(path)
    configure(config, role="deliver", terminal=False)
    schedule = Schedule(
        delays=tuple(timedelta(seconds=float(delay)) for delay in delays) or Schedule().delays,
        shortest_break=timedelta(milliseconds=50),
        longest_break=timedelta(milliseconds=400),
        lease_margin=timedelta(milliseconds=100),
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = connect_async(config)
    sys.stdout.write("started\n")
    sys.stdout.flush()
    await Deliverer(config, client, holder=uuid.uuid4().hex, schedule=schedule, build=build).run(stop)
    await client.aclose()


if __name__ == "__main__":
    uvloop.run(run(sys.argv[1], sys.argv[2:]))
