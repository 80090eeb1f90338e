"""Lexicon words of a text by sentence: one pass a lexicon and text, whatever asks, however often."""

from __future__ import annotations

from typing import TypeVar

from monitor.detection.lexicon import Match, PhraseMatcher
from monitor.detection.text import Sentence, Text

P = TypeVar("P")


def words_in(sentence: Sentence, name: str, matcher: PhraseMatcher[P]) -> list[Match[P]]:
    """The longest matches of the lexicon `name` in the sentence, in order; kept with the text."""
    kept: dict[int, list[Match[P]]] | None = sentence.source.__dict__.get(f"_words_{name}")
    if kept is None:
        kept = _by_sentence(sentence.source, matcher)
        sentence.source.__dict__[f"_words_{name}"] = kept
    return kept.get(sentence.index, [])


def _by_sentence(text: Text, matcher: PhraseMatcher[P]) -> dict[int, list[Match[P]]]:
    found: dict[int, list[Match[P]]] = {}
    for match in matcher.find_longest(text.folded):
        sentence = text.sentence_at(match.start)
        if sentence is not None:
            found.setdefault(sentence.index, []).append(match)
    return found
