"""Who counts as a victim of an event, and what "shot" makes of those who did not die of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.detection.draft import Draft
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.chunks import People
from monitor.detection.figures.gather import Tally
from monitor.detection.figures.quantity import Form
from monitor.domain.taxonomy import EventType

_ALL_SIDES = frozenset(
    {EventType.ARMED_CLASH, EventType.AIR_DRONE_STRIKE, EventType.SHELLING, EventType.ASSASSINATION}
)


def settle(draft: Draft, casualties: Sequence[Casualty]) -> dict[Fate, list[Casualty]]:
    """The event's counts by fate: attackers left out, and people shot but not killed among the injured."""
    victims = [v for c in casualties if (v := _victims(draft, c)) is not None]
    killed = [c for c in victims if c.fate is Fate.KILLED]
    injured = [c for c in victims if c.fate is Fate.INJURED]
    hit = [c for c in victims if c.fate is Fate.HIT and not c.cumulative]
    return {
        Fate.KILLED: killed,
        Fate.INJURED: injured if any(c.explicit for c in injured) else injured + _survivors(hit, killed),
        Fate.ABDUCTED: [c for c in victims if c.fate is Fate.ABDUCTED],
        Fate.MISSING: [c for c in victims if c.fate is Fate.MISSING],
    }


def _victims(draft: Draft, casualty: Casualty) -> Casualty | None:
    if draft.type in _ALL_SIDES or casualty.none:
        return casualty
    left = tuple(p for p in casualty.people if not p.attacker)
    if not left:
        return None
    return casualty if len(left) == len(casualty.people) else replace(casualty, people=left)


def _survivors(hit: list[Casualty], killed: list[Casualty]) -> list[Casualty]:
    """ "Five were shot, two fatally" leaves three; a person shot who then died is no survivor."""
    if not hit:
        return []
    dead = Tally([c for c in killed if not c.cumulative and not c.none])
    dead.add_persons()
    dead_count = max([c.low for c in dead.casualties if c.explicit] + [len(dead.persons)])
    explicit = [c for c in hit if c.explicit]
    if explicit:
        most = max(explicit, key=lambda c: c.low)
        return [_fewer(most, dead_count)] if most.low > dead_count else []
    survivors = []
    for casualty in hit:
        people = tuple(p for p in casualty.people if not any(d.may_be(p) for d in dead.persons))
        if people and not (dead_count and all(p.quantity.form is Form.DEFINITE for p in people)):
            survivors.append(replace(casualty, people=people))
    return survivors


def _fewer(casualty: Casualty, dead: int) -> Casualty:
    """The count with `dead` people taken out."""
    if not dead:
        return casualty
    high = casualty.high
    quantity = replace(
        casualty.people[0].quantity, min=casualty.low - dead, max=None if high is None else high - dead
    )
    one: People = replace(casualty.people[0], quantity=replace(quantity, form=Form.NUMBER))
    return replace(casualty, people=(one,))
