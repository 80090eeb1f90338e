"""What every channel must do, whatever it sends with: run by test_channels.py over all of them.

A channel under test comes as a `Fixture`: how to configure its sink for a receiver, and a receiver that can be told to
take, refuse, hang or break.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from receivers import HANG, RESET, HttpReceiver, Reply
from smtp_receiver import SmtpReceiver

CANARY = "c4naryS3cret"
"""Stands in every secret of every sink: where it shows, a secret leaks."""


@dataclass
class Setting:
    """A sink's fields that lead to the receiver, and what the receiver has taken (one text a message)."""

    sink: dict[str, Any]
    taken: Callable[[], list[str]]


Behaviour = str
"""take | refuse | hang | reset | busy"""
Fixture = Callable[[Path, Behaviour], AbstractAsyncContextManager[Setting]]

_REPLIES = {"refuse": Reply(400, f"no {CANARY}"), "hang": HANG, "reset": RESET, "busy": Reply(503, f"busy {CANARY}")}


@asynccontextmanager
async def _http(behaviour: Behaviour) -> AsyncIterator[HttpReceiver]:
    reply = _REPLIES.get(behaviour, Reply())
    async with HttpReceiver(judge=lambda _got: reply) as receiver:
        yield receiver


def _bodies(receiver: HttpReceiver) -> Callable[[], list[str]]:
    return lambda: [got.body.decode() for got in receiver.accepted]


@asynccontextmanager
async def webhook(directory: Path, behaviour: Behaviour) -> AsyncIterator[Setting]:
    async with _http(behaviour) as receiver:
        sink = {
            "type": "webhook", "url": f"{receiver.url}/{CANARY}", "secret": f"whsec_{CANARY}", "allow_private_networks": True,
            "headers": {"Authorization": f"Bearer {CANARY}"},
        }  # fmt: skip
        yield Setting(sink, _bodies(receiver))


@asynccontextmanager
async def slack(directory: Path, behaviour: Behaviour) -> AsyncIterator[Setting]:
    async with _http(behaviour) as receiver:
        yield Setting({"type": "slack", "webhook_url": f"{receiver.url}/{CANARY}"}, _bodies(receiver))


@asynccontextmanager
async def apprise(directory: Path, behaviour: Behaviour) -> AsyncIterator[Setting]:
    async with _http(behaviour) as receiver:
        url = f"json://user:{CANARY}@127.0.0.1:{receiver.port}/{CANARY}"
        yield Setting({"type": "apprise", "url": url}, _bodies(receiver))


@asynccontextmanager
async def email(directory: Path, behaviour: Behaviour) -> AsyncIterator[Setting]:
    fields = {"type": "email", "from": "mon@example.org", "to": ["a@example.org"]}
    if behaviour in ("hang", "reset"):
        async with _http(behaviour) as receiver:  # speaks no SMTP: silence, or a connection cut
            yield Setting({**fields, "smtp_url": f"smtp://x:{CANARY}@127.0.0.1:{receiver.port}"}, list)
        return
    with SmtpReceiver(directory, "tls", ("x", CANARY)) as relay:
        relay.box.fail = {"refuse": [f"554 no {CANARY}"], "busy": [f"451 busy {CANARY}"]}.get(behaviour, [])
        sink = {**fields, "smtp_url": relay.url("x", CANARY), "ca_bundle": relay.ca_file}
        yield Setting(sink, lambda: [mail.data.decode() for mail in relay.box.mails])


FIXTURES: dict[str, Fixture] = {"webhook": webhook, "slack": slack, "email": email, "apprise": apprise}
