"""The contract of all channels, one suite over every one of them."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest
from alert_samples import NOON, an_alert
from channel_kit import CANARY, FIXTURES
from outbox_kit import delivering, eventually, owe, state
from pydantic import TypeAdapter

from monitor.alerts.channels import _CHANNELS, build_channel
from monitor.alerts.message import AlertMessage, Message, OpsMessage, SummaryMessage
from monitor.alerts.outcome import Verdict
from monitor.clock import SystemClock
from monitor.config.schema import Sink, SinkBase
from monitor.errors import DeliveryError
from monitor.observability.logs import configure
from monitor.storage.codec import to_json

ALERT = an_alert(headline="Blast in Testville: 7 killed", watchlists=("iraq",))


def messages() -> dict[str, Message]:
    other = an_alert(incident_id="inc-2", headline="Second blast in Testville")
    return {
        "alert": AlertMessage(delivery_id="inc-1.1:s", sink="s", alert=ALERT, body=to_json(ALERT)),
        "summary": SummaryMessage(delivery_id="summary-1:s", sink="s", alerts=(ALERT, other), bodies=(to_json(ALERT), to_json(other)), at=NOON),
        "ops": OpsMessage(delivery_id="ops-1-0:s", sink="s", kind="feed_dead", subject="Testville Post", state="raised", text="410 Gone", at=NOON,
                          body=b'{"kind":"feed_dead","subject":"Testville Post","state":"raised","text":"410 Gone","at":"2026-03-17T12:00:00Z"}'),
    }  # fmt: skip


def a_sink(fields: dict[str, Any], **more: Any) -> SinkBase:
    sink: SinkBase = TypeAdapter(Sink).validate_python({"name": "s", "timeout": "400ms", **fields, **more})
    return sink


@pytest.fixture(params=sorted(FIXTURES))
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_every_type_of_sink_has_a_channel_and_a_fixture() -> None:
    """The registry, the schema of the configuration and this kit name the same types."""
    union = get_args(get_args(Sink)[0])
    types = {get_args(model.model_fields["type"].annotation)[0] for model in union}
    assert types == set(_CHANNELS) == set(FIXTURES)


@pytest.mark.parametrize("which", ["alert", "summary", "ops"])
async def test_takes_every_kind_of_message(kind: str, which: str, tmp_path: Path) -> None:
    """Alert, summary and operator message arrive, and say what they are about."""
    async with FIXTURES[kind](tmp_path, "take") as setting:
        channel = build_channel(a_sink(setting.sink, timeout="5s"), SystemClock())
        outcome = await channel.send(messages()[which])
        await channel.aclose()
        assert outcome.verdict is Verdict.DELIVERED, outcome
        (taken,) = setting.taken()
    assert "Testville" in taken
    assert CANARY not in taken


@pytest.mark.parametrize(
    ("behaviour", "verdicts"),
    [
        ("refuse", {Verdict.PERMANENT, Verdict.RETRY}),  # Apprise does not tell why
        ("busy", {Verdict.RETRY}),
        ("hang", {Verdict.RETRY}),
        ("reset", {Verdict.RETRY}),
    ],
)
async def test_faults_are_outcomes(kind: str, behaviour: str, verdicts: set[Verdict], tmp_path: Path) -> None:
    """Whatever the receiver does, `send` answers in time with an outcome, and never raises."""
    async with FIXTURES[kind](tmp_path, behaviour) as setting:
        channel = build_channel(a_sink(setting.sink), SystemClock())
        began = SystemClock().now()
        outcome = await channel.send(messages()["alert"])
        assert SystemClock().now() - began < timedelta(seconds=2)
        await channel.aclose()
        assert setting.taken() == []
    assert outcome.verdict in verdicts
    assert outcome.detail


async def test_preview_shows_what_is_sent_without_secrets(kind: str, tmp_path: Path) -> None:
    """The preview holds the message and none of the sink's secrets."""
    async with FIXTURES[kind](tmp_path, "take") as setting:
        channel = build_channel(a_sink(setting.sink), SystemClock())
        for message in messages().values():
            shown = channel.preview(message).decode()
            assert "Testville" in shown
            assert CANARY not in shown
        await channel.aclose()


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that this process logs, as the role's own logging writes it."""
    import logging

    import structlog

    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("behaviour", ["take", "refuse", "busy", "hang", "reset"])
async def test_secrets_occur_nowhere(
    kind: str, behaviour: str, tmp_path: Path, redis_server: str, redis_client: Any, config_for: Any, logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Through the whole deliverer, with receivers that repeat the secret: no log, output or key of the store has it."""
    async with FIXTURES[kind](tmp_path, behaviour) as setting:
        sinks = [{"name": "s", "timeout": "300ms", "operator": True, **setting.sink}]
        config = config_for(tmp_path, redis_server, sinks=sinks)
        configure(config, role="deliver", stream=logged, terminal=False)
        async with delivering(config, redis_server):
            (delivery,) = owe(redis_client, ALERT, "s")
            await eventually(lambda: int(state(redis_client, delivery)["attempts"]) >= 1)
    told = logged.getvalue() + "".join(capfd.readouterr()) + repr(config) + config.model_dump_json()
    assert '"delivery"' in told
    assert CANARY not in told
    assert CANARY not in _dump(redis_client)


def _dump(client: Any) -> str:
    """Every value of every key."""
    readers = {b"hash": client.hgetall, b"zset": lambda k: client.zrange(k, 0, -1), b"stream": client.xrange, b"string": client.get}
    return "".join(repr((key, readers[client.type(key)](key))) for key in client.scan_iter())


async def test_broken_secrets_show_no_secret(kind: str) -> None:
    """A sink that cannot be used says so without what is secret in it, tracebacks and a library's own log included."""
    fields = {
        "webhook": {"type": "webhook", "url": f"https://x.example/{CANARY}", "secret": f"whsec_{CANARY}!"},
        "slack": {"type": "slack", "webhook_url": f"https://[{CANARY}"},
        "email": {"type": "email", "smtp_url": f"smtp://u:{CANARY}@mail.example", "from": "a@b.example", "to": ["c@d.example"]},
        "apprise": {"type": "apprise", "url": f"nosuch://{CANARY}"},
    }[kind]
    told, logged = "", StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    try:
        channel = build_channel(a_sink(fields), SystemClock())
        told = repr(await channel.send(messages()["alert"]))
        await channel.aclose()
    except DeliveryError:
        told = traceback.format_exc()
    finally:
        logging.getLogger().removeHandler(handler)
    assert told
    assert CANARY not in told + logged.getvalue()
