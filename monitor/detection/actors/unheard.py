"""Groups that no lexicon has, where a sentence says what they are: who claims by them, and who is accused.

"A little-known outfit, the Morning Column, said it had fired them", "accused a paramilitary group, the River Guard",
"blamed activists of the outlawed Green League". Read in the text's own writing, for capitals tell what is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.detection.actors.wordsets import alternatives
from monitor.detection.text import Sentence, Text

_GROUP = (
    r"(?:group|outfit|faction|organi[sz]ation|militia|cell|network|brigade|movement|collective|gang|cartel|guerrillas?)"
)
_JOINTS = (
    "group, ", "outfit, ", "faction, ", "ation, ", "militia, ", "cell, ", "network, ", "brigade, ", "movement, ",
    "collective, ", "gang, ", "cartel, ", "guerrilla",
)  # fmt: skip
_CALLED = r"(?P<called>[A-Z][\w'’-]+(?: (?:(?:of|the|for|al|and) ){0,2}[A-Z][\w'’-]+){0,5})"
_APPOSED = rf"(?:[\w'’-]+ ){{0,4}}?{_GROUP}, (?:the )?{_CALLED}"
_CLAIMS = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he) {_APPOSED}, (?:has |have |had |also |later )*"
    r"(?:claimed responsib|took responsib|(?:said|says|claimed|claims|announced)\b[^.;]{0,40}?\b(?:it|they|its [\w-]+)"
    rf"(?: (?:had|has|have|also|just))* (?:{alternatives('own_deed')})\b)"
)
_WORD = r"(?:(?!(?:of|by|in|on|for|that|and|with|at|to)\b)[\w'’-]+ )"
_MEN = rf"(?:{alternatives('accused_men')})"
_ACCUSES = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!being )(?<!is )(?<!are )\b(?P<verb>blam(?:ed|es|ing)|accus(?:ed|es|ing)) "
    r"(?:the |an? |rival )?(?:"
    rf"{_APPOSED}(?=[,;.])|"
    rf"(?P<of>{_WORD}{{0,3}}?{_MEN} (?:of|from|linked to|loyal to|belonging to) (?:the )?(?:[\w'’-]+ ){{0,2}}?"
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})|"
    rf"(?P<men>{_WORD}{{1,3}}?{_MEN})(?=[,;.]| (?:for|of|and|over)\b))"
)
_OF_NO_DEED = re.compile(rf" of (?:\w+ly )?(?:{alternatives('accused_of_no_attack')})\w*ing\b")
_WHO = re.compile(r"(?:[^-]{2,30} -{1,2} )?(?P<who>(?:[\w'’.-]+ ){0,4}[\w'’.-]+) (?:has |have |had |also |later )*$")


@dataclass(frozen=True, slots=True)
class Unheard:
    """A group's words at [start, end) of the text, and who accuses it, if the sentence begins with him."""

    start: int
    end: int
    by: str | None = None


def find_claimant(text: Text, sentence: Sentence) -> Unheard | None:
    """The group that says it did it, by the name that stands behind what it is."""
    if text.upper_case or not any(joint in sentence.folded for joint in _JOINTS):
        return None
    found = _CLAIMS.search(sentence.text)
    return found and Unheard(sentence.start + found.start("called"), sentence.start + found.end("called"))


def find_accused(text: Text, sentence: Sentence) -> Unheard | None:
    """The group or its men who are blamed for it."""
    if text.upper_case or not ("blam" in sentence.folded or "accus" in sentence.folded):
        return None
    found = _ACCUSES.search(sentence.text)
    if found is None or _OF_NO_DEED.match(sentence.text, found.end()):
        return None
    field = next(name for name in ("called", "of", "men") if found[name])
    teller = _WHO.fullmatch(sentence.text[: found.start()])
    by = re.sub(r"^(?:The|An?) ", "", teller["who"]) if teller else None
    return Unheard(sentence.start + found.start(field), sentence.start + found.end(field), by)
