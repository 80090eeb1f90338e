"""Quiet hours are local, cross midnight, survive clock changes, and may name days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.alerts.quiet import quiet_until
from monitor.config.schema import QuietHours


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ({"start": "22:00", "end": "07:00"}, "2026-03-17T21:59", None),
        ({"start": "22:00", "end": "07:00"}, "2026-03-17T22:00", "2026-03-18T07:00"),
        ({"start": "22:00", "end": "07:00"}, "2026-03-18T06:59", "2026-03-18T07:00"),
        ({"start": "22:00", "end": "07:00"}, "2026-03-18T07:00", None),
        ({"start": "12:00", "end": "13:00"}, "2026-03-18T12:30", "2026-03-18T13:00"),
        ({"start": "22:00", "end": "07:00", "timezone": "Europe/Berlin"}, "2026-01-10T21:30", "2026-01-11T06:00"),
        ({"start": "22:00", "end": "07:00", "timezone": "Europe/Berlin"}, "2026-07-10T20:30", "2026-07-11T05:00"),
        # the night of 28 March 2026 is one hour shorter in Berlin
        ({"start": "22:00", "end": "07:00", "timezone": "Europe/Berlin"}, "2026-03-28T22:00", "2026-03-29T05:00"),
        ({"start": "22:00", "end": "07:00", "days": ["fri"]}, "2026-03-20T23:00", "2026-03-21T07:00"),
        ({"start": "22:00", "end": "07:00", "days": ["fri"]}, "2026-03-21T06:00", "2026-03-21T07:00"),
        ({"start": "22:00", "end": "07:00", "days": ["fri"]}, "2026-03-21T23:00", None),
        ({"start": "00:00", "end": "00:00", "days": ["sat", "sun"]}, "2026-03-21T12:00", "2026-03-23T00:00"),
    ],
)
def test_end_of_quiet_hours(hours: dict[str, Any], now: str, until: str | None) -> None:
    """Whether it is quiet, and when that ends, in UTC."""
    assert quiet_until(QuietHours.model_validate(hours), at(now)) == (at(until) if until else None)


def test_whole_day_every_day_ends_within_nine_days() -> None:
    """Always quiet still has an end, so that summaries come."""
    until = quiet_until(QuietHours(start="00:00", end="00:00"), at("2026-03-17T12:00"))
    assert until is not None
    assert at("2026-03-18T00:00") <= until <= at("2026-03-26T00:00")
