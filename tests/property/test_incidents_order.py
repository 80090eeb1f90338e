"""Laws of grouping: the same reports within an hour end in the same groups, whatever their order; likeness is symmetric."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportmaking import NOON, event, minutes, report

from monitor.domain.report import Report
from monitor.domain.taxonomy import EventType
from monitor.incidents.copies import compare, is_copy
from monitor.incidents.core import Desk
from monitor.incidents.filing import DeskRules
from monitor.incidents.similarity import features, score
from monitor.incidents.sources import contributions
from monitor.incidents.traits import Traits, traits

TOWNS = ["Karsova", "Telmuk", "Port Asle", "Brenholt", None]
TITLES = [
    "Rockets hit the harbour of {town}",
    "Explosions heard in {town} overnight",
    "Governor Dravec: dead and wounded after strike on {town}",
    "Market in {town} struck, doctor Ilena Tosk says",
    "What is known of the attack",
]
BODIES = [
    "Several rockets struck the harbour district, the regional governor Milan Dravec said.",
    "Residents of the Old Mill quarter heard blasts shortly after midnight. Sirens sounded for an hour.",
    "The hospital took in wounded, its director Ilena Tosk said. A fish market was burning.",
    "Nobody claimed the attack. Police closed the bridge over the Sarn.",
]


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """Up to ten reports that may or may not be on the same attacks, published within two days."""
    made = []
    for number in range(draw(st.integers(2, 10))):
        town = draw(st.sampled_from(TOWNS))
        told = event(
            town,
            draw(st.sampled_from([EventType.SHELLING, EventType.BOMBING, EventType.ATTACK])),
            killed=draw(st.sampled_from([None, 0, 3, 5])),
            day=draw(st.sampled_from([None, "2026-05-03", "2026-05-04"])),
        )
        attack = draw(st.sampled_from([True, True, True, False]))
        made.append(
            report(
                f"r{number}",
                draw(st.sampled_from(TITLES)).format(town=town or "the city"),
                " ".join(draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=3))),
                events=(told,),
                attack=attack,
                score=0.9 if attack else 0.3,
                outlet=f"Outlet {number % 4}",
                published=NOON - minutes(draw(st.integers(0, 2000))),
            )
        )
    return made


def groups_of(arriving: list[Report]) -> set[frozenset[str]]:
    """The desk's groups after the reports came in this order, within an hour."""
    desk = Desk(DeskRules(), watchlists_of=lambda _: (), route=lambda _alert, _told: ())
    for place, one in enumerate(arriving):
        desk.take(one, NOON + place * timedelta(minutes=60) / len(arriving))
    found: dict[str, set[str]] = {}
    for key, incident_id in desk.incident_of.items():
        found.setdefault(incident_id, set()).add(key)
    return {frozenset(keys) for keys in found.values()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_any_order_of_arrival_gives_the_same_groups(data: st.DataObject) -> None:
    """Reports of one hour, shuffled: the same groups."""
    made = data.draw(reports())
    shuffled = data.draw(st.permutations(made))
    assert groups_of(made) == groups_of(list(shuffled))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_every_report_is_in_one_group_and_every_incident_has_its_reports(made: list[Report]) -> None:
    """The desk's two books agree: reports by incident, and incidents by report."""
    desk = Desk(DeskRules(), watchlists_of=lambda _: (), route=lambda _alert, _told: ())
    for place, one in enumerate(made):
        desk.take(one, NOON + minutes(place))
    for incident in desk.incidents.values():
        assert all(desk.incident_of[kept.key] == incident.id for kept in incident.reports)
    told = {kept.key for incident in desk.incidents.values() for kept in incident.reports}
    assert told == set(desk.incident_of)


def traits_of(one: Report) -> Traits:
    """The traits of a report's main piece."""
    return traits(contributions(one, NOON, None)[0])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_likeness_is_symmetric(made: list[Report]) -> None:
    """Features, score and copy comparison are the same either way round."""
    first, second = made[0], made[1]
    a, b = traits_of(first), traits_of(second)
    assert features(a, b) == features(b, a)
    assert score(a, b) == score(b, a)
    assert compare(first.fingerprint, second.fingerprint) == compare(second.fingerprint, first.fingerprint)
    assert is_copy(first.fingerprint, second.fingerprint) == is_copy(second.fingerprint, first.fingerprint)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_at_most_one_new_alert_for_an_incident(made: list[Report]) -> None:
    """Whatever comes: `new` at most once for each incident, revisions without a gap, ids never twice."""
    desk = Desk(DeskRules(), watchlists_of=lambda _: (), route=lambda _alert, _told: ())
    alerts = [p.alert for place, one in enumerate(made) for p in desk.take(one, NOON + minutes(place)).published]
    assert len({alert.id for alert in alerts}) == len(alerts)
    revisions: dict[str, int] = {}
    for alert in alerts:
        assert alert.revision == revisions.get(alert.incident_id, 0) + 1
        assert (alert.kind.value in ("new", "escalation")) or alert.revision > 1
        revisions[alert.incident_id] = alert.revision
