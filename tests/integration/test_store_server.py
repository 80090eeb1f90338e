"""The embedded server: one on a directory, taken up again after every kind of crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from monitor.config.schema import Config
from monitor.errors import StoreError
from monitor.storage.connection import connect
from monitor.storage.data_dir import DataDirLock
from monitor.storage.fitness import find_fault, open_store, to_facts, verify
from monitor.storage.keys import SCHEMA_VERSION, Keys
from monitor.storage.server import EmbeddedServer, Presence, find_binary, find_servers

ConfigFor = Callable[..., Config]


@pytest.fixture
def config(tmp_path: Path, config_for: ConfigFor) -> Iterator[Config]:
    """A configuration with an embedded server, which is ended after the test however the test left it."""
    made = config_for(tmp_path, None)
    yield made
    for pid in find_servers(made.data_dir):
        os.kill(pid, signal.SIGKILL)


def _is_running(pid: int) -> bool:
    try:
        return (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]) != "Z"
    except OSError:
        return False


def _orphan(config: Config) -> int:
    """A server whose parent was killed: started by a process that is then gone. Returns its process id."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from monitor.config.schema import Config; from monitor.storage.server import EmbeddedServer\n"
        f"server = EmbeddedServer(Config(data_dir=Path({str(config.data_dir)!r})))\n"
        "server.start(); print(server.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return int(done.stdout.splitlines()[-1])


def test_start_use_stop(config: Config) -> None:
    """Started, it answers on a socket for this user alone, with the promised policies; stopped, nothing is left."""
    server = EmbeddedServer(config)
    assert server.start() is Presence.STARTED
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert config.data_dir.stat().st_mode & 0o777 == 0o700
    with connect(config) as client:
        wanted = {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "everysec", "port": "0"}
        assert {name: client.config_get(name)[name] for name in wanted} == wanted
    server.stop()
    assert find_servers(config.data_dir) == []
    assert not server.socket.exists()


def test_data_survives_a_clean_stop(config: Config) -> None:
    """What was written is there after stop and start."""
    first = EmbeddedServer(config)
    first.start()
    with connect(config) as client:
        client.set("monitor:x", "kept")
    first.stop()
    second = EmbeddedServer(config)
    second.start()
    with connect(config) as client:
        assert client.get("monitor:x") == b"kept"
    second.stop()


@pytest.mark.slow
def test_orphan_is_adopted(config: Config) -> None:
    """A server that outlived its killed parent is taken over, not doubled, and stopped in the end (R16)."""
    pid = _orphan(config)
    server = EmbeddedServer(config)
    assert server.start() is Presence.ADOPTED
    assert server.pid == pid
    assert find_servers(config.data_dir) == [pid]
    assert server.alive()
    server.stop()
    assert not _is_running(pid)


@pytest.mark.slow
def test_orphan_without_socket_is_replaced(config: Config) -> None:
    """An orphan that nobody can reach any more is ended before another is started: never two on one directory."""
    pid = _orphan(config)
    (config.data_dir / "redis.sock").unlink()
    naps: list[float] = []
    server = EmbeddedServer(config, sleep=lambda seconds: (naps.append(seconds), _nap(seconds, naps))[0])
    assert server.start() is Presence.STARTED
    assert not _is_running(pid)
    assert find_servers(config.data_dir) == [server.pid]
    server.stop()


def _nap(seconds: float, naps: list[float]) -> None:
    """The first ten seconds pass at once (waiting for the unreachable one), later ones as they are."""
    if len(naps) * seconds > 10:
        subprocess.run(["sleep", str(seconds)], check=True)


def test_stale_files_are_cleared(config: Config) -> None:
    """A socket and pid file left by a power cut keep nothing from starting."""
    config.data_dir.mkdir(parents=True)
    (config.data_dir / "redis.sock").touch()
    (config.data_dir / "redis.pid").write_text("1")
    server = EmbeddedServer(config)
    assert server.start() is Presence.STARTED
    server.stop()


@pytest.mark.slow
def test_killed_fifteen_times_nothing_acknowledged_is_lost(config: Config) -> None:
    """kill -9 of the server, fifteen times: every write that was acknowledged is there afterwards (R10)."""
    acknowledged = 0
    for _ in range(15):
        server = EmbeddedServer(config)
        server.start()
        with connect(config) as client:
            assert client.llen("monitor:ledger") == acknowledged
            for _ in range(100):
                client.rpush("monitor:ledger", acknowledged)
                acknowledged += 1
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            assert not _wait_until_dead(server)
    assert acknowledged == 1500


def _wait_until_dead(server: EmbeddedServer) -> bool:
    while server.alive():
        subprocess.run(["sleep", "0.01"], check=True)
    return server.alive()


def test_torn_tail_of_the_log_is_tolerated(config: Config) -> None:
    """The last seven bytes of the append-only file are missing: it starts with all that came before (R12)."""
    server = EmbeddedServer(config)
    server.start()
    with connect(config) as client:
        for number in range(100):
            client.rpush("monitor:ledger", number)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    _wait_until_dead(server)
    [incremental] = (config.data_dir / "appendonlydir").glob("*.incr.aof")
    os.truncate(incremental, incremental.stat().st_size - 7)
    again = EmbeddedServer(config)
    again.start()
    with connect(config) as client:
        assert client.llen("monitor:ledger") == 99
    again.stop()


def test_broken_log_is_told_with_the_servers_own_words(config: Config) -> None:
    """A log that is damaged in the middle keeps the server from starting; the error shows why."""
    server = EmbeddedServer(config)
    server.start()
    with connect(config) as client:
        client.set("monitor:x", "y" * 1000)
    server.stop()
    [incremental] = (config.data_dir / "appendonlydir").glob("*.incr.aof")
    data = bytearray(incremental.read_bytes())
    data[30:60] = b"#" * 30
    incremental.write_bytes(bytes(data))
    with pytest.raises(StoreError, match=r"ended at once .*redis\.log[\s\S]*[Bb]ad file format"):
        EmbeddedServer(config).start()


def test_long_data_dir_gets_a_short_socket(tmp_path: Path, config_for: ConfigFor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where data_dir is too long for a socket's name the socket lies in the user's run-time folder, and clients find it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        config = config_for(tmp_path / ("d" * 90) / ("e" * 90), None)
        server = EmbeddedServer(config)
        server.start()
        assert str(server.socket).startswith(runtime)
        assert server.socket.parent.stat().st_mode & 0o777 == 0o700
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")  # a shell without the service's environment finds it too
        with connect(config) as client:
            assert client.ping()
        assert EmbeddedServer(config).start() is Presence.ADOPTED
        server.stop()


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """The second lock on a data_dir is refused with the holder's process id (R57); a freed one can be taken."""
    refusal = rf"another `monitor run` \(process {os.getpid()}\)"
    with DataDirLock(tmp_path / "var"), pytest.raises(StoreError, match=refusal):
        DataDirLock(tmp_path / "var").take()
    with DataDirLock(tmp_path / "var"):
        pass


def test_unwritable_data_dir_is_said_clearly(tmp_path: Path) -> None:
    """A data_dir that cannot be made is an error with its path and reason (R15)."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot make .*file/var: Not a directory"):
        DataDirLock(tmp_path / "file" / "var").take()


def test_configured_binary_must_exist() -> None:
    """redis.server that names nothing is an error that names the key."""
    with pytest.raises(StoreError, match=r"redis\.server: /nowhere/valkey is no program"):
        find_binary("/nowhere/valkey")


def test_packaged_binary_is_found_without_configuration() -> None:
    """Out of the box there is a server."""
    assert os.access(find_binary(None), os.X_OK)


def test_eviction_is_refused(redis_client: redis.Redis) -> None:
    """A store that evicts keys is refused at start with what to set (R14)."""
    redis_client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        with pytest.raises(StoreError, match=r"maxmemory-policy allkeys-lru.*set maxmemory-policy to noeviction"):
            verify(redis_client, Keys())
    finally:
        redis_client.config_set("maxmemory-policy", "noeviction")


def test_newer_store_is_refused(redis_client: redis.Redis) -> None:
    """An older release refuses a store that a newer one wrote (R60)."""
    redis_client.set(Keys().schema_version, SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match="written by a newer release"):
        verify(redis_client, Keys())


def test_fresh_and_older_stores_are_marked(redis_client: redis.Redis) -> None:
    """A fresh store gets our version; so does one that an older release wrote."""
    verify(redis_client, Keys())
    assert redis_client.get(Keys().schema_version) == str(SCHEMA_VERSION).encode()
    redis_client.set(Keys().schema_version, 0)
    verify(redis_client, Keys())
    assert redis_client.get(Keys().schema_version) == str(SCHEMA_VERSION).encode()


def test_prefix_used_by_something_else_is_refused(redis_client: redis.Redis) -> None:
    """A version that is no number means that the prefix belongs to another program."""
    redis_client.set(Keys().schema_version, "v3-other")
    with pytest.raises(StoreError, match="is the prefix used by something else"):
        verify(redis_client, Keys())


@pytest.mark.parametrize(
    ("info", "part"),
    [
        ({"redis_version": "7.2.4", "redis_mode": "cluster"}, "RQ does not run"),
        ({"redis_version": "6.0.16"}, "Redis 6.2 or later"),
        ({"redis_version": "7.2.4", "role": "slave"}, "replica"),
        ({"redis_version": "7.2.4", "maxmemory_policy": "volatile-ttl"}, "noeviction"),
        ({"redis_version": "6.2.0", "maxmemory_policy": "noeviction"}, None),
        ({"redis_version": "7.2.4", "valkey_version": "9.1.2", "server_mode": "standalone"}, None),
        ({"redis_version": "8.0.1", "role": "master"}, None),
    ],
)
def test_which_stores_will_do(info: dict[str, str], part: str | None) -> None:
    """Every fault of a store has its words; stores that will do have none (R14, R18)."""
    fault = find_fault(to_facts(info))
    assert (fault is None) == (part is None)
    assert part is None or part in (fault or "")


@pytest.mark.slow
def test_store_that_never_answers(tmp_path: Path, config_for: ConfigFor) -> None:
    """Patience ends with an error that names the address, not its password."""
    config = config_for(tmp_path, f"unix://{tmp_path}/none.sock?password=hunter2")
    with pytest.raises(StoreError, match=r"no store answers at unix://.*none\.sock") as caught:
        open_store(config, patience=1, sleep=lambda _: None)
    assert "hunter2" not in str(caught.value)
