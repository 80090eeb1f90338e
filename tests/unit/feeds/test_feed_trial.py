"""One look at a feed, the faults behind a failed request, the parser's processes, and manners towards hosts."""

from __future__ import annotations

import asyncio
import io
import ssl
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import http_exceptions
from yarl import URL

from monitor.clock import ManualClock
from monitor.config.schema import FeedConfig, PollingConfig
from monitor.domain.feed import Feed, ParsedFeed
from monitor.feeds.discover import find_feeds, usual_addresses
from monitor.feeds.exchange import Request, Response
from monitor.feeds.failure import FetchFailedError, explain
from monitor.feeds.guard import AddressReason, ForbiddenAddressError
from monitor.feeds.hosts import HostGate, host_of
from monitor.feeds.parse_worker import LENGTH, ParseOrder, serve
from monitor.feeds.parsers import ParserPool
from monitor.feeds.reasons import STATUS_REASON, FetchReason
from monitor.feeds.trial import discover, try_feed, try_feeds

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOME = "https://o.example/"
RSS = b"<rss><channel><title>T</title><item><title>A bridge reopens</title><link>https://o.example/1</link><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
PAGE = b"<html><head>%s</head><body>news</body></html>"
LINK = b'<link rel="alternate" type="application/rss+xml" href="%s">'


class Web:
    """Answers by address in place of the network; the rest is a 404."""

    def __init__(self, **pages: bytes | FetchFailedError) -> None:
        self.pages = {HOME + name.replace("home", ""): body for name, body in pages.items()}
        self.asked: list[str] = []

    async def fetch(self, request: Request) -> Response:
        self.asked.append(request.url)
        found = self.pages.get(request.url) or FetchFailedError("HTTP 404", subject="x", reason=FetchReason.NOT_FOUND, status=404)
        if isinstance(found, FetchFailedError):
            raise found
        return Response(status=200, url=request.url, body=found, moved_to="https://n.example/" if b"moved" in found else None)


def a_feed(path: str = "") -> Feed:
    return FeedConfig(url=HOME + path).to_feed()


async def tried(web: Web, path: str = "") -> Any:
    return await try_feed(web, a_feed(path), PollingConfig(), ManualClock(NOON))  # type: ignore[arg-type]


async def found(web: Web, path: str = "") -> list[Any]:
    return await discover(web, a_feed(path), PollingConfig(), ManualClock(NOON))  # type: ignore[arg-type]


async def test_a_feed_that_works() -> None:
    """Its document, its newest item, and where it moved."""
    trial = await tried(Web(feed=RSS.replace(b"bridge", b"moved bridge")), "feed")
    assert (trial.reason, trial.status, trial.newest, trial.moved_to, trial.advice) == (
        None, 200, datetime(2026, 11, 22, 10, tzinfo=UTC), "https://n.example/", "",
    )  # fmt: skip
    assert [entry.title for entry in trial.parsed.entries] == ["A moved bridge reopens"]


@pytest.mark.parametrize(
    ("body", "reason", "advice"),
    [
        (FetchFailedError("HTTP 403", subject="x", reason=FetchReason.DENIED, status=403), "denied", "access is refused"),
        (FetchFailedError("HTTP 410", subject="x", reason=FetchReason.GONE, status=410), "gone", "ended this feed"),
        (PAGE % b"", "web_page", "web page"), (PAGE % (LINK % b"/f.rss"), "web_page", "it names https://o.example/f.rss"),
        (b" ", "empty", "empty document"), (b"<urlset/>", "unknown_format", "no feed"), (b"{", "bad_json", "valid JSON"),
    ],
)  # fmt: skip
async def test_a_feed_that_does_not(body: bytes | FetchFailedError, reason: str, advice: str) -> None:
    """Why, and what to do, in a line."""
    trial = await tried(Web(feed=body), "feed")
    assert trial.reason == reason
    assert advice in trial.advice
    assert "\n" not in trial.advice


async def test_a_feed_is_found_at_its_own_address_first() -> None:
    """Nothing else is asked for."""
    web = Web(feed=RSS)
    [trial] = await found(web, "feed")
    assert (trial.reason, web.asked) == (None, [HOME + "feed"])


async def test_what_the_page_names_comes_before_the_usual_places() -> None:
    """Only what parses is listed; the usual places are asked where the page names none that works."""
    named = Web(home=PAGE % (LINK % b"/one" + LINK % b"/two"), one=RSS, rss=RSS)
    assert [trial.feed.url for trial in await found(named)] == [HOME + "one"]
    broken = Web(home=PAGE % (LINK % b"/two"), rss=RSS)
    assert [trial.feed.url for trial in await found(broken)] == [HOME + "rss"]


async def test_where_there_is_none_the_first_trial_says_why() -> None:
    """A page with nothing behind it, and an address that does not answer."""
    [trial] = await found(Web(home=PAGE % b""))
    assert trial.reason == "web_page"
    gone = Web()
    [trial] = await found(gone)
    assert (trial.reason, len(gone.asked)) == ("not_found", 1)


async def test_a_page_that_names_a_hundred_feeds_is_not_asked_for_all() -> None:
    """Eight, then the usual places."""
    web = Web(home=PAGE % b"".join(LINK % b"/%d" % n for n in range(100)))
    await found(web)
    assert len(web.asked) == 1 + 8 + 8


async def test_many_are_tried_and_none_is_lost() -> None:
    """As they end, each once."""
    feeds = [a_feed(str(n)) for n in range(120)]
    trials = [trial async for trial in try_feeds(Web(**{"7": RSS}), feeds, PollingConfig(), ManualClock(NOON))]  # type: ignore[arg-type]
    assert {trial.feed.url for trial in trials} == {feed.url for feed in feeds}
    assert [trial.feed.url for trial in trials if trial.reason is None] == [HOME + "7"]


@pytest.mark.parametrize(
    ("markup", "urls"),
    [
        (LINK % b"/a" + LINK % b"/a", ["https://o.example/a"]), (b'<a href="/rss.xml">x</a>', ["https://o.example/rss.xml"]),
        (b'<a href="/feedback">x</a><a href="/newsfeeds-old">y</a>', []), (b'<a href="/x/feed.json">x</a>', ["https://o.example/x/feed.json"]),
        (b'<link rel="alternate" type="text/html" href="/a">', []), (b'<link rel="stylesheet" type="application/rss+xml" href="/a">', []),
        (b'<base href="https://b.example/x/"><base href="https://c.example/">' + LINK % b"a", ["https://b.example/x/a"]),
        (b'<a href="/rss">x</a>' + LINK % b"/comments/feed" + LINK % b"/main", ["https://o.example/main", "https://o.example/comments/feed", "https://o.example/rss"]),
        (b"<" * 5_000, []), (LINK % b"mailto:x", []),
    ],
)  # fmt: skip
def test_which_links_are_feeds(markup: bytes, urls: list[str]) -> None:
    """Announced ones first, comments after them, then links that look like feeds; each once."""
    assert [candidate.url for candidate in find_feeds(PAGE % markup, HOME)] == urls
    assert len(set(usual_addresses(HOME))) == len(usual_addresses(HOME))


# --- faults ---------------------------------------------------------------------------------------------------------
KEY = aiohttp.client_reqrep.ConnectionKey("o.example", 443, True, True, None, None, None)
INFO = aiohttp.RequestInfo(URL(HOME), "GET", {}, URL(HOME))  # type: ignore[arg-type]


def chained(outer: BaseException, inner: BaseException) -> BaseException:
    outer.__cause__ = inner
    return outer


FAULTS: list[tuple[BaseException, FetchReason]] = [
    (TimeoutError(), FetchReason.TIMEOUT), (aiohttp.ServerTimeoutError(), FetchReason.TIMEOUT),
    (aiohttp.ClientConnectorDNSError(KEY, OSError("x")), FetchReason.DNS), (aiohttp.ClientConnectorError(KEY, OSError("x")), FetchReason.CONNECT),
    (aiohttp.ClientConnectorCertificateError(KEY, ssl.SSLCertVerificationError("x")), FetchReason.TLS), (aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError("x")), FetchReason.TLS),
    (aiohttp.ServerDisconnectedError(), FetchReason.DISCONNECTED), (aiohttp.ClientOSError(104, "reset"), FetchReason.DISCONNECTED),
    (aiohttp.ClientPayloadError("x"), FetchReason.TRUNCATED), (chained(aiohttp.ClientPayloadError("x"), http_exceptions.ContentEncodingError("x")), FetchReason.BAD_ENCODING),
    (chained(aiohttp.ClientPayloadError("x"), http_exceptions.TransferEncodingError("x")), FetchReason.TRUNCATED),
    (chained(aiohttp.ClientResponseError(INFO, ()), http_exceptions.LineTooLong(b"x")), FetchReason.HEADERS_TOO_LARGE),
    (aiohttp.ClientResponseError(INFO, (), message="Too many headers"), FetchReason.HEADERS_TOO_LARGE), (aiohttp.ClientResponseError(INFO, (), message="bad"), FetchReason.BAD_HTTP),
    (aiohttp.InvalidURL("x"), FetchReason.BAD_URL), (ValueError("x"), FetchReason.BAD_URL), (OSError("x"), FetchReason.CONNECT),
    (aiohttp.ClientConnectorError(KEY, ForbiddenAddressError("10.0.0.1", AddressReason.PRIVATE)), FetchReason.FORBIDDEN_ADDRESS),
    (chained(aiohttp.ClientConnectorError(KEY, OSError("x")), ForbiddenAddressError("127.0.0.1", AddressReason.LOOPBACK)), FetchReason.FORBIDDEN_ADDRESS),
]  # fmt: skip


@pytest.mark.parametrize(("error", "reason"), FAULTS, ids=[f"{type(error).__name__}-{reason}" for error, reason in FAULTS])
def test_every_fault_of_the_client_has_a_name(error: BaseException, reason: FetchReason) -> None:
    """The telling cause wins over what wraps it; the words hold no address of the feed."""
    named, text = explain(error)
    assert named is reason
    assert "o.example" not in text


def test_causes_that_run_in_a_circle_end() -> None:
    """Exceptions may name each other."""
    one, two = OSError("1"), OSError("2")
    one.__cause__, two.__cause__ = two, one
    assert explain(one)[0] is FetchReason.CONNECT


def test_statuses_with_a_reason_of_their_own() -> None:
    """Client errors only, and the one server error that says when."""
    assert {status for status in STATUS_REASON if status >= 500} == {503}
    assert STATUS_REASON[410] is FetchReason.GONE


# --- the parser's process -------------------------------------------------------------------------------------------
def test_a_parser_process_answers_each_order() -> None:
    """Framed by length, until its input ends; a torn order ends it."""
    orders = [msgspec.msgpack.encode(ParseOrder(body, HOME, None, NOON)) for body in (RSS, b"", b"<html/>")]
    sink = io.BytesIO()
    serve(io.BytesIO(b"".join(LENGTH.pack(len(order)) + order for order in orders) + b"\x00\x00"), sink)
    data, answers = sink.getvalue(), []
    while data:
        (size,) = LENGTH.unpack(data[:4])
        answers.append(msgspec.msgpack.decode(data[4 : 4 + size], type=ParsedFeed))
        data = data[4 + size :]
    assert [answer.error_reason for answer in answers] == [None, "empty", "web_page"]
    assert [entry.title for entry in answers[0].entries] == ["A bridge reopens"]


ECHO = "import sys,struct; n=struct.unpack('>I',sys.stdin.buffer.read(4))[0]; sys.stdin.buffer.read(n); {}"


@pytest.mark.parametrize(
    ("does", "reason"),
    [("sys.exit(1)", "malformed"), ("sys.stdout.buffer.write(struct.pack('>I', 3) + b'xyz')", "malformed"), ("sys.stdout.buffer.write(struct.pack('>I', 2**31))", "malformed"), ("sys.stdin.buffer.read()", "parse_timeout")],
    ids=["dies", "garbage", "flood", "hangs"],
)
async def test_a_parser_that_fails_is_replaced(does: str, reason: str) -> None:
    """It dies, talks nonsense, floods or hangs: an error with a reason, and the next document has a new process."""
    started: list[asyncio.subprocess.Process] = []

    async def start() -> asyncio.subprocess.Process:
        started.append(await asyncio.create_subprocess_exec(
            "/usr/bin/env", "python3", "-S", "-c", ECHO.format(does), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        ))  # fmt: skip
        return started[-1]

    async with ParserPool(1, limit=timedelta(seconds=0.3 if reason == "parse_timeout" else 20), start=start) as pool:
        for _ in range(2):
            parsed = await pool.parse(RSS, url=HOME, content_type=None, now=NOON)
            assert parsed.error_reason == reason
    assert len(started) == 2
    assert all(process.returncode is not None for process in started)


# --- hosts ----------------------------------------------------------------------------------------------------------
class Seconds:
    """A clock in seconds that only the test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def test_hosts_are_forgotten_when_their_pause_is_over() -> None:
    """Memory does not grow with every host ever asked; one that must be paced still is remembered."""
    now = Seconds()
    gate = HostGate(1, 5.0, now=now)
    async with gate.turn("a.example"):
        pass
    assert "a.example" in gate._hosts
    now.at = 5.0
    async with gate.turn("a.example", gap=0.0):
        now.at = 99.0
    assert "a.example" not in gate._hosts


async def test_a_turn_is_given_back_when_the_request_fails() -> None:
    """And the next has it."""
    gate = HostGate(1, 0.0, now=Seconds())
    with pytest.raises(RuntimeError):
        async with gate.turn("a.example"):
            raise RuntimeError
    async with asyncio.timeout(1), gate.turn("a.example"):
        pass


@pytest.mark.parametrize(("url", "host"), [("https://O.Example./x", "o.example"), ("https://u:p@o.example:81/", "o.example"), ("https://[2001:DB8::1]/", "2001:db8::1"), ("http://", ""), ("https://[", "")])
def test_hosts_of_addresses(url: str, host: str) -> None:
    """By which requests are counted."""
    assert host_of(url) == host
