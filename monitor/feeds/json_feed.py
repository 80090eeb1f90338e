"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to entries; also tolerates what publishers make of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.domain.feed import Entry, ParsedFeed
from monitor.feeds import neutral
from monitor.feeds.dates import parse_date, plausible
from monitor.feeds.items import finished
from monitor.feeds.refusal import MAX_ITEMS, ParseReason


def parse_json_feed(text: str, *, url: str | None, now: datetime) -> ParsedFeed:
    """What the JSON document holds; an error where it is no JSON Feed."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _refused(ParseReason.BAD_JSON, "this is not valid JSON")
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        return _refused(ParseReason.UNKNOWN_FORMAT, "this is JSON, but not a JSON Feed")
    if len(items) > MAX_ITEMS:
        return _refused(ParseReason.TOO_MANY_ITEMS, f"{len(items)} items, where {MAX_ITEMS} are allowed")
    base = url or _string(document, "home_page_url") or None
    entries, warnings = finished([_entry(item, now) for item in items if isinstance(item, dict)], base=base)
    language = neutral.language_code(_string(document, "language"))
    title = neutral.one_line(_string(document, "title"))
    return ParsedFeed(title=title, language=language, entries=entries, warnings=warnings)


def _refused(reason: ParseReason, text: str) -> ParsedFeed:
    return ParsedFeed(error=f"{reason}: {text}", error_reason=reason.value)


def _entry(item: Mapping[str, Any], now: datetime) -> Entry:
    published = plausible(parse_date(_string(item, "date_published")), now)
    updated = plausible(parse_date(_string(item, "date_modified")), now)
    content = neutral.plain_text(_string(item, "content_html")) or _plain(item, "content_text", neutral.CONTENT_LIMIT)
    return Entry(
        id=neutral.one_line(_string(item, "id"), 2_000),
        url=_string(item, "url") or _string(item, "external_url") or None,
        title=neutral.one_line(_string(item, "title")),
        summary=_plain(item, "summary", neutral.SUMMARY_LIMIT),
        content=content,
        published=published or updated,
        updated=updated,
        author=neutral.one_line(_author(item), 200) or None,
        language=neutral.language_code(_string(item, "language")),
    )


def _plain(item: Mapping[str, Any], name: str, limit: int) -> str:
    """A field that is plain text by the format; it is made inert all the same."""
    return neutral.plain_text(_string(item, name), limit)


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    return ", ".join(_string(author, "name") for author in authors or () if isinstance(author, dict))


def _string(item: Mapping[str, Any], name: str) -> str:
    """A string, or the number that some publishers use as an id."""
    value = item.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
