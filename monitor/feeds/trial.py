"""One look at a feed without a store: for `monitor check --online`, `monitor feeds add` and the doctor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.clock import Clock
from monitor.config.schema import Config, PollingConfig
from monitor.domain.feed import Feed, ParsedFeed
from monitor.domain.polling import FeedState
from monitor.feeds.discover import find_feeds, usual_addresses
from monitor.feeds.exchange import Request, Response
from monitor.feeds.failure import FetchFailedError
from monitor.feeds.fetch import Fetcher
from monitor.feeds.health import advice, after_failure, newest
from monitor.feeds.hosts import HostGate
from monitor.feeds.parse import parse_feed
from monitor.feeds.refusal import ParseReason

_MOST_TRIED = 8
_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one fetch of a feed gave. `reason` is None where it is a feed; `advice` says what to do otherwise."""

    feed: Feed
    parsed: ParsedFeed = ParsedFeed()
    status: int | None = None
    newest: datetime | None = None
    moved_to: str | None = None
    reason: str | None = None
    advice: str = ""
    found: tuple[str, ...] = ()
    """Feeds that the page names, where it is a page."""


@asynccontextmanager
async def open_fetcher(config: Config, clock: Clock) -> AsyncIterator[Fetcher]:
    """A fetcher with the manners that `config` sets."""
    gate = HostGate(config.polling.per_host_concurrency, 0.1, now=asyncio.get_running_loop().time)
    private = config.polling.allow_private_networks
    async with Fetcher(user_agent=config.polling.user_agent, gate=gate, allow_private=private, clock=clock) as fetcher:
        yield fetcher


async def try_feed(fetcher: Fetcher, feed: Feed, polling: PollingConfig, clock: Clock) -> Trial:
    """Fetches and parses `feed` once. Never raises for what the server does."""
    request = Request(url=feed.url, headers=feed.headers, max_bytes=polling.max_bytes, timeout=polling.timeout)
    now = clock.now()
    try:
        answer = await fetcher.fetch(request)
    except FetchFailedError as error:
        failed = after_failure(FeedState(), error.why.value, str(error), now, error.status)
        return Trial(feed=feed, status=error.status, reason=error.why.value, advice=advice(failed))
    parsed = await asyncio.to_thread(
        parse_feed, answer.body, url=answer.url, content_type=answer.content_type, now=now
    )
    if parsed.error:
        return _no_feed(feed, answer, parsed, now)
    return Trial(
        feed=feed, parsed=parsed, status=answer.status, newest=newest(parsed.entries, now), moved_to=answer.moved_to
    )


def _no_feed(feed: Feed, answer: Response, parsed: ParsedFeed, now: datetime) -> Trial:
    reason = parsed.error_reason or ParseReason.MALFORMED.value
    found: tuple[str, ...] = ()
    if reason == ParseReason.WEB_PAGE:
        found = tuple(candidate.url for candidate in find_feeds(answer.body, answer.url, answer.content_type))
    failed = after_failure(FeedState(), reason, parsed.error or "", now, answer.status)
    text = f"{advice(failed)}; it names {found[0]}" if found else advice(failed)
    return Trial(feed=feed, parsed=parsed, status=answer.status, reason=reason, advice=text, found=found)


async def try_feeds(
    fetcher: Fetcher, feeds: Iterable[Feed], polling: PollingConfig, clock: Clock
) -> AsyncIterator[Trial]:
    """Tries many, fifty at once, each host with manners; trials come as they end."""
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(feed: Feed) -> Trial:
        async with slots:
            return await try_feed(fetcher, feed, polling, clock)

    for done in asyncio.as_completed([one(feed) for feed in feeds]):
        yield await done


async def discover(fetcher: Fetcher, feed: Feed, polling: PollingConfig, clock: Clock) -> list[Trial]:
    """The feeds to be had at the address of `feed`: itself where it is one, else those that the page names, else those
    in the usual places. Only what parses is listed; the first trial alone, failed, where there is none."""
    first = await try_feed(fetcher, feed, polling, clock)
    if first.reason != ParseReason.WEB_PAGE:
        return [first]
    for addresses in (list(first.found), usual_addresses(feed.url)):
        trials = [
            await try_feed(fetcher, _at(feed, address), polling, clock) for address in addresses[:_MOST_TRIED]
        ]
        if working := [trial for trial in trials if trial.reason is None]:
            return working
    return [first]


def _at(feed: Feed, address: str) -> Feed:
    return replace(feed, url=address)
