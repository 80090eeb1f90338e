"""Strikes over a border: a state or group hits another state's territory from outside, no war raging between them."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.detection.escalating.passages import Passage, Surroundings
from monitor.domain.taxonomy import EscalationKind as Kind


def find_crossing(surroundings: Surroundings) -> Iterator[tuple[Passage, Kind, int, int]]:
    """Each sentence that tells of such a strike, with the words that tell it."""
    return iter(())
