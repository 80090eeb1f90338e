"""An attack told in words that no pattern knows: the sentence that tells of it, found by the encoder.

"Footage from Tel Aviv after the impacts" has no trigger, yet nobody misreads it. Where the text as a whole is judged to
report an attack and no rule has an opinion on any of its words, the sentence that reads most like an attack stands for
the mention; its type is the encoder's. Place, date, figures and parties are then read from the text as for any other.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def _likeness(sentence: Sentence) -> tuple[float, int]:
    return encoder().read(sentence.text, "").event, -sentence.index
