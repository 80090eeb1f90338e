"""The part that a country's name plays in one attack: whose soldiers, ships or ministers are struck.

A country is seldom named as the place of an attack on its own state; it is named by what was struck: "kills 29 Nigerien
soldiers", "Iran's chief of staff killed", "sank two Turkish ships". Told by where the name stands to the words of the
attack: after an active verb, or before a passive one. A person's nationality says less, since people travel; and of the
countries whose troops serve abroad their troops say nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.detection.draft import Anchor
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.standing import ABROAD, SAYS_OWN, WAR_ABROAD, context
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.taxonomy import PlacePrecision

_MAY_OWN = frozenset({ToponymRole.DEMONYM, ToponymRole.OTHER, ToponymRole.ORGANISATION, ToponymRole.SUBJECT})
_REACH = 32
"""Characters between the verb and the name of what it struck, and between the name and its passive verb."""
_PHRASE = re.compile(r"(?:['’]s)?((?:,? [\w'’-]+){1,5})")
_VERB = re.compile(
    r"\b(?:kill|hit|attack|wound|injure|target|strike|shell|bomb|sink|seize|abduct|kidnap|ambush|shoot|assassinate|"
    r"destroy|murder|massacre|capture|slaughter|stab|hurt|behead|execute)\w{0,4}\b|"
    r"\b(?:struck|sank|sunk|shot|slain|gunned down|blown up)\b"
)
_ACTIVE = re.compile(
    r" (?:has |have |had )?(?:captured|struck|kills|killed|hits|seizes|seized|sank|sinks|shells|shelled|bombs|bombed|"
    r"launched|launches|fires|fired|pounds|pounded|targets|targeted|destroys|destroyed|abducts|abducted|shot|shoots)\b"
)
_PARTICIPLE = re.compile(r"(?:ed|shot|struck|hit|hurt|slain|sunk|gunned down|blown up)$")
_PASSIVE = re.compile(
    r"\s*(?:[,.;:)]|$|(?:dead )?(?:by|in|at|after|near|on|when|during|as|amid|while|along|over|outside|inside|this|"
    r"last|and (?:\w+ )?(?:injured|wounded|hurt|missing)|\d+ others)\b)"
)
_ENDS = frozenset(
    "on in at of to from by after near with who that for and strike strikes airstrike airstrikes drone drones missile "
    "missiles rocket rockets shelling fire bombardment artillery offensive gunman gunmen".split()
)
_DOER = re.compile(r"\b(?:by|from|(?<!ing )of)\b")
"""But "the sinking of" is followed by what was sunk."""
_APART = re.compile(r"[,;:.]|\b(?:by|from|(?<!ing )of|as|after|while|and the)\b")
_WORTH = {"organ": 1.8, "thing": 1.3, "victim": 0.3}
_REPORTS = re.compile(
    r"(?:['’]s)? (?:[\w-]+ ){0,2}(?:president|premier|minister|ministry|army|military|police|officials?|government|"
    r"media|authorities|agency|tv|television|judiciary|governor|spokes\w+|navy|command|guard|leader)"
    r"( (?:say|says|said|condemn\w*|report|reports|reported|confirm\w*|mourn\w*|told|put|puts|blame\w*)\b)"
)
_FORCE = re.compile(
    r"(?:['’]s)? (?:(police\w*|security (?:forces|services|agents|officers)|riot police)|(?:coast|border)[ -]?guards?|"
    r"(?:[\w-]+ )?(?:army|troops|forces|soldiers|military|junta|paramilitar\w+|air force|navy|militia|rebels))\b"
)
_MEETS = 1.2
_CLASH = re.compile(r"\b(?:clash|clashes|clashed|gunfight|shoot-?out|firefight|gun ?battle|fighting|battles?)\b")
_SERVES_ABROAD = 0.2


def patient(text: Text, t: Toponym, anchor: Anchor) -> float:
    """What speaks for `t` since its state, its people or its things are struck by the attack of `anchor`."""
    if not _may_own(t) or t.sentence != anchor.sentence:
        return 0.0
    kind = _what(text.folded[t.end : t.end + 60])
    if kind is None:
        return 0.0
    if kind == "organ" and _meets(text.folded, t, anchor):
        return 0.0 if t.place.country_code in ABROAD else _MEETS
    if not _is_struck(text.folded, t, anchor):
        return 0.0
    return _SERVES_ABROAD if t.place.country_code in ABROAD else _WORTH[kind]


def is_afloat(text: Text, t: Toponym) -> bool:
    """Whether the name is the flag of a ship, which says little of where it was struck: "the Greek tanker"."""
    match = _PHRASE.match(text.folded, t.end, t.end + 60)
    told = match[1].replace(",", " ").split() if match else ()
    return next((word in context()["afloat"] for word in told if word in context()["thing"] or word in _ENDS), False)


def _may_own(t: Toponym) -> bool:
    return t.place.precision is PlacePrecision.COUNTRY and t.role in _MAY_OWN


@lru_cache(maxsize=2048)
def _what(after: str) -> str | None:
    """What the words after the name call: an organ of the state, a thing of its own, people."""
    match = _PHRASE.match(after)
    if match is None:
        return None
    for word in match[1].replace(",", " ").split():
        for kind in _WORTH:
            if word in context()[kind]:
                return kind
        if word in words().acts or word in _ENDS or word.isdigit():
            return None
    return None


def is_object(text: Text, t: Toponym, anchor: Anchor) -> bool:
    """Whether a name within the words of the attack stands after their verb, or does not stand at their head."""
    if t.place.precision is not PlacePrecision.COUNTRY or t.role is ToponymRole.LOCATIVE:
        return True
    return t.start > anchor.start and _VERB.search(text.folded, anchor.start, t.start) is not None


def does(text: Text, t: Toponym, anchor: Anchor) -> bool:
    """Whether a country's name is the subject of an active verb of attack: "Iran fired", "the U.S. captured"."""
    if t.role is not ToponymRole.OTHER or t.place.precision is not PlacePrecision.COUNTRY:
        return False
    if t.sentence != anchor.sentence or not anchor.start - 2 <= t.end <= anchor.end:
        return False
    return _ACTIVE.match(text.folded, t.end) is not None and not _is_passive(text.folded, t, anchor)


def reports(text: Text, t: Toponym) -> bool:
    """Whether an organ of the state tells of the attack, not as its own: "the Malian army says dozens were killed"."""
    if not _may_own(t):
        return False
    said = _REPORTS.match(text.folded, t.end)
    return said is not None and not SAYS_OWN.match(text.folded, said.start(1))


def fights_abroad(t: Toponym) -> bool:
    """Whether the country's forces often strike in another, so that it speaks of its own deeds."""
    return t.place.country_code in WAR_ABROAD


def serves_at_home(text: Text, t: Toponym) -> bool:
    """Whether the name is that of a state's police, or of the army of one that has no war abroad."""
    if not _may_own(t):
        return False
    match = _FORCE.match(text.folded, t.end)
    return match is not None and (match[1] is not None or t.place.country_code not in WAR_ABROAD)


def _meets(folded: str, t: Toponym, anchor: Anchor) -> bool:
    """Whether the state's forces meet another side, which they mostly do at home: "Saudi forces in deadly clash"."""
    ahead = 0 <= anchor.start - t.end <= 2 * _REACH
    return ahead and _CLASH.search(folded, anchor.start, anchor.end) is not None


def _is_struck(folded: str, t: Toponym, anchor: Anchor) -> bool:
    if anchor.start <= t.start < anchor.end:
        if _VERB.search(folded, anchor.start, t.start):
            return _DOER.search(folded, anchor.start, t.start) is None
        return _is_passive(folded, t, anchor)
    if t.start >= anchor.end:
        near = t.start - anchor.end <= _REACH
        return near and _APART.search(folded, anchor.end, t.start) is None
    return anchor.start - t.end <= 1.5 * _REACH and _is_passive(folded, t, anchor)


def _is_passive(folded: str, t: Toponym, anchor: Anchor) -> bool:
    """Whether the first verb of attack after the name is a passive one: "soldiers killed in", not "soldiers kill"."""
    verb = _VERB.search(folded, t.end, anchor.end)
    if verb is None or not _PARTICIPLE.search(verb[0]):
        return False
    return _PASSIVE.match(folded, verb.end()) is not None
