"""Who raises the danger and against whom: the named parties around an escalation's words."""

from __future__ import annotations

import re

from monitor.detection.actors.mentions import ActorKind, Mention
from monitor.detection.escalating.passages import Passage

_ACCUSES = re.compile(r"\b(?:accus(?:es|ed|ing)|blam(?:es|ed|ing)|say|says|said)\s+(?:the )?$")


_SUFFERS = re.compile(
    r"(?:(?:will|shall|would|must|to|is|are|can) )?(?:be(?! (?:able|ready to)\b)|pay|regret|suffer|feel|"
    r"face (?:\w+ ){0,2}?(?:consequences|response|retaliation|revenge|punishment|fire|hell|war))\b"
)
"""Words of a threat whose subject is the one who is threatened: "they will pay", "will be crushed"."""


def find_parties(passage: Passage, start: int, *, threat: bool = False) -> tuple[str | None, str | None]:
    """Actor and target of the escalation whose words begin at `start`, by the lexicons' names, or None.

    `threat` says that the words may be what somebody threatens another with, who then stands in front of them.
    """
    before = [m for m in passage.mentions if m.start <= start]
    if threat and before and _SUFFERS.match(passage.text.folded, start):
        others = [m for m in (*before[:-1], *passage.mentions[len(before) :]) if _differs(m, before[-1])]
        speaker = _doer(others)
        return (speaker.actor.name if speaker else None), before[-1].actor.name
    accused = _accused(passage, before)
    if accused is not None:
        return before[accused].actor.name, before[accused - 1].actor.name
    actor = _doer(before)
    after = [m for m in passage.mentions if m.start > start and _differs(m, actor)]
    return (actor.actor.name if actor else None), (after[0].actor.name if after else None)


def _accused(passage: Passage, before: list[Mention]) -> int | None:
    """In "A accused B of …" it is B who acts: the place of B in the list."""
    folded = passage.text.folded
    for second in range(1, len(before)):
        if _ACCUSES.search(folded[before[second - 1].end : before[second].start]):
            return second
    return None


def _doer(before: list[Mention]) -> Mention | None:
    """The first named party: news puts who speaks or acts in front of the verb."""
    named = [m for m in before if m.actor.kind in (ActorKind.GROUP, ActorKind.FORCE, ActorKind.STATE)]
    return next(iter(named or before), None)


def _differs(mention: Mention, actor: Mention | None) -> bool:
    return actor is None or mention.country != actor.country
