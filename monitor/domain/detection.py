"""What detection finds in one document: events with sourced figures, escalation, and what it turned down.

Shapes are those of `monitor detect` (docs/reference): None means that the text says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.taxonomy import (
    Acled,
    Basis,
    DatePrecision,
    EscalationKind,
    EventType,
    PlacePrecision,
    Plover,
    Role,
    Severity,
    Stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that a finding rests on: code points [start, end) into title + blank line + body."""

    field: str
    """What the words support: trigger, killed, injured, place, date, weapon, target, perpetrator …"""
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A count as the text gives it; None leaves an end open."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Part of a count: who, and how many."""

    who: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many were killed, injured, abducted or missing, in the text's words and by whose account."""

    min: int | None
    max: int | None
    text: str
    stated_none: bool = False
    attributed_to: str | None = None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where, no finer than the text says. `text` is the text's words, `name` the gazetteer's."""

    text: str
    name: str
    admin1: str | None = None
    country: str | None = None
    country_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = PlacePrecision.UNKNOWN
    geonames_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Perpetrator:
    """Who did it, on what ground, and by whose word."""

    name: str | None = None
    basis: Basis = Basis.UNKNOWN
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One attack that the text reports, recalls, threatens or denies."""

    role: Role
    stage: Stage
    type: EventType
    acled: Acled
    plover: Plover
    date: str | None = None
    """ISO 8601 cut at its precision, local to the place: 2019-12, 2020-03-17, 2020-03-17T22:40+03:00."""
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_text: str | None = None
    place: Place | None = None
    places: tuple[Place, ...] = ()
    """All places of an operation that hit several, `place` among them; empty where it hit one."""
    weapon: str | None = None
    weapon_count: Range | None = None
    target: str | None = None
    target_kind: str | None = None
    killed: Figure | None = None
    injured: Figure | None = None
    abducted: Figure | None = None
    missing: Figure | None = None
    perpetrator: Perpetrator = Perpetrator()
    sources: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """A word or act that raises the danger, with its span in title + blank line + body."""

    kind: EscalationKind
    actor: str | None = None
    target: str | None = None
    plover: Plover | None = None
    text: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """What looked like an attack and is not; `reason` is a `RejectReason` value."""

    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """All that one document says of attacks. `attack` is `score >= threshold`."""

    id: str
    language: str
    attack: bool = False
    score: float = 0.0
    severity: Severity = Severity.INFO
    events: tuple[Event, ...] = ()
    """The news first, then background."""
    escalation: tuple[Escalation, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    why: tuple[str, ...] = ()
    """The score in words: the strongest reasons for and against."""
    rules: str = ""
    """Version of the rules, lexicons and weights that decided."""
    unsupported_language: bool = False
    truncated: bool = False
    """The document is longer than detection reads; what stands further back was not looked at."""

    @property
    def news(self) -> tuple[Event, ...]:
        """The events that are the document's news."""
        return tuple(event for event in self.events if event.role is Role.NEWS)
