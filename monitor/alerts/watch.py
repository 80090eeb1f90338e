"""Which watchlists an alert matches: where all of its keys do, and a key where any of its values does. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from monitor.config.schema import Watchlist, WatchPlace
from monitor.detection.where import find_place as find_in_gazetteer
from monitor.domain.alert import Alert
from monitor.domain.detection import Place
from monitor.domain.geography import distance_km
from monitor.domain.taxonomy import PlacePrecision

FindPlace = Callable[[str], Place | None]
"""The place that a configuration means by a name; None where the name is unknown."""

_VAGUE = frozenset({PlacePrecision.COUNTRY, PlacePrecision.UNKNOWN})
"""Coordinates of such places are a country's middle: no distance is measured from there."""


def matching_watchlists(
    alert: Alert, watchlists: Sequence[Watchlist], *, find_place: FindPlace = find_in_gazetteer
) -> tuple[str, ...]:
    """Names of the watchlists that `alert` matches, in the order of the configuration.

    A key that is not given asks for nothing, so a watchlist without keys matches every alert.
    """
    return tuple(watchlist.name for watchlist in watchlists if _matches(alert, watchlist, find_place))


def _matches(alert: Alert, wanted: Watchlist, find_place: FindPlace) -> bool:
    """The cheap questions come first; places and keywords are asked only where the rest agrees."""
    event = alert.event
    return (
        (wanted.min_severity is None or alert.severity.rank >= wanted.min_severity.rank)
        and (wanted.min_certainty is None or alert.certainty.rank >= wanted.min_certainty.rank)
        and (not wanted.types or (event is not None and event.type in wanted.types))
        and (not wanted.escalation or any(item.kind in wanted.escalation for item in alert.escalation))
        and (not wanted.tags or _share(wanted.tags, alert.tags))
        and (not wanted.outlets or _share(wanted.outlets, (source.outlet for source in alert.sources)))
        and (not wanted.countries or not set(wanted.countries).isdisjoint(countries_of(alert, find_place)))
        and (not wanted.actors or _any_words(wanted.actors, _actors(alert)))
        and (not wanted.keywords or _any_words(wanted.keywords, _texts(alert)))
        and (not wanted.places or any(_near(place, alert, find_place) for place in wanted.places))
    )


def places_of(alert: Alert) -> tuple[Place, ...]:
    """The places that the alert's attack hit."""
    if alert.event is None:
        return ()
    main = (alert.event.place,) if alert.event.place else ()
    return tuple(dict.fromkeys((*main, *alert.event.places)))


def countries_of(alert: Alert, find_place: FindPlace = find_in_gazetteer) -> frozenset[str]:
    """ISO codes of the countries hit; for words and threats alone, of the states that speak or are spoken to."""
    codes = {place.country_code for place in places_of(alert) if place.country_code}
    if alert.event is None:
        named = {name for item in alert.escalation for name in (item.actor, item.target) if name} | set(alert.actors)
        found = (find_place(name) for name in named)
        codes = {p.country_code for p in found if p and p.country_code and p.precision is PlacePrecision.COUNTRY}
    return frozenset(codes)


def _near(wanted: WatchPlace, alert: Alert, find_place: FindPlace) -> bool:
    """True where one of the alert's places lies within the radius, or is what the name names."""
    centre = _centre(wanted, find_place)
    return any(_is_within(place, wanted, centre) for place in places_of(alert))


def _centre(wanted: WatchPlace, find_place: FindPlace) -> Place | None:
    if wanted.lat is not None and wanted.lon is not None:
        name = wanted.name or ""
        return Place(text=name, name=name, lat=wanted.lat, lon=wanted.lon, precision=PlacePrecision.SITE)
    return find_place(wanted.name) if wanted.name else None


def _is_within(place: Place, wanted: WatchPlace, centre: Place | None) -> bool:
    if wanted.name and fold(wanted.name) in {fold(place.name), fold(place.text)}:
        # The same name elsewhere (Tripoli, Lebanon) is another place, where both are located.
        return centre is None or _km(place, centre) is None or _reaches(place, centre, wanted.radius)
    if centre is None:
        return False
    if centre.precision is PlacePrecision.COUNTRY:
        return place.country_code == centre.country_code
    if centre.precision is PlacePrecision.REGION and centre.admin1 and place.country_code == centre.country_code:
        return place.admin1 == centre.admin1 or _reaches(place, centre, wanted.radius)
    return place.precision not in _VAGUE and _reaches(place, centre, wanted.radius)


def _reaches(place: Place, centre: Place, radius: float) -> bool:
    km = _km(place, centre)
    return km is not None and km <= radius


def _km(a: Place, b: Place) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def _actors(alert: Alert) -> Iterator[str]:
    yield from alert.actors
    if alert.event is not None and alert.event.perpetrator.name:
        yield alert.event.perpetrator.name
    for item in alert.escalation:
        yield from (name for name in (item.actor, item.target) if name)


def _texts(alert: Alert) -> Iterator[str]:
    """Where keywords are looked for."""
    yield from (alert.headline, alert.summary)
    yield from (source.title for source in alert.sources)
    for place in places_of(alert):
        yield from (text for text in (place.text, place.name, place.admin1, place.country) if text)
    if alert.event is not None and alert.event.target:
        yield alert.event.target


def _share(wanted: Sequence[str], found: Iterator[str] | Sequence[str]) -> bool:
    return not {fold(text) for text in wanted}.isdisjoint(fold(text) for text in found)


def _any_words(wanted: Sequence[str], texts: Iterator[str]) -> bool:
    pattern = _whole_words(tuple(wanted))
    return any(pattern.search(fold(text)) for text in texts)


@lru_cache(maxsize=1024)
def _whole_words(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases as whole words, whatever stands between their words: "green zone" finds "Green-Zone"."""
    found = [r"[\W_]+".join(map(re.escape, re.findall(r"\w+", fold(phrase)))) for phrase in phrases]
    return re.compile(rf"(?<!\w)(?:{'|'.join(part for part in found if part) or '(?!)'})(?!\w)")


def fold(text: str) -> str:
    """Case, width and accents put aside, so that names are compared as people mean them."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
