"""An alert made ready to go out: put together, named to its channels, encoded once. Pure; the commit sends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from monitor.alerts.policy import Speak
from monitor.alerts.render import headline, summary
from monitor.alerts.watch import countries_of
from monitor.domain.alert import Alert, AlertKind, AlertSource
from monitor.domain.incident import Bearing, Incident, IncidentStatus
from monitor.incidents.reconcile import Picture

WatchlistsOf = Callable[[Alert], tuple[str, ...]]
"""Names of the watchlists that an alert matches (`monitor.alerts.route`)."""

Route = Callable[[Alert, frozenset[str]], tuple[str, ...]]
"""Names of the sinks that get an alert, given those that already got one of its incident."""

_TAIL = b',"stream_id":null,"prev":null}'


@dataclass(frozen=True, slots=True)
class Published:
    """An alert with what its publication takes."""

    alert: Alert
    head: bytes
    """Its JSON up to `stream_id` and `prev`, which the store adds as it publishes: bytes are never re-encoded."""
    channels: tuple[str, ...]
    """Channel names without the store's prefix."""
    sinks: tuple[str, ...]
    """Names of the sinks that it is owed to."""


def compose(
    incident: Incident,
    picture: Picture,
    said: Speak,
    *,
    now: datetime,
    ties: Sequence[str] = (),
    note: str | None = None,
) -> Alert:
    """The alert that tells `picture` of `incident` because of `said`; `ties` are sentences on related incidents.

    Watchlists are not matched yet. `note` is what the person on duty gave as the reason of a withdrawal.
    """
    withdrawn = (note or "; ".join(said.changes) or "it proved wrong") if said.withdrawn else None
    status = IncidentStatus.WITHDRAWN if said.withdrawn else IncidentStatus.ACTIVE
    reports = [r for r in incident.reports if r.bearing is not Bearing.FOLLOW_UP] or list(incident.reports)
    return Alert(
        id=incident.alert_id,
        incident_id=incident.id,
        revision=incident.revision + 1,
        status=status,
        kind=said.kind,
        published_at=now,
        severity=picture.severity,
        certainty=picture.certainty,
        headline=headline(picture, said.kind, withdrawn=said.withdrawn),
        summary=summary(picture, said.changes, ties, withdrawn=withdrawn),
        supersedes=incident.supersedes,
        changes=said.changes,
        event=picture.event,
        escalation=picture.escalation,
        sources=tuple(
            AlertSource(
                outlet=report.outlet,
                url=report.url,
                title=report.title,
                published=report.published,
                duplicate_of=report.duplicate_of,
                article_id=report.article_id,
            )
            for report in reports
        ),
        outlets=len({report.outlet for report in reports}),
        independent_sources=len(picture.origins),
        related=incident.related,
        why=_why(incident, said),
        tags=tuple(dict.fromkeys(tag for report in reports for tag in report.tags)),
        actors=_actors(picture),
    )


def _why(incident: Incident, said: Speak) -> tuple[str, ...]:
    lead = max(incident.reports, key=lambda r: (r.score, r.key))
    return (said.reason.value.replace("_", " "), *lead.why[:5])


def _actors(picture: Picture) -> tuple[str, ...]:
    named = [picture.event.perpetrator.name] if picture.event else []
    for item in picture.escalation:
        named += [item.actor, item.target]
    return tuple(dict.fromkeys(name for name in named if name))


def address(alert: Alert, watchlists_of: WatchlistsOf, route: Route, told: frozenset[str]) -> Published:
    """Matches watchlists, names channels and sinks, and encodes the alert."""
    alert = replace(alert, watchlists=watchlists_of(alert))
    return Published(alert, encode_head(alert), channels(alert), route(alert, told))


def encode_head(alert: Alert) -> bytes:
    """The alert's JSON without its last two members, open at the end."""
    data = msgspec.json.encode(replace(alert, stream_id=None, prev=None))
    assert data.endswith(_TAIL)
    return data[: -len(_TAIL)]


def channels(alert: Alert) -> tuple[str, ...]:
    """Where an alert is published: all, by severity, type, country and watchlist, and escalation."""
    event = alert.event
    names = ["alerts", f"alerts:severity:{alert.severity.value}"]
    if event is not None:
        names.append(f"alerts:type:{event.type.value}")
    names += [f"alerts:country:{code}" for code in sorted(countries_of(alert))]
    names += [f"alerts:watch:{name}" for name in alert.watchlists]
    if alert.kind is AlertKind.ESCALATION or (event is None and alert.escalation):
        names.append("alerts:escalation")
    return tuple(dict.fromkeys(names))

