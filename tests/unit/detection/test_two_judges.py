"""Rules and encoder together: each can move the other, and what a hard rule turned down stays down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from escalation_kit import find_escalation

from monitor.detection.context import Study
from monitor.detection.encoder.model import Impression
from monitor.detection.escalation import find_findings
from monitor.detection.judge import judge, settle
from monitor.detection.kinds import likeliest
from monitor.detection.model import Features, Weights
from monitor.detection.score import verdict
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType

NEITHER = Impression(0.0, 0.0, dict.fromkeys(EventType, 0.0), dict.fromkeys(EscalationKind, -4.0))
KINDS = list(EscalationKind)


def study(text: str, title: str = "") -> Study:
    return Study(Text(Document(id="t", title=title, text=text)))


def impression(**odds: float) -> Impression:
    return replace(NEITHER, **odds)


def hearing(*kinds: EscalationKind, odds: float = 7.0) -> Impression:
    return replace(NEITHER, escalation=dict.fromkeys(EscalationKind, -7.0) | dict.fromkeys(kinds, odds))


def test_the_score_rises_with_the_whole_text() -> None:
    """The encoder's view moves the score, whichever way, and so does the screen's."""
    judged = judge(study("Gunmen opened fire on a market in Kano, killing three people."))
    scores = [verdict(0.0, judged, impression(attack=odds)) for odds in (-6.0, -2.0, 0.0, 2.0, 6.0)]
    assert scores == sorted(scores)
    assert scores[-1] - scores[0] > 2
    assert verdict(3.0, judged, NEITHER) > verdict(-3.0, judged, NEITHER)


@pytest.mark.parametrize("odds", [-1e9, 1e9])
def test_no_view_counts_beyond_measure(odds: float) -> None:
    """However sure the encoder is, its share is bounded."""
    judged = judge(study("Gunmen opened fire on a market in Kano, killing three people."))
    assert abs(verdict(0.0, judged, impression(attack=odds, event=odds))) < 20


def test_mentions_follow_the_whole_text() -> None:
    """A mention rises and falls with the event that the text seems to tell."""
    read = study("Gunmen opened fire on a market in Kano, killing three people.")
    judged = judge(read)
    low, high = (settle(read, judged, impression(event=odds)) for odds in (-6.0, 6.0))
    assert all(a.probability < b.probability < c.probability for a, b, c in zip(low, judged, high, strict=True))
    same = settle(read, judged, NEITHER)
    assert [j.probability for j in same] == pytest.approx([j.probability for j in judged])


def test_what_a_rule_turned_down_stays_down() -> None:
    """The encoder cannot bring back what was denied, whatever it believes."""
    read = study("No shots were fired at the protest in Karsova.")
    judged = judge(read)
    ruled = [j for j in judged if j.probability == 0.0]
    assert ruled
    settled = settle(read, judged, impression(event=6.0))
    assert [s for j, s in zip(judged, settled, strict=True) if j.probability == 0.0] == ruled


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The general vowed to avenge the dead of Tuesday's raid on the base.", EscalationKind.RETALIATION_THREAT),
        ("The army gave the rebels 48 hours to leave the town or face attack.", EscalationKind.ULTIMATUM),
        ("The government closed its airspace after the missile attack.", EscalationKind.AIRSPACE_CLOSURE),
        ("The republic ordered the mobilisation of 50,000 reservists for the war.", EscalationKind.MOBILISATION),
    ],
)
def test_both_agree_on_a_kind(text: str, kind: EscalationKind) -> None:
    """Where rules and encoder find it, it is told with the rule's words; where the encoder hears nothing, it may fall."""
    read = Text(Document(id="t", text=text))
    (found,) = [e for e in find_escalation(read, hearing(kind)) if e.kind is kind]
    assert read.full[found.start : found.end] == found.text
    assert len(found.text) > 5


def test_words_alone_do_not_stand_against_the_whole() -> None:
    """A rule that is met in a text which the encoder finds far from any escalation is not told."""
    words = "The general vowed to avenge the dead of Tuesday's raid on the base."
    text = Text(Document(id="t", title="Morning notes", text=words))
    assert find_escalation(text)
    assert find_escalation(text, hearing(odds=-20.0)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_rule_words_is_shown_by_its_sentence(kind: EscalationKind) -> None:
    """A kind that the encoder surely hears where no rule has a word is told with one whole sentence of the text."""
    text = Text(Document(id="t", title="Bread and cakes", text="The bakery sells bread. It smells of yeast."))
    assert find_findings(text) == []
    assert find_escalation(text, hearing(odds=-20.0)) == ()
    (found,) = find_escalation(text, hearing(kind, odds=20.0))
    assert found.kind is kind
    assert found.text in {"Bread and cakes", "The bakery sells bread", "It opens at six"} | {s.text for s in text.sentences}


def test_behind_the_encoders_reach_the_rules_stand_alone() -> None:
    """The encoder reads the beginning; a vow far down in a long article counts by the rules."""
    vow = "The general vowed to avenge the dead of Tuesday's raid on the base."
    text = Text(Document(id="t", text="The council met on Monday to speak of the harbour. " * 20 + vow))
    assert [e.kind for e in find_escalation(text, hearing(odds=-20.0))] == [EscalationKind.RETALIATION_THREAT]


def test_the_types_in_sight_are_weighed_not_widened() -> None:
    """The encoder decides between types that the words allow; in a long report no other is chosen."""
    options = {EventType.SHELLING: Features({"a": 1.0}), EventType.AIR_DRONE_STRIKE: Features({"b": 1.0})}
    model = Weights(bias=0.0, weights={"a": 1.0, "b": 0.0})
    types = dict.fromkeys(EventType, -5.0)
    assert likeliest(model, options, None) is EventType.SHELLING
    drone = impression(types=types | {EventType.AIR_DRONE_STRIKE: 5.0, EventType.ARSON: 9.0})
    assert likeliest(model, options, drone, unsaid=[]) is EventType.AIR_DRONE_STRIKE


def test_a_sentence_without_a_headline_is_the_rules() -> None:
    """The encoder learned escalation from items with a headline: it silences sure words only of such."""
    words = "North Korea has threatened to shell an island off the border."
    deaf = hearing(odds=-20.0)
    titled, bare = (Text(Document(id="t", title=title, text=words)) for title in ("Morning notes", ""))
    assert [f.sure for f in find_findings(bare) if f.kind is EscalationKind.RETALIATION_THREAT] == [True]
    assert [e.kind for e in find_escalation(bare, deaf)] == [EscalationKind.RETALIATION_THREAT]
    assert find_escalation(titled, deaf) == ()
