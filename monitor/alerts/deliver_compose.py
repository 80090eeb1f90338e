"""From a claimed delivery to the message that a channel sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage
from monitor.domain.alert import Alert
from monitor.storage.codec import from_json
from monitor.storage.deliveries import Claimed, Outbox

SUMMARY, OPS = "summary", "ops"
_MOST_IN_SUMMARY = 200


class _Ops(msgspec.Struct, frozen=True):
    """An operator message as published."""

    kind: str
    subject: str
    state: str
    text: str
    at: datetime


async def compose(claimed: Claimed, sink: str, outbox: Outbox, now: datetime) -> Message | None:
    """The message of `claimed`; None where what it tells of is no longer in the store, or cannot be read."""
    try:
        if claimed.kind == OPS:
            return _ops(claimed, sink)
        if claimed.kind == SUMMARY:
            return await _summary(claimed, sink, outbox, now)
        return await _alert(claimed, sink, outbox)
    except msgspec.MsgspecError:
        return None


async def _alert(claimed: Claimed, sink: str, outbox: Outbox) -> AlertMessage:
    missed = _decode(await outbox.read_alerts(claimed.missed))
    changes = (change for alert in sorted(missed, key=lambda alert: alert.revision) for change in alert.changes)
    return AlertMessage(
        delivery_id=claimed.id,
        sink=sink,
        progress=claimed.progress,
        alert=from_json(claimed.body, Alert),
        body=claimed.body,
        missed=tuple(changes),
    )


async def _summary(claimed: Claimed, sink: str, outbox: Outbox, now: datetime) -> SummaryMessage | None:
    ids = msgspec.json.decode(claimed.body, type=list[str])
    bodies = await outbox.read_alerts(ids)
    pairs = sorted(zip(_decode(bodies), bodies, strict=True), key=lambda pair: _weight(pair[0]))[:_MOST_IN_SUMMARY]
    if not pairs:
        return None
    return SummaryMessage(
        delivery_id=claimed.id,
        sink=sink,
        progress=claimed.progress,
        alerts=tuple(alert for alert, _ in pairs),
        bodies=tuple(body for _, body in pairs),
        at=now,
    )


def _weight(alert: Alert) -> tuple[int, datetime]:
    return -alert.severity.rank, alert.published_at


def _ops(claimed: Claimed, sink: str) -> OpsMessage:
    told = msgspec.json.decode(claimed.body, type=_Ops)
    return OpsMessage(
        delivery_id=claimed.id,
        sink=sink,
        progress=claimed.progress,
        kind=told.kind,
        subject=told.subject,
        state=told.state,
        text=told.text,
        at=told.at,
        body=claimed.body,
    )


def _decode(bodies: Sequence[bytes]) -> list[Alert]:
    return [from_json(body, Alert) for body in bodies]
