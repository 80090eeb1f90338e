"""test-alert, preview, route, mute and deliveries, as a person calls them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import redis.asyncio
from alert_samples import an_alert
from click.testing import CliRunner, Result
from outbox_kit import KEYS, delivering, eventually, owe, state
from receivers import HttpReceiver, Reply

from monitor.cli import delivery as delivery_commands
from monitor.cli.delivery import deliveries_command, mute_command, preview_command, route_command
from monitor.cli.delivery import test_alert_command as send_test_command
from monitor.config.load import load_config
from monitor.errors import InputError
from monitor.storage.codec import to_json
from monitor.storage.deliveries import Outbox, Settlement
from monitor.storage.roles import show_role

SECRET = "c4naryS3cret"
Call = Callable[..., Result]


def write_config(path: Path, redis_url: str | None, url: str) -> Path:
    store = f'"{redis_url}"' if redis_url else "null"
    path.write_text(f"""
redis: {{url: {store}}}
watchlists: [{{name: iraq, countries: [IQ]}}, {{name: uk, countries: [GB]}}]
sinks:
  - {{name: soc, type: webhook, url: "{url}/{SECRET}", allow_private_networks: true, timeout: 2s, secret: {SECRET}!}}
  - {{name: chat, type: slack, webhook_url: "{url}/{SECRET}", watchlists: [uk]}}
  - {{name: duty, type: email, smtp_url: "smtps://u:{SECRET}@127.0.0.1:1", from: a@b.example, to: [c@d.example], timeout: 1s}}
""")
    return path


@pytest.fixture
def call(tmp_path: Path, redis_server: str, redis_client: redis.Redis, hook: Any) -> Call:
    """`call(command, *arguments)` with a configuration on the test's store; secrets never show."""
    config = write_config(tmp_path / "config.yaml", redis_server, f"http://127.0.0.1:{hook.server_address[1]}")

    def run(command: Any, *arguments: str, **options: Any) -> Result:
        result = CliRunner().invoke(command, [*arguments, "--config", str(config)], standalone_mode=False, **options)
        assert SECRET not in result.output
        return result

    run.config = config  # type: ignore[attr-defined]
    return run


def test_test_alert_without_a_deliverer_is_sent_from_here(call: Call, hook: Any, redis_client: redis.Redis) -> None:
    """One line a sink; one that fails makes the exit status 1; the stream stays empty."""
    result = call(send_test_command)
    assert result.return_value == 1
    assert "soc: delivered" in result.output
    assert "chat: delivered" in result.output
    assert "duty: NOT DELIVERED (no connection to the relay" in result.output
    assert [json.loads(body).get("test") for body in hook.bodies if b'"incident_id"' in body] == [True]
    assert redis_client.xlen(KEYS.alert_stream) == 0


def test_test_alert_to_one_sink_without_a_store(tmp_path: Path, hook: Any) -> None:
    """No store is needed; --sink names who gets it, and a wrong name is a usage error that lists the right ones."""
    config = write_config(tmp_path / "c.yaml", None, f"http://127.0.0.1:{hook.server_address[1]}")
    result = CliRunner().invoke(send_test_command, ["--sink", "soc", "--config", str(config)], standalone_mode=False)
    assert (result.return_value, len(hook.bodies)) == (0, 1)
    wrong = CliRunner().invoke(send_test_command, ["--sink", "soK", "--config", str(config)])
    assert wrong.exit_code == 2
    assert "soc, chat, duty" in wrong.output


async def test_test_alert_takes_the_real_path_where_a_deliverer_runs(
    call: Call, redis_server: str, redis_client: redis.Redis
) -> None:
    """It is owed like any alert, past all filters, and the outcome is told."""
    config = load_config(str(call.config))  # type: ignore[attr-defined]
    now = datetime.now(UTC)
    show_role(redis_client, KEYS, "deliver", now, now)
    async with delivering(config, redis_server):
        result = await asyncio.to_thread(call, send_test_command, "--sink", "soc", "--sink", "chat")
    told = [line for line in result.output.splitlines() if line.startswith(("soc:", "chat:"))]  # beside logged lines
    assert told == ["soc: delivered", "chat: delivered"]
    assert result.return_value == 0
    assert redis_client.xlen(KEYS.alert_stream) == 0


@pytest.mark.parametrize(
    ("becomes", "shown"), [("delivered", "soc: delivered"), ("dead", "soc: NOT DELIVERED (400)"), ("no sink", "soc: NOT DELIVERED (no sink")]
)
async def test_test_alert_waits_for_what_tells(
    call: Call, redis_server: str, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch, becomes: str, shown: str
) -> None:
    """It sleeps until the deliverer says what became of it, and asks the store twice, not twenty times a second."""
    monkeypatch.setattr(delivery_commands, "_LOOK_EVERY", 60.0)
    now = datetime.now(UTC)
    show_role(redis_client, KEYS, "deliver", now, now)
    redis_client.config_resetstat()
    connection = redis.asyncio.Redis.from_url(redis_server, protocol=2)
    outbox = Outbox(connection, KEYS, holder="test", retention=timedelta(days=1))
    running = asyncio.create_task(asyncio.to_thread(call, send_test_command, "--sink", "soc"))
    await eventually(lambda: redis_client.zcard(KEYS.deliveries_due) == 1 and commands(redis_client, "hgetall") > 0)
    await outbox.accept(["other" if becomes == "no sink" else "soc"], now + timedelta(minutes=1))
    claimed, _ = await outbox.claim("soc", now + timedelta(minutes=1), timedelta(minutes=1), limit=1)
    for one in claimed:
        await outbox.settle("soc", one, Settlement(becomes), now, error="400" if becomes == "dead" else "")
    result = await asyncio.wait_for(running, 10)
    await connection.aclose()
    assert shown in result.output
    assert commands(redis_client, "hgetall") <= 3


def commands(client: redis.Redis, name: str) -> int:
    """How often the store was asked so since its counts were reset."""
    return int(client.info("commandstats").get(f"cmdstat_{name}", {}).get("calls", 0))


def test_preview_shows_each_sinks_view(call: Call, redis_client: redis.Redis, tmp_path: Path) -> None:
    """By id, by file, by --last and of the test alert; e-mail as a whole or its HTML alone."""
    alert = an_alert(headline="Blast in Testville")
    redis_client.set(KEYS.alert(alert.id), to_json(alert))
    redis_client.xadd(KEYS.alert_stream, {"alert": to_json(alert)})
    (tmp_path / "a.json").write_bytes(to_json(alert))
    for which in ([alert.id], [str(tmp_path / "a.json")], ["--last"]):
        assert "Blast in Testville" in call(preview_command, *which, "--sink", "soc").output
    assert call(preview_command, "-", "--sink", "chat", input=to_json(alert).decode()).output.count("Testville")
    assert "Subject: [HIGH] Blast in Testville" in call(preview_command, "--last", "--sink", "duty").output
    assert call(preview_command, "--last", "--sink", "duty", "--html").output.startswith("<!DOCTYPE html>")
    assert "TEST" in call(preview_command, "--sink", "chat").output
    assert isinstance(call(preview_command, "no-such", "--sink", "soc").exception, InputError)


def test_route_tells_who_and_why(call: Call, redis_client: redis.Redis) -> None:
    """Reasons for each sink, what was told before included."""
    alert = an_alert()
    redis_client.set(KEYS.alert(alert.id), to_json(alert))
    shown = call(route_command, alert.id).output
    assert "watchlists: iraq" in shown
    lines = [json.loads(line) for line in call(route_command, alert.id, "--json").output.splitlines()]
    assert [(line["sink"], line["send"], line["reason"]) for line in lines] == [
        ("soc", True, "matched"), ("chat", False, "watchlists"), ("duty", True, "matched"),
    ]  # fmt: skip
    redis_client.set(KEYS.delivered("chat", "inc-1"), "1")
    lines = [json.loads(line) for line in call(route_command, alert.id, "--json").output.splitlines()]
    assert lines[1]["reason"] == "followed"
    assert call(route_command).exception is not None


def test_mute_is_set_listed_minded_and_ended(call: Call, redis_client: redis.Redis) -> None:
    """Place, type, end and reason; `route` minds it; ended, it is gone."""
    alert = an_alert()
    redis_client.set(KEYS.alert(alert.id), to_json(alert))
    options = ["--place", "Baghdad", "--radius", "40km", "--type", "shelling", "--for", "4h", "--reason", "known drill"]
    made = call(mute_command, *options)
    assert made.exception is None
    mute = made.output.splitlines()[0]
    listed = call(mute_command).output
    assert all(words in listed for words in (mute, "within 40 km", "Baghdad", "known drill"))
    reasons = [json.loads(line)["reason"] for line in call(route_command, alert.id, "--json").output.splitlines()]
    assert reasons == ["muted", "watchlists", "muted"]
    assert call(mute_command, "--end", mute).return_value == 0
    assert redis_client.hlen(KEYS.mutes) == 0
    assert isinstance(call(mute_command, "--end", mute).exception, InputError)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--type", "shelling"],
        ["--type", "shelling", "--for", "4h"],
        ["--place", "Nosuchplaceville", "--for", "4h", "--reason", "x"],
        ["--place", "Baghdad", "--radius", "far", "--for", "4h", "--reason", "x"],
        ["--incident", "nosuch", "--for", "4h", "--reason", "x"],
        ["--type", "nosuch", "--for", "4h", "--reason", "x"],
        ["--country", "IQ", "--for", "soon", "--reason", "x"],
    ],
)
def test_mutes_without_sense_are_refused(call: Call, redis_client: redis.Redis, arguments: list[str]) -> None:
    """No end, no reason, no such place, type or incident: nothing is muted."""
    assert call(mute_command, *arguments).exception is not None
    assert redis_client.hlen(KEYS.mutes) == 0


async def test_dead_letters_are_listed_and_sent_again(
    tmp_path: Path, call: Call, redis_server: str, redis_client: redis.Redis
) -> None:
    """`list` shows the error, `retry` owes it again, and the deliverer sends it."""
    async with HttpReceiver(Reply(400, "[bold]bad\x1b[31m")) as receiver:
        config = write_config(tmp_path / "config.yaml", redis_server, receiver.url)
        async with delivering(load_config(str(config)), redis_server):
            (delivery,) = owe(redis_client, an_alert(), "soc")
            await eventually(lambda: state(redis_client, delivery)["state"] == "dead")
            await eventually(lambda: redis_client.hexists(KEYS.ops_state, "dead_letters|soc"))
            listed = await asyncio.to_thread(call, deliveries_command, "list", "--dead")
            as_json = await asyncio.to_thread(call, deliveries_command, "list", "--json", "--sink", "soc")
            assert "inc-1.1:soc" in listed.output
            assert "\x1b[31m" not in listed.output
            assert json.loads(as_json.output)["last_error"].startswith("HTTP 400: [bold]bad")
            again = await asyncio.to_thread(call, deliveries_command, "retry", "--sink", "soc")
            assert delivery in again.output.splitlines()
            await receiver.until_accepted(1)
            await eventually(lambda: state(redis_client, delivery)["state"] == "delivered")
            await eventually(lambda: not redis_client.hexists(KEYS.ops_state, "dead_letters|soc"))
        assert call(deliveries_command, "retry", "inc-1.1:soc").return_value == 1


def test_waiting_deliveries_are_listed(call: Call, redis_client: redis.Redis) -> None:
    """What is still in the inbox counts as waiting."""
    (delivery,) = owe(redis_client, an_alert(), "soc")
    listed = json.loads(call(deliveries_command, "list", "--json").output)
    assert (listed["id"], listed["state"]) == (delivery, "waiting")
    assert call(deliveries_command, "retry").exception is not None
