"""An incident: one attack (or one escalation) as all its reports together tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.detection import Detection
from monitor.domain.report import Fingerprint
from monitor.domain.taxonomy import Certainty, Severity


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    ACTIVE = "active"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the person on duty said of an incident."""

    FALSE_ALARM = "false-alarm"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """One article's contribution to an incident: who, when, and what it said."""

    article_id: str
    report_id: str
    outlet: str
    owner: str
    official: bool
    weight: float
    url: str | None
    title: str
    published: datetime | None
    received: datetime
    credit: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    duplicate_of: str | None = None
    detection: Detection
    fingerprint: Fingerprint
    event_index: int | None = None
    """Which of the detection's events is this incident; None for an escalation alone."""
    retracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One step in an incident's life, for `monitor incidents ID`."""

    at: datetime
    what: str
    """opened | joined | alerted | merged | split | acked | verdict | withdrawn."""
    text: str
    article_id: str | None = None
    alert_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A tie to another incident: series | retaliation | same_place."""

    incident_id: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an incident's last alert said, so that the next says only what is new."""

    revision: int
    severity: Severity
    certainty: Certainty
    published_at: datetime
