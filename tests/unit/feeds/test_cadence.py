"""When a feed is polled next: tables of states, wishes and limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.polling import FeedState, FeedStatus, Rhythm
from monitor.feeds.cadence import Pace, Reason, first_delays, next_poll, past_skips
from monitor.feeds.hints import Hints

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
OK = FeedState(status=FeedStatus.OK)
PACE = Pace(interval=5 * MINUTE, min_interval=MINUTE, max_interval=HOUR)


def rhythm(per_hour: float, *, hours: float = 168) -> Rhythm:
    """A feed with the same rate all day, watched for so many hours."""
    return Rhythm(by_hour=(per_hour * hours / 24,) * 24, watched=(hours / 24,) * 24, at=NOW)


CASES = [
    ("a new feed", OK, Hints(), PACE, 5 * MINUTE, Reason.BASE_INTERVAL),
    ("its own interval", OK, Hints(fresh_for=HOUR), replace(PACE, own=2 * MINUTE), 2 * MINUTE, Reason.CONFIGURED),
    ("its own interval below the least", OK, Hints(), replace(PACE, own=timedelta(seconds=5)), timedelta(seconds=5), Reason.CONFIGURED),
    ("Retry-After over its own interval", OK, Hints(retry_after=20 * MINUTE), replace(PACE, own=2 * MINUTE), 20 * MINUTE, Reason.RETRY_AFTER),
    ("Retry-After of a second", OK, Hints(retry_after=timedelta(seconds=1)), PACE, MINUTE, Reason.RETRY_AFTER),
    ("ttl", replace(OK, ttl_seconds=1800), Hints(), PACE, 30 * MINUTE, Reason.FEED_TTL),
    ("ttl over a shorter max-age", replace(OK, ttl_seconds=1800), Hints(fresh_for=10 * MINUTE), PACE, 30 * MINUTE, Reason.FEED_TTL),
    ("max-age over a shorter ttl", replace(OK, ttl_seconds=600), Hints(fresh_for=40 * MINUTE), PACE, 40 * MINUTE, Reason.CACHE_HEADERS),
    ("max-age of the last 200, kept over a 304", replace(OK, fresh_seconds=1200), Hints(), PACE, 20 * MINUTE, Reason.CACHE_HEADERS),
    ("absurd ttl", replace(OK, ttl_seconds=10**7), Hints(), PACE, HOUR, Reason.FEED_TTL),
    ("ttl below the rhythm", replace(OK, ttl_seconds=60), Hints(), PACE, 5 * MINUTE, Reason.BASE_INTERVAL),
    ("a busy feed", replace(OK, rhythm=rhythm(30)), Hints(), PACE, MINUTE, Reason.RHYTHM),
    ("a steady feed", replace(OK, rhythm=rhythm(3)), Hints(), PACE, 10 * MINUTE, Reason.RHYTHM),
    ("a quiet feed", replace(OK, rhythm=rhythm(0.01)), Hints(), PACE, HOUR, Reason.RHYTHM),
    ("a feed quiet for one evening", replace(OK, rhythm=rhythm(0, hours=5)), Hints(), PACE, 5 * MINUTE, Reason.RHYTHM),
    ("an incident in its region", replace(OK, rhythm=rhythm(0.01)), Hints(), replace(PACE, hot=True), 100 * timedelta(seconds=1), Reason.INCIDENT),
    ("an incident, but ttl", replace(OK, ttl_seconds=1200), Hints(), replace(PACE, hot=True), 20 * MINUTE, Reason.FEED_TTL),
    ("skipped hours", replace(OK, skip_hours=(12, 13)), Hints(), PACE, 2 * HOUR, Reason.SKIP_TIMES),
    ("skipped day", replace(OK, skip_days=(6,)), Hints(), PACE, 12 * HOUR, Reason.SKIP_TIMES),
    ("a weekend skipped", replace(OK, skip_days=(6, 0)), Hints(), PACE, 24 * HOUR, Reason.SKIP_TIMES),
    ("every hour skipped", replace(OK, skip_hours=tuple(range(24))), Hints(), PACE, 5 * MINUTE, Reason.BASE_INTERVAL),
    ("first failure", replace(OK, failures=1), Hints(), PACE, 5 * MINUTE, Reason.BACKING_OFF),
    ("third failure", replace(OK, failures=3), Hints(), PACE, 20 * MINUTE, Reason.BACKING_OFF),
    ("hundredth failure", replace(OK, failures=100), Hints(), PACE, HOUR, Reason.BACKING_OFF),
    ("failure of a feed with its own interval", replace(OK, failures=2), Hints(), replace(PACE, own=3 * HOUR), 3 * HOUR, Reason.BACKING_OFF),
    ("failure that says when", replace(OK, failures=1), Hints(retry_after=HOUR), PACE, HOUR + timedelta(seconds=2), Reason.RETRY_AFTER),
    ("dead", replace(OK, failures=50, status=FeedStatus.DEAD), Hints(), PACE, 12 * HOUR, Reason.DEAD),
    ("gone", replace(OK, failures=1, status=FeedStatus.GONE), Hints(), PACE, None, Reason.GONE),
    ("a general interval below the least", OK, Hints(), replace(PACE, interval=timedelta(seconds=5)), timedelta(seconds=5), Reason.BASE_INTERVAL),
    ("a general interval above the longest", OK, Hints(), replace(PACE, interval=2 * HOUR), 2 * HOUR, Reason.BASE_INTERVAL),
]  # fmt: skip


@pytest.mark.parametrize(("state", "hints", "pace", "delay", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_next_poll(state: FeedState, hints: Hints, pace: Pace, delay: timedelta | None, reason: Reason) -> None:
    """CONTRACT's order of precedence, and the limits of each step (R40)."""
    decided = next_poll(state, hints, pace, NOW, 0.0)
    assert (decided.delay, decided.reason) == (delay, reason)


@given(chance=st.floats(0, 1), ttl=st.integers(0, 10**6), failures=st.integers(0, 200), own=st.none() | st.integers(1, 10**5))
def test_jitter_is_only_added(chance: float, ttl: int, failures: int, own: int | None) -> None:
    """Whatever the state: never sooner than without jitter, never more than a minute later."""
    state = replace(OK, ttl_seconds=ttl or None, failures=failures)
    pace = replace(PACE, own=timedelta(seconds=own) if own else None)
    plain = next_poll(state, Hints(), pace, NOW, 0.0).delay
    spread = next_poll(state, Hints(), pace, NOW, chance).delay
    assert plain is not None
    assert spread is not None
    assert plain <= spread <= plain + MINUTE


@given(
    ttl=st.none() | st.integers(1, 10**9), fresh=st.none() | st.integers(1, 86_400), rate=st.floats(0, 500),
    hot=st.booleans(), hours=st.sets(st.integers(0, 23)), days=st.sets(st.integers(0, 6)),
)  # fmt: skip
def test_wishes_are_floors_within_the_limits(
    ttl: int | None, fresh: int | None, rate: float, hot: bool, hours: set[int], days: set[int]
) -> None:
    """R40: no sooner than what the feed asks for (up to the longest interval), and never beyond a day."""
    state = replace(OK, ttl_seconds=ttl, rhythm=rhythm(rate), skip_hours=tuple(hours), skip_days=tuple(days))
    hints = Hints(fresh_for=timedelta(seconds=fresh) if fresh else None)
    delay = next_poll(state, hints, replace(PACE, hot=hot), NOW, 0.0).delay
    assert delay is not None
    asked = max(timedelta(seconds=min(ttl or 0, 3600)), timedelta(seconds=min(fresh or 0, 3600)))
    assert max(MINUTE, asked) <= delay <= 24 * HOUR


def test_past_skips_crosses_midnight() -> None:
    """Hours skipped around midnight on a day before a skipped day."""
    saturday = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    assert past_skips(saturday, (22, 23), (6,)) == datetime(2026, 11, 23, 0, tzinfo=UTC)


def test_first_polls_of_few_feeds_begin_at_once() -> None:
    """A dozen feeds begin within a second, ten thousand over one interval."""
    assert first_delays(12, 5 * MINUTE)[-1] < timedelta(seconds=1)
    many = first_delays(10_000, 5 * MINUTE)
    assert (many[0], round(many[-1] / MINUTE)) == (timedelta(0), 5)
    assert first_delays(3, timedelta(milliseconds=30))[-1] == timedelta(milliseconds=20)
    assert first_delays(0, MINUTE) == []
