"""Closed vocabularies: what an event can be, how far it got, who says so, and how it is coded elsewhere.

The event types and their order of preference are this project's; the codes beside them are those of ACLED
(Armed Conflict Location & Event Data, codebook of 2023) and PLOVER (the successor of CAMEO).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventType(StrEnum):
    """The kinds of attack, in the order in which the first that fits is taken."""

    SUICIDE_BOMBING = "suicide_bombing"
    HIJACKING = "hijacking"
    ABDUCTION = "abduction"
    MARITIME_ATTACK = "maritime_attack"
    ASSASSINATION = "assassination"
    CHEMICAL_ATTACK = "chemical_attack"
    SHELLING = "shelling"
    AIR_DRONE_STRIKE = "air_drone_strike"
    BOMBING = "bombing"
    SHOOTING = "shooting"
    STABBING = "stabbing"
    VEHICLE_RAMMING = "vehicle_ramming"
    ARSON = "arson"
    MOB_VIOLENCE = "mob_violence"
    SABOTAGE = "sabotage"
    ARMED_CLASH = "armed_clash"
    ATTACK = "attack"


RANK_OF = {kind: rank for rank, kind in enumerate(EventType)}
"""The place of each type in that order: of several that fit, the lowest is taken."""


class Role(StrEnum):
    """Whether an event is what the text is about, or what it recalls."""

    NEWS = "news"
    BACKGROUND = "background"


class Stage(StrEnum):
    """How far an event got."""

    ACCOMPLISHED = "accomplished"
    ATTEMPTED = "attempted"
    FOILED = "foiled"
    THREATENED = "threatened"
    DENIED = "denied"


HAPPENED = frozenset({Stage.ACCOMPLISHED, Stage.ATTEMPTED})
"""Stages of what took place, with or without effect."""


class Basis(StrEnum):
    """On what ground the text names a perpetrator; the first that holds."""

    CLAIMED = "claimed"
    BLAMED = "blamed"
    SUSPECTED = "suspected"
    STATED = "stated"
    UNCLAIMED = "unclaimed"
    UNKNOWN = "unknown"


class DatePrecision(StrEnum):
    """The finest unit that the text's words support."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PlacePrecision(StrEnum):
    """The finest unit that the text's place names support."""

    SITE = "site"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    UNKNOWN = "unknown"


class EscalationKind(StrEnum):
    """Words and acts that raise the danger beyond the single attack."""

    RETALIATION_THREAT = "retaliation_threat"
    ULTIMATUM = "ultimatum"
    WAR_DECLARATION = "war_declaration"
    BRINK_OF_WAR = "brink_of_war"
    MOBILISATION = "mobilisation"
    FORCE_DEPLOYMENT = "force_deployment"
    CROSS_BORDER_STRIKE = "cross_border_strike"
    CEASEFIRE_COLLAPSE = "ceasefire_collapse"
    AIRSPACE_CLOSURE = "airspace_closure"
    BORDER_CLOSURE = "border_closure"
    EVACUATION = "evacuation"
    TRAVEL_WARNING = "travel_warning"
    STATE_OF_EMERGENCY = "state_of_emergency"
    NUCLEAR_RHETORIC = "nuclear_rhetoric"
    DIPLOMATIC_RUPTURE = "diplomatic_rupture"
    ATTACK_SERIES = "attack_series"
    RECORD_TOLL = "record_toll"
    CLAIM_OF_RESPONSIBILITY = "claim_of_responsibility"
    ALERT_LEVEL_RAISED = "alert_level_raised"


class Severity(StrEnum):
    """How much an incident matters to a person on duty; ordered by `rank`."""

    INFO = "info"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for info up to 4 for critical."""
        return list(Severity).index(self)


class Certainty(StrEnum):
    """How many independent origins stand behind an incident."""

    UNCONFIRMED = "unconfirmed"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"

    @property
    def rank(self) -> int:
        """0 for unconfirmed up to 2 for confirmed."""
        return list(Certainty).index(self)


@dataclass(frozen=True, slots=True)
class Plover:
    """A PLOVER code: event root and mode (`mode` is None where PLOVER has none)."""

    type: str
    mode: str | None


@dataclass(frozen=True, slots=True)
class Acled:
    """An ACLED code: event type and sub-event type."""

    event_type: str
    sub_event_type: str


_EXPLOSIONS = "Explosions/Remote violence"
_CIVILIANS = "Violence against civilians"

ACLED_OF: dict[EventType, Acled] = {
    EventType.SHELLING: Acled(_EXPLOSIONS, "Shelling/artillery/missile attack"),
    EventType.AIR_DRONE_STRIKE: Acled(_EXPLOSIONS, "Air/drone strike"),
    EventType.BOMBING: Acled(_EXPLOSIONS, "Remote explosive/landmine/IED"),
    EventType.SUICIDE_BOMBING: Acled(_EXPLOSIONS, "Suicide bomb"),
    EventType.ARMED_CLASH: Acled("Battles", "Armed clash"),
    EventType.SHOOTING: Acled(_CIVILIANS, "Attack"),
    EventType.ASSASSINATION: Acled(_CIVILIANS, "Attack"),
    EventType.STABBING: Acled(_CIVILIANS, "Attack"),
    EventType.VEHICLE_RAMMING: Acled(_CIVILIANS, "Attack"),
    EventType.ARSON: Acled("Strategic developments", "Looting/property destruction"),
    EventType.ABDUCTION: Acled(_CIVILIANS, "Abduction/forced disappearance"),
    EventType.HIJACKING: Acled(_CIVILIANS, "Abduction/forced disappearance"),
    EventType.MARITIME_ATTACK: Acled(_CIVILIANS, "Attack"),
    EventType.SABOTAGE: Acled("Strategic developments", "Looting/property destruction"),
    EventType.CHEMICAL_ATTACK: Acled(_EXPLOSIONS, "Chemical weapon"),
    EventType.MOB_VIOLENCE: Acled("Riots", "Mob violence"),
    EventType.ATTACK: Acled(_CIVILIANS, "Attack"),
}
"""The code of each type where the text says no more; grenades and ships attacked are refined by the means used."""

GRENADE = Acled(_EXPLOSIONS, "Grenade")

PLOVER_OF: dict[EventType, Plover] = {
    EventType.SHELLING: Plover("ASSAULT", "heavy-weapons"),
    EventType.AIR_DRONE_STRIKE: Plover("ASSAULT", "aerial"),
    EventType.BOMBING: Plover("ASSAULT", "explosives"),
    EventType.SUICIDE_BOMBING: Plover("ASSAULT", "suicide-attack"),
    EventType.ARMED_CLASH: Plover("ASSAULT", "firearms"),
    EventType.SHOOTING: Plover("ASSAULT", "firearms"),
    EventType.ASSASSINATION: Plover("ASSAULT", "targeted"),
    EventType.STABBING: Plover("ASSAULT", "primitive"),
    EventType.VEHICLE_RAMMING: Plover("ASSAULT", "primitive"),
    EventType.ARSON: Plover("ASSAULT", "destroy"),
    EventType.ABDUCTION: Plover("ASSAULT", "abduct"),
    EventType.HIJACKING: Plover("ASSAULT", "abduct"),
    EventType.MARITIME_ATTACK: Plover("ASSAULT", None),
    EventType.SABOTAGE: Plover("ASSAULT", "destroy"),
    EventType.CHEMICAL_ATTACK: Plover("ASSAULT", "unconventional"),
    EventType.MOB_VIOLENCE: Plover("ASSAULT", "crowd"),
    EventType.ATTACK: Plover("ASSAULT", None),
}
DRONE = Plover("ASSAULT", "drone")
