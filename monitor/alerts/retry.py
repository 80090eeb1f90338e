"""When to try again, and when to leave a dead receiver alone. Pure: time and chance are passed in."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.feeds.hints import LONGEST


def _spans(*seconds: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=number) for number in seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How patient the deliverer is. The defaults are those of docs/delivery.md; tests bring shorter ones."""

    delays: tuple[timedelta, ...] = _spans(0, 5, 300, 1800, 7200, 18_000, 36_000, 36_000)
    """Before each attempt, the first included; after the last, the dead letter."""
    jitter: float = 0.2
    """Delays vary by this share, up and down, so that a thousand failed at once do not return at once."""
    failures_to_open: int = 5
    shortest_break: timedelta = timedelta(seconds=30)
    longest_break: timedelta = timedelta(minutes=15)
    lease_margin: timedelta = timedelta(seconds=10)
    """How much longer than the sink's timeout a delivery is leased: the time to say what came of it."""


def next_attempt(
    schedule: Schedule, failed: int, now: datetime, chance: random.Random, *, floor: timedelta | None = None
) -> datetime | None:
    """When to try again after `failed` attempts; None: give it up. `floor` is the receiver's Retry-After."""
    if failed >= len(schedule.delays):
        return None
    delay = schedule.delays[failed] * chance.uniform(1 - schedule.jitter, 1 + schedule.jitter)
    return now + max(delay, min(floor or timedelta(0), LONGEST))


@dataclass(frozen=True, slots=True)
class Circuit:
    """What is known of a receiver's health. Open, it is left alone until `opens_at`; then one delivery probes it."""

    failures: int = 0
    """In a row."""
    opens_at: datetime | None = None
    broken: timedelta | None = None
    """How long the present break is; each failed probe doubles it."""

    @property
    def is_open(self) -> bool:
        """True from the fifth failure in a row to the first success."""
        return self.opens_at is not None

    def admits(self, now: datetime, in_flight: int) -> int:
        """How many deliveries may start now, beside those in flight: none, one (a probe), or any number (-1)."""
        if self.opens_at is None:
            return -1
        return 1 if now >= self.opens_at and in_flight == 0 else 0


def after_success(_circuit: Circuit) -> Circuit:
    """One success closes the circuit and forgets all failures."""
    return Circuit()


def after_failure(circuit: Circuit, schedule: Schedule, now: datetime) -> Circuit:
    """The fifth failure in a row opens the circuit; a failed probe keeps it open for twice as long."""
    failures = circuit.failures + 1
    if failures < schedule.failures_to_open:
        return replace(circuit, failures=failures)
    if circuit.opens_at is not None and now < circuit.opens_at:
        return replace(circuit, failures=failures)  # was in flight when the circuit opened
    broken = min(circuit.broken * 2, schedule.longest_break) if circuit.broken else schedule.shortest_break
    return Circuit(failures, now + broken, broken)
