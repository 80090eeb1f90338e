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


DONE_OTHERWISE = [
    ("Two people were [[killed]] when masked gunmen sprayed their car with bullets.", "shooting", "masked gunmen"),
    ("A shop was [[firebombed]] when two hooded men poured petrol on the floor.", "arson", "two hooded men"),
    ("Three [[died]] after a bomber rammed a lorry into a gate.", "suicide_bombing", "bomber"),
    ("Nobody died in the [[shooting]] after armed criminals pounced on a guard.", "shooting", "armed criminals"),
    ("A woman was [[killed]] when a tree slammed into two men.", "attack", None),
    ("Four were [[shot]] as officers poured into the building.", "shooting", None),
]


@pytest.mark.parametrize(("marked", "kind", "name"), DONE_OTHERWISE)
def test_an_attackers_deed_in_plainer_words_names_him(marked: str, kind: str, name: str | None) -> None:
    """Who sprays, pours, rams or pounces did it; whom something hits, and who came to help, did not."""
    assert read(marked, kind).perpetrator.name == name


CLAIMS = [
    ("A [[blast]] killed five. Hamas said its fighters had set it off.", "Hamas"),
    ("A [[blast]] killed five. Hamas said one of its members had entered and detonated a vest.", "Hamas"),
    ("A refinery [[burned]]. Russia said its long-range drones hit it.", "Russia"),
    ("[[Mortars]] fell on a suburb. Al-Shabaab claimed the shelling.", "al-Shabaab"),
    ("A bomb [[exploded]] in a bus. Al-Shabaab claimed it.", "al-Shabaab"),
    ("Seven passengers were [[shot]]. The BLF claimed the killings.", "Balochistan Liberation Front"),
]


@pytest.mark.parametrize(("marked", "name"), CLAIMS)
def test_claims_in_other_words(marked: str, name: str) -> None:
    """Whatever the attack is called, and whatever of the doer's own did it."""
    found = read(marked).perpetrator
    assert (found.name, str(found.basis)) == (name, "claimed")


@pytest.mark.parametrize("said", ["Hamas claimed it was innocent.", "Hamas said its offices were hit."])
def test_other_claims_are_none(said: str) -> None:
    """Not everything that a group claims or says is a deed of its own."""
    assert str(read(f"A [[blast]] killed five. {said}").perpetrator.basis) != "claimed"
