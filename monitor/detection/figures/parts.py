"""Reads who makes up a count: "including one British and two American service personnel"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.detection.figures.quantity import Form, read_quantity
from monitor.detection.figures.words import nouns, word_set
from monitor.detection.text import Sentence, Token
from monitor.domain.detection import Group

_LONGEST = 5
_FARTHEST = 80
"""Tokens: no list of groups is longer."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The groups named, and where the list ends."""

    groups: tuple[Group, ...] = ()
    end: int = 0
    of_them: bool = False
    """ "two of them children": a part by its own words."""


def read_parts(sentence: Sentence, offset: int) -> Parts:
    """The list of counted groups that begins at document offset `offset`."""
    first = bisect_left(sentence.tokens, offset, key=lambda token: token.start)
    tokens = sentence.tokens[first : first + _FARTHEST]
    groups: list[Group] = []
    at, end, of_them = 0, offset, False
    while at < len(tokens):
        if tokens[at].lower in (",", "and", "at", "least", "them"):
            at += 1
            continue
        quantity = read_quantity(tokens, at)
        if quantity is None or quantity.form not in (Form.NUMBER, Form.ARTICLE, Form.DEFINITE) or quantity.min < 1:
            break
        words, nxt = _words(tokens, quantity.next)
        if not _are_people(words) or (quantity.form is Form.DEFINITE and not is_attacker(words)):
            break
        of_them = of_them or quantity.subset
        groups.append(Group(who=words, count=quantity.min))
        at, end = nxt, tokens[nxt - 1].end
        of_them = of_them or " ".join(t.lower for t in tokens[at : at + 2]) == "among them"
    return Parts(tuple(groups), end, of_them)


def is_attacker(words: str) -> bool:
    """Whether a group's words name those who did it: "a suspected gunman"."""
    last = words.rsplit(" ", 1)[-1].lower()
    noun = nouns().get(last)
    return last == "suspect" or (noun is not None and noun.attacker)


def _are_people(words: str) -> bool:
    """Whether the phrase names people: by its last noun, or by a capital ("British")."""
    last = words.rsplit(" ", 1)[-1]
    return bool(words) and (last.lower() in nouns() or last[0].isupper())


def _words(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The noun phrase at `at` as written, and the token after it."""
    nxt = at
    while nxt < len(tokens) and tokens[nxt].lower in ("were", "was", "are", "is"):
        nxt += 1
    first = nxt
    while nxt < min(len(tokens), first + _LONGEST):
        token = tokens[nxt]
        if token.lower in word_set("stop") or token.lower in word_set("measure") or token.lower == "among":
            break
        if not (token.text[0].isalpha() or token.text in "-’'"):
            break
        nxt += 1
    return " ".join(t.text for t in tokens[first:nxt]).replace(" - ", "-"), nxt
