"""Incidents past the window: found again only by a report that agrees on place and day, or on two rare names."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations

from monitor.domain.incident import Incident
from monitor.incidents.traits import Traits, traits

NAMES = 6
"""Rare names of a report that it is found by, in pairs."""


class Archive:
    """Incidents by place and day, out of comparison until a late report asks for them."""

    def __init__(self) -> None:
        self._incidents: dict[str, Incident] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._index: defaultdict[str, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._incidents)

    def add(self, incident: Incident) -> None:
        """Puts an incident away; one without a named place and day cannot be found again and is not kept here."""
        keys = {key for report in incident.reports for key in _keys(traits(report), spread=0)}
        if not keys:
            return
        self._incidents[incident.id] = incident
        self._keys[incident.id] = tuple(sorted(keys))
        for key in keys:
            self._index[key].add(incident.id)

    def remove(self, incident_id: str) -> None:
        """Forgets an incident, if it is here."""
        self._incidents.pop(incident_id, None)
        for key in self._keys.pop(incident_id, ()):
            self._index[key].discard(incident_id)
            if not self._index[key]:
                del self._index[key]

    def thaw(self, marks: Traits) -> list[Incident]:
        """Takes out the incidents that a report with these traits may belong to."""
        found = sorted({id_ for key in _keys(marks, spread=1) for id_ in self._index.get(key, ())})
        incidents = [self._incidents[id_] for id_ in found]
        for id_ in found:
            self.remove(id_)
        return incidents


def _keys(marks: Traits, spread: int) -> set[str]:
    """Place and day together, over `spread` days either side; and pairs of rare names."""
    names = {f"#{'+'.join(pair)}" for pair in combinations(sorted(marks.rare)[:NAMES], 2)}
    if marks.day is None:
        return names
    days = [marks.day + timedelta(days=step) for step in range(-spread, spread + 1)]
    return names | {f"{spot.name}|{day.isoformat()}" for spot in marks.spots if spot.fine for day in days}
