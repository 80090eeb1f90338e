"""Reads phrases that stand for people: "five soldiers", "a 19-year-old man", "his wife, Jane Doe, 34", "3"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.detection.figures.noun_phrases import NounPhrases
from monitor.detection.figures.people import Found, People
from monitor.detection.figures.quantity import ORDINALS, Form, Quantity, is_ordinal, opens_quantity, read_quantity
from monitor.detection.figures.words import word_set
from monitor.detection.text import Token

_PRONOUNS = {"him": "m", "he": "m", "she": "f", "her": "f"}
_NOBODY = frozenset({"nobody", "none", "no-one"})
_WORDS = _NOBODY | frozenset(_PRONOUNS) | {"many", "some", "few", "numerous", "others", "most"} | frozenset(ORDINALS)
_NOT_COUNTS = frozenset({"911"})
_UNTOLD = frozenset({"many", "some", "few", "numerous", "others", "most"})
"""How many is not said: by themselves they count nobody."""


class PeopleReader(NounPhrases):
    """Reads the people of one sentence."""

    def __init__(
        self, tokens: Sequence[Token], verbs: frozenset[int], *, cased: bool, unlisted: Mapping[int, int]
    ) -> None:
        super().__init__(tokens, verbs, cased=cased)
        self._unlisted = unlisted
        self.may_open = [
            reached or lower in _WORDS or text[0].isupper() or opens_quantity(lower) or at in unlisted
            for at, ((text, lower, _, _), reached) in enumerate(zip(tokens, self.reaches, strict=True))
        ]
        """For each token, whether people can begin there: the quick look before `read`."""

    def read(self, at: int) -> Found | None:
        """The people at token `at`, if any begin there."""
        token = self.tokens[at]
        if at in self._unlisted:
            return self._by_fate(at, self._unlisted[at])
        if token.lower == "between" and at and (ages := self._ages_between(at)):
            return Found("x", None, ages)
        quantity = read_quantity(self.tokens, at) if opens_quantity(token.lower) else None
        if quantity is None:
            return self._uncounted(at)
        found = self._noun_phrase(quantity.next, quantity) or self._bare_number(at, quantity)
        return found or (self._uncounted(at) if token.lower in _PRONOUNS else None)

    def _by_fate(self, at: int, noun: int) -> Found:
        """ "A | doorman": one whom no list knows (unlisted.py)."""
        one = Quantity(1, 1, Form.BARE if noun == at else Form.ARTICLE, at + 1)
        return Found("G", People(quantity=one, who=self._lower(noun)), noun + 1)

    def _ages_between(self, at: int) -> int:
        """The token after "seven people (aged) | between 17 and 25"; 0 where the range counts somebody."""
        of_people = self._lower(at - 1) in ("aged", "ages") or self._is_noun(at - 1)
        ages = read_quantity(self.tokens, at) if of_people else None
        return ages.next if ages is not None and ages.form is Form.NUMBER and ages.max != ages.min else 0

    def _uncounted(self, at: int) -> Found | None:
        """ "Man", "19-year-old", "him", "nobody", a name."""
        lower = self.tokens[at].lower
        if lower in _NOBODY:
            return Found("G", People(quantity=Quantity(0, 0, Form.NONE, at + 1), who=lower), at + 1)
        if lower in _PRONOUNS:
            one = Quantity(1, 1, Form.DEFINITE, at + 1)
            return Found("G", People(quantity=one, who=lower, gender=_PRONOUNS[lower], pronoun=True), at + 1)
        if lower in self.stop or lower in self.table:
            return None
        nxt = self._after_untold(at) if lower in _UNTOLD else 0
        found = Found("g", None, nxt) if nxt else self._further(at)
        found = found or self._noun_phrase(at, Quantity(1, 1, Form.BARE, at))
        if found is not None:
            return found
        name = self.names.read(at)
        if name is None:
            return None
        words, age, nxt = name
        return Found("P", People(quantity=Quantity(1, 1, Form.BARE, nxt), who=words, name=words, age=age), nxt)

    def _further(self, at: int) -> Found | None:
        """ "Two beaten to death; third | wounded": one more, as headlines count on."""
        if at + 1 not in self.blocked or not is_ordinal(self._lower(at)):
            return None
        one = Quantity(1, 1, Form.ARTICLE, at + 1, additional=True)
        return Found("G", People(quantity=one, who=self._lower(at)), at + 1)

    def _after_untold(self, at: int) -> int:
        """The token after "many", "some others", "a few more" right before a verb; 0 where a noun or none follows."""
        nxt = at + 1 + (self._lower(at + 1) in ("more", "others", "other"))
        verb = nxt in self.blocked or self.table.get(self._lower(nxt)) in ("B", "V")
        return nxt if verb else 0

    def _bare_number(self, at: int, quantity: Quantity) -> Found | None:
        """A number without a noun: "killing 3", "9 dead", "a third was hurt"; not one that counts something else."""
        if quantity.form is Form.ARTICLE and is_ordinal(self._lower(quantity.next)):
            quantity = replace(quantity, next=quantity.next + 1)
            ordinal = People(quantity=quantity, who=self._lower(quantity.next - 1))
            subject = quantity.next in self.blocked or self.table.get(self._lower(quantity.next), "x") in "BVW-,"
            word = self._lower(quantity.next)
            in_part = word == "in" and self._lower(quantity.next + 1) in ("the", "his", "her")  # "a third in the foot"
            known = subject or in_part or word.endswith("ed") or word == "fled"
            return Found("G", ordinal, quantity.next) if known else None
        if quantity.form is Form.NONE:
            follows = quantity.next < len(self.tokens) and self.tokens[quantity.next].lower == "one"
            return Found("G", People(quantity=quantity, who="no one"), quantity.next + 1) if follows else None
        if quantity.form not in (Form.NUMBER, Form.VAGUE) and not quantity.additional:
            return None
        if quantity.form in (Form.BARE, Form.DEFINITE) or self._counts_things(at, quantity):
            return None
        people = People(quantity=quantity, who="", plural=quantity.min > 1)
        return Found("G" if quantity.form is Form.VAGUE else "Q", people, quantity.next)

    def _is_age_in_commas(self, at: int, nxt: int) -> bool:
        """ "…, 15, who": an age after a name that was read as a place."""
        if at < 2 or self.tokens[at - 1].text not in ",(" or self.tokens[nxt].text not in ",)":
            return False
        return self.tokens[at - 2].text[0].isupper()

    def _counts_things(self, at: int, quantity: Quantity) -> bool:
        first, nxt = self.tokens[at], quantity.next
        year = 1000 < quantity.min < 2100 and any(t.text == str(quantity.min) for t in self.tokens[at:nxt])
        if first.text in _NOT_COUNTS or year:
            return True
        if nxt >= len(self.tokens) or nxt in self.blocked:
            return False
        if self._is_age_in_commas(at, nxt):
            return True
        if nxt + 1 in self.blocked and token_is_plain(self.tokens[nxt]):
            return False
        token = self.tokens[nxt]
        if token.start == self.tokens[nxt - 1].end and token.text in "%°:-/_":
            return token.text != ":" or (nxt + 1 < len(self.tokens) and self.tokens[nxt + 1].text[0].isdigit())
        return token.text[0].isalnum() and token.lower not in self.table and token.lower not in word_set("after_number")


def token_is_plain(token: Token) -> bool:
    """Whether `token` is a word that can stand between a number and what it counts: "58 minor injuries"."""
    return token.text[0].isalpha() and token.lower not in word_set("stop") and token.lower not in word_set("measure")
