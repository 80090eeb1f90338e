"""The gate before the encoder: which texts are not read, and that nothing which waits for an answer is passed over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection import pipeline
from monitor.detection.gate import CLOSED, NOTHING, gate, is_closed
from monitor.detection.model import BUCKETS
from monitor.detection.pipeline import Detector
from monitor.detection.score import words_of
from monitor.detection.text import Text
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType

QUIET = [
    ("Ten tips for a better lawn", "Rake out the moss, feed in spring and mow often, gardeners say."),
    ("New study looks at the impact of screen time on sleep", "Researchers followed four hundred pupils for a year."),
    ("A mutiny over biscuits: office workers want their tea break back", "The retailer said shares rose two percent."),
    ("How the siege of your inbox ends", "Answer fewer messages and take a walk, the author of a new book says."),
]
"""With and without a word of hints.tsv."""
LOUD = [
    ("Sirens wail across the capital as fragments fall on apartment blocks", "Residents ran to shelters, he said."),
    ("Commandos board tanker in the strait", "The crew were taken ashore, the shipping company said."),
    ("Militia infiltrators leave nine soldiers bloodied at border post", ""),
    ("Army gives rebels 48 hours to leave the city or face attack", ""),
    ("Government closes airspace and calls up reservists", "The president said war was near."),
    ("Rioters torch the mayor's house", "Police fired tear gas through the night."),
]
"""What the encoder has to hear."""
STANDS = "Gunmen shot dead four farmers near Kano on Monday"
SURE = "Iran vows to avenge the killing of its general"


def document(title: str, text: str = "") -> Document:
    return Document(id="x", title=title, text=text, published=datetime(2024, 3, 6, tzinfo=UTC))


def unread(_: Text) -> None:
    pytest.fail("the encoder was asked")


@pytest.mark.parametrize(("title", "text"), QUIET)
def test_a_quiet_text_is_closed(title: str, text: str) -> None:
    """Words of gardens, studies and offices keep the encoder out, a word of unrest among them or not."""
    assert is_closed(words_of(Text(document(title, text))))


@pytest.mark.parametrize(("title", "text"), LOUD)
def test_a_text_of_arms_or_threats_is_open(title: str, text: str) -> None:
    """Whatever may be an attack or an escalation is read, although no pattern may know its words."""
    assert not is_closed(words_of(Text(document(title, text))))


@pytest.mark.parametrize(("title", "text"), QUIET)
def test_a_closed_text_is_not_read(monkeypatch: pytest.MonkeyPatch, title: str, text: str) -> None:
    """Nor is anything made of it: no attack, no event, no escalation, a score far below any threshold, and no word of
    what it looks like as a whole."""
    monkeypatch.setattr(pipeline, "impression_of", unread)
    found = Detector().detect(document(title, text))
    assert (found.attack, found.events, found.escalation) == (False, (), ())
    assert found.score < 0.1
    assert not any(reason.startswith("as a whole") for reason in found.why)


@pytest.mark.parametrize("title", [STANDS, SURE])
def test_what_waits_for_the_encoder_is_read_at_any_gate(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    """A mention that may stand and a sure word of an escalation are never decided by the gate."""
    open_ = Detector().detect(document(title))
    assert open_.attack or open_.escalation
    monkeypatch.setattr(pipeline, "is_closed", lambda words: True)
    assert Detector().detect(document(title)) == open_


def test_the_gate_decides_where_only_a_hint_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same text is sensed through an open gate and passed over by a closed one: nothing else asks the encoder."""
    told = document("Multiple impacts reported in Haifa, launches from Lebanon")
    assert Detector().detect(told).attack
    monkeypatch.setattr(pipeline, "is_closed", lambda words: True)
    found: Detection = Detector().detect(told)
    assert not found.attack
    assert not found.events


def test_nothing_is_an_answer_to_every_question() -> None:
    """What stands for an unread text has every type and kind that an impression has, and hears none of them."""
    assert set(NOTHING.types) == set(EventType)
    assert set(NOTHING.escalation) == set(EscalationKind)
    assert max(NOTHING.attack, NOTHING.event, *NOTHING.escalation.values()) < 0


def test_the_shipped_gate_is_whole() -> None:
    """All weights are of buckets; the words of no text are in the file, and a text without words is open or closed."""
    weights = gate().words.weights
    assert weights
    assert all(name.startswith("#") and 0 <= int(name[1:]) < BUCKETS for name in weights)
    assert gate().words.by_name == {}
    assert is_closed(()) is (gate().words.bias < CLOSED)
