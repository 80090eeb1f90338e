"""A feed as configured, and an entry as a feed gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One configured source. `id` is stable over restarts: the xxh3-64 of its URL, in hex."""

    id: str
    url: str
    name: str
    outlet: str
    owner: str
    """Who owns the outlet; outlets with one owner are one origin. The outlet itself where nothing is configured."""
    country: str | None = None
    language: str | None = None
    official: bool = False
    tags: tuple[str, ...] = ()
    interval: timedelta | None = None
    weight: float = 1.0
    enabled: bool = True
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, as parsed: text is plain (no markup, no control characters), times are aware UTC."""

    id: str
    """The item's identity within its feed as the feed gives it (guid, atom:id), or derived where it gives none."""
    url: str | None
    title: str
    summary: str = ""
    content: str = ""
    """content:encoded or atom:content as plain text, where the feed carries the whole article."""
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document after parsing. `error` says why there are no entries, `warnings` what was mended."""

    title: str = ""
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    error_reason: str | None = None
    """The `monitor.feeds.refusal.ParseReason` behind `error`: a label."""
    ttl: timedelta | None = None
    """The longest of ttl and sy:updatePeriod/updateFrequency that the feed asks for."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    """Weekdays as `datetime.weekday()` numbers them: Monday is 0."""
