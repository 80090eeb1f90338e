"""Names that stand in an aside: the text says something of the place, but not that the attack was there.

Told by the words right before and after the name: pro-Iran, a tanker linked to Cyprus, a village near Lyon, in response
to a raid on Haifa, the chief who planned the attack on Goma, a court where someone stood, a hospital named for a town.
"""

from __future__ import annotations

import re

from monitor.detection.places.inside import holds, identity
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.words import words
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

_BACK = 80
_SIDED = re.compile(r"(?<![^\W_])(?:pro|anti|non|counter)-$")
_STRIKE = (
    r"(?:attacks?|assaults?|strikes?|airstrikes?|raids?|massacres?|bombings?|barrages?|shelling|killings?|incursions?|"
    r"invasion|onslaught|offensive|shootings?)"
)
_BEFORE: tuple[tuple[re.Pattern[str], float], ...] = (
    # A town beside it.
    (re.compile(r"\b(?:bordering|lining|flanking|adjoining|abutting|(?:next|adjacent|close) to) (?:the )?$"), -2.0),
    (
        re.compile(
            r", (?:a|an|the) (?:[\w-]+ ){0,2}(?:city|town|village|suburb|settlement|area|district|community|"
            r"hamlet|camp|base)(?: [\w-]+){0,2} (?:near|outside|close to|(?:north|south|east|west)\w* of|from) "
            r"(?:the )?(?:city of )?$"
        ),
        -2.2,
    ),
    # Another attack, which this one answers, or by which the one who was struck is known.
    (
        re.compile(
            r"\b(?:response to|retaliation (?:for|to)|retaliating for|revenge for|reprisals? for|aveng\w+|"
            r"(?:hours|days?|weeks?|months?|years?) after) "
            rf"(?:the |an? |its |their |last )?(?:[\w'’-]+ ){{0,3}}{_STRIKE} (?:on|against|in) (?:the )?$"
        ),
        -1.4,
    ),
    (
        re.compile(
            r"\b(?:commander|leader|chief|militant|operative|mastermind|planner|architect|terrorist)s?"
            r"(?: (?:who|that)(?: had)? [a-z]+ed?| behind| of| accused of \w+ing| blamed for)? "
            r"(?:the |an? )?(?:[\w'’-]+ ){0,2}"
            rf"{_STRIKE} (?:on|against) (?:the )?$"
        ),
        -2.6,
    ),
    # Where someone was taken, or is on the way.
    (
        re.compile(
            r"\b(?:taken|transferred|flown|moved|escorted|extradited|deported|repatriated)"
            r" (?:[\w'’-]+ ){0,2}?to (?:an? |the )?$"
        ),
        -1.8,
    ),
    (
        re.compile(
            r"\b(?:arrested|detained|apprehended|caught|surrendered) (?:[\w'’-]+ ){0,2}?(?:in|at|outside|near)"
            r" (?:[\w'’-]+ ){0,5}$"
        ),
        -1.2,
    ),
    (re.compile(r"\b(?:told|speaking to|spoke to) (?:[\w'’-]+ ){1,3}(?:in|from) (?:the )?$"), -1.6),
    (re.compile(r"\b(?:flights?|planes?|bus|buses|trains?|ferry) (?:to|for) (?:the )?$"), -1.0),
    (re.compile(r"\b(?:leaving|fleeing|fled|left|heading|headed)\b[^.;]{0,40} for (?:the )?$"), -1.6),
)  # fmt: skip
_TIED = re.compile(
    r"\b(?:linked|tied|bound|loyal|belonging|connected|aligned|allied|related) (?:to|for|with) (?:the )?$"
)
_TIED_COSTS = -2.5
_BLAMED = re.compile(r"\bblam\w*\b[^.;]{10,90} (?:up)?on (?:the )?$")
_BLAMED_BACK = 120
_COURT = re.compile(
    r"(?:['’]s)? (?:(?:crown|magistrates['’]?|high|county|district|superior|federal|criminal|youth) ){0,2}court\b"
)
_TRIED = re.compile(
    r"\b(?:appear\w*|remanded|tried|heard|hearing|sentenced|convicted|pleaded|jailed|arraigned|bail)\b[^.;]{0,40}$"
)
_CARRIER = re.compile(r" (?:airlines?|airways)\b")
_NAMED_FOR = re.compile(
    r" (?:(?:[\w-]+ )?(?:hospital|school|mosque|church|university|college|hotel|gardens?|park|square|stadium|cathedral|"
    r"cemetery|hall|house|mall|theatre|theater|bridge|clinic|academy|street|road|avenue|lane|shopping centre))"
    r"(?P<rest>(?:,| in| at| near|,? outside)(?: the)?(?: (?:city|town|village|suburb|district) of)? $)"
)
_BUILDING = re.compile(r" (?:hospital|school|mosque|church|university|college|hotel|clinic|academy)\b")
_OWNER = re.compile(r"['’]s?[ \u00a0]$")
_NOWHERE = -3.0
_FINE = (PlacePrecision.CITY, PlacePrecision.SITE)


def takes_side(folded: str, t: Toponym) -> bool:
    """Whether the name only says for or against whom: pro-Iran protests, an anti-Israeli mob."""
    return _SIDED.search(folded, max(0, t.start - 9), t.start) is not None


def aside(folded: str, t: Toponym, before: Toponym | None, after: Toponym | None) -> float:
    """What speaks against `t` since it stands in an aside; `before` and `after` are its neighbours. 0 where nothing."""
    back = max(0, t.start - _BACK)
    weight = min((cost for found, cost in _BEFORE if found.search(folded, back, t.start)), default=0.0)
    if _TIED.search(folded, back, t.start) and t.noun not in words().acts:
        weight = min(weight, _TIED_COSTS)  # a tanker linked to it, not two men linked to its bombing
    if _COURT.match(folded, t.end) and _TRIED.search(folded, back, t.start):
        weight = min(weight, -2.5)
    if is_carrier(folded, t):
        weight = min(weight, -1.5)
    if _BLAMED.search(folded, max(0, t.start - _BLAMED_BACK), t.start):
        weight = min(weight, -2.0)
    if (after is not None and _gives_name(folded, t, after.place, after.start)) or _owned(folded, t, before):
        weight = min(weight, _NOWHERE)
    return weight


def is_carrier(folded: str, t: Toponym) -> bool:
    """Whether the name is an airline's, which flies everywhere."""
    return _CARRIER.match(folded, t.end) is not None


def _gives_name(folded: str, t: Toponym, place: Place, start: int) -> bool:
    """Whether a building, park or street is named for it that lies in `place`: "Lyon Street in Dover"."""
    if t.place.precision is PlacePrecision.COUNTRY or t.role is ToponymRole.DEMONYM or start - t.end > 45:
        return False
    last = t.start + t.text.rfind(" ") if " " in t.text else t.end
    named = _NAMED_FOR.fullmatch(folded, t.end, start) or _NAMED_FOR.fullmatch(folded, last, start)
    return named is not None and _apart(t.place, place)


def _owned(folded: str, t: Toponym, before: Toponym | None) -> bool:
    """Whether a building of another place bears it: "Gaza's Al-Quds hospital"."""
    if before is None or before.place.country_code == t.place.country_code or t.place.precision not in _FINE:
        return False
    owner = 1 < t.start - before.end < 4 and _OWNER.search(folded, before.end, t.start) is not None
    return owner and _BUILDING.match(folded, t.end) is not None


def _apart(a: Place, b: Place) -> bool:
    return identity(a) != identity(b) and not holds(a, b) and not holds(b, a)
