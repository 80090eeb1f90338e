"""What the desk does with odd courses of events: revisions that take back, orders out of place, clocks, histories."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportmaking import NOON, event, minutes, report

from monitor.domain.alert import AlertKind
from monitor.domain.incident import IncidentStatus, Verdict
from monitor.domain.report import Report
from monitor.domain.taxonomy import EscalationKind
from monitor.incidents.core import HISTORY, Desk
from monitor.incidents.filing import DeskRules, Disposition, Filed, Order

HARBOUR = "Several rockets struck the grain harbour of Karsova at dawn, the governor Milan Dravec said."


def new_desk(**rules: object) -> Desk:
    return Desk(DeskRules(**rules), watchlists_of=lambda alert: (), route=lambda alert, told: ("soc",))  # type: ignore[arg-type]


def told(id_: str, after: float = 0, *, killed: int | None = 3, **more: object) -> Report:
    """A report on the harbour attack by an outlet of its own, `after` minutes past noon."""
    fields: dict[str, object] = {"outlet": f"Outlet {id_}", "text": HARBOUR, "events": (event(killed=killed),), "published": NOON + minutes(after)}
    return report(id_, **(fields | more))  # type: ignore[arg-type]


def nothing(id_: str, after: float = 10) -> Report:
    """The article again, with a text that tells of no attack at all."""
    return told(id_, after, events=(), attack=False, score=0.0, title="Harbour works go on", text="Cranes were serviced on Monday, the port said.")


def take(desk: Desk, *reports: Report) -> list[Filed]:
    return [desk.take(one, one.article.published or NOON) for one in reports]


def kinds(*filed: Filed) -> list[AlertKind]:
    return [published.alert.kind for one in filed for published in one.published]


def only(desk: Desk) -> str:
    [id_] = desk.incidents
    return id_


def test_a_source_that_takes_everything_back_leaves_the_incident() -> None:
    """What is stored afterwards is what the desk holds: the report is gone from the incident, and the article's link."""
    desk = new_desk()
    take(desk, told("a"), told("b", 5))
    [filed] = take(desk, nothing("b"))
    id_ = only(desk)
    assert filed.disposition is Disposition.REVISED
    assert [one.key for one in desk.incidents[id_].reports] == ["a"]
    assert filed.incidents == {id_: desk.incidents[id_]}
    assert filed.links == {"b": None}


def test_an_article_that_takes_back_and_tells_again_is_in_once() -> None:
    """Its link follows it."""
    desk = new_desk()
    take(desk, told("a"), told("b", 5), nothing("b", 10))
    [filed] = take(desk, told("b", 15, killed=4))
    assert filed.links["b"] == only(desk)
    assert sorted(one.key for one in desk.incidents[only(desk)].reports) == ["a", "b"]


def test_a_second_attack_that_a_revision_drops_is_dropped() -> None:
    """An article on two towns is revised to one: told again later, the other is the incident that it was, and no new one."""
    desk = new_desk()
    both = (event("Karsova", killed=3), event("Telmuk", killed=1))
    take(desk, told("a", events=both))
    assert len(desk.incidents) == 2
    filed = take(desk, told("a", 10, events=both[:1], text=HARBOUR + " Revised."), told("a", 20, events=both, text=HARBOUR + " Again."))
    assert len(desk.incidents) == 2
    assert AlertKind.NEW not in kinds(*filed)


def test_an_article_that_loses_its_text_for_a_while_alerts_once() -> None:
    """A consent page in place of the story, then the story again: one incident, one `new`."""
    desk = new_desk()
    filed = take(desk, told("a"), nothing("a"), told("a", 20, text=HARBOUR + " Updated."))
    assert kinds(*filed) == [AlertKind.NEW]
    assert len(desk.incidents) == 1


def test_the_same_report_says_nothing_twice() -> None:
    """Told again after a crash: repeated, nothing stored, nothing told."""
    desk = new_desk()
    first = told("a")
    take(desk, first)
    [again] = take(desk, first)
    assert (again.disposition, again.incidents, again.published) == (Disposition.REPEATED, {}, [])


@pytest.mark.parametrize(
    ("fields", "disposition"),
    [
        ({}, Disposition.OPENED), ({"events": (), "attack": False, "score": 0.0}, Disposition.NO_ATTACK),
        ({"events": (), "attack": False, "escalation": (EscalationKind.ULTIMATUM,)}, Disposition.NOTED),
        ({"events": (), "attack": False, "score": 0.3}, Disposition.NOTED), ({"backlog": True}, Disposition.OPENED),
    ],
)  # fmt: skip
def test_each_report_has_one_disposition(fields: dict[str, object], disposition: Disposition) -> None:
    """Whatever it says."""
    [filed] = take(new_desk(), told("a", **fields))  # type: ignore[arg-type]
    assert filed.disposition is disposition


# --- orders ---------------------------------------------------------------------------------------------------------
def order(desk: Desk, op: str = "verdict", verdict: Verdict | None = Verdict.FALSE_ALARM, **more: str) -> Filed:
    return desk.order(Order(incident_id=only(desk), op=op, verdict=verdict, **more), NOON + minutes(20))


def test_a_false_alarm_is_told_once() -> None:
    """A second verdict, and reports that come later, tell nobody."""
    desk = new_desk()
    take(desk, told("a"))
    assert kinds(order(desk, note="a drill")) == [AlertKind.CORRECTION]
    assert kinds(order(desk)) == []
    assert kinds(*take(desk, told("b", 30, killed=40))) == []
    assert desk.incidents[only(desk)].status is IncidentStatus.WITHDRAWN


def test_a_false_alarm_of_what_was_never_told_is_silent() -> None:
    """It is closed all the same."""
    desk = new_desk()
    take(desk, told("a", backlog=True))
    assert kinds(order(desk)) == []
    assert desk.incidents[only(desk)].status is IncidentStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("op", "verdict", "more", "what", "text"),
    [
        ("ack", None, {"by": "Ann"}, "acked", "taken care of by Ann"), ("ack", None, {}, "acked", "taken care of"),
        ("verdict", Verdict.CONFIRMED, {"note": "called"}, "verdict", "confirmed – called"), ("verdict", Verdict.CONFIRMED, {}, "verdict", "confirmed"),
    ],
)  # fmt: skip
def test_orders_are_noted(op: str, verdict: Verdict | None, more: dict[str, str], what: str, text: str) -> None:
    """Who, and what was said; nobody is told by an alert."""
    desk = new_desk()
    take(desk, told("a"))
    filed = order(desk, op, verdict, **more)
    last = desk.incidents[only(desk)].history[-1]
    assert (last.what, last.text, last.at, filed.published) == (what, text, NOON + minutes(20), [])


def test_a_verdict_of_nothing_changes_nothing() -> None:
    """An order without a verdict, or for an incident that is not known."""
    desk = new_desk()
    take(desk, told("a"))
    assert order(desk, "verdict", None).incidents == {}
    assert desk.order(Order(incident_id="x", op="ack"), NOON).incidents == {}


# --- time -----------------------------------------------------------------------------------------------------------
def test_what_waits_for_the_cool_down_is_told_when_it_is_over_and_once() -> None:
    """Not a moment before, and not again at the next tick."""
    desk = new_desk(cooldown=timedelta(minutes=15))
    take(desk, told("a", killed=20), told("a2", 5, killed=22, outlet="Outlet a"))
    due = desk.next_due
    assert due == NOON + minutes(15)
    assert kinds(desk.tick(due - timedelta(microseconds=1))) == []
    assert kinds(desk.tick(due)) == [AlertKind.UPDATE]
    assert (desk.next_due, kinds(desk.tick(due + minutes(60)))) == (None, [])


def test_an_urgent_change_takes_the_waiting_one_along() -> None:
    """One alert tells both, and nothing waits any more."""
    desk = new_desk(cooldown=timedelta(minutes=15))
    take(desk, told("a", killed=20), told("a2", 5, killed=22, outlet="Outlet a"))
    [filed] = take(desk, told("a3", 6, killed=60, outlet="Outlet a"))
    assert [published.alert.changes for published in filed.published] == [("killed 20 → 60",)]
    assert desk.next_due is None


def test_a_clock_that_steps_back_tells_nothing_early() -> None:
    """Nor does it forget what waits."""
    desk = new_desk(cooldown=timedelta(minutes=15))
    take(desk, told("a", killed=20), told("a2", 5, killed=22, outlet="Outlet a"))
    assert kinds(desk.tick(NOON - timedelta(days=30))) == []
    assert desk.next_due == NOON + minutes(15)


@pytest.mark.parametrize(("days", "held"), [(89, True), (91, False)])
def test_incidents_are_forgotten_when_they_are_past_keeping(days: int, held: bool) -> None:
    """By their last activity; then nothing of them is left."""
    desk = new_desk()
    take(desk, told("a"))
    desk.tick(NOON + timedelta(days=days))
    assert bool(desk.incidents) is held
    assert bool(desk.incident_of) is held


def test_a_history_is_bounded_and_keeps_its_beginning() -> None:
    """An incident with thousands of steps."""
    desk = new_desk()
    take(desk, told("a"))
    for number in range(HISTORY * 2):
        desk.order(Order(incident_id=only(desk), op="ack", by=str(number)), NOON)
    history = desk.incidents[only(desk)].history
    assert len(history) <= HISTORY
    assert history[0].what == "opened"
    assert history[-1].text.endswith(str(HISTORY * 2 - 1))


# --- laws -----------------------------------------------------------------------------------------------------------
steps = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["tell", "more", "nothing", "threat"]), st.integers(0, 40)), min_size=1, max_size=10
)


@given(steps=steps)
@settings(max_examples=25, deadline=None)
def test_what_was_stored_is_what_the_desk_holds(steps: list[tuple[str, str, int]]) -> None:
    """Laws, over any course of revisions: the last word stored of each incident is the desk's own, revisions rise by one,
    and every report is in one incident."""
    desk, stored, at, last = new_desk(), {}, 0.0, {}
    for id_, what, number in steps:
        at += 1 + number
        made = nothing(id_, at) if what == "nothing" else told(id_, at, killed=number, text=f"{HARBOUR} {what} {number}.", escalation=(EscalationKind.ULTIMATUM,) if what == "threat" else ())
        [filed] = take(desk, made)
        stored.update(filed.incidents)
        for published in filed.published:
            alert = published.alert
            assert alert.revision == last.get(alert.incident_id, 0) + 1
            last[alert.incident_id] = alert.revision
    assert stored == desk.incidents
    keys = [one.key for incident in desk.incidents.values() if incident.status is not IncidentStatus.MERGED for one in incident.reports if one.key in desk.incident_of]
    assert len(keys) == len(set(keys))
