"""Tells the dead of earlier attacks by the words that date them: "In January the same group killed 27"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from monitor.detection.dates.months import MONTH_NAMES
from monitor.detection.dates.weekdays import WEEKDAYS
from monitor.detection.draft import Draft
from monitor.detection.figures.casualty import Casualty
from monitor.detection.figures.quantity import Form
from monitor.detection.text import Text

_MONTH, _WEEKDAY = "|".join(MONTH_NAMES), "|".join(WEEKDAYS)
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|several|a few|some|many|\d+)"
_BEFORE = re.compile(
    r"\b(?:last|the previous|the preceding|the past) (?:month|year|spring|summer|autumn|winter)\b"
    rf"|\blast (?:{_MONTH})\b|\bearlier (?:this|in the) (?:month|year)\b"
    rf"|\b(?:{_COUNT} )?(?:weeks?|months?|years?|decades?|fortnight) (?:earlier|before|ago|previously)\b"
    rf"|\b(?:in|on|since|of|from|during|back in) (?:early |late |mid-)?(?:{_MONTH})\b(?: \d{{1,2}}\b)?"
)
"""Words of another time, which date what stands before or behind them; a day of a month only at a sentence's start,
since the attack itself may be told by its date."""
_OPENING = re.compile(
    rf"(?:just |only |barely )?(?:(?:earlier |back )?on (?:{_WEEKDAY})\b|last week\b|earlier (?:this|in the) week\b"
    rf"|(?:{_COUNT} )?(?:days?|hours|nights?) (?:earlier|before|ago)\b|the (?:previous|preceding) (?:day|week|night)\b"
    r"|the (?:day|week|night) before\b)"
)
"""Words of the days before, which date another event only where a sentence begins with them."""
_SINCE = re.compile(
    rf"\b(?:(?:{_COUNT} )?(?:weeks?|months?|years?|fortnight)|(?:came|comes|follows?|occurred) (?:just |only )?"
    rf"(?:{_COUNT} )?(?:days?|hours)) (?:after|since)\b(?: [\w'-]+){{0,4}} $"
)
"""Before a count: "seven months after some 150 people were killed"."""
_PARTED = re.compile(r"[;:]| - |\b(?:after|since|following|when|while|where|and|but|before)\b")
_RELATIVE = re.compile(r"\b(?:earlier|before|previous|previously|preceding|after|since)$")
_OF_DEED = re.compile(r"\b(?:before|after|since)$")
_CLAUSE = re.compile(r" (?:they|he|she|it|the|a|an|his|her|their|its|four|three|two|gunmen|police|militants)\b")
"""Behind "three weeks before" where it dates another deed by this one: "three weeks before they killed 14"."""
_STOP = re.compile(r";| - ")
_NEAR = 60
"""Characters behind a count within which its date may stand."""
_FRESH = re.compile(
    rf"\b(?:{_WEEKDAY}|today|yesterday|overnight|last night|this (?:morning|afternoon|evening)|tonight)\b"
)
_FAR = 5
"""Days before publication: what is dated so, or later, may be the news itself."""


def is_elsewhen(text: Text, draft: Draft, casualty: Casualty, others: Sequence[Casualty]) -> bool:
    """Whether the count is dated to another time than the event, which a sentence before told with a day of its own.

    A count that repeats one told before is the event's, whatever the date.
    """
    sentence = text.sentences[casualty.sentence]
    before = any(a.end <= casualty.start for a in draft.anchors)
    if sentence.in_title or casualty.toll or not (before or _is_told_apart(casualty, others)):
        return False
    cue = _dating(text, casualty) or _opening(text, draft, casualty)
    if not cue or _is_echo(casualty, others):
        return False
    if _RELATIVE.search(cue) is not None:
        return True
    return any(a.sentence < casualty.sentence for a in draft.anchors) and _is_fresh(text, casualty.sentence)


def _is_told_apart(casualty: Casualty, others: Sequence[Casualty]) -> bool:
    """Whether a sentence before counts people of the same fate."""
    return any(c.sentence < casualty.sentence and c.fate is casualty.fate and c.people for c in others)


def _is_echo(casualty: Casualty, others: Sequence[Casualty]) -> bool:
    if casualty.low == 1 and all(p.quantity.form is Form.ARTICLE for p in casualty.people):
        return False  # "it came a day after | a girl died": somebody new
    told = [c for c in others if c.sentence < casualty.sentence and c.fate is casualty.fate and not c.none]
    return any(c.low == casualty.low and (casualty.low > 1 or c.high == 1) for c in told)


def _dating(text: Text, casualty: Casualty) -> str:
    """The words that date the count to another time; "" where none do."""
    sentence, folded = text.sentences[casualty.sentence], text.folded
    since = _SINCE.search(folded, max(sentence.start, casualty.start - 60), casualty.start)
    if since is not None:
        return "since"
    for cue in _BEFORE.finditer(folded, sentence.start, min(sentence.end, casualty.end + _NEAR)):
        if _OF_DEED.search(cue[0]) is not None and _CLAUSE.match(folded, cue.end()) is not None:
            continue
        if cue.end() <= casualty.start:
            apart = _STOP.search(folded, cue.end(), casualty.start)
        else:
            apart = _PARTED.search(folded, casualty.end, cue.start()) if cue.start() >= casualty.end else None
        inner = cue[0][-1].isdigit() and cue.start() > sentence.start
        if apart is None and not inner and _is_past(cue[0], text.document.published):
            return cue[0]
    return ""


def _is_past(words: str, published: datetime | None) -> bool:
    """Whether a month, with its day if told, lies well before publication; other words of another time always do."""
    month = next((i for i, name in enumerate(MONTH_NAMES, start=1) if name in words), 0)
    if not month:
        return True
    if published is None:
        return False
    day = re.search(r"\d+$", words)
    since = (published.month - month) % 12 * 30 + published.day - (int(day[0]) if day else 28)
    return since > _FAR


def _opening(text: Text, draft: Draft, casualty: Casualty) -> str:
    """The day before the event's that the sentence begins with: "On Thursday a man was stabbed"; "" where none."""
    sentence, published = text.sentences[casualty.sentence], text.document.published
    opening = _OPENING.match(text.folded, sentence.start)
    if opening is None or opening.end() > casualty.start:
        return ""
    own = next((w for w in WEEKDAYS if w in opening[0]), None)
    if own is None:
        return opening[0]
    first = min(a.sentence for a in draft.anchors)
    lead = " ".join(s.folded for s in text.sentences[first : casualty.sentence])
    days = [day for day in WEEKDAYS if day in lead]
    before = published is not None and days and all(_ago(own, published) > _ago(day, published) for day in days)
    return opening[0] if before else ""


def _ago(day: str, published: datetime) -> int:
    return (published.weekday() - WEEKDAYS.index(day)) % 7


def _is_fresh(text: Text, before: int) -> bool:
    """Whether the telling before sentence `before` has a day of these days."""
    return any(_FRESH.search(sentence.folded) for sentence in text.sentences[:before])
