"""What an article says of itself: that it corrects, takes back, looks back, or tells many things at once."""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.text import fold
from monitor.domain.report import Cue
from monitor.incidents.tables import read_rows

LEAD = 400
"""Characters of the body in which a correction announces itself."""


def cues(title: str, body: str) -> tuple[Cue, ...]:
    """The cues in the title or the first lines.

    A retrospect or a round-up says so in its title; in a body the same words are most often background.
    """
    head = fold(title)
    lead = f"{head}\n{fold(body[:LEAD])}"
    found = []
    for cue, pattern in _patterns():
        if pattern.search(lead if cue in (Cue.CORRECTION, Cue.RETRACTION) else head):
            found.append(cue)
    return tuple(found)


@cache
def _patterns() -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    """One pattern for each cue: all rows of it together."""
    rows: dict[Cue, list[str]] = {}
    for cue, pattern in read_rows("cues.tsv"):
        rows.setdefault(Cue(cue), []).append(f"(?:{pattern})")
    return tuple((cue, re.compile("|".join(patterns), re.MULTILINE)) for cue, patterns in rows.items())
