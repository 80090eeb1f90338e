"""Brings an event's counts together: the same victims told twice are one, persons told one by one add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.chunks import People
from monitor.detection.figures.quantity import Form
from monitor.domain.detection import Evidence, Figure, Group


@dataclass(slots=True)
class _Person:
    """One victim as far as the text has told of them."""

    gender: str = "-"
    ages: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def may_be(self, people: People) -> bool:
        """Whether `people` (one person) can be this one."""
        if people.pronoun or people.quantity.form is Form.DEFINITE:
            return people.gender == "-" or self.gender in ("-", people.gender) or people.pronoun
        if people.age is not None and self.ages and people.age not in self.ages:
            return False
        names = _name_words(people)
        if names and self.names:
            return bool(names & self.names)
        return people.gender == "-" or self.gender in ("-", people.gender)

    def learn(self, people: People) -> None:
        """Adds what `people` says of this person."""
        if self.gender == "-":
            self.gender = people.gender
        if people.age is not None:
            self.ages.add(people.age)
        self.names |= _name_words(people)


@dataclass(slots=True)
class Tally:
    """All counts of one fate that belong to one event."""

    casualties: list[Casualty] = field(default_factory=list)
    persons: list[_Person] = field(default_factory=list)

    def add_persons(self) -> None:
        """Counts distinct persons over the single mentions."""
        for casualty in self.casualties:
            for people in casualty.people:
                if people.quantity.form in (Form.ARTICLE, Form.DEFINITE, Form.BARE) and not people.attacker:
                    self._person(people)

    def _person(self, people: People) -> None:
        if not people.quantity.additional:
            for person in self.persons:
                if person.may_be(people):
                    person.learn(people)
                    return
        if people.pronoun and self.persons:
            return
        person = _Person()
        person.learn(people)
        self.persons.append(person)


def _name_words(people: People) -> set[str]:
    return {w.lower() for w in (people.name or "").split() if len(w) > 2 and w.lower() not in ("jr", "sr")}


def figure_of(casualties: Sequence[Casualty], full: str) -> tuple[Figure, tuple[Evidence, ...]] | None:
    """One `Figure` from all counts of one fate and event; None where they say nothing."""
    told = [c for c in casualties if not c.cumulative]
    nones = [c for c in told if c.none]
    counted = [c for c in told if not c.none and c.people]
    if not counted:
        return _none_figure(nones[0], full) if nones else None
    tally = Tally(list(counted))
    tally.add_persons()
    best = _decisive(counted)
    low, high = _bounds(best, counted, len(tally.persons))
    sources = [best]
    rival = _rival(best, counted)
    if rival is not None:
        low, high = min(low, rival.low), _upper(high, rival.high)
        sources = sorted([best, rival], key=lambda c: c.start)
    words = "; ".join(full[c.start : c.end] for c in sources)
    figure = Figure(
        min=low, max=high, text=" ".join(words.split()), attributed_to=_credit(sources), groups=_groups(best, counted)
    )
    return figure, tuple(_evidence(c, full) for c in sources)


def _none_figure(none: Casualty, full: str) -> tuple[Figure, tuple[Evidence, ...]]:
    figure = Figure(
        min=0, max=0, text=full[none.start : none.end], stated_none=True, attributed_to=none.attributed_to
    )
    return figure, (_evidence(none, full),)


def _evidence(casualty: Casualty, full: str) -> Evidence:
    return Evidence(
        field=str(casualty.fate if casualty.fate is not Fate.HIT else Fate.INJURED),
        start=casualty.start, end=casualty.end, text=full[casualty.start : casualty.end],
    )  # fmt: skip


def _decisive(counted: Sequence[Casualty]) -> Casualty:
    """The last toll, else the largest plain number, else the largest vague one, else the first mention."""
    tolls = [c for c in counted if c.toll]
    if tolls:
        return tolls[-1]
    explicit = [c for c in counted if c.explicit and not c.additional] or [c for c in counted if c.explicit]
    if explicit:
        return max(explicit, key=lambda c: (c.low, c.high is not None, -c.start))
    return counted[0]


def _bounds(best: Casualty, counted: Sequence[Casualty], persons: int) -> tuple[int, int | None]:
    low, high = best.low, best.high
    if best.toll:
        return low, high
    extra = [c for c in counted if c.additional and c is not best and c.explicit]
    if not best.explicit:
        low, high = max(1, persons), max(1, persons)
    elif best.additional and persons:
        low, high = low + persons, None if high is None else high + persons
    elif persons > low and low < 2:
        low, high = persons, persons
    if extra and not best.additional and low < 3:
        more = max(c.low for c in extra)
        low, high = low + more, None if high is None else high + more
    return low, high


def _rival(best: Casualty, counted: Sequence[Casualty]) -> Casualty | None:
    """Another source's differing number for the same people."""
    if best.toll or best.attributed_to is None:
        return None
    for other in counted:
        differs = other.explicit and not other.additional and (other.low, other.high) != (best.low, best.high)
        sourced = other.attributed_to is not None and other.attributed_to.lower() != best.attributed_to.lower()
        if differs and sourced and other.low * 2 >= best.low and other.sentence != best.sentence:
            return other
    return None


def _upper(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _credit(sources: Sequence[Casualty]) -> str | None:
    names = [c.attributed_to for c in sources if c.attributed_to]
    return "; ".join(dict.fromkeys(names)) or None


def _groups(best: Casualty, counted: Sequence[Casualty]) -> tuple[Group, ...]:
    parts = best.subsets or next((c.subsets for c in counted if c.subsets and c.low == best.low), ())
    if not parts and len(best.people) > 1:
        parts = best.people
    return tuple(Group(who=p.who or "others", count=p.quantity.min) for p in parts if p.who and p.quantity.min > 0)
