"""Quiet hours: whether a moment falls into them, and when they end. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.config.schema import QuietHours

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def quiet_until(hours: QuietHours, now: datetime) -> datetime | None:
    """When the quiet hours that `now` falls into end, in UTC; None outside of them.

    Times are local: a night of 22:00 to 07:00 stays that on the wall when the clocks change. `days` name the days on
    which quiet hours begin; none named means every day. Equal start and end mean the whole day.
    """
    zone = ZoneInfo(hours.timezone)
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        start, end = _span(hours, day, zone)
        if _begins_on(hours, day) and start <= now < end:
            return _chained(hours, end, zone)
    return None


def _chained(hours: QuietHours, end: datetime, zone: ZoneInfo) -> datetime:
    """The end, or that of the next days' quiet hours where one runs into the next (whole days)."""
    for _ in range(len(_DAYS)):
        start, following = _span(hours, end.astimezone(zone).date(), zone)
        if start != end or not _begins_on(hours, end.astimezone(zone).date()):
            break
        end = following
    return end


def _begins_on(hours: QuietHours, day: date) -> bool:
    return not hours.days or _DAYS[day.weekday()] in hours.days


def _span(hours: QuietHours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end in UTC of the quiet hours that begin on `day`."""
    start, end = time.fromisoformat(hours.start), time.fromisoformat(hours.end)
    until = day if end > start else day + timedelta(days=1)
    return (
        datetime.combine(day, start, zone).astimezone(UTC),
        datetime.combine(until, end, zone).astimezone(UTC),
    )
