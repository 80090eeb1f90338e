"""An alert made ready: its fields, its channels, its bytes."""

from __future__ import annotations

import json
from dataclasses import replace

from reportmaking import NOON, event, report

from monitor.alerts.policy import Reason, Speak
from monitor.alerts.publish import address, channels, compose, encode_head
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.incident import Incident, IncidentKind
from monitor.domain.taxonomy import EscalationKind, Severity
from monitor.incidents.reconcile import reconcile
from monitor.incidents.sources import contributions


def alert_of(*reports: object, kind: AlertKind = AlertKind.NEW, incident: IncidentKind = IncidentKind.ATTACK) -> Alert:
    """An alert on an incident of these reports."""
    pieces = tuple(contributions(one, NOON, None)[0] for one in reports)  # type: ignore[arg-type]
    held = Incident(id="260504-abc", kind=incident, opened_at=NOON, updated_at=NOON, reports=pieces)
    return compose(held, reconcile(held), Speak(kind, Reason.FIRST_REPORT, ("x",)), now=NOON)


def test_ids_and_counts() -> None:
    """Revision 1; outlets are counted, and origins beside them."""
    alert = alert_of(report("1", credit=("AP",)), report("2", outlet="Echo", credit=("AP",)))
    assert (alert.id, alert.incident_id, alert.revision) == ("260504-abc.1", "260504-abc", 1)
    assert (alert.outlets, alert.independent_sources) == (2, 1)
    assert [source.article_id for source in alert.sources] == ["1", "2"]


def test_an_attack_goes_to_its_channels() -> None:
    """All, severity, type, every country that was hit, watchlists."""
    alert = replace(alert_of(report("1", severity=Severity.HIGH)), watchlists=("harbours",))
    assert channels(alert) == (
        "alerts",
        "alerts:severity:high",
        "alerts:type:shelling",
        "alerts:country:VD",
        "alerts:watch:harbours",
    )


def test_an_escalation_goes_to_the_channel_of_escalation() -> None:
    """No type: there is no attack."""
    told = report("1", attack=False, events=(), escalation=(EscalationKind.ULTIMATUM,), severity=Severity.HIGH)
    names = channels(alert_of(told, kind=AlertKind.ESCALATION, incident=IncidentKind.ESCALATION))
    assert "alerts:escalation" in names
    assert not any(name.startswith("alerts:type") for name in names)


def test_the_head_is_the_alert_but_for_what_the_store_adds() -> None:
    """Closed by the store, it is valid JSON with every field, empty lists as lists."""
    alert = alert_of(report("1", events=(event(killed=3),)))
    whole = json.loads(encode_head(alert) + b',"stream_id":"5-0","prev":{}}')
    assert whole["event"]["killed"]["told"] == 3
    assert whole["supersedes"] == []
    assert whole["stream_id"] == "5-0"


def test_routing_and_watchlists_are_asked_with_what_was_told() -> None:
    """The route sees the watchlists that matched, and who got an alert before."""
    seen: list[tuple[tuple[str, ...], frozenset[str]]] = []

    def route(alert: Alert, told: frozenset[str]) -> tuple[str, ...]:
        seen.append((alert.watchlists, told))
        return ("soc",)

    published = address(alert_of(report("1")), lambda _: ("harbours",), route, frozenset({"duty"}))
    assert seen == [(("harbours",), frozenset({"duty"}))]
    assert published.sinks == ("soc",)
    assert "alerts:watch:harbours" in published.channels
