"""E-mail end to end: a real relay with TLS and login, recipients refused one by one, threads by incident."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alert_samples import an_alert
from smtp_receiver import SmtpReceiver

from monitor.alerts.channels.email import EmailChannel
from monitor.alerts.message import AlertMessage
from monitor.alerts.outcome import Cause, Verdict
from monitor.clock import SystemClock
from monitor.config.schema import EmailSink
from monitor.domain.alert import AlertKind
from monitor.errors import DeliveryError

LOGIN = ("duty@example.org", "p@ss:w/rd!canary")
QUOTED = ("duty%40example.org", "p%40ss%3Aw%2Frd%21canary")


def a_sink(url: str, **fields: Any) -> EmailSink:
    base = {"name": "duty", "type": "email", "from": "Monitor <mon@example.org>", "to": ["a@example.org", "b@example.org"]}
    return EmailSink.model_validate({**base, "smtp_url": url, "timeout": "3s", **fields})


def a_message(progress: str = "", **fields: Any) -> AlertMessage:
    alert = an_alert(**fields)
    return AlertMessage(delivery_id=f"{alert.id}:duty", sink="duty", alert=alert, body=b"", progress=progress)


@pytest.mark.parametrize("mode", ["plain", "starttls", "tls"])
async def test_hands_over_with_tls_and_login(tmp_path: Path, mode: str) -> None:
    """Each kind of URL, with a login whose characters need quoting."""
    with SmtpReceiver(tmp_path, mode, LOGIN) as relay:
        channel = EmailChannel(a_sink(relay.url(*QUOTED), ca_bundle=relay.ca_file), SystemClock())
        outcome = await channel.send(a_message())
        assert (outcome.verdict, outcome.detail) == (Verdict.DELIVERED, "")
        (mail,) = relay.box.mails
    assert mail.sender == "mon@example.org"
    assert mail.recipients == ["a@example.org", "b@example.org"]
    assert mail.parsed["Message-ID"] == "<inc-1_1.duty@example.org>"


async def test_wrong_password_is_final_and_not_told(tmp_path: Path) -> None:
    """A refused login is not tried again, and the outcome does not hold the password."""
    with SmtpReceiver(tmp_path, "tls", LOGIN) as relay:
        channel = EmailChannel(a_sink(relay.url("x", "wrong-canary"), ca_bundle=relay.ca_file), SystemClock())
        outcome = await channel.send(a_message())
    assert (outcome.verdict, outcome.cause) == (Verdict.PERMANENT, Cause.LOGIN)
    assert "canary" not in repr(outcome)


async def test_certificate_must_be_known(tmp_path: Path) -> None:
    """Without ca_bundle the self-signed certificate is refused, and no mail is handed over."""
    with SmtpReceiver(tmp_path, "tls") as relay:
        outcome = await EmailChannel(a_sink(relay.url()), SystemClock()).send(a_message())
        assert relay.box.mails == []
    assert (outcome.verdict, outcome.cause) == (Verdict.RETRY, Cause.TLS)


async def test_starttls_is_not_given_up_silently(tmp_path: Path) -> None:
    """A relay that offers no STARTTLS gets nothing: somebody in between could have taken the offer out."""
    with SmtpReceiver(tmp_path, "plain") as relay:
        url = relay.url().replace("smtp://", "smtp+starttls://")
        outcome = await EmailChannel(a_sink(url), SystemClock()).send(a_message())
        assert relay.box.mails == []
    assert (outcome.verdict, outcome.cause) == (Verdict.PERMANENT, Cause.UNSUPPORTED)


async def test_recipients_refused_for_good_are_told_one_by_one(tmp_path: Path) -> None:
    """The others get their mail; who was refused, and why, is told."""
    with SmtpReceiver(tmp_path) as relay:
        relay.box.refuse = {"a@example.org": "550 no such user"}
        outcome = await EmailChannel(a_sink(relay.url()), SystemClock()).send(a_message())
        assert [mail.recipients for mail in relay.box.mails] == [["b@example.org"]]
    assert outcome.verdict is Verdict.DELIVERED
    assert outcome.warnings == ("recipient a@example.org was refused: 550 no such user",)


async def test_recipients_refused_for_now_are_owed_alone(tmp_path: Path) -> None:
    """The next attempt goes to those alone, under the same Message-ID."""
    with SmtpReceiver(tmp_path) as relay:
        relay.box.refuse = {"a@example.org": "451 greylisted"}
        channel = EmailChannel(a_sink(relay.url()), SystemClock())
        outcome = await channel.send(a_message())
        assert (outcome.verdict, outcome.cause) == (Verdict.RETRY, Cause.RECIPIENTS)
        relay.box.refuse = {}
        assert (await channel.send(a_message(progress=outcome.progress))).verdict is Verdict.DELIVERED
        assert [mail.recipients for mail in relay.box.mails] == [["b@example.org"], ["a@example.org"]]
        assert len({mail.parsed["Message-ID"] for mail in relay.box.mails}) == 1


@pytest.mark.parametrize(
    ("answer", "verdict"), [("450 busy", Verdict.RETRY), ("552 too large", Verdict.PERMANENT), ("554 spam", Verdict.PERMANENT)]
)
async def test_answer_to_the_message_decides(tmp_path: Path, answer: str, verdict: Verdict) -> None:
    """4yz is tried again, 5yz is not; what the relay said is told."""
    with SmtpReceiver(tmp_path) as relay:
        relay.box.fail = [answer]
        outcome = await EmailChannel(a_sink(relay.url()), SystemClock()).send(a_message())
    assert outcome.verdict is verdict
    assert answer in outcome.detail


async def test_all_refused_for_good_is_final(tmp_path: Path) -> None:
    """Nobody took it: a dead letter, with each refusal."""
    with SmtpReceiver(tmp_path) as relay:
        relay.box.refuse = {"a@example.org": "550 gone", "b@example.org": "550 gone too"}
        outcome = await EmailChannel(a_sink(relay.url()), SystemClock()).send(a_message())
    assert outcome.verdict is Verdict.PERMANENT
    assert len(outcome.warnings) == 2


async def test_relay_that_is_not_there(tmp_path: Path) -> None:
    """A refused connection is tried again."""
    with SmtpReceiver(tmp_path) as relay:
        url = relay.url()
    outcome = await EmailChannel(a_sink(url), SystemClock()).send(a_message())
    assert (outcome.verdict, outcome.cause) == (Verdict.RETRY, Cause.CONNECTION)


async def test_silent_relay_times_out(silent_port: int) -> None:
    """A relay that accepts and says nothing costs the sink's timeout and no more."""
    sink = a_sink(f"smtp://127.0.0.1:{silent_port}", timeout=timedelta(milliseconds=300))
    outcome = await EmailChannel(sink, SystemClock()).send(a_message())
    assert (outcome.verdict, outcome.cause) == (Verdict.RETRY, Cause.TIMEOUT)


@pytest.fixture
def silent_port() -> Any:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    "url", ["smtp://user:canary@mail.example.org", "http://canary.example.org", "smtp://[canary", "smtp+starttls://"]
)
def test_unusable_urls_are_refused_without_telling_them(url: str) -> None:
    """A login without TLS beyond this machine, and what is no relay: the message holds no part of the URL."""
    with pytest.raises(DeliveryError) as caught:
        EmailChannel(a_sink(url), SystemClock())
    assert "canary" not in str(caught.value)


async def test_revisions_of_an_incident_are_one_thread(tmp_path: Path) -> None:
    """New, update and correction: each follows the first, and the one before it."""
    with SmtpReceiver(tmp_path) as relay:
        channel = EmailChannel(a_sink(relay.url()), SystemClock())
        for revision, kind in ((1, AlertKind.NEW), (2, AlertKind.UPDATE), (3, AlertKind.CORRECTION)):
            await channel.send(a_message(revision=revision, kind=kind))
        first, second, third = (mail.parsed for mail in relay.box.mails)
    assert first["References"] is None
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert [mail["Subject"].split("]")[1].split(":")[0] for mail in (second, third)] == [" Update 2", " Correction"]
