"""The words around a mention: cues by kind (cues.tsv), and what they make of it: stage, or a reason to turn it down.

The rules here are those that hold whatever else the text says; the softer evidence of the same cues is weighed by the
event model (`monitor.detection.judge`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from monitor.detection.lexicon import Match
from monitor.detection.text import Sentence, Text
from monitor.detection.triggers import Candidate, Reading, Unit, find_candidates
from monitor.detection.wordlist import Entry, flatten, wordlist
from monitor.domain.taxonomy import Stage


class RejectReason(StrEnum):
    """Why a mention that looked like an attack is none; closed, and the label in `rejected`."""

    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    FIGURATIVE = "figurative"
    SPORT = "sport"
    FICTION = "fiction"
    POLITICS = "politics"
    MARKET = "market"
    DRILL = "drill"
    ACCIDENT = "accident"
    DISASTER = "disaster"
    CYBER = "cyber"
    ANIMAL = "animal"
    DISEASE = "disease"
    LABOUR = "labour"
    TECHNOLOGY = "technology"
    ARMS_TRADE = "arms_trade"
    COURT = "court"
    HISTORY = "history"
    POLICY = "policy"
    GENERIC = "generic"
    WEAK = "weak"
    """Nothing speaks against it, but too little for it."""


REASON_OF_CUE = {
    "negation": RejectReason.NEGATED,
    "modal": RejectReason.HYPOTHETICAL,
    "future": RejectReason.HYPOTHETICAL,
    "figurative": RejectReason.FIGURATIVE,
    "sport": RejectReason.SPORT,
    "fiction": RejectReason.FICTION,
    "politics": RejectReason.POLITICS,
    "market": RejectReason.MARKET,
    "drill": RejectReason.DRILL,
    "accident": RejectReason.ACCIDENT,
    "disaster": RejectReason.DISASTER,
    "cyber": RejectReason.CYBER,
    "animal": RejectReason.ANIMAL,
    "medical": RejectReason.DISEASE,
    "labor": RejectReason.LABOUR,
    "technology": RejectReason.TECHNOLOGY,
    "weapons": RejectReason.ARMS_TRADE,
    "court": RejectReason.COURT,
    "history": RejectReason.HISTORY,
    "obituary": RejectReason.HISTORY,
    "policy": RejectReason.POLICY,
    "reaction": RejectReason.POLICY,
    "generic": RejectReason.GENERIC,
}


class Cue(NamedTuple):
    """One cue: its kind and span."""

    kind: str
    start: int
    end: int


class Study:
    """One text with its known words, cues and mentions, found once."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.flat = flatten(text.folded)
        self._by_sentence: dict[int, list[Match[Entry]]] = defaultdict(list)
        sentences, at = text.sentences, 0
        for match in wordlist().matcher.find(self.flat):  # in order of their ends
            while at < len(sentences) and sentences[at].end < match.end:
                at += 1
            if at < len(sentences) and sentences[at].start <= match.start:
                self._by_sentence[at].append(match)
        quick = {s.index for m in wordlist().quick.find(self.flat) if (s := text.sentence_at(m.start))}
        self.quick_sentences = sorted(quick)
        self._others: dict[int, Reading] = {}

    @cached_property
    def readings(self) -> dict[int, Reading]:
        """The sentences that may hold a mention, as units."""
        return {i: self._read(i) for i in self.quick_sentences}

    def reading(self, index: int) -> Reading:
        """One sentence as units, whether it may hold a mention or not; read once."""
        found = self.readings.get(index) or self._others.get(index)
        if found is None:
            found = self._others[index] = self._read(index)
        return found

    def classes_in(self, sentences: Iterable[int]) -> frozenset[str]:
        """The classes of all known words of some sentences."""
        return frozenset().union(*(self.reading(index).classes for index in sentences))

    def units_of(self, candidate: Candidate) -> list[Unit]:
        """The words and known phrases of a mention."""
        return self.reading(candidate.sentence).units[candidate.first : candidate.last + 1]

    def _read(self, index: int) -> Reading:
        return Reading(self.text.sentences[index], self._by_sentence[index])

    @cached_property
    def candidates(self) -> list[Candidate]:
        """All mentions in order of the text."""
        return [candidate for reading in self.readings.values() for candidate in find_candidates(reading)]

    @cached_property
    def cues(self) -> dict[int, list[Cue]]:
        """Cues by sentence."""
        return {
            index: [
                Cue(kind, m.start, m.end)
                for m in matches
                if m.payload.cues and not self._is_month(m)
                for kind in m.payload.cues
            ]
            for index, matches in self._by_sentence.items()
        }

    def _is_month(self, match: Match[Entry]) -> bool:
        """Whether "may" is the month: "in late May", "on May 3"."""
        if match.payload.text != "may":
            return False
        before = _MAY.search(self.flat, max(0, match.start - 12), match.end)
        return before is not None or _MAY_DAY.match(self.flat, match.end) is not None

    def cues_in(self, sentence: Sentence) -> list[Cue]:
        """The cues of one sentence."""
        return self.cues.get(sentence.index, [])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one mention: its stage, or why it is turned down, and the cue that says so."""

    stage: Stage
    reason: RejectReason | None = None
    cue: Cue | None = None


_MAY = re.compile(
    r"(?<![a-z])(?:late|early|mid|in|since|last|of|until|by|before|after|\d{1,2}(?:st|nd|rd|th)?)[ -]may$"
)
_MAY_DAY = re.compile(r" \d")
_SHARE = re.compile(
    r" (?:\w+ ){0,3}?(?:links?|involvement|participation|responsibility|complicity|connections?|role|part|hand|guilt|"
    r"involved|responsible|behind|participated|taken part|anything to do|accused|linked|knowledge)\b(?! that)"
)
"""After a denial: what one denies is one's own share."""
_BARE = re.compile(r" (?:the |this |that |such |his |her |their )?")
_OPEN = (" of", " in", " by", " over", " to")
_BEHIND = 6
"""Words behind a figure of speech among which it may prove to be none."""
_ARMED = frozenset({"BOMBW", "DEVICE", "REBEL", "GUNW"})
_HARM = frozenset({"KILLED", "KILLP", "DEAD"})
_OVERLAPPING = frozenset({"figurative", "labor", "medical", "animal", "cyber", "disaster", "sport", "fiction"})
"""Cues that, laid over the mention itself, change its sense: `heart attack`, `cyber attack`, `on strike`."""


def read_context(study: Study, candidate: Candidate) -> Verdict:
    """Stage or rejection of one mention by the words of its sentence."""
    cues = study.cues.get(candidate.sentence, [])
    covered = _covering(study, cues, candidate)
    if covered is not None:
        return Verdict(Stage.ACCOMPLISHED, REASON_OF_CUE[covered.kind], covered)
    between = study.flat
    denied = _near([c for c in cues if not _owns_to_none(between, c, candidate)], "denial", candidate, 90, 40)
    if denied is not None:
        return Verdict(Stage.DENIED, None, denied)
    negated = _before(cues, "negation", candidate, 14)
    if negated is not None and not _breaks(between, negated.end, candidate.start):
        return Verdict(Stage.ACCOMPLISHED, RejectReason.NEGATED, negated)
    foiled = _near(cues, "foiled", candidate, 60, 25)
    if foiled is not None:
        return Verdict(Stage.FOILED, None, foiled)
    return _tense(cues, candidate, between)


def _tense(cues: list[Cue], candidate: Candidate, flat: str) -> Verdict:
    ahead = _before(cues, "future", candidate, 40) or _before(cues, "modal", candidate, 25)
    if ahead is not None and not _breaks(flat, ahead.end, candidate.start) and not _happened(candidate):
        return Verdict(Stage.THREATENED, None, ahead)
    tried = _near(cues, "attempted", candidate, 40, 60)
    if tried is not None:
        return Verdict(Stage.ATTEMPTED, None, tried)
    return Verdict(Stage.ACCOMPLISHED)


def _happened(candidate: Candidate) -> bool:
    """Whether the mention's own form tells of the past: `killed`, `was attacked`."""
    return "past" in candidate.forms and "base" not in candidate.forms


def _covering(study: Study, cues: list[Cue], candidate: Candidate) -> Cue | None:
    for cue in cues:
        if cue.kind == "figurative" and _is_meant(study, cue, candidate):
            continue
        if (
            cue.kind in _OVERLAPPING
            and cue.start < candidate.end
            and candidate.start < cue.end
            and cue.end - cue.start > 6
        ):
            return cue
    return None


def _is_meant(study: Study, cue: Cue, candidate: Candidate) -> bool:
    """Whether a figure of speech that ends in a preposition is none: "explosion of | a bomb", "killed in a clash in".

    Of words of arms and armed men right behind it, and of dead and wounded beside it in the mention.
    """
    if not study.flat.endswith(_OPEN, cue.start, cue.end):
        return False
    units = study.reading(candidate.sentence).units
    behind = [unit for unit in units if cue.end <= unit.start][:_BEHIND]
    beside = [unit for unit in units if candidate.start <= unit.start < cue.start]
    return _holds(behind, _ARMED) or _holds(beside, _HARM)


def _holds(units: list[Unit], classes: frozenset[str]) -> bool:
    return any(unit.entry is not None and not classes.isdisjoint(unit.entry.classes) for unit in units)


def _owns_to_none(flat: str, cue: Cue, candidate: Candidate) -> bool:
    """Whether a word of denial denies a share in the deed, not the deed, or rejects it as one condemns it."""
    if cue.kind != "denial" or cue.end > candidate.start:
        return False
    between = flat[cue.end : candidate.start]
    rejects = flat.startswith("reject", cue.start) and _BARE.fullmatch(between) is not None
    return rejects or _SHARE.match(between) is not None


def _before(cues: list[Cue], kind: str, candidate: Candidate, reach: int) -> Cue | None:
    for cue in cues:
        ahead = candidate.start - reach <= cue.end <= candidate.start
        # Inside: between the doer and the deed, "rebels threaten to attack".
        inside = candidate.start < cue.start and cue.end < candidate.end
        if cue.kind == kind and (ahead or inside):
            return cue
    return None


def _near(cues: list[Cue], kind: str, candidate: Candidate, before: int, after: int) -> Cue | None:
    for cue in cues:
        if cue.kind == kind and cue.end >= candidate.start - before and cue.start <= candidate.end + after:
            return cue
    return None


def _breaks(flat: str, start: int, end: int) -> bool:
    """Whether a clause ends between the two: what is beyond does not speak of the mention."""
    between = flat[start:end]
    return any(mark in between for mark in (";", ". ", ": ", " but ", " after ", " while "))
