"""What changed since the last alert, and whether it matters (docs/incidents.md has the table)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.detection.actors.party import party_of
from monitor.detection.text import fold
from monitor.domain.alert import AlertEvent, AlertFigure
from monitor.domain.geography import distance_km
from monitor.domain.incident import Standing
from monitor.domain.taxonomy import Basis, EventType, PlacePrecision
from monitor.incidents.reconcile import KINDS, Picture
from monitor.incidents.traits import FAMILIES

MOVED_KM = 25.0
"""A place that moves by less is the same place named more finely."""
FINE = frozenset({PlacePrecision.SITE, PlacePrecision.CITY})


@dataclass(frozen=True, slots=True)
class Change:
    """One material change in words; `urgent` ones do not wait for the cool-down."""

    text: str
    urgent: bool


def standing_of(
    picture: Picture, revision: int, at: datetime, merged: tuple[str, ...], *, withdrawn: bool = False
) -> Standing:
    """What an alert that tells `picture`, or withdraws it, leaves told."""
    event = picture.event
    place = event.place if event else None
    return Standing(
        revision=revision,
        severity=picture.severity,
        certainty=picture.certainty,
        published_at=at,
        killed=_told(event, "killed"),
        injured=_told(event, "injured"),
        abducted=_told(event, "abducted"),
        missing=_told(event, "missing"),
        type=event.type if event else None,
        stage=event.stage if event else None,
        place=place.name if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precise=bool(place and place.precision in FINE),
        country=place.country_code if place else None,
        actor=event.perpetrator.name if event else None,
        basis=event.perpetrator.basis if event else Basis.UNKNOWN,
        escalation=tuple(dict.fromkeys(item.kind for item in picture.escalation)),
        merged=merged,
        retracted=picture.retracted,
        corrected=tuple(dict.fromkeys(key for key, _ in picture.corrected)),
        withdrawn=withdrawn,
    )


def material(standing: Standing, picture: Picture, supersedes: tuple[str, ...]) -> list[Change]:
    """The changes since the last alert that a person on duty must hear of; rises of a toll by little are not urgent."""
    found: list[Change] = []
    if picture.severity.rank > standing.severity.rank:
        found.append(Change(f"severity {standing.severity.value} → {picture.severity.value}", urgent=True))
    if picture.certainty.rank > standing.certainty.rank:
        found.append(Change(f"certainty {standing.certainty.value} → {picture.certainty.value}", urgent=True))
    if picture.event is not None:
        found += _rises(standing, picture.event)
        found += [change for change in _turns(standing, picture.event) if change]
    if fresh := [id_ for id_ in supersedes if id_ not in standing.merged]:
        found.append(Change(f"same attack as {', '.join(fresh)}", urgent=True))
    return found


def _rises(standing: Standing, event: AlertEvent) -> list[Change]:
    found = []
    for kind in KINDS:
        before, now = getattr(standing, kind), _told(event, kind)
        if now is None or now <= (before or 0):
            continue
        grave = kind in ("killed", "abducted")
        if grave or now >= 1.25 * (before or 0):
            text = f"{kind} {'unknown' if before is None else before} → {now}"
            found.append(Change(text, urgent=_is_big(before or 0, now, grave)))
    return found


def _is_big(before: int, now: int, grave: bool) -> bool:
    """A rise that cannot wait: by half, or by ten; of the injured, twice as many and five more."""
    if grave:
        return now >= 1.5 * before or now - before >= 10
    return now >= 2 * before and now - before >= 5


def _turns(standing: Standing, event: AlertEvent) -> list[Change | None]:
    return [turn(standing, event) for turn in (_type_turn, _stage_turn, _place_turn, _claim)]


def _type_turn(standing: Standing, event: AlertEvent) -> Change | None:
    before = standing.type
    if before is None or before is event.type or event.type is EventType.ATTACK:
        return None
    if before is not EventType.ATTACK and FAMILIES[before] & FAMILIES[event.type]:
        return None
    return Change(f"type {_plain(before)} → {_plain(event.type)}", urgent=False)


def _stage_turn(standing: Standing, event: AlertEvent) -> Change | None:
    if standing.stage is None or standing.stage is event.stage:
        return None
    return Change(f"stage {standing.stage.value} → {event.stage.value}", urgent=True)


def _place_turn(standing: Standing, event: AlertEvent) -> Change | None:
    place = event.place
    if place is None or (place.precision not in FINE and standing.place is not None):
        return None
    if standing.place is None or not standing.precise:
        moved = standing.place is None or fold(standing.place) != fold(place.name)
        return Change(f"place {standing.place or 'unknown'} → {place.name}", urgent=False) if moved else None
    hit = {fold(other.name) for other in event.places} | {fold(place.name)}
    if fold(standing.place) in hit or None in (standing.lat, standing.lon, place.lat, place.lon):
        return None
    if distance_km(standing.lat or 0.0, standing.lon or 0.0, place.lat or 0.0, place.lon or 0.0) <= MOVED_KM:
        return None
    return Change(f"place {standing.place} → {place.name}", urgent=True)


def _claim(standing: Standing, event: AlertEvent) -> Change | None:
    who = event.perpetrator
    if who.basis is not Basis.CLAIMED or not who.name:
        return None
    if standing.basis is Basis.CLAIMED and standing.actor and _party(standing.actor) == _party(who.name):
        return None
    return Change(f"claimed by {who.name}", urgent=True)


def _party(name: str) -> str:
    """A claimant, whatever words he is told in: an army by its name or as its country's forces."""
    return fold(party_of(name) or name)


def corrections(standing: Standing, picture: Picture) -> list[Change]:
    """What was told before and is not so: figures that no source stands by any more, and outlets' own corrections."""
    if picture.event is None:
        return []
    found = []
    for kind in KINDS:
        before, now = getattr(standing, kind), _told(picture.event, kind)
        if picture.lowered and before and now is not None and now < before:
            found.append(Change(f"{kind} {before} → {now} ({', '.join(picture.lowered)})", urgent=True))
    told = [text for key, text in picture.corrected if key not in standing.corrected]
    return found or [Change(text, urgent=True) for text in told]


def _told(event: AlertEvent | None, kind: str) -> int | None:
    figure: AlertFigure | None = getattr(event, kind) if event else None
    return figure.told if figure else None


def _plain(type_: EventType) -> str:
    return type_.value.replace("_", " ")
