"""Who claims an attack, in the words of a claim or in front of them."""

from __future__ import annotations

import re

from monitor.detection.actors.mentions import ActorKind
from monitor.detection.escalating.parties import OBLIQUE, Parties, find_parties
from monitor.detection.escalating.passages import Passage

_NAME = re.compile(
    r"\b[A-Z][\w'’]*(?:-[\w'’]+)*(?: (?:(?:(?:of|for) the|of|al|ul|de|for|and|du|des) )?[A-Z][\w'’]*(?:-[\w'’]+)*)*"
)
_NO_NAME = re.compile(
    r"(?:The|A|An|In|On|At|It|Its|They|He|She|But|And|No|Nobody|Police|Officials|One|Two|Three|Four|Five|After|Hours|"
    r"\w+day|January|February|March|April|May|June|July|August|September|October|November|December|Telegram|X|"
    r"Facebook|WhatsApp|[A-Z]{2}|Reuters|AFP|AP)"
)
_CLAIMED_BY = re.compile(r"\bclaimed by |\bwork of |\bclaimed responsibility by ")
_SENT = re.compile(r"\b(?:caller|letter|message|statement|video|note|leaflet)\b")
_SAID = re.compile(r"\b(?:said|says|say|saying|announced|claims?|claimed|took|takes)\b")
_IS = re.compile(r"\bIS $")
"""The short name right in front of "claims"; in capitals alone it is no word."""
_NEAR = 60
"""Code points in front of a claim within which the name of who claims may stand."""


def find_claimant(passage: Passage, start: int, end: int) -> Parties:
    """Who claims, in the words [start, end) or in front of them: a known party, else the nearest name there."""
    folded = passage.text.folded
    by = _CLAIMED_BY.search(folded, start, end)
    sent = _SENT.match(folded, start)
    if by is not None or sent is not None:
        first = by.end() if by is not None else start
        inside = [m for m in passage.mentions if first <= m.start < passage.sentence.end and m.start <= end]
        group = next((m for m in inside if m.actor.kind is ActorKind.GROUP), None)
        named = group.actor.name if group else _name(passage, first, min(passage.sentence.end, end + _NEAR), last=False)
        if named is not None:
            return named, None
    groups = [m for m in passage.mentions if m.start <= start and m.actor.kind in (ActorKind.GROUP, ActorKind.FORCE)]
    if groups:
        return groups[-1].actor.name, None
    head = max(passage.sentence.start, start - _NEAR)
    if _IS.search(passage.text.full, head, start):
        return "Islamic State", None
    return _name(passage, head, _word_end(folded, start), last=True) or find_parties(passage, start)[0], None


def _name(passage: Passage, start: int, end: int, *, last: bool) -> str | None:
    """The first or last run of words with capitals, an article and a sentence's first word apart."""
    if passage.sentence.in_title and passage.sentence.text.istitle():
        return None
    found = []
    for run in _NAME.finditer(passage.text.full, start, end):
        words = run[0].removesuffix("'s").removesuffix("’s").split()
        while words and _NO_NAME.fullmatch(words[0]):
            words.pop(0)
        if words and not OBLIQUE.search(passage.text.folded, passage.sentence.start, run.start()):
            found.append(" ".join(words))
    return (found[-1] if last else found[0]) if found else None


def _word_end(folded: str, start: int) -> int:
    """The end of the words at `start` up to the next of speech: what a span that opens with a name holds of it."""
    said = _SAID.search(folded, start)
    return said.start() if said is not None and said.start() - start <= _NEAR else start
