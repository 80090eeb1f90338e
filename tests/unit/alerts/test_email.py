"""E-mails parse, show only the headers that we set, and are inert, whatever the headline holds (R44, R59)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from alert_samples import NOON, an_alert
from hostile_alerts import BITS, alerts
from hypothesis import HealthCheck, given, settings

from monitor.alerts.channels.email import judge_recipients
from monitor.alerts.channels.email_message import Letterhead, header_text, message_id, to_email
from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage
from monitor.alerts.outcome import Verdict
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.taxonomy import Severity
from monitor.errors import DeliveryError

HEAD = Letterhead(sender="Monitor <mon@example.org>", to=("a@example.org", "Duty Desk <b@example.org>"))
OURS = {
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "list-unsubscribe", "auto-submitted",
    "importance", "mime-version", "content-type",
}  # fmt: skip


def parsed(message: Message, head: Letterhead = HEAD) -> EmailMessage:
    mail = message_from_bytes(to_email(message, head, NOON), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def of(alert: Alert) -> AlertMessage:
    return AlertMessage(delivery_id=f"{alert.id}:duty", sink="duty", alert=alert, body=b"")


class Tags(HTMLParser):
    """Every tag, attribute and link of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def assert_inert(message: Message) -> None:
    raw = to_email(message, HEAD, NOON)
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118
    assert set(names) <= OURS
    assert len(names) == len(set(names))
    assert not mail.defects
    assert mail["To"] == "a@example.org, Duty Desk <b@example.org>"
    assert not re.search(r"[\r\n\x00-\x1f\u202a-\u202e\u2066-\u2069]", mail["Subject"])
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text.get_content().replace("\r", ""))
    tags = Tags(page.get_content())
    assert tags.tags <= {"html", "head", "meta", "title", "style", "body", "table", "tr", "td", "div", "span", "a", "b", "br"}
    assert not any(name.startswith("on") for name in tags.attributes)
    assert all(link.startswith(("https://", "http://")) for link in tags.links)


@pytest.mark.slow
@given(alert=alerts())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_alerts_add_no_header_and_no_tag(alert: Alert) -> None:
    """200 alerts of hostile texts: only our headers, each once, only our tags, only web links, nothing remote loaded."""
    assert_inert(of(alert))


@pytest.mark.parametrize("bit", BITS)
def test_each_hostile_bit_alone(bit: str) -> None:
    """One by one, at the start and at the end of a headline."""
    for headline in (bit, f"{bit} attack", f"attack {bit}"):
        assert_inert(of(an_alert(headline=headline, summary=bit, changes=(bit,))))


def test_encoded_word_in_a_headline_is_shown_not_obeyed() -> None:
    """The known injection: the subject holds the words, and there is no Bcc."""
    mail = parsed(of(an_alert(headline="=?utf-8?q?a=0ABcc=3A_eve=40evil.example?= attack")))
    assert mail["Bcc"] is None
    assert "= ?utf-8?q?a=0ABcc" in mail["Subject"]


@pytest.mark.slow
@given(alert=alerts())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_summaries_and_faults(alert: Alert) -> None:
    """Summaries and operator messages are made of the same stuff."""
    assert_inert(SummaryMessage(delivery_id="summary-1:duty", sink="duty", alerts=(alert, alert), bodies=(), at=NOON))
    assert_inert(OpsMessage(delivery_id="o:duty", sink="duty", kind=alert.headline, subject=alert.headline, state="raised",
                            text=alert.summary, at=NOON, body=b""))  # fmt: skip


def test_subject_says_it_all() -> None:
    """Severity, kind, what, where, how many, how sure."""
    new = parsed(of(an_alert(headline="Rocket attack in Basmaya, Iraq: 3 killed (unconfirmed)")))
    update = parsed(of(an_alert(kind=AlertKind.UPDATE, revision=2, headline="Update: Rocket attack in Basmaya: 5 killed")))
    assert new["Subject"] == "[HIGH] Rocket attack in Basmaya, Iraq: 3 killed (unconfirmed)"
    assert update["Subject"] == "[HIGH] Update 2: Rocket attack in Basmaya: 5 killed"


def test_headers_of_a_machine() -> None:
    """Not answered by out-of-office robots; a way out; critical ones are marked."""
    mail = parsed(of(an_alert(severity=Severity.CRITICAL)))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<mailto:mon@example.org?subject=unsubscribe>"
    assert mail["Importance"] == "high"
    assert parsed(of(an_alert()))["Importance"] is None


@pytest.mark.parametrize(
    ("unsubscribe", "shown"),
    [("https://x.example/out", "<https://x.example/out>"), ("out@x.example", "<mailto:out@x.example>"),
     ("mailto:out@x.example", "<mailto:out@x.example>"), ("https://x.example/>\r\nBcc: e", "<https://x.example/%20Bcc:%20e>")],
)  # fmt: skip
def test_way_out(unsubscribe: str, shown: str) -> None:
    """mailto: or https:, always one address in angle brackets."""
    head = Letterhead(sender="mon@example.org", to=("a@example.org",), unsubscribe=unsubscribe)
    assert parsed(of(an_alert()), head)["List-Unsubscribe"] == shown


def test_merged_incidents_join_the_thread() -> None:
    """An incident that absorbs another follows both first messages."""
    alert = an_alert(incident_id="inc-2", revision=3, supersedes=("inc-1",))
    references = parsed(of(alert))["References"].split()
    assert references == ["<inc-1_1.duty@example.org>", "<inc-2_1.duty@example.org>", "<inc-2_2.duty@example.org>"]
    assert parsed(of(an_alert()))["Message-ID"] == references[0]


@pytest.mark.parametrize("sender", ["nobody", "a@b@c", "", "x <y>"])
def test_address_that_is_none_is_refused(sender: str) -> None:
    """A sender that is no address is a fault of the sink, not an e-mail."""
    with pytest.raises(DeliveryError):
        to_email(of(an_alert()), Letterhead(sender=sender, to=("a@example.org",)), NOON)


@pytest.mark.parametrize(
    ("text", "shown"), [("a\r\nBcc: b", "a Bcc: b"), ("=?utf-8?q?x?=", "= ?utf-8?q?x? ="), ("x" * 200, "x" * 179 + "…")]
)
def test_header_text(text: str, shown: str) -> None:
    """One line, inert, cut."""
    assert header_text(text) == shown


def test_message_id_is_stable_and_well_formed() -> None:
    """The same key gives the same id; a strange domain is replaced."""
    assert message_id("inc-1_1:duty", "M <m@x.example>") == "<inc-1_1.duty@x.example>"
    assert message_id("k", "m@x_y") == "<k@monitor.invalid>"


def test_refused_recipients_one_by_one() -> None:
    """For now: owed alone; for good: told; nobody left: final."""
    class Answer:
        def __init__(self, code: int) -> None:
            self.code, self.message = code, "no"

    some: Any = {"a@x": Answer(450), "b@x": Answer(550)}
    outcome = judge_recipients(some, accepted=1)
    assert (outcome.verdict, outcome.progress, len(outcome.warnings)) == (Verdict.RETRY, '["a@x"]', 1)
    assert judge_recipients({"b@x": some["b@x"]}, accepted=1).verdict is Verdict.DELIVERED
    assert judge_recipients({"b@x": some["b@x"]}, accepted=0).verdict is Verdict.PERMANENT
