"""Who acts where the noun tells it, not the verb: whose forces move, whose arms strike, whose embassy warns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from monitor.detection.actors.mentions import ActorKind, Mention
from monitor.detection.escalating.passages import Passage

_FORCES = re.compile(
    r"(?:['’]s?)? (?:(?!and\b|to\b|by\b|on\b)[\w-]+ ){0,3}?(?:troops?|soldiers|marines|forces|paratroopers|commandos|"
    r"warships?|ships|vessels|navy|fleet|carriers?|destroyers?|frigates?|submarines?|jets|warplanes|bombers|aircraft|"
    r"tanks|artillery|brigades?|battalions?|reservists|military presence|military build-?up|peacekeepers|helicopters)\b"
)
_ARMS = re.compile(
    r"(?:['’]s?)?(?:[ -](?!and\b|to\b|by\b|on\b|after\b|condemn)[\w-]+){0,2}?[ -](?:strikes?|air ?strikes?|attacks?|"
    r"assaults?|raids?|bombing|bombardment|drones?|missiles?|rockets?|shelling|artillery|warplanes|jets|operation)\b"
)
_GROUND = re.compile(r"\b(?:on|in|at|into|against|over|inside|across|hits?|struck|targets?|targeting) (?:the )?$")
_POSSESSIVE = re.compile(r"['’]s?\b")
_ADJECTIVES = frozenset({"us", "u.s", "u.s.", "uk", "u.k", "u.k.", "uae"})
"""States whose short names stand for their adjectives."""
_SHIP = re.compile(r"\b(USS|HMS) [A-Z]")
_NAVIES = {"USS": "United States", "HMS": "United Kingdom"}
_BESIDE = 40
"""Code points in front of the words within which the owner of forces stands."""
_NEAR = 400
"""Code points from a sentence's start within which a ship's name tells whose fleet it speaks of."""


def moving(passage: Passage, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    """Whose forces the words at [start, end) move: "build-up of US warships", "says Russian troops are massing"."""
    near = [m for m in mentions if start - _BESIDE <= m.start < end]
    owners = (m for m, other in zip_longest(near, near[1:]) if _owns(passage.text.folded, m, other, start))
    return next(owners, None)


def _owns(folded: str, mention: Mention, other: Mention | None, start: int) -> bool:
    """Whether the name is of forces, or they stand right behind it and no other name between."""
    if mention.actor.kind is ActorKind.FORCE and mention.end > start:
        return True
    found = _FORCES.match(folded, mention.end)
    return found is not None and found.end() > start and not (other is not None and other.start < found.end())


def fleet(passage: Passage) -> str | None:
    """The state whose ship is named near words that name nobody: "a new carrier … aboard USS Lincoln"."""
    first = passage.sentence.start
    found = _SHIP.search(passage.text.full, first, first + _NEAR)
    return _NAVIES[found[1]] if found else None


def is_armed(folded: str, mention: Mention) -> bool:
    """Whether a blow or arms stand right behind the name: "Israeli air strikes"."""
    return _ARMS.match(folded, mention.end) is not None


def striking(passage: Passage, mentions: Sequence[Mention]) -> tuple[Mention | None, Mention | None]:
    """Whose arms strike and whose ground: "X condemns US attack on Y". None where no noun tells it."""
    folded = passage.text.folded
    armed = [m for m in mentions if m.actor.kind is not ActorKind.SEAT and is_armed(folded, m)]
    doer = next((m for m in armed if _strikes(folded, m)), None)
    if doer is None:
        return None, None
    others = [m for m in mentions if m.country != doer.country]
    struck = [m for m in others if m in armed or _GROUND.search(folded, max(0, m.start - 20), m.start)]
    states = [m for m in others if m.actor.kind is ActorKind.STATE]
    return doer, next(iter(struck or states), None)


def _strikes(folded: str, mention: Mention) -> bool:
    """Whether a name in front of a blow is its doer's: in "the Oman strike" the state is where it fell."""
    plain = mention.actor.kind is ActorKind.STATE and folded[mention.start : mention.end] not in _ADJECTIVES
    return not plain or _POSSESSIVE.match(folded, mention.end) is not None
