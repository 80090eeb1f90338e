"""Targets in other words: where their phrase begins, words of two meanings, and what was driven at them."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.objects import find_object
from monitor.detection.text import Text
from monitor.domain.document import Document

TARGETS = [
    ("Police have [[shot]] dead at least 12 marchers in the capital.", "shooting", "12 marchers"),
    ("A man [[rams]] a van through the gates of a Danish embassy.", "vehicle_ramming", "Danish embassy"),
    ("The army [[fires]] on a sit-in.", "shooting", "sit-in"),
    ("An away fan was [[stabbed]] outside the arena.", "stabbing", "away fan"),
    ("Shells [[land]] beside a clinic.", "shelling", "clinic"),
    ("Two men were tied to a railing and [[beaten]] by villagers.", "mob_violence", "Two men"),
    ("Last week's chapel [[bombing]] shook the island.", "bombing", "chapel"),
    ("A referee was [[headbutted]] on Sunday.", "stabbing", "referee"),
]


@pytest.mark.parametrize(("marked", "kind", "target"), TARGETS)
def test_the_target_in_its_own_words(marked: str, kind: str, target: str) -> None:
    """Neither a verb nor a time nor a count's bound belongs to the phrase, and no van that was driven at it."""
    assert read(marked, kind).target == target


OTHERS = [
    ("A truck bomb [[went off]] in Port Harcourt.", "bombing", "Port"),
    ("A freighter [[hits]] a moored mine off the coast.", "maritime_attack", "mine"),
    ("There was house-to-house [[fighting]] in the east.", "armed_clash", "house"),
    ("A car into crowd [[attack]] in Lyon.", "vehicle_ramming", "car"),
    ("They marched in the wake of the [[attack]].", "attack", "wake"),
]


@pytest.mark.parametrize(("marked", "kind", "word"), OTHERS)
def test_a_word_of_another_meaning_is_no_target(marked: str, kind: str, word: str) -> None:
    """A town, a mine at sea, a way of fighting and what was used are none."""
    assert word not in (read(marked, kind).target or "")


def test_a_mine_and_a_port_are_targets_of_their_own() -> None:
    """Where neither a town nor an explosive stands there."""
    assert read("Jets [[bombed]] a copper mine.", "air_drone_strike").target == "copper mine"
    assert read("Drones [[hit]] the port.", "air_drone_strike").target == "port"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Jets carried out strikes against Red Front targets in the hills.", "Red Front targets"),
        ("Jets carried out strikes on Islamic State positions.", "Islamic State positions"),
        ("Jets carried out strikes on targets in the hills.", None),
    ],
)
def test_targets_are_told_with_whose_they_are(words: str, told: str | None) -> None:
    """The bare word says nothing."""
    text = Text(Document(id="x", text=words))
    span = find_object(text, text.sentences[0])
    assert (text.full[slice(*span)] if span else None) == told
