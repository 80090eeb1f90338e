"""Weapons in other words: what no list has, what only tells that somebody shot, and what cut a cable."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.instruments import find_instrument
from monitor.detection.text import Text
from monitor.domain.document import Document

WITH = [
    ("A porter was bludgeoned to death with a marble lamp.", "marble lamp"),
    ("He strangled his flatmate with a curtain cord, prosecutors say.", "curtain cord"),
    ("The cook was hacked with rusty shears.", "rusty shears"),
    ("A guard was beaten with a snooker cue by his guests.", "snooker cue"),
]
NOT_WITH = [
    "A porter was beaten by a man with a beard.",
    "Two were stabbed and left with deep wounds.",
    "She was attacked with her sister.",
    "A man was charged over a woman killed with intent.",
    "He was struck with horror.",
    "Villagers were attacked with impunity.",
    "They met with a minister.",
]


@pytest.mark.parametrize(("words", "told"), WITH)
def test_what_somebody_was_hurt_with_needs_no_list(words: str, told: str) -> None:
    """The noun behind a deed of the hand and "with" is the weapon."""
    text = Text(Document(id="x", text=words))
    span = find_instrument(text, text.sentences[0])
    assert span is not None
    assert text.full[slice(*span)] == told


@pytest.mark.parametrize("words", NOT_WITH)
def test_what_else_stands_behind_with_is_no_weapon(words: str) -> None:
    """Wounds, people, ways and charges are none."""
    text = Text(Document(id="x", text=words))
    assert find_instrument(text, text.sentences[0]) is None


WORDS = [
    ("A tailor was [[beaten to death]] with a wooden mallet.", "stabbing", "wooden mallet"),
    ("Nine were [[killed]] in a gun battle.", "armed_clash", None),
    ("Two men with gunshot wounds were found after the [[attack]].", "armed_clash", None),
    ("He [[killed]] two before turning the gun on himself.", "assassination", None),
    ("Bullets [[killed]] the mayor.", "assassination", "gun"),
    ("Police found spent shells where the mayor was [[killed]].", "assassination", None),
    ("Two female bombers [[blew themselves up]].", "suicide_bombing", None),
    ("He [[detonated]] his vest at the gate.", "suicide_bombing", "vest"),
    ("A guard in a bulletproof vest was hurt in the [[blast]].", "bombing", None),
    ("A man in a vest was [[kidnapped]].", "abduction", None),
    ("Army jets bomb camp in [[raid]].", "air_drone_strike", None),
    ("A drone dropped two grenades in the [[attack]].", "air_drone_strike", "grenades"),
    ("A drone and two bombs [[hit]] the yard.", "air_drone_strike", "drone"),
    ("The anchor of a freighter [[cut]] the cable.", "sabotage", "anchor"),
    ("The news anchor was [[killed]] at home.", "assassination", None),
    ("The jet [[strikes]] another speedboat.", "maritime_attack", None),
    ("The mayor was [[killed]] in his white van.", "assassination", None),
    ("A parcel exploded in the [[attack]].", "bombing", "parcel bomb"),
    ("Two hooded men [[attacked]] a pub. They emptied jerry cans there.", "arson", "jerry cans"),
    ("He [[held]] nine hostage. Police found a revolver.", "abduction", "revolver"),
    ("A man with a crossbow [[shot]] at shoppers.", "shooting", "crossbow"),
]


@pytest.mark.parametrize(("marked", "kind", "weapon"), WORDS)
def test_the_weapon_is_what_the_text_tells_of_it(marked: str, kind: str, weapon: str | None) -> None:
    """A shot, those who wear the bombs, a boat that was hit and a presenter are none."""
    assert read(marked, kind).weapon == weapon
