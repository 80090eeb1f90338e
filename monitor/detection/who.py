"""Who did it, with what, against whom and by whose word: one answer for each event of a text.

The perpetrator is a state, force, organisation or person, else what the text says they are ("gunmen"); "attackers" and
the like leave the name empty.
Target kinds are those of lexicons/target_kinds.tsv, weapons those of lexicons/weapons.tsv.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.detection.actors.deeds import Blame
from monitor.detection.actors.perpetrators import LEAD, as_unclaimed, find_perpetrator, find_unclaimed
from monitor.detection.actors.sources import find_sources
from monitor.detection.actors.targets import find_site, find_target
from monitor.detection.actors.weapons import find_weapon
from monitor.detection.draft import Draft
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Perpetrator, Range
from monitor.domain.taxonomy import Basis, Role


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
    return [_actors(text, draft, after) for draft, after in zip(drafts, _aftermaths(text, drafts), strict=True)]


def _aftermaths(text: Text, drafts: Sequence[Draft]) -> list[list[int]]:
    """For each draft the sentences that no draft has, up to the next one's: claims and blame stand there."""
    taken = {index for draft in drafts for index in draft.sentences}
    starts = {anchor.sentence: number for number, draft in enumerate(drafts) for anchor in draft.anchors[:1]}
    found: list[list[int]] = [[] for _ in drafts]
    owner = 0
    for index in range(len(text.sentences) if drafts else 0):
        owner = starts.get(index, owner)
        if index not in taken:
            found[owner].append(index)
    return found


def _actors(text: Text, draft: Draft, aftermath: Sequence[int]) -> Actors:
    blame = find_perpetrator(text, draft, aftermath)
    if draft.role is Role.NEWS and (blame.vague or blame.perpetrator.basis is Basis.UNKNOWN):
        blame = _unclaimed(text, blame)
    lead = [index for index in aftermath if index < LEAD and draft.role is Role.NEWS]
    armed = find_weapon(text, draft, lead)
    doer = blame.evidence
    aimed = find_target(text, draft, (doer.start, doer.end) if doer else (0, 0), blame.party, lead)
    sources = find_sources(text, draft)
    evidence = [blame.evidence] if blame.evidence else []
    if armed:
        evidence.append(_evidence(text, "weapon", armed.start, armed.end))
    if aimed:
        evidence.append(_evidence(text, "target", aimed.start, aimed.end))
    return Actors(
        perpetrator=blame.perpetrator,
        weapon=armed.told if armed else None,
        weapon_count=armed.count if armed else None,
        target=" ".join(text.full[aimed.start : aimed.end].split()) if aimed else None,
        target_kind=aimed.kind if aimed else find_site(text, draft),
        sources=tuple(source.text for source in sources),
        evidence=(*evidence, *sources),
    )


def _unclaimed(text: Text, blame: Blame) -> Blame:
    silent = find_unclaimed(text)
    return as_unclaimed(blame, silent) if silent else blame


def _evidence(text: Text, field: str, start: int, end: int) -> Evidence:
    return Evidence(field=field, start=start, end=end, text=text.full[start:end])
