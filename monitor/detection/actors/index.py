"""Lexicon words of a text by sentence: one pass over it for all the lexicons of this room, however often asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, Generic, TypeVar

from monitor.detection.lexicon import Match, PhraseMatcher, longest
from monitor.detection.text import Sentence, Text, fold, kept_with_text

_match = partial(tuple.__new__, Match)
"""Makes a match in half the time of its own constructor, which is written in Python."""
P = TypeVar("P")


class Lexicon(Generic[P]):
    """Decorates a function that gives phrases with what they mean: the first question for one of them reads for all."""

    def __init__(self, phrases: Callable[[], Iterable[tuple[str, P]]]) -> None:
        self.phrases = phrases
        _LEXICONS.append(self)
        _matcher.cache_clear()

    def words_in(self, sentence: Sentence) -> list[Match[P]]:
        """The longest matches in the sentence, in order; kept with the text."""
        return _words(sentence.source)[self].get(sentence.index, [])


_LEXICONS: list[Lexicon[Any]] = []


@cache
def _matcher() -> PhraseMatcher[tuple[tuple[Lexicon[Any], Any], ...]]:
    """All phrases, each with the lexicons that have it and what it means there."""
    meanings: dict[str, dict[Lexicon[Any], Any]] = defaultdict(dict)
    for lexicon in _LEXICONS:
        for phrase, meaning in lexicon.phrases():
            meanings[fold(phrase)][lexicon] = meaning
    return PhraseMatcher((phrase, tuple(held.items())) for phrase, held in meanings.items())


@kept_with_text
def _words(text: Text) -> dict[Lexicon[Any], dict[int, list[Match[Any]]]]:
    found: dict[Lexicon[Any], list[Match[Any]]] = {lexicon: [] for lexicon in _LEXICONS}
    for start, end, held in _matcher().find(text.folded):
        for lexicon, meaning in held:
            found[lexicon].append(_match((start, end, meaning)))
    return {lexicon: _by_sentence(text, longest(matches)) for lexicon, matches in found.items()}


def _by_sentence(text: Text, matches: Iterable[Match[P]]) -> dict[int, list[Match[P]]]:
    found: dict[int, list[Match[P]]] = {}
    for match in matches:
        sentence = text.sentence_at(match.start)
        if sentence is not None:
            found.setdefault(sentence.index, []).append(match)
    return found
