"""What stands right before and after a name: the words, the preposition that governs it, the dateline it may be in."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from monitor.detection.places.words import demonyms, words
from monitor.detection.text import Text

_NEXT = re.compile(r"(['’]s|(?<=s)['’])?([ \u00a0]{1,12}|-)([^\W_]+(?:['’.-][^\W\d_]+)*)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# "HUDSON, Fla. (AP) -", "Killingly (AP) —", "SAN SALVADOR, 3 JAN 90 -- [REPORT]": heads a paragraph, up to a dash.
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?:Update[^:\n]{0,20}: ?)?(?P<agency>\([A-Z][A-Z/-]{1,12}\) ?[-–—]+ ?)?"
    r"([A-ZÀ-Þ][\w'’.-]{1,20}(?: [A-Z][\w'’.-]{0,20}){0,3}(?: \([A-Z][A-Z ]{2,20}\))?"
    r"(?:, [A-Z0-9][\w.]{0,20}(?: [\w.]{1,20}){0,3}){0,2})"
    r",? ?(\([^)\n]{2,40}\) ?|\[[^\]\n]{2,40}\] ?)?(?:—|–|--|>>|- )"
)
_DATELINE_WITHIN = 700
# What follows the last of these in a title is the outlet's name: "… - Spokane, North Idaho News & Weather".
_OUTLET = re.compile(r" [-|] ")
# A local station names itself, and its town with itself: "- KAIT Jonesboro, AR - Region 8 News, weather".
_STATION = re.compile(r" [-|–] (?=[KW][A-Z]{2,3}\b)")
_OUTLET_WORDS = 10


class Surroundings(NamedTuple):
    """The neighbours of a name; empty where a sentence or a quotation ends between."""

    before: str
    mark: str
    """A comma or point between the word before and the name."""
    owned: bool
    """The word before is a possessive: Iraq's Green Zone."""
    after: str
    possessive: bool
    """The name itself is one: Iraq's army."""


def surroundings(full: str, start: int, end: int) -> Surroundings:
    """The words beside [start, end) in `full`."""
    match = _NEXT.match(full, end)
    after, possessive = (match[3].replace("’", "'"), match[1] is not None) if match else ("", False)
    head = full[max(0, start - 32) : start]
    bare = head.rstrip(" \u00a0")
    if not bare or len(bare) == len(head) or bare[-1] == "\n":
        return Surroundings("", "", False, after, possessive)
    mark = bare[-1] if bare[-1] in ".," else ""
    pieces = (bare[:-1] if mark else bare).split()
    word = pieces[-1].lstrip("\"“‘(['") if pieces else ""
    if not word[-1:].isalpha():
        return Surroundings("", "", False, after, possessive)
    return Surroundings(word, mark, word.endswith(("'s", "’s")), after, possessive)


def governing(folded: str, start: int) -> tuple[str | None, str]:
    """The preposition that governs the name at `start`, through "the northern city of", and the word before it."""
    head = folded[max(0, start - 70) : start]
    cut = max(head.rfind(". "), head.rfind(", "), head.rfind('" '), head.rfind(";"), head.rfind("  "))
    tokens = _WORD.findall(head, cut + 1)[-9:]
    of_at = -1
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        way = _way(tokens[at])
        if way is _Way.GOVERNS:
            return tokens[at], tokens[at - 1] if at else ""
        if way is _Way.ENDS:
            break
        if way is _Way.OF:
            of_at = at
    return ("of", tokens[of_at - 1] if of_at else "") if of_at >= 0 else (None, "")


class _Way(Enum):
    """What a word before a name says of a preposition before it."""

    OF, GOVERNS, PASSES, ENDS = range(4)


@lru_cache(maxsize=8192)
def _way(word: str) -> _Way:
    """Remembered, since five lists are asked for each word before each name."""
    lists = words()
    if word == "of":
        return _Way.OF
    if word in lists.locative:
        return _Way.GOVERNS
    passes = word in lists.middle or word in lists.qualifier or word in demonyms() or word.isdigit()
    return _Way.PASSES if passes else _Way.ENDS


def dateline_span(text: Text) -> tuple[int, int]:
    """The span of the dateline: of the first paragraph, or of one soon after, below a byline; empty where none is."""
    start = text.body_start
    for match in _DATELINE.finditer(text.full, max(0, start - 1), start + _DATELINE_WITHIN):
        if match["agency"] or match[3] or match[2].split()[0].rstrip(",").isupper():
            return match.start(2), match.end(2)
    return start, start


def outlet_start(text: Text) -> int:
    """Where in the title the outlet's own name begins; the title's end where it does not name it."""
    title_end = max(0, text.body_start - 2)
    station = _STATION.search(text.full, 0, title_end)
    if station:
        return station.end()
    marks = list(_OUTLET.finditer(text.full, 0, title_end))
    if not marks:
        return text.body_start
    names = [word for word in text.full[marks[-1].end() : text.body_start].split() if word[0].isalpha()]
    outlet = 0 < len(names) <= _OUTLET_WORDS and sum(word[0].isupper() for word in names) > 0.7 * len(names)
    return marks[-1].end() if outlet else text.body_start
