"""A report cut into what it contributes: one piece for each attack that is its news, or one for what it follows up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from monitor.domain.detection import Detection, Event
from monitor.domain.geography import distance_km
from monitor.domain.incident import Bearing, SourceReport
from monitor.domain.report import Cue, Report
from monitor.domain.taxonomy import HAPPENED, Role, Severity
from monitor.incidents.traits import FINE

SECOND = 0.5
"""Confidence from which a further news event of a report is an incident of its own."""
ELSEWHERE_KM = 60.0
MOST = 4
"""Events of one report that become incidents; a list of twenty is a round-up, not twenty alerts."""
SEQUELS = frozenset({"accident", "court", "history"})
"""Reasons of rejection of texts that may still be on an attack told before."""
NEARLY = 0.15
"""Score from which a report without attack is looked at as a possible follow-up."""


def contributions(report: Report, received: datetime, duplicate_of: str | None) -> tuple[SourceReport, ...]:
    """What the report says of attacks, the main one first; empty where it says nothing of any."""
    detection = report.detection
    if detection.attack:
        news = [e for e in detection.events if e.role is Role.NEWS and e.stage in HAPPENED]
        events = _separate(news)
        first = _piece(report, received, duplicate_of, Bearing.NEWS, events[0] if events else _recalled(detection))
        return (first, *(_further(first, event, n) for n, event in enumerate(events[1:], start=1)))
    if detection.escalation:
        return (_piece(report, received, duplicate_of, Bearing.ESCALATION, _recalled(detection)),)
    if _may_follow(report):
        return (_piece(report, received, duplicate_of, Bearing.FOLLOW_UP, _recalled(detection)),)
    return ()


def _separate(news: list[Event]) -> list[Event]:
    """The main event, and further ones that are surely others: each sure of itself, in a town of its own."""
    kept = news[:1]
    for event in news[1:]:
        if event.confidence >= SECOND and all(_is_elsewhere(event, other) for other in kept):
            kept.append(event)
    return kept[:MOST]


def _is_elsewhere(event: Event, other: Event) -> bool:
    a, b = event.place, other.place
    if a is None or b is None or a.precision not in FINE or b.precision not in FINE or event.places or other.places:
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) > ELSEWHERE_KM


def _may_follow(report: Report) -> bool:
    detection, cues = report.detection, report.fingerprint.cues
    told = any(event.stage in HAPPENED for event in detection.events)
    told = told or any(rejected.reason in SEQUELS for rejected in detection.rejected)
    return told or detection.score >= NEARLY or Cue.RETRACTION in cues or Cue.CORRECTION in cues


def _recalled(detection: Detection) -> Event | None:
    """The attack that a report without fresh attack speaks of first."""
    return next((event for event in detection.events if event.stage in HAPPENED), None)


def _piece(
    report: Report, received: datetime, duplicate_of: str | None, bearing: Bearing, event: Event | None
) -> SourceReport:
    article, detection = report.article, report.detection
    return SourceReport(
        key=article.id,
        article_id=article.id,
        report_id=report.id,
        bearing=bearing,
        outlet=article.outlet or _host(article.url) or article.id,
        owner=article.owner,
        official=article.official,
        weight=article.weight,
        url=article.url,
        title=article.title,
        published=article.published,
        received=received,
        credit=article.credit,
        cites=article.cites,
        tags=article.tags,
        duplicate_of=duplicate_of,
        backlog=article.backlog,
        score=detection.score,
        severity=detection.severity,
        event=event,
        escalation=detection.escalation,
        why=detection.why[:5],
        fingerprint=report.fingerprint,
    )


def _further(first: SourceReport, event: Event, number: int) -> SourceReport:
    """Another attack in the same report: its own place and facts; the report's words speak mostly of the first."""
    print_ = replace(first.fingerprint, words=(), names=(), shingles=())
    return replace(
        first,
        key=f"{first.article_id}#{number}",
        event=event,
        severity=Severity.INFO,
        escalation=(),
        fingerprint=print_,
    )


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
