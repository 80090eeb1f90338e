"""Countries that a text names by whom the blow fell on: "strikes on Hezbollah", "the raid that captured" a president.

A group is mostly struck where it has its home, a leader where he rules; both are data (the kinds `struck` and `leader`
of places_implied.tsv). Where the same sentence says in which place, that place counts, and nothing is implied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.detection.lexicon import Match, PhraseMatcher
from monitor.detection.places.implied import Sign, recalled, signs, toponym_of
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.text import Text

_BACK, _AHEAD = 90, 90
_NOT_BY = r"(?!(?:by|from|with|as|after|and|but|over|says?|said|is|was|are|were)\b)"
_STRUCK_BEFORE = re.compile(
    r"\b(?:(?:air ?|drone )?strikes?|air ?strikes?|raids?|bomb(?:s|ed|ing|ings)?|"
    r"bombard(?:s|ed|ment|ing)?|hits?|hitting|target(?:s|ed|ing)|kill(?:s|ed|ing)|pound(?:s|ed|ing)|shell(?:s|ed|ing)|attack(?:s|ed|ing)?|struck|striking|destroy(?:s|ed|ing)|"
    r"eliminat(?:es|ed|ing)|assassinat(?:es|ed|ing))"
    rf"(?: (?:on|against|at|of))?(?: {_NOT_BY}[\w'’-]+){{0,3}} $"
)
_STRUCK_AFTER = re.compile(
    r"(?:['’]s?)? (?:[\w-]+ ){0,2}(?:commander|leader|chief|fighter|operative|official|member|militant|target|"
    r"site|launcher|position|depot)s?\b[^.;]{0,50} (?:killed|eliminated|targeted|hit|struck|wounded|destroyed|bombed) "
    r"(?:in|by)(?: an?)?(?: [\w-]+){0,2}? (?:air ?strikes?|strikes?|drones?|raids?|bombing|idf|israel\w*|u\.?s\.?)"
)
_TAKEN_BEFORE = re.compile(
    r"\b(?:captur(?:es?|ed|ing)|kidnap(?:s|ped|ping)?|abduct(?:s|ed|ing|ion)?|seiz(?:es?|ed|ing|ure)|kill(?:s|ed|ing)?|"
    r"assassinat(?:es?|ed|ing|ion)|snatch(?:es|ed|ing)?|murder(?:s|ed|ing)?|removal)"
    rf"(?: of)?(?: {_NOT_BY}[\w'’.-]+){{0,9}} $"
)
_TAKEN_AFTER = re.compile(
    r"(?:['’]s?)? (?:was |is |has been )?(?:capture|captured|kidnapping|kidnapped|abduction|abducted|"
    r"seizure|seized|killing|killed|assassination|assassinated|murder|murdered|martyrdom|removal)\b"
)
_AS = {"struck": "against", "leader": "of"}
"""As after which preposition the country counts: a leader's less, since the country is mostly named too."""
_PLACED = frozenset({"in", "near", "at", "inside", "outside", "over", "across"})
_NEAR = 60
"""Characters behind the name within which the text may say in which place."""


@cache
def _named() -> PhraseMatcher[Sign]:
    return PhraseMatcher(signs("struck", "leader"))


def struck_targets(text: Text, named: Sequence[Toponym]) -> tuple[Toponym, ...]:
    """The countries of groups and leaders that the text calls struck; `named` are the places that it names itself."""
    found = (m for m in _named().find_longest(text.folded) if _is_struck(text, m) and not _placed(text, m, named))
    told = (toponym_of(text, m, ToponymRole.LOCATIVE, _AS[m.payload.how]) for m in found)
    return tuple(t for t in told if t is not None)


def _is_struck(text: Text, match: Match[Sign]) -> bool:
    leader = match.payload.how == "leader"
    before, after = (_TAKEN_BEFORE, _TAKEN_AFTER) if leader else (_STRUCK_BEFORE, _STRUCK_AFTER)
    sentence = text.sentence_at(match.start)
    start = max(sentence.start if sentence else 0, match.start - _BACK)
    if before.search(text.folded, start, match.start):
        return not (leader and recalled(text, match.start))
    if after.match(text.folded, match.end, match.end + _AHEAD):
        return not recalled(text, match.start)
    return False


def _placed(text: Text, match: Match[Sign], named: Sequence[Toponym]) -> bool:
    """Whether the sentence itself says in which place, right behind."""
    sentence = text.sentence_at(match.start)
    behind = (t for t in named if sentence and t.sentence == sentence.index and 0 <= t.start - match.end < _NEAR)
    return any(t.preposition in _PLACED for t in behind)
