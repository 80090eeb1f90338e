"""Places of an earlier attack: the one that the news answers ("in retaliation for a raid on X"), or one of years ago.

A name is recalled for the news alone, and only where the news has words of attack of its own beside the recalled ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from monitor.detection.dates.months import MONTH_NAMES, MONTHS
from monitor.detection.draft import Anchor, Draft
from monitor.detection.places.mention import Toponym
from monitor.detection.places.words import words
from monitor.detection.text import Sentence, Text

_SIGNS = ("after", "respon", "retal", "reveng", "repris", "aveng", "answer", "reply")
"""One stands in each phrase of `_ANSWERED`: a quick look before the search."""
_ANSWERED = re.compile(
    r"\b(?:(?:response|retaliation|reprisals?|revenge|answer|reply) (?:to|for|over)|"
    r"retaliat(?:es?|ed|ing) (?:for|over)|aveng(?:es?|ed|ing)|answer(?:s|ed|ing)|"
    r"(?P<late>minutes|hours?|days?|weeks?|months?|years?) after)\b(?P<rest>[^.;:]*)$"
)
_AFTER = re.compile(r"\bafter\b(?P<rest>[^.;:,]*)$")
_BLOW = re.compile(
    r"\b(?:attack|assault|strike|raid|bombing|barrage|shelling|shooting|massacre|killing|incursion|offensive|rocket|"
    r"missile|drone|blast|explosion|ambush|fire)\w{0,2}\b"
)
_STRIKES = re.compile(r"\b(?:strik|struck|hit|bomb|pound|shell|launch|retaliat|raid|target|fire[ds]?\b|attack)")
_HARMS = re.compile(r"\b(?:kill|wound|injur|dead|die[ds]?\b|hurt)")
_AHEAD = 30
"""Characters behind the name within which the words of the recalled attack may stand: "days after Lyon bombing"."""
_DATED = re.compile(
    rf"\b(?:in|on|of) (?:(?:early|late|mid)[ -])?(?:({'|'.join(MONTH_NAMES)}) (?:\d{{1,2}}, )?)?((?:19|20)\d\d)\b"
)
_LONG_AGO = re.compile(r"\b(?:last year|(?:a|two|three|four|five|several) years? (?:ago|earlier|before))\b")
_OLD_SIGNS = ("year", "20", "19")
"""What the two need, looked for before them."""
_OLD = 2
"""Months; what is older is no news."""
_NEAR = 24


Names = Callable[[Draft], Sequence[Toponym]]


def is_recalled(text: Text, t: Toponym, draft: Draft, names: Names) -> bool:
    """Whether `t` is where an earlier attack was, and not the news that `draft` tells; `names` gives the news's own."""
    sentence = text.sentences[t.sentence]
    return _is_answered(text, sentence, t, draft, names) or _is_old(text, sentence, t, draft)


def _is_answered(text: Text, sentence: Sentence, t: Toponym, draft: Draft, names: Names) -> bool:
    head = text.folded[sentence.start : t.start]
    if not any(sign in head for sign in _SIGNS):
        return False
    found = _ANSWERED.search(head)
    if found is not None and _tells_blow(found["rest"], t):
        span = sentence.start + found.start(), t.end + _AHEAD
        return any(_tells_news(text, a, t.sentence, span, late=found["late"] is not None) for a in draft.anchors)
    found = _AFTER.search(head)
    if found is None or not _tells_blow(found["rest"], t):
        return False
    start = sentence.start + found.start()
    struck = any(_strikes(text, a) for a in draft.anchors_in(t.sentence) if a.end <= start)
    return struck and any(_is_elsewhere(o, t, start) for o in names(draft))


def _tells_news(text: Text, anchor: Anchor, sentence: int, span: tuple[int, int], *, late: bool) -> bool:
    """Whether the words of attack stand outside the phrase that recalls another, no later than its sentence.

    Hours "after" an attack there may be arrests and deaths of it (`late`): only a blow is then an attack of its own.
    """
    if anchor.sentence > sentence or span[0] <= anchor.start < span[1]:
        return False
    return not late or (anchor.sentence == sentence and _strikes(text, anchor))


def _tells_blow(rest: str, t: Toponym) -> bool:
    return t.noun in words().acts or _BLOW.search(rest) is not None


def _strikes(text: Text, anchor: Anchor) -> bool:
    """Whether the words say that someone strikes, not what it left: the cause of a death is no earlier attack."""
    told = text.folded[anchor.start : anchor.end]
    return _STRIKES.search(told) is not None and _HARMS.search(told) is None


def _is_elsewhere(other: Toponym, t: Toponym, start: int) -> bool:
    """Whether another country is named before the phrase as what was struck."""
    if other.sentence != t.sentence or other.end > start or other.place.country_code == t.place.country_code:
        return False
    return other.preposition is not None or other.noun in words().site


def _is_old(text: Text, sentence: Sentence, t: Toponym, draft: Draft) -> bool:
    """Whether the sentence opens with a time long past, or one follows the name, and other words tell the news."""
    if sentence.in_title or all(a.sentence == t.sentence for a in draft.anchors):
        return False
    if not any(sign in sentence.folded for sign in _OLD_SIGNS):
        return False
    start, end = sentence.start, sentence.end
    times = (m for pattern in (_DATED, _LONG_AGO) for m in pattern.finditer(text.folded, start, end))
    return any(_is_past(text, m) for m in times if m.start() - start < _NEAR or 0 <= m.start() - t.end < _NEAR)


def _is_past(text: Text, match: re.Match[str]) -> bool:
    if match.re is _LONG_AGO:
        return True
    published = text.document.published
    if published is None:
        return False
    month = MONTHS[match[1]] if match[1] else 12
    return (published.year - int(match[2])) * 12 + published.month - month > _OLD
