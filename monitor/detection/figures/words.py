"""The lexicons that counting reads: casualty words, nouns for people, and small sets of function words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from monitor.detection.lexicon import PhraseMatcher, read_tsv


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun for people says of them."""

    plural: bool
    gender: str
    """m, f, or - where it does not say."""
    attacker: bool
    several: int = 0
    """How many a word like "couple" stands for; 0 for other nouns."""


@cache
def casualty_words() -> PhraseMatcher[str]:
    """The matcher over casualty_words.tsv; the payload is the class letter."""
    return PhraseMatcher((phrase, letter) for phrase, letter in read_tsv("casualty_words.tsv"))


@cache
def nouns() -> dict[str, Noun]:
    """Nouns for people by their lower-case form."""
    return {
        word: Noun(number == "p", gender, role == "a", int(number) if number.isdigit() else 0)
        for word, number, gender, role in read_tsv("persons.tsv")
    }


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of set `name` in figure_words.tsv."""
    return frozenset(word for row in read_tsv("figure_words.tsv") if row[0] == name for word in row[1].split())


_GIVEN_NAMES = frozenset({"chad", "georgia", "israel", "jordan", "kenya", "paris", "sierra"})


@cache
def no_names() -> frozenset[str]:
    """Capitalised words that are no part of a person's name: those of figure_words.tsv, and states by one word."""
    forms = {form.lower() for row in read_tsv("states.tsv") for form in row[1].split("|")}
    return word_set("not_name") | frozenset(form for form in forms if form.isalpha() and form not in _GIVEN_NAMES)


@cache
def nations() -> frozenset[str]:
    """Adjectives of countries that are nouns for one of their people, too: "Israeli", "American"."""
    return frozenset(word.lower() for row in read_tsv("places_countries.tsv") for word in row[3].split(";"))


@cache
def letters() -> dict[str, str]:
    """The grammar's letter of each function word and mark."""
    marks = {",": ",", ";": ";", ":": ":", "-": "E", "–": "E", "—": "E", "(": "(", ")": ")"}
    marks |= dict.fromkeys("\"'", "-")  # "killing 'hundreds of rebels'": what is quoted is read on
    rows = (row for row in read_tsv("figure_words.tsv") if row[0].startswith("letter:"))
    return marks | {word: name.removeprefix("letter:") for name, words in rows for word in words.split()}
