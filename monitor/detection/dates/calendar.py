"""Calendar arithmetic: from a recipe and a day to the span of days that the phrase allows."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.detection.dates.mention import MentionKind, Recipe, Unit
from monitor.domain.taxonomy import DatePrecision

_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `earliest` to `latest`, both included, and how fine the words were."""

    earliest: date
    latest: date
    precision: DatePrecision


def resolve(recipe: Recipe, today: date | None) -> Span | None:
    """The days that `recipe` means, read on `today` (the publication's day where the event happened).

    None where the words need a day that is not known. For an anaphoric recipe `today` is the day it refers to.
    """
    if recipe.weekday is not None and recipe.day is None:
        return _day(_weekday(recipe, today)) if today else None
    if recipe.part == "weekend" and today:
        return _weekend(recipe, today)
    if recipe.shift is not None:
        return shifted(today, recipe.shift, recipe.unit) if today else None
    return _absolute(recipe, today)


def shifted(day: date, shift: int, unit: Unit) -> Span | None:
    """`day` moved by `shift` units, and as wide as the unit; None off the calendar's ends."""
    try:
        if unit in (Unit.HOUR, Unit.DAY):
            return _day(day + timedelta(days=shift if unit is Unit.DAY else round(shift / 24)))
        if unit is Unit.WEEK:
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
            return Span(monday, monday + timedelta(days=6), DatePrecision.WEEK)
        if unit is Unit.MONTH:
            months = day.year * 12 + day.month - 1 + shift
            return _month(months // 12, months % 12 + 1)
        return _year(day.year + shift)
    except (ValueError, OverflowError):
        return None


def iso(span: Span) -> str:
    """The span as ISO 8601 cut at its precision: 2020-03-17, 2020-W12, 2020-03, 2020."""
    first = span.earliest
    if span.precision is DatePrecision.YEAR:
        return f"{first.year:04d}"
    if span.precision is DatePrecision.MONTH:
        return f"{first.year:04d}-{first.month:02d}"
    if span.precision is DatePrecision.WEEK:
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return first.isoformat()


def _weekday(recipe: Recipe, today: date) -> date:
    assert recipe.weekday is not None
    if recipe.kind is MentionKind.FUTURE:
        return today + timedelta(days=(recipe.weekday - today.weekday() - 1) % 7 + 1)
    if recipe.weeks:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=recipe.weekday - 7 * recipe.weeks)
    back = (today.weekday() - recipe.weekday) % 7
    return today - timedelta(days=7 if back == 0 and recipe.strictly_before else back)


def _weekend(recipe: Recipe, today: date) -> Span:
    """The last Saturday and Sunday that had begun by `today`; "last weekend" on a Sunday is the one before."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if recipe.shift == -1 and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    return Span(saturday, saturday + timedelta(days=1), DatePrecision.WEEK)


def _absolute(recipe: Recipe, today: date | None) -> Span | None:
    year, month, day = recipe.year, recipe.month, recipe.day
    try:
        if month is None and day is None:
            return _year(year, recipe.part) if year else None
        if year is None:
            return _most_recent(recipe, today) if today else None
        if month is not None and day is not None:
            last = date(year, month, recipe.last_day) if recipe.last_day else date(year, month, day)
            return Span(date(year, month, day), last, DatePrecision.DAY)
        return _month(year, month, recipe.part) if month else None
    except ValueError:
        return None


def _most_recent(recipe: Recipe, today: date) -> Span | None:
    """A date without a year is the last one that had begun by `today`; the next day's counts, for zones differ."""
    horizon = today + timedelta(days=1)
    if recipe.month is None:
        return _most_recent_day_of_month(recipe, horizon)
    for year in (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4):
        span = _in_year(recipe, year)
        if span and (span.earliest <= horizon or recipe.kind is MentionKind.FUTURE):
            return span
    return None


def _most_recent_day_of_month(recipe: Recipe, horizon: date) -> Span | None:
    assert recipe.day is not None
    year, month = horizon.year, horizon.month
    for _ in range(3):
        if recipe.day <= monthrange(year, month)[1] and date(year, month, recipe.day) <= horizon:
            return _day(date(year, month, recipe.day))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _in_year(recipe: Recipe, year: int) -> Span | None:
    assert recipe.month is not None
    if recipe.day is None:
        return _month(year, recipe.month, recipe.part)
    if recipe.day > monthrange(year, recipe.month)[1]:
        return None
    last = min(recipe.last_day or recipe.day, monthrange(year, recipe.month)[1])
    return Span(date(year, recipe.month, recipe.day), date(year, recipe.month, last), DatePrecision.DAY)


def _day(day: date) -> Span:
    return Span(day, day, DatePrecision.DAY)


def _month(year: int, month: int, part: str | None = None) -> Span:
    days = monthrange(year, month)[1]
    first, last = _THIRDS.get(part or "", (1, 31))
    return Span(date(year, month, first), date(year, month, min(last, days)), DatePrecision.MONTH)


def _year(year: int, part: str | None = None) -> Span:
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part or "", (1, 12))
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]), DatePrecision.YEAR)

