"""Reads counts that a noun gives: "the toll rose to 8", "five deaths", "the triple murder"."""

from __future__ import annotations

from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.meant import names_killing
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form, Quantity
from monitor.detection.figures.telling import Telling

_PASSING = frozenset({"passes", "passed", "tops", "topped", "exceeds", "exceeded", "surpasses", "surpassed", "past"})
_PUT = frozenset({"put", "puts"})
"""Before "the toll at 15": one source's count, which another may tell otherwise, and no news of more dead."""
_OLDER = frozenset({"earlier", "previous", "prior"})
"""Before "toll" where another has taken its place."""


class Tolls(Telling):
    """Reads one sentence's tolls, counted nouns, and words that imply a count."""

    def counted_noun(self, at: int) -> None:
        """ "five deaths", "3 injuries", "two of them fatally"."""
        back = at - 1
        if self.letter(back) == "x":
            back -= 1
        people = self.chunks[back].people if self.letter(back) in "GQ" and back not in self.used else None
        if people is None:
            return
        forms = (Form.NUMBER,) if self.letters[at] == "U" else (Form.NUMBER, Form.VAGUE)
        if people.quantity.form in forms:
            self.emit(at, [back])

    def names_killing(self, at: int) -> bool:
        """Whether "deadly" or "fatal" at `at` speaks of a shooting, a stabbing or another attack."""
        chunk, begin = self.chunks[at], self.sentence.start
        return names_killing(self.sentence.folded, chunk.start - begin, chunk.end - begin)

    def implied(self, at: int, least: int, *, exact: bool = True) -> None:
        """ "deadly shooting", "triple murder"."""
        quantity = Quantity(least, least if exact else None, Form.VAGUE, at)
        self.found.append(
            Casualty(
                fate=Fate.KILLED,
                people=(People(quantity=quantity, who=""),),
                start=self.chunks[at].start,
                end=self.chunks[at].end,
                sentence=self.sentence.index,
                implied=True,
            )
        )

    def toll(self, at: int) -> None:
        """ "the toll rose to 8", "raising the death toll from 5 to 8", "bringing to 12 the number of dead"."""
        if self._is_of_more(at) or self.words(at - 1) in _OLDER:
            return
        ahead = range(at + 1, min(at + 14, len(self.letters)))
        for nxt in ahead:
            if self.letters[nxt] in ";v":
                break
            if self._is_number(nxt):
                if self._is_older(nxt):
                    return
                later = nxt + 2
                is_from = self.letter(nxt + 1) == "t" and self._is_number(later)
                put = self.words(self.back_over(at - 1, "x") + 1) in _PUT or self.words(at - 2) in _PUT
                put = put or self.words(at).startswith("put")
                self.emit(at, [later if is_from else nxt], toll=not put, passed=self._is_passed(nxt))
                return
        if self.letter(at - 2) == "Q" and "R" in self.letters[max(0, at - 6) : at]:
            self.emit(at, [at - 2], toll=True)

    def _is_passed(self, at: int) -> bool:
        """ "Number of wounded | passes 80": one more at least."""
        return self.words(at - 1) in _PASSING

    def _is_of_more(self, at: int) -> bool:
        """ "Two shot dead, taking the city's toll to 40": a place's or a year's, where the event's own is told."""
        owned = self.words(at - 1).endswith(("'s", "s'")) and self.letters[at] == "T"
        return owned and any(letter in "KkD" for letter in self.letters[:at])

    def _is_older(self, at: int) -> bool:
        """ "raising the toll from one", with nothing said behind it: what the toll was."""
        people = self.chunks[at].people
        alone = people is not None and people.quantity.max == people.quantity.min
        return alone and self.words(at).startswith("from ") and self.letter(at + 1) != "t"

    def _is_number(self, at: int) -> bool:
        people = self.chunks[at].people if self.letter(at) in "GQ" else None
        return people is not None and people.quantity.form in (Form.NUMBER, Form.VAGUE) and at not in self.used
