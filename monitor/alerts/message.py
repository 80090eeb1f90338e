"""What a channel is given to send: an alert, a summary of alerts held back, or a message for operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.alert import Alert


def key_of(delivery_id: str) -> str:
    """The idempotency key of a delivery: its id, in the characters that headers and signatures take."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "_-:") else "_" for c in delivery_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What all messages share."""

    delivery_id: str
    sink: str
    progress: str = ""
    """What an earlier attempt left for this one."""

    @property
    def key(self) -> str:
        """The idempotency key: the same at every attempt."""
        return key_of(self.delivery_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage(Envelope):
    """One alert. `body` is its JSON byte for byte as published."""

    alert: Alert
    body: bytes
    missed: tuple[str, ...] = ()
    """Changes of earlier revisions that this sink never got, oldest first."""

    @property
    def changes(self) -> tuple[str, ...]:
        """All that changed since what this sink last got."""
        return tuple(dict.fromkeys((*self.missed, *self.alert.changes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryMessage(Envelope):
    """Alerts that quiet hours, a rate cap or a digest held back, the most severe first."""

    alerts: tuple[Alert, ...]
    bodies: tuple[bytes, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsMessage(Envelope):
    """A fault that began (`raised`) or ended (`cleared`). `body` is its JSON as published."""

    kind: str
    subject: str
    state: str
    text: str
    at: datetime
    body: bytes


Message = AlertMessage | SummaryMessage | OpsMessage
