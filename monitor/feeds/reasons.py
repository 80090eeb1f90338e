"""Every way in which a request can give nothing, by name; the names are metric labels and stand in advice."""

from __future__ import annotations

from enum import StrEnum


class FetchReason(StrEnum):
    """Why a request gave nothing."""

    BAD_URL = "bad_url"
    BAD_SCHEME = "bad_scheme"
    USERINFO = "userinfo"
    ODD_HOST = "odd_host"
    FORBIDDEN_ADDRESS = "forbidden_address"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    DISCONNECTED = "disconnected"
    BAD_HTTP = "bad_http"
    HEADERS_TOO_LARGE = "headers_too_large"
    BAD_REDIRECT = "bad_redirect"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    TRUNCATED = "truncated"
    DENIED = "denied"
    NOT_FOUND = "not_found"
    GONE = "gone"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    SERVER_ERROR = "server_error"
    UNEXPECTED_STATUS = "unexpected_status"
    WRONG_TYPE = "wrong_type"
    ROBOTS = "robots"


STATUS_REASON = {
    401: FetchReason.DENIED, 402: FetchReason.DENIED, 403: FetchReason.DENIED, 407: FetchReason.DENIED,
    451: FetchReason.DENIED, 404: FetchReason.NOT_FOUND, 410: FetchReason.GONE, 429: FetchReason.RATE_LIMITED,
    503: FetchReason.UNAVAILABLE,
}  # fmt: skip
"""Statuses with a reason of their own; other ones from 500 are server errors."""
