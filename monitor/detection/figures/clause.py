"""The people before a verb: its subject, over asides, relative clauses and what is shared with the verb before."""

from __future__ import annotations

from monitor.detection.figures.objects import Objects
from monitor.detection.figures.quantity import Form
from monitor.detection.figures.walk import ACCUSED, ACTIVE, CLAUSE, PARTICIPLES, PEOPLE, REACH, SINGULAR, TOLD, VERBS
from monitor.detection.figures.words import word_set

_BETWEEN_SUBJECT_AND_AUXILIARY = "xpot,E-S()R"
_REPORTED = frozenset({"known", "reported", "confirmed", "said", "believed", "understood", "thought"})
_MOSTLY = frozenset({"mostly", "mainly", "largely", "chiefly", "predominantly"})
_PART_OF = frozenset({"most", "many", "some", "all", "half", "mostly", "mainly", "one", "both"})
"""First words of an aside on who the people before it were."""
_BODY = 6
"""Words of the name of a body of men."""
_TIMES = frozenset({"before", "after"})
"""Prepositions, too: "called his mother | before the raid and was killed"."""
_FINITE_VERBS = frozenset({"fled", "ran", "fell", "drove", "went", "came", "got", "stood", "leapt", "broke"})


class Clause(Objects):
    """Finds of whom a verb is said, where they stand before it."""

    def _holder(self, at: int) -> int:
        """ "The chief | of army staff": the one person whose office the chunks up to `at` name."""
        of = self.letters.rfind("o", max(0, at - 3), at + 1)
        if of > 1 and self.words(of - 1) in ACCUSED and self.letter(of - 2) == "G":
            return of - 2  # "a woman accused of sorcery | and her son"
        one = self.chunks[of - 1].people if of > 0 and self.letter(of - 1) == "G" else None
        held = of > 0 and all(letter in "gx" for letter in self.letters[of + 1 : at + 1])
        return of - 1 if held and one is not None and one.who.rsplit(" ", 1)[-1] in word_set("office") else at

    def is_object(self, at: int) -> bool:
        """ "A man who helped | her | was hurt": whether the pronoun means another than the verb behind it."""
        return self.words(at) == "him" or (self.words(at) == "her" and self.letter(at + 1) in "BV")

    def _counted_of(self, at: int) -> int:
        """ "Two guards | of the Northern Border Force": the people counted before the body that they are of."""
        if self.letter(at) not in "xg":
            return at
        of = self.letters.rfind("o", max(0, at - _BODY), at)
        people = self.chunks[of - 1].people if self.letter(of - 1) == "G" and of > 0 else None
        whole = people is not None and people.quantity.form is Form.NUMBER and not people.quantity.subset
        return of - 1 if whole and set(self.letters[of + 1 : at]) <= {"x", "g"} else at

    def subject(self, at: int, *, far: bool) -> list[int]:
        """The list of people before chunk `at`, over a relative pronoun or a short phrase."""
        back = self.back_over(at, "BV-!") if self.letter(at) in "BV-!" else self.back_over(at - 1, "BV-!")
        verb = back + 1
        if self.letter(back) == "t" and self.words(back - 1) in _REPORTED:
            back = self.back_over(back - 2, "BV-")  # "eight are known to | have died"
        if self.letter(back) in "Ww":
            back = self.back_over(back - 1, ",-")
        elif far and (whole := self._before_aside(back)) >= 0:
            back = whole
        elif far:
            back = self._before_dashes(back)
            limit = back - REACH
            while back > max(limit, -1) and self._may_part(back):
                back -= 1
        if self.letter(back) in PEOPLE and self.letters[max(0, back - 2) : back] == ",!":
            back = self.back_over(back - 2, ",-")  # "two guards, not three, were killed"
        if self.letter(back) in PEOPLE and self.words(back).endswith(" whom") and back not in self.used:
            return [back]  # "all 20 crew, one of whom | was treated"
        if self.letter(back) in PEOPLE:
            others = self._is_singular(at, back) or self._is_deed(back - 1) or self.is_object(back)
            one = self._relative_subject(back - 1, verb=verb) if far and others else []
            return one or self._list_ending(self._before_including(back))
        joins = self.letter(back) == "&" or (self.letter(back) == "v" and self.words(back) == "but")
        joined = self._clause_subject(back) if joins else []
        return self._shared(at) or joined or (self._relative_subject(back, verb=verb) if far else [])

    def _before_aside(self, at: int) -> int:
        """ "Six people, most of them from one family, | were": the people before an aside in commas; -1 where none."""
        if self.letter(at) != ",":
            return -1
        for back in range(at - 2, max(0, at - CLAUSE), -1):
            if self.letters[back] in ";vS":
                return -1
            if self.letters[back] == "," and self.letter(back - 1) in "GPQ" and self._opens_aside(back + 1):
                people = self.chunks[back - 1].people
                return back - 1 if people is not None and not people.pronoun else -1
        return -1

    def _opens_aside(self, at: int) -> bool:
        """ "…, including a boy", "…, who had fled", "…, a driver who", "…, most of them"."""
        apposed = self.letters[at] == "G" and self.letter(at + 1) == "W"
        people = self.chunks[at].people
        part = people is not None and people.quantity.subset
        return self.letters[at] in "CW" or apposed or part or self.words(at).split()[0] in _PART_OF

    def _relative_subject(self, at: int, verb: int = -1) -> list[int]:
        """ "A man who had walked his dogs was shot", "a man accused of murder was": the person before "who"."""
        first = max(0, at - CLAUSE)
        who = max((i for i in range(first, at + 1) if self.letters[i] == "W" or self._is_accused(i)), default=-1)
        one = self.back_over(who - 1, ",-") if who > 0 else -1
        between = self.letters[who:at] if who > 0 else ";"
        people = self.chunks[one].people if self.letter(one) in "GP" else None
        accused = who > 0 and self.letters[who] != "W"
        if people is None or any(mark in between for mark in (";v" if accused else ";vSEK")):
            return []
        if people.plural and (accused or verb < 0 or not self._goes_on_plural(who, verb)):
            return []
        return self._list_ending(one)

    def _goes_on_plural(self, who: int, verb: int) -> bool:
        """ "Two locals who tried to stop them | were hurt": whether a plural verb may end the clause of `who`."""
        told = any(
            letter in VERBS + "S," or (letter == "B" and not self.words(i + 1).endswith("ing"))
            for i, letter in enumerate(self.letters[who:verb], start=who)
        )  # "two civilians who were walking past | died"
        return not told and verb > who + 2 and self.words(verb) not in SINGULAR

    def _clause_subject(self, at: int) -> list[int]:
        """ "the man was taken to hospital and died": the subject of the verb that "and" joins this one to."""
        closed = self.letter(at - 1) == ","  # "…, who fired in the air, | and is in hospital"
        for back in range(at - 1, max(-1, at - CLAUSE - 4 * closed), -1):
            aside = closed and self.letters[back] == "W" and self.letter(back - 1) == ","
            aside = aside or (self.words(back) in _TIMES and set(self.letters[back + 1 : at]) <= {"x", "p", "o"})
            if self.letters[back] in ";vWS" and not aside:
                return []
            governed = self.letter(back - 1) in "po" and self.letter(self.over(back + 1, ",-")) in "xR"
            if self.letters[back] in "GP" and not governed and self._is_finite(self.over(back + 1, ",-")):
                return self._list_ending(self._before_including(back))
        return []

    def _is_finite(self, at: int) -> bool:
        """Whether a verb stands there that tells what its subject did: "were", "jumped", "fled"."""
        letter = self.letter(at)
        if letter in "xR" and at < len(self.chunks) and self.letter(at + 1) in "pxoGgt":
            return self.words(at).endswith("ed") or self.words(at) in _FINITE_VERBS
        return letter in "BV!"

    def _may_part(self, at: int) -> bool:
        """Whether the chunk can stand between a subject and its verb: "two men, police said, were killed"."""
        if self.letters[at] in _BETWEEN_SUBJECT_AND_AUXILIARY or self.letters[at : at + 2] == "gS":
            return True
        if self.letters[at] == "g" and self.words(at).split()[0] in _MOSTLY:
            return True  # "ten villagers, mostly women, | were killed"
        # "most of them students", "a member of the security forces"
        return self.letters[at] == "g" and at > 0 and (self.letters[at - 1] in "otp" or self.words(at - 1) == "them")

    def _before_dashes(self, at: int) -> int:
        """ "The first victim in Bonn - Ann Roe - is …": before what stands between the dashes."""
        opened = self.letters.rfind("E", max(0, at - 6), at) if self.letter(at) == "E" else -1
        return opened - 1 if opened > 0 else at

    def _before_including(self, at: int) -> int:
        """ "Six people, including a gunman, are dead": the whole, not the part."""
        part = self.chunks[at].people
        comma = self.back_over(at - 1, "xv-") if part is not None and part.quantity.subset else at - 1
        if at - comma < 4 and self.letter(comma) == "," and self._opens_part(comma, at):
            return comma - 1  # "26 people, all but one of them tourists"
        last = at
        while self.letter(at - 1) == "&" and self.letter(at - 2) in PEOPLE and self.letter(at - 3) in "C,":
            at -= 2  # "including | a pastor and his wife"
        them = self.letter(at - 1) == "x" and self.words(at - 1) == "them"  # "among them five children"
        if self.letter(at - 1 - them) != "C":
            return last
        whole = self.back_over(at - 2 - them, ",-")
        return whole if self.letter(whole) in PEOPLE else last

    def bare_subject(self, at: int) -> list[int]:
        """The people right before a participle or state without an auxiliary; in a title over "in Kabul"."""
        back = self.back_over(at - 1, "-")
        if self.letter(back) == "S" and self.words(back) in TOLD:
            back -= 1
        back = self._before_brackets(back)
        if self.letter(back) == "x" or (self.letter(back) == "," and self._has_age(back - 1)):
            back -= 1
        if self.sentence.in_title and self.letter(back) == "," and self.words(back - 1).endswith("ed"):
            back -= 2 if self.letter(back - 1) == "x" else 0  # "girl raped, murdered"
        if self.sentence.in_title and self.letter(back) not in PEOPLE + "W":
            back = self.back_over(back, "xpo-")
            one = self._relative_subject(back) if self.letter(back) not in PEOPLE else []
            if one or (one := self._dragged(at)):
                return one  # "Man who wanted to help | fatally shot"
        if self.letter(back) == "W":
            return []
        people = self.chunks[back].people if self.letter(back) in PEOPLE else None
        if people is None:
            return self._shared(at)
        one_shot = self.letters[at] == "H" and self.letters[back] == "Q" and people.quantity.max == 1
        if one_shot and not self.sentence.in_title:
            return []
        named = self.letters[back] == "P" and not self.sentence.in_title
        if people.pronoun or (named and (people.age is None or self.letters[at] == "H")):
            return []
        return self._list_ending(back)

    def _dragged(self, at: int) -> list[int]:
        """ "Barber dragged from stall, | beaten to death": whom a headline's first participle tells of."""
        if self.letter(at - 1) not in ",&" or self.letters[at] not in PARTICIPLES:
            return []
        first = self.back_over(at - 2, "xpot")
        passive = self.letter(first + 1) == "x" and self.words(first + 1) in word_set("seized")
        return [first] if self.letters[first] == "G" and passive and first not in self.used else []

    def _before_brackets(self, at: int) -> int:
        """ "Five people, including children, dead": before the commas."""
        if self.letter(at) != ",":
            return at
        opened = self.letters.rfind(",C", max(0, at - REACH), at)
        if opened <= 0:
            opened = next((i for i in range(at - 1, max(0, at - 5), -1) if self._opens_part(i)), 0)
        return opened - 1 if opened > 0 else at

    def _opens_part(self, at: int, part: int | None = None) -> bool:
        """ "Nine people | , three of them children": the comma before a part of those just told."""
        nxt = at + 1 if part is None else part
        people = self.chunks[nxt].people if self.letters[at] == "," and self.letter(nxt) in PEOPLE else None
        return people is not None and people.quantity.subset and self.letter(at - 1) in PEOPLE

    def _shared(self, at: int) -> list[int]:
        """ "was shot and later died", "died after being shot": whom the verb before was said of."""
        for verb in range(at - 1, max(-1, at - REACH), -1):
            if verb in self.said_of:
                return self.said_of[verb]
            if self.letters[verb] in PEOPLE + "g;vWS" or self.words(verb) == "number":
                return []  # "20 were killed and an unknown number | wounded"
        return []

    def _before_age(self, at: int) -> int:
        """ "Twin sisters, | 8, died", "a girl, | nine, is dead": those whose age stands between commas; else `at`."""
        bare = self.letters[at] == "Q" and self.letter(at - 1) == self.letter(at + 1) == ","
        people = self.chunks[at - 2].people if bare and self.letter(at - 2) in "GP" else None
        if people is None or people.age is not None or " " in self.words(at):
            return at
        return at - 2 if people.quantity.form is not Form.NUMBER or people.who.startswith("twin") else at

    def _list_ending(self, at: int) -> list[int]:
        if at in self.used:
            return next(([at] for run in self.said_of.values() if at in run), [])
        at = self._before_age(at)
        run, last = [at], self.chunks[at].people
        if last is not None and last.quantity.subset and last.quantity.whole:
            return run  # "the nurse, one of two people | killed"
        while True:
            before = self.back_over(run[0] - 1, ",&")
            joined = 1 <= run[0] - 1 - before <= 2
            before = self._counted_of(self._holder(before)) if joined else before
            if not joined or self.letter(before) not in PEOPLE or before in self.used:
                return self._trusted(run)
            loose = self.letters[before + 1 : run[0]] == "," and self.letter(before - 1) in "tpob"
            if loose or self.words(before - 1) == "them" or self.letter(before - 1) in ACTIVE + PARTICIPLES:
                return self._trusted(run)
            run.insert(0, before)
