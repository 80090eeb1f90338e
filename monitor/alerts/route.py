"""Who gets an alert, and why: one decision for each sink, with its reason. Pure.

What depends on the moment of sending (quiet hours, digests, rate caps, mutes set meanwhile) is decided again by the
deliverer; `route` says of it what holds now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.alerts.mute import Mute, find_mute
from monitor.alerts.quiet import quiet_until
from monitor.alerts.watch import matching_watchlists
from monitor.config.schema import Config, EmailSink, SinkBase
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.taxonomy import Severity

__all__ = ["Reason", "RouteDecision", "matching_watchlists", "pierces", "route"]


class Reason(StrEnum):
    """Why a sink gets an alert, or does not: label of the log line, and word of `monitor route`."""

    MATCHED = "matched"
    FOLLOWED = "followed"
    """It got the incident before, and hears on of it although the watchlists no longer match."""
    CORRECTION = "correction"
    """It got the incident, so it gets the correction, whatever its filters and hours."""
    TEST = "test"
    QUIET_HOURS = "quiet_hours"
    """Owed, and told in a summary when the quiet hours end."""
    DIGEST = "digest"
    """Owed, and told in the next digest."""
    RATE_CAP = "rate_cap"
    """Owed, and told in a summary when the sink's cap allows; decided when it is sent."""
    DISABLED = "disabled"
    NOT_TOLD = "not_told"
    """A correction of what this sink never heard."""
    WATCHLISTS = "watchlists"
    KIND = "kind"
    SEVERITY = "severity"
    CERTAINTY = "certainty"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class RouteDecision:
    """Whether one sink gets an alert. `until` is when it is told, or how long a mute lasts; None for now or never."""

    sink: str
    send: bool
    reason: Reason
    until: datetime | None = None
    detail: str = ""


def route(
    alert: Alert, config: Config, *, told: frozenset[str], now: datetime, mutes: Sequence[Mute] = ()
) -> tuple[RouteDecision, ...]:
    """One decision for each configured sink, in the order of the configuration.

    `told` names the sinks that got an alert of this incident before. An update counts as new for a sink that was not
    told: an incident that grows past its `min_severity` must not slip by because `kinds` has no `update`. Watchlists
    are matched again here, whatever `alert.watchlists` says.
    """
    watched = frozenset(matching_watchlists(alert, config.watchlists))
    mute = find_mute(alert, mutes, now)
    return tuple(_decide(alert, sink, watched, told=sink.name in told, mute=mute, now=now) for sink in config.sinks)


def _decide(
    alert: Alert, sink: SinkBase, watched: frozenset[str], *, told: bool, mute: Mute | None, now: datetime
) -> RouteDecision:
    if not sink.enabled:
        return RouteDecision(sink.name, False, Reason.DISABLED)
    if alert.test:
        return RouteDecision(sink.name, True, Reason.TEST)
    if alert.kind is AlertKind.CORRECTION:
        return RouteDecision(sink.name, told, Reason.CORRECTION if told else Reason.NOT_TOLD)
    if refused := _refusal(alert, sink, watched, told=told):
        return RouteDecision(sink.name, False, refused[0], detail=refused[1])
    if mute is not None:
        return RouteDecision(sink.name, False, Reason.MUTED, until=mute.until, detail=mute.reason)
    return _when(alert, sink, watched, now)


def _refusal(alert: Alert, sink: SinkBase, watched: frozenset[str], *, told: bool) -> tuple[Reason, str] | None:
    """The first filter of the sink that the alert does not pass, and what it asks for."""
    kinds = {alert.kind, AlertKind.NEW} if alert.kind is AlertKind.UPDATE and not told else {alert.kind}
    if sink.watchlists and watched.isdisjoint(sink.watchlists) and not told:
        return Reason.WATCHLISTS, f"wants {', '.join(sink.watchlists)}"
    if sink.kinds and kinds.isdisjoint(sink.kinds):
        return Reason.KIND, f"wants {', '.join(sink.kinds)}"
    if alert.severity.rank < sink.min_severity.rank:
        return Reason.SEVERITY, f"wants {sink.min_severity} and above"
    if alert.certainty.rank < sink.min_certainty.rank:
        return Reason.CERTAINTY, f"wants {sink.min_certainty} and above"
    return None


def _when(alert: Alert, sink: SinkBase, watched: frozenset[str], now: datetime) -> RouteDecision:
    lists = tuple(name for name in sink.watchlists if name in watched)
    if not pierces(alert):
        if sink.quiet_hours and (until := quiet_until(sink.quiet_hours, now)):
            return RouteDecision(sink.name, True, Reason.QUIET_HOURS, until=until)
        if isinstance(sink, EmailSink) and sink.digest:
            return RouteDecision(sink.name, True, Reason.DIGEST)
    followed = bool(sink.watchlists) and not lists
    return RouteDecision(sink.name, True, Reason.FOLLOWED if followed else Reason.MATCHED, detail=", ".join(lists))


def pierces(alert: Alert) -> bool:
    """True for what neither quiet hours nor caps nor digests hold back: critical alerts, corrections, tests."""
    return alert.severity is Severity.CRITICAL or alert.kind is AlertKind.CORRECTION or alert.test
