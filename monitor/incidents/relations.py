"""How an incident is tied to others: a series in a place, retaliation for an earlier one, the same place hit again.

Counted over the incidents of our own history, each kept as a `Landmark` of a few hundred bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.detection.actors.party import party_of
from monitor.detection.text import fold
from monitor.domain.geography import distance_km
from monitor.domain.incident import Incident, Relation
from monitor.domain.taxonomy import EventType, PlacePrecision
from monitor.incidents.fingerprint import tokens
from monitor.incidents.reconcile import Picture
from monitor.incidents.traits import FAMILIES

SERIES, SERIES_KM = timedelta(days=7), 50.0
AGAIN, AGAIN_KM = timedelta(days=30), 5.0
ANSWER = timedelta(days=10)
MOST = 8
"""Relations told of one incident; the latest."""

_ANSWERING = frozenset(
    f"{stem}{end}"
    for stem, ends in (("retaliat", "ion ory ed e es"), ("reveng", "e"), ("repris", "al als"), ("aveng", "e ed es ing"))
    for end in ends.split()
)
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class Landmark:
    """What of an incident others are compared with."""

    id: str
    when: datetime
    lat: float | None
    lon: float | None
    fine: bool
    name: str
    country: str
    type: EventType
    actor: frozenset[str]
    struck: frozenset[str]
    """Words of the place's country and of the target: who was hit."""
    answers: bool
    """Whether its reports speak of retaliation."""


def landmark(incident: Incident, picture: Picture) -> Landmark | None:
    """The landmark of an attack; None for an escalation."""
    event = picture.event
    if event is None:
        return None
    place = event.place
    struck = tokens(f"{place.country if place else ''} {event.target or ''}")
    return Landmark(
        id=incident.id,
        when=min(report.when for report in incident.reports),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        fine=bool(place and place.precision in (PlacePrecision.SITE, PlacePrecision.CITY)),
        name=fold(place.name) if place else "",
        country=(place.country_code or "") if place else "",
        type=event.type,
        actor=frozenset(tokens(party_of(event.perpetrator.name or "") or "")),
        struck=frozenset(word for word in struck if len(word) > 3),
        answers=any(_ANSWERING & set(tokens(report.title)) for report in incident.reports)
        or any(_ANSWERING & set(report.fingerprint.words) for report in incident.reports[:5]),
    )


def relate(mark: Landmark, others: Iterable[Landmark]) -> tuple[Relation, ...]:
    """The relations of an incident to earlier ones, the latest first; retaliation before series before same place."""
    found: list[tuple[int, float, Relation]] = []
    for other in others:
        if other.id == mark.id or other.when > mark.when:
            continue
        kind = _relation(mark, other)
        if kind:
            rank = ("retaliation", "series", "same_place").index(kind)
            found.append((rank, -other.when.timestamp(), Relation(incident_id=other.id, relation=kind)))
    found.sort(key=lambda item: (item[0], item[1], item[2].incident_id))
    return tuple(relation for _, _, relation in found[:MOST])


def _relation(mark: Landmark, other: Landmark) -> str | None:
    ago = mark.when - other.when
    if mark.answers and ago <= ANSWER and other.actor and other.actor & mark.struck:
        return "retaliation"
    if not (mark.fine and other.fine):
        return None
    km = _km(mark, other)
    if ago <= SERIES and km <= SERIES_KM and _like(mark.type, other.type):
        return "series"
    return "same_place" if ago <= AGAIN and km <= AGAIN_KM else None


def _like(a: EventType, b: EventType) -> bool:
    return a is b or bool(FAMILIES[a] & FAMILIES[b])


def _km(a: Landmark, b: Landmark) -> float:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0 if a.name == b.name and a.country == b.country else float("inf")
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def in_words(relations: tuple[Relation, ...]) -> list[str]:
    """Relations as sentences for an alert's summary."""
    series = [r for r in relations if r.relation == "series"]
    sentences = []
    if any(r.relation == "retaliation" for r in relations):
        answered = next(r.incident_id for r in relations if r.relation == "retaliation")
        sentences.append(f"Told as retaliation; it may answer incident {answered}.")
    if series:
        count = len(series) + 1
        nth = _ORDINALS[count] if count < len(_ORDINALS) else f"{count}th"
        sentences.append(f"The {nth} such attack within {SERIES_KM:.0f} km in {SERIES.days} days on our record.")
    elif any(r.relation == "same_place" for r in relations):
        sentences.append("The place was hit before in the last 30 days.")
    return sentences
