"""Whether a named party's word stands behind who did it, his own, or nobody's that can be held to it."""

import pytest
from who_kit import read

BLAMED = [
    ("Israeli drones [[hit]] a clinic in the south, the Lebanese health ministry said on Friday.", "Lebanese health ministry"),
    ("Russian troops [[shelled]] two villages, said governor Ivan Petrenko.", "governor Ivan Petrenko"),
    ("The army said that M23 fighters had [[shelled]] the port.", "army"),
    ("Boko Haram fighters [[killed]] nine farmers, according to the regional governor.", "regional governor"),
    ("Twelve people were [[killed]] by fighters of the Allied Democratic Forces, residents and a rights group said.",
     "residents and a rights group"),
    ("A Russian missile [[struck]] a school overnight, Ukraine said.", "Ukraine"),
    ("Israeli tanks [[fired]] at a post of the peacekeepers, the mission, which has 900 men, said.", "mission"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "by"), BLAMED)
def test_a_named_party_that_tells_the_deed_blames(marked: str, by: str) -> None:
    """A ministry, an army, a mission, a monitor or an official by his office is who says it."""
    found = read(marked).perpetrator
    assert (str(found.basis), found.by) == ("blamed", by)


STATED = [
    "Boko Haram fighters [[killed]] nine farmers, police said.",
    "Boko Haram fighters [[killed]] nine farmers, medics and witnesses said.",
    "Boko Haram fighters [[killed]] nine farmers, a security source said.",
    "Boko Haram fighters [[killed]] nine farmers, two army officials said.",
    "Boko Haram fighters [[killed]] nine farmers, the state television said.",
    "Boko Haram fighters [[killed]] nine farmers, he said.",
    "Boko Haram fighters [[killed]] nine farmers, the police chief said.",
    "Boko Haram fighters [[killed]] nine farmers on Monday.",
    "Gunmen [[killed]] nine farmers, the regional governor said.",
    "Rebels [[killed]] nine farmers, the regional governor said.",
]


@pytest.mark.parametrize("marked", STATED)
def test_nobody_blames_who_has_no_name_or_names_none(marked: str) -> None:
    """What police, medics, sources and unnamed officials report is told as fact; to tell of gunmen blames nobody."""
    found = read(marked).perpetrator
    assert (str(found.basis), found.by) == ("stated", None)


CLAIMED = [
    "Iraqi jets [[bombed]] a depot across the border, Baghdad's military said.",
    "Iraqi jets [[bombed]] a depot across the border, according to the Iraqi defence ministry.",
    "Al-Shabaab [[attacked]] a camp on the coast, a witness and al-Shabaab said.",
]


@pytest.mark.parametrize("marked", CLAIMED)
def test_the_doers_own_side_claims(marked: str) -> None:
    """The state of a force, and a group itself, claim what they tell of their own."""
    assert str(read(marked).perpetrator.basis) == "claimed"
