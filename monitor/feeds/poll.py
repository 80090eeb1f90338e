"""One poll of one feed, from lease to commit: fetch, recognise an unchanged body, parse, recognise items, commit.

What is decided is decided by pure functions (`identity`, `health`, `cadence`); here they are fed and carried out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import xxhash

from monitor.clock import Clock
from monitor.config.schema import ArticlesConfig, PollingConfig
from monitor.domain.article import PageState, ReadyEntry
from monitor.domain.feed import Entry, Feed, ParsedFeed
from monitor.domain.polling import FeedState, PollDisposition
from monitor.feeds import cadence, health
from monitor.feeds.discover import find_feeds
from monitor.feeds.exchange import Request, Response
from monitor.feeds.failure import FetchFailedError
from monitor.feeds.fetch import Fetcher
from monitor.feeds.hints import Hints
from monitor.feeds.hosts import host_of
from monitor.feeds.identity import (
    Recognised,
    Recognition,
    outlet_article_id,
    pack_records,
    recognise,
    text_hash,
    title_hash,
    unpack_records,
)
from monitor.feeds.parsers import Parser
from monitor.feeds.reasons import FetchReason
from monitor.feeds.refusal import ParseReason
from monitor.storage.codec import pack
from monitor.storage.feeds import Claim, EntryChange, FeedStore, PollCommit

KEEP_SEEN = timedelta(days=14)
"""How long an item is recognised after it left its feed."""
_CANDIDATE = 0.15
"""Promise of title and summary from which a page is fetched under `articles.fetch: candidates`."""
_PROMISE_WORTH = timedelta(hours=6)
"""How much older a sure report may be than an unpromising one to be worked on before it."""
_BACKLOG_LAST = timedelta(days=365)
_PAUSED = timedelta(minutes=1)
"""How long a host is left alone that is overloaded and does not say for how long."""
_HOST_REASONS = frozenset({FetchReason.RATE_LIMITED, FetchReason.UNAVAILABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What a poll came to: its disposition, the next poll, the entries that want their page, the changed state."""

    feed: Feed
    disposition: PollDisposition
    before: FeedState
    after: FeedState
    next: cadence.Next
    ready: int = 0
    """Entries that wait for a worker already."""
    wanting_page: tuple[ReadyEntry, ...] = ()
    changed: int = 0
    """Entries created or changed."""
    late: timedelta = timedelta(0)
    """From the time that it was due until it was fetched and read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """A poll before it is committed."""

    state: FeedState
    disposition: PollDisposition
    hints: Hints = Hints()
    changes: tuple[tuple[ReadyEntry, EntryChange], ...] = ()
    seen: bytes | None = None
    pause_host: timedelta = timedelta(0)


class Poller:
    """Polls feeds. `promise` tells how much a title and summary promise (0..1); `chance` gives jitter."""

    def __init__(
        self,
        *,
        fetcher: Fetcher,
        parser: Parser,
        store: FeedStore,
        clock: Clock,
        polling: PollingConfig,
        articles: ArticlesConfig,
        promise: Callable[[str, str], float],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._store = store
        self._clock = clock
        self._polling = polling
        self._articles = articles
        self._promise = promise
        self._chance = chance

    async def poll(self, claim: Claim, feed: Feed, *, hot: bool = False) -> PollResult:
        """Polls `feed` under `claim` and commits. `hot`: an incident is open for its region or outlet."""
        outcome = await self._outcome(claim, feed)
        now = self._clock.now()
        late = now - claim.due
        pace = cadence.Pace(
            interval=self._polling.interval,
            min_interval=self._polling.min_interval,
            max_interval=self._polling.max_interval,
            own=feed.interval,
            hot=hot,
        )
        coming = cadence.next_poll(outcome.state, outcome.hints, pace, now, self._chance())
        state = replace(outcome.state, next_reason=coming.reason.value)
        commit = PollCommit(
            claim=claim, host=host_of(feed.url), state=state, disposition=outcome.disposition, delay=coming.delay,
            entries=[change for _, change in outcome.changes], seen=outcome.seen, pause_host=outcome.pause_host,
        )  # fmt: skip
        done = await self._store.commit(commit, f"{now:%Y-%m-%d}")
        return replace(_result(feed, claim, replace(outcome, state=state), coming, done), late=late)

    async def _outcome(self, claim: Claim, feed: Feed) -> _Outcome:
        state = claim.state
        try:
            answer = await self._fetcher.fetch(self._request(feed, state))
        except FetchFailedError as error:
            return self._failed_fetch(state, error)
        if answer.status == 304:
            return self._quiet(state, answer, PollDisposition.NOT_MODIFIED)
        body_hash = xxhash.xxh3_64_hexdigest(answer.body)
        if body_hash == state.body_hash:
            return self._quiet(state, answer, PollDisposition.UNCHANGED)
        parsed = await self._parser.parse(
            answer.body, url=answer.url, content_type=answer.content_type, now=self._clock.now()
        )
        if parsed.error is not None:
            reason = parsed.error_reason or "malformed"
            detail = _named_feed(answer, reason) or parsed.error
            failed = health.after_failure(state, reason, detail, self._clock.now(), answer.status)
            return _Outcome(state=failed, disposition=PollDisposition.FAILED)
        return await self._parsed(claim, feed, answer, parsed, body_hash)

    def _request(self, feed: Feed, state: FeedState) -> Request:
        return Request(
            url=state.moved_to or feed.url,
            etag=state.etag,
            last_modified=state.last_modified,
            headers=feed.headers,
            max_bytes=self._polling.max_bytes,
            timeout=self._polling.timeout,
        )

    def _failed_fetch(self, state: FeedState, error: FetchFailedError) -> _Outcome:
        failed = health.after_failure(state, error.why.value, str(error), self._clock.now(), error.status)
        disposition, pause = PollDisposition.FAILED, timedelta(0)
        if error.why is FetchReason.GONE:
            disposition = PollDisposition.GONE
        elif error.why in _HOST_REASONS:
            disposition = PollDisposition.RATE_LIMITED
            pause = error.hints.retry_after or min(_PAUSED * failed.failures, self._polling.max_interval)
        return _Outcome(state=failed, disposition=disposition, hints=error.hints, pause_host=pause)

    def _quiet(self, state: FeedState, answer: Response, disposition: PollDisposition) -> _Outcome:
        """Nothing was said, or the same as before: no parsing, no look at what is known."""
        after = health.after_success(state, answer, 0, self._clock.now())
        return _Outcome(state=after, disposition=disposition, hints=answer.hints)

    async def _parsed(
        self, claim: Claim, feed: Feed, answer: Response, parsed: ParsedFeed, body_hash: str
    ) -> _Outcome:
        now, first = self._clock.now(), claim.state.first_success is None
        remembered = unpack_records(await self._store.seen(feed.id))
        found, records = recognise(parsed.entries, feed, remembered, now, keep=KEEP_SEEN)
        fresh = [item for item in found if item.recognition is not Recognition.KNOWN]
        holders = await self._store.holders([item.article_id for item in fresh if item.recognition is Recognition.NEW])
        fresh, renamed = _unforged(fresh, holders, feed)
        records = [replace(r, article_id=renamed.get(r.article_id, r.article_id)) for r in records]
        changes = tuple(self._change(item, feed, now, first=first) for item in fresh)
        state = health.with_document(claim.state, parsed, body_hash, now)
        new = 0 if first else sum(item.recognition is Recognition.NEW for item in fresh)
        return _Outcome(
            state=health.after_success(state, answer, new, now),
            disposition=PollDisposition.NEW_ENTRIES if changes else PollDisposition.NOTHING_NEW,
            hints=answer.hints,
            changes=changes,
            seen=pack_records(records),
        )

    def _change(self, item: Recognised, feed: Feed, now: datetime, *, first: bool) -> tuple[ReadyEntry, EntryChange]:
        entry = item.entry
        backlog = first and entry.published is not None and now - entry.published > self._polling.first_poll_grace
        promise = self._promise(entry.title, entry.summary)
        wants_page = bool(entry.url) and not backlog and self._wants_page(promise)
        ready = _ready_entry(item, feed, now, backlog=backlog, wants_page=wants_page)
        change = EntryChange(
            entry_id=item.article_id,
            is_new=item.recognition is Recognition.NEW,
            revision=item.revision,
            payload=pack(ready),
            priority=_priority(entry, promise, now, backlog=backlog),
            outlet=feed.outlet,
            title=title_hash(entry.title),
            text=text_hash(entry),
            page_within=self._articles.max_wait if wants_page else None,
        )
        return ready, change

    def _wants_page(self, promise: float) -> bool:
        if self._articles.fetch == "candidates":
            return promise >= _CANDIDATE
        return self._articles.fetch == "always"


def _named_feed(answer: Response, reason: str) -> str | None:
    """A web page instead of a feed: the feed that it names."""
    if reason != ParseReason.WEB_PAGE:
        return None
    found = find_feeds(answer.body, answer.url, answer.content_type)
    return f"this is a web page; it names the feed {found[0].url}" if found else None


def _unforged(
    fresh: list[Recognised], holders: Mapping[str, tuple[str, str]], feed: Feed
) -> tuple[list[Recognised], dict[str, str]]:
    """Items whose address another outlet's feed holds with another title get an id of their own; old → new ids."""
    renamed = {
        item.article_id: outlet_article_id(item.entry, feed)
        for item in fresh
        if item.article_id in holders and holders[item.article_id][0] != feed.outlet
        and holders[item.article_id][1] != title_hash(item.entry.title)
    }  # fmt: skip
    return [replace(item, article_id=renamed.get(item.article_id, item.article_id)) for item in fresh], renamed


def _ready_entry(item: Recognised, feed: Feed, now: datetime, *, backlog: bool, wants_page: bool) -> ReadyEntry:
    entry = item.entry
    return ReadyEntry(
        id=item.article_id, revision=item.revision, feed_id=feed.id, feed_name=feed.name, outlet=feed.outlet,
        owner=feed.owner, weight=feed.weight, official=feed.official, country=feed.country,
        language=feed.language or entry.language, tags=feed.tags, url=entry.url, title=entry.title,
        summary=entry.summary, content=entry.content, author=entry.author, published=entry.published,
        updated=entry.updated, seen_at=now, backlog=backlog,
        page_state=PageState.NOT_YET if wants_page else PageState.NOT_WANTED,
    )  # fmt: skip


def _priority(entry: Entry, promise: float, now: datetime, *, backlog: bool) -> float:
    """Lowest first: minus the time of publication, moved ahead by what the title promises; backlog after all else."""
    moment = entry.published or now
    seconds = moment.timestamp() + promise * _PROMISE_WORTH.total_seconds()
    return round(-seconds + (_BACKLOG_LAST.total_seconds() if backlog else 0.0), 1)


def _result(
    feed: Feed, claim: Claim, outcome: _Outcome, coming: cadence.Next, done: dict[str, int] | None
) -> PollResult:
    if done is None:
        return PollResult(feed=feed, disposition=PollDisposition.LEASE_LOST, before=claim.state, after=claim.state,
                          next=coming)  # fmt: skip
    put = [
        (replace(ready, revision=done[ready.id]), change) for ready, change in outcome.changes if ready.id in done
    ]
    disposition = outcome.disposition
    if disposition is PollDisposition.NEW_ENTRIES and not put:
        disposition = PollDisposition.NOTHING_NEW
    return PollResult(
        feed=feed,
        disposition=disposition,
        before=claim.state,
        after=outcome.state,
        next=coming,
        ready=sum(change.page_within is None for _, change in put),
        wanting_page=tuple(ready for ready, change in put if change.page_within is not None),
        changed=len(put),
    )
