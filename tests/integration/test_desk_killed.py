"""The desk as a process, killed with SIGKILL again and again while it works: every incident and alert once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import redis
from reportmaking import event, report

from monitor.clock import SystemClock
from monitor.domain.taxonomy import EventType
from monitor.storage.codec import pack
from monitor.storage.keys import Keys

KEYS = Keys()
STORIES = 60
KINDS = list(EventType)
PATIENCE = 120.0


def hand_in(client: redis.Redis) -> None:
    """Reports on sixty attacks that have nothing in common, each by two workers."""
    now = SystemClock().now()
    for n in range(STORIES):
        rng = random.Random(n)
        words = " ".join("".join(rng.choices("aeiouklmnprstv", k=7)) for _ in range(40))
        town = f"Town{words[:6]}"
        told = event(town, KINDS[n % len(KINDS)], day=now.date().isoformat(), killed=n + 1, weapon=None)
        one = report(f"s{n}", f"Attack in {town}: {words[:30]}", words, events=(told,), published=now, outlet=f"Outlet {n}")
        for _ in range(2):
            client.xadd(KEYS.reports, {"report": pack(one)})


def start(config: Path) -> subprocess.Popen[bytes]:
    """A desk as `monitor run` starts it."""
    command = [sys.executable, "-m", "monitor", "desk", "--config", str(config)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "MONITOR_PARENT": ""})


def is_done(client: redis.Redis) -> bool:
    """Whether the desk's cursor has reached the last report."""
    last = client.xinfo_stream(KEYS.reports)["last-generated-id"]
    return bool(client.get(KEYS.desk_cursor) == last)


@pytest.mark.slow
def test_a_desk_killed_at_any_moment_tells_everything_once(
    tmp_path: Path, redis_server: str, redis_client: redis.Redis
) -> None:
    """R23: SIGKILL at random moments, with a standby beside it: sixty `new` alerts, each once in the stream."""
    config = tmp_path / "config.yaml"
    config.write_text(f"redis: {{url: {redis_server}}}\nfeeds: []\ndata_dir: {tmp_path}/var\n")
    hand_in(redis_client)
    rng = random.Random(5)
    desks = [start(config), start(config)]
    kills, begun = 0, time.monotonic()
    try:
        while not is_done(redis_client):
            assert time.monotonic() - begun < PATIENCE, "the desks did not come to an end"
            client_wait(redis_client, rng.uniform(0.3, 3.0))
            if kills < 4 and redis_client.exists(KEYS.desk_lease):
                victim = desks.pop(rng.randrange(2))
                victim.kill()
                victim.wait(10)
                kills += 1
                desks.append(start(config))
    finally:
        for desk in desks:
            desk.send_signal(signal.SIGTERM)
            desk.wait(20)
    alerts = [json.loads(fields[b"alert"]) for _, fields in redis_client.xrange(KEYS.alert_stream)]
    assert Counter(alert["kind"] for alert in alerts) == {"new": STORIES}
    assert len({alert["incident_id"] for alert in alerts}) == STORIES
    assert redis_client.zcard(KEYS.incidents_by_time) == STORIES


def client_wait(client: redis.Redis, seconds: float) -> None:
    """Waits on the store for what never comes: the desks work meanwhile."""
    client.blpop(["nothing"], timeout=seconds)
