"""Whose an attack at sea is: the state on that sea whose ship or port was struck, or which tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from monitor.detection.places.gazetteer import country_names, country_row
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.domain.detection import Place
from monitor.domain.geography import distance_km
from monitor.domain.taxonomy import PlacePrecision

_SHORE_KM = 1_300.0
"""From the middle of a sea to the middle of a country on it; a state from farther off only comments."""


def with_shore(sea: Place, own: Sequence[Toponym], struck: Callable[[Toponym], bool]) -> tuple[Place, Toponym | None]:
    """`sea` under the country that the text lets a reader know, and the name that says so; as it is where none does.

    A country's things that were struck come first, then the country that speaks of an attack it does not own to.
    """
    if sea.country_code is not None or sea.precision is not PlacePrecision.REGION:
        return sea, None
    doers = {t.place.country_code for t in own if t.role is ToponymRole.SUBJECT}
    by_words = [t for t in own if struck(t)]
    by_speech = [t for t in own if t.role is ToponymRole.SPEAKER and t.place.country_code not in doers]
    for t in (*by_words, *by_speech):
        if t.place.country_code and _is_near(sea, t.place.country_code):
            code = t.place.country_code
            return replace(sea, country_code=code, country=country_names().get(code)), t
    return sea, None


def _is_near(sea: Place, code: str) -> bool:
    row = country_row(code)
    if row is None or sea.lat is None or sea.lon is None:
        return False
    return distance_km(sea.lat, sea.lon, row.lat, row.lon) < _SHORE_KM
