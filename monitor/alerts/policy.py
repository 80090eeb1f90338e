"""Whether an incident alerts now, as what, and why: a pure decision with a closed set of reasons.

`new` once; after that only for what changes the picture for a person on duty: a toll that rises by much, certainty,
severity, type, place, a claim, the stage; `escalation` where strong words or acts are new; `correction` where what was
told is withdrawn. What is old, found in a backlog, or told again never alerts. docs/incidents.md has the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from monitor.alerts.changes import Change, corrections, material
from monitor.domain.alert import AlertKind
from monitor.domain.incident import Bearing, Incident, IncidentKind, IncidentStatus, SourceReport, Standing
from monitor.domain.report import Cue
from monitor.domain.taxonomy import HAPPENED, Certainty, DatePrecision, EscalationKind, Severity
from monitor.incidents.reconcile import Picture

ESCALATION_FROM = Severity.MODERATE
"""An escalation without an attack alerts from this severity; weaker ones are recorded."""
SPAN = {DatePrecision.WEEK: 7, DatePrecision.MONTH: 31, DatePrecision.YEAR: 366}
"""Days that a date of lower precision leaves open: it is as young as its last day."""

STRONG = frozenset(
    {
        EscalationKind.RETALIATION_THREAT,
        EscalationKind.ULTIMATUM,
        EscalationKind.WAR_DECLARATION,
        EscalationKind.BRINK_OF_WAR,
        EscalationKind.MOBILISATION,
        EscalationKind.CROSS_BORDER_STRIKE,
        EscalationKind.CEASEFIRE_COLLAPSE,
        EscalationKind.AIRSPACE_CLOSURE,
        EscalationKind.NUCLEAR_RHETORIC,
        EscalationKind.DIPLOMATIC_RUPTURE,
    }
)
"""Kinds that alert by one report, and when they come to an attack already told. The others (troops moved, an
evacuation, a warning) are told of daily: they alert from high severity, or once two independent sources have them."""


class Reason(StrEnum):
    """Why an alert goes out, or why none does: the label of the log line and of the counter."""

    FIRST_REPORT = "first_report"
    MATERIAL_CHANGE = "material_change"
    ESCALATION = "escalation"
    TOLD_AGAIN = "told_again"
    FACT_WITHDRAWN = "fact_withdrawn"
    STORY_WITHDRAWN = "story_withdrawn"
    FALSE_ALARM = "false_alarm"
    NOTHING_NEW = "nothing_new"
    COOLDOWN = "cooldown"
    TOO_OLD = "too_old"
    BACKLOG = "backlog"
    RETROSPECT = "retrospect"
    FOLLOW_UP = "follow_up"
    WEAK_ESCALATION = "weak_escalation"
    NO_ATTACK = "no_attack"
    LIKE_TOLD = "like_told"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy's settings."""

    max_event_age: timedelta
    cooldown: timedelta


@dataclass(frozen=True, slots=True)
class Speak:
    """An alert goes out."""

    kind: AlertKind
    reason: Reason
    changes: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Hush:
    """No alert goes out now."""

    reason: Reason
    due: datetime | None = None
    """When to decide again, where only the cool-down keeps it back."""


def decide(
    incident: Incident, picture: Picture, now: datetime, rules: Rules, *, alike: str | None = None
) -> Speak | Hush:
    """What to say of an incident now. `incident.standing` is what was last told or silently taken note of.

    `alike` is an incident told before that this one, never told, is probably the same as.
    """
    if incident.status is not IncidentStatus.ACTIVE:
        return Hush(Reason.CLOSED)
    if incident.kind is IncidentKind.FOLLOW_UP:
        return Hush(Reason.FOLLOW_UP)
    step = _decide_first if incident.standing is None else _decide_next
    said = step(incident, picture, now, rules)
    if alike and isinstance(said, Speak) and said.kind is AlertKind.NEW:
        return Hush(Reason.LIKE_TOLD)
    return said


def _decide_first(incident: Incident, picture: Picture, now: datetime, rules: Rules) -> Speak | Hush:
    if stale := _stale(incident, picture, now, rules):
        return Hush(stale)
    if incident.kind is IncidentKind.ESCALATION:
        if not _is_strong(picture):
            return Hush(Reason.WEAK_ESCALATION)
        return Speak(AlertKind.ESCALATION, Reason.ESCALATION)
    if picture.event is None or picture.event.stage not in HAPPENED:
        return Hush(Reason.NO_ATTACK)
    return Speak(AlertKind.NEW, Reason.FIRST_REPORT)


def _decide_next(incident: Incident, picture: Picture, now: datetime, rules: Rules) -> Speak | Hush:
    standing = incident.standing
    assert standing is not None
    if incident.revision and (taken_back := _correction(incident, standing, picture)):
        return taken_back
    if stale := _stale(incident, picture, now, rules):
        return Hush(stale)
    if standing.withdrawn:
        return _decide_again(incident, picture)
    found = material(standing, picture, incident.supersedes)
    if not found:
        return _decide_escalation(incident, picture)
    if incident.kind is IncidentKind.ESCALATION and not _is_strong(picture):
        return Hush(Reason.WEAK_ESCALATION)
    return _decide_change(incident, found, standing.published_at + rules.cooldown, now)


def _decide_again(incident: Incident, picture: Picture) -> Speak | Hush:
    """What was withdrawn is reported after all: those who got the withdrawal must hear of it at once."""
    by = list(dict.fromkeys(outlet for origin in picture.origins for outlet in origin.outlets))
    changes = (f"reported again, by {', '.join(by[:3])}",) if by else ("reported again",)
    if incident.kind is IncidentKind.ESCALATION:
        strong = _is_strong(picture)
        return Speak(AlertKind.ESCALATION, Reason.TOLD_AGAIN, changes) if strong else Hush(Reason.WEAK_ESCALATION)
    if picture.event is None or picture.event.stage not in HAPPENED:
        return Hush(Reason.NO_ATTACK)
    return Speak(AlertKind.UPDATE, Reason.TOLD_AGAIN, changes)


def _correction(incident: Incident, standing: Standing, picture: Picture) -> Speak | None:
    if withdrawn := _withdrawal(incident, picture):
        return withdrawn
    fixed = corrections(standing, picture)
    if not fixed:
        return None
    return Speak(AlertKind.CORRECTION, Reason.FACT_WITHDRAWN, tuple(change.text for change in fixed))


def _decide_change(incident: Incident, found: list[Change], free: datetime, now: datetime) -> Speak | Hush:
    escalation = incident.kind is IncidentKind.ESCALATION
    if not incident.revision:
        return Speak(AlertKind.ESCALATION if escalation else AlertKind.NEW, Reason.FIRST_REPORT)
    if now < free and not any(change.urgent for change in found):
        return Hush(Reason.COOLDOWN, due=free)
    kind = AlertKind.ESCALATION if escalation else AlertKind.UPDATE
    return Speak(kind, Reason.MATERIAL_CHANGE, tuple(change.text for change in found))


def _decide_escalation(incident: Incident, picture: Picture) -> Speak | Hush:
    standing = incident.standing
    assert standing is not None
    fresh = [e.kind for e in picture.escalation if e.kind in STRONG and e.kind not in standing.escalation]
    if not fresh or not incident.revision:
        return Hush(Reason.NOTHING_NEW)
    changes = tuple(f"escalation: {kind.value.replace('_', ' ')}" for kind in dict.fromkeys(fresh))
    return Speak(AlertKind.ESCALATION, Reason.ESCALATION, changes)


def _withdrawal(incident: Incident, picture: Picture) -> Speak | None:
    """A correction where outlets took their reports back since the last alert."""
    assert incident.standing is not None
    fresh = [outlet for outlet in picture.retracted if outlet not in incident.standing.retracted]
    if not fresh:
        return None
    changes = tuple(f"{outlet} withdrew its report" for outlet in fresh)
    standing_reports = [r for r in incident.reports if r.bearing is not Bearing.FOLLOW_UP and not r.retracted]
    if standing_reports:
        return Speak(AlertKind.CORRECTION, Reason.FACT_WITHDRAWN, changes)
    return Speak(AlertKind.CORRECTION, Reason.STORY_WITHDRAWN, changes, withdrawn=True)


def _is_strong(picture: Picture) -> bool:
    if picture.severity.rank < ESCALATION_FROM.rank or not picture.escalation:
        return False
    weighty = picture.severity.rank > ESCALATION_FROM.rank or picture.certainty is not Certainty.UNCONFIRMED
    return weighty or any(item.kind in STRONG for item in picture.escalation)


def _stale(incident: Incident, picture: Picture, now: datetime, rules: Rules) -> Reason | None:
    """Why an incident is no news: found in a backlog, looking back, or too old."""
    telling = [r for r in incident.reports if r.bearing is not Bearing.FOLLOW_UP]
    if all(report.backlog for report in telling):
        return Reason.BACKLOG
    if all(Cue.RETROSPECT in report.fingerprint.cues for report in telling):
        return Reason.RETROSPECT
    return Reason.TOO_OLD if now - _last_moment(telling, picture) > rules.max_event_age else None


def _last_moment(telling: list[SourceReport], picture: Picture) -> datetime:
    """The latest moment at which the event can have been: the end of its day where a date is known."""
    published = max(report.when for report in telling)
    event = picture.event
    if event is None or not event.date:
        return published
    day = _last_day(event.date, event.date_precision)
    # The day ends last twelve hours west of Greenwich; a report cannot be older than what it tells.
    return min(published, datetime.combine(day, time(12), UTC) + timedelta(days=1)) if day else published


def _last_day(text: str, precision: DatePrecision) -> date | None:
    parts = text[:10].split("-")
    if "W" in text or not all(part.isdigit() for part in parts):
        return None
    first = date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1)
    return first + timedelta(days=SPAN.get(precision, 0))


