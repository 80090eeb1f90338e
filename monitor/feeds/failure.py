"""Requests that gave nothing: the error, and the named reason behind each exception of the HTTP client."""

from __future__ import annotations

import aiohttp
from aiohttp import http_exceptions

from monitor.errors import FetchError
from monitor.feeds.guard import ForbiddenAddressError
from monitor.feeds.hints import Hints
from monitor.feeds.reasons import FetchReason


class FetchFailedError(FetchError):
    """A request that gave nothing, with what the server asked for."""

    def __init__(self, message: str, *, subject: str, reason: FetchReason, status: int | None = None,
                 hints: Hints | None = None, moved_to: str | None = None) -> None:  # fmt: skip
        super().__init__(message, subject=subject, reason=reason)
        self.why = reason
        self.status = status
        self.hints = hints or Hints()
        self.moved_to = moved_to


_INNER: tuple[tuple[type[BaseException], FetchReason, str], ...] = (
    (http_exceptions.LineTooLong, FetchReason.HEADERS_TOO_LARGE, "the headers are too large"),
    (http_exceptions.ContentEncodingError, FetchReason.BAD_ENCODING, "the compressed body cannot be decoded"),
    (http_exceptions.TransferEncodingError, FetchReason.TRUNCATED, "the body ended early"),
    (http_exceptions.ContentLengthError, FetchReason.TRUNCATED, "the body ended early"),
)
_OUTER: tuple[tuple[type[BaseException], FetchReason, str], ...] = (
    (aiohttp.ClientSSLError, FetchReason.TLS, "the TLS connection failed"),
    (aiohttp.ClientConnectorDNSError, FetchReason.DNS, "the host name cannot be resolved"),
    (aiohttp.ClientConnectorError, FetchReason.CONNECT, "no connection"),
    (TimeoutError, FetchReason.TIMEOUT, "no complete answer in time"),
    (aiohttp.ClientPayloadError, FetchReason.TRUNCATED, "the body ended early"),
    (aiohttp.ServerDisconnectedError, FetchReason.DISCONNECTED, "the server closed the connection"),
    (aiohttp.ClientOSError, FetchReason.DISCONNECTED, "the connection broke"),
    (aiohttp.ClientResponseError, FetchReason.BAD_HTTP, "the answer is not valid HTTP"),
    (aiohttp.InvalidURL, FetchReason.BAD_URL, "the address cannot be used"),
    (ValueError, FetchReason.BAD_URL, "the address cannot be used"),
)
# In order: the first that fits; subclasses stand before their bases.


def explain(error: BaseException) -> tuple[FetchReason, str]:
    """The named reason behind an exception of the HTTP client, and a line for people that does not hold the URL."""
    for cause in _causes(error):
        if isinstance(cause, ForbiddenAddressError):
            return FetchReason.FORBIDDEN_ADDRESS, str(cause)
        for kind, reason, text in _INNER:
            if isinstance(cause, kind):
                return reason, text
    if isinstance(error, aiohttp.ClientResponseError) and "headers" in error.message.lower():
        return FetchReason.HEADERS_TOO_LARGE, "the headers are too large"
    for kind, reason, text in _OUTER:
        if isinstance(error, kind):
            return reason, text
    return FetchReason.CONNECT, f"the request failed ({type(error).__name__})"


def _causes(error: BaseException) -> list[BaseException]:
    """The exception, what it wraps, and what those were raised from."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(found) < 20:
        current = waiting.pop(0)
        if current is None or any(current is known for known in found):
            continue
        found.append(current)
        inner = getattr(current, "os_error", None)
        waiting += [inner if isinstance(inner, BaseException) else None, current.__cause__, current.__context__]
    return found
