"""Ties between incidents: series, retaliation, the same place again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from reportmaking import NOON, event, report

from monitor.domain.detection import Event
from monitor.domain.incident import Incident, IncidentKind
from monitor.domain.taxonomy import Basis, EventType
from monitor.incidents.reconcile import reconcile
from monitor.incidents.relations import Landmark, in_words, landmark, relate
from monitor.incidents.sources import contributions


def mark(id_: str, told: Event, *, days: float = 0, title: str = "Rockets hit the town") -> Landmark:
    """The landmark of an incident `days` before noon."""
    at = NOON - timedelta(days=days)
    one = report(id_, title, events=(told,), published=at)
    held = Incident(
        id=id_, kind=IncidentKind.ATTACK, opened_at=at, updated_at=at, reports=(contributions(one, at, None)[0],)
    )
    found = landmark(held, reconcile(held))
    assert found is not None
    return found


STRUCK = event("Port Asle", by="Vandria", basis=Basis.CLAIMED)
CASES = [
    ("the same means in the same town three days ago", event(), mark("o", event(), days=3), "series"),
    ("other means in the same town three days ago", event(kind=EventType.STABBING), mark("o", event(), days=3), "same_place"),
    ("the same town three weeks ago", event(), mark("o", event(), days=21), "same_place"),
    ("the same town half a year ago", event(), mark("o", event(), days=180), None),
    ("another country", event(), mark("o", event("Port Asle"), days=1), None),
    ("no place", event(None), mark("o", event(), days=1), None),
]


@pytest.mark.parametrize(("name", "told", "other", "relation"), CASES, ids=[name for name, *_ in CASES])
def test_how_two_incidents_are_tied(name: str, told: Event, other: Landmark, relation: str | None) -> None:
    """Each case with its relation."""
    found = relate(mark("me", told), [other])
    assert [one.relation for one in found] == ([relation] if relation else [])


def test_retaliation_needs_the_word_and_the_party() -> None:
    """Vandria struck Osmara; Osmara's answer strikes Vandria, and says so."""
    answer = mark("me", event("Karsova", by="Osmara"), title="Osmara strikes Karsova in retaliation")
    silent = mark("me", event("Karsova", by="Osmara"), title="Osmara strikes Karsova")
    earlier = mark("o", STRUCK, days=2)
    assert [one.relation for one in relate(answer, [earlier])] == ["retaliation"]
    assert relate(silent, [earlier]) == ()


def test_later_incidents_and_oneself_are_no_relations() -> None:
    """Only what came before."""
    me = mark("me", event(), days=3)
    assert relate(me, [me, mark("later", event())]) == ()


def test_a_series_is_counted_in_words() -> None:
    """Ourselves included."""
    found = relate(mark("me", event()), [mark(f"o{n}", event(), days=n + 1) for n in range(3)])
    assert in_words(found) == ["The fourth such attack within 50 km in 7 days on our record."]
