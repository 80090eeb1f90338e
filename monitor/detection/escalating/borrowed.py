"""Words of war that quarrels borrow: a party's, a club's, a dressing room's."""

from __future__ import annotations

import re

from monitor.detection.escalating.passages import Passage
from monitor.domain.taxonomy import EscalationKind as Kind

WORDS_ALONE = frozenset({Kind.RETALIATION_THREAT, Kind.ULTIMATUM, Kind.WAR_DECLARATION, Kind.BRINK_OF_WAR})
"""Kinds that are told by what is said, not by what is done."""
_BORROWED = WORDS_ALONE | {Kind.NUCLEAR_RHETORIC, Kind.CEASEFIRE_COLLAPSE}
"""Kinds whose words quarrels borrow."""
_INDOORS = re.compile(
    r"\b(?:dressing room|locker room|boardroom|backbench\w*|the whip|rebel mps|party leadership|showbiz|co-stars?|"
    r"leadership (?:race|contest|bid|challenge)|winter break)\b"
)
"""Where truces, ultimatums and wars are of words."""
_HOUSES = re.compile(
    r"\b(?:party|club|team|family|tories|labour|gop|dressing room|coalition|board|fans)\b(?! of god)"
    r" (?:is |was |are |were |has been |now |stands? |to )*(?:on |at )?(?:the )?$"
)
"""In front of "brink of civil war": a house divided, no country."""


def is_of_words(passage: Passage, kind: Kind) -> bool:
    """Whether sentence or headline is of a club's or a party's quarrel, which borrows the words of war."""
    if kind not in _BORROWED:
        return False
    title = passage.text.sentences[0]
    told = (passage.sentence, title) if title.in_title else (passage.sentence,)
    return any(_INDOORS.search(s.folded) for s in told)


def is_divided_house(passage: Passage, kind: Kind, start: int) -> bool:
    """Whether it is a party or a club that is on the brink at `start`."""
    return kind is Kind.BRINK_OF_WAR and _HOUSES.search(passage.before(start, 40)) is not None
