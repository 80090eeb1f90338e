"""Whether an attack is the text's news: what the attack model sees, and its answer in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.detection.context import Study
from monitor.detection.encoder.model import Impression
from monitor.detection.judge import Judgement
from monitor.detection.model import Features, bounded, hashed, log_odds, models
from monitor.detection.text import Sentence, Text
from monitor.domain.taxonomy import HAPPENED

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_LEAD = 400
_LINKS_WORDS = (
    "after following amid over since despite against before as while when who that of in on by to for "
    "from with into during about how why if than ahead against at near"
)
_LINKS = frozenset(_LINKS_WORDS.split())
_ROLES = frozenset(
    [
        "NATION",
        "ATTACKER",
        "FORCES",
        "PERSON",
        "RANKED",
        "SITE",
        "CONFLICT",
        "NUM",
        "REBEL",
        "LAUNCHN",
        "DEF",
        "INDEF",
        "BE",
        "HAVE",
        "MILADJ",
    ]
)
_TOLL = frozenset({"DEAD", "KILLP", "KILLED"})
_STEPS = (0.1, 0.25, 0.4, 0.6, 0.8, 0.92)


def attack_features(study: Study, judgements: Sequence[Judgement], ages: Sequence[int] = ()) -> Features:
    """What the screen sees of a text. `ages` are the ages in days of the dates that its news sentences name."""
    title = [s for s in study.text.sentences if s.in_title]
    body = [s for s in study.text.sentences if not s.in_title]
    names: set[str] = set()
    numbers: dict[str, float] = {}
    for name, sentences in (("title", title), ("lead", body[:1]), ("second", body[1:3]), ("rest", body[3:])):
        best = _best(judgements, sentences)
        _describe(name, best, names, numbers)
        if name in {"title", "lead"}:
            names.update(_cues(study, name, sentences, best))
            names.update(_frame(study, name, best))
    names.update(_whole(study, judgements, body))
    names.update(f"age:{'fresh' if age <= 7 else 'weeks' if age <= 45 else 'old'}" for age in ages)
    return Features(dict.fromkeys(names, 1.0) | numbers, words_of(study.text))


def words_of(text: Text) -> set[int]:
    """The words of title and lead, and their pairs, as buckets."""
    folded, body_start = text.folded, text.body_start
    return hashed(_plain(folded[:body_start]), "t") | hashed(_plain(folded[body_start : body_start + _LEAD]), "b")


def verdict(screen: float, judgements: Sequence[Judgement], impression: Impression) -> float:
    """Log-odds that an attack is the text's news, by screen and encoder."""
    return log_odds(models().attack, verdict_features(screen, judgements, impression))


def verdict_features(screen: float, judgements: Sequence[Judgement], impression: Impression) -> dict[str, float]:
    """What the attack model sees: the screen's log-odds, the encoder's, whether a mention stands for an attack, and
    whether no pattern has anything to say."""
    happened = any(j.happened for j in judgements)
    open_ = any(j.probability > 0 and j.stage in HAPPENED for j in judgements)
    return {
        "screen": bounded(screen),
        "whole": bounded(impression.attack),
        "event": bounded(impression.event),
        "told": float(happened),
        "doubted": float(open_ and not happened),
        "silent": float(not judgements),
    }


def _best(judgements: Sequence[Judgement], sentences: Sequence[Sentence]) -> Judgement | None:
    held = {s.index for s in sentences}
    found = [j for j in judgements if j.candidate.sentence in held]
    return max(found, key=lambda j: (j.stage in HAPPENED) * j.probability, default=None)


def _describe(name: str, best: Judgement | None, names: set[str], numbers: dict[str, float]) -> None:
    if best is None:
        names.add(f"{name}.none")
        return
    likely = best.probability if best.stage in HAPPENED else 0.0
    numbers[f"{name}.p"] = likely
    names.update(f"{name}.p>{step}" for step in _STEPS if likely > step)
    names.add(f"{name}.stage:{best.stage}")
    names.add(f"{name}.type:{best.candidate.type}")
    if best.reason is not None:
        names.add(f"{name}.reason:{best.reason}")
    if name == "title":
        names.add(f"title.rule:{best.candidate.rule}")
        names.update(f"title.form:{form}" for form in best.candidate.forms)


def _frame(study: Study, name: str, best: Judgement | None) -> set[str]:
    """How the mention stands in its sentence: at its head or under `after`, `over`, `amid`; with figures or without."""
    if best is None:
        return set()
    units = study.readings[best.candidate.sentence].units
    first, last = best.candidate.first, best.candidate.last
    names = {f"{name}.opens"} if first <= 2 else {f"{name}.deep"} if first > 8 else set()
    names |= {f"{name}.ends"} if last >= len(units) - 2 else set()
    for place, span in (("prev", units[max(0, first - 3) : first]), ("next", units[last + 1 : last + 4])):
        for unit in span:
            word = study.flat[unit.start : unit.end]
            if word in _LINKS:
                names.add(f"{name}.{place}={word}")
            for kind in unit.entry.classes if unit.entry else ():
                if kind in _ROLES:
                    names.add(f"{name}.{place}:{kind}")
    inside = {kind for unit in units[first : last + 1] if unit.entry for kind in unit.entry.classes}
    names |= {f"{name}.has:{kind}" for kind in inside & _ROLES}
    toll = any(u.entry and not _TOLL.isdisjoint(u.entry.classes) for u in units)
    count = any((u.entry and "NUM" in u.entry.classes) or study.flat[u.start].isdigit() for u in units)
    if toll:
        names.add(f"{name}.toll{'+count' if count else ''}")
    return names


def _cues(study: Study, name: str, sentences: Sequence[Sentence], best: Judgement | None) -> set[str]:
    """Cues of the title or lead, alone and by their place about the mention."""
    names = set()
    for sentence in sentences:
        for cue in study.cues_in(sentence):
            names.add(f"{name}:{cue.kind}")
            if best is not None and best.candidate.sentence == sentence.index:
                side = (
                    "before"
                    if cue.end <= best.candidate.start
                    else "after"
                    if cue.start >= best.candidate.end
                    else "in"
                )
                names.add(f"{name}.{side}:{cue.kind}")
                if best.probability > 0.5 and best.stage in HAPPENED:
                    names.add(f"{name}+:{cue.kind}")
    return names


def _whole(study: Study, judgements: Sequence[Judgement], body: Sequence[Sentence]) -> set[str]:
    happened = sum(j.probability > 0.5 and j.stage in HAPPENED for j in judgements)
    names = {f"count>{n}" for n in (0, 1, 2, 4, 7) if happened > n}
    names |= {f"length>{n}" for n in (0, 1, 3, 8, 20) if len(body) > n}
    kinds = {cue.kind for sentence in body[1:6] for cue in study.cues_in(sentence)}
    names |= {f"body:{kind}" for kind in kinds}
    return names


def _plain(folded: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(folded)]
