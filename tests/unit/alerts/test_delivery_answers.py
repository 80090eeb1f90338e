"""What receivers may answer, and where mail may be handed over: statuses, wishes, URLs, refusals."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

import aiosmtplib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.channels.email import Relay, explain, judge_recipients, to_relay
from monitor.alerts.channels.email_message import header_text, message_id
from monitor.alerts.channels.http import Answer, judge_status, show
from monitor.alerts.channels.signature import sign, to_key
from monitor.alerts.channels.slack import judge_slack
from monitor.alerts.channels.slack_blocks import escape, fit
from monitor.alerts.hold import next_digest
from monitor.alerts.message import key_of
from monitor.alerts.outcome import Cause, Verdict
from monitor.alerts.quiet import quiet_until
from monitor.config.schema import QuietHours
from monitor.errors import DeliveryError
from monitor.feeds.hints import retry_after

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)

WISHES = [
    (None, None), ("", None), ("soon", None), ("-5", None), ("1.5", timedelta(seconds=1.5)), ("1e3", None), ("²", None), ("٣", None), ("0", timedelta(0)),
    ("5", timedelta(seconds=5)), (" 60 ", timedelta(minutes=1)), ("86400", DAY), ("86401", DAY), ("9" * 5_000, DAY),
    ("Sun, 22 Nov 2026 12:10:00 GMT", timedelta(minutes=10)), ("Sun, 22 Nov 2026 14:10:00 +0200", timedelta(minutes=10)),
    ("Sun, 22 Nov 2026 12:10:00", timedelta(minutes=10)), ("Sun, 22 Nov 2026 11:00:00 GMT", timedelta(0)),
    ("Fri, 31 Dec 9999 23:59:59 GMT", DAY), ("Fri, 31 Dec 9999 23:59:59 -1200", DAY), ("Mon, 01 Jan 0001 00:00:00 +1400", timedelta(0)),
    ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None), ("Mon, 01 Jan 2026 00:00:00 +99999999", None),
    ("Mon, 32 Jan 2026 00:00:00 GMT", None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "wish"), WISHES)
def test_wishes_to_be_left_alone(value: str | None, wish: timedelta | None) -> None:
    """R38, R45: seconds or a date, a day at most; anything else is no wish, and above all no error after a 200."""
    assert retry_after(value, NOW) == wish


@given(st.text(max_size=60) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,4} [A-Z][a-z]{2} \d{1,25} \d\d:\d\d:\d\d [+-]?\w{1,12}", fullmatch=True))
def test_any_wish_is_within_a_day(value: str) -> None:
    """Law: total and bounded."""
    wish = retry_after(value, NOW)
    assert wish is None or timedelta(0) <= wish <= DAY


@given(status=st.integers(100, 999), text=st.text(max_size=300))
def test_every_status_has_one_verdict(status: int, text: str) -> None:
    """Law: 2xx alone delivers, 410 alone ends a sink, and what is shown is one short printable line."""
    outcome = judge_status(Answer(status, text, None))
    assert (outcome.verdict is Verdict.DELIVERED) is (200 <= status < 300)
    assert (outcome.verdict is Verdict.GONE) is (status == 410)
    assert outcome.detail.isprintable()
    assert len(show(text)) <= 120


@pytest.mark.parametrize(
    ("status", "verdict", "cause", "minds"),
    [
        (301, Verdict.RETRY, Cause.REDIRECT, False), (400, Verdict.PERMANENT, Cause.REJECTED, False), (404, Verdict.PERMANENT, Cause.REJECTED, False),
        (408, Verdict.RETRY, Cause.TIMEOUT, True), (425, Verdict.RETRY, Cause.SERVER_ERROR, True), (429, Verdict.RETRY, Cause.RATE_LIMITED, True),
        (499, Verdict.PERMANENT, Cause.REJECTED, False), (500, Verdict.RETRY, Cause.SERVER_ERROR, True), (503, Verdict.RETRY, Cause.SERVER_ERROR, True),
        (101, Verdict.PERMANENT, Cause.REJECTED, False),
    ],
)  # fmt: skip
def test_statuses(status: int, verdict: Verdict, cause: Cause, minds: bool) -> None:
    """Which fault passes, and whose Retry-After counts."""
    outcome = judge_status(Answer(status, "", timedelta(minutes=3)))
    assert (outcome.verdict, outcome.cause, outcome.retry_after) == (verdict, cause, timedelta(minutes=3) if minds else None)


@pytest.mark.parametrize(
    ("status", "text", "cause"),
    [(200, "ok", Cause.OK), (200, "", Cause.OK), (200, " invalid_blocks\n", Cause.REJECTED), (200, "no invalid_blocks here", Cause.OK), (400, "invalid_blocks", Cause.REJECTED), (410, "channel_is_archived", Cause.GONE), (429, "", Cause.RATE_LIMITED)],
)  # fmt: skip
def test_slacks_words(status: int, text: str, cause: Cause) -> None:
    """A gateway that answers 200 to everything is still believed when it names a fault."""
    assert judge_slack(Answer(status, text, None)).cause is cause


RELAYS = [
    ("smtp://relay.example", Relay("relay.example", 25, "none", None, None)),
    ("smtp://relay.example:2525", Relay("relay.example", 2525, "none", None, None)),
    ("smtp+starttls://u@relay.example", Relay("relay.example", 587, "starttls", "u", None)),
    ("smtps://u%40o.example:p%2Fw%3A@relay.example", Relay("relay.example", 465, "tls", "u@o.example", "p/w:")),
    ("smtp://u:p@127.0.0.1", Relay("127.0.0.1", 25, "none", "u", "p")),
    ("smtp://u:p@[::1]:26", Relay("::1", 26, "none", "u", "p")),
    ("smtp://u:p@localhost", Relay("localhost", 25, "none", "u", "p")),
]


@pytest.mark.parametrize(("url", "relay"), RELAYS)
def test_relays(url: str, relay: Relay) -> None:
    """Port by scheme, credentials decoded; a login in the clear on this machine alone."""
    assert to_relay(url, "mail") == relay


@pytest.mark.parametrize("url", ["", "relay.example", "http://s3cret@relay.example", "smtp://", "smtp://u:s3cret@relay.example", "smtps://u:s3cret@relay:99999", "smtp://u:s3cret@[::1", "smtp://u:s3cret@127.0.0.1.example"])
def test_relays_that_are_none(url: str) -> None:
    """Refused, and the refusal tells no part of the URL."""
    with pytest.raises(DeliveryError) as refused:
        to_relay(url, "mail")
    assert "s3cret" not in str(refused.value)
    assert refused.value.reason == "config"


def answers(**codes: int) -> dict[str, aiosmtplib.SMTPResponse]:
    return {f"{name}@o.example": aiosmtplib.SMTPResponse(code, "no\r\nbox \x1b[31m") for name, code in codes.items()}


@pytest.mark.parametrize(
    ("refused", "accepted", "verdict", "owed", "warned"),
    [
        ({}, 2, Verdict.DELIVERED, "", 0), ({"a": 550}, 1, Verdict.DELIVERED, "", 1), ({"a": 550, "b": 553}, 0, Verdict.PERMANENT, "", 2),
        ({"a": 450}, 1, Verdict.RETRY, '["a@o.example"]', 0), ({"b": 451, "a": 421, "c": 550}, 0, Verdict.RETRY, '["a@o.example","b@o.example"]', 1),
        ({"a": 499}, 0, Verdict.RETRY, '["a@o.example"]', 0), ({"a": 500}, 0, Verdict.PERMANENT, "", 1),
    ],
)  # fmt: skip
def test_recipients_one_by_one(refused: dict[str, int], accepted: int, verdict: Verdict, owed: str, warned: int) -> None:
    """Those refused for now are owed alone; one that took it is enough; what the relay said is one printable line."""
    outcome = judge_recipients(answers(**refused), accepted=accepted)
    assert (outcome.verdict, outcome.progress, len(outcome.warnings)) == (verdict, owed, warned)
    assert all(text.isprintable() for text in (outcome.detail, *outcome.warnings))


@pytest.mark.parametrize(
    ("error", "verdict", "cause"),
    [
        (aiosmtplib.SMTPAuthenticationError(535, "bad s3cret"), Verdict.PERMANENT, Cause.LOGIN), (aiosmtplib.SMTPAuthenticationError(454, "later s3cret"), Verdict.RETRY, Cause.LOGIN),
        (aiosmtplib.SMTPDataError(552, "too large"), Verdict.PERMANENT, Cause.REJECTED), (aiosmtplib.SMTPDataError(452, "full"), Verdict.RETRY, Cause.SERVER_ERROR),
        (aiosmtplib.SMTPNotSupported("x"), Verdict.PERMANENT, Cause.UNSUPPORTED), (aiosmtplib.SMTPException("SMTP STARTTLS extension not supported by server."), Verdict.PERMANENT, Cause.UNSUPPORTED),
        (aiosmtplib.SMTPReadTimeoutError("x"), Verdict.RETRY, Cause.TIMEOUT), (ssl.SSLError(1, "x"), Verdict.RETRY, Cause.TLS),
        (ConnectionRefusedError(111, "Connection refused"), Verdict.RETRY, Cause.CONNECTION), (aiosmtplib.SMTPServerDisconnected("x"), Verdict.RETRY, Cause.CONNECTION), (ValueError("x"), Verdict.RETRY, Cause.CONNECTION),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)  # fmt: skip
def test_faults_of_a_relay(error: Exception, verdict: Verdict, cause: Cause) -> None:
    """4yz and broken lines pass, 5yz do not; what was said at a login is not repeated."""
    outcome = explain(error)
    assert (outcome.verdict, outcome.cause) == (verdict, cause)
    assert "s3cret" not in outcome.detail


# --- headers, keys, texts -------------------------------------------------------------------------------------------
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.integers(10, 200))
def test_any_text_makes_a_header(text: str, most: int) -> None:
    """Law: one line within the limit, and nothing in it that a mail program decodes."""
    line = header_text(f"=?utf-8?q?a=0ABcc=3A{text}?=", most)
    assert len(line) <= most
    assert not any(ord(character) < 32 or ord(character) == 127 for character in line)
    assert "=?" not in line
    assert "?=" not in line


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_key_makes_one_message_id(key: str, sender: str) -> None:
    """Law: well-formed whatever the key and the sender, and stable."""
    made = message_id(key_of(key), sender)
    assert made == message_id(key_of(key), sender)
    assert made.isascii()
    assert made[0] + made[-1] == "<>"
    assert made.count("@") == 1
    assert not set(made[1:-1]) & set("<> \r\n")


@given(st.text(max_size=50))
def test_keys_are_of_the_characters_of_headers(delivery_id: str) -> None:
    """Law: idempotent, as long as the id, and safe in headers and signatures."""
    key = key_of(delivery_id)
    assert key_of(key) == key
    assert len(key) == len(delivery_id)
    assert "." not in key


@given(st.text(alphabet="<>&`*_~ab!|é", max_size=80), st.integers(5, 60))
def test_slack_texts_fit_and_hold_whole_entities(text: str, most: int) -> None:
    """Law: never longer; every ampersand begins an entity; no control character is left bare."""
    cut = fit(escape(text), most)
    assert len(cut) <= most
    assert not set(cut) & set("<>`")
    assert cut.count("&") == sum(cut.count(entity) for entity in ("&amp;", "&lt;", "&gt;"))


@pytest.mark.parametrize(
    ("secret", "key"),
    [("whsec_c2VjcmV0", b"secret"), ("c2VjcmV0", b"secret"), ("a passphrase!", b"a passphrase!"), ("", b""), ("abc", b"abc"), ("whsec_", b"")],
)
def test_keys_behind_secrets(secret: str, key: bytes) -> None:
    """base64 with or without its prefix; else the text's own bytes."""
    assert to_key(secret) == key


@pytest.mark.parametrize("secret", ["whsec_not base64!", "whsec_abc", "whsec_é"])
def test_a_prefix_promises_base64(secret: str) -> None:
    """A broken secret is told before anything is signed by it."""
    with pytest.raises(ValueError, match="whsec_"):
        to_key(secret)


@given(st.binary(max_size=40), st.integers(0, 2**31), st.binary(min_size=1, max_size=20))
def test_a_signature_is_of_all_its_parts(body: bytes, at: int, key: bytes) -> None:
    """Law: another body, time, id or key is another signature; no key, none."""
    made = sign([key], "id", at, body)
    others = [sign([key], "id", at, body + b"x"), sign([key], "id", at + 1, body), sign([key], "ie", at, body), sign([b"other" + key], "id", at, body)]
    assert made not in others
    assert sign([key, key], "id", at, body) == f"{made} {made}"
    assert sign([], "id", at, body) == ""


# --- hours ----------------------------------------------------------------------------------------------------------
hours = st.builds(
    QuietHours, start=st.sampled_from(["00:00", "02:30", "12:00", "22:00"]), end=st.sampled_from(["00:00", "02:30", "07:00", "23:59"]),
    timezone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe"]),
    days=st.sets(st.sampled_from(["mon", "wed", "sat", "sun"])).map(tuple),
)  # fmt: skip


@given(hours=hours, minute=st.integers(0, 366 * 24 * 60))
def test_quiet_hours_end_and_are_over_then(hours: QuietHours, minute: int) -> None:
    """Laws, over a year of clock changes: the end lies ahead, within nine days, and it is quiet up to it."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    until = quiet_until(hours, now)
    if until is None:
        return
    assert now < until <= now + timedelta(days=9)
    assert until.utcoffset() == timedelta(0)
    assert quiet_until(hours, until - timedelta(seconds=1)) is not None


@given(every=st.sampled_from([900, 3_600, 21_600, 86_400]), second=st.integers(0, 10**9))
def test_digests_come_at_full_multiples(every: int, second: int) -> None:
    """Law: after now, within one interval, at a full hour or midnight UTC."""
    now = datetime.fromtimestamp(second, UTC)
    due = next_digest(timedelta(seconds=every), now)
    assert now < due <= now + timedelta(seconds=every)
    assert due.timestamp() % every == 0
