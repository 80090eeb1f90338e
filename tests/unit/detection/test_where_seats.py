"""Capitals that stand for their states, and datelines of capitals. All texts are our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from where_kit import draft, locate

from monitor.detection.text import Text
from monitor.detection.where import assign_places, find_toponyms
from monitor.domain.document import Document
from monitor.domain.taxonomy import PlacePrecision

STATES = [
    ("UA", "Russia struck Ukraine with a new missile in what looked like a warning to Kyiv and its friends."),
    ("UA", "Russia attacked Ukraine on Monday, hours before talks with Kyiv were to resume."),
    ("UA", "Shelling across Ukraine slowed the progress of Kyiv's troops."),
    ("TH", "Thailand was shelled on Friday, Bangkok stated."),
    ("QA", "Doha, March 4 (XNA) - The ministry said that attacks on the state's territory were intercepted."),
    ("IL", "Hamas kidnapped her son from Israel, she wrote in a letter to Jerusalem."),
]
CITIES = [
    ("Kyiv", "Missiles struck Kyiv on Monday, officials said."),
    ("Kyiv", "Several people were killed in strikes on Kyiv."),
    ("Kyiv", "The attack did great damage to Kyiv."),
    ("Kyiv", "Kyiv's hospital was hit by a missile."),
    ("Brussels", "Police hold two men linked to Brussels shooting."),
    ("Kabul", "KABUL, May 3 (XNA) - A bomb exploded on a street in the city centre, killing four."),
    ("Kabul", "KABUL, May 3 (XNA) - A bomb exploded in Kabul on Friday, killing four."),
    ("Herat", "HERAT, May 3 (XNA) - A bomb exploded on Friday, killing four."),
]


@pytest.mark.parametrize(("code", "body"), STATES)
def test_a_capital_that_stands_for_its_state_is_no_place(code: str, body: str) -> None:
    """Who is warned, dealt with, or only reports from there: the country is told, not its capital."""
    place = locate(body).place
    assert place is not None
    assert (place.country_code, place.precision) == (code, PlacePrecision.COUNTRY)


@pytest.mark.parametrize(("name", "body"), CITIES)
def test_a_capital_that_is_struck_stays_the_place(name: str, body: str) -> None:
    """A capital with something in it, on it or done to it; a dateline of a text that speaks of the city; other towns."""
    place = locate(body).place
    assert place is not None
    assert place.name == name


RECALLED = [
    ("SY", "Jets struck targets in Syria in response to the deadly attack on troops in Palmyra."),
    ("IQ", "Turkish jets bombed camps in Iraq hours after an attack on a factory near Ankara."),
    ("IQ", "Turkey strikes camps in Iraq hours after Ankara attack."),
    ("YE", "Saudi Arabia strikes launch sites in Yemen after missile hits Abha airport."),
    ("KH", "Shells fell in Preah Vihear in Cambodia. The army said its guns answered rockets fired at Sisaket."),
]
NOT_RECALLED = [
    ("Bradford", "Man arrested in Leeds two days after shooting in Bradford."),
    ("Haifa", "Three people were killed after rockets hit Haifa."),
    ("Abha", "Six travellers were wounded after a missile hit Abha airport."),
]


@pytest.mark.parametrize(("code", "body"), RECALLED)
def test_the_place_of_an_answered_attack_is_not_the_news(code: str, body: str) -> None:
    """The news is the answer, and it was elsewhere than what it answers."""
    place = locate(body).place
    assert place is not None
    assert place.country_code == code
    assert place.name not in {"Palmyra", "Ankara", "Abha", "Sisaket"}


@pytest.mark.parametrize(("name", "body"), NOT_RECALLED)
def test_what_follows_from_the_attack_itself_recalls_nothing(name: str, body: str) -> None:
    """Arrests and deaths after an attack are of that attack."""
    place = locate(body).place
    assert place is not None
    assert place.name == name


OLD = [
    ("Kasese", "In June 2023 rebels killed 42 people at a school in Mpondwe."),
    ("Kasese", "Rebels killed 42 people at a school in Mpondwe in June 2023."),
    ("Kasese", "Two years ago rebels killed 42 people at a school in Mpondwe."),
]


@pytest.mark.parametrize(("name", "told"), OLD)
def test_the_place_of_years_ago_is_not_the_news(name: str, told: str) -> None:
    """A sentence with a time long past recalls another attack."""
    published = datetime(2026, 8, 3, tzinfo=UTC)
    text = Text(Document(id="t", title="Kasese church attack kills one", text=told, published=published))
    whole = draft(text, tuple(s.index for s in text.sentences))
    place = assign_places(text, [whole], find_toponyms(text))[0].place
    assert place is not None
    assert place.name == name


def test_a_year_that_is_this_one_recalls_nothing() -> None:
    """The month of the news itself is no time long past."""
    published = datetime(2026, 8, 3, tzinfo=UTC)
    told = "In July 2026 gunmen killed 42 people at a school in Mpondwe."
    text = Text(Document(id="t", title="Attack kills many", text=told, published=published))
    whole = draft(text, tuple(s.index for s in text.sentences))
    place = assign_places(text, [whole], find_toponyms(text))[0].place
    assert place is not None
    assert place.name == "Mpondwe"


BESIDE = [
    ("Logan", "A man was shot in Logan, south of Brisbane, on Friday."),
    ("Piura", "A councillor from Piura, 900 km north of Lima, was shot there."),
    ("Colombia", "Police in Colombia said two of the Medellin cartel leaders were shot."),
    ("Parachinar", "Gunmen attacked a bus in Parachinar travelling to Peshawar."),
    ("Colombia", "An oil line was bombed in Colombia, it was reported in Caracas."),
]


@pytest.mark.parametrize(("name", "body"), BESIDE)
def test_a_name_that_only_explains_is_not_the_place(name: str, body: str) -> None:
    """Towns beside which the place lies, gangs named for a town, ends of a journey, where it was told."""
    place = locate(body).place
    assert place is not None
    assert place.name == name


def test_what_is_far_from_a_town_is_in_its_country() -> None:
    """Hundreds of kilometres off, the town says no more than the country; some way off, its region."""
    far, near = (locate(f"A bomb exploded {km} km southeast of Lima.").place for km in (400, 30))
    assert far is not None
    assert near is not None
    assert (far.precision, far.name) == (PlacePrecision.COUNTRY, "Peru")
    assert near.precision is PlacePrecision.REGION
