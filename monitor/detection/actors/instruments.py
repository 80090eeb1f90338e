"""With what people were hurt where no list has the noun: behind a deed and "with", "strangled with a phone cable".

Any noun may stand there, so the deed must be one that wants an instrument, and what else stands behind "with" is left
out: wounds, people, charges, ways.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.actors.phrases import is_stop
from monitor.detection.actors.wordsets import alternatives, words_of
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Sentence, Text

_WITH = re.compile(
    rf"\b(?:{alternatives('wants_instrument')})\b(?:(?! with\b)[^,.;:()]){{0,60}}? with "
    r"(?P<article>an? |the |his |her |their )?(?=(?P<words>[a-z][\w'-]*(?: [a-z][\w'-]*){0,3}))"
)
_NEVER = frozenset(words_of("no_instrument"))
_MOST = 3
"""Words of such a phrase."""


def find_instrument(text: Text, sentence: Sentence) -> tuple[int, int] | None:
    """The span of the first noun behind a deed and "with" that may be what it was done with, without its article."""
    if " with " not in sentence.folded:
        return None
    for found in _WITH.finditer(text.folded, sentence.start, sentence.end):
        words = _noun(text, sentence, found)
        if words:
            return found.start("words"), found.start("words") + len(words)
    return None


def _noun(text: Text, sentence: Sentence, found: re.Match[str]) -> str | None:
    """The phrase up to the first word that cannot stand in one; None where it may not be an instrument."""
    kept: list[str] = []
    for word in found["words"].split()[:_MOST]:
        if is_stop(word) or word.endswith("ing"):
            break
        kept.append(word)
    if not kept or not _NEVER.isdisjoint(kept) or not _people().isdisjoint(kept):
        return None
    told = found["article"] in ("a ", "an ") or (kept[-1].endswith("s") and not kept[-1].endswith("ss"))
    begin = found.start("words")
    told = told or bool(sentence.in_title)
    return " ".join(kept) if told and text.full[begin : begin + len(kept[0])].islower() else None


@cache
def _people() -> frozenset[str]:
    """Nouns for persons: who stood by, not what it was done with."""
    return frozenset(row[0] for row in read_tsv("persons.tsv"))
