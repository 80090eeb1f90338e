"""What came of handing a message to a receiver: a value, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What the deliverer is to do next."""

    DELIVERED = "delivered"
    RETRY = "retry"
    PERMANENT = "permanent"
    """Trying again cannot help: dead letter."""
    GONE = "gone"
    """The receiver wants nothing more, ever: the sink is disabled."""


class Cause(StrEnum):
    """Why it was not delivered (or OK): label of the log line and of the counter."""

    OK = "ok"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    TLS = "tls"
    ADDRESS_REFUSED = "address_refused"
    """A private address, without `allow_private_networks`."""
    REDIRECT = "redirect"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    REJECTED = "rejected"
    """The receiver answered that it will not take this (4xx, 5yz in SMTP)."""
    GONE = "gone"
    LOGIN = "login"
    RECIPIENTS = "recipients"
    """Some or all recipients were refused."""
    UNSUPPORTED = "unsupported"
    """A part that this channel needs is not installed or not offered."""
    UNREADABLE = "unreadable"
    """The alert is no longer in the store, or what is there is none."""
    BROKEN = "broken"
    """A fault of our own; the log has the traceback."""
    NO_SINK = "no_sink"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of one attempt. `detail` and `warnings` are for people and hold no secret."""

    verdict: Verdict
    cause: Cause = Cause.OK
    detail: str = ""
    retry_after: timedelta | None = None
    """The receiver's own wish: a floor for the next attempt, and a pause for a sink that is rate-limited."""
    progress: str = ""
    """What the next attempt of this delivery must know (recipients that are still owed)."""
    warnings: tuple[str, ...] = ()
    """What operators should hear although (part of) it was delivered."""


DELIVERED = Outcome(verdict=Verdict.DELIVERED)


def retry(cause: Cause, detail: str, *, retry_after: timedelta | None = None) -> Outcome:
    """Not now."""
    return Outcome(verdict=Verdict.RETRY, cause=cause, detail=detail, retry_after=retry_after)


def permanent(cause: Cause, detail: str) -> Outcome:
    """Not ever."""
    return Outcome(verdict=Verdict.PERMANENT, cause=cause, detail=detail)
