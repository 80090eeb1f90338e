"""What a model says does not hang on the order in which its features come, which that of a set may be."""

from __future__ import annotations

from itertools import permutations

import pytest

from monitor.detection.model import Weights, log_odds, reasons
from monitor.detection.text import gap

WEIGHTS = Weights(bias=0.1, weights={"a": 0.3, "b": -0.3, "c": 1e16, "d": -1e16, "e": 0.7})


def test_reasons_of_one_weight_come_by_name() -> None:
    """Two that weigh alike are told in one order, and the same one is left out."""
    for names in permutations("abe"):
        found = reasons(WEIGHTS, dict.fromkeys(names, 1.0), 2)
        assert [reason.feature for reason in found] == ["e", "a"]


def test_log_odds_are_one_number() -> None:
    """Whatever the order of the sum, to the last bit."""
    (told,) = {log_odds(WEIGHTS, dict.fromkeys(names, 1.0)) for names in permutations("abcde")}
    assert told == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [((0, 4), (9, 12), 5), ((9, 12), (0, 4), 5), ((0, 4), (4, 8), 0), ((0, 6), (4, 8), 0), ((2, 3), (0, 9), 0)],
)
def test_the_gap_between_two_spans(one: tuple[int, int], other: tuple[int, int], apart: int) -> None:
    """The same either way round; none where they touch."""
    assert gap(one, other) == apart
