"""How a feed stands after a poll, what is wrong with it, and what to do about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.feed import Entry, ParsedFeed
from monitor.domain.polling import FeedState, FeedStatus
from monitor.feeds.exchange import Response
from monitor.feeds.reasons import FetchReason
from monitor.feeds.rhythm import expected_since, hours_watched, noted

_STABLE_REDIRECT = 3
"""Polls in a row that were redirected to one place for good, until we ask there."""
_DEAD_AFTER = timedelta(hours=24)
_DEAD_FAILURES = 6
_SILENT_EXPECTED = 9.0
"""New items that should have come by the feed's rhythm since the last one: none of nine has a chance of 1 in 8,000."""
_SILENT_AT_LEAST = timedelta(hours=8)
_STALE = timedelta(days=21)
"""A feed whose rhythm is unknown is silent when its newest item is older."""
_ENOUGH_HOURS = 72.0


def after_failure(state: FeedState, reason: str, detail: str, now: datetime, status: int | None = None) -> FeedState:
    """The state after a poll that gave no entries. Validators stay: they belong to the last good document."""
    failures = state.failures + 1
    since = state.failing_since or now
    dead = failures >= _DEAD_FAILURES and now - since >= _DEAD_AFTER
    standing = FeedStatus.DEAD if dead else FeedStatus.FAILING
    if reason == FetchReason.GONE:
        standing = FeedStatus.GONE
    return replace(
        state,
        status=standing,
        polls=state.polls + 1,
        last_poll=now,
        failures=failures,
        failing_since=since,
        reason=reason,
        detail=detail[:300],
        http_status=status,
        # A remembered redirect that leads nowhere any more is forgotten: the configured address is asked again.
        moved_to=None if failures >= 2 else state.moved_to,
        moved_candidate=None,
        moved_times=0,
    )


def after_success(state: FeedState, answer: Response, new_items: int, now: datetime) -> FeedState:
    """The state after a poll that was answered: not modified, unchanged, or parsed (see `with_document`)."""
    state = _moved(state, answer.moved_to)
    fresh = answer.hints.fresh_for.total_seconds() if answer.hints.fresh_for else None
    rhythm = noted(state.rhythm, new_items, now)
    return _with_standing(
        replace(
            state,
            polls=state.polls + 1,
            last_poll=now,
            last_success=now,
            first_success=state.first_success or now,
            last_new=now if new_items else state.last_new,
            failures=0,
            failing_since=None,
            reason=None,
            detail=None,
            http_status=answer.status,
            # Both exactly as received, also where only one of them came this time: a 304 may leave either out.
            etag=answer.etag if answer.status == 200 else answer.etag or state.etag,
            last_modified=answer.last_modified if answer.status == 200 else answer.last_modified or state.last_modified,
            fresh_seconds=fresh if answer.status == 200 or fresh else state.fresh_seconds,
            rhythm=rhythm,
        ),
        now,
    )


def _moved(state: FeedState, target: str | None) -> FeedState:
    """Permanent redirects are believed when they have stood for several polls; publishers take many of them back."""
    if target is None:
        return replace(state, moved_candidate=None, moved_times=0)
    times = state.moved_times + 1 if target == state.moved_candidate else 1
    if times >= _STABLE_REDIRECT:
        return replace(state, moved_to=target, moved_candidate=None, moved_times=0)
    return replace(state, moved_candidate=target, moved_times=times)


def with_document(state: FeedState, parsed: ParsedFeed, body_hash: str, now: datetime) -> FeedState:
    """The state with what the parsed document says of itself. The first one sets the date of the newest item."""
    return replace(
        state,
        title=parsed.title or state.title,
        body_hash=body_hash,
        items=len(parsed.entries),
        warnings=parsed.warnings[:5],
        ttl_seconds=parsed.ttl.total_seconds() if parsed.ttl else None,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
        last_new=state.last_new if state.first_success else newest(parsed.entries, now),
    )


def newest(entries: Sequence[Entry], now: datetime) -> datetime | None:
    """The date of the newest item that has one, not after `now`."""
    return max((min(entry.published, now) for entry in entries if entry.published), default=None)


def _with_standing(state: FeedState, now: datetime) -> FeedState:
    return replace(state, status=FeedStatus.SILENT if is_silent(state, now) else FeedStatus.OK)


def is_silent(state: FeedState, now: datetime) -> bool:
    """Whether the feed answers but has had nothing new for longer than its own rhythm makes likely."""
    if state.last_new is None or now - state.last_new < _SILENT_AT_LEAST:
        return False
    if hours_watched(state.rhythm) >= _ENOUGH_HOURS and sum(state.rhythm.by_hour) > 0:
        return expected_since(state.rhythm, state.last_new, now) >= _SILENT_EXPECTED
    return now - state.last_new > _STALE




@dataclass(frozen=True, slots=True)
class OpsChange:
    """A message for operators: `raised` True when it begins."""

    kind: str
    raised: bool
    text: str


_KINDS = {FeedStatus.DEAD: "feed_dead", FeedStatus.GONE: "feed_gone", FeedStatus.SILENT: "feed_silent"}


def ops_changes(before: FeedState, after: FeedState) -> list[OpsChange]:
    """What operators must be told of the step from one state to the next: each trouble once as it begins and ends."""
    if before.status is after.status:
        return []
    changes = []
    if kind := _KINDS.get(before.status):
        changes.append(OpsChange(kind, False, f"is {after.status} again" if after.status is FeedStatus.OK else
                                 f"is now {after.status}"))  # fmt: skip
    if kind := _KINDS.get(after.status):
        changes.append(OpsChange(kind, True, advice(after)))
    return changes


_ADVICE = {
    FetchReason.BAD_URL: "the address is not valid: correct it",
    FetchReason.BAD_SCHEME: "only http and https addresses are polled: correct it, or where it redirects to",
    FetchReason.USERINFO: "the address holds a user name: put credentials into the feed's headers instead",
    FetchReason.ODD_HOST: "the host is a number in an odd spelling: write the plain address",
    FetchReason.FORBIDDEN_ADDRESS: "a private address: if that is meant, set polling.allow_private_networks",
    FetchReason.DNS: "the host name does not resolve: look for a typing error, or for the outlet's new domain",
    FetchReason.CONNECT: "the server does not answer: try it in a browser; it may block this address",
    FetchReason.TLS: "the certificate is not accepted: look whether it ran out, or the host name changed",
    FetchReason.TIMEOUT: "the server is too slow: raise polling.timeout, or ask more rarely",
    FetchReason.DISCONNECTED: "the server hangs up: it may block this program",
    FetchReason.BAD_HTTP: "the server does not speak proper HTTP: tell the publisher",
    FetchReason.HEADERS_TOO_LARGE: "the server sends absurd headers: tell the publisher",
    FetchReason.BAD_REDIRECT: "the server redirects to nowhere: open it in a browser for the new address",
    FetchReason.REDIRECT_LOOP: "the server redirects in a circle, often for want of a cookie: look for another feed",
    FetchReason.TOO_MANY_REDIRECTS: "open it in a browser for the final address, and use that",
    FetchReason.TOO_LARGE: "the document is larger than polling.max_bytes",
    FetchReason.BAD_ENCODING: "the server compresses wrongly: tell the publisher",
    FetchReason.TRUNCATED: "the answer ends early: tell the publisher if it lasts",
    FetchReason.DENIED: "access is refused: it wants credentials (the feed's headers), or blocks this program",
    FetchReason.NOT_FOUND: "no feed at this address: `monitor feeds add` with the outlet's home page finds others",
    FetchReason.GONE: "the publisher has ended this feed: remove it, or find its successor with `monitor feeds add`",
    FetchReason.RATE_LIMITED: "the server asks for fewer requests: raise the feed's interval",
    FetchReason.UNAVAILABLE: "the server is overloaded or under repair: this mostly passes",
    FetchReason.SERVER_ERROR: "the server has a fault: this mostly passes",
    "web_page": "this is a web page: `monitor feeds add` with this address names the feed to use",
    "unknown_format": "this is no feed: look at it in a browser",
    "empty": "the server sends an empty document",
    "malformed": "the feed is broken: a feed validator shows where; tell the publisher",
    "parse_timeout": "the feed takes too long to parse: it may be hostile",
    "entity_bomb": "the feed is hostile: remove it",
    "external_entity": "the feed is hostile: remove it",
}


def advice(state: FeedState) -> str:
    """What is wrong with the feed and what to do, in a line; empty where all is well."""
    if state.status is FeedStatus.SILENT:
        since = f"{state.last_new:%Y-%m-%d %H:%M} UTC" if state.last_new else "ever"
        return f"answers, but nothing new since {since}, against its rhythm: look whether the outlet moved its feed"
    if not state.reason:
        return ""
    if state.reason == "web_page" and state.detail and "names the feed" in state.detail:
        return f"web_page: {state.detail}: use that"
    return f"{state.reason}: {_ADVICE.get(state.reason, state.detail or 'see the log')}"
