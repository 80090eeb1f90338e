"""One polite and bounded HTTP GET: redirects by hand, every hop vetted, every limit with a name.

Sends no cookies, no Referer, and nothing that the proxy variables of the environment say. Connections are closed after
use: thousands of origins, each asked every few minutes, would hold gigabytes of idle TLS state otherwise.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver
from multidict import CIMultiDict
from yarl import URL

from monitor.clock import Clock, SystemClock
from monitor.feeds.exchange import Request, Response
from monitor.feeds.failure import FetchFailedError, explain
from monitor.feeds.guard import GuardedResolver, SocketGuard, Vet, address_reason, url_reason
from monitor.feeds.hints import Hints, read_hints
from monitor.feeds.hosts import HostGate, host_of
from monitor.feeds.reasons import STATUS_REASON, FetchReason

MAX_HOPS = 10
MAX_HEADER_BYTES = 16_384
MAX_HEADERS = 120
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br", "zstd"})


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: str
    permanent: bool


class Fetcher:
    """An HTTP client for strangers' servers. Use as an async context manager.

    `vet` replaces the judgement of addresses (`allow_private` then says nothing): tests decree what is public.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        gate: HostGate,
        allow_private: bool = False,
        vet: Vet | None = None,
        resolver: AbstractResolver | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._gate = gate
        self._vet = vet or partial(address_reason, allow_private=allow_private)
        self._resolver = resolver
        self._clock = clock or SystemClock()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        resolver = GuardedResolver(self._resolver or aiohttp.ThreadedResolver(), self._vet)
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            socket_factory=SocketGuard(self._vet),
            force_close=True,
            limit=0,
            ttl_dns_cache=60,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
            skip_auto_headers=(hdrs.USER_AGENT,),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, request: Request) -> Response:
        """The answer to `request`, after at most ten redirects. Raises FetchFailedError.

        `timeout` bounds the time on the network, from the first connection to the last byte of the last hop; waiting
        for the host's turn is not counted.
        """
        url, moved_to, only_permanent = request.url, None, True
        visited = {url}
        budget = request.timeout.total_seconds()
        for _ in range(MAX_HOPS + 1):
            _require_askable(url, moved_to)
            answer, spent = await self._hop(request, url, budget, moved_to)
            if isinstance(answer, Response):
                return answer
            budget -= spent
            only_permanent = only_permanent and answer.permanent
            moved_to = answer.target if only_permanent else moved_to
            url = answer.target
            if url in visited:
                raise FetchFailedError("redirects run in a circle", subject=url, reason=FetchReason.REDIRECT_LOOP)
            visited.add(url)
        raise FetchFailedError(f"more than {MAX_HOPS} redirects", subject=url, reason=FetchReason.TOO_MANY_REDIRECTS)

    async def _hop(
        self, request: Request, url: str, budget: float, moved_to: str | None
    ) -> tuple[Response | _Redirect, float]:
        loop = asyncio.get_running_loop()
        async with self._gate.turn(host_of(url), request.gap):
            if request.unless is not None and request.unless():
                raise FetchFailedError("the host is left alone", subject=url, reason=FetchReason.RATE_LIMITED)
            begun = loop.time()
            try:
                async with asyncio.timeout(max(budget, 0.001)):
                    answer = await self._get(request, url, moved_to)
            except FetchFailedError:
                raise
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                reason, text = explain(error)
                raise FetchFailedError(text, subject=url, reason=reason, moved_to=moved_to) from error
            return answer, loop.time() - begun

    async def _get(self, request: Request, url: str, moved_to: str | None) -> Response | _Redirect:
        assert self._session is not None, "use the fetcher as a context manager"
        headers = self._headers(request, url)
        target = URL(url, encoded=url.isascii())
        async with self._session.get(
            target, headers=headers, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=None)
        ) as reply:
            if reply.status in _REDIRECTS:
                return _redirect(reply, url)
            hints = read_hints(reply.headers, self._clock.now())
            if reply.status not in (200, 304):
                raise _failure(reply, url, hints, moved_to)
            body = await _read(reply, url, request.max_bytes) if reply.status == 200 else b""
            return Response(
                status=reply.status,
                url=url,
                body=body,
                etag=_sendable(reply.headers.get("ETag")),
                last_modified=_sendable(reply.headers.get("Last-Modified")),
                content_type=_sendable(reply.headers.get("Content-Type")),
                hints=hints,
                moved_to=moved_to,
            )

    def _headers(self, request: Request, url: str) -> CIMultiDict[str]:
        headers: CIMultiDict[str] = CIMultiDict()
        if _origin(url) == _origin(request.url):
            headers.update(request.headers)  # they may hold a key: never to another origin
        headers["User-Agent"] = self._user_agent
        headers["Accept"] = request.accept
        headers["Accept-Encoding"] = "gzip, deflate, br, zstd"
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers


def _require_askable(url: str, moved_to: str | None) -> None:
    if reason := url_reason(url):
        text = f"refused to request this address: {reason}"
        raise FetchFailedError(text, subject=url, reason=FetchReason(reason.value), moved_to=moved_to)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


def _sendable(value: str | None) -> str | None:
    """A header's value, unless it holds bytes that are no UTF-8: such a validator could not be sent back."""
    return None if value is None or any("\ud800" <= character <= "\udfff" for character in value) else value


def _redirect(reply: aiohttp.ClientResponse, url: str) -> _Redirect:
    location = reply.headers.get("Location", "").strip().replace(" ", "%20")
    try:
        target = urljoin(url, location)
        usable = bool(location) and bool(urlsplit(target).scheme)
    except ValueError:
        usable = False
    if not usable:
        text = f"HTTP {reply.status} without a usable Location"
        raise FetchFailedError(text, subject=url, reason=FetchReason.BAD_REDIRECT)
    return _Redirect(target.split("#", 1)[0], reply.status in _PERMANENT)


def _failure(reply: aiohttp.ClientResponse, url: str, hints: Hints, moved_to: str | None) -> FetchFailedError:
    default = FetchReason.SERVER_ERROR if reply.status >= 500 else FetchReason.UNEXPECTED_STATUS
    reason = STATUS_REASON.get(reply.status, default)
    return FetchFailedError(
        f"HTTP {reply.status}", subject=url, reason=reason, status=reply.status, hints=hints, moved_to=moved_to
    )


async def _read(reply: aiohttp.ClientResponse, url: str, limit: int) -> bytes:
    """The decoded body, read piece by piece so that a bomb is dropped as soon as it passes the limit."""
    if reply.headers.get("Content-Encoding", "").strip().lower() not in _ENCODINGS:
        raise FetchFailedError("an encoding that was not asked for", subject=url, reason=FetchReason.BAD_ENCODING)
    if (reply.content_length or 0) > limit:
        raise FetchFailedError(f"announces {reply.content_length} bytes", subject=url, reason=FetchReason.TOO_LARGE)
    body = bytearray()
    async for chunk in reply.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise FetchFailedError(f"more than {limit} bytes", subject=url, reason=FetchReason.TOO_LARGE)
    return bytes(body)
