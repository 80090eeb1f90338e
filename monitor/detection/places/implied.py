"""Countries that a text implies: the Hamas attack, the sheriff's deputies, crores and gardaí.

What an informed reader knows is data (places_implied.tsv, and the home of armed groups that act in one country alone).
An implied place is a country and no more, and the words that imply it are its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from monitor.detection.lexicon import Match, PhraseMatcher, read_tsv
from monitor.detection.places.gazetteer import country_row, to_place
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.standing import SAYS_OWN
from monitor.detection.places.words import words
from monitor.detection.text import Text

_AFTER = ("after", "since", "following", "until", "before", "over", "to", "for", "from")
"""Before "the Hamas attack": another event is told by it."""
_STEMS = ("hamas", "hostage", "captives", "october", "oct. 7", "oct 7", "festival", "occupied")
"""One stands in each phrase of the kind `target`: a quick look before the search."""
_NEXT_WORD = re.compile(r" (?:(?:navy|forces?|troops|soldiers|fighters|jets|army|aerospace force|air force) )?(\w+)")
_SUFFERED = re.compile(
    r" (?:was |were |is )?(?:killed|hit|struck|targeted|attacked|bombed) (?:in|by|at|as|with|after|on)\b"
)
_LEAST = 4
"""Characters of a group's name, the table's mark of one that means nothing else among them: "SDF!"."""


class Sign(NamedTuple):
    """What a phrase implies."""

    country: str
    how: str
    capitals: bool = False
    """Whether the text must have it in capitals: FACT, IDF."""


@cache
def _targets() -> PhraseMatcher[Sign]:
    return PhraseMatcher(signs("target"))


@cache
def _hints() -> PhraseMatcher[Sign]:
    return PhraseMatcher([*_groups(), *signs("state", "local")])


def signs(*kinds: str) -> list[tuple[str, Sign]]:
    """The phrases of places_implied.tsv of these kinds."""
    rows = [row for row in read_tsv("places_implied.tsv") if row[1] in kinds]
    return [(phrase, _sign(phrase, country, how)) for country, how, listed in rows for phrase in listed.split(";")]


def _sign(phrase: str, country: str, how: str) -> Sign:
    return Sign(country, how, phrase.isupper())


def _groups() -> list[tuple[str, Sign]]:
    """Names of armed groups of one country, but for armies and for Hamas, whose attacks are mostly across the line."""
    rows = [r for r in read_tsv("armed_groups.tsv") if "," not in r[3] and r[2] != "force" and r[0] != "Hamas"]
    names = ((name, r[3]) for r in rows for name in (r[0], *r[1].split("|")) if name and name[-1] != "?")
    known = ((name.rstrip("!"), country) for name, country in names if len(name) >= _LEAST)
    return [(name, _sign(name, country, "local")) for name, country in known]


def implied_targets(text: Text) -> tuple[Toponym, ...]:
    """What the text says was struck by naming the attack: as names of the country, after "on"."""
    if not any(stem in text.folded for stem in _STEMS):
        return ()
    found = [m for m in _targets().find_longest(text.folded) if not recalled(text, m.start)]
    return tuple(t for m in found if (t := toponym_of(text, m, ToponymRole.LOCATIVE, "on")) is not None)


def implied_country(text: Text, sentences: Sequence[int]) -> Toponym | None:
    """The country that the words of `sentences` imply: by a state's own body first, then by what is there alone."""
    best: Match[Sign] | None = None
    for index in sentences:
        sentence = text.sentences[index]
        for match in _hints().find_longest(text.folded, sentence.start, sentence.end):
            if _counts(text, match) and (best is None or best.payload.how != "state" == match.payload.how):
                best = match
    return toponym_of(text, best, ToponymRole.SPEAKER, None) if best else None


def _counts(text: Text, match: Match[Sign]) -> bool:
    """Whether it stands as the table has it, a name with its capital, and a state's body as speaker, not as doer."""
    written = text.full[match.start : match.end]
    if match.payload.capitals and not written.isupper():
        return False
    if match.payload.how == "state":
        if SAYS_OWN.match(text.folded, match.end):
            return False
        following = _NEXT_WORD.match(text.folded, match.end)
        acts = following and following[1] in words().speech - words().saying
        if acts and not _SUFFERED.match(text.folded, match.end):
            return False
    return written[0].isupper() or written.islower()


def recalled(text: Text, start: int) -> bool:
    """Whether the attack is only what another followed: "since the Hamas attack"."""
    words = text.folded[max(0, start - 24) : start].split()
    return any(word in _AFTER for word in words[-3:])


def toponym_of(text: Text, match: Match[Sign], role: ToponymRole, preposition: str | None) -> Toponym | None:
    """The country that a phrase implies, under the phrase's own words."""
    row, sentence = country_row(match.payload.country), text.sentence_at(match.start)
    if row is None or sentence is None:
        return None
    words = " ".join(text.full[match.start : match.end].split())
    return Toponym(
        start=match.start, end=match.end, text=words, sentence=sentence.index, place=to_place(row, words), role=role,
        preposition=preposition, score=0.5,
    )  # fmt: skip
