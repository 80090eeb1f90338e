"""From the name that an event is placed by to its location: the finer place within, the row of towns, the distance.

Places are no finer than the text says: what was 20 km from a town is in its region.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.detection.draft import Draft
from monitor.detection.places.asides import is_carrier
from monitor.detection.places.gazetteer import country_row, is_capital, population_of, state_row, timezone_at, to_place
from monitor.detection.places.inside import Quarters, holds, identity, kilometres, recode
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.seats import is_seat, tells_of_city
from monitor.detection.places.standing import FAR
from monitor.detection.places.weighing import NOT_PLACED, Weighing
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Place
from monitor.domain.taxonomy import PlacePrecision

RANK = {
    PlacePrecision.UNKNOWN: 0, PlacePrecision.COUNTRY: 1, PlacePrecision.REGION: 2,
    PlacePrecision.CITY: 3, PlacePrecision.SITE: 4,
}  # fmt: skip
_TOWN = RANK[PlacePrecision.CITY]
_COUNTED = 60
TOLD = 1.2
"""From this standing on "there" and "the same site" may point to a name, and it may be finer than the best one."""
_LIVES = 0.7
_LEAD = 14
"""Local news names the town within so many sentences."""
_SPOKEN_OF = 1_200
"""Characters after a dateline within which the text may speak of the city."""
_COARSE_KM = 15.0
_FARTHEST_KM = 120.0
"""What is farther from a town is not in its region: "415 km southeast of Lima" is in Peru."""
_UNITS = {"m": 1.609, "n": 1.852}
"""Kilometres in a mile, at sea and on land, by the first letter."""
_BOROUGH_KM = 20.0
_FIRST = 2
"""The first sentences of the text go on from the title that names a country."""
_DISTRICT_KM = 45.0
_PROVINCE_KM = 180.0
_REGION_KM = 500.0
_AREA_OF = re.compile(r"\b(?:region|province|district|governorate|department|prefecture|county) of (?:the )?$")
_HOLDS = re.compile(r", |,? in (?:the )?(?:(?:north|south|east|west|central)[\w-]* )?")
"""Between a place and the town for which its district or province is named."""
_GAP = 24
_WHERE = frozenset({"in", "at", "near", "outside", "inside"})
_METROPOLIS, _LARGE = 1_500_000, 300_000
_LIST_GAP = re.compile(r"\s*(?:,|and|, and|&|as well as|/)\s+(?:(?:in|on|at|the|near) )*", re.IGNORECASE)

_COUNTED_GAP = re.compile(
    r",? and (?:another |a further )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|a dozen|several|others?|more|\d+)"
    r"(?: (?:more|others?|people|civilians|soldiers))?(?: (?:was|were))?(?: (?:killed|wounded|injured|dead|shot))?"
    r" (?:in|at|near|outside|inside|(?:north|south|east|west)\w* of) (?:the )?(?:(?:town|village|city|district) of )?",
    re.IGNORECASE,
)
"""Between places of a row with what befell each: "three in Odesa and two near Izmail"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where one event was; `places` where one operation hit several, else empty."""

    place: Place | None = None
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    timezone: str | None = None


class Locator:
    """Makes locations of the toponyms of one text."""

    def __init__(
        self,
        text: Text,
        weighing: Weighing,
        quarters: Quarters,
        territories: Mapping[str, str],
        drafts: Sequence[Draft],
    ) -> None:
        self.text, self.weighing, self.quarters, self.territories = text, weighing, quarters, territories
        self.drafts = drafts
        self.toponyms, self.standing = weighing.toponyms, weighing.standing

    def location(self, best: Toponym, draft: Draft | None, own: Sequence[Toponym]) -> Location:
        """The location by its best name; `own` are the event's names. Without `draft` the name is taken as it is."""
        if draft is not None and (RANK[best.place.precision] < _TOWN or len(self._listed(best, own)) == 1):
            best = self._filed_there(self._refined(best, draft, own))
        if is_carrier(self.text.folded, best):
            return self.at_level(country_of, best)
        if self._only_a_seat(best):
            return self._state_of_seat(best)
        listed = self._listed(best, own)
        places = tuple(self._shown(t) for t in listed) if len(listed) > 1 else ()
        told = listed if places else [best]
        place = places[0] if places else self._shown(best)
        return Location(place=place, places=places, evidence=evidence_of(told), timezone=_zone(place))

    def _only_a_seat(self, best: Toponym) -> bool:
        """Whether a capital is named only as its government, or as where a report is from that speaks of no city."""
        if not is_seat(best) or FAR.search(self.text.folded, max(0, best.start - 60), best.start):
            return False
        same = (t for t in self.toponyms if identity(t.place) == identity(best.place))
        if any(self.standing[t.start] >= TOLD for t in same):
            return False
        filed = best.role is ToponymRole.DATELINE and not tells_of_city(self.text.folded, best.end + _SPOKEN_OF)
        return filed or self.standing[best.start] < 0.0

    def _state_of_seat(self, seat: Toponym) -> Location:
        """The country of a capital, under its own name."""
        same = (t for t in self.toponyms if t.place.country_code == seat.place.country_code)
        states = (t for t in same if t.place.precision is PlacePrecision.COUNTRY)
        named = next((t for t in states if t.role is not ToponymRole.DEMONYM), None)
        found = self.at_level(country_of, named or seat)
        if named is not None or found.place is None:
            return found
        return replace(found, place=replace(found.place, text=found.place.name))

    def at_level(self, same: Callable[[Place], object], first: Toponym) -> Location:
        """The town, state or country (as `same` tells) that `first` is in."""
        code, region = first.place.country_code or "", first.place.admin1
        if same is identity:
            return self.location(first, None, ())
        row = state_row(code, region) if same is state_of and region else country_row(code)
        if row is None:
            return Location()
        place = recode(to_place(row, first.text), self.territories)
        return Location(place=place, evidence=evidence_of([first]), timezone=_zone(place))

    def _refined(self, best: Toponym, draft: Draft, own: Sequence[Toponym]) -> Toponym:
        """A finer place inside the best one that the text gives for the event: the town where a state stands first."""
        rank, region = RANK[best.place.precision], best.place.precision is PlacePrecision.REGION
        if rank == RANK[PlacePrecision.SITE]:
            return best
        county = region and best.place.name != best.place.admin1
        area = region and best.place.admin1 is None
        least = TOLD if county or best.place.precision is PlacePrecision.CITY else 0.5
        if county and best.role is ToponymRole.ORGANISATION:
            least = _LIVES  # the sheriff's county, and whoever is called a man of one of its towns
        pool = own
        if self.weighing.leads(draft):
            last = _LEAD if region else _FIRST if best.place.precision is PlacePrecision.COUNTRY else 0
            held = set(own)
            others = self._told_elsewhere(draft)
            pool = [
                t for t in self.toponyms
                if t in held or (t.sentence <= last and t.sentence not in others and (region or _is_told_there(t)))
            ]  # fmt: skip
        fit = [
            t for t in pool
            if (RANK[t.place.precision] > rank or self._borough(best, t) or self._part(best, t, draft))
            and (holds(best.place, t.place) or self._part(best, t, draft))
            and (self.standing[t.start] > least or t.noun in words().homes or t.place == self.quarters.home)
            and not (best.place.precision is PlacePrecision.COUNTRY and _is_filed_seat(t))
            and not self.weighing.recalled(t, draft)
            and (not area or t.place.admin1 == best.place.name or _is_put_in(t))
        ]  # fmt: skip
        return max(fit, key=lambda t: (self.weighing.weight(t, draft), -t.start), default=best)

    def _told_elsewhere(self, draft: Draft) -> set[int]:
        """Sentences behind the title and the first with words of other attacks, and none of this one."""
        others = {a.sentence for other in self.drafts if other is not draft for a in other.anchors}
        own = {a.sentence for a in draft.anchors}
        return {index for index in others - own if self.text.sentences[index - 1].paragraph > 0}

    def _filed_there(self, best: Toponym) -> Toponym:
        """The dateline's town where the text gives a distance from another, and it lies so far from that one."""
        far = FAR.search(self.text.folded, max(0, best.start - 60), best.start)
        if far is None:
            return best
        told = _kilometres_told(far)
        filed = (t for t in self.toponyms if t.role is ToponymRole.DATELINE)
        towns = (t for t in filed if t.place.precision is PlacePrecision.CITY)
        fits = (t for t in towns if 0.5 * told < kilometres(t.place, best.place) < 1.4 * told)
        return next(fits, best)

    def _borough(self, city: Toponym, t: Toponym) -> bool:
        """Whether `t` is a part of a great city with a name of its own: the Bronx, where the title has New York."""
        if t.place.precision is not city.place.precision or t.role is not ToponymRole.LOCATIVE:
            return False
        near = kilometres(city.place, t.place) < _BOROUGH_KM and identity(city.place) != identity(t.place)
        return near and population_of(city.place) > _METROPOLIS

    def _part(self, town: Toponym, t: Toponym, draft: Draft) -> bool:
        """Whether `t` is called a part of the town, or is the village of a district that only the title names."""
        owned = self.text.folded.startswith("'s ", t.start - 3)
        if not town.place.precision is t.place.precision is PlacePrecision.CITY:
            return False
        if t.preposition not in _WHERE and not owned:
            return False
        apart = kilometres(town.place, t.place)
        if identity(town.place) == identity(t.place) or apart > self._reach(town.place, t.place):
            return False
        if t.noun in words().quarter_of_town and apart < _BOROUGH_KM:
            return True
        if owned:
            return False
        larger = population_of(t.place) > max(_LARGE, population_of(town.place))  # "Kyiv's Obolon district"
        told = self._is_told(t.sentence, draft) and not self.text.sentences[t.sentence].in_title
        named = larger or self._tells_of(town.place, t.sentence) or self._is_placed_in(town.place, draft)
        return told and not named

    def _is_area(self, t: Toponym) -> bool:
        """Whether the town's name is here that of its district or province, alone or behind a place within."""
        if t.noun in words().region_word or self._is_area_of(t):
            return True
        inner = (o for o in self._named_in(t.sentence) if 0 < t.start - o.end <= _GAP and _is_put_in(o))
        return any(_HOLDS.fullmatch(self.text.folded, o.end, t.start) for o in inner)

    def _is_told(self, sentence: int, draft: Draft) -> bool:
        """Whether words of the attack stand in the sentence, or it is the text's first and goes on from the title."""
        if draft.anchors_in(sentence):
            return True
        body = next((s.index for s in self.text.sentences if not s.in_title), -1)
        return sentence == body and self.weighing.leads(draft) and sentence in draft.sentences

    def _is_area_of(self, t: Toponym) -> bool:
        """Whether "the region of" or the like stands before the name."""
        return _AREA_OF.search(self.text.folded, max(0, t.start - _GAP), t.start) is not None

    def _reach(self, town: Place, village: Place) -> float:
        """How far a village may be from the town of its district, or of the province that bears the town's name."""
        province = town.admin1 or ""
        same = (t for t in self.toponyms if identity(t.place) == identity(town))
        if province == village.admin1 and any(self._is_area_of(t) for t in same):
            return _REGION_KM
        return _PROVINCE_KM if province == village.admin1 and province.startswith(town.name) else _DISTRICT_KM

    def _is_placed_in(self, place: Place, draft: Draft) -> bool:
        """Whether the text's body itself, with words of the attack, puts something there."""
        told = {index for index in draft.anchors_by_sentence if not self.text.sentences[index].in_title}
        return any(
            t.sentence in told and _is_put_in(t) and identity(t.place) == identity(place) and not self._is_area(t)
            for t in self.toponyms
        )

    def _tells_of(self, place: Place, sentence: int) -> bool:
        """Whether the sentence names the place, and not only as the district or province of another."""
        same = (o for o in self._named_in(sentence) if identity(o.place) == identity(place))
        return any(not self._is_area(o) for o in same)

    def _named_in(self, sentence: int) -> list[Toponym]:
        filed = ToponymRole.DATELINE
        return [t for t in self.toponyms if t.sentence == sentence and t.role is not filed]

    def _shown(self, t: Toponym) -> Place:
        """The place as the text gives it: coarser where the text says that the event was some way off."""
        place = recode(self.quarters.city_of(t), self.territories)
        match = FAR.search(self.text.folded, max(0, t.start - 60), t.start)
        if match is None or place.precision not in (PlacePrecision.CITY, PlacePrecision.SITE):
            return place
        told, kilometres_off = " ".join(self.text.full[match.start() : t.end].split()), _kilometres_told(match)
        state = country_row(place.country_code) if kilometres_off > _FARTHEST_KM and place.country_code else None
        if state is not None:
            return recode(to_place(state, told), self.territories)
        precision = PlacePrecision.REGION if kilometres_off > _COARSE_KM else PlacePrecision.CITY
        return replace(place, precision=precision, text=told)

    def _listed(self, best: Toponym, own: Sequence[Toponym]) -> list[Toponym]:
        """Places named in a row with the best: "in A, B and C"; one operation hit them all."""
        row = sorted(
            (t for t in own if t.sentence == best.sentence and t.role not in NOT_PLACED), key=lambda t: t.start
        )
        if best not in row:
            return [best]
        first = last = row.index(best)
        while first > 0 and self._in_row(row[first - 1], row[first]):
            first -= 1
        while last + 1 < len(row) and self._in_row(row[last], row[last + 1]):
            last += 1
        found = {identity(t.place): t for t in reversed(row[first : last + 1])}
        return sorted(found.values(), key=lambda t: t.start)

    def _in_row(self, a: Toponym, b: Toponym) -> bool:
        if self.standing[a.start] < 0 or self.standing[b.start] < 0 or b.start - a.end > _COUNTED:
            return False
        towns = RANK[a.place.precision] >= _TOWN <= RANK[b.place.precision]
        if towns and _COUNTED_GAP.fullmatch(self.text.full, a.end, b.start):
            return True
        gap = _LIST_GAP.fullmatch(self.text.full, a.end, b.start)
        if gap is None or a.place.precision is not b.place.precision:
            return False
        return "and" in gap[0] or not holds(b.place, a.place)  # "Irpin and Bucha" lie beside each other


def evidence_of(told: Sequence[Toponym]) -> tuple[Evidence, ...]:
    """The names that a place rests on, as evidence."""
    return tuple(Evidence(field="place", start=t.start, end=t.end, text=t.text) for t in told)


def state_of(place: Place) -> tuple[str | None, str | None]:
    """Equal for places of one state."""
    return place.country_code, place.admin1


def country_of(place: Place) -> str | None:
    """Equal for places of one country."""
    return place.country_code


def _is_filed_seat(t: Toponym) -> bool:
    """Whether it is the capital in the dateline: where the report is from, where the attack is told of a country."""
    return t.role is ToponymRole.DATELINE and is_seat(t)


def _is_told_there(t: Toponym) -> bool:
    """Whether something is put in a town that does not stand for its state, or filed there."""
    return (t.role is ToponymRole.DATELINE or _is_put_in(t)) and not is_capital(t.place)


def _is_put_in(t: Toponym) -> bool:
    """Whether something is said to be in, at or near it."""
    return t.role is ToponymRole.LOCATIVE and t.preposition in _WHERE


def _kilometres_told(far: re.Match[str]) -> float:
    return _figure(far[1]) * _UNITS.get(far[2][0], 1.0)


def _figure(text: str) -> float:
    digits = text.strip(".,").replace(",", "")
    return float(digits) if digits.count(".") <= 1 and digits else 0.0


def _zone(place: Place) -> str | None:
    return timezone_at(place.lat or 0.0, place.lon or 0.0, place.country_code, key_of(place.name))
