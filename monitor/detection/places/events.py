"""Where each event was: the place that the words about the attack name, not the speaker's, the victim's or the dateline's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.detection.draft import Draft
from monitor.detection.places.gazetteer import country_names, timezone_at
from monitor.detection.places.mention import Toponym, ToponymRole
from monitor.detection.places.names import key_of
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Place
from monitor.domain.taxonomy import PlacePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where one event was; `places` where one operation hit several, else empty."""

    place: Place | None = None
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    timezone: str | None = None


_FINE = {PlacePrecision.SITE: 1.2, PlacePrecision.CITY: 1.0, PlacePrecision.REGION: 0.5, PlacePrecision.COUNTRY: 0.0}
_ROLE = {
    ToponymRole.LOCATIVE: 2.0, ToponymRole.OTHER: 0.6, ToponymRole.ORGANISATION: 0.4, ToponymRole.CONTAINER: 0.2,
    ToponymRole.SUBJECT: -1.0, ToponymRole.SPEAKER: -1.5, ToponymRole.DATELINE: -0.5, ToponymRole.DEMONYM: -1.2,
}  # fmt: skip


def assign_places(
    text: Text,
    drafts: Sequence[Draft],
    toponyms: Sequence[Toponym],
    territories: Mapping[str, str] | None = None,
) -> list[Location]:
    """One location a draft, in their order. `territories` are corrections of the territory table."""
    return [_locate(text, draft, toponyms, territories or {}) for draft in drafts]


def _locate(text: Text, draft: Draft, toponyms: Sequence[Toponym], territories: Mapping[str, str]) -> Location:
    own = [t for t in toponyms if t.sentence in draft.sentences]
    best = max(own or toponyms, key=lambda t: _weight(t, draft), default=None)
    if best is None:
        return Location()
    place = recode(best.place, territories)
    evidence = (Evidence(field="place", start=best.start, end=best.end, text=best.text),)
    return Location(place=place, evidence=evidence, timezone=_zone(place))


def _weight(t: Toponym, draft: Draft) -> float:
    distance = min((abs(t.start - a.start) for a in draft.anchors), default=0)
    return _ROLE[t.role] + _FINE.get(t.place.precision, 0.0) - distance / 300


def _zone(place: Place) -> str | None:
    return timezone_at(place.lat or 0.0, place.lon or 0.0, place.country_code, key_of(place.name))


def recode(place: Place, territories: Mapping[str, str]) -> Place:
    """`place` under the country that the configuration gives its territory."""
    for name, code in territories.items():
        if key_of(name) in (key_of(place.name), key_of(place.admin1 or "")):
            return replace(place, country_code=code, country=country_names().get(code))
    return place
