"""Against whom or what: the target's words and its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from monitor.detection.actors.index import words_in
from monitor.detection.actors.phrases import phrase_before
from monitor.detection.draft import Anchor, Draft
from monitor.detection.lexicon import Match, PhraseMatcher, read_tsv
from monitor.detection.text import Sentence, Text

_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|came|come|got|left|gets?|found)\s+(?:[\w'-]+\s+){0,3}$")
_PROPER = re.compile(r"(?: (?!On|In|At|Near|After|As|And|The|Late|Early|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|Saturday|Sunday)[A-Z][\w'’-]+){1,3}")
_AIMED = re.compile(
    r"\b(?:on|at|against|targeting|targeted|hit|hits|hitting|struck|strikes|striking|attacked|attacking|attacks|into|"
    r"inside|bombed|shelled|stormed|ambushed|raided|of|damaged|damaging|destroyed|"
    r"destroying|rocked|rocks|rammed)\s+(?:what [^,;.]{0,45}? (?:were|was|are|is|called|as) )?$"
)
_ADJACENT = re.compile(r"(?:['’]s)? ?")
_FAR = 160
"""Code points between a mention and its target."""
_HOPELESS = 3
"""Neither marked as aimed at nor on the verb's receiving side."""
_BESIDE = re.compile(
    r"\b(?:near|toward|towards|outside|in|around|beside|opposite|killed|killing|kills|wounded|wounding|wounds|"
    r"injured|injuring)\s+$"
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
    found = [
        (_distance(text, sentence, anchor, head, passive=passive), order, head, sentence)
        for order, anchor in enumerate(draft.anchors)
        for sentence in (text.sentences[anchor.sentence],)
        for passive in (_is_passive(text, sentence, anchor),)
        for head in _last_heads(text, sentence)
        if -_FAR < head.start - anchor.start < _FAR
    ]
    found = [candidate for candidate in found if candidate[0][0] < _HOPELESS]
    if not found:
        return None
    _, _, best, sentence = min(found, key=lambda f: (f[0][0] + 0.5 * (f[1] > 0), f[1], f[0]))
    start, _ = phrase_before(text, best.start, best.end, sentence.start)
    return Aimed(_without_article(text, start), _with_name(text, best.end, sentence.end), best.payload.kind)


def _is_passive(text: Text, sentence: Sentence, anchor: Anchor) -> bool:
    return _PASSIVE.search(text.folded, max(sentence.start, anchor.start - 60), anchor.start) is not None


def _last_heads(text: Text, sentence: Sentence) -> list[Match[_Head]]:
    """Heads that no other head follows at once: of "a railway bridge" the bridge."""
    heads = words_in(sentence, "targets", _heads())
    kept = [
        one
        for one, following in pairwise(heads)
        if not _ADJACENT.fullmatch(text.folded, one.end, following.start) or one.end == following.start
    ]
    return [*kept, *heads[-1:]]


def _distance(
    text: Text, sentence: Sentence, anchor: Anchor, head: Match[_Head], *, passive: bool
) -> tuple[float, int, int]:
    """Lower is likelier: marked as aimed at, on the side that the verb's voice asks for, near, of a telling kind."""
    right_side = (head.start < anchor.start) == passive
    begin, _ = phrase_before(text, head.start, head.end, sentence.start)
    lead = text.folded[max(sentence.start, begin - 70) : begin]
    aimed = 0 if _AIMED.search(lead) or (passive and right_side) else 1 if _BESIDE.search(lead) else 2
    if _ADJACENT.fullmatch(text.folded, head.end, anchor.start):
        aimed, right_side = 0, True  # "the music festival attack"
    return (aimed + int(not right_side), head.payload.rank // 17, abs(head.start - anchor.end))


def _with_name(text: Text, end: int, last: int) -> int:
    """The phrase's end with a proper name behind its head: "Camp Taji", "Port Sudan"."""
    named = None if text.upper_case or _is_headline(text, end) else _PROPER.match(text.full, end, last)
    return named.end() if named else end


def _is_headline(text: Text, at: int) -> bool:
    """Whether `at` stands in a title that capitalises its words, where capitals tell no names."""
    words = text.document.title.split()
    return at <= len(text.document.title) and sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _without_article(text: Text, start: int) -> int:
    for article in ("the ", "a ", "an ", "at least ", "least ", "mainly ", "mostly ", "some ", "several of the "):
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
