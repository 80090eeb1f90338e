"""What a page says of itself: in JSON-LD body, dates, paywall and the posts of a live blog; in meta tags, its time."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_SCRIPT = re.compile(
    r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.{0,2000000}?)</script>", re.DOTALL | re.IGNORECASE
)
_META = re.compile(r"<(?:meta|time)\s[^<>]{1,1000}>", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"""(?:property|name|itemprop)\s*=\s*["']?(?:(?:article|og):published(?:_time)?|datePublished|parsely-pub-date"""
    r"""|publish(?:ed)?[-_]?(?:date|time)|pubdate|dc\.date(?:\.issued)?|dcterms\.(?:created|issued|date)|date)["'\s/>]""",
    re.IGNORECASE,
)
_VALUE = re.compile(r"""(?:content|datetime)\s*=\s*["']([^"'<>]{16,40})["']""", re.IGNORECASE)
_META_REACH = 300_000
"""Characters of a page in which its particulars stand."""
_MAX_SCRIPTS = 20
_MAX_DEPTH = 12
_MARKUP = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|div|h\d|li|blockquote)>|<br\s*/?>", re.IGNORECASE)
_ARTICLES = ("Article", "BlogPosting", "Report")
_EPOCH = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePost:
    """One entry of a live blog."""

    headline: str
    body: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """The article that a page declares; empty where it declares none."""

    headline: str = ""
    body: str = ""
    published: datetime | None = None
    free: bool | None = None
    """isAccessibleForFree; None where not said."""
    posts: tuple[LivePost, ...] = ()
    """A live blog's entries, newest first."""


def read_structured(page: str) -> Structured:
    """The first article (or live blog) among the page's JSON-LD; broken scripts are passed over."""
    nodes = [node for script in _scripts(page) for node in _walk(script)]
    article = next((node for node in nodes if _is_article(node)), None)
    blog = next((node for node in nodes if "LiveBlogPosting" in _types(node)), None)
    if article is None and blog is None:
        return Structured()
    posts = tuple(_posts(blog)) if blog else ()
    return Structured(
        headline=_plain((blog or article or {}).get("headline")),
        body=_plain((article or {}).get("articleBody")),
        published=_moment((article or blog or {}).get("datePublished")),
        free=_truth((article or blog or {}).get("isAccessibleForFree")),
        posts=posts,
    )


def declared_moment(page: str) -> datetime | None:
    """When the page's own `meta` or `time` element says that it was published; None without a time of day and zone."""
    for match in _META.finditer(page, 0, _META_REACH):
        if _PUBLISHED.search(match[0]) and (value := _VALUE.search(match[0])) and (moment := _moment(value[1])):
            return moment
    return None


def _scripts(page: str) -> Iterator[Any]:
    for count, match in enumerate(_SCRIPT.finditer(page)):
        if count >= _MAX_SCRIPTS:
            return
        try:
            yield json.loads(match[1], strict=False)
        except (ValueError, RecursionError):
            continue


def _walk(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            if isinstance(inner, dict | list):
                yield from _walk(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, depth + 1)


def _types(node: dict[str, Any]) -> tuple[str, ...]:
    kind = node.get("@type")
    return tuple(k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str))


def _is_article(node: dict[str, Any]) -> bool:
    return any(kind.endswith(_ARTICLES) and kind != "LiveBlogPosting" for kind in _types(node)) and "headline" in node


def _posts(blog: dict[str, Any]) -> list[LivePost]:
    updates = blog.get("liveBlogUpdate")
    found = [
        LivePost(
            headline=_plain(update.get("headline")),
            body=_plain(update.get("articleBody")),
            at=_moment(update.get("datePublished")),
        )
        for update in (updates if isinstance(updates, list) else [updates])
        if isinstance(update, dict)
    ]
    return sorted((post for post in found if post.body), key=lambda post: post.at or _EPOCH, reverse=True)


def _plain(value: object) -> str:
    """Text without the markup that some publishers leave in, paragraphs on lines."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(_MARKUP.sub("", _BLOCK_END.sub("\n", value)))
    return "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _truth(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None
