"""What: mentions of attacks, by words that are triggers and by patterns of word classes (patterns.tsv).

A sentence becomes a string with one symbol a word or phrase (`monitor.detection.wordlist`), and each pattern a regular
expression over such strings. What the mention is worth in its context is decided elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from operator import itemgetter
from typing import NamedTuple

from monitor.detection.lexicon import Match, read_tsv
from monitor.detection.text import Sentence
from monitor.detection.wordlist import BREAK, DIGITS, FIRST_SYMBOL, OTHER, PAUSE, Entry, wordlist
from monitor.domain.taxonomy import RANK_OF, EventType

_PLAIN_BIT = 4096
"""Above all interned symbols."""
_BREAKS = frozenset(";:|•")


class Unit(NamedTuple):
    """One word or known phrase of a sentence."""

    start: int
    end: int
    entry: Entry | None

    def is_a(self, name: str) -> bool:
        """Whether the lexicons put it into the class `name`."""
        return self.entry is not None and name in self.entry.classes


_unit = partial(tuple.__new__, Unit)
"""Makes one of a row of its cells in half the time of its own constructor, which is written in Python."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One mention that may report an attack."""

    start: int
    end: int
    sentence: int
    type: EventType
    weight: float
    """How far the words stand alone, 0..1 (patterns.tsv)."""
    rule: str
    """The word, or the number of the pattern."""
    forms: frozenset[str]
    first: int
    """Index of its first unit in the sentence."""
    last: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of patterns.tsv, compiled."""

    number: int
    type: EventType
    weight: float
    regex: re.Pattern[str]
    needs: tuple[int, ...]
    """Sets of symbols (as bits) of which the sentence must hold one each, else the regex cannot match."""


class Reading:
    """One sentence as units, and the string of their symbols."""

    def __init__(self, sentence: Sentence, matches: list[Match[Entry]]) -> None:
        self.sentence = sentence
        known = {match[0]: match for match in _longest(matches)}
        units, symbols, skip = list[Unit](), list[str](), -1
        for _, lower, start, end in sentence.tokens:
            if start < skip:
                continue
            match = known.get(start)
            if match is None:
                units.append(_unit((start, end, None)))
                symbols.append(_symbol(lower))
            else:
                skip = match[1]
                units.append(_unit(match))
                symbols.append(match[2].symbol)
        self.units = units
        self.symbols = "".join(symbols)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of all its known words and phrases."""
        return frozenset(name for unit in self.units if unit.entry for name in unit.entry.classes)


def _symbol(lower: str) -> str:
    if lower[0].isalpha():
        return OTHER
    if lower[0].isdigit():
        return DIGITS
    return BREAK if lower in _BREAKS else PAUSE


def _longest(matches: list[Match[Entry]]) -> list[Match[Entry]]:
    """The matches with a symbol that no earlier or longer one covers, in order."""
    kept, taken = [], -1
    symbolic = [match for match in reversed(matches) if match[2].symbol]
    symbolic.sort(key=itemgetter(0))  # they came in order of their ends: of those that begin alike the longest is first
    for match in symbolic:
        if match[0] >= taken:
            kept.append(match)
            taken = match[1]
    return kept


@cache
def patterns() -> tuple[Pattern, ...]:
    """All rows of patterns.tsv, compiled."""
    rows = enumerate(read_tsv("patterns.tsv"))
    return tuple(_compile(number, EventType(kind), float(weight), source) for number, (kind, weight, source) in rows)


@cache
def _patterns_by_symbol() -> Mapping[str, Sequence[int]]:
    """For each symbol the patterns that cannot match without it or its like: of what each needs, the set of fewest.

    A sentence has a dozen symbols, and a dozen of the patterns are worth a closer look.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for pattern in patterns():
        rarest = min(pattern.needs, key=int.bit_count)
        for symbol in _symbols(rarest):
            found[symbol].append(pattern.number)
    return found


def _compile(number: int, kind: EventType, weight: float, source: str) -> Pattern:
    parts, needs, marked = [], [], "<" in source
    for element in source.replace("<", " < ").replace(">", " > ").split():
        if element == "<":
            parts.append("(")
        elif element == ">":
            parts.append(")")
        elif element.startswith("~"):
            parts.append(f"[^{BREAK}]{{0,{element[1:]}}}?")
        else:
            symbols = _class(element.removesuffix("?"))
            parts.append(f"[{symbols}]" + ("?" if element.endswith("?") else ""))
            if not element.endswith("?"):
                needs.append(_bits(symbols))
    body = "".join(parts)
    return Pattern(number, kind, weight, re.compile(body if marked else f"({body})"), tuple(needs))


def _bits(symbols: str) -> int:
    """A set of symbols as the bits of one number: sets are compared much more often than they are made."""
    bits = 0
    for symbol in set(symbols):
        bits |= 1 << (ord(symbol) - FIRST_SYMBOL if ord(symbol) >= FIRST_SYMBOL else _PLAIN_BIT + ord(symbol))
    return bits


def _symbols(bits: int) -> Iterator[str]:
    """The symbols of which `_bits` made the number."""
    for bit in range(bits.bit_length()):
        if bits >> bit & 1:
            yield chr(bit - _PLAIN_BIT if bit >= _PLAIN_BIT else bit + FIRST_SYMBOL)


def _may_match(needs: tuple[int, ...], present: int) -> bool:
    for need in needs:  # noqa: SIM110 - a generator costs twice as much, in the innermost loop of detection
        if not need & present:
            return False
    return True


def _class(element: str) -> str:
    known = wordlist().symbols_of
    missing = [name for name in element.split("|") if name not in known]
    if missing:
        raise ValueError(f"patterns.tsv names classes that words.tsv has not: {missing}")
    return "".join(sorted({symbol for name in element.split("|") for symbol in known[name]}))


def find_candidates(reading: Reading) -> list[Candidate]:
    """The mentions in one sentence, those that overlap joined to one of the type that tells most."""
    found = [*_words(reading), *_matches(reading)]
    return [_join(group) for group in _overlapping(found)]


def _words(reading: Reading) -> list[Candidate]:
    found = []
    for at, unit in enumerate(reading.units):
        entry = unit.entry
        if entry is not None and entry.types:
            kind = _first_of(entry.types)
            weight = 0.9 if kind is not EventType.ATTACK else 0.7
            found.append(
                Candidate(unit.start, unit.end, reading.sentence.index, kind, weight, entry.text, entry.forms, at, at)
            )
    return found


@cache
def _first_of(types: tuple[str, ...]) -> EventType:
    """Of the types of which a word is a trigger, the first in the contract's order."""
    return min(map(EventType, types), key=RANK_OF.__getitem__)


def _matches(reading: Reading) -> list[Candidate]:
    symbols = reading.symbols
    known = _patterns_by_symbol()
    near = {number for symbol in set(symbols) if symbol in known for number in known[symbol]}
    present = _bits(symbols) if near else 0
    found = []
    for pattern in map(patterns().__getitem__, sorted(near)):
        if not _may_match(pattern.needs, present):
            continue
        for match in pattern.regex.finditer(symbols):
            first, last = match.start(1), match.end(1) - 1
            forms: frozenset[str] = frozenset().union(
                *(entry.forms for unit in reading.units[first : last + 1] if (entry := unit.entry))
            )
            span = reading.units[first].start, reading.units[last].end
            number, kind = f"p{pattern.number}", pattern.type
            if kind is EventType.ASSASSINATION and _parted(reading, first, last):
                kind = EventType.ATTACK
            if kind is EventType.HIJACKING and _leaves_the_carrier(reading, first, last):
                kind = EventType.ABDUCTION
            found.append(Candidate(*span, reading.sentence.index, kind, pattern.weight, number, forms, first, last))
    return found


_TELLS = re.compile(r"\b(?:says?|said|names?|named|identif(?:y|ies|ied)|confirms?|condemns?|mourns?|vows?)\b")
_KIN = re.compile(
    r"'s? (?:\w+ )?(?:cousin|brother|sister|son|daughter|wife|husband|father|mother|nephew|niece|uncle|aunt|driver|"
    r"bodyguards?|guards?|aides?|relatives?|supporters?|fans?|men)\b"
)
_KIN_OF = re.compile(
    r"\b(?:famil(?:y|ies)|relatives?|cousins?|brothers?|sisters?|sons?|daughters?|wife|husband|father|mother|nephews?|"
    r"nieces?|aides?|bodyguards?|drivers?|supporters?) of\b"
)
_KIN_REACH = 40
"""Characters before the ranked one's title in which his kin may stand: "the family of the bureau's chief"."""


def _leaves_the_carrier(reading: Reading, first: int, last: int) -> bool:
    """Whether people are taken from a bus or train, and not it: "seized three passengers from a bus"."""
    return any(unit.is_a("FROM") for unit in reading.units[first:last])


def _parted(reading: Reading, first: int, last: int) -> bool:
    """Whether the ranked one is no target but tells of the deed, or stands for his kin.

    A comma parts him from a deed before him, "wounds ten, governor says"; behind him it may list: "mayor, driver shot".
    """
    start, end = reading.units[first].start, reading.units[last].end
    words = reading.sentence.folded[start - reading.sentence.start : end - reading.sentence.start]
    entry = reading.units[last].entry
    behind = entry is not None and "RANKED" in entry.classes
    if (behind and ", " in words) or _TELLS.search(words) is not None or _KIN.search(words) is not None:
        return True
    before = reading.sentence.folded[max(0, start - reading.sentence.start - _KIN_REACH) : end - reading.sentence.start]
    return " of " in before and _KIN_OF.search(before) is not None


def _overlapping(found: list[Candidate]) -> list[list[Candidate]]:
    groups: list[list[Candidate]] = []
    reach = -1
    for candidate in sorted(found, key=lambda c: (c.start, c.end)):
        if groups and candidate.start < reach:
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
        reach = max(reach, candidate.end)
    return groups


def _join(group: list[Candidate]) -> Candidate:
    """The mention with the best type: by the contract's order among those that stand alone, else by weight."""
    strong = [c for c in group if c.weight >= 0.6] or group
    return min(strong, key=lambda c: (RANK_OF[c.type], -c.weight, c.end - c.start))
