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
DATELINE, BEHIND, COURT = 5.0, 3.0, 10.0
"""Weights of a dateline, or of a word of telling close before; of one that only stands behind; of a day in court."""
_IN_COURT = re.compile(
    r"\b(?:appear(?:s|ed|ing)?|arraign\w*|sentenc\w*|pleaded|convicted|hearing|jury)\b[^.;]{0,50}$"
)
_DIED_LATER = re.compile(
    r"\bsuccumb\w*\b(?:(?! after| when| in a)[^.;,]){0,60}$"
    r"|\b(?:died|dies) (?:of|from) (?:his|her|their|the) (?:\w+ )?\w+\b[^.;,]{0,40}$"
)
"""Before the day on which one of the wounded died."""
_DIED = re.compile(r"\b(?:died|dies|dead|death)\b[^.;]{0,60}$")
_RAISING = re.compile(
    r"[^.;]{0,40}?, (?:raising|bringing|taking|pushing|lifting|increasing)\b"
    r"| (?:of|from) (?:[\w-]+ ){0,4}(?:wounds|injuries|burns)\b"
)
_CLAUSE = re.compile(r"(?:\w+[^\w,;:]+){5}$")
"""Five words without a pause: what stands behind their comma does not govern the phrase."""
_LATER = re.compile(r"\b(?:died|dies|death|deaths|succumb\w*|toll|claimed|caught|nabbed)\b")
_CONJUNCTION = re.compile(r"^ (?:when|where|as|while) ")
_POSSESSED = re.compile(r"['’]s ((?:[\w-]+ ?){1,4})")
_JOINING = frozenset("in on at of by for as and or when that who which before after over against amid".split())
_ACTED = re.compile(
    r" (?:also )?(?:[a-z]+ed|gave|put|sent|held|made|told|took|began|saw|shut|cut|met|led|laid|said) "
)
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
    if _IN_COURT.search(before):
        return COURT
    if _STAMP.search(before) or _is_of_death(text, mention, before):
        return DATELINE
    telling, happened = _last(_words("telling"), before), _last(_words("happened"), before)
    if telling > happened:
        return DATELINE if len(before) - telling < _CLOSE else 2.5
    if happened >= 0 or (text.folded.startswith(",", mention.end) and _CLAUSE.search(before)):
        return 0.0
    return BEHIND if _told_after(text.folded, mention.end, sentence.end) else 0.0


def _is_of_death(text: Text, mention: DateMention, before: str) -> bool:
    """Whether it is the day on which one of the wounded died."""
    raising = _RAISING.match(text.folded, mention.end, text.sentences[mention.sentence].end)
    return _DIED_LATER.search(before) is not None or (raising is not None and _DIED.search(before) is not None)


def owns_attack(text: Text, mention: DateMention) -> bool:
    """Whether the phrase says of which day an attack was: "Thursday's blast", "Sunday night's deadly raid"."""
    match = _POSSESSED.match(text.folded, mention.end)
    for word in match[1].split() if match else ():
        if word in _deeds():
            return True
        if word in _JOINING:
            return False
    return False


def is_counted_from(mention: DateMention) -> bool:
    """Whether what follows the phrase is what it counts from: "two days after gunmen …"."""
    return mention.words.lower().endswith(("after", "before", "following"))


def is_aftermath(head: str) -> bool:
    """Whether a clause, folded, tells what came of an attack: a death in hospital, a claim, a release."""
    return _LATER.search(head) is not None or _words("telling").search(head) is not None


def acts_next(text: Text, mention: DateMention) -> bool:
    """Whether a verb follows at once, which the phrase then dates: "Authorities on Thursday named the man who shot"."""
    return _ACTED.match(text.folded, mention.end) is not None


def _told_after(folded: str, start: int, end: int) -> bool:
    """Whether a word of telling comes right behind, before any word of what happened."""
    after = folded[start:end][:_LOOK_AHEAD]
    first = _words("telling").search(after)
    if first is None or _CONJUNCTION.search(after, 0, first.start()):
        return False
    return not _words("happened").search(after[: first.start()])


def _last(words: re.Pattern[str], before: str) -> int:
    """Where the last of `words` ends in `before`; -1 where none stands."""
    ends = [match.end() for match in words.finditer(before)]
    return ends[-1] if ends else -1


@cache
def _words(name: str) -> re.Pattern[str]:
    pieces = [row[1] for row in read_tsv("date_context.tsv") if row[0] == name]
    return re.compile(rf"\b(?:{'|'.join(pieces)})\b")


@cache
def _deeds() -> frozenset[str]:
    return frozenset(row[1] for row in read_tsv("date_context.tsv") if row[0] == "deed")
