"""Reports with one attack as news and five recalled: every event, its facts, and the escalation."""

from __future__ import annotations

from datetime import datetime

import pytest
from seed_variants import VARIANTS, Expected, Variant

from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection, Event
from monitor.domain.document import Document

CASES = [(variant, expected) for variant in VARIANTS for expected in variant.events]


@pytest.fixture(scope="module")
def detections() -> dict[str, Detection]:
    """Each variant as detected."""
    detector = Detector()
    return {
        v.name: detector.detect(Document(id=v.name, title=v.title, text=v.text, published=datetime.fromisoformat(v.published)))
        for v in VARIANTS
    }


def name_of(value: object) -> str:
    """A readable test id."""
    return value.name if isinstance(value, Variant) else f"{value.type}-{value.place}-{value.date}" if isinstance(value, Expected) else str(value)


def found(detection: Detection, expected: Expected) -> Event | None:
    """The event at the expected day and place, if any."""
    for event in detection.events:
        names = f"{event.place.name} {event.place.text}" if event.place else ""
        if (event.date or "").startswith(expected.date) and expected.place in names:
            return event
    return None


@pytest.mark.parametrize(("variant", "expected"), CASES, ids=name_of)
def test_every_event_with_its_facts(detections: dict[str, Detection], variant: Variant, expected: Expected) -> None:
    """Role, type, country, figures, weapons and basis as the text tells them; a figure not told is absent."""
    event = found(detections[variant.name], expected)
    told = [(e.role.value, e.type.value, e.date, e.place.name if e.place else None) for e in detections[variant.name].events]
    assert event is not None, told
    assert (event.role, event.type, event.stage) == (expected.role, expected.type, "accomplished")
    assert event.place is not None
    assert event.place.country_code == expected.country
    if expected.type != "abduction" and "Sambisa" not in expected.place:
        assert (event.killed.min if event.killed else None, event.injured.min if event.injured and not event.injured.stated_none else None) == (expected.killed, expected.injured)
    if expected.weapon_min is not None:
        assert event.weapon_count is not None
        assert event.weapon_count.min == expected.weapon_min
    if expected.basis is not None:
        assert event.perpetrator.basis == expected.basis


@pytest.mark.parametrize("variant", VARIANTS, ids=name_of)
def test_six_events_and_no_more(detections: dict[str, Detection], variant: Variant) -> None:
    """No event is told twice, none is made up, and one is the news."""
    events = detections[variant.name].events
    assert [event.role.value for event in events].count("news") == 1
    assert len(events) == len(variant.events), [(e.role.value, e.type.value, e.date, e.place.name if e.place else None) for e in events]


@pytest.mark.parametrize("variant", VARIANTS, ids=name_of)
def test_escalation(detections: dict[str, Detection], variant: Variant) -> None:
    """Each kind that the text tells."""
    assert variant.escalation <= {found.kind.value for found in detections[variant.name].escalation}
