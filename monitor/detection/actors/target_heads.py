"""The nouns of a sentence that may head a target's phrase (lexicons/target_kinds.tsv and all nouns for people)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from monitor.detection.actors.index import Lexicon
from monitor.detection.actors.mentions import ActorKind, find_mentions
from monitor.detection.actors.phrases import is_headline
from monitor.detection.actors.wordsets import alternatives, words_of
from monitor.detection.lexicon import Match, read_tsv
from monitor.detection.text import Sentence, Text, kept_with_text

ADJACENT = re.compile(r"(?:['’]s)? ?")
_FOLLOWED = re.compile(
    r" (?!(?:was|were|is|are|has|had|have|who|that|in|at|on|by|and|or|after|as|near|with|from|to|while|when|during|for|"
    r"of|dead|killed|wounded|injured|hurt|shot|stabbed|hit|die|dies|died)\b)[a-z]"
)
"""Behind a word that only describes: the noun that it belongs to."""
_HELD = re.compile(
    r" (?:\w+, |(?:(?:who|have|has|had|were|was|are|is|been|also|now) )+)(?:arrested|detained|charged|remanded|jailed|"
    r"sentenced|convicted|indicted|suspended|deployed|dispatched|called)\b(?! by (?!police))"
)
"""Behind people these tell what the law did with them, or that they were sent."""
_NO_TARGET = re.compile(
    rf" (?:{alternatives('no_target_tail')})\b|(?<=fort)(?: (?!on\b|in\b|at\b|near\b|and\b|was\b)\w)"
)
"""Behind a head: the noun that it only describes; and what a town is called by behind "Fort"."""
_MEANS = re.compile(
    r"(?:cars?|trucks?|vehicles?|vans?|lorry|motorcycles?|motorbikes?|minibus|boats?) "
    r"(?:bomb\w*|blasts?|explosions?|ramming|attacks?|(?:loaded|laden|packed|rigged) with|into|through)\b"
)
"""What it was done with."""
_KIN_OF = re.compile(
    r"(?:famil(?:y|ies)|relatives) of (?:(?:the|more than|all|over|about) )*"
    r"(?:\d[\d,]*|missing|slain|dead|murdered|kidnapped|abducted|(?:\w+ )?(?:hostages?|victims?|captives?)|those|"
    r"an? (?:[\w-]+ ){1,3}(?:seized|kidnapped|abducted|killed|murdered|slain|shot|held))\b"
)
"""Those who wait or mourn."""
_PORT_TOWN = re.compile(r"Port (?!On|In|At|Near|After|As)[A-Z][a-z]+|Port-")
_SET_OFF = re.compile(
    r"\b(?:hit|hits|hitting|struck|strikes|striking|triggers?|triggered|land|sea|naval|moored|drifting|floating|"
    r"over|on) "
    r"(?:an? |the |two |several )?(?:[\w-]+ )?$"
)
"""In front of "mine" these tell a weapon."""
_LAST = 40
"""The rank of people whom no row of target_kinds.tsv has: behind all of its rows."""


@dataclass(frozen=True, slots=True)
class Head:
    """A row of target_kinds.tsv: its kind and its rank."""

    kind: str
    rank: int


@kept_with_text
def last_heads(text: Text, sentence: Sentence) -> list[Match[Head]]:
    """Heads that no other head follows at once: of "a railway bridge" the bridge; not "festival-goers", "man's dog".

    Found once: each mention of each event asks.
    """
    heads = _heads.words_in(sentence)
    kept = [
        one
        for one, following in pairwise(heads)
        if not ADJACENT.fullmatch(text.folded, one.end, following.start) or one.end == following.start
    ]
    return [
        head
        for head in (*kept, *heads[-1:])
        if head.payload.kind != "-"
        and not text.folded.startswith(("-", "'s "), head.end)
        and not _is_attribute(text, head)
        and not _is_other(text, head)
        and not _NO_TARGET.match(text.folded, head.end, sentence.end)
        and not _HELD.match(text.folded, head.end, sentence.end)
        and not _MEANS.match(text.folded, head.start, sentence.end)
        and not _KIN_OF.match(text.folded, head.start, sentence.end)
    ]


def _is_other(text: Text, head: Match[Head]) -> bool:
    """Whether the word is another: a town's "Port Louis", a mine that blew up, "house-to-house"."""
    word = text.folded[head.start : head.end]
    if word == "port":
        return _PORT_TOWN.match(text.full, head.start) is not None and not is_headline(text, head.start)
    if word in ("mine", "mines"):
        return _SET_OFF.search(text.folded, max(0, head.start - 40), head.start) is not None
    return text.folded.endswith("-to-", 0, head.start)


def _is_attribute(text: Text, head: Match[Head]) -> bool:
    """Whether a people's name only says whose the next word is: "the Ukrainian capital"."""
    if not _FOLLOWED.match(text.folded, head.end):
        return False
    nations = (m for m in find_mentions(text) if m.actor.kind is ActorKind.NATION)
    return any(m.start <= head.start and head.end <= m.end for m in nations)


@Lexicon
def _heads() -> Iterable[tuple[str, Head]]:
    heads: dict[str, Head] = {}
    for rank, (kind, nouns) in enumerate(read_tsv("target_kinds.tsv")):
        for noun in nouns.split("|"):
            heads.setdefault(noun, Head(kind, rank))
    never = frozenset(words_of("no_target"))
    for noun, _, _, role in read_tsv("persons.tsv"):
        if role != "a" and noun not in never:
            heads.setdefault(noun, Head("civilians", _LAST))
    return heads.items()
