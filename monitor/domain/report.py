"""What a worker hands to the desk about one article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.article import Article
from monitor.domain.detection import Detection


class Cue(StrEnum):
    """What an article says of itself, in its title or first lines."""

    CORRECTION = "correction"
    """It corrects what the outlet said before."""
    RETRACTION = "retraction"
    """It takes back what the outlet said before."""
    RETROSPECT = "retrospect"
    """It tells old news again: the week in pictures, on this day, an anniversary."""
    ROUNDUP = "roundup"
    """It tells many things: a live blog, a briefing, what we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What the desk compares articles by, computed by the worker (monitor/incidents/fingerprint.py)."""

    text_hash: str
    """xxh3-64 of the normalised title and text, in hex: equal for equal articles."""
    shingles: tuple[int, ...] = ()
    """Bottom-k sketch of the text's word shingles: the smallest 32-bit hashes, ascending."""
    size: int = 0
    """How many different shingles the text has; the sketch holds all of them where they are few."""
    words: tuple[str, ...] = ()
    """Telling words of the title and the first paragraphs, lower case, the most telling first."""
    names: tuple[str, ...] = ()
    """Words written as names anywhere in the text, lower case, the most telling first."""
    parties: tuple[str, ...] = ()
    """States (ISO codes) and armed groups that the title and the lead name."""
    doers: tuple[str, ...] = ()
    """Those of them whose attack the title or the lead speaks of."""
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article as the desk sees it. `article.text` is empty where no event was found (see docs/architecture)."""

    article: Article
    detection: Detection
    fingerprint: Fingerprint

    @property
    def id(self) -> str:
        """Idempotency key: the same article with the same text is the same report."""
        return f"{self.article.id}:{self.fingerprint.text_hash}"
