"""Types that model or encoder prefer though the text's own words speak for another.

What the news mostly tells sways both: what was "bombed" was mostly bombed from the air, who is "hijacked" sat in a
plane, and who was strangled or kicked is heard among the stabbed and the lynched. Where the words of the text bear none
of it, the type that they do bear holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.sensed import RULE
from monitor.domain.taxonomy import RANK_OF, EventType

_WINGED = frozenset({"AIRW", "AIRCRAFT", "FIRECRAFT", "T.air_drone_strike", "RAIDN"})
_STRIKERS = frozenset({"NATION", "FORCES", "CONFLICT"})
"""Who bombs from the air, and where it is done day by day."""
_CARRIERS = frozenset({"TRANSPORT", "SHIP", "RAIL", "AIRCRAFT"})
_CARS = frozenset({"VEHICLE", "CARRIAGE"})
_ARMED = frozenset({"BLADEW", "GUNW", "CROWD", "T.mob_violence", "T.stabbing"})
_HEARD = (EventType.STABBING, EventType.MOB_VIOLENCE, EventType.ABDUCTION, EventType.VEHICLE_RAMMING)
_OPENING = 12
"""Sentences that may say what it was done with."""
_TRUCKS = ("truck", "lorry", "lorries", "tanker", "bus", "ferry", "vessel")


def borne(study: Study, mentions: Sequence[Judgement], likely: EventType) -> EventType:
    """`likely`, or the type that the words bear instead."""
    if likely is EventType.AIR_DRONE_STRIKE and _is_from_the_ground(study, mentions):
        return EventType.BOMBING
    if likely is EventType.HIJACKING and _is_of_a_car(study):
        return _beside(mentions, EventType.HIJACKING)
    if likely in _HEARD and _is_by_hand(study, mentions, likely):
        return EventType.ATTACK
    return likely


def _is_from_the_ground(study: Study, mentions: Sequence[Judgement]) -> bool:
    """Whether something was bombed where neither craft nor army nor battlefield is in sight that does so from above."""
    kinds = {m.candidate.type for m in mentions}
    if EventType.BOMBING not in kinds or EventType.AIR_DRONE_STRIKE in kinds:
        return False
    if not _opening(study).isdisjoint(_WINGED):
        return False
    return _told(study, mentions).isdisjoint(_STRIKERS) or any(_is_by_fighters(study, m) for m in mentions)


def _is_by_fighters(study: Study, mention: Judgement) -> bool:
    """Whether fighters who have no aircraft are named as those who bombed: "militants bombed a post"."""
    units = study.units_of(mention.candidate)
    return units[-1].is_a("BOMBIT") and (units[0].is_a("GROUND") or units[0].is_a("KEEPER"))


def _is_of_a_car(study: Study) -> bool:
    """Whether what was hijacked is a car (CONTRACT.md: aircraft, ship, bus, train)."""
    named = _opening(study)
    return (
        not named.isdisjoint(_CARS)
        and named.isdisjoint(_CARRIERS)
        and not any(word in study.flat for word in _TRUCKS)
    )


def _beside(mentions: Sequence[Judgement], kind: EventType) -> EventType:
    """The first type by the contract's order that the other mentions tell."""
    others = [m.candidate.type for m in mentions if m.candidate.type is not kind]
    return min(others, key=RANK_OF.__getitem__, default=EventType.ATTACK)


def _is_by_hand(study: Study, mentions: Sequence[Judgement], likely: EventType) -> bool:
    """Whether hands did what is told, and no word of the mentions' sentences tells of `likely`."""
    if any(m.candidate.type is likely and m.candidate.rule != RULE for m in mentions):
        return False
    named = _told(study, mentions)
    return "FISTW" in named and named.isdisjoint(_ARMED)


def _told(study: Study, mentions: Sequence[Judgement]) -> frozenset[str]:
    """The classes of the words beside the mentions."""
    return study.classes_in({m.candidate.sentence for m in mentions})


def _opening(study: Study) -> frozenset[str]:
    """The classes of the words that open the text."""
    return study.classes_in(range(min(_OPENING, len(study.text.sentences))))
