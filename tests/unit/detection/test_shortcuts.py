"""What detection looks up instead of trying all: it finds what a look at each would find."""

from __future__ import annotations

from time import process_time

import pytest

from monitor.detection import triggers
from monitor.detection.actors.persons import _PATTERNS
from monitor.detection.context import Study
from monitor.detection.draft import Anchor, Draft
from monitor.detection.lexicon import PhraseMatcher
from monitor.detection.model import Weights, log_odds
from monitor.detection.pipeline import Detector
from monitor.detection.text import Text, fold
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage


def test_every_pattern_is_tried_where_its_rarest_class_stands() -> None:
    """A pattern is listed under each symbol of one of its sets, without any of which it cannot match."""
    listed = triggers._patterns_by_symbol()
    for pattern in triggers.patterns():
        under = {symbol for symbol, numbers in listed.items() if pattern.number in numbers}
        assert any(set(triggers._symbols(need)) == under for need in pattern.needs)


@pytest.mark.parametrize(
    "title", ["Rockets fell on the harbour", "Gunmen shot dead two farmers near Jos", "A car bomb killed nine, 4 of them police"]
)
def test_patterns_left_out_would_not_have_matched(title: str) -> None:
    """What the symbols leave out matches nothing in the sentence."""
    for reading in Study(Text(Document(id="t", title=title))).readings.values():
        listed = triggers._patterns_by_symbol()
        near = {number for symbol in reading.symbols for number in listed.get(symbol, ())}
        others = [p for p in triggers.patterns() if p.number not in near]
        assert near
        assert not any(pattern.regex.search(reading.symbols) for pattern in others)


def test_the_longest_of_those_that_begin_alike_is_kept() -> None:
    """Whatever ends first."""
    matcher = PhraseMatcher([("car", 1), ("car bomb", 2), ("bomb", 3), ("car bomb attack", 4)])
    assert [m.payload for m in matcher.find_longest(fold("car, car bomb, a car bomb attack, bomb"))] == [1, 2, 4, 3]


def test_words_weigh_by_their_buckets_and_names_by_name() -> None:
    """A bucket without a weight, or a name that no model knows, adds nothing."""
    model = Weights(bias=0.5, weights={"title.opens": 1.0, "#3": 0.25, "#65535": -2.0})
    assert log_odds(model, {"title.opens": 2.0, "#3": 9.0}, {3, 4, 65535}) == 0.75


def test_anchors_by_sentence_keep_their_rank() -> None:
    """Ranks are those of the whole draft; a sentence without any has none."""
    anchors = tuple(Anchor(at, at + 4, at // 10, EventType.BOMBING, "bomb") for at in (21, 3, 25))
    draft = Draft(type=EventType.BOMBING, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=anchors, sentences=(0, 2))
    assert draft.anchors_by_sentence[2] == [(0, anchors[0]), (2, anchors[2])]
    assert draft.anchors_in(0) == [anchors[1]]
    assert draft.anchors_in(7) == []
    assert (draft.first_start, draft.first_end) == (3, 7)


SUSPECTS = [
    "The gunman was identified by police as 24-year-old Jane Roe.", "Officers named the attacker as Jane Roe.",
    "The suspect, 31-year-old Jane Roe, fled.", "Jane Roe, the suspected shooter, fled.", "Jane Roe, who is being sought, fled.",
    "He was shot outside by Jane Roe, 43, on Monday.", "She was stabbed nearby Jane Roe, 43, on Monday.",
    "He was shot by businesswoman Jane Roe, who fled.", "Jane Roe, 35, shot her partner.", "Jane Roe, 35, opened fire.",
    "Jane Roe was detained after allegedly stabbing two men.", "Jane Roe, 24, of Springfield, has been charged.",
    "Jane Roe is wanted for the killing.", "Police arrested Jane Roe in Springfield.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", SUSPECTS)
def test_a_suspects_pattern_never_matches_without_its_words(sentence: str) -> None:
    """Each sentence matches some pattern, and each that it matches has one of its words in it."""
    folded = fold(sentence)
    matching = [words for words, pattern in _PATTERNS if pattern.search(sentence)]
    assert matching
    assert all(any(word in folded for word in words) for words in matching)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sentence", ["A bombing in Kabul killed 3 people on Monday. ", "Rocket hits Haifa\n", '"Attack!" he said. Iran vowed to hit Israel. ']
)
def test_one_sentence_again_and_again_costs_no_more_than_it_is_long(sentence: str) -> None:
    """Eight times the text takes about eight times as long: far from the 64 of comparing all with all."""
    detector, spent = Detector(), []
    for size in (5_000, 5_000, 40_000):
        begun = process_time()
        detector.detect(Document(id="t", title="Bombing", text=sentence * (size // len(sentence))))
        spent.append(process_time() - begun)
    assert spent[2] < 24 * min(spent[:2])
