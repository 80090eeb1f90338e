"""What a worker hands to the desk about one article."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.article import Article
from monitor.domain.detection import Detection


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What the desk compares articles by, computed by the worker (monitor/incidents/fingerprint.py)."""

    text_hash: str
    """xxh3-64 of the normalised text, in hex: equal for equal texts."""
    shingles: tuple[int, ...] = ()
    """Bottom-k sketch of the text's word shingles, ascending 64-bit hashes."""
    words: tuple[str, ...] = ()
    """Telling words of the text: names, numbers in words, rare nouns; lower case."""


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
