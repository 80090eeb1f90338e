"""What is not sent at once although it is owed: muted, quiet hours, digests. Pure; rate caps need the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.alerts.mute import Mute, find_mute
from monitor.alerts.quiet import quiet_until
from monitor.alerts.route import Reason, pierces
from monitor.config.schema import EmailSink, SinkBase
from monitor.domain.alert import Alert


@dataclass(frozen=True, slots=True)
class Hold:
    """Not now: MUTED never comes; QUIET_HOURS and DIGEST come in the sink's summary at `until`."""

    reason: Reason
    until: datetime


def find_hold(alert: Alert, sink: SinkBase, mutes: Sequence[Mute], now: datetime) -> Hold | None:
    """Why `alert` is not sent to `sink` now; None where it is."""
    if mute := find_mute(alert, mutes, now):
        return Hold(Reason.MUTED, mute.until)
    if pierces(alert):
        return None
    if sink.quiet_hours and (until := quiet_until(sink.quiet_hours, now)):
        return Hold(Reason.QUIET_HOURS, until)
    if isinstance(sink, EmailSink) and sink.digest:
        return Hold(Reason.DIGEST, next_digest(sink.digest, now))
    return None


def next_digest(every: timedelta, now: datetime) -> datetime:
    """The next full multiple of `every` since midnight UTC of 1 January 1970: hours are full hours, days midnights."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + ((now - epoch) // every + 1) * every
