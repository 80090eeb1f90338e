"""What outlets take back: by saying so, or by a revised article that tells of no attack any more. Pure.

An outlet that learns that the blast was a gas leak often just rewrites its article. That is told from the many ways in
which an article can come to hold no attack for a while without meaning it: a live page that moved on to its next entry,
a page that did not come or stands behind a wall, a text cut short, an address used again for another story, and a score
that fell a little below the threshold. Where in doubt the incident stays: the next report decides.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.domain.article import PageState
from monitor.domain.incident import Incident, IncidentKind, IncidentStatus, SourceReport
from monitor.domain.report import Cue, Report
from monitor.domain.taxonomy import HAPPENED
from monitor.incidents.fingerprint import telling_words

UNSURE = 0.3
"""Score from which a report may still tell of an attack: it takes nothing back."""
SHARED = 2
"""Telling words or names of the first version that the revised one must have to be the same story."""
_WHOLE = frozenset({PageState.FETCHED, PageState.NOT_WANTED})


def mark_retracted(ordered: tuple[SourceReport, ...]) -> tuple[SourceReport, ...]:
    """Marks what an outlet took back: its own reports up to the one that says so."""
    last: dict[str, int] = {}
    for index, report in enumerate(ordered):
        if Cue.RETRACTION in report.fingerprint.cues:
            last[report.outlet] = index
    return tuple(
        replace(report, retracted=index <= last.get(report.outlet, -1)) if report.outlet in last else report
        for index, report in enumerate(ordered)
    )


def takes_back(report: Report, incident: Incident) -> bool:
    """Whether `report` revises the only article of `incident` so that nothing of the incident is told any more."""
    if incident.status is not IncidentStatus.ACTIVE or incident.kind is IncidentKind.FOLLOW_UP or not incident.reports:
        return False
    if any(one.article_id != report.article.id for one in incident.reports):
        return False
    if _still_tells(report, incident.kind):
        return False
    if Cue.RETRACTION in report.fingerprint.cues:
        return True
    return _is_whole(report) and any(_is_same_story(one, report) for one in incident.reports)


def _still_tells(report: Report, kind: IncidentKind) -> bool:
    """Whether any attack is spoken of, be it as background, or the escalation that the incident is."""
    detection = report.detection
    if detection.attack or detection.score >= UNSURE or any(event.stage in HAPPENED for event in detection.events):
        return True
    return kind is IncidentKind.ESCALATION and bool(detection.escalation)


def _is_whole(report: Report) -> bool:
    """Whether the article was read in full and is one story."""
    article = report.article
    return article.page_state in _WHOLE and not article.live and Cue.ROUNDUP not in report.fingerprint.cues


def _is_same_story(before: SourceReport, report: Report) -> bool:
    if Cue.ROUNDUP in before.fingerprint.cues:
        return False
    old, new = before.fingerprint, report.fingerprint
    known = {*old.words, *old.names, *telling_words(before.title, "")}
    return len(known & {*new.words, *new.names, *telling_words(report.article.title, "")}) >= SHARED
