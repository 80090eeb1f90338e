"""The life of incidents at the desk: opened, joined, revised, merged, split, told, withdrawn, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from reportmaking import NOON, event, minutes, report

from monitor.domain.alert import Alert, AlertKind
from monitor.domain.detection import Event
from monitor.domain.incident import IncidentKind, IncidentStatus, Verdict
from monitor.domain.report import Report
from monitor.domain.taxonomy import Basis, EscalationKind, EventType, Severity
from monitor.incidents.core import Desk
from monitor.incidents.filing import DeskRules, Disposition, Filed, Order

ATTACK = "Several rockets struck the grain harbour of Karsova at dawn, the governor Milan Dravec said."


def new_desk(**rules: object) -> Desk:
    """A desk that routes every alert to one sink."""
    return Desk(
        DeskRules(**rules),  # type: ignore[arg-type]
        watchlists_of=lambda alert: ("all",),
        route=lambda alert, told: ("soc",),
    )


def take(desk: Desk, *reports: Report, every: float = 10) -> list[Filed]:
    """The desk's answers to reports that come ten minutes apart."""
    return [desk.take(one, (one.article.published or NOON) + minutes(0.1 * every * 0)) for one in reports]


def alerts_of(filed: list[Filed]) -> list[Alert]:
    """All alerts of some answers."""
    return [published.alert for one in filed for published in one.published]


def told(id_: str, after: float, told_event: Event, **more: object) -> Report:
    """A report on the harbour attack, `after` minutes past noon, by an outlet of its own unless one is named."""
    settings: dict[str, object] = {"outlet": f"Outlet {id_}", "text": ATTACK} | more
    return report(id_, events=(told_event,), published=NOON + minutes(after), **settings)  # type: ignore[arg-type]


def test_the_demo_story() -> None:
    """One `new`; updates for the second source, the toll and the claim; one correction; nothing for what is the same."""
    desk = new_desk()
    filed = take(
        desk,
        told("1", 0, event(killed=3), outlet="Herald"),
        told("2", 5, event(killed=3), outlet="Courier"),
        told("3", 9, event(killed=3), outlet="Echo", credit=("AP",)),
        told("4", 11, event(killed=3), outlet="Post", credit=("AP",)),
        told("5", 40, event(killed=8), outlet="Herald"),
        told("6", 60, event(killed=8, by="The League", basis=Basis.CLAIMED), outlet="Courier"),
        told("7", 90, event(killed=6), outlet="Herald", title="Correction: six killed in Karsova harbour, not eight"),
        told("8", 95, event(killed=6), outlet="Courier"),
    )
    kinds = [alert.kind for alert in alerts_of(filed)]
    assert kinds[0] is AlertKind.NEW
    assert kinds.count(AlertKind.NEW) == 1
    assert kinds.count(AlertKind.CORRECTION) == 1
    changes = [change for alert in alerts_of(filed) for change in alert.changes]
    assert "killed 3 → 8" in changes
    assert "claimed by The League" in changes
    assert len(desk.incidents) == 1


def test_five_outlets_with_one_story_are_one_alert_with_five_sources() -> None:
    """Copies of one agency's text: no second alert, and still one independent source."""
    filed = take(new_desk(), *(told(str(n), n, event(killed=2), credit=("AP",)) for n in range(5)))
    (alert,) = alerts_of(filed)
    assert (alert.kind, alert.independent_sources) == (AlertKind.NEW, 1)
    assert [one.disposition for one in filed] == [Disposition.OPENED] + [Disposition.JOINED] * 4


def test_two_attacks_of_one_kind_in_one_city_on_neighbouring_days_stay_apart() -> None:
    """The same town, another day, another part of it."""
    desk = new_desk()
    first = told("1", 0, event(killed=3, target="grain harbour"))
    second = report(
        "2",
        "Rockets strike school in Karsova on Tuesday",
        "A school in the Old Mill quarter was hit by rockets on Tuesday, teacher Ilena Tosk said. Nobody was inside.",
        events=(event(killed=0, day="2026-05-05", target="school"),),
        outlet="Echo",
        published=NOON + timedelta(days=1),
    )
    alerts = alerts_of(take(desk, first, second))
    assert [alert.kind for alert in alerts] == [AlertKind.NEW, AlertKind.NEW]
    assert alerts[1].related[0].relation == "series"


def test_a_barrage_over_several_towns_is_one_operation() -> None:
    """The text says so: one incident, and an alert for each country's channel of it."""
    both = event("Karsova")
    towns = (both.place, event("Telmuk").place)
    operation = event("Karsova")
    operation = type(operation)(
        **{name: getattr(operation, name) for name in operation.__dataclass_fields__} | {"places": towns}
    )
    (alert,) = alerts_of(take(new_desk(), told("1", 0, operation)))
    assert alert.event is not None
    assert [place.name for place in alert.event.places] == ["Karsova", "Telmuk"]
    assert "and 1 other place" in alert.headline


def test_a_report_without_place_joins_by_its_words_and_time() -> None:
    """A terse bulletin on the same story."""
    desk = new_desk()
    first = told("1", 0, event(killed=3))
    terse = told("2", 4, event(None, day=None, killed=3), title="Governor Dravec: rockets struck grain harbour at dawn")
    take(desk, first, terse)
    assert desk.incident_of["1"] == desk.incident_of["2"]


def test_the_same_report_again_changes_nothing() -> None:
    """A worker that was stopped and comes back, or eight at once (R4)."""
    desk = new_desk()
    one = told("1", 0, event())
    assert [filed.disposition for filed in take(desk, one, one)] == [Disposition.OPENED, Disposition.REPEATED]


def test_new_ids_for_the_same_articles_alert_nobody() -> None:
    """A feed that changes its ids with every poll (R52)."""
    desk = new_desk()
    filed = take(desk, *(told(f"poll-{n}", n * 5, event(killed=2), outlet="Herald") for n in range(10)))
    assert len(alerts_of(filed)) == 1
    assert all(one.duplicate_of == "poll-0" for one in filed[1:])


def test_a_revised_article_replaces_what_it_said() -> None:
    """The same article with another text: its new toll counts, once."""
    desk = new_desk()
    filed = take(desk, told("1", 0, event(killed=2)), told("1", 0, event(killed=6), text=f"{ATTACK} Six were killed."))
    assert filed[1].disposition is Disposition.REVISED
    (incident,) = desk.incidents.values()
    assert len(incident.reports) == 1
    assert alerts_of(filed)[1].changes == ("killed 2 → 6",)


def test_a_sequel_joins_and_alerts_no_one_anew() -> None:
    """The suspect's day in court: not an attack, but of this one."""
    desk = new_desk()
    first = told("1", 0, event(killed=3))
    court = told(
        "2", 1500, event(killed=3), attack=False, score=0.3, title="Governor Dravec visits grain harbour of Karsova after attack"
    )
    filed = take(desk, first, court)
    assert len(alerts_of(filed)) == 1
    assert filed[1].disposition is Disposition.NOTED
    assert desk.incident_of["1"] == desk.incident_of["2"]


def test_a_sequel_of_an_unknown_attack_is_noted_silently() -> None:
    """No incident is listed for it, no alert goes out."""
    desk = new_desk()
    filed = take(desk, told("1", 0, event(), attack=False, score=0.3))
    assert alerts_of(filed) == []
    assert [incident.kind for incident in desk.incidents.values()] == [IncidentKind.FOLLOW_UP]


def test_an_escalation_alone_is_an_incident_and_joins_its_like() -> None:
    """An ultimatum: kind escalation, no event; a second report of it is no second alert of that kind."""
    desk = new_desk()
    text = "Vandria gave Osmara until Friday to open the canal, or it would act, its foreign minister Petra Lorn said."
    threat = [
        report(
            f"u{n}",
            "Vandria gives Osmara an ultimatum over the canal",
            text,
            attack=False,
            score=0.05,
            events=(),
            escalation=(EscalationKind.ULTIMATUM,),
            severity=Severity.HIGH,
            outlet=f"Outlet {n}",
            credit=("AFP",),
            published=NOON + minutes(n),
        )
        for n in range(2)
    ]
    filed = take(desk, *threat)
    (alert,) = alerts_of(filed)
    assert (alert.kind, alert.event) == (AlertKind.ESCALATION, None)
    assert alert.headline.startswith("Vandria issues an ultimatum to Osmara")


def test_a_dribbling_toll_is_told_when_the_cool_down_is_over() -> None:
    """Nothing comes in: the tick tells it, at its own time."""
    desk = new_desk()
    filed = take(desk, told("1", 0, event(killed=10), outlet="Herald"), told("2", 3, event(killed=11), outlet="Herald"))
    assert len(alerts_of(filed)) == 1
    assert desk.next_due == NOON + minutes(15)
    (alert,) = alerts_of([desk.tick(NOON + minutes(15))])
    assert alert.changes == ("killed 10 → 11",)
    assert desk.next_due is None


def test_a_false_alarm_withdraws_and_ends_it() -> None:
    """The correction goes out once; later reports stay silent."""
    desk = new_desk()
    (first,) = alerts_of(take(desk, told("1", 0, event())))
    order = Order(incident_id=first.incident_id, op="verdict", verdict=Verdict.FALSE_ALARM, note="fireworks")
    (correction,) = alerts_of([desk.order(order, NOON + minutes(9))])
    assert (correction.kind, correction.status) == (AlertKind.CORRECTION, IncidentStatus.WITHDRAWN)
    assert "fireworks" in correction.summary
    assert correction.changes == ("false alarm – fireworks",)
    assert alerts_of(take(desk, told("2", 12, event()))) == []
    assert alerts_of([desk.order(order, NOON + minutes(20))]) == []


@pytest.mark.parametrize("op", ["ack", "verdict"])
def test_orders_are_kept_in_the_history(op: str) -> None:
    """Who took care of it, and what was said."""
    desk = new_desk()
    (first,) = alerts_of(take(desk, told("1", 0, event())))
    verdict = Verdict.CONFIRMED if op == "verdict" else None
    desk.order(Order(incident_id=first.incident_id, op=op, verdict=verdict, by="lena"), NOON + minutes(1))
    assert desk.incidents[first.incident_id].history[-1].what in ("acked", "verdict")


def test_an_order_for_an_unknown_incident_changes_nothing() -> None:
    """Nor does it fail."""
    assert new_desk().order(Order(incident_id="nope", op="ack"), NOON).incidents == {}


def test_backlog_and_old_news_are_recorded_silently() -> None:
    """A start with an empty store does not flood."""
    desk = new_desk()
    old = told("1", 0, event("Telmuk", day="2026-04-20"))
    first_poll = report("2", "Blast in Port Asle", "A blast.", events=(event("Port Asle"),), backlog=True)
    assert alerts_of(take(desk, old, first_poll)) == []
    assert {incident.silent for incident in desk.incidents.values()} == {"too_old", "backlog"}


def test_a_late_report_joins_an_incident_put_away_long_ago() -> None:
    """Beyond the window it takes the same town and day."""
    desk = new_desk()
    take(desk, told("1", 0, event(killed=3)))
    desk.tick(NOON + timedelta(days=20))
    late = told("2", 0, event(killed=3), outlet="Echo")
    late = report("2", events=(event(killed=3),), text=ATTACK, outlet="Echo", published=NOON + timedelta(days=20))
    desk.take(late, NOON + timedelta(days=20))
    assert desk.incident_of["1"] == desk.incident_of["2"]


def test_what_is_past_keeping_is_forgotten() -> None:
    """Memory is bounded by the retention."""
    desk = new_desk(keep=timedelta(days=30))
    take(desk, told("1", 0, event()))
    desk.tick(NOON + timedelta(days=31))
    assert desk.incidents == {}
    assert desk.incident_of == {}


def test_a_restored_desk_goes_on_where_the_old_one_stopped() -> None:
    """From the incidents alone: the next report joins, and only what is new is told."""
    old, new = new_desk(), new_desk()
    take(old, told("1", 0, event(killed=3), outlet="Herald"))
    new.restore(old.incidents.values(), NOON + minutes(5))
    (alert,) = alerts_of(take(new, told("2", 8, event(killed=3), outlet="Echo")))
    assert (alert.kind, alert.revision) == (AlertKind.UPDATE, 2)


def test_separate_attacks_in_one_report_are_separate_incidents() -> None:
    """A report on two towns far apart: both alert, and the article is of the first."""
    desk = new_desk()
    both = report("1", "Attacks in Karsova and Telmuk", ATTACK, events=(event("Karsova"), event("Telmuk", EventType.BOMBING)))
    places = {alert.event.place.name for alert in alerts_of(take(desk, both)) if alert.event and alert.event.place}
    assert places == {"Karsova", "Telmuk"}
    assert set(desk.incident_of) == {"1", "1#1"}


def test_ids_and_answers_are_the_same_every_time() -> None:
    """Deterministic: after a crash the same reports give the same incident and alert ids."""
    story = [told(str(n), n * 4, event(killed=n)) for n in range(6)]
    runs = [[alert.id for alert in alerts_of(take(new_desk(), *story))] for _ in range(2)]
    assert runs[0] == runs[1]
