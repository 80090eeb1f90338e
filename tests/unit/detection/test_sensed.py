"""Attacks told in words that no pattern knows: the encoder's sentence stands for the mention."""

from __future__ import annotations

import pytest

from monitor.detection.context import Study
from monitor.detection.encoder.model import Impression, encoder
from monitor.detection.judge import judge
from monitor.detection.pipeline import Detector
from monitor.detection.sensed import LEAST, RULE, after_all, sense
from monitor.detection.text import Text
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType, Role, Stage

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


AFTER_ALL = [
    ("Guards foil assault on the ministry after explosion at the gate", "Three guards lie in hospital.", Stage.ACCOMPLISHED),
    ("Terror attack foiled at synagogue: knifeman pinned down by worshippers, one man cut", "", Stage.ATTEMPTED),
    ("Kidnap attempt foiled as neighbours free boy from van in Durban", "", Stage.ATTEMPTED),
    ("Moscow denies shelling the market at Kherson as rescue teams count the dead", "", Stage.ACCOMPLISHED),
]
TAKEN_BACK = [
    "Police foil plot to bomb Christmas market in Essen",
    "Army denies shelling the village of Beit Rima",
    "Bomb plot foiled, two students held in Leeds",
]


@pytest.mark.parametrize(("title", "text", "stage"), AFTER_ALL)
def test_what_was_foiled_or_denied_and_took_place_is_told(title: str, text: str, stage: Stage) -> None:
    """A text that reads as the report of an attack is one, though its only mention is foiled or denied."""
    found = detect(title, text)
    assert found.attack
    assert next(event for event in found.events if event.role is Role.NEWS).stage is stage


@pytest.mark.parametrize("title", TAKEN_BACK)
def test_what_was_only_foiled_or_denied_stays_so(title: str) -> None:
    """Without anything that happened the word that takes it back stands."""
    assert not detect(title).attack


def test_after_all_asks_for_a_sure_encoder_and_no_rejection() -> None:
    """The mention changes its stage only where the encoder is sure and rules turned nothing down."""
    judged = judge(Study(Text(Document(id="x", title="Kidnap attempt foiled in Durban", text=""))))
    assert [j.stage for j in judged] == [Stage.FOILED]
    told = after_all(judged, impression(LEAST))
    assert told is not None
    assert [j.stage for j in told] == [Stage.ATTEMPTED]
    assert after_all(judged, impression(LEAST - 0.01)) is None
    denied = judge(Study(Text(Document(id="x", title="No bomb exploded at the station, police say", text=""))))
    assert after_all([*judged, *denied], impression(LEAST + 5)) is None
