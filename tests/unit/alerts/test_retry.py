"""When to try again, and when to leave a receiver alone."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from alert_samples import NOON
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.retry import Circuit, Schedule, after_failure, after_success, next_attempt

SCHEDULE = Schedule()
STEADY = Schedule(jitter=0.0)


@pytest.mark.parametrize(
    ("failed", "seconds"), [(0, 0), (1, 5), (2, 300), (3, 1800), (4, 7200), (5, 18_000), (6, 36_000), (7, 36_000)]
)
def test_schedule_is_the_documented_one(failed: int, seconds: int) -> None:
    """0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h."""
    assert next_attempt(STEADY, failed, NOON, random.Random(1)) == NOON + timedelta(seconds=seconds)


def test_given_up_after_eight_attempts() -> None:
    """The ninth never comes, whatever the receiver wishes."""
    assert next_attempt(SCHEDULE, 8, NOON, random.Random(1), floor=timedelta(seconds=1)) is None


@given(failed=st.integers(1, 7), seed=st.integers(), floor=st.integers(0, 10**6))
def test_jitter_and_floor(failed: int, seed: int, floor: int) -> None:
    """Never before Retry-After (a day at most), nor below 80 % of the delay; never above 120 % without a floor."""
    wish = timedelta(seconds=floor)
    due = next_attempt(SCHEDULE, failed, NOON, random.Random(seed), floor=wish)
    assert due is not None
    waited, delay = due - NOON, SCHEDULE.delays[failed]
    assert waited >= min(wish, timedelta(days=1))
    assert waited >= delay * 0.8 - timedelta(microseconds=1)
    assert waited <= max(delay * 1.2 + timedelta(microseconds=1), min(wish, timedelta(days=1)))


def fail(circuit: Circuit, times: int, minutes: float = 0.0) -> Circuit:
    for _ in range(times):
        circuit = after_failure(circuit, SCHEDULE, NOON + timedelta(minutes=minutes))
    return circuit


def test_fifth_failure_in_a_row_opens() -> None:
    """Four do not, and a success in between starts the count again."""
    assert not fail(Circuit(), 4).is_open
    assert not fail(after_success(fail(Circuit(), 4)), 4).is_open
    assert fail(Circuit(), 5).opens_at == NOON + timedelta(seconds=30)


def test_open_circuit_admits_one_probe_when_it_is_time() -> None:
    """Nothing before, one after, none beside it; closed, any number."""
    circuit = fail(Circuit(), 5)
    later = NOON + timedelta(seconds=30)
    assert circuit.admits(NOON, 0) == 0
    assert (circuit.admits(later, 0), circuit.admits(later, 1)) == (1, 0)
    assert Circuit().admits(NOON, 3) == -1


def test_failed_probes_double_the_break_up_to_fifteen_minutes() -> None:
    """30 s, 1, 2, 4, 8, 15 min; a success ends it."""
    circuit, now, breaks = fail(Circuit(), 5), NOON, []
    for _ in range(7):
        assert circuit.opens_at is not None
        breaks.append((circuit.opens_at - now).total_seconds())
        now = circuit.opens_at
        circuit = after_failure(circuit, SCHEDULE, now)
    assert breaks == [30, 60, 120, 240, 480, 900, 900]
    assert after_success(circuit) == Circuit()


def test_failures_in_flight_when_it_opened_do_not_double_it() -> None:
    """Ten at once that fail together open it for 30 s, not for minutes."""
    assert fail(Circuit(), 10).opens_at == NOON + timedelta(seconds=30)
