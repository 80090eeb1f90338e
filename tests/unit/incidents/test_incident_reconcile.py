"""One picture out of several reports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from reportmaking import NOON, event, minutes, report

from monitor.domain.detection import Event
from monitor.domain.incident import Incident, IncidentKind, SourceReport
from monitor.domain.taxonomy import Basis, Certainty, EventType, Severity, Stage
from monitor.incidents.reconcile import Picture, reconcile
from monitor.incidents.sources import contributions


def source(id_: str, told: Event, *, after: float = 0, outlet: str | None = None, **more: object) -> SourceReport:
    """An outlet's report, `after` minutes past noon; its own outlet unless one is named."""
    at = NOON + minutes(after)
    one = report(id_, outlet=outlet or f"Outlet {id_}", events=(told,), published=at, **more)  # type: ignore[arg-type]
    return contributions(one, at, None)[0]


def picture(*reports: SourceReport) -> Picture:
    """The picture of an incident with these reports; the same in any order."""
    drawn = [
        reconcile(Incident(id="I", kind=IncidentKind.ATTACK, opened_at=NOON, updated_at=NOON, reports=tuple(ordered)))
        for ordered in (reports, reports[::-1])
    ]
    assert drawn[0] == drawn[1]
    return drawn[0]


def test_a_toll_is_a_range_with_the_latest_and_the_most_conservative_marked() -> None:
    """Three sources differ."""
    drawn = picture(
        source("1", event(killed=3)), source("2", event(killed=7), after=10), source("3", event(killed=5), after=20)
    )
    assert drawn.event is not None
    killed = drawn.event.killed
    assert killed is not None
    assert (killed.min, killed.max, killed.conservative, killed.told, killed.latest) == (3, 7, 3, 7, 5)
    assert killed.outlets == ("Outlet 1", "Outlet 2", "Outlet 3")


def test_an_outlets_later_word_replaces_its_earlier_one() -> None:
    """A rising toll of one outlet is no disagreement."""
    drawn = picture(source("1", event(killed=3), outlet="Herald"), source("2", event(killed=5), after=30, outlet="Herald"))
    assert drawn.event is not None
    assert drawn.event.killed is not None
    assert (drawn.event.killed.min, drawn.event.killed.max) == (5, 5)
    assert drawn.lowered == ()


def test_a_toll_nobody_gives_stays_unknown() -> None:
    """Null, never zero."""
    drawn = picture(source("1", event()), source("2", event()))
    assert drawn.event is not None
    assert drawn.event.killed is None


def test_none_killed_is_told_only_while_nobody_counts_dead() -> None:
    """A stated none gives way to a count."""
    drawn = picture(source("1", event(killed=0)), source("2", event(killed=2), after=5))
    assert drawn.event is not None
    assert drawn.event.killed is not None
    assert (drawn.event.killed.told, drawn.event.killed.stated_none) == (2, False)


def test_an_open_count_stays_open() -> None:
    """ "At least three" has no upper end."""
    drawn = picture(source("1", event(killed=3, at_least=True)))
    assert drawn.event is not None
    assert drawn.event.killed is not None
    assert (drawn.event.killed.told, drawn.event.killed.max) == (3, None)


def test_a_lowered_figure_names_its_outlet() -> None:
    """The outlet that took its figure back is known."""
    drawn = picture(source("1", event(killed=9), outlet="Herald"), source("2", event(killed=6), after=30, outlet="Herald"))
    assert drawn.lowered == ("Herald",)
    assert drawn.event is not None
    assert drawn.event.killed is not None
    assert drawn.event.killed.told == 6


def test_the_specific_type_wins_over_the_vague_one() -> None:
    """An attack by unsaid means is told only where nobody says more."""
    vague, exact = event(kind=EventType.ATTACK), event(kind=EventType.BOMBING)
    drawn = picture(source("1", vague), source("2", vague, after=1), source("3", exact, after=2))
    assert drawn.event is not None
    assert drawn.event.type is EventType.BOMBING


def test_the_type_of_most_origins_wins() -> None:
    """Copies of one agency story have one voice."""
    copies = [source(str(n), event(kind=EventType.SHOOTING), credit=("AP",)) for n in range(3)]
    own = [source(f"own{n}", event(kind=EventType.STABBING)) for n in range(2)]
    drawn = picture(*copies, *own)
    assert drawn.event is not None
    assert drawn.event.type is EventType.STABBING


@pytest.mark.parametrize(
    ("stages", "told"),
    [
        ((Stage.ATTEMPTED, Stage.ACCOMPLISHED), Stage.ACCOMPLISHED),
        ((Stage.ATTEMPTED, Stage.ATTEMPTED), Stage.ATTEMPTED),
    ],
)
def test_the_stage_is_the_furthest_that_is_told(stages: tuple[Stage, Stage], told: Stage) -> None:
    """One that says it happened outweighs one that knew of the attempt."""
    drawn = picture(*(source(str(n), event(stage=stage)) for n, stage in enumerate(stages)))
    assert drawn.event is not None
    assert drawn.event.stage is told


def test_a_claim_outranks_blame_and_suspicion() -> None:
    """The firmest ground names the perpetrator."""
    drawn = picture(
        source("1", event(by="The Front", basis=Basis.SUSPECTED)),
        source("2", event(by="The League", basis=Basis.CLAIMED), after=5),
        source("3", event(by="The Front", basis=Basis.BLAMED), after=9),
    )
    assert drawn.event is not None
    assert (drawn.event.perpetrator.name, drawn.event.perpetrator.basis) == ("The League", Basis.CLAIMED)


def test_a_retracted_report_counts_for_nothing() -> None:
    """Neither its figures nor its outlet."""
    kept = source("1", event(killed=2))
    taken_back = SourceReport(
        **{name: getattr(kept, name) for name in kept.__dataclass_fields__}
        | {"key": "2", "article_id": "2", "outlet": "Echo", "owner": "Echo", "event": event(killed=40), "retracted": True}
    )
    drawn = picture(kept, taken_back)
    assert drawn.event is not None
    assert drawn.event.killed is not None
    assert drawn.event.killed.told == 2
    assert drawn.certainty is Certainty.UNCONFIRMED
    assert drawn.retracted == ("Echo",)


def test_severity_is_the_highest_of_the_reports() -> None:
    """A duty officer is told of the worst that is reported."""
    drawn = picture(source("1", event(), severity=Severity.LOW), source("2", event(), severity=Severity.HIGH))
    assert drawn.severity is Severity.HIGH


def test_certainty_rises_with_independent_sources() -> None:
    """One, two, three."""
    reports = [source(str(n), event(), after=n) for n in range(3)]
    assert [picture(*reports[: n + 1]).certainty.rank for n in range(3)] == [0, 1, 2]


def test_a_report_from_the_future_is_taken_as_arriving_now() -> None:
    """A feed whose clock is wrong does not come after all others."""
    one = report("1", published=NOON + timedelta(days=9))
    assert contributions(one, NOON, None)[0].when == NOON
