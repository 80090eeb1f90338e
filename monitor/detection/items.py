"""Whether a text reports several stories, as a digest, a bulletin or a live page does, and where each begins.

Only the form is read: the clauses of a title, and paragraphs that begin alike, with a bullet, an hour, a label or a
dateline. Whether two items tell of one attack is decided where mentions are joined: points of one story have this form
too.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from monitor.detection.text import Text, kept_with_text

_CLAUSE = re.compile(r"; | [|•·] ")
"""What parts the clauses of a title: "Blast in Kabul; gunmen shoot judge in Bogota"."""
_BULLET = r"[-*•·●▪◦‣»>+] *\S"
_HOUR = r"\(?\d{1,2}[:.h]\d{2}\b"
_NUMBER = r"\(?\d{1,2}[.)] "
_LABEL = r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2}: "
_DATELINE = r"[A-Z][A-Z .'’-]{2,30}(?:[,(][^\n]{0,25})? ?[-–—:] "
_FORMS = tuple(re.compile(form) for form in (_BULLET, _HOUR, _NUMBER, _LABEL, _DATELINE))
"""With what a paragraph begins that is an item; two that begin alike make a list."""
_LEAST = 2


class Items:
    """The items of a text: where each begins."""

    def __init__(self, text: Text) -> None:
        clauses = [] if text.upper_case else _clauses(text)
        parts = [] if text.upper_case else [*clauses, *_paragraphs(text)]
        self.several = bool(parts)
        """Whether the text has more than one; else nothing parts it."""
        self._starts = sorted({*parts, text.body_start}) if parts else []
        self.clauses = len(clauses) + 1
        """Number of the item with which the body begins; those above it are of a list."""

    def at(self, offset: int) -> int:
        """Which item holds the offset."""
        return bisect_right(self._starts, offset)


@kept_with_text
def items_of(text: Text) -> Items:
    """The items of the text, read once: the mentions ask, and what is between them."""
    return Items(text)


def _clauses(text: Text) -> list[int]:
    """Where the further clauses of the title begin."""
    return [found.end() for found in _CLAUSE.finditer(text.document.title)]


def _paragraphs(text: Text) -> list[int]:
    """Where the body's paragraphs begin that are items; empty where they are no list."""
    firsts: dict[int, int] = {}
    for sentence in text.sentences:
        if not sentence.in_title:
            firsts.setdefault(sentence.paragraph, sentence.start)
    if len(firsts) < _LEAST:
        return []
    alike = max(([start for start in firsts.values() if form.match(text.full, start)] for form in _FORMS), key=len)
    return alike if len(alike) >= _LEAST else []
