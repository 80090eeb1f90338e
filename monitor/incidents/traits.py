"""What of a report is compared: place, time, means, toll, parties and telling words, made ready once."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from monitor.detection.actors.party import party_of
from monitor.detection.actors.weapons import weapon_in
from monitor.detection.text import fold
from monitor.domain.detection import Event, Figure, Place
from monitor.domain.incident import Bearing, SourceReport
from monitor.domain.report import Cue, Fingerprint
from monitor.domain.taxonomy import DatePrecision, EventType, PlacePrecision
from monitor.incidents.fingerprint import stem, tokens
from monitor.incidents.words import most_telling, weight

FINE = frozenset({PlacePrecision.SITE, PlacePrecision.CITY})
DAYS = frozenset({DatePrecision.DAY, DatePrecision.HOUR, DatePrecision.MINUTE})

FAMILIES: dict[EventType, frozenset[str]] = {
    EventType.SUICIDE_BOMBING: frozenset({"blast"}),
    EventType.BOMBING: frozenset({"blast"}),
    EventType.SHELLING: frozenset({"above"}),
    EventType.AIR_DRONE_STRIKE: frozenset({"above"}),
    EventType.CHEMICAL_ATTACK: frozenset({"poison"}),
    EventType.SHOOTING: frozenset({"gun"}),
    EventType.ARMED_CLASH: frozenset({"gun", "battle"}),
    EventType.ASSASSINATION: frozenset({"gun", "blade", "blast", "above", "target"}),
    EventType.STABBING: frozenset({"blade"}),
    EventType.VEHICLE_RAMMING: frozenset({"vehicle"}),
    EventType.ARSON: frozenset({"fire", "damage"}),
    EventType.SABOTAGE: frozenset({"damage", "blast"}),
    EventType.ABDUCTION: frozenset({"taking"}),
    EventType.HIJACKING: frozenset({"taking"}),
    EventType.MARITIME_ATTACK: frozenset({"sea", "above", "taking"}),
    EventType.MOB_VIOLENCE: frozenset({"crowd"}),
    EventType.ATTACK: frozenset(),
}
"""Means by which a type is carried out: types that share one may be two tellings of one attack."""

RARE = 3.2
"""Weight from which a word may bring two reports together for comparison at all: below 4 in 100 items."""
RAREST_NAME = 6.9
"""Weight of a word in at most 10 of 10,000 items."""
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """One place, ready to compare."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    fine: bool
    site: bool
    admin1: str | None
    region: str | None = None
    """The first-level division that it lies in, or is."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One report, ready to compare."""

    key: str
    leads: bool
    """Whether it reports one attack as its news, so that groups form around it; a round-up or a sequel does not."""
    spots: tuple[Spot, ...]
    countries: frozenset[str]
    day: date | None
    """Local date of the event, where the text gives it to the day."""
    coarse: tuple[date, date] | None
    """First and last day that a date of lower precision leaves open."""
    hour: float
    """When it was published, in hours since the epoch."""
    type: EventType | None
    killed: int | None
    injured: int | None
    weapon: frozenset[str]
    target: frozenset[str]
    actor: frozenset[str]
    words: dict[str, float]
    names: dict[str, float]
    title: dict[str, float]
    parties: frozenset[str]
    doers: frozenset[str]
    keys: tuple[str, ...]
    """What it is found by: two reports are compared only if they share one."""
    print: Fingerprint
    escalating: frozenset[str]
    """Words of the actors and targets of its escalation."""
    rare: frozenset[str]
    """The names and words that hardly any other story has: two shared ones tie reports over weeks."""


def traits(report: SourceReport) -> Traits:
    """The traits of a report; a pure function of it."""
    event, print_ = report.event, report.fingerprint
    spots = _spots(event)
    words = {word: weight(word) for word in print_.words}
    names = {word: weight(word) for word in print_.names}
    return Traits(
        key=report.key,
        leads=report.bearing is Bearing.NEWS and Cue.ROUNDUP not in print_.cues,
        spots=spots,
        countries=frozenset(spot.country for spot in spots if spot.country),
        day=_day(event),
        coarse=_coarse(event),
        hour=report.when.timestamp() / 3600,
        type=event.type if event else None,
        killed=_least(event.killed) if event else None,
        injured=_least(event.injured) if event else None,
        weapon=_bag(_weapon(event.weapon) if event and event.weapon else None),
        target=_bag(event.target if event else None),
        actor=_bag(party_of(event.perpetrator.name) if event and event.perpetrator.name else None),
        words=words,
        names=names,
        title={word: words[word] for word in _title_words(report.title) if word in words},
        parties=frozenset(print_.parties),
        doers=frozenset(print_.doers),
        keys=(*_word_keys(words, names), *_place_keys(spots, _day(event)), *_side_keys(print_.parties)),
        print=print_,
        escalating=_escalating(report),
        rare=frozenset(word for word in (*names, *words) if word.isalpha() and weight(word) >= RAREST_NAME),
    )


def _spots(event: Event | None) -> tuple[Spot, ...]:
    if event is None:
        return ()
    places = event.places or ((event.place,) if event.place else ())
    return tuple(_spot(place) for place in places if place.precision is not PlacePrecision.UNKNOWN or place.text)


def _spot(place: Place) -> Spot:
    return Spot(
        name=fold(place.name or place.text),
        country=place.country_code,
        lat=place.lat,
        lon=place.lon,
        fine=place.precision in FINE,
        site=place.precision is PlacePrecision.SITE,
        admin1=fold(place.admin1) if place.admin1 else None,
        region=_region(place),
    )


def _region(place: Place) -> str | None:
    name = place.admin1 or (place.name if place.precision is PlacePrecision.REGION else None)
    return fold(name) if name else None


def _day(event: Event | None) -> date | None:
    if event is None or not event.date or event.date_precision not in DAYS:
        return None
    return date.fromisoformat(event.date[:10])


def _coarse(event: Event | None) -> tuple[date, date] | None:
    """The days that a week, month or year leaves open (ISO 8601; a week as YYYY-Www or as its first day)."""
    if event is None or not event.date or event.date_precision in DAYS:
        return None
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", event.date):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    parts = [int(part) for part in event.date[:10].split("-") if part.isdigit()]
    if len(parts) == 3:
        first = date(parts[0], parts[1], parts[2])
        return first, first + timedelta(days=6)
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return (date(parts[0], 1, 1), date(parts[0], 12, 31)) if parts else None


def _least(figure: Figure | None) -> int | None:
    return figure.min if figure is not None else None


def _weapon(words: str) -> str:
    """The weapon by the noun that it has in every text: of "drone" drones."""
    weapon = weapon_in(words)
    return weapon.noun if weapon else words


def _bag(text: str | None) -> frozenset[str]:
    return frozenset(most_telling(tokens(text), 8)) if text else frozenset()


def _title_words(title: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens(title))


def _word_keys(words: dict[str, float], names: dict[str, float]) -> tuple[str, ...]:
    """The rarest words and names; none that more than a few in a hundred items have."""
    rare = [word for word in most_telling(words, 14) if weight(word) >= RARE]
    named = [word for word in most_telling(names, 12) if weight(word) >= RARE]
    return tuple(dict.fromkeys((*rare, *named)))


def _place_keys(spots: tuple[Spot, ...], day: date | None) -> tuple[str, ...]:
    """Cities and sites by name and by cell; countries only together with a day."""
    places = [f"@{spot.name}" for spot in spots if spot.fine]
    cells = [_cell(spot.lat, spot.lon) for spot in spots if spot.fine and spot.lat is not None and spot.lon is not None]
    days = [f"={spot.country}|{day}" for spot in spots if spot.country and day]
    return tuple(dict.fromkeys((*places, *cells, *days)))


def _side_keys(parties: tuple[str, ...]) -> tuple[str, ...]:
    """Any two of the parties first named."""
    return tuple(f"&{'+'.join(sorted(pair))}" for pair in combinations(parties[:3], 2))


def _cell(lat: float, lon: float) -> str:
    """A cell of half a degree, so that a district finds its city."""
    return f"@{math.floor(lat * 2)},{math.floor(lon * 2)}"


def _escalating(report: SourceReport) -> frozenset[str]:
    found: set[str] = set()
    for item in report.escalation:
        for party in (item.actor, item.target):
            if party:
                found.update(fold(word) for word in _LETTERS.findall(party) if word[0].isupper())
    return frozenset(found)
