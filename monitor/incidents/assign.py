"""Which incident each group of reports is: kept, opened, merged or split. Pure: groups in, assignments out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.incident import Incident, IncidentStatus


class Outcome(StrEnum):
    """What becomes of a group; the label of the desk's log line and counter."""

    OPENED = "opened"
    """A new incident."""
    KEPT = "kept"
    """An incident that stays itself, whatever joined or left."""
    MERGED = "merged"
    """Several incidents proved to be one."""
    SPLIT = "split"
    """Reports taken out of an incident that they were wrongly joined to: a new incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One group and the incident that it is."""

    outcome: Outcome
    keys: frozenset[str]
    incident_id: str | None
    """None where one is to be opened."""
    absorbed: tuple[str, ...] = ()
    """Incidents that this one takes in."""
    split_from: tuple[str, ...] = ()


def assign(
    groups: Iterable[frozenset[str]], incident_of: Mapping[str, str], incidents: Mapping[str, Incident]
) -> tuple[Assignment, ...]:
    """What each group is, given which incident each report was in before.

    An incident goes with the group that holds most of its reports. Where several meet in one group, the one that was
    told of first and not withdrawn survives, so that those who got its alert can follow it.
    """
    ordered = sorted(groups, key=min)
    heirs = _heirs(ordered, incident_of)
    found = []
    for index, group in enumerate(ordered):
        claimed = sorted((id_ for id_, heir in heirs.items() if heir == index), key=lambda i: _seniority(incidents[i]))
        if claimed:
            outcome = Outcome.MERGED if len(claimed) > 1 else Outcome.KEPT
            assigned = Assignment(outcome=outcome, keys=group, incident_id=claimed[0], absorbed=tuple(claimed[1:]))
        else:
            left = tuple(sorted({incident_of[key] for key in group if key in incident_of}))
            outcome = Outcome.SPLIT if left else Outcome.OPENED
            assigned = Assignment(outcome=outcome, keys=group, incident_id=None, split_from=left)
        found.append(assigned)
    return tuple(found)


def _heirs(groups: list[frozenset[str]], incident_of: Mapping[str, str]) -> dict[str, int]:
    shares: dict[str, Counter[int]] = {}
    for index, group in enumerate(groups):
        for key in group:
            if key in incident_of:
                shares.setdefault(incident_of[key], Counter())[index] += 1
    return {id_: max(share, key=lambda index: (share[index], -index)) for id_, share in shares.items()}


def _seniority(incident: Incident) -> tuple[bool, bool, datetime, str]:
    """What stands before what was withdrawn, and what was told before what was not."""
    return (incident.status is not IncidentStatus.ACTIVE, incident.revision == 0, incident.opened_at, incident.id)
