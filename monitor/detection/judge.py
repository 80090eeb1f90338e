"""Whether a mention is a real, particular attack: rules first (`context`), then a small model over the same cues."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.detection.context import REASON_OF_CUE, Cue, RejectReason, Study, Verdict, read_context
from monitor.detection.encoder.model import Impression
from monitor.detection.model import Features, Weights, bounded, hashed, log_odds, models, probability
from monitor.detection.triggers import Candidate, Reading
from monitor.detection.unreal import unreal
from monitor.domain.taxonomy import HAPPENED, Stage

ACCEPT = 0.4
"""Least probability at which a mention counts as an event. Below it stands in `rejected`."""

EVENT_SHARE = 0.5
"""Weight of the encoder's log-odds for an event beside a mention's own: of those tried on folds not trained on the best
over reports, sentences and our own set together."""
_LOWER, _RAISE = -6.0, 1.4
"""Log-odds beyond which the encoder's view counts no more: against an event, and for one. A text that surely tells of
an attack may mention others that are none."""
_NEAR = 45
_WINDOW = 70
_WORD = re.compile(r"[a-z]+")
_SHOWN_WORDS = (
    "DET DEF INDEF NUM NATION ATTACKER FORCES MILADJ PERSON RANKED SITE CONFLICT LAUNCHN BE HAVE BY IN ON "
    "OF WITH SHIP CROWD DEAD KILLP KILLED KILL SHELLW AIRW BOMBW GUNW ATTACKN ATTACK STRIKEN EXPLOSION "
    "VIOLENCE"
)
_SHOWN = frozenset(_SHOWN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Judgement:
    """One mention judged: an event mention where `reason` is None."""

    candidate: Candidate
    stage: Stage
    probability: float
    reason: RejectReason | None = None
    cue: Cue | None = None

    @property
    def happened(self) -> bool:
        """Whether it stands for an attack that took place."""
        return self.reason is None and self.stage in HAPPENED


def judge(study: Study) -> list[Judgement]:
    """All mentions of a text, judged, in order of the text."""
    model = models().event
    return [_judge(study, candidate, model) for candidate in study.candidates]


def settle(study: Study, judgements: Sequence[Judgement], impression: Impression) -> list[Judgement]:
    """The same mentions judged in the light of what the text as a whole looks like; what rules decided stays."""
    shift = EVENT_SHARE * bounded(impression.event, _LOWER, _RAISE)
    return [_settled(study, judgement, shift) for judgement in judgements]


def _settled(study: Study, judgement: Judgement, shift: float) -> Judgement:
    if judgement.probability == 0.0:
        return judgement
    likely = probability(math.log(judgement.probability / (1.0 - judgement.probability)) + shift)
    if likely >= ACCEPT:
        reason = unreal(study, judgement.candidate) if judgement.reason is not None else None
        return replace(judgement, probability=likely if reason is None else 0.0, reason=reason, cue=None)
    return replace(judgement, probability=likely, reason=judgement.reason or RejectReason.WEAK)


def _judge(study: Study, candidate: Candidate, model: Weights) -> Judgement:
    verdict = read_context(study, candidate)
    if verdict.reason is not None:
        return Judgement(candidate, verdict.stage, 0.0, verdict.reason, verdict.cue)
    features = mention_features(study, candidate, verdict)
    likely = probability(log_odds(model, *features))
    if likely >= ACCEPT:
        reason = unreal(study, candidate)
        return Judgement(candidate, verdict.stage, likely if reason is None else 0.0, reason)
    reason, cue = _blame(study, candidate, model, features)
    return Judgement(candidate, verdict.stage, likely, reason, cue)


def _blame(
    study: Study, candidate: Candidate, model: Weights, features: Features
) -> tuple[RejectReason, Cue | None]:
    """The reason for a low probability: the cue whose features weigh most against the mention."""
    against: dict[str, float] = {}
    for name in features.named:
        place, _, kind = name.partition(":")
        if kind in REASON_OF_CUE and place in {"s", "n", "b", "T"}:
            against[kind] = against.get(kind, 0.0) + model.by_name.get(name, 0.0)
    if not against or min(against.values()) > -0.2:
        return RejectReason.WEAK, None
    kind = min(against, key=lambda k: (against[k], k))  # by name where two weigh alike: the same answer every time
    nearby = [c for c in _context_cues(study, candidate) if c.kind == kind]
    return REASON_OF_CUE[kind], nearby[0] if nearby else None


def _context_cues(study: Study, candidate: Candidate) -> Iterable[Cue]:
    yield from study.cues.get(candidate.sentence, [])
    for sentence in study.text.sentences:
        if not sentence.in_title:
            break
        if sentence.index != candidate.sentence:
            yield from study.cues_in(sentence)


def mention_features(study: Study, candidate: Candidate, verdict: Verdict) -> Features:
    """What the event model sees of one mention. All features are 0 or 1."""
    reading = study.readings[candidate.sentence]
    sentence = reading.sentence
    names = {
        f"t:{candidate.type}", f"r:{candidate.rule}", f"w:{round(candidate.weight * 10)}", f"stage:{verdict.stage}",
        f"pos:{_position(study, candidate)}", *(f"form:{form}" for form in candidate.forms),
    }  # fmt: skip
    names.update(_neighbours(reading, candidate))
    names.update(_cue_features(study, candidate))
    if sentence.text.isupper():
        names.add("upper")
    near = study.flat[max(sentence.start, candidate.start - _WINDOW) : min(sentence.end, candidate.end + _WINDOW)]
    return Features(dict.fromkeys(names, 1.0), hashed(_WORD.findall(near), "e"))


def _position(study: Study, candidate: Candidate) -> str:
    sentence = study.text.sentences[candidate.sentence]
    if sentence.in_title:
        return "title"
    body = sentence.index - sum(1 for s in study.text.sentences[:3] if s.in_title)
    return "lead" if body == 0 else "early" if body < 4 else "late"


def _neighbours(reading: Reading, candidate: Candidate) -> Iterable[str]:
    units = reading.units
    for name, span in (
        ("b1", units[max(0, candidate.first - 1) : candidate.first]),
        ("b3", units[max(0, candidate.first - 4) : candidate.first]),
        ("a1", units[candidate.last + 1 : candidate.last + 2]),
        ("a3", units[candidate.last + 1 : candidate.last + 5]),
        ("in", units[candidate.first : candidate.last + 1]),
    ):
        for unit in span:
            if unit.entry is not None:
                for kind in unit.entry.classes:
                    if kind in _SHOWN:
                        yield f"{name}:{kind}"
    if any(u.entry and ("DEAD" in u.entry.classes or "KILLP" in u.entry.classes) for u in units):
        yield "sentence:toll"


def _cue_features(study: Study, candidate: Candidate) -> Iterable[str]:
    for cue in study.cues.get(candidate.sentence, []):
        if cue.start >= candidate.start and cue.end <= candidate.end and cue.kind in {"casualty", "charged"}:
            continue
        yield f"s:{cue.kind}"
        if cue.end <= candidate.start and candidate.start - cue.end <= _NEAR:
            yield f"b:{cue.kind}"
        elif cue.start >= candidate.end and cue.start - candidate.end <= _NEAR:
            yield f"n:{cue.kind}"
    for sentence in study.text.sentences[:2]:
        if sentence.in_title and sentence.index != candidate.sentence:
            for cue in study.cues_in(sentence):
                yield f"T:{cue.kind}"
