"""Which reports tell of one attack: groups as a function of the set of reports, not of the order in which they came.

Reports are nodes, and the log-odds of `similarity.score` the edges between those that share a rare word, a name or a
place. Groups are found by agglomeration (agglomeration.py): the two groups with the strongest link join first, until no
link is positive.

Only what a new report may change is worked out anew: the connected part of the graph of positive edges that it lies
in. Reports that arrived longer than `settle` ago keep the group that they are in; so the work stays small in a war of
thousands of reports, and within `settle` (over an hour) any order of arrival ends in the same groups. One thing
reopens a settled group, however old: fresh news that is like one of its reports and cannot be on the attack of another.
It then falls into parts if these name other towns or days and the fresh news is much more like the one than the rest is
(`SWAY`); a mere change of likelihoods splits nothing.

Follow-ups, escalations and round-ups are placed after the news, each with the group that it fits best, and never
bridge two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from monitor.incidents.agglomeration import STRANGERS, Agglomeration, Pairs, opposing
from monitor.incidents.similarity import agree, apart, conflict, contrary, score
from monitor.incidents.traits import Traits

CONVINCING = 0.3
"""A pair above this is one attack, whatever place or day detection read into either."""
WEAKEST = -6.0
"""Below this all pairs count the same: one wild misreading must not outvote a group."""
FOLLOWING = 0.5
"""How much stronger than even a follow-up's link must be: a wrong join is worse than a sequel left alone."""
POSTING = 400
"""Reports kept under one key; beyond it the oldest go: a word that so many share brings nothing together."""
COMPARED = 160
"""Reports that a new one is compared with at most: those that share the most keys, then the nearest in time."""
REOPENED = 120
"""Reports of a settled group that is still reopened; in a larger one each pair anew would hold up the desk."""
SWAY = 2.0
"""Log-odds by which fresh news must be more like a part of a settled group than the rest of it is, to take it out."""
SETTLE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The groups of the part of the graph that a report changed, each a set of report keys."""

    groups: tuple[frozenset[str], ...]


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

        None that names another town, region or country, or another day: such a pair is two attacks, however alike. Nor
        any of a group whose reports name other towns than these: a vague one among them says nothing against that.
        """
        found: dict[str, float] = {}
        opposed: dict[frozenset[str], bool] = {}
        ours = keys & self._nodes.keys()
        for key in sorted(ours):
            traits = self._nodes[key].traits
            for other, weight in self._edges[key].items():
                node = self._nodes[other]
                if other in keys or weight <= found.get(other, WEAKEST) or apart(traits, node.traits):
                    continue
                if traits.day and node.traits.day and traits.day != node.traits.day:
                    continue
                if node.group not in opposed:
                    opposed[node.group] = self._pairs(ours, node.group).opposes
                if not opposed[node.group]:
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

    def _compare_all(self, keys: frozenset[str]) -> None:
        """Adds the edges among `keys` that are not there: settled reports are restored without."""
        for a, b in combinations(sorted(keys), 2):
            left, right = self._nodes[a].traits, self._nodes[b].traits
            if b not in self._edges[a] and not set(left.keys).isdisjoint(right.keys):
                self._edges[a][b] = self._edges[b][a] = max(WEAKEST, score(left, right))

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
        fresh = {key for key in keys if self._fresh(self._nodes[key], now)}
        wholes = self._wholes(news, fresh)
        groups = self._agglomerate([part for whole in wholes for part in self._parts(whole, news & fresh)])
        loose = []
        for seed in self._wholes(keys - news, fresh):
            homes = self._settled_homes(seed, groups, fresh)
            for sequel in (seed,) if len(homes) < 2 else map(frozenset, zip(sorted(seed), strict=True)):
                home = self._fitting(sequel, groups, homes)
                if home is None:
                    loose.append(sequel)
                else:
                    groups[home] |= sequel
        return groups + self._agglomerate(loose)

    def _wholes(self, keys: set[str], fresh: set[str]) -> list[frozenset[str]]:
        """Settled groups whole, all else one by one; ordered by the least key."""
        found = [frozenset((key,)) for key in keys & fresh]
        settled = keys - fresh
        while settled:
            found.append(self._nodes[min(settled)].group & settled)
            settled -= found[-1]
        return sorted(found, key=min)

    def _parts(self, whole: frozenset[str], fresh: set[str]) -> list[frozenset[str]]:
        """A settled group as fresh news shows it: whole, or the attacks that were taken for one."""
        if not 1 < len(whole) <= REOPENED:
            return [whole]
        near = frozenset(key for key in fresh if any(self._edges[key].get(other, 0.0) > 0 for other in whole))
        if not self._contested(whole, near):
            return [whole]
        self._compare_all(whole)
        singles = [frozenset((key,)) for key in sorted(whole | near)]
        groups = [group for group in self._agglomerate(singles) if group & whole]
        parts: list[frozenset[str]] = []
        for group in sorted(groups, key=lambda group: (-len(group & whole), min(group))):
            home = next((i for i, part in enumerate(parts) if not self._parted(group, part, whole)), None)
            if home is None:
                parts.append(group)
            else:
                parts[home] |= group
        return [part & whole for part in parts]

    def _parted(self, group: frozenset[str], part: frozenset[str], whole: frozenset[str]) -> bool:
        """Whether two parts of a settled group are two attacks: they name other towns or days, and what is fresh draws
        the one away by much more than the other holds it."""
        told = [contrary(self._nodes[a].traits, self._nodes[b].traits) for a in group for b in part]
        if not opposing(told.count(True), len(told) - told.count(None)):
            return False
        settled, fresh = group & whole, group - whole
        drawn = self._link(settled, fresh) if fresh else 0.0
        return drawn - self._link(settled, part & whole) > SWAY

    def _contested(self, whole: frozenset[str], near: frozenset[str]) -> bool:
        """Whether fresh news that is like one report of a group names another town or day than another of it."""
        return any(contrary(self._nodes[key].traits, self._nodes[other].traits) for key in near for other in whole)

    def _settled_homes(self, seed: frozenset[str], groups: list[frozenset[str]], fresh: set[str]) -> list[int]:
        """Where the settled news of a settled sequel went: it goes along. Several where that was split."""
        if seed & fresh:
            return []
        settled = self._nodes[min(seed)].group - fresh
        return [index for index, group in enumerate(groups) if group & settled]

    def _fitting(self, sequel: frozenset[str], groups: list[frozenset[str]], homes: list[int]) -> int | None:
        """The group that a sequel goes with: of several that its news went to the one that it is most like."""
        if not homes:
            return self._home(sequel, groups)
        return max(homes, key=lambda index: (self._link(sequel, self._news(groups[index])), -index))

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
        work = Agglomeration(seeds)
        for index, group in enumerate(seeds):
            near = {owner[other] for key in group for other in self._edges[key] if other in owner}
            for other in near:
                if index < other:
                    work.meet(index, other, self._pairs(group, seeds[other]))
        return work.run()
