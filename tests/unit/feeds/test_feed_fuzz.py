"""A thousand feeds that were cut, doubled, mixed and poisoned: nothing is raised, and what comes out holds."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

import pytest

from monitor.domain.feed import ParsedFeed
from monitor.feeds.parse import parse_feed

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_ITEMS = "".join(
    f"<item><title>Report {n}: &lt;b&gt;bridge&lt;/b&gt; hit</title><link>https://o.example/{n}</link>"
    f"<guid isPermaLink='false'>{n}</guid><pubDate>Sun, 22 Nov 2026 0{n}:00:00 GMT</pubDate>"
    f"<description><![CDATA[<p>Text {n} &amp; more</p>]]></description></item>"
    for n in range(8)
)
_ATOM = "".join(
    f"<entry><id>urn:{n}</id><title type='html'>Report {n}</title><link href='/{n}'/><updated>2026-11-22T0{n}:00:00Z"
    f"</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Text</p></div></content></entry>"
    for n in range(8)
)
_RDF = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
SEEDS = (
    f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>F</title><ttl>5</ttl>{_ITEMS}</channel></rss>",
    f"<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>{_ATOM}</feed>",
    f"<rdf:RDF {_RDF}><channel><title>F</title></channel>{_ITEMS}</rdf:RDF>",
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "T", "content_html": "<p>x</p>"}]}',
)  # fmt: skip
POISON = (
    b"<", b">", b"&", b"&#x110000;", b"&#99999999999;", b"<![CDATA[", b"]]>", b"<!--", b"\x00", b"\xff\xfe", b"</item>",
    b"<item>", b"&nbsp;", b'"', b"'", b"<link>http://[::1</link>", b"<pubDate>-1</pubDate>", b"&#;", b"&#x;",
    b"<pubDate>99999-99-99T99:99:99Z</pubDate>", b'<content mode="base64">!!!</content>', b"{", b"]", b"\\u", b"1e999",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<media:content url=x fileSize='a'/>", b"<entry>", b"xml:base='http://['",
    b"<psc:chapters><psc:chapter start='x'/></psc:chapters>", b"\xed\xa0\x80", b"<georss:point>1</georss:point>",
)  # fmt: skip


def mutated(rng: random.Random) -> bytes:
    """A seed with up to a dozen injuries."""
    data = bytearray(rng.choice(SEEDS).encode())
    for _ in range(rng.randint(1, 12)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.randint(1, 200))
        match rng.randrange(6):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[start:end]
            case 2 | 3:
                data[start:start] = rng.choice(POISON)
            case 4:
                data[start:end] = rng.randbytes(end - start) if rng.random() < 0.2 else data[start:end]
            case _:
                piece = data[start:end]
                del data[start:end]
                place = rng.randrange(len(data) + 1)
                data[place:place] = piece
    return bytes(data)


def check(parsed: ParsedFeed) -> None:
    """What holds of every parsed feed."""
    assert (parsed.error is None) or not parsed.entries
    assert (parsed.error is None) is (parsed.error_reason is None)
    for entry in parsed.entries:
        assert entry.id
        assert entry.title
        assert not any(ord(character) < 32 for character in entry.title)
        assert entry.url is None or entry.url.startswith(("http://", "https://", "HTTP", "Http"))
        assert entry.published is None or entry.published <= NOW


@pytest.mark.parametrize("part", range(10))
def test_a_thousand_mutated_feeds_raise_nothing(part: int) -> None:
    """A hundred in each of ten parts, from fixed seeds; the failing document is in the assertion."""
    rng = random.Random(part)
    for _ in range(100):
        data = mutated(rng)
        check(parse_feed(data, url="http://o.example/f", content_type=None, now=NOW))


@pytest.mark.parametrize("flood", [b"<", b"&", b"<a ", b"<!--", b"<![CDATA[", b"&#", b"<item><title>", b"</", b"<a b='", b"]]>"])
def test_floods_take_linear_time(flood: bytes) -> None:
    """200 KB of one token in a title and as much bare: no more than five seconds (R33); twice as much, twice as long."""
    many = flood * (200_000 // len(flood))
    data = b"<rss><channel><item><title>" + many + b"</title></item>" + many
    begun = time.process_time()
    check(parse_feed(data, url=None, content_type=None, now=NOW))
    assert time.process_time() - begun < 5
