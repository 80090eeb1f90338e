"""A web page instead of a feed: which feeds it names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from monitor.feeds.encoding import decode
from monitor.feeds.items import web_address
from monitor.feeds.neutral import one_line

_MOST_CHARACTERS = 500_000
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FEEDISH = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._?-]|$)|feed\.json$", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|comentario", re.IGNORECASE)
_USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds", "/feed/", "/feed.json")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed; `announced` where the page says so itself."""

    url: str
    title: str
    announced: bool


class _Links(HTMLParser):
    """Collects `<link>` and `<a>`; the parser is told to forget, so that its time stays linear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base: str | None = None
        self.announced: list[tuple[str, str]] = []
        self.anchors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what may lead to a feed."""
        values = {name: value or "" for name, value in attrs}
        href = values.get("href", "").strip()
        if not href:
            return
        if tag == "base" and self.base is None:
            self.base = href
        elif tag == "link" and "alternate" in values.get("rel", "").lower().split():
            if values.get("type", "").split(";")[0].strip().lower() in _FEED_TYPES:
                self.announced.append((href, values.get("title", "")))
        elif tag == "a" and _FEEDISH.search(href):
            self.anchors.append(href)


def find_feeds(page: bytes, url: str, content_type: str | None = None) -> list[Candidate]:
    """The feeds that the page names: announced ones first, feeds of comments last; then links that look like feeds."""
    links = _Links()
    links.feed(decode(page, content_type)[0][:_MOST_CHARACTERS])
    base = urljoin(url, links.base) if links.base else url
    found = [Candidate(address, one_line(title, 200), True) for address, title in _resolved(links.announced, base)]
    found.sort(key=lambda candidate: bool(_COMMENTS.search(candidate.url + candidate.title)))
    found += [Candidate(address, "", False) for address, _ in _resolved([(href, "") for href in links.anchors], base)]
    unique: dict[str, Candidate] = {}
    for candidate in found:
        unique.setdefault(candidate.url, candidate)
    return list(unique.values())


def _resolved(links: list[tuple[str, str]], base: str) -> Iterator[tuple[str, str]]:
    for href, title in links:
        if address := web_address(href, base):
            yield address, title


def usual_addresses(url: str) -> list[str]:
    """Where feeds mostly are, for a page that names none."""
    return [address for path in _USUAL_PATHS if (address := web_address(path, url))]
