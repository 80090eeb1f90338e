"""The gazetteer: names of places to places, compiled once by benchmarks/compile_gazetteer.py, loaded on first use.

Contains data of GeoNames (geonames.org), CC BY 4.0. A place is a row number; its facts lie in arrays beside each other,
so that 100,000 places cost tens of megabytes and load in a fraction of a second.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import zstandard

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.names import key_of
from monitor.detection.places.words import words
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

_TABLES = (
    "places_countries.tsv",
    "places_states.tsv",
    "places_regions.tsv",
    "places_supplement.tsv",
    "places_territories.tsv",
)




class Kind(IntEnum):
    """What a row of the gazetteer is."""

    COUNTRY = 0
    REGION = 1
    """First-order: state, province, oblast, governorate."""
    COUNTY = 2
    CAPITAL = 3
    CITY = 4
    TOWN = 5
    """Of the project's own supplement: a town, camp or district with a city's precision."""
    SITE = 6
    """Of the supplement: a base, crossing, plant, quarter."""
    AREA = 7
    """Of the supplement: a sea, a desert, a front, a part of a country."""


PRECISION_OF: dict[Kind, PlacePrecision] = {
    Kind.COUNTRY: PlacePrecision.COUNTRY,
    Kind.REGION: PlacePrecision.REGION,
    Kind.COUNTY: PlacePrecision.REGION,
    Kind.CAPITAL: PlacePrecision.CITY,
    Kind.CITY: PlacePrecision.CITY,
    Kind.TOWN: PlacePrecision.CITY,
    Kind.SITE: PlacePrecision.SITE,
    Kind.AREA: PlacePrecision.REGION,
}
OWN = frozenset({Kind.TOWN, Kind.SITE, Kind.AREA})
"""Kinds of the supplement, which was written for this kind of news and so is preferred."""


class Row(NamedTuple):
    """One place of the gazetteer."""

    number: int
    name: str
    country: str
    region: str
    lat: float
    lon: float
    population: int
    timezone: str
    kind: Kind
    geonames_id: int
    prior: float
    """How likely the name means this place before anything else is known: about the logarithm of its population."""


class Found(NamedTuple):
    """A candidate of a name; `alternate` where the name is one of the place's lesser names."""

    row: Row
    alternate: bool


class Gazetteer:
    """Names to candidate places."""

    def __init__(self, blob: bytes) -> None:
        data = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(blob))
        keys = data["keys"].split("\n")
        self.digest: str = data["digest"]
        self._index: dict[str, int] = dict(zip(keys, range(len(keys)), strict=True))
        self._names: list[str] = data["names"].split("\n")
        self._countries: list[str] = data["countries"]
        self._zones: list[str] = data["zones"]
        self._regions: list[str] = data["regions"]
        self._offsets = array("I", data["offsets"])
        self._postings = array("I", data["postings"])
        self._country = array("H", data["country"])
        self._region = array("H", data["region"])
        self._zone = array("H", data["zone"])
        self._kind: bytes = data["kind"]
        self._lat = array("f", data["lat"])
        self._lon = array("f", data["lon"])
        self._population = array("I", data["population"])
        self._geonames_id = array("I", data["geonames_id"])
        self._found: dict[str, tuple[Found, ...]] = {}

    @cached_property
    def extensions(self) -> dict[str, tuple[str, ...]]:
        """Names of the supplement that go on in lower case: rafah to "border crossing", "crossing"; longest first."""
        found: dict[str, set[str]] = {}
        for row in read_tsv("places_supplement.tsv"):
            for name in (row[0], *row[1].split(";")):
                parts = key_of(name).split(" ")
                cut = _small_from(name, parts)
                if 0 < cut < len(parts):
                    found.setdefault(" ".join(parts[:cut]), set()).add(" ".join(parts[cut:]))
        return {key: tuple(sorted(tails, key=len, reverse=True)) for key, tails in found.items()}

    @cached_property
    def capitals(self) -> dict[str, Row]:
        """ISO code to capital."""
        rows = (self.row(n) for n, kind in enumerate(self._kind) if kind == Kind.CAPITAL)
        return {row.country: row for row in rows}

    @cached_property
    def longest(self) -> dict[str, int]:
        """First word of a name to the number of words of the longest name that begins with it."""
        found: dict[str, int] = {}
        for key in self._index:
            first, space, _ = key.partition(" ")
            count = key.count(" ") + 1 if space else 1
            if count > found.get(first, 0):
                found[first] = count
        return found

    def __contains__(self, key: str) -> bool:
        return key in self._index

    def __len__(self) -> int:
        return len(self._names)

    def find(self, key: str) -> tuple[Found, ...]:
        """Candidates for a key of `key_of`, the likeliest first; none where the name is unknown."""
        index = self._index.get(key)
        if index is None:
            return ()
        found = self._found.get(key)
        if found is None:
            if len(self._found) > 20_000:
                self._found.clear()
            postings = self._postings[self._offsets[index] : self._offsets[index + 1]]
            pairs = [Found(self.row(posting >> 1), bool(posting & 1)) for posting in postings]
            found = tuple(sorted(pairs, key=lambda f: f.row.prior - f.alternate, reverse=True))
            self._found[key] = found
        return found

    def row(self, number: int) -> Row:
        """The place of a row number."""
        kind = Kind(self._kind[number])
        population = self._population[number]
        return Row(
            number,
            self._names[number],
            self._countries[self._country[number]],
            self._regions[self._region[number]],
            round(self._lat[number], 4),
            round(self._lon[number], 4),
            population,
            self._zones[self._zone[number]],
            kind,
            self._geonames_id[number],
            _prior(kind, population),
        )


def _small_from(name: str, parts: list[str]) -> int:
    """From which word on a name may be written small: as in the table, or where its last words are generic."""
    written = name.replace("-", " ").split()
    small = words().generic
    cut = len(parts)
    while cut > 1 and (parts[cut - 1] in small or parts[cut - 1].isdigit() or _is_small(written, cut - 1, parts)):
        cut -= 1
    return cut


def _is_small(written: list[str], at: int, parts: list[str]) -> bool:
    return len(written) == len(parts) and written[at][:1].islower() and len(written[at]) > 3


def _prior(kind: Kind, population: int) -> float:
    people = math.log10(population + 100)
    match kind:
        case Kind.COUNTRY:
            return 8.5
        case Kind.REGION:
            return 1.5 + 0.7 * people
        case Kind.COUNTY:
            return 0.9 * people
        case Kind.CAPITAL:
            return people + 1.0
        case Kind.CITY:
            return people
        case _:
            return 6.0


@cache
def gazetteer() -> Gazetteer:
    """The compiled gazetteer, loaded once a process."""
    return Gazetteer(files("monitor.detection.places").joinpath("gazetteer.bin").read_bytes())


def table_digest() -> str:
    """Digest of the tables that are compiled in: a test holds the file against it."""
    digest = hashlib.sha256()
    for name in _TABLES:
        digest.update(files("monitor.detection").joinpath("lexicons", name).read_bytes())
    return digest.hexdigest()[:16]


@cache
def country_names() -> dict[str, str]:
    """ISO code to name in news English."""
    return {row[0]: row[1] for row in read_tsv("places_countries.tsv")}


@cache
def country_row(code: str) -> Row | None:
    """The row of a country."""
    name = country_names().get(code)
    found = gazetteer().find(key_of(name)) if name else ()
    return next((f.row for f in found if f.row.kind is Kind.COUNTRY and f.row.country == code), None)


@cache
def state_row(country: str, name: str) -> Row | None:
    """The row of a first-order region by its name."""
    found = gazetteer().find(key_of(name))
    return next((f.row for f in found if f.row.kind is Kind.REGION and f.row.country == country), None)


def unknown_town(name: str, state: Row) -> Row:
    """A town that the gazetteer lacks, in a state that the text gives: a name without coordinates."""
    nan = math.nan
    return Row(-1, name, state.country, state.region, nan, nan, 0, state.timezone, Kind.TOWN, 0, 4.0)


def to_place(row: Row, text: str) -> Place:
    """The domain's value for a row, in the words `text` of the document."""
    precision = PRECISION_OF[row.kind]
    region = row.region or None
    return Place(
        text=text,
        name=row.name,
        admin1=region,
        country=country_names().get(row.country) if row.country else None,
        country_code=row.country or None,
        lat=None if math.isnan(row.lat) else row.lat,
        lon=None if math.isnan(row.lon) else row.lon,
        precision=precision,
        geonames_id=row.geonames_id or None,
    )


def is_capital(place: Place) -> bool:
    """Whether `place` is its country's capital, whose name stands for the government."""
    row = gazetteer().capitals.get(place.country_code or "")
    return (row is not None and row.name == place.name) or (place.country_code, place.name) in _SEATS


_SEATS = frozenset({("IL", "Tel Aviv"), ("YE", "Sanaa"), ("BO", "La Paz"), ("TZ", "Dar es Salaam")})
"""Cities whose names stand for a government, though another is the capital."""


def population_of(place: Place) -> int:
    """People who live in a place of the gazetteer; 0 where it does not say."""
    found = gazetteer().find(key_of(place.name))
    return next((f.row.population for f in found if f.row.lat == place.lat and f.row.lon == place.lon), 0)


@lru_cache(maxsize=4096)
def timezone_at(lat: float, lon: float, country: str | None, key: str) -> str | None:
    """IANA zone of a place: its own where the gazetteer has it by that name there, else its country's largest."""
    for found in gazetteer().find(key):
        if found.row.timezone and abs(found.row.lat - lat) < 0.2 and abs(found.row.lon - lon) < 0.2:
            return found.row.timezone
    row = country_row(country) if country else None
    return (row.timezone or None) if row else None
