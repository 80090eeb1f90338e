"""A name in a text that may be a place's, on its way to a toponym."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from monitor.detection.places.gazetteer import Found, Row
from monitor.domain.detection import Place

OUTLET = "(outlet)"
"""Stands as the noun of a place in the outlet's own name at the end of a title."""


class ToponymRole(StrEnum):
    """How a place's name stands in its sentence."""

    LOCATIVE = "locative"
    """After a preposition of place, or before a noun that is one (a Gaza hospital)."""
    SUBJECT = "subject"
    """A government that acts: Israel struck."""
    SPEAKER = "speaker"
    """A government or a person of that place who speaks: Moscow said."""
    DATELINE = "dateline"
    DEMONYM = "demonym"
    ORGANISATION = "organisation"
    """Part of the name of an authority or body: Kharkiv police."""
    CONTAINER = "container"
    """The larger place after the place itself: Ohio in "Dayton, Ohio"."""
    OTHER = "other"


@dataclass(slots=True)
class Mention:
    """A candidate: its span, the gazetteer's readings, and what its surroundings say."""

    start: int
    end: int
    text: str
    key: str
    sentence: int
    found: tuple[Found, ...]
    role: ToponymRole = ToponymRole.OTHER
    preposition: str | None = None
    hint: Row | None = None
    """The larger place named right after it."""
    evidence: float = 0.0
    """Above zero where the words around it say that it is a place, below where they say that it is not."""
    chosen: Row | None = None
    score: float = 0.0
    words: str = ""
    """The words to show: the name with its direction or distance."""
    coarse: bool = False
    """The text gives a place some way off: "20 km north of"."""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place named in a text, and which place it is. `score` is 0..1: how sure the reading is."""

    start: int
    end: int
    text: str
    sentence: int
    place: Place
    role: ToponymRole
    preposition: str | None
    score: float
    noun: str = ""
    """The word that the name qualifies, in lower case: base in "an Iraqi base", forces in "Syria's forces"."""
    before: str = ""
    """The word before the preposition, in lower case: hospital in "a hospital in Lyon"."""
