"""Laws of the neutraliser, hints of headers, discovery, OPML, hot spots, the roster."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
import unicodedata
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.schema import Config, FeedConfig
from monitor.errors import ConfigError
from monitor.feeds.discover import find_feeds, usual_addresses
from monitor.feeds.hints import http_date, read_hints, retry_after
from monitor.feeds.hosts import HostGate, host_of, shown_address
from monitor.feeds.hotspots import HotSpots, hot_spots
from monitor.feeds.neutral import one_line, plain_text
from monitor.feeds.opml import OpmlError, read_opml, write_opml
from monitor.feeds.roster import configured_feeds, first_polls, roster

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TRICKS = st.sampled_from(["<b>", "</b>", "<script>", "&lt;", "&amp;", "\x1b[31m", "\u202e", "<!--", "]]>", "\x00", "&#60;"])


@given(st.text() | st.lists(TRICKS | st.text(max_size=5)).map("".join))
def test_titles_hold_nothing_that_acts(text: str) -> None:
    """R59: no control character, no direction override, no surrogate, no line break, no blank ends."""
    line = one_line(text)
    assert line == line.strip()
    for character in line:
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co") or unicodedata.category(character) == "Co"
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"


@given(st.lists(TRICKS | st.text(alphabet="ab <>&;/", max_size=6), max_size=20).map("".join))
def test_no_script_survives(text: str) -> None:
    """However tags are nested and escaped (once or twice), no element is left that a browser would run."""
    shown = plain_text(text).lower()
    assert "<script>" not in shown
    assert "<b>" not in shown


@given(st.lists(st.sampled_from(["<", ">", "/", "!", "a", "b ", "&lt;", "\u200b", "\x1b[0m", '"']), max_size=30).map("".join))
def test_no_tag_survives_however_nested(text: str) -> None:
    """Law: what is left has no tag at all, and nothing that becomes one when it is made plain again."""
    shown = plain_text(text)
    assert not re.search(r"<[/!?]?[a-zA-Z][^<>]*>", shown)
    assert not re.search(r"<[/!?]?[a-zA-Z][^<>]*>", plain_text(shown))


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"), ("a<br/>b", "a\nb"), ("<script>alert(1)</script>x", "x"), ("<style>p{}", ""),
        ("wor<b>d</b>s", "words"), ("x &lt;b&gt;y", "x y"), ("&amp;amp;", "&amp;"), ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a\u202eb\u0000c\u200bd", "abcd"), ("  a \n\n b ", "a\nb"), ("\x1b[31mred", "red"),
        ("<<<a>b>c>", "c>"), ("<scr<i>ipt>x", "x"), ("<\u200bb>x", "x"), ("<&#8203;b>x", "x"), ("<\x1b[0mb>x", "x"),
        ("<</<a>b>>c>", "<>c>"), ("a <3 b", "a <3 b"),
    ],
)  # fmt: skip
def test_plain_texts(markup: str, plain: str) -> None:
    """Tags within tags, tags kept apart by what nobody sees, and what only looks like one."""
    assert plain_text(markup) == plain


@pytest.mark.slow
@pytest.mark.parametrize("knot", ["<" * 300_000, "<a" * 150_000, "<" * 100_000 + "a>" * 100_000, "</" * 150_000, "<<a>b>c>" * 40_000, "<!-" * 100_000])
def test_knots_of_tags_cost_no_more_than_they_are_long(knot: str) -> None:
    """The most that a feed may hold, as nested as can be: under a second (it is .05 to .25 s; by passes it were minutes)."""
    began = time.process_time()
    plain_text(knot)
    assert time.process_time() - began < 2


def test_long_texts_are_cut_with_a_mark() -> None:
    """The limit is in code points, and says that it cut."""
    assert one_line("a" * 5_000, 10) == "a" * 9 + "…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", timedelta(minutes=2)), (" 120 ", timedelta(minutes=2)), ("0", timedelta(0)), ("1.5", timedelta(seconds=1.5)),
        ("9" * 18, timedelta(hours=24)), ("-5", None), ("soon", None), ("", None), (None, None),
        (format_datetime(NOW + timedelta(minutes=3), usegmt=True), timedelta(minutes=3)),
        (format_datetime(NOW - timedelta(days=3), usegmt=True), timedelta(0)),
        (format_datetime(NOW + timedelta(days=900), usegmt=True), timedelta(hours=24)),
        ("Sun, 99 Nov 2026 99:00:00 GMT", None), ("9" * 400, timedelta(hours=24)), ("\u0663", None), ("1_0", None), (".5", None),
    ],
)  # fmt: skip
def test_retry_after(text: str | None, expected: timedelta | None) -> None:
    """R38: seconds, dates, absurd values, nonsense; within 24 hours."""
    assert retry_after(text, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Cache-Control": "max-age=600"}, 10), ({"Cache-Control": "public, MAX-AGE = 600 , s-maxage=9999"}, 10),
        ({"Cache-Control": "max-age=600", "Age": "300"}, 5), ({"Cache-Control": "max-age=600", "Age": "900"}, None),
        ({"Cache-Control": "max-age=600", "Expires": format_datetime(NOW + timedelta(hours=9), usegmt=True)}, 10),
        ({"Cache-Control": "no-store, max-age=600"}, None), ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "max-age=99999999999"}, 24 * 60), ({"Cache-Control": "nonsense=1"}, None), ({}, None),
        ({"Expires": format_datetime(NOW + timedelta(minutes=7), usegmt=True)}, 7), ({"Expires": "-1"}, None),
        ({"Expires": format_datetime(NOW + timedelta(minutes=7), usegmt=True),
          "Date": format_datetime(NOW + timedelta(minutes=2), usegmt=True)}, 5),
    ],
)  # fmt: skip
def test_freshness(headers: dict[str, str], minutes: float | None) -> None:
    """max-age before Expires, less Age; the server's own clock counts for Expires (RFC 9111)."""
    fresh = read_hints(headers, NOW).fresh_for
    assert (fresh / timedelta(minutes=1) if fresh else None) == minutes


def test_http_date_without_sense() -> None:
    """Nonsense is no date, and raises nothing."""
    assert [http_date(text) for text in ("", "x", "Mon, 99 Jan 2026")] == [None, None, None]


PAGE = b"""<!doctype html><html><head><base href="https://o.example/news/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
<link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" title="World &amp; more" href="/world.atom">
<link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/rss+xml" href="javascript:x">
</head><body><a href="/about">About</a><a href="rss">RSS</a><a href="/world.atom">again</a></body></html>"""


def test_discovery_lists_announced_feeds_first() -> None:
    """What the page announces, comments last, then links that look like feeds; each once, absolute, http only."""
    found = find_feeds(PAGE, "https://o.example/")
    assert [(item.url, item.announced) for item in found] == [
        ("https://o.example/world.atom", True), ("https://o.example/news/comments/feed", True),
        ("https://o.example/news/rss", False),
    ]  # fmt: skip
    assert found[0].title == "World & more"
    assert find_feeds(b"\xff\xfe nothing", "https://o.example/") == []
    assert "https://o.example/feed" in usual_addresses("https://o.example/some/page")


OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>mine</title></head><body>
<outline text="World"><outline text="Asia"><outline type="rss" text="Herald" xmlUrl="https://h.example/feed" category="a,b"/></outline>
<outline type="rss" title="Post" xmlUrl="https://p.example/rss" language="en-gb"/></outline>
<outline type="rss" text="Local" xmlurl="file:///etc/passwd"/><outline type="rss" text="Twice" xmlUrl="https://p.example/rss"/>
</body></opml>"""


def test_opml_folders_are_tags() -> None:
    """Nested folders and categories become tags; what is no web address is left out; each address once."""
    feeds = {feed.url: feed for feed in read_opml(OPML)}
    assert set(feeds) == {"https://h.example/feed", "https://p.example/rss"}
    assert feeds["https://h.example/feed"].tags == ("World", "Asia", "a", "b")


def test_opml_goes_out_and_comes_in() -> None:
    """Names, addresses, tags and language survive; markup in names is escaped."""
    feeds = [
        FeedConfig(url="https://a.example/?a=1&b=2", name='Q&A <"quoted">', tags=("x", "y"), language="en").to_feed(),
        FeedConfig(url="https://b.example/", name="B").to_feed(),
    ]
    back = {feed.url: feed for feed in read_opml(write_opml(feeds, title="T & T", now=NOW).encode())}
    assert {(feed.url, feed.name, feed.tags, feed.language) for feed in feeds} == {
        (feed.url, feed.name, feed.tags, feed.language) for feed in back.values()
    }


@pytest.mark.parametrize(
    "data",
    [b"", b"<rss/>", b"<opml><body><outline", b"\x00", b'<!DOCTYPE o [<!ENTITY a "b">]><opml/>', b"x" * 10_000_001],
)
def test_bad_opml_is_refused(data: bytes) -> None:
    """No XML, no OPML, entities, floods: one clear error."""
    with pytest.raises(OpmlError):
        read_opml(data)


def test_opml_depth_is_bounded() -> None:
    """A thousand folders in each other end nothing."""
    assert read_opml(b"<opml><body>" + b"<outline text='f'>" * 900 + b"</outline>" * 900 + b"</body></opml>") == []


def test_hot_spots() -> None:
    """Countries and outlets of active alerts; withdrawn and test alerts do not count."""
    place = {"event": {"place": {"country_code": "IQ"}}, "sources": [{"outlet": "Herald"}], "status": "active"}
    spots = hot_spots([place, place | {"status": "withdrawn", "event": {"place": {"country_code": "FR"}}},
                       {"status": "active", "event": None}, place | {"test": True, "sources": [{"outlet": "T"}]}])  # fmt: skip
    assert spots == HotSpots(frozenset({"IQ"}), frozenset({"Herald"}))
    feed = FeedConfig(url="https://o.example/", outlet="Post", country="IQ").to_feed()
    assert spots.covers(feed)
    assert not HotSpots().covers(feed)


def test_roster_joins_configuration_and_changes(tmp_path: Path) -> None:
    """config.yaml and its OPML files, then added ones; removed and disabled ones are not polled; config wins."""
    (tmp_path / "f.opml").write_bytes(OPML)
    config = Config(
        feeds=(FeedConfig(url="https://a.example/", name="A"), FeedConfig(url="https://off.example/", enabled=False)),
        feeds_opml=(tmp_path / "f.opml",),
    )
    configured = configured_feeds(config)
    removed = frozenset({FeedConfig(url="https://p.example/rss").to_feed().id})
    added = [FeedConfig(url="https://new.example/"), FeedConfig(url="https://a.example/", name="Other")]
    feeds = {feed.url: feed for feed in roster(configured, added, removed).values()}
    assert set(feeds) == {"https://a.example/", "https://h.example/feed", "https://new.example/"}
    assert feeds["https://a.example/"].name == "A"


@pytest.mark.parametrize("content", [None, b"<rss/>"])
def test_bad_opml_in_the_configuration(tmp_path: Path, content: bytes | None) -> None:
    """A file that is missing or no OPML is an error of the configuration that names it."""
    if content is not None:
        (tmp_path / "f.opml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"f\.opml"):
        configured_feeds(Config(feeds_opml=(tmp_path / "f.opml",)))


def test_first_polls_take_hosts_in_turn() -> None:
    """The first feed of each host, then the second of each."""
    feeds = {feed.id: feed for feed in (FeedConfig(url=f"http://{h}.example/{n}").to_feed() for h in "ab" for n in range(3))}
    assert [host for _, host, _ in first_polls(feeds, timedelta(minutes=5))] == ["a.example", "b.example"] * 3


def test_host_of_odd_addresses() -> None:
    """Case, ports and trailing dots do not make another host; nonsense has none."""
    assert [host_of(url) for url in ("http://A.Example.:80/x", "http://[::1]:9/", "http://[", "x")] == ["a.example", "::1", "", ""]


async def test_host_gate_counts_and_paces() -> None:
    """At most so many at once, and a pause between starts that loopback is spared."""
    now = asyncio.get_running_loop().time
    gate, running, most, starts = HostGate(2, 0.03, now=now), 0, 0, []

    async def visit(host: str) -> None:
        nonlocal running, most
        async with gate.turn(host):
            starts.append(now())
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(visit("outlet.example") for _ in range(6)))
    assert most <= 2
    assert all(later - earlier >= 0.029 for earlier, later in itertools.pairwise(starts))
    starts.clear()
    await asyncio.gather(*(visit("127.0.0.1") for _ in range(6)))
    assert starts[-1] - starts[0] < 0.03


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://o.example/feed?id=7", "https://o.example/feed?id=7"),
        ("https://o.example/feed?id=7&api_key=s3cret&x=1#a", "https://o.example/feed?id=7&api_key=***&x=1#a"),
        ("https://o.example/feed?Token=s3cret", "https://o.example/feed?Token=***"),
        ("https://user:s3cret@o.example/feed", "https://***@o.example/feed"),
        ("https://o.example/token=plain/path", "https://o.example/token=plain/path"),
    ],
)
def test_keys_in_addresses_are_not_shown(url: str, shown: str) -> None:
    """R48: what a query holds of keys and tokens stays out of logs and messages."""
    assert shown_address(url) == shown
