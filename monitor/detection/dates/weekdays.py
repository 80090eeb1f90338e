"""Dates by the name of a day: "late on Tuesday", "last Wednesday", "Tuesday, March 17", "over the weekend"."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.detection.dates.found import Found, at_word
from monitor.detection.dates.mention import MentionKind, Recipe, Unit
from monitor.detection.dates.months import MONTHS, read_month
from monitor.detection.text import Text

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SHORT_WEEKDAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3}
SHORT_WEEKDAYS |= {"fri": 4, "sat": 5, "sun": 6}

_ALWAYS_DAYS = frozenset({"tues", "thur", "thurs"})
# What may stand before a named day, nearest last, and belongs to the phrase.
_BEFORE = re.compile(
    r"(?:(?:(?:in|during) )?the (?:early|late|small|wee|pre-dawn|predawn) (?:morning )?hours (?:of |on )?"
    r"(?:last |this )?"
    r"|(?:on )?the (?:night|evening|morning|afternoon|eve) (?:of|from|between) (?:last |this )?"
    r"|(?:very )?(?:late|early|earlier|later|midday|before dawn|at dawn|just after midnight|shortly after midnight"
    r"|shortly before midnight|around midnight|overnight) (?:on |in |from )?(?:last |this |past )?"
    r"|(?:(?:late |early )?overnight (?:into |to |through )?)(?:early )?"
    r"|(?:this )?past |last |this |next |(?:this )?coming |the following |the previous )\Z"
)
_AFTER = re.compile(
    r"(?:,? (?:late|early)(?! (?:last|this))\b(?: in the)?)?"
    r"(?:(?:[ -]|, in the )(?:pre-dawn |early |late )?"
    r"(?:morning|afternoon|evening|night|midday|lunchtime|noon|midnight|overnight)(?!-)\b)?"
    r"(?P<week>,? (?:of )?(?:last|this|next) week)?"
    r"(?P<ago>,? (?:a|one) week ago)?"
)
_INTO = re.compile(
    r"(?P<night> night| evening)?(?:[-–/]| to | and |(?P<into>,? (?:and )?into ))"
    r"(?:the )?(?:early |pre-dawn |predawn |small )?(?:hours (?:of |on )?|morning (?:of |on )?)?"
    rf"(?P<day>{'|'.join(WEEKDAYS)})\b(?: morning)?"
)
"""After a day's name: the day on which that night ended."""
_DATE_AFTER = re.compile(r"(?:\.,? |,? \(?(?:the )?)(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? )?(?P<month>[a-z]{3,9})\b")
_BEFORE_WEEKEND = re.compile(r"(?:over |during |this |at )?(?:the |this |last |this past |past |the past )?\Z")


def read_weekday(number: int, text: Text, start: int, end: int) -> Found | None:
    """The phrase around a day's name, with the parts of the day and the calendar date beside it."""
    folded = text.folded
    before = _BEFORE.search(folded, max(0, start - 48), start)
    first = before.start() if before and at_word(folded, before.start()) else start
    dated = _calendar_date(text, end)
    if dated:
        return Found(first, dated.end, replace(dated.recipe, weekday=number))
    lead = folded[first:start]
    ended = _ended(number, lead, folded, end)
    if ended is not None:
        return Found(first, ended.end(), Recipe(kind=MentionKind.WEEKDAY, weekday=(number + 1) % 7))
    after = _AFTER.match(folded, end)
    week = (after["week"] if after else None) or ""
    ahead = "next" in lead or "coming" in lead or "next" in week
    recipe = Recipe(
        kind=MentionKind.FUTURE if ahead else MentionKind.WEEKDAY,
        weekday=number,
        weeks=int("last" in week or bool(after and after["ago"])),
        strictly_before="last" in lead or "past" in lead,
    )
    return Found(first, after.end() if after else end, recipe)


def _ended(number: int, lead: str, folded: str, end: int) -> re.Match[str] | None:
    """The rest of a night named by both its days: "overnight Saturday-Sunday", "late Friday into Saturday"."""
    match = _INTO.match(folded, end)
    if match is None or WEEKDAYS.index(match["day"]) != (number + 1) % 7:
        return None
    return match if match["into"] or match["night"] or "night" in lead else None


def read_short_weekday(number: int, text: Text, start: int, end: int) -> Found | None:
    """ "Tues.", "Thurs": capitalised; "Sat", "Sun", "Mon" and the like only before a date or a full stop."""
    written = text.full[start:end]
    if not written[0].isupper() or (written.isupper() and not text.upper_case):
        return None
    stopped = text.folded[end : end + 1] == "."
    dated = _calendar_date(text, end)
    goes_on = stopped and text.folded[end + 1 : end + 3].strip()[:1].islower()
    if text.folded[start:end] not in _ALWAYS_DAYS and not dated and not goes_on:
        return None
    found = read_weekday(number, text, start, end)
    return found._replace(end=max(found.end, end + stopped)) if found and not dated else found


def read_weekend(text: Text, start: int, end: int) -> Found | None:
    """ "over the weekend", "last weekend"."""
    lead = _BEFORE_WEEKEND.search(text.folded, max(0, start - 20), start)
    first = lead.start() if lead and at_word(text.folded, lead.start()) else start
    shift = -1 if lead and "last" in lead[0] else 0
    return Found(first, end, Recipe(kind=MentionKind.RELATIVE, shift=shift, unit=Unit.WEEK, part="weekend"))


def _calendar_date(text: Text, end: int) -> Found | None:
    """The calendar date right after a weekday's name."""
    match = _DATE_AFTER.match(text.folded, end)
    number = MONTHS.get(match["month"]) if match else None
    if match is None or number is None:
        return None
    found = read_month(number, text, match.start("month"), match.end("month"))
    return found if found and found.recipe.day is not None else None
