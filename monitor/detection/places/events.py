"""Where each event was: the place that the words about the attack name, not the speaker's, the victim's home or the dateline's."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from monitor.detection.draft import Draft
from monitor.detection.lexicon import read_tsv
from monitor.detection.places.gazetteer import country_names, country_row, distance_km, population_of, state_row, timezone_at, to_place
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Place
from monitor.domain.taxonomy import PlacePrecision, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where one event was; `places` where one operation hit several, else empty."""

    place: Place | None = None
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    timezone: str | None = None


_FINE = {
    PlacePrecision.SITE: 1.1, PlacePrecision.CITY: 1.0, PlacePrecision.REGION: 0.5,
    PlacePrecision.COUNTRY: 0.0, PlacePrecision.UNKNOWN: 0.0,
}  # fmt: skip
_ROLE = {
    ToponymRole.LOCATIVE: 1.6, ToponymRole.OTHER: 0.6, ToponymRole.ORGANISATION: 0.3, ToponymRole.CONTAINER: 0.0,
    ToponymRole.SUBJECT: -1.2, ToponymRole.SPEAKER: -1.5, ToponymRole.DATELINE: -0.4, ToponymRole.DEMONYM: -1.0,
}  # fmt: skip
# Beside "in" and "at": from where it came, whose people, whither someone was taken, who did it.
_PREPOSITION = {"from": -2.2, "of": -0.7, "to": -0.7, "toward": -0.8, "towards": -0.8, "by": -1.8, "with": -1.0, "between": -3.0, "for": -0.8, "against": -0.2}
_SAME = re.compile(
    r"\b(?:the same|that|this) (?:site|base|place|area|town|city|village|neighbou?rhood|district|spot|location|camp|"
    r"facility|region|province|airport|hospital|school|compound|road|street|market|mosque|church)\b|\bthere\b"
)
_NEARBY = re.compile(r"\b(?:a|another|the|an) nearby\b|\bnearby (?:base|village|town|site|building|area|camp|post|checkpoint)")
_FAR = re.compile(
    r"([\d.,]+)[ -]?(km|kilometers?|kilometres?|miles?|mi)\b(?: \([^)]*\))?(?: to the)?(?: (?:north|south|east|west|outside|away|off)[\w-]*)*"
    r"(?: (?:of|from|off))?(?: the)?(?: [\w-]+ of)? *$"
)
_HOSPITAL = re.compile(r"\b(?:to|at) (?:a |an |the )?(?:[\w-]+ ){0,2}hospitals? (?:in|near|outside) (?:the )?(?:[\w-]+ )?$")
_RANK = {p: rank for rank, p in enumerate((PlacePrecision.UNKNOWN, PlacePrecision.COUNTRY, PlacePrecision.REGION, PlacePrecision.CITY, PlacePrecision.SITE))}
_ONLY_ACTORS = -0.9
_QUARTER_KM = 25.0
_GREAT_CITY = 300_000
_TOWN_OR_COUNTY = (PlacePrecision.CITY, PlacePrecision.REGION)
_LEAD = 14
_LOCAL = frozenset({"US", "CA", "GB", "AU"})
_SUFFERS = re.compile(r" (?:(?:was|is|were|came|comes|again|has been) )*(?:hit|attacked|struck|bombed|targeted|shelled|pounded|under attack|under fire)(?: (?:by|again|overnight|on|with)\b|[.,]|$)")
_COMPASS = frozenset(f"{a}{b}" for a in ("north", "south", "") for b in ("east", "west", "")) - {""}
_PHRASE = re.compile(r"(?:['’]s)? ((?:[\w-]+ ?){1,3})")
_AND = re.compile(r" and |, | and the |/|, and ")
_POSSESSIVE = re.compile(r"['’]s? ((?:[\w-]+ ?){1,3})")
_COUNTY_KM = 60.0
_COARSE_KM = 15.0
_LIST_GAP = re.compile(r"\s*(?:,|and|, and|&|as well as|/)\s+(?:(?:in|on|at|the|near) )*", re.IGNORECASE)
_AGE = re.compile(r"\b\d{1,2}, (?:both |all )?of $|\b(?:man|woman|resident|native|teen|boy|girl|couple|family) (?:from|of) $")


@cache
def _context() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for kind, line in read_tsv("places_context.tsv"):
        found[kind].update(line.split())
    return {kind: frozenset(words) for kind, words in found.items()}


class Placing:
    """Places all events of one text."""

    def __init__(
        self, text: Text, toponyms: Sequence[Toponym], territories: Mapping[str, str], *, alone: bool = True
    ) -> None:
        self.alone = alone
        """No event is called the news, so that the title's and the text's place is theirs."""
        self.text, self.toponyms, self.territories = text, toponyms, territories
        self.context = _context()
        self.mentions = Counter(_identity(t.place) for t in toponyms)
        self._next = {a.start: b for a, b in pairwise(toponyms)}
        self._fixed = {t.start: self._standing(t) for t in toponyms}
        self._join_actors()

    def locate(self, draft: Draft) -> Location:
        """The location of one event."""
        own = self._own(draft)
        weights = sorted(((self._weight(t, draft), -t.start, t) for t in own), key=lambda w: w[:2], reverse=True)
        if weights and weights[0][0] >= 0.9:
            return self._location(weights[0][2], draft, own)
        referred = self._referred(draft)
        if referred is not None:
            return referred
        if weights and weights[0][0] >= -0.2:
            return self._location(weights[0][2], draft, own)
        return self._fallback(draft, [w[2] for w in weights])

    def _own(self, draft: Draft) -> list[Toponym]:
        """Toponyms of the sentences that tell the event; of the title too where it is the news."""
        sentences = set(draft.sentences) | {a.sentence for a in draft.anchors}
        if draft.role is Role.NEWS or self.alone:
            sentences |= {s.index for s in self.text.sentences[:3] if s.in_title}
        return [t for t in self.toponyms if t.sentence in sentences]

    def _join_actors(self) -> None:
        """In "U.S. and Israeli airstrikes" the first acts too."""
        for a, b in reversed(list(pairwise(self.toponyms))):
            if a.place.precision is not PlacePrecision.COUNTRY or b.start - a.end > 9 or self._fixed[b.start] > -0.5:
                continue
            if a.role is ToponymRole.LOCATIVE:
                continue
            if _AND.fullmatch(self.text.full, a.end, b.start):
                self._fixed[a.start] = min(self._fixed[a.start], -0.8)

    def _standing(self, t: Toponym) -> float:
        """What speaks for `t` as the place of an attack, whichever it is."""
        weight = _ROLE[t.role]
        if t.role not in _GOVERNMENTS:
            weight += _FINE[t.place.precision]
        country = t.place.precision is PlacePrecision.COUNTRY
        if not country and t.noun in self.context["victim"]:
            weight -= 0.5
        if _FAR.search(self.text.folded, max(0, t.start - 60), t.start):
            weight -= 0.6
        if country and t.noun in words().missions:
            weight -= 1.6
        site = self._names_site(t)
        if country and not site and self._owns_act(t):
            weight -= 1.8
        if t.role is ToponymRole.LOCATIVE:
            weight += _PREPOSITION.get(t.preposition or "", 0.0)
            if t.before in self.context["elsewhere"] or _HOSPITAL.search(self.text.folded, max(0, t.start - 50), t.start):
                weight -= 1.6
            if t.noun in self.context["actor"] and t.place.precision is PlacePrecision.COUNTRY:
                weight -= 1.0
            if t.preposition == "of" and t.before in _COMPASS:
                weight -= 0.8
            if _AGE.search(self.text.folded, max(0, t.start - 24), t.start):
                weight -= 1.5
        if t.role is ToponymRole.DEMONYM:
            weight += self._of_demonym(t)
        elif t.role in (ToponymRole.OTHER, ToponymRole.ORGANISATION) and not site and t.noun in self.context["actor"]:
            weight -= 1.8 if country else 0.5
        if t.role in (ToponymRole.OTHER, ToponymRole.LOCATIVE) and t.place.country_code is None:
            weight -= 0.3
        if t.noun in words().defends or _SUFFERS.match(self.text.folded, t.end):
            weight += 2.2
        elif t.role is ToponymRole.OTHER and site:
            weight += 0.7
        elif t.role is ToponymRole.OTHER and t.noun.endswith("ing") and t.place.precision is PlacePrecision.COUNTRY:
            weight -= 0.5
        if t.place.precision is PlacePrecision.COUNTRY and self._owns_next(t):
            weight -= 1.2
        often = 0.15 * min(4, self.mentions[_identity(t.place)] - 1)
        return weight + (often if weight > 0 else 0.0)

    def _owns_act(self, t: Toponym) -> bool:
        """Whether what follows the possessive is an act or a force: Iran's latest strikes."""
        match = _POSSESSIVE.match(self.text.folded, t.end)
        return match is not None and any(word in self.context["actor"] for word in match[1].split())

    def _names_site(self, t: Toponym) -> bool:
        """Whether the words after the name end in a place: Iranian naval headquarters, an Israeli army post."""
        match = _PHRASE.match(self.text.folded, t.end)
        for word in match[1].split() if match else ():
            if word in words().site:
                return True
            if word not in self.context["actor"] and word not in words().middle:
                return False
        return False

    def _owns_next(self, t: Toponym) -> bool:
        """Whether another country's name follows at once: the UK Cyprus base, a US-Israeli strike."""
        following = self._next.get(t.start)
        if following is None or following.start - t.end != 1:
            return False
        return following.place.country_code != t.place.country_code

    def _of_demonym(self, t: Toponym) -> float:
        if self._names_site(t):
            return 1.4
        if t.noun in self.context["actor"]:
            return -0.6
        return 0.5 if t.noun in self.context["victim"] else 0.2

    def _weight(self, t: Toponym, draft: Draft) -> float:
        fixed = self._fixed[t.start]
        close = self._closeness(t, draft)
        origin = t.preposition in ("from", "by") and fixed < 0.6
        return fixed + (min(close, 0.4) if fixed < -0.3 or origin else close)

    def _closeness(self, t: Toponym, draft: Draft) -> float:
        """How the words of the attack stand to the name: in its sentence, right before it, in the title."""
        best = -0.6
        for rank, anchor in enumerate(draft.anchors):
            if anchor.sentence != t.sentence:
                continue
            gap = t.start - anchor.end
            if anchor.start <= t.start < anchor.end:
                gap = 1
            near = 1.0 - min(abs(gap), 150) / 150
            bonus = 0.5 + 0.6 * near + (0.3 if gap > 0 else 0.0) + (0.2 if rank == 0 else 0.0)
            if 0 <= gap <= 14 and t.role is ToponymRole.OTHER:
                bonus += 0.8
            best = max(best, bonus)
        sentence = self.text.sentences[t.sentence] if self.text.sentences else None
        if sentence is not None:
            best += 0.2 if sentence.in_title else -0.02 * min(sentence.index, 25)
        return best

    def _location(self, best: Toponym, draft: Draft | None, own: Sequence[Toponym]) -> Location:
        best = self._refined(best, draft, own) if draft is not None else best
        listed = self._listed(best, own)
        places = tuple(self._shown(t) for t in listed) if len(listed) > 1 else ()
        place = places[0] if places else self._shown(best)
        told = listed if places else [best]
        evidence = tuple(Evidence(field="place", start=t.start, end=t.end, text=t.text) for t in told)
        return Location(place=place, places=places, evidence=evidence, timezone=_zone(place))

    def _refined(self, best: Toponym, draft: Draft, own: Sequence[Toponym]) -> Toponym:
        """A finer place inside the best one that the text gives for the same event: the town where a state stands first."""
        rank, region = _RANK[best.place.precision], best.place.precision is PlacePrecision.REGION
        if rank == _RANK[PlacePrecision.SITE]:
            return best
        lead = region and (draft.role is Role.NEWS or self.alone)
        least = 1.2 if (region and best.place.name != best.place.admin1) or rank == _RANK[PlacePrecision.CITY] else 0.5
        pool = [t for t in self.toponyms if t.sentence <= _LEAD] if lead else own
        inside = [t for t in pool if _RANK[t.place.precision] > rank and _holds(best.place, t.place)]
        fit = [t for t in inside if self._fixed[t.start] > least or t.noun in words().homes or t.place == self._home]
        return max(fit, key=lambda t: (self._weight(t, draft), -t.start), default=best)

    def _shown(self, t: Toponym) -> Place:
        """The place as the text gives it: coarser where the text says that the event was some way off."""
        place = recode(self._city_of(t), self.territories)
        match = _FAR.search(self.text.folded, max(0, t.start - 60), t.start)
        if match is None or place.precision not in (PlacePrecision.CITY, PlacePrecision.SITE):
            return place
        distance = float(match[1].strip(".,").replace(",", "") or 0) * (1.609 if match[2].startswith("mi") else 1.0)
        precision = PlacePrecision.REGION if distance > _COARSE_KM else PlacePrecision.CITY
        words = " ".join(self.text.full[match.start() : t.end].split())
        return replace(place, precision=precision, text=words)

    @cached_property
    def _home(self) -> Place | None:
        """The town that the text is reported from: its police speak, its name stands in the dateline."""
        local = [
            t for t in self.toponyms
            if t.place.precision is PlacePrecision.CITY
            and (t.role is ToponymRole.DATELINE or t.noun in words().town_bodies)
        ]  # fmt: skip
        votes = Counter(_identity(t.place) for t in local)
        return max(local, key=lambda t: (votes[_identity(t.place)], -t.start)).place if local else None

    def _city_of(self, t: Toponym) -> Place:
        """The town itself where the name is that of a quarter of it: by the words, by size, or as the reading is out of state."""
        home, place = self._home, t.place
        if home is None or home.country_code not in _LOCAL or place.precision not in _TOWN_OR_COUNTY:
            return place
        if _identity(home) == _identity(place) or not place.admin1 or self._qualified(t):
            return place
        if home.country_code != place.country_code or home.admin1 != place.admin1:
            return replace(home, text=t.text)
        if place.precision is not PlacePrecision.CITY:
            return place
        return replace(home, text=t.text) if t.noun in words().quarter or self._is_quarter(t, home) else place

    def _is_quarter(self, t: Toponym, home: Place) -> bool:
        """Whether `t` lies in the great city `home` and has no police of its own in the text."""
        if _kilometres(t.place, home) > _QUARTER_KM or population_of(home) < _GREAT_CITY:
            return False
        if population_of(t.place) > 0.2 * population_of(home):
            return False
        return not any(o.noun in words().town_bodies for o in self.toponyms if _identity(o.place) == _identity(t.place))

    def _qualified(self, t: Toponym) -> bool:
        """Whether a state or country stands right after the name, here or elsewhere in the text."""
        return any(
            a.text == t.text and b.role is ToponymRole.CONTAINER and b.start - a.end <= 3 for a, b in pairwise(self.toponyms)
        )

    def _listed(self, best: Toponym, own: Sequence[Toponym]) -> list[Toponym]:
        """Places named in a row with the best: "in A, B and C"; one operation hit them all."""
        row = [t for t in own if t.sentence == best.sentence and t.role not in _NEVER_LISTED]
        at = next(i for i, t in enumerate(row) if t.start == best.start) if best in row else -1
        if at < 0:
            return [best]
        first = last = at
        while first > 0 and self._in_row(row[first - 1], row[first]):
            first -= 1
        while last + 1 < len(row) and self._in_row(row[last], row[last + 1]):
            last += 1
        found = {_identity(t.place): t for t in reversed(row[first : last + 1])}
        return sorted(found.values(), key=lambda t: t.start)

    def _in_row(self, a: Toponym, b: Toponym) -> bool:
        if a.place.precision is not b.place.precision or _holds(b.place, a.place):
            return False
        return _LIST_GAP.fullmatch(self.text.full, a.end, b.start) is not None

    def _referred(self, draft: Draft) -> Location | None:
        """The place of an earlier sentence that "at the same site" or "a nearby base" points to."""
        if not self.text.sentences or not draft.sentences:
            return None
        first = min(draft.sentences)
        words_told = " ".join(self.text.sentences[i].folded for i in draft.sentences if i < len(self.text.sentences))
        nearby = _NEARBY.search(words_told) is not None
        if not nearby and not _SAME.search(words_told):
            return None
        earlier = [
            t for t in self.toponyms
            if t.sentence < first and self._fixed[t.start] >= 1.2 and t.place.precision is not PlacePrecision.COUNTRY
        ]  # fmt: skip
        if not earlier:
            return None
        last = earlier[-1].sentence
        told = max((t for t in earlier if t.sentence == last), key=lambda t: self._fixed[t.start])
        found = self._location(told, None, ())
        if nearby and found.place is not None and found.place.precision is PlacePrecision.SITE:
            found = replace(found, place=replace(found.place, precision=PlacePrecision.CITY))
        return found

    def _fallback(self, draft: Draft, own: Sequence[Toponym]) -> Location:
        """Nothing in the event's own words: the news has the text's main place, background the text's main country."""
        if draft.role is Role.NEWS or self.alone:
            rest = sorted(self.toponyms, key=lambda t: (-self._fixed[t.start] + 0.04 * t.sentence, t.start))
            if rest and self._fixed[rest[0].start] >= 0.3:
                return self._location(rest[0], draft, ())
            if own and self._fixed[own[0].start] > _ONLY_ACTORS:
                return self._location(own[0], draft, ())
            known = rest and self._fixed[rest[0].start] > _ONLY_ACTORS
            return self._location(rest[0], draft, ()) if known else Location()
        if own and self._fixed[own[0].start] >= 0.0:
            return self._location(own[0], draft, ())
        return self._main_place(own)

    def _main_place(self, own: Sequence[Toponym]) -> Location:
        """For background that names no place: the town, else the state, else the country that the whole text keeps to."""
        good = [t for t in self.toponyms if self._fixed[t.start] > 0 and t.place.country_code]
        if not good:
            return Location()
        towns = [t for t in good if t.place.precision in (PlacePrecision.CITY, PlacePrecision.SITE)]
        for same, least, pool in ((_identity, 0.6, towns), (_state, 0.8, good), (_country, 0.0, good)):
            votes = Counter(same(t.place) for t in pool)
            if votes:
                value, count = votes.most_common(1)[0]
                if count >= least * len(pool):
                    return self._as_main(same, [t for t in pool if same(t.place) == value])
        return Location()

    def _as_main(self, same: Callable[[Place], object], found: Sequence[Toponym]) -> Location:
        first = found[0]
        place = first.place
        if same is _country or (same is _state and not place.admin1):
            row = country_row(place.country_code or "")
        elif same is _state:
            row = state_row(place.country_code or "", place.admin1 or "")
        else:
            return self._location(first, None, ())
        if row is None:
            return Location()
        place = recode(to_place(row, first.text), self.territories)
        evidence = (Evidence(field="place", start=first.start, end=first.end, text=first.text),)
        return Location(place=place, evidence=evidence, timezone=_zone(place))


_GOVERNMENTS = frozenset({ToponymRole.SUBJECT, ToponymRole.SPEAKER})
_NEVER_LISTED = frozenset({ToponymRole.DEMONYM, ToponymRole.SUBJECT, ToponymRole.SPEAKER, ToponymRole.DATELINE})


def assign_places(
    text: Text,
    drafts: Sequence[Draft],
    toponyms: Sequence[Toponym],
    territories: Mapping[str, str] | None = None,
) -> list[Location]:
    """One location a draft, in their order.

    `territories` are corrections of the territory table (name to country code, as `detection.territories` has them).
    """
    placing = Placing(text, toponyms, territories or {}, alone=all(draft.role is not Role.NEWS for draft in drafts))
    return [placing.locate(draft) for draft in drafts]


def _identity(place: Place) -> tuple[str, str | None, float | None]:
    return place.name, place.country_code, place.lat


def _state(place: Place) -> tuple[str | None, str | None]:
    return place.country_code, place.admin1


def _country(place: Place) -> str | None:
    return place.country_code


def _holds(larger: Place, smaller: Place) -> bool:
    """Whether one is the state or country of the other, as in "Dayton, Ohio"."""
    if larger.country_code != smaller.country_code:
        return False
    if larger.precision is PlacePrecision.COUNTRY or larger.name == smaller.admin1:
        return True
    near = smaller.lat is None or _kilometres(larger, smaller) < _COUNTY_KM
    return larger.admin1 == smaller.admin1 and near


def _kilometres(a: Place, b: Place) -> float:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def _zone(place: Place) -> str | None:
    return timezone_at(place.lat or 0.0, place.lon or 0.0, place.country_code, key_of(place.name))


def recode(place: Place, territories: Mapping[str, str]) -> Place:
    """`place` under the country that the configuration gives its territory."""
    for name, code in territories.items():
        if key_of(name) in (key_of(place.name), key_of(place.admin1 or "")):
            return replace(place, country_code=code, country=country_names().get(code))
    return place
