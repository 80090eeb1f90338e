"""The demonstration's verdicts on itself."""

from datetime import UTC, datetime

import pytest

from monitor.demo.stories import Story, load_stories
from monitor.demo.summary import Verdict, is_trap, to_outcomes
from monitor.detection.pipeline import Detector
from monitor.domain.incident import Bearing, Incident, IncidentKind, SourceReport
from monitor.domain.report import Fingerprint

STORIES = {story.id: story for story in load_stories(datetime(2026, 3, 3, 9, tzinfo=UTC))}


def incident(id_: str, *stories: Story, revision: int = 1) -> Incident:
    """An incident of the reports of some stories."""
    now = datetime(2026, 3, 3, 9, tzinfo=UTC)
    reports = tuple(
        SourceReport(
            key=story.id, bearing=Bearing.NEWS, article_id=story.id, report_id=story.id, outlet=story.outlet, owner=story.outlet, received=now,
            url=f"http://127.0.0.1/story/{story.id}", fingerprint=Fingerprint(text_hash=""),
        )
        for story in stories
    )  # fmt: skip
    return Incident(id=id_, kind=IncidentKind.ATTACK, opened_at=now, updated_at=now, reports=reports, revision=revision)


def first(expect: str) -> list[Story]:
    """Stories of one expectation."""
    return [story for story in STORIES.values() if story.expect == expect]


@pytest.mark.parametrize(("expect", "trap"), [("film", True), ("baghdad-rockets", False), ("escalation", False), ("sport", True)])
def test_traps_are_known_by_their_name(expect: str, trap: bool) -> None:
    """One word is a trap; place and kind an incident; escalation alerts too."""
    assert is_trap(first(expect)[0]) is trap


def test_verdicts() -> None:
    """Together is right, apart is split, absent is missed; a trap that alerted is a false alarm, recorded silently it is right."""
    one, two, three, *_ = first("baghdad-rockets")
    film, sport, *_ = first("film") + first("sport")
    outcomes = to_outcomes(
        [one, two, three, film, sport],
        [incident("a", one), incident("b", two), incident("c", film), incident("d", sport, revision=0)],
        Detector(),
    )
    assert [outcome.verdict for outcome in outcomes] == [Verdict.RIGHT, Verdict.SPLIT, Verdict.MISSED, Verdict.FALSE_ALARM, Verdict.RIGHT]
    assert all(outcome.reason for outcome in outcomes)
