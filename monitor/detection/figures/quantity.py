"""Reads how many a phrase says: "at least two dozen", "up to 40", "between five and eight", "a".

The counts behind vague words are those of docs/reference: a dozen 12, dozens 24 and more, scores 40 and more,
hundreds 200 and more, several 3 and more, up to n from 0 to n. (ACLED's codebook takes dozens as 12, hundreds as 100.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.detection.lexicon import read_tsv
from monitor.detection.numerals import CARDINALS, MULTIPLES, cardinal
from monitor.detection.text import Token

MORE_THAN_ADDS = 1
"""What "more than n" adds to n for the least count: 1 by the contract's definition."""


class Form(StrEnum):
    """By what kind of word a count is given."""

    NUMBER = "number"
    VAGUE = "vague"
    """"dozens", "several": a floor."""
    ARTICLE = "article"
    """"a man", "another woman"."""
    DEFINITE = "definite"
    """"the victim", "his wife"."""
    NONE = "none"
    """"no soldiers"."""
    BARE = "bare"
    """No counting word: "man killed", "a name"."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count and the token after it. `max` None leaves the upper end open."""

    min: int
    max: int | None
    form: Form
    next: int
    additional: bool = False
    """"another", "two more", "five others": persons beside those already told."""
    subset: bool = False
    """"two of them", "one of the victims": part of those already told."""
    whole: int = 0
    """"two of the seven": how many there are of whom these are part; 0 where it is not said."""


_OWNERS = frozenset({"my", "our", "your", "its", "this", "that"})
ORDINALS = {w: n for n, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), start=2)}
"""Words that number one person behind others."""
_ABOUT = frozenset({"or so", "- odd"})
"""Behind a number that is rounded."""
_AGES = frozenset({"year", "month", "week", "day"})


_WORDS = tuple((phrase, kind, int(number)) for phrase, kind, number in read_tsv("quantities.tsv"))
_VAGUE = {phrase: (number, kind == "exact") for phrase, kind, number in _WORDS if kind in ("exact", "least")}
_NOT_AFTER = frozenset(phrase for phrase, kind, _ in _WORDS if kind == "not_after")
_MODIFIERS = {p: kind for p, kind, _ in _WORDS if kind not in ("exact", "least", "not_after")}
_OPENERS = frozenset(
    {phrase.split()[0] for phrase in (*_MODIFIERS, *_VAGUE)}
    | set(CARDINALS)
    | {"a", "an", "no", "zero"}
    | _OWNERS
)
_OPENS_MODIFIER = frozenset(phrase.split()[0] for phrase in _MODIFIERS)
_OPENS_VAGUE = frozenset(phrase.split()[0] for phrase in _VAGUE)


def read_quantity(tokens: Sequence[Token], at: int) -> Quantity | None:
    """The count that begins at token `at`, or None. Ages, sums of money and measures are not counts."""
    start, how, more, definite = at, "", False, False
    while (modifier := _modifier(tokens, at)) is not None:
        kind, at = modifier
        if kind in ("floor", "above", "ceiling", "below"):
            how = kind
        more = more or kind == "more"
        definite = definite or kind == "the"
    core = _core(tokens, at)
    if core is None:
        core = _determiner(tokens, start, at, definite, more)
    if core is None:
        return None
    if more and not core.additional:
        core = replace(core, additional=True)
    return _after(tokens, _bounded(core, how) if how else core)


def opens_quantity(word: str) -> bool:
    """Whether a count can begin with `word`: the quick look before the full one."""
    return word in _OPENERS or word[0].isdigit()


def is_ordinal(word: str) -> bool:
    """Whether `word` numbers one person behind others: "a third"."""
    return word in ORDINALS


def opens_count(word: str) -> bool:
    """Whether `word` is a number in words or a vague plural, which no plain noun phrase holds."""
    return word in CARDINALS or word in _VAGUE


def _modifier(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if at >= len(tokens) or tokens[at].lower not in _OPENS_MODIFIER:
        return None
    for length in (3, 2, 1):
        words = " ".join([t.lower for t in tokens[at : at + length]])
        if at + length <= len(tokens) and words in _MODIFIERS:
            return _MODIFIERS[words], at + length
    return None


def _core(tokens: Sequence[Token], at: int) -> Quantity | None:
    if at >= len(tokens):
        return None
    for length in (4, 3, 2, 1) if tokens[at].lower in _OPENS_VAGUE else ():
        words = " ".join([t.lower for t in tokens[at : at + length]])
        if at + length <= len(tokens) and words in _VAGUE:
            count, exact = _VAGUE[words]
            at += length + 2 * _is_rounded(tokens, at + length)
            return Quantity(count, count if exact else None, Form.NUMBER if exact else Form.VAGUE, at)
    first = number_at(tokens, at)
    if first is None:
        return None
    first_at, (value, at) = at, first
    if at < len(tokens) and tokens[at].text == "+":
        return Quantity(value, None, Form.NUMBER, at + 1)
    second = _range_end(tokens, at, between=first_at > 0 and tokens[first_at - 1].lower == "between")
    if second and second[0] > value:
        return Quantity(value, second[0], Form.NUMBER, second[1])
    return Quantity(value, value, Form.NUMBER, at + 2 * _is_rounded(tokens, at))


def _is_rounded(tokens: Sequence[Token], at: int) -> bool:
    """Whether "or so" follows a number: "30 or so", "30-odd"."""
    return " ".join([t.lower for t in tokens[at : at + 2]]) in _ABOUT


def number_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A plain number at `at` and the token after it; None where it is an age, money, a measure or a decimal."""
    if at >= len(tokens):
        return None
    value = 1 if _is_round(tokens, at) else cardinal(tokens[at].lower)
    if value is None:
        return None
    if at and (_is_spoilt(tokens[at - 1], tokens[at]) or _is_later_age(tokens, at)):
        return None
    nxt = at + 1
    if _is_hyphen_pair(tokens, at):
        pair = cardinal(f"{tokens[at].lower}-{tokens[at + 2].lower}")
        if pair is not None:
            value, nxt = pair, at + 3
    while nxt < len(tokens) and tokens[nxt].lower in MULTIPLES:
        value, nxt = value * MULTIPLES[tokens[nxt].lower], nxt + 1
        if (
            nxt + 1 < len(tokens)
            and tokens[nxt].lower == "and"
            and (rest := cardinal(tokens[nxt + 1].lower))
            and rest < 100
        ):
            value, nxt = value + rest, nxt + 2
    if _is_age(tokens, nxt) or (nxt < len(tokens) and tokens[nxt].text in ("%", "°")) or _is_decade(tokens, nxt):
        return None
    return value, nxt


def _is_spoilt(before: Token, number: Token) -> bool:
    """Whether the token before makes the number a sum of money, a date, a street or the tail of a name ("K7")."""
    glued = before.end == number.start and before.text[-1].isalpha()
    return before.text in "$£€#." or before.lower in _NOT_AFTER or glued


def _is_later_age(tokens: Sequence[Token], at: int) -> bool:
    """The 24 of "ages 19 to 24" and "aged 3, 5 and 24"."""
    back = at - 1
    while back >= 0 and (tokens[back].lower in ("to", "and", ",", "-") or tokens[back].text.isdigit()):
        back -= 1
    return back >= 0 and back < at - 1 and tokens[back].lower in ("ages", "aged", "age")


def _is_round(tokens: Sequence[Token], at: int) -> bool:
    """ "a hundred", "a thousand"."""
    return tokens[at].lower == "a" and _next(tokens, at) in ("hundred", "thousand", "million")


def _is_hyphen_pair(tokens: Sequence[Token], at: int) -> bool:
    return at + 2 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].start == tokens[at].end


def _is_age(tokens: Sequence[Token], at: int) -> bool:
    """Whether "-year-old" or "year old" follows."""
    if at < len(tokens) and tokens[at].text in "-‑–":
        at += 1
    if at < len(tokens) and tokens[at].lower in ("yo", "yos"):
        return True
    return (
        at < len(tokens)
        and tokens[at].lower.rstrip("s") in _AGES
        and at + 1 < len(tokens)
        and (tokens[at + 1].text in "-‑–" or tokens[at + 1].lower == "old")
    )


def _is_decade(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number before `at` goes on as a decade of a life or a century: "70s", "30's"."""
    at += at < len(tokens) and tokens[at].text in "'’"
    return at < len(tokens) and tokens[at].text == "s" and tokens[at].start - tokens[at - 1].end == 0


def _range_end(tokens: Sequence[Token], at: int, *, between: bool) -> tuple[int, int] | None:
    """The upper end of "five to eight", "5-8", "two or three"."""
    if at + 1 >= len(tokens) or tokens[at].lower not in ("to", "-", "–", "and" if between else "or"):
        return None
    return number_at(tokens, at + 1)


def _determiner(tokens: Sequence[Token], start: int, at: int, definite: bool, more: bool) -> Quantity | None:
    """One person by "a", "another", "the", "my"; nobody by "no"."""
    word = tokens[at].lower if at < len(tokens) else ""
    if word in ("a", "an") and not definite:
        return Quantity(1, 1, Form.ARTICLE, at + 1, additional=_next(tokens, at) in ORDINALS)
    if word in ("no", "zero") and not definite:
        return Quantity(0, 0, Form.NONE, at + 1)
    if word in _OWNERS and not (word in ("this", "that") and opens_quantity(_next(tokens, at) or ".")):
        return Quantity(1, 1, Form.DEFINITE, at + 1)
    if definite:
        return Quantity(1, 1, Form.DEFINITE, at)
    return Quantity(1, 1, Form.ARTICLE, at) if more and at > start else None


def _bounded(core: Quantity, how: str) -> Quantity:
    if how == "floor":
        return core if core.max is not None and core.max > core.min else replace(core, max=None)
    if how == "above":
        return replace(core, min=core.min + MORE_THAN_ADDS, max=None)
    if how == "ceiling":
        return replace(core, min=0, max=core.max if core.max is not None else core.min)
    if how == "below":
        return replace(core, min=0, max=core.min - 1)
    return core


def _after(tokens: Sequence[Token], quantity: Quantity) -> Quantity:
    """Steps over "of the", "more", "other" behind the number."""
    at = quantity.next
    additional, subset = quantity.additional, quantity.subset
    while at < len(tokens):
        word = tokens[at].lower
        if word in ("more", "other", "additional", "further") and not (
            word == "more" and _next(tokens, at) == "than"
        ):
            additional, at = True, at + 1
        elif word == "of" and _next(tokens, at) in (
            "the",
            "them",
            "those",
            "his",
            "her",
            "their",
            "its",
            "our",
            "whom",
            "these",
        ):
            owned = _next(tokens, at) in ("his", "her", "their", "its", "our")  # "two of his aides" are not told before
            subset, at = quantity.form in (Form.NUMBER, Form.VAGUE) and not owned, at + 2
        elif word == "of" and (whole := _whole(tokens, quantity, at + 1)) is not None:
            return replace(quantity, next=whole[1], additional=additional, subset=True, whole=whole[0])
        elif word == "of" and quantity.form in (Form.VAGUE, Form.NUMBER):
            at += 1
        else:
            break
    if at == quantity.next:
        return quantity
    among = number_at(tokens, at) if subset else None
    return replace(quantity, next=at, additional=additional, subset=subset, whole=among[0] if among else 0)


def _whole(tokens: Sequence[Token], part: Quantity, at: int) -> tuple[int, int] | None:
    """ "One of | (at least) five": how many they are of whom one is told, and the token after it."""
    modifier = _modifier(tokens, at)
    number = number_at(tokens, modifier[1] if modifier else at)
    return number if part.form is Form.NUMBER and part.min == 1 and number and number[0] > 1 else None


def in_crowds(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "People in the hundreds", "by the dozens": the count that follows its noun, `at` behind it."""
    if at + 2 >= len(tokens) or tokens[at].lower not in ("in", "by") or tokens[at + 1].lower != "the":
        return None
    count, exact = _VAGUE.get(tokens[at + 2].lower, (0, True))
    return None if exact else Quantity(count, None, Form.VAGUE, at + 3)


def _next(tokens: Sequence[Token], at: int) -> str:
    return tokens[at + 1].lower if at + 1 < len(tokens) else ""
