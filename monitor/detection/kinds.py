"""Which type an event has, by all its mentions, and its ACLED and PLOVER codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.domain.taxonomy import ACLED_OF, DRONE, GRENADE, PLOVER_OF, Acled, EventType, Plover

_RANK = {kind: rank for rank, kind in enumerate(EventType)}
_STRIKE = re.compile(r"\b(?:strik(?:e|es|ing)|struck|hit|hits|hitting|pound(?:s|ed|ing)?|bombard(?:s|ed|ment)?)\b")
_DRONE = re.compile(r"\b(?:drones?|uavs?|quadcopters?|loitering munitions?|shaheds?|gerans?|lancets?)\b")
_GRENADE = re.compile(r"\bgrenades?\b")
_MEANS = (EventType.SHELLING, EventType.AIR_DRONE_STRIKE, EventType.BOMBING, EventType.SHOOTING, EventType.ARMED_CLASH)


@cache
def _strikers() -> PhraseMatcher[EventType]:
    return PhraseMatcher((word, EventType(kind)) for word, kind in read_tsv("strike_means.tsv"))


def kind_of(study: Study, mentions: Sequence[Judgement]) -> EventType:
    """The type of an event by the contract's order, among mentions that stand alone; missiles and drones by the first."""
    head = _head(mentions)
    strong = [m for m in head if m.candidate.weight >= 0.6] or list(head)
    kinds = [m.candidate.type for m in strong]
    best = min(kinds, key=_RANK.__getitem__)
    if best in (EventType.SHELLING, EventType.AIR_DRONE_STRIKE):
        return next(k for k in kinds if k in (EventType.SHELLING, EventType.AIR_DRONE_STRIKE))
    if best is not EventType.ATTACK:
        return best
    return _by_striker(study, head) or EventType.ATTACK


def _head(mentions: Sequence[Judgement]) -> Sequence[Judgement]:
    """The mentions that tell what it was: all of the first few sentences; later ones where those say nothing."""
    first = mentions[0].candidate.sentence
    early = [m for m in mentions if m.candidate.sentence <= first + 3]
    telling = [m for m in early if m.candidate.type is not EventType.ATTACK]
    return early if telling else mentions


def _by_striker(study: Study, mentions: Sequence[Judgement]) -> EventType | None:
    """A bare "strike" by the arms that the striker mostly uses (strike_means.tsv)."""
    for mention in mentions:
        span = study.flat[mention.candidate.start : mention.candidate.end]
        struck = _STRIKE.search(span)
        if struck is None:
            continue
        start = max(study.text.sentences[mention.candidate.sentence].start, mention.candidate.start - 40)
        before = list(_strikers().find(study.flat, start, mention.candidate.start + struck.start()))
        if before:
            return before[-1].payload
    return None


def codes(study: Study, kind: EventType, mentions: Sequence[Judgement]) -> tuple[Acled, Plover]:
    """ACLED and PLOVER codes: grenades and drones are told apart, ships by the means used."""
    words = " ".join(study.flat[m.candidate.start : m.candidate.end] for m in mentions)
    if kind is EventType.MARITIME_ATTACK:
        kind = _means(study, mentions, words)
    acled, plover = ACLED_OF[kind], PLOVER_OF[kind]
    if kind is EventType.BOMBING and _GRENADE.search(words):
        acled = GRENADE
    if kind is EventType.AIR_DRONE_STRIKE and _DRONE.search(words):
        plover = DRONE
    return acled, plover


def _means(study: Study, mentions: Sequence[Judgement], words: str) -> EventType:
    """What a ship was attacked with, as far as its sentences say."""
    told = [m.candidate.type for m in mentions if m.candidate.type in _MEANS]
    if told:
        return told[0]
    if _DRONE.search(words):
        return EventType.AIR_DRONE_STRIKE
    sentence = study.text.sentences[mentions[0].candidate.sentence].folded
    if re.search(r"\b(?:missiles?|rockets?|projectiles?|shell(?:s|ed)?|torpedo(?:es|ed)?)\b", sentence):
        return EventType.SHELLING
    if _DRONE.search(sentence):
        return EventType.AIR_DRONE_STRIKE
    if re.search(r"\b(?:mines?|explosives?|bombs?|explosion|blast)\b", sentence):
        return EventType.BOMBING
    return EventType.MARITIME_ATTACK
