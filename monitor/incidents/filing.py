"""What goes into the desk and what comes out: settings, orders, and the answer to each report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from monitor.alerts.publish import Published
from monitor.config.schema import Config
from monitor.domain.incident import Incident, Verdict
from monitor.incidents.copies import Sketch


class Disposition(StrEnum):
    """What became of a report: exactly one for each."""

    OPENED = "opened"
    JOINED = "joined"
    REVISED = "revised"
    REPEATED = "repeated"
    """The same article with the same text again."""
    NOTED = "noted"
    """It speaks of attacks without reporting one; it may join an incident later."""
    NO_ATTACK = "no_attack"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRules:
    """The desk's settings."""

    window: timedelta = timedelta(hours=72)
    cooldown: timedelta = timedelta(minutes=15)
    max_event_age: timedelta = timedelta(hours=72)
    keep: timedelta = timedelta(days=90)
    copies: int = 1 << 20
    """Articles whose text is remembered for finding copies."""


def rules_of(config: Config) -> DeskRules:
    """The desk's settings from the configuration."""
    return DeskRules(
        window=config.incidents.window,
        cooldown=config.incidents.cooldown,
        max_event_age=config.detection.max_event_age,
        keep=config.retention.incidents,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person tells the desk: a verdict, or that the incident is taken care of."""

    incident_id: str
    op: str
    """verdict | ack."""
    verdict: Verdict | None = None
    note: str = ""
    by: str = ""


@dataclass(slots=True, kw_only=True)
class Filed:
    """The answer to one report, order or tick: what is to be stored and published together."""

    article_id: str | None = None
    disposition: Disposition | None = None
    attack: bool = False
    duplicate_of: str | None = None
    sketch: Sketch | None = None
    """What is remembered of its text; None where an article with the same text is remembered already."""
    incidents: dict[str, Incident] = field(default_factory=dict)
    """Incidents that changed, as they are now."""
    links: dict[str, str | None] = field(default_factory=dict)
    """Article → its incident, for every article whose incident changed."""
    published: list[Published] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    """(incident, why it alerts or not) for the log and the counters."""
