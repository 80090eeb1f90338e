"""Groups joined by their links, the strongest first: agglomeration over pairs of reports summed up.

A link is part the best pair and part the mean of all pairs (`BEST`), so that a terse bulletin can join a long-running
story by the one report that it resembles, while a chain of loose resemblances holds nothing together. And where most
reports of two groups name other towns, no vague report in between can join them ("Russia strikes Ukraine").
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

BEST = 0.3
"""Share of the best pair in a link; the rest is the mean of all pairs."""
STRANGERS = -3.0
"""What a pair counts that shares no key: such pairs are never compared."""


def opposing(opposed: int, telling: int) -> bool:
    """Whether half of the pairs that can be compared cannot be on one attack."""
    return 2 * opposed >= telling > 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of reports between two groups, summed up."""

    total: float
    best: float
    count: int
    telling: int = 0
    """Pairs that both name a town."""
    opposed: int = 0
    """Of these, pairs whose towns are apart."""

    @classmethod
    def of_strangers(cls, count: int) -> Pairs:
        """Pairs that share no key."""
        return cls(STRANGERS * count, STRANGERS, count)

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(
            self.total + other.total,
            max(self.best, other.best),
            self.count + other.count,
            self.telling + other.telling,
            self.opposed + other.opposed,
        )

    @property
    def strength(self) -> float:
        """How strong the link is; never positive where it opposes."""
        strength = BEST * self.best + (1 - BEST) * self.total / self.count
        return min(strength, 0.0) if self.opposes else strength

    @property
    def opposes(self) -> bool:
        """Whether half of the pairs that can be compared are opposed."""
        return opposing(self.opposed, self.telling)


class Agglomeration:
    """Joins the two groups with the strongest link, again and again, until none is above 0."""

    def __init__(self, seeds: list[frozenset[str]]) -> None:
        self._groups = dict(enumerate(seeds))
        self._links: dict[int, dict[int, Pairs]] = {index: {} for index in self._groups}
        self._heap: list[tuple[float, str, str, int, int]] = []

    def meet(self, a: int, b: int, pairs: Pairs) -> None:
        """Tells the pairs between two groups."""
        self._links[a][b] = self._links[b][a] = pairs
        strength = pairs.strength
        if strength > 0:
            # Ties are broken by the reports themselves, so that equal links join in one order always.
            first, second = sorted((min(self._groups[a]), min(self._groups[b])))
            heapq.heappush(self._heap, (-round(strength, 9), first, second, a, b))

    def run(self) -> list[frozenset[str]]:
        """The groups at the end, ordered by their least key."""
        fresh = len(self._groups)
        while self._heap:
            _, _, _, a, b = heapq.heappop(self._heap)
            if a in self._groups and b in self._groups:
                self._join(a, b, fresh)
                fresh += 1
        return sorted(self._groups.values(), key=min)

    def _join(self, a: int, b: int, joined: int) -> None:
        size_a, size_b = len(self._groups[a]), len(self._groups[b])
        near_a, near_b = self._links.pop(a), self._links.pop(b)
        self._groups[joined] = self._groups.pop(a) | self._groups.pop(b)
        self._links[joined] = {}
        for other in (near_a.keys() | near_b.keys()) - {a, b}:
            size = len(self._groups[other])
            left = near_a.get(other) or Pairs.of_strangers(size_a * size)
            right = near_b.get(other) or Pairs.of_strangers(size_b * size)
            self._links[other].pop(a, None)
            self._links[other].pop(b, None)
            self.meet(joined, other, left + right)
