"""Lexicon words of a text by sentence: one pass a lexicon and text, whatever asks, however often."""

from __future__ import annotations

from typing import Any, TypeVar

from monitor.detection.lexicon import Match, PhraseMatcher
from monitor.detection.text import Sentence, Text, kept_with_text

P = TypeVar("P")


def words_in(sentence: Sentence, name: str, matcher: PhraseMatcher[P]) -> list[Match[P]]:
    """The longest matches of the lexicon `name` in the sentence, in order; kept with the text."""
    kept = _tables(sentence.source)
    if name not in kept:
        kept[name] = _by_sentence(sentence.source, matcher)
    found: list[Match[P]] = kept[name].get(sentence.index, [])
    return found


@kept_with_text
def _tables(_: Text) -> dict[str, dict[int, list[Any]]]:
    return {}


def _by_sentence(text: Text, matcher: PhraseMatcher[P]) -> dict[int, list[Match[P]]]:
    found: dict[int, list[Match[P]]] = {}
    for match in matcher.find_longest(text.folded):
        sentence = text.sentence_at(match.start)
        if sentence is not None:
            found.setdefault(sentence.index, []).append(match)
    return found
