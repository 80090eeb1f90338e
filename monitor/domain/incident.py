"""An incident: one attack (or one escalation) as all its reports together tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.detection import Escalation, Event
from monitor.domain.report import Fingerprint
from monitor.domain.taxonomy import Basis, Certainty, EscalationKind, EventType, Severity, Stage


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    ACTIVE = "active"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class IncidentKind(StrEnum):
    """What an incident is."""

    ATTACK = "attack"
    ESCALATION = "escalation"
    """Words or acts that raise the danger, without an attack."""
    FOLLOW_UP = "follow_up"
    """Sequels (a trial, a burial) of an attack that was never reported here; recorded, never alerted."""


class Verdict(StrEnum):
    """What the person on duty said of an incident."""

    FALSE_ALARM = "false-alarm"
    CONFIRMED = "confirmed"


class Bearing(StrEnum):
    """What a report is to an incident."""

    NEWS = "news"
    """It reports the attack as its news."""
    FOLLOW_UP = "follow_up"
    """It speaks of the attack, but its news is another: it joins, and neither opens nor bridges incidents."""
    ESCALATION = "escalation"
    """It reports words or acts that raise the danger, and no attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """One article's contribution to an incident: who, when, and what it said."""

    key: str
    """The article's id; `{id}#{n}` for its second and further events, which are other incidents."""
    article_id: str
    report_id: str
    bearing: Bearing
    outlet: str
    owner: str
    official: bool = False
    weight: float = 1.0
    url: str | None = None
    title: str = ""
    published: datetime | None = None
    received: datetime
    credit: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    duplicate_of: str | None = None
    backlog: bool = False
    score: float = 0.0
    severity: Severity = Severity.INFO
    event: Event | None = None
    """What it says of this attack; None for an escalation alone, and where it only speaks of the attack."""
    escalation: tuple[Escalation, ...] = ()
    why: tuple[str, ...] = ()
    fingerprint: Fingerprint
    retracted: bool = False

    @property
    def when(self) -> datetime:
        """When it was published, or received where it does not say (or says a time that had not come yet)."""
        return min(self.published, self.received) if self.published else self.received

    @property
    def order(self) -> tuple[datetime, str]:
        """The canonical order of reports, whatever the order of their arrival."""
        return (self.when, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One step in an incident's life, for `monitor incidents ID`."""

    at: datetime
    what: str
    """opened | joined | left | revised | alerted | merged | split | acked | verdict | withdrawn."""
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
    killed: int | None = None
    """Highest lower end over the sources; None where no source says."""
    injured: int | None = None
    abducted: int | None = None
    missing: int | None = None
    type: EventType | None = None
    stage: Stage | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    precise: bool = False
    """Whether a city or a site was named."""
    country: str | None = None
    actor: str | None = None
    basis: Basis = Basis.UNKNOWN
    escalation: tuple[EscalationKind, ...] = ()
    merged: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()
    """Outlets whose retraction has been told."""
    corrected: tuple[str, ...] = ()
    """Keys of the reports whose correction has been told."""
    withdrawn: bool = False
    """Whether the last alert took everything back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident with all its reports in canonical order, its history, and what was last told of it."""

    id: str
    kind: IncidentKind
    opened_at: datetime
    updated_at: datetime
    status: IncidentStatus = IncidentStatus.ACTIVE
    reports: tuple[SourceReport, ...] = ()
    revision: int = 0
    """Of the last alert; 0 where none was published."""
    standing: Standing | None = None
    silent: str | None = None
    """Why it never alerts: a `monitor.alerts.policy.Reason` value."""
    due: datetime | None = None
    """When a change that waits for the cool-down is to be told."""
    told: tuple[str, ...] = ()
    """Sinks that got one of its alerts."""
    supersedes: tuple[str, ...] = ()
    merged_into: str | None = None
    verdict: Verdict | None = None
    acked_at: datetime | None = None
    related: tuple[Relation, ...] = ()
    history: tuple[HistoryItem, ...] = ()

    @property
    def alert_id(self) -> str:
        """Id of the next alert."""
        return f"{self.id}.{self.revision + 1}"
