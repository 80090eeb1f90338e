"""Feed documents to entries: RSS 0.9x–2.0, RDF, Atom by feedparser, JSON Feed by `monitor.feeds.json_feed`.

Pure and total: whatever the bytes are, a `ParsedFeed` comes back, with `error` where there are no entries to be had and
`warnings` for what was mended. feedparser gets clean UTF-8 without a sanitiser and without rewriting of links inside
texts (three times as fast, see docs/decisions/0050); what it gives is made inert by `monitor.feeds.neutral`.
"""

from __future__ import annotations

import io
import re
import xml.sax
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import feedparser

from monitor.domain.feed import Entry, ParsedFeed
from monitor.feeds import json_feed, neutral
from monitor.feeds.dates import from_struct, parse_date, plausible
from monitor.feeds.encoding import decode
from monitor.feeds.items import finished
from monitor.feeds.refusal import ParseReason, refuse_xml

MAX_BYTES = 20_000_000

_feedparser: Any = feedparser  # untyped

_PARSER_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
    xml.sax.SAXException,
)  # fmt: skip
# feedparser promises not to raise; on mutated feeds it raised some of these (tests/unit/feeds/test_fuzz.py).
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ITEM_STARTS = re.compile(r"(?=<(?:item|entry)[\s>])")
_ROOT_TAG = re.compile(r"<(rss|rdf:RDF|feed)\b[^<>]{0,5000}>")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_SKIP = re.compile(r"<skip(hours|days)\s*>(.{0,2000}?)</skip\1", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r">\s*([A-Za-z]+|\d+)\s*<")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_feed(data: bytes, *, url: str | None, content_type: str | None, now: datetime) -> ParsedFeed:
    """What the document `data` holds. `url` (where it was found) resolves relative links; `now` bounds its dates."""
    if len(data) > MAX_BYTES:
        return _refused(ParseReason.TOO_LARGE, f"{len(data)} bytes, where {MAX_BYTES} are allowed")
    text, warning = decode(data, content_type)
    parsed = _parse_text(text.lstrip("\ufeff \t\r\n\x00"), url, now)
    return replace(parsed, warnings=(warning, *parsed.warnings)) if warning else parsed


def _parse_text(text: str, url: str | None, now: datetime) -> ParsedFeed:
    if not text:
        return _refused(ParseReason.EMPTY, "the document is empty")
    if text[0] in "{[":
        return json_feed.parse_json_feed(text, url=url, now=now)
    if refusal := refuse_xml(text):
        return _refused(*refusal)
    return _parse_xml(text, url, now)


def _refused(reason: ParseReason, text: str) -> ParsedFeed:
    return ParsedFeed(error=f"{reason}: {text}", error_reason=reason.value)


def _parse_xml(text: str, url: str | None, now: datetime) -> ParsedFeed:
    body = _NOT_XML.sub("", neutral.without_escapes(_DECLARATION.sub("", text, count=1)))
    try:
        parsed = _parse_body(body, url, now)
    except _PARSER_FAULTS as error:
        parsed = _refused(ParseReason.MALFORMED, f"the parser gave up ({type(error).__name__})")
    return _salvaged(body, url, now) or parsed if parsed.error else parsed


def _parse_body(body: str, url: str | None, now: datetime) -> ParsedFeed:
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    document: Any = _feedparser.parse(
        io.BytesIO(body.encode("utf-8", "replace")),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    entries, warnings = _entries(document.entries, _base(document, url), now)
    if not entries and document.bozo:
        return _refused(ParseReason.MALFORMED, "no item can be read from this broken document")
    return ParsedFeed(
        title=neutral.one_line(_text(document.feed, "title")),
        language=neutral.language_code(_text(document.feed, "language")),
        entries=entries,
        warnings=(*_document_warnings(document), *warnings),
        ttl=_ttl(document.feed),
        skip_hours=_skip_hours(body),
        skip_days=_skip_days(body),
    )


def _salvaged(body: str, url: str | None, now: datetime) -> ParsedFeed | None:
    """What can be read of a document that breaks the parser: its items in halves, down to the one at fault."""
    items = [item for piece in _ITEM_STARTS.split(body)[1:] if (item := _whole_item(piece))]
    root = _ROOT_TAG.search(body)
    if not items or not root:
        return None
    parts = _readable_parts(f"{root[0]}<channel>" if root[1] == "rss" else root[0], items, url, now)
    entries, warnings = finished([entry for part in parts for entry in part.entries], base=url)
    lost = len(items) - len(entries)
    if not entries:
        return None
    title = next((part.title for part in parts if part.title), "")
    broken = f"broken: {lost} of {len(items)} items could not be read"
    return ParsedFeed(title=title, entries=entries, warnings=(broken, *warnings))


def _whole_item(piece: str) -> str:
    """The item at the start of `piece`, with its end; empty where it has none."""
    end = "</item>" if piece.startswith("<item") else "</entry>"
    before, found, _ = piece.partition(end)
    return before + found if found else ""


def _readable_parts(root: str, items: list[str], url: str | None, now: datetime) -> list[ParsedFeed]:
    try:
        parsed = _parse_body(root + "".join(items), url, now)
    except _PARSER_FAULTS:
        half = len(items) // 2
        halves = (items[:half], items[half:]) if half else ()
        return [part for some in halves for part in _readable_parts(root, some, url, now)]
    return [] if parsed.error else [parsed]


def _document_warnings(document: Any) -> tuple[str, ...]:
    fault = document.get("bozo_exception")
    return (f"not well-formed: {neutral.one_line(str(fault), 200)}",) if document.bozo and fault else ()


def _base(document: Any, url: str | None) -> str | None:
    return url or _text(document.feed, "link") or None


def _entries(
    items: list[Mapping[str, Any]], base: str | None, now: datetime
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    return finished([_entry(item, now) for item in items], base=base)


def _entry(item: Mapping[str, Any], now: datetime) -> Entry:
    summary, content = _texts(item)
    published, updated = _date(item, "published", now), _date(item, "updated", now)
    return Entry(
        id=neutral.one_line(_text(item, "id"), 2_000),
        url=_text(item, "link") or _alternate(item),
        title=neutral.one_line(_text(item, "title")),
        summary=summary,
        content=content,
        published=published or updated,
        updated=updated,
        author=neutral.one_line(_text(item, "author"), 200) or None,
        language=None,
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    value = _own(item, name)
    return value if isinstance(value, str) else ""


def _own(item: Mapping[str, Any], name: str) -> Any:
    """The item's own value of `name`, past feedparser's fallbacks from one key to another."""
    return dict.get(cast("dict[str, Any]", item), name)


def _alternate(item: Mapping[str, Any]) -> str | None:
    links: list[Mapping[str, Any]] = [link for link in item.get("links", ()) if isinstance(link.get("href"), str)]
    best = sorted(links, key=lambda link: link.get("rel") != "alternate")
    return str(best[0]["href"]) if best and best[0].get("rel") in ("alternate", "self", None) else None


def _texts(item: Mapping[str, Any]) -> tuple[str, str]:
    """Summary and content. feedparser fills either from the other where only one is there; equal ones count once."""
    contents = [part.get("value") or "" for part in item.get("content", ()) if isinstance(part.get("value"), str)]
    raw_summary = _text(item, "summary") or _text(item, "media_description") or _text(item, "subtitle")
    raw_content = max(contents, key=len, default="")
    summary = neutral.plain_text(raw_summary, neutral.SUMMARY_LIMIT)
    if not raw_content or raw_content == raw_summary:
        return summary, ""
    return summary, neutral.plain_text(raw_content)


def _date(item: Mapping[str, Any], name: str, now: datetime) -> datetime | None:
    parsed = _own(item, f"{name}_parsed")
    moment = plausible(from_struct(parsed), now) if parsed else None
    return moment or plausible(parse_date(_text(item, name)), now)


def _ttl(feed: Mapping[str, Any]) -> timedelta | None:
    """The longer of `ttl` (minutes) and the syndication module's period over its frequency; absurd ones are None."""
    asked = [_number(_text(feed, "ttl"), lambda n: timedelta(minutes=n))]
    hours = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower())
    if hours:
        frequency = _text(feed, "sy_updatefrequency") or "1"
        asked.append(_number(frequency, lambda n: timedelta(hours=hours / n)))
    return max((span for span in asked if span), default=None)


def _number(text: str, to_span: Callable[[float], timedelta]) -> timedelta | None:
    match = re.fullmatch(r"\s*(\d{1,7})(?:\.\d*)?\s*", text)
    return to_span(float(match[1])) if match and int(match[1]) > 0 else None


def _skip_hours(body: str) -> tuple[int, ...]:
    """Hours (0–23, UTC) in which the feed asks not to be polled; feedparser keeps only the last."""
    return tuple(sorted({int(word) % 24 for word in _skipped(body, "hours") if word.isdigit() and int(word) <= 24}))


def _skip_days(body: str) -> tuple[int, ...]:
    return tuple(sorted({_DAYS.index(day) for word in _skipped(body, "days") if (day := word[:3].lower()) in _DAYS}))


def _skipped(body: str, kind: str) -> list[str]:
    found = [inside for which, inside in _SKIP.findall(body[:50_000]) if which.lower() == kind]
    return [word for inside in found for word in _WORD.findall(inside)]
