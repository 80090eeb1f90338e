"""OPML in and out: folders are tags."""

from __future__ import annotations

import re
import xml.sax.saxutils
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from monitor.config.schema import FeedConfig
from monitor.domain.feed import Feed
from monitor.errors import InputError
from monitor.feeds.neutral import one_line

_MOST_BYTES = 10_000_000
_DEEPEST = 20


class OpmlError(InputError):
    """A file that is no OPML."""

    reason = "opml"


def read_opml(data: bytes) -> list[FeedConfig]:
    """The feeds that the OPML document `data` lists, each address once. Raises OpmlError.

    Outlines without an http(s) address are folders: their titles become tags of what is in them, as do `category`
    attributes.
    """
    if len(data) > _MOST_BYTES:
        raise OpmlError(f"larger than {_MOST_BYTES} bytes")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data.replace(b"\0", b"")):  # UTF-16 has a zero at every letter
        raise OpmlError("declares entities: refused")  # no list of feeds needs any; a bomb does
    try:
        root = ET.fromstring(data)  # noqa: S314  (without a DOCTYPE there are no entities to expand)
    except (ET.ParseError, LookupError, ValueError) as error:
        raise OpmlError(f"is not well-formed XML: {error}") from error
    if root.tag.lower() != "opml":
        raise OpmlError(f"the root element is <{root.tag[:40]}>, expected <opml>")
    feeds = {feed.url: feed for feed in _outlines(root, (), 0)}
    return list(feeds.values())


def _outlines(element: ET.Element, tags: tuple[str, ...], depth: int) -> Iterator[FeedConfig]:
    if depth > _DEEPEST:
        return
    for outline in element:
        if outline.tag.lower() == "outline":
            yield from _outline(outline, tags, depth)
        elif outline.tag.lower() == "body":
            yield from _outlines(outline, tags, depth + 1)


def _outline(outline: ET.Element, tags: tuple[str, ...], depth: int) -> Iterator[FeedConfig]:
    attributes = {name.lower(): value for name, value in outline.attrib.items()}
    title = one_line(attributes.get("title") or attributes.get("text") or "", 200)
    address = attributes.get("xmlurl", "").strip()
    if not address:
        yield from _outlines(outline, (*tags, title) if title else tags, depth + 1)
        return
    own = [one_line(part, 100) for part in re.split(r"[,/]", attributes.get("category", "")) if part.strip()]
    language = attributes.get("language", "").lower()
    try:
        yield FeedConfig(
            url=address,
            name=title or None,
            tags=tuple(dict.fromkeys([*tags, *own])),
            language=language if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", language) else None,
        )
    except ValidationError:
        return  # no http(s) address: not ours


def write_opml(feeds: Iterable[Feed], *, title: str, now: datetime) -> str:
    """The feeds as OPML 2.0; a feed stands in the folder of its first tag, the other tags in `category`."""
    folders: dict[str, list[Feed]] = {}
    for feed in feeds:
        folders.setdefault(feed.tags[0] if feed.tags else "", []).append(feed)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">']
    date = f"    <dateCreated>{format_datetime(now, usegmt=True)}</dateCreated>"
    lines += ["  <head>", f"    <title>{_escaped(title)}</title>", date, "  </head>", "  <body>"]
    for folder in sorted(folders):
        indent = "      " if folder else "    "
        if folder:
            lines.append(f"    <outline {_attributes(text=folder, title=folder)}>")
        lines += [f"{indent}<outline {_feed_attributes(feed)}/>" for feed in folders[folder]]
        if folder:
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _feed_attributes(feed: Feed) -> str:
    extra = {"category": ",".join(feed.tags[1:])} if feed.tags[1:] else {}
    extra |= {"language": feed.language} if feed.language else {}
    return _attributes(type="rss", text=feed.name, title=feed.name, xmlUrl=feed.url, **extra)


def _attributes(**values: str) -> str:
    return " ".join(f"{name}={xml.sax.saxutils.quoteattr(value)}" for name, value in values.items())


def _escaped(text: str) -> str:
    return xml.sax.saxutils.escape(text)
