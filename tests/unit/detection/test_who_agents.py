"""Doer or not: the grammar of a mention tells who acts, who suffers, who speaks and what is only the cause."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.voice import active_deed, is_passive
from monitor.detection.text import Text
from monitor.domain.document import Document

DOERS = [
    # told by what they are, where nobody is named
    ("Gunmen [[shot]] two teachers.", "attack", "gunmen"),
    ("A teacher was [[stabbed to death]] by a knifeman in Lyon, France.", "stabbing", "knifeman"),
    ("An angry [[mob]] stormed the town hall in Example.", "mob_violence", "angry mob"),
    ("Protesters [[set fire to]] a customs office.", "arson", "protesters"),
    ("A lorry was [[attacked by]] Palestinian militants near the fence.", "attack", "Palestinian militants"),
    ("Robbers [[beat]] a shopkeeper to death.", "attack", "robbers"),
    ("Israeli settlers wounded two shepherds and [[torched]] a barn in the West Bank.", "arson", "Israeli settlers"),
    # the doer of what the news tells, not of its cause
    ("Jets of Israel's army [[hit]] a bridge after Hezbollah attacks.", "air_drone_strike", None),
    ("A Russian [[strike]] on a Ukrainian rail depot kills six.", "attack", "Russian forces"),
    ("A Russian strike on a Ukrainian rail depot [[kills six]].", "attack", "Russian forces"),
    ("Residents say a Ukrainian [[drone attack]] killed two.", "air_drone_strike", "Ukrainian forces"),
    ("Kenya condemns an Ethiopian [[air strike]] near the border.", "air_drone_strike", "Ethiopian forces"),
    ("Two guards died after police [[opened fire]] on a crowd.", "shooting", "police"),
    ("Gulf state intercepts a wave of Iranian [[missiles]].", "shelling", "Iranian forces"),
    ("Angry protesters stormed a consulate after Israeli [[aggression]].", "mob_violence", "angry protesters"),
    ("Security forces reported to have [[killed]] at least nine marchers.", "attack", "security forces"),
    ("The port was rocked by [[explosions as Israel targets]] rebels.", "air_drone_strike", "Israel"),
    ("The Revolutionary Guards navy [[shelled]] a tanker off Iran.", "maritime_attack", "Revolutionary Guards"),
    ("Iranian armed forces [[launched missiles]] at a base.", "shelling", "Iranian armed forces"),
    ("The US [[destroyed and sank]] nine Iranian ships.", "maritime_attack", "United States"),
    ("Russia strikes the capital with dozens of [[drones, killing]] four.", "air_drone_strike", "Russia"),
    ("Sudan's RSF [[drone strike]] hit a clinic.", "air_drone_strike", "Rapid Support Forces"),
    # more may stand between a doer without a name and the deed
    ("Two men on a scooter [[shot]] a notary.", "shooting", "two men"),
    ("Rebels with machetes [[killed]] nine farmers.", "attack", "rebels"),
    ("A clerk was stabbed, hours after four masked youths on bikes [[robbed]] a bank.", "attack", "four masked youths"),
    # the deed in -ing, and an aside behind the name
    ("The Kenyan army broke a truce by [[shelling]] two hamlets.", "shelling", "Kenyan army"),
    ("The IDF is currently [[striking]] depots in the south.", "air_drone_strike", "IDF"),
    ("Yemeni soldiers, helped by tribesmen, have [[carried out an attack]] on a port.", "attack", "Yemeni soldiers"),
    ("Meanwhile, Iraqi armed forces have begun their [[assault]] on the old town.", "attack", "Iraqi armed forces"),
    # whoever did it in other words of the sentence
    ("A clerk and his son were [[dragged out]] and killed by a mob near Example.", "mob_violence", "mob"),
    ("Enemy warplanes [[raided]] the hills.", "air_drone_strike", "enemy warplanes"),
    # two states that act as one
    ("US-Israeli [[strikes]] hit a refinery.", "air_drone_strike", "US and Israeli forces"),
    ("Israel and the US [[launched strikes]] before dawn.", "air_drone_strike", "Israel and United States"),
    ("France and Britain [[bombed]] a depot in Syria.", "air_drone_strike", "France and United Kingdom"),
    # a bare name of a state where the attack has an aim
    ("Reports of a Ukraine [[drone attack]] on a Russian port.", "air_drone_strike", "Ukraine"),
    ("US [[strikes]] killed four.", "air_drone_strike", "United States"),
]
"""Text with its trigger marked, type, the doer's name."""

NOBODY = [
    # victims
    ("A Hamas commander who led a raid was [[killed]] in the north.", "assassination"),
    ("Police and soldiers [[killed]] as violence grows in the north.", "attack"),
    ("Two police officers [[shot]], suspect dead.", "shooting"),
    ("Russia suffers a new [[attack]] on its fleet.", "attack"),
    ("Rebels killed nine Kenyan soldiers in an [[attack]] in the desert.".replace("Rebels", "Attackers"), "attack"),
    ("An Iranian warship was [[sunk]] in the Gulf.", "maritime_attack"),
    ("A Turkish helicopter [[crashed]] in the hills.", "air_drone_strike"),
    ("Illegal US base [[attacked]].", "attack"),
    ("A hearing on the [[attack]] on the Indian parliament began.", "attack"),
    ("The Indian parliament [[attack]] was recalled.", "attack"),
    ("Iran-backed gunmen were [[ambushed]].", "armed_clash"),
    ("Separatists [[targeted]] in Yemen.", "air_drone_strike"),
    ("Police [[launch manhunt after killing]] in the north.", "shooting"),
    ("Police [[shoot]] a man dead after a knife attack.", "stabbing"),
    # who stops, reports, holds or uses what was hit
    ("Six [[missiles were intercepted]] by a US warship.", "shelling"),
    ("A drone [[hit a base]] used by US forces.", "air_drone_strike"),
    ("A gang [[torches buses]] after its boss was killed by police.".replace("A gang", "Attackers"), "arson"),
    ("Norway Condemns Terrorist [[Attacks]] in the Capital", "attack"),
    ("US President Example condemns the horrific [[killing]] of a boy.", "attack"),
    # places
    ("Three grenades [[exploded]] at a council meeting in Ukraine.", "bombing"),
    ("A Syria [[attack]] killed five.", "attack"),
    ("The leader who ordered the Venezuela [[strikes]]; what we know.", "air_drone_strike"),
    # who was hit, told without an object
    ("Student [[attacked]] at a bus stop", "attack"),
    ("A pensioner was [[attacked]] in a park by day.", "attack"),
    ("Two men on a scooter were [[shot]] in the north.", "shooting"),
    ("Six were [[killed by]] sniper and mortar fire.", "attack"),
    # what the news answers
    ("Attackers stormed a consulate after Israeli [[aggression]].", "mob_violence"),
    ("A crowd marched over US [[strikes]] on a port.", "mob_violence"),
    # both sides
    ("Syria [[fighting]] leaves families in fear.", "armed_clash"),
    # the sort of an attack
    ("A terrorist [[attack]] shook the city.", "attack"),
    ("A military [[strike]] shook the city.", "attack"),
    ("A Palestinian [[attack]] wounded a guard.", "attack"),
]


@pytest.mark.parametrize(("marked", "kind", "name"), DOERS)
def test_who_acts_did_it(marked: str, kind: str, name: str | None) -> None:
    """The agent, the subject or the owner of the attack is named; what the text says of him, where it has no name."""
    found = read(marked, kind).perpetrator
    assert (found.name, str(found.basis)) == (name, "stated" if name else "unknown")


@pytest.mark.parametrize(("marked", "kind"), NOBODY)
def test_who_suffers_speaks_or_stops_it_did_not(marked: str, kind: str) -> None:
    """No doer is better than a wrong one."""
    assert read(marked, kind).perpetrator.name is None


@pytest.mark.parametrize(
    ("marked", "name", "basis"),
    [
        ("Gunmen [[killed]] a guard. No group claimed responsibility.", "gunmen", "unclaimed"),
        ("Gunmen [[killed]] a guard. Al-Shabaab claimed responsibility.", "al-Shabaab", "claimed"),
        ("Gunmen [[killed]] a guard. Jane Sample, 33, was arrested on Friday.", "33-year-old", "suspected"),
    ],
)
def test_a_name_or_a_silence_comes_before_a_description(marked: str, name: str | None, basis: str) -> None:
    """ "Gunmen" stands only where the text names nobody and does not say that nobody claimed it."""
    found = read(marked).perpetrator
    assert (found.name, str(found.basis)) == (name, basis)


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("Two guards shot outside a bank", "shot", True),
        ("Two guards shot a thief", "shot", False),
        ("Two guards were fatally shot", "shot", True),
        ("There is an active shooter", "shooter", False),
        ("Rebels attacked before dawn", "attacked", False),
        ("Base attacked, officials say", "attacked", True),
        ("The town is shelling its neighbour", "shelling", False),
        ("Man beaten to death", "beaten", True),
    ],
)
def test_voice_of_a_bare_past_form(text: str, verb: str, passive: bool) -> None:
    """Without a helper verb what follows tells: an object makes it active."""
    whole = Text(Document(id="x", text=text))
    start = whole.full.index(verb)
    (sentence,) = whole.sentences[-1:]
    assert is_passive(whole, sentence, start, start + len(verb)) is passive


def test_a_deed_of_another_use_is_not_firm() -> None:
    """ "Capture" as a noun tells no deed of the main clause."""
    whole = Text(Document(id="x", text="He reacts to the capture of a town"))
    assert active_deed(whole, 0, len(whole.full)) is not None
    assert active_deed(whole, 0, len(whole.full), firm=True) is None
