"""Which text an article goes on with, which address it is known by, and how its entry ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.articles.canonical import canonical_url
from monitor.articles.clean import clean_entry, clean_page, decode
from monitor.articles.credit import find_credit
from monitor.articles.furniture import without_furniture
from monitor.domain.article import Article, PageState, ReadyEntry
from monitor.domain.detection import Detection, Escalation, Event
from monitor.domain.disposition import Disposition, decide_disposition, holds_candidate
from monitor.domain.taxonomy import ACLED_OF, PLOVER_OF, EscalationKind, EventType, Role, Stage
from monitor.feeds.neutral import plain_text

AT = datetime(2026, 3, 2, tzinfo=UTC)
SENTENCE = "The harbour master closed the northern quay until the morning, and ferries were sent to the south side."


def entry(**fields: Any) -> ReadyEntry:
    return ReadyEntry(**{
        "id": "e", "revision": 1, "feed_id": "f", "feed_name": "F", "outlet": "Post", "owner": "Post", "weight": 1.0,
        "official": False, "country": None, "language": None, "tags": (), "url": "https://www.post.example/a?utm_x=1",
        "title": "Quay closed", "summary": "", "content": "", "author": None, "published": None, "updated": None,
        "seen_at": AT, **fields,
    })  # fmt: skip


def page(paragraphs: int, extra: str = "", head: str = "") -> bytes:
    body = "".join(f"<p>{n}. {SENTENCE}</p>" for n in range(paragraphs))
    return f"<html lang=en><head><title>Quay</title>{head}</head><body><article><h1>Quay</h1>{body}{extra}</article></body></html>".encode()


WALL = "<p>Subscribe now to continue reading this story and thousands of others, every day of the week.</p>"
COOKIES = "<p>We and our partners store cookies on your device to measure what you read here and everywhere.</p>"
LONG = "Told by the feed itself. " * 40

CHOICES = [
    ("a page that was fetched", page(6), "short", PageState.FETCHED, "ferries"),
    ("a page longer than the feed's text", page(6), LONG, PageState.FETCHED, "ferries"),
    ("a stub of a page, a telling feed", page(1), LONG, PageState.EMPTY, "Told by"),
    ("no page", None, "short", PageState.NOT_WANTED, "short"),
    ("nothing in the page", b"<html></html>", "short", PageState.EMPTY, "short"),
    ("a paywall and a telling feed", page(1, WALL), LONG, PageState.PAYWALLED, "Told by"),
    ("a paywall and a mute feed", page(1, WALL), "", PageState.PAYWALLED, "ferries"),
    ("a consent wall is nobody's text", page(1, COOKIES), "short", PageState.PAYWALLED, "short"),
]


@pytest.mark.parametrize(("raw", "content", "state", "word"), [case[1:] for case in CHOICES], ids=[case[0] for case in CHOICES])
def test_which_text_goes_on(raw: bytes | None, content: str, state: PageState, word: str) -> None:
    """The page where it is one; else the feed's own, marked with what became of the page."""
    article = clean_entry(entry(page_html=raw, content=content, page_state=PageState.FETCHED if raw else PageState.NOT_WANTED))
    assert article.page_state is state
    assert word in article.text


def test_of_content_and_summary_the_longer_is_the_text() -> None:
    """The summary stays beside it."""
    article = clean_entry(entry(summary="A <b>short</b> one", content="<p>A longer one</p><p>of two</p>"))
    assert (article.text, article.summary) == ("A longer one\nof two", "A short one")
    assert clean_entry(entry(summary="The longer of the two", content="x")).text == "The longer of the two"


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({}, "canonical_url", "https://post.example/a"),
        ({"page_url": "https://post.example/moved?ref=x"}, "canonical_url", "https://post.example/moved"),
        ({"url": None}, "canonical_url", None),
        ({"page_html": page(6, head='<link rel="canonical" href="/c?id=7&amp;ref=x">')}, "canonical_url", "https://post.example/c?id=7"),
        ({"page_html": page(6, head='<link href="https://post.example/c" rel=canonical>')}, "canonical_url", "https://post.example/c"),
        ({"page_html": page(6, head='<link rel="canonical" href="https://post.example/">')}, "canonical_url", "https://post.example/a"),
        ({"page_html": page(6, head='<link rel="canonical" href="http://[x">')}, "canonical_url", "https://post.example/a"),
        ({"title": "", "page_html": page(6)}, "title", "Quay"),
        ({"language": "fr", "page_html": page(6)}, "language", "fr"),
        ({"published": AT, "page_html": page(6, head='<meta name="pubdate" content="2026-03-01T00:00:00Z">')}, "published", AT),
        ({"page_html": page(6, head='<meta name="pubdate" content="2026-03-01T00:00:00Z">')}, "published", datetime(2026, 3, 1, tzinfo=UTC)),
        ({"author": "Ann Lee, Associated Press"}, "credit", ("AP",)),
    ],
)  # fmt: skip
def test_particulars(fields: dict[str, Any], field: str, value: object) -> None:
    """The feed's own where it gives them, else the page's."""
    assert getattr(clean_entry(entry(**fields)), field) == value


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "none", "hex", "rot13", "utf-16"])
def test_no_declared_charset_raises(name: str) -> None:
    """A page that says "undefined" is read by a guess."""
    raw = f'<html><meta charset="{name}"><p>caf'.encode() + b"\xe9 au lait</p></html>"
    assert "au lait" in decode(raw) or name == "utf-16"
    clean_page(raw)


WRAPPED = [
    ("https://www.google.com/amp/s/o.example/story.php?id=5", "https://o.example/story.php?id=5"),
    ("https://google.com/amp/o.example/a?utm_source=x", "https://o.example/a"),
    ("https://o-example.cdn.ampproject.org/v/s/o.example/a?id=7&amp_js_v=0.1", "https://o.example/a?id=7"),
    ("https://www.google.com/amp/s/www.google.com/amp/s/o.example/a?id=1", "https://o.example/a?id=1"),
    ("https://www.google.com/amp/", "https://google.com/"),
    ("https://cdn.ampproject.org/c/s/o.example/a", "https://cdn.ampproject.org/c/s/o.example/a"),
]


@pytest.mark.parametrize(("url", "expected"), WRAPPED)
def test_an_address_inside_a_viewers_keeps_what_chooses_the_article(url: str, expected: str) -> None:
    """The viewer's query is the article's; two ids are two articles."""
    assert canonical_url(url) == expected


@given(st.text(alphabet="abc/?&=%.:#@[]-_ü+;~", max_size=40))
def test_any_scrap_of_an_address_rests(tail: str) -> None:
    """Law: canonical of canonical is canonical, for any path and query."""
    once = canonical_url("https://www.o.example/" + tail)
    assert canonical_url(once) == once


@given(st.dictionaries(st.sampled_from(["id", "p", "page", "story", "q"]), st.text(alphabet="a1 &ü", max_size=5), max_size=4), st.randoms())
def test_the_order_of_parameters_says_nothing(query: dict[str, str], chance: Any) -> None:
    """Law: the same parameters in any order, with tracking between them, are one address."""
    pairs = list(query.items())
    straight = canonical_url(f"https://o.example/a?{urlencode(pairs)}")
    chance.shuffle(pairs)
    assert canonical_url(f"https://o.example/a?utm_source=x&{urlencode(pairs)}&fbclid=y") == straight


@given(st.lists(st.sampled_from(["Share", "Advertisement", SENTENCE, "Read more: the quay", "By Ann Lee", "Related stories", "AFP", ""]), max_size=12))
def test_furniture_rests_and_adds_nothing(lines: list[str]) -> None:
    """Laws: what is left are lines of the text in their order, and sentences are never lost."""
    kept = without_furniture("\n".join(lines)).split("\n")
    left = iter(lines)
    assert all(line in left for line in kept if line)
    if "Related stories" not in lines:
        assert kept.count(SENTENCE) == lines.count(SENTENCE)


@given(st.text(max_size=120))
def test_plain_text_has_no_blank_lines(text: str) -> None:
    """Law: paragraphs a line, no line empty or padded."""
    plain = plain_text(text)
    assert all(line and line == " ".join(line.split()) for line in plain.split("\n")) or plain == ""


@given(st.text(alphabet="ABab ().,—-\nReutersAFP0", max_size=100), st.none() | st.text(max_size=20))
def test_credit_of_anything(text: str, byline: str | None) -> None:
    """Laws: nobody is credited and cited at once, nobody twice, and the outlet never cites itself."""
    found = find_credit(text, byline=byline, outlet="Reuters")
    assert len(set(found.agencies)) == len(found.agencies)
    assert not set(found.agencies) & set(found.cites)
    assert "Reuters" not in found.cites


# --- how an entry ends ----------------------------------------------------------------------------------------------
def a_detection(**fields: Any) -> Detection:
    return Detection(id="e", language="en", **fields)


EVENT = Event(role=Role.BACKGROUND, stage=Stage.DENIED, type=EventType.ATTACK, acled=ACLED_OF[EventType.ATTACK], plover=PLOVER_OF[EventType.ATTACK])
THREAT = Escalation(kind=EscalationKind.ULTIMATUM)
ENDS = [
    ("an event, even one recalled and denied", {"title": "T"}, {"events": (EVENT,)}, Disposition.REPORTED),
    ("a threat", {"title": "T"}, {"escalation": (THREAT,)}, Disposition.REPORTED),
    ("an event in a language not read", {"title": "T"}, {"events": (EVENT,), "unsupported_language": True}, Disposition.REPORTED),
    ("nothing", {"title": "T"}, {}, Disposition.NO_EVENT),
    ("nothing any more", {"title": "T", "revision": 2}, {}, Disposition.REPORTED),
    ("emptied", {"revision": 2}, {}, Disposition.REPORTED),
    ("a revision in a language not read", {"title": "T", "revision": 2}, {"unsupported_language": True}, Disposition.UNSUPPORTED_LANGUAGE),
    ("a language not read", {"title": "T"}, {"unsupported_language": True}, Disposition.UNSUPPORTED_LANGUAGE),
    ("empty", {"title": " ", "text": "\n"}, {}, Disposition.EMPTY),
    ("empty comes before the language", {}, {"unsupported_language": True}, Disposition.EMPTY),
    ("a summary alone", {"summary": "S"}, {}, Disposition.NO_EVENT),
]


@pytest.mark.parametrize(("article", "found", "end"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_how_an_entry_ends(article: dict[str, Any], found: dict[str, Any], end: Disposition) -> None:
    """Exactly one disposition, in this order; a revision is always reported, it may take something back."""
    detection = a_detection(**found)
    assert decide_disposition(Article(id="e", **article), detection) is end
    assert holds_candidate(detection) is bool(found.get("events") or found.get("escalation"))
