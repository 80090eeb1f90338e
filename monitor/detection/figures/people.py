"""People as a phrase counts them: the values that the readers of phrases give."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.detection.figures.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """People as a phrase counts them."""

    quantity: Quantity
    who: str
    """The noun phrase without its count, in lower case; a name as written."""
    gender: str = "-"
    plural: bool = False
    attacker: bool = False
    age: int | None = None
    name: str | None = None
    pronoun: bool = False
    owned: bool = False
    """ "His wife", "their driver": somebody beside those told before."""


def last_word(people: People) -> str:
    """The noun that ends the phrase, "" where there is none."""
    return people.who.rsplit(" ", 1)[-1]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a token: the grammar's letter, the people (None where uncounted), the token after it."""

    letter: str
    people: People | None
    next: int
