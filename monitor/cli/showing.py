"""Alerts and incidents on a terminal: a few lines each, in colour by severity, with local time and UTC.

Whatever a title or a name holds is inert here: control and formatting characters are dropped (R59).
"""

from __future__ import annotations

from datetime import UTC, datetime

from rich.text import Text

from monitor.alerts.render import place_words
from monitor.clock import Clock, SystemClock
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.incident import HistoryItem, Incident, IncidentStatus, SourceReport
from monitor.domain.taxonomy import Severity
from monitor.feeds import neutral

COLOURS = {
    Severity.INFO: "dim",
    Severity.LOW: "cyan",
    Severity.MODERATE: "yellow",
    Severity.HIGH: "red",
    Severity.CRITICAL: "bold white on red",
}
OUTLETS = 6
SYSTEM = SystemClock()


def inert(text: str) -> str:
    """The text on one line, without terminal escapes, control and directional characters."""
    return " ".join(neutral.inert(text).split())


def moment(when: datetime, clock: Clock = SYSTEM) -> str:
    """ "14:03 CEST (12:03 UTC)": local time first; the date where it is not today's; once where local time is UTC."""
    local = when.astimezone()
    day = "" if local.date() == clock.now().astimezone().date() else f"{local:%d %b} "
    if not local.utcoffset():
        return f"{day}{local:%H:%M} UTC"
    return f"{day}{local:%H:%M} {local.tzname()} ({when.astimezone(UTC):%H:%M} UTC)"


def show_alert(alert: Alert) -> Text:
    """An alert in a few lines."""
    text = Text()
    text.append(f" {alert.severity.value.upper()} ", style=COLOURS[alert.severity])
    text.append(f" {alert.kind.value}", style="bold" if alert.kind is AlertKind.NEW else "")
    text.append(f"  {moment(alert.published_at)}  {alert.certainty.value}", style="dim")
    if alert.test:
        text.append("  TEST", style="bold magenta")
    text.append(f"\n  {inert(alert.headline)}\n", style="bold")
    if alert.changes:
        text.append(f"  {inert('; '.join(alert.changes))}\n", style="green")
    text.append(f"  {inert(alert.summary)}\n")
    text.append(f"  {_outlets(alert)} · {inert(alert.id)}\n", style="dim")
    return text


def _outlets(alert: Alert) -> str:
    names = list(dict.fromkeys(source.outlet for source in alert.sources))
    listed = ", ".join(inert(name) for name in names[:OUTLETS])
    more = f" and {len(names) - OUTLETS} more" if len(names) > OUTLETS else ""
    plural = "s" if alert.independent_sources != 1 else ""
    return f"{listed}{more} ({alert.independent_sources} independent source{plural})"


def show_incident_line(incident: Incident, alert: Alert | None) -> Text:
    """An incident in one line."""
    text = Text()
    severity = alert.severity if alert else Severity.INFO
    text.append(f"{severity.value:<9}", style=COLOURS[severity])
    text.append(f" {incident.id}  {moment(incident.updated_at)}  ", style="dim")
    text.append(inert(alert.headline if alert else (incident.reports[0].title if incident.reports else "")))
    text.append(f"  [{_state(incident)}; {len(incident.reports)} reports]", style="dim")
    return text


def _state(incident: Incident) -> str:
    if incident.status is IncidentStatus.MERGED:
        return f"merged into {incident.merged_into}"
    marks = [incident.status.value, *(["acknowledged"] if incident.acked_at else [])]
    if incident.silent:
        marks.append(f"silent: {incident.silent.replace('_', ' ')}")
    return ", ".join(marks)


def show_incident(incident: Incident, alert: Alert | None) -> Text:
    """The life of an incident: what is known, its sources in order with what each gave, its steps."""
    text = Text()
    text.append(f"{incident.id}", style="bold")
    text.append(f"  {incident.kind.value}, {_state(incident)}, opened {moment(incident.opened_at)}\n")
    if incident.verdict:
        text.append(f"verdict: {incident.verdict.value}\n", style="magenta")
    if alert:
        text.append("\n").append_text(show_alert(alert))
    text.append("\nSources\n", style="bold")
    for report in incident.reports:
        text.append(f"  {moment(report.when)}  {inert(report.outlet)}: {inert(report.title)}\n")
        text.append(f"      {_given(report)}\n", style="dim")
    text.append("\nHistory\n", style="bold")
    for item in incident.history:
        text.append(f"  {moment(item.at)}  {item.what:<9} {inert(item.text)}{_whose(item)}\n")
    return text


def _whose(item: HistoryItem) -> str:
    return f"  ({item.alert_id})" if item.alert_id else ""


def _given(report: SourceReport) -> str:
    """What one report gave, in a line."""
    parts = [report.bearing.value.replace("_", " ")]
    if report.duplicate_of:
        parts.append(f"copy of {inert(report.duplicate_of)}")
    if report.retracted:
        parts.append("taken back")
    if report.credit:
        parts.append(f"credits {', '.join(map(inert, report.credit))}")
    event = report.event
    if event:
        parts += [event.type.value.replace("_", " "), inert(place_words(event.place, event.places)), event.date or ""]
        for name in ("killed", "injured", "abducted", "missing"):
            figure = getattr(event, name)
            if figure:
                parts.append(f"{name}: {inert(figure.text)}")
    return " · ".join(part for part in parts if part)
