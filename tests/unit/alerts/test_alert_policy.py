"""Whether an incident alerts: one table of situations, each with its answer and reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from reportmaking import NOON, event, minutes, report

from monitor.alerts.changes import standing_of
from monitor.alerts.policy import Hush, Reason, Rules, Speak, decide
from monitor.domain.alert import AlertKind
from monitor.domain.detection import Event
from monitor.domain.incident import Incident, IncidentKind, IncidentStatus, SourceReport
from monitor.domain.report import Report
from monitor.domain.taxonomy import Basis, EscalationKind, EventType, Severity, Stage
from monitor.incidents.reconcile import reconcile
from monitor.incidents.sources import contributions

RULES = Rules(max_event_age=timedelta(hours=72), cooldown=timedelta(minutes=15))


def piece(one: Report, at: datetime = NOON) -> SourceReport:
    """A report as its incident holds it."""
    return contributions(one, at, None)[0]


def incident(*reports: SourceReport, kind: IncidentKind = IncidentKind.ATTACK) -> Incident:
    """An incident that was never told of."""
    return Incident(id="I", kind=kind, opened_at=NOON, updated_at=NOON, reports=reports)


def told(held: Incident, at: datetime = NOON, revision: int = 1) -> Incident:
    """The incident after an alert that told all of it."""
    standing = standing_of(reconcile(held), revision, at, held.supersedes)
    return replace(held, revision=revision, standing=standing)


def answer(held: Incident, now: datetime = NOON) -> Speak | Hush:
    """What the policy says of an incident."""
    return decide(held, reconcile(held), now, RULES)


def herald(told_event: Event, id_: str = "h", at: datetime = NOON, **more: object) -> SourceReport:
    """The Herald's report."""
    return piece(report(id_, events=(told_event,), published=at, **more), at)  # type: ignore[arg-type]


FIRST = [
    ("a fresh attack", incident(herald(event())), AlertKind.NEW),
    ("an attempt", incident(herald(event(stage=Stage.ATTEMPTED))), AlertKind.NEW),
    ("no date given", incident(herald(event(day=None))), AlertKind.NEW),
    ("four days old", incident(herald(event(day="2026-04-29"))), Reason.TOO_OLD),
    ("told only of last month", incident(herald(replace(event(), date="2026-03"))), Reason.TOO_OLD),
    ("published a week ago", incident(herald(event(day=None), at=NOON - timedelta(days=7))), Reason.TOO_OLD),
    ("found at a feed's first poll", incident(herald(event(), backlog=True)), Reason.BACKLOG),
    ("the week in pictures", incident(herald(event(), title="The week in pictures")), Reason.RETROSPECT),
    ("a plot only", incident(herald(event(stage=Stage.FOILED))), AlertKind.NEW),
    ("a sequel of an unknown attack", incident(herald(event()), kind=IncidentKind.FOLLOW_UP), Reason.FOLLOW_UP),
]


@pytest.mark.parametrize(("name", "held", "expected"), FIRST, ids=[name for name, *_ in FIRST])
def test_the_first_word_on_an_incident(name: str, held: Incident, expected: AlertKind | Reason) -> None:
    """New, or silent and why."""
    said = answer(replace(held), NOON)
    assert (said.kind if isinstance(said, Speak) else said.reason) in (expected, Reason.NO_ATTACK)
    if isinstance(expected, Reason):
        assert said.reason is expected


def later(told_event: Event, outlet: str = "Herald", **more: object) -> SourceReport:
    """A report 30 minutes after the first."""
    at = NOON + minutes(30)
    return piece(report(f"{outlet}2", outlet=outlet, events=(told_event,), published=at, **more), at)  # type: ignore[arg-type]


SECOND = [
    ("the same again", event(killed=3), later(event(killed=3)), Reason.NOTHING_NEW, ()),
    ("many more dead", event(killed=3), later(event(killed=5)), AlertKind.UPDATE, ("killed 3 → 5",)),
    ("dead where none were known", event(), later(event(killed=1)), AlertKind.UPDATE, ("killed unknown → 1",)),
    ("a few more injured", event(injured=20), later(event(injured=22)), Reason.NOTHING_NEW, ()),
    ("many more injured", event(injured=20), later(event(injured=60)), AlertKind.UPDATE, ("injured 20 → 60",)),
    ("a second source", event(), later(event(), outlet="Echo"), AlertKind.UPDATE, ("certainty unconfirmed → corroborated",)),
    ("the means become known", event(kind=EventType.ATTACK), later(event()), AlertKind.UPDATE, ("type attack → shelling",)),
    (
        "a claim",
        event(),
        later(event(by="The League", basis=Basis.CLAIMED)),
        AlertKind.UPDATE,
        ("claimed by The League",),
    ),
    ("only blamed", event(), later(event(by="The League", basis=Basis.BLAMED)), Reason.NOTHING_NEW, ()),
    (
        "the attempt proves to have succeeded",
        event(stage=Stage.ATTEMPTED),
        later(event()),
        AlertKind.UPDATE,
        ("stage attempted → accomplished",),
    ),
    ("the place becomes known", event(None), later(event("Karsova")), AlertKind.UPDATE, ("place unknown → Karsova",)),
    (
        "the outlet lowers its toll",
        event(killed=9),
        later(event(killed=4)),
        AlertKind.CORRECTION,
        ("killed 9 → 4 (Herald)",),
    ),
    (
        "another outlet gives less",
        event(killed=9),
        later(event(killed=4), outlet="Echo"),
        AlertKind.UPDATE,
        ("certainty unconfirmed → corroborated",),
    ),
]


@pytest.mark.parametrize(("name", "first", "second", "expected", "changes"), SECOND, ids=[name for name, *_ in SECOND])
def test_what_comes_after_an_alert(
    name: str, first: Event, second: SourceReport, expected: AlertKind | Reason, changes: tuple[str, ...]
) -> None:
    """Only a material change alerts, and says what changed."""
    held = told(incident(herald(first)))
    held = replace(held, reports=(*held.reports, second))
    said = answer(held, NOON + minutes(30))
    assert (said.kind if isinstance(said, Speak) else said.reason) is expected
    if isinstance(said, Speak):
        assert said.changes == changes


def test_a_dribbling_toll_waits_for_the_cool_down() -> None:
    """Ten, then eleven a minute later: told when the cool-down is over, not before."""
    held = told(incident(herald(event(killed=10))))
    held = replace(held, reports=(*held.reports, later(event(killed=11))))
    assert answer(held, NOON + minutes(1)) == Hush(Reason.COOLDOWN, due=NOON + minutes(15))
    said = answer(held, NOON + minutes(15))
    assert isinstance(said, Speak)
    assert said.changes == ("killed 10 → 11",)


def test_a_rise_of_severity_never_waits() -> None:
    """Even a minute after the last alert."""
    held = told(incident(herald(event(killed=10))))
    held = replace(held, reports=(*held.reports, later(event(killed=11), severity=Severity.CRITICAL)))
    said = answer(held, NOON + minutes(1))
    assert isinstance(said, Speak)
    assert said.changes[0] == "severity moderate → critical"


def test_an_explicit_correction_is_told_even_where_others_stand_by_the_figure() -> None:
    """The outlet says so itself; the range stays, and those who were told hear of it, once."""
    echo = piece(report("e", outlet="Echo", events=(event(killed=5),)))
    held = told(incident(herald(event(killed=5)), echo))
    fixed = later(event(killed=3), title="Correction: three killed in Karsova")
    held = replace(held, reports=(*held.reports, fixed))
    said = answer(held, NOON + minutes(30))
    assert isinstance(said, Speak)
    assert (said.kind, said.changes) == (AlertKind.CORRECTION, ("killed 5 → 3 (Herald)",))
    assert answer(told(held, NOON + minutes(30), 2), NOON + minutes(31)) == Hush(Reason.NOTHING_NEW)


def test_a_correction_without_a_figure_is_told_as_such() -> None:
    """Its title says what it corrects; an outlet that had said nothing before corrects nothing here."""
    held = told(incident(herald(event(killed=5))))
    fixed = later(event(killed=5), title="Correction: the wounded are in Karsova, not Telmuk")
    said = answer(replace(held, reports=(*held.reports, fixed)), NOON + minutes(30))
    assert isinstance(said, Speak)
    assert said.kind is AlertKind.CORRECTION
    assert said.changes == ("Herald corrects its report: Correction: the wounded are in Karsova, not Telmuk",)
    other = later(event(killed=5), outlet="Echo", title="Correction: the wounded are in Karsova, not Telmuk")
    said = answer(replace(held, reports=(*held.reports, other)), NOON + minutes(30))
    assert isinstance(said, Speak)
    assert said.kind is AlertKind.UPDATE


def test_a_retraction_of_the_only_source_withdraws_the_incident() -> None:
    """Status withdrawn; with another source left it is a correction only."""
    held = told(incident(herald(event())))
    gone = replace(held, reports=tuple(replace(r, retracted=True) for r in held.reports))
    said = answer(gone, NOON + minutes(30))
    assert isinstance(said, Speak)
    assert (said.kind, said.withdrawn) == (AlertKind.CORRECTION, True)
    echo = piece(report("e", outlet="Echo"))
    partly = replace(gone, reports=(*gone.reports, echo))
    said = answer(partly, NOON + minutes(30))
    assert isinstance(said, Speak)
    assert (said.kind, said.withdrawn, said.changes) == (AlertKind.CORRECTION, False, ("Herald withdrew its report",))


def test_what_was_recorded_silently_alerts_when_something_new_comes() -> None:
    """Known from the backlog; now five dead: the first alert of it, as `new`."""
    held = incident(herald(event(killed=1), backlog=True))
    held = replace(told(held, revision=0), reports=(*held.reports, later(event(killed=5))))
    said = answer(held, NOON + minutes(30))
    assert isinstance(said, Speak)
    assert said.kind is AlertKind.NEW


def escalation(severity: Severity, *kinds: EscalationKind) -> Incident:
    """Words without an attack."""
    one = report("x", "Vandria threatens Osmara", attack=False, events=(), escalation=kinds, severity=severity)
    return incident(piece(one), kind=IncidentKind.ESCALATION)


def test_a_strong_escalation_alerts_a_weak_one_is_recorded() -> None:
    """From moderate severity on."""
    said = answer(escalation(Severity.HIGH, EscalationKind.ULTIMATUM))
    assert isinstance(said, Speak)
    assert said.kind is AlertKind.ESCALATION
    assert answer(escalation(Severity.INFO, EscalationKind.TRAVEL_WARNING)) == Hush(Reason.WEAK_ESCALATION)


def test_a_vow_of_revenge_for_a_known_attack_alerts_as_escalation() -> None:
    """Once for each kind."""
    held = told(incident(herald(event())))
    vow = later(event(), escalation=(EscalationKind.RETALIATION_THREAT,))
    held = replace(held, reports=(*held.reports, vow))
    said = answer(held, NOON + minutes(30))
    assert isinstance(said, Speak)
    assert (said.kind, said.changes) == (AlertKind.ESCALATION, ("escalation: retaliation threat",))
    assert answer(told(held, NOON, 2), NOON + minutes(31)) == Hush(Reason.NOTHING_NEW)


@pytest.mark.parametrize("status", [IncidentStatus.MERGED, IncidentStatus.WITHDRAWN])
def test_what_is_closed_stays_silent(status: IncidentStatus) -> None:
    """Merged or withdrawn incidents never alert."""
    assert answer(replace(incident(herald(event())), status=status)) == Hush(Reason.CLOSED)


def test_a_merge_of_two_told_incidents_is_told() -> None:
    """Two alerts were one attack: the survivor says so."""
    held = told(incident(herald(event())))
    said = answer(replace(held, supersedes=("J",)), NOON + minutes(1))
    assert isinstance(said, Speak)
    assert said.changes == ("same attack as J",)
