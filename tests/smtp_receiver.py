"""A real SMTP server on loopback: TLS by a certificate made for the test, login, and recipients that it refuses."""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(directory: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = directory / "cert.pem", directory / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    key_file.write_bytes(pem)
    return cert_file, key_file


@dataclass
class Mail:
    """One message as it was handed over."""

    sender: str
    recipients: list[str]
    data: bytes

    @property
    def parsed(self) -> EmailMessage:
        message = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class Mailbox:
    """What the server does and has got. `refuse` maps recipients to answers; `fail` answers the next messages."""

    mails: list[Mail] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    fail: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.fail:
            return self.fail.pop(0)
        self.mails.append(Mail(envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 OK"

    def until(self, count: int, *, seconds: float = 10.0) -> list[Mail]:
        end = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < end, f"{len(self.mails)} of {count} mails"
            time.sleep(0.005)
        return self.mails


class SmtpReceiver:
    """`mode`: plain, starttls or tls. With `login`, (user, password) is demanded."""

    def __init__(self, directory: Path, mode: str = "plain", login: tuple[str, str] | None = None) -> None:
        self.box = Mailbox()
        self.ca_file, key_file = make_certificate(directory)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca_file, key_file)
        options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
        if mode == "tls":
            options |= {"ssl_context": context}
        if mode == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if login:
            options |= {"auth_required": True, "auth_require_tls": mode == "starttls", "authenticator": self._check}
        self._login = login
        self._mode = mode
        self._controller = Controller(self.box, **options)

    def _check(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        good = (data.login.decode(), data.password.decode()) == self._login
        return AuthResult(success=good, handled=good)  # not handled: the server answers 535 itself

    def __enter__(self) -> SmtpReceiver:
        # The controller proves that it listens by connecting to its own port: 0 has to be found out first.
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._controller.port = probe.getsockname()[1]
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def url(self, user: str = "", password: str = "") -> str:
        scheme = {"plain": "smtp", "starttls": "smtp+starttls", "tls": "smtps"}[self._mode]
        login = f"{user}:{password}@" if user else ""
        return f"{scheme}://{login}127.0.0.1:{self.port}"
