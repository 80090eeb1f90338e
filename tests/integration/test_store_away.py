"""R11: the store is away for longer than any retry of a client lasts; no role ends, and what waits is caught up with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from reportmaking import event, report
from server_kit import start_server

from monitor.clock import SystemClock
from monitor.domain.taxonomy import EventType
from monitor.storage.codec import pack
from monitor.storage.keys import Keys

pytestmark = pytest.mark.slow
KEYS = Keys()
AWAY = 12.0
"""Seconds: clients retry for about three, a lease lasts five, a delivery is settled patiently for some ten."""
STORIES = {
    "before": ("Karsova", EventType.SHELLING, 3, "Shells fall on Karsova harbour", "Cranes burnt in the harbour of Karsova, Milan Dravec said."),
    "meanwhile": ("Port Asle", EventType.ABDUCTION, 0, "Teachers taken near Port Asle", "Gunmen led four teachers away from a school."),
    "after": ("Brenholt", EventType.STABBING, 1, "Man with a knife kills a guard in Brenholt", "Police in Brenholt arrested a baker."),
}
ROLES = {"scheduler", "worker", "desk", "deliver"}


@pytest.fixture
def directory() -> Iterator[Path]:
    """Where the store keeps its log and its socket: a short path."""
    made = Path(tempfile.mkdtemp(prefix="mon-", dir="/tmp"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def until(holds: Callable[[], Any], *, within: float, log: Path) -> None:
    """Waits for real processes."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < within, f"not within {within} s; the log:\n{log.read_text()[-8000:]}"
        time.sleep(0.05)


def events(log: Path, name: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == name]


def hand_in(client: redis.Redis, id_: str) -> None:
    """What a worker hands to the desk."""
    town, kind, killed, title, text = STORIES[id_]
    now = SystemClock().now()
    told = event(town, kind, day=f"{now:%Y-%m-%d}", killed=killed, weapon=None)
    one = report(id_, title, text, events=(told,), published=now)
    client.xadd(KEYS.reports, {"report": pack(one)})


def test_no_role_ends_and_all_goes_on(directory: Path, hook: Any, tmp_path: Path) -> None:
    """Everything runs on a store of its own; that is killed, stays away, and comes back with its data."""
    keeping = {"appendonly": "yes", "appendfsync": "always"}
    store, url = start_server(directory, **keeping)
    config, log = tmp_path / "config.yaml", tmp_path / "log"
    sink = {"name": "soc", "type": "webhook", "url": f"http://127.0.0.1:{hook.server_address[1]}/", "allow_private_networks": True}
    config.write_text(yaml.safe_dump({
        "redis": {"url": url}, "data_dir": str(tmp_path / "var"), "workers": {"count": 1}, "sinks": [sink],
        "feeds": [{"url": "http://127.0.0.1:9/none.xml"}], "polling": {"allow_private_networks": True},
    }))  # fmt: skip
    with log.open("wb") as stream:
        run = subprocess.Popen([sys.executable, "-m", "monitor", "run", "--config", str(config)], stderr=stream)
    try:
        client = redis.Redis.from_url(url, protocol=2)
        until(lambda: {key.split(b":")[2].decode() for key in client.scan_iter(match="monitor:role:*")} == ROLES, within=60, log=log)
        hand_in(client, "before")
        until(lambda: len(hook.bodies) == 1, within=30, log=log)
        hand_in(client, "meanwhile")
        store.kill()
        store.wait()
        begun = time.monotonic()
        until(lambda: time.monotonic() - begun > AWAY, within=2 * AWAY, log=log)
        assert events(log, "role_ended") == []
        store, _ = start_server(directory, **keeping)
        back = time.monotonic()
        until(lambda: len(hook.bodies) >= 2, within=60, log=log)
        hand_in(redis.Redis.from_url(url, protocol=2), "after")
        until(lambda: len(hook.bodies) == 3, within=60 - (time.monotonic() - back), log=log)
        assert len({json.loads(body)["incident_id"] for body in hook.bodies}) == 3
        fresh = redis.Redis.from_url(url, protocol=2)
        until(lambda: fresh.exists(KEYS.heartbeat), within=60, log=log)
        assert events(log, "role_ended") == []
        os.kill(run.pid, signal.SIGTERM)
        assert run.wait(30) == 0
    finally:
        run.kill()
        run.wait()
        store.kill()
        store.wait()
