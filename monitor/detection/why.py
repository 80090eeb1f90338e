"""A score in words: which mentions spoke for an attack as news, what spoke against, which rule made it as severe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.detection.context import REASON_OF_CUE, Study
from monitor.detection.encoder.model import Impression
from monitor.detection.gate import NOTHING
from monitor.detection.judge import Judgement
from monitor.detection.model import models, probability, reasons
from monitor.detection.severity import Rule

_PLACES = {"title": "the title", "lead": "the first sentence", "body": "the text", "second": "the second sentence"}


def explain_score(
    study: Study,
    judgements: Sequence[Judgement],
    features: Mapping[str, float],
    score: float,
    *,
    rule: Rule,
    impression: Impression | None,
) -> tuple[str, ...]:
    """Reasons in order of weight, in plain English, the severity's last."""
    told = [f"score {score:.2f}"]
    best = max((j for j in judgements if j.reason is None), key=lambda j: j.probability, default=None)
    if best is not None:
        words = study.text.full[best.candidate.start : best.candidate.end]
        told.append(f'"{words}" reads as {best.candidate.type} ({best.stage}), {best.probability:.0%} sure')
    turned_down = [j for j in judgements if j.reason is not None]
    if turned_down:
        told.append(
            f"{len(turned_down)} mention(s) turned down: {', '.join(sorted({str(j.reason) for j in turned_down}))}"
        )
    if impression is NOTHING:
        told.append("its words alone say that it is no report of an attack")
    elif impression is not None:
        told.append(f"as a whole it reads {_likeness(impression.attack)} a report of a recent attack")
    told += [text for share in reasons(models().screen, features, 5) if (text := _words(share.feature, share.share))]
    return (*told, f"severity by rule {rule.name}")


def _likeness(odds: float) -> str:
    likely = probability(odds)
    steps = ((0.9, "like"), (0.6, "rather like"), (0.4, "neither like nor unlike"), (0.1, "rather unlike"))
    return next((words for least, words in steps if likely >= least), "unlike")


def _words(feature: str, share: float) -> str:
    """One feature in words; empty for those that would only repeat the mention."""
    side = "for" if share > 0 else "against"
    place, _, kind = feature.partition(":")
    where = _PLACES.get(place.split(".")[0].rstrip("+"), "")
    if not where or not kind or place.endswith((".rule", ".form")):
        return ""
    named = REASON_OF_CUE.get(kind)
    return (
        f"{side}: {kind if named is None else named} words in {where}"
        if not place.endswith(("type", "stage", "reason"))
        else ""
    )
