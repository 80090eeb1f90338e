"""Ground that was hit as its state tells it: whose arms fell, on whom, and when it is no crossing at all."""

import pytest
from escalation_kit import find_escalation

from monitor.detection.text import Text
from monitor.domain.detection import Escalation
from monitor.domain.document import Document

STRUCK = [
    ("China says a stray North Korean missile fell in Liaoning and hurt a farmer.", "North Korea", "China"),
    ("Laos summons Thai ambassador after shells fall in Bokeo.", "Thailand", "Laos"),
    ("Lithuania reports that a Belarusian drone crashed near its capital.", "Belarus", "Lithuania"),
]

NOT_STRUCK = [
    "Iraq protests at a breach of its sovereignty in a row over oil.",
    "China says a Chinese missile fell in Liaoning in a test.",
    "Laos summons Thai ambassador after a football match.",
    "Poland summons Russian ambassador after missiles hit Ukraine.",
    "Kenya says a Kenyan drone crashed near the capital.",
]


def crossings(sentence: str) -> list[Escalation]:
    found = find_escalation(Text(Document(id="t", text=sentence)))
    return [one for one in found if one.kind.value == "cross_border_strike"]


@pytest.mark.parametrize(("sentence", "doer", "struck"), STRUCK)
def test_the_state_that_tells_of_it_was_hit(sentence: str, doer: str, struck: str) -> None:
    """Who reports or protests owns the ground; the arms are the other's."""
    assert [(one.actor, one.target) for one in crossings(sentence)] == [(doer, struck)]


@pytest.mark.parametrize("sentence", NOT_STRUCK)
def test_what_crosses_no_border_is_none(sentence: str) -> None:
    """No arms, one's own arms, a war between others: no strike over a border."""
    assert crossings(sentence) == []
