"""Dates by counting: "two weeks ago", "a day after", "three days earlier"; and stretches, which date nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.detection.dates.found import Found, at_word
from monitor.detection.dates.mention import MentionKind, Recipe, Unit
from monitor.detection.numerals import CARDINALS, cardinal
from monitor.detection.text import Text

UNITS: dict[str, Unit] = {
    "minute": Unit.HOUR,
    "hour": Unit.HOUR,
    "day": Unit.DAY,
    "night": Unit.DAY,
    "week": Unit.WEEK,
    "fortnight": Unit.WEEK,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
    "decade": Unit.YEAR,
}
_NUMBER = "|".join(sorted((w for w, n in CARDINALS.items() if n <= 31 and " " not in w), key=len, reverse=True))
_COUNT = re.compile(
    r"(?:(?:just|only|about|around|some|roughly|nearly|almost|barely|more than|less than|over|under|at least) )*"
    rf"(?P<count>\d{{1,3}}|a|an|the|several|a few|few|a couple of|couple of|couple|{_NUMBER})"
    r"(?: (?:and a half|full|more))?[ -]\Z"
)
_WAY = re.compile(r"(?:'s?)? (?P<way>ago|later|earlier|after|before|afterwards?|beforehand|prior|since|following)\b")
_STRETCH = re.compile(
    r"(?:\bin|\bover|\bduring|\bfor|\bwithin|\bof) (?:the |a )?(?:last|past|previous|recent)? ?"
    r"(?:(?!\w+day )\w+[ -])?\Z"
)
"""Before a unit of time; not "in Friday night's raid", where the day is named."""
_VAGUE = {"several": 3, "a few": 3, "few": 3, "a couple of": 2, "couple of": 2, "couple": 2, "a": 1, "an": 1, "the": 1}
_FORWARD = frozenset({"later", "after", "afterward", "afterwards", "following"})
_TIMES = {"fortnight": 2, "decade": 10, "minute": 0}


def read_counted(word: str, text: Text, start: int, end: int) -> Found | None:
    """The phrase around a unit of time."""
    unit = UNITS[word]
    way = _WAY.match(text.folded, end)
    before = _COUNT.search(text.folded, max(0, start - 32), start)
    if way is None or before is None or not at_word(text.folded, before.start()):
        return _stretch(unit, text, start, end)
    count = _VAGUE.get(before["count"]) or cardinal(before["count"]) or 0
    count *= _TIMES.get(word, 1)
    shift = count if way["way"] in _FORWARD else -count
    kind = MentionKind.RELATIVE if way["way"] == "ago" else MentionKind.ANAPHORIC
    if way["way"] == "since":
        kind = MentionKind.DURATION
    recipe = Recipe(kind=kind, shift=shift, unit=unit)
    if unit is Unit.WEEK and kind is MentionKind.ANAPHORIC:
        recipe = replace(recipe, shift=7 * shift, unit=Unit.DAY)
    return Found(before.start(), way.end("way"), recipe)


def _stretch(unit: Unit, text: Text, start: int, end: int) -> Found | None:
    """ "in the past week", "for three days"; not an age."""
    if text.folded.startswith(("-old", " old", "-long"), end):
        return None
    lead = _STRETCH.search(text.folded, max(0, start - 32), start)
    if lead is None:
        return None
    return Found(lead.start(), end, Recipe(kind=MentionKind.DURATION, shift=0, unit=unit))
