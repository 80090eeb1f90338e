"""Headlines and summaries: plain wire English out of the facts, and nothing that the facts do not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reportmaking import NOON, event, minutes, report

from monitor.alerts.render import HEADLINE, date_words, headline, noun, place_words, summary
from monitor.domain.alert import AlertKind
from monitor.domain.detection import Escalation, Event, Range
from monitor.domain.incident import Incident, IncidentKind, SourceReport
from monitor.domain.taxonomy import Basis, DatePrecision, EscalationKind, EventType, Severity, Stage
from monitor.incidents.reconcile import Picture, reconcile
from monitor.incidents.sources import contributions


def source(id_: str, told: Event | None, after: float = 0, **more: object) -> SourceReport:
    """An outlet's report."""
    settings: dict[str, object] = {"outlet": f"Outlet {id_}"} | more
    one = report(id_, events=(told,) if told else (), published=NOON + minutes(after), **settings)  # type: ignore[arg-type]
    return contributions(one, NOON + minutes(after), None)[0]


def picture(*reports: SourceReport) -> Picture:
    """The picture of these reports."""
    return reconcile(Incident(id="I", kind=IncidentKind.ATTACK, opened_at=NOON, updated_at=NOON, reports=reports))


HEADLINES = [
    (event(killed=3, at_least=True), "Rocket attack in Karsova, Vandria: at least 3 killed (unconfirmed)"),
    (event(killed=3, injured=12), "Rocket attack in Karsova, Vandria: 3 killed, 12 injured (unconfirmed)"),
    (event(killed=0), "Rocket attack in Karsova, Vandria: no deaths reported (unconfirmed)"),
    (event(), "Rocket attack in Karsova, Vandria (unconfirmed)"),
    (event(None), "Rocket attack (unconfirmed)"),
    (event(kind=EventType.STABBING, weapon="knife"), "Stabbing in Karsova, Vandria (unconfirmed)"),
    (event(kind=EventType.STABBING, weapon="iron bar"), "Attack in Karsova, Vandria (unconfirmed)"),
    (event(stage=Stage.ATTEMPTED), "Attempted rocket attack in Karsova, Vandria (unconfirmed)"),
    (event(weapon=None), "Shelling in Karsova, Vandria (unconfirmed)"),
    (event(kind=EventType.ATTACK, weapon="tear gas"), "Tear gas attack in Karsova, Vandria (unconfirmed)"),
    (event(kind=EventType.SUICIDE_BOMBING, weapon="vest"), "Suicide bombing in Karsova, Vandria (unconfirmed)"),
]


@pytest.mark.parametrize(("told", "line"), HEADLINES)
def test_a_headline_says_what_where_and_how_many(told: Event, line: str) -> None:
    """And that it is unconfirmed as long as one source stands alone."""
    assert headline(picture(source("1", told)), AlertKind.NEW) == line


def test_differing_sources_show_as_a_range() -> None:
    """The headline gives both ends, the summary says who is latest."""
    drawn = picture(source("1", event(killed=3)), source("2", event(killed=5), 9))
    assert headline(drawn, AlertKind.UPDATE) == "Update: Rocket attack in Karsova, Vandria: 3 to 5 killed"
    assert "Sources differ (killed: 3 to 5, latest 5)." in summary(drawn, (), ())


def test_a_summary_reads_like_a_wire() -> None:
    """What changed, what happened, the toll, the target, who did it, who says so."""
    told = replace(
        event(killed=3, injured=12, target="the grain harbour", by="The League", basis=Basis.CLAIMED),
        weapon_count=Range(min=4, max=None),
    )
    text = summary(picture(source("1", told), source("2", told, 5)), ("killed 1 → 3",), ("It was hit before.",))
    assert text == (
        "Changed: killed 1 → 3. A rocket attack hit Karsova, Vandria on 4 May 2026. At least four rockets were used. "
        "Target: the grain harbour. Three people were killed and 12 people were injured. The League claimed it. "
        "It was hit before. Reported by Outlet 1 and Outlet 2; two independent sources: corroborated."
    )


def test_one_authority_for_the_whole_toll_is_named_once() -> None:
    """At the end of the sentence."""
    told = event(killed=3, injured=12)
    assert told.killed is not None
    assert told.injured is not None
    told = replace(
        told,
        killed=replace(told.killed, attributed_to="the mayor"),
        injured=replace(told.injured, attributed_to="the mayor"),
    )
    text = summary(picture(source("1", told)), (), ())
    assert "Three people were killed and 12 people were injured, according to the mayor." in text


def test_a_toll_nobody_gave_is_said_to_be_missing() -> None:
    """Never a zero that nobody stated."""
    assert "No toll has been given." in summary(picture(source("1", event())), (), ())
    assert "Nobody was reported killed." in summary(picture(source("1", event(killed=0))), (), ())
    assert "No casualties were reported." in summary(picture(source("1", event(killed=0, injured=0))), (), ())


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis.BLAMED, "It is blamed on The League."),
        (Basis.SUSPECTED, "Suspected: The League."),
        (Basis.STATED, "It is attributed to The League."),
    ],
)
def test_the_ground_for_a_name_is_said(basis: Basis, words: str) -> None:
    """Suspicion is not told as fact."""
    assert words in summary(picture(source("1", event(by="The League", basis=basis))), (), ())


@pytest.mark.parametrize(
    ("name", "basis", "words"),
    [
        ("two men on a motorcycle", Basis.STATED, "Attacker as described: two men on a motorcycle."),
        ("two people", Basis.SUSPECTED, "Suspected: two people."),
        ("suspect", Basis.SUSPECTED, "A suspect is held or sought."),
        ("Israeli troops", Basis.STATED, "It is attributed to Israeli troops."),
    ],
)
def test_one_of_whom_only_a_description_is_known_is_described(name: str, basis: Basis, words: str) -> None:
    """In words that fit one and many, and no name is made of a description."""
    assert words in summary(picture(source("1", event(by=name, basis=basis))), (), ())


def test_an_unclaimed_attack_is_said_to_be_unclaimed() -> None:
    """Only where a text says so."""
    assert "Nobody has claimed it." in summary(picture(source("1", event(basis=Basis.UNCLAIMED))), (), ())
    assert "claimed" not in summary(picture(source("1", event())), (), ())


def test_a_withdrawal_says_so_first() -> None:
    """In the headline and in the summary, with the reason, which is not told twice."""
    drawn = picture(source("1", event()))
    assert headline(drawn, AlertKind.CORRECTION, withdrawn=True).startswith("Withdrawn: Rocket attack")
    told = summary(drawn, ("a drill",), (), withdrawn="a drill")
    assert told.startswith("Withdrawn: a drill. What follows is what had been reported. A rocket attack hit")


@pytest.mark.parametrize("kind", list(EscalationKind))
def test_every_kind_of_escalation_has_words(kind: EscalationKind) -> None:
    """No braces are left over, with or without parties."""
    one = report("x", attack=False, events=(), escalation=(kind,), severity=Severity.HIGH)
    line = headline(picture(contributions(one, NOON, None)[0]), AlertKind.ESCALATION)
    assert "{" not in line
    assert len(line) > 10


ACTORS = [
    ("Vandria", "Vandria threatens retaliation (unconfirmed)"),
    ("Houthis", "Houthis threaten retaliation (unconfirmed)"),
    ("Northern rebels", "Northern rebels threaten retaliation (unconfirmed)"),
    ("Hamas", "Hamas threatens retaliation (unconfirmed)"),
    ("United States", "United States threatens retaliation (unconfirmed)"),
    ("Cyprus", "Cyprus threatens retaliation (unconfirmed)"),
    ("", "A party threatens retaliation (unconfirmed)"),
]


@pytest.mark.parametrize(("actor", "line"), ACTORS)
def test_the_verb_agrees_with_who_acts(actor: str, line: str) -> None:
    """Many threaten, one threatens, and a state in the plural is one."""
    vow = (EscalationKind.RETALIATION_THREAT,)
    one = report("x", attack=False, events=(), escalation=vow, severity=Severity.HIGH)
    told = replace(one, detection=replace(one.detection, escalation=(Escalation(kind=vow[0], actor=actor or None),)))
    assert headline(picture(contributions(told, NOON, None)[0]), AlertKind.ESCALATION) == line


@pytest.mark.parametrize("kind", list(EventType))
@pytest.mark.parametrize("stage", [Stage.ACCOMPLISHED, Stage.ATTEMPTED])
def test_every_type_has_a_noun(kind: EventType, stage: Stage) -> None:
    """Accomplished and attempted, and a whole summary from it."""
    drawn = picture(source("1", event(kind=kind, weapon=None, stage=stage)))
    assert drawn.event is not None
    assert noun(drawn.event)
    assert summary(drawn, (), ()).endswith("one independent source: unconfirmed.")


DATES = [
    ("2026-05-04", DatePrecision.DAY, "on 4 May 2026"),
    ("2026-05", DatePrecision.MONTH, "in May 2026"),
    ("2026", DatePrecision.YEAR, "in 2026"),
    ("2026-05-04", DatePrecision.WEEK, "in the week of 4 May 2026"),
    ("2026-05-04T22:40+03:00", DatePrecision.MINUTE, "on 4 May 2026 at 22:40 local time"),
    ("2026-W19", DatePrecision.WEEK, ""),
    (None, DatePrecision.UNKNOWN, ""),
]


@pytest.mark.parametrize(("day", "precision", "words"), DATES)
def test_dates_are_told_no_finer_than_they_are(day: str | None, precision: DatePrecision, words: str) -> None:
    """Each precision in words."""
    assert date_words(day, precision) == words


def test_an_operation_over_several_places_names_one_and_counts_the_others() -> None:
    """ "Karsova and 1 other place"."""
    first, second = event("Karsova").place, event("Telmuk").place
    assert first is not None
    assert second is not None
    assert place_words(first, (first, second)) == "Karsova and 1 other place, Vandria"
    assert place_words(None) == ""


def test_a_headline_has_an_end() -> None:
    """A target or name of any length is cut at a word."""
    drawn = picture(source("1", replace(event(), place=replace(event().place, name="Long " * 60))))  # type: ignore[type-var]
    assert len(headline(drawn, AlertKind.NEW)) <= HEADLINE
