"""Both sides of a fight, where the text names them and nobody else."""

import pytest
from who_kit import read

SIDES = [
    ("The M23 and Wazalendo [[clashed]] near Pinga for a second day.", "M23 and Wazalendo"),
    ("The army and former rebels [[clashed]] in the north of Mali.", "army and former rebels"),
    ("India, Pakistan [[trade fire]] across the line.", "India and Pakistan"),
    ("Nine died in [[clashes]] between the army and Boko Haram near Baga.", "army and Boko Haram"),
    ("Reports tell of [[clashes]] between the army and Boko Haram.", "army and Boko Haram"),
    ("A baby died in a [[shootout]] between rival gangs in the north.", "rival gangs"),
]


@pytest.mark.parametrize(("marked", "name"), SIDES)
def test_both_sides_are_told_where_neither_is_the_doer(marked: str, name: str) -> None:
    """As the text has them, stated."""
    found = read(marked, "armed_clash").perpetrator
    assert (found.name, str(found.basis)) == (name, "stated")


NONE = [
    "Nine died in [[clashes]] between Pinga and Walikale.",
    "Residents and shopkeepers said the [[clashes]] went on.",
    "Nine died in [[clashes]] over land.",
    "[[Fighting]] went on between dawn and dusk.",
]


@pytest.mark.parametrize("marked", NONE)
def test_two_places_times_or_residents_are_no_sides(marked: str) -> None:
    """Only parties that can fight are sides."""
    assert read(marked, "armed_clash").perpetrator.name is None


def test_no_sides_of_a_bombing() -> None:
    """Sides are told of fights and fire only."""
    assert read("A [[bomb exploded]] amid fighting between Israel and Iran.", "bombing").perpetrator.name is None
