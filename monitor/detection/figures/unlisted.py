"""Finds people whom no list of nouns knows by what befell them: "a doorman and three guests were killed"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.detection.figures.quantity import opens_quantity
from monitor.detection.figures.words import letters, no_names, nouns, word_set
from monitor.detection.text import Token

_ARTICLES = frozenset({"a", "an"})
_PLURAL = frozenset({"were", "are", "have"})
_OPENING = frozenset(
    ", ; : - – — \" “ ‘ ' ( and but while when as that where after before because if said says then".split()
)
"""What may stand before the subject of a clause; behind "driving" or "in" the noun is no subject."""
_MODIFIERS = 3
"""Words from the article to the noun."""
_SECOND = 7
"""Words of the second of two people, and the verb's own."""
_TITLE = 6
_SHORT = 4
_THINGS = ("tion", "ment", "ness", "ity", "ship", "ing", "ism", "ence", "ance", "age", "ly", "ed")
"""Endings of words that are no people, or no nouns."""
_BEHIND_OBJECT = frozenset(". , ; and in at near on as before after when while outside inside".split())
_BEHIND_TITLE = frozenset(
    ", ; in at near on by as after before during outside inside while mid over with for from amid trying".split()
)
"""What a headline goes on with behind a passive verb."""


def unlisted(tokens: Sequence[Token], fated: Collection[int], *, in_title: bool) -> dict[int, int]:
    """The phrases that stand for one person by grammar alone: the token of the article, or of the noun where a headline
    has none, and the noun's.

    `fated` are the starts of casualty words that nothing but a living being suffers ("killed", "stabbed").
    """
    found: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.start in fated:
            found |= _subjects(tokens, at) or _object(tokens, at) or (_headline(tokens, at) if in_title else {})
    return found


def is_being(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is a plain word that no list has, and that may stand for a living being."""
    word = tokens[at].lower if 0 <= at < len(tokens) else ""
    if len(word) < _SHORT or not word.isalpha() or word.endswith(_THINGS):
        return False
    known = word in nouns() or word in letters() or word in word_set("stop") or word in word_set("measure")
    return not (known or word in no_names() or word in word_set("body"))


def _opening(tokens: Sequence[Token], noun: int) -> int:
    """The token of "a" where it, plain words that are no people and `noun` are the subject of a clause; else -1."""
    for at in range(noun - 1, max(-1, noun - _MODIFIERS - 1), -1):
        if tokens[at].lower in _ARTICLES:
            before = tokens[at - 1] if at else None
            opens = before is None or before.lower in _OPENING or before.text[0].isupper()
            return at if opens and is_being(tokens, noun) else -1
        if not tokens[at].lower.isalpha() or tokens[at].lower in letters() or tokens[at].lower in nouns():
            break
    return -1


def _subjects(tokens: Sequence[Token], verb: int) -> dict[int, int]:
    """ "An outrider was | wounded", "a doorman and three guests were | killed"."""
    be = verb - 1
    while be > 0 and letters().get(tokens[be].lower) == "-":
        be -= 1
    if be < 1 or letters().get(tokens[be].lower) != "B":
        return {}
    while be > 1 and letters().get(tokens[be - 1].lower) in ("V", "B"):
        be -= 1
    last = [] if tokens[be].lower in _PLURAL else [be - 1]
    seconds = range(be - 2, max(0, be - _SECOND), -1)
    joined = [i - 1 for i in seconds if tokens[i].lower == "and" and opens_quantity(tokens[i + 1].lower)]
    return {first: noun for noun in last + joined if (first := _opening(tokens, noun)) >= 0}


def _object(tokens: Sequence[Token], verb: int) -> dict[int, int]:
    """ "Killing | a beekeeper"."""
    if verb + 2 >= len(tokens) or tokens[verb + 1].lower not in _ARTICLES:
        return {}
    ends = (at for at in (verb + 2, verb + 3) if at + 1 >= len(tokens) or tokens[at + 1].lower in _BEHIND_OBJECT)
    noun = next(ends, verb)
    return {verb + 1: noun} if noun > verb and is_being(tokens, noun) else {}


def _headline(tokens: Sequence[Token], verb: int) -> dict[int, int]:
    """ "Former club striker | killed in hotel blast": the noun before a headline's passive."""
    at = verb - 1
    behind = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
    if not is_being(tokens, at) or tokens[at].lower.endswith("s") or (behind and behind not in _BEHIND_TITLE):
        return {}
    first = at
    while first > 0 and tokens[first - 1].text not in ",;:" and at - first <= _TITLE:
        first -= 1
        word = tokens[first].lower
        if word in letters() or word in nouns() or word[0].isdigit() or opens_quantity(word):
            return {}
    named = tokens[at].text[0].isupper() and first < at
    return {} if at - first > _TITLE or named else {at: at}
