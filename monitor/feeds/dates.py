"""Dates of feeds: feedparser's, those that it does not read, and which of them can be believed."""

from __future__ import annotations

import calendar
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(hours=26)
"""A feed that writes local time as if it were UTC is ahead by up to 14 hours; beyond a day it is no clock error."""
_FORMATS = (
    "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M", "%d %b %Y %H:%M:%S %z", "%d %B %Y %H:%M:%S", "%d %B %Y %H:%M", "%B %d, %Y %H:%M", "%B %d, %Y",
    "%d %B %Y", "%d %b %Y", "%Y%m%dT%H%M%S", "%a, %d %b %Y %H:%M:%S", "%A, %d %B %Y %H:%M:%S", "%A, %B %d, %Y %H:%M",
)  # fmt: skip
_EPOCH_NUMBER = re.compile(r"\d{10}(?:\d{3})?")


def from_struct(parsed: time.struct_time | tuple[int, ...]) -> datetime | None:
    """feedparser's UTC time tuple as an aware moment; None where it is no date."""
    try:
        return datetime.fromtimestamp(calendar.timegm(tuple(parsed)), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def parse_date(text: str) -> datetime | None:
    """A date that is written in none of the usual ways, as an aware UTC moment (no zone means UTC)."""
    text = " ".join(text.split())[:60]
    if not text:
        return None
    if _EPOCH_NUMBER.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
    return _iso(text) or _mail(text) or _by_format(re.sub(r"\s*(?:GMT|UTC|Z)$", "", text))


def _iso(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _mail(text: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _by_format(text: str) -> datetime | None:
    for layout in _FORMATS:
        try:
            return _aware(datetime.strptime(text, layout))  # noqa: DTZ007  (made aware in the next step)
        except (ValueError, OverflowError):
            continue
    return None


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """`moment`, drawn back to `now` where it is a little ahead of it; None where it cannot be the item's date."""
    if moment is None or moment < _OLDEST or moment > now + _AHEAD:
        return None
    return min(moment, now)
