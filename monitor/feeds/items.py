"""The last touch to parsed items, of whatever format: identity, address and title for each, and bounds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit

from monitor.domain.feed import Entry
from monitor.feeds.neutral import TITLE_LIMIT, inert, one_line, shortened
from monitor.feeds.refusal import KEPT_ITEMS

_URL_LIMIT = 4_000
_TITLE_FROM_TEXT = 120
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def finished(entries: list[Entry], *, base: str | None) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries with id, absolute URL and title as far as they can be had, each identity once, and warnings.

    An item without any text and address is dropped: there is nothing to look at.
    """
    warnings: list[str] = []
    whole = [mended for entry in entries if (mended := _mended(entry, base, warnings))]
    if len(whole) < len(entries):
        warnings.append(f"{len(entries) - len(whole)} items without text and address dropped")
    unique = _without_doubles(whole)
    if len(unique) > KEPT_ITEMS:
        warnings.append(f"the newest {KEPT_ITEMS} of {len(unique)} items kept")
        unique = _newest(unique)
    return tuple(unique), tuple(dict.fromkeys(warnings))


def _mended(entry: Entry, base: str | None, warnings: list[str]) -> Entry | None:
    url = web_address(entry.url, base) or web_address(entry.id, None)
    title = entry.title or _title_of(entry, url)
    if not title and not url:
        return None
    if not entry.title:
        warnings.append("items without a title: taken from the text or the address")
    if not entry.id:
        warnings.append("items without an id: the address or the text stands in")
    return replace(entry, id=entry.id or url or _text_id(entry), url=url, title=title)


def web_address(text: str | None, base: str | None) -> str | None:
    """`text` as an absolute http(s) URL, resolved against `base`; None for anything else."""
    text = inert(text or "").strip()
    if not text or len(text) > _URL_LIMIT or any(character.isspace() for character in text):
        return None
    try:
        absolute = urljoin(base, text) if base else text
        parts = urlsplit(absolute)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return absolute if usable else None


def _title_of(entry: Entry, url: str | None) -> str:
    """The first line of the text, or the words of the address."""
    text = entry.summary or entry.content
    if text:
        return shortened(one_line(text.split("\n", 1)[0], TITLE_LIMIT), _TITLE_FROM_TEXT)
    slugs = [part for part in unquote(urlsplit(url or "").path).split("/") if re.search(r"[^\W\d]{3}", part)]
    words = re.sub(r"\.\w{2,5}$", "", max(slugs, key=len, default="")).replace("-", " ").replace("_", " ")
    return one_line(words) or (urlsplit(url).hostname or "" if url else "")


def _text_id(entry: Entry) -> str:
    return "text:" + hashlib.blake2b(f"{entry.title}\n{entry.summary}".encode(), digest_size=10).hexdigest()


def _without_doubles(entries: list[Entry]) -> list[Entry]:
    """Items that agree in id, address and title count once; the first stays."""
    unique: dict[tuple[str, str | None, str], Entry] = {}
    for entry in entries:
        unique.setdefault((entry.id, entry.url, entry.title), entry)
    return list(unique.values())


def _newest(entries: list[Entry]) -> list[Entry]:
    order = sorted(range(len(entries)), key=lambda i: entries[i].published or _EPOCH, reverse=True)
    return [entries[i] for i in sorted(order[:KEPT_ITEMS])]
