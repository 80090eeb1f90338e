"""A web server on loopback that behaves as real and hostile feed servers do, byte by byte, and remembers who asked.

Raw sockets rather than an HTTP framework: most of what it shows no framework would send.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

import brotli
import zstandard


@dataclass(frozen=True)
class Asked:
    """One request as it came in: header names in lower case."""

    path: str
    headers: Mapping[str, str]
    at: float


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FeedServer:
    """Routes by path; everything that was asked is in `asked`."""

    host: str
    port: int = 0
    routes: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    in_flight: int = 0
    most_in_flight: int = 0

    def url(self, path: str) -> str:
        """Absolute address of `path`."""
        return f"http://{self.host}:{self.port}{path}"

    def serve(self, path: str, body: str | bytes, *, status: int = 200, **headers: str) -> str:
        """Serves a fixed answer; returns its address. Underscores in header names are dashes."""
        self.routes[path] = fixed(body, status=status, **headers)
        return self.url(path)

    def count(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(asked.path == path for asked in self.asked)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: one request, one answer."""
        self.connections += 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                first = await reader.readexactly(1)
                if first == b"\x16":  # a TLS hello: this server speaks plainly
                    writer.write(head(400))
                    return
                asked = _read(first + await reader.readuntil(b"\r\n\r\n"), asyncio.get_running_loop().time())
                self.asked.append(asked)
                route = self.routes.get(asked.path.split("?")[0], fixed(b"none", status=404))
                await route(asked, writer)
                await writer.drain()
        finally:
            self.in_flight -= 1
            writer.close()


def _read(head: bytes, at: float) -> Asked:
    request, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return Asked(request.split(" ")[1], {name.lower(): value for name, value in headers.items()}, at)


@asynccontextmanager
async def feed_server(host: str = "127.0.0.1") -> AsyncIterator[FeedServer]:
    """A server on `host` (any 127.x.y.z), on a free port."""
    serving = FeedServer(host)
    listener = await asyncio.start_server(serving.handle, host, 0)
    serving.port = listener.sockets[0].getsockname()[1]
    try:
        yield serving
    finally:
        listener.close()


def head(status: int = 200, **headers: str | int) -> bytes:
    """Status line and headers, connection closed after the body."""
    lines = [f"HTTP/1.1 {status} Whatever", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def fixed(body: str | bytes, *, status: int = 200, **headers: str) -> Answer:
    """The same answer each time."""
    data = body.encode() if isinstance(body, str) else body

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        length = {} if status in (204, 304) else {"Content_Length": str(len(data))}
        writer.write(head(status, **{**length, **headers}) + (data if status != 304 else b""))

    return answer


def raw(data: bytes) -> Answer:
    """Bytes as they are."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def redirect(target: str, status: int = 302) -> Answer:
    """To `target`."""
    return fixed(b"", status=status, Location=target)


def conditional(body: Callable[[], str], etag: str | None = None, modified: str | None = None) -> Answer:
    """304 where the validators come back exactly as they were sent, 200 otherwise."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        validators = {name: value for name, value in (("ETag", etag), ("Last_Modified", modified)) if value}
        known = asked.headers.get("if-none-match") == etag and asked.headers.get("if-modified-since") == modified
        data = b"" if known else body().encode()
        writer.write(head(304 if known else 200, Content_Length=len(data), **validators) + data)

    return answer


def drip(pause: float, first: bytes = b"") -> Answer:
    """A byte now and then, for ever."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def endless(first: bytes, block: bytes) -> Answer:
    """A block again and again, as fast as it is taken."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(block)
            await writer.drain()

    return answer


def silence() -> Answer:
    """Nothing, for ever."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    return answer


_BLOCK = bytes(16 * 1024 * 1024)
_BOMB_BLOCKS = 20
"""320 MB: far above every limit, and quick to make."""


def bomb(encoding: str) -> bytes:
    """Zeros, compressed a thousandfold and more."""
    if encoding in ("gzip", "deflate"):
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
        return b"".join(squeeze.compress(_BLOCK) for _ in range(_BOMB_BLOCKS)) + squeeze.flush()
    if encoding == "br":
        compressor = brotli.Compressor(quality=5)
        return b"".join(compressor.process(_BLOCK) for _ in range(_BOMB_BLOCKS)) + compressor.finish()
    squeezed = zstandard.ZstdCompressor(level=3).compressobj()
    return b"".join(squeezed.compress(_BLOCK) for _ in range(_BOMB_BLOCKS)) + squeezed.flush()


def rss(*items: str, title: str = "A feed", extra: str = "") -> str:
    """An RSS document of `items` (see `item`)."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>http://outlet.example/</link>{extra}{''.join(items)}</channel></rss>"
    )


def item(
    title: str, link: str | None = None, guid: str | None = None, at: datetime | None = None, text: str = ""
) -> str:
    """One RSS item."""
    moment = format_datetime(at or datetime.now(UTC), usegmt=True)
    return (
        f"<item><title>{title}</title>"
        + (f"<link>{link}</link>" if link else "")
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid else "")
        + (f"<description>{text}</description>" if text else "")
        + f"<pubDate>{moment}</pubDate></item>"
    )
