"""Signatures, status codes and idempotency keys."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from alert_samples import NOON, an_alert
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from monitor.alerts.channels.http import Answer, judge_status
from monitor.alerts.channels.signature import sign, to_key
from monitor.alerts.channels.webhook import to_body
from monitor.alerts.message import SummaryMessage, key_of
from monitor.alerts.outcome import Cause, Verdict
from monitor.storage.codec import to_json

KEY = base64.b64encode(b"k" * 32).decode()


def headers(secrets: list[str], body: bytes, moment: datetime) -> dict[str, str]:
    stamp = int(moment.timestamp())
    signature = sign([to_key(secret) for secret in secrets], "msg_1:soc", stamp, body)
    return {"webhook-id": "msg_1:soc", "webhook-timestamp": str(stamp), "webhook-signature": signature}


@pytest.mark.parametrize("secret", [f"whsec_{KEY}", KEY])
def test_reference_library_accepts(secret: str) -> None:
    """With and without the prefix, the reference verifier reads the secret as we do."""
    Webhook(secret).verify(b'{"a": 1}', headers([secret], b'{"a": 1}', datetime.now(UTC)))


def test_rotation_signs_with_every_secret() -> None:
    """A receiver that knows only one of two secrets accepts; one that knows neither rejects (R47)."""
    old, new = f"whsec_{KEY}", "whsec_" + base64.b64encode(b"n" * 32).decode()
    signed = headers([new, old], b"{}", datetime.now(UTC))
    Webhook(old).verify(b"{}", signed)
    Webhook(new).verify(b"{}", signed)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"x" * 32).decode()).verify(b"{}", signed)


def test_replay_and_forgery_are_rejected() -> None:
    """An old timestamp, another body and another id do not verify (R47)."""
    secret = f"whsec_{KEY}"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b"{}", headers([secret], b"{}", datetime.now(UTC) - timedelta(hours=1)))
    signed = headers([secret], b"{}", datetime.now(UTC))
    for body, changed in ((b"[]", signed), (b"{}", {**signed, "webhook-id": "msg_2:soc"})):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, changed)


def test_passphrase_stands_for_its_bytes() -> None:
    """What is no base64 is taken as it is; after whsec_ it is refused without being told."""
    assert to_key("correct horse!") == b"correct horse!"
    with pytest.raises(ValueError, match="base64") as caught:
        to_key("whsec_not base64!")
    assert "not base64!" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "verdict", "cause"),
    [
        (200, Verdict.DELIVERED, Cause.OK),
        (202, Verdict.DELIVERED, Cause.OK),
        (204, Verdict.DELIVERED, Cause.OK),
        (301, Verdict.RETRY, Cause.REDIRECT),
        (307, Verdict.RETRY, Cause.REDIRECT),
        (400, Verdict.PERMANENT, Cause.REJECTED),
        (401, Verdict.PERMANENT, Cause.REJECTED),
        (404, Verdict.PERMANENT, Cause.REJECTED),
        (408, Verdict.RETRY, Cause.TIMEOUT),
        (410, Verdict.GONE, Cause.GONE),
        (425, Verdict.RETRY, Cause.SERVER_ERROR),
        (429, Verdict.RETRY, Cause.RATE_LIMITED),
        (500, Verdict.RETRY, Cause.SERVER_ERROR),
        (503, Verdict.RETRY, Cause.SERVER_ERROR),
        (599, Verdict.RETRY, Cause.SERVER_ERROR),
    ],
)
def test_status_decides(status: int, verdict: Verdict, cause: Cause) -> None:
    """One verdict for each class of answers."""
    outcome = judge_status(Answer(status, "words\r\n of \x1b[31mthe receiver", timedelta(seconds=9)))
    assert (outcome.verdict, outcome.cause) == (verdict, cause)
    assert "\x1b" not in outcome.detail
    assert "\n" not in outcome.detail


@given(st.text(min_size=1, max_size=60))
def test_key_fits_headers_and_signatures(delivery_id: str) -> None:
    """Whatever an id holds, its key has no dot (the signature's separator), no space and no control character."""
    key = key_of(delivery_id)
    assert len(key) == len(delivery_id)
    assert key.isascii()
    assert not set(key) & set(". \r\n\t")


def test_summary_holds_the_alerts_as_published() -> None:
    """Alerts go into the body of a summary unchanged."""
    bodies = (to_json(an_alert()), to_json(an_alert(incident_id="inc-2")))
    message = SummaryMessage(delivery_id="summary-1:soc", sink="soc", alerts=(), bodies=bodies, at=NOON)
    assert to_body(message).endswith(b'"alerts":[' + b",".join(bodies) + b"]}")
