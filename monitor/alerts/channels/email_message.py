"""A message as an e-mail: text and HTML, threaded by incident, with no header that we did not set. Pure.

Python's e-mail policy decodes an encoded word in a subject (`=?utf-8?q?a=0ABcc=3A…?=`) and then writes the line break
that it held. So what strangers wrote is made inert, `=?` is broken up, and the bytes are parsed again before they go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr

from monitor.alerts.card import Card, one_line, to_card
from monitor.alerts.channels.email_html import card_html, notice_html, summary_html
from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage, key_of
from monitor.domain.taxonomy import Severity
from monitor.errors import DeliveryError

_SUBJECT = 180
_POLICY = policy.SMTP.clone(max_line_length=78)
_ID_PART = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What all e-mails of a sink share."""

    sender: str
    to: tuple[str, ...]
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    subject: str
    text: str
    html: str
    urgent: bool = False
    thread: tuple[str, ...] = ()
    """Ids of the messages that this one follows, the first of the incident first."""


def check_addresses(head: Letterhead) -> None:
    """Raises DeliveryError where the sender or a recipient is no address."""
    for address in (head.sender, *head.to):
        _address(address)


def to_email(message: Message, head: Letterhead, now: datetime) -> bytes:
    """The e-mail as it goes over the wire. Raises DeliveryError where it would show a header that we did not set."""
    letter = _letter(message, head)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _address(head.sender)
    mail["To"] = tuple(_address(address) for address in head.to)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(message.key, head.sender)
    if letter.thread:
        mail["In-Reply-To"] = letter.thread[-1]
        mail["References"] = " ".join(letter.thread)
    mail["List-Unsubscribe"] = _unsubscribe(head)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.urgent:
        mail["Importance"] = "high"
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return _proven(mail)


def message_id(key: str, sender: str) -> str:
    """`<key@domain>`: the same at every attempt, so that mail stores drop a repeat."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    safe = domain if re.fullmatch(r"[A-Za-z0-9.-]+", domain) else "monitor.invalid"
    return f"<{_ID_PART.sub('.', key).strip('.')}@{safe}>"


def header_text(text: str, most: int = _SUBJECT) -> str:
    """`text` for a header: one line, inert, and with nothing that reads as an encoded word."""
    line = " ".join(one_line(text, "summary").split()).replace("=?", "= ?").replace("?=", "? =")
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _proven(mail: EmailMessage) -> bytes:
    """The bytes of `mail`, parsed again: exactly the headers that were set, each of them once."""
    data = mail.as_bytes()
    expected = sorted(name.lower() for name in mail.keys())  # noqa: SIM118 - a message is no dict: keys repeat
    found = sorted(name.lower() for name in BytesHeaderParser(policy=policy.default).parsebytes(data).keys())  # noqa: SIM118
    if found != expected or len(set(found)) != len(found):
        raise DeliveryError("the e-mail would have had other headers than those set", reason="headers")
    return data


def _letter(message: Message, head: Letterhead) -> _Letter:
    match message:
        case AlertMessage():
            return _alert(message, head)
        case SummaryMessage():
            return _summary(message)
        case OpsMessage():
            return _ops(message)


# --- alert --------------------------------------------------------------------------------------------------------
def _alert(message: AlertMessage, head: Letterhead) -> _Letter:
    card, alert = to_card(message.alert, message.changes), message.alert
    follows = "" if card.label == "NEW" else f"{card.label.capitalize()}: "
    tag = "TEST" if alert.test else card.severity.value.upper()
    return _Letter(
        subject=header_text(f"[{tag}] {'' if alert.test else follows}{card.headline}"),
        text=_card_text(card),
        html=card_html(card),
        urgent=alert.severity is Severity.CRITICAL,
        thread=_thread(message, head),
    )


def _thread(message: AlertMessage, head: Letterhead) -> tuple[str, ...]:
    """The incident's first alert, those of incidents merged into it, and the alert before this one.

    All ids can be worked out, so no state is kept; a client joins messages that name one they all follow, even where
    this sink never got that one.
    """
    alert, key = message.alert, message.key
    if alert.revision <= 1 and not alert.supersedes:
        return ()
    first = [f"{incident}.1" for incident in (*alert.supersedes[:3], alert.incident_id)]
    before = [f"{alert.incident_id}.{alert.revision - 1}"] if alert.revision > 2 else []
    ids = [message_id(key_of(f"{one}:{message.sink}"), head.sender) for one in (*first, *before)]
    return tuple(dict.fromkeys(one for one in ids if one != message_id(key, head.sender)))


def _card_text(card: Card) -> str:
    lines = [card.title, f"{card.label} · {card.certainty} · {card.told_at}", ""]
    if card.changes:
        lines += ["Withdrawn:" if card.withdrawn else "Changed:", *(f"  * {change}" for change in card.changes), ""]
    for fact in card.facts:
        lines.append(f"{fact.name + ':':<12}{fact.text}")
        lines += [f"{'':<12}{fact.url}"] if fact.url else []
    if card.summary:
        lines += ["", card.summary]
    if card.sources:
        lines += ["", "Sources:"]
    for source in card.sources:
        lines.append(f"  * {source.outlet}{' (copy)' if source.copy else ''}: {source.title}")
        lines += [f"    {source.url}"] if source.url else []
    if card.more_sources:
        lines.append(f"  … and {card.more_sources} more")
    return "\n".join([*lines, "", card.footer, ""])


# --- summary and operators ------------------------------------------------------------------------------------------
def _summary(message: SummaryMessage) -> _Letter:
    cards = tuple(to_card(alert, ()) for alert in message.alerts)
    count, worst = len(cards), cards[0].severity.value.upper()
    title = f"{count} alert{'s' if count != 1 else ''} held back, the gravest {worst}"
    lines = [f"{card.title}\n  {card.label} · {card.told_at}\n  {_first_url(card)}".rstrip() for card in cards]
    intro = "Quiet hours, rate cap or digest"
    return _Letter(
        subject=header_text(f"[{worst}] {title}"),
        text="\n\n".join([title, *lines, ""]),
        html=summary_html(title, intro, cards),
    )


def _first_url(card: Card) -> str:
    return next((source.url for source in card.sources if source.url), "")


def _ops(message: OpsMessage) -> _Letter:
    well = message.state != "raised"
    title = f"{'Well again' if well else 'Fault'}: {one_line(message.subject, 'headline')}"
    text, kind = one_line(message.text, "summary"), one_line(message.kind, "name")
    return _Letter(
        subject=header_text(f"[MONITOR] {title}"),
        text=f"{title}\n\n{text}\n\n{kind} · {message.at:%Y-%m-%d %H:%M} UTC\n",
        html=notice_html(title, text, well=well),
    )


# --- addresses ------------------------------------------------------------------------------------------------------
def _address(text: str) -> Address:
    """`Name <user@domain>` or `user@domain`, from the configuration. Raises DeliveryError for anything else."""
    name, spec = parseaddr(text)
    try:
        return Address(display_name=header_text(name, 80), addr_spec=spec)
    except (ValueError, IndexError) as error:
        raise DeliveryError(f"{text!r} is no e-mail address", reason="address") from error


def _unsubscribe(head: Letterhead) -> str:
    """RFC 2369: where to go to get no more."""
    address = head.unsubscribe or f"mailto:{parseaddr(head.sender)[1]}?subject=unsubscribe"
    target = address if ":" in address.partition("?")[0] else f"mailto:{address}"
    return f"<{header_text(target, 500).replace('<', '').replace('>', '').replace(' ', '%20')}>"
