"""`monitor run` from a feed on loopback to an alert on its channels, undisturbed and with workers shot down."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import redis
import yaml

from monitor.config.load import load_config
from monitor.errors import StoreUnavailableError
from monitor.observability.snapshot import read_snapshot
from monitor.storage.connection import connect
from monitor.storage.keys import Keys
from monitor.storage.server import find_servers

pytestmark = pytest.mark.slow
PLACES = (
    "Mosul", "Kabul", "Mogadishu", "Maiduguri", "Peshawar", "Quetta", "Kharkiv", "Aleppo", "Sanaa", "Goma",
    "Ouagadougou", "Bamako", "Cali", "Manila", "Khartoum", "Tripoli", "Gaza City", "Beirut", "Basra", "Kandahar",
)  # fmt: skip
WEEKDAY = f"{datetime.now(UTC):%A}"


def attack(number: int) -> tuple[str, str]:
    """Title and text of an invented attack, each in another place."""
    place = PLACES[number % len(PLACES)]
    dead = number // len(PLACES) + 3
    title = f"Gunmen kill {dead} police officers at checkpoint in {place}"
    return title, f"Gunmen opened fire on a checkpoint in {place} on {WEEKDAY}, killing {dead} officers, police said."


class Wire:
    """A feed on loopback to which stories are added."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str]] = []
        wire = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(200 if self.path == "/feed.xml" else 404, wire.document())

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/feed.xml"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def document(self) -> bytes:
        """The feed as it stands."""
        now = format_datetime(datetime.now(UTC))
        items = "".join(
            f"<item><title>{escape(title)}</title><link>http://127.0.0.1/story/{number}</link><guid>story-{number}</guid>"
            f"<pubDate>{now}</pubDate><description>{escape(text)}</description></item>"
            for number, (title, text) in enumerate(self.items)
        )
        head = "<title>Wire</title><link>http://127.0.0.1/</link><description>d</description>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()


class System:
    """A running `monitor run` that polls the wire every two seconds, without downloading pages."""

    def __init__(self, directory: Path, wire: Wire) -> None:
        self.wire = wire
        self.data_dir = directory / "var"
        self.log = directory / "log"
        config = directory / "config.yaml"
        config.write_text(
            yaml.safe_dump(
                {
                    "data_dir": str(self.data_dir),
                    "feeds": [{"url": wire.url, "name": "Wire", "interval": "2s"}],
                    "polling": {"allow_private_networks": True, "min_interval": "1s"},
                    "articles": {"fetch": "never"},
                    "workers": {"count": 2},
                    "watchlists": [{"name": "iraq", "countries": ["IQ"]}],
                }
            )
        )
        with self.log.open("wb") as stream:
            command = [sys.executable, "-m", "monitor", "run", "--config", str(config)]
            self.process = subprocess.Popen(command, stdout=stream, stderr=stream)
        self.until(lambda: self.events("pool_started") and self.events("desk_taken_up"), within=60)
        self.until(lambda: self.events("poll"), within=30)
        self.client = connect(load_config(str(config)))

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log lines of one event."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def until(self, condition: Callable[[], Any], *, within: float) -> None:
        """Waits for real processes; fails after `within` seconds."""
        deadline = time.monotonic() + within
        while not condition():
            assert time.monotonic() < deadline, f"not within {within} s; the log:\n{self.log.read_text()[-5000:]}"
            time.sleep(0.1)

    def alerts(self) -> list[dict[str, Any]]:
        """The durable record."""
        return [json.loads(fields[b"alert"]) for _, fields in self.client.xrange("monitor:alerts:stream")]

    def workers(self) -> list[int]:
        """The worker processes below the pool."""
        [pool] = [event["pid"] for event in self.events("role_started") if event["name"] == "worker"]
        return [int(pid) for pid in Path(f"/proc/{pool}/task/{pool}/children").read_text().split()]


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    """Everything, running; ended after the test."""
    wire = Wire()
    made = System(tmp_path, wire)
    yield made
    made.process.terminate()
    try:
        made.process.wait(40)
    finally:
        made.process.kill()
        wire.close()
        for pid in find_servers(made.data_dir):
            os.kill(pid, signal.SIGKILL)


def test_story_becomes_an_alert_on_every_channel(system: System) -> None:
    """A story on the wire: within 15 s one alert on each channel that it belongs to, and once in the stream."""
    heard = system.client.pubsub(ignore_subscribe_messages=True)
    heard.psubscribe("monitor:alerts*")
    heard.get_message(timeout=1)
    system.wire.items.append(attack(0))
    published = time.monotonic()
    system.until(system.alerts, within=15)
    assert time.monotonic() - published < 15
    channels = [message["channel"].decode() for message in iter(lambda: heard.get_message(timeout=0.5), None)]
    [alert] = system.alerts()
    assert alert["kind"] == "new"
    wanted = {
        "monitor:alerts", "monitor:alerts:type:shooting", "monitor:alerts:country:IQ", "monitor:alerts:watch:iraq",
        f"monitor:alerts:severity:{alert['severity']}",
    }  # fmt: skip
    assert wanted <= set(channels)
    assert set(Counter(channels).values()) == {1}


def test_workers_shot_down_in_mid_batch(system: System) -> None:
    """SIGKILL to all workers again and again: every entry is reported and filed once, and no alert is told twice."""
    system.wire.items.extend(attack(number) for number in range(120))
    for _ in range(3):
        filed = len(system.events("report_filed"))
        system.until(lambda: len(system.events("report_filed")) > filed or filed == 120, within=40)  # noqa: B023
        for pid in system.workers():
            os.kill(pid, signal.SIGKILL)
    system.until(lambda: len(system.events("report_filed")) >= 120, within=60)
    filed_ids = Counter(event["id"] for event in system.events("report_filed"))
    assert set(filed_ids.values()) == {1}
    counted = system.client.hget(f"monitor:counters:{datetime.now(UTC):%Y-%m-%d}", "article.reported")
    assert int(counted or 0) == 120
    ids = [alert["id"] for alert in system.alerts()]
    assert len(ids) == len(set(ids)) > 0
    new = Counter(alert["incident_id"] for alert in system.alerts() if alert["kind"] == "new")
    assert set(new.values()) == {1}
    assert system.client.zcard("monitor:entries:quarantine") == 0


def test_stop_under_load_loses_nothing(system: System) -> None:
    """R54: SIGTERM while entries are worked on: all ends within 30 s, and every entry is done or waits in the store."""
    system.wire.items.extend(attack(number) for number in range(200))
    system.until(lambda: len(system.events("report_filed")) > 5, within=40)
    system.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert system.process.wait(40) == 0
    assert time.monotonic() - began < 30
    again = System(system.data_dir.parent, system.wire)
    try:
        again.until(lambda: _reported(again.client) == 200, within=60)
    finally:
        again.process.terminate()
        again.process.wait(40)


def test_chaos_leaves_the_ledger_exact(system: System) -> None:
    """A ledger of stories, while workers, roles and the server itself are killed at random: at rest all is told once."""
    dice = random.Random(20260301)
    for number in range(150):
        system.wire.items.append(attack(number))
        if number % 10 == 9:
            time.sleep(1)
            _kill_one(system, dice)
    system.until(lambda: _reported(_client(system)) == 150, within=120)
    system.until(lambda: not _behind(_client(system)), within=60)
    client = _client(system)
    assert client.zcard("monitor:entries:quarantine") == 0
    assert client.zcard("monitor:entries:leased") == 0
    alerts = [json.loads(fields[b"alert"]) for _, fields in client.xrange("monitor:alerts:stream")]
    assert len({alert["id"] for alert in alerts}) == len(alerts) > 0
    new = Counter(alert["incident_id"] for alert in alerts if alert["kind"] == "new")
    assert set(new.values()) == {1}
    before: dict[str, str] = {}
    for alert in alerts:  # each alert knows the one before it on the channel of all: no gap, no double
        assert alert["prev"].get("monitor:alerts") == before.get("all")
        before["all"] = alert["stream_id"]


def _kill_one(system: System, dice: random.Random) -> None:
    """SIGKILL to the embedded server, to a worker, or to one of the roles."""
    roles = [event["pid"] for event in system.events("role_started") if Path(f"/proc/{event['pid']}").exists()]
    victims = [*find_servers(system.data_dir), *roles]
    with contextlib.suppress(OSError, ValueError):
        victims += system.workers()
    with contextlib.suppress(ProcessLookupError):
        os.kill(dice.choice(victims), signal.SIGKILL)


def _client(system: System) -> redis.Redis:
    """A fresh client, once the server is back."""
    while True:
        with contextlib.suppress(redis.RedisError, StoreUnavailableError):
            client = connect(load_config(str(system.data_dir.parent / "config.yaml")))
            client.ping()
            return client
        time.sleep(0.2)


def _behind(client: redis.Redis) -> bool:
    return read_snapshot(client, Keys(), datetime.now(UTC)).desk_lag.total_seconds() > 0


def _reported(client: redis.Redis) -> int:
    return int(client.hget(f"monitor:counters:{datetime.now(UTC):%Y-%m-%d}", "article.reported") or 0)
