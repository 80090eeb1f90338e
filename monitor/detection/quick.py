"""How promising a headline is, in microseconds: decides in which order entries are worked on, never what they are."""

from __future__ import annotations

from functools import cache

from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import fold


@cache
def _words() -> PhraseMatcher[float]:
    return PhraseMatcher((phrase, float(weight)) for phrase, weight in read_tsv("promise.tsv"))


def promise(title: str, summary: str = "") -> float:
    """0..1: how much a title and summary sound like a fresh attack. Words of the summary count half."""
    doubt = 1.0
    for text, share in ((title, 1.0), (summary[:400], 0.5)):
        for match in _words().find(fold(text).replace("-", " ")):
            doubt *= 1.0 - share * match.payload if match.payload > 0 else 1.0 - match.payload
    return max(0.0, min(1.0, 1.0 - doubt))
