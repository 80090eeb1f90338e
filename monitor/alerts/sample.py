"""The alert that `monitor test-alert` sends: every part filled in, and marked as a test in every field people read."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.domain.alert import Alert, AlertEvent, AlertFigure, AlertKind, AlertSource
from monitor.domain.detection import Escalation, Perpetrator, Place, Range
from monitor.domain.incident import IncidentStatus
from monitor.domain.taxonomy import (
    ACLED_OF,
    PLOVER_OF,
    Basis,
    Certainty,
    DatePrecision,
    EscalationKind,
    EventType,
    PlacePrecision,
    Role,
    Severity,
    Stage,
)

_PLACE = Place(
    text="Basmaya", name="Basmaya", admin1="Baghdad", country="Iraq", country_code="IQ", lat=33.19, lon=44.62,
    precision=PlacePrecision.SITE,
)  # fmt: skip


def sample_alert(now: datetime, *, incident_id: str = "test") -> Alert:
    """An invented rocket attack, told at `now`; `test` is set, and no sink's filters apply to it."""
    return Alert(
        id=f"{incident_id}.1",
        incident_id=incident_id,
        revision=1,
        status=IncidentStatus.ACTIVE,
        kind=AlertKind.NEW,
        published_at=now,
        severity=Severity.HIGH,
        certainty=Certainty.CORROBORATED,
        headline="TEST: Rocket attack in Basmaya, Iraq: 3 to 5 killed",
        summary=(
            "This is a test of the monitor's delivery; nothing of it happened. A rocket attack hit Basmaya, Iraq, "
            "late on Tuesday. At least 12 rockets were used. At least three people were killed, according to "
            "security officials; sources differ."
        ),
        changes=("killed 3 → 5", "claimed by the Sample Brigade"),
        event=_event(now),
        escalation=(
            Escalation(kind=EscalationKind.RETALIATION_THREAT, actor="Iraq", text="vowed to answer the attack"),
        ),
        sources=tuple(_source(outlet, copies, now) for outlet, copies in _OUTLETS),
        outlets=len(_OUTLETS),
        independent_sources=2,
        why=("test alert",),
        actors=("Sample Brigade",),
        test=True,
    )


_OUTLETS = (("Example Wire", None), ("Sample Post", "example-wire"), ("Test Tribune", None))


def _source(outlet: str, copies: str | None, now: datetime) -> AlertSource:
    slug = outlet.lower().replace(" ", "-")
    return AlertSource(
        outlet=outlet,
        url=f"https://{slug}.example/world/rockets-hit-base",
        title=f"TEST: Rockets hit base south of Baghdad ({outlet})",
        published=now - timedelta(minutes=12),
        duplicate_of=copies,
        article_id=slug,
    )


def _event(now: datetime) -> AlertEvent:
    return AlertEvent(
        role=Role.NEWS,
        stage=Stage.ACCOMPLISHED,
        type=EventType.SHELLING,
        acled=ACLED_OF[EventType.SHELLING],
        plover=PLOVER_OF[EventType.SHELLING],
        date=now.date().isoformat(),
        date_precision=DatePrecision.DAY,
        date_text="late on Tuesday",
        place=_PLACE,
        weapon="rockets",
        weapon_count=Range(min=12),
        target="a training base",
        target_kind="military",
        killed=AlertFigure(min=3, max=5, text="killed at least three", attributed_to="security officials",
                           outlets=("Example Wire", "Test Tribune"), latest=5, conservative=3, told=5),
        injured=AlertFigure(min=12, max=None, text="a dozen wounded", outlets=("Example Wire",), latest=12,
                            conservative=12, told=12),
        perpetrator=Perpetrator(name="Sample Brigade", basis=Basis.CLAIMED),
        sources=("two security officials",),
        confidence=0.9,
    )
