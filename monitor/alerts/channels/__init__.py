"""The channels: how a message reaches a receiver of each type. A new one is a module and a line in `_CHANNELS`.

docs/delivery.md says how to add one.
"""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Protocol

from monitor.alerts.message import Message
from monitor.alerts.outcome import Outcome
from monitor.clock import Clock
from monitor.config.schema import SinkBase

_CHANNELS: dict[str, str] = {
    # type of the sink: module:class, loaded only where such a sink is configured
    "webhook": "monitor.alerts.channels.webhook:WebhookChannel",
    "slack": "monitor.alerts.channels.slack:SlackChannel",
    "email": "monitor.alerts.channels.email:EmailChannel",
    "apprise": "monitor.alerts.channels.apprise:AppriseChannel",
}


class Channel(Protocol):
    """One sink's way out. Built inside the running loop with `(sink, clock)`."""

    pace: timedelta
    """The least time between two messages; zero where the receiver does not mind."""

    async def send(self, message: Message) -> Outcome:
        """Hands `message` over, once, within the sink's timeout. Never raises for what a receiver may do."""
        ...

    def preview(self, message: Message) -> bytes:
        """Exactly what `send` would hand over, with secrets masked."""
        ...

    async def aclose(self) -> None:
        """Lets go of all connections."""
        ...


def build_channel(sink: SinkBase, clock: Clock) -> Channel:
    """The channel of a configured sink. Raises DeliveryError where it needs something that is not installed."""
    module, _, name = _CHANNELS[getattr(sink, "type", "")].partition(":")
    channel: Channel = getattr(importlib.import_module(module), name)(sink, clock)
    return channel
