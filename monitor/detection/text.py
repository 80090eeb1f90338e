"""A document cut once into paragraphs, sentences and tokens, with offsets that stay true to the original.

All matching is done on `Text.folded`: the full text in lower case with typographic apostrophes, quotes, dashes and
white space made plain, code point for code point, so that an offset into it is an offset into the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial, wraps
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from monitor.domain.document import Document

T = TypeVar("T")
Asked = TypeVarTuple("Asked")
_PLAIN = tuple(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200a": " ", "\u3000": " ", "\n": " ", "\r": " ", "\t": " ",
        "İ": "i",
    }.items()
)  # fmt: skip
_PLAIN_ASCII = tuple((mark, written) for mark, written in _PLAIN if mark.isascii())
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_BREAK = re.compile(r"\n\s*\n\s*")
# A sentence ends at . ! ? or an ellipsis, with closing quotes and brackets, before white space and what can begin one.
# Nothing in it is tried twice: a row of thousands of dots or spaces costs no more than it is long.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]»]*+(?=\s++[\"'“‘(\[«—–-]*+\s*+[A-Z0-9À-ÖØ-Þ])")
_LONGEST = 1_500
"""Characters of a sentence. What goes on longer (a list, a page without stops) is read in pieces, cut at a space: what
looks at all of a sentence for each thing in it must not cost the square of a document."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'“‘])(?:mr|mrs|ms|dr|prof|rev|hon|st|mt|ft|gen|lt|col|maj|capt|cpl|sgt|cmdr|adm|brig|pvt|pfc|det|"
    r"insp|supt|sen|rep|gov|pres|sec|dep|asst|no|nos|vs|etc|inc|ltd|co|corp|bros|approx|dist|ave|blvd|rd|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|sat|sun|"
    r"ala|ariz|ark|calif|colo|conn|del|fla|ga|ill|ind|kan|ky|la|mass|md|mich|minn|miss|mo|mont|neb|nev|okla|ore|pa|"
    r"tenn|tex|va|vt|wash|wis|wyo|i\.e|e\.g|a\.m|p\.m|u\.s|u\.k|u\.n|[a-z](?:\.[a-z])*)\.$",
    re.IGNORECASE,
)
# After these an upper-case word usually does begin a sentence: "at 9 p.m. The blast …", "in the U.S. The strike …".
_MAY_END = re.compile(r"(?:a\.m|p\.m|u\.s|u\.k|u\.n|inc|ltd|co|corp|etc|d\.c)\.$", re.IGNORECASE)
_OPENERS = frozenset(
    "the a an it he she they we i in on at but and this that these those there his her its their no police officials "
    "according after before when while one two three authorities witnesses".split()
)


class Token(NamedTuple):
    """One word, number or mark, with its span in the document.

    A tuple, since a frozen dataclass takes three times as long to make, and a text has a thousand.
    """

    text: str
    lower: str
    start: int
    end: int


_token = partial(tuple.__new__, Token)


@dataclass(eq=False)
class Sentence:
    """One sentence: span in the document, its place in it, tokens on demand."""

    source: Text
    index: int
    start: int
    end: int
    paragraph: int
    """0 for the title, 1 for the first paragraph of the body."""

    @property
    def in_title(self) -> bool:
        """Whether this sentence is (part of) the title."""
        return self.paragraph == 0

    @cached_property
    def text(self) -> str:
        """The sentence as written."""
        return self.source.full[self.start : self.end]

    @cached_property
    def folded(self) -> str:
        """The sentence in lower case and plain marks; offset 0 is `start`."""
        return self.source.folded[self.start : self.end]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers and marks in order."""
        full, folded = self.source.full, self.source.folded
        spans = map(re.Match.span, _TOKEN.finditer(full, self.start, self.end))
        # Not by the constructor of the named tuple, which is written in Python and takes twice as long.
        return tuple(map(_token, [(full[start:end], folded[start:end], start, end) for start, end in spans]))


class Text:
    """One document, cut once; every question of detection reads this."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.full = document.full_text
        self.folded = fold(self.full)
        self.body_start = len(document.title) + 2
        self.kept: dict[object, Any] = {}
        """What `kept_with_text` has worked out."""

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order, the title's first."""
        found: list[Sentence] = []
        for paragraph, (start, end) in enumerate(self._paragraphs()):
            for first, last in _split(self.full, start, end):
                found.append(Sentence(self, len(found), first, last, paragraph))
        return tuple(found)

    @cached_property
    def upper_case(self) -> bool:
        """Whether the body is written in capitals, as old wire copy is: then case tells nothing of names."""
        head = self.full[self.body_start : self.body_start + 2000]
        if 5 * sum(map(head.count, "aeiou")) >= len(head):
            return False  # the quick look: with a fifth of it small vowels, no four fifths of the letters are capitals
        letters = sum(map(str.isalpha, head))
        return letters > 40 and sum(map(str.isupper, head)) > 0.8 * letters

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds `offset`, if any."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        sentence = self.sentences[index]
        return sentence if offset < sentence.end else None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def _paragraphs(self) -> list[tuple[int, int]]:
        """Spans of the title and of the body's paragraphs; a single newline parts them unless the text is wrapped."""
        spans = [(0, len(self.document.title))]
        wrapped = self._hard_wrapped()
        at = self.body_start
        for block in _BREAK.split(self.full[self.body_start :]):
            start = self.full.index(block, at) if block else at
            at = start + len(block)
            if wrapped:
                spans.append((start, at))
                continue
            for line in block.splitlines(keepends=True):
                spans.append((start, start + len(line)))
                start += len(line)
        return spans

    def _hard_wrapped(self) -> bool:
        """Lines broken at a column: most are of like length and end in the middle of a sentence."""
        lines = [line for line in self.document.body.split("\n") if line.strip()]
        if len(lines) < 3:
            return False
        inner = [a for a, b in pairwise(lines) if a.rstrip()[-1:] not in ".!?:\"'”’" and len(a) >= 40]
        return len(inner) > 0.5 * len(lines) and max(map(len, lines)) <= 100


def fold(text: str) -> str:
    """Lower case and plain marks, code point for code point."""
    plain = text
    marks = _PLAIN_ASCII if text.isascii() else _PLAIN
    for mark, written in marks:  # nine times as fast as str.translate, which looks at each letter
        if mark in plain:
            plain = plain.replace(mark, written)
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Code points between two spans (start, end), in whatever order; 0 where they touch or overlap."""
    return max(0, one[0] - other[1], other[0] - one[1])


def _split(full: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence spans of the paragraph [start, end), trimmed of white space."""
    spans, begin = [], start
    for match in _END.finditer(full, start, end):
        if not _is_abbreviation(full, begin, match):
            spans.append((begin, match.end()))
            begin = match.end()
    spans.append((begin, end))
    pieces = [piece for span in spans for piece in _pieces(full, *span)]
    return [trimmed for piece in pieces if (trimmed := _trim(full, *piece))[0] < trimmed[1]]


def _pieces(full: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, in pieces of at most `_LONGEST` characters."""
    while end - start > _LONGEST:
        space = full.rfind(" ", start + 1, start + _LONGEST)
        cut = space if space > 0 else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _is_abbreviation(full: str, begin: int, match: re.Match[str]) -> bool:
    if match[0] != ".":
        return False
    head = full[max(begin, match.start() - 12) : match.end()]
    if not _ABBREVIATION.search(head):
        return False
    if not _MAY_END.search(head):
        return True
    following = re.match(r"\W*(\w+)", full[match.end() : match.end() + 40])
    return not (following and following[1].lower() in _OPENERS)


def _trim(full: str, start: int, end: int) -> tuple[int, int]:
    while start < end and full[start].isspace():
        start += 1
    while end > start and full[end - 1].isspace():
        end -= 1
    return start, end


def kept_with_text(work: Callable[[Text, *Asked], T]) -> Callable[[Text, *Asked], T]:
    """`work`, done once for each text and whatever else is asked about, however many events and rooms ask."""

    @wraps(work)
    def kept(text: Text, *asked: *Asked) -> T:
        key = work, asked
        try:
            found: T = text.kept[key]
        except KeyError:
            found = text.kept[key] = work(text, *asked)
        return found

    return kept
