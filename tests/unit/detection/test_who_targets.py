"""What an attack was aimed at: whole noun phrases, and neither those who speak nor where the wounded were brought."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.phrases import phrase_before
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Text
from monitor.domain.document import Document

HIT = [
    # the verb in front is no part of the phrase
    ("Strikes [[kill]] 14 people in the port.", "14 people"),
    ("Troops [[storm]] the capital's main hospital.", "capital's main hospital"),
    ("Federal agents [[shoot]] two people.", "two people"),
    ("A frigate [[pounds]] US supply ship.", "US supply ship"),
    ("Angry crowd [[rushed]] an airport.", "airport"),
    ("Jets [[hit]] an arms depot and a Paris warehouse.", "arms depot"),
    ("The navy [[boards]] another rogue tanker.", "rogue tanker"),
    ("Gunmen [[abducted]] his wife.", "wife"),
    ("Raiders [[struck]] an air force base.", "air force base"),
    ("He died near the GHQ.12 soldiers were [[wounded]].", "12 soldiers"),
    ("A drone [[damaged]] the area \u200baround the largest Danube port.", "largest Danube port"),
    ("The mastermind behind the parliament [[attack]] was caught.", "parliament"),
    ("Gunmen [[shot]] an Indian dead in Dubai.", "Indian"),
    # passive, with and without its helper
    ("Two police officers [[shot]], suspect dead.", "Two police officers"),
    ("A US embassy in the Gulf [[attacked by]] two drones.", "US embassy"),
    ("Three miners [[killed in]] an ambush.", "Three miners"),
    ("The oil tanker [[was struck]] and caught fire.", "oil tanker"),
    # aimed at
    ("The [[killing of]] a judge shocked many.", "judge"),
    ("A drone [[attack]] on its troops failed.", "troops"),
    ("Drones [[killed]] at least 20 farmers.", "20 farmers"),
    ("A missile [[hit]] what is said to be a military shelter.", "military shelter"),
    ("They [[attacked]] villagers, killing dozens of shepherds and families.", "villagers"),
]
"""Text with its trigger marked, the target's words."""

NOT_HIT = [
    # whose the next word is
    ("Missiles [[strike]] the Ukrainian capital overnight.", "ukrainian"),
    # who reports or answers
    ("There is an active [[shooting]] situation: Example police", "police"),
    ("City Police Department have confirmed a [[shooting]] in the west.", "police"),
    ("Police are searching for a man after a [[stabbing]].", "police"),
    ("The minister spoke of the [[attack]] on Monday.", "minister"),
    ("Four were [[shot]], law enforcement officials said.", "officials"),
    ("Medics desperately tried to help after the [[shooting]].", "medics"),
    # where they were brought, tried or hid
    ("Those [[wounded]] were taken to a nearby hospital.", "hospital"),
    ("Officials at a nearby hospital counted the dead of the [[blast]].", "hospital"),
    ("The suspect in the [[stabbing]] appeared in a city court.", "court"),
    ("The family sheltered in a hotel from [[rocket fire]].", "hotel"),
    ("He was arrested at a trailer after the [[kidnapping]].", "trailer"),
    # who was saved, and who did it
    ("Troops rescued two women after an [[air strike]].", "women"),
    ("Travellers were [[massacred]] by rebel fighters.", "fighters"),
    ("A minister says Iranian drones [[hit]] two Iranian jets by mistake.", "jets"),
    ("Palestinian militants [[kidnapped]] scores of people.", "militants"),
    # what the attack answers
    ("Jets [[hit]] a ridge in retaliation for the killing of a general.", "general"),
    # nouns of another meaning
    ("Three were hurt in a West Bank [[attack]].", "Bank"),
    ("The coast guard told of the [[raid]].", "guard"),
    ("A [[blast]] hit the meeting in a southern town.", "town"),
    ("The girl was [[pushed]] after she met a man's dog.", "man"),
]
"""Text with its trigger marked, the word that the target does not hold."""


@pytest.mark.parametrize(("marked", "target"), HIT)
def test_the_target_is_a_noun_phrase(marked: str, target: str) -> None:
    """Verbs, pronouns and articles stay outside, also where a title capitalises all words."""
    assert read(marked).target == target


@pytest.mark.parametrize(("marked", "word"), NOT_HIT)
def test_a_bystander_is_no_target(marked: str, word: str) -> None:
    """A wrong target in a headline is worse than none."""
    assert word.lower() not in (read(marked).target or "").lower()


@pytest.mark.parametrize(
    ("title", "head", "phrase"),
    [
        ("Anti-Tax Mob Storms Airport in Example", "Airport", "Airport"),
        ("Navy Seizes Fifth Tanker off Coast", "Tanker", "Fifth Tanker"),
        ("Airstrike Targets Example Airport at Dawn", "Airport", "Example Airport"),
        ("Gunmen Attack Los Angeles Church on Sunday", "Church", "Los Angeles Church"),
        ("Fire Hits Arms Depot in Capital", "Depot", "Arms Depot"),
    ],
)
def test_a_title_in_capitals_keeps_its_verb_out_of_the_phrase(title: str, head: str, phrase: str) -> None:
    """A word in -s before a noun is the verb there, unless it is known as part of a name."""
    text = Text(Document(id="x", title=title, text="Nothing more."))
    at = text.full.index(head)
    start, end = phrase_before(text, at, at + len(head), 0)
    assert text.full[start:end] == phrase


def test_phrases_that_are_no_target_hold_a_noun_that_is_one() -> None:
    """The row of kind - only holds what would else be read as a target, or it would do nothing."""
    rows = {kind: cell.split("|") for kind, cell in read_tsv("target_kinds.tsv")}
    nouns = {noun for kind, row in rows.items() if kind != "-" for noun in row}
    plain = [phrase for phrase in rows["-"] if not nouns & set(phrase.replace("-", " ").split())]
    assert plain == []
