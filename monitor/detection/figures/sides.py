"""The dead of the two sides of a clash: "seventeen rebels were killed … two soldiers died"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.figures.casualty import Casualty
from monitor.detection.figures.words import word_set


def other_side(best: Casualty, counted: Sequence[Casualty]) -> Casualty | None:
    """The largest count of the side that `best` does not count; None where one of them may count both, or all."""
    side = _side(best)
    if best.toll or side is None:
        return None
    others = [c for c in counted if c.explicit and not c.implied and not c.toll and c is not best]
    far = [c for c in others if _side(c) not in (None, side)]
    far = [c for c in far if c.attributed_to == best.attributed_to] or far  # not what the other side says of it
    most = max(far, key=lambda c: c.low, default=None)
    if most is None or any(c.low >= best.low + most.low for c in (*others, best)):
        return None
    return most


def _side(casualty: Casualty) -> str | None:
    """Which side all the people of the count are on: "rebel" or "guard"; None where the words do not say."""
    sides = {_side_of(p.who.rsplit(" ", 1)[-1]) for p in casualty.people}
    if all(not p.who and p.quantity.subset for p in casualty.people):
        return "rebel"  # "the rebels attacked at dawn … seventeen of them were killed"
    return sides.pop() if len(sides) == 1 else None


def _side_of(word: str) -> str | None:
    if word in word_set("rebel"):
        return "rebel"
    return "guard" if word in word_set("guard") else None
