"""Wordings of all kinds of escalation, and what only looks like them: the tables of deeds, moves and vows."""

import escalation_deeds as deeds
import escalation_moves as moves
import escalation_vows as vows
import pytest
from escalation_kit import kinds


@pytest.mark.parametrize(("kind", "sentence"), [*deeds.TOLD, *moves.TOLD, *vows.TOLD])
def test_the_kind_is_told_in_other_words(kind: str, sentence: str) -> None:
    """The rules know the kind in these words without the encoder."""
    assert kind in kinds(sentence)


@pytest.mark.parametrize(("kind", "sentence"), [*deeds.NOT_TOLD, *moves.NOT_TOLD, *vows.NOT_TOLD])
def test_what_looks_alike_is_not_told(kind: str, sentence: str) -> None:
    """The same words of something else, denied, ended or long ago give nothing."""
    assert kind not in kinds(sentence)
