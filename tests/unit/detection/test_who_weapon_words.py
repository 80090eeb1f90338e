"""Words of weapons that are none: verbs, what their crews and works are called by, and what was shot down."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.who import assign_actors
from monitor.domain.detection import Range
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

WORDS = [
    ("The junta [[bombs]] a wedding, dropping mortar shells.", "air_drone_strike", "mortar shells"),
    ("The air force bombs 12 houses in a [[raid]].", "air_drone_strike", None),
    ("A gang bombs cash van in a [[blast]].", "bombing", None),
    ("A veteran guns down five in a [[shooting]].", "shooting", None),
    ("Bombs [[killed]] nine in a market.", "bombing", "bombs"),
    ("Rockets [[struck]] camp walls.", "shelling", "rockets"),
    ("Nine shells [[hit]] houses.", "shelling", "shells"),
    ("Rockets were [[fired]] at the town.", "shelling", "rockets"),
    ("An air strike [[killed]] a drone commander.", "air_drone_strike", None),
    ("An explosive device planted on the track [[went off]].", "bombing", "explosive device"),
    ("A man [[detonated]] a suicide vest.", "bombing", "suicide vest"),
    ("F-16s shot down two drones in the [[attack]].", "air_drone_strike", "drones"),
]
"""A text with its trigger marked, the event's type, the weapon."""


@pytest.mark.parametrize(("marked", "kind", "weapon"), WORDS)
def test_a_weapon_is_a_noun_for_what_was_used(marked: str, kind: str, weapon: str | None) -> None:
    """Neither a verb, nor what belongs to a weapon, nor the jets that met it."""
    assert read(marked, kind).weapon == weapon


@pytest.mark.parametrize(
    ("stage", "count"), [(Stage.ACCOMPLISHED, None), (Stage.ATTEMPTED, Range(min=822, max=822))]
)
def test_what_was_shot_down_is_not_what_came_through(stage: Stage, count: Range | None) -> None:
    """A number of drones shot down counts an attack that was stopped, and none that killed."""
    text = Text(Document(id="t", text="Drones killed six. The ministry said it shot down 822 drones."))
    anchor = Anchor(2, 15, text.sentences[0].index, EventType.AIR_DRONE_STRIKE, "drones killed")
    draft = Draft(
        type=EventType.AIR_DRONE_STRIKE, stage=stage, role=Role.NEWS, anchors=(anchor,),
        sentences=tuple(s.index for s in text.sentences),
    )  # fmt: skip
    assert assign_actors(text, [draft])[0].weapon_count == count


@pytest.mark.parametrize(("role", "weapon"), [(Role.NEWS, "hammer"), (Role.BACKGROUND, None)])
def test_the_title_tells_the_news_weapon(role: Role, weapon: str | None) -> None:
    """A title without a word of attack is the news's own, and no background's."""
    text = Text(Document(id="t", title="Maniac with hammer on the loose", text="A woman was beaten on a train."))
    start = text.full.index("beaten")
    anchor = Anchor(start, start + 6, 1, EventType.STABBING, "beaten")
    draft = Draft(type=EventType.STABBING, stage=Stage.ACCOMPLISHED, role=role, anchors=(anchor,), sentences=(1,))
    assert assign_actors(text, [draft])[0].weapon == weapon
