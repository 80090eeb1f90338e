"""Blame and suspicion that need few words."""

import pytest
from who_kit import read

FEW_WORDS = [
    ("Gunmen suspected to be members of Boko Haram [[killed]] nine farmers.", "Boko Haram", "suspected"),
    ("Five soldiers [[died]]. The general laid the ambush at the door of Boko Haram.", "Boko Haram", "blamed"),
    ("Five soldiers [[died]]. The governor said Boko Haram militants were responsible.", "Boko Haram", "blamed"),
    ("Nine were [[shot]] in a bar. State security sources point to the Sinaloa Cartel.", "Sinaloa Cartel", "blamed"),
    ("A leader was [[shot]] at home. His wife blamed Hamas.", "Hamas", "blamed"),
    ("A drone [[damaged]] a workshop. Iran accused Israel, which kept silent.", "Israel", "blamed"),
]


@pytest.mark.parametrize(("marked", "name", "basis"), FEW_WORDS)
def test_who_is_blamed_or_suspected(marked: str, name: str, basis: str) -> None:
    """Where a party's name ends the blame, the attack is what for."""
    found = read(marked).perpetrator
    assert (found.name, str(found.basis)) == (name, basis)


NOT_THIS = [
    "Nine were [[killed]] in a bus. Ministers point to Israel as an example.",
    "Nine were [[killed]] in a bus. A witness elsewhere blamed the army.",
    "Nine were [[killed]] in a bus. Iran accused Israel of seeking pretexts.",
]


@pytest.mark.parametrize("marked", NOT_THIS)
def test_no_blame_for_the_attack(marked: str) -> None:
    """An example is none, nor is an army without a country, nor what is no attack."""
    assert read(marked).perpetrator.name is None
