"""Dates by the name of a month: "17 March 2020", "March 17", "3 JAN 90", "late December", "in May"."""

from __future__ import annotations

import re

from monitor.detection.dates.found import Found, absolute, at_word, century
from monitor.detection.dates.mention import MentionKind, Recipe
from monitor.detection.text import Text

MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
MONTHS: dict[str, int] = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in tuple(MONTHS.items()) if name != "may"} | {"sept": 9}
"""Names and abbreviations in lower case."""

_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DAY_AFTER = re.compile(
    rf"\.? (?P<day>\d{{1,2}}){_ORDINAL}(?![\d:%])(?! ?(?:people|killed|a\.m|p\.m|am\b|pm\b))"
    rf"(?:(?: ?- ?| to | and | or )(?P<last>\d{{1,2}}){_ORDINAL}(?![\d:]))?"
    rf"(?:(?:, ?| of | ){_YEAR})?"
)
_YEAR_AFTER = re.compile(rf"\.?,? (?:of )?(?:{_YEAR}|(?P<short>'?\d\d)(?![\d:,.%]| \w))")
_DAY_BEFORE = re.compile(
    rf"(?:\bthe )?(?<![\d.,:$£€])\b(?P<day>\d{{1,2}}){_ORDINAL}"
    rf"(?:(?: ?- ?| to | and )(?P<last>\d{{1,2}}){_ORDINAL})? (?:day )?(?:of )?\Z"
)
_LEAD = re.compile(
    r"(?:(?:in |during |since |until )?(?:the )?"
    r"(?P<part>early|mid|late|end of|beginning of|start of|middle of)[ -](?:in )?(?:last )?"
    r"|(?P<last>last |this past |past )|(?P<next>next |coming )"
    r"|(?:in|of|since|until|by|during|from|this|and) )\Z"
)
_PARTS = {"end of": "late", "beginning of": "early", "start of": "early", "middle of": "mid"}
_ALSO_WORDS = frozenset({"may", "march", "mar", "jan", "april", "june", "august", "dec", "sept"})
"""Months whose names are words or names too: alone they need a word before them."""


def read_month(number: int, text: Text, start: int, end: int) -> Found | None:
    """The date around the month's name at `start` to `end`."""
    before = _DAY_BEFORE.search(text.folded, max(0, start - 24), start)
    if before and 1 <= int(before["day"]) <= 31:
        return _day_month(number, text, before, end)
    after = _DAY_AFTER.match(text.folded, end)
    if after and 1 <= int(after["day"]) <= 31:
        year = int(after["year"]) if after["year"] else None
        last = int(after["last"]) if after["last"] and int(after["last"]) <= 31 else None
        return Found(start, after.end(), absolute(year, number, int(after["day"]), last))
    return _alone(number, text, start, end)


def _day_month(number: int, text: Text, before: re.Match[str], end: int) -> Found:
    after = _YEAR_AFTER.match(text.folded, end)
    last = int(before["last"]) if before["last"] else None
    recipe = absolute(_year_of(after) if after else None, number, int(before["day"]), last)
    stop = end + (text.folded[end : end + 1] == "." and end - before.end() <= 4)
    return Found(before.start(), after.end() if after else stop, recipe)


def _year_of(match: re.Match[str]) -> int:
    return int(match["year"]) if match["year"] else century(int(match["short"].lstrip("'")))


def _alone(number: int, text: Text, start: int, end: int) -> Found | None:
    """A month with a year, or with a word before it that makes it a date."""
    if not text.full[start].isupper():
        return None
    after = _YEAR_AFTER.match(text.folded, end)
    year = int(after["year"]) if after and after["year"] else None
    lead = _LEAD.search(text.folded, max(0, start - 24), start)
    if lead and not at_word(text.folded, lead.start()):
        lead = None
    if year is None and lead is None and text.folded[start:end] in _ALSO_WORDS:
        return None
    part = lead["part"] if lead else None
    kind = MentionKind.FUTURE if lead and lead["next"] else MentionKind.ABSOLUTE
    recipe = Recipe(kind=kind, year=year, month=number, part=_PARTS.get(part, part) if part else None)
    first = lead.start("part") if lead and part else lead.start() if lead and lead["last"] else start
    return Found(first, after.end() if after and year else end, recipe)
