"""Persons' names in text written all in capitals, where only the grammar can tell a name: "KILLED JUAN RIVAS"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.figures.chunks import Chunk
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form, Quantity
from monitor.detection.figures.words import word_set
from monitor.detection.text import Sentence

_LONGEST = 5
_TRANSITIVE = "KkAaIi"
_PASSIVE = "KAIH"
_OPENS_CLAUSE = ",;v&Sw("


def with_names(sentence: Sentence, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks with every run of plain words that the grammar wants to be a person made one."""
    named = list(chunks)
    at = 0
    while at < len(named):
        letter = named[at].letter
        passive = at > 0 and named[at - 1].letter == "B"
        if letter in _TRANSITIVE and not passive:
            _join(sentence, named, at + 1, _run_right(sentence, named, at + 1))
        elif (letter in _PASSIVE and passive) or (letter == "D" and _word(sentence, named[at]) in ("died", "dies")):
            end = _auxiliaries(named, at)
            start = _run_left(sentence, named, end)
            at -= _join(sentence, named, start, end)
        at += 1
    return named


def _auxiliaries(chunks: Sequence[Chunk], at: int) -> int:
    """The index where the forms of "be" and "have" before the verb begin."""
    while at > 0 and chunks[at - 1].letter in "BV-":
        at -= 1
    return at


def _run_right(sentence: Sentence, chunks: Sequence[Chunk], start: int) -> int:
    """The end of the run of possible name words at `start`; `start` itself where it is no name."""
    end = start
    while end < len(chunks) and end - start <= _LONGEST and _may_name(sentence, chunks[end]):
        end += 1
    return end if end - start <= _LONGEST else start


def _run_left(sentence: Sentence, chunks: Sequence[Chunk], end: int) -> int:
    """The start of the run of two or more name words that ends at `end` and opens a clause."""
    start = end
    while start > 0 and end - start <= _LONGEST and _may_name(sentence, chunks[start - 1]):
        start -= 1
    opens = start == 0 or chunks[start - 1].letter in _OPENS_CLAUSE
    return start if opens and 2 <= end - start <= _LONGEST else end


def _may_name(sentence: Sentence, chunk: Chunk) -> bool:
    word = _word(sentence, chunk)
    barred = word in word_set("stop") or word in word_set("measure") or word in word_set("after_number")
    return chunk.letter == "x" and len(word) > 1 and word.isalpha() and not barred and not word.endswith("ly")


def _word(sentence: Sentence, chunk: Chunk) -> str:
    return sentence.folded[chunk.start - sentence.start : chunk.end - sentence.start]


def _join(sentence: Sentence, chunks: list[Chunk], start: int, end: int) -> int:
    """Makes chunks `start` to `end` one person; how many chunks fewer there are."""
    if end <= start:
        return 0
    first, last = chunks[start].start, chunks[end - 1].end
    name = sentence.text[first - sentence.start : last - sentence.start]
    people = People(quantity=Quantity(1, 1, Form.BARE, 0), who=name, name=name)
    chunks[start:end] = [Chunk("P", first, last, people)]
    return end - start - 1
