"""Who threatens whom, and in which words, where the one threatened stands in front of the verb."""

from __future__ import annotations

import pytest

from monitor.detection.pipeline import Detector
from monitor.domain.detection import Escalation
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind


def threat(title: str) -> Escalation:
    """The vow of a title."""
    found = Detector(0.5).detect(Document(id="x", title=title, text=""))
    return next(one for one in found.escalation if one.kind is EscalationKind.RETALIATION_THREAT)


THREATS = [
    ("Iran says United States will pay a heavy price for strike on general", "Iran", "United States"),
    ("Israel will regret the killing, Iran's foreign minister warns", "Iran", "Israel"),
    ("Hamas will be crushed, Israeli prime minister vows after massacre", "Israel", "Hamas"),
    ("Hezbollah vows to avenge commander killed by Israel", "Hezbollah", "Israel"),
    ("Pakistan threatens to strike back at India after air raid", "Pakistan", "India"),
    ("Pakistan warns India of 'surprises' if jets cross the line again", "Pakistan", "India"),
    ("We will strike where it hurts most, Ansar Allah tells Riyadh", "Houthis", "Saudi Arabia"),
    ("Ethiopia would 'bring the war home to Asmara' if raids go on, minister says", "Ethiopia", "Eritrea"),
]


@pytest.mark.parametrize(("title", "actor", "target"), THREATS)
def test_the_one_who_will_pay_is_threatened(title: str, actor: str, target: str) -> None:
    """"X says Y will pay" has X threaten Y; "X vows to avenge" still has X act."""
    found = threat(title)
    assert (found.actor, found.target) == (actor, target)


def test_the_words_are_a_clause() -> None:
    """Where the lexicon only knows how a vow begins, the alert shows what it says."""
    found = threat("Hamas will be crushed, Israeli prime minister vows after massacre")
    assert found.text.endswith("be crushed")


def test_the_words_begin_with_a_whole_word() -> None:
    """A span that opens within a name takes the name whole."""
    title = "Netanyahu vows Hamas will be crushed after attack on Israel"
    assert threat(title).text in {"Netanyahu vows Hamas will be crushed", "vows Hamas will be crushed", "will be crushed"}


VOWLESS = [
    "Norway says Israel has a right to defend itself but must respond within the law",
    "White House: Colombia has every right to defend itself after base bombing",
    "French president warns militias not to intervene in the war",
]


@pytest.mark.parametrize("title", VOWLESS)
def test_what_is_granted_to_a_friend_or_asked_of_a_foe_is_no_vow(title: str) -> None:
    """Neither an ally's right nor a warning to stay out threatens anybody."""
    found = Detector(0.5).detect(Document(id="x", title=title, text=""))
    assert EscalationKind.RETALIATION_THREAT not in {one.kind for one in found.escalation}
