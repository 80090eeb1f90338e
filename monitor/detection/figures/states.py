"""Adds up the hurt whom one sentence tells by their states: "one in critical condition and four in stable"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.people import last_word
from monitor.detection.figures.quantity import Form
from monitor.detection.figures.words import word_set

_STATE = re.compile(
    r"\b(?:critical|serious|stable|grave|fair|good|moderate|severe|slight|light|minor|life-threatening)",
    re.IGNORECASE,
)


def with_sums(counted: Sequence[Casualty], full: str) -> list[Casualty]:
    """The counts, and for each sentence that tells several states of the hurt, each of some people, their sum.

    The states shut each other out, so the sum is never more than the hurt; a larger total told elsewhere wins.
    """
    found = list(counted)
    for group in [list(told) for _, told in groupby(counted, key=lambda c: c.sentence)]:
        parts = [c for c in group if c.fate is Fate.INJURED and not (c.toll or c.cumulative or c.implied or c.alive)]
        states = [match[0] for c in parts if (match := _STATE.search(full, c.start, c.end)) is not None]
        if len(singles := _one_by_one(group)) > 1:
            found.append(replace(singles[0], people=tuple(p for c in singles for p in c.people), end=singles[-1].end))
        if 1 < len(parts) == len(states) == len(set(states)) and all(_is_plain(c) for c in parts):
            found.append(replace(parts[0], people=tuple(p for c in parts for p in c.people), end=parts[-1].end))
    return found


def _is_plain(casualty: Casualty) -> bool:
    return casualty.explicit and not any(p.quantity.subset or p.pronoun for p in casualty.people)


def _one_by_one(told: Sequence[Casualty]) -> list[Casualty]:
    """ "A guard was hurt and a man in his 50s slightly injured": persons each by verb and noun of their own."""
    people = [c.people[0] for c in told if len(c.people) == 1 and c.low == c.high == 1]
    words = [last_word(p) for p in people]
    apart = len(people) == len(told) == len(set(words)) and not (set(words) & word_set("anybody"))
    new = all(p.quantity.form in (Form.ARTICLE, Form.NUMBER) for p in people[1:])
    plain = not any(c.toll or c.cumulative or c.implied for c in told) and not any(
        p.pronoun or p.quantity.subset or p.quantity.additional or not p.who for p in people
    )
    return list(told) if apart and new and plain else []
