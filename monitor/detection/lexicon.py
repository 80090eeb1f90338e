"""Phrases found in one pass over a text (Aho–Corasick, Commun. ACM 1975), on word boundaries.

Lexicons are data files in monitor/detection/lexicons; `read_tsv` reads the plain kind, with `#` comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from monitor.detection.text import fold

P = TypeVar("P")
_new = tuple.__new__
"""Makes a named tuple in half the time of its own constructor, which is written in Python."""


class Match(NamedTuple, Generic[P]):
    """One phrase found: its span in the searched text, and what the lexicon says of it."""

    start: int
    end: int
    payload: P


class PhraseMatcher(Generic[P]):
    """Finds whole-word phrases in folded text. Case and typographic marks of the phrases do not matter."""

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase, payload in phrases:
            folded = fold(phrase)
            word_first, word_last = folded[:1].isalnum(), folded[-1:].isalnum()
            self._automaton.add_word(folded, (len(folded), word_first, word_last, payload))
        self._empty = not len(self._automaton)
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[Match[P]]:
        """All matches in `folded[start:end]`, overlapping ones too, in order of their ends."""
        if self._empty:
            return
        size = len(folded)
        for last, (length, word_first, word_last, payload) in self._automaton.iter(
            folded, start, size if end is None else end
        ):
            stop = last + 1
            first = stop - length
            if word_first and first and folded[first - 1].isalnum():
                continue
            if word_last and stop < size and folded[stop].isalnum():
                continue
            yield _new(Match, (first, stop, payload))

    def find_longest(self, folded: str, start: int = 0, end: int | None = None) -> list[Match[P]]:
        """Matches that no longer one covers or overlaps, leftmost first, in order."""
        return longest(list(self.find(folded, start, end)))


def longest(found: list[Match[P]]) -> list[Match[P]]:
    """Those of the matches, which come in order of their ends, that no longer one covers or overlaps; in order."""
    kept: list[Match[P]] = []
    taken = 0
    found.reverse()  # from the last end: of those that begin alike the longest stays first
    found.sort(key=itemgetter(0))
    for match in found:
        if match.start >= taken:
            kept.append(match)
            taken = match.end
    return kept


def read_lines(name: str) -> Iterator[str]:
    """Lines of lexicon file `name` without comments (` #` to the end) and blank ones."""
    text = files("monitor.detection").joinpath("lexicons", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        content = line.split(" #", 1)[0].rstrip() if not line.startswith("#") else ""
        if content:
            yield content


@cache
def read_tsv(name: str) -> tuple[tuple[str, ...], ...]:
    """Rows of lexicon file `name`: tab-separated cells, stripped; comments left out."""
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in read_lines(name))
