"""Parsing off the event loop: a few worker processes, started when first needed, killed when they take too long."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol, Self

import msgspec

from monitor.domain.feed import ParsedFeed
from monitor.feeds.parse_worker import LENGTH, ParseOrder
from monitor.feeds.refusal import ParseReason

_LIMIT = timedelta(seconds=10)
_MOST_BYTES = 256 * 1024 * 1024


class Parser(Protocol):
    """Parses a document, wherever."""

    async def parse(self, data: bytes, *, url: str, content_type: str | None, now: datetime) -> ParsedFeed:
        """As `monitor.feeds.parse.parse_feed`; never raises for what the document holds."""
        ...


Start = Callable[[], Awaitable[asyncio.subprocess.Process]]


async def _start() -> asyncio.subprocess.Process:
    kept = ("PATH", "PYTHON", "LANG", "LC_")
    environment = {name: value for name, value in os.environ.items() if name.startswith(kept)}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor.feeds.parse_worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment, start_new_session=True,
    )  # fmt: skip


class ParserPool:
    """At most `size` worker processes. Use as an async context manager."""

    def __init__(self, size: int = 2, *, limit: timedelta = _LIMIT, start: Start = _start) -> None:
        self._limit = limit
        self._start = start
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(ParsedFeed)
        self._places: asyncio.LifoQueue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()
        # Last in, first out: the second process is started only when the first is busy.
        for _ in range(size):
            self._places.put_nowait(None)
        self._processes: set[asyncio.subprocess.Process] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in list(self._processes):
            await self._end(process)

    async def parse(self, data: bytes, *, url: str, content_type: str | None, now: datetime) -> ParsedFeed:
        """The parsed document, or an error that names what went wrong."""
        place = await self._places.get()
        process = place
        try:
            process = place or await self._begin()
            order = ParseOrder(data, url, content_type, now)
            return await asyncio.wait_for(self._ask(process, order), self._limit.total_seconds())
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
            if process is not None:
                await self._end(process)
            process = None
            reason = ParseReason.PARSE_TIMEOUT if isinstance(error, TimeoutError) else ParseReason.MALFORMED
            return ParsedFeed(error=f"{reason}: the parser was stopped", error_reason=reason.value)
        except asyncio.CancelledError:
            if process is not None:
                process.kill()
                self._processes.discard(process)
            process = None
            raise
        finally:
            self._places.put_nowait(process)

    async def _ask(self, process: asyncio.subprocess.Process, order: ParseOrder) -> ParsedFeed:
        assert process.stdin is not None
        assert process.stdout is not None
        message = self._encoder.encode(order)
        process.stdin.write(LENGTH.pack(len(message)) + message)
        await process.stdin.drain()
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        if length > _MOST_BYTES:
            raise ConnectionError("the parser's answer is too large")
        return self._decoder.decode(await process.stdout.readexactly(length))

    async def _begin(self) -> asyncio.subprocess.Process:
        process = await self._start()
        self._processes.add(process)
        return process

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._processes.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
