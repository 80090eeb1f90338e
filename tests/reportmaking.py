"""Invented reports for tests of incidents, alerts and the desk: short to write, with all that detection would find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.domain.article import Article
from monitor.domain.detection import Detection, Escalation, Event, Figure, Perpetrator, Place
from monitor.domain.report import Report
from monitor.domain.taxonomy import (
    ACLED_OF,
    PLOVER_OF,
    Basis,
    DatePrecision,
    EscalationKind,
    EventType,
    PlacePrecision,
    Role,
    Severity,
    Stage,
)
from monitor.incidents.fingerprint import fingerprint

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PLACES = {
    "Karsova": (41.20, 44.10, "Vandria", "VD"),
    "Telmuk": (41.90, 46.30, "Vandria", "VD"),
    "Port Asle": (12.40, -3.10, "Osmara", "OM"),
    "Brenholt": (55.10, 9.20, "Nordmark", "NM"),
}
"""Invented towns: latitude, longitude, country, code."""


def place(name: str, precision: PlacePrecision = PlacePrecision.CITY) -> Place:
    """One of the invented towns, or an unknown name without coordinates."""
    lat, lon, country, code = PLACES.get(name, (None, None, None, None))
    return Place(text=name, name=name, lat=lat, lon=lon, country=country, country_code=code, precision=precision)


def figure(count: int | None, *, at_least: bool = False) -> Figure | None:
    """A count as the text gives it; 0 is a stated none."""
    if count is None:
        return None
    most = None if at_least else count
    return Figure(min=count, max=most, text=f"{count} people", stated_none=count == 0)


def event(
    where: str | None = "Karsova",
    kind: EventType = EventType.SHELLING,
    *,
    killed: int | None = None,
    injured: int | None = None,
    at_least: bool = False,
    day: str | None = "2026-05-04",
    stage: Stage = Stage.ACCOMPLISHED,
    role: Role = Role.NEWS,
    weapon: str | None = "rockets",
    target: str | None = None,
    by: str | None = None,
    basis: Basis = Basis.UNKNOWN,
    confidence: float = 0.9,
) -> Event:
    """An attack as detection gives it."""
    return Event(
        role=role,
        stage=stage,
        type=kind,
        acled=ACLED_OF[kind],
        plover=PLOVER_OF[kind],
        date=day,
        date_precision=DatePrecision.DAY if day else DatePrecision.UNKNOWN,
        place=place(where) if where else None,
        weapon=weapon,
        target=target,
        killed=figure(killed, at_least=at_least),
        injured=figure(injured, at_least=at_least),
        perpetrator=Perpetrator(name=by, basis=basis),
        confidence=confidence,
    )


def report(
    id_: str,
    title: str = "Rockets hit the harbour district of Karsova",
    text: str = "Rockets struck the harbour district of Karsova on Monday, the regional governor Milan Dravec said.",
    *,
    events: tuple[Event, ...] | None = None,
    escalation: tuple[EscalationKind, ...] = (),
    attack: bool = True,
    outlet: str = "Herald",
    owner: str = "",
    credit: tuple[str, ...] = (),
    cites: tuple[str, ...] = (),
    official: bool = False,
    weight: float = 1.0,
    backlog: bool = False,
    severity: Severity = Severity.MODERATE,
    published: datetime | None = NOON,
    score: float = 0.9,
) -> Report:
    """A report with its fingerprint, as a worker hands it over."""
    article = Article(
        id=id_,
        url=f"https://{outlet.lower().replace(' ', '-')}.example/{id_}",
        title=title,
        text=text,
        published=published,
        outlet=outlet,
        owner=owner or outlet,
        credit=credit,
        cites=cites,
        official=official,
        weight=weight,
        backlog=backlog,
    )
    detection = Detection(
        id=id_,
        language="en",
        attack=attack,
        score=score,
        severity=severity,
        events=(event(),) if events is None else events,
        escalation=tuple(Escalation(kind=kind, actor="Vandria", target="Osmara") for kind in escalation),
    )
    return Report(article=article, detection=detection, fingerprint=fingerprint(article, detection))


def minutes(count: float) -> timedelta:
    """A span in minutes."""
    return timedelta(minutes=count)
