"""Which reports tell of one attack: groups as a function of the set of reports, not of the order in which they came.

Reports are nodes, and the log-odds of `similarity.score` the edges between those that share a rare word, a name or a
place. Groups are found by agglomeration: the two groups with the strongest link join first, until no link is positive.
A link is part the best pair and part the mean of all pairs (`BEST`), so that a terse bulletin can join a long-running
story by the one report that it resembles, while a chain of loose resemblances holds nothing together. And where most
reports of two groups name other towns or days, no vague report in between can join them ("Russia strikes Ukraine").

Only what a new report may change is worked out anew: the connected part of the graph of positive edges that it lies
in. Reports that arrived longer than `settle` ago keep the group that they are in; so the work stays small in a war of
thousands of reports, and within `settle` (over an hour) any order of arrival ends in the same groups.

Follow-ups, escalations and round-ups are placed after the news, each with the group that it fits best, and never
bridge two.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from monitor.incidents.similarity import agree, apart, conflict, score
from monitor.incidents.traits import Traits

BEST = 0.3
"""Share of the best pair in a link; the rest is the mean of all pairs."""
CONVINCING = 0.3
"""A pair above this is one attack, whatever place or day detection read into either."""
STRANGERS = -3.0
"""What a pair counts that shares no key: such pairs are never compared."""
WEAKEST = -6.0
"""Below this all pairs count the same: one wild misreading must not outvote a group."""
FOLLOWING = 0.5
"""How much stronger than even a follow-up's link must be: a wrong join is worse than a sequel left alone."""
POSTING = 400
"""Reports kept under one key; beyond it the oldest go: a word that so many share brings nothing together."""
COMPARED = 160
"""Reports that a new one is compared with at most: those that share the most keys, then the nearest in time."""
SETTLE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The groups of the part of the graph that a report changed, each a set of report keys."""

    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of reports between two groups, summed up."""

    total: float
    best: float
    count: int
    telling: int = 0
    """Pairs whose places or days can be compared."""
    opposed: int = 0
    """Of these, pairs that cannot be on one attack."""

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
        """How strong the link is; never positive where half of what can be compared is opposed."""
        strength = BEST * self.best + (1 - BEST) * self.total / self.count
        return min(strength, 0.0) if 2 * self.opposed >= self.telling > 0 else strength


@dataclass(slots=True)
class _Node:
    traits: Traits
    received: float
    """Seconds since the epoch."""
    group: frozenset[str]


class Grouping:
    """The graph of reports and its groups."""

    def __init__(self, *, window: timedelta, settle: timedelta = SETTLE) -> None:
        self._window = window.total_seconds() / 3600
        self._settle = settle.total_seconds()
        self._nodes: dict[str, _Node] = {}
        self._edges: dict[str, dict[str, float]] = {}
        self._postings: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def group_of(self, key: str) -> frozenset[str]:
        """The keys of the reports in one group with `key`, itself among them."""
        return self._nodes[key].group

    def likes(self, keys: frozenset[str]) -> dict[str, float]:
        """Reports outside of `keys` that one of them was compared with, and their best log-odds.

        None that names another town, region or country, or another day: such a pair is two attacks, however alike.
        """
        found: dict[str, float] = {}
        for key in sorted(keys & self._nodes.keys()):
            traits = self._nodes[key].traits
            for other, weight in self._edges[key].items():
                theirs = self._nodes[other].traits
                if other in keys or weight <= found.get(other, WEAKEST) or apart(traits, theirs):
                    continue
                if not (traits.day and theirs.day and traits.day != theirs.day):
                    found[other] = weight
        return found

    def restore(self, traits: Traits, received: float, group: frozenset[str], *, compare: bool = True) -> None:
        """Puts a report back as the store has it, grouped as it was; compared with the others there if `compare`."""
        self._insert(traits, received, group, compare=compare)

    def add(self, traits: Traits, received: float) -> Regrouped:
        """Takes in a report that arrived at `received` (seconds since the epoch) and regroups what it touches."""
        self._insert(traits, received, frozenset((traits.key,)))
        groups = tuple(self._cluster(self._reach(traits.key, received), received))
        for group in groups:
            for key in group:
                self._nodes[key].group = group
        return Regrouped(groups)

    def remove(self, key: str) -> None:
        """Forgets a report: it was revised, or is too old."""
        node = self._nodes.pop(key)
        for other in self._edges.pop(key):
            del self._edges[other][key]
        for word in node.traits.keys:
            self._postings[word].pop(key, None)
            if not self._postings[word]:
                del self._postings[word]
        rest = node.group - {key}
        for other in rest:
            if other in self._nodes:
                self._nodes[other].group = rest

    def merge(self, keys: frozenset[str]) -> None:
        """Declares `keys` one group."""
        for key in keys:
            self._nodes[key].group = keys

    # --- edges --------------------------------------------------------------------------------------------------
    def _insert(self, traits: Traits, received: float, group: frozenset[str], *, compare: bool = True) -> None:
        near = self._candidates(traits) if compare else ()
        edges = {key: max(WEAKEST, score(traits, self._nodes[key].traits)) for key in near}
        self._nodes[traits.key] = _Node(traits, received, group)
        self._edges[traits.key] = edges
        for key, weight in edges.items():
            self._edges[key][traits.key] = weight
        for word in traits.keys:
            posting = self._postings[word]
            posting[traits.key] = None
            if len(posting) > POSTING:
                del posting[next(iter(posting))]

    def _candidates(self, traits: Traits) -> Iterable[str]:
        shared: Counter[str] = Counter()
        for word in traits.keys:
            shared.update(list(self._postings.get(word, ())))
        fit = [key for key in shared if self._comparable(traits, self._nodes[key].traits)]
        if len(fit) <= COMPARED:
            return fit
        hour = traits.hour
        fit.sort(key=lambda key: (-shared[key], abs(self._nodes[key].traits.hour - hour), key))
        return fit[:COMPARED]

    def _comparable(self, a: Traits, b: Traits) -> bool:
        return abs(a.hour - b.hour) <= self._window or agree(a, b)

    # --- groups ---------------------------------------------------------------------------------------------------
    def _reach(self, key: str, now: float) -> set[str]:
        """All reports that regrouping may touch: over positive edges between reports, and over settled groups."""
        reached, waiting = {key}, [key]
        while waiting:
            for near in self._neighbours(waiting.pop(), now):
                if near not in reached:
                    reached.add(near)
                    waiting.append(near)
        return reached

    def _neighbours(self, key: str, now: float) -> Iterator[str]:
        node = self._nodes[key]
        fresh = self._fresh(node, now)
        for other, weight in self._edges[key].items():
            # Two settled reports do not regroup each other: their groups meet only over something fresh.
            if weight > 0 and (fresh or self._fresh(self._nodes[other], now)):
                yield other
        yield from node.group

    def _fresh(self, node: _Node, now: float) -> bool:
        return now - node.received <= self._settle

    def _cluster(self, keys: set[str], now: float) -> list[frozenset[str]]:
        news = {key for key in keys if self._nodes[key].traits.leads}
        groups = self._agglomerate(self._seeds(news, now))
        rest = self._seeds(keys - news, now)
        loose = []
        for seed in sorted(rest, key=min):
            home = self._settled_home(seed, groups, now)
            if home is None:
                home = self._home(seed, groups)
            if home is None:
                loose.append(seed)
            else:
                groups[home] = groups[home] | seed
        return groups + self._agglomerate(loose)

    def _seeds(self, keys: set[str], now: float) -> list[frozenset[str]]:
        """What agglomeration starts from: settled groups whole, all else one by one."""
        seeds: list[frozenset[str]] = []
        taken: set[str] = set()
        for key in sorted(keys):
            if key in taken:
                continue
            node = self._nodes[key]
            whole = {k for k in node.group if k in keys and not self._fresh(self._nodes[k], now)}
            seed = frozenset((key,)) if self._fresh(node, now) else frozenset(whole | {key})
            taken |= seed
            seeds.append(seed)
        return seeds

    def _settled_home(self, seed: frozenset[str], groups: list[frozenset[str]], now: float) -> int | None:
        """Where a settled sequel's settled news went: it goes along."""
        node = self._nodes[min(seed)]
        if self._fresh(node, now):
            return None
        for index, group in enumerate(groups):
            if any(not self._fresh(self._nodes[key], now) for key in group & node.group):
                return index
        return None

    def _home(self, seed: frozenset[str], groups: list[frozenset[str]]) -> int | None:
        links = [(self._link(seed, self._news(group)), -index) for index, group in enumerate(groups)]
        best = max(links, default=(0.0, 0))
        return -best[1] if best[0] > FOLLOWING else None

    def _news(self, group: frozenset[str]) -> frozenset[str]:
        return frozenset(key for key in group if self._nodes[key].traits.leads)

    def _pairs(self, a: frozenset[str], b: frozenset[str]) -> Pairs:
        """All pairs between two groups."""
        if len(b) < len(a):
            a, b = b, a
        total, best, telling, opposed = 0.0, STRANGERS, 0, 0
        for key in sorted(a):
            edges, traits = self._edges[key], self._nodes[key].traits
            known = [edges[other] for other in edges.keys() & b]
            total += sum(sorted(known)) + STRANGERS * (len(b) - len(known))
            best = max(best, *known) if known else best
            for other in b:
                found = conflict(traits, self._nodes[other].traits)
                if found is not None and edges.get(other, STRANGERS) < CONVINCING:
                    telling += 1
                    opposed += found
        return Pairs(total, best, len(a) * len(b), telling, opposed)

    def _link(self, a: frozenset[str], b: frozenset[str]) -> float:
        return self._pairs(a, b).strength

    def _agglomerate(self, seeds: list[frozenset[str]]) -> list[frozenset[str]]:
        owner = {key: index for index, group in enumerate(seeds) for key in group}
        work = _Agglomeration(seeds)
        for index, group in enumerate(seeds):
            near = {owner[other] for key in group for other in self._edges[key] if other in owner}
            for other in near:
                if index < other:
                    work.meet(index, other, self._pairs(group, seeds[other]))
        return work.run()


class _Agglomeration:
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
