"""What came "a day after" another attack: which of the two gets which day, and what goes on with which."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection
from monitor.domain.document import Document

THURSDAY = datetime(2026, 2, 5, 7, tzinfo=UTC)
LEAD = "At least five rockets hit Erbil airport late on Wednesday, security officials said."


def detect(*paragraphs: str) -> Detection:
    text = "\n\n".join((LEAD, *paragraphs))
    return Detector(0.5).detect(Document(id="x", title="Rockets hit Erbil airport", text=text, published=THURSDAY))


def days(found: Detection) -> list[tuple[str, str | None, str | None]]:
    return [(event.role.value, event.date, event.place.name if event.place else None) for event in found.events]


@pytest.mark.parametrize(
    "sentence",
    [
        "The strike came a day after an attack on a nearby training base.",
        "The attack came a day after another one on an airbase that houses trainers.",
    ],
)
def test_the_news_keeps_its_day(sentence: str) -> None:
    """The attack that is told first is Wednesday's, whichever of the two the sentence names."""
    assert days(detect(sentence))[0] == ("news", "2026-02-04", "Erbil International Airport")


def test_what_another_came_after_was_the_day_before() -> None:
    """"Came a day after an attack" dates that attack back, not on."""
    found = detect("It came a day after a bomb attack on a police station in Kirkuk killed three officers.")
    assert ("background", "2026-02-03", "Kirkuk") in days(found)


def test_means_go_on_with_the_event_that_has_them() -> None:
    """"Rockets struck" after the mere mention of another attack still tells of the rockets in the title."""
    found = detect(
        "The strike came a day after an attack on a nearby training base.",
        "The rockets struck close to the terminal, two officials said.",
        "The previous evening, rockets hit the Ain al-Asad base, according to the army.",
    )
    assert [(role, day) for role, day, _ in days(found)] == [("news", "2026-02-04"), ("background", "2026-02-03")]


def test_no_group_is_no_doer() -> None:
    """Who did not claim it did not do it."""
    found = detect("No militant group claimed responsibility for the assault.")
    assert found.events[0].perpetrator.name is None
    assert found.events[0].perpetrator.basis.value == "unclaimed"
