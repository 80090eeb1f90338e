"""Who raises the danger and against whom: the named parties around an escalation's words."""

from __future__ import annotations

from monitor.detection.actors.mentions import ActorKind, Mention
from monitor.detection.escalating.passages import Passage


def find_parties(passage: Passage, start: int) -> tuple[str | None, str | None]:
    """Actor and target of the escalation whose words begin at `start`, by the lexicons' names, or None."""
    before = [m for m in passage.mentions if m.end <= start + 1]
    actor = _doer(before)
    after = [m for m in passage.mentions if m.start > start and _differs(m, actor)]
    target = after[0].actor.name if after else None
    return (actor.actor.name if actor else None), target


def _doer(before: list[Mention]) -> Mention | None:
    """The first named party: news puts who speaks or acts in front of the verb."""
    named = [m for m in before if m.actor.kind in (ActorKind.GROUP, ActorKind.FORCE, ActorKind.STATE)]
    return next(iter(named or before), None)


def _differs(mention: Mention, actor: Mention | None) -> bool:
    return actor is None or mention.country != actor.country
