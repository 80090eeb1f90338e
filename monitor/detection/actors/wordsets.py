"""Word lists of the grammar of doers and victims (lexicons/actor_words.tsv), as alternatives of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.detection.lexicon import read_tsv


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of the list `name` as the file has them, row after row."""
    words = tuple(word for row in read_tsv("actor_words.tsv") if row[0] == name for word in row[1].split("|"))
    if not words:
        raise KeyError(name)
    return words


def alternatives(name: str) -> str:
    """The list as `a|b|c` for a pattern: `*` in a word stands for any ending, `+` for one of a letter or more."""
    return "|".join(_pattern(word) for word in words_of(name))


def any_of(forms: Iterable[str], depth: int = 3) -> str:
    """The forms as alternatives, longest first, those with the same beginning together.

    A pattern tries its alternatives one by one at every word: of a thousand in a row each costs.
    """
    words = sorted(set(forms), key=len, reverse=True)
    if depth == 0 or len(words) < 3:
        return "|".join(map(re.escape, words))
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    told = (f"{re.escape(head)}(?:{any_of(rests, depth - 1)})" for head, rests in heads.items() if head)
    return "|".join([*told, *("" for head in heads if not head)])


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\+", r"\w+").replace(r"\ ", " ").replace(r"\-", "-")
