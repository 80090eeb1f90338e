"""Adds up the hurt whom one sentence tells by their states: "one in critical condition and four in stable"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from monitor.detection.figures.casualty import Casualty, Fate

_STATE = re.compile(
    r"\b(?:critical|serious|stable|grave|fair|good|moderate|severe|slight|light|minor|life-threatening)",
    re.IGNORECASE,
)


def with_sums(counted: Sequence[Casualty], full: str) -> list[Casualty]:
    """The counts, and for each sentence that tells several states of the hurt, each of some people, their sum.

    The states shut each other out, so the sum is never more than the hurt; a larger total told elsewhere wins.
    """
    found = list(counted)
    for _, group in groupby(counted, key=lambda c: c.sentence):
        parts = [c for c in group if c.fate is Fate.INJURED and not (c.toll or c.cumulative or c.implied or c.alive)]
        states = [match[0] for c in parts if (match := _STATE.search(full, c.start, c.end)) is not None]
        if 1 < len(parts) == len(states) == len(set(states)) and all(_is_plain(c) for c in parts):
            found.append(replace(parts[0], people=tuple(p for c in parts for p in c.people), end=parts[-1].end))
    return found


def _is_plain(casualty: Casualty) -> bool:
    return casualty.explicit and not any(p.quantity.subset or p.pronoun for p in casualty.people)
