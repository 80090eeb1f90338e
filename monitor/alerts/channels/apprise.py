"""Any service that Apprise knows: the proof that a channel is one module and one line.

Apprise sends by threads of its own and says only whether it went well; so every failure is tried again.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from datetime import timedelta
from typing import Any

from monitor.alerts.card import MARK, one_line, to_card
from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage
from monitor.alerts.outcome import DELIVERED, Cause, Outcome, retry
from monitor.clock import Clock
from monitor.config.schema import AppriseSink
from monitor.errors import DeliveryError

# Its errors quote URLs, secrets and all; what became of a message is told by the outcome.
logging.getLogger("apprise").setLevel(logging.CRITICAL)

_LONGEST = 3500


class AppriseChannel:
    """Sends plain text to one Apprise URL."""

    pace = timedelta(0)

    def __init__(self, sink: AppriseSink, clock: Clock) -> None:  # noqa: ARG002 - the interface
        try:
            apprise: Any = importlib.import_module("apprise")
        except ImportError as error:
            text = f"sink {sink.name}: type apprise needs the extra: pip install 'monitor[apprise]'"
            raise DeliveryError(text, subject=sink.name, reason="unsupported") from error
        self._sink = sink
        self._service = apprise.Apprise()
        if not self._service.add(sink.url.get_secret_value()):
            text = f"sink {sink.name}: Apprise does not know this kind of URL"
            raise DeliveryError(text, subject=sink.name, reason="config")

    async def send(self, message: Message) -> Outcome:
        """Hands title and text to Apprise."""
        title, body = to_text(message)
        try:
            async with asyncio.timeout(self._sink.timeout.total_seconds()):
                sent = await self._service.async_notify(title=title, body=body, body_format="text")
        except TimeoutError:
            return retry(Cause.TIMEOUT, f"no answer within {self._sink.timeout.total_seconds():g} s")
        return DELIVERED if sent else retry(Cause.SERVER_ERROR, "Apprise could not send it")

    def preview(self, message: Message) -> bytes:
        """Title and text."""
        title, body = to_text(message)
        return f"{title}\n\n{body}".encode()

    async def aclose(self) -> None:
        """Apprise keeps nothing open."""


def to_text(message: Message) -> tuple[str, str]:
    """Title and plain text. Pure."""
    match message:
        case AlertMessage():
            card = to_card(message.alert, message.changes)
            facts = [f"{fact.name}: {fact.text}" + (f" {fact.url}" if fact.url else "") for fact in card.facts]
            sources = [f"{source.outlet}: {source.url or source.title}" for source in card.sources]
            lines = [card.label, *(f"Changed: {change}" for change in card.changes), *facts, *sources, card.footer]
            return f"{MARK[card.severity]} {card.title}", "\n".join(lines)[:_LONGEST]
        case SummaryMessage():
            cards = [to_card(alert, ()) for alert in message.alerts]
            return f"{len(cards)} alerts held back", "\n".join(card.title for card in cards)[:_LONGEST]
        case OpsMessage():
            return f"{message.state}: {one_line(message.subject, 'headline')}", one_line(message.text, "summary")
