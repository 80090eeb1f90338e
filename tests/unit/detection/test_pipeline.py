"""Document in, Detection out: the whole of detection on small texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.detection.pipeline import Detector
from monitor.detection.quick import promise
from monitor.detection.version import rules_version
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Severity, Stage

DETECTOR = Detector()
MONDAY = datetime(2026, 9, 14, 9, tzinfo=UTC)


def detect(title: str, text: str = "", published: datetime | None = MONDAY) -> Detection:
    return DETECTOR.detect(Document(id="t", title=title, text=text, published=published))


def test_an_attack_is_told_with_its_evidence() -> None:
    """A plain report gives the news event, and evidence that is the text's own words."""
    title, text = "Gunman kills four in Oslo cafe", "A gunman opened fire in a cafe in Oslo on Sunday, killing four people."
    found = detect(title, text)
    assert found.attack
    assert found.news[0].type is EventType.SHOOTING
    full = f"{title}\n\n{text}"
    assert all(full[e.start : e.end] == e.text for event in found.events for e in event.evidence)


@pytest.mark.parametrize(
    "title",
    [
        "Nurses strike for better pay",
        "Strikers bombard goal in derby victory",
        "Review: the assassin returns in a dull film",
        "Ransomware attack on hospital network",
        "Shares explode after forecast",
        "Man jailed for life over 2015 stabbing",
        "Shark attack closes beach",
        "Navy fires missiles in annual exercise",
        "Library extends opening hours",
    ],
)
def test_traps_are_no_attack(title: str) -> None:
    """What only sounds like an attack is none."""
    assert not detect(title).attack


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("Взрыв в центре города, есть погибшие", "", "ru"),
        ("انفجار في وسط المدينة", "", "ar"),
        ("Explosión en el centro de la ciudad deja tres muertos y varios heridos", "", "es"),
        ("Bombe explodiert in der Innenstadt, drei Menschen sind tot und viele verletzt", "", "de"),
    ],
)
def test_other_languages_are_said_to_be_unsupported(title: str, text: str, language: str) -> None:
    """A text that is not English is never passed in silence."""
    found = detect(title, text)
    assert found.unsupported_language
    assert found.language == language
    assert not found.attack


def test_an_attack_always_has_a_news_event() -> None:
    """`attack` never stands without an event that happened or was attempted."""
    found = detect("Attack", "An attack.")
    assert not found.attack or any(e.stage in (Stage.ACCOMPLISHED, Stage.ATTEMPTED) for e in found.news)


def test_threshold_decides_attack_only() -> None:
    """A higher threshold turns `attack` off and leaves score and events alone."""
    document = Document(id="t", title="Rockets hit base near Erbil", text="Two rockets hit a base on Sunday.", published=MONDAY)
    low, high = Detector(0.1).detect(document), Detector(0.9999).detect(document)
    assert low.attack
    assert not high.attack
    assert low.score == high.score
    assert len(low.events) == len(high.events)


def test_severity_corrections_are_heard() -> None:
    """config.detection.severity changes what a rule gives."""
    document = Document(id="t", title="Rockets hit base near Erbil", text="Two rockets hit a base on Sunday.", published=MONDAY)
    corrected = Detector(severity={"attack": Severity.CRITICAL}).detect(document)
    assert corrected.severity is Severity.CRITICAL


def test_several_attacks_stay_apart() -> None:
    """Another day and another kind of attack make another event, in the background."""
    text = (
        "Rockets hit the port of Aden on Sunday, killing two dockers. "
        "In March 2019, a car bomb outside the same port killed nine people."
    )
    found = detect("Rockets hit port of Aden", text)
    assert {e.type for e in found.news} == {EventType.SHELLING}
    assert EventType.BOMBING in {e.type for e in found.events if e.role is Role.BACKGROUND}


def test_summary_stands_in_for_an_empty_text() -> None:
    """Evidence then counts into title and summary."""
    document = Document(id="t", title="Overnight", summary="Drones struck a refinery near Tuapse.", published=MONDAY)
    found = DETECTOR.detect(document)
    assert found.events
    assert all(document.full_text[e.start : e.end] == e.text for v in found.events for e in v.evidence)


def test_markup_is_no_text_and_moves_nothing() -> None:
    """Tags, links and entities are blank to detection; offsets stay those of the document."""
    text = '<p><a href="https://x.example/attack">Rockets struck</a> the fort on Monday, killing two soldiers.</p>'
    document = Document(id="t", title="Fort hit by rockets", text=text)
    found = DETECTOR.detect(document)
    words = [e.text for v in found.events for e in v.evidence if e.field == "trigger"]
    assert "Rockets struck" in words


def test_why_and_rules_are_given() -> None:
    """A score comes with reasons in words, and with the version of the rules."""
    found = detect("Rockets hit base near Erbil", "Two rockets hit a base on Sunday.")
    assert found.rules == rules_version()
    assert found.why[0].startswith("score")
    assert found.why[-1].startswith("severity by rule")


@given(st.text(max_size=300), st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(title: str, text: str) -> None:
    """No text raises, and all spans lie within it."""
    document = Document(id="t", title=title, text=text)
    found = DETECTOR.detect(document)
    size = len(document.full_text)
    assert 0 <= found.score <= 1
    assert all(0 <= r.start < r.end <= size for r in found.rejected)


def test_promise_orders_headlines() -> None:
    """A fresh attack promises more than a plain story, and a film less than either."""
    fresh, plain = promise("Gunmen kill nine in market attack"), promise("Council approves bus lanes")
    assert fresh > 0.6 > plain == 0
    assert promise("Review: film about a massacre") < fresh
