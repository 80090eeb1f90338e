"""Tells the count of one attack from the toll of a war, of a year, or of a mishap."""

from __future__ import annotations

import re

from monitor.detection.text import Sentence, Text

_MONTH = r"january|february|march|april|may|june|july|august|september|october|november|december"
_DAY = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SPELL = r"hours|days|weeks|weekend|months|years|decade|year|month|week|decades"
_CUMULATIVE = re.compile(
    # since the war began, since October 2023, since Friday
    r"(?:\bsince (?!(?:the |nationwide |mass )?(?:protests?|unrest|riots?|demonstrations|assault|attacks?|raid|siege"
    r"|standoff|clashes) (?:began|started|broke|erupted))(?:(?!then\b)\w+ ){0,4}?"
    rf"(?:\d{{4}}|{_MONTH}|{_DAY}|war|conflict|invasion|ceasefire|truce|fighting|start|beginning|onset|offensive"
    r"|outbreak|coup|uprising|then|last|began|started|took (?:office|effect|power)|(?:it|they) (?:began|started))\b)"
    # in the past week, over a violent weekend
    r"|\b(?:in|over|during|within) (?:just )?(?:the |a )?(?:past|last|recent|previous|space of|violent) "
    rf"(?:\w+ ){{0,2}}(?:{_SPELL})\b"
    r"|\b(?:holiday|long|memorial day|labor day|fourth of july) weekend\b|\bviolent (?:weekend|night|day|24 hours)\b"
    # so far this year, every month, in 2019
    r"|\b(?:so far|already) this (?:year|month|week)|\bthis year\b|\b(?:each|per|a|every) (?:year|day|week|month)\b"
    r"(?! (?:earlier|later|before|after|ago|apart|prior)\b)"
    r"|\bannually\b|\b(?:in|during|throughout) (?:all of )?(?:19|20)\d\d\b"
    # of the war, months of fighting
    r"|\b(?:during|in|of|throughout|from) the (?:\w+[ -]){0,3}"
    r"(?:war|conflict|insurgency|genocide|uprising|campaign|crackdown)\b(?!'s)|\bthe war\b.{0,40}\bkilled\b"
    r"|\b(?:months|years|weeks|days) of (?:\w+ )?(?:war|fighting|conflict|violence|bombing|unrest|strikes|attacks"
    r"|bombardment|shelling|air ?strikes|clashes|hostilities)\b"
    r"|\b(?:war|invasion|offensive|conflict|occupation|insurgency|crackdown|campaign)(?:'s \w+)? "
    r"(?:has|have|had) (?:\w+ )?(?:killed|claimed|left|cost)\b"
    r"|\b(?:as|while) (?:the )?(?:fighting|war|conflict|hostilities) (?:rage[sd]?|drags? on|enter(?:s|ed))\b"
    # several attacks at once
    r"|\bin (?:\d+|two|three|four|five|six|seven|several|dozens of) (?:separate|different) "
    r"(?!locations|places|sites|venues|buildings|homes|rooms)\w+"
    r"|\bseparate (?:\w+ )?(?:incidents|shootings)\b|\bnationwide\b|\bacross the country\b"
    r"|, (?:one|two|three|\d+) (?:of them )?(?:in|at|near|by|on) [^.;]{3,60}?,? and (?:the |an)?other(?: \w+)?"
    r" (?:in|at|near|by|on)\b"
    r"|\b(?:weekend|weekly|monthly|annual|yearly|year|month|week|season|war)(?:'s)? "
    r"(?:(?:death|murder|homicide|killing) )?(?:toll|tally)\b"
    r"|\btotal (?:number|death toll)\b|\b(?:overall|cumulative)\b"
)
_LATELY = re.compile(rf"since (?:early |late |last )?(?:{_DAY})(?: (?:morning|afternoon|evening|night))?$")
"""The sum of some days, which an event that goes on may have."""
_SUMMING = (
    *("since", " past", " last", "recent", "previous", "space of", "violent", "weekend", "so far", "already", "year"),
    *(" day", "days of", "week", "month", "annual", "season", "19", "20", "war", "conflict", "insurgency", "genocide"),
    *("uprising", "campaign", "crackdown", "invasion", "offensive", "occupation", "fighting", "hostilities"),
    *("separate", "different", "nationwide", "the country", "and other", "and another", "and the other", "total"),
    *("overall", "cumulative"),
)
"""One of these stands in whatever `_CUMULATIVE` finds: the quick look before it."""
_RECORD = re.compile(
    r"\b(?:deadliest|worst|first|biggest|largest|most|heaviest|highest|bloodiest|fiercest)\b[^;]{0,60}\Z"
)
"""Before "since …" or "of the war" these make a record of one attack, not a sum."""
_BRINGING = re.compile(
    r"\b(?:bringing|taking|raising|pushing|lifting) (?:to [\w,]+ )?(?:the|its|their|gaza's|to) (?:[\w'-]+ ){0,4}?"
    r"(?:toll|total|number|count|tally|figure)\b|\badding to (?:a|the) (?:[\w'-]+ ){0,3}?(?:toll|total|tally)\b"
)
"""Where a count ends and the sum that it adds to begins."""
_BEHIND, _AHEAD = 110, 80
"""Characters that the words may stand behind or before a count."""
_MISHAP = re.compile(
    r",?(?: \w+)? (?:in|during|by|of|from|when) (?:a |an |the |his |her )?(?:[\w'-]+ ){0,4}?"
    r"(?:(?:car |bus |plane |train |vehicle )?crash(?:es|ed)?"
    r"|(?:road|traffic|car|train|mining|industrial) accidents?|collisions?|wreck|pile-?up|earthquakes?|quake|tsunami"
    r"|floods?|flooding|landslides?|avalanche|hurricane|cyclone|typhoon|tornado(?:es)?|wildfires?|heatwave|cancer"
    r"|overdose|heart attack|covid(?:-19)?|cholera|outbreak|natural causes|drowning)\b"
)
_BY_GUARDS = re.compile(
    r" (?:dead )?by (?:the |a |an )?(?:\w+ )?(?:police\w*|officers?|deput(?:y|ies)|security|soldiers?|troops|guards?"
    r"|forces)\b"
)
_GUARDS_SHOT = re.compile(
    r"\b(?:by|with) (?:the |a |an )?(?:[\w'-]+ ){0,2}?(?:police\w*|officers?|deput(?:y|ies)|troopers?|agents?|swat"
    r"|soldiers?|troops|forces)\b|\bofficer-involved\b"
    r"|\b(?:police|officers?|deput(?:y|ies)|troopers?|agents?) (?:\w+ )?(?:shoot\w*|shot|kill\w*)\b"
)
_DEED = re.compile(
    r"(?: [\w'-]+){0,4}? (?:after|for|while|when)(?: (?:he|she|allegedly|reportedly|had|was))*"
    r" (?:stab|shoot|shot|kill|attack|ramm|wound|injur|open(?:ed|ing) fire|slash|ambush|behead|murder|hack)\w*\b"
    r"(?! (?:by|in|at|on)\b)"
)
_OBITUARY = re.compile(r",?(?: \w+){0,2}?,? (?:at|aged) (?:the age of )?\d{2,3}\b(?! [a-z])")
_YEAR = re.compile(rf"\b(?:in|of|early|late|mid|since|{_MONTH}|\d,)[ -]((?:19|20)\d\d)\b")
_SO_FAR = re.compile(
    r"\b(?:have|has) (?:also |already |now )?(?:been (?:killed|wounded|injured)|died|lost their lives)\b"
)
_YEARS_AGO = re.compile(
    r"\b(?:a|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:years?|decades?) (?:ago|earlier)\b"
)


def cumulative_spans(sentence: Sentence) -> list[tuple[int, int, int]]:
    """Document spans of the sentence's words that make a count near them the toll of a war, a year or a series.

    The third of each is the offset where the sum is brought in; what is counted before that is the event's own.
    """
    if not any(word in sentence.folded for word in _SUMMING):
        return []
    return [
        (
            sentence.start + match.start(),
            sentence.end if _heads(match) else sentence.start + match.end(),
            sentence.start + _brought_in(sentence.folded, match.start()),
        )
        for match in _CUMULATIVE.finditer(sentence.folded)
        if not _RECORD.search(sentence.folded, max(0, match.start() - 90), match.start())
    ]


def _brought_in(folded: str, at: int) -> int:
    """Where "bringing the toll …" stands before the summing words at `at`; 0 where none does."""
    brought = _BRINGING.search(folded, max(0, at - _BEHIND))
    return brought.start() if brought is not None and brought.start() < at else 0


def _heads(match: re.Match[str]) -> bool:
    """Whether a sentence begins with "since …", so that all of it sums up."""
    return match.start() < 3 and match[0].startswith("since")


def is_cumulative(spans: list[tuple[int, int, int]], start: int, end: int) -> bool:
    """Whether one of `spans` stands near enough to the count at document offsets `start` to `end`."""
    return any(
        end > brought and ((start < last and first - end < _BEHIND) or 0 <= start - last < _AHEAD)
        for first, last, brought in spans
    )


def is_mishap(folded: str, end: int) -> bool:
    """Whether the words behind a casualty word name a cause that is no attack: "in a car crash", "of cancer"."""
    return _MISHAP.match(folded, end) is not None


def is_obituary(folded: str, end: int) -> bool:
    """Whether "died", ending at `end`, goes on as obituaries do: "died at 74", "has died peacefully aged 86"."""
    return _OBITUARY.match(folded, end) is not None


def is_stopped(folded: str, end: int) -> bool:
    """Whether "killed", ending at `end`, goes on to those who stop attackers: "by officers"."""
    return _BY_GUARDS.match(folded, end) is not None


def is_stopped_after(folded: str, end: int) -> bool:
    """Whether "shot", ending at `end`, goes on to why: "by police after he had stabbed three people"."""
    guards = _BY_GUARDS.match(folded, end)
    return guards is not None and _DEED.match(folded, guards.end()) is not None


def shot_by_guards(folded: str) -> bool:
    """Whether a sentence tells of those who stop attackers as the ones who shot: "officer-involved", "by police"."""
    return _GUARDS_SHOT.search(folded) is not None


def is_recalled(text: Text, index: int) -> bool:
    """Whether sentence `index`, behind the lead, tells of another year than the publication's."""
    sentence = text.sentences[index]
    if ("ago" in sentence.folded or "earlier" in sentence.folded) and _YEARS_AGO.search(sentence.folded) is not None:
        return True
    if sentence.in_title or index <= sum(s.in_title for s in text.sentences[:3]):
        return False
    published = text.document.published
    years = _YEAR.findall(sentence.folded) if "19" in sentence.folded or "20" in sentence.folded else []
    if years:
        return published is not None and all(int(year) < published.year for year in years)
    return " last year" in sentence.folded


def sums_up(text: Text, index: int) -> bool:
    """Whether sentence `index` tells how many "have been killed" in what the two before it tell of as going on."""
    folded = text.sentences[index].folded
    if not (" have " in folded or " has " in folded) or _SO_FAR.search(folded) is None:
        return False
    before = text.sentences[max(0, index - 2) : index]
    return any(not _LATELY.match(m[0]) for s in before for m in _CUMULATIVE.finditer(s.folded))


def is_lately(text: Text, start: int) -> bool:
    """Whether the count that begins at `start` sums up days alone: "at least 30 have been killed since Saturday"."""
    sentence = text.sentence_at(start)
    if sentence is None or "since" not in sentence.folded:
        return False
    sums = list(_CUMULATIVE.finditer(sentence.folded))
    return bool(sums) and all(_LATELY.match(m[0]) for m in sums)
