"""Rules and encoder together: which kinds of escalation a text tells of, and in which words.

The rules know where a kind may stand and what takes its meaning away, the encoder what the text as a whole is about. A
small model, trained by benchmarks/train_attack_model.py, weighs the two for each kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.detection.encoder.model import Impression, encoder
from monitor.detection.escalating.guards import calms
from monitor.detection.escalating.passages import Finding, Passage, Surroundings
from monitor.detection.model import bounded, log_odds, models, probability
from monitor.detection.text import Text
from monitor.domain.taxonomy import EscalationKind

ACCEPT, DOUBT, UNTOLD, CROSSING, UNDECLARED = 0.5, 0.35, 0.65, 0.7, 0.8
"""Least probability of a kind; of one of which the rules are sure, which only a clear doubt silences; of one for which
they have no word; of strikes over a border, which rules find in every war and readers count only where none is
raging; and of a war declared without the lexicon's words for it, which the encoder hears in any decree amid war."""
READ = 600
"""Characters of the body that the encoder surely sees; what the rules are sure of behind them stands by itself."""
CLAUSE = 90
"""Most characters of a clause that stand as the words of a kind."""
_CLAUSE_ENDS = re.compile(r"[.,;:!?)\"]|'(?!\w)| (?:as|after|while|amid|because|but)\b")
LEAD, UNHEARD = 250, -7.5
"""Characters of the body that are its lead; log-odds below which sure words in headline or lead are of something else.
By encoders that had not seen the text; above these (-6) as many right ones fell as wrong ones."""
HEARD = -1.5
"""Log-odds above which the encoder may tell of a kind for which the rules have no word."""


def weigh(text: Text, found: Sequence[Finding], impression: Impression) -> list[Finding]:
    """The findings that stand: of each kind that is told its sure ones, else the first word that may begin it.

    Where the rules have no word, it is the sentence that sounds most like it.
    """
    model = models().escalation
    kept = [f for f in found if f.sure and f.start >= text.body_start + READ]
    for kind, features in kind_rows(text, found, impression).items():
        own = _within(text, found, kind)
        likely = probability(log_odds(model, features)) >= _least(kind, features)
        if (likely and not _is_unheard(text, own, features)) or _is_bare(text, own):
            kept += [f for f in own if f.sure] or [_clause(f) for f in own[:1]] or _by_ear(text, kind)
    if any(f.kind is EscalationKind.ULTIMATUM for f in kept):  # "stop, or else" is one threat: the demand names it
        return [f for f in kept if f.sure or f.kind is not EscalationKind.RETALIATION_THREAT]
    return kept


def _is_bare(text: Text, own: Sequence[Finding]) -> bool:
    """Whether rules are sure of words without a headline: the encoder learned escalation from items that have one."""
    return not text.document.title and any(f.sure for f in own)


def _is_unheard(text: Text, own: Sequence[Finding], features: Mapping[str, float]) -> bool:
    """Whether headline or lead, which the encoder surely read, has the words, and it hears nothing of the kind."""
    return features["whole"] <= UNHEARD and any(f.sure and f.start < text.body_start + LEAD for f in own)


def _clause(found: Finding) -> Finding:
    """A word that may begin a kind, with what it begins: "be crushed" where the lexicon knows "be"."""
    sentence = found.passage.sentence
    last = min(sentence.end, found.start + CLAUSE)
    ends = _CLAUSE_ENDS.search(found.passage.text.folded, found.end, last)
    return replace(found, end=ends.start() if ends else last)


def _least(kind: EscalationKind, features: Mapping[str, float]) -> float:
    if kind is EscalationKind.CROSS_BORDER_STRIKE:
        return CROSSING
    if kind is EscalationKind.WAR_DECLARATION and "wordless" in features:
        return UNDECLARED
    return DOUBT if "sure" in features else UNTOLD if "wordless" in features else ACCEPT


def kind_rows(
    text: Text, found: Sequence[Finding], impression: Impression
) -> dict[EscalationKind, dict[str, float]]:
    """What the model sees of each kind for which the text has words in the encoder's reach, or which that one hears."""
    rows: dict[EscalationKind, dict[str, float]] = {}
    for kind in EscalationKind:
        own, whole = _within(text, found, kind), impression.escalation[kind]
        if own or whole > HEARD:
            rows[kind] = _features(kind, own, bounded(whole))
    return rows


def _within(text: Text, found: Sequence[Finding], kind: EscalationKind) -> list[Finding]:
    return [f for f in found if f.kind is kind and f.start < text.body_start + READ]


def _features(kind: EscalationKind, own: Sequence[Finding], whole: float) -> dict[str, float]:
    sure = [f for f in own if f.sure]
    features = {"whole": whole, str(kind): 1.0}
    if sure:
        features |= {"sure": 1.0, f"sure:{kind}": 1.0, "sure.whole": whole}
        features |= {"sure.title": 1.0} if sure[0].passage.sentence.in_title else {}
        features |= {"sure.twice": 1.0} if len(sure) > 1 else {}
    elif not own:
        features |= {"wordless": 1.0}
    return features


def _by_ear(text: Text, kind: EscalationKind) -> list[Finding]:
    """The sentence in which the encoder hears the kind best."""
    near = [s for s in text.sentences if s.start < text.body_start + READ and s.text.strip()]
    best = max(near, key=lambda s: encoder().read("", s.text).escalation[kind], default=None)
    passage = Passage(Surroundings(text, ()), best) if best else None
    if passage is not None and calms(passage, kind):
        return []
    return [Finding(passage, kind, passage.sentence.start, passage.sentence.end, sure=False)] if passage else []
