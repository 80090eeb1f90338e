"""Floors on the project's own labelled set: they only go up. `make evaluate` prints the figures behind them."""

from __future__ import annotations

import pytest

from monitor.domain.detection import Detection
from tests.quality.measure import Item, by_class, detect, figures, items


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Item, Detection]]:
    return detect(items())


def test_the_set_is_large_and_varied() -> None:
    """At least 400 items, every class of trap, each with an id of its own."""
    held = items()
    assert len(held) >= 400
    assert len({i.id for i in held}) == len(held)
    assert len({i.trap for i in held}) >= 30


def test_held_out_floors(pairs: list[tuple[Item, Detection]]) -> None:
    """What the weights never saw."""
    found = figures([p for p in pairs if p[0].held_out])
    assert found.precision >= 0.84
    assert found.recall >= 0.82
    assert found.type_right >= 0.80
    assert found.escalation_f1 >= 0.72


def test_traps_are_turned_down(pairs: list[tuple[Item, Detection]]) -> None:
    """Of all held-out items that are no attack at least nine in ten raise no alarm."""
    classes = by_class([p for p in pairs if p[0].held_out and not p[0].attack])
    right, count = sum(r for r, _ in classes.values()), sum(c for _, c in classes.values())
    assert right / count >= 0.88
