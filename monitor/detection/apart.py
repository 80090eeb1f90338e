"""Where the words beside a mention put it, and whether that parts it from an attack told elsewhere in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from monitor.detection.places.inside import identity, kilometres
from monitor.detection.text import gap
from monitor.detection.where import Toponym, ToponymRole
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

Sites = tuple[Place, ...]
"""The places that the words beside a mention name for it."""

_FINE = (PlacePrecision.SITE, PlacePrecision.CITY)
_ROLES = (ToponymRole.LOCATIVE, ToponymRole.OTHER)
_PLACED = (*_FINE, PlacePrecision.REGION, PlacePrecision.COUNTRY)
_REACH = 90
"""Characters from a mention to a place of its sentence that is still its own."""
_SURE = 0.5
"""Least score of a reading that may part two attacks: a wrong reading would."""
_TOWN_KM = 20.0
_COUNTY_KM = 100.0
"""Within so many kilometres two names may be of one place: a village and the town that it lies by."""


class Spot(NamedTuple):
    """One mention: its sentence and its offsets."""

    sentence: int
    start: int
    end: int


def sites_of(toponyms: Sequence[Toponym], spots: Sequence[Spot]) -> list[Sites]:
    """For each mention the places that its sentence puts it at; each place goes to the nearest mention.

    Names without a preposition count beside one that has it: "in Cali and Pasto".
    """
    held: list[list[Toponym]] = [[] for _ in spots]
    told: dict[int, list[tuple[int, Spot]]] = {}
    for i, spot in enumerate(spots):
        told.setdefault(spot.sentence, []).append((i, spot))
    for toponym in toponyms:
        if toponym.role not in _ROLES or toponym.place.precision not in _PLACED or toponym.score < _SURE:
            continue
        place = toponym.start, toponym.end
        near = [(gap(place, (spot.start, spot.end)), i) for i, spot in told.get(toponym.sentence, ())]
        if near and min(near)[0] <= _REACH:
            held[min(near)[1]].append(toponym)
    placed = ([t for t in near if any(o.role is ToponymRole.LOCATIVE for o in near)] for near in held)
    return [tuple(t.place for t in near) for near in placed]


def parted(own: Sites, others: Sites) -> bool:
    """Whether both are placed within one country and no place of the one can be, hold or adjoin one of the other."""
    own, others = _within(own), _within(others)
    return bool(own and others) and all(_apart(a, b) for a in own for b in others)


def abroad(own: Sites, others: Sites) -> bool:
    """Whether no place of the one lies in a country of the other.

    That parts the stories of a digest; in one story two countries are most often one country read wrongly.
    """
    countries = {place.country_code for place in own}, {place.country_code for place in others}
    return bool(own and others) and countries[0].isdisjoint(countries[1]) and None not in countries[0] | countries[1]


def _within(sites: Sites) -> Sites:
    """The places within a country: the country holds them all and parts none of them."""
    return tuple(place for place in sites if place.precision is not PlacePrecision.COUNTRY)


def _apart(a: Place, b: Place) -> bool:
    if PlacePrecision.COUNTRY in (a.precision, b.precision):
        return False
    if a.country_code != b.country_code or a.country_code is None or identity(a) == identity(b):
        return False  # attacks in two countries in one text are most often one country read wrongly
    if a.precision in _FINE and b.precision in _FINE:
        return _TOWN_KM < kilometres(a, b) < float("inf")
    for larger, smaller in ((a, b), (b, a)):
        if larger.precision is PlacePrecision.REGION and larger.name != larger.admin1:
            return _COUNTY_KM < kilometres(a, b) < float("inf")
        if larger.precision is PlacePrecision.REGION and smaller.admin1 is not None:
            return larger.name != smaller.admin1
    return False
