"""What all tests share: a real server on a unix socket, a flushed client, and configurations that point to it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import redis
from pydantic import SecretStr
from server_kit import start_server

from monitor.config.schema import Config


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """URL of a real server of this test session (of this xdist worker): unix socket, no persistence, noeviction."""
    directory = Path(tempfile.mkdtemp(prefix="mon-", dir="/tmp"))
    process, url = start_server(directory)
    yield url
    process.terminate()
    process.wait(10)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def server_with() -> Iterator[Callable[..., str]]:
    """Starts further servers for one test: `server_with(maxmemory="20mb")` gives a URL. Ended after the test."""
    started: list[tuple[subprocess.Popen[bytes], Path]] = []

    def start(**options: str) -> str:
        directory = Path(tempfile.mkdtemp(prefix="mon-", dir="/tmp"))
        process, url = start_server(directory, **{name.replace("_", "-"): value for name, value in options.items()})
        started.append((process, directory))
        return url

    yield start
    for process, directory in started:
        process.kill()
        process.wait(10)
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def redis_client(redis_server: str) -> Iterator[redis.Redis]:
    """A client of that server, emptied before the test."""
    with redis.Redis.from_url(redis_server, protocol=2) as client:
        client.flushall()
        yield client


def config_for(tmp_path: Path, redis_url: str | None, **sections: Any) -> Config:
    """A checked configuration: data in `tmp_path`, the given store, and further sections as config.yaml has them."""
    store = {"url": SecretStr(redis_url) if redis_url else None, **sections.pop("redis", {})}
    return Config.model_validate({"data_dir": tmp_path / "var", "redis": store, **sections})


@pytest.fixture(name="config_for")
def _config_for() -> Callable[..., Config]:
    """`config_for(tmp_path, redis_url, **sections)` as a fixture, for tests that import nothing."""
    return config_for


class _Hook(BaseHTTPRequestHandler):
    """Answers 200 and keeps what came."""

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def hook() -> Iterator[Any]:
    """A receiver in a thread, for programs that run on their own: `hook.bodies` is what came."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hook)
    server.bodies = []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
