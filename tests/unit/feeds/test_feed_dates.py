"""Dates of feeds: what is read, what is believed, and that nothing raises."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import from_struct, parse_date, plausible

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

WRITTEN = [
    ("2026-11-22T12:00:00Z", "2026-11-22T12:00:00"), ("2026-11-22T12:00:00+03:00", "2026-11-22T09:00:00"),
    ("2026-11-22T12:00", "2026-11-22T12:00:00"), ("2026-11-22", "2026-11-22T00:00:00"),
    ("2026-11-22 12:00:00 +0300", "2026-11-22T09:00:00"), ("2026-11-22 12:00:00", "2026-11-22T12:00:00"),
    ("2026-11-22 12:00:00 UTC", "2026-11-22T12:00:00"), ("20261122T120000", "2026-11-22T12:00:00"),
    ("2026-W47-7", "2026-11-22T00:00:00"), ("22.11.2026 13:05", "2026-11-22T13:05:00"),
    ("22.11.2026 13:05:59", "2026-11-22T13:05:59"), ("22/11/2026 13:05", "2026-11-22T13:05:00"),
    ("Sun, 22 Nov 2026 12:00:00 GMT", "2026-11-22T12:00:00"), ("Sun, 22 Nov 2026 12:00:00 EST", "2026-11-22T17:00:00"),
    ("Sun, 22 Nov 2026 12:00:00 +0530", "2026-11-22T06:30:00"), ("22 Nov 2026 12:00:00 -0800", "2026-11-22T20:00:00"),
    ("Sun, 22 Nov 2026 12:00:00", "2026-11-22T12:00:00"), ("Sunday, 22 November 2026 12:00:00", "2026-11-22T12:00:00"),
    ("Sunday, November 22, 2026 12:00", "2026-11-22T12:00:00"), ("November 22, 2026 12:00", "2026-11-22T12:00:00"),
    ("November 22, 2026", "2026-11-22T00:00:00"), ("22 November 2026 12:00", "2026-11-22T12:00:00"),
    ("22 November 2026", "2026-11-22T00:00:00"), ("22 Nov 2026", "2026-11-22T00:00:00"),
    ("  22   Nov\n2026 ", "2026-11-22T00:00:00"), ("1795348800", "2026-11-22T12:00:00"),
    ("1795348800000", "2026-11-22T12:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "moment"), WRITTEN)
def test_ways_of_writing_a_date(text: str, moment: str) -> None:
    """Every layout met in real feeds, as one aware UTC moment; no zone means UTC."""
    assert parse_date(text) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "yesterday", "12:00", "31.02.2026 10:00", "Sun, 99 Nov 2026 12:00:00 GMT", "Sun, 22 Nov 2026 25:00:00 GMT",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "Sun, 22 Nov 99999999999999 12:00:00 GMT",
        "Sun, 22 Nov 2026 12:00:00 +9999999999999999999", "123456789", "17953488001", "-1795348800", "9" * 60,
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    """Impossible days, years past the calendar and lone numbers are no date, and no error."""
    assert parse_date(text) is None


@given(text=st.text(max_size=80) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,6} \d{2}:\d{2}:\d{2} [+-]\d{1,6}", fullmatch=True))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """Law: reading a date is total, and what comes is aware and in UTC."""
    moment = parse_date(text)
    assert moment is None or moment.utcoffset() == timedelta(0)


@given(seconds=st.integers(631_152_000, 7_258_118_400), zone=st.integers(-14 * 4, 14 * 4))
def test_iso_comes_back(seconds: int, zone: int) -> None:
    """Law: a moment written by ISO 8601 in any zone is that moment."""
    offset = timedelta(minutes=15 * zone)
    local = datetime.fromtimestamp(seconds, UTC)
    sign, hours, minutes = ("-" if zone < 0 else "+", *divmod(abs(15 * zone), 60))
    text = f"{(local + offset):%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{minutes:02}"
    assert parse_date(text) == local


BELIEVED = [
    ("now", NOW, NOW),
    ("an hour ago", NOW - timedelta(hours=1), NOW - timedelta(hours=1)),
    ("ahead by a clock", NOW + timedelta(minutes=3), NOW),
    ("ahead by a zone", NOW + timedelta(hours=14), NOW),
    ("ahead by the most", NOW + timedelta(hours=26), NOW),
    ("ahead by more", NOW + timedelta(hours=26, seconds=1), None),
    ("the first day believed", datetime(1990, 1, 1, tzinfo=UTC), datetime(1990, 1, 1, tzinfo=UTC)),
    ("the epoch", datetime(1970, 1, 1, tzinfo=UTC), None),
    ("a second before 1990", datetime(1989, 12, 31, 23, 59, 59, tzinfo=UTC), None),
    ("none", None, None),
]


@pytest.mark.parametrize(("moment", "believed"), [case[1:] for case in BELIEVED], ids=[case[0] for case in BELIEVED])
def test_which_dates_are_believed(moment: datetime | None, believed: datetime | None) -> None:
    """A little ahead is drawn back to now; a day and more ahead, or before the web, is no date."""
    assert plausible(moment, NOW) == believed


@given(hours=st.floats(-10**6, 10**4))
def test_belief_rests_and_never_lies_ahead(hours: float) -> None:
    """Laws: idempotent, and nothing believed lies in the future."""
    believed = plausible(NOW + timedelta(hours=hours), NOW)
    assert plausible(believed, NOW) == believed
    assert believed is None or believed <= NOW


@pytest.mark.parametrize(
    ("parsed", "expected"),
    [
        (time.gmtime(1_795_348_800), datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ((2026, 11, 22, 12, 0, 0, 6, 326, 0), datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ((99999, 1, 1, 0, 0, 0, 0, 1, 0), None),
        ((2026, 13, 1, 0, 0, 0, 0, 1, 0), None),
        (("x",) * 9, None),
    ],
)
def test_time_tuples(parsed: tuple[int, ...], expected: datetime | None) -> None:
    """feedparser's tuples; what is none is no date."""
    assert from_struct(parsed) == expected
