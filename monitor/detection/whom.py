"""Whom a mention names as killed, taken or attacked: two named victims who share no name are victims of two attacks.

Only the mention's own grammar is read: "the murder of Judge X", "X was shot", "killed Senator X", "X's kidnapping". A
text in capitals shows no names; there a name is a row of words that no list knows, behind a title or two of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.detection.context import Study
from monitor.detection.figures.words import no_names, word_set
from monitor.detection.lexicon import read_tsv
from monitor.detection.triggers import Candidate, Unit

Names = frozenset[str]
"""The words of one person's name, folded."""

_TITLES = frozenset({"RANKED", "PERSON"})
_DEED = re.compile(
    r"\b(?:kill|murder|assassinat|slay|slain|slew|shot|shoot|machine ?gun|gunn|kidnap|abduct|execut|stabb|wound|attack"
    r"|death)\w*"
)
"""What is done to a person; the word that tells it parts its subject from its object."""
_NOUN = re.compile(
    r"(?:\w*(?:murder|killing|assassination|slaying|shooting|kidnapp?ing|abduction|execution|death|attack)s?)"
)
_OF = re.compile(r" (?:attempt )?(?:of|on|against) ")
_OWNED = re.compile(r"([^\W\d_]+)'s? (?:\w+ ){0,2}$")
_PASSIVE = re.compile(r"\b(?:was|were|been|being) (?:\w+ )?\Z")
_AUXILIARY = 20
"""Characters from "was" to "shot"."""
_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset("de del la las los da dos van von der den bin ibn al el abu di san".split())
_CLAUSE = re.compile(r"(?: -- |\] |; |,? and |, while )(?!.*(?: -- |\] |; | and |, while ))")
"""Behind it the last clause begins: a dateline, or one that was added."""
_BEFORE_PASSIVE = frozenset("was were been being has have had also later reportedly allegedly who , both".split())
_LONGEST = 6
"""Units of a name."""
_LOOK = 12
"""Units behind a deed within which the name of its victim begins."""
_LEAST = 3
"""Letters of a word by which two names may be one."""


def named_victim(study: Study, candidate: Candidate, before: str) -> Names:
    """The words of the name of whom the mention says it was done to; empty where it names nobody.

    `before` is what stands before it in its sentence, back to the mention before.
    """
    deed = _DEED.search(study.flat, candidate.start, candidate.end)
    if deed is None:
        return frozenset()
    units = study.reading(candidate.sentence).units
    reader = _Reader(study, units, titled=deed[0].startswith("attack"))
    owned = _OWNED.search(before)
    if _NOUN.fullmatch(deed[0]):
        if owned:
            return reader.owner(_unit_at(units, candidate.start - len(before) + owned.start(1)))
        return reader.behind(deed.end()) if _OF.match(study.flat, deed.end()) else frozenset()
    if _PASSIVE.search(study.flat, max(0, deed.start() - _AUXILIARY), deed.start()):
        opened = _CLAUSE.search(before)
        return reader.subject(candidate.start - len(before) + (opened.end() if opened else 0), deed.start())
    return reader.behind(deed.end())


def is_one(a: Names, b: Names) -> bool:
    """Whether two names may be one person's: the shorter within the longer, or two words of both the same."""
    return len(a & b) >= min(2, len(a), len(b)) > 0


def _unit_at(units: Sequence[Unit], offset: int) -> int:
    return next((i for i, unit in enumerate(units) if unit.start <= offset < unit.end), 0)


class _Reader:
    """Reads names off one sentence's units."""

    def __init__(self, study: Study, units: Sequence[Unit], *, titled: bool) -> None:
        self.study = study
        self.units = units
        self.titled = titled
        """Whether only a title makes a name one of a person: what is attacked may be a place or a house."""
        self.capitals = study.text.upper_case

    def behind(self, offset: int) -> Names:
        """The first name behind a verb or "of", before the phrase ends."""
        first = next((i for i, unit in enumerate(self.units) if unit.start >= offset), len(self.units))
        for at in range(first, min(first + _LOOK, len(self.units))):
            run = self._run(at)
            if run:
                return self.name_of(run)
            over = at > first and self._is_title(at - 1) and not self._is_title(at)
            if (over or self._folded(at) in _ENDS) and not self._is_apposition(at):
                return frozenset()
        return frozenset()

    def owner(self, at: int) -> Names:
        """The name of the unit before "'s killing"; in "a teacher's killing" it is none."""
        return self.name_of([at]) if self._may_name(at, begun=False) else frozenset()

    def subject(self, start: int, end: int) -> Names:
        """The name that ends right before "was killed"; that with which the clause begins where a comma parts them."""
        last = next((i for i in reversed(range(len(self.units))) if self.units[i].end <= end), -1)
        apart = set()
        while last >= 0 and self._folded(last) in _BEFORE_PASSIVE:
            apart.add(self._folded(last))
            last -= 1
        if "," in apart and "who" not in apart:
            return self._opening(start)
        for at in range(max(0, last - _LONGEST + 1), last + 1):
            run = self._run(at)
            if run and run[-1] == last:
                return self.name_of(run)
        return frozenset()

    def _opening(self, start: int) -> Names:
        """The first name of a clause that no preposition governs."""
        first = next((i for i, unit in enumerate(self.units) if unit.start >= start), len(self.units))
        for at in range(first, min(first + _LOOK, len(self.units))):
            run = self._run(at)
            if run:
                governed = any(self._folded(i) in _GOVERNORS for i in range(max(first, at - 2), at))
                return frozenset() if governed else self.name_of(run)
        return frozenset()

    def name_of(self, run: Sequence[int]) -> Names:
        """The words of the units `run` by which a person is known again."""
        words = (self._word(i).lower() for i in run)
        return frozenset(word for word in words if len(word) >= _LEAST and word not in _PARTICLES)

    def _run(self, at: int) -> list[int]:
        """The units of the name that begins at `at`; none where no name does."""
        run: list[int] = []
        while at + len(run) < len(self.units) and self._may_name(at + len(run), begun=bool(run)):
            run.append(at + len(run))
        after = at + len(run)
        titled = at > 0 and self._is_title(at - 1)
        if not run or (after < len(self.units) and self._is_title(after)):
            return []  # "Communist leader": a word that says more of the one who follows
        return run if titled or (len(run) > 1 and not self.titled) else []

    def _may_name(self, at: int, *, begun: bool) -> bool:
        unit, word = self.units[at], self._word(at)
        if unit.entry is not None and unit.entry.classes:
            return False
        lower = word.lower()
        if not word or lower in _stops() or (self.capitals and lower in _plain()):
            return begun and lower in _PARTICLES
        return self.capitals or word[0].isupper() or (begun and lower in _PARTICLES)

    def _is_title(self, at: int) -> bool:
        entry = self.units[at].entry
        return entry is not None and not _TITLES.isdisjoint(entry.classes)

    def _folded(self, at: int) -> str:
        return self.study.text.folded[self.units[at].start : self.units[at].end]

    def _is_apposition(self, at: int) -> bool:
        """Whether it is the comma between a title and its name: "a judge, Ann Lee"."""
        return at > 0 and self.study.text.folded[self.units[at].start] == "," and self._is_title(at - 1)

    def _word(self, at: int) -> str:
        unit = self.units[at]
        found = _WORD.match(self.study.text.full, unit.start, unit.end)
        return found[0] if found else ""


_GOVERNORS = frozenset("in at near from to of on by with for outside".split())
_ENDS = frozenset(", . ; : ( ) [ ] in at by from with who that which when while as was were has had".split())


@cache
def _stops() -> Names:
    """Words that are no part of a name however they are written."""
    return no_names() | frozenset(word for (line,) in read_tsv("phrase_stops.tsv") for word in line.split())


@cache
def _plain() -> Names:
    """Common words that other lists know, of people and of time: in capitals they look like names."""
    times = frozenset(word for row in read_tsv("dates.tsv") for word in row[0].split())
    return frozenset(row[0] for row in read_tsv("persons.tsv")) | word_set("not_name") | times
