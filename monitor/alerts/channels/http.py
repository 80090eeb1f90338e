"""One bounded POST to a receiver: no redirects, no proxies of the environment, every fault a named outcome."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
from aiohttp.abc import AbstractResolver

from monitor.alerts.outcome import DELIVERED, Cause, Outcome, Verdict, permanent, retry
from monitor.feeds.guard import ForbiddenAddressError, GuardedResolver, SocketGuard, address_reason
from monitor.feeds.hints import read_hints

_ANSWER_BYTES = 2_000
"""Read of a receiver's answer: enough for an error word, too little to hurt."""
_SHOWN = 120
_TRY_AGAIN = frozenset({408, 425, 429})
USER_AGENT = "monitor/0.1 (alert delivery)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered."""

    status: int
    text: str
    retry_after: timedelta | None


class Poster:
    """Posts to one receiver over kept connections. Open it inside a running loop; close it when done."""

    def __init__(
        self,
        *,
        timeout: timedelta,
        guarded: bool,
        connections: int,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """`guarded`: connect to public addresses only, however the name resolves (monitor.feeds.guard)."""
        inner = resolver or aiohttp.ThreadedResolver()
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(inner, address_reason) if guarded else inner,
            socket_factory=SocketGuard(address_reason) if guarded else None,
            limit=connections,
            ttl_dns_cache=60,
            keepalive_timeout=15,
        )
        self._timeout = timeout.total_seconds()
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": USER_AGENT},
        )

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], judge: Callable[[Answer], Outcome]
    ) -> Outcome:
        """Posts `body`; `judge` makes an outcome of the answer. No outcome names the URL, which may hold a secret."""
        try:
            async with asyncio.timeout(self._timeout):
                return judge(await self._post(url, body, headers))
        except TimeoutError:
            return retry(Cause.TIMEOUT, f"no answer within {self._timeout:g} s")
        except aiohttp.ClientConnectorCertificateError:
            return retry(Cause.TLS, "the receiver's certificate is not valid")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _explain(error)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            text = (await response.content.read(_ANSWER_BYTES)).decode("utf-8", "replace")
            wish = read_hints(response.headers, datetime.now(UTC)).retry_after
            return Answer(response.status, text, wish)

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._session.close()


def _explain(error: Exception) -> Outcome:
    """The fault by its kind alone: messages of HTTP clients hold URLs."""
    refused = _refused(error)
    if refused is not None:
        return permanent(Cause.ADDRESS_REFUSED, f"{refused}; set allow_private_networks: true if that is meant")
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return retry(Cause.TLS, "TLS failed")
    if isinstance(error, aiohttp.InvalidURL | ValueError) and not isinstance(error, aiohttp.ClientConnectionError):
        return permanent(Cause.REJECTED, "the URL of the sink, or one of its headers, cannot be used")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return retry(Cause.CONNECTION, f"connection failed: {reason[:_SHOWN]}")


def _refused(error: BaseException | None) -> ForbiddenAddressError | None:
    """The guard's refusal behind an error of the HTTP client."""
    while error is not None:
        if isinstance(error, ForbiddenAddressError):
            return error
        inner = getattr(error, "os_error", None)
        error = inner if inner is not None and inner is not error else error.__cause__
    return None


def judge_status(answer: Answer) -> Outcome:
    """The outcome of an HTTP answer by its status alone."""
    status = answer.status
    if 200 <= status < 300:
        return DELIVERED
    if 300 <= status < 400:
        return retry(Cause.REDIRECT, f"HTTP {status}: redirects are not followed; put the new address into the sink")
    detail = f"HTTP {status}{f': {shown}' if (shown := show(answer.text)) else ''}"
    if status == 410:
        return Outcome(verdict=Verdict.GONE, cause=Cause.GONE, detail=detail)
    if status == 429:
        return retry(Cause.RATE_LIMITED, detail, retry_after=answer.retry_after)
    if status in _TRY_AGAIN or status >= 500:
        cause = Cause.TIMEOUT if status == 408 else Cause.SERVER_ERROR
        return retry(cause, detail, retry_after=answer.retry_after)
    return permanent(Cause.REJECTED, detail)


def show(text: str) -> str:
    """What a receiver said, for people: one short printable line."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[:_SHOWN]
