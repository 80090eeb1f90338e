"""Durations ("5m", "72h", "14d"), sizes ("10MB") and distances ("50km") as people write them."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)\s*", re.IGNORECASE)
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)?\s*")
_BYTES = {None: 1, "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_MOST_DIGITS = 20
"""Of a size: more would be no machine's, and thousands of them overflow."""
_DISTANCE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(km|mi|m)\s*")
_KM = {"km": 1.0, "mi": 1.609344, "m": 0.001}


def to_duration(text: str) -> timedelta:
    """The span that `text` names; parts add up ("1h30m"). Raises ValueError."""
    parts = _DURATION.findall(text)
    if not parts or _DURATION.sub("", text):
        raise ValueError("expected a duration such as 30s, 5m, 72h or 14d")
    try:
        return timedelta(seconds=sum(float(number) * _SECONDS[unit.lower()] for number, unit in parts))
    except OverflowError:
        raise ValueError("expected a duration such as 30s, 5m, 72h or 14d, not one beyond all calendars") from None


def to_bytes(text: str) -> int:
    """The number of bytes that `text` names. Raises ValueError."""
    match = _SIZE.fullmatch(text)
    if not match or len(match[1]) > _MOST_DIGITS:
        raise ValueError("expected a size such as 500kB, 10MB or 2MiB")
    return int(float(match[1]) * _BYTES[match[2]])


def to_km(text: str) -> float:
    """The kilometres that `text` names. Raises ValueError."""
    match = _DISTANCE.fullmatch(text)
    if not match:
        raise ValueError("expected a distance such as 50km or 30mi")
    return float(match[1]) * _KM[match[2]]


def to_country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code in capitals. Raises ValueError where it is none: a name would match nothing."""
    if len(text) != 2 or not text.isascii() or not text.isalpha():
        raise ValueError("expected an ISO 3166-1 alpha-2 country code such as GB")
    return text.upper()


def from_duration(span: timedelta) -> str:
    """`span` in the largest unit that divides it: 5m, 72h, 14d; the reverse of `to_duration`."""
    seconds = span.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds / _SECONDS[unit]:.0f}{unit}"
    return f"{seconds:g}s"
