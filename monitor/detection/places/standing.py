"""What speaks for each toponym of a text as the place of an attack, whichever attack it is.

A locative before a town speaks most; a doer, a speaker, the place from which something was fired, where someone
lives, was treated or gave a statement, speaks against. The weights were set on half of news_dev and checked on
gun_violence_dev.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.asides import aside
from monitor.detection.places.gazetteer import is_capital
from monitor.detection.places.inside import identity
from monitor.detection.places.mention import OUTLET, Toponym, ToponymRole
from monitor.detection.places.seats import SITES, stands_for_state
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.taxonomy import PlacePrecision

_FINE = {
    PlacePrecision.SITE: 1.1, PlacePrecision.CITY: 1.0, PlacePrecision.REGION: 0.5,
    PlacePrecision.COUNTRY: 0.0, PlacePrecision.UNKNOWN: 0.0,
}  # fmt: skip
_ROLE = {
    ToponymRole.LOCATIVE: 1.6, ToponymRole.OTHER: 0.6, ToponymRole.ORGANISATION: 0.3, ToponymRole.CONTAINER: 0.0,
    ToponymRole.SUBJECT: -1.2, ToponymRole.SPEAKER: -1.5, ToponymRole.DATELINE: -0.4, ToponymRole.DEMONYM: -1.0,
}  # fmt: skip
# Beside "in" and "at": from where it came, whose people, whither someone was taken, who did it.
_PREPOSITION = {
    "from": -2.6, "of": -0.7, "to": -0.7, "toward": -1.4, "towards": -1.4, "by": -1.8, "with": -1.0,
    "between": -3.0, "for": -0.8, "against": -0.2,
}  # fmt: skip
_OUTLET_WEIGHT = -1.5
_GOVERNMENTS = frozenset({ToponymRole.SUBJECT, ToponymRole.SPEAKER})
_LOOSE = frozenset({ToponymRole.OTHER, ToponymRole.ORGANISATION})
_COMPASS = frozenset(f"{a}{b}" for a in ("north", "south", "") for b in ("east", "west", "")) - {""}
_HOSPITAL = re.compile(
    r"\b(?:to|at) (?:a |an |the )?(?:[\w'-]+ ){0,4}(?:hospitals?|clinic|medical cent(?:er|re)|trauma cent(?:er|re)) "
    r"(?:in|near|outside) (?:the )?(?:[\w-]+ )?$"
)
_SHELTERED = frozenset({"families", "refugees", "migrants", "residents", "family"})
_SHELTERS = re.compile(r"\b(?:hous|shelter|host)(?:ing|ed|es|s|ers)\b[^.;,]{0,36}$")
"""Before displaced people: the place where they found shelter is the one that was struck."""
_PATIENT_AT = re.compile(
    r"\b(?:taken|rushed|airlifted|flown|driven|transported|transferred|brought|treated|died|dies|dead|hospitali[sz]ed|recovering|"
    r"succumb\w*|listed|pronounced|condition|recover|surgery|walked|arrived)\b"
    r"[^.;]{0,45}\b(?:to|at|in) (?:the |a )?(?:[\w-]+ )?$"
)
"""Before a hospital's name: the wounded were brought there."""
_BORDER = re.compile(r"\b(?:border|borders|frontier|boundary|crossings?) (?:with|to|of|into|and)? ?(?:the )?$")
SAYS_OWN = re.compile(
    r" (?:say|says|said|claims|claimed|confirms|confirmed|announced|announces) "
    r"(?:that )?(?:it|its|they|their|our)\b"
)
_BLAMED = re.compile(
    r"\b(?:blam|accus|condemn|denounc|slam|slamm|criticis|criticiz|rebuk|lambast)(?:e|es|ed|ing|s) (?:on )?(?:the )?$"
)
_HELD = re.compile(r"\b(?:held|taken|kept|captive|hostages?|prisoner|dragged|brought)\b[^.;,]{0,24}$")
"""Before the place to which captives were brought."""
_KILLED_THERE = re.compile(r"\b(?:kills?|killed|killing|shot|shoots?|shooting|murdered|dead)\b[^.;]*$")
"""Before hostages or captives: what befell them was where they are held."""
_TAKEN_FROM = re.compile(
    r"\b(?:abduct\w*|kidnap\w*|snatch\w*|seiz\w+|stole|stolen)\b[^.;]{0,30} from (?:an? |the )?(?:[\w-]+ )?$"
)
"""Before the place that people or things were taken from by force: the attack was there."""
_PLACING = frozenset({"in", "inside", "at", "near", "outside", "off", "across", "within", "into", "throughout"})
_AIMED = frozenset({"on", "against", "at", "targeting", "hitting", "striking"})
ABROAD = frozenset({"US", "GB", "FR"})
"""Countries whose bases and troops that come under attack mostly stand in another country."""
WAR_ABROAD = frozenset("US GB FR IL RU UA TR IR SA RW PK TH KH AZ AM KP".split())
"""Countries whose forces often strike in another."""
_AGE = re.compile(
    r", of $|\b\d{1,2}, (?:both |all )?of $|\b(?:man|woman|resident|native|teen|boy|girl|couple|family) (?:from|of) $|"
    r"\b\d+-year-old (?:[a-z'.-]+ ){1,3}(?:of|from) $|, aged? \d+,? (?:of|from) $"
)
_TREATED_AFTER = re.compile(
    r" (?:recovering|for (?:medical )?treatment|in (?:critical|serious|stable) condition|"
    r"where (?:he|she|they)(?: (?:was|were|is|are|later|both|has|had|remains?))* "
    r"(?:pronounced|treated|listed|declared|died|recovering|undergo\w*|hospitali[sz]ed|"
    r"in (?:critical|serious|stable)))\b"
)
"""After a town's name: the wounded were brought there."""
_SUFFERS = re.compile(
    r" (?:says |said )?(?:it |they )?(?:has |have |had )?(?:shot down|intercepted|downed|repelled)\b"
    r"| (?:says |said )?(?:that )?its air defen[cs]e"
    r"|['’]s air defen[cs]es? (?:[\w-]+ )?(?:engag|intercept|shot|down|repel)"
    r"| (?:(?:was|is|were|came|comes|again|has been) )*"
    r"(?:hit|attacked|struck|bombed|targeted|shelled|pounded|under attack|under fire)"
    r"(?: (?:by|again|overnight|on|with)\b|[.,]|$)"
)
_DOWNED = re.compile(r"\b(?:shot down|downed|intercepted|destroyed|brought down)(?: [\w-]+){0,3} by (?:the )?$")
"""Before those who shot it down, where they stand."""
_AND = re.compile(r" and |, | and the |/|, and ")
_POSSESSIVE = re.compile(r"['’]s? ((?:[\w-]+ ?){1,3})")
_PHRASE = re.compile(r"(?:['’]s)? ((?:[\w-]+ ?){1,3})")
FAR = re.compile(
    r"([\d.,]+)[ -]?(nautical miles?|nm|km|kilometers?|kilometres?|miles?|mi)\b(?: \([^)]*\))?(?: to the)?"
    r"(?: (?:north|south|east|west|outside|away|off)[\w-]*)*(?: (?:of|from|off))?(?: the)?(?: [\w-]+ of)? *$"
)
"""A distance before a name: 20 km north of."""


@cache
def context() -> dict[str, frozenset[str]]:
    """The word lists of places_context.tsv by kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, line in read_tsv("places_context.tsv"):
        found[kind].update(line.split())
    return {kind: frozenset(listed) for kind, listed in found.items()}


class Standing:
    """Weighs the toponyms of one text."""

    def __init__(self, text: Text, toponyms: Sequence[Toponym]) -> None:
        self.folded = text.folded
        self.toponyms = toponyms
        listed = context()
        self.elsewhere, self.actor, self.victim = listed["elsewhere"], listed["actor"], listed["victim"]
        self.border, self.unrest, self.camp = (listed[k] for k in ("border", "unrest", "camp"))
        self.care, self.government = listed["care"], listed["government"]
        self.gangs = listed["named_for"]
        self.states = self.government | listed["state"]
        self._next = {a.start: b for a, b in pairwise(toponyms)}
        self._last = {b.start: a for a, b in pairwise(toponyms)}
        self._often = Counter(identity(t.place) for t in toponyms)

    def weigh(self) -> dict[int, float]:
        """The weight of each toponym by its start."""
        weights = {t.start: self._weight(t) for t in self.toponyms}
        for a, b in reversed(list(pairwise(self.toponyms))):
            if a.preposition == "between" and self.folded[a.end : b.start] == " and ":
                weights[b.start] = min(weights[b.start], weights[a.start])
            if self._acts_with(a, b) and weights[b.start] <= -0.5:
                weights[a.start] = min(weights[a.start], -0.8)
            if b.role is ToponymRole.CONTAINER and b.sentence == a.sentence:
                weights[b.start] = min(weights[b.start], weights[a.start])  # a victim "of Miami, Florida"
        self._lower_seats(weights)
        self._raise_datelined(weights)
        return weights

    def _raise_datelined(self, weights: dict[int, float]) -> None:
        """The town of the dateline, where the text itself puts something there, is more than where it was filed."""
        filed = {identity(t.place) for t in self.toponyms if t.role is ToponymRole.DATELINE}
        for t in self.toponyms:
            if t.role is ToponymRole.LOCATIVE and weights[t.start] > _PUT_THERE and identity(t.place) in filed:
                weights[t.start] += 0.5

    def _lower_seats(self, weights: dict[int, float]) -> None:
        """The capital of a country that acts is where it decides, more than where it acts."""
        doers = {t.place.country_code for t in self.toponyms if t.role is ToponymRole.SUBJECT and weights[t.start] < 0}
        for t in self.toponyms:
            if t.place.country_code in doers and t.place.precision is PlacePrecision.CITY and is_capital(t.place):
                weights[t.start] -= 0.8

    def _acts_with(self, a: Toponym, b: Toponym) -> bool:
        """In "U.S. and Israeli airstrikes" the first acts too."""
        there = a.role is ToponymRole.LOCATIVE and a.preposition in _PLACING
        if a.place.precision is not PlacePrecision.COUNTRY or there or b.start - a.end > 9:
            return False
        return _AND.fullmatch(self.folded, a.end, b.start) is not None

    def _weight(self, t: Toponym) -> float:
        if t.noun == OUTLET:
            return _OUTLET_WEIGHT
        weight = _ROLE[t.role] + self._by_role(t) + self._by_noun(t) + self._by_kind(t)
        if t.role not in _GOVERNMENTS:
            weight += _FINE[t.place.precision]
        weight += aside(self.folded, t, self._last.get(t.start), self._next.get(t.start))
        if self._suffers(t):
            weight += 2.6
        often = 0.15 * min(4, self._often[identity(t.place)] - 1)
        return weight + (often if weight > 0 else 0.0)

    def _by_role(self, t: Toponym) -> float:
        if t.role is ToponymRole.LOCATIVE:
            return self._as_locative(t)
        if t.role is ToponymRole.DEMONYM:
            return self._as_demonym(t)
        if t.role is ToponymRole.SPEAKER and SAYS_OWN.match(self.folded, t.end) is None:
            return 0.6
        return 0.0

    def _as_locative(self, t: Toponym) -> float:
        weight = _PREPOSITION.get(t.preposition or "", 0.0)
        if t.place.name in SITES and t.preposition in ("at", "in", "from"):
            weight -= 2.0
        held = _HELD.search(self.folded, max(0, t.start - 40), t.start)
        if held and not _KILLED_THERE.search(self.folded, max(0, held.start() - 40), held.start()):
            weight -= 1.2
        if t.preposition == "from" and self._is_near_or_left(t):
            weight += 2.6
        if self._stays_elsewhere(t) or _HOSPITAL.search(self.folded, max(0, t.start - 50), t.start):
            weight -= 1.6
        if t.noun == "hospital" and t.preposition == "to":
            weight -= 2.0
        elif t.noun in self.care and _PATIENT_AT.search(self.folded, max(0, t.start - 90), t.start):
            weight -= 2.4
        if t.place.precision is PlacePrecision.COUNTRY:
            if t.place.country_code in WAR_ABROAD:
                weight -= 2.8 if t.noun in _BLOWS else 1.0 if t.noun in self.actor else 0.0
            weight -= 1.4 if t.preposition == "of" and t.noun.endswith("ing") else 0.0
        if t.preposition == "near" and t.place.precision in _WIDE:
            weight -= 0.5
        if t.preposition == "of" and t.before in _COMPASS:
            measured = FAR.search(self.folded, max(0, t.start - 60), t.start) is not None
            weight += _MEASURED if measured else -0.8
        if self._speaks_for_state(t) or (t.preposition in _BROUGHT and _TREATED_AFTER.match(self.folded, t.end)):
            weight -= 1.6
        if _AGE.search(self.folded, max(0, t.start - 48), t.start):
            weight -= 1.5
        return weight

    def _is_near_or_left(self, t: Toponym) -> bool:
        """Whether "from" tells a distance from the town, "20km from Kupiansk", or whence someone was taken by force."""
        back = max(0, t.start - 60)
        near = t.place.precision in _PLACED_NEAR and FAR.search(self.folded, back, t.start) is not None
        return near or _TAKEN_FROM.search(self.folded, back, t.start) is not None

    def _speaks_for_state(self, t: Toponym) -> bool:
        """Whether it is the capital from which authorities tell of what was anywhere."""
        return t.before in _SPOKESMEN and is_capital(t.place) and _SAYS.match(self.folded, t.end) is not None

    def _stays_elsewhere(self, t: Toponym) -> bool:
        """Whether what is there is not the attack: someone's family, but not a school that houses families."""
        if t.before not in self.elsewhere:
            return False
        return t.before not in _SHELTERED or not _SHELTERS.search(self.folded, max(0, t.start - 60), t.start)

    def _as_demonym(self, t: Toponym) -> float:
        aimed = 0.6 if t.preposition in _AIMED else 0.0
        if self._names_site(t):
            return 2.0 + min(0.0, _PREPOSITION.get(t.preposition or "", 0.0) + 0.7)
        if t.noun in self.actor:
            return -0.6 + aimed
        if t.noun in self.victim:
            return -0.8 if t.preposition == "by" else 0.5 + aimed
        return 2.4 if t.preposition in _PLACING and t.noun else 0.2 + aimed

    def _by_noun(self, t: Toponym) -> float:
        """What the word after the name makes of it, where the name stands without a preposition."""
        if t.role not in _LOOSE:
            return 0.0
        site, country = self._names_site(t), t.place.precision is PlacePrecision.COUNTRY
        if t.place.name in SITES:
            return -1.5
        if self._governs(t, site):
            return -2.4
        if t.noun in self.actor and not site:
            at_home = t.noun in _AT_HOME and t.place.country_code not in WAR_ABROAD
            return -1.8 if country and not at_home else -0.5
        if t.role is ToponymRole.ORGANISATION:
            return 0.0
        return 0.7 if site else -0.5 if country and t.noun.endswith("ing") else 0.0

    def _by_kind(self, t: Toponym) -> float:
        if t.place.name in _CONTINENTS:
            return -2.2
        if t.noun in _FELLOWS or (t.noun in _TIES and self.folded[t.end : t.end + 1] == "-"):
            return -2.0
        if t.place.country_code is None and (t.noun in words().site or t.noun in _BY_A_SEA):
            return -3.5 if t.noun in _BY_A_SEA else -1.5
        weight = -0.6 if FAR.search(self.folded, max(0, t.start - 60), t.start) else 0.0
        weight -= 1.2 if t.place.name in _LINES else 0.0
        if t.place.precision is not PlacePrecision.COUNTRY:
            weight -= 0.8 if t.noun in self.victim else 2.4 if t.noun in self.gangs else 0.0
            if t.role is ToponymRole.LOCATIVE and stands_for_state(self.folded, t, self.states):
                weight -= 2.4
            return weight - (0.3 if t.place.country_code is None and t.role in _SEAS else 0.0)
        if t.noun in words().missions or (t.place.country_code in ABROAD and self._serves_abroad(t)):
            weight -= 1.8
        if t.noun in self.border or _BORDER.search(self.folded, max(0, t.start - 24), t.start):
            weight -= 2.0
        if _BLAMED.search(self.folded, max(0, t.start - 20), t.start):
            weight -= 2.0
        if t.noun in self.unrest:
            weight += 1.2
        if t.noun in self.victim and t.role in _LOOSE:
            weight -= 1.2
        if self._owns_act(t) and not self._names_site(t):
            weight -= 1.8
        if self._is_target(t):
            return weight + 3.6
        return weight - (1.6 if self._owns_next(t) else 0.0)

    def _is_target(self, t: Toponym) -> bool:
        """Whether the blows named after it fell on it, since another country's name before it does the striking.

        "Israel's Lebanon strikes" fall on Lebanon, and where the United States send drones, so do "the Yemen strikes".
        """
        last = self._last.get(t.start)
        if t.noun not in _BLOWS or t.role is ToponymRole.DEMONYM or last is None:
            return False
        if t.place.country_code in (last.place.country_code, *ABROAD) or last.sentence != t.sentence:
            return False
        beside = _OWNING.fullmatch(self.folded, last.end, t.start) is not None
        return beside or (last.role is ToponymRole.SUBJECT and t.role is ToponymRole.LOCATIVE)

    def _suffers(self, t: Toponym) -> bool:
        """The country or city that stops or takes what was fired is where it happened."""
        if t.preposition == "by" and _DOWNED.search(self.folded, max(0, t.start - 50), t.start):
            return t.place.country_code not in ABROAD and t.noun not in _AFLOAT
        if t.preposition in ("from", "by"):
            return False
        return t.noun in words().defends or _SUFFERS.match(self.folded, t.end) is not None

    def _owns_act(self, t: Toponym) -> bool:
        """Whether what follows the possessive is an act or a force: Iran's latest strikes."""
        match = _POSSESSIVE.match(self.folded, t.end)
        return match is not None and any(word in self.actor for word in match[1].split())

    def _names_site(self, t: Toponym) -> bool:
        """Whether the words after the name end in a place: Iranian naval headquarters, an Israeli army post."""
        match = _PHRASE.match(self.folded, t.end)
        owner = match is not None and match[0][0] != " "
        for word in match[1].split() if match else ():
            if word in words().site and word not in self.border and not _COAST_GUARD.match(self.folded, t.end):
                return True
            if word in self.border or (owner and word not in words().locative and word != "of"):
                continue
            if word not in self.actor and word not in words().middle and word not in words().qualifier:
                return False
        return False

    def _governs(self, t: Toponym, site: bool) -> bool:
        """Whether the name stands for the government: Moscow officials, Paris's foreign service, US Central Command."""
        if t.place.precision is PlacePrecision.COUNTRY:
            return not site and _BODY.match(self.folded, t.end) is not None
        if not is_capital(t.place):
            return False
        return t.noun in self.government or stands_for_state(self.folded, t, self.states)

    def _serves_abroad(self, t: Toponym) -> bool:
        """Whether the words after the name are those of a base, its troops or a ship: the US air base."""
        match = _PHRASE.match(self.folded, t.end)
        return match is not None and any(word in self.camp for word in match[1].split())

    def _owns_next(self, t: Toponym) -> bool:
        """Whether another country's name follows at once: the UK Cyprus base, a US-Israeli strike."""
        following = self._next.get(t.start)
        if following is None or following.start - t.end != 1:
            return False
        return following.place.country_code != t.place.country_code


_SPOKESMEN = frozenset({"authorities", "officials", "official", "ministry", "government", "ministers"})
_SAYS = re.compile(r" (?:said|say|says|told|confirmed|announced|reported|put)\b")
"""Around a capital: its government tells of what was anywhere."""
_BROUGHT = frozenset({"in", "at", "to"})
_AFLOAT = frozenset("warship warships destroyer frigate navy naval carrier ship fighter jets aircraft".split())
"""After a country's name: what of it shoots things down far from home."""
_MEASURED = 0.7
"""For "40 km north of" a town, which says where it was as well as "near" does."""
_BY_A_SEA = frozenset({"port", "city", "town", "resort", "harbour", "harbor"})
"""After the name of a sea or river: a town told by it, which another name names."""
_PUT_THERE = 2.0
_BLOWS = frozenset(
    "strike strikes airstrike airstrikes air drone raid raids missile missiles rocket shelling attack attacks bombing "
    "offensive campaign operation incursion invasion".split()
)
"""Right after a country's name, with "in" before it: what that country did, "killed in a US strike"."""
_BODY = re.compile(
    r"(?:['’]s)? (?:[\w-]+ ){0,2}(?:command|coast guard|navy|marines|air force|treasury|department)\b"
    r"(?! (?:base|post|building))"
)
"""After a country's name: those who act and speak for it, wherever they are."""
_COAST_GUARD = re.compile(r"(?:['’]s)? (?:coast|border)[ -]?guards?\b")
_AT_HOME = frozenset("gang gangs cartel cartels gunman gunmen".split())
"""After a country's name: those who do not leave it."""
_OWNING = re.compile(r"(?:['’]s?)? ")
"""Between two countries' names of which the first strikes the second: "Israel's Lebanon strikes"."""
_FELLOWS = frozenset("neighbors neighbours neighbor neighbour states nations countries monarchies".split())
_TIES = frozenset(
    "based born bound flagged registered owned backed made trained led linked aligned built supplied provided".split()
)
"""After a hyphen: "the Canada-based singer"."""
_CONTINENTS = frozenset({
    "Africa", "Asia", "Europe", "Latin America", "Central America", "North America", "South America", "Middle East",
    "East Africa", "West Africa", "Southeast Asia", "Eastern Europe", "Caribbean", "European Union",
})  # fmt: skip
_LINES = frozenset({"Line of Control", "Durand Line", "Blue Line"})
"""Lines, across which people fire: on which side it fell the text says otherwise."""
_PLACED_NEAR = frozenset({PlacePrecision.CITY, PlacePrecision.SITE})
_WIDE = frozenset({PlacePrecision.COUNTRY, PlacePrecision.REGION})
_SEAS = frozenset({ToponymRole.OTHER, ToponymRole.LOCATIVE})
