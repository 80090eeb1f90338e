"""Mark-up left in a feed's text: tags and links made blank, entities read, and the way back to the document's offsets.

Live feeds come without; files for `monitor detect` and `replay` often hold a feed's raw text. "Kyiv&#8217;s" must read
as one word, so what was found behind it is moved back to where it stands in the document.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from monitor.domain.detection import Detection, Escalation, Evidence, Rejected
from monitor.domain.document import Document

_TAG = re.compile(r"<(?:[a-zA-Z/!][^<>]{0,2000})>")
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
"""One entity, or one whose ampersand was written as an entity again."""
_LINK = re.compile(r"https?://\S+")
_CURLY = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0", "''\"\"-- ")
_BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|div|h\d|blockquote|tr|table)\b", re.IGNORECASE)

Span = TypeVar("Span", Evidence, Escalation, Rejected)
Move = tuple[int, int]
"""From an offset on, how many code points more the document had up to there."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A document as detection reads it, and where its words stand in the document as it came."""

    document: Document
    original: Document
    moves: tuple[Move, ...] = ()

    def at(self, offset: int) -> int:
        """The offset in the original that `offset` in the plain document stands for."""
        index = bisect_right(self.moves, offset, key=lambda move: move[0])
        return offset + (self.moves[index - 1][1] if index else 0)

    def restore(self, found: Detection) -> Detection:
        """`found` in the plain document, with the spans and their words of the original."""
        if self.document is self.original:
            return found
        events = (replace(event, evidence=self._all(event.evidence)) for event in found.events)
        return replace(
            found,
            events=tuple(events),
            escalation=self._all(found.escalation),
            rejected=self._all(found.rejected),
        )

    def _all(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(self._one(span) for span in spans)

    def _one(self, span: Span) -> Span:
        start, end = self.at(span.start), self.at(span.end)
        return replace(span, start=start, end=end, text=self.original.full_text[start:end])


def plain(document: Document) -> Plain:
    """The document with tags and links blanked, each to as many code points as it had, and entities read."""
    if not any(mark in document.body or mark in document.title for mark in ("<", "&", "://")):
        return Plain(document, document)
    title, titled = _read(_blank(document.title).replace("\n", " "))
    body, told = _read(_blank(document.body))
    longer = titled[-1][1] if titled else 0
    moves = (*titled, *((at + len(title) + 2, more + longer) for at, more in [(0, 0), *told]))
    made = replace(document, title=title, text=body, summary=None)
    return Plain(made, document, moves if moves[-1][1] else ())


def without_markup(document: Document) -> Document:
    """The plain document alone."""
    return plain(document).document


def _blank(text: str) -> str:
    return _LINK.sub(lambda m: " " * len(m[0]), _TAG.sub(_of_tag, text))


def _of_tag(match: re.Match[str]) -> str:
    """Spaces; where the tag ends a block also a line break, so that sentences do not run into each other."""
    size = len(match[0])
    return "\n\n" + " " * (size - 2) if size >= 3 and _BLOCK.match(match[0]) else " " * size


def _read(text: str) -> tuple[str, list[Move]]:
    """Text with its entities read, and the moves that takes."""
    pieces: list[str] = []
    moves: list[Move] = []
    done = length = 0
    for entity in _ENTITY.finditer(text):
        meant = html.unescape(html.unescape(entity[0])).translate(_CURLY)
        pieces += [text[done : entity.start()], meant]
        length += entity.start() - done + len(meant)
        done = entity.end()
        moves.append((length, done - length))
    return "".join((*pieces, text[done:])), moves
