"""An alert laid out for a person: what every channel for people shows, in the order in which it is read. Pure.

All texts are inert and on one line; each channel escapes them for where it shows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from monitor.alerts.render import date_words, doer_words, place_words
from monitor.domain.alert import Alert, AlertEvent, AlertFigure, AlertKind
from monitor.domain.detection import Place
from monitor.domain.incident import IncidentStatus
from monitor.domain.taxonomy import Certainty, PlacePrecision, Severity, Stage
from monitor.feeds.neutral import inert

MARK = {
    Severity.CRITICAL: "🔴", Severity.HIGH: "🟠", Severity.MODERATE: "🟡", Severity.LOW: "🔵", Severity.INFO: "⚪",
}  # fmt: skip
"""Beside the word, never instead of it: not everyone tells colours apart."""
COLOUR = {
    Severity.CRITICAL: "#b3001b", Severity.HIGH: "#c2410c", Severity.MODERATE: "#a16207", Severity.LOW: "#1d4ed8",
    Severity.INFO: "#52525b",
}  # fmt: skip
"""Dark enough for white text (WCAG AA)."""
TEST = "TEST"
_SOURCES_SHOWN = 5
_LONGEST = {"headline": 200, "fact": 300, "change": 200, "title": 160, "summary": 1200, "name": 80}
_PREFIX = re.compile(r"^(?:(?:Update|Correction|Withdrawn|TEST): )+")
_ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d\S*)?)?)?")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of facts: `text`, then `link` as a further line or a link, where there is one."""

    name: str
    text: str
    url: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One outlet's report; `copy` where it only repeats another's."""

    outlet: str
    title: str
    url: str | None
    copy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An alert for people."""

    severity: Severity
    label: str
    """NEW, UPDATE 2, ESCALATION, CORRECTION, WITHDRAWN, TEST."""
    headline: str
    """Without the words that `label` says."""
    withdrawn: bool
    certainty: str
    """Unconfirmed, Corroborated, Confirmed."""
    changes: tuple[str, ...]
    facts: tuple[Fact, ...]
    summary: str
    sources: tuple[SourceLine, ...]
    more_sources: int
    told_at: str
    footer: str

    @property
    def title(self) -> str:
        """Severity and headline in one line; a test says so first."""
        test = f"{TEST} · " if self.label == TEST else ""
        return f"{test}{self.severity.value.upper()} · {self.headline}"


def to_card(alert: Alert, changes: tuple[str, ...]) -> Card:
    """The card of `alert`; `changes` since what the reader got last."""
    sources = sorted(alert.sources, key=lambda source: source.duplicate_of is not None)
    lines = [
        SourceLine(one_line(s.outlet, "name"), one_line(s.title, "title"), safe_url(s.url), s.duplicate_of is not None)
        for s in sources[:_SOURCES_SHOWN]
    ]
    return Card(
        severity=alert.severity,
        label=_label(alert),
        headline=one_line(_PREFIX.sub("", alert.headline), "headline") or "Alert",
        withdrawn=alert.status is IncidentStatus.WITHDRAWN,
        certainty=alert.certainty.value.capitalize(),
        changes=tuple(text for change in changes[-8:] if (text := one_line(change, "change"))),
        facts=tuple(_facts(alert)),
        summary=one_line(_told_once(alert), "summary"),
        sources=tuple(lines),
        more_sources=max(0, len(sources) - _SOURCES_SHOWN),
        told_at=f"{alert.published_at:%H:%M} UTC, {alert.published_at.day} {alert.published_at:%B %Y}",
        footer=_footer(alert),
    )


def one_line(text: str, kind: str) -> str:
    """`text` inert, on one line, cut at what is shown of its kind."""
    line, most = " ".join(inert(text).split()), _LONGEST[kind]
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def safe_url(url: str | None) -> str | None:
    """`url` in characters that no markup gives a meaning, or None where it is no link for people."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
    except ValueError:
        return None
    clean = quote(inert(url), safe="/:?#[]@!$&()*+,;=%~-._")
    return clean if len(clean) <= 1500 else None


def map_url(place: Place) -> str | None:
    """A map of the place, as close as its precision allows; None where only the country is known."""
    zoom = {PlacePrecision.SITE: 14, PlacePrecision.CITY: 11, PlacePrecision.REGION: 8}.get(place.precision)
    if zoom is None or place.lat is None or place.lon is None:
        return None
    return f"https://www.openstreetmap.org/?mlat={place.lat:.4f}&mlon={place.lon:.4f}#map={zoom}/{place.lat:.4f}/{place.lon:.4f}"


def _told_once(alert: Alert) -> str:
    """The summary without the changes, which stand above it."""
    return alert.summary.removeprefix(f"Changed: {'; '.join(alert.changes)}. ") if alert.changes else alert.summary


def _label(alert: Alert) -> str:
    if alert.test:
        return TEST
    if alert.status is IncidentStatus.WITHDRAWN:
        return "WITHDRAWN"
    return f"UPDATE {alert.revision}" if alert.kind is AlertKind.UPDATE else alert.kind.value.upper()


def _facts(alert: Alert) -> list[Fact]:
    """Where, when, toll, who: what a person on duty asks, in that order; then how sure it is."""
    facts: list[Fact] = []
    if alert.event is not None:
        facts += _event_facts(alert.event)
    if alert.escalation:
        words = dict.fromkeys(_escalation(item.kind.value, item.actor, item.target) for item in alert.escalation[:4])
        facts.append(Fact("Escalation", one_line("; ".join(words), "fact")))
    facts.append(Fact("Certainty", one_line(_certainty(alert), "fact")))
    return facts


def _event_facts(event: AlertEvent) -> list[Fact]:
    _, who = doer_words(event.perpetrator)
    texts = {"When": _when(event), "Toll": _toll(event), "Target": event.target or "", "Who": who}
    found = [_where(event), *(Fact(name, one_line(text, "fact")) for name, text in texts.items())]
    if event.stage is not Stage.ACCOMPLISHED:
        found.insert(0, Fact("Stage", event.stage.value))
    return [fact for fact in found if fact.text]


def _where(event: AlertEvent) -> Fact:
    place = event.place
    if place is None:
        return Fact("Where", "")
    name = one_line(place_words(place, event.places), "fact")
    vague = place.precision in (PlacePrecision.REGION, PlacePrecision.COUNTRY)
    return Fact("Where", f"{name} (somewhere in)" if vague else name, map_url(place), "Map")


def _when(event: AlertEvent) -> str:
    date = event.date if event.date and _ISO_DATE.fullmatch(event.date) else None
    words = date_words(date, event.date_precision).removeprefix("on ")
    said = f"“{event.date_text}”" if event.date_text else ""
    return f"{words} ({said})" if words and said else words or said


def _toll(event: AlertEvent) -> str:
    figures = {"killed": event.killed, "injured": event.injured, "abducted": event.abducted, "missing": event.missing}
    parts = [words for kind, figure in figures.items() if figure is not None and (words := _figure(figure, kind))]
    return " · ".join(parts) or "not given"


def _figure(figure: AlertFigure, kind: str) -> str:
    low = figure.conservative if figure.conservative is not None else figure.min
    high = figure.told if figure.told is not None else figure.max if figure.max is not None else low
    by = f" ({', '.join(figure.outlets[:3])})" if figure.outlets else ""
    if not high:
        return f"none {kind}{by}" if figure.stated_none or figure.max == 0 else ""
    if low is not None and low < high:
        return f"{low:,}–{high:,} {kind}{by}"
    open_ended = figure.max is None or figure.max > high
    return f"{'at least ' if open_ended else ''}{high:,} {kind}{by}"


def _escalation(kind: str, actor: str | None, target: str | None) -> str:
    words = kind.replace("_", " ")
    return words + (f": {actor}" if actor else "") + (f" → {target}" if actor and target else "")


def _certainty(alert: Alert) -> str:
    independent, outlets = alert.independent_sources, alert.outlets
    origin = f"{independent} independent source{'s' if independent != 1 else ''}"
    among = f" among {outlets} outlets" if outlets > independent else ""
    word = alert.certainty.value.capitalize()
    return f"{word}: {origin}{among}" if alert.certainty is not Certainty.CONFIRMED or independent else word


def _footer(alert: Alert) -> str:
    parts = [f"Incident {alert.incident_id}, alert {alert.revision}"]
    if alert.supersedes:
        parts.append(f"replaces {', '.join(alert.supersedes[:3])}")
    if alert.watchlists:
        parts.append(f"watchlists: {', '.join(alert.watchlists[:6])}")
    return one_line(" · ".join(parts), "fact")
