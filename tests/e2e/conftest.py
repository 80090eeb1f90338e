"""The whole system as its user runs it: `monitor run` in a process of its own, feeds and pages on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.sax.saxutils import escape

import pytest
import yaml


@dataclass
class Site:
    """A web server on loopback whose feeds a test fills; every request is recorded."""

    base: str = ""
    feeds: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """outlet → (title, text) pairs, oldest first."""
    broken: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    published: str = ""

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers feed, page and robots requests."""
        self.requests.append(handler.path)
        parts = handler.path.strip("/").split("/")
        if parts[0] in self.broken:
            self.broken[parts[0]](handler)
        elif parts[0] in self.feeds and parts[1:] == ["feed.xml"]:
            self._send(handler, self._rss(parts[0]), "application/rss+xml")
        elif parts[0] in self.feeds and len(parts) == 2 and int(parts[1]) < len(self.feeds[parts[0]]):
            self._send(handler, _page(*self.feeds[parts[0]][int(parts[1])]), "text/html; charset=utf-8")
        else:
            handler.send_error(404)

    def _rss(self, outlet: str) -> str:
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{self.base}/{outlet}/{number}</link><guid>{outlet}-{number}</guid>"
            f"<description>{escape(text.split('. ')[0])}.</description><pubDate>{self.published}</pubDate></item>"
            for number, (title, text) in enumerate(self.feeds[outlet])
        )
        return f"<rss version='2.0'><channel><title>{outlet}</title>{items}</channel></rss>"

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, text: str, kind: str) -> None:
        body = text.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def _page(title: str, text: str) -> str:
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in text.split("\n\n"))
    return f"<html><head><title>{escape(title)}</title></head><body><article><h1>{escape(title)}</h1>{paragraphs}</article></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site."""
    found = Site(published=format_datetime(datetime.now(UTC), usegmt=True))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.respond(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.base = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()


@dataclass
class Running:
    """A running `monitor run`."""

    process: subprocess.Popen[bytes]
    config: Path
    log: Path
    socket: str

    def monitor(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `monitor` command on the same configuration."""
        return subprocess.run(
            [sys.executable, "-m", "monitor", *arguments, "--config", str(self.config)],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def stop(self, within: float) -> int:
        """SIGTERM; the exit status, or an error where it takes longer than `within` seconds."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=within)


@pytest.fixture
def run_monitor(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts `monitor run` with the given sections of a configuration, and waits until its store answers."""
    started: list[Running] = []

    def start(**sections: object) -> Running:
        config = tmp_path / "config.yaml"
        polling = {"interval": "5s", "min_interval": "1s", "allow_private_networks": True} | dict(sections.pop("polling", {}))  # type: ignore[call-overload]
        config.write_text(yaml.safe_dump({"data_dir": "var", "polling": polling, **sections}))
        log = tmp_path / "run.log"
        with log.open("ab") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "monitor", "run", "--config", str(config)],
                stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        running = Running(process, config, log, "")
        started.append(running)
        running.socket = _address(running)
        return running

    yield start
    for running in started:
        if running.process.poll() is None:
            try:
                running.stop(within=30)
            except subprocess.TimeoutExpired:
                os.killpg(running.process.pid, signal.SIGKILL)


def _address(running: Running) -> str:
    """The store's address as `monitor status --json` tells it, once it answers."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            pytest.fail(f"monitor run ended: {running.log.read_text()[-3000:]}")
        answer = running.monitor("status", "--json")
        if answer.returncode == 0:
            address: str = json.loads(answer.stdout)["address"]
            return address
    pytest.fail(f"the store does not answer: {running.log.read_text()[-3000:]}")
