"""The lexicon of triggers and of cues, compiled once: what each word or phrase may be, in one automaton.

Words (words.tsv) have classes, used by the patterns of `monitor.detection.triggers`; cues (cues.tsv) have kinds,
used by `monitor.detection.context`. A set of classes is interned as one character, so that a sentence becomes a
short string and a pattern a regular expression over it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from monitor.detection.inflect import inflect
from monitor.detection.lexicon import PhraseMatcher, read_tsv

FIRST_SYMBOL = 0x4E00
OTHER, PAUSE, BREAK, DIGITS = "o", "p", "b", "d"
"""Symbols of tokens that no lexicon knows: a word, a comma or quote, a clause break, a number in digits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicons say of one written form."""

    text: str
    symbol: str
    """Its classes, interned; empty where it is a cue only."""
    types: tuple[str, ...]
    """Event types of which this is a trigger by itself."""
    forms: frozenset[str]
    cues: tuple[str, ...]
    classes: tuple[str, ...] = ()
    """Its classes without their forms."""


@dataclass
class Wordlist:
    """The compiled lexicons."""

    matcher: PhraseMatcher[Entry]
    quick: PhraseMatcher[bool]
    """Only what can begin a trigger, or hints at an attack told without one: a text without any of it reports none."""
    symbols_of: dict[str, str] = field(default_factory=dict)
    """Class → all symbols whose set of classes holds it."""


_QUICK_WORDS = (
    "SHELLW AIRW SEAW BOMBW ATTACK ATTACKN ASSAULT STRIKEN STRIKE EXPLOSION EXPLODE SHOT SHOOT SHOOTING "
    "KILL KILLP KILLED DEAD STORM HOSTAGE CLASH CLASHV BOMBV MURDERN GUNPOINT BURNV RAMV BLADEW HIT "
    "INTERCEPT STABV OFFENSIVEN SEIZE BEAT BLOWUP PIRATE WHISKV GRABV RAMMING CABLE FIREON KEEPER CAPTIVE SIEGE "
    "RUNOVERV LOOTING BREAKV FORCEV BARRICADEV"
)
_QUICK = frozenset(_QUICK_WORDS.split())


@cache
def wordlist() -> Wordlist:
    """The lexicons of this package, compiled at the first call (about 60 ms)."""
    classes, forms, cues = _read()
    symbols: dict[frozenset[str], str] = {}
    entries = []
    for text in {**classes, **cues}:
        held = frozenset(classes.get(text, ()))
        symbol = symbols.setdefault(held, chr(FIRST_SYMBOL + len(symbols))) if held else ""
        types = tuple(sorted(c[2:] for c in held if c.startswith("T.") and "/" not in c))
        plain = tuple(sorted(c for c in held if "/" not in c))
        kinds = tuple(sorted(cues.get(text, ())))
        entries.append((text, Entry(text, symbol, types, frozenset(forms.get(text, ())), kinds, plain)))
    symbols_of: dict[str, str] = defaultdict(str)
    for held, symbol in symbols.items():
        for name in held:
            symbols_of[name] += symbol
    symbols_of["NUM"] += DIGITS
    quick = [(text, True) for text, held in classes.items() if held & _QUICK or any(c.startswith("T.") for c in held)]
    quick += [(text, True) for (text,) in read_tsv("hints.tsv")]
    return Wordlist(PhraseMatcher(entries), PhraseMatcher(quick), dict(symbols_of))


def _read() -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]]:
    classes: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    cues: dict[str, set[str]] = defaultdict(set)
    for name, kind, text in _entries("words.tsv"):
        for form in inflect(text, kind):
            classes[form.text] |= {name, f"{name}/{form.kind}"}
            forms[form.text].add(form.kind)
    for name, kind, text in _entries("cues.tsv"):
        for form in inflect(text, kind):
            cues[form.text].add(name)
    return classes, forms, cues


def _entries(file: str) -> list[tuple[str, str, str]]:
    return [
        (name, kind, text)
        for name, kind, cell in read_tsv(file)
        for entry in cell.split(";")
        if (text := entry.strip().replace("-", " "))
    ]


def flatten(folded: str) -> str:
    """Folded text with hyphens as spaces, so that `air-strike` and `air strike` are one; offsets stay."""
    return folded.replace("-", " ")
