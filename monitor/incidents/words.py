"""How much a word tells: the rarer in news at large and in news of attacks, the more (inverse document frequency).

Weights come from a table shipped as data, not from what was seen so far: so a pair of reports always compares the
same, whatever came before them (grouping must not depend on the order of arrival).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from monitor.incidents.tables import read_rows

RAREST = math.log(10_000 / 2)
"""Weight of a word that is not in the table."""


@cache
def _weights() -> dict[str, float]:
    return {word: math.log(10_000 / max(2, int(count))) for word, count in read_rows("word_counts.tsv")}


def weight(word: str) -> float:
    """Natural logarithm of 10,000 items over the items that hold `word`: 0 (in all of them) to `RAREST`."""
    return _weights().get(word, RAREST)


def total(words: Iterable[str]) -> float:
    """Sum of the weights of `words`."""
    table = _weights()
    return sum(table.get(word, RAREST) for word in words)


def most_telling(words: Iterable[str], count: int) -> tuple[str, ...]:
    """The `count` heaviest of `words`, each once; ties in alphabetical order."""
    return tuple(sorted(set(words), key=lambda word: (-weight(word), word))[:count])
