"""Dates in digits: 2020-03-17, 3/17/2020, and years alone after a preposition; and clock times with their zone."""

from __future__ import annotations

import re
from datetime import time

from monitor.detection.dates.found import Found, absolute, century
from monitor.detection.dates.mention import Recipe, Zone
from monitor.detection.text import Text

_RUN = re.compile(r"\d[\d/-]{3,}")
"""Begins with one class, so that the search runs at the speed of a scan."""
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/(?:(?:19|20)\d\d|\d\d)")
_LONE_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_A_YEAR = re.compile(
    r"[%/]|,\d|-\w|\.\d"
    r"| (?:people|men|women|troops|soldiers|miles|km|hours|hrs|gmt|others|civilians|dead|killed|model|edition)"
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|of|during|until|from|by|before|after|back in|and|between|early|mid|late)[ -](?:the )?"
    r"(?=(?:19|20)\d\d\b)"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)|(?P<packed>\d\d))?(?: (?:hours|hrs))?,? ?"
    r"(?P<half>a\.?m\.?|p\.?m\.?)?,? ?\(?(?:o'clock )?\Z"
)
_ZONES = (("local time", Zone.LOCAL), ("gmt", Zone.UTC), ("utc", Zone.UTC))


def read_numeric(text: Text) -> list[Found]:
    """All dates in digits."""
    found = (_one(text.folded, match.start(), match[0].rstrip("/-")) for match in _RUN.finditer(text.folded))
    return [one for one in found if one is not None]


def _one(folded: str, start: int, run: str) -> Found | None:
    """The date that the run of digits, dashes and slashes at `start` writes."""
    end = start + len(run)
    if start and (folded[start - 1].isalnum() or folded[start - 1] in ".,$£€/-"):
        return None
    if _ISO.fullmatch(run):
        year, month, day = (int(part) for part in run.split("-"))
        return Found(start, end, absolute(year, month, day))
    if _SLASHED.fullmatch(run):
        return Found(start, end, _slashed(run))
    lone = _LONE_YEAR.fullmatch(run) and not _NOT_A_YEAR.match(folded, end)
    if not lone or not _BEFORE_YEAR.search(folded, max(0, start - 12), end):
        return None
    return Found(start, end, absolute(int(run), None))


def _slashed(run: str) -> Recipe:
    """Month first, as American papers write; day first where the first number can be no month."""
    first, second, year = (int(part) for part in run.split("/"))
    month, day = (first, second) if first <= 12 else (second, first)
    return absolute(year if year > 99 else century(year), month, day)


def read_clock(folded: str, start: int, end: int) -> tuple[time, Zone] | None:
    """A clock time whose zone is named between the offsets: "10:40 p.m. local time", "1940 GMT"."""
    for words, zone in _ZONES:
        at = folded.find(words, start, end)
        match = _CLOCK.search(folded, max(start, at - 16), at) if at >= 0 else None
        if match and (moment := _time(match)):
            return moment, zone
    return None


def _time(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["packed"] or 0)
    half = (match["half"] or "").replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
