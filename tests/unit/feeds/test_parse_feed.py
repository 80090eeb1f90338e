"""Feed documents of every kind, as they are found in the wild, and the entries that they must give."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.feed import Entry, ParsedFeed
from monitor.feeds.parse import parse_feed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://outlet.example/feeds/world.xml"


def parse(document: str | bytes, *, url: str | None = URL, content_type: str | None = None) -> ParsedFeed:
    data = document.encode() if isinstance(document, str) else document
    return parse_feed(data, url=url, content_type=content_type, now=NOW)


def only(document: str | bytes, **options: str | None) -> Entry:
    parsed = parse(document, **options)
    assert parsed.error is None, parsed.error
    [entry] = parsed.entries
    return entry


def rss(inside: str, *, version: str = "2.0", spaces: str = "") -> str:
    return f"<rss version='{version}' {spaces}><channel><title>Herald</title>{inside}</channel></rss>"


FORMATS = {
    "rss 2.0": rss("<item><title>Shelling at dawn</title><link>/a</link><guid>g1</guid>"
                   "<pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>"),
    "rss 0.91": rss("<item><title>Shelling at dawn</title><link>/a</link></item>", version="0.91"),
    "rss 0.92": rss("<item><title>Shelling at dawn</title><link>/a</link></item>", version="0.92"),
    "rdf": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
           "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Herald</title></channel>"
           "<item rdf:about='https://outlet.example/a'><title>Shelling at dawn</title>"
           "<link>https://outlet.example/a</link><dc:date>2026-11-22T10:00:00Z</dc:date></item></rdf:RDF>",
    "atom 1.0": "<feed xmlns='http://www.w3.org/2005/Atom'><title>Herald</title><entry><id>g1</id>"
                "<title>Shelling at dawn</title><link rel='alternate' href='/a'/><updated>2026-11-22T10:00:00Z</updated>"
                "</entry></feed>",
    "atom 0.3": "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Herald</title><entry><id>g1</id>"
                "<title>Shelling at dawn</title><link rel='alternate' href='https://outlet.example/a'/>"
                "<issued>2026-11-22T10:00:00Z</issued></entry></feed>",
    "json feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Herald", "items": [
        {"id": "g1", "url": "/a", "title": "Shelling at dawn", "date_published": "2026-11-22T10:00:00Z"}]}),
    "json feed with a number as id": json.dumps({"title": "Herald", "items": [
        {"id": 1, "external_url": "https://outlet.example/a", "title": "Shelling at dawn"}]}),
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_entry(kind: str) -> None:
    """Title, absolute address and an id come out of every format."""
    parsed = parse(FORMATS[kind])
    [entry] = parsed.entries
    assert (parsed.title, entry.title, entry.url) == ("Herald", "Shelling at dawn", "https://outlet.example/a")
    assert entry.id in ("https://outlet.example/feeds/g1", "g1", "1", "https://outlet.example/a")


SAD = "Café près de l’hôpital touché"
ENCODED = {
    "utf-8": (f"<?xml version='1.0' encoding='utf-8'?>{rss(f'<item><title>{SAD}</title></item>')}".encode(), None),
    "utf-8 with a mark": (b"\xef\xbb\xbf" + rss(f"<item><title>{SAD}</title></item>").encode(), None),
    "utf-16": (f"<?xml version='1.0' encoding='utf-16'?>{rss(f'<item><title>{SAD}</title></item>')}".encode("utf-16"), None),
    "utf-16 without a mark": (rss(f"<item><title>{SAD}</title></item>").encode("utf-16-le"), None),
    "cp1252 as utf-8": (f"<?xml version='1.0' encoding='utf-8'?>{rss(f'<item><title>{SAD}</title></item>')}".encode("cp1252"), None),
    "cp1252 as latin-1": (f"<?xml version='1.0' encoding='iso-8859-1'?>{rss(f'<item><title>{SAD}</title></item>')}".encode("cp1252"), None),
    "utf-8 as latin-1": (f"<?xml version='1.0' encoding='iso-8859-1'?>{rss(f'<item><title>{SAD}</title></item>')}".encode(), None),
    "utf-8 as us-ascii by HTTP": (rss(f"<item><title>{SAD}</title></item>").encode(), "text/xml; charset=us-ascii"),
    "charset by HTTP": (rss(f"<item><title>{SAD}</title></item>").encode("cp1252"), "text/xml; charset=windows-1252"),
    "encoded twice": (rss(f"<item><title>{SAD.encode().decode('latin-1')}</title></item>").encode(), None),
    "an unknown encoding": (f"<?xml version='1.0' encoding='x-none'?>{rss(f'<item><title>{SAD}</title></item>')}".encode(), None),
    "zeros in between": (rss(f"<item><title>{SAD}\x00</title></item>").encode(), None),
}  # fmt: skip


@pytest.mark.parametrize("case", ENCODED)
def test_titles_are_right_whatever_the_encoding(case: str) -> None:
    """R34: wrong declarations, none, UTF-16, byte-order marks, NUL, doubly encoded text."""
    data, content_type = ENCODED[case]
    assert only(data, content_type=content_type).title == SAD


def test_pasted_encodings_are_read_piece_by_piece() -> None:
    """A feed of which one item is Windows-1252 in a UTF-8 document keeps both right."""
    data = rss("<item><title>Café</title></item>").encode().replace(b"</channel>", b"<item><title>H\xf4pital</title></item></channel>")
    parsed = parse(data)
    assert [entry.title for entry in parsed.entries] == ["Café", "Hôpital"]
    assert any("windows-1252" in warning for warning in parsed.warnings)


TITLES = [
    ("Q&amp;A with the mayor", "Q&A with the mayor"),
    ("Q&amp;amp;A with the mayor", "Q&A with the mayor"),
    ("<![CDATA[<b>Bold</b> &amp; brave]]>", "Bold & brave"),
    ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
    ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;After", "After"),
    ("<![CDATA[<script>alert(1)</script>After]]>", "After"),
    ("<![CDATA[<style>p{}</style>After]]>", "After"),
    ("5 &lt; 6 and 7 &gt; 3", "5 < 6 and 7 > 3"),
    ("Caf&eacute; hit", "Café hit"),
    ("&#8220;Never&#8221;", "“Never”"),
    ("<![CDATA[Red \x1b[31malert\x1b[0m]]>", "Red alert"),
    ("Good&#x202E;gnihton", "Goodgnihton"),
    ("Zero&#x200B;width", "Zerowidth"),
    ("Two\n  lines", "Two lines"),
    ("Nbsp&#160;here", "Nbsp here"),
    ("Undefined &bogus; entity", "Undefined &bogus; entity"),
    ("Broken &amp entity", "Broken & entity"),
]


@pytest.mark.parametrize(("written", "read"), TITLES)
def test_titles_are_inert(written: str, read: str) -> None:
    """R59: markup, escapes, overrides and entities of all kinds leave plain words."""
    assert only(rss(f"<item><title>{written}</title><link>/a</link></item>")).title == read


def test_items_without_title_take_one() -> None:
    """From the text, or else from the words of the address."""
    texts = rss("<item><link>/a</link><description>First line.&lt;br&gt;Second.</description></item>"
                "<item><link>/news/two-soldiers-killed-1234.html</link></item>")  # fmt: skip
    assert [entry.title for entry in parse(texts).entries] == ["First line.", "two soldiers killed 1234"]


def test_items_without_id_are_told_apart() -> None:
    """By the address, or else by the text; an item without anything is dropped."""
    parsed = parse(rss("<item><title>One</title><link>/1</link></item><item><title>Two</title></item><item></item>"))
    assert [entry.id[:26] for entry in parsed.entries] == ["https://outlet.example/1", parsed.entries[1].id[:26]]
    assert parsed.entries[1].id.startswith("text:")
    assert any("dropped" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a", "https://outlet.example/a"),
        ("b?x=1", "https://outlet.example/feeds/b?x=1"),
        ("//cdn.example/c", "https://cdn.example/c"),
        ("\n  https://outlet.example/d \n", "https://outlet.example/d"),
        ("https://outlet.example/é", "https://outlet.example/é"),
        ("javascript:alert(1)", None),
        ("data:text/html,hi", None),
        ("http://[::1", None),
        ("mailto:a@b.example", None),
    ],
)
def test_addresses_are_absolute_and_http(link: str, url: str | None) -> None:
    """Relative links are resolved; what is no web address is left out, and never costs the item."""
    assert only(rss(f"<item><title>T</title><link>{link}</link><guid isPermaLink='false'>g</guid></item>")).url == url


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sun, 22 Nov 2026 10:00:00 GMT", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 10:00:00 +0300", datetime(2026, 11, 22, 7, tzinfo=UTC)),
        ("2026-11-22T10:00:00+02:00", datetime(2026, 11, 22, 8, tzinfo=UTC)),
        ("2026-11-22 10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("22.11.2026 10:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("1795341600", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("Sunday, November 22, 2026 10:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 15:00:00 GMT", NOW),
        ("Sun, 22 Nov 2066 10:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(date: str, expected: datetime | None) -> None:
    """Dates of all habits; a little in the future is now, far in the future or long ago is none."""
    assert only(rss(f"<item><title>T</title><link>/a</link><pubDate>{date}</pubDate></item>")).published == expected


def test_texts_and_author() -> None:
    """Summary and content are plain text with their paragraphs; Dublin Core names the author."""
    spaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    entry = only(rss(
        "<item><title>T</title><link>/a</link><description>&lt;p&gt;In short.&lt;/p&gt;</description>"
        "<content:encoded><![CDATA[<p>One &amp; two.</p><p>Three.</p><img src=x onerror=alert(1)>]]></content:encoded>"
        "<dc:creator>A. Writer</dc:creator></item>", spaces=spaces))  # fmt: skip
    assert (entry.summary, entry.content, entry.author) == ("In short.", "One & two.\nThree.", "A. Writer")


def test_media_description_stands_in() -> None:
    """Where there is no description, the media module's is taken."""
    entry = only(rss("<item><title>T</title><link>/a</link><media:description>Seen from above</media:description></item>",
                     spaces="xmlns:media='http://search.yahoo.com/mrss/'"))  # fmt: skip
    assert entry.summary == "Seen from above"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("<ttl>15</ttl>", timedelta(minutes=15)),
        ("<ttl>0</ttl>", None),
        ("<ttl>many</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30)),
        ("<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(minutes=90)),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
    ],
)
def test_how_often_the_feed_wants_to_be_asked(extra: str, expected: timedelta | None) -> None:
    """ttl in minutes, the syndication module's period over its frequency, the longer of both."""
    document = rss(f"{extra}<item><title>T</title></item>", spaces="xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'")
    assert parse(document).ttl == expected


def test_skip_hours_and_days() -> None:
    """All of them, not only the last; hour 24 is midnight."""
    parsed = parse(rss("<skipHours><hour>1</hour><hour> 24 </hour><hour>x</hour></skipHours>"
                       "<skipDays><day>Sunday</day><day>Monday</day></skipDays><item><title>T</title></item>"))  # fmt: skip
    assert (parsed.skip_hours, parsed.skip_days) == ((0, 1), (0, 6))


def test_truncated_feed_gives_its_whole_items() -> None:
    """R34: a document cut in the middle gives the items before the cut, with a warning."""
    whole = rss("".join(f"<item><title>Story {n}</title><link>/{n}</link></item>" for n in range(10)))
    parsed = parse(whole[: whole.index("Story 7")])
    assert [entry.title for entry in parsed.entries][:7] == [f"Story {n}" for n in range(7)]
    assert parsed.warnings


@pytest.mark.parametrize("poison", ["<link>http://[</link>", "<title>&#x110000;</title>", "<guid>&#99999999999;</guid>"])
def test_one_poisoned_item_spares_the_others(poison: str) -> None:
    """What makes the parser give up costs the one item that holds it, not the feed."""
    items = [f"<item><title>Story {n}</title><link>/{n}</link>" + (poison if n == 3 else "") + "</item>" for n in range(8)]
    titles = [entry.title for entry in parse(rss("".join(items) + "&bad;")).entries]
    assert set(titles) >= {f"Story {n}" for n in range(8) if n != 3}


def test_feed_of_many_items_keeps_the_newest() -> None:
    """500 items all come; of 1,500 the newest 1,000, in the feed's order."""
    def items(count: int) -> str:
        start = datetime(2026, 1, 1, tzinfo=UTC)
        return "".join(f"<item><title>S{n}</title><link>/{n}</link><pubDate>{start + timedelta(minutes=n)}</pubDate></item>"
                       for n in range(count))  # fmt: skip

    assert len(parse(rss(items(500))).entries) == 500
    kept = parse(rss(items(1_500)))
    assert [kept.entries[0].title, kept.entries[-1].title, len(kept.entries)] == ["S500", "S1499", 1_000]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "empty"),
        (b"<html><body>Hi</body></html>", "web_page"),
        (b"<!DOCTYPE html PUBLIC 'x' 'y'><html></html>", "web_page"),
        (b"<?xml version='1.0'?><opml version='2.0'/>", "unknown_format"),
        (b"hello there", "unknown_format"),
        (b"[]", "unknown_format"),
        (b"{", "bad_json"),
        (b"<rss", "malformed"),
        (b"<rss><channel><item><title>x", "malformed"),
    ],
)
def test_what_is_no_feed_says_so(document: bytes, reason: str) -> None:
    """Each refusal has its name."""
    parsed = parse(document)
    assert (parsed.error_reason, parsed.entries) == (reason, ())
    assert parsed.error is not None
    assert parsed.error.startswith(reason)


def test_feed_after_a_warning_of_the_server() -> None:
    """A line that PHP prints before the document does not make it a web page."""
    assert only("<br />\n<b>Warning</b>: mysql is deprecated<br />\n" + rss("<item><title>T</title></item>")).title == "T"


def test_empty_feed_is_no_error() -> None:
    """A channel without items is a feed that has nothing today."""
    parsed = parse(rss(""))
    assert (parsed.error, parsed.entries, parsed.title) == (None, (), "Herald")
