"""robots.txt (RFC 9309): 4xx allows all, 5xx and no answer deny all, what it says is kept for a day."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from monitor.clock import Clock
from monitor.feeds.exchange import Request
from monitor.feeds.failure import FetchFailedError
from monitor.feeds.fetch import Fetcher

_KEPT = timedelta(hours=24)
_KEPT_UNREACHABLE = timedelta(minutes=15)
_MOST_BYTES = 512_000
"""RFC 9309 asks for 500 KiB at least; a longer file is cut by most crawlers, and refused here: then all is allowed."""
_TIMEOUT = timedelta(seconds=5)
_MOST_SITES = 5_000
_LONGEST_DELAY = 10.0


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a page may be fetched, and the seconds that the site wants between requests (None: it does not say)."""

    allowed: bool
    delay: float | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: Protego | None
    """None: all is denied."""
    until: datetime


class Robots:
    """What sites allow `user_agent`; asked once a day and site."""

    def __init__(self, fetcher: Fetcher, user_agent: str, clock: Clock) -> None:
        self._fetcher = fetcher
        self._user_agent = user_agent
        self._clock = clock
        self._sites: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def permission(self, url: str) -> Permission:
        """Whether `url` may be fetched."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}".lower()
        rules = await self._rules(site)
        if rules.parsed is None:
            return Permission(False)
        delay = rules.parsed.crawl_delay(self._user_agent)
        allowed = bool(rules.parsed.can_fetch(url, self._user_agent))
        return Permission(allowed, min(float(delay), _LONGEST_DELAY) if delay else None)

    async def _rules(self, site: str) -> _Rules:
        async with self._asking.setdefault(site, asyncio.Lock()):
            known = self._sites.get(site)
            if known is None or known.until <= self._clock.now():
                known = await self._ask(site)
                self._sites[site] = known
                while len(self._sites) > _MOST_SITES:
                    self._asking.pop(self._sites.popitem(last=False)[0], None)
            return known

    async def _ask(self, site: str) -> _Rules:
        address = f"{site}/robots.txt"
        request = Request(url=address, accept="text/plain, */*;q=0.1", max_bytes=_MOST_BYTES, timeout=_TIMEOUT)
        now = self._clock.now()
        try:
            answer = await self._fetcher.fetch(request)
        except FetchFailedError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return _Rules(Protego.parse(""), now + _KEPT)
            if error.why.value == "too_large":
                return _Rules(Protego.parse(""), now + _KEPT)
            return _Rules(None, now + _KEPT_UNREACHABLE)
        return _Rules(Protego.parse(answer.body.decode("utf-8", "replace")), now + _KEPT)
