"""One tree of errors. Each names its subject, its reason (a metric label), and whether trying again can help.

"Not modified" and "discarded" are outcomes, not errors.
"""

from __future__ import annotations


class MonitorError(Exception):
    """Root of all errors that this project raises.

    `subject` is what it is about (a feed, a file, a key, a sink); `reason` a short closed label for logs and
    metrics; the message is for people. None of the three may hold a secret.
    """

    reason = "error"
    retryable = False

    def __init__(self, message: str, *, subject: str = "", reason: str | None = None) -> None:
        super().__init__(message)
        self.subject = subject
        if reason is not None:
            self.reason = reason


class ConfigError(MonitorError):
    """The configuration cannot be used; carries every problem found, each with its place."""

    reason = "config"

    def __init__(self, problems: list[str], *, subject: str = "") -> None:
        super().__init__("\n".join(problems), subject=subject)
        self.problems = problems


class UsageError(MonitorError):
    """The command was called wrongly: exit status 2."""

    reason = "usage"


class InputError(MonitorError):
    """A file or a line given to a command is not what it should be."""

    reason = "input"


class StoreError(MonitorError):
    """Redis cannot be used as it is (wrong kind, wrong policy, newer data)."""

    reason = "store"


class StoreUnavailableError(StoreError):
    """Redis does not answer now; it may come back."""

    reason = "store_unavailable"
    retryable = True


class FetchError(MonitorError):
    """A feed or page could not be had; `reason` is one of `monitor.feeds.fetch.FetchReason`."""

    reason = "fetch"


class DeliveryError(MonitorError):
    """A sink did not take an alert."""

    reason = "delivery"
