"""Who tells of an attack whose doer the text names: a party with a name or an office, the doer's own side, or neither.

Only a party that can be held to its word blames: a ministry, an army, a mission, a monitor, a governor. Police, medics,
witnesses, unnamed officials and sources report what happened, and what they report is told as fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.detection.actors.doers import Doer
from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions
from monitor.detection.actors.wordsets import words_of
from monitor.detection.text import Sentence, Text

_SAID = (
    r"(?:said|says?|stated|states|announced|announces|reported|reports|confirmed|confirms|wrote|writes|"
    r"declared|claim(?:ed|s)(?! responsib))"
)
_WHO = r"(?P<who>[\w'’.&/-]+(?: [\w'’.&/-]+){0,9}?)"
_ASIDE = r"(?:, [^,;]{3,60},)?"
_BEHIND = re.compile(rf", {_WHO}{_ASIDE} (?:also |later |has |have |had )*{_SAID}\b")
"""After what is told: "…, the defence ministry said"."""
_BEHIND_TURNED = re.compile(rf", (?:said|says?) {_WHO}(?=[,.;]| (?:on|in|late|early)\b|$)")
_ACCORDING = re.compile(rf"\baccording to {_WHO}(?=[,.;:]| (?:on|in|late|early|who|cited)\b|$)")
_BEFORE = re.compile(
    rf"(?:[^-]{{2,40}} --? )?{_WHO}{_ASIDE} (?:also |later |has |have |had )*{_SAID}\b"
    r"(?! (?:it|they|he|she|its|their|his|her)\b)"
)
"""Before it: "The army said on Monday that …"."""
_TITLED = re.compile(rf"(?:: | - ){_WHO}$")
"""At the end of a title: "… kill six - governor"."""
_NOBODY = re.compile(r"(?:no|nobody|none|neither|nor|his|her|its|their|it|he|she|they|we|one|which|who|that)\b")
_CLAUSE = re.compile(r"(?:after|as|while|when|but|and|before|although|though|where|if|because|since)\b")
_JOINED = re.compile(r" and (?:the |an? )?")
_OF = re.compile(r" (?:of|in|for|at|from|on|with|near)\b")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Teller:
    """Whose word it is, in the text's words, and whether it is the doer's own side."""

    words: str
    own: bool


def find_teller(text: Text, sentence: Sentence, doer: Doer) -> Teller | None:
    """Who, by name or office, tells the doer's deed in the sentence; None where the text or somebody nameless does."""
    span = _span(text, sentence, doer)
    if span is None:
        return None
    reach = max(0, span[0] - len("the "))  # some names have the article: "the Pentagon"
    parties = [party for party in find_mentions(text, reach, span[1]) if party.end > span[0]]
    own = any(_is_side(party, doer) for party in parties)
    if not own and not _is_named(text.folded[span[0] : span[1]]) and not _stands_alone(parties, span):
        return None
    return Teller(" ".join(text.full[span[0] : span[1]].split()), own)


def _is_named(words: str) -> bool:
    """Whether one of those who tell it is no mere source, by what he is: "residents and the health ministry"."""
    return not _NOBODY.match(words) and any(_is_office(part) for part in _JOINED.split(words))


def _is_office(words: str) -> bool:
    """Whether the noun that says what he is tells an office or a body: "the army's spokesman", no "army source"."""
    found = _WORD.findall(_OF.split(words)[0])
    if any(word in _anyone() for word in found):
        return False
    known = (word for word in reversed(found) if word in _offices() or word in _sources())
    return next(known, None) in _offices()


@cache
def _offices() -> frozenset[str]:
    return frozenset(words_of("named_teller"))


@cache
def _sources() -> frozenset[str]:
    return frozenset(words_of("nameless_teller"))


@cache
def _anyone() -> frozenset[str]:
    return frozenset(words_of("never_teller"))


def _span(text: Text, sentence: Sentence, doer: Doer) -> tuple[int, int] | None:
    """Where the sentence has the name of whoever tells it, without an article."""
    found = _found(text, sentence, doer)
    if found is None:
        return None
    start, end = found
    if _CLAUSE.match(text.folded, start):
        return None  # "…, after Moscow said"
    end -= text.folded.endswith(".", start, end)
    for article in ("the ", "a ", "an "):
        if text.folded.startswith(article, start):
            return start + len(article), end
    return start, end


def _found(text: Text, sentence: Sentence, doer: Doer) -> tuple[int, int] | None:
    for pattern in (_BEHIND, _BEHIND_TURNED, _ACCORDING):
        found = pattern.search(text.folded, doer.end, sentence.end)
        if found:
            return found.span("who")
    if sentence.in_title and (found := _TITLED.search(text.folded, doer.end, sentence.end)):
        return found.span("who")
    before = _BEFORE.match(text.folded, sentence.start, doer.start)
    return before.span("who") if before else None


def _stands_alone(parties: list[Mention], span: tuple[int, int]) -> bool:
    """Whether the words are no more than a party's name: "Ukraine said"."""
    kinds = (ActorKind.STATE, ActorKind.SEAT, ActorKind.GROUP, ActorKind.FORCE)
    return any(p.start <= span[0] and p.end == span[1] and p.actor.kind in kinds for p in parties)


def _is_side(party: Mention, doer: Doer) -> bool:
    """Whether the party is the doer himself or, of a state's force, that state."""
    if doer.kind == "organisation" or party.actor.kind is ActorKind.GROUP:
        return party.actor.name == doer.name
    return doer.kind in ("state", "force") and doer.country == party.country
