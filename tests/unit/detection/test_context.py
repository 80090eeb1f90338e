"""The words around a mention: stage, and the reasons for turning it down."""

from __future__ import annotations

import pytest

from monitor.detection.context import REASON_OF_CUE, RejectReason, Study, read_context
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import Stage


def verdicts(title: str) -> list[tuple[Stage, RejectReason | None]]:
    study = Study(Text(Document(id="t", title=title)))
    return [(v.stage, v.reason) for v in (read_context(study, c) for c in study.candidates)]


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Rockets struck the base", Stage.ACCOMPLISHED),
        ("Militants attacked the village on Monday", Stage.ACCOMPLISHED),
        ("Air defences intercepted missiles over the port", Stage.ATTEMPTED),
        ("Bomb squad defused a car bomb", Stage.ATTEMPTED),
        ("Police foiled a bomb attack", Stage.FOILED),
        ("Rebels threaten to attack the dam", Stage.THREATENED),
        ("General threatens strikes on the capital", Stage.THREATENED),
        ("Army could strike targets in Gaza", Stage.THREATENED),
        ("Army denies shelling the hospital", Stage.DENIED),
        ("Ministry rejects reports of a missile attack", Stage.DENIED),
    ],
)
def test_stage(title: str, stage: Stage) -> None:
    """How far it got follows the words of the sentence."""
    assert stage in {s for s, _ in verdicts(title)}


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Minister in hospital after heart attack", RejectReason.FIGURATIVE),
        ("Shark attack closes beach", RejectReason.FIGURATIVE),
        ("The army did not attack the village", RejectReason.NEGATED),
        ("Cyber attack on power firm", RejectReason.CYBER),
        ("Senator launches blistering attack on mayor", RejectReason.FIGURATIVE),
        ("There was no attack on the embassy", RejectReason.NEGATED),
    ],
)
def test_rejection(title: str, reason: RejectReason) -> None:
    """What changes the sense of the very words, or denies them, turns the mention down by name."""
    found = {r for s, r in verdicts(title) if r is not None or s is Stage.DENIED}
    assert reason in found or (reason is RejectReason.NEGATED and not found - {None})


def test_every_reason_but_weak_comes_from_a_cue() -> None:
    """The closed set of reasons has no member that nothing can give."""
    assert set(REASON_OF_CUE.values()) | {RejectReason.WEAK} == set(RejectReason)


def test_cue_kinds_that_reject_are_in_the_lexicon() -> None:
    """Each cue kind that names a reason has words in cues.tsv."""
    assert set(REASON_OF_CUE) <= {row[0] for row in read_tsv("cues.tsv")}


def test_a_later_clause_does_not_threaten_what_happened() -> None:
    """`could` after the fact leaves the fact alone."""
    assert verdicts("Rockets struck the base; the army could answer")[0] == (Stage.ACCOMPLISHED, None)


@pytest.mark.parametrize(
    ("denied", "title"),
    [
        (True, "Army denies that its planes bombed the village"),
        (True, "Ministry dismisses reports of a bomb attack"),
        (False, "Neighbour denies any links with the assassination of the minister"),
        (False, "Drug lord denies participation in the murder of the editor"),
        (False, "Group denied responsibility for the bombing of the bank"),
        (False, "All parties rejected the murder of the senator"),
    ],
)
def test_who_denies_a_share_denies_no_attack(denied: bool, title: str) -> None:
    """A denied role, or a deed rejected as one condemns it, leaves the attack as it happened."""
    study = Study(Text(Document(id="t", title=title)))
    stages = {read_context(study, candidate).stage for candidate in study.candidates}
    assert (Stage.DENIED in stages) is denied


@pytest.mark.parametrize(
    ("title", "figurative"),
    [
        ("Windows broke in the explosion of a home-made bomb", False),
        ("Twenty guests are held hostage by guerrillas", False),
        ("Two soldiers killed in a clash in the hills", False),
        ("Town fears an explosion of interest in its beach", True),
        ("Budget held hostage by a handful of members", True),
    ],
)
def test_a_figure_of_speech_is_meant_where_arms_or_dead_stand_by(title: str, figurative: bool) -> None:
    """A phrase that may be a figure is one only without armed men or arms behind it, or dead before it."""
    reasons = {reason for _, reason in verdicts(title)}
    assert (RejectReason.FIGURATIVE in reasons) is figurative
