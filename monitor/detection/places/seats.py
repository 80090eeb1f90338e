"""Capitals that stand for their states: a message to Kyiv, the progress of Moscow's troops, ties with Beijing.

Who gets something, who is dealt with and whose the forces are is a government and no town.
"""

from __future__ import annotations

import re
from collections.abc import Set

from monitor.detection.places.gazetteer import is_capital
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.words import words
from monitor.domain.taxonomy import PlacePrecision

SITES = frozenset({"White House", "Pentagon", "Kremlin", "Capitol Hill"})
"""Sites that stand for a government, and are where it meets and speaks."""
_RECIPIENT = re.compile(
    r"(?:\b(?:with|behind|toward|towards)|(?<!close)(?<!next)(?<!near)(?<!damage)(?<!destruction) \bto) $"
)
"""Before a state that is addressed or dealt with; what is damage "to" a town or close to it is in the town."""
_BACK = 16
_OWNS = re.compile(r"['’][ \u00a0]*s? ((?:[\w-]+ ?){1,3})")
_LOOSE = frozenset({None, "of", "to", "by", "with", "for", "against", "from", "toward", "towards"})
"""Prepositions that put nothing in a town."""
_CITY = re.compile(r"\b(?:the (?:[\w-]+ )?(?:capital|city)|this (?:capital|city)|city centre|city center|downtown)\b")


def is_seat(t: Toponym) -> bool:
    """Whether it is a capital, whose name may stand for the government."""
    return t.place.precision is PlacePrecision.CITY and is_capital(t.place)


def stands_for_state(folded: str, t: Toponym, state_words: Set[str]) -> bool:
    """Whether a capital's name is its state's here; `state_words` are those of what only a state has."""
    if t.preposition not in _LOOSE or t.role is ToponymRole.DATELINE or not is_seat(t):
        return False
    owned = _OWNS.match(folded, t.end)
    if owned is not None:
        return any(word in state_words for word in owned[1].split())
    if t.noun in words().acts or t.noun in words().site:
        return False
    return _RECIPIENT.search(folded, max(0, t.start - _BACK), t.start) is not None


def tells_of_city(folded: str, end: int) -> bool:
    """Whether the text up to `end` speaks of "the city" or "the capital", and so of where it was filed."""
    return _CITY.search(folded, 0, end) is not None
