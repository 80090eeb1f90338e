"""The village that the text's body names where the title has its province's town; names misread. All texts are our own."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document

VILLAGES = [
    # The title's town gives its name to the province, in which the village lies.
    ("Kurmin Wali", "Gunmen attack Kaduna church", "Gunmen attacked a church at Kurmin Wali on Sunday."),
    ("Manfredonia", "Foggia: shop owner shot", "(XYZ-EN) - Foggia, May 3 - A shop owner was shot in Manfredonia."),
    # What no gazetteer has, in a district of a state.
    ("Uchabol", "Houses attacked in Jiribam", "Gunmen attacked houses at Uchabol in Manipur's Jiribam district."),
    # At the end of a headline.
    ("Vrekonne", "Gang attacked homes in Vrekonne", "Residents of Artibonite said that many fled."),
]
TOWNS = [
    # The body itself puts the attack in the town: another attack, elsewhere, is no part of it.
    ("Cañete", "Three shot in Chile", "Three men were shot in Cañete. A sawmill was attacked near Contulmo."),
    ("Kaduna", "Gunmen attack Kaduna church", "Gunmen attacked a church in Kaduna. Many had come from Kurmin Wali."),
]


@pytest.mark.parametrize(("name", "title", "body"), VILLAGES)
def test_the_village_of_the_body_is_finer_than_the_town_of_the_title(name: str, title: str, body: str) -> None:
    """Headlines name the province; the first sentence of the attack names the village."""
    place = locate(body, title).place
    assert place is not None
    assert name in (place.name, place.text)


@pytest.mark.parametrize(("name", "title", "body"), TOWNS)
def test_a_town_with_the_attack_in_it_stays(name: str, title: str, body: str) -> None:
    """What is said to be in the town itself is not moved to a village."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


def test_a_line_is_no_place_where_a_side_of_it_is_told() -> None:
    """Fire across a line falls in what is named behind it."""
    place = locate("A girl was hit by fire from across the Line of Control in Leepa valley.").place
    assert place is not None
    assert place.country_code == "PK"


def _names(body: str) -> dict[str, tuple[str | None, str | None]]:
    text = Text(Document(id="t", title="", text=body))
    return {t.text: (t.place.admin1, t.place.country_code) for t in find_toponyms(text)}


def test_a_county_is_known_by_its_sheriff_with_either_apostrophe() -> None:
    """The curly apostrophe reads as the straight one."""
    for mark in "'’":
        assert _names(f"A boy was shot, the Pasco County Sheriff{mark}s Office said.")["Pasco County"] == ("Florida", "US")


def test_a_namesakes_other_name_is_no_town_abroad() -> None:
    """Where a text names two towns of one country, a village that shares only another spelling abroad is not there."""
    named = _names("A church burned in Baliti. Rebels once attacked Mpondwe, and men from Kasese helped.")
    assert "Baliti" not in named
    assert named["Kasese"][1] == "UG"
