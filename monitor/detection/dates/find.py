"""Finds date phrases: a trigger word by Aho-Corasick, then a small pattern each way from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from typing import NamedTuple

from monitor.detection.dates.calendar import resolve
from monitor.detection.dates.mention import DateMention, MentionKind, Recipe, Unit, Zone, words_of
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.numerals import CARDINALS, cardinal
from monitor.detection.text import Text
from monitor.domain.taxonomy import DatePrecision

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAY_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_SHORT = {month[:3]: number for number, month in enumerate(_MONTHS, 1) if month != "may"} | {"sept": 9}
_UNITS = {"minute": Unit.HOUR, "hour": Unit.HOUR, "day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH}
_UNITS |= {"year": Unit.YEAR, "fortnight": Unit.WEEK, "night": Unit.DAY, "decade": Unit.YEAR}
_YEAR_WORDS = r"(?:19|20)\d\d"

# What may stand before a named day, nearest last, and belongs to the phrase.
_BEFORE_DAY = re.compile(
    r"(?:(?:(?:in|during) )?the (?:early|late|small|wee|pre-dawn|predawn) (?:morning )?hours (?:of |on )?(?:last |this )?"
    r"|(?:on )?the (?:night|evening|morning|afternoon|eve) of (?:last |this )?"
    r"|(?:very )?(?:late|early|earlier|later|midday|before dawn|at dawn|just after midnight|shortly after midnight"
    r"|shortly before midnight|around midnight|overnight) (?:on |in |from )?(?:last |this |past )?"
    r"|(?:(?:late |early )?overnight (?:into |to |through )?)(?:early )?"
    r"|(?:this )?past |last |this |next |(?:this )?coming |the following |the previous )\Z"
)
_AFTER_DAY = re.compile(
    r"(?:,? (?:late|early)(?! (?:last|this))\b(?: in the)?)?"
    r"(?:(?:[ -]|, in the )(?:pre-dawn |early |late )?(?:morning|afternoon|evening|night|midday|lunchtime|noon|midnight|overnight)(?!-)\b)?"
    r"(?P<week>,? (?:of )?(?:last|this|next) week)?"
    r"(?P<ago>,? (?:a|one) week ago)?"
)
_DAY_SUFFIX = re.compile(r",? (?:the )?(?=\w)")
_INTO = re.compile(
    r"(?: (?:night|evening))? (?:and )?(?:into|to|through) (?:the )?(?:(?:early|late) )?(?:hours of )?(?:on )?\Z"
)
_MONTH_DAY = re.compile(
    r"\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:%])(?! ?(?:people|killed|a\.m|p\.m|am\b|pm\b))"
    r"(?:(?: ?- ?| to | and | or )(?P<last>\d{1,2})(?:st|nd|rd|th)?(?![\d:]))?(?:(?:, ?| of | )(?P<year>(?:19|20)\d\d)\b)?"
)
_MONTH_YEAR = re.compile(r"\.?,? (?:of )?(?:(?P<year>(?:19|20)\d\d)\b|(?P<short>'?\d\d)(?![\d:,.%]| \w))")
_DAY_BEFORE_MONTH = re.compile(
    r"(?:\bthe )?(?<![\d.,:$£€])\b(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:(?: ?- ?| to | and )(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
    r" (?:day )?(?:of )?\Z"
)
_PART_BEFORE_MONTH = re.compile(
    r"(?:(?:in |during |since |until )?(?:the )?(?P<part>early|mid|late|end of|beginning of|start of|middle of)[ -]"
    r"(?:in )?(?:last )?|(?P<last>last |this past |past )|(?P<next>next |coming )|(?P<plain>(?:in|of|since|until|by|during|from|this|and) ))\Z"
)
_PARTS = {"end of": "late", "beginning of": "early", "start of": "early", "middle of": "mid"}
_NUMBER = "|".join(
    sorted((re.escape(w) for w in CARDINALS if CARDINALS[w] <= 31 and " " not in w), key=len, reverse=True)
)
_COUNT_BEFORE = re.compile(
    rf"(?:(?:just|only|about|around|some|roughly|nearly|almost|barely|more than|less than|over|under|at least) )*"
    rf"(?P<count>\d{{1,3}}|a|an|the|several|a few|few|a couple of|couple of|couple|{_NUMBER})(?: (?:and a half|full|more))?[ -]\Z"
)
_DIRECTION = re.compile(
    r"(?:'s?)? (?P<way>ago|later|earlier|after|before|afterwards?|beforehand|prior|since|following)\b(?P<to> to)?"
)
_LAST_SPAN = re.compile(
    r"(?:\bin|\bover|\bduring|\bfor|\bwithin|\bof) (?:the |a )?(?:last|past|previous|recent)? ?(?:\w+[ -])?\Z"
)
_VAGUE = {
    "several": 3,
    "a few": 3,
    "few": 3,
    "a couple of": 2,
    "couple of": 2,
    "couple": 2,
    "a": 1,
    "an": 1,
    "the": 1,
}
_YEAR = re.compile(
    r"(?:\b(?:in|since|of|during|until|from|by|before|after|back in|and|between|early|mid|late)[ -](?:the )?)(?=(?:19|20)\d\d\b)"
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)|(?P<packed>\d\d))?(?: (?:hours|hrs|hrs\.))?,? ?(?P<half>a\.?m\.?|p\.?m\.?)?,? ?\(?(?:o'clock )?\Z"
)
_GOVERNS = re.compile(
    r"\b(?P<since>since|until|till|through|before|by|beginning|starting)(?: at least)?(?: on| the| a| an| last)*(?: \w+)? ?\Z"
)
_FUTURE = re.compile(
    r"\b(?:will|scheduled (?:for|to)|are scheduled|is scheduled|due (?:in|on|to|back)|expected (?:to|on|in)|plan(?:ned|s) (?:for|to)"
    r"|set (?:for|to)|slated|deadline|upcoming|until|no later than)\b[^.;!?]{0,40}\Z"
)


class _Found(NamedTuple):
    start: int
    end: int
    recipe: Recipe


class _Trigger(NamedTuple):
    read: Callable[[Text, int, int, object], _Found | None]
    payload: object


def find_mentions(text: Text, published: datetime | None) -> tuple[DateMention, ...]:
    """All date phrases in order; where two overlap, the longer one that begins first."""
    today = published.date() if published else None
    found = sorted(_candidates(text), key=lambda f: (f.start, -f.end))
    kept: list[DateMention] = []
    taken = -1
    for candidate in found:
        if candidate.start >= taken and (mention := _mention(text, candidate, today)):
            kept.append(mention)
            taken = candidate.end
    return tuple(kept)


def _candidates(text: Text) -> list[_Found]:
    found: list[_Found] = []
    for match in _triggers().find(text.folded):
        one = match.payload.read(text, match.start, match.end, match.payload.payload)
        if one:
            found.append(one)
    return found + _numeric(text)


@cache
def _triggers() -> PhraseMatcher[_Trigger]:
    phrases: list[tuple[str, _Trigger]] = []
    for number, day in enumerate(_WEEKDAYS):
        phrases += [(day, _Trigger(_weekday, number)), (day + "s", _Trigger(_nothing, None))]
    phrases += [(day, _Trigger(_short_weekday, number)) for day, number in _WEEKDAY_SHORT.items()]
    phrases += [(month, _Trigger(_month, number)) for number, month in enumerate(_MONTHS, 1)]
    phrases += [(month, _Trigger(_month, number)) for month, number in _MONTH_SHORT.items()]
    for word, unit in _UNITS.items():
        phrases += [(word, _Trigger(_counted, (word, unit))), (word + "s", _Trigger(_counted, (word, unit)))]
    for phrase, kind, shift, unit_name, *_ in read_tsv("dates.tsv"):
        recipe = Recipe(kind=MentionKind(kind), shift=int(shift), unit=Unit(unit_name))
        phrases.append((phrase, _Trigger(_fixed, recipe)))
    phrases += [(word, _Trigger(_weekend, None)) for word in ("weekend",)]
    return PhraseMatcher(phrases)


def _nothing(text: Text, start: int, end: int, payload: object) -> _Found | None:
    del text, start, end, payload
    return None


def _fixed(text: Text, start: int, end: int, payload: object) -> _Found | None:
    assert isinstance(payload, Recipe)
    del text
    return _Found(start, end, payload)


def _weekday(text: Text, start: int, end: int, payload: object) -> _Found | None:
    """ "late on Tuesday", "last Wednesday", "Friday night", "Tuesday last week", "Tuesday, March 17"."""
    assert isinstance(payload, int)
    folded = text.folded
    before = _BEFORE_DAY.search(folded, max(0, start - 48), start)
    first = before.start() if before and _at_word(folded, before.start()) else start
    lead = folded[first:start]
    after = _AFTER_DAY.match(folded, end)
    last = after.end() if after else end
    week = after["week"] if after else None
    kind = (
        MentionKind.FUTURE if "next" in lead or "coming" in lead or (week and "next" in week) else MentionKind.WEEKDAY
    )
    weeks = int(bool((week and "last" in week) or (after and after["ago"])))
    recipe = Recipe(kind=kind, weekday=payload, weeks=weeks, strictly_before="last" in lead or "past" in lead)
    dated = _date_after_weekday(text, end)
    if dated:
        return _Found(first, dated.end, replace(dated.recipe, weekday=payload))
    return _Found(first, last, recipe)


def _short_weekday(text: Text, start: int, end: int, payload: object) -> _Found | None:
    """ "Tues.", "on Wed": only capitalised, and "Sat", "Sun", "Mon" only with a full stop or before a date."""
    if not text.full[start].isupper() or (text.full[start:end].isupper() and not text.upper_case):
        return None
    stopped = text.folded[end : end + 1] == "."
    ambiguous = text.folded[start:end] in ("sat", "sun", "mon", "wed", "fri", "thu", "tue")
    dated = _date_after_weekday(text, end + stopped)
    if ambiguous and not dated and not (stopped and text.folded[end + 1 : end + 3].strip()[:1].islower()):
        return None
    found = _weekday(text, start, end, payload)
    return found._replace(end=max(found.end, end + stopped)) if found and not dated else found


def _date_after_weekday(text: Text, end: int) -> _Found | None:
    """The calendar date right after a weekday's name."""
    gap = _DAY_SUFFIX.match(text.folded, end) or re.compile(r"\.,? ").match(text.folded, end)
    if not gap:
        return None
    month = _MONTH_HEAD.match(text.folded, gap.end())
    if not month:
        return None
    number = _month_number(month["month"])
    found = _month(text, month.start("month"), month.end("month"), number) if number else None
    return found if found and found.recipe.day is not None else None


_MONTH_HEAD = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? )?(?P<month>[a-z]{3,9})\b")


def _month_number(word: str) -> int | None:
    return _MONTHS.index(word) + 1 if word in _MONTHS else _MONTH_SHORT.get(word)


def _month(text: Text, start: int, end: int, payload: object) -> _Found | None:
    """ "17 March 2020", "March 17", "3 JAN 90", "late December", "in May"."""
    assert isinstance(payload, int)
    folded = text.folded
    before = _DAY_BEFORE_MONTH.search(folded, max(0, start - 24), start)
    if before and 1 <= int(before["day"]) <= 31:
        return _day_month(text, before, end, payload)
    after = _MONTH_DAY.match(folded, end)
    if after and 1 <= int(after["day"]) <= 31:
        year = int(after["year"]) if after["year"] else None
        last_day = int(after["last"]) if after["last"] and int(after["last"]) <= 31 else None
        return _Found(start, after.end(), _absolute(year, payload, int(after["day"]), last_day))
    return _month_alone(text, start, end, payload)


def _day_month(text: Text, before: re.Match[str], end: int, month: int) -> _Found:
    after = _MONTH_YEAR.match(text.folded, end)
    year = _year_of(after) if after else None
    last_day = int(before["last"]) if before["last"] else None
    recipe = _absolute(year, month, int(before["day"]), last_day)
    stop = end + (text.folded[end : end + 1] == "." and end - before.end() <= 4)
    return _Found(before.start(), after.end() if after and year else stop, recipe)


def _year_of(match: re.Match[str]) -> int:
    if match["year"]:
        return int(match["year"])
    short = int(match["short"].lstrip("'"))
    return _century(short)


def _absolute(year: int | None, month: int | None, day: int | None = None, last: int | None = None) -> Recipe:
    return Recipe(kind=MentionKind.ABSOLUTE, year=year, month=month, day=day, last_day=last)


def _month_alone(text: Text, start: int, end: int, month: int) -> _Found | None:
    """A month with a year, or with a word before it that makes it a date; "may", "march", "mar" are words too."""
    folded = text.folded
    if not text.full[start].isupper():
        return None
    year = _MONTH_YEAR.match(folded, end)
    lead = _PART_BEFORE_MONTH.search(folded, max(0, start - 24), start)
    if lead and not _at_word(folded, lead.start()):
        lead = None
    ambiguous = folded[start:end] in ("may", "march", "mar", "jan", "april", "june", "august", "dec", "sept")
    if not (year and year["year"]) and (lead is None if ambiguous else False):
        return None
    part = lead["part"] if lead else None
    recipe = Recipe(
        kind=MentionKind.FUTURE if lead and lead["next"] else MentionKind.ABSOLUTE,
        year=int(year["year"]) if year and year["year"] else None,
        month=month,
        part=_PARTS.get(part, part) if part else None,
    )
    first = lead.start("part") if lead and part else lead.start() if lead and lead["last"] else start
    return _Found(first, year.end() if year and year["year"] else end, recipe)


def _counted(text: Text, start: int, end: int, payload: object) -> _Found | None:
    """ "two weeks ago", "a day after", "three days earlier"; "in the past week" dates nothing."""
    assert isinstance(payload, tuple)
    word, unit = payload
    way = _DIRECTION.match(text.folded, end)
    before = _COUNT_BEFORE.search(text.folded, max(0, start - 32), start)
    if way is None or before is None or not _at_word(text.folded, before.start()):
        return _stretch(text, start, end, unit)
    count = _VAGUE.get(before["count"]) or cardinal(before["count"]) or 0
    count *= {"fortnight": 2, "decade": 10}.get(word, 1)
    shift = count if way["way"] in ("later", "after", "afterward", "afterwards", "following") else -count
    kind = MentionKind.RELATIVE if way["way"] == "ago" else MentionKind.ANAPHORIC
    if word == "minute":
        shift = 0
    if way["way"] == "since":
        kind = MentionKind.DURATION
    recipe = Recipe(kind=kind, shift=shift, unit=unit)
    if unit is Unit.WEEK and kind is MentionKind.ANAPHORIC:
        recipe = replace(recipe, shift=7 * shift, unit=Unit.DAY)
    return _Found(before.start(), way.end("way"), recipe)


def _stretch(text: Text, start: int, end: int, unit: Unit) -> _Found | None:
    if text.folded.startswith(("-old", " old", "-long"), end):
        return None
    lead = _LAST_SPAN.search(text.folded, max(0, start - 32), start)
    if lead is None:
        return None
    return _Found(lead.start(), end, Recipe(kind=MentionKind.DURATION, shift=0, unit=unit))


def _weekend(text: Text, start: int, end: int, payload: object) -> _Found | None:
    del payload
    lead = re.compile(r"(?:over |during |this |at )?(?:the |this |last |this past |the past )?\Z").search(
        text.folded, max(0, start - 20), start
    )
    first = lead.start() if lead and _at_word(text.folded, lead.start()) else start
    shift = -1 if lead and "last" in lead[0] else 0
    return _Found(first, end, Recipe(kind=MentionKind.RELATIVE, shift=shift, unit=Unit.WEEK, part="weekend"))


def _numeric(text: Text) -> list[_Found]:
    """ISO dates, 3/17/2020, and years alone after a preposition."""
    found = [_numeric_one(text.folded, match) for match in _NUMERIC.finditer(text.folded)]
    return [one for one in found if one is not None]


def _numeric_one(folded: str, match: re.Match[str]) -> _Found | None:
    start, end = match.span()
    if start and (folded[start - 1].isalnum() or folded[start - 1] in ".,$£€/-"):
        return None
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return _Found(start, end, _absolute(year, month, day))
    if match["slashed"]:
        first, second, year = (int(part) for part in match["slashed"].split("/"))
        month, day = (first, second) if first <= 12 else (second, first)
        return _Found(start, end, _absolute(year if year > 99 else _century(year), month, day))
    if _NOT_A_YEAR.match(folded, end) or not _YEAR.search(folded, max(0, start - 12), end):
        return None
    return _Found(start, end, _absolute(int(match[0]), None))


def _century(short: int) -> int:
    return 1900 + short if short > 69 else 2000 + short


_NUMERIC = re.compile(
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?![\d-])|(?P<slashed>\d{1,2}/\d{1,2}/(?:(?:19|20)\d\d|\d\d))(?![\d/])|(?:19|20)\d\d(?!\d)"
)
_NOT_A_YEAR = re.compile(
    r"[%/]|,\d|-\w|\.\d| (?:people|men|women|troops|soldiers|miles|km|hours|hrs|gmt|others|civilians|dead|killed)"
)


def _at_word(folded: str, at: int) -> bool:
    return at == 0 or not folded[at - 1].isalnum()


def _mention(text: Text, found: _Found, today: date | None) -> DateMention | None:
    sentence = text.sentence_at(found.start)
    if sentence is None:
        return None
    start = found.start
    while start < found.end and not text.full[start].isalnum():
        start += 1
    recipe, since = _govern(text, found, sentence.start)
    span = resolve(recipe, today) if recipe.kind is not MentionKind.ANAPHORIC else None
    end = min(found.end, sentence.end)
    while end > start and text.full[end - 1] in " ,-":
        end -= 1
    clock = _clock(text, sentence.start, sentence.end)
    return DateMention(
        start=start,
        end=end,
        sentence=sentence.index,
        words=words_of(text, start, end),
        earliest=span.earliest if span else None,
        latest=span.latest if span else None,
        precision=span.precision if span else DatePrecision.UNKNOWN,
        kind=recipe.kind,
        recipe=recipe,
        moment=clock[0] if clock else None,
        zone=clock[1] if clock else None,
        since=since,
    )


def _govern(text: Text, found: _Found, sentence_start: int) -> tuple[Recipe, bool]:
    """Words before the phrase that turn it into a stretch ("since …") or a day to come ("will meet on …")."""
    head = max(sentence_start, found.start - 48)
    since = _GOVERNS.search(text.folded, head, found.start) is not None
    recipe = found.recipe
    if recipe.kind is MentionKind.WEEKDAY and _FUTURE.search(text.folded, head, found.start):
        recipe = replace(recipe, kind=MentionKind.FUTURE)
    return recipe, since


def _clock(text: Text, start: int, end: int) -> tuple[time, Zone] | None:
    """A clock time whose zone the sentence names: "10:40 p.m. local time", "1940 GMT"."""
    for words, zone in (("local time", Zone.LOCAL), ("gmt", Zone.UTC), ("utc", Zone.UTC)):
        at = text.folded.find(words, start, end)
        if at < 0:
            continue
        match = _CLOCK.search(text.folded, max(start, at - 16), at)
        if match and (moment := _time(match)):
            return moment, zone
    return None


def _time(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["packed"] or 0)
    half = (match["half"] or "").replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
