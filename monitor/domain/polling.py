"""What is remembered of a feed between polls, and how a poll can end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedStatus(StrEnum):
    """A feed's standing; WAITING has never been polled, GONE said 410 and is polled no more."""

    WAITING = "waiting"
    OK = "ok"
    FAILING = "failing"
    SILENT = "silent"
    DEAD = "dead"
    GONE = "gone"


class PollDisposition(StrEnum):
    """How a poll ended; each poll has exactly one, which is logged and counted as `feed.<disposition>`."""

    NOT_MODIFIED = "not_modified"
    UNCHANGED = "unchanged"
    NOTHING_NEW = "nothing_new"
    NEW_ENTRIES = "new_entries"
    FAILED = "failed"
    RATE_LIMITED = "rate_limited"
    GONE = "gone"
    LEASE_LOST = "lease_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a feed has something new, learned poll by poll (monitor.feeds.rhythm)."""

    by_hour: tuple[float, ...] = (0.0,) * 24
    """New items in each UTC hour of the day, fading with a half-life of a week."""
    watched: tuple[float, ...] = (0.0,) * 24
    """Hours for which each of those was watched, fading alike."""
    recent: float = 0.0
    """New items, fading with a half-life of two hours: what is happening now."""
    at: datetime | None = None
    """When this was last brought up to date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """All that the store keeps of a feed beside its lease and its due time."""

    status: FeedStatus = FeedStatus.WAITING
    title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_to: str | None = None
    """Where to ask instead, once a permanent redirect has proved stable."""
    moved_candidate: str | None = None
    moved_times: int = 0
    polls: int = 0
    items: int = 0
    """Items in the last document."""
    last_poll: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    first_success: datetime | None = None
    failures: int = 0
    """Polls failed in a row."""
    failing_since: datetime | None = None
    reason: str | None = None
    """Why the last poll failed: a FetchReason or ParseReason."""
    detail: str | None = None
    http_status: int | None = None
    warnings: tuple[str, ...] = ()
    fresh_seconds: float | None = None
    """What the last answer asked for by Cache-Control or Expires; kept over 304s that do not say."""
    ttl_seconds: float | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    rhythm: Rhythm = Rhythm()
    next_reason: str | None = None
    """Why the next poll is when it is: a `monitor.feeds.cadence.Reason`."""
