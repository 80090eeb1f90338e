"""Where people happened to be when they were attacked: a site that was not itself what the attack was aimed at.

Who shoots, stabs or takes people does it somewhere; the shop, the bus or the house is a target only where the words aim
at it: "opened fire on a bus", "stormed a school", not "shot at a petrol station". What a bomb, a shell or a fire hits
is hit wherever the words have it.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.actors.wordsets import alternatives, words_of
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Sentence, Text
from monitor.domain.taxonomy import EventType

_ON_PEOPLE = frozenset(
    {
        EventType.SHOOTING, EventType.STABBING, EventType.ASSASSINATION, EventType.ABDUCTION,
        EventType.VEHICLE_RAMMING, EventType.CHEMICAL_ATTACK, EventType.MOB_VIOLENCE, EventType.ATTACK,
    }
)  # fmt: skip
"""Attacks that are made on people, wherever these are."""
_SITES = frozenset(
    {
        "hospital", "school", "airport", "port", "energy", "infrastructure", "place_of_worship", "market",
        "government", "transport", "vehicle", "residential", "industry",
    }
)  # fmt: skip
_CALLED_BY = frozenset({"school", "place_of_worship", "hospital"})
"""Sites by which an attack is called that was made on those who belong there: "the mosque shooting"."""
_GRAVE = _CALLED_BY | {"airport", "market", "transport"}
_CALLED = re.compile(rf" (?:\w+ )?(?P<deed>{alternatives('deed_called')})\b")
_DETERMINERS = (
    r"(?:(?:the|an?|at least|another|some|several|two|three|his|her|its|their|up to|about|around|\d+|own|of) )*$"
)
_AIMED_AT = re.compile(
    rf"(?:\b(?:{alternatives('aims_at_site')}) (?:(?!in\b|at\b|near\b|people\b|after\b)[\w'-]+ ){{0,2}}?"
    r"(?:on|against|into|through|towards?)"
    rf"|\b(?:{alternatives('hits_site')})|\bset (?:fire to|ablaze)) +{_DETERMINERS}"
)
_LOCAL = re.compile(rf"\b(?:in|at|on|near|outside|inside|from|of|by|to|behind|around) +{_DETERMINERS}")
_INSIDE = re.compile(rf"\b(?:in|at|on|inside|outside|from) +{_DETERMINERS}")
_SUFFERS = re.compile(
    r",?(?: (?:that|which|was|were|is|are|been|being|has|have|had|also|repeatedly|reportedly|set))+ | "
)


def may_be_setting(kind: EventType, site: str) -> bool:
    """Whether an event of this kind is made on people, who may have been at such a site."""
    return kind in _ON_PEOPLE and site in _SITES


def is_setting(text: Text, sentence: Sentence, kind: EventType, site: str, span: tuple[int, int, int]) -> bool:
    """Whether the phrase only says where people were attacked in an event of this kind.

    `site` is the phrase's kind; `span` where it begins and where its head begins and ends.
    """
    begin, head, end = span
    if not may_be_setting(kind, site) or text.folded[head:end] in _people():
        return False
    called = _CALLED.match(text.folded, end, sentence.end)
    if called:
        return not (site in _CALLED_BY or called["deed"].startswith("attack"))
    first = max(sentence.start, begin - 60)
    if kind is EventType.ATTACK and not _INSIDE.search(text.folded, first, begin):
        return False  # by whatever means: a raid's or a missile's aim is often a site
    return _AIMED_AT.search(text.folded, first, begin) is None


def tells_where(text: Text, sentence: Sentence, site: str, begin: int, end: int) -> bool:
    """Whether the phrase is told as where it happened, and of a kind by which an attack is graver: a school, a bus."""
    if site not in _GRAVE:
        return False
    if _CALLED.match(text.folded, end, sentence.end):
        return True
    return _INSIDE.search(text.folded, max(sentence.start, begin - 40), begin) is not None


def suffers(text: Text, sentence: Sentence, begin: int, end: int, act: int) -> bool:
    """Whether the phrase [begin, end) is at once the subject of the passive at `act`: "a bus was attacked"."""
    local = _LOCAL.search(text.folded, max(sentence.start, begin - 40), begin)
    return local is None and end <= act and _SUFFERS.fullmatch(text.folded, end, act) is not None


@cache
def _people() -> frozenset[str]:
    """Words of a site's kind that are people: "worshippers"."""
    return frozenset(row[0] for row in read_tsv("persons.tsv")) | frozenset(words_of("people_at_sites"))
