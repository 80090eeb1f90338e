"""Durations, sizes and distances as people write them: what is read, what is refused, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.units import from_duration, to_bytes, to_duration, to_km


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("2w", 1_209_600), ("250ms", 0.25), ("1.5h", 5400),
        ("1h30m", 5400), ("1d 2h", 93_600), (" 5m ", 300), ("5 m", 300), ("5M", 300), ("5MS", 0.005), ("0s", 0), ("007s", 7),
    ],
)  # fmt: skip
def test_durations_that_are_read(text: str, seconds: float) -> None:
    """Every unit, fractions, sums, spaces and capitals; `m` is minutes and `ms` milliseconds."""
    assert to_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    ["", " ", "5", "m", "5 parsecs", "-5m", "+5m", "5m!", "x5m", "5mm", "5m, 3s", "1e3s", "5,5m", ".5m", "5months", "٥m\u0000", "\u0665"],
)
def test_durations_that_are_refused(text: str) -> None:
    """A number without a unit, a sign, or anything besides: never a guess."""
    with pytest.raises(ValueError, match="expected a duration such as 30s, 5m, 72h or 14d"):
        to_duration(text)


@pytest.mark.parametrize("text", ["99999999999999d", "1000000000d", "9" * 400 + "w"])
def test_durations_beyond_all_calendars_are_refused_like_others(text: str) -> None:
    """Python's own limit is a fault of the value (ValueError), not a crash (OverflowError)."""
    with pytest.raises(ValueError, match="expected a duration such as"):
        to_duration(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("5000", 5000), ("5000B", 5000), ("500kB", 500_000), ("500KB", 500_000), ("10MB", 10_000_000), ("1GB", 10**9), ("2KiB", 2048),
        ("2MiB", 2 * 2**20), ("1GiB", 2**30), ("1.5MB", 1_500_000), (" 10 MB ", 10_000_000), ("0", 0), ("0.9B", 0),
    ],
)  # fmt: skip
def test_sizes_that_are_read(text: str, size: int) -> None:
    """Powers of ten for kB, of two for KiB; whole bytes, rounded down."""
    assert to_bytes(text) == size


@pytest.mark.parametrize("text", ["", "lots", "-1MB", "10 mb", "10M", "10Mb", "1TB", "10MB 5kB", "1e6", "MB", "9" * 21, "9" * 400 + "MB"])
def test_sizes_that_are_refused(text: str) -> None:
    """`Mb` would be bits and `M` anything; a number of hundreds of digits is no size either."""
    with pytest.raises(ValueError, match="expected a size such as 500kB, 10MB or 2MiB"):
        to_bytes(text)


@pytest.mark.parametrize(("text", "km"), [("50km", 50.0), ("500m", 0.5), ("10mi", 16.09344), ("2.5 km", 2.5), (" 1km ", 1.0)])
def test_distances_that_are_read(text: str, km: float) -> None:
    """Kilometres, metres and miles."""
    assert to_km(text) == pytest.approx(km)


@pytest.mark.parametrize("text", ["", "50", "km", "-5km", "5 miles", "5KM", "1km 5m", "inf", "nan km"])
def test_distances_that_are_refused(text: str) -> None:
    """A number without a unit is refused: it could be miles."""
    with pytest.raises(ValueError, match="expected a distance such as 50km or 30mi"):
        to_km(text)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(days=14), "14d"), (timedelta(hours=72), "3d"), (timedelta(hours=5), "5h"), (timedelta(minutes=90), "90m"),
        (timedelta(seconds=61), "61s"), (timedelta(milliseconds=200), "0.2s"), (timedelta(0), "0s"), (timedelta(weeks=1), "7d"),
    ],
)  # fmt: skip
def test_durations_are_written_in_the_largest_unit_that_divides_them(span: timedelta, text: str) -> None:
    """So that a configuration that is shown reads as a person would have written it."""
    assert from_duration(span) == text


@given(st.integers(min_value=0, max_value=10**9))
def test_what_is_written_is_read_back(seconds: int) -> None:
    """`from_duration` is the reverse of `to_duration`, to the second."""
    if seconds < 10**6 or seconds % 60 == 0:  # `:g` shortens odd seconds beyond a million
        assert to_duration(from_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)
