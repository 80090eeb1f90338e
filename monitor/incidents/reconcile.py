"""What is known of an incident, put together from all its reports: the picture that an alert draws.

Each fact stays with the source that gave it. A toll is a range over the independent origins, each with its latest
word; the highest lower end is what is told ("at least 5"), the latest and the most conservative are marked beside it.
Words such as type and place go by the weight of the origins that use them, and the finer wins over the vague.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from monitor.detection.text import fold
from monitor.domain.alert import AlertEvent, AlertFigure
from monitor.domain.detection import Escalation, Event, Figure, Perpetrator, Place
from monitor.domain.incident import Bearing, Incident, SourceReport
from monitor.domain.report import Cue
from monitor.domain.taxonomy import (
    Basis,
    Certainty,
    DatePrecision,
    EventType,
    PlacePrecision,
    Role,
    Severity,
    Stage,
)
from monitor.incidents.corroborate import Origin, certainty, origins

T = TypeVar("T")
KINDS = ("killed", "injured", "abducted", "missing")

_STAGES = (Stage.ACCOMPLISHED, Stage.ATTEMPTED, Stage.FOILED, Stage.THREATENED, Stage.DENIED)
_PRECISIONS = (PlacePrecision.SITE, PlacePrecision.CITY, PlacePrecision.REGION, PlacePrecision.COUNTRY)
_DATES = (DatePrecision.MINUTE, DatePrecision.HOUR, DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH)
_BASES = (Basis.CLAIMED, Basis.STATED, Basis.BLAMED, Basis.SUSPECTED, Basis.UNCLAIMED)


@dataclass(frozen=True, slots=True)
class Picture:
    """An incident as all its current reports tell it."""

    event: AlertEvent | None
    escalation: tuple[Escalation, ...]
    severity: Severity
    certainty: Certainty
    origins: tuple[Origin, ...]
    retracted: tuple[str, ...]
    """Outlets that took their report back."""
    lowered: tuple[str, ...]
    """Outlets whose last word gives less than an earlier one of theirs."""
    corrected: tuple[tuple[str, str], ...] = ()
    """Reports that correct what their outlet said: key, and "killed 5 → 3 (Outlet)"."""


def reconcile(incident: Incident) -> Picture:
    """The picture of an incident; a pure function of its reports, whatever their order."""
    ordered = sorted(incident.reports, key=lambda report: report.order)
    retracted = tuple(dict.fromkeys(report.outlet for report in ordered if report.retracted))
    told = [r for r in ordered if r.bearing is not Bearing.FOLLOW_UP and not r.retracted]
    news = [r for r in told if r.bearing is Bearing.NEWS and r.event is not None]
    found = origins(news or told)
    by_outlet = _by_outlet(news)
    return Picture(
        event=_event(news, origins(news)) if news else None,
        escalation=_escalation(r for r in ordered if not r.retracted),
        severity=max((r.severity for r in news or told), key=lambda s: s.rank, default=Severity.INFO),
        certainty=certainty(found),
        origins=found,
        retracted=retracted,
        lowered=tuple(outlet for outlet, given in by_outlet.items() if any(_falls(kind, given) for kind in KINDS)),
        corrected=tuple(fixed for given in by_outlet.values() for fixed in _corrected(given)),
    )


def _event(news: list[SourceReport], found: tuple[Origin, ...]) -> AlertEvent:
    weights = {report.key: origin.weight / len(origin.reports) for origin in found for report in origin.reports}
    votes = [(report.event, weights[report.key] * max(0.05, report.score)) for report in news if report.event]
    type_ = _type(votes)
    lead = max(
        (event for event, _ in votes if event.type is type_),
        key=lambda event: (event.stage is Stage.ACCOMPLISHED, event.confidence),
    )
    dated = _best(votes, lambda e: e.date, lambda e: _rank(_DATES, e.date_precision))
    place = _place(votes)
    figures = {kind: _figure(kind, found) for kind in KINDS}
    return AlertEvent(
        role=Role.NEWS,
        stage=min((event.stage for event, _ in votes), key=_STAGES.index),
        type=type_,
        acled=lead.acled,
        plover=lead.plover,
        date=dated.date if dated else None,
        date_precision=dated.date_precision if dated else DatePrecision.UNKNOWN,
        date_text=dated.date_text if dated else None,
        place=place,
        places=_places(news, place),
        weapon=_common(votes, lambda e: e.weapon),
        weapon_count=next((e.weapon_count for e, _ in reversed(votes) if e.weapon_count), None),
        target=_common(votes, lambda e: e.target),
        target_kind=_common(votes, lambda e: e.target_kind),
        killed=figures["killed"],
        injured=figures["injured"],
        abducted=figures["abducted"],
        missing=figures["missing"],
        perpetrator=_perpetrator(votes),
        sources=tuple(dict.fromkeys(source for event, _ in votes for source in event.sources))[:12],
        confidence=max(event.confidence for event, _ in votes),
        evidence=lead.evidence,
    )


def _rank(order: tuple[T, ...], value: T) -> int:
    """Higher for what stands earlier in `order`; 0 where it does not stand there."""
    return len(order) - order.index(value) if value in order else 0


def _type(votes: list[tuple[Event, float]]) -> EventType:
    """The type with the most weight behind it; an attack by unsaid means only where nobody says more."""
    totals: defaultdict[EventType, float] = defaultdict(float)
    for event, weight in votes:
        totals[event.type] += weight
    named = [type_ for type_ in totals if type_ is not EventType.ATTACK]
    order = list(EventType)
    return max(named or totals, key=lambda type_: (round(totals[type_], 9), -order.index(type_)))


def _best(
    votes: list[tuple[Event, float]], value: Callable[[Event], object], fineness: Callable[[Event], int]
) -> Event | None:
    """Of the events that give a value, one with the value that has most weight, among the finest given."""
    given = [(event, weight) for event, weight in votes if value(event) is not None]
    if not given:
        return None
    totals: defaultdict[object, float] = defaultdict(float)
    for event, weight in given:
        totals[value(event)] += weight
    return max((event for event, _ in given), key=lambda e: (min(fineness(e), 3), round(totals[value(e)], 9)))


def _place(votes: list[tuple[Event, float]]) -> Place | None:
    """The place of most weight among the cities and sites; a site within it where one is named."""
    given = [(event.place, weight) for event, weight in votes if event.place is not None]
    if not given:
        return None
    totals: defaultdict[str, float] = defaultdict(float)
    for place, weight in given:
        totals[fold(place.name)] += weight

    def worth(place: Place) -> tuple[int, float, int]:
        fine = _rank(_PRECISIONS, place.precision)
        return min(fine, 3), round(totals[fold(place.name)], 9), fine

    return max((place for place, _ in given), key=worth)


def _places(news: list[SourceReport], place: Place | None) -> tuple[Place, ...]:
    """All places of an operation, where a text says that it hit several; the chosen one first."""
    found: dict[str, Place] = {}
    for report in news:
        for other in report.event.places if report.event else ():
            found.setdefault(fold(other.name), other)
    if not found:
        return ()
    if place is not None:
        found = {fold(place.name): place} | found
    return tuple(found.values())


def _common(votes: list[tuple[Event, float]], value: Callable[[Event], str | None]) -> str | None:
    """The value with most weight; of equals the one given first."""
    totals: defaultdict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for event, weight in votes:
        if given := value(event):
            totals[fold(given)] += weight
            words.setdefault(fold(given), given)
    return words[max(totals, key=lambda name: round(totals[name], 9))] if totals else None


def _perpetrator(votes: list[tuple[Event, float]]) -> Perpetrator:
    """Who did it on the firmest ground that anyone gives; of equals the name with most weight."""
    totals: defaultdict[str, float] = defaultdict(float)
    for event, weight in votes:
        totals[fold(event.perpetrator.name or "")] += weight
    best = max((e.perpetrator for e, _ in votes), key=lambda p: (_rank(_BASES, p.basis), totals[fold(p.name or "")]))
    if best.name is None:
        return next((e.perpetrator for e, _ in votes if e.perpetrator.name), best)
    return best


def _figure(kind: str, found: tuple[Origin, ...]) -> AlertFigure | None:
    """A toll over the origins, each with the latest that it says."""
    given = [latest for origin in found if (latest := _latest(kind, origin)) is not None]
    if not given:
        return None
    given = _still_standing(sorted(given, key=lambda pair: pair[0].order))
    counted = [(report, figure) for report, figure in given if figure.min is not None]
    told = max(counted or given, key=lambda pair: pair[1].min or 0)[1]
    least = [figure.min for _, figure in counted if figure.min is not None]
    most = [figure.max if figure.max is not None else figure.min for _, figure in given]
    open_ended = any(figure.max is None for _, figure in given if (figure.min or 0) == max(least, default=0))
    return AlertFigure(
        min=min(least, default=None),
        max=None if open_ended else max((value for value in most if value is not None), default=None),
        text=told.text,
        stated_none=all(figure.stated_none for _, figure in given),
        attributed_to=told.attributed_to,
        groups=told.groups,
        outlets=tuple(dict.fromkeys(report.outlet for report, _ in given)),
        latest=given[-1][1].min,
        conservative=min(least, default=None),
        told=max(least, default=None),
    )


def _still_standing(given: list[tuple[SourceReport, Figure]]) -> list[tuple[SourceReport, Figure]]:
    """Without the first hour's "no casualties" of those who have said nothing since others began to count."""
    counts = [report.when for report, figure in given if figure.min]
    return [pair for pair in given if not (pair[1].stated_none and counts and pair[0].when <= max(counts))]


def _latest(kind: str, origin: Origin) -> tuple[SourceReport, Figure] | None:
    """The last report of an origin that gives the figure. Of reports at one moment, the higher."""
    given = [(r, f) for r in origin.reports if r.event and (f := getattr(r.event, kind)) is not None]
    return max(given, key=lambda pair: (pair[0].when, pair[1].min or 0, pair[0].key), default=None)


def _by_outlet(news: list[SourceReport]) -> dict[str, list[SourceReport]]:
    found: defaultdict[str, list[SourceReport]] = defaultdict(list)
    for report in news:
        found[report.outlet].append(report)
    return found


def _said(kind: str, report: SourceReport) -> int | None:
    figure: Figure | None = getattr(report.event, kind) if report.event else None
    return figure.min if figure else None


def _falls(kind: str, given: list[SourceReport]) -> bool:
    counts = [count for report in given if (count := _said(kind, report)) is not None]
    return len(counts) > 1 and counts[-1] < max(counts)


def _corrected(given: list[SourceReport]) -> list[tuple[str, str]]:
    """What reports that call themselves corrections change in their outlet's figures, or just that they correct."""
    found = []
    for index, report in enumerate(given[1:], start=1):
        if Cue.CORRECTION not in report.fingerprint.cues:
            continue
        changes = [text for kind in KINDS if (text := _lowering(kind, given[:index], report))]
        found += [(report.key, text) for text in changes or [f"{report.outlet} corrects its report: {report.title}"]]
    return found


def _lowering(kind: str, earlier: list[SourceReport], report: SourceReport) -> str | None:
    before = [count for one in earlier if (count := _said(kind, one)) is not None]
    now = _said(kind, report)
    if not before or now is None or now >= before[-1]:
        return None
    return f"{kind} {before[-1]} → {now} ({report.outlet})"


def _escalation(reports: Iterable[SourceReport]) -> tuple[Escalation, ...]:
    """Each escalation once by kind and actor, in order."""
    found: dict[tuple[str, str], Escalation] = {}
    for report in reports:
        for item in report.escalation:
            found.setdefault((item.kind.value, fold(item.actor or "")), item)
    return tuple(found.values())
