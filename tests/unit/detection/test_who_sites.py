"""Where people were attacked is no target unless the words aim at the place, and what is aimed at needs no list."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.bystanders import is_reason
from monitor.detection.actors.objects import find_object
from monitor.detection.actors.sites import is_setting, suffers
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType

TOLD_AIM = [
    ("Two staff were [[killed in]] an attack on an ambulance.", "attack", "ambulance"),
    ("Eight soldiers were [[killed in]] a raid on their outpost.", "armed_clash", "outpost"),
    ("Jets [[hit]] stores after attacks on its troops.", "air_drone_strike", "stores"),
    ("It was the largest jihadist [[attack]] in years.", "attack", None),
    ("Armed men thought to be tribal militants [[raided]] a camp.", "armed_clash", "camp"),
    ("A motorcycle loaded with explosives [[blew up]] a checkpoint.", "bombing", "checkpoint"),
    ("The families of those [[abducted]] wait.", "abduction", None),
    ("Raiders [[shot]] a family of six.", "shooting", "family"),
    ("The [[bomb]] lay in Hospital Road.", "bombing", None),
]
"""Against whom, where several are named: the aim told, then the victims; neither the doers nor those who wait."""

JUST_THERE = [
    ("Two men fought and one was [[shot]] at a petrol station.", "shooting"),
    ("Both were [[stabbed]] outside a shopping centre.", "stabbing"),
    ("One is dead after a bakery [[shooting]].", "shooting"),
    ("He was [[gunned down]] in his car.", "assassination"),
    ("She was [[kidnapped]] from a bus stop.", "abduction"),
    ("A gunman [[opened fire]] at a luxury mall.", "shooting"),
    ("Five died in a [[riot]] at a prison.", "mob_violence"),
    ("Someone was [[attacked]] in a restaurant.", "attack"),
]
"""A text with its trigger marked, the event's type."""

AIMED_AT = [
    ("Gunmen [[opened fire]] on a school bus.", "shooting", "school bus"),
    ("Robbers [[ambushed]] a fuel truck.", "shooting", "fuel truck"),
    ("Four were hurt in a knife [[attack]] on a tram.", "stabbing", "tram"),
    ("A crowd [[stormed]] the airport.", "mob_violence", "airport"),
    ("The hotel was [[set ablaze]] by a mob.", "mob_violence", "hotel"),
    ("He was held after the mosque [[shooting]].", "shooting", "mosque"),
    ("A van was [[driven into]] the market.", "vehicle_ramming", "market"),
    ("Gunmen [[shot]] ten worshippers.", "shooting", "ten worshippers"),
    ("A bomb [[exploded]] in a crowded market.", "bombing", "crowded market"),
    ("A rocket [[hit]] a bakery.", "shelling", "bakery"),
    ("Raiders [[attacked]] the village at dawn.", "attack", "village"),
]
"""The same, and the target."""

TAILS = [
    ("Gunmen [[killed]] two staff members.", "shooting", "two staff members"),
    ("A blast [[hit]] the ministry gate.", "bombing", "ministry gate"),
    ("Jets [[struck]] militant positions.", "air_drone_strike", "militant positions"),
    ("A bomb [[tore through]] a funeral procession.", "bombing", "funeral procession"),
]

DESCRIBE = [
    ("A mother saw the hostage video after the [[abduction]] of her daughter.", "abduction", "hostage"),
    ("Settler violence rose after the [[attack]].", "attack", "Settler"),
    ("A car bomb [[killed]] nobody.", "bombing", "car"),
    ("Prisoners were detained after the [[riot]].", "mob_violence", "Prisoners"),
    ("Officer wounded, detained after [[shooting]] from his roof.", "shooting", "Officer"),
]
"""Words that stand in a text of an attack and say only of what sort something is, or whom the law took."""

OBJECTS = [
    ("Petrol bombs were thrown at a suburban tobacconist.", "suburban tobacconist"),
    ("The drone slammed into their kitchen.", "kitchen"),
    ("The army began an assault on the last rebel redoubt in the hills.", "last rebel redoubt"),
    ("A car was driven into a queue outside a club.", "queue"),
    ("Three died in the strike on the city's printing works.", "city's printing works"),
]

NO_OBJECT = [
    "They attacked on Tuesday night.",
    "The attack on Kyiv killed three.",
    "US strikes on Iran triggered alarm.",
    "It was an attack on democracy.",
    "He was attacked again and again.",
    "The bombing of a sovereign country is a crime.",
    "They struck targets, attacked cities and left.",
    "It came in retaliation for an attack on a bakehouse.",
]


def _text(words: str) -> Text:
    return Text(Document(id="t", text=words))


@pytest.mark.parametrize(("marked", "kind"), JUST_THERE)
def test_where_people_were_is_no_target(marked: str, kind: str) -> None:
    """Of attacks made on people the shop, the bus or the prison only says where."""
    assert read(marked, kind).target is None


KINDS = [
    ("Two people were hurt when a gunman [[opened fire]] at a school.", "shooting", "civilians"),
    ("A gunman [[opened fire]] at a school.", "shooting", "school"),
    ("A knife [[attack]] at a mosque shocked the town.", "stabbing", "place_of_worship"),
    ("A man [[fired]] shots from his house.", "shooting", None),
]


@pytest.mark.parametrize(("marked", "kind", "site"), KINDS)
def test_a_grave_place_keeps_its_kind(marked: str, kind: str, site: str | None) -> None:
    """An attack at a school is told as one at a school, though its words are no target's; at a house it is not."""
    assert read(marked, kind).target_kind == site


@pytest.mark.parametrize(("marked", "kind", "target"), AIMED_AT)
def test_what_the_words_aim_at_is_a_target(marked: str, kind: str, target: str) -> None:
    """A place that was fired on, stormed or driven into, one that a bomb hit, and people at it."""
    assert read(marked, kind).target == target


@pytest.mark.parametrize(("marked", "kind", "target"), TOLD_AIM)
def test_what_it_was_made_on_comes_first(marked: str, kind: str, target: str | None) -> None:
    """What "an attack on" names goes before whom it killed, unless that attack came before."""
    assert read(marked, kind).target == target


@pytest.mark.parametrize(("marked", "kind", "target"), TAILS)
def test_the_phrase_goes_on_to_its_last_noun(marked: str, kind: str, target: str) -> None:
    """The noun behind a listed one is the phrase's head."""
    assert read(marked, kind).target == target


@pytest.mark.parametrize(("marked", "kind", "word"), DESCRIBE)
def test_a_word_that_only_describes_is_no_target(marked: str, kind: str, word: str) -> None:
    """Neither the first half of a compound nor who was taken by the law."""
    target = read(marked, kind).target
    assert target is None or word.lower() not in target.lower()


@pytest.mark.parametrize(("words", "target"), OBJECTS)
def test_an_object_is_read_without_a_list(words: str, target: str) -> None:
    """A common noun of no list is a target where the sentence tells it to be attacked."""
    text = _text(words)
    span = find_object(text, text.sentences[0])
    assert span is not None
    assert text.full[slice(*span)] == target


@pytest.mark.parametrize("words", NO_OBJECT)
def test_no_object_of_times_names_and_ideas(words: str) -> None:
    """Times, countries, ideas, adverbs and what another attack answered are no targets."""
    text = _text(words)
    assert find_object(text, text.sentences[0]) is None


def test_capitals_tell_no_object() -> None:
    """In a text of capitals a name cannot be told from a noun."""
    text = _text("REBELS YESTERDAY CARRIED OUT AN ASSAULT ON THE OLD BAKEHOUSE NEAR THE RIVER, THE ARMY SAID.")
    assert find_object(text, text.sentences[0]) is None


def test_the_law_of_settings() -> None:
    """A site is a setting of attacks on people only; at once the subject of a passive it suffers."""
    text = _text("Shots rang out in a bank. A bank was attacked.")
    first, second = text.sentences
    begin = text.folded.index("a bank")
    span = (begin, begin + 2, begin + 6)
    assert is_setting(text, first, EventType.SHOOTING, "market", span)
    assert not is_setting(text, first, EventType.BOMBING, "market", span)
    assert not is_setting(text, first, EventType.SHOOTING, "police", span)
    act = text.folded.index("attacked")
    assert suffers(text, second, second.start, second.start + 6, act)
    assert not suffers(text, first, begin, begin + 6, act)


def test_a_reason_is_told_as_one() -> None:
    """What begins behind "in response to" was hit before."""
    text = _text("They fired in response to an attack on a depot.")
    assert is_reason(text, text.sentences[0], text.folded.index("attack"))
    assert not is_reason(text, text.sentences[0], 5)
