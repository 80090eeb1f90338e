"""English inflection for the lexicons: forms of a verb's first word and of a noun's last, irregular ones from data."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from monitor.detection.lexicon import read_tsv

_VOWELS = "aeiou"
_NO_DOUBLING = frozenset(
    [
        "target",
        "defeat",
        "bombard",
        "discover",
        "trigger",
        "hammer",
        "batter",
        "enter",
        "reopen",
        "happen",
        "listen",
        "open",
        "visit",
    ]
)
_IRREGULAR_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "knife": "knives", "wife": "wives",
    "policeman": "policemen", "policewoman": "policewomen", "fisherman": "fishermen", "gunman": "gunmen",
    "thief": "thieves",
    "militiaman": "militiamen", "businessman": "businessmen", "spokesman": "spokesmen", "serviceman": "servicemen",
    "hitman": "hitmen", "knifeman": "knifemen", "wolf": "wolves", "aircraft": "aircraft", "congressman": "congressmen",
    "schoolboy": "schoolboys", "offspring": "offspring", "airwoman": "airwomen", "rifleman": "riflemen",
}  # fmt: skip


class Form(NamedTuple):
    """One written form and its kind: base, s, past, ing for verbs; sg, pl for nouns; as_is for the rest."""

    text: str
    kind: str


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in read_tsv("irregular.tsv")}


def inflect(phrase: str, kind: str) -> list[Form]:
    """All forms of `phrase`: kind `v` bends the first word, `n` the last, `w` none."""
    if kind == "v":
        head, _, rest = phrase.partition(" ")
        tail = f" {rest}" if rest else ""
        return [Form(form.text + tail, form.kind) for form in _verb(head)]
    if kind == "n":
        before, _, last = phrase.rpartition(" ")
        front = f"{before} " if before else ""
        return [Form(phrase, "sg"), Form(front + plural(last), "pl")]
    return [Form(phrase, "as_is")]


def plural(noun: str) -> str:
    """The plural of a noun."""
    if noun in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[noun]
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def _verb(base: str) -> list[Form]:
    past, participle = _irregular().get(base) or (_regular_past(base),) * 2
    third = plural(base) if base not in _IRREGULAR_PLURALS else base + "s"
    forms = [Form(base, "base"), Form(third, "s"), Form(past, "past"), Form(_ing(base), "ing")]
    return forms if participle == past else [*forms, Form(participle, "past")]


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def _doubled(base: str) -> str:
    """The stem with its last consonant doubled where English does so: stab, ram, kidnap, but not bomb or target."""
    if base in _NO_DOUBLING or len(base) < 3 or base[-1] in _VOWELS + "wxy":
        return base
    closed = base[-2] in _VOWELS and base[-3] not in _VOWELS
    short = sum(c in _VOWELS for c in base) == 1
    return base + base[-1] if closed and (short or base in {"kidnap", "commit", "repel", "refer", "occur"}) else base
