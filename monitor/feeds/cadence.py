"""When a feed is polled next, and why then: a pure decision.

Order of precedence (CONTRACT): Retry-After; the interval that the configuration gives this feed; what the feed asks for
(skipHours, skipDays, ttl, Cache-Control, Expires); the adaptive rhythm. What a feed asks for is a floor: the rhythm may
wait longer, never shorter. Jitter is only ever added, so that nothing that was asked for is undercut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.polling import FeedState, FeedStatus
from monitor.feeds.hints import Hints
from monitor.feeds.rhythm import hours_watched, items_per_hour

_LONGEST_SKIP = timedelta(hours=24)
_ENOUGH_WATCHING = 1.0
"""Hours of watching before the rhythm is believed; until then the configured interval holds."""
_DAY_WATCHED = 20.0
"""Hours of watching before a feed is polled more rarely than configured: a quiet evening is no rhythm."""
_PER_POLL = 0.5
"""New items that a poll should find on average: at one every other poll, half the interval is the mean delay."""
_DEAD_INTERVAL = timedelta(hours=12)
_HOT = 3.0
"""How much faster a feed is polled whose region or outlet has an open incident."""
_LAST_IN_LINE = timedelta(seconds=2)
"""Who was told to wait goes after the other feeds of the host: one that is always refused must not starve them."""
_JITTER = 0.08
_LARGEST_JITTER = timedelta(seconds=60)


class Reason(StrEnum):
    """What decided the next poll."""

    RETRY_AFTER = "retry_after"
    CONFIGURED = "configured"
    SKIP_TIMES = "skip_times"
    FEED_TTL = "feed_ttl"
    CACHE_HEADERS = "cache_headers"
    RHYTHM = "rhythm"
    BASE_INTERVAL = "base_interval"
    INCIDENT = "incident"
    BACKING_OFF = "backing_off"
    DEAD = "dead"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The limits that the configuration sets, and the feed's own interval."""

    interval: timedelta
    min_interval: timedelta
    max_interval: timedelta
    own: timedelta | None = None
    hot: bool = False
    """Whether an incident is open for the feed's region or outlet."""

    @property
    def floor(self) -> timedelta:
        """No adaptive poll comes sooner; a general interval below min_interval is meant."""
        return min(self.min_interval, self.interval)

    @property
    def ceiling(self) -> timedelta:
        """No adaptive poll comes later."""
        return max(self.max_interval, self.interval)


@dataclass(frozen=True, slots=True)
class Next:
    """Wait for `delay`, because of `reason`; a delay of None means never again."""

    delay: timedelta | None
    reason: Reason


def next_poll(state: FeedState, hints: Hints, pace: Pace, now: datetime, chance: float) -> Next:
    """The next poll after one that left `state` and brought `hints`. `chance` (0..1) is the jitter's randomness."""
    if state.status is FeedStatus.GONE:
        return Next(None, Reason.GONE)
    decision = _decide(state, hints, pace, now)
    assert decision.delay is not None
    jitter = min(decision.delay * _JITTER, _LARGEST_JITTER) * chance
    return Next(decision.delay + jitter, decision.reason)


def _decide(state: FeedState, hints: Hints, pace: Pace, now: datetime) -> Next:
    if state.failures:
        return _after_failure(state, hints, pace)
    if hints.retry_after is not None and hints.retry_after > timedelta(0):
        return Next(max(hints.retry_after, pace.own or pace.floor), Reason.RETRY_AFTER)
    if pace.own is not None:
        return Next(pace.own, Reason.CONFIGURED)
    adaptive = _adaptive(state, pace, now)
    return _not_before(_asked(state, hints, pace), adaptive, state, now)


def _after_failure(state: FeedState, hints: Hints, pace: Pace) -> Next:
    """Doubling from the usual interval up to the longest; a dead feed twice a day; Retry-After is a floor."""
    usual = pace.own or pace.interval
    doubled = min(usual * 2 ** min(state.failures - 1, 10), max(pace.ceiling, usual))
    back_off = Next(doubled, Reason.BACKING_OFF)
    if state.status is FeedStatus.DEAD:
        back_off = Next(max(_DEAD_INTERVAL, doubled), Reason.DEAD)
    if hints.retry_after is not None and hints.retry_after > timedelta(0):
        wanted = max(hints.retry_after, pace.own or pace.floor) + _LAST_IN_LINE
        return Next(wanted, Reason.RETRY_AFTER) if state.status is not FeedStatus.DEAD else back_off
    return back_off


def _asked(state: FeedState, hints: Hints, pace: Pace) -> Next | None:
    """The longest that the feed's ttl and its server's cache headers ask for, within our longest interval."""
    fresh = hints.fresh_for or _span(state.fresh_seconds)
    wishes = [(_span(state.ttl_seconds), Reason.FEED_TTL), (fresh, Reason.CACHE_HEADERS)]
    asked = [Next(min(span, pace.ceiling), reason) for span, reason in wishes if span]
    return max(asked, key=lambda wish: wish.delay or timedelta(0), default=None)


def _adaptive(state: FeedState, pace: Pace, now: datetime) -> Next:
    watched = hours_watched(state.rhythm)
    if watched < _ENOUGH_WATCHING:
        usual = Next(pace.interval, Reason.BASE_INTERVAL)
    else:
        rate = items_per_hour(state.rhythm, now)
        wanted = timedelta(hours=_PER_POLL / rate) if rate > 0.001 else pace.ceiling
        ceiling = pace.ceiling if watched >= _DAY_WATCHED else pace.interval
        usual = Next(min(max(wanted, pace.floor), ceiling), Reason.RHYTHM)
    if pace.hot and usual.delay is not None and usual.delay > pace.floor:
        faster = min(usual.delay, pace.interval) / _HOT
        return Next(max(faster, pace.floor), Reason.INCIDENT)
    return usual


def _not_before(asked: Next | None, adaptive: Next, state: FeedState, now: datetime) -> Next:
    """The adaptive poll, put off to what the feed asked for, and past the hours and days that it wants left alone."""
    chosen = adaptive
    if asked and asked.delay and adaptive.delay and asked.delay >= adaptive.delay:
        chosen = asked
    assert chosen.delay is not None
    due = now + chosen.delay
    later = past_skips(due, state.skip_hours, state.skip_days)
    return Next(min(later - now, _LONGEST_SKIP), Reason.SKIP_TIMES) if later > due else chosen


def past_skips(due: datetime, hours: tuple[int, ...], days: tuple[int, ...]) -> datetime:
    """`due`, or the first full hour after it that is neither in a skipped hour nor on a skipped day (UTC).

    A feed that skips every hour or every day asks for nothing that can be done, and is not heeded.
    """
    if len(set(hours)) >= 24 or len(set(days)) >= 7:
        return due
    moment = due
    for _ in range(24 * 8):
        if moment.hour not in hours and moment.weekday() not in days:
            return moment
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


def _span(seconds: float | None) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds else None


def first_delays(count: int, interval: timedelta) -> list[timedelta]:
    """When the first polls of `count` new feeds begin: one after the other, within one interval (no herd)."""
    step = min(timedelta(milliseconds=50), interval / max(count, 1))
    return [step * i for i in range(count)]
