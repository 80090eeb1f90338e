"""Local news: counties without the word, towns of the dateline, saints, street corners, states of a victim's home."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.detection.places.gazetteer import gazetteer
from monitor.detection.places.names import key_of
from monitor.detection.text import Text
from monitor.detection.where import Toponym, find_toponyms
from monitor.domain.document import Document


def named(body: str, title: str = "") -> dict[str, Toponym]:
    """The toponyms of a text by their words."""
    return {t.text: t for t in find_toponyms(Text(Document(id="t", title=title, text=body)))}


COUNTIES = [
    ("A man was shot on Sunday, Pinellas deputies said. It was in Florida.", "Pinellas", "Pinellas County"),
    ("Two were shot in Orange and Seminole counties in Florida.", "Orange", "Orange County"),
    ("A hunter was shot in Boyle Co. near Danville, Kentucky, on Friday.", "Boyle", "Boyle County"),
]


@pytest.mark.parametrize(("body", "text", "name"), COUNTIES)
def test_a_county_may_stand_without_the_word(body: str, text: str, name: str) -> None:
    """Before deputies, "Co." and "counties" a county's name needs no more."""
    assert named(body)[text].place.name == name


def test_a_state_with_deputies_is_no_county() -> None:
    """Washington has counties of its name in other states; before deputies it is what it was."""
    assert "County" not in named("Washington deputies shot a man near Seattle.")["Washington"].place.name


@pytest.mark.parametrize(
    "body",
    [
        "Gunmen walked into St Mary's at two in the morning and shot a guard.",
        "The shop at Flamingo and Durango was robbed.",
        "Dad shot by neighbour.",
        "A lorry burned in Queen Elizabeth park.",
    ],
)
def test_a_saint_a_corner_a_word_are_no_places(body: str) -> None:
    """Schools named for saints, the second street of a corner, and common words are left out."""
    assert not named(body)


@pytest.mark.parametrize(
    ("body", "known"),
    [("He spoke in Russian.", set()), ("She speaks only French and Arabic.", set()), ("Shells fell in Iraqi towns.", {"Iraqi"})],
)
def test_a_language_is_no_country(body: str, known: set[str]) -> None:
    """What is spoken is a language; before a noun the same word is a demonym."""
    assert set(named(body)) == known


def test_cities_joined_by_and_are_no_corner() -> None:
    """Two towns named together are both places."""
    assert set(named("Shells fell at Bakhmut and Soledar.")) == {"Bakhmut", "Soledar"}


def test_a_small_town_abroad_is_not_meant_where_a_town_heads_the_title() -> None:
    """A quarter that no gazetteer has is not taken for its namesake in a country that the text does not name."""
    place = locate("Two were hurt in Brookside on Sunday.", "Telford: Man stabbed neighbours, police say").place
    assert place is not None
    assert place.name == "Telford"


def test_the_dateline_is_the_place_that_lies_so_far_from_the_city() -> None:
    """A distance from a city leads to the dateline's town where that is so far from it."""
    told = "a man was shot at a farm about 25 miles southeast of Pittsburgh."
    place = locate(f"NEW STANTON, Pa. (AP) - On Friday {told}").place
    assert place is not None
    assert place.name == "New Stanton"


def test_a_victims_home_state_is_not_the_place() -> None:
    """The state behind the town that a victim is from counts no more than the town."""
    place = locate("SALEM, Mass. - A friend killed Chris Merced, 21, of Miami, Florida, police in Salem said.").place
    assert place is not None
    assert place.admin1 == "Massachusetts"


@pytest.mark.parametrize(("name", "country"), [("Victoria", "HK"), ("Maple Gardens", "US"), ("Dad", "IN")])
def test_dropped_names_are_gone(name: str, country: str) -> None:
    """What benchmarks/gazetteer/dropped.tsv takes from a place is not found under it any more."""
    assert country not in {f.row.country for f in gazetteer().find(key_of(name))}


def test_the_service_of_a_capital_is_its_governments() -> None:
    """Agents of a capital act elsewhere; its name is not where they did."""
    place = locate("Kigali's foreign service ordered the attack on an exile in Maputo.").place
    assert place is not None
    assert place.country_code == "MZ"


def test_a_coast_guard_is_no_coast() -> None:
    """The coast guard of a country that fights nobody acts in its own waters; that of one far away says nothing."""
    near, far = locate("Finnish coast guard shot at smugglers."), locate("US coast guard fired at a boat off Yemen.")
    assert near.place is not None
    assert near.place.country_code == "FI"
    assert far.place is not None
    assert far.place.country_code == "YE"
