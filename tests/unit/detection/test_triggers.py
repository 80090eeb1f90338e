"""What: the words and patterns by which a sentence may report an attack."""

from __future__ import annotations

import pytest

from monitor.detection.context import Study
from monitor.detection.inflect import inflect, plural
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Text
from monitor.detection.triggers import patterns
from monitor.detection.wordlist import flatten, wordlist
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType

T = EventType


def types_in(title: str) -> set[EventType]:
    return {c.type for c in Study(Text(Document(id="t", title=title))).candidates}


SENTENCES = [
    (T.SHELLING, "Rockets fell on the old harbour"),
    (T.SHELLING, "The shelling of Marinka went on all night"),
    (T.SHELLING, "ROCKETS STRUCK THE BARRACKS BEFORE DAWN"),
    (T.SHELLING, "Militia fires missiles at the port"),
    (T.SHELLING, "Projectile hits market"),
    (T.SHELLING, "Mortar-fire reported"),
    (T.AIR_DRONE_STRIKE, "Drones hit a depot near the river"),
    (T.AIR_DRONE_STRIKE, "An air-strike flattened the mill"),
    (T.AIR_DRONE_STRIKE, "Warplanes bombed the camp"),
    (T.AIR_DRONE_STRIKE, "The bridge was targeted with drones"),
    (T.BOMBING, "A car bomb went off outside the bank"),
    (T.BOMBING, "Grenade thrown into cafe"),
    (T.BOMBING, "Their lorry ran over a landmine"),
    (T.SUICIDE_BOMBING, "A man blew himself up at the gate"),
    (T.SUICIDE_BOMBING, "Suicide bombers struck twice"),
    (T.SHOOTING, "He was gunned down at his door"),
    (T.SHOOTING, "Gunman opened fire on commuters"),
    (T.SHOOTING, "Two shot dead in bar"),
    (T.ASSASSINATION, "The envoy was assassinated on Friday"),
    (T.STABBING, "A woman was stabbed to death"),
    (T.STABBING, "Machete attack in market town"),
    (T.VEHICLE_RAMMING, "Car ploughed into a crowd of shoppers"),
    (T.ARSON, "Masked men set fire to the chapel"),
    (T.ARSON, "Petrol bombs thrown at hostel"),
    (T.ABDUCTION, "The nurse was kidnapped"),
    (T.ABDUCTION, "PEASANTS WERE KIDNAPED BY GUERRILLAS"),
    (T.ABDUCTION, "Child snatched at gunpoint"),
    (T.HIJACKING, "Gunmen hijacked the night train"),
    (T.HIJACKING, "Pirates seized a tanker"),
    (T.MARITIME_ATTACK, "A tanker was hit off the cape"),
    (T.SABOTAGE, "Saboteurs blew up a pipeline"),
    (T.CHEMICAL_ATTACK, "Dozens choke in chlorine attack"),
    (T.MOB_VIOLENCE, "A mob lynched two men"),
    (T.ARMED_CLASH, "Soldiers clashed with rebels"),
    (T.ARMED_CLASH, "Convoy ambushed in the hills"),
    (T.ATTACK, "Militants attacked the village"),
    (T.ATTACK, "Strikes kill nine in Kherson"),
]


@pytest.mark.parametrize(("kind", "title"), SENTENCES)
def test_each_type_is_found_in_many_wordings(kind: EventType, title: str) -> None:
    """Verbs, nouns, passives, headline style, capitals and spelling variants all give a mention of the right type."""
    assert kind in types_in(title)


def test_every_type_has_a_wording_here() -> None:
    """The table above leaves no type of the contract out."""
    assert {kind for kind, _ in SENTENCES} == set(EventType)


@pytest.mark.parametrize(
    "title", ["Council approves bus lanes", "Rainfall above average in May", "A quiet night at the opera", "", "…"]
)
def test_ordinary_titles_hold_no_mention(title: str) -> None:
    """A text without a word of the lexicon is not even read closely."""
    assert types_in(title) == set()
    assert next(wordlist().quick.find(flatten(title.lower())), None) is None


def test_a_mention_knows_its_span() -> None:
    """Offsets are code points of the full text, also behind emoji and after a title."""
    study = Study(Text(Document(id="t", title="⚡️ News", text="On Monday rockets struck the fort.")))
    (found,) = study.candidates
    assert study.text.full[found.start : found.end] == "rockets struck"


def test_overlapping_mentions_become_one_of_the_telling_type() -> None:
    """`killed in a drone strike` is one mention, and not a killing without means."""
    study = Study(Text(Document(id="t", title="Suicide bomber kills ten people")))
    assert [c.type for c in study.candidates][:1] == [T.SUICIDE_BOMBING]


def test_every_pattern_compiles_and_names_known_classes() -> None:
    """patterns.tsv has three columns, real types, weights within 0..1 and classes that words.tsv defines."""
    assert len(patterns()) == len(read_tsv("patterns.tsv"))
    assert all(0 < p.weight <= 1 for p in patterns())


@pytest.mark.parametrize("file", ["words.tsv", "cues.tsv"])
def test_lexicon_rows_have_a_known_kind(file: str) -> None:
    """Each row is class, kind v, n or w, and entries."""
    assert all(len(row) == 3 and row[1] in {"v", "n", "w"} for row in read_tsv(file))


@pytest.mark.parametrize(
    ("phrase", "kind", "forms"),
    [
        ("strike", "v", {"strike", "strikes", "struck", "striking"}),
        ("open fire", "v", {"open fire", "opens fire", "opened fire", "opening fire"}),
        ("stab", "v", {"stab", "stabs", "stabbed", "stabbing"}),
        ("bomb", "v", {"bomb", "bombs", "bombed", "bombing"}),
        ("target", "v", {"target", "targets", "targeted", "targeting"}),
        ("shoot down", "v", {"shoot down", "shoots down", "shot down", "shooting down"}),
        ("kidnap", "v", {"kidnap", "kidnaps", "kidnapped", "kidnapping"}),
        ("defy", "v", {"defy", "defies", "defied", "defying"}),
        ("blow up", "v", {"blow up", "blows up", "blew up", "blowing up", "blown up"}),
        ("car bomb", "n", {"car bomb", "car bombs"}),
        ("armed man", "n", {"armed man", "armed men"}),
        ("gunfire", "w", {"gunfire"}),
    ],
)
def test_inflection(phrase: str, kind: str, forms: set[str]) -> None:
    """Verbs bend their first word, nouns their last, irregular ones by the table."""
    assert {form.text for form in inflect(phrase, kind)} == forms


@pytest.mark.parametrize(("noun", "many"), [("knife", "knives"), ("army", "armies"), ("bus", "buses"), ("boy", "boys")])
def test_plurals(noun: str, many: str) -> None:
    """English plurals, regular and not."""
    assert plural(noun) == many
