"""Reads the toll that an ordinal gives: "a choirboy becomes the 64th victim"."""

from __future__ import annotations

import re

from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.people import People
from monitor.detection.figures.quantity import Form, Quantity
from monitor.detection.figures.scope import cumulative_spans, is_cumulative
from monitor.detection.text import Text

_NOUNS = ("victim", "person", "fatality", "death")
_HINTS = tuple(f"{end} {noun}" for end in ("st", "nd", "rd", "th") for noun in _NOUNS)
_NTH = re.compile(
    r"\b(?P<how>becomes|became|become|is|was) (?:the |its |their )?(?P<nth>\d{1,4})(?:st|nd|rd|th) "
    r"(?P<who>fatality|death|(?:victim|person) (?:to die|to lose|killed)|victim)\b"
)


def ordinal_tolls(text: Text) -> list[Casualty]:
    """The tolls told by which victim somebody is; who "is the 9th victim" of a cheat need not be dead."""
    if not any(hint in text.folded for hint in _HINTS):
        return []
    told = [m for m in _NTH.finditer(text.folded) if m["how"].startswith("bec") or m["who"] != "victim"]
    return [found for match in told if (found := _toll(text, match)) is not None]


def _toll(text: Text, match: re.Match[str]) -> Casualty | None:
    sentence, count = text.sentence_at(match.start()), int(match["nth"])
    if sentence is None:
        return None
    return Casualty(
        fate=Fate.KILLED,
        people=(People(quantity=Quantity(count, count, Form.NUMBER, 0), who="victim", plural=True),),
        start=match.start("nth"),
        end=match.end(),
        sentence=sentence.index,
        toll=True,
        cumulative=is_cumulative(cumulative_spans(sentence), match.start(), match.end()),
    )
