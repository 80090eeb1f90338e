"""Mutes: what a person on duty does not want to hear of for a while. Pure.

A mute silences alerts of one incident, near a place, of a country, of a type, or several of these at once. Two things
it never silences: corrections (whoever was told something false must hear so), and an alert that is critical, unless
the incident was already critical when it was muted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.watch import matching_watchlists
from monitor.config.schema import Watchlist, WatchPlace
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.taxonomy import EventType, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """One mute, as stored. All that it names must hold for it to silence an alert; it names at least one thing."""

    id: str
    reason: str
    since: datetime
    until: datetime
    incident_id: str | None = None
    type: EventType | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius: float = 25.0
    """Kilometres around `lat`, `lon`."""
    severity: Severity | None = None
    """How severe the incident was when it was muted; None where no incident was named."""

    def __post_init__(self) -> None:
        if not (self.incident_id or self.type or self.country or self.place):
            raise ValueError("a mute names an incident, a type, a country or a place")
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("a mute's times name their zone")
        _as_watchlist(self)  # raises ValueError: whatever an alert could fail on shows when the mute is read


def find_mute(alert: Alert, mutes: Sequence[Mute], now: datetime) -> Mute | None:
    """The mute that silences `alert` at `now`; None where none does."""
    if alert.kind is AlertKind.CORRECTION or alert.test:
        return None
    return next((mute for mute in mutes if mute.since <= now < mute.until and _silences(mute, alert)), None)


def _silences(mute: Mute, alert: Alert) -> bool:
    if mute.incident_id is not None and mute.incident_id not in (alert.incident_id, *alert.supersedes):
        return False
    if alert.severity is Severity.CRITICAL and mute.severity is not Severity.CRITICAL:
        return False
    return bool(matching_watchlists(alert, [_as_watchlist(mute)]))


def _as_watchlist(mute: Mute) -> Watchlist:
    """A mute asks the same questions as a watchlist, so that both understand places alike."""
    located = WatchPlace(name=mute.place, lat=mute.lat, lon=mute.lon, radius=mute.radius) if mute.place else None
    return Watchlist(
        name="mute",
        types=(mute.type,) if mute.type else (),
        countries=(mute.country,) if mute.country else (),
        places=(located,) if located else (),
    )

