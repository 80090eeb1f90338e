"""Attacks told in words that no pattern knows: the encoder's sentence stands for the mention."""

from __future__ import annotations

import pytest

from monitor.detection.context import Study
from monitor.detection.encoder.model import Impression, encoder
from monitor.detection.judge import judge
from monitor.detection.pipeline import Detector
from monitor.detection.sensed import LEAST, RULE, sense
from monitor.detection.text import Text
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType, Role

UNNAMED = [
    ("Multiple impacts reported in Haifa, launches from Lebanon", "", None, "Haifa"),
    ("Video shows the crater left by an Iranian missile impact in Beersheba", "", EventType.SHELLING, "Beersheba"),
    ("Interceptor debris lands in Eilat", "Fragments of an Iranian missile lie on a hotel roof in Eilat.", None, "Eilat"),
    ("Fierce strikes are being carried out on the Yemeni capital Sanaa", "", None, "Sanaa"),
]
PLAIN = [
    "Impact of the new tax on corner shops in Leeds",
    "Start-up launches a rival to its own app",
    "The debris of a broken marriage: a novelist looks back",
    "Rioting colours at the spring flower show",
    "Siege of the inbox: how to answer fewer messages",
    "Crew wins regatta after mutiny over rations is settled with cake",
]


def detect(title: str, text: str = "") -> Detection:
    return Detector(0.5).detect(Document(id="x", title=title, text=text))


def impression(attack: float, kind: EventType = EventType.BOMBING) -> Impression:
    types = {each: 1.0 if each is kind else -1.0 for each in EventType}
    return Impression(attack, attack, types, dict.fromkeys(EscalationKind, -5.0))


@pytest.mark.parametrize(("title", "text", "kind", "place"), UNNAMED)
def test_an_attack_without_a_known_word_is_told(title: str, text: str, kind: EventType | None, place: str) -> None:
    """It has its event, whose evidence is a sentence and whose place is the text's."""
    found = detect(title, text)
    assert found.attack
    news = next(event for event in found.events if event.role is Role.NEWS)
    assert news.place is not None
    assert news.place.name == place
    assert kind is None or news.type is kind


@pytest.mark.parametrize("title", PLAIN)
def test_a_hint_alone_is_no_attack(title: str) -> None:
    """A word of hints.tsv only opens the door to the encoder."""
    found = detect(title)
    assert not found.attack
    assert not found.events


def test_the_evidence_is_the_sentence() -> None:
    """Where no word stands for the attack the whole sentence does, with true offsets."""
    title = "Multiple impacts reported in Haifa, launches from Lebanon"
    found = detect(title)
    trigger = next(evidence for evidence in found.events[0].evidence if evidence.field == "trigger")
    assert (trigger.start, trigger.end, trigger.text) == (0, len(title), title)


def test_the_sentence_that_reads_most_like_it_is_taken() -> None:
    """A teaser of a title does not stand for what the lead tells."""
    title, lead = "Five things to know on Monday", "At least four missiles came down on Haifa overnight."
    study = Study(Text(Document(id="x", title=title, text=lead)))
    sensed = sense(study, [], impression(LEAST + 1))
    assert sensed is not None
    assert sensed.candidate.rule == RULE
    assert study.text.full[sensed.candidate.start : sensed.candidate.end] == lead
    assert sensed.candidate.type is EventType.BOMBING


def test_a_mention_that_rules_judged_keeps_the_last_word() -> None:
    """Where a pattern found something and a rule turned it down, the encoder does not go round it."""
    study = Study(Text(Document(id="x", title="No bomb exploded at the station, police say", text="")))
    judged = judge(study)
    assert judged
    assert sense(study, judged, impression(LEAST + 5)) is None


def test_an_unsure_encoder_senses_nothing() -> None:
    """Below LEAST there is no event."""
    study = Study(Text(Document(id="x", title="Several impacts in Haifa", text="")))
    assert sense(study, [], impression(LEAST - 0.01)) is None


def test_a_text_without_words_is_no_attack() -> None:
    """Signs and pictures alone make no sentence to stand for anything."""
    study = Study(Text(Document(id="x", title="", text="")))
    assert sense(study, [], encoder().read("", "")) is None
    assert sense(study, [], impression(LEAST + 5)) is None
