"""The severity policy: a test for every row of its table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.detection.severity import decide_severity, policy
from monitor.domain.detection import Escalation, Event, Figure
from monitor.domain.taxonomy import ACLED_OF, PLOVER_OF, EscalationKind, EventType, Role, Severity, Stage


def event(kind: EventType = EventType.SHOOTING) -> Event:
    return Event(
        role=Role.NEWS, stage=Stage.ACCOMPLISHED, type=kind, acled=ACLED_OF[kind], plover=PLOVER_OF[kind]
    )  # fmt: skip


def shaped(subject: str, value: str) -> tuple[list[Event], list[Escalation]]:
    """The least text that a row's condition holds for."""
    if subject in {"killed", "injured", "abducted", "missing"}:
        return [replace(event(), **{subject: Figure(min=int(value), max=None, text=value)})], []
    if subject == "type":
        return [event(EventType(value))], []
    if subject == "target_kind":
        return [replace(event(), target_kind=value)], []
    if subject == "stage":
        return [replace(event(), stage=Stage(value))], []
    if subject == "escalation":
        return [], [Escalation(kind=EscalationKind(value))]
    return ([event()] if subject == "news" else []), []


ROWS = [(rule.name, rule.subject, value) for rule in policy() for value in rule.values]


@pytest.mark.parametrize(("name", "subject", "value"), ROWS)
def test_each_row_decides_where_only_it_is_corrected(name: str, subject: str, value: str) -> None:
    """Every row's condition is met by the text it is for: raised to critical, it decides."""
    events, escalation = shaped(subject, value)
    corrections = {rule.name: Severity.INFO for rule in policy()} | {name: Severity.CRITICAL}
    severity, rule = decide_severity(True, events, escalation, corrections)
    assert (severity, rule.name) == (Severity.CRITICAL, name)


@pytest.mark.parametrize(("name", "subject", "value"), ROWS)
def test_each_row_gives_at_least_its_severity(name: str, subject: str, value: str) -> None:
    """Uncorrected, a text that a row is for is at least as severe as the row says."""
    events, escalation = shaped(subject, value)
    given = next(rule.severity for rule in policy() if rule.name == name)
    assert decide_severity(True, events, escalation)[0].rank >= given.rank


@pytest.mark.parametrize(("killed", "severity"), [(0, "low"), (1, "moderate"), (4, "moderate"), (5, "high"), (20, "critical")])
def test_toll_steps(killed: int, severity: str) -> None:
    """The dead raise severity at one, five and twenty."""
    told = replace(event(), killed=Figure(min=killed, max=killed, text=""))
    assert decide_severity(True, [told], [])[0] == severity


def test_background_and_threats_do_not_count() -> None:
    """Only attacks that are the news and happened, or nearly did, make a text severe."""
    worst = event(EventType.CHEMICAL_ATTACK)
    quiet = [replace(worst, role=Role.BACKGROUND), replace(worst, stage=Stage.THREATENED)]
    assert decide_severity(True, quiet, [])[0] is Severity.INFO
    assert decide_severity(False, [worst], [])[0] is Severity.INFO
