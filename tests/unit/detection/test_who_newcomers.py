"""Doers told in ways that newer texts brought: approaches, launches, groups no lexicon has, silence; and who is none."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.claims import read as read_sentence
from monitor.detection.actors.suspects import find_suspect, tells
from monitor.detection.text import Text
from monitor.domain.document import Document

DOERS = [
    ("Five were [[shot]] after three men walked into a bar at about 21:40 on Friday and opened fire.", "shooting", "three men", "stated"),
    ("Someone in a passing van [[opened fire]] on a porch.", "shooting", "someone in a passing van", "stated"),
    ("[[Shots fired]] at a bakery. Two hooded youths on a scooter fired six rounds at a bakery on Monday.", "shooting",
     "two hooded youths", "stated"),
    ("Nine were [[slain]] when armed youths from the hills swept through two hamlets.", "attack", "armed youths", "stated"),
    ("Twenty people perished at the hands of the Islamic State in the [[killings]].", "attack", "Islamic State", "stated"),
    ("A guard died when robbers rammed a cash van and it was [[bombed]].", "bombing", "robbers", "stated"),
    ("Dozens of masked settlers [[raided]] a hamlet in the West Bank.", "mob_violence", "Israeli settlers", "stated"),
    ("Spurned lover [[throws acid]] on student.", "chemical_attack", "Spurned lover", "stated"),
    ("A Palestinian driver [[plowed into]] a bus stop.", "vehicle_ramming", "Palestinian driver", "stated"),
    ("Rockets [[fired]] from Cambodia killed a couple in an orchard.", "shelling", "Cambodia", "stated"),
    ("A Houthi [[missile intercepted]] over Eilat set off sirens.", "shelling", "Houthis", "stated"),
    ("A Houthi [[missile]] was shot down over Eilat.", "shelling", "Houthis", "stated"),
    ("Russia hits Ukraine with rarely [[used hypersonic missile]].", "shelling", "Russia", "stated"),
    ("A man was [[lynched]] by a crowd of two hundred after being accused of theft.", "mob_violence", "crowd", "stated"),
    ("Soldiers died in a [[firefight]] with remnants of the Abu Sayyaf in the hills.", "armed_clash", "Abu Sayyaf", "stated"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "kind", "name", "basis"), DOERS)
def test_the_doer_is_found_however_the_text_comes_to_him(marked: str, kind: str, name: str, basis: str) -> None:
    """By an approach, a vehicle, a launch, a fight with him, or with his name before what was intercepted."""
    who = read(marked, kind).perpetrator
    assert (who.name, who.basis.value) == (name, basis)


NO_DOERS = [
    ("Reporter survives [[attack]] at her home.", "shooting"),
    ("Teacher relives [[shooting]] at her school.", "shooting"),
    ("Four were [[shot]] dead and a taxi driver was nicked in the ear.", "shooting"),
    ("Acid was [[thrown]] at a woman; a neighbour who poured water over her was treated.", "chemical_attack"),
    ("Rickshaw driver [[stabbed]] dead over a song.", "stabbing"),
    ("Two were [[shot]] dead. No suspects have been arrested.", "shooting"),
    ("Two were [[shot]] dead. Police are still searching for a suspect.", "shooting"),
    ("A girl was [[abducted]]. Police are looking for the kidnapped schoolgirl.", "abduction"),
    ("A [[missile]] fired at the port was shot down by a battery, the IDF said.", "shelling"),
    ("Rockets [[fired]] from Lebanon fell in a field.", "shelling"),
    ("Detectives are not looking for anyone else over the [[stabbing]].", "stabbing"),
    ("US drone [[downed]] over the Black Sea.", "air_drone_strike"),
    ("Pakistani fighter jet [[crashes]], pilot captured.", "attack"),
    ("Man who sought to expose fraud fatally [[shot]].", "shooting"),
    ("Five people, two of them children, dead in [[shooting]].", "shooting"),
    ("Cargo ship [[hit]] by projectile off Yemen's Hodeidah.", "maritime_attack"),
    ("Two were [[shot]] dead; a third person in a car was badly wounded.", "shooting"),
    ("Police suspect extortion was behind the [[attack]].", "shooting"),
]


@pytest.mark.parametrize(("marked", "kind"), NO_DOERS)
def test_nobody_is_named_who_only_suffered_helped_told_or_was_sought_in_vain(marked: str, kind: str) -> None:
    """No doer is better than a wrong one."""
    assert read(marked, kind).perpetrator.name is None


SUSPECTS = [
    ("Knife attacker [[wounds]] four. The suspect, a 30-year-old Dane, is in a clinic.", "stabbing", "30-year-old Dane"),
    ("A driver was [[stabbed]]. Police said the suspect, a 41-year-old baker, gave up.", "stabbing", "41-year-old baker"),
    ("A boy was [[stabbed]]. Two youths, aged 15 and 17, were picked up nearby and remain in custody.", "stabbing",
     "two youths"),
    ("A grenade [[blew up]]. Police captured a 20-year-old Peruvian two streets off.", "bombing", "20-year-old Peruvian"),
    ("A hooded thug [[stabbed]] two. Police nicked a 22-year-old for attempted murder.", "stabbing", "22-year-old"),
    ("Acid was [[thrown]]. Police are looking for a tall man on a bicycle.", "chemical_attack", "tall man"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "kind", "name"), SUSPECTS)
def test_the_described_suspect_goes_before_whoever_is_only_an_attacker(marked: str, kind: str, name: str) -> None:
    """What the text says of him tells more than "gunman", and he is suspected."""
    who = read(marked, kind).perpetrator
    assert (who.name, who.basis.value) == (name, "suspected")


def test_words_tell_the_more_the_less_they_fit_any_attacker() -> None:
    """A suspect says nothing, a number little, what he is more, an age most."""
    told = ["suspect", "two men", "neighbour", "26-year-old Austrian national"]
    assert sorted(told, key=tells) == told
    assert tells("gunman") == tells("knife attacker") == tells("lone gunman") == 0


def test_who_is_nicked_by_the_police_is_held_and_who_is_nicked_by_a_bullet_is_hit() -> None:
    """The word has two meanings; what follows tells which."""
    held = Text(Document(id="t", text="A dealer was nicked after the raid."))
    hit = Text(Document(id="t", text="A dealer was nicked in the arm."))
    suspect = find_suspect(held, held.sentences)
    assert suspect is not None
    assert suspect.words == "dealer"
    assert find_suspect(hit, hit.sentences) is None


UNHEARD = [
    ("The shop was [[bombed]]. Traders blamed activists of the banned Reed League, which denied it.", "bombing",
     "activists of the banned Reed League", "blamed", "Traders"),
    ("Masked men [[shot]] an officer. Pristina accused a paramilitary group, the River Brigade.", "shooting",
     "River Brigade", "blamed", "Pristina"),
    ("Hooded men [[burned]] a consulate. Lima accused the pro-government vigilantes and recalled its envoy.", "arson",
     "pro-government vigilantes", "blamed", "Lima"),
    ("[[Drones]] fell. A little-known outfit, the Sons of the Reed, said that it had launched them.", "air_drone_strike",
     "Sons of the Reed", "claimed", None),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "kind", "name", "basis", "by"), UNHEARD)
def test_groups_that_no_lexicon_has_claim_and_are_blamed(
    marked: str, kind: str, name: str, basis: str, by: str | None
) -> None:
    """By what the text says they are, with whoever accuses them."""
    who = read(marked, kind).perpetrator
    assert (who.name, who.basis.value, who.by) == (name, basis, by)


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister blamed the driver.",
        "Residents accused the mayor of neglect.",
        "Two activists were accused of plotting.",
        "The party accused rival activists of seeking pretexts.",
    ],
)
def test_other_accusations_blame_nobody(sentence: str) -> None:
    """Only men of a group, and only for what may be an attack."""
    text = Text(Document(id="t", text=sentence))
    assert read_sentence(text, text.sentences[-1].index).blamed is None


SILENT = [
    ("Armed men [[seized]] two engineers. No one has claimed the kidnapping.", "abduction", "armed men", "unclaimed"),
    ("Gunmen [[killed]] a judge. No side has said it was responsible.", "assassination", "gunmen", "unclaimed"),
    ("A [[bomb]] went off. No group has said it was behind the blast.", "bombing", None, "unclaimed"),
    ("A pipe was [[cut]]. No group has owned up to it.", "sabotage", None, "unclaimed"),
    ("A man was [[stabbed]] by a neighbour, who was arrested. Nobody claimed the attack.", "stabbing", "neighbour",
     "suspected"),
    ("Al-Shabaab [[killed]] four. No group claimed responsibility for another blast.", "attack", "al-Shabaab", "stated"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "kind", "name", "basis"), SILENT)
def test_silence_keeps_what_the_doers_are(marked: str, kind: str, name: str | None, basis: str) -> None:
    """That nobody claimed it is told beside what the doers are; a name or a suspect goes before it."""
    who = read(marked, kind).perpetrator
    assert (who.name and who.name.lower() if who.name and name and name.islower() else who.name, who.basis.value) == (
        name, basis,
    )  # fmt: skip


OWN_WORD = [
    ("A depot was [[hit]]. Kyiv's General Staff confirmed that its forces had hit it.", "Ukraine"),
    ("Six were [[beheaded]]. Islamic State's Mozambique branch posted photographs and said its men had done it.",
     "Islamic State"),
    ("Houthis own up to [[missile strike]] on a carrier.", "Houthis"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "name"), OWN_WORD)
def test_the_doer_s_own_word_claims(marked: str, name: str) -> None:
    """A capital's staff speaks for its state, a branch for its group."""
    who = read(marked, "attack").perpetrator
    assert (who.name, who.basis.value) == (name, "claimed")


def test_what_is_looked_into_is_suspicion() -> None:
    """A line of inquiry blames nobody."""
    who = read("A [[bomb]] was made safe. The main line of inquiry is that the New IRA was behind it.", "bombing")
    assert (who.perpetrator.name, who.perpetrator.basis.value) == ("New IRA", "suspected")


def test_a_group_s_fire_is_its_deed_by_the_word_of_whoever_tells_it() -> None:
    """"Artillery fire from the RSF killed five, the network said" blames."""
    marked = "RSF [[shelling]] kills five. Artillery fire from the RSF killed five in Sudan, the doctors network said."
    who = read(marked, "shelling").perpetrator
    assert who.name == "Rapid Support Forces"
