"""An event while it is put together: what the rooms of detection pass among themselves."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.domain.taxonomy import EventType, Role, Stage


@dataclass(frozen=True, slots=True)
class Anchor:
    """One mention of an attack: the trigger's span and sentence, and what it says of the means."""

    start: int
    end: int
    sentence: int
    type: EventType
    lemma: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One event: its mentions, and the sentences that tell it, in order of the text.

    The questions where, when, how many and who are answered for all drafts of a text at once
    (`assign(text, drafts, …)` gives one answer a draft), so that no fact is given to two events.
    """

    type: EventType
    stage: Stage
    role: Role
    anchors: tuple[Anchor, ...]
    """The mention that tells most first."""
    sentences: tuple[int, ...]
    """Indexes of sentences that speak of this event, anchors' sentences among them."""
    confidence: float = 0.5
    like: int | None = None
    """Which of the text's drafts it is told to have followed: "the same site" is that one's."""

    @cached_property
    def anchors_by_sentence(self) -> Mapping[int, Sequence[tuple[int, Anchor]]]:
        """For each sentence its anchors with their ranks: a text may name as many places, and count as many victims."""
        found: dict[int, list[tuple[int, Anchor]]] = defaultdict(list)
        for ranked in enumerate(self.anchors):
            found[ranked[1].sentence].append(ranked)
        return dict(found)

    def anchors_in(self, sentence: int) -> list[Anchor]:
        """The anchors of one sentence, in order of rank."""
        return [anchor for _, anchor in self.anchors_by_sentence.get(sentence, ())]

    @cached_property
    def first_start(self) -> int:
        """Where the first of its words of attack begins; 0 without any."""
        return min((anchor.start for anchor in self.anchors), default=0)

    @cached_property
    def first_end(self) -> float:
        """Where the one that ends first ends; infinite without any."""
        return min((anchor.end for anchor in self.anchors), default=math.inf)
