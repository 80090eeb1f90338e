"""E-mail over SMTP: one connection a message, TLS as the URL says, refused recipients told one by one."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

from monitor.alerts.channels.email_message import Letterhead, check_addresses, to_email
from monitor.alerts.channels.http import show
from monitor.alerts.message import Message
from monitor.alerts.outcome import Cause, Outcome, Verdict, permanent, retry
from monitor.clock import Clock
from monitor.config.schema import EmailSink
from monitor.errors import DeliveryError

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mail is handed over. `tls`: none, starttls or tls."""

    host: str
    port: int
    tls: str
    username: str | None
    password: str | None


class EmailChannel:
    """Hands e-mails to one relay."""

    pace = timedelta(0)

    def __init__(self, sink: EmailSink, clock: Clock) -> None:
        self._sink = sink
        self._clock = clock
        self._relay = to_relay(sink.smtp_url.get_secret_value(), sink.name)
        self._head = Letterhead(sender=sink.sender, to=sink.to, unsubscribe=sink.unsubscribe)
        check_addresses(self._head)
        self._tls = _trust(sink)

    async def send(self, message: Message) -> Outcome:
        """Sends to all recipients, or to those that an earlier attempt still owes."""
        owed = msgspec.json.decode(message.progress, type=list[str]) if message.progress else _bare(self._sink.to)
        try:
            data = to_email(message, self._head, self._clock.now())
        except DeliveryError as error:
            return permanent(Cause.REJECTED, str(error))
        try:
            async with asyncio.timeout(self._sink.timeout.total_seconds()):
                return await self._hand_over(data, owed)
        except TimeoutError:
            return retry(Cause.TIMEOUT, f"the relay did not finish within {self._sink.timeout.total_seconds():g} s")
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return explain(error)

    def preview(self, message: Message) -> bytes:
        """The e-mail as it goes over the wire."""
        return to_email(message, self._head, self._clock.now())

    async def aclose(self) -> None:
        """Nothing stays open between messages."""

    async def _hand_over(self, data: bytes, owed: list[str]) -> Outcome:
        relay = self._relay
        client = aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            use_tls=relay.tls == "tls",
            start_tls=relay.tls == "starttls",
            tls_context=self._tls,
            timeout=self._sink.timeout.total_seconds(),
        )
        try:
            await client.connect()
            if relay.username is not None:
                await client.login(relay.username, relay.password or "")
            refused, _ = await client.sendmail(parseaddr(self._sink.sender)[1], owed, data)
        except aiosmtplib.SMTPRecipientsRefused as error:
            answers = {one.recipient: aiosmtplib.SMTPResponse(one.code, one.message) for one in error.recipients}
            return judge_recipients(answers, accepted=0)
        finally:
            client.close()
        return judge_recipients(refused, accepted=len(owed) - len(refused))


def _trust(sink: EmailSink) -> ssl.SSLContext:
    """What certificates are checked against. Raises DeliveryError where the bundle cannot be read."""
    try:
        return ssl.create_default_context(cafile=str(sink.ca_bundle) if sink.ca_bundle else None)
    except OSError as error:  # ssl.SSLError is one
        text = f"sink {sink.name}: ca_bundle {sink.ca_bundle}: {error.strerror or error}"
        raise DeliveryError(text, subject=sink.name, reason="config") from error


def to_relay(url: str, sink: str) -> Relay:
    """What `smtp_url` says. Raises DeliveryError where it cannot be used; the message holds no part of the URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise DeliveryError(f"sink {sink}: smtp_url is no URL", subject=sink, reason="config") from error
    if parts.scheme not in _PORTS or not host:
        schemes = ", ".join(f"{scheme}://" for scheme in _PORTS)
        raise DeliveryError(f"sink {sink}: smtp_url begins with one of {schemes}", subject=sink, reason="config")
    if parts.username and parts.scheme == "smtp" and not _is_local(host):
        text = f"sink {sink}: a login needs TLS: use smtp+starttls:// or smtps://"
        raise DeliveryError(text, subject=sink, reason="config")
    return Relay(
        host=host,
        port=port or _PORTS[parts.scheme],
        tls={"smtp": "none", "smtp+starttls": "starttls", "smtps": "tls"}[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bare(addresses: tuple[str, ...]) -> list[str]:
    return [parseaddr(address)[1] for address in addresses]


def judge_recipients(refused: dict[str, aiosmtplib.SMTPResponse], *, accepted: int) -> Outcome:
    """Those refused for now (4yz) are owed again, alone; those refused for good (5yz) are told one by one."""
    for_now = {to: answer for to, answer in refused.items() if 400 <= answer.code < 500}
    for_good = {to: answer for to, answer in refused.items() if to not in for_now}
    told = tuple(f"recipient {to} was refused: {_said(answer)}" for to, answer in sorted(for_good.items()))
    if for_now:
        detail = "; ".join(f"{to}: {_said(answer)}" for to, answer in sorted(for_now.items()))
        progress = msgspec.json.encode(sorted(for_now)).decode()
        return Outcome(
            verdict=Verdict.RETRY, cause=Cause.RECIPIENTS, detail=detail, progress=progress, warnings=told
        )
    if accepted or not refused:
        return Outcome(verdict=Verdict.DELIVERED, warnings=told)
    return Outcome(verdict=Verdict.PERMANENT, cause=Cause.RECIPIENTS, detail="; ".join(told), warnings=told)


def _said(answer: aiosmtplib.SMTPResponse) -> str:
    return f"{answer.code} {show(answer.message)}"


def explain(error: Exception) -> Outcome:
    """The outcome of a failed hand-over. What servers say is shown; what we said (a password) is not in it."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _answered(error)
    # A missing STARTTLS has no type of its own in aiosmtplib.
    if isinstance(error, aiosmtplib.SMTPNotSupported) or "extension not supported" in str(error):
        return permanent(Cause.UNSUPPORTED, "the relay does not offer what the sink asks for (STARTTLS or login)")
    if isinstance(error, aiosmtplib.SMTPTimeoutError):
        return retry(Cause.TIMEOUT, "the relay did not answer in time")
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return retry(Cause.TLS, "TLS with the relay failed (is its certificate valid?)")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return retry(Cause.CONNECTION, f"no connection to the relay: {reason}")


def _answered(error: aiosmtplib.SMTPResponseException) -> Outcome:
    """4yz is for now (an overloaded relay refuses logins so, too), 5yz for good."""
    passing = error.code < 500
    kind = retry if passing else permanent
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return kind(Cause.LOGIN, f"the relay refused the login: {error.code}")
    cause = Cause.SERVER_ERROR if passing else Cause.REJECTED
    return kind(cause, f"the relay answered {error.code} {show(error.message)}")
