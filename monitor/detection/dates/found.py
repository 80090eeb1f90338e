"""What the readers of date phrases share: a span with its recipe, and the edges of words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from monitor.detection.dates.mention import MentionKind, Recipe
from monitor.detection.text import Text


class Found(NamedTuple):
    """One date phrase: its span in the document, and how to reach its day."""

    start: int
    end: int
    recipe: Recipe


Reader: TypeAlias = Callable[[Text, int, int], Found | None]
"""Reads the phrase around a trigger word that stands at the two offsets."""


def absolute(year: int | None, month: int | None, day: int | None = None, last: int | None = None) -> Recipe:
    """A calendar date, or the parts of it that are told."""
    return Recipe(kind=MentionKind.ABSOLUTE, year=year, month=month, day=day, last_day=last)


def century(short: int) -> int:
    """The year of two digits: 1970 to 2069."""
    return 1900 + short if short > 69 else 2000 + short


def at_word(folded: str, at: int) -> bool:
    """Whether a word begins at `at`."""
    return at == 0 or not folded[at - 1].isalnum()
