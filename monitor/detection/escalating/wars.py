"""Wars under way: while one rages between two states, a strike between them is no new crossing of a border."""

from __future__ import annotations

from datetime import date
from functools import cache

from monitor.detection.escalating.passages import Passage
from monitor.detection.lexicon import read_tsv


def at_war(passage: Passage, one: str, other: str) -> bool:
    """Whether a war between the two was under way on the day of publication."""
    published = passage.text.document.published
    day = published.date() if published else None
    for first, last in _wars().get(frozenset((one, other)), ()):
        if (day is None and last is None) or (day is not None and first <= day and (last is None or day <= last)):
            return True
    return False


@cache
def _wars() -> dict[frozenset[str], tuple[tuple[date, date | None], ...]]:
    wars: dict[frozenset[str], tuple[tuple[date, date | None], ...]] = {}
    for one, other, first, last in read_tsv("wars.tsv"):
        pair = frozenset((one, other))
        until = None if last == "-" else date.fromisoformat(last)
        wars[pair] = (*wars.get(pair, ()), (date.fromisoformat(first), until))
    return wars
