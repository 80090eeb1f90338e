"""Both sides of a clash, where the text names them and no other doer: "M23 and Wazalendo clash"."""

from __future__ import annotations

import re

from monitor.detection.actors.doers import find_doers
from monitor.detection.actors.mentions import find_mentions
from monitor.detection.text import Sentence, Text

_ARTICLE = r"(?:the |an? )?"
_SIDE = r"[\w'’.-]+(?: (?!and\b|when\b|as\b|after\b|while\b|in\b|on\b|at\b|near\b|between\b)[\w'’.-]+){0,6}?"
_BOTH = rf"(?P<both>{_SIDE}(?: and {_ARTICLE}|, ){_SIDE})"
_FIGHT = (
    r"(?:clash(?:ed|es)?|battl(?:e|ed|es)|fight|fought|(?:exchanged?|trade[ds]?) "
    r"(?:[\w-]+ ){0,3}?(?:fire|gunfire|shots|artillery|shelling|blows|strikes)|skirmish(?:ed)?)\b"
)
_HINT = ("clash", "battl", "fight", "fought", "exchang", "trade", "skirmish", "gunfight", "firefight", "shootout")
_THEY_FIGHT = re.compile(rf"(?:^|[:,-] |\b(?:when|as|after|while) ){_ARTICLE}{_BOTH},? {_FIGHT}")
_BETWEEN = re.compile(
    r"\b(?:clash(?:es)?|fighting|battles?|gun ?battles?|gunfights?|firefights?|shoot-?outs?|exchanges? of \w+|"
    rf"skirmish(?:es)?) (?:[\w-]+ ){{0,2}}?(?:between|of) {_ARTICLE}{_BOTH}"
    r"(?=[,.;:]| (?:in|on|at|near|outside|over|that|which|left|killed|broke|around|ended|during|have|has|had|was|"
    r"were)\b|$)"
)
_RIVALS = re.compile(
    r"\bbetween (?P<both>(?:two |three )?(?:rival |armed |warring |opposing )+(?:[a-z-]+ ){0,2}?(?:groups?|gangs?|"
    r"clans?|families|factions|militias|tribes|cartels|fans|villagers|gunmen))\b"
)


def find_sides(text: Text, sentence: Sentence) -> tuple[int, int] | None:
    """The span in which the sentence names both sides, an armed party at least on one; None where it does not."""
    if not any(hint in sentence.folded for hint in _HINT):
        return None
    rivals = _RIVALS.search(sentence.folded)
    if rivals:
        return sentence.start + rivals.start("both"), sentence.start + rivals.end("both")
    for pattern in (_THEY_FIGHT, _BETWEEN):
        found = pattern.search(sentence.folded)
        if found:
            span = sentence.start + found.start("both"), sentence.start + found.end("both")
            span = span[0], span[1] - found["both"].endswith(".")
            return span if _are_sides(text, sentence, span) else None
    return None


def _are_sides(text: Text, sentence: Sentence, span: tuple[int, int]) -> bool:
    """Whether what is named before and behind the joint is a party each, or the second of the first's kind."""
    joint = re.search(r" and |, ", text.folded[span[0] : span[1]])
    if joint is None:
        return False
    middle = span[0] + joint.start()
    ends = [d.end for d in find_doers(text, sentence) if d.kind != "person"]
    ends += [m.end for m in find_mentions(text, *span)]
    return any(span[0] < at <= middle for at in ends) and any(middle < at <= span[1] for at in ends)
