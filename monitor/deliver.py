"""The role `deliver`: sends what alerts owe to sinks, until SIGTERM."""

from __future__ import annotations

import asyncio
import uuid
from concurrent.futures import ThreadPoolExecutor

import structlog
import uvloop

from monitor.alerts.deliver import Deliverer
from monitor.clock import SystemClock
from monitor.config.schema import Config
from monitor.ending import SIGNALS, Ending
from monitor.observability.logs import configure
from monitor.storage.connection import connect_async
from monitor.storage.fitness import open_store
from monitor.storage.keys import Keys
from monitor.storage.roles import RoleBeacon, instance_name

ROLE = "deliver"

log = structlog.get_logger("monitor.deliver")


def main(config: Config) -> int:
    """Delivers until SIGTERM (exit status 0) or SIGINT (130). Raises StoreError where there is no fit store."""
    configure(config, role=ROLE)
    with open_store(config) as client, RoleBeacon(client, Keys(config.redis.prefix), ROLE, SystemClock()):
        return uvloop.run(_deliver(config))


async def _deliver(config: Config) -> int:
    stop = asyncio.Event()
    ending = Ending(stop.set)
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, ending.ask, number)
    # Names are looked up in threads: as many as there can be sinks waiting for a dead name server.
    threads = 8 + sum(sink.concurrency for sink in config.sinks)
    loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="resolve"))
    client = connect_async(config)
    try:
        log.info("deliver_started", sinks=[sink.name for sink in config.sinks if sink.enabled])
        await Deliverer(config, client, holder=f"{instance_name()}:{uuid.uuid4().hex[:8]}").run(stop)
    finally:
        await client.aclose()
    log.info("deliver_stopped")
    return ending.status
