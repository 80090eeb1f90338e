"""The gazetteer: what is in it, that it agrees with its tables, and what it costs to load."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

import pytest

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.gazetteer import Kind, country_row, gazetteer, population_of, table_digest
from monitor.detection.places.inside import holds, recode, territories
from monitor.detection.places.names import key_of
from monitor.detection.places.words import Words, abbreviations, demonyms, words
from monitor.detection.where import country_name, distance_km, find_place, timezone_of
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision


def test_the_compiled_file_agrees_with_its_tables() -> None:
    """A table was changed without compiling: run benchmarks/compile_gazetteer.py."""
    assert gazetteer().digest == table_digest()


def test_every_row_of_the_supplement_is_found() -> None:
    """Each own place and each of its other names lead to it, in its country and within a few tens of kilometres."""
    for name, aliases, country, lat, lon, precision in read_tsv("places_supplement.tsv"):
        assert -90 <= float(lat) <= 90, name
        assert -180 <= float(lon) <= 180, name
        assert precision in {"site", "city", "region"}, name
        for each in (name, *filter(None, aliases.split(";"))):
            rows = [f.row for f in gazetteer().find(key_of(each)) if f.row.country == country]
            assert rows, each
            near = min(distance_km(r.lat, r.lon, float(lat), float(lon)) for r in rows)
            assert near < 40 or precision == "region", each


def test_the_supplement_is_several_hundred_places() -> None:
    """The own table keeps its size: it may only grow."""
    assert len(read_tsv("places_supplement.tsv")) >= 700


def test_every_country_has_a_name_a_middle_and_a_zone() -> None:
    """The country table is complete: each code has a row with coordinates and an IANA time zone."""
    zones = available_timezones()
    for code, name, _, _, lat, lon in read_tsv("places_countries.tsv"):
        found = country_row(code)
        assert found is not None, code
        assert (found.lat, found.lon) == (pytest.approx(float(lat), abs=0.01), pytest.approx(float(lon), abs=0.01))
        assert found.timezone in zones, code
        assert country_name(code) == name


def test_fifty_states_and_the_capital_district() -> None:
    """Each US state has an abbreviation in capitals that leads to it."""
    short = {code: state for code, (country, state) in abbreviations().items() if country == "US"}
    states = {state for code, state in short.items() if re.fullmatch("[A-Z]{2}", code)}
    assert len(states) == 51


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Baghdad", None, ("Baghdad", "IQ", PlacePrecision.CITY)),
        ("Paris", None, ("Paris", "FR", PlacePrecision.CITY)),
        ("Paris", "US", ("Paris", "US", PlacePrecision.CITY)),
        ("Tripoli", "LB", ("Tripoli", "LB", PlacePrecision.CITY)),
        ("kyiv", None, ("Kyiv", "UA", PlacePrecision.CITY)),
        ("Al Tanf", "sy", ("Al-Tanf", "SY", PlacePrecision.SITE)),
        ("Deir Ezzor", None, ("Deir ez-Zor", "SY", PlacePrecision.CITY)),
        ("Iraq", None, ("Iraq", "IQ", PlacePrecision.COUNTRY)),
        ("Gaza", None, ("Gaza Strip", "PS", PlacePrecision.REGION)),
        ("Strait of Hormuz", None, ("Strait of Hormuz", None, PlacePrecision.REGION)),
    ],
)
def test_find_place(name: str, country: str | None, expected: tuple[str, str | None, PlacePrecision]) -> None:
    """What a watchlist names is the largest place of that name, in the country given."""
    place = find_place(name, country)
    assert place is not None
    assert (place.name, place.country_code, place.precision) == expected


def test_find_place_unknown() -> None:
    """A name that is nowhere gives nothing."""
    assert find_place("Qwertyville") is None
    assert find_place("Baghdad", "FR") is None


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [((33.34, 44.40), (33.52, 44.26), 24), ((50.45, 30.52), (49.99, 36.23), 410), ((0.0, 179.5), (0.0, -179.5), 111)],
)
def test_distance(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    """Great-circle distances, over the date line too."""
    assert distance_km(*a, *b) == pytest.approx(km, rel=0.02)
    assert distance_km(*a, *b) == pytest.approx(distance_km(*b, *a))


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Baghdad", "Asia/Baghdad"),
        ("Kharkiv", "Europe/Kyiv"),
        ("Goma", "Africa/Lubumbashi"),
        ("Camp Taji", "Asia/Baghdad"),
        ("Gary", "America/Chicago"),
        ("Afghanistan", "Asia/Kabul"),
        ("Red Sea", None),
    ],
)
def test_time_zones(name: str, zone: str | None) -> None:
    """Towns have their own zone, sites that of the next town, countries their largest; seas none."""
    place = find_place(name)
    assert place is not None
    assert timezone_of(place) == zone


def test_time_zone_without_coordinates() -> None:
    """A place known by its country alone has the country's zone."""
    assert timezone_of(Place(text="x", name="x", country_code="IQ")) == "Asia/Baghdad"
    assert timezone_of(Place(text="x", name="x")) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("Sana’a", "sanaa"),
        ("Saint-Étienne", "st etienne"),
        ("St. Cloud", "st cloud"),
        ("São Paulo", "sao paulo"),
        ("Fort Worth", "ft worth"),
        ("Şanlıurfa", "sanliurfa"),
        ("", ""),
    ],
)
def test_keys(name: str, key: str) -> None:
    """Accents, apostrophes and hyphens do not part names that a reader takes for one; a key is its own key."""
    assert key_of(name) == key
    assert key_of(key) == key


def test_every_kind_of_word_has_words() -> None:
    """No list of places_words.tsv is empty or misspelt, and all words are in lower case."""
    for kind, found in zip(Words._fields, words(), strict=True):
        assert found, kind
        assert all(word == word.lower() for word in found)


def test_demonyms_lead_to_places() -> None:
    """Every demonym's place is in the gazetteer."""
    for country, place in demonyms().values():
        rows = gazetteer().find(key_of(place)) if place else ()
        assert country_row(country) is not None
        assert not place or any(f.row.country == country for f in rows), place


@pytest.mark.parametrize(
    ("name", "territory", "usual"),
    [
        ("Sevastopol", "Crimea", "UA"),
        ("Kerch", "crimea", "UA"),
        ("Khan Younis", "Gaza", "PS"),
        ("Nablus", "West Bank", "PS"),
        ("Majdal Shams", "Golan", "SY"),
        ("Bakhmut", "Donbas", "UA"),
    ],
)
def test_territories(name: str, territory: str, usual: str) -> None:
    """Places of each territory are coded as the table says, and as the configuration says where it says so."""
    place = find_place(name)
    assert place is not None
    assert place.country_code == usual
    assert territories()[key_of(territory)].code == usual
    assert recode(place, {territory: "FR"}).country_code == "FR"
    assert recode(place, {"Elsewhere": "FR"}) == place


def test_neighbours_of_a_territory_keep_their_country() -> None:
    """Kherson is not Crimea, Kiryat Shmona not the Golan, Sderot not Gaza."""
    for name, territory in (("Kherson", "crimea"), ("Kiryat Shmona", "golan"), ("Sderot", "gaza")):
        place = find_place(name)
        assert place is not None
        assert recode(place, {territory: "FR"}) == place


def test_what_lies_in_what() -> None:
    """A town lies in its state and country, a site in its city; a namesake elsewhere does not."""
    pairs = (("Iraq", "Baghdad", True), ("Baghdad", "Green Zone", True), ("Iraq", "Paris", False))
    for larger, smaller, inside in pairs:
        a, b = find_place(larger), find_place(smaller)
        assert a is not None
        assert b is not None
        assert holds(a, b) is inside


def test_population() -> None:
    """The size of a city is known; that of a name without one is 0."""
    baghdad = find_place("Baghdad")
    assert baghdad is not None
    assert population_of(baghdad) > 5_000_000
    assert population_of(Place(text="x", name="Qwertyville")) == 0


def test_sites_are_sites() -> None:
    """Bases and crossings have a site's precision, seas and fronts a region's."""
    kinds = {row[5]: gazetteer().find(key_of(row[0]))[0].row.kind for row in read_tsv("places_supplement.tsv")[:1]}
    assert kinds == {"site": Kind.SITE}
