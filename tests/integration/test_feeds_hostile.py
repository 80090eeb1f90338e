"""Forty-odd hostile answers, each refused with a named reason, quickly and in little memory (docs/feeds.md)."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from contract.feed_server import (
    Answer,
    FeedServer,
    bomb,
    drip,
    endless,
    feed_server,
    fixed,
    head,
    raw,
    redirect,
    silence,
)

from monitor.feeds.exchange import Request
from monitor.feeds.failure import FetchFailedError
from monitor.feeds.fetch import Fetcher
from monitor.feeds.guard import AddressReason, address_reason
from monitor.feeds.hosts import HostGate
from monitor.feeds.parse import parse_feed

pytestmark = pytest.mark.slow
PUBLIC = "127.0.0.9"
"""What these tests decree to be a public address; 127.0.0.1 is judged as it is."""
LIMIT = 1_000_000
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def vet(address: str) -> AddressReason | None:
    return None if address == PUBLIC else address_reason(address)


def hops(count: int) -> dict[str, Answer]:
    return {f"/hop{i}": redirect(f"/hop{i + 1}") for i in range(count)}


def doctype(inside: str) -> str:
    return f"<?xml version='1.0'?><!DOCTYPE rss [{inside}]><rss><channel><title>&b;</title></channel></rss>"


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
CHALLENGE = "<!doctype html><html><head><title>One moment</title></head><body><script>check()</script></body></html>"

FETCHED: dict[str, tuple[Answer, str]] = {
    "redirect to a file": (redirect("file:///etc/passwd"), "bad_scheme"),
    "redirect to gopher": (redirect("gopher://outlet.example/1"), "bad_scheme"),
    "redirect to javascript": (redirect("javascript:alert(1)"), "bad_scheme"),
    "redirect with a password": (redirect("http://user:secret@outlet.example/"), "userinfo"),
    "redirect to loopback": (redirect("http://127.0.0.1:9/"), "forbidden_address"),
    "redirect to a name of loopback": (redirect("http://localhost:9/"), "forbidden_address"),
    "redirect to the metadata service": (redirect("http://169.254.169.254/latest/meta-data/"), "forbidden_address"),
    "redirect to the wire server": (redirect("http://168.63.129.16/"), "forbidden_address"),
    "redirect to a private network": (redirect("http://10.0.0.1/"), "forbidden_address"),
    "redirect to carrier-grade NAT": (redirect("http://100.64.1.1/"), "forbidden_address"),
    "redirect to nowhere": (redirect("http://0.0.0.0:9/"), "forbidden_address"),
    "redirect to multicast": (redirect("http://224.0.0.1/"), "forbidden_address"),
    "redirect to IPv6 loopback": (redirect("http://[::1]:9/"), "forbidden_address"),
    "redirect to a mapped address": (redirect("http://[::ffff:127.0.0.1]:9/"), "forbidden_address"),
    "redirect through NAT64": (redirect("http://[64:ff9b::7f00:1]:9/"), "forbidden_address"),
    "redirect through 6to4": (redirect("http://[2002:7f00:1::]:9/"), "forbidden_address"),
    "redirect to a decimal address": (redirect("http://2130706433:9/"), "odd_host"),
    "redirect to an octal address": (redirect("http://0177.0.0.1:9/"), "odd_host"),
    "redirect to a hexadecimal address": (redirect("http://0x7f.0x0.0x0.0x1:9/"), "odd_host"),
    "redirect to a short address": (redirect("http://127.1:9/"), "odd_host"),
    "redirect in a circle": (redirect("/case"), "redirect_loop"),
    "eleven redirects": (redirect("/hop0"), "too_many_redirects"),
    "redirect without a target": (fixed(b"", status=302), "bad_redirect"),
    "redirect to half a bracket": (redirect("http://[::1"), "bad_redirect"),
    "a gzip bomb": (fixed(bomb("gzip"), Content_Encoding="gzip"), "too_large"),
    "a deflate bomb": (fixed(bomb("deflate"), Content_Encoding="deflate"), "too_large"),
    "a brotli bomb": (fixed(bomb("br"), Content_Encoding="br"), "too_large"),
    "a zstd bomb": (fixed(bomb("zstd"), Content_Encoding="zstd"), "too_large"),
    "an endless body": (endless(head(), b"x" * 65_536), "too_large"),
    "an announced flood": (fixed(b"", Content_Length="5000000000"), "too_large"),
    "a slow drip of a body": (drip(0.05, head()), "timeout"),
    "a slow drip of headers": (drip(0.05, b"HTTP/1.1 200 OK\r\nX-Slow: "), "timeout"),
    "endless headers": (endless(b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n" * 500), "headers_too_large"),
    "an endless header": (endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"y" * 65_536), "headers_too_large"),
    "silence": (silence(), "timeout"),
    "a hang-up": (raw(b""), "disconnected"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.9\r\n" * 3), "bad_http"),
    "a body cut short": (fixed(b"<rss>", Content_Length="1000"), "truncated"),
    "a broken chunk": (raw(head(Transfer_Encoding="chunked") + b"zz\r\nhello\r\n"), "bad_http"),
    "no gzip after all": (fixed(b"plain text", Content_Encoding="gzip"), "bad_encoding"),
    "an unknown encoding": (fixed(b"abc", Content_Encoding="lzma"), "bad_encoding"),
    "encodings over each other": (fixed(b"abc", Content_Encoding="gzip, gzip"), "bad_encoding"),
    "an invented status": (fixed(b"", status=799), "server_error"),
    "no content": (fixed(b"", status=204), "unexpected_status"),
}  # fmt: skip

PARSED: dict[str, tuple[bytes, str]] = {
    "a challenge page": (CHALLENGE.encode(), "web_page"),
    "a billion laughs": (doctype('<!ENTITY l0 "ha">' + LAUGHS + '<!ENTITY b "&l9;">').encode(), "entity_bomb"),
    "an entity made of itself": (doctype('<!ENTITY b "&b;&b;">').encode(), "entity_bomb"),
    "a thousand entities": (doctype("".join(f'<!ENTITY e{i} "x">' for i in range(1000))).encode(), "entity_bomb"),
    "a file as entity": (doctype('<!ENTITY b SYSTEM "file:///etc/passwd">').encode(), "external_entity"),
    "an address as entity": (doctype('<!ENTITY b PUBLIC "x" "http://127.0.0.1:9/">').encode(), "external_entity"),
    "a tree without end": (b"<rss><channel>" + b"<a>" * 200_000, "too_deep"),
    "a flood of items": (b"<rss><channel>" + b"<item><title>x</title></item>" * 60_000, "too_many_items"),
    "nothing": (b"", "empty"),
    "blanks": (b" \n\t\x00 ", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "unknown_format"),
    "another XML": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_format"),
    "JSON that is no feed": (b'{"error": "not found"}', "unknown_format"),
    "JSON without end": (b"[" * 500_000, "bad_json"),
    "half of JSON": (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "bad_json"),
}  # fmt: skip


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server(PUBLIC) as serving:
        yield serving


def fetcher() -> Fetcher:
    gate = HostGate(4, 0.0, now=asyncio.get_running_loop().time)
    return Fetcher(user_agent="monitor-test (contact: nobody)", gate=gate, vet=vet)


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def refusal(server: FeedServer, answer: Answer) -> tuple[str, float]:
    """The reason for which `answer` is refused, and the seconds that it took."""
    server.routes = {"/case": answer, **hops(20)}
    loop = asyncio.get_running_loop()
    begun = loop.time()
    async with fetcher() as client:
        with pytest.raises(FetchFailedError) as caught:
            await client.fetch(Request(url=server.url("/case"), max_bytes=LIMIT, timeout=timedelta(seconds=0.8)))
    return caught.value.why.value, loop.time() - begun


@pytest.mark.parametrize("case", FETCHED)
async def test_hostile_answer_is_refused_by_name(case: str, server: FeedServer) -> None:
    """Each way of the network to harm us ends in its named reason, in time, with little memory (R27, R29–R32)."""
    answer, expected = FETCHED[case]
    before = megabytes()
    reason, seconds = await refusal(server, answer)
    assert (reason, seconds < 3) == (expected, True)
    assert megabytes() - before < 60


@pytest.mark.parametrize("case", PARSED)
def test_hostile_document_is_refused_by_name(case: str) -> None:
    """Each way of a document to harm us ends in its named reason, within five seconds (R33, R35)."""
    data, expected = PARSED[case]
    begun = datetime.now(UTC)
    parsed = parse_feed(data, url="http://outlet.example/feed", content_type="text/xml", now=NOW)
    assert (parsed.error_reason, parsed.entries) == (expected, ())
    assert datetime.now(UTC) - begun < timedelta(seconds=5)


async def test_redirect_to_loopback_opens_no_connection(server: FeedServer) -> None:
    """R27: the forbidden target's listener sees not even a SYN."""
    async with feed_server("127.0.0.1") as inner:
        mapped = f"http://[::ffff:127.0.0.1]:{inner.port}/"
        for target in (inner.url("/secret"), f"http://localhost:{inner.port}/", mapped):
            await refusal(server, redirect(target))
        assert inner.connections == 0


class Nowhere(aiohttp.ThreadedResolver):
    """No name resolves."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(None, "no such host")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://{host}:{port}/case", "tls"), ("http://{host}:1/case", "connect"), ("http://nowhere.example/", "dns"),
        ("ftp://{host}/", "bad_scheme"), ("http://{host}:{port}/no such", "bad_url"),
    ],
)  # fmt: skip
async def test_unreachable_addresses_have_their_reason(server: FeedServer, address: str, reason: str) -> None:
    """Plain HTTP where TLS was asked for, a closed port, a name that does not resolve, no web address."""
    gate = HostGate(4, 0.0, now=asyncio.get_running_loop().time)
    url = address.format(host=server.host, port=server.port)
    async with Fetcher(user_agent="t", gate=gate, vet=vet, resolver=Nowhere()) as client:
        with pytest.raises(FetchFailedError) as caught:
            await client.fetch(Request(url=url, max_bytes=LIMIT, timeout=timedelta(seconds=2)))
    assert caught.value.why.value == reason


async def test_the_environment_names_no_proxy(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """R30: proxy variables are ignored: they would take the address guard out of the way."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    url = server.serve("/feed", "<rss/>")
    async with fetcher() as client:
        assert (await client.fetch(Request(url=url, max_bytes=LIMIT, timeout=timedelta(seconds=2)))).status == 200
