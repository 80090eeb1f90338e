"""Those who stand in a report of an attack and are not what it was aimed at.

Police who report or answer, ministers who speak, the hospital that takes in the wounded, the court that tries the
accused, the flat where somebody hid, those who were rescued, and whoever did it.
"""

from __future__ import annotations

import re

from monitor.detection.actors.sources import says_behind
from monitor.detection.actors.wordsets import alternatives
from monitor.detection.text import Sentence, Text

_CITED = re.compile(
    r"(?:\b(?:says?|said|according to|citing|told|tells|quoting|via|[a-z]+ by)|(?<=\s)[-|:]) +(?:the |an? )?$"
)
_NOT_BY = re.compile(r"\b(?:hit|struck|targeted|near|close|stopped|passing) by +(?:the |an? )?$")
_CLAUSE_ENDS = re.compile(r" *(?:[.,;!?)\"]|$)")
_TITLE_ENDS = re.compile(r"[\s.!?\"')]*$")
_SPEAKS = re.compile(r"\s*(?:department|dept|officials?|chief|sources?)?\s*:")
_WORK = rf"(?:{alternatives('bystander_acts')}|arrest(?!ed (?:in|by))|detain(?!ed)|kill(?!ed)|tak(?!en))"
_ACTS = re.compile(
    rf" +(?:(?:are|is|were|was) +(?:\w+ +)?{_WORK}\w*ing\b"
    r"|(?:(?:have|has|had|will|who|also|now|later|still|desperately|quickly|reportedly|continued? to) +){0,3}"
    rf"{_WORK}\w*\b(?! by\b))"
)
_KEPT = re.compile(
    rf"\b(?:{alternatives('kept')})"
    r"(?: (?!after\b|for\b|following\b|over\b|when\b|as\b)\w+){0,2}? +"
    r"(?:to|at|in|into|inside|from|for|before|outside|back|by)"
    r"(?: +(?:the|an?|his|her|their|its|local|nearby|same|another))* +$"
)
_SAVED = re.compile(
    rf"\b(?:{alternatives('saved')}) +(?:the |an? |more |some |two |\d+ )?$"
)
_BESIDE = (" and his ", " and her ", " and their ", ", his ", ", her ")
"""Whose kin stand here was hit first."""
_MAY_BE = re.compile(r"\b(?:suspected|believed|thought|alleged) to be (?:[\w-]+ ){0,2}$")
"""What the attackers may be."""
_REASON = re.compile(
    r"\b(?:retaliat\w+|in (?:\w+ )?response|revenge(?! (?:killing|attack|shooting))|reprisals?|aveng\w+)\b[^.;,]{0,60}$"
)
"""What is told as the reason was hit before, by others."""
_LED_BY = frozenset(
    {
        "police", "politician", "government", "industry", "military_personnel", "civilians", "aid_worker",
        "journalist", "activist",
    }
)  # fmt: skip
"""Kinds of those who can act themselves."""


def is_bystander(text: Text, sentence: Sentence, kind: str, begin: int, end: int) -> bool:
    """Whether the phrase [begin, end) of this kind speaks, acts, shelters or is saved, instead of being hit."""
    lead = text.folded[max(sentence.start, begin - 70) : begin]
    if kind in _LED_BY and _SAVED.search(lead):
        return True
    if _KEPT.search(lead) or (kind == "hospital" and lead.endswith("in ") and not _has_article(text, begin)):
        return True
    if lead.endswith(_BESIDE) or (" to be " in lead and _MAY_BE.search(lead)) or is_reason(text, sentence, begin):
        return True
    if _CITED.search(lead) and not _NOT_BY.search(lead) and _ends(text, sentence, lead, end):
        return True
    if kind in _LED_BY and _ACTS.match(text.folded, end, sentence.end):
        return True
    opens = not lead.strip() and _SPEAKS.match(text.folded, end, sentence.end) is not None
    return opens or says_behind(text, end, sentence.end)


def is_reason(text: Text, sentence: Sentence, begin: int) -> bool:
    """Whether what begins there is told as the reason of another attack: "in retaliation for a strike on"."""
    return _REASON.search(text.folded, max(sentence.start, begin - 70), begin) is not None


def _has_article(text: Text, begin: int) -> bool:
    return text.folded.startswith(("the ", "a ", "an "), begin)


def _ends(text: Text, sentence: Sentence, lead: str, end: int) -> bool:
    """Only what ends the clause is cited by "says"; behind a dash or colon only what ends the title."""
    if not lead.rstrip().endswith(("-", "|", ":")):
        return lead.rstrip().endswith((" to", " by")) or _CLAUSE_ENDS.match(text.folded, end, sentence.end) is not None
    return sentence.in_title and _TITLE_ENDS.match(text.folded, end, sentence.end) is not None
