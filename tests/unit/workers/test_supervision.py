"""How roles are started, and how long one waits before starting them again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.parentage import PARENT_VARIABLE
from monitor.supervise import ROLES, child_environment, next_pause, roles_to_run


def test_every_role_has_its_command() -> None:
    """All four, in the same interpreter, with the same configuration."""
    roles = roles_to_run("/etc/monitor.yaml")
    assert tuple(role.name for role in roles) == ROLES
    for role in roles:
        assert role.command == (sys.executable, "-P", "-m", "monitor", role.name, "--config", "/etc/monitor.yaml")


def test_without_a_named_configuration_none_is_passed() -> None:
    """Children then find ./config.yaml or $MONITOR_CONFIG as their parent did."""
    assert all("--config" not in role.command for role in roles_to_run(None))


@pytest.mark.parametrize(("failures", "pause"), [(1, 1.0), (2, 2.0), (3, 4.0), (5, 16.0), (6, 30.0), (1000, 30.0)])
def test_pauses_grow_to_half_a_minute(failures: int, pause: float) -> None:
    """A role that ends at once is not started in a tight loop."""
    assert next_pause(failures) == pause


def test_children_know_their_parent_and_this_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names us, and lets a child import monitor from any folder."""
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    environment = child_environment()
    assert environment[PARENT_VARIABLE] == str(os.getpid())
    assert environment["PYTHONPATH"].endswith("/elsewhere")
    command = [sys.executable, "-P", "-c", "import monitor, workers; print('found')"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "found\n"


def test_child_of_another_parent_ends_at_once(tmp_path: Path) -> None:
    """A role whose supervisor is gone before it looked does not live on as an orphan."""
    code = "from monitor.parentage import die_with_supervisor; die_with_supervisor(); print('alive')"
    orphan = {**child_environment(), PARENT_VARIABLE: "1"}
    done = subprocess.run([sys.executable, "-c", code], env=orphan, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    child = subprocess.run(
        [sys.executable, "-c", code], env=child_environment(), capture_output=True, text=True, check=False
    )
    assert child.stdout == "alive\n"
