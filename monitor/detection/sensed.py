"""An attack that the encoder reads where the rules have none: in words that no pattern knows, or foiled or denied.

"Footage from Tel Aviv after the impacts" has no trigger, yet nobody misreads it. Where the text as a whole is judged to
report an attack and no rule has an opinion on any of its words, the sentence that reads most like an attack stands for
the mention; its type is the encoder's. Place, date, figures and parties are then read from the text as for any other.

"Guards foil assault, charge goes off at the gate" has a trigger, and a word that takes it back. Where the encoder is
as sure and rules turned nothing down, what was foiled was attempted, and what one side denies took place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.detection.context import Study
from monitor.detection.encoder.model import Impression, encoder
from monitor.detection.judge import Judgement
from monitor.detection.model import probability
from monitor.detection.text import Sentence
from monitor.detection.triggers import Candidate
from monitor.domain.taxonomy import Stage

RULE = "whole"
"""In place of a pattern's number: the mention is a whole sentence."""
LEAST = 2.0
"""Log-odds for an attack below which the encoder alone makes no event."""
_SENTENCES = 4
"""Title and lead: where news is told."""
_AFTER_ALL = {Stage.FOILED: Stage.ATTEMPTED, Stage.DENIED: Stage.ACCOMPLISHED}
"""What such a mention stands for in a text that is read as the report of an attack."""


def sense(study: Study, judgements: Sequence[Judgement], impression: Impression) -> Judgement | None:
    """The sentence that tells of the attack; None where rules judged any mention, or the encoder is not sure."""
    if judgements or impression.attack < LEAST:
        return None
    told = max(study.text.sentences[:_SENTENCES], key=_likeness, default=None)
    if told is None:
        return None
    kind = max(impression.types, key=lambda kind: impression.types[kind])
    candidate = Candidate(
        start=told.start, end=told.end, sentence=told.index, type=kind, weight=0.0, rule=RULE, forms=frozenset(),
        first=0, last=0,
    )  # fmt: skip
    return Judgement(candidate, Stage.ACCOMPLISHED, probability(impression.event))


def after_all(judgements: Sequence[Judgement], impression: Impression) -> list[Judgement] | None:
    """The mentions with the best of the foiled or denied ones as what took place; None where rules turned any
    down, none is of these stages, or the encoder is not sure."""
    staged = [j for j in judgements if j.stage in _AFTER_ALL]
    if not staged or any(j.reason for j in judgements) or impression.attack < LEAST:
        return None
    best = max(staged, key=lambda j: j.probability)
    return [replace(j, stage=_AFTER_ALL[j.stage]) if j is best else j for j in judgements]


def _likeness(sentence: Sentence) -> tuple[float, int]:
    return encoder().read(sentence.text, "").event, -sentence.index
