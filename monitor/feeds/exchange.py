"""A request and its answer, apart from the client that carries them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.feeds.hints import Hints

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.5, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to get. Validators go out exactly as they came in; `headers` go to the first origin only."""

    url: str
    accept: str = FEED_ACCEPT
    etag: str | None = None
    last_modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int
    timeout: timedelta
    gap: float | None = None
    """Seconds between requests to the host, where it asks for more than our own."""
    unless: Callable[[], bool] | None = None
    """Asked when the host's turn has come: True gives the request up as rate_limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer of status 200 or 304. `moved_to` is where permanent redirects alone lead; None without any."""

    status: int
    url: str
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    hints: Hints = Hints()
    moved_to: str | None = None
