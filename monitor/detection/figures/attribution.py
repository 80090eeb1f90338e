"""Who gives a figure, as its sentence says."""

from __future__ import annotations

import re

from monitor.detection.text import Sentence

_SAYING = (
    r"(?:said|says|reported|confirmed|told|announced|added|stated|claimed|spoke of|speaks of|puts?(?= (?:the|its) ))"
)
_AFTER = re.compile(r"\baccording to ([^,.;]{3,60})")
_CLAUSE = r"(?:^|[,;:—–] |\b(?:and|but|as|while|that|however|although)\b,? )"
_BEFORE = re.compile(rf"{_CLAUSE}(?:which |who |where |when )?((?:[\w'’./-]+ ){{1,7}}?){_SAYING}\b")
_INVERTED = re.compile(rf"(?:[,”\"'] ){_SAYING} ((?:the |a |an )?[\w'’ .-]{{3,50}}?)(?:[,.;]|\Z| on | in )")
_NAMELESS = frozenset({"he", "she", "they", "it", "who", "which", "we", "i", "that", "this", "it was", "also", "later"})
_QUOTES = " ,\"'“”‘’"
_LONGEST = 60


def attribution(sentence: Sentence) -> str | None:
    """Who speaks in the sentence, as written: "according to X", "X said", "… , said X"."""
    for pattern in (_AFTER, _BEFORE, _INVERTED):
        match = pattern.search(sentence.folded)
        words = sentence.text[match.start(1) : match.end(1)].strip(_QUOTES) if match else ""
        if 2 < len(words) <= _LONGEST and words.lower() not in _NAMELESS:
            return words
    return None
