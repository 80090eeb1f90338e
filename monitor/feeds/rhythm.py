"""How often a feed has news: counts that fade with time, by hour of the day. Pure.

A rate is needed that follows the day (most outlets sleep), the week, and a breaking story. Two fading counts do that
with 50 numbers a feed and no history: one by hour of the day with a half-life of a week, one of the last hours.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.polling import Rhythm

_DAILY = timedelta(days=7)
_RECENT = timedelta(hours=2)
_PRIOR_HOURS = 1.0
"""Hours of watching after which an hour's own count weighs as much as the whole day's average."""
_LONGEST_WATCH = timedelta(hours=2)
"""A gap between polls counts as watching up to this: what came in a night of no polls belongs to no single hour."""


def noted(rhythm: Rhythm, new_items: int, now: datetime) -> Rhythm:
    """The rhythm after a successful poll at `now` that found `new_items`."""
    if rhythm.at is None or now <= rhythm.at:
        return replace(rhythm, at=now)
    passed = now - rhythm.at
    fade = _fade(passed, _DAILY)
    by_hour = [count * fade for count in rhythm.by_hour]
    watched = [hours * fade for hours in rhythm.watched]
    by_hour[now.hour] += new_items
    watched[now.hour] += min(passed, _LONGEST_WATCH) / timedelta(hours=1)
    recent = rhythm.recent * _fade(passed, _RECENT) + new_items
    return Rhythm(by_hour=tuple(round(n, 4) for n in by_hour), watched=tuple(round(n, 4) for n in watched),
                  recent=round(recent, 4), at=now)  # fmt: skip


def hours_watched(rhythm: Rhythm) -> float:
    """For how long the feed has been watched, as far as it is remembered."""
    return sum(rhythm.watched)


def items_per_hour(rhythm: Rhythm, now: datetime) -> float:
    """New items an hour to be expected at `now`: this hour's own rate, drawn to the day's average, or what is going on
    just now where that is more."""
    total = hours_watched(rhythm)
    average = sum(rhythm.by_hour) / total if total else 0.0
    seen = rhythm.watched[now.hour]
    usual = (rhythm.by_hour[now.hour] + average * _PRIOR_HOURS) / (seen + _PRIOR_HOURS)
    faded = rhythm.recent * _fade(now - rhythm.at if rhythm.at else timedelta(0), _RECENT)
    # A count that fades with half-life h stands for a rate of count × ln 2 / h.
    current = faded * 0.693 / (_RECENT / timedelta(hours=1))
    return max(usual, current)


def expected_since(rhythm: Rhythm, since: datetime, now: datetime) -> float:
    """New items to be expected between two moments by the usual rhythm of the day: at most a month back."""
    total = hours_watched(rhythm)
    if not total or now <= since:
        return 0.0
    average = sum(rhythm.by_hour) / total
    rates = [
        (rhythm.by_hour[hour] + average * _PRIOR_HOURS) / (rhythm.watched[hour] + _PRIOR_HOURS) for hour in range(24)
    ]
    hours = min((now - since) / timedelta(hours=1), 720.0)
    whole, rest = int(hours), hours - int(hours)
    # Counted back from now, so that a longer silence never owes less.
    expected = sum(rates) * (whole // 24) + sum(rates[(now.hour - i) % 24] for i in range(whole % 24))
    return expected + rates[(now.hour - whole) % 24] * rest


def _fade(passed: timedelta, half_life: timedelta) -> float:
    """What is left of a count after `passed`; clocks that step back fade nothing."""
    return math.pow(0.5, max(passed / half_life, 0.0))
