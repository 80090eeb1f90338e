"""An entry on its way to a worker, and the article that a worker makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PageState(StrEnum):
    """What became of the entry's page; anything but FETCHED means that the feed's own text was used."""

    FETCHED = "fetched"
    NOT_WANTED = "not_wanted"
    NOT_YET = "not_yet"
    REFUSED = "refused"
    FAILED = "failed"
    PAYWALLED = "paywalled"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyEntry:
    """What waits in the work set: an unseen (or changed) entry with its feed's particulars and its page, if any."""

    id: str
    """Article id: stable for the item over polls, feeds and restarts."""
    revision: int
    """1 when first seen, then one more each time that the feed changed it or its page came late."""
    feed_id: str
    feed_name: str
    outlet: str
    owner: str
    weight: float
    official: bool
    country: str | None
    language: str | None
    tags: tuple[str, ...]
    url: str | None
    title: str
    summary: str
    content: str
    author: str | None
    published: datetime | None
    updated: datetime | None
    seen_at: datetime
    backlog: bool = False
    """Found by a feed's first poll and older than its grace: recorded, never alerted."""
    page_state: PageState = PageState.NOT_WANTED
    page_note: str | None = None
    page_url: str | None = None
    """Where the page was found after redirects."""
    page_html: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article: what is known of it beside what detection finds."""

    id: str
    revision: int = 1
    url: str | None = None
    canonical_url: str | None = None
    title: str = ""
    text: str = ""
    summary: str = ""
    author: str | None = None
    published: datetime | None = None
    seen_at: datetime | None = None
    language: str | None = None
    outlet: str = ""
    owner: str = ""
    weight: float = 1.0
    official: bool = False
    country: str | None = None
    tags: tuple[str, ...] = ()
    feed_id: str | None = None
    credit: tuple[str, ...] = ()
    """Agencies that the text credits, by their short names: AP, Reuters, AFP, PA, dpa …"""
    cites: tuple[str, ...] = ()
    """Outlets that the text takes its news from: "according to Haaretz", "the BBC reported"."""
    dateline: str | None = None
    backlog: bool = False
    page_state: PageState = PageState.NOT_WANTED
    live: bool = False
    """A live page, of which this is the newest entry: another one the next time."""
