"""No process of this system outlives the one that started it: the kernel tells the child of its parent's death."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
PARENT_VARIABLE = "MONITOR_PARENT"
"""Set by who starts a process that is to die with it: its own process id."""


def die_with_parent(parent: int, with_signal: signal.Signals = signal.SIGTERM) -> None:
    """Has the kernel send `with_signal` when `parent` dies; exits at once where that has happened already.

    Linux only; elsewhere the orphan ends when its leases and its connection do.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def die_with_supervisor() -> None:
    """The same where the environment names the parent; does nothing in a process that a person started."""
    parent = os.environ.pop(PARENT_VARIABLE, "")
    if parent.isdigit():
        die_with_parent(int(parent))
