"""What a server's headers ask of the next request: Retry-After, Cache-Control, Expires. Pure.

`retry_after` is read here for feeds, pages and sinks alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=24)
"""No header makes us wait for longer; absurd values are common."""
_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MAX_AGE = re.compile(r"(?:^|[\s,])(s-maxage|max-age)\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_FRESHLESS = re.compile(r"(?:^|[\s,])(?:no-store|no-cache|must-revalidate\s*,\s*max-age=0)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What one answer asks for; None where it does not say."""

    retry_after: timedelta | None = None
    fresh_for: timedelta | None = None


def read_hints(headers: Mapping[str, str], now: datetime) -> Hints:
    """The hints of an answer that came at `now`; header names in any case by the mapping's own rules."""
    return Hints(retry_after=retry_after(headers.get("Retry-After"), now), fresh_for=_fresh_for(headers, now))


def retry_after(text: str | None, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3) as a span from `now`, within 0 and 24 hours; None for anything else.

    Fractions of seconds, which the RFC does not know, are read all the same: some servers send them, and mean them.
    """
    text = (text or "").strip()
    if _SECONDS.fullmatch(text):
        return timedelta(seconds=min(float(text), LONGEST.total_seconds()))
    moment = _dated(text)
    return None if moment is None else min(max(moment - now, timedelta(0)), LONGEST)


def _fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Freshness lifetime after RFC 9111, 4.2.1: max-age before Expires; what is left of it after Age."""
    control = headers.get("Cache-Control") or ""
    if _FRESHLESS.search(control):
        return None
    if ages := [int(value) for name, value in _MAX_AGE.findall(control) if name.lower() == "max-age"]:
        return _left(timedelta(seconds=min(ages[0], 10**8)), headers.get("Age"))
    expires = http_date(headers.get("Expires") or "")
    if expires is None:
        return None
    return _left(expires - (http_date(headers.get("Date") or "") or now), None)


def _left(lifetime: timedelta, age: str | None) -> timedelta | None:
    spent = timedelta(seconds=int(age)) if age and re.fullmatch(r"\s*\d{1,9}\s*", age) else timedelta(0)
    left = min(lifetime - spent, LONGEST)
    return left if left > timedelta(0) else None


def http_date(text: str) -> datetime | None:
    """An HTTP date as an aware UTC moment; None where it is none."""
    moment = _dated(text)
    try:
        return moment.astimezone(UTC) if moment else None
    except OverflowError:
        return None


def _dated(text: str) -> datetime | None:
    """The moment in the zone that it is given in: at the ends of the calendar it has none in UTC."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
