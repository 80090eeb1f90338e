"""Who gets an alert, and the one reason for each sink."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from alert_samples import NOON, an_alert

from monitor.alerts.mute import Mute
from monitor.alerts.route import Reason, RouteDecision, route
from monitor.config.schema import Config
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.taxonomy import Certainty, Severity

LISTS = [{"name": "iraq", "countries": ["IQ"]}, {"name": "uk", "countries": ["GB"]}]
NIGHT = {"quiet_hours": {"start": "11:00", "end": "14:00"}}


def configured(**sink: Any) -> Config:
    base = {"name": "s", "type": "webhook", "url": "https://sink.example/"}
    return Config.model_validate({"watchlists": LISTS, "sinks": [{**base, **sink}]})


def decide(alert: Alert, *, told: bool = False, mutes: tuple[Mute, ...] = (), **sink: Any) -> RouteDecision:
    (decision,) = route(alert, configured(**sink), told=frozenset({"s"} if told else ()), now=NOON, mutes=mutes)
    return decision


CORRECTION = an_alert(kind=AlertKind.CORRECTION, severity=Severity.INFO, revision=3)
UPDATE = an_alert(kind=AlertKind.UPDATE, revision=2)
CRITICAL = an_alert(severity=Severity.CRITICAL)
MUTE = Mute(id="m", reason="drill", since=NOON, until=NOON + timedelta(hours=1), country="IQ")


@pytest.mark.parametrize(
    ("alert", "told", "sink", "send", "reason"),
    [
        (an_alert(), False, {}, True, Reason.MATCHED),
        (an_alert(), False, {"watchlists": ["iraq"]}, True, Reason.MATCHED),
        (an_alert(), False, {"watchlists": ["uk", "iraq"]}, True, Reason.MATCHED),
        (an_alert(), False, {"watchlists": ["uk"]}, False, Reason.WATCHLISTS),
        (an_alert(), False, {"enabled": False}, False, Reason.DISABLED),
        (an_alert(), False, {"kinds": ["new"]}, True, Reason.MATCHED),
        (an_alert(), False, {"kinds": ["escalation"]}, False, Reason.KIND),
        (an_alert(), False, {"min_severity": "critical"}, False, Reason.SEVERITY),
        (an_alert(certainty=Certainty.UNCONFIRMED), False, {"min_certainty": "confirmed"}, False, Reason.CERTAINTY),
        (UPDATE, True, {"kinds": ["new"]}, False, Reason.KIND),
        (UPDATE, False, {"kinds": ["new"]}, True, Reason.MATCHED),
        (UPDATE, False, {"kinds": ["update"]}, True, Reason.MATCHED),
        (UPDATE, True, {"watchlists": ["uk"]}, True, Reason.FOLLOWED),
        (UPDATE, False, {"watchlists": ["uk"]}, False, Reason.WATCHLISTS),
        (an_alert(), False, NIGHT, True, Reason.QUIET_HOURS),
        (CRITICAL, False, NIGHT, True, Reason.MATCHED),
        (CORRECTION, True, NIGHT, True, Reason.CORRECTION),
        (CORRECTION, True, {"kinds": ["new"], "min_severity": "high", "watchlists": ["uk"]}, True, Reason.CORRECTION),
        (CORRECTION, False, {}, False, Reason.NOT_TOLD),
        (CORRECTION, True, {"enabled": False}, False, Reason.DISABLED),
        (an_alert(test=True), False, {"watchlists": ["uk"], **NIGHT}, True, Reason.TEST),
    ],
)
def test_each_reason(alert: Alert, told: bool, sink: dict[str, Any], send: bool, reason: Reason) -> None:
    """The closed set of reasons, one case or more each."""
    decision = decide(alert, told=told, **sink)
    assert (decision.send, decision.reason) == (send, reason)


def test_quiet_hours_say_when_it_is_told() -> None:
    """What is held back has an end."""
    assert decide(an_alert(), **NIGHT).until == NOON + timedelta(hours=2)


def test_digest_holds_all_but_the_critical() -> None:
    """An e-mail digest collects; critical alerts go at once."""
    sink = {"type": "email", "smtp_url": "smtp://h", "from": "a@b.example", "to": ["c@d.example"], "digest": "1h"}
    config = Config.model_validate({"sinks": [{"name": "s", **sink}]})
    decisions = [route(alert, config, told=frozenset(), now=NOON)[0] for alert in (an_alert(), CRITICAL)]
    assert [(d.send, d.reason) for d in decisions] == [(True, Reason.DIGEST), (True, Reason.MATCHED)]


def test_mute_names_its_end_and_reason() -> None:
    """A muted sink knows why and for how long; corrections and critical alerts come through."""
    decision = decide(an_alert(), mutes=(MUTE,))
    assert (decision.send, decision.reason, decision.until, decision.detail) == (
        False, Reason.MUTED, NOON + timedelta(hours=1), "drill"
    )  # fmt: skip
    assert decide(CORRECTION, told=True, mutes=(MUTE,)).send
    assert decide(CRITICAL, mutes=(MUTE,)).send


def test_every_sink_gets_one_decision_in_order() -> None:
    """As many decisions as sinks, in the order of the configuration."""
    sinks = [{"name": name, "type": "slack", "webhook_url": "https://x.example"} for name in ("b", "a", "c")]
    decisions = route(an_alert(), Config.model_validate({"sinks": sinks}), told=frozenset(), now=NOON)
    assert [d.sink for d in decisions] == ["b", "a", "c"]
