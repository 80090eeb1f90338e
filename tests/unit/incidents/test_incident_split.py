"""A wrong join undone, however late: what settled comes apart when fresh news shows that it is two attacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from reportmaking import NOON, event, report

from monitor.domain.alert import Alert, AlertKind
from monitor.domain.report import Report
from monitor.incidents import grouping
from monitor.incidents.core import Desk
from monitor.incidents.filing import DeskRules

MILL = "Rockets fell on the flour mill of the Tosk brothers, and its silo burned, said the fire officer Ilena Varr."
SILO = "The silo of the Tosk brothers' flour mill burned for hours, said the fire officer Ilena Varr."
HARBOUR = "Rockets struck the grain harbour, the governor Milan Dravec said. Cranes fell into the water."


def named(id_: str, hours: float, town: str | None, text: str, title: str, *, killed: int | None = None) -> Report:
    """A report by an outlet of its own that arrives and is published some hours past noon."""
    told = event(town, killed=killed)
    published = NOON + timedelta(hours=hours)
    return report(id_, title, text, events=(told,), outlet=f"Outlet {id_}", published=published)


HARBOUR_TOLD = named("a", 0.0, "Karsova", HARBOUR, "Rockets strike grain harbour of Karsova", killed=3)
VAGUE = named("b", 0.2, None, "The governor Milan Dravec said rockets struck. " + SILO, "Governor Dravec: rockets strike mill")
HARBOUR_AGAIN = named("c", 0.4, "Karsova", HARBOUR + " Three are dead.", "Three dead in Karsova grain harbour", killed=3)
MILL_TOLD = named("d", 6.0, "Telmuk", MILL + " Telmuk is a day's drive away.", "Tosk flour mill burns in Telmuk", killed=5)
MILL_AGAIN = named("e", 6.1, "Telmuk", MILL, "Five dead as rockets hit Tosk flour mill in Telmuk", killed=5)


def new_desk() -> Desk:
    """A desk that routes every alert to one sink."""
    return Desk(DeskRules(), watchlists_of=lambda _: ("all",), route=lambda _alert, _told: ("soc",))


def take(desk: Desk, *reports: Report) -> list[Alert]:
    """The alerts of reports that each arrive when they were published."""
    filed = [desk.take(one, one.article.published or NOON) for one in reports]
    return [published.alert for one in filed for published in one.published]


def groups_of(desk: Desk) -> set[frozenset[str]]:
    """Articles by incident."""
    return {frozenset(r.key for r in incident.reports) for incident in desk.incidents.values() if incident.reports}


def test_a_vague_report_joins_what_it_seems_to_tell_of() -> None:
    """The wrong join that the other tests undo: so far nothing speaks against it."""
    desk = new_desk()
    take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN)
    assert groups_of(desk) == {frozenset("abc")}


def test_better_facts_split_what_settled_hours_ago() -> None:
    """Six hours later the mill's own town is told: the vague report goes there, and both lives say so."""
    desk = new_desk()
    alerts = take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN, MILL_TOLD)
    assert groups_of(desk) == {frozenset("ac"), frozenset("bd")}
    assert [alert.kind for alert in alerts if alert.kind is AlertKind.NEW] == [AlertKind.NEW] * 2
    mill = desk.incidents[desk.incident_of["d"]]
    harbour = desk.incidents[desk.incident_of["a"]]
    assert mill.history[0].what == "split"
    assert harbour.id in mill.history[0].text
    assert harbour.opened_at == NOON
    assert alerts[-1].incident_id == mill.id


def test_a_restarted_desk_splits_alike() -> None:
    """Settled reports come back from the store without their comparisons; the split is the same."""
    desk = new_desk()
    take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN)
    again = new_desk()
    again.restore(desk.incidents.values(), NOON + timedelta(hours=5))
    take(again, MILL_TOLD)
    assert groups_of(again) == {frozenset("ac"), frozenset("bd")}


def test_another_attack_elsewhere_takes_nothing_with_it() -> None:
    """News of another town that shares little with the vague report leaves it where it is."""
    desk = new_desk()
    other = named("f", 6.0, "Telmuk", "Rockets hit a school yard at noon. Lessons were over.", "Rockets hit Telmuk school")
    take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN, other)
    assert groups_of(desk) == {frozenset("abc"), frozenset("f")}


def test_what_moved_stays_and_further_news_joins_it() -> None:
    """No going back and forth: later news of either attack finds its own incident, and no attack is told anew."""
    desk = new_desk()
    late = named("g", 12.0, "Karsova", HARBOUR + " Divers are at work.", "Divers search Karsova grain harbour", killed=3)
    alerts = take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN, MILL_TOLD, MILL_AGAIN, late)
    assert groups_of(desk) == {frozenset("acg"), frozenset("bde")}
    assert [alert.kind for alert in alerts].count(AlertKind.NEW) == 2


def test_a_sequel_goes_with_the_attack_that_it_follows() -> None:
    """Sequels settled in the wrong incident are parted too, each to the news that it is most like."""
    desk = new_desk()
    sequels = [
        named("s", 0.6, None, SILO + " The mill will be rebuilt, the Tosk brothers said.", "Tosk brothers to rebuild mill"),
        named("t", 0.7, "Karsova", HARBOUR + " Mourners came to the quay.", "Karsova buries dead of harbour rockets"),
    ]
    quiet = [replace(one, detection=replace(one.detection, attack=False, score=0.2)) for one in sequels]
    take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN, *quiet)
    assert groups_of(desk) == {frozenset("abcst")}
    take(desk, MILL_TOLD)
    assert groups_of(desk) == {frozenset("act"), frozenset("bds")}


def test_a_group_too_large_to_reopen_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond REOPENED reports the desk leaves a settled group alone, whatever comes."""
    monkeypatch.setattr(grouping, "REOPENED", 2)
    desk = new_desk()
    alerts = take(desk, HARBOUR_TOLD, VAGUE, HARBOUR_AGAIN, MILL_TOLD)
    assert groups_of(desk) == {frozenset("abc"), frozenset("d")}
    assert alerts[-1].kind is AlertKind.NEW, "the vague report told of before must not silence another town's attack"
