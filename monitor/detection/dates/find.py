"""Finds date phrases: a trigger word by Aho-Corasick, then a small pattern each way from it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, partial

from monitor.detection.dates.calendar import resolve
from monitor.detection.dates.counted import UNITS, read_counted
from monitor.detection.dates.found import Found, Reader
from monitor.detection.dates.mention import DateMention, MentionKind, Recipe, Unit, words_of
from monitor.detection.dates.months import MONTHS, read_month
from monitor.detection.dates.numeric import read_clock, read_numeric
from monitor.detection.dates.weekdays import (
    SHORT_WEEKDAYS,
    WEEKDAYS,
    read_short_weekday,
    read_weekday,
    read_weekend,
)
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import Sentence, Text
from monitor.domain.taxonomy import DatePrecision

_SINCE = re.compile(
    r"\b(?:since|until|till|through|by|beginning|starting"
    r"|before(?! (?:midnight|dawn|daybreak|sunrise|sunset|noon|midday) ))"
    r"(?: at least)?(?: on| the| a| an| last)*(?: \w+)? ?\Z"
)
# Words before a weekday that put it ahead; "by" and "to" alone do not.
_AHEAD = re.compile(
    r"\b(?:will|scheduled (?:for|to)|(?:are|is) scheduled|due (?:in|on|to|back)|expected (?:to|on|in)"
    r"|plan(?:ned|s) (?:for|to)|set (?:for|to)|slated|deadline|upcoming|until|no later than)\b[^.;!?]{0,40}\Z"
    r"|\bwill (?:next )?appear (?:at|in|before) [^.;!?]{0,50}\Z"
)
# A name that begins with a day: "the 14 July neighbourhood", "the 19 April Movement".
_NAMED = re.compile(
    r" (?:neighbou?rhoods?|streets?|avenue|squares?|bridge|movement|brigade|battalion|stadium|airport|university)\b"
)
_SOON = timedelta(days=40)
"""A day of a month without a year that lies so little ahead is that one: last year's would be told with its year."""
MOST_MENTIONS = 300
"""A text with more is a table of dates, or hostile; the rest of it is not read."""
_REACH = 72
"""Characters before a phrase that are searched for a word that governs it."""


def find_mentions(text: Text, published: datetime | None) -> tuple[DateMention, ...]:
    """All date phrases in order; where two overlap, the longer one that begins first."""
    today = published.date() if published else None
    kept: list[DateMention] = []
    taken = -1
    for candidate in sorted(_candidates(text), key=lambda found: (found.start, -found.end)):
        sentence = text.sentence_at(candidate.start) if candidate.start >= taken else None
        if sentence is not None and _is_name(text, candidate):
            continue
        if sentence is not None:
            kept.append(_mention(text, candidate, sentence, today))
            taken = candidate.end
        if len(kept) == MOST_MENTIONS:
            break
    return tuple(kept)


def _is_name(text: Text, found: Found) -> bool:
    """Whether what follows a day of a month makes it a name."""
    recipe = found.recipe
    return recipe.year is None and recipe.day is not None and _NAMED.match(text.folded, found.end) is not None


def _candidates(text: Text) -> list[Found]:
    found = (match.payload(text, match.start, match.end) for match in _triggers().find(text.folded))
    return [one for one in found if one is not None] + read_numeric(text)


@cache
def _triggers() -> PhraseMatcher[Reader]:
    phrases: list[tuple[str, Reader]] = [("weekend", read_weekend)]
    phrases += [(day, partial(read_weekday, number)) for number, day in enumerate(WEEKDAYS)]
    phrases += [(day, partial(read_short_weekday, number)) for day, number in SHORT_WEEKDAYS.items()]
    phrases += [(month, partial(read_month, number)) for month, number in MONTHS.items()]
    for word in UNITS:
        phrases += [(word, partial(read_counted, word)), (f"{word}s", partial(read_counted, word))]
    for phrase, kind, shift, unit, *_ in read_tsv("dates.tsv"):
        recipe = Recipe(kind=MentionKind(kind), shift=int(shift), unit=Unit(unit))
        phrases.append((phrase, partial(_read_fixed, recipe)))
    return PhraseMatcher(phrases)


def _read_fixed(recipe: Recipe, text: Text, start: int, end: int) -> Found:
    """A phrase that the lexicon gives whole."""
    del text
    return Found(start, end, recipe)


def _mention(text: Text, found: Found, sentence: Sentence, today: date | None) -> DateMention:
    recipe, since = _governed(text, found, sentence.start, today)
    span = resolve(recipe, today) if recipe.kind is not MentionKind.ANAPHORIC else None
    start, end = _trimmed(text.full, found.start, min(found.end, sentence.end))
    moment, zone = read_clock(text.folded, sentence.start, sentence.end) or (None, None)
    return DateMention(
        start=start,
        end=end,
        sentence=sentence.index,
        words=words_of(text, start, end),
        earliest=span.earliest if span else None,
        latest=span.latest if span else None,
        precision=span.precision if span else DatePrecision.UNKNOWN,
        kind=recipe.kind,
        recipe=recipe,
        moment=moment,
        zone=zone,
        since=since,
    )


def _trimmed(full: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not full[start].isalnum():
        start += 1
    while end > start and full[end - 1] in " ,-(":
        end -= 1
    return start, end


def _governed(text: Text, found: Found, sentence_start: int, today: date | None) -> tuple[Recipe, bool]:
    """The recipe, made a day to come where "will" or the like stands before; and whether "since" governs it."""
    head = max(sentence_start, found.start - _REACH)
    since = _SINCE.search(text.folded, head, found.start) is not None
    ahead = _may_come(found.recipe) and _AHEAD.search(text.folded, head, found.start)
    if ahead or _comes_soon(found.recipe, today):
        return replace(found.recipe, kind=MentionKind.FUTURE), since
    return found.recipe, since


def _may_come(recipe: Recipe) -> bool:
    """Whether "will" may put the phrase ahead: a weekday, "today", "this week", a day without a year."""
    if recipe.kind is MentionKind.ABSOLUTE:
        return recipe.year is None and recipe.day is not None
    return recipe.kind is MentionKind.WEEKDAY or (recipe.kind is MentionKind.RELATIVE and recipe.shift == 0)


def _comes_soon(recipe: Recipe, today: date | None) -> bool:
    """Whether the day of a month, told without a year, comes within weeks of the publication."""
    if today is None or recipe.kind is not MentionKind.ABSOLUTE or recipe.year or not recipe.month or not recipe.day:
        return False
    for year in (today.year, today.year + 1):
        span = resolve(replace(recipe, year=year), today)
        if span is not None and timedelta(days=1) < span.earliest - today <= _SOON:
            return True
    return False
