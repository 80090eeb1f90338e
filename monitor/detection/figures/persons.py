"""Tells persons apart: the same victim told twice is one, different ages, names or sexes are several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.detection.figures.casualty import Casualty
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form

_SAME = frozenset({"victim", "person", "suspect", "patient", "survivor"})
"""Words that may take up anybody told of before."""
_SINGLE = (Form.ARTICLE, Form.DEFINITE, Form.BARE)


@dataclass(slots=True)
class Person:
    """One victim as far as the text has told of them."""

    gender: str = "-"
    ages: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def may_be(self, people: People) -> bool:
        """Whether `people` (one person) can be this one: nothing told of both differs."""
        names = _name_words(people)
        if names & self.names:
            return self._is_called(names)
        if len(names) > 1 and len(self.names) > 1:
            return False
        if people.age is not None and self.ages and people.age not in self.ages:
            return False
        return people.gender == "-" or self.gender in ("-", people.gender)

    def is_surely(self, people: People) -> bool:
        """Whether name or age tie `people` to this one."""
        return self._is_called(_name_words(people)) or people.age in self.ages

    def _is_called(self, names: set[str]) -> bool:
        """Whether the names can be this one's: a surname that two full names share makes them kin."""
        kin = len(names) == 2 and len(self.names) == 2 and len(names & self.names) == 1
        return bool(names & self.names) and not kin

    def learn(self, people: People) -> None:
        """Adds what `people` says of this person."""
        if self.gender == "-":
            self.gender = people.gender
        if people.age is not None:
            self.ages.add(people.age)
        self.names |= _name_words(people)


def persons_of(casualties: Iterable[Casualty]) -> list[Person]:
    """The distinct persons whom the casualties tell one by one; counted groups tell of none."""
    persons: list[Person] = []
    sentence, more = -1, set[str]()
    met: list[People] = []
    for casualty in casualties:
        for people in casualty.people:
            if people.quantity.form in _SINGLE:
                listed = casualty.sentence == sentence or len(casualty.people) > 1
                listed = listed and not any(known is people for known in met)
                title = casualty.sentence == 0 and bool(met) and _heads_apart(met[-1], people)
                also = casualty.also and not people.pronoun and people.who not in more
                beside = people.owned and people is not casualty.people[0] and people.who not in {m.who for m in met}
                _meet(persons, people, listed=listed, also=also or title or beside)
                more |= {people.who} if also else set()
                met.append(people)
        sentence = casualty.sentence
    return persons


def _meet(persons: list[Person], people: People, *, listed: bool, also: bool) -> None:
    is_new = (people.quantity.additional and listed) or (also and not any(p.is_surely(people) for p in persons))
    known = None if is_new else next((p for p in persons if p.may_be(people)), None)
    if known is not None:
        known.learn(people)
    elif not persons or is_new or _introduces(people):
        person = Person()
        person.learn(people)
        persons.append(person)


def _heads_apart(first: People, second: People) -> bool:
    """ "Youth gunned down; child in crossfire dies": two people of a headline, each by a noun of its own."""
    words = [p.who.rsplit(" ", 1)[-1] for p in (first, second)]
    bare = all(p.quantity.form is Form.BARE and p.name is None and not p.pronoun for p in (first, second))
    return bare and words[0] != words[1] and not {*words} & _SAME


def _introduces(people: People) -> bool:
    """Whether the words can bring in somebody new: not "he", "the victim" or a surname alone."""
    if people.pronoun:
        return False
    if people.name is not None and people.who == people.name:
        return people.age is not None or len(_name_words(people)) > 1
    return people.quantity.form is not Form.DEFINITE or people.gender != "-" or people.age is not None


def _name_words(people: People) -> set[str]:
    words = (people.name or "").replace(".", " ").split()
    return {w.lower() for w in words if len(w) > 2 and w.lower() not in ("jr", "sr", "iii")}
