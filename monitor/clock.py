"""Time is passed in: rooms take a `Clock`, tests and `replay` set their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells aware UTC time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved: for tests and for `replay`."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment last set."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Moves to `moment`, forwards or back."""
        self._now = moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Moves by `by`, which may be negative."""
        self._now += by


def to_ms(moment: datetime) -> int:
    """Milliseconds since the epoch: how the store keeps time."""
    return round(moment.timestamp() * 1000)


def from_ms(milliseconds: float) -> datetime:
    """The aware UTC moment of milliseconds since the epoch."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
