"""Towns far from the usual wars, ships off a coast, distances, seats and names that only hold a town's. Our own texts."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.detection.places.gazetteer import gazetteer
from monitor.detection.places.names import key_of
from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document

KNOWN = [
    ("MU", "Grand Baie"), ("MM", "Kengtung"), ("MM", "Kyaingtong"), ("ET", "Zalambessa"), ("ER", "Senafe"),
    ("BO", "El Alto"), ("IQ", "Hawija"), ("IQ", "Muqdadiya"), ("MX", "Taxco"), ("KG", "Isfana"), ("TJ", "Vorukh"),
    ("GB", "Cheshire"), ("GB", "Berkshire"), ("IE", "County Kerry"), ("RU", "Afipsky"), ("LY", "Brega"),
    ("SD", "Kereneik"), ("CD", "Rubaya"), ("PG", "Kandep"), ("MV", "Hulhumale"), ("XK", "Leposavic"),
]  # fmt: skip
PLACED = [
    ("GE", "Bombers hit the Black Sea port, killing three dockers.", "Poti harbour after the blast"),
    ("UA", "Drones struck grain silos at the Danube port on Tuesday.", "Raid leaves Izmail docks burning"),
    ("YE", "The crew left the ship on Friday. It is the third vessel hit in the Red Sea.", "Carrier struck off Hodeidah"),
    ("YE", "The ship is listing off Ras Isa with one seaman dead.", "Houthis say missile struck the Norwegian freighter"),
    ("IR", "The navy told reporters so on Monday.", "US forces sink four Iranian frigates"),
    ("UA", "Four people were killed.", "Russian columns attack 12km from Sumy"),
    ("CO", "A truck bomb killed nine soldiers on Tuesday.", "White House: Colombia may answer Cali base bombing"),
    ("IQ", "The building was flattened.", "Israel says strike on consulate in Erbil killed Quds commander"),
    ("BE", "Eleven commuters are in hospital.", "Brussels on alert after blast at Gare du Midi"),
    ("GB", "The family were tied up in the attack and dialled 999.", "Gang attacked £4m Cheshire mansion"),
    ("GE", "Two dockers were killed on Friday.", "Missile hits Poti"),
]
NOT_THERE = [
    ("St Mark", "The bishop spoke in St Mark's Square after the attack."),
    ("Midi", "A nail bomb exploded at the Gare du Midi on Thursday."),
    ("Never", "Never forget the victims, he said."),
    ("Arsenal", "Arsenal beat the visitors by two goals."),
]


@pytest.mark.parametrize(("code", "name"), KNOWN)
def test_the_gazetteer_knows_the_towns_that_news_names_as_news_writes_them(code: str, name: str) -> None:
    """Small countries, English counties, and spellings without marks, articles or blanks."""
    assert code in {found.row.country for found in gazetteer().find(key_of(name))}


@pytest.mark.parametrize(("code", "body", "title"), PLACED)
def test_the_country_is_that_of_what_was_struck(code: str, body: str, title: str) -> None:
    """Not the sea's, the flag's, the seat's that speaks, nor that of a town whose name another one holds."""
    place = locate(body, title).place
    assert place is not None
    assert place.country_code == code


@pytest.mark.parametrize(("name", "body"), NOT_THERE)
def test_a_word_or_a_part_of_another_name_is_no_town(name: str, body: str) -> None:
    """Squares named for a saint, French names of stations, and words that far towns bear."""
    named = {t.text for t in find_toponyms(Text(Document(id="t", title="", text=body)))}
    assert name not in named


def test_a_distance_from_a_town_is_near_it_but_what_came_from_it_is_not() -> None:
    """Missiles from a town fell elsewhere."""
    near = locate("Fighters shelled positions 15km from El Obeid on Sunday.").place
    away = locate("Rockets fired from Nabatieh hit Haifa on Sunday.").place
    assert near is not None
    assert away is not None
    assert (near.country_code, away.name) == ("SD", "Haifa")


def test_a_ships_flag_still_counts_where_no_coast_is_named() -> None:
    """Whose ship it was is all that the text says."""
    place = locate("The crew was saved on Monday.", "Missile hits Greek tanker").place
    assert place is not None
    assert place.country_code == "GR"
