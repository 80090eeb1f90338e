"""Who wrote a text first: agency credits, datelines, and outlets that the text retells.

An agency is *credited* where the text is its copy: in the dateline, in the byline, as the last line, in a
copyright or "reporting by" note. It is *cited* where the outlet wrote the text but took the news from it
("police told AFP", "Reuters reported"). Both say that the text is no origin of its own; what follows from that is
decided in `monitor.incidents`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEAD = 400
_TAIL = 500
_CLOSING = 80
_DATELINE = re.compile(
    r"^\s*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’\- ]{2,30}(?:,\s+[A-Z][\w.'’\- ]{1,30}){0,2}?)"
    r"(?:,?\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:Jan|Feb|March|Mar|Apr|May|June|July|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2})?"
    r"\s*(?:\((?P<agency>[^()]{2,40})\)\s*(?:[—–-]{1,2}|:)?|(?:[—–]|--|\s-|:)\s)"
)
_LEADING_CREDIT = re.compile(r"^\s*\((?P<agency>[^()]{2,30})\)\s*(?:[—–:-]|--)?")
_REPORTED = r"(?:report(?:s|ed|ing)?|said|says|quoted|cited|news\s+agency|told)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Where a text comes from: agencies by short name, cited outlets, and the dateline's place."""

    agencies: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    dateline: str | None = None


def find_credit(text: str, *, byline: str | None = None, outlet: str = "") -> Credit:
    """Credits and citations of `text`; the outlet's own name is no citation."""
    dateline = _DATELINE.match(text[:_HEAD])
    agencies = _agencies_of(text, dateline, byline)
    return Credit(
        agencies=agencies,
        cites=tuple(name for name in _cited(text) if name not in agencies and name.lower() != outlet.lower()),
        dateline=_place(dateline["place"]) if dateline else None,
    )


def _agencies_of(text: str, dateline: re.Match[str] | None, byline: str | None) -> tuple[str, ...]:
    """Short names in the order found: dateline or leading bracket, byline, closing lines."""
    found: list[str] = []
    leading = dateline["agency"] if dateline and dateline["agency"] else None
    if leading is None and (match := _LEADING_CREDIT.match(text[:_HEAD])):
        leading = match["agency"]
    for part in (leading, byline, _closing(text), *_notes(text)):
        found += [name for name in _agencies_in(part or "") if name not in found]
    return tuple(found)


def _place(written: str) -> str:
    return re.sub(r"\s+", " ", written).strip(" ,.-")


def _closing(text: str) -> str:
    """The last line, where it is short enough to be a signature: "PA Media", "(Reuters)", "— AFP"."""
    last = text.rstrip().rsplit("\n", 1)[-1].strip()
    if len(last) <= _CLOSING:
        return last if not re.search(r"[a-z]{3,}.*[.!?]$", last) or last.startswith("(") else ""
    signature = re.search(r"(?:[.!?][\"”]?\s+(?:[—–-]+\s*|\()([\w .,/'-]{2,40})\)?|\(([\w .,/'-]{2,40})\))\s*$", last)
    return (signature[1] or signature[2]) if signature else ""


def _notes(text: str) -> list[str]:
    """Copyright, contribution and wire notes near the end, which name the writer of the whole text."""
    tail = text[-_TAIL:]
    return [match[0] for match in _note_pattern().finditer(tail)]


@cache
def _note_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:©|\(c\)|copyright)\s*(?:\d{4})?[^\n.]{0,60}"
        r"|(?:with|additional)\s+(?:inputs?|reporting|material|files?)\s+(?:from|by)[^\n.]{0,60}"
        r"|\(?reporting\s+by\b[^\n]{0,200}?(?:editing|writing)\s+by\b"
        r"|(?:contributed\s+to|contribution)[^\n.]{0,40}"
        r"|(?:source|via)\s*:\s*[^\n.]{0,30}",
        re.IGNORECASE,
    )


def _agencies_in(part: str) -> list[str]:
    """Agencies named in a short credit. "Reporting by … editing by …" without a name is Reuters' way of signing."""
    found = [_agency_aliases()[match[0]] for match in _agency_pattern().finditer(part)]
    if not found and re.match(r"\(?reporting\s+by\b", part, re.IGNORECASE):
        found = ["Reuters"]
    return list(dict.fromkeys(found))


def _cited(text: str) -> list[str]:
    """Outlets and agencies that the text retells, each once, in order of the text."""
    found = []
    for match in _cited_pattern().finditer(text):
        name = match["before"] or match["after"] or match["to"]
        found.append(_agency_aliases().get(name, name))
    return list(dict.fromkeys(found))


@cache
def _agency_aliases() -> dict[str, str]:
    aliases = {}
    for line in _lines("agencies.tsv"):
        short, names = line.split("\t")
        aliases.update(dict.fromkeys(names.split("|"), short))
    return aliases


@cache
def _agency_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_alternatives(list(_agency_aliases()))})(?![\w-])")


@cache
def _cited_pattern() -> re.Pattern[str]:
    names = _alternatives([*_agency_aliases(), *_lines("cited.tsv")])
    role = r"(?:\s+(?:news\s+agency|newspaper|news|television|TV|radio))?"
    return re.compile(
        rf"(?:according\s+to|reported\s+by|citing|quoted\s+by|first\s+reported\s+by)\s+(?:the\s+)?(?P<after>{names})(?![\w-])"
        rf"|\btold\s+(?:the\s+)?(?P<to>{names})(?![\w-])"
        rf"|(?<![\w-])(?P<before>{names}){role}\s+{_REPORTED}\b"
    )


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _lines(name: str) -> list[str]:
    text = files("monitor.articles").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
