"""Places named in words that tell what they are, in the gazetteer or not: Dan Gulbi community, Barangay Sampaga.

A run of capitalised words is one by the word after it, before it, or before it with "of" (places_sites.tsv). What kind
of place it is follows from that word; where it lies is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.names import key_of
from monitor.detection.places.spot import is_word
from monitor.detection.places.words import demonyms, words
from monitor.detection.text import Sentence, Text


class Sort(StrEnum):
    """What the words call the place."""

    SETTLEMENT = "settlement"
    UNIT = "unit"
    QUARTER = "quarter"
    SITE = "site"
    STREET = "street"
    BODY = "body"
    """No place: a court, a department."""
    BARE = "bare"
    """Nothing but a name, after a word that may bring in a place's."""


class Named(NamedTuple):
    """One name: the span of the phrase, and that of the name in it."""

    start: int
    end: int
    name: str
    sort: Sort
    sentence: int


_WORD = r"(?:(?:al|el|ad|as|ash|ar|ez|an)-)?[A-ZÀ-ÖØ-Þ][^\W_]*+(?:['’ʼ./-]?(?<!s['’])[^\W_]+)*+"
_JOIN = r"(?: (?:de|del|de la|de las|da|do|dos|al|el|bin|ibn))? "
_RUN = re.compile(rf"(?:\d+(?:st|nd|rd|th) )?{_WORD}(?:{_JOIN}(?:{_WORD}|\d+(?:st|nd|rd|th)?\b)){{0,6}}")
_SMALL = re.compile(r" ((?:[a-zé-]+ ){0,2}[a-zé-]+)")
_OF = re.compile(r"\b([a-z]+) of (?:the )?$")
_BLOCK = re.compile(r"\b(?:the )?(\d+[\d-]* block of (?:(?:[nsew]\.?|north|south|east|west) )?)$")
_OWNED = re.compile(r"^(.*[^\W_])['’]s? (?=[^\W_])")
_OWNED_BY = frozenset({"of", "the", "north", "south", "east", "west"})
_MOST = 3
"""Words of the word that tells: local government area."""
_SHORT = 4
_BACK = 16
_HEADLINE, _BODY = 0.65, 0.9


@cache
def _heads() -> dict[tuple[str, str], Sort]:
    """(position, word) to the sort of place."""
    found: dict[tuple[str, str], Sort] = {}
    for kind, cell in read_tsv("places_sites.tsv"):
        if kind == "people":
            continue
        sort, _, position = kind.partition("_")
        found.update({(position, word): Sort(sort) for word in cell.split(";")})
    return found


def is_called(before: str) -> bool:
    """Whether the word before "of" only says what the place is: the village of."""
    return ("of", before) in _heads()


def named_places(text: Text, sentence: Sentence) -> Iterator[Named]:
    """The names of `sentence`, in order; none of a headline in capitals, where every word may be a name."""
    if text.upper_case:
        return
    share, written = _HEADLINE if sentence.in_title else _BODY, False
    for run in _RUN.finditer(text.full, sentence.start, sentence.end):
        for start, end in _pieces(text.full, run.start(), run.end()):
            found = _read(text, sentence, start, end)
            if found is None:
                continue
            if not written and in_title_case(sentence.text, share):
                return
            written = True
            yield found


def in_title_case(sentence: str, share: float) -> bool:
    """Whether more than that share of the words have a capital, so that one says nothing."""
    long = [word for word in sentence.split() if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) > share * len(long)


def _pieces(full: str, start: int, end: int) -> list[tuple[int, int]]:
    """The run without the word that begins a sentence, and cut behind an owner: "Moscow's Khamovniki"."""
    owned = _OWNED.match(full[start:end]) if "'" in full[start:end] or "’" in full[start:end] else None
    if owned is not None and owned[1].count(" ") < 2 and not owned[1].startswith("St"):
        return _pieces(full, start + owned.end(), end)
    first, _, rest = full[start:end].partition(" ")
    if rest and (is_word(first, "opening") or is_word(first, "lead")):
        return _pieces(full, end - len(rest), end)
    head, _, last = full[start:end].rpartition(" ")
    if head and is_word(last, "lead"):
        return _pieces(full, start, start + len(head))
    return [(start, end)]


def _read(text: Text, sentence: Sentence, start: int, end: int) -> Named | None:
    folded, run = text.folded, text.full[start:end]
    before = _word_before(folded, start)
    owned = before in _OWNED_BY  # what must stand before what these two search for
    block = _BLOCK.search(folded, max(sentence.start, start - 30), start) if owned or len(before) < _SHORT else None
    if block is not None:
        return Named(block.start(1), end, run, Sort.STREET, sentence.index)
    whole = _with_word_inside(run, start, end, sentence.index)
    if whole is not None:
        return whole
    heads, after = _heads(), _SMALL.match(folded, end, min(sentence.end, end + 60))
    if after is not None and text.full[end + 1].islower() and not (start == sentence.start and " " not in run):
        told = after[1].split()
        for count in range(min(_MOST, len(told)), 0, -1):
            word = " ".join(told[:count])
            if (sort := heads.get(("after", word))) is not None:
                nothing = _plain(run.split(), small=True)
                return None if nothing else Named(start, end + 1 + len(word), run, sort, sentence.index)
    of = _OF.search(folded, max(sentence.start, start - 30), start) if owned else None
    if of is not None and (sort := heads.get(("of", of[1]))) is not None:
        return Named(start, end, run, sort, sentence.index)
    return Named(start, end, run, Sort.BARE, sentence.index) if before in words().enters else None


def _word_before(folded: str, start: int) -> str:
    head = folded[max(0, start - _BACK) : start]
    return head[:-1].rpartition(" ")[2] if head[-1:] == " " else ""


def _with_word_inside(run: str, start: int, end: int, sentence: int) -> Named | None:
    """Where the telling word is itself written large: "Handley Middle School", "Rue de Rivoli", "County Road 225"."""
    heads, parts = _heads(), run.split()
    lower = [part.lower().rstrip(".") for part in parts]
    for count in range(min(_MOST, len(parts) - 1), 0, -1):
        last = " ".join(lower[-count:])
        sort = heads.get(("after", last)) or heads.get(("large", last))
        if sort is not None and not _plain(parts[:-count], small=False):
            return Named(start, end, " ".join(parts[:-count]), sort, sentence)
        sort = heads.get(("before", " ".join(lower[:count])))
        if sort is not None:
            return Named(start, end, " ".join(parts[count:]), sort, sentence)
    return None


@cache
def _peoples() -> frozenset[str]:
    rows = (cell for kind, cell in read_tsv("places_sites.tsv") if kind == "people")
    return frozenset(word for cell in rows for word in cell.split(";"))


def _plain(parts: list[str], *, small: bool) -> bool:
    """Whether no name is left beside the telling word: "Central Park" has one, "The Hospital" and "AM Ct" have none."""
    if parts[-1].endswith(("'s", "’s")) or (len(parts) == 1 and parts[0].isupper() and len(parts[0]) < _SHORT):
        return True
    return all(_says_nothing(part.lower(), small=small) for part in parts)


def _says_nothing(word: str, *, small: bool) -> bool:
    """Whether it is no name; words that are hardly ever a place's count as one only before a word written large."""
    if word in words().middle or is_word(word, "lead") or word in _peoples() or key_of(word) in demonyms():
        return True
    return small and is_word(word, "hard")
