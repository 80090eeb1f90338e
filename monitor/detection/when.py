"""When: date phrases found in a text, and the day that each event gets from them.

`find_dates` reads the phrases; `assign_dates` gives them to events. How phrases are told apart from those that date
the telling ("police said Tuesday") and what is not decided here: docs/decisions/0030.
"""

from __future__ import annotations

from datetime import datetime

from monitor.detection.dates.choose import assign_dates
from monitor.detection.dates.dated import Dated
from monitor.detection.dates.find import find_mentions
from monitor.detection.dates.mention import DateMention, MentionKind
from monitor.detection.text import Text

__all__ = ["DateMention", "Dated", "MentionKind", "assign_dates", "find_dates"]


_BLOCK = (" block of", " block on", " block in", " blk of")


def find_dates(text: Text, published: datetime | None) -> tuple[DateMention, ...]:
    """All date phrases of `text` in order, resolved against `published` (aware); without it weekdays stay open."""
    return tuple(found for found in find_mentions(text, published) if not _is_address(text, found))


def _is_address(text: Text, found: DateMention) -> bool:
    """Whether the number that looks like a year is of a house: "in the 1900 block of Lagrange Street"."""
    return text.folded.startswith(_BLOCK, found.end)
