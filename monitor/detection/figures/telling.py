"""Writes down whom a casualty word is said of: their fate, and whether they count at all.

Each of them is told once. What is not decided here: which people belong to which word (reader.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from monitor.detection.figures.attribution import attribution
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.chunks import Chunk
from monitor.detection.figures.clause import Clause
from monitor.detection.figures.lists import all_of, last_of_range, past, up_to, with_groups, without_appositions
from monitor.detection.figures.parts import Parts, read_parts
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form
from monitor.detection.figures.scope import (
    cumulative_spans,
    is_cumulative,
    is_mishap,
    is_obituary,
    is_stopped,
    is_stopped_after,
    shot_by_guards,
)
from monitor.detection.figures.walk import ACCUSED, PEOPLE, VERBS
from monitor.detection.figures.words import word_set
from monitor.detection.text import Sentence

_FATES = {
    **dict.fromkeys("KkDNTF", Fate.KILLED),
    **dict.fromkeys("IiJUy", Fate.INJURED),
    **dict.fromkeys("Hh", Fate.HIT),
    **dict.fromkeys("Aa", Fate.ABDUCTED),
    "M": Fate.MISSING,
}
_DOERS = frozenset({"suspect", "suspects", "killer", "killers"})
_DENIALS = ("deni", "deny", "disput", "reject", "whether", "if ")
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:es|ed|ing)|rejects? (?:reports|claims))\b[^.;,]{0,60}$"
    r"|\b(?:whether|(?<!as )if) (?:[\w'-]+ ){0,3}$"
)
BEARING = ("with ", "nursing ")
"""How a state that says with which wounds begins: "with gunshot wounds"."""
_TAKEN = ("taken", "rushed", "airlifted", "flown", "brought", "transported", "evacuated", "admitted", "shifted", "sen")
_HELPING = re.compile(
    r" (?:(?:tried|attempted|rushed|ran|went|came|sought) to (?:\w+ ){0,2}?"
    r"(?:help|aid|rescue|assist|defend|stop|protect)|stepped in|intervened|tackled|confronted|helped|shielded)\b"
)
_ATTACKED = re.compile(
    r"\b(?:stabb(?:ed|ing)|shot|rammed|ramming|pl(?:ough|ow)ed|opened fire|fired|firing|attacked|attacking"
    r"|kill(?:ed|ing)|wound(?:ed|ing)|injur(?:ed|ing)|slash(?:ed|ing)|hacked"
    r"|(?:sped|drove|crashed) (?:\w+ ){0,3}?into)\b.* (?:before|until) "
)
"""What somebody does whom guards then stop."""
_FOUND = ("was found", "were found", "was discovered", "were discovered")
_HAD = ("had ", "having ", "took ", "takes ")
_GRAVE = re.compile(r"\b(?:gun ?shot|bullets?|stab|multiple)\b")
_MORTAL = re.compile(rf"{_GRAVE.pattern}|\b(?:injur|wounds?\b)")
"""Wounds that the dead have, too: "both victims had multiple wounds"."""
_SLIGHT = re.compile(
    r" (?:(?:an? |his |her |their |some )?(?:minor|light|slight|superficial|non-life|small|cut|bruis|scratch|scrape"
    r"|graz|sore|sprain|smoke|nick|broken)|injuries not)"
)
"""Behind "treated for": wounds that nobody dies of."""
_AGAIN = frozenset({"both", "each", "all", "both of them", "all of them"})
_NOW = frozenset({"remains", "remain"})
_RECOVERS = (
    *("out of danger", "no longer in danger", "expected to", "is expected", "are expected"),
    *("has ", "have ", "clinging"),
)


class Telling(Clause):
    """A sentence's chunks, and the casualties told in it so far."""

    def __init__(self, sentence: Sentence, chunks: Sequence[Chunk]) -> None:
        super().__init__(sentence, chunks)
        self.found: list[Casualty] = []
        self._denials = any(hint in sentence.folded for hint in _DENIALS)

    @cached_property
    def cumulative(self) -> list[tuple[int, int, int]]:
        """Spans that make a count near them a sum; sought only where something is counted."""
        return cumulative_spans(self.sentence)

    @cached_property
    def source(self) -> str | None:
        """Who says it; sought only where something is counted."""
        return attribution(self.sentence)

    def emit(
        self,
        at: int,
        run: list[int],
        *,
        toll: bool = False,
        so_far: bool = False,
        some: bool = False,
        whole: bool = False,
        passed: bool = False,
    ) -> None:
        """Adds the people of chunks `run` to `found` as those of the word at `at`, unless it tells of no victim.

        A `toll` is the whole so far, `passed` one more at least; `so_far` reads an ordinal as a count, `some` opens the
        count upwards, `whole` takes "two of seven" for the seven.
        """
        people = without_appositions(self, run, at)
        if whole:
            people = tuple(all_of(p) for p in people)
        if not people or self._either_or(at) or self._by_mishap(at) or self._stopped(at, run) or self._denied(run):
            return
        if self.letters[at] == "J" and self._of_dead(run):
            return  # "were found dead with | gunshot wounds"
        self.said_of[at] = run
        self.used.update(run)
        if self.letters[at] in "Kk" and len(run) == 1 and run[0] > at and self._did_it(run[0]):
            people = (replace(people[0], attacker=True),)
        if self.letters[at] == "D":
            people = tuple(self._known_doer(p, run[-1], at) for p in people)
        people, listed = with_groups(people, self.sentence.text)
        none = all(p.quantity.form is Form.NONE for p in people)
        if none:
            return  # the pattern of what is said not to be reads these
        if toll:
            people = tuple(past(p) if passed else last_of_range(p) for p in people)
        if so_far and len(people) == 1:
            people = (up_to(people[0]),)
        if some:
            people = (replace(people[0], quantity=replace(people[0].quantity, max=None)), *people[1:])
        start = min(self.chunks[run[0]].start, self.chunks[at].start)
        end = max(self.chunks[run[-1]].end, self.chunks[at].end)
        inner = self.letters[run[-1] + 1 : run[-1] + 3] == ",C"
        parts = self._parts(run[-1] if inner else max(run[-1], at), sum(p.quantity.min for p in people))
        self.found.append(
            Casualty(
                fate=self._fate(at, end, run),
                people=people,
                groups=parts.groups or listed,
                start=start,
                end=end,
                sentence=self.sentence.index,
                toll=toll,
                also=self._says_also(at, run),
                apart=self.letters[at] == "H" and self._is_apart(at, run),
                away=self.letters[at] in "Hh" and self.words(at).startswith(_TAKEN),
                alive=self.letters[at] == "J" and self._is_alive(at),
                cumulative=is_cumulative(self.cumulative, start, end),
                attributed_to=self.source,
            )
        )

    def _of_dead(self, run: list[int]) -> bool:
        """Whether the people of a state are those just told dead: "both were dead, | each having suffered wounds"."""
        dead = [(v, r) for v, r in self.said_of.items() if self.letters[v] in "KkD"]
        again = self.words(run[0]) in _AGAIN and self.letters[max(0, run[0] - 1)] == ","
        return any(r == run or (again and v == run[0] - 2) for v, r in dead)

    def _fate(self, at: int, end: int, run: list[int]) -> Fate:
        """The word's own fate; "shot dead" is killed, and "were shot and taken away with wounds" tells of the shot."""
        if self._to_death(at, end):
            return Fate.KILLED
        hit = self.letters[at] == "J" and any(self.letters[v] in "Hh" and r is run for v, r in self.said_of.items())
        return Fate.HIT if hit or self._may_be_deadly(at) else _FATES[self.letters[at]]

    def _may_be_deadly(self, at: int) -> bool:
        """ "Both had gunshot wounds", "was found with": the dead, too; "has a bullet in the lung": the living alone."""
        words = self.words(at) if self.letters[at] == "J" else ""
        had = words.startswith(_HAD) and _GRAVE.search(words) is not None
        head = self.sentence.folded[: self.chunks[at].start - self.sentence.start] if words.startswith("with ") else ""
        return had or (_MORTAL.search(words) is not None and any(found in head for found in _FOUND))

    def _to_death(self, at: int, end: int) -> bool:
        """ "shot his brother to death", "shot him dead"."""
        if self.letters[at] not in "Hh":
            return False
        them = (" them to death", " them dead")
        return self.sentence.folded.startswith((" to death", " dead", *them), end - self.sentence.start)

    def _is_apart(self, at: int, run: list[int]) -> bool:
        """ "Two died and three were taken to hospital", unlike "one dead, four shot", which may count the dead, too."""
        dead = [v for v, r in self.said_of.items() if v < run[0] and self.letters[v] in "KD" and r[-1] < v]
        return bool(dead) and not self.words(at).startswith(("shot", "stabbed", "hit", "struck", "slashed"))

    def _is_alive(self, at: int) -> bool:
        """ "Remains in intensive care", "is out of danger": nobody says so of the dead."""
        back = self.back_over(at - 1, "-")
        if self.words(at).startswith(BEARING):
            # who reaches a checkpoint with wounds lives
            return self.letter(at - 1) not in PEOPLE and not self._may_be_deadly(at)
        if self.words(at).endswith("treated for"):
            return _SLIGHT.match(self.sentence.folded, self.chunks[at].end - self.sentence.start) is not None
        return self.words(back) in _NOW or self.words(at).startswith(_RECOVERS)

    def _says_also(self, at: int, run: list[int]) -> bool:
        first, last = sorted((at, run[0]))
        who = self.letters.find("W", first, last)
        helped = who > 0 and (self._steps_in(who, last) or any(self.is_object(i) for i in range(who + 2, last)))
        also = any(self.letters[i] == "-" and self.words(i) == "also" for i in range(max(0, first - 1), last))
        return also or helped  # "a man who pulled | her | out was hurt": beside her

    def _steps_in(self, who: int, at: int) -> bool:
        """ "A colleague who tried to help | was cut": one beside those attacked."""
        first, last = self.chunks[who].end - self.sentence.start, self.chunks[at].start - self.sentence.start
        return _HELPING.search(self.sentence.folded, first, last) is not None

    def _parts(self, at: int, total: int) -> Parts:
        """ "…, including one British and two American …" or "— three X and two Y" behind the count."""
        for nxt in range(at + 1, min(at + 16, len(self.letters))):
            letter = self.letters[nxt]
            if letter in VERBS + ";vS":
                break
            if letter in "C:E(" or (letter == "," and nxt - at < 3):
                parts = read_parts(self.sentence, self.chunks[nxt].end)
                whole = letter in "E(:" and nxt - at < 3 and sum(g.count for g in parts.groups) == total
                if parts.groups and (letter == "C" or parts.of_them or whole):
                    self._spend(self.chunks[nxt].end, parts.end)
                    return parts
        return Parts()

    def _spend(self, start: int, end: int) -> None:
        """Marks the people between two offsets as told."""
        for i, chunk in enumerate(self.chunks):
            if chunk.people is not None and start <= chunk.start < end:
                self.used.add(i)

    def _known_doer(self, people: People, last: int, at: int) -> People:
        """ "The suspect was found dead", "the man accused of it died": the attacker, unless it was police who shot."""
        word = people.who.rsplit(" ", 1)[-1]
        turned = self._turned_on_self(last) if people.pronoun else self._turned_on_self(at, self.chunks[last].end)
        thought = not people.plural and self.letter(last + 1) != "." and self.words(last + 1) in ACCUSED
        called = any(c.people is not None and c.people.who.endswith("suspect") for c in self.chunks[last + 1 : at])
        if turned:
            return replace(people, attacker=True)
        named = called and not people.plural
        if (word in _DOERS or thought or named) and not shot_by_guards(self.sentence.folded):
            return replace(people, attacker=True, who="suspect" if named else people.who)
        return people

    def _did_it(self, at: int) -> bool:
        """ "Police kill man | who stabbed three": whether those killed had attacked people themselves."""
        verb = self.over(at + 2, "-V")
        hit = self.letter(at + 1) == "W" and self.letter(verb) in "KkHhIi"
        return hit and self.letter(verb + 1) in PEOPLE + "g"

    def _turned_on_self(self, at: int, start: int | None = None) -> bool:
        """ "… before turning the gun on himself; he died": whether who is meant has shot himself."""
        first = 0 if start is None else start - self.sentence.start
        head = self.sentence.folded[first : self.chunks[at].start - self.sentence.start]
        return " on himself" in head or " on herself" in head

    def _stopped(self, at: int, run: list[int]) -> bool:
        """ "The gunman shot two guards before he was killed by police": the attacker's own death."""
        people = self.chunks[run[0]].people
        if people is None or people.plural:
            return False
        end = self.chunks[at].end - self.sentence.start
        if self.letters[at] in "KHI" and is_stopped_after(self.sentence.folded, end):
            return True
        if not people.pronoun:
            return False
        if run[0] > at > 1 and self.words(at - 2) in ("before", "until"):
            guards = self.words(at - 1).rsplit(" ", 1)[-1] in word_set("guard")  # "… before soldiers shot | him dead"
            head = self.sentence.folded[: self.chunks[at].start - self.sentence.start]
            return guards and _ATTACKED.search(head) is not None
        attackers = any(c.people is not None and c.people.attacker for c in self.chunks[: run[0]])
        return attackers and is_stopped(self.sentence.folded, self.chunks[at].end - self.sentence.start)

    def _denied(self, run: list[int]) -> bool:
        """ "The army denies that a child was killed", "it is not clear whether people were hurt"."""
        if not self._denials:
            return False
        return _DENIED.search(self.sentence.folded, 0, self.chunks[run[0]].start - self.sentence.start) is not None

    def _by_mishap(self, at: int) -> bool:
        """ "died in a crash", "killed in the earthquake": no attack's dead."""
        folded, end = self.sentence.folded, self.chunks[at].end - self.sentence.start
        return is_mishap(folded, end) or (self.letters[at] == "D" and is_obituary(folded, end))

    def _either_or(self, at: int) -> bool:
        """ "17 missing or dead": how many of each is not said."""
        return any(self.letter(at + way) == "O" and self.letter(at + 2 * way) in VERBS for way in (1, -1))
