"""Likeness of two reports: what brings them together, and what keeps them apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from reportmaking import NOON, event, report

from monitor.domain.detection import Event
from monitor.domain.taxonomy import DatePrecision, EventType
from monitor.incidents.similarity import agree, conflict, features, score
from monitor.incidents.sources import contributions
from monitor.incidents.traits import Traits, traits


def of(id_: str, told: Event, text: str = "Shells fell.", *, hours: float = 0, title: str = "Attack") -> Traits:
    """Traits of a report `hours` after noon."""
    at = NOON + timedelta(hours=hours)
    return traits(contributions(report(id_, title, text, events=(told,), published=at), at, None)[0])


FEATURES = [
    ("one town", event("Karsova"), event("Karsova"), {"same_city", "same_day", "same_type", "same_weapon"}),
    ("two countries", event("Karsova"), event("Port Asle"), {"far"}),
    ("no place", event(None), event("Karsova"), {"place_unknown"}),
    ("a village without coordinates, by itself", event("Ostrel"), event("Vesk"), {"other_name"}),
    ("the same village", event("Ostrel"), event("Ostrel"), {"same_city"}),
    ("one day apart", event(day="2026-05-03"), event(day="2026-05-04"), {"next_day"}),
    ("a week apart", event(day="2026-04-27"), event(day="2026-05-04"), {"days_apart", "days_log"}),
    ("knife and rockets", event(kind=EventType.STABBING, weapon="knife"), event(), {"other_type", "other_weapon"}),
    ("an attack and a bombing", event(kind=EventType.ATTACK), event(kind=EventType.BOMBING), {"same_city"}),
    ("one toll", event(killed=7), event(killed=7), {"same_killed"}),
    ("two tolls", event(killed=7), event(killed=40), {"other_killed"}),
]


@pytest.mark.parametrize(("name", "one", "other", "expected"), FEATURES, ids=[name for name, *_ in FEATURES])
def test_what_two_reports_have_in_common(name: str, one: Event, other: Event, expected: set[str]) -> None:
    """The features of each pair."""
    assert expected <= features(of("a", one), of("b", other)).keys()


def test_a_month_that_holds_the_day_is_no_conflict() -> None:
    """A coarse date conflicts only with days outside of it."""
    may = replace(event(), date="2026-05", date_precision=DatePrecision.MONTH)
    march = replace(event(), date="2026-03", date_precision=DatePrecision.MONTH)
    assert "date_conflict" not in features(of("a", may), of("b", event()))
    assert "date_conflict" in features(of("a", march), of("b", event()))


TEXT = "Rockets hit the grain harbour, governor Milan Dravec said. Docker Ilena Tosk, 41, was among the wounded."


def test_one_story_in_one_town_is_one_attack_and_another_town_is_another() -> None:
    """The sign of the score."""
    assert score(of("a", event(killed=3), TEXT, title="Harbour hit"), of("b", event(killed=3), TEXT, title="Harbour")) > 0
    other = "A blast tore through a night market by the canal; the cause is not known, fire crews said."
    assert score(of("a", event(), TEXT, title="Harbour hit"), of("b", event("Port Asle"), other, title="Market")) < 0


def test_conflict_is_of_towns() -> None:
    """None where one names no town."""
    assert conflict(of("a", event("Karsova")), of("b", event("Port Asle"))) is True
    assert conflict(of("a", event("Karsova")), of("b", event("Karsova"))) is False
    assert conflict(of("a", event("Karsova")), of("b", event(None))) is None


def test_what_agrees_however_late() -> None:
    """Town and day, or rare names; not the town alone."""
    weeks = 24 * 30
    first = of("a", event(), TEXT)
    assert agree(first, of("b", event(), "Other words.", hours=weeks))
    assert agree(first, of("b", event(None, day=None), TEXT, hours=weeks))
    assert not agree(first, of("b", event(day="2026-06-03"), "Other words.", hours=weeks))


def test_a_village_that_no_gazetteer_has_may_lie_in_the_town_told() -> None:
    """Where only one of two places has coordinates, names alone do not part them."""
    found = features(of("a", event("Ostrel")), of("b", event("Karsova")))
    assert not {"other_name", "far", "apart", "same_city"} & found.keys()
