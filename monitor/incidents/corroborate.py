"""How many independent origins stand behind an incident: never how many outlets.

Two reports have one origin where they are copies of one text, where one owner runs both outlets, where both credit
one agency, or where one takes its news from the other ("according to Haaretz") or both from a third. Origins are the
connected parts of the graph that these ties make, so a chain of citations is one origin however long it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.detection.text import fold
from monitor.domain.incident import SourceReport
from monitor.domain.taxonomy import Certainty

CORROBORATED, CONFIRMED = 2.0, 3.0
"""Weight of independent origins from which an incident is corroborated, and confirmed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that all go back to one source."""

    reports: tuple[SourceReport, ...]
    """In canonical order."""

    @property
    def weight(self) -> float:
        """The weight of its best feed, at most 1: an origin counts once, however well thought of."""
        return min(1.0, max(report.weight for report in self.reports))

    @property
    def official(self) -> bool:
        """Whether a government, army or police feed itself says so."""
        return any(report.official for report in self.reports)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Outlets of this origin, each once, in order."""
        return tuple(dict.fromkeys(report.outlet for report in self.reports))


def origins(reports: Iterable[SourceReport]) -> tuple[Origin, ...]:
    """The independent origins of `reports`, in canonical order of their first reports."""
    ordered = sorted(reports, key=lambda report: report.order)
    parent: dict[str, str] = {}
    for report in ordered:
        first, *others = _ties(report)
        for other in others:
            _unite(parent, first, other)
    parts: defaultdict[str, list[SourceReport]] = defaultdict(list)
    for report in ordered:
        parts[_root(parent, _ties(report)[0])].append(report)
    return tuple(Origin(tuple(part)) for part in parts.values())


def certainty(found: tuple[Origin, ...]) -> Certainty:
    """Unconfirmed, corroborated or confirmed, by the weight of independent origins.

    An official origin with an independent one beside it confirms. A feed of weight 0 counts for nothing.
    """
    weight = sum(origin.weight for origin in found)
    official = any(origin.official and origin.weight > 0 for origin in found)
    independent = any(not origin.official and origin.weight >= 0.5 for origin in found)
    if weight >= CONFIRMED or (official and independent):
        return Certainty.CONFIRMED
    return Certainty.CORROBORATED if weight >= CORROBORATED else Certainty.UNCONFIRMED


def _ties(report: SourceReport) -> list[str]:
    """Names that tie a report to its origin: itself first, then its text, outlet, owner, agencies and those it cites.

    An outlet, an agency and a cited paper share one name space: a report by Reuters and one that credits Reuters meet.
    """
    said = (report.outlet, report.owner, *report.credit, *report.cites)
    texts = (f"#{report.article_id}", f"#{report.duplicate_of}" if report.duplicate_of else "")
    return [f"!{report.key}", *(text for text in texts if text), *(f"@{fold(name)}" for name in said if name)]


def _root(parent: dict[str, str], name: str) -> str:
    while (up := parent.get(name, name)) != name:
        name = up
    return name


def _unite(parent: dict[str, str], a: str, b: str) -> None:
    a, b = sorted((_root(parent, a), _root(parent, b)))
    if a != b:
        parent[b] = a
