"""Reads a sentence's chunks: which people are the object or subject of which casualty verb or state.

A word that is neither verb nor state is left to tolls.py; what is made of a word and its people, to telling.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.detection.figures.casualty import Casualty
from monitor.detection.figures.chunks import ALONG, Chunk
from monitor.detection.figures.lists import with_what_follows
from monitor.detection.figures.nothing import stated_none
from monitor.detection.figures.quantity import Form
from monitor.detection.figures.telling import BEARING
from monitor.detection.figures.tolls import Tolls
from monitor.detection.figures.walk import ACTIVE, CLAUSE, PARTICIPLES, PEOPLE, REACH, STATES, TOLD, VERBS
from monitor.detection.figures.words import word_set
from monitor.detection.text import Sentence

_NUMBER_OF = re.compile(r"\bnumber of (?:[\w'-]+ ){1,3}$")
_TENDING = re.compile(
    r"\b(?:evacuat\w+|carr(?:y|ies|ied|ying)|help\w*|treat\w*|transport\w*|tend\w*|assist\w*|rescu\w+|comfort\w*) "
    r"(?:an? |the |some )?$"
)
_OBJECT = re.compile(r" (?:two|three|four|five|six|\d+) of (?:his|her|their|its) [a-z]| (?:his|her|their) [a-z]{4,}")
_HELD = frozenset({"arrested", "detained", "held", "seized", "charged", "captured", "jailed", "booked"})
"""What is done to those who did it, wounds or none."""
_SOMEBODY = frozenset({"assassination of", "murder of", "killing of", "slaying of", "assassination"})
_FINITE = (
    *("fell", "drowned", "escape", "has ", "have ", "had ", "did", "does"),
    *("died", "dies", "perished", "succumbed", "lost ", "bled", "pronounced", "declared"),
    *("suffer", "sustain", "received", "survived with", "escaped with"),
)


class Reader(Tolls):
    """Reads one sentence's casualty words, each with the people that it is said of."""

    def __init__(self, sentence: Sentence, chunks: Sequence[Chunk]) -> None:
        super().__init__(sentence, [with_what_follows(sentence, c) if c.letter in "Ycflsqzudj" else c for c in chunks])
        self._numbers = "number of" in sentence.folded

    def run(self) -> list[Casualty]:
        """All counts of the sentence, in order of their spans."""
        for at, letter in enumerate(self.letters):
            if letter in "Ty":
                self.toll(at)
        for at, letter in enumerate(self.letters):
            if letter in "KID" and self._is_tabled(at):
                self.emit(at, [at + 2])
            elif letter in ACTIVE and not self.unreal(at):
                self._active(at)
            elif letter in PARTICIPLES:
                self._participle(at)
            elif letter in STATES:
                self._state(at)
            elif letter in "NUF":
                self.counted_noun(at)
            elif letter.isdigit():
                self.implied(at, int(letter))
            elif letter == "Z" and self.names_killing(at):
                self.implied(at, 1, exact=False)
        self.found += stated_none(self.sentence)
        return sorted(self.found, key=lambda c: c.start)

    def _is_tabled(self, at: int) -> bool:
        """ "Killed: 2. Injured: five": a count behind its word, as tables and channels give it."""
        number = self.letter(at + 1) == ":" and self.letter(at + 2) == "Q" and at + 2 not in self.used
        return number and self.letter(at - 1) in ".,;&" and self.letter(at + 3) not in VERBS + "BVm"

    def _active(self, at: int) -> None:
        """ "Killing three"; "the assassination of the bishops" killed somebody, however many they were."""
        if self.words(at).endswith(" of") and self._is_record(at):
            return
        objects = self._them(at) or self.objects(at + 1)
        if not objects and self.words(at) in _SOMEBODY:
            self.implied(at, 1, exact=False)
        self.emit(at, objects)

    def _is_record(self, at: int) -> bool:
        """ "A commander who led the | slaughter of 40 was killed": what is known of one whose own fate is the news."""
        who = self.letters.rfind("W", max(0, at - REACH), at)
        deed = any(self.words(i) in word_set("leading") for i in range(who + 1, at)) if who > 0 else False
        return deed and any(letter in "KD" for letter in self.letters[at + 1 :])

    def _participle(self, at: int) -> None:
        """Passive with a form of "be", active with an object, else a headline's "3 killed"."""
        if self.words(at - 1).endswith(" of the"):
            if self._still_hurt(at):
                self.emit(at, [at - 1])
            return  # "two of the wounded died"
        if self._is_kin_of(at) or self._is_tended(at):
            return
        if self._is_counted_before(at):
            self.emit(at, [at - 1])  # "41 | wounded | persons were taken to Ulm"
            return
        if self._numbers and _NUMBER_OF.search(self.sentence.folded, 0, self.chunks[at].start - self.sentence.start):
            self.toll(at)  # "the number of Americans killed has reached 27"
            return
        auxiliary = self.auxiliary(at)
        if auxiliary is not None:
            unreal = "!" in self.letters[auxiliary:at] or self.letter(self.back_over(auxiliary, "BV-!")) in "mt"
            if not unreal and self.letter(self.back_over(auxiliary, "BV-")) != "!":
                near = self.words(at).startswith(("set ", "doused"))  # houses are, too
                run = self.subject(auxiliary, far=not near)
                whole = bool(run) and self.letter(run[-1] + 1) == "W"  # "one of six who were shot"
                one = sum(p.quantity.min for i in run if (p := self.chunks[i].people)) == 1
                more = self._along(at) or (self._by_part(at) if one else []) if run else []
                self.emit(at, run + more, whole=whole)
            return
        if not self.unreal(at):
            self._without_auxiliary(at)

    def _without_auxiliary(self, at: int) -> None:
        """A participle without a form of "be": active with an object, else a headline's "3 killed"."""
        objects = self._told_behind(at)
        if objects or self._has_them(at):
            self.emit(at, objects)
        elif not self._has_uncounted_object(at) and not self._has_other_object(at):
            if self.letter(at + 1) == "G" and self.letter(at + 2) in "DJ":
                return  # "toll at six as injured | boy dies"
            run = self.bare_subject(at) or self._before_participle(at)
            if not run and self.letter(at - 1) == "&":
                run = self._clause_subject(at - 1)  # "two men were dragged out and | beaten"
            self.emit(at, run, whole=not self.sentence.in_title)

    def _is_kin_of(self, at: int) -> bool:
        """ "Widow of | murdered editor stabbed": whose death came before, and is not the news."""
        kin = self.chunks[at - 2].people if self.letter(at - 1) == "o" and self.letter(at - 2) == "G" else None
        if kin is None or self.letters[at] != "K" or self.letter(at + 1) not in "GP" or self.letter(at + 2) == ".":
            return False
        related = kin.who.rsplit(" ", 1)[-1] in word_set("kin")
        return related and any(letter in VERBS for letter in self.letters[at + 2 :])

    def _has_uncounted_object(self, at: int) -> bool:
        """ "Killed soldiers", but not "was shot dead | resisting robbers": what those behind suffer is not told."""
        nxt = self.over(at + 1, "-")
        return self.letter(nxt) == "g" and self.words(nxt).split()[0] not in word_set("acting")

    def _is_counted_before(self, at: int) -> bool:
        """Whether the participle stands between a number and a plural for people: "dozens of | wounded | men"."""
        counted = self.letters[at] == "I" and self.letter(at - 1) in "GQ" and at - 1 not in self.used
        people = self.chunks[at - 1].people if counted and self.letter(at + 1) in "Gg" else None
        if people is None or people.who or not people.plural or people.quantity.subset:
            return False
        return self.words(at + 1) in word_set("anybody") | word_set("guard") and self.letter(at - 2) not in ACTIVE

    def _before_participle(self, at: int) -> list[int]:
        """ "A fourth man, | slashed in the neck, got away": whom a participle between commas tells of."""
        apart = self.letter(at - 1) == "," and self.letter(at - 2) in "GP" and not self.sentence.in_title
        closed = "," in self.letters[at + 1 : at + 9]
        return [at - 2] if apart and closed and at - 2 not in self.used else []

    def _told_behind(self, at: int) -> list[int]:
        """The people behind a participle: its object, whom "them" means, or the subject of "also hurt were …"."""
        objects = self._them(at)
        if objects is None:
            objects = self.objects(at + 1)
        return self._named_after(at + 2) if not objects and self.letter(at + 1) == "B" else objects

    def _has_them(self, at: int) -> bool:
        return self.letter(at + 1) == "x" and self.words(at + 1) == "them" and self.letters[at] not in "Aa"

    def _them(self, at: int) -> list[int] | None:
        """ "Took five passengers off a bus and shot | them": the counted objects of the verb before, else none.

        None where no "them" follows.
        """
        if not self._has_them(at):
            return None
        for back in range(at - 1, max(0, at - CLAUSE - REACH), -1):
            people = self.chunks[back].people if self.letters[back] == "G" else None
            if self.letters[back] in ";S":
                break
            if people is not None and people.plural and self.letter(back - 1) == "x" and back not in self.used:
                counted = people.quantity.form in (Form.NUMBER, Form.VAGUE)
                doer = any(letter in "GPg" for letter in self.letters[:back])
                return [back] if counted and doer else []
        return []

    def _along(self, at: int) -> list[int]:
        """ "The boys were killed along with | their mother": who shared the fate of the verb's subject."""
        places, place = list[int](), self._at_next_place(at)
        while place is not None and self.letter(place + 1) in "pJ":
            places.append(place)  # "two were killed in one town, | one in another and | three in a third"
            place = self._at_next_place(place)
        if places:
            return places
        joins = self.letter(at + 1) == "&" and self.words(at + 1) in ALONG
        people = self.chunks[at + 2].people if joins and self.letter(at + 2) in "GP" else None
        return [at + 2] if people is not None else []

    def _by_part(self, at: int) -> list[int]:
        """ "A woman was shot in the head and | a man in the leg": the next, told by where it hit them."""
        run, end = list[int](), self.over(at + 1, "px")
        while self.letter(end) in ",&" and self.letters[at] in "HI":
            nxt = self.over(end, ",&-")
            behind = range(nxt + 2, min(nxt + 5, len(self.letters)))
            hit = self.letter(nxt + 1) == "p" and any(self.words(i) in word_set("body") for i in behind)
            if self.letter(nxt) not in "GQ" or not hit or nxt in self.used:
                break
            run.append(nxt)
            end = self.over(nxt + 1, "px")
        return run

    def _still_hurt(self, at: int) -> bool:
        """ "Thirty of the wounded remain in hospital", not "two of the wounded died"."""
        nxt = self.over(at + 1, "-xB")
        return self.letters[at] == "I" and self.letter(at - 1) in "GQ" and self.letter(nxt) == "J"

    def _is_tended(self, at: int) -> bool:
        """ "Medics carry a wounded man": one of the hurt, seen, not counted."""
        if self.letters[at] != "I" or self.letter(at + 1) not in PEOPLE:
            return False
        return _TENDING.search(self.sentence.folded, 0, self.chunks[at].start - self.sentence.start) is not None

    def _has_other_object(self, at: int) -> bool:
        """ "A boy shot two of his rivals": whom the lexicon does not know, but no passive."""
        nxt = self.sentence.folded[self.chunks[at].end - self.sentence.start :]
        return self.letters[at] in "HIK" and _OBJECT.match(nxt) is not None

    def _named_after(self, at: int) -> list[int]:
        """ "Also wounded were four patrons": the subject behind the verb, where it is counted."""
        run = self.objects(at)
        people = [p for i in run if (p := self.chunks[i].people)]
        return run if all(p.quantity.form in (Form.NUMBER, Form.ARTICLE) or p.age is not None for p in people) else []

    def _state(self, at: int) -> None:
        """ "three people died", "left two dead", "four hospitalized", "two missing"."""
        before = self.back_over(at - 1, "BV-!")
        has_auxiliary = "B" in self.letters[before + 1 : at] or "V" in self.letters[before + 1 : at]
        if self.letters[at] == "J" and self.words(at).endswith("hospital") and self.letter(at - 1) in "KkD":
            return  # "twelve killed | in hospital"
        if "!" in self.letters[before + 1 : at] or self.letter(before) == "m" or self.unreal(at):
            return
        if self.letters[at] == "D" and self.letter(at - 1) == "Q" and self.letter(at - 2) == "C":
            self.emit(at, [at - 1])  # "among the four | dead was a child"
        elif self.letters[at] == "D" and self._is_among(at):
            self.emit(at, self._named_after(self.letters.find("B", at) + 1), some=True)
        elif self.words(at) == "dead" and self.letter(at + 1) == "C" and self.words(at - 1) == "the":
            self.emit(at, self._named_after(at + 2), some=True)
        elif self.words(at) in ("dead", "deceased") and self._is_named(at):
            self.emit(at, self.objects(at + 4))
        elif has_auxiliary or self._is_reported(at) or self.words(at).startswith(_FINITE):
            run = self.subject(at - self._is_reported(at), far=True) or self._found_so(at)
            dead = self.letters[at] == "D"
            self.emit(at, run + self._along(at) if run and dead else run, so_far=dead)
        else:
            run = self.bare_subject(at)
            if not run and self.words(at).startswith(BEARING):
                # "the driver reached a checkpoint with gunshot wounds"
                run = self.subject(at, far=True) or self._found_so(at)
            elif not run and self.letter(at - 1) == "&":
                run = self._clause_subject(at - 1)  # "a woman was pulled from the rubble and | hospitalised"
            self.emit(at, run, whole=self.letter(self.over(at + 1, "x")) in "BV" and not self.sentence.in_title)

    def _is_reported(self, at: int) -> bool:
        """ "Six were reported | dead"."""
        told = self.letters[at] == "D" and self.letter(at - 1) == "S" and self.letter(at - 2) == "B"
        return told and self.words(at - 1) in TOLD

    def _found_so(self, at: int) -> list[int]:
        """ "A second man was found nearby | suffering from wounds": the subject of the passive before."""
        back = self.back_over(at - 1, "xp-") if self.words(at).startswith(("suffering", *BEARING)) else -1
        held = self.words(back + 1) in _HELD or self.letter(back) != "B"
        return self.subject(back, far=True) if at - back > 1 and not held else []

    def _is_named(self, at: int) -> bool:
        """ "The dead were | identified as …": those whom the list names are all of them."""
        named = at + 3 < len(self.chunks) and self.words(at + 2) in ("identified", "named")
        return named and self.letter(at + 1) == "B" and self.words(at - 1) == "the"

    def _is_among(self, at: int) -> bool:
        """ "Among the dead in the strike were …": those named behind the verb."""
        among = "C" in self.letters[max(0, at - 2) : at]
        return among and 0 < self.letters.find("B", at) - at < REACH and ";" not in self.letters[at : at + REACH]
