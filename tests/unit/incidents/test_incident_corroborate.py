"""Independent origins: counted by where a story comes from, never by outlets."""

from __future__ import annotations

import pytest
from reportmaking import NOON, report

from monitor.domain.incident import SourceReport
from monitor.domain.taxonomy import Certainty
from monitor.incidents.corroborate import certainty, origins
from monitor.incidents.sources import contributions


def source(id_: str, outlet: str, *, copy_of: str | None = None, **more: object) -> SourceReport:
    """One outlet's report."""
    return contributions(report(id_, outlet=outlet, **more), NOON, copy_of)[0]  # type: ignore[arg-type]


CASES = {
    "three outlets, each on its own": ([source("1", "Herald"), source("2", "Courier"), source("3", "Echo")], 3),
    "one agency story in three papers": (
        [source("1", "Herald", credit=("AP",)), source("2", "Courier", credit=("AP",)), source("3", "Echo", credit=("AP",))],
        1,
    ),
    "the agency itself and a paper that prints it": ([source("1", "Reuters"), source("2", "Echo", credit=("Reuters",))], 1),
    "a text copied without credit": ([source("1", "Herald"), source("2", "Courier", copy_of="1")], 1),
    "two copies of a text that is not here": (
        [source("1", "Herald", copy_of="9"), source("2", "Courier", copy_of="9")],
        1,
    ),
    "two papers of one owner": ([source("1", "Herald", owner="Nord"), source("2", "Courier", owner="Nord")], 1),
    "one tells what the other said": ([source("1", "Herald"), source("2", "Courier", cites=("Herald",))], 1),
    "both tell what a third said": ([source("1", "Herald", cites=("Kanal 9",)), source("2", "Echo", cites=("kanal 9",))], 1),
    "a chain of citations": (
        [source("1", "Herald"), source("2", "Echo", cites=("Herald",)), source("3", "Post", cites=("Echo",))],
        1,
    ),
    "one outlet twice": ([source("1", "Herald"), source("2", "Herald")], 1),
    "one agency story and one own report": (
        [source("1", "Herald", credit=("AFP",)), source("2", "Echo", credit=("AFP",)), source("3", "Post")],
        2,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_origins_are_counted(case: str) -> None:
    """Each case with the number of its independent sources."""
    reports, count = CASES[case]
    assert len(origins(reports)) == count
    assert len(origins(reversed(reports))) == count


CERTAINTIES = [
    ([source("1", "Herald")], Certainty.UNCONFIRMED),
    ([source("1", "Herald"), source("2", "Echo")], Certainty.CORROBORATED),
    ([source("1", "Herald"), source("2", "Echo"), source("3", "Post")], Certainty.CONFIRMED),
    ([source("1", "Ministry", official=True)], Certainty.UNCONFIRMED),
    ([source("1", "Ministry", official=True), source("2", "Echo")], Certainty.CONFIRMED),
    ([source("1", "Ministry", official=True), source("2", "Police", official=True)], Certainty.CORROBORATED),
    ([source("1", "Herald", weight=0.0), source("2", "Echo")], Certainty.UNCONFIRMED),
    ([source("1", "Herald", weight=0.5), source("2", "Echo", weight=0.5), source("3", "Post")], Certainty.CORROBORATED),
    ([source("1", "Herald", weight=5.0)], Certainty.UNCONFIRMED),
    ([], Certainty.UNCONFIRMED),
]


@pytest.mark.parametrize(("reports", "expected"), CERTAINTIES)
def test_certainty_goes_by_the_weight_of_origins(reports: list[SourceReport], expected: Certainty) -> None:
    """Two corroborate, three confirm, an official one confirms together with an independent one."""
    assert certainty(origins(reports)) is expected
