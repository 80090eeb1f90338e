"""The supervisor with roles that are small shell scripts: started, restarted, told of, stopped, killed; nothing is left."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis

from monitor import supervise
from monitor.config.schema import Config
from monitor.errors import StoreError
from monitor.parentage import PARENT_VARIABLE
from monitor.storage.data_dir import DataDirLock
from monitor.storage.keys import Keys
from monitor.supervise import Role, Supervisor

KEYS = Keys()
FOREVER = "trap 'exit 0' TERM; while :; do sleep 0.02; done"
ConfigFor = Callable[..., Config]


def role(script: str, name: str = "scheduler") -> Role:
    """A role that is a shell script."""
    return Role(name, ("/bin/sh", "-c", script))


@pytest.fixture
def config(config_for: ConfigFor, tmp_path: Path, redis_server: str, redis_client: redis.Redis) -> Config:
    """A configuration on the test's store, which is not ours to start."""
    return config_for(tmp_path, redis_server)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Restarts at once; gives the numbers of failures in a row that pauses were asked for."""
    asked: list[int] = []

    def pause(failures: int) -> float:
        asked.append(failures)
        return 0.0

    monkeypatch.setattr(supervise, "next_pause", pause)
    return asked


async def until(holds: Callable[[], Any], seconds: float = 10) -> None:
    """Waits for real processes; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        await asyncio.sleep(0.005)


async def run(supervisor: Supervisor, holds: Callable[[], Any], *, interrupted: bool = False) -> int:
    """Runs until something holds, then stops; the exit status."""
    running = asyncio.create_task(supervisor.run())
    try:
        await until(lambda: running.done() or holds())
    finally:
        supervisor.stop(interrupted=interrupted)
    return await asyncio.wait_for(running, 10)


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    return Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(("interrupted", "status"), [(False, 0), (True, 130)])
async def test_all_roles_run_and_end_with_it(config: Config, tmp_path: Path, interrupted: bool, status: int) -> None:
    """Each has its process in a session of its own; SIGTERM ends with 0, Ctrl-C with 130, and no process is left."""
    roles = [role(f"echo $$ > {tmp_path}/{name}; {FOREVER}", name) for name in ("desk", "deliver")]
    files = [tmp_path / one.name for one in roles]
    sessions: set[int] = set()

    def all_run() -> bool:
        texts = [file.read_text() for file in files if file.exists()]
        if len(texts) < 2 or not all(texts):
            return False
        sessions.update(os.getsid(int(text)) for text in texts)
        return True

    assert await run(Supervisor(config, roles), all_run, interrupted=interrupted) == status
    pids = {int(file.read_text()) for file in files}
    assert sessions == pids
    assert not any(alive(pid) for pid in pids)


async def test_signals_are_heard(config: Config, tmp_path: Path) -> None:
    """SIGINT is Ctrl-C: status 130. Both handlers are the loop's, set before anything is started."""
    supervisor = Supervisor(config, [role(f"touch {tmp_path}/up; {FOREVER}")])
    running = asyncio.create_task(supervisor.run())
    await until((tmp_path / "up").exists)
    os.kill(os.getpid(), signal.SIGINT)
    assert await asyncio.wait_for(running, 10) == 130


async def test_hangup_goes_to_the_scheduler_alone(config: Config, tmp_path: Path) -> None:
    """SIGHUP means a new configuration, which the scheduler reads; other roles do not hear of it."""
    script = "trap 'touch {0}/{1}-hup' HUP; touch {0}/{1}; {2}"
    roles = [role(script.format(tmp_path, name, FOREVER), name) for name in ("scheduler", "desk")]
    supervisor = Supervisor(config, roles)
    running = asyncio.create_task(supervisor.run())
    await until(lambda: (tmp_path / "scheduler").exists() and (tmp_path / "desk").exists())
    os.kill(os.getpid(), signal.SIGHUP)
    await until((tmp_path / "scheduler-hup").exists)
    supervisor.stop()
    assert await asyncio.wait_for(running, 10) == 0
    assert not (tmp_path / "desk-hup").exists()


async def test_a_role_that_ends_is_started_again(config: Config, tmp_path: Path, no_pauses: list[int]) -> None:
    """Whatever its status, 0 too: a role has no reason to end. Failures in a row are counted for the pause."""
    script = f"echo x >> {tmp_path}/starts; exit $(( $(wc -l < {tmp_path}/starts) % 2 ))"

    def starts() -> int:
        return (tmp_path / "starts").read_text().count("x") if (tmp_path / "starts").exists() else 0

    assert await run(Supervisor(config, [role(script)]), lambda: starts() >= 4) == 0
    assert no_pauses[:3] == [1, 2, 3]


async def test_a_role_that_lived_long_starts_its_count_anew(
    config: Config, tmp_path: Path, no_pauses: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An end after a minute of work is a first failure, not the fourth of last week."""
    monkeypatch.setattr(supervise, "_STEADY_SECONDS", 0.0)
    await run(Supervisor(config, [role("exit 1")]), lambda: len(no_pauses) >= 3)
    assert set(no_pauses) == {1}


async def test_operators_hear_of_a_role_that_crashes_at_its_third_end(
    config: Config, redis_client: redis.Redis, no_pauses: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at the first, nor at the second; one message, with where to look."""
    ends: list[int] = []
    tell = supervise._tell

    def noted(*arguments: Any, crashing: bool) -> None:
        ends.append(no_pauses[-1])
        tell(*arguments, crashing=crashing)

    monkeypatch.setattr(supervise, "_tell", noted)
    await run(Supervisor(config, [role("exit 3", "desk")]), lambda: len(ends) >= 2)
    assert ends[:2] == [3, 4]
    told = redis_client.hget(KEYS.ops_state, "role_crashing|desk")
    assert told is not None
    assert b"desk ends again and again soon after its start: its log says why" in told
    assert redis_client.xlen(KEYS.ops_log) == 1


async def test_operators_hear_when_it_stays_up(
    config: Config, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a minute's life the fault is cleared; a role that dies before clears nothing."""
    redis_client.hset(KEYS.ops_state, "role_crashing|desk", "{}")
    await run(Supervisor(config, [role(FOREVER, "desk")]), lambda: True)
    assert redis_client.hexists(KEYS.ops_state, "role_crashing|desk")
    monkeypatch.setattr(supervise, "_STEADY_SECONDS", 0.05)
    await run(Supervisor(config, [role(FOREVER, "desk")]), lambda: not redis_client.hexists(KEYS.ops_state, "role_crashing|desk"))
    assert redis_client.xlen(KEYS.ops_log) == 1


async def test_a_role_that_does_not_hear_sigterm_is_killed(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R54: after the time to drain it is made to end; the run's own status stays 0."""
    monkeypatch.setattr(supervise, "DRAIN_SECONDS", 0.1)
    deaf = role(f"trap '' TERM; echo $$ > {tmp_path}/pid; while :; do sleep 0.02; done")
    began = time.monotonic()
    assert await run(Supervisor(config, [deaf]), lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()) == 0
    assert time.monotonic() - began < 5
    assert not alive(int((tmp_path / "pid").read_text()))


async def test_a_role_may_use_its_time_to_drain(config: Config, tmp_path: Path) -> None:
    """It is waited for: what it does after SIGTERM is done when the run ends."""
    slow = role(f"trap 'sleep 0.2; touch {tmp_path}/done; exit 0' TERM; touch {tmp_path}/up; while :; do sleep 0.02; done")
    assert await run(Supervisor(config, [slow]), (tmp_path / "up").exists) == 0
    assert (tmp_path / "done").exists()


async def test_no_role_is_started_again_while_stopping(config: Config, tmp_path: Path) -> None:
    """A role that ends during its pause, or while we stop, stays ended."""
    count = role(f"echo x >> {tmp_path}/starts; exit 1")
    supervisor = Supervisor(config, [count])
    assert await run(supervisor, (tmp_path / "starts").exists) == 0  # the pause of a second is cut short
    assert (tmp_path / "starts").read_text() == "x\n"


async def test_lines_of_roles_are_handed_on(config: Config) -> None:
    """With the role's name, byte for byte; a line beyond all measure is dropped and the ones after it come."""
    lines: list[tuple[str, bytes]] = []
    script = f"echo first >&2; head -c 1500000 /dev/zero | tr '\\0' x >&2; echo >&2; printf 'l\\303\\244st\\n' >&2; {FOREVER}"
    supervisor = Supervisor(config, [role(script, "desk")], on_line=lambda name, line: lines.append((name, line)))
    await run(supervisor, lambda: ("desk", "läst\n".encode()) in lines)
    assert lines[0] == ("desk", b"first\n")
    assert all(len(line) < 1_000_001 for _, line in lines)


async def test_children_get_our_number_and_no_input(config: Config, tmp_path: Path) -> None:
    """They know whom to die with, and reading from them-that-start-us cannot block."""
    script = f"cat > {tmp_path}/input; echo ${PARENT_VARIABLE} > {tmp_path}/parent; {FOREVER}"
    await run(Supervisor(config, [role(script)]), lambda: (tmp_path / "parent").exists() and (tmp_path / "parent").read_text())
    assert (tmp_path / "parent").read_text() == f"{os.getpid()}\n"
    assert (tmp_path / "input").read_text() == ""


async def test_a_data_dir_in_use_is_refused_before_anything_starts(config: Config, tmp_path: Path) -> None:
    """R57: no role is started; the one who holds it is named."""
    with DataDirLock(config.data_dir), pytest.raises(StoreError, match=f"process {os.getpid()}"):
        await Supervisor(config, [role(f"touch {tmp_path}/up")]).run()
    assert not (tmp_path / "up").exists()


async def test_a_store_that_will_not_do_is_refused_before_anything_starts(
    config: Config, redis_client: redis.Redis, tmp_path: Path
) -> None:
    """R14: and the lock of the data_dir is given back."""
    redis_client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        with pytest.raises(StoreError, match="noeviction"):
            await Supervisor(config, [role(f"touch {tmp_path}/up")]).run()
    finally:
        redis_client.config_set("maxmemory-policy", "noeviction")
    assert not (tmp_path / "up").exists()
    with DataDirLock(config.data_dir):
        pass


async def test_a_store_that_is_away_does_not_stop_restarts(
    config_for: ConfigFor, tmp_path: Path, server_with: Callable[..., str], no_pauses: list[int]
) -> None:
    """Operators cannot be told then; the role is started all the same."""
    url = server_with()
    supervisor = Supervisor(config_for(tmp_path, url), [role(f"echo x >> {tmp_path}/starts; exit 1")])
    running = asyncio.create_task(supervisor.run())
    await until((tmp_path / "starts").exists)
    with redis.Redis.from_url(url) as client:
        client.shutdown(nosave=True)
    seen = len(no_pauses)
    await until(lambda: len(no_pauses) >= seen + 4, 20)
    supervisor.stop()
    assert await asyncio.wait_for(running, 20) == 0


@pytest.mark.parametrize("names", [list(pair) for pair in itertools.combinations(("scheduler", "worker", "desk", "deliver"), 2)][:2])
async def test_one_role_that_falls_leaves_the_others_alone(config: Config, tmp_path: Path, no_pauses: list[int], names: list[str]) -> None:
    """The neighbour is started once."""
    faller, stayer = names
    roles = [role("exit 1", faller), role(f"echo x >> {tmp_path}/stayer; {FOREVER}", stayer)]
    await run(Supervisor(config, roles), lambda: len(no_pauses) >= 5)
    assert (tmp_path / "stayer").read_text() == "x\n"
