"""Slack's payload: within its limits, inert, and saying what matters, whatever the headline holds (R43, R59)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from alert_samples import NOON, an_alert
from hostile_alerts import alerts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from receivers import slack_fault

from monitor.alerts.channels.slack_blocks import escape, fit, to_payload
from monitor.alerts.message import AlertMessage, OpsMessage, SummaryMessage
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.incident import IncidentStatus
from monitor.domain.taxonomy import Severity

LINK = re.compile(r"<(https?://[^|<>\s]+)\|[^<>]*>")
ENTITY = re.compile(r"&(?:amp|lt|gt);")


def payload(alert: Alert, missed: tuple[str, ...] = ()) -> dict[str, Any]:
    return to_payload(AlertMessage(delivery_id=f"{alert.id}:s", sink="s", alert=alert, body=b"", missed=missed))


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def assert_inert(sent: dict[str, Any]) -> None:
    """Slack takes it; every < begins one of our links, every & one of the three entities; nothing unprintable."""
    assert slack_fault(sent) is None
    json.dumps(sent).encode("utf-8")
    for text in strings(sent):
        bare = LINK.sub("", text)
        assert "<" not in bare
        assert ">" not in bare
        assert "&" not in ENTITY.sub("", bare)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\ud800-\udfff]", text)


@pytest.mark.slow
@given(alert=alerts(), missed=st.lists(st.text(max_size=30), max_size=5).map(tuple))
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_alerts_stay_within_limits_and_inert(alert: Alert, missed: tuple[str, ...]) -> None:
    """500 alerts of hostile texts."""
    assert_inert(payload(alert, missed))


@pytest.mark.slow
@given(held=st.lists(alerts(), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_summaries_too(held: list[Alert]) -> None:
    """A summary of many long ones is cut as a whole."""
    many = tuple(held) * 6
    assert_inert(to_payload(SummaryMessage(delivery_id="x", sink="s", alerts=many, bodies=(), at=NOON)))


@given(text=st.text(max_size=200), most=st.integers(1, 60))
def test_cut_leaves_whole_entities(text: str, most: int) -> None:
    """What is cut is at most that long, and ends in no half entity."""
    cut = fit(escape(text), most)
    assert len(cut) <= most
    assert "&" not in ENTITY.sub("", cut)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("<!channel>", "&lt;!channel&gt;"), ("a & b", "a &amp; b"), ("&amp;", "&amp;amp;"), ('"q"', '"q"'), ("`x`", "'x'")],
)
def test_escapes_the_three_and_no_more(text: str, escaped: str) -> None:
    """Quotes stay; entities of others are shown as they are written."""
    assert escape(text) == escaped


def test_first_lines_say_it_all() -> None:
    """Severity, what, where and how many stand in the header; what changed comes before the facts."""
    alert = an_alert(kind=AlertKind.UPDATE, revision=2, headline="Update: Rocket attack in Basmaya, Iraq: 5 killed")
    sent = payload(alert, ("killed 2 → 3",))
    blocks = [" ".join(strings(block)) for block in sent["blocks"]]
    assert "🟠 HIGH · Rocket attack in Basmaya, Iraq: 5 killed" in blocks[0]
    assert "*UPDATE 2* · *Corroborated*" in blocks[1]
    assert "*Changed:* killed 2 → 3; killed 3 → 5" in blocks[2]
    facts = blocks[3]
    assert all(word in facts for word in ("*Where*", "openstreetmap", "*When*", "3–5 killed (Example Wire", "*Certainty*"))
    assert "Example Wire: <https://example-wire.example" in blocks[4]
    assert sent["text"].startswith("🟠 HIGH · Rocket attack in Basmaya, Iraq: 5 killed · UPDATE 2")


def test_withdrawal_cannot_be_taken_for_an_attack() -> None:
    """The label says WITHDRAWN, and why stands first."""
    alert = an_alert(kind=AlertKind.CORRECTION, status=IncidentStatus.WITHDRAWN, changes=("a drill",), headline="Withdrawn: X")
    blocks = [" ".join(strings(block)) for block in payload(alert)["blocks"]]
    assert "WITHDRAWN" in blocks[1]
    assert "*Withdrawn:* a drill" in blocks[2]


def test_operator_messages() -> None:
    """Begin and end of a fault look different."""
    def sent(state: str) -> str:
        return " ".join(strings(to_payload(OpsMessage(
            delivery_id="o", sink="s", kind="feed_dead", subject="BBC", state=state, text="410 <Gone>", at=NOON, body=b""
        ))))  # fmt: skip
    assert "FAULT · BBC" in sent("raised")
    assert "410 &lt;Gone&gt;" in sent("raised")
    assert "WELL AGAIN · BBC" in sent("cleared")


@pytest.mark.parametrize("severity", list(Severity))
def test_each_severity_has_word_and_mark(severity: Severity) -> None:
    """Colour never stands alone."""
    assert severity.value.upper() in payload(an_alert(severity=severity))["blocks"][0]["text"]["text"]
