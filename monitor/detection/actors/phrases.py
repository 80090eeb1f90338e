"""Noun phrases around a head word, by walking over the words beside it: no grammar, only words that cannot belong."""

from __future__ import annotations

import re

from monitor.detection.text import Text

_WORD = re.compile(r"[^\s,;:()\[\]\"“”]+")
# Words that cannot stand inside a noun phrase before its head: verbs, prepositions, conjunctions, pronouns.
_STOP = frozenset(
    "and or but as at by for from in into of on onto to with near after before while when that which who whom whose it "
    "he she they we i you is are was were be been being has have had do does did will would could may might can "
    "said says told tells say reported confirmed announced added claimed according against over under between among "
    "amid during since until through across around behind outside inside hit hits struck attacked attack targeted killed "
    "kills killing wounded wounding injured injuring destroyed damaged fired launched bombed shelled stormed ambushed raided "
    "blew ripped exploded detonated near towards toward including then not no there here about where what why how if "
    "targeting hitting striking entered opened shot stabbed left leaving set burned torched rocked blasted seized took "
    "kidnapped abducted murdered assassinated wounds injures destroys damages destroy damage strike strikes rammed drove "
    "because so than too also still just only both either fires fire bombs shells rocks".split()
)
_MAX_WORDS = 6


def phrase_before(text: Text, start: int, end: int, first: int, *, through_of: bool = False) -> tuple[int, int]:
    """The span of the noun phrase that ends with the head [start, end), not reaching before `first`."""
    left = start
    for _ in range(_MAX_WORDS):
        word = _previous(text, left, first)
        if word is None or (word.group() in _STOP and not (through_of and word.group() == "of")):
            break
        if word.group().endswith((".", "!", "?")) and len(word.group()) > 4:
            break
        left = first + word.start() if word.start() >= 0 else left
    return left, end


def _previous(text: Text, left: int, first: int) -> re.Match[str] | None:
    """The word before `left`, if only blanks stand between; its offsets count from `first`."""
    head = text.folded[first:left]
    stripped = head.rstrip(" ")
    if not stripped or (len(stripped) == len(head) and left > first and head[-1] not in "-"):
        return None
    begin = max(stripped.rfind(" "), stripped.rfind('"'), stripped.rfind("(")) + 1
    return _WORD.fullmatch(stripped, begin, len(stripped))
