"""Number words: what "seventeen", "twenty-one" and "two dozen" count."""

from __future__ import annotations

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

CARDINALS: dict[str, int] = {word: value for value, word in enumerate(_SMALL)}
"""Single words and hyphenated pairs up to ninety-nine."""
for _index, _ten in enumerate(_TENS):
    CARDINALS[_ten] = 20 + 10 * _index
    for _unit in range(1, 10):
        CARDINALS[f"{_ten}-{_SMALL[_unit]}"] = CARDINALS[f"{_ten} {_SMALL[_unit]}"] = 20 + 10 * _index + _unit

MULTIPLES: dict[str, int] = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def cardinal(words: str) -> int | None:
    """The whole number that folded `words` write: digits (with thousands commas), or a word up to ninety-nine."""
    if words in CARDINALS:
        return CARDINALS[words]
    if words[:1].isdigit() and _DIGITS.fullmatch(words):
        return int(words.replace(",", ""))
    return None
