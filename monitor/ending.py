"""How a role ends: SIGTERM is a wish that is met (exit status 0), Ctrl-C an interruption (130)."""

from __future__ import annotations

import signal
from collections.abc import Callable

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Ending:
    """What asked a role to end. `ask` is the handler of both signals; `stop` is called by it."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._interrupted = False

    def ask(self, number: int, _frame: object = None) -> None:
        """Begins to end the role."""
        self._interrupted = self._interrupted or number == signal.SIGINT
        self._stop()

    @property
    def status(self) -> int:
        """The exit status that follows."""
        return 130 if self._interrupted else 0
