"""Reads phrases that stand for people: "five soldiers", "a 19-year-old man", "his wife, Jane Doe, 34", "3"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.detection.figures.names import NameReader
from monitor.detection.figures.quantity import (
    ORDINALS,
    Form,
    Quantity,
    in_crowds,
    is_ordinal,
    opens_count,
    opens_quantity,
    read_quantity,
)
from monitor.detection.figures.words import Noun, letters, nations, nouns, word_set
from monitor.detection.numerals import cardinal
from monitor.detection.text import Token

_DASHES = "-‑–"
_PRONOUNS = {"him": "m", "he": "m", "she": "f", "her": "f"}
_PARENTS = frozenset({"father", "mother", "dad", "mom", "mum", "parent", "grandfather", "grandmother"})
_NOBODY = frozenset({"nobody", "none", "no-one"})
_WORDS = _NOBODY | frozenset(_PRONOUNS) | {"many", "some", "few", "numerous", "others", "most"} | frozenset(ORDINALS)
_AGENTIVE = ("ers", "ors", "ists", "ians", "men", "women", "ants", "ees", "folk")
_NOT_COUNTS = frozenset({"911"})
_HERDS = frozenset({"cattle", "sheep", "livestock", "dog", "horse", "camel", "donkey", "elephant", "pig", "goat"})
"""What is counted by itself, but not before those who tend it: "two cattle herders", "a dog handler"."""
_HELD = frozenset({"hostage", "captive", "prisoner"})
"""What people are taken, behind the noun that says who: "took 200 soldiers | hostage"."""
_BODIES = _PARENTS | {"member", "one", "part", "leader", "head", "crew", "team", "group", "family", "gang", "unit"}
"""Behind these "of" goes on to how many there are, not to an age."""
_UNTOLD = frozenset({"many", "some", "few", "numerous", "others", "most"})
"""How many is not said: by themselves they count nobody."""
_POSSESSIVES = frozenset({"his", "her", "their"})
_DECADES = frozenset("teens twenties thirties forties fifties sixties seventies eighties nineties".split())
_BOTH_OF = frozenset({"parents", "grandparents"})
"""Of whom one person has two: "her parents"."""
_STILL = frozenset({"remains", "remained", "bled", "lay", "lies"})
_CARRIES = frozenset("seat side door window bus train tram van car coach plane jet ship ferry boat terminal".split())
"""What "passenger" stands before without a person being told of."""
_ROUGHLY = frozenset({"about", "around", "some", "roughly", "nearly", "almost"})
_OLDEST = 110
_COUNTED = (Form.NUMBER, Form.VAGUE, Form.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """People as a phrase counts them."""

    quantity: Quantity
    who: str
    """The noun phrase without its count, in lower case; a name as written."""
    gender: str = "-"
    plural: bool = False
    attacker: bool = False
    age: int | None = None
    name: str | None = None
    pronoun: bool = False
    owned: bool = False
    """ "His wife", "their driver": somebody beside those told before."""


def last_word(people: People) -> str:
    """The noun that ends the phrase, "" where there is none."""
    return people.who.rsplit(" ", 1)[-1]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a token: the grammar's letter, the people (None where uncounted), the token after it."""

    letter: str
    people: People | None
    next: int


class PeopleReader:
    """Reads the people of one sentence. `verbs` are the starts of its casualty words."""

    def __init__(self, tokens: Sequence[Token], verbs: frozenset[int], *, cased: bool) -> None:
        self.tokens = tokens
        self.blocked = frozenset(i for i, t in enumerate(tokens) if t.start in verbs)
        self.names = NameReader(tokens, self.blocked, cased=cased)
        self.table = letters()
        self.nouns = nouns()
        self.stop, self.measure = word_set("stop"), word_set("measure")
        self.reaches = self._reaches()
        self.may_open = [
            reached or lower in _WORDS or text[0].isupper() or opens_quantity(lower)
            for (text, lower, _, _), reached in zip(tokens, self.reaches, strict=True)
        ]
        """For each token, whether people can begin there: the quick look before `read`."""

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

    def read(self, at: int) -> Found | None:
        """The people at token `at`, if any begin there."""
        token = self.tokens[at]
        quantity = read_quantity(self.tokens, at) if opens_quantity(token.lower) else None
        if quantity is None:
            return self._uncounted(at)
        found = self._noun_phrase(quantity.next, quantity) or self._bare_number(at, quantity)
        return found or (self._uncounted(at) if token.lower in _PRONOUNS else None)

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
        if head is None or self._is_adjective(head, quantity):
            return self._agentive(at, quantity)
        return self._with_head(at, head, quantity, age)

    def _wants_plural(self, head: int, quantity: Quantity) -> bool:
        """ "Five General Service officers": a number of several goes on to a plural."""
        return quantity.form is Form.NUMBER and quantity.min > 1 and not self.nouns[self.tokens[head].lower].plural

    def _is_adjective(self, at: int, quantity: Quantity) -> bool:
        """ "The Israeli | desert", "Saudi | Arabia": a nation's word that goes on into a thing or a name."""
        lower = self.tokens[at].lower
        if lower == "passenger" and self._lower(at + 1) in _CARRIES:
            return True
        if quantity.form in _COUNTED or lower not in nations() or self.nouns[lower].plural:
            return False
        if at + 1 >= len(self.tokens):
            return False
        word = self.tokens[at + 1].lower
        plain = word.isalpha() and at + 1 not in self.blocked and word not in self.stop and word not in self.table
        return plain and len(word) > 3 and not word.endswith(("ed", "ing", "ly"))

    def _is_noun(self, at: int) -> bool:
        return at < len(self.tokens) and at not in self.blocked and self.tokens[at].lower in self.nouns

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
        return token.lower in self.table and (quantity.form is Form.BARE or token.text not in _DASHES)

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
        if at >= len(self.tokens) or quantity.form not in (Form.NUMBER, Form.VAGUE) or at in self.blocked:
            return None
        if quantity.min > 1 and self._lower(at + 1) in _DASHES and self._is_doers(self._lower(at + 2)):
            at += 2  # "30 wood-gatherers"
        word = self.tokens[at].lower
        known = self._is_doers(word) or self._is_nation(at, quantity) or self._is_object(at, word)
        if word in self.stop or word in self.measure or not known:
            return None
        return Found("G", People(quantity=quantity, who=word, plural=True), at + 1)

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

    def _lower(self, at: int) -> str:
        return self.tokens[at].lower if at < len(self.tokens) else ""

    def _with_head(self, at: int, head: int, quantity: Quantity, age: int | None) -> Found | None:
        noun = self.nouns.get(self.tokens[head].lower) or Noun(False, "-", False)
        who = " ".join(t.lower for t in self.tokens[at : head + 1]).replace(" - ", "-")
        if noun.several and quantity.form in (Form.ARTICLE, Form.DEFINITE, Form.BARE):
            several = replace(quantity, min=noun.several, max=noun.several, form=Form.NUMBER)
            return Found("G", People(quantity=several, who=who, plural=True), head + 1)
        one_family = quantity.min == 1 and who.endswith("family")  # "five members of one family"
        if noun.plural and (quantity.form not in _COUNTED or one_family):
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
            owned=quantity.form is Form.DEFINITE and (self._lower(at - 1) in _POSSESSIVES or "'s " in who),
        )
        return Found("G", people, nxt)

    def _age_behind(self, head: int, nxt: int) -> tuple[int | None, int]:
        """ "A man of 50": the age that "of" goes on to, and the token after it (else `nxt`)."""
        if self._lower(nxt) == "in" and self._lower(nxt + 1) in _POSSESSIVES:
            return None, self._over_decade(nxt + 2) or nxt
        if self._lower(nxt) != "of" or self.tokens[head].lower in _BODIES:
            return None, nxt
        nxt += self._lower(nxt + 1) in _ROUGHLY  # "a woman of about 60"
        years = cardinal(self._lower(nxt + 1))
        ends = self._lower(nxt + 2)
        known = nxt + 2 in self.blocked or ends in self.stop or ends in self.table or ends in _STILL
        counts = ends[:1].isalnum() and not known
        return (None, nxt) if years is None or counts or not 0 < years < _OLDEST else (years, nxt + 2)

    def _over_decade(self, at: int) -> int:
        """The token after "60s", "late thirties", "mid-20s", "teens"; 0 where none of these stands."""
        while self._lower(at) in ("early", "late", "mid", "-"):
            at += 1
        if self._lower(at) in _DECADES:
            return at + 1
        return at + 2 if self._lower(at).isdigit() and self._lower(at + 1).strip("'") == "s" else 0

    def _over_children(self, head: int) -> int:
        """The token after "father of two children": whose father he is counts nobody."""
        nxt = self._over_dash(head + 1)
        if nxt < len(self.tokens) and self.tokens[nxt].lower != "of":
            nxt = head + 1
        if self.tokens[head].lower not in _PARENTS or nxt >= len(self.tokens) or self.tokens[nxt].lower != "of":
            return nxt
        children = read_quantity(self.tokens, self._over_dash(nxt + 1))
        if children is None or children.form not in _COUNTED:
            return head + 1
        return children.next + self._is_noun(children.next)

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

    def _ages(self, at: int) -> tuple[int, int]:
        """How many ages ", ages 3, 5 and 9" lists, and the token after them."""
        nxt = at
        while nxt < len(self.tokens) and self.tokens[nxt].text in ",(":
            nxt += 1
        if nxt >= len(self.tokens) or self.tokens[nxt].lower not in ("ages", "aged"):
            return 0, at
        count, nxt = 0, nxt + 1
        while nxt < len(self.tokens):
            if cardinal(self.tokens[nxt].lower) is not None:
                count += 1
            elif self.tokens[nxt].lower not in (",", "and"):
                break
            nxt += 1
        return count, nxt

    def _age(self, at: int) -> tuple[int, int] | None:
        """ "19-year-old" at `at`: the age in years (0 for a baby's) and the token after it."""
        value = cardinal(self.tokens[at].lower)
        if value is None:
            return None
        nxt = self._over_dash(at + 1)
        if nxt < len(self.tokens) and self.tokens[nxt].lower in ("yo", "yos"):
            return value, nxt + 1
        if nxt >= len(self.tokens) or self.tokens[nxt].lower.rstrip("s") not in ("year", "month", "week", "day"):
            return None
        years = self.tokens[nxt].lower.startswith("year")
        if self.tokens[nxt].lower.endswith("s") and nxt == at + 1:
            return None
        nxt = self._over_dash(nxt + 1)
        if nxt >= len(self.tokens) or self.tokens[nxt].lower not in ("old", "olds"):
            return None
        return (value if years else 0), nxt + 1

    def _over_dash(self, at: int) -> int:
        return at + 1 if at < len(self.tokens) and self.tokens[at].text in _DASHES else at

    def _bare_number(self, at: int, quantity: Quantity) -> Found | None:
        """A number without a noun: "killing 3", "9 dead", "a third was hurt"; not one that counts something else."""
        if quantity.form is Form.ARTICLE and is_ordinal(self._lower(quantity.next)):
            quantity = replace(quantity, next=quantity.next + 1)
            ordinal = People(quantity=quantity, who=self._lower(quantity.next - 1))
            subject = quantity.next in self.blocked or self.table.get(self._lower(quantity.next), "x") in "BVW-,"
            word = self._lower(quantity.next)
            return Found("G", ordinal, quantity.next) if subject or word.endswith("ed") or word == "fled" else None
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
