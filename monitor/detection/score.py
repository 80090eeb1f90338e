"""Whether an attack is the text's news: what the attack model sees, and its answer in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.model import hashed
from monitor.detection.text import Sentence
from monitor.domain.taxonomy import Stage

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_LEAD = 400
_HAPPENED = (Stage.ACCOMPLISHED, Stage.ATTEMPTED)
_STEPS = (0.1, 0.25, 0.4, 0.6, 0.8, 0.92)


def attack_features(study: Study, judgements: Sequence[Judgement], ages: Sequence[int] = ()) -> dict[str, float]:
    """What the attack model sees of a text. `ages` are the ages in days of the dates that its news sentences name."""
    title = [s for s in study.text.sentences if s.in_title]
    body = [s for s in study.text.sentences if not s.in_title]
    names: set[str] = set()
    numbers: dict[str, float] = {}
    for name, sentences in (("title", title), ("lead", body[:1]), ("second", body[1:3]), ("rest", body[3:])):
        best = _best(judgements, sentences)
        _describe(name, best, names, numbers)
        if name in {"title", "lead"}:
            names.update(_cues(study, name, sentences, best))
    names.update(_whole(study, judgements, body))
    names.update(f"age:{'fresh' if age <= 7 else 'weeks' if age <= 45 else 'old'}" for age in ages)
    names |= hashed(_plain(study.text.folded[: study.text.body_start]), "t")
    names |= hashed(_plain(study.text.folded[study.text.body_start :][:_LEAD]), "b")
    return dict.fromkeys(names, 1.0) | numbers


def _best(judgements: Sequence[Judgement], sentences: Sequence[Sentence]) -> Judgement | None:
    held = {s.index for s in sentences}
    found = [j for j in judgements if j.candidate.sentence in held]
    return max(found, key=lambda j: (j.stage in _HAPPENED) * j.probability, default=None)


def _describe(name: str, best: Judgement | None, names: set[str], numbers: dict[str, float]) -> None:
    if best is None:
        names.add(f"{name}.none")
        return
    likely = best.probability if best.stage in _HAPPENED else 0.0
    numbers[f"{name}.p"] = likely
    names.update(f"{name}.p>{step}" for step in _STEPS if likely > step)
    names.add(f"{name}.stage:{best.stage}")
    names.add(f"{name}.type:{best.candidate.type}")
    if best.reason is not None:
        names.add(f"{name}.reason:{best.reason}")
    if name == "title":
        names.add(f"title.rule:{best.candidate.rule}")
        names.update(f"title.form:{form}" for form in best.candidate.forms)


def _cues(study: Study, name: str, sentences: Sequence[Sentence], best: Judgement | None) -> set[str]:
    """Cues of the title or lead, alone and by their place about the mention."""
    names = set()
    for sentence in sentences:
        for cue in study.cues_in(sentence):
            names.add(f"{name}:{cue.kind}")
            if best is not None and best.candidate.sentence == sentence.index:
                side = "before" if cue.end <= best.candidate.start else "after" if cue.start >= best.candidate.end else "in"
                names.add(f"{name}.{side}:{cue.kind}")
                if best.probability > 0.5 and best.stage in _HAPPENED:
                    names.add(f"{name}+:{cue.kind}")
    return names


def _whole(study: Study, judgements: Sequence[Judgement], body: Sequence[Sentence]) -> set[str]:
    happened = sum(j.probability > 0.5 and j.stage in _HAPPENED for j in judgements)
    names = {f"count>{n}" for n in (0, 1, 2, 4, 7) if happened > n}
    names |= {f"length>{n}" for n in (0, 1, 3, 8, 20) if len(body) > n}
    kinds = {cue.kind for sentence in body[1:6] for cue in study.cues_in(sentence)}
    names |= {f"body:{kind}" for kind in kinds}
    return names


def _plain(folded: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(folded)]
