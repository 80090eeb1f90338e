"""From a page, or a feed's own words, to an article."""

import json
from datetime import UTC, datetime

import pytest

from monitor.articles.clean import MAX_BYTES, CleanError, clean_entry, clean_page, decode
from monitor.domain.article import PageState, ReadyEntry

PARAGRAPHS = [
    "Shells fell on the old port of Ardala on Monday, officials said, and two dockers were hurt by glass.",
    "The harbour master closed the northern quay until the morning, and ferries were sent to the south side.",
    "No group has said that it fired them. The army is looking at craters near the customs house, it said.",
]


def page(body: str = "", head: str = "", title: str = "Shells hit Ardala port") -> str:
    """A news page around `body`."""
    text = body or "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>{title}</h1>{text}</article><footer>About us</footer></body></html>"
    )


def entry(**more: object) -> ReadyEntry:
    """An entry with a feed's summary and no page."""
    fields: dict[str, object] = {
        "id": "e1", "revision": 1, "feed_id": "f", "feed_name": "Post", "outlet": "Ardala Post", "owner": "Post", "weight": 1.0,
        "official": False, "country": "GB", "language": "en", "tags": (), "url": "https://www.post.example/a?utm_source=rss",
        "title": "Shells hit <b>Ardala</b> port", "summary": "Two hurt &amp; quay closed.", "content": "", "author": None,
        "published": datetime(2026, 3, 2, tzinfo=UTC), "updated": None, "seen_at": datetime(2026, 3, 2, tzinfo=UTC),
    }  # fmt: skip
    return ReadyEntry(**(fields | more))  # type: ignore[arg-type]


def test_a_page_gives_its_article() -> None:
    """Text by paragraphs, without title, navigation and footer."""
    found = clean_page(page(), url="https://post.example/a")
    assert found.text.split("\n") == PARAGRAPHS
    assert found.title == "Shells hit Ardala port"
    assert found.error is None


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", CleanError.NOT_HTML),
        (b"plain words", CleanError.NOT_HTML),
        (b"<html></html>", CleanError.NO_TEXT),
        (b"<p>" * 200_000, CleanError.TOO_MANY_ELEMENTS),
        (b"<br>" * 300_000, CleanError.TOO_MANY_ELEMENTS),
        (b"<" + b"x" * MAX_BYTES, CleanError.TOO_LARGE),
        (b"\x00\xff\xfe<\x80", CleanError.NO_TEXT),
        (b"%PDF-1.7 <<>>", CleanError.NO_TEXT),
    ],
)
def test_bad_pages_give_a_reason(raw: bytes, error: CleanError) -> None:
    """Empty, foreign, huge and hostile bodies come back at once with a reason, never an exception."""
    assert clean_page(raw).error is error


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("café".encode(), "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b'<meta charset="windows-1252">caf\xe9 \x93x\x94', '<meta charset="windows-1252">café “x”'),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\xd7\xcf\xca", "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>вой"),
    ],
)
def test_charsets(raw: bytes, text: str) -> None:
    """Byte-order mark, UTF-8, then what the page declares."""
    assert decode(raw) == text


def test_an_unknown_declared_charset_is_no_fault() -> None:
    """A made-up name falls back to a guess."""
    assert "caf" in decode(b'<meta charset="x-nonsense">caf\xe9')


def test_a_live_blog_is_its_newest_entry() -> None:
    """Older entries were news when they were new."""
    posts = [
        {"@type": "BlogPosting", "headline": "Ceasefire begins", "articleBody": "Guns fell silent at dawn.", "datePublished": "2026-03-02T05:00:00Z"},
        {"@type": "BlogPosting", "headline": "Shells hit port", "articleBody": "<p>Shells fell &amp; burnt.</p>", "datePublished": "2026-03-02T09:00:00+01:00"},
    ]
    blog = {"@type": "LiveBlogPosting", "headline": "War: live", "liveBlogUpdate": posts}
    found = clean_page(page(head=f'<script type="application/ld+json">{json.dumps(blog)}</script>'))
    assert (found.title, found.text, found.live) == ("Shells hit port", "Shells fell & burnt.", True)
    assert found.published == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_structured_body_helps_where_the_page_hides_its_text() -> None:
    """articleBody is used where the page itself shows a teaser."""
    data = {"@type": ["NewsArticle"], "headline": "Shells", "articleBody": "\n".join(PARAGRAPHS * 3), "datePublished": "2026-03-02T08:00:00Z"}
    found = clean_page(page("<p>Shells fell on the old port, officials said on Monday.</p>", head=f'<script type="application/ld+json">{json.dumps(data)}</script>'))
    assert PARAGRAPHS[2] in found.text
    assert found.published == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_broken_structured_data_is_passed_over() -> None:
    """Scripts that are no JSON, or nest without end, cost nothing."""
    for script in ("{", "[" * 5000, '{"@type": 5, "headline": []}'):
        assert clean_page(page(head=f'<script type="application/ld+json">{script}</script>')).text.startswith("Shells fell")


@pytest.mark.parametrize("teaser", ["Subscribe to continue reading this article.", "This article is for subscribers. Already a subscriber? Log in."])
def test_a_paywall_is_recognised_and_the_feed_speaks(teaser: str) -> None:
    """The feed's own text goes on where it says more, and the article is marked."""
    html = page(f"<p>Shells fell on the port on Monday morning, say officials there.</p><p>{teaser}</p>")
    article = clean_entry(entry(page_html=html.encode(), page_state=PageState.FETCHED, summary="Two dockers were hurt. " * 10))
    assert article.page_state is PageState.PAYWALLED
    assert article.text.startswith("Two dockers were hurt.")


def test_a_page_that_failed_never_loses_the_item() -> None:
    """Title and summary go on, marked with what became of the page."""
    article = clean_entry(entry(page_state=PageState.FAILED))
    assert (article.title, article.text, article.page_state) == ("Shells hit Ardala port", "Two hurt & quay closed.", PageState.FAILED)
    assert clean_entry(entry(page_html=b"<html></html>", page_state=PageState.FETCHED)).page_state is PageState.EMPTY


def test_a_page_makes_the_article() -> None:
    """The page's text, its canonical address, the agency that signed it."""
    body = "".join(f"<p>{p}</p>" for p in [*PARAGRAPHS, "(Reporting by Ann Lee; Editing by Bo Dahl)"])
    html = page(body, head='<link rel="canonical" href="/2026/shells?ref=home">')
    article = clean_entry(entry(page_html=html.encode(), page_state=PageState.FETCHED, page_url="https://m.post.example/a"))
    assert article.text.split("\n") == PARAGRAPHS
    assert article.canonical_url == "https://post.example/2026/shells"
    assert article.credit == ("Reuters",)
    assert article.page_state is PageState.FETCHED


def test_the_front_page_is_no_canonical_address() -> None:
    """Broken templates point every article at the site's root: then the article's own address stands."""
    html = page(head='<link rel=canonical href="https://post.example/">')
    article = clean_entry(entry(page_html=html.encode(), page_state=PageState.FETCHED))
    assert article.canonical_url == "https://post.example/a"


def test_an_entry_is_made_plain_as_feeds_are() -> None:
    """Whoever made the entry: title, summary and text of its article hold no markup, however it is nested."""
    article = clean_entry(entry(title="Blast <<<a>b>c>at the quay", summary="<p>One.</p><p>Two.</p>", content="<<b>i>Shells fell."))
    assert (article.title, article.summary, article.text) == ("Blast c>at the quay", "One.\nTwo.", "Shells fell.")
