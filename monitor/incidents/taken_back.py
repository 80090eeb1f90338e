"""What outlets take back: by saying so, or by a revised article that tells of no attack any more. And what they tell
again after that. Pure.

An outlet that learns that the blast was a gas leak often just rewrites its article. That is told from the many ways in
which an article can come to hold no attack for a while without meaning it: a live page that moved on to its next entry,
a page that did not come or stands behind a wall, a text cut short, an address used again for another story, and a score
that fell a little below the threshold. Where in doubt the incident stays: the next report decides.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.domain.article import PageState
from monitor.domain.incident import Bearing, Incident, IncidentKind, IncidentStatus, SourceReport, Verdict
from monitor.domain.report import Cue, Report
from monitor.domain.taxonomy import HAPPENED
from monitor.incidents.corroborate import Origin, origins
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


def as_told(incident: Incident) -> Incident:
    """`incident` as it stood before anything was taken back: what a withdrawal has to name."""
    before = tuple(r for r in incident.reports if Cue.RETRACTION not in r.fingerprint.cues) or incident.reports
    return replace(incident, reports=tuple(replace(report, retracted=False) for report in before))


def is_told_again(incident: Incident) -> bool:
    """Whether an incident that outlets took back stands on a report after all: on one that does not go back to theirs,
    or on their own word after that. A copy of the withdrawn story that comes late is none, and what a person called a
    false alarm stays one."""
    if incident.status is not IncidentStatus.WITHDRAWN or incident.verdict is Verdict.FALSE_ALARM:
        return False
    telling = [report for report in incident.reports if report.bearing is not Bearing.FOLLOW_UP]
    took_back = {report.outlet for report in telling if report.retracted}
    return any(_stands(origin, took_back) for origin in origins(telling))


def _stands(origin: Origin, took_back: set[str]) -> bool:
    spoilt = any(report.retracted for report in origin.reports)
    return any(
        not report.retracted and (not spoilt or (report.outlet in took_back and report.duplicate_of is None))
        for report in origin.reports
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
