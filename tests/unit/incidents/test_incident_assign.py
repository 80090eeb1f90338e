"""Which incident a group of reports is."""

from __future__ import annotations

from datetime import timedelta

from reportmaking import NOON

from monitor.domain.incident import Incident, IncidentKind
from monitor.incidents.assign import Assignment, Outcome, assign


def incident(id_: str, *, age: int = 0, revision: int = 1) -> Incident:
    """An incident opened `age` minutes ago."""
    at = NOON - timedelta(minutes=age)
    return Incident(id=id_, kind=IncidentKind.ATTACK, opened_at=at, updated_at=at, revision=revision)


def only(*groups: str, held: dict[str, str], incidents: list[Incident]) -> list[Assignment]:
    """Assignments of groups, each written as its keys in one word."""
    return list(assign([frozenset(group) for group in groups], held, {i.id: i for i in incidents}))


def test_a_new_report_opens_an_incident() -> None:
    """Nobody claims the group."""
    (assigned,) = only("a", held={}, incidents=[])
    assert (assigned.outcome, assigned.incident_id) == (Outcome.OPENED, None)


def test_a_report_joins_the_incident_of_its_group() -> None:
    """The group keeps its incident."""
    (assigned,) = only("abc", held={"a": "I", "b": "I"}, incidents=[incident("I")])
    assert (assigned.outcome, assigned.incident_id) == (Outcome.KEPT, "I")


def test_of_two_that_merge_the_one_told_first_survives() -> None:
    """Whoever got its alert can follow it; the other is absorbed."""
    (assigned,) = only("ab", held={"a": "young", "b": "old"}, incidents=[incident("young", age=1), incident("old", age=9)])
    assert (assigned.outcome, assigned.incident_id, assigned.absorbed) == (Outcome.MERGED, "old", ("young",))


def test_one_that_was_told_outlives_one_that_never_was() -> None:
    """Even if that one is older."""
    told, silent = incident("told", age=1), incident("silent", age=9, revision=0)
    (assigned,) = only("ab", held={"a": "silent", "b": "told"}, incidents=[told, silent])
    assert assigned.incident_id == "told"


def test_the_larger_part_of_a_split_keeps_the_incident() -> None:
    """The smaller part becomes an incident of its own."""
    kept, split = only("abc", "d", held=dict.fromkeys("abcd", "I"), incidents=[incident("I")])
    assert (kept.outcome, kept.incident_id) == (Outcome.KEPT, "I")
    assert (split.outcome, split.incident_id, split.split_from) == (Outcome.SPLIT, None, ("I",))


def test_a_report_may_change_sides() -> None:
    """It leaves one incident for another; both stay."""
    first, second = only("a", "bcd", held={"a": "I", "b": "I", "c": "J", "d": "J"}, incidents=[incident("I"), incident("J")])
    assert (first.incident_id, second.incident_id) == ("I", "J")


def test_every_incident_has_one_heir() -> None:
    """However reports are dealt out, no incident is in two groups and none is lost."""
    held = {"a": "I", "b": "J", "c": "I", "d": "J"}
    assigned = only("ab", "cd", held=held, incidents=[incident("I", age=2), incident("J")])
    claimed = [id_ for one in assigned for id_ in (one.incident_id, *one.absorbed) if id_]
    assert sorted(claimed) == ["I", "J"]
