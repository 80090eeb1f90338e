"""Webhooks: the alert's JSON as published, signed after Standard Webhooks 1.0 where the sink has a secret."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from monitor.alerts.channels.http import Poster, judge_status
from monitor.alerts.channels.signature import sign, to_key
from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage
from monitor.alerts.outcome import Cause, Outcome, permanent
from monitor.clock import Clock
from monitor.config.schema import WebhookSink
from monitor.errors import DeliveryError
from monitor.observability.redaction import MASK

_HEADER = "webhook-"


class WebhookChannel:
    """Posts to one receiver. 3xx is a failure, 410 ends it, private addresses are refused unless allowed."""

    pace = timedelta(0)

    def __init__(self, sink: WebhookSink, clock: Clock) -> None:
        self._sink = sink
        self._clock = clock
        self._keys = _keys(sink)
        self._poster: Poster | None = None

    async def send(self, message: Message) -> Outcome:
        """Posts the message; the id is the same at every attempt, timestamp and signature are fresh."""
        body = to_body(message)
        try:
            headers = {**self._headers(message, body), **self._own_headers()}
        except UnicodeError:
            return permanent(Cause.REJECTED, "a header of the sink cannot be sent")
        return await self._open().post(self._sink.url.get_secret_value(), body, headers, judge_status)

    def preview(self, message: Message) -> bytes:
        """Headers and body; secret headers and the path of the URL are masked."""
        body = to_body(message)
        headers = {**self._headers(message, body), **dict.fromkeys(self._own_headers(), MASK)}
        lines = ["POST ***", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode() + body

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._poster is not None:
            await self._poster.aclose()

    def _open(self) -> Poster:
        if self._poster is None:
            self._poster = Poster(
                timeout=self._sink.timeout,
                guarded=not self._sink.allow_private_networks,
                connections=self._sink.concurrency,
            )
        return self._poster

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        timestamp = int(self._clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            f"{_HEADER}id": message.key,
            f"{_HEADER}timestamp": str(timestamp),
            "monitor-event": event_name(message),
        }
        if self._keys:
            headers[f"{_HEADER}signature"] = sign(self._keys, message.key, timestamp, body)
        return headers

    def _own_headers(self) -> dict[str, str]:
        return {name: value.get_secret_value() for name, value in self._sink.headers.items()}


def _keys(sink: WebhookSink) -> tuple[bytes, ...]:
    secrets = ((sink.secret,) if sink.secret else ()) + sink.secrets
    try:
        return tuple(to_key(secret.get_secret_value()) for secret in secrets)
    except ValueError as error:
        raise DeliveryError(f"sink {sink.name}: {error}", subject=sink.name, reason="config") from error


def event_name(message: Message) -> str:
    """What the body is, for receivers that get more than alerts."""
    match message:
        case AlertMessage():
            return "alert"
        case SummaryMessage():
            return "summary"
        case OpsMessage():
            return "ops"


def to_body(message: Message) -> bytes:
    """The alert byte for byte; the operator message likewise; a summary as `{"summary", "at", "alerts": [...]}`."""
    if isinstance(message, SummaryMessage):
        alerts = [msgspec.Raw(body) for body in message.bodies]
        return msgspec.json.encode({"summary": message.delivery_id, "at": message.at, "alerts": alerts})
    return message.body
