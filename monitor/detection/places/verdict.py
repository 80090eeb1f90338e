"""Whether what speaks for a name suffices to take it for a place.

A country needs nothing, a small town that shares its name with people a preposition or a state.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.detection.places.gazetteer import OWN, Kind
from monitor.detection.places.mention import Mention, ToponymRole
from monitor.detection.places.words import words

GREAT_CITY = 900_000
VERY_GREAT_CITY = 2_500_000
GOVERNING = frozenset({Kind.COUNTRY, Kind.CAPITAL, Kind.REGION}) | OWN
_LARGE_PRIOR = 5.3
"""About 200,000 people."""
_NO_PLACE = -1.9
_SIDES = frozenset(f"{way} {part}" for way in ("north", "south", "east", "west") for part in ("side", "end"))


@dataclass(slots=True)
class Known:
    """What the text as a whole says of its names."""

    upper_case: bool
    persons: set[str] = field(default_factory=set)
    """Keys of names that are somebody's here."""
    sure: set[str] = field(default_factory=set)
    """Keys of names that are surely a place's somewhere in the text."""


def stands(m: Mention, known: Known) -> bool:
    """The verdict: enough speaks for a place."""
    if m.role is ToponymRole.DEMONYM:
        return bool(m.found)
    if _is_word(m) or _is_person(m, known):
        return m.hint is not None
    if not m.found:
        return m.hint is not None and m.evidence > 0
    return m.evidence > _NO_PLACE and m.evidence >= _needed(m, known)


def governs(m: Mention) -> bool:
    """Whether the name is that of a country, a region or a great city, which acts and gives its name to bodies."""
    if not m.found:
        return False
    best = m.found[0].row
    if best.kind in (Kind.COUNTRY, Kind.CAPITAL):
        return True
    if m.key in words().people or m.key in words().soft:
        return False
    return best.kind in GOVERNING or best.population > GREAT_CITY


def _is_word(m: Mention) -> bool:
    if m.key == "america":
        return m.evidence < 0.5
    return m.key in words().hard or m.key in _SIDES


def _is_person(m: Mention, known: Known) -> bool:
    governing = m.found and m.found[0].row.kind in GOVERNING and m.evidence > _NO_PLACE
    if m.key not in known.persons or governing or "org" in m.extra:
        return False
    return m.evidence < 1.4 or "possessive" in m.extra


def _famous(m: Mention) -> bool:
    """Whether the city is so much better known than the word or the name that a little more makes it one."""
    people = m.found[0].row.population
    return people > VERY_GREAT_CITY or (people > GREAT_CITY and m.evidence > 0.4)


def _needed(m: Mention, known: Known) -> float:
    """How much must speak for a place before this name is one."""
    best, single = m.found[0], " " not in m.key
    if governs(m):
        return _NO_PLACE
    if single and m.key in words().soft and best.row.kind is not Kind.COUNTRY and not _famous(m):
        return -1.0 if m.key in known.sure else 1.0
    if m.key in known.sure:
        return -1.0
    need = 0.5 if single else -0.4
    if known.upper_case or (single and m.key in words().first):
        need += 0.5
    if best.alternate and best.row.population < GREAT_CITY / 2:
        need += 0.5
    if best.row.prior > _LARGE_PRIOR and m.key not in words().first:
        need -= 0.6
    return need
