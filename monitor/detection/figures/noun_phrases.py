"""Reads the noun phrases that stand for people: "soldiers", "a 19-year-old man", "his sons, ages 3 and 4"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.detection.figures.ages import COUNTED, DASHES, POSSESSIVES, Ages
from monitor.detection.figures.people import Found, People
from monitor.detection.figures.quantity import Form, Quantity, in_crowds, opens_count, read_quantity
from monitor.detection.figures.words import Noun, nations
from monitor.detection.text import Token

_AGENTIVE = ("ers", "ors", "ists", "ians", "men", "women", "ants", "ees", "folk")
_HERDS = frozenset({"cattle", "sheep", "livestock", "dog", "horse", "camel", "donkey", "elephant", "pig", "goat"})
"""What is counted by itself, but not before those who tend it: "two cattle herders", "a dog handler"."""
_HELD = frozenset({"hostage", "captive", "prisoner"})
"""What people are taken, behind the noun that says who: "took 200 soldiers | hostage"."""
_BOTH_OF = frozenset({"parents", "grandparents"})
"""Of whom one person has two: "her parents"."""
_LONG = 5
_JOINED = 3
_FIRST = 5
"""Words of a count that opens a sentence."""
_CARRIES = frozenset("seat side door window bus train tram van car coach plane jet ship ferry boat terminal".split())
"""What "passenger" stands before without a person being told of."""


class NounPhrases(Ages):
    """Finds the noun that ends a phrase for people, and what goes with it."""

    def __init__(self, tokens: Sequence[Token], verbs: frozenset[int], *, cased: bool) -> None:
        super().__init__(tokens, verbs, cased=cased)
        self.reaches = self._reaches()

    def _reaches(self) -> list[bool]:
        """For each token, whether plain words lead from it to a noun for people (ages let pass)."""
        reaches, reached = [False] * len(self.tokens), False
        stop, nouns, blocked = self.stop, self.nouns, self.blocked
        for at in range(len(self.tokens) - 1, -1, -1):
            text, lower = self.tokens[at][:2]
            if text[0].isdigit():
                reached = True
            elif at in blocked or lower in stop or text in ",.;:()\"":
                reached = False
            elif lower in nouns:
                reached = True
            reaches[at] = reached
        return reaches

    def _noun_phrase(self, at: int, quantity: Quantity) -> Found | None:
        """Modifiers, an age, and the last noun for people in a run of plain words."""
        if at >= len(self.tokens) or not self.reaches[at]:
            return self._agentive(at, quantity)
        head, age, nxt, limit = None, None, at, at + 8
        while nxt < min(limit, len(self.tokens)):
            aged = self._age(nxt)
            if aged is not None:
                age, nxt = aged
                limit = nxt + 6
                if not self._noun_follows(nxt):
                    return self._with_head(at, nxt - 1, quantity, age)
                continue
            if self._ends(nxt, quantity) or (head is not None and self.tokens[nxt].lower in _HELD):
                break
            if self.tokens[nxt].lower in self.nouns:
                head = nxt
            elif head is not None and not self._is_noun(nxt + 1) and not self._wants_plural(head, quantity):
                break
            nxt += 1
        if head is not None and self._describes(head, quantity, at):
            return Found("g", None, head + 2)
        if head is None or self._is_adjective(head, quantity):
            return self._agentive(at, quantity)
        return self._with_head(at, head, quantity, age)

    def _describes(self, head: int, quantity: Quantity, at: int) -> bool:
        """ "Soldiers and civilian | auxiliaries": a noun that says of what kind those are whom no list knows."""
        bare = quantity.form is Form.BARE and head == at and self._lower(at - 1) == "and" and at > 0
        word = self._lower(head + 1)
        unknown = word not in self.table and word not in self.stop and word not in self.measure
        plural = len(word) > _LONG and word.isalpha() and word.endswith("s") and head + 1 not in self.blocked
        return bare and plural and unknown and not self.nouns[self.tokens[head].lower].plural

    def _wants_plural(self, head: int, quantity: Quantity) -> bool:
        """ "Five General Service officers": a number of several goes on to a plural."""
        return quantity.form is Form.NUMBER and quantity.min > 1 and not self.nouns[self.tokens[head].lower].plural

    def _is_adjective(self, at: int, quantity: Quantity) -> bool:
        """ "The Israeli | desert", "Saudi | Arabia": a nation's word that goes on into a thing or a name."""
        lower = self.tokens[at].lower
        if lower == "passenger" and self._lower(at + 1) in _CARRIES:
            return True
        if quantity.form in COUNTED or lower not in nations() or self.nouns[lower].plural:
            return False
        if at + 1 >= len(self.tokens):
            return False
        word = self.tokens[at + 1].lower
        plain = word.isalpha() and at + 1 not in self.blocked and word not in self.stop and word not in self.table
        return plain and len(word) > 3 and not word.endswith(("ed", "ing", "ly"))

    def _ends(self, at: int, quantity: Quantity) -> bool:
        token = self.tokens[at]
        if at in self.blocked or token.lower in self.stop:
            return True
        if token.lower in self.measure:
            return token.lower not in _HERDS or not self._is_noun(at + 1)
        if quantity.form is Form.BARE and opens_count(token.lower):
            return True  # "taking dozens more hostage"
        if not (token.text[0].isalpha() or token.text in "-'’"):
            return True
        return token.lower in self.table and (quantity.form is Form.BARE or token.text not in DASHES)

    def _noun_follows(self, at: int) -> bool:
        """Whether a noun for people comes within two plain words: "19-year-old college student"."""
        for ahead in range(at, min(at + 3, len(self.tokens))):
            word = self.tokens[ahead].lower
            if ahead in self.blocked or word in self.stop or not word[0].isalpha():
                return False
            if word in self.nouns:
                return True
        return False

    def _agentive(self, at: int, quantity: Quantity) -> Found | None:
        """ "three cyclists": a plural for doers that the lexicon lacks, right after its number."""
        if self._is_joined(at, quantity):
            return Found("G", People(quantity=quantity, who=self._lower(at)), at + 1)
        if at >= len(self.tokens) or quantity.form not in (Form.NUMBER, Form.VAGUE) or at in self.blocked:
            return None
        if quantity.min > 1 and self._lower(at + 1) in DASHES and self._is_doers(self._lower(at + 2)):
            at += 2  # "30 wood-gatherers"
        word = self.tokens[at].lower
        known = self._is_doers(word) or self._is_nation(at, quantity) or self._is_object(at, word)
        if word in self.stop or word in self.measure or not known:
            return None
        return Found("G", People(quantity=quantity, who=word, plural=True), at + 1)

    def _is_joined(self, at: int, quantity: Quantity) -> bool:
        """ "A grandmother and a | barista are dead": one whom no list knows, but who shares a person's fate."""
        word = self._lower(at)
        if quantity.form is not Form.ARTICLE or quantity.additional or at < _JOINED or at in self.blocked:
            return False
        beside = self._lower(at - 2) == "and" and self._lower(at - 3) in self.nouns
        fated = self.table.get(self._lower(at + 1)) == "B" and at + 2 in self.blocked
        return beside and fated and word.isalpha() and word not in self.stop and word not in self.measure

    def _is_doers(self, word: str) -> bool:
        return len(word) > 4 and word.endswith(_AGENTIVE)

    def _is_object(self, at: int, word: str) -> bool:
        """ "Kill two vigilantes": a plural that no list has, behind its number and the verb."""
        return at - 2 in self.blocked and word.isalpha() and len(word) > 4 and word.endswith("s")

    def _is_nation(self, at: int, quantity: Quantity) -> bool:
        """ "ten Brits killed": a plural with a capital between its number and a casualty word."""
        text = self.tokens[at].text
        plural = text[0].isupper() and text.endswith("s") and len(text) > 3 and quantity.min > 1
        return plural and (at + 1 in self.blocked or self.table.get(self._lower(at + 1)) in ("B", "V", "W"))

    def _with_head(self, at: int, head: int, quantity: Quantity, age: int | None) -> Found | None:
        noun = self.nouns.get(self.tokens[head].lower) or Noun(False, "-", False)
        if self.tokens[head].lower == "others" and quantity.form in COUNTED and self._opens_sentence(at):
            quantity = replace(quantity, additional=True)
        who = " ".join(t.lower for t in self.tokens[at : head + 1]).replace(" - ", "-")
        if noun.several and quantity.form in (Form.ARTICLE, Form.DEFINITE, Form.BARE):
            several = replace(quantity, min=noun.several, max=noun.several, form=Form.NUMBER)
            return Found("G", People(quantity=several, who=who, plural=True), head + 1)
        one_family = quantity.min == 1 and who.endswith("family")  # "five members of one family"
        if noun.plural and (quantity.form not in COUNTED or one_family):
            return self._uncounted_plural(at, head, quantity, noun, who)
        if quantity.form is Form.NUMBER and quantity.min > 1 and not noun.plural and age is None:
            return None
        if noun.plural or quantity.min > 1:
            counted = People(quantity=quantity, who=who, gender=noun.gender, plural=True, attacker=noun.attacker)
            return Found("G", counted, self._ages(head + 1)[1])
        name, apposed, nxt = self.names.apposition(self._over_children(head))
        if apposed is None and name is None and not noun.attacker:
            apposed, nxt = self._age_behind(head, nxt)
        people = People(
            quantity=quantity,
            who=who,
            gender=noun.gender,
            attacker=noun.attacker,
            age=age if age is not None else apposed,
            name=name,
            owned=quantity.form is Form.DEFINITE and (self._lower(at - 1) in POSSESSIVES or "'s " in who),
        )
        return Found("G", people, nxt)

    def _opens_sentence(self, at: int) -> bool:
        """ "Six others were killed": on top of those told before, unlike the six of "one killed, six others hurt"."""
        for back in range(at - 1, -1, -1):
            if self.tokens[back].text == ";":
                return True
            if at - back > _FIRST or back in self.blocked or self.tokens[back].text in ",:":
                return False
        return True

    def _uncounted_plural(self, at: int, head: int, quantity: Quantity, noun: Noun, who: str) -> Found:
        """ "his sons", counted only where their ages follow: "his sons, ages 3 and 4"."""
        if "twin" in who.split() and quantity.form is not Form.DEFINITE:
            both = replace(quantity, min=2, max=2, form=Form.NUMBER)
            return Found("G", People(quantity=both, who=who, gender=noun.gender, plural=True), head + 1)
        if who.endswith("family"):
            return self._family(head, at, who)
        owner, last = self._lower(at - 1), self.tokens[head].lower
        if last in _BOTH_OF and owner in ("his", "her") and self._lower(head + 1) != "'":
            couple = replace(quantity, min=2, max=2, form=Form.NUMBER)
            return Found("G", People(quantity=couple, who=who, plural=True), head + 1)
        crowd = in_crowds(self.tokens, head + 1) if quantity.form is Form.BARE else None
        if crowd is not None:
            return Found("G", People(quantity=crowd, who=who, gender=noun.gender, plural=True), crowd.next)
        ages, nxt = self._ages(head + 1)
        if ages < 2:
            return Found("g", None, head + 1)
        counted = replace(quantity, min=ages, max=ages, form=Form.NUMBER)
        return Found("G", People(quantity=counted, who=who, gender=noun.gender, plural=True), nxt)

    def _family(self, head: int, at: int, who: str) -> Found:
        """ "A family of five"; "his family" counts nobody, and "two of the same family" are the two."""
        if "of" in [t.lower for t in self.tokens[max(0, at - 3) : at]]:
            return Found("x", None, head + 1)
        of = head + 2 < len(self.tokens) and self.tokens[head + 1].lower == "of"
        size = read_quantity(self.tokens, head + 2) if of else None
        if size is None or size.form is not Form.NUMBER or size.additional:
            return Found("g", None, head + 1)
        size = replace(size, subset=False)
        return Found("G", People(quantity=size, who=who, plural=True), size.next)
