"""The page behind an entry: fetched politely, within limits, and never at the cost of the entry itself.

Whatever goes wrong has a `PageState` and a note; the feed's own text then stands in. What the page says (paywall,
consent wall, charset) is read by `monitor.articles.clean`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from monitor.clock import Clock
from monitor.config.schema import ArticlesConfig
from monitor.domain.article import PageState
from monitor.feeds.exchange import PAGE_ACCEPT, Request, Response
from monitor.feeds.failure import FetchFailedError
from monitor.feeds.fetch import Fetcher
from monitor.feeds.hosts import host_of
from monitor.feeds.reasons import FetchReason
from monitor.feeds.robots import Robots

_REFUSED = frozenset({
    FetchReason.BAD_URL, FetchReason.BAD_SCHEME, FetchReason.USERINFO, FetchReason.ODD_HOST,
    FetchReason.FORBIDDEN_ADDRESS, FetchReason.ROBOTS,
})  # fmt: skip
_OVERLOADED = frozenset({FetchReason.RATE_LIMITED, FetchReason.UNAVAILABLE})
_REST = timedelta(minutes=1)
"""How long a host is left alone that is overloaded and does not say for how long."""
_PAID = 402
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_LEAST = 200
"""Bytes: a shorter document is no article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What became of a page: the state, why, and where there is one, the document."""

    state: PageState
    note: str | None = None
    url: str | None = None
    """Where it was found after redirects."""
    html: bytes | None = None


class PageDownloader:
    """Downloads pages by the rules of `config`."""

    def __init__(self, fetcher: Fetcher, robots: Robots, config: ArticlesConfig, clock: Clock) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._config = config
        self._clock = clock
        self._resting: dict[str, datetime] = {}

    async def download(self, url: str) -> Page:
        """The page at `url`. Never raises for what the site does."""
        if self._is_resting(host_of(url)):
            return Page(state=PageState.FAILED, note=FetchReason.RATE_LIMITED.value)
        gap = None
        if self._config.respect_robots:
            permission = await self._robots.permission(url)
            if not permission.allowed:
                return Page(state=PageState.REFUSED, note=FetchReason.ROBOTS.value)
            gap = permission.delay
        request = Request(
            url=url,
            accept=PAGE_ACCEPT,
            max_bytes=self._config.max_bytes,
            timeout=self._config.timeout,
            gap=gap,
            unless=partial(self._is_resting, host_of(url)),
        )
        try:
            return _page(await self._fetcher.fetch(request))
        except FetchFailedError as error:
            if error.why in _OVERLOADED and error.status is not None:
                self._resting[host_of(url)] = self._clock.now() + (error.hints.retry_after or _REST)
            return _no_page(error)

    def _is_resting(self, host: str) -> bool:
        """Whether the host lately asked to be left alone (429, 503)."""
        until = self._resting.get(host)
        if until is not None and until <= self._clock.now():
            del self._resting[host]
            return False
        return until is not None


def _page(answer: Response) -> Page:
    kind = (answer.content_type or "text/html").split(";")[0].strip().lower()
    if kind not in _PAGE_TYPES:
        return Page(state=PageState.FAILED, note=FetchReason.WRONG_TYPE.value, url=answer.url)
    if len(answer.body.strip()) < _LEAST:
        return Page(state=PageState.EMPTY, url=answer.url)
    return Page(state=PageState.FETCHED, url=answer.url, html=_with_charset(answer.body, answer.content_type))


def _with_charset(body: bytes, content_type: str | None) -> bytes:
    """The body, as UTF-8 where the HTTP header names a charset that the body itself could not tell."""
    charset = (content_type or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    if not charset or charset in ("utf-8", "utf8") or b"charset" in body[:2_048].lower():
        return body
    try:
        return body.decode(charset).encode()
    except (LookupError, UnicodeError):
        return body


def _no_page(error: FetchFailedError) -> Page:
    if error.status == _PAID:
        return Page(state=PageState.PAYWALLED, note="HTTP 402")
    state = PageState.REFUSED if error.why in _REFUSED else PageState.FAILED
    return Page(state=state, note=error.why.value)
