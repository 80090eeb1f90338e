"""The people behind a verb: its object, and the list that goes on from it."""

from __future__ import annotations

from monitor.detection.figures.quantity import Form
from monitor.detection.figures.walk import PARTICIPLES, PEOPLE, VERBS, Walk
from monitor.detection.figures.words import word_set

_CHARGED = frozenset({"charged", "charges", "charging", "charge"})
_PLACE = 5
"""Words of a place between two counts of one verb."""
_NAME = 4
"""Words of a name."""


class Objects(Walk):
    """Finds whom a verb is done to, where they stand behind it."""

    def objects(self, at: int) -> list[int]:
        """The list of people that begins at `at`; after "killing of" a verb behind it has another subject."""
        nxt = self.over(at, "-")
        if self.letter(nxt) in "AI" and self.words(at - 1).endswith(" of"):
            nxt += 1  # "the body of a | kidnapped priest"
        if self.letter(nxt) == "g" and self.words(nxt).endswith("family") and self.letter(nxt + 1) in ":E":
            nxt += 2  # "an entire family: | a father, a mother and …"
        whose = self.letter(self.back_over(at - 2, "-")) == "W"  # "the man who shot | two women was held"
        of = self.words(at - 1).endswith(" of") or self._is_deed(at - 1) or whose
        if self.letter(nxt) not in PEOPLE or nxt in self.used or (not of and self._begins_clause(nxt)):
            return []
        if not of and self.letters[at - 1] in PARTICIPLES and self.words(nxt).split()[0].endswith("ing"):
            return []  # "killed shielding her daughter"
        run = [nxt]
        if self._is_charge(at):
            return run
        while (following := self._next_in_list(run[-1])) is not None:
            apart = not of or self.letter(run[-1] + 1) == ";" or self.letter(following) == "Q"
            if apart and self._begins_clause(following):
                break  # "the bodies of ten as well as 65 | wounded"
            run.append(following)
        return self._trusted(run)

    def _is_charge(self, at: int) -> bool:
        """ "Charged one with killing the clerk | and another with theft": two charges, not two victims."""
        behind = [self.words(i) for i in range(at + 1, min(at + 7, len(self.chunks)))]
        with_ = self.words(at - 2) == "with" or self.words(at - 3) == "with"
        charged = any(self.words(i) in _CHARGED for i in range(max(0, at - 10), at))
        return with_ and "with" in behind and charged

    def _next_in_list(self, at: int) -> int | None:
        at = self._over_name(at)
        nxt = self.over(at + 1, ",&" if self.sentence.in_title else ",&;")
        if nxt == at + 1:
            return self._at_next_place(at)
        if nxt - at > 3:
            return None
        nxt = self.over(nxt, "-")
        people = self.chunks[nxt].people if self.letter(nxt) in PEOPLE and nxt not in self.used else None
        if self.letter(nxt) == "Q" and self.letters[at + 1 : nxt] == "," and self.letter(nxt + 1) in "-F":
            return None  # "wounded two, one critically"
        if self._is_bare_behind_number(at, nxt) or self._is_part_by_tail(nxt):
            return None
        if people is None or people.quantity.subset or people.who == "suspect" or self._opens_headline(at, nxt):
            return None
        return nxt

    def _over_name(self, at: int) -> int:
        """ "The mayor of Ulm, | Ann Roe, and her driver": the name that an office goes on to, before one more."""
        if self.letter(at + 1) != "o":
            return at
        plain = self.over(at + 2, "x")
        if plain - at - 2 in (1, 2, 3) and self.letter(plain) == "&" and self._is_one_more(plain + 1):
            return plain - 1  # "the driver of the bus and | three passengers"
        comma = self.over(at + 2, "xgP")
        end = self.over(comma + 1, "xP")
        whole = self.letter(comma) == "," and self.letters[end : end + 1] == "," and 0 < end - comma - 1 <= _NAME
        people = self.chunks[at].people if whole and self.letter(end + 1) in "&GP" else None
        if people is None or people.who.rsplit(" ", 1)[-1] not in word_set("office"):
            return at
        starts = [self.chunks[i].start - self.sentence.start for i in range(comma + 1, end)]
        return end - 1 if all(self.sentence.text[start].isupper() for start in starts) else at

    def _is_part_by_tail(self, at: int) -> bool:
        """ "20 people, | four guards among them", "six persons, | a woman inclusive": a part by the words behind."""
        if self.letter(at + 1) == "x":
            return self.words(at + 1) == "inclusive"
        return self.letters[at + 1 : at + 3] == "Cx" and self.words(at + 2) == "them"

    def _is_one_more(self, at: int) -> bool:
        """Whether counted people stand there, or somebody by what they are to those told."""
        people = self.chunks[at].people if self.letter(at) == "G" else None
        return people is not None and (people.quantity.form in (Form.NUMBER, Form.VAGUE) or people.owned)

    def _is_bare_behind_number(self, at: int, nxt: int) -> bool:
        """ "Wounded 171, | Houthi television said": a word without number or age lists nobody behind a bare number."""
        people = self.chunks[nxt].people if self.letters[at] == "Q" and not self.sentence.in_title else None
        bare = people is not None and people.quantity.form is Form.BARE and people.age is None
        return bare and self.letters[at + 1 : nxt] == ","

    def _at_next_place(self, at: int) -> int | None:
        """ "Killing two in one street and | three in another": the next place's, where no verb is its own."""
        if self.letter(at + 1) != "p":
            return None
        nxt = self.over(at + 2, "xo")
        placed = self.letter(nxt + 2) == "p"
        joined = 0 < nxt - at - 2 <= _PLACE and (self.letter(nxt) == "&" or (self.letter(nxt) == "," and placed))
        people = self.chunks[nxt + 1].people if joined and self.letter(nxt + 1) in "GQ" else None
        if people is None or nxt + 1 in self.used or people.quantity.subset or people.quantity.form is Form.DEFINITE:
            return None
        behind = self.over(nxt + 2, "-")
        in_bed = self.letter(behind) == "J" and self.words(behind).startswith("in ")  # "and two more | in hospital"
        return None if self.letter(behind) in VERBS + "BVmxLF" and not in_bed else nxt + 1

    def _opens_headline(self, at: int, nxt: int) -> bool:
        """ "Blast injures two, 40 residents evacuated": whether a second headline begins behind the comma."""
        verb = self.words(nxt + 1) if self.sentence.in_title and self.letter(nxt + 1) == "x" else ""
        return self.letters[at + 1 : nxt] == "," and verb.endswith("ed")
