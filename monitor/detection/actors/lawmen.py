"""Police and guards beside an attack: who shot the attacker did not make the attack, and nobody holds him for it."""

from __future__ import annotations

import re

from monitor.detection.text import Sentence, Text

_IN_OFFICE = (
    "officer", "officers", "cop", "cops", "deputy", "deputies", "trooper", "troopers", "policeman", "policemen",
    "police", "agent", "agents", "guard", "guards", "sheriff",
)  # fmt: skip
ATTACKERS = (
    r"(?:gunm[ae]n|attackers?|assailants?|shooters?|bombers?|hijackers?|hostage-takers?|knifem[ae]n|stabbers?|"
    r"assassins?)"
)
"""Words that call someone the maker of an attack."""
_SUSPECT = rf"(?:suspects?|terrorists?|{ATTACKERS})"
_SHOT_BY = re.compile(
    rf"\b{_SUSPECT}\b[^.;]{{0,80}}\b(?:killed|shot(?: dead| and killed)?|gunned down|neutralised|wounded) by "
    r"(?:[\w-]+ ){0,3}$"
)
_SHOOTS = re.compile(
    r" (?:[\w-]+ ){0,3}?(?:shoots?|shot|kills?|killed|wounds?|wounded|neutralis\w+|fired? (?:at|on)|opened fire on)"
    rf"(?: (?:dead|and|killed|the|an?|alleged|suspected|armed))* (?:[\w-]+ )?{_SUSPECT}\b"
)


def is_in_office(name: str) -> bool:
    """Whether a description is of those who act for the law: "off-duty officer", "police"."""
    return name.lower().endswith(_IN_OFFICE)


def only_stops(text: Text, sentence: Sentence, start: int, end: int) -> bool:
    """Whether he of whom [start, end) tells only shot the attacker: "the suspect was killed by officers"."""
    if _SHOOTS.match(text.folded, end, sentence.end):
        return True
    return _SHOT_BY.search(text.folded, max(sentence.start, start - 160), start) is not None
