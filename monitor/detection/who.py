"""Who did it, with what, against whom and by whose word: one answer for each event of a text.

The perpetrator is a named state, force, organisation or person; anonymous doers ("gunmen") leave the name empty.
Target kinds are those of lexicons/target_kinds.tsv, weapons those of lexicons/weapons.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.detection.actors.perpetrators import find_perpetrator
from monitor.detection.actors.sources import find_sources
from monitor.detection.actors.targets import find_target
from monitor.detection.actors.weapons import find_weapon
from monitor.detection.draft import Draft
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Perpetrator, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The parties and means of one event, None where the text does not say."""

    perpetrator: Perpetrator = Perpetrator()
    weapon: str | None = None
    weapon_count: Range | None = None
    target: str | None = None
    target_kind: str | None = None
    sources: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def assign_actors(text: Text, drafts: Sequence[Draft]) -> list[Actors]:
    """Parties and means of each draft, in the drafts' order."""
    return [_actors(text, draft) for draft in drafts]


def _actors(text: Text, draft: Draft) -> Actors:
    blame = find_perpetrator(text, draft)
    armed = find_weapon(text, draft)
    aimed = find_target(text, draft)
    sources = find_sources(text, draft)
    evidence = [blame.evidence] if blame.evidence else []
    if armed:
        evidence.append(_evidence(text, "weapon", armed.start, armed.end))
    if aimed:
        evidence.append(_evidence(text, "target", aimed.start, aimed.end))
    return Actors(
        perpetrator=blame.perpetrator,
        weapon=armed.weapon.noun if armed else None,
        weapon_count=armed.count if armed else None,
        target=text.full[aimed.start : aimed.end] if aimed else None,
        target_kind=aimed.kind if aimed else None,
        sources=tuple(source.text for source in sources),
        evidence=(*evidence, *sources),
    )


def _evidence(text: Text, field: str, start: int, end: int) -> Evidence:
    return Evidence(field=field, start=start, end=end, text=text.full[start:end])
