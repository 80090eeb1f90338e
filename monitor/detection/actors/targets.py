"""Against whom or what: the target's words and its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.detection.actors.phrases import phrase_before
from monitor.detection.draft import Anchor, Draft
from monitor.detection.lexicon import Match, PhraseMatcher, read_tsv
from monitor.detection.text import Sentence, Text

_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|came|come|got|left|gets?|found)\s+(?:[\w'-]+\s+){0,3}$")
_AIMED = re.compile(
    r"\b(?:on|at|against|targeting|targeted|hit|hits|hitting|struck|strikes|striking|attacked|attacking|attacks|into|outside|"
    r"inside|near|toward|towards|bombed|shelled|stormed|ambushed|raided|killed|killing|of|damaged|damaging|destroyed|"
    r"destroying|rocked|rocks|in|rammed|wounding|injuring)\s+$"
)


@dataclass(frozen=True, slots=True)
class Aimed:
    """A target: its words' span in the document and its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    rank: int


def find_target(text: Text, draft: Draft) -> Aimed | None:
    """The target named around the event's mentions, the nearest that the words mark as aimed at."""
    for anchor in draft.anchors:
        sentence = text.sentences[anchor.sentence]
        heads = _heads().find_longest(text.folded, sentence.start, sentence.end)
        heads = [h for h in heads if not (h.start < anchor.end and anchor.start < h.end)]
        best = min(heads, key=lambda h: _distance(text, sentence, anchor, h), default=None)
        if best is not None:
            start, end = phrase_before(text, best.start, best.end, sentence.start)
            return Aimed(_without_article(text, start), end, best.payload.kind)
    return None


def _distance(text: Text, sentence: Sentence, anchor: Anchor, head: Match[_Head]) -> tuple[int, int, int]:
    """Lower is likelier: marked as aimed at, on the side that the verb's voice asks for, near, of a telling kind."""
    passive = _PASSIVE.search(text.folded, sentence.start, anchor.start) is not None
    right_side = (head.start < anchor.start) == passive
    begin, _ = phrase_before(text, head.start, head.end, sentence.start)
    aimed = _AIMED.search(text.folded[max(sentence.start, begin - 14) : begin]) is not None
    return (int(not aimed) + int(not right_side), head.payload.rank // 17, abs(head.start - anchor.end))


def _without_article(text: Text, start: int) -> int:
    for article in ("the ", "a ", "an "):
        if text.folded.startswith(article, start):
            return start + len(article)
    return start


@cache
def _heads() -> PhraseMatcher[_Head]:
    heads: dict[str, _Head] = {}
    for rank, (kind, nouns) in enumerate(read_tsv("target_kinds.tsv")):
        for noun in nouns.split("|"):
            heads.setdefault(noun, _Head(kind, rank))
    return PhraseMatcher(heads.items())
