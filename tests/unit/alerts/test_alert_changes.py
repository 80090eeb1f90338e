"""What is a material change, what may wait, and what is taken back: each threshold from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from alert_samples import NOON, a_place, an_alert
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.changes import KINDS, corrections, material, standing_of
from monitor.domain.alert import AlertEvent, AlertFigure
from monitor.domain.detection import Escalation, Perpetrator
from monitor.domain.incident import Standing
from monitor.domain.taxonomy import Basis, Certainty, EscalationKind, EventType, Severity, Stage
from monitor.incidents.reconcile import Picture

BASE = an_alert().event
assert BASE is not None
BAGHDAD, NEAR, FAR = a_place("Baghdad", 33.33, 44.40), a_place("Taji", 33.51, 44.25), a_place("Basra", 30.51, 47.78)


def figure(told: int | None) -> AlertFigure | None:
    return None if told is None else AlertFigure(min=told, max=told, text=f"{told}", told=told)


def an_event(**fields: Any) -> AlertEvent:
    """An attack without a toll, in Baghdad, of shelling."""
    bare: dict[str, Any] = dict.fromkeys(KINDS) | {"type": EventType.SHELLING, "stage": Stage.ACCOMPLISHED, "place": BAGHDAD, "places": (), "perpetrator": Perpetrator()}
    fields = {name: figure(value) if name in KINDS else value for name, value in fields.items()}
    return replace(BASE, **(bare | fields))


def picture(event: AlertEvent | None = None, **fields: Any) -> Picture:
    return Picture(**{
        "event": event, "escalation": (), "severity": Severity.MODERATE, "certainty": Certainty.UNCONFIRMED, "origins": (),
        "retracted": (), "lowered": (), **fields,
    })  # fmt: skip


def told(event: AlertEvent | None = None, **fields: Any) -> Standing:
    """What an alert with this event left told."""
    return standing_of(picture(event, **fields), 1, NOON, ())


def changes(before: AlertEvent, after: AlertEvent) -> list[tuple[str, bool]]:
    return [(change.text, change.urgent) for change in material(told(before), picture(after), ())]


TOLLS = [
    ("killed", None, None, []), ("killed", None, 0, []), ("killed", 5, None, []), ("killed", 5, 5, []), ("killed", 5, 4, []),
    ("killed", None, 1, [("killed unknown → 1", True)]), ("killed", 0, 1, [("killed 0 → 1", True)]),
    ("killed", 2, 3, [("killed 2 → 3", True)]), ("killed", 3, 4, [("killed 3 → 4", False)]), ("killed", 10, 14, [("killed 10 → 14", False)]),
    ("killed", 10, 15, [("killed 10 → 15", True)]), ("killed", 100, 109, [("killed 100 → 109", False)]),
    ("killed", 100, 110, [("killed 100 → 110", True)]), ("abducted", 3, 4, [("abducted 3 → 4", False)]),
    ("abducted", None, 1, [("abducted unknown → 1", True)]), ("injured", 20, 24, []), ("injured", 20, 25, [("injured 20 → 25", False)]),
    ("injured", 20, 39, [("injured 20 → 39", False)]), ("injured", 20, 40, [("injured 20 → 40", True)]),
    ("injured", 4, 8, [("injured 4 → 8", False)]), ("injured", 5, 10, [("injured 5 → 10", True)]),
    ("injured", None, 4, [("injured unknown → 4", False)]), ("injured", None, 5, [("injured unknown → 5", True)]),
    ("missing", 4, 5, [("missing 4 → 5", False)]), ("missing", 8, 9, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "before", "now", "expected"), TOLLS)
def test_tolls(kind: str, before: int | None, now: int | None, expected: list[tuple[str, bool]]) -> None:
    """Any death is told, by half more or by ten at once; the injured by a quarter, by twice and five at once."""
    assert changes(an_event(**{kind: before}), an_event(**{kind: now})) == expected


@given(kind=st.sampled_from(KINDS), before=st.none() | st.integers(0, 2_000), now=st.integers(0, 2_000), more=st.integers(0, 500))
def test_a_higher_toll_is_never_less_of_a_change(kind: str, before: int | None, now: int, more: int) -> None:
    """Law: what is told of a rise is told of every larger one, and what is urgent stays so."""
    small, large = (changes(an_event(**{kind: before}), an_event(**{kind: count})) for count in (now, now + more))
    assert len(large) >= len(small)
    assert not small or large[0][1] >= small[0][1]


TURNS = [
    ("the means become known", {"type": EventType.ATTACK}, {}, [("type attack → shelling", False)]),
    ("another telling of the means", {"type": EventType.SHELLING}, {"type": EventType.AIR_DRONE_STRIKE}, []),
    ("other means", {"type": EventType.SHELLING}, {"type": EventType.SHOOTING}, [("type shelling → shooting", False)]),
    ("the means are forgotten", {"type": EventType.SHELLING}, {"type": EventType.ATTACK}, []),
    ("two words", {"type": EventType.ATTACK}, {"type": EventType.AIR_DRONE_STRIKE}, [("type attack → air drone strike", False)]),
    ("it succeeded", {"stage": Stage.ATTEMPTED}, {}, [("stage attempted → accomplished", True)]),
    ("it did not", {}, {"stage": Stage.ATTEMPTED}, [("stage accomplished → attempted", True)]),
    ("the place becomes known", {"place": None}, {}, [("place unknown → Baghdad", False)]),
    ("the country becomes known", {"place": None}, {"place": a_place("Iraq", 33, 44, precision="country")}, [("place unknown → Iraq", False)]),
    ("the city after the country", {"place": a_place("Iraq", 33, 44, precision="country")}, {}, [("place Iraq → Baghdad", False)]),
    ("the country after the city", {}, {"place": a_place("Iraq", 33, 44, precision="country")}, []),
    ("a region after a country", {"place": a_place("Iraq", 33, 44, precision="country")}, {"place": a_place("Anbar", 33, 42, precision="region")}, []),
    ("a suburb", {}, {"place": NEAR}, []),
    ("another city", {}, {"place": FAR}, [("place Baghdad → Basra", True)]),
    ("another spelling", {}, {"place": a_place("BAGHDAD", 30.51, 47.78)}, []),
    ("one of several that were hit", {}, {"place": FAR, "places": (FAR, BAGHDAD)}, []),
    ("no coordinates", {}, {"place": replace(FAR, lat=None, lon=None)}, []),
    ("the place is forgotten", {}, {"place": None}, []),
    ("a claim", {}, {"perpetrator": Perpetrator(name="X", basis=Basis.CLAIMED)}, [("claimed by X", True)]),
    ("a claim after blame", {"perpetrator": Perpetrator(name="X", basis=Basis.BLAMED)}, {"perpetrator": Perpetrator(name="X", basis=Basis.CLAIMED)}, [("claimed by X", True)]),
    ("the same claim", {"perpetrator": Perpetrator(name="X", basis=Basis.CLAIMED)}, {"perpetrator": Perpetrator(name="x", basis=Basis.CLAIMED)}, []),
    ("another claim", {"perpetrator": Perpetrator(name="X", basis=Basis.CLAIMED)}, {"perpetrator": Perpetrator(name="Y", basis=Basis.CLAIMED)}, [("claimed by Y", True)]),
    ("a claim of nobody", {}, {"perpetrator": Perpetrator(basis=Basis.CLAIMED)}, []),
    ("blame", {}, {"perpetrator": Perpetrator(name="X", basis=Basis.BLAMED)}, []),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in TURNS], ids=[case[0] for case in TURNS])
def test_turns(before: dict[str, Any], after: dict[str, Any], expected: list[tuple[str, bool]]) -> None:
    """Type, stage, place, claim: the finer wins, the vaguer changes nothing."""
    assert changes(an_event(**before), an_event(**after)) == expected


@given(severities=st.tuples(st.sampled_from(Severity), st.sampled_from(Severity)), certainties=st.tuples(st.sampled_from(Certainty), st.sampled_from(Certainty)))
def test_only_rises_are_told(severities: tuple[Severity, Severity], certainties: tuple[Certainty, Certainty]) -> None:
    """Law: severity and certainty that rise are urgent; that fall, silent."""
    before = told(severity=severities[0], certainty=certainties[0])
    found = material(before, picture(severity=severities[1], certainty=certainties[1]), ())
    rises = (severities[1].rank > severities[0].rank) + (certainties[1].rank > certainties[0].rank)
    assert len(found) == rises
    assert all(change.urgent for change in found)


def test_what_was_told_is_no_change() -> None:
    """Law: right after an alert, its own picture changes nothing."""
    full = an_event(killed=5, injured=9, abducted=1, missing=2, perpetrator=Perpetrator(name="X", basis=Basis.CLAIMED))
    drawn = picture(full, escalation=(Escalation(kind=EscalationKind.ULTIMATUM),) * 2, retracted=("H",), corrected=(("k", "t"), ("k", "u")))
    standing = standing_of(drawn, 3, NOON, ("j",))
    assert material(standing, drawn, ("j",)) == []
    assert corrections(standing, drawn) == []
    assert (standing.escalation, standing.retracted, standing.corrected) == ((EscalationKind.ULTIMATUM,), ("H",), ("k",))


def test_a_merge_is_told_once() -> None:
    """Each incident that was taken in."""
    [change] = material(replace(told(), merged=("a",)), picture(), ("a", "b", "c"))
    assert (change.text, change.urgent) == ("same attack as b, c", True)


CORRECTIONS = [
    ("an outlet lowered it", an_event(killed=9), {"lowered": ("H",)}, ["killed 9 → 4 (H)"]),
    ("two outlets", an_event(killed=9), {"lowered": ("H", "E")}, ["killed 9 → 4 (H, E)"]),
    ("nobody lowered it: reports left", an_event(killed=9), {}, []),
    ("it rose", an_event(killed=3), {"lowered": ("H",)}, []),
    ("nothing was told", an_event(), {"lowered": ("H",)}, []),
    ("an outlet corrects itself in words", an_event(), {"corrected": (("k", "H corrects its report"),)}, ["H corrects its report"]),
    ("a figure says it better", an_event(killed=9), {"lowered": ("H",), "corrected": (("k", "words"),)}, ["killed 9 → 4 (H)"]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "fields", "expected"), [case[1:] for case in CORRECTIONS], ids=[case[0] for case in CORRECTIONS])
def test_corrections(before: AlertEvent, fields: dict[str, Any], expected: list[str]) -> None:
    """What was told and is not so; a figure that falls because reports moved away is no correction."""
    assert [change.text for change in corrections(told(before), picture(an_event(killed=4), **fields))] == expected


def test_words_alone_correct_nothing() -> None:
    """An escalation has no figures."""
    assert corrections(told(an_event(killed=9)), picture(None, lowered=("H",))) == []
