"""Reads wounds by what they are made of: "a leg wound", "deep cuts to the face", "a bullet in the lung", "a sore jaw".

The words are the sets `wound`, `wound_one`, `broken`, `lodged` and `body` of lexicons/figure_words.tsv.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.figures.words import word_set

_WORD = (
    r"(?: (?!(?:no|not|without|any|that|which|who|to|of|from|for|by|in|on|at|after|before|when|is|are|was|were|been|old"
    r"|older|previous|earlier|past|healed|caused|budget|spending|tax|job|price|power|pay|aid|rate|flight|cost|care|risk"
    r"|said|died|killed|dead|fatal|sports|career)\b)[\w'-]+,?)"
)
"""A word that may stand before a wound; those of old wounds, of the dead and of cuts in money may not."""
_NO_WOUND = r"(?! (?:updates?|news|time|list|crisis|claims?|blow|scare|worry|lawyers?)\b)"
"""Behind "injury" in sport and in law."""
_OWNER = r" (?:the|his|her|their|one|both|each|a)(?: [\w-]+){0,2}? "


def wounds_after(folded: str, end: int) -> int | None:
    """Where the wound ends that "with", "has" or "treated for", ending at `end`, goes on to; None where none does."""
    match = _wound().match(folded, end)
    return match.end() if match else None


def body_after(folded: str, end: int) -> bool:
    """Whether "cut" or "nicked", ending at `end`, goes on to a part of the body: "cut on the hand"."""
    return _in_body().match(folded, end) is not None


def _any(name: str) -> str:
    return "(?:" + "|".join(sorted(word_set(name))) + ")"


@cache
def _wound() -> re.Pattern[str]:
    body = _any("body")
    return re.compile(
        rf"(?:{_WORD}{{0,4}}? {_any('wound')}{_NO_WOUND}"
        rf"| (?:an?|his|her|one|another){_WORD}{{0,3}}? {_any('wound_one')}"
        rf"|{_WORD}{{0,2}}? {_any('broken')}(?: [\w-]+)? {body}"
        rf"|{_WORD}{{0,3}}? {_any('lodged')}(?: lodged| embedded)? (?:in|through){_OWNER}{body})\b"
        rf"(?: (?:to|in|on){_OWNER}{body}(?:,? (?:and|or) (?:[\w-]+ )?{body})?\b)?"
    )


@cache
def _in_body() -> re.Pattern[str]:
    return re.compile(rf" (?:in|on|across|to|through|about|over){_OWNER}{_any('body')}\b")
