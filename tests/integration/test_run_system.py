"""`monitor run` as people start it: real processes, real signals, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml

from monitor.config.load import load_config
from monitor.errors import StoreUnavailableError
from monitor.storage.connection import connect
from monitor.storage.server import find_servers

pytestmark = pytest.mark.slow


def _processes_of(data_dir: Path) -> dict[int, str]:
    """Every process whose command line or environment names the configuration of this test, and its server."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(data_dir.parent) in command and "pytest" not in command:
            found[int(process.name)] = command
    return found


@dataclass
class Run:
    """A running system."""

    process: subprocess.Popen[bytes]
    config: Path
    data_dir: Path
    output: Path

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log lines of one event."""
        lines = [json.loads(line) for line in self.output.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]

    def until(self, condition: Callable[[], Any], *, within: float) -> float:
        """Waits for real processes; fails after `within` seconds."""
        start = time.monotonic()
        while not condition():
            assert time.monotonic() - start < within, f"not within {within} s; the log:\n{self.output.read_text()}"
            time.sleep(0.05)
        return time.monotonic() - start

    def client(self) -> redis.Redis:
        """A client of its store, found by data_dir as other commands find it."""
        return connect(load_config(str(self.config)))

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command with the same configuration."""
        command = [sys.executable, "-m", "monitor", *arguments, "--config", str(self.config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def shown(self) -> set[str]:
        """The roles that show themselves."""
        with self.client() as client:
            return {key.split(b":")[2].decode() for key in client.scan_iter(match="monitor:role:*")}


Start = Callable[[], Run]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `monitor run` on this test's data_dir; whatever is left of it is killed after the test."""
    config = tmp_path / "config.yaml"
    data_dir = tmp_path / "var"
    feeds = [{"url": "http://127.0.0.1:9/none.xml", "name": "Nobody's Gazette"}]
    settings = {"data_dir": str(data_dir), "feeds": feeds, "polling": {"allow_private_networks": True}}
    config.write_text(yaml.safe_dump({**settings, "workers": {"count": 1}}))
    started: list[Run] = []

    def begin() -> Run:
        output = tmp_path / f"log{len(started)}"
        with output.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "monitor", "run", "--config", str(config)], stdout=stream, stderr=stream
            )
        run = Run(process, config, data_dir, output)
        started.append(run)
        return run

    yield begin
    for run in started:
        run.process.kill()
        run.process.wait()
    for pid in (*_processes_of(data_dir), *find_servers(data_dir)):
        with_suppressed_kill(pid)


def with_suppressed_kill(pid: int) -> None:
    """SIGKILL to a process that may be gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def ready(run: Run) -> None:
    """Waits until all roles of the run show themselves and the pool has forked."""
    run.until(lambda: run.events("pool_started"), within=60)
    run.until(lambda: {"scheduler", "worker", "desk", "deliver"} <= run.shown(), within=30)


def test_starts_tells_and_stops_with_nothing_left(start: Start) -> None:
    """All roles run, the unreachable feed is named, status and doctor speak, SIGTERM ends all within 5 s (R54)."""
    run = start()
    ready(run)
    run.until(lambda: [poll for poll in run.events("poll") if poll["feed"] == "Nobody's Gazette"], within=30)
    status = json.loads(run.call("status", "--json").stdout)
    assert {sign["role"] for sign in status["roles"]} == {"scheduler", "worker", "desk", "deliver"}
    assert status["address"] == f"unix://{run.data_dir}/redis.sock"
    doctor = run.call("doctor")
    assert doctor.returncode == 1
    assert "Nobody's Gazette" in doctor.stdout.replace("\n", " ")
    began = time.monotonic()
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(30) == 0
    assert time.monotonic() - began < 5
    assert _processes_of(run.data_dir) == {}
    assert find_servers(run.data_dir) == []
    assert not (run.data_dir / "redis.sock").exists()


def test_second_run_is_refused(start: Start) -> None:
    """R57: a second run on the same data_dir ends with 1 and says who has it; the first goes on."""
    first = start()
    first.until(lambda: first.events("run_started"), within=30)
    second = start()
    assert second.process.wait(30) == 1
    assert f"another `monitor run` (process {first.process.pid}) uses data_dir" in second.output.read_text()
    assert first.process.poll() is None
    assert len(find_servers(first.data_dir)) == 1


def test_killed_run_is_taken_up_again(start: Start) -> None:
    """R16: after kill -9 the roles end by themselves; the next run adopts the server and its data, never a second."""
    first = start()
    ready(first)
    with first.client() as client:
        client.set("monitor:kept", "1")
    [server] = find_servers(first.data_dir)
    first.process.kill()
    first.process.wait()
    first.until(lambda: set(_processes_of(first.data_dir)) <= {server}, within=15)
    second = start()
    second.until(lambda: second.events("store_adopted"), within=30)
    assert find_servers(first.data_dir) == [server]
    with second.client() as client:
        assert client.get("monitor:kept") == b"1"
    second.process.send_signal(signal.SIGTERM)
    assert second.process.wait(30) == 0
    assert find_servers(first.data_dir) == []


def test_killed_server_is_started_again_under_living_roles(start: Start) -> None:
    """R10, R11: kill -9 of the embedded server: it is back within seconds with its data, and no role had to end."""
    run = start()
    ready(run)
    with run.client() as client:
        client.set("monitor:kept", "1")
    for _ in range(3):
        [server] = find_servers(run.data_dir)
        os.kill(server, signal.SIGKILL)
        run.until(lambda: find_servers(run.data_dir) not in ([], [server]), within=15)  # noqa: B023 - this round's
        run.until(lambda: _answers(run), within=10)
    with run.client() as client:
        assert client.get("monitor:kept") == b"1"
    assert run.events("role_ended") == []


def _answers(run: Run) -> bool:
    try:
        with run.client() as client:
            return bool(client.ping())
    except (redis.RedisError, StoreUnavailableError):
        return False


def test_role_that_dies_is_started_again(start: Start) -> None:
    """A role that is killed is replaced within seconds; the others do not notice."""
    run = start()
    ready(run)
    [victim] = [event["pid"] for event in run.events("role_started") if event["name"] == "scheduler"]
    os.kill(victim, signal.SIGKILL)
    run.until(lambda: len([e for e in run.events("role_started") if e["name"] == "scheduler"]) == 2, within=10)
    assert {event["name"] for event in run.events("role_ended")} == {"scheduler"}


def test_stop_while_starting(start: Start) -> None:
    """SIGTERM before the roles are up ends the run all the same, with nothing left."""
    run = start()
    run.until(lambda: run.events("store_started"), within=30)
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(30) == 0
    assert _processes_of(run.data_dir) == {}
    assert find_servers(run.data_dir) == []


def test_store_that_will_not_do_is_refused_at_start(start: Start, redis_client: redis.Redis, redis_server: str) -> None:
    """R14: an external server that evicts keys: the run ends with 1 and says what to set."""
    redis_client.config_set("maxmemory-policy", "allkeys-lru")
    run = start()
    run.process.kill()
    run.process.wait()
    settings = yaml.safe_load(run.config.read_text())
    run.config.write_text(yaml.safe_dump({**settings, "redis": {"url": redis_server}}))
    try:
        refused = run.call("run")
    finally:
        redis_client.config_set("maxmemory-policy", "noeviction")
    assert refused.returncode == 1
    assert "set maxmemory-policy to noeviction" in refused.stderr


def test_new_feeds_are_read_on_sighup(start: Start) -> None:
    """SIGHUP: the feeds of the file as it is now are polled; a faulty file is refused by name and changes nothing."""
    run = start()
    ready(run)
    settings = yaml.safe_load(run.config.read_text())
    more = [*settings["feeds"], {"url": "http://127.0.0.1:9/two.xml", "name": "Second"}]
    run.config.write_text(yaml.safe_dump({**settings, "feeds": more}))
    run.process.send_signal(signal.SIGHUP)
    run.until(lambda: [poll for poll in run.events("poll") if poll["feed"] == "Second"], within=60)
    run.config.write_text(yaml.safe_dump({**settings, "feads": []}))
    run.process.send_signal(signal.SIGHUP)
    run.until(lambda: run.events("configuration_refused"), within=20)
    assert "feads" in str(run.events("configuration_refused")[0]["problems"])
    assert run.process.poll() is None
    assert run.events("role_ended") == []


def test_no_secret_in_any_output(start: Start, tmp_path: Path) -> None:
    """R48: secrets of feeds and sinks stand in no log line, no status, no doctor, and no command line."""
    canary = "canary-51c0ffee"
    (tmp_path / "secret").write_text(f"{canary}-file")
    path = tmp_path / "config.yaml"
    run = start()
    run.process.kill()
    run.process.wait()
    settings = yaml.safe_load(path.read_text())
    settings["feeds"] = [
        {"url": f"http://user:{canary}-pw@127.0.0.1:9/f.xml?token={canary}-q", "headers": {"X-Key": f"{canary}-header"}}
    ]
    settings["sinks"] = [
        {"name": "hook", "type": "webhook", "url": f"http://127.0.0.1:9/{canary}-path", "secret_file": str(tmp_path / "secret")},
        {"name": "slack", "type": "slack", "webhook_url": f"https://127.0.0.1:9/services/{canary}-slack", "operator": True},
    ]
    path.write_text(yaml.safe_dump(settings))
    again = start()
    ready(again)
    again.until(lambda: again.events("poll"), within=30)
    shown = [again.call("status").stdout, again.call("status", "--json").stdout, again.call("doctor").stdout]
    commands = str(_processes_of(again.data_dir))
    again.process.send_signal(signal.SIGTERM)
    again.process.wait(40)
    assert canary not in again.output.read_text() + "".join(shown) + commands
