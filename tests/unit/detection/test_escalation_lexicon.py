"""The lexicon of escalation: every row is read, every kind can be found."""

import pytest

from monitor.detection.escalating.rules import lexemes, triggers
from monitor.detection.lexicon import read_tsv
from monitor.domain.taxonomy import EscalationKind

NEEDS = {"party", "state", "conflict", "near", "real", "states", "named", "firm", "-"}
ROWS = read_tsv("escalation_rules.tsv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1][:20]}")
def test_a_rule_has_five_cells_of_known_words(row: tuple[str, ...]) -> None:
    """Kind, triggers, after, before, needs: kinds and needs are of the closed lists, triggers in lower case."""
    kind, forms, _, _, needs = row
    assert kind in set(EscalationKind)
    assert set(needs.split(",")) <= NEEDS
    assert forms == forms.lower()
    assert all(form.strip() == form and form for form in forms.split("|"))


def test_every_kind_has_a_rule() -> None:
    """All kinds but the strike over a border, which is found by who hits where."""
    assert {row[0] for row in ROWS} == set(EscalationKind) - {EscalationKind.CROSS_BORDER_STRIKE}


def test_triggers_are_lexemes() -> None:
    """What the quick look finds, the reader finds too."""
    text = "the army vowed revenge and closed the border after evacuating its embassy"
    quick = {(m.start, m.end) for m in triggers().find(text)}
    assert quick
    assert quick <= {(m.start, m.end) for m in lexemes().find(text) if m.payload.rules}


def test_verbs_are_inflected() -> None:
    """A trigger with ~ stands for the verb's forms, whatever its ending."""
    for form in ("vows", "vowed", "vowing", "deploys", "deployed", "mobilised", "mobilising", "rushes", "threatens"):
        assert next(triggers().find(f"it {form} troops"), None) is not None, form


def test_topics_are_the_ones_that_guards_ask_for() -> None:
    """A misspelt topic would guard nothing."""
    assert {row[0] for row in read_tsv("escalation_contexts.tsv")} == {
        "conflict", "party", "sport", "trade", "fiction", "drill", "disaster", "crime", "migrants", "animals",
    }  # fmt: skip
