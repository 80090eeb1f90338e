"""What a date phrase is: a recipe that a publication day turns into a span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from monitor.detection.text import Text
from monitor.domain.taxonomy import DatePrecision


class MentionKind(StrEnum):
    """How a phrase tells its day."""

    ABSOLUTE = "absolute"
    """A calendar date or part of one: "17 March 2020", "March 17", "late December", "2019"."""
    WEEKDAY = "weekday"
    """Counted from the publication to a named day: "late on Tuesday", "last Wednesday"."""
    RELATIVE = "relative"
    """Counted from the publication: "overnight", "two weeks ago"."""
    ANAPHORIC = "anaphoric"
    """Counted from another date in the text: "the previous evening", "a day after"."""
    DURATION = "duration"
    """A stretch of time that dates no single event: "since October 2023", "in the past week"."""
    FUTURE = "future"
    """A day still to come: "next Tuesday", "will meet on Friday"."""


DIRECT = frozenset({MentionKind.ABSOLUTE, MentionKind.WEEKDAY, MentionKind.RELATIVE})
"""Kinds that tell their day whatever else the text dates."""


class Unit(StrEnum):
    """What a recipe counts in."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Zone(StrEnum):
    """Which clock a time of day was read from."""

    LOCAL = "local"
    UTC = "utc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to reach the day from the publication's day, or (anaphoric) from another event's."""

    kind: MentionKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    """The end of "March 3-5"."""
    weekday: int | None = None
    """Monday is 0, as `date.weekday` numbers them."""
    weeks: int = 0
    """Weeks to go back from the weekday of the publication's own week: "Tuesday last week" is 1."""
    strictly_before: bool = False
    """"last Wednesday" on a Wednesday is a week ago; a bare "Wednesday" is today."""
    shift: int | None = None
    unit: Unit = Unit.DAY
    part: str | None = None
    """early | mid | late: a third of a month or a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """One phrase that dates something, resolved as far as the text and its publication allow.

    `earliest` and `latest` are None where the day cannot be told: a weekday without a publication time, or an
    anaphoric phrase before the events are dated. They are counted in UTC days; `assign_dates` counts again in the
    event's own zone.
    """

    start: int
    end: int
    sentence: int
    words: str
    earliest: date | None
    latest: date | None
    precision: DatePrecision
    kind: MentionKind
    recipe: Recipe
    moment: time | None = None
    """A clock time said in so many words, with its `zone`."""
    zone: Zone | None = None
    since: bool = False
    """Whether "since", "until" or the like governs it: then it dates only what it directly modifies."""


def words_of(text: Text, start: int, end: int) -> str:
    """The phrase as written, on one line."""
    return " ".join(text.full[start:end].split())
