"""An alert as published: docs/reference/alert.md and `monitor schema alert`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.detection import Escalation, Evidence, Group, Perpetrator, Place, Range
from monitor.domain.incident import IncidentStatus, Relation
from monitor.domain.taxonomy import (
    Acled,
    Certainty,
    DatePrecision,
    EventType,
    Plover,
    Role,
    Severity,
    Stage,
)


class AlertKind(StrEnum):
    """Why an alert goes out."""

    NEW = "new"
    UPDATE = "update"
    ESCALATION = "escalation"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFigure:
    """A figure reconciled over the sources, with the outlets that gave it."""

    min: int | None
    max: int | None
    text: str
    stated_none: bool = False
    attributed_to: str | None = None
    groups: tuple[Group, ...] = ()
    outlets: tuple[str, ...] = ()
    latest: int | None = None
    """The lower end that the most recent source gives."""
    conservative: int | None = None
    """The lowest lower end that any current source gives."""
    told: int | None = None
    """The highest lower end that any current source gives: what the headline says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """The attack, reconciled over the sources; the fields are those of `monitor.domain.detection.Event`."""

    role: Role
    stage: Stage
    type: EventType
    acled: Acled
    plover: Plover
    date: str | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_text: str | None = None
    place: Place | None = None
    places: tuple[Place, ...] = ()
    weapon: str | None = None
    weapon_count: Range | None = None
    target: str | None = None
    target_kind: str | None = None
    killed: AlertFigure | None = None
    injured: AlertFigure | None = None
    abducted: AlertFigure | None = None
    missing: AlertFigure | None = None
    perpetrator: Perpetrator = Perpetrator()
    sources: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSource:
    """One article behind an alert; `duplicate_of` is the article that it copies."""

    outlet: str
    url: str | None
    title: str
    published: datetime | None
    duplicate_of: str | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One revision of what is known of an incident. The store adds `stream_id` and `prev` as it publishes."""

    id: str
    incident_id: str
    revision: int
    status: IncidentStatus
    kind: AlertKind
    published_at: datetime
    severity: Severity
    certainty: Certainty
    headline: str
    summary: str
    supersedes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    event: AlertEvent | None = None
    escalation: tuple[Escalation, ...] = ()
    sources: tuple[AlertSource, ...] = ()
    outlets: int = 0
    independent_sources: int = 0
    watchlists: tuple[str, ...] = ()
    related: tuple[Relation, ...] = ()
    why: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Tags of the feeds that reported it."""
    actors: tuple[str, ...] = ()
    """Named parties: perpetrators, escalation actors and targets."""
    test: bool = False
    stream_id: str | None = None
    prev: dict[str, str | None] | None = None
    """For every channel, the stream id of the alert before this one on it."""
