"""Slack by an incoming webhook: Block Kit, one message a second, its error words understood."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from monitor.alerts.channels.http import Answer, Poster, judge_status, show
from monitor.alerts.channels.slack_blocks import to_payload
from monitor.alerts.message import Message
from monitor.alerts.outcome import Cause, Outcome, permanent
from monitor.clock import Clock
from monitor.config.schema import SlackSink

_MALFORMED = ("invalid_blocks", "invalid_attachments", "msg_blocks_too_long", "invalid_payload")
"""Slack does not like what it got; the plain text alone may still pass."""


class SlackChannel:
    """Posts to one incoming webhook. Its address is not guarded: the configuration names it, not a stranger."""

    pace = timedelta(seconds=1)

    def __init__(self, sink: SlackSink, clock: Clock) -> None:  # noqa: ARG002 - the interface
        self._sink = sink
        self._poster: Poster | None = None

    async def send(self, message: Message) -> Outcome:
        """Posts the message. Where Slack refuses its blocks, the plain text goes alone: a person must be told."""
        payload = to_payload(message)
        outcome = await self._post(payload)
        if outcome.cause is Cause.REJECTED and any(word in outcome.detail for word in _MALFORMED):
            plain = await self._post({key: value for key, value in payload.items() if key != "blocks"})
            return plain if plain.cause is Cause.OK else outcome
        return outcome

    def preview(self, message: Message) -> bytes:
        """The JSON that is posted."""
        return msgspec.json.format(msgspec.json.encode(to_payload(message)))

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._poster is not None:
            await self._poster.aclose()

    async def _post(self, payload: dict[str, object]) -> Outcome:
        if self._poster is None:
            self._poster = Poster(timeout=self._sink.timeout, guarded=False, connections=self._sink.concurrency)
        body = msgspec.json.encode(payload)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return await self._poster.post(self._sink.webhook_url.get_secret_value(), body, headers, judge_slack)


def judge_slack(answer: Answer) -> Outcome:
    """Slack says `ok` with 200; some gateways answer 200 to anything, so the word counts where there is an error."""
    if answer.status == 200 and answer.text.strip() in _MALFORMED:
        return permanent(Cause.REJECTED, f"HTTP 200: {show(answer.text)}")
    return judge_status(answer)
