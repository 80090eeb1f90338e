"""Tells an event that a text adds to the one told before it, and whose day it shares: "meanwhile", "a second bomb"."""

from __future__ import annotations

import re

_OPENS = "meanwhile|elsewhere|in addition|additionally|similarly|likewise|furthermore|moreover|finally"
_COUNTS = r"(?:\d|one|two|three|four|five|six|ten|dozen|person|people|man|woman|men)"
_ADDS = re.compile(
    rf"^\W*(?:{_OPENS})\b|\b(?:simultaneously|also)\b|\banother (?!{_COUNTS})"
    r"|\b(?:a|the) (?:second|third|fourth|fifth)\b|\b(?:two|three|four|five) (?:more|other)\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:earlier|previous\w*|past|last|ago|years?|months?|weeks?|recent\w*|since|later|subsequently|following|after"
    r"|before|had)\b"
)
"""Words of another time than that of what was told before."""


def adds(head: str) -> bool:
    """Whether a sentence, read as far as its event and folded, adds the event to what was told before."""
    return _ADDS.search(head) is not None


def holds_on(head: str) -> bool:
    """Whether it does so without a word of another time: then the day told last is the event's, too."""
    return adds(head) and _OTHER_TIME.search(head) is None
