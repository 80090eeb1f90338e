"""How processes of the system live and die: with their parent, within their memory, in their number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from monitor import parentage
from monitor.config.schema import Config
from monitor.parentage import PARENT_VARIABLE, die_with_parent, die_with_supervisor
from workers import pool
from workers.pool import worker_count

ROOT = Path(__file__).parents[3]
_CHILD = "import time; from monitor.parentage import die_with_supervisor; die_with_supervisor(); print('up', flush=True); time.sleep(60)"
_PARENT = f"""
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {_CHILD!r}], env={{**os.environ, {PARENT_VARIABLE!r}: str(os.getpid())}}, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("parent", ["", "abc", "-1", "1.5", " "])
def test_what_is_no_process_id_binds_nobody(parent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that a person started lives on; the variable is not handed to its own children."""
    monkeypatch.setenv(PARENT_VARIABLE, parent)
    monkeypatch.setattr(parentage, "die_with_parent", lambda *_: pytest.fail("bound"))
    die_with_supervisor()
    assert PARENT_VARIABLE not in os.environ


def test_the_named_parent_binds_and_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number is taken from the environment, so that a grandchild does not look for a grandparent."""
    bound: list[int] = []
    monkeypatch.setenv(PARENT_VARIABLE, "4711")
    monkeypatch.setattr(parentage, "die_with_parent", bound.append)
    die_with_supervisor()
    assert bound == [4711]
    assert PARENT_VARIABLE not in os.environ


def test_other_systems_than_linux_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no such call there; an orphan ends with its leases."""
    monkeypatch.setattr(sys, "platform", "darwin")
    die_with_parent(1)


def test_a_killed_parent_takes_its_child_along() -> None:
    """SIGKILL of the parent: the kernel tells the child, which ends by itself within moments."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout
    assert parent.stdin
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    end = time.monotonic() + 5
    while _lives(child) and time.monotonic() < end:
        time.sleep(0.01)
    left = _lives(child)
    if left:
        os.kill(child, signal.SIGKILL)
    assert not left


def _lives(pid: int) -> bool:
    """Whether the process runs; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(("cores", "workers"), [(None, 1), (1, 1), (2, 1), (4, 3), (64, 63)])
def test_auto_leaves_one_core_to_the_other_roles(cores: int | None, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is one at least; a number in the configuration is taken as it is, on whatever machine."""
    monkeypatch.setattr(pool.os, "cpu_count", lambda: cores)
    assert worker_count(Config()) == workers
    assert worker_count(Config(workers={"count": 256})) == 256  # type: ignore[arg-type]


@pytest.mark.slow
def test_memory_beyond_the_headroom_is_refused_and_the_process_lives() -> None:
    """R7: an allocation that is too large is a MemoryError; smaller ones go on working after it."""
    code = (
        "from workers.pool import limit_memory; limit_memory(60_000_000)\n"
        "try: bytearray(90_000_000)\nexcept MemoryError: print('refused')\n"
        "print(len(bytearray(20_000_000)))"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["refused", "20000000"]


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [("workers: {count: 0}", 2, "config.yaml:1: workers.count"), ("redis: {url: 'unix:///nowhere/s?password=canary'}", 1, "no store answers")],
)
@pytest.mark.slow
def test_the_worker_process_itself_tells_faults(text: str, status: int, told: str, tmp_path: Path) -> None:
    """`python -m workers` by itself: the documented status, a line, no traceback and no secret."""
    (tmp_path / "config.yaml").write_text(text)
    code = (
        "import sys, monitor.storage.fitness as f; f.open_store.__kwdefaults__['patience'] = 0.0;"
        "import runpy; sys.argv = ['workers']; runpy.run_module('workers', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "canary" not in done.stderr
