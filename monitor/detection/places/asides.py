"""Names that stand in an aside: the text says something of the place, but not that the attack was there.

Told by the words right before and after the name: pro-Iran, a tanker linked to Cyprus, a village near Lyon, in response
to a raid on Haifa, the chief who planned the attack on Goma, a court where someone stood, a hospital named for a town.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.inside import holds, identity
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.words import words
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

_BACK = 80
_SIDED = re.compile(r"(?<![^\W_])(?:pro|anti|non|counter|trans)-$")
_TIED_COSTS = -2.5
_TIES = ("to", "for", "with")
_ON = ("on", "upon")
_ARTICLES = ("the", "a", "an")
_BLAMED = re.compile(r"\bblam\w*\b(?:(?!  )[^.;]){10,90} (?:up)?on (?:the )?$")
"""Within one sentence: two blanks part the title from the text."""
_BLAMED_BACK = 120
_BESIDE = re.compile(
    r", (?:(?:some|about|just|around|roughly) )?(?:[\d.,]+ ?(?:km|kilomet(?:er|re)s|miles) )?(?:to the )?"
    r"(?:(?:north|south|east|west)[\w-]* of|outside|near|close to|not far from|from) (?:the )?"
    r"(?:capital(?: city)?(?: of)?,? |(?:city|town) of )?"
)
"""Between a town's name and that of a larger one beside it."""
_BESIDE_REACH = 60
_BESIDE_COSTS = -2.2
_CARRIER = re.compile(r" (?:airlines?|airways)\b")
_OWNER = re.compile(r"['’]s?[ \u00a0]$")
_NOWHERE = -3.0
_FINE = (PlacePrecision.CITY, PlacePrecision.SITE)


class Asides(NamedTuple):
    """The patterns of places_asides.tsv, compiled."""

    before: Mapping[str, tuple[tuple[re.Pattern[str], float], ...]]
    """By the last word before a name: what may stand there, and what it costs."""
    anything: tuple[tuple[re.Pattern[str], float], ...]
    """The same, whatever word is the last."""
    tied: re.Pattern[str]
    court: re.Pattern[str]
    tried: re.Pattern[str]
    named_for: re.Pattern[str]
    """Between a name and the next: the first is that of a building there."""
    building: re.Pattern[str]


@cache
def asides() -> Asides:
    """The table, read once."""
    parts: dict[str, str] = {}
    before: dict[str, list[tuple[re.Pattern[str], float]]] = defaultdict(list)
    for kind, name, cell, *ends in read_tsv("places_asides.tsv"):
        if kind == "before":
            found = re.compile(_written(cell, parts) + "$"), float(name)
            for end in ends[0].split() if ends else "*":
                before[end].append(found)
        else:
            parts[name] = f"(?:{'|'.join(cell.split())})" if kind == "WORDS" else cell
    return Asides(
        before={end: (*found, *before["*"]) for end, found in before.items() if end != "*"},
        anything=tuple(before["*"]),
        tied=re.compile(_written(r"\b{TIED} (?:to|for|with) (?:the )?$", parts)),
        court=re.compile(_written(r"(?:['’]s)? (?:{COURT} ){0,2}court\b", parts)),
        tried=re.compile(_written(r"\b{TRIED}\b[^.;]{0,40}$", parts)),
        named_for=re.compile(
            _written(
                r" (?:(?:[\w-]+ )?{NAMED})"
                r"(?P<rest>(?:,| in| at| near|,? outside)(?: the)?(?: (?:city|town|village|suburb|district) of)? $)",
                parts,
            )
        ),
        building=re.compile(_written(r" {BUILDING}\b", parts)),
    )


def _written(cell: str, parts: Mapping[str, str]) -> str:
    """The pattern with its pieces in place of their names."""
    return _PIECE.sub(lambda match: parts[match[1]], cell)


_PIECE = re.compile(r"\{([A-Z]+\d?)\}")


def takes_side(folded: str, t: Toponym) -> bool:
    """Whether the name only says for or against whom: pro-Iran protests, an anti-Israeli mob."""
    return _SIDED.search(folded, max(0, t.start - 9), t.start) is not None


def aside(folded: str, t: Toponym, before: Toponym | None, after: Toponym | None) -> float:
    """What speaks against `t` since it stands in an aside; `before` and `after` are its neighbours. 0 where nothing."""
    listed, back = asides(), max(0, t.start - _BACK)
    last = _last_word(folded[back : t.start])
    fitting = listed.before.get(last, listed.anything) if last else ()
    weight = min((cost for found, cost in fitting if found.search(folded, back, t.start)), default=0.0)
    if last in _TIES and listed.tied.search(folded, back, t.start) and t.noun not in words().acts:
        weight = min(weight, _TIED_COSTS)  # a tanker linked to it, not two men linked to its bombing
    if listed.court.match(folded, t.end) and listed.tried.search(folded, back, t.start):
        weight = min(weight, -2.5)
    if is_carrier(folded, t):
        weight = min(weight, -1.5)
    if last in _ON and _BLAMED.search(folded, max(0, t.start - _BLAMED_BACK), t.start):
        weight = min(weight, -2.0)
    if before is not None and _lies_beside(folded, t, before):
        weight = min(weight, _BESIDE_COSTS)
    if (after is not None and _gives_name(folded, t, after.place, after.start)) or _owned(folded, t, before):
        weight = min(weight, _NOWHERE)
    return weight


def _last_word(lead: str) -> str:
    """The last word before a name, an article aside; "" where no blank parts them."""
    if not lead.endswith(" "):
        return ""
    found = lead.rsplit(None, 2)[-2:]
    last = found[0] if found and found[-1] in _ARTICLES else found[-1] if found else ""
    return last.lstrip("\"'([")


def _lies_beside(folded: str, t: Toponym, before: Toponym) -> bool:
    """Whether it only tells where the place named before it lies: "Logan, south of Brisbane"."""
    if before.role is ToponymRole.DEMONYM or before.place.precision is PlacePrecision.COUNTRY:
        return False
    return t.start - before.end < _BESIDE_REACH and _BESIDE.fullmatch(folded, before.end, t.start) is not None


def is_carrier(folded: str, t: Toponym) -> bool:
    """Whether the name is an airline's, which flies everywhere."""
    return _CARRIER.match(folded, t.end) is not None


def _gives_name(folded: str, t: Toponym, place: Place, start: int) -> bool:
    """Whether a building, park or street is named for it that lies in `place`: "Lyon Street in Dover"."""
    if t.place.lat is None and t.place.precision is PlacePrecision.SITE:
        return False  # it is the street itself, not the town that it is named for
    if t.place.precision is PlacePrecision.COUNTRY or t.role is ToponymRole.DEMONYM or start - t.end > 45:
        return False
    last = t.start + t.text.rfind(" ") if " " in t.text else t.end
    named = asides().named_for.fullmatch(folded, t.end, start) or asides().named_for.fullmatch(folded, last, start)
    return named is not None and _apart(t.place, place)


def _owned(folded: str, t: Toponym, before: Toponym | None) -> bool:
    """Whether a building of another place bears it: "Gaza's Al-Quds hospital"."""
    if before is None or before.place.country_code == t.place.country_code or t.place.precision not in _FINE:
        return False
    owner = 1 < t.start - before.end < 4 and _OWNER.search(folded, before.end, t.start) is not None
    return owner and asides().building.match(folded, t.end) is not None


def _apart(a: Place, b: Place) -> bool:
    return identity(a) != identity(b) and not holds(a, b) and not holds(b, a)
