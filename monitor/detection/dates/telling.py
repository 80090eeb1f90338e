"""Tells the day of an attack from the day of its telling: "officials said Tuesday", "was arrested Friday"."""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.dates.mention import DateMention
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Text

_DATELINE = re.compile(r",? ?(?:\([^)]{2,30}\) ?)?(?:--|-) ")
_DATELINE_REACH = 50
"""Characters of a sentence's beginning in which a dateline's date stands."""
_STAMP = re.compile(r"\(@\w+\) $")
"""A post on a social network, quoted with its day: "— A Reporter (@handle) March 3, 2026"."""
_LOOK_BACK = 90
_LOOK_AHEAD = 60
DATELINE, BEHIND = 5.0, 3.0
"""Weights of a dateline, or of a word of telling close before; and of one that only stands behind the phrase."""
_CLOSE = 30
"""Characters: a word of telling so near before the phrase most surely governs it."""


def is_dateline(text: Text, mention: DateMention) -> bool:
    """Whether the phrase stands in a dateline: "LIMA, 9 JAN 90 (EFE) -- …"."""
    sentence = text.sentences[mention.sentence]
    near = mention.start - sentence.start < _DATELINE_REACH and not sentence.in_title
    return near and _DATELINE.match(text.folded, mention.end) is not None


def telling_weight(text: Text, mention: DateMention) -> float:
    """How much speaks for the phrase dating the telling or the aftermath: 0 nothing, 5 nearly everything."""
    sentence = text.sentences[mention.sentence]
    if is_dateline(text, mention):
        return DATELINE
    before = text.folded[max(sentence.start, mention.start - _LOOK_BACK) : mention.start]
    if _STAMP.search(before):
        return DATELINE
    telling, happened = _last(_words("telling"), before), _last(_words("happened"), before)
    if telling > happened:
        return DATELINE if len(before) - telling < _CLOSE else 2.5
    return BEHIND if happened < 0 and _told_after(text.folded, mention.end, sentence.end) else 0.0


def _told_after(folded: str, start: int, end: int) -> bool:
    """Whether a word of telling comes right behind, before any word of what happened."""
    after = folded[start:end][:_LOOK_AHEAD]
    first = _words("telling").search(after)
    return first is not None and not _words("happened").search(after[: first.start()])


def _last(words: re.Pattern[str], before: str) -> int:
    """Where the last of `words` ends in `before`; -1 where none stands."""
    ends = [match.end() for match in words.finditer(before)]
    return ends[-1] if ends else -1


@cache
def _words(name: str) -> re.Pattern[str]:
    pieces = [row[1] for row in read_tsv("date_context.tsv") if row[0] == name]
    return re.compile(rf"\b(?:{'|'.join(pieces)})\b")
