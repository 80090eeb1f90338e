"""A downloaded page, or a feed's own text, made into an article. The only module that knows trafilatura.

Pages come from strangers: size and number of elements are capped before any tree is built, since trafilatura's
cleaning is quadratic in them; wall-clock limits are the worker's (workers/).
"""

from __future__ import annotations

import codecs
import html
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urljoin

import trafilatura
from trafilatura.settings import Document as Extracted
from trafilatura.settings import set_date_params
from trafilatura.utils import decode_file

from monitor.articles.canonical import canonical_url
from monitor.articles.credit import find_credit
from monitor.articles.furniture import without_furniture
from monitor.articles.structured import Structured, declared_moment, read_structured
from monitor.domain.article import Article, PageState, ReadyEntry
from monitor.feeds.neutral import plain_text

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every odd page; we give a reason instead

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 40_000
_SHORT = 250
"""Characters under which a text is a teaser rather than an article."""
_LONG = 500_000
"""Characters of a page above which no date is searched for in its text."""
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_CANONICAL = re.compile(
    r"<link\s(?=[^>]{0,500}rel\s*=\s*[\"']?canonical\b)[^>]{0,500}?href\s*=\s*[\"']([^\"'>\s]{1,2000})", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PAYWALL = re.compile(
    r"(?:subscribe|sign in|log in|register|become a (?:member|subscriber))\b.{0,60}"
    r"\b(?:to (?:continue|keep) reading|to read (?:the|this)|for (?:full|unlimited) access)"
    r"|(?:this|the) (?:article|story|content) is (?:for|available to|reserved for|exclusive to) (?:subscribers|members)"
    r"|already a subscriber\?",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:we|and our partners).{0,40}(?:use|store|process).{0,60}cookies|before you continue|your privacy settings"
    r"|accept (?:all )?cookies|enable javascript|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser",
    re.IGNORECASE,
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class CleanError(StrEnum):
    """Why a page gave no text."""

    TOO_LARGE = "too_large"
    TOO_MANY_ELEMENTS = "too_many_elements"
    NOT_HTML = "not_html"
    NO_TEXT = "no_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says. `text` has a paragraph a line; empty with `error` where nothing could be read."""

    title: str = ""
    text: str = ""
    published: datetime | None = None
    author: str | None = None
    language: str | None = None
    canonical: str | None = None
    credit_text: str = ""
    """The text before signatures were cut off, for finding agency credits."""
    paywalled: bool = False
    consent_wall: bool = False
    live: bool = False
    error: CleanError | None = None


def clean_page(raw: bytes | str, *, url: str | None = None) -> Page:
    """Title, text and particulars of an HTML page of at most 5 MB. Bad input gives `error`, never an exception."""
    if len(raw) > MAX_BYTES:
        return Page(error=CleanError.TOO_LARGE)
    page = raw if isinstance(raw, str) else decode(raw)
    if "<" not in page:
        return Page(error=CleanError.NOT_HTML)
    if page.count("<") > 2 * MAX_ELEMENTS:  # an element has two tags
        return Page(error=CleanError.TOO_MANY_ELEMENTS)
    return _read(page, read_structured(page), url)


def clean_entry(entry: ReadyEntry) -> Article:
    """The article of an entry: its page's text where that was fetched and readable, else the feed's own."""
    page = clean_page(entry.page_html, url=entry.page_url or entry.url) if entry.page_html is not None else None
    own = _longest(plain_text(entry.content), plain_text(entry.summary))
    text, state = _choose(page, own, entry.page_state)
    credit = find_credit(
        page.credit_text if page and state is PageState.FETCHED else own,
        byline=entry.author or (page.author if page else None),
        outlet=entry.outlet,
    )
    url = entry.page_url or entry.url
    canonical = (page.canonical if page else None) or url
    return Article(
        id=entry.id,
        revision=entry.revision,
        url=entry.url,
        canonical_url=canonical_url(canonical) if canonical else None,
        title=plain_text(entry.title) or (page.title if page else ""),
        text=text,
        summary=plain_text(entry.summary),
        author=entry.author or (page.author if page else None),
        published=entry.published or (page.published if page else None),
        seen_at=entry.seen_at,
        language=entry.language or (page.language if page else None),
        outlet=entry.outlet,
        owner=entry.owner,
        weight=entry.weight,
        official=entry.official,
        country=entry.country,
        tags=entry.tags,
        feed_id=entry.feed_id,
        credit=credit.agencies,
        cites=credit.cites,
        dateline=credit.dateline,
        backlog=entry.backlog,
        page_state=state,
        live=page is not None and page.live,
    )


def decode(raw: bytes) -> str:
    """Text of a page's bytes: byte-order mark, then UTF-8 if it is that, then what the page declares, then a guess."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if match := _META_CHARSET.search(raw[:4096]):
        try:
            return raw.decode(match[1].decode("ascii"), errors="replace")
        except (LookupError, UnicodeError):  # some codecs ("undefined", "idna") cannot replace what they cannot read
            pass
    guessed: str = decode_file(raw)
    return guessed


def _read(page: str, structured: Structured, url: str | None) -> Page:
    if structured.posts:
        return _live_page(structured, page, url)
    declared = structured.published or declared_moment(page)
    title, found, author, language, date = _extract(page, dated=declared is not None or len(page) > _LONG)
    raw_text = _fuller(found, structured)
    text = without_furniture(raw_text, titles=(title, structured.headline))
    short = len(text) < 2 * _SHORT
    return Page(
        title=title or structured.headline,
        text=text,
        published=declared or date,
        author=author,
        language=language,
        canonical=_declared_address(page, url),
        credit_text=raw_text,
        paywalled=short and (structured.free is False or _PAYWALL.search(raw_text or page[:200_000]) is not None),
        consent_wall=short and _CONSENT.search(raw_text) is not None,
        error=None if text else CleanError.NO_TEXT,
    )


def _live_page(structured: Structured, page: str, url: str | None) -> Page:
    """A live blog is its newest entry: the older ones were news when they were new."""
    post = structured.posts[0]
    return Page(
        title=post.headline or structured.headline,
        text=without_furniture(post.body, titles=(post.headline,)),
        published=post.at or structured.published,
        canonical=_declared_address(page, url),
        credit_text=post.body,
        live=True,
    )


def _extract(page: str, *, dated: bool) -> tuple[str, str, str | None, str | None, datetime | None]:
    """Title, text, author, language and date by trafilatura; a menu taken for an article is tried again slowly.

    Of a page that is `dated` no date is searched for in all of its text, which takes a second for each megabyte.
    """
    document = _by_trafilatura(page, fast=True, dated=dated)
    if document is None or _is_menu(document.text or ""):
        slow = _by_trafilatura(page, fast=False, dated=dated)
        if slow is not None and (document is None or not _is_menu(slow.text or "")):
            document = slow
    if document is None:
        return "", "", None, None, None
    text = _CONTROL.sub("", document.text or "")
    return document.title or "", text, document.author, document.language, _day(document.date)


def _by_trafilatura(page: str, *, fast: bool, dated: bool) -> Extracted | None:
    dates = set_date_params(extensive=not dated)
    found = trafilatura.bare_extraction(
        page, include_comments=False, fast=fast, with_metadata=True, date_extraction_params=dates
    )
    return found if isinstance(found, Extracted) and found.text else None


def _is_menu(text: str) -> bool:
    """Whether most lines are labels rather than sentences."""
    lines = [line for line in text.split("\n") if line.strip()]
    labels = sum(len(line) < 40 and line.strip()[-1] not in ".!?:;\"”" for line in lines)
    return len(lines) >= 30 and labels > 0.8 * len(lines)


def _fuller(text: str, structured: Structured) -> str:
    """The page's own articleBody where it is an article and the extracted text is a fragment of one."""
    return structured.body if len(structured.body) > 2 * len(text) and len(structured.body) > 2 * _SHORT else text


def _day(date: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
    except ValueError:
        return None


def _declared_address(page: str, url: str | None) -> str | None:
    """`rel=canonical`, made absolute; None where it points at a site's front page, as broken templates do."""
    match = _CANONICAL.search(page, 0, 300_000)
    if not match:
        return None
    try:
        address = urljoin(url or "", html.unescape(match[1]))
    except ValueError:
        return None
    return address if re.match(r"https?://[^/]+/.", address) else None


def _longest(one: str, other: str) -> str:
    return one if len(one) >= len(other) else other


def _choose(page: Page | None, own: str, state: PageState) -> tuple[str, PageState]:
    """The text to go on with, and what became of the page."""
    if page is None:
        return own, state
    if page.error is not None:
        return own, PageState.EMPTY
    if page.paywalled or page.consent_wall:
        return _longest(own, page.text if page.paywalled else ""), PageState.PAYWALLED
    if len(page.text) < _SHORT and len(page.text) < len(own):
        return own, PageState.EMPTY
    return page.text, PageState.FETCHED
