"""When an event happened, as it is told on: ISO 8601 at the precision that the words support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.detection.dates.calendar import Span, iso
from monitor.detection.dates.mention import DateMention, Zone
from monitor.domain.detection import Evidence
from monitor.domain.taxonomy import DatePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When an event happened, by the text's words."""

    date: str | None = None
    """ISO 8601 cut at `precision`, local to the place."""
    precision: DatePrecision = DatePrecision.UNKNOWN
    date_text: str | None = None
    evidence: tuple[Evidence, ...] = ()
    age_days: float | None = None
    """Days from the latest day that the words allow to the publication, at least 0; None where either is unknown."""


UNDATED = Dated()


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of an IANA name; UTC for none or an unknown one."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local_day(published: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of the publication in `zone`; midnight sharp is a day without a time."""
    if published is None:
        return None
    if (published.hour, published.minute, published.second) == (0, 0, 0):
        return published.date()
    return published.astimezone(zone).date()


def local_hour(published: datetime | None, zone: ZoneInfo) -> int:
    """The hour of the publication in `zone`; 24 where none is known, as for midnight sharp."""
    if published is None or (published.hour, published.minute, published.second) == (0, 0, 0):
        return 24
    return published.astimezone(zone).hour


def with_clock(mention: DateMention, span: Span, zone: ZoneInfo) -> tuple[str, DatePrecision]:
    """The date, with its clock time where the text names the time and whose clock it is.

    The day named is the local one; an hour told by Greenwich is moved to the place's zone on that day.
    """
    single = span.precision is DatePrecision.DAY and span.earliest == span.latest
    if mention.moment is None or not single or (zone.key == "UTC" and mention.zone is Zone.LOCAL):
        return iso(span), span.precision
    clock = UTC if mention.zone is Zone.UTC else zone
    moment = datetime.combine(span.earliest, mention.moment, clock).astimezone(zone)
    local = moment.replace(year=span.earliest.year, month=span.earliest.month, day=span.earliest.day)
    return local.isoformat(timespec="minutes"), DatePrecision.MINUTE
