"""Where: the places that a text names, and the place of each event in it.

`find_toponyms` reads the names, `assign_places` says where each attack was. Places are no finer than the text says.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from monitor.detection.places.events import Location, assign_places, recode
from monitor.detection.places.gazetteer import (
    Kind,
    country_names,
    gazetteer,
    timezone_at,
    to_place,
)
from monitor.detection.places.implied import implied_country
from monitor.detection.places.judge import Judge
from monitor.detection.places.mention import OUTLET, Mention, Toponym, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.places.resolve import resolve
from monitor.detection.places.spot import spot
from monitor.detection.places.words import words
from monitor.detection.text import Text
from monitor.domain.detection import Place
from monitor.domain.geography import distance_km

__all__ = [
    "Location",
    "Toponym",
    "ToponymRole",
    "assign_places",
    "country_name",
    "distance_km",
    "find_place",
    "find_toponyms",
    "recode",
    "timezone_of",
]


_FIRST = 8
"""Sentences."""
_GOVERNED = frozenset({Kind.COUNTRY, Kind.CAPITAL, Kind.REGION})


def find_toponyms(text: Text, *, outlet_country: str | None = None) -> tuple[Toponym, ...]:
    """The places that `text` names, in its order, each with the place it most likely means.

    `outlet_country` (ISO alpha-2) weighs a little between places of one name. Names of persons, papers, teams and
    streets are left out; governments that act or speak are kept under their role.
    """
    mentions = Judge(text, spot(text)).judge()
    resolve(mentions, outlet_country or _implied(text, mentions), _host(text), capitals=text.upper_case)
    return tuple(_toponym(m) for m in mentions if m.chosen is not None)


def _implied(text: Text, mentions: Sequence[Mention]) -> str | None:
    """The country that the title and the first sentences imply, where a name is of several and no country is named."""
    kinds = {m.found[0].row.kind for m in mentions if m.found and m.role is not ToponymRole.DEMONYM}
    if kinds & {Kind.COUNTRY, Kind.REGION, Kind.CAPITAL} or not any(len(m.found) > 1 for m in mentions):
        return None
    found = implied_country(text, range(min(_FIRST, len(text.sentences))))
    return found.place.country_code if found else None


def find_place(name: str, country_code: str | None = None) -> Place | None:
    """The place that a configuration means by `name`: the largest of that name, in `country_code` where given."""
    found = gazetteer().find(key_of(name))
    rows = [f.row for f in found if country_code is None or f.row.country == country_code.upper()]
    return to_place(rows[0], name) if rows else None


def country_name(code: str) -> str | None:
    """The name of a country in news English, by its ISO 3166-1 alpha-2 code."""
    return country_names().get(code.upper())


def timezone_of(place: Place) -> str | None:
    """IANA name of the place's time zone; its country's most populous one where only the country is known."""
    if place.lat is None or place.lon is None:
        return timezone_at(0.0, 0.0, place.country_code, "")
    return timezone_at(place.lat, place.lon, place.country_code, key_of(place.name))


def _host(text: Text) -> str:
    try:
        return urlsplit(text.document.url or "").hostname or ""
    except ValueError:
        return ""


def _acting(verb: str, kind: Kind, role: ToponymRole) -> ToponymRole:
    """Who says is a speaker, who acts a doer; but only governments act: a town that was "targeted" suffers."""
    if verb in words().saying:
        return ToponymRole.SPEAKER
    return ToponymRole.SUBJECT if kind in _GOVERNED else role


def _toponym(m: Mention) -> Toponym:
    assert m.chosen is not None
    role = ToponymRole.ORGANISATION if "outlet" in m.extra else m.role
    if "speech" in m.extra and role in (ToponymRole.OTHER, ToponymRole.ORGANISATION):
        local = m.extra.get("noun", "") in words().town_bodies and m.chosen.kind is not Kind.COUNTRY
        role = ToponymRole.ORGANISATION if local else _acting(m.extra["speech"], m.chosen.kind, role)
    place = to_place(m.chosen, m.words)
    return Toponym(
        start=m.start, end=m.end, text=m.text, sentence=m.sentence, place=place, role=role,
        preposition=m.preposition, score=round(m.score, 2),
        noun=OUTLET if "outlet" in m.extra else m.extra.get("noun", ""), before=m.extra.get("before", ""),
    )  # fmt: skip


