"""Which place lies in which: a town in its state, a quarter in its city, a territory in a country."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.gazetteer import country_names, population_of
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.words import words
from monitor.domain.detection import Place
from monitor.domain.geography import distance_km
from monitor.domain.taxonomy import PlacePrecision

_PHRASE = 25
"""Characters between a quarter's name and its city's: "neighborhood on the … side of"."""
_COUNTY_KM = 60.0
_AREA_KM = 90.0
_QUARTER_KM = 25.0
_GREAT_CITY = 300_000
_QUARTER_SHARE = 0.2
_LOCAL = frozenset({"US", "CA", "GB", "AU"})
_PERSONS = frozenset("man woman boy girl teen".split())
"""Of a quarter in a great city; else of a town with a name of its own."""
_TOWN_OR_COUNTY = (PlacePrecision.CITY, PlacePrecision.REGION)


def identity(place: Place) -> tuple[str, str | None, float | None]:
    """Equal for the same place in other words."""
    return place.name, place.country_code, place.lat


def kilometres(a: Place, b: Place) -> float:
    """Distance; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def holds(larger: Place, smaller: Place) -> bool:
    """Whether `smaller` lies in `larger`: in its country, its state, or near the middle of its county or city."""
    if larger.country_code != smaller.country_code:
        return False
    if larger.precision is PlacePrecision.COUNTRY or larger.name == smaller.admin1:
        return True
    if larger.precision is PlacePrecision.REGION and larger.admin1 is None:
        return kilometres(larger, smaller) < _AREA_KM  # an area of the supplement is in no list of states
    near = smaller.lat is None or kilometres(larger, smaller) < _COUNTY_KM
    return larger.admin1 == smaller.admin1 and near


class Territory(NamedTuple):
    """One row of places_territories.tsv: regions by name, or a box of latitudes and longitudes."""

    code: str
    regions: frozenset[str]
    box: tuple[float, ...]

    def holds(self, place: Place) -> bool:
        """Whether `place` lies in it."""
        if self.box and place.lat is not None and place.lon is not None:
            south, north, west, east = self.box
            return south <= place.lat <= north and west <= place.lon <= east
        return place.admin1 in self.regions


@cache
def territories() -> dict[str, Territory]:
    """The territory table by the keys of its names."""
    found = {}
    for name, code, how, where in read_tsv("places_territories.tsv"):
        parts = where.split(";")
        box = tuple(float(part) for part in parts) if how == "box" else ()
        found[key_of(name)] = Territory(code, frozenset(parts) if how == "region" else frozenset(), box)
    return found


def recode(place: Place, corrections: Mapping[str, str]) -> Place:
    """`place` under the country that the configuration gives its territory (a name of the table, or the place's)."""
    for name, code in corrections.items():
        key = key_of(name)
        territory = territories().get(key)
        if key in (key_of(place.name), key_of(place.admin1 or "")) or (territory and territory.holds(place)):
            return replace(place, country_code=code, country=country_names().get(code))
    return place


class Quarters:
    """Tells a city's quarters from towns of the same name, in one text.

    GeoNames knows a Garfield in New Jersey; a Pittsburgh paper that writes of Garfield means the quarter.
    """

    def __init__(self, toponyms: Sequence[Toponym]) -> None:
        self.toponyms = toponyms

    @cached_property
    def home(self) -> Place | None:
        """The town that the text is reported from: its police speak, its name stands in the dateline."""
        local = [
            t for t in self.toponyms
            if t.place.precision is PlacePrecision.CITY
            and (t.role is ToponymRole.DATELINE or t.noun in words().town_bodies)
        ]  # fmt: skip
        votes = Counter(identity(t.place) for t in local)
        if not local:
            return None
        best = max(local, key=lambda t: (votes[identity(t.place)], -t.start)).place
        return next((t.place for t in local if self._is_great_beside(t.place, best)), best)

    def _is_great_beside(self, city: Place, small: Place) -> bool:
        """Whether `small` heads the report as a quarter of the city whose police speak."""
        if kilometres(city, small) > _QUARTER_KM or population_of(city) < _GREAT_CITY:
            return False
        return population_of(small) < _QUARTER_SHARE * population_of(city)

    def city_of(self, t: Toponym) -> Place:
        """The city where the name is that of a quarter of it: by the words, by size, or by a reading out of state."""
        home, place = self.home, t.place
        named = self._named_with(t)
        if named is not None:
            return replace(named, text=t.text)
        state = place.name == place.admin1 and place.country_code in _LOCAL
        if home is None or home.country_code not in _LOCAL or place.precision not in _TOWN_OR_COUNTY or state:
            return place
        if identity(home) == identity(place) or not place.admin1 or self._qualified(t):
            return place
        astray = home.country_code != place.country_code or home.admin1 != place.admin1
        if astray or (place.precision is PlacePrecision.CITY and self._is_quarter(t, home)):
            return replace(home, text=t.text)
        return place

    def _named_with(self, t: Toponym) -> Place | None:
        """The city of "the Englewood neighborhood of Chicago", wherever in the text that stands."""
        for a, b in pairwise(self.toponyms):
            quarter = a.noun in words().district and identity(a.place) == identity(t.place)
            city = b.preposition in ("of", "in") and b.place.precision is PlacePrecision.CITY
            if quarter and city and b.start - a.end < _PHRASE:
                return b.place
        return None

    def _is_quarter(self, t: Toponym, home: Place) -> bool:
        """Called one, or a small place in the great city without police of its own in the text."""
        great = population_of(home) >= _GREAT_CITY
        if t.noun in words().quarter and (great or t.noun not in _PERSONS):
            return True
        if kilometres(t.place, home) > _QUARTER_KM or not great:
            return False
        if population_of(t.place) > _QUARTER_SHARE * population_of(home):
            return False
        same = (o for o in self.toponyms if identity(o.place) == identity(t.place))
        return not any(o.noun in words().town_bodies for o in same)

    def _qualified(self, t: Toponym) -> bool:
        """Whether a state or country stands right after the name, here or elsewhere in the text."""
        return any(
            a.text == t.text and b.role is ToponymRole.CONTAINER and b.start - a.end <= 3
            for a, b in pairwise(self.toponyms)
        )
