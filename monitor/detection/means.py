"""What a bare "strike" was made with, where only the sentences behind it tell.

"The strike on the trolleybus" names no means; "an FPV drone was used, prosecutors say", or the army of Israel that
regrets harm to passers-by, does so a sentence or two later. Only for short texts: in a long one it may be of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.triggers import Unit
from monitor.domain.taxonomy import EventType

_STRIKE = re.compile(r"\b(?:strik(?:e|es|ing)|struck|hit|hits|hitting|pound(?:s|ed|ing)?|bombard(?:s|ed|ment)?)\b")
_BEHIND = 2
"""Sentences behind the strike that may still speak of it."""
_STRIKES = ("STRIKEN", "STRIKE")
_MEANS = {"AIRW": EventType.AIR_DRONE_STRIKE, "SHELLW": EventType.SHELLING}
_ARMY = re.compile(r"'?s? (?:military|army|air force|forces|defen[cs]e forces|troops)\b")
_IN_HAND = re.compile(r"\b(?:with|using|wielding|carrying|brandishing|by) (?:\w+ ){0,2}$")
_OTHER_ARMS = frozenset({"GUNW", "SHOT", "SHOOTING", "BOMBW", "SHELLW", "AIRW", "EXPLOSION", "BURNV", "SHOOT"})
_ITSELF = frozenset({"idf", "centcom", "irgc"})
"""Strikers that are an armed force, not a country that has one."""


@cache
def strikers() -> PhraseMatcher[EventType]:
    """Who strikes, and with what most likely (strike_means.tsv)."""
    return PhraseMatcher((word, EventType(kind)) for word, kind in read_tsv("strike_means.tsv"))


def told_behind(study: Study, mentions: Sequence[Judgement]) -> EventType | None:
    """The means of a bare strike by the sentences behind it: the weapon first, then the army that owns to it."""
    struck = [m.candidate.sentence for m in mentions if _strikes(study, m)]
    if not struck:
        return None
    last = max(struck)
    behind = range(last + 1, min(last + _BEHIND + 1, len(study.text.sentences)))
    told = (kind for index in behind for kind in (_weapon(study, index), _army(study, index)) if kind is not None)
    return next(told, None)


def _strikes(study: Study, mention: Judgement) -> bool:
    return any(unit.is_a(name) for unit in study.units_of(mention.candidate) for name in _STRIKES)


def _weapon(study: Study, sentence: int) -> EventType | None:
    """A weapon named in one sentence that nobody there says to have brought down: that is the other side's."""
    units = study.reading(sentence).units
    if any(unit.is_a("INTERCEPT") for unit in units):
        return None
    return next((kind for unit in units for name, kind in _MEANS.items() if unit.is_a(name)), None)


def _army(study: Study, sentence: int) -> EventType | None:
    """An army named in one sentence: "Israel's military says", "the IDF"."""
    told = study.text.sentences[sentence]
    for match in strikers().find(study.flat, told.start, told.end):
        if study.flat[match.start : match.end] in _ITSELF or _ARMY.match(study.flat, match.end):
            return match.payload
    return None


def blade_behind(study: Study, mentions: Sequence[Judgement]) -> EventType | None:
    """A stabbing, where the sentences of a murder or those behind it put a blade, and no other arm, into a hand."""
    last = max(m.candidate.sentence for m in mentions)
    told = range(min(last + _BEHIND + 1, len(study.text.sentences)))
    named = study.classes_in(told)
    if "BLADEW" not in named or not named.isdisjoint(_OTHER_ARMS):
        return None
    armed = any(_is_armed(study, study.reading(index).units) for index in told)
    return EventType.STABBING if armed else None


def _is_armed(study: Study, units: Sequence[Unit]) -> bool:
    """Whether one sentence puts a blade into a hand: "walked in with a panga", "wielding bats"."""
    blades = (unit.start for unit in units if unit.is_a("BLADEW"))
    return any(_IN_HAND.search(study.flat, max(0, start - 24), start) for start in blades)


def by_striker(study: Study, mentions: Sequence[Judgement]) -> tuple[str, EventType] | None:
    """A bare "strike" or "attack" by the arms that its doer mostly uses (strike_means.tsv), and which word it was."""
    for mention in mentions:
        sentence = study.text.sentences[mention.candidate.sentence]
        struck = _STRIKE.search(study.flat, mention.candidate.start, mention.candidate.end)
        end = struck.start() if struck else mention.candidate.end
        before = list(strikers().find(study.flat, max(sentence.start, mention.candidate.start - 40), end))
        if before:
            return ("strike" if struck else "attack"), before[-1].payload
    return None
