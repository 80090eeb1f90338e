"""`test-alert`, `preview` and `route`: who is told what, and how it looks; `mute` and `deliveries` beside them."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import click
import msgspec
import redis
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.channels import build_channel
from monitor.alerts.message import AlertMessage
from monitor.alerts.outcome import Outcome, Verdict
from monitor.alerts.route import Reason, RouteDecision, matching_watchlists, route
from monitor.alerts.sample import sample_alert
from monitor.cli import config_option
from monitor.cli.history import opened
from monitor.cli.mutes import mute_command, warn_of_mute
from monitor.cli.outbox import deliveries_command
from monitor.cli.showing import inert, moment
from monitor.clock import SystemClock, to_ms
from monitor.config.load import load_config
from monitor.config.schema import Config, SinkBase
from monitor.deliver import ROLE
from monitor.domain.alert import Alert
from monitor.domain.delivery import Delivery, DeliveryState
from monitor.errors import InputError, StoreUnavailableError
from monitor.storage.codec import from_json, to_json
from monitor.storage.dead_letters import DeliveryDesk, read_mutes
from monitor.storage.keys import Keys
from monitor.storage.roles import read_roles

__all__ = ["deliveries_command", "mute_command", "preview_command", "route_command", "test_alert_command"]

_PATIENCE = timedelta(seconds=20)
"""Beyond the sink's timeout: how long `test-alert` waits for a delivery to end."""
_LOOK_EVERY = 2.0
"""Seconds after which it looks although nothing was heard: a message may be lost with its connection."""


# --- test-alert -----------------------------------------------------------------------------------------------------
@click.command("test-alert")
@click.option("--sink", "names", multiple=True, metavar="NAME", help="Only this sink; may be given again.")
@config_option
def test_alert_command(names: tuple[str, ...], config_path: str | None) -> int:
    """Send an alert marked `"test": true` through the real delivery path, to all sinks or those named.

    It never enters the stream or the channels. Where no deliverer runs, it is sent from here, once.

    Example: monitor test-alert --sink ops-slack
    """
    config = load_config(config_path)
    sinks = _named(config, names)
    now = SystemClock().now()
    alert = sample_alert(now, incident_id=f"test-{to_ms(now)}")
    try:
        with opened(config) as client:
            if any(sign.role == ROLE for sign in read_roles(client, Keys(config.redis.prefix))):
                return _report(_through_deliverer(client, config, alert, sinks))
    except StoreUnavailableError as error:
        click.echo(f"{error}", err=True)
    click.echo("no deliverer runs: sending from here, once", err=True)
    return _report(asyncio.run(_directly(alert, sinks)))


def _named(config: Config, names: Iterable[str]) -> list[SinkBase]:
    sinks = {sink.name: sink for sink in config.sinks if sink.enabled}
    if unknown := [name for name in names if name not in sinks]:
        raise click.UsageError(f"no enabled sink {unknown[0]!r}; there are: {', '.join(sinks) or 'none'}")
    if not sinks:
        raise click.UsageError("the configuration has no enabled sinks")
    return [sinks[name] for name in names] if names else list(sinks.values())


def _report(outcomes: Iterable[tuple[str, bool, str]]) -> int:
    """One line a sink; 1 where one of them failed."""
    failed = False
    for sink, good, text in outcomes:
        failed = failed or not good
        click.echo(f"{sink}: {'delivered' if good else 'NOT DELIVERED'}{f' ({inert(text)})' if text else ''}")
    return int(failed)


def _through_deliverer(
    client: redis.Redis, config: Config, alert: Alert, sinks: Sequence[SinkBase]
) -> Iterator[tuple[str, bool, str]]:
    keys = Keys(config.redis.prefix)
    desk = DeliveryDesk(client, keys)
    with client.pubsub(ignore_subscribe_messages=True) as settled:  # type: ignore[no-untyped-call]
        settled.subscribe(keys.deliveries_settled)  # before anything is owed, so that nothing is missed
        ids = desk.owe_test(alert, [sink.name for sink in sinks], SystemClock().now())
        for sink, delivery_id in zip(sinks, ids, strict=True):
            found = _when_settled(settled, desk, delivery_id, sink.timeout + _PATIENCE)
            good = found is not None and found.state is DeliveryState.DELIVERED
            yield sink.name, good, (found.last_error or "") if found else "gone from the store"


def _when_settled(settled: Any, desk: DeliveryDesk, delivery_id: str, patience: timedelta) -> Delivery | None:
    """The delivery after its first attempt, or as it stands when patience ends. Looks whenever something is settled."""
    end = time.monotonic() + patience.total_seconds()
    found = desk.find(delivery_id)
    while found is not None and _is_open(found) and (left := end - time.monotonic()) > 0:
        settled.get_message(timeout=min(left, _LOOK_EVERY))
        found = desk.find(delivery_id)
    return found


def _is_open(delivery: Delivery) -> bool:
    """True where its first attempt is still to come or under way."""
    return delivery.state is DeliveryState.WAITING and delivery.attempts == 0


async def _directly(alert: Alert, sinks: Sequence[SinkBase]) -> list[tuple[str, bool, str]]:
    outcomes = await asyncio.gather(*(_send(alert, sink) for sink in sinks))
    return [
        (sink.name, outcome.verdict is Verdict.DELIVERED, "; ".join((outcome.detail, *outcome.warnings)).strip("; "))
        for sink, outcome in zip(sinks, outcomes, strict=True)
    ]


async def _send(alert: Alert, sink: SinkBase) -> Outcome:
    channel = build_channel(sink, SystemClock())
    try:
        return await channel.send(_message(alert, to_json(alert), sink))
    finally:
        await channel.aclose()


def _message(alert: Alert, body: bytes, sink: SinkBase) -> AlertMessage:
    return AlertMessage(delivery_id=f"{alert.id}:{sink.name}", sink=sink.name, alert=alert, body=body)


# --- preview and route ------------------------------------------------------------------------------------------------
@click.command("preview")
@click.argument("which", metavar="[ALERT]", required=False)
@click.option("--last", is_flag=True, help="The alert published last.")
@click.option("--sink", "name", required=True, metavar="NAME", help="The sink whose view of it is shown.")
@click.option("--html", is_flag=True, help="Of an e-mail, only the HTML part: for a browser.")
@config_option
def preview_command(which: str | None, name: str, config_path: str | None, *, last: bool, html: bool) -> int:
    """Show exactly what a sink would get of ALERT: its id, a file with its JSON, or - for standard input.

    Without ALERT and --last, the test alert is shown. Secrets are masked.

    Example: monitor preview --last --sink duty --html > mail.html
    """
    config = load_config(config_path)
    (sink,) = _named(config, [name])
    alert, body = _read(which, config, last=last)
    shown = asyncio.run(_preview(alert, body, sink))
    if html:
        part = message_from_bytes(shown, policy=policy.default).get_body(("html",))
        if part is None:
            raise click.UsageError(f"--html: sink {name!r} sends no HTML")
        shown = part.get_content().encode()
    sys.stdout.buffer.write(shown + b"\n")
    return 0


async def _preview(alert: Alert, body: bytes, sink: SinkBase) -> bytes:
    channel = build_channel(sink, SystemClock())
    try:
        return channel.preview(_message(alert, body, sink))
    finally:
        await channel.aclose()


def _read(which: str | None, config: Config, *, last: bool) -> tuple[Alert, bytes]:
    """The alert meant and its JSON. Raises InputError where there is none."""
    if which is None and not last:
        alert = sample_alert(SystemClock().now())
        return alert, to_json(alert)
    body = _read_file(which) if which and (which == "-" or Path(which).is_file()) else _read_store(which, config)
    try:
        return from_json(body, Alert), body
    except msgspec.MsgspecError as error:
        raise InputError(f"{which or 'the last alert'} is no alert: {error}") from error


def _read_file(which: str) -> bytes:
    return sys.stdin.buffer.read() if which == "-" else Path(which).read_bytes()


def _read_store(which: str | None, config: Config) -> bytes:
    keys = Keys(config.redis.prefix)
    with opened(config) as client:
        if which is not None:
            body = client.get(keys.alert(which))
        else:
            newest: Any = client.xrevrange(keys.alert_stream, count=1)
            body = newest[0][1][b"alert"] if newest else None
    if not isinstance(body, bytes):
        raise InputError(f"alert {which!r} is not kept: `monitor alerts` lists them" if which else "no alert is kept")
    return body


@click.command("route")
@click.argument("which", metavar="[ALERT]", required=False)
@click.option("--last", is_flag=True, help="The alert published last.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one sink each.")
@config_option
def route_command(which: str | None, config_path: str | None, *, last: bool, as_json: bool) -> int:
    """Tell who gets ALERT now, and why: its id, a file with its JSON, or - for standard input.

    Example: monitor route --last
    """
    config = load_config(config_path)
    if which is None and not last:
        raise click.UsageError("name an alert, or give --last")
    alert, _ = _read(which, config, last=last)
    decisions = _decide(alert, config)
    if as_json:
        for decision in decisions:
            click.echo(to_json(decision).decode())
        return 0
    lists = matching_watchlists(alert, config.watchlists)
    click.echo(f"{inert(alert.id)}: {inert(alert.headline)}", err=True)
    click.echo(f"watchlists: {', '.join(lists) or 'none'}", err=True)
    Console(highlight=False).print(_route_table(decisions))
    return 0


def _decide(alert: Alert, config: Config) -> tuple[RouteDecision, ...]:
    """With what the store knows of mutes and of who was told; without, where there is no store."""
    now, keys = SystemClock().now(), Keys(config.redis.prefix)
    try:
        with opened(config) as client:
            told = {s.name for s in config.sinks if client.exists(keys.delivered(s.name, alert.incident_id))}
            mutes = read_mutes(client, keys, now, warn=warn_of_mute)
            return route(alert, config, told=frozenset(told), now=now, mutes=mutes)
    except StoreUnavailableError:
        click.echo("no store: mutes, and who was told before, are not known", err=True)
        return route(alert, config, told=frozenset(), now=now)


def _route_table(decisions: Iterable[RouteDecision]) -> Table:
    table = Table("sink", "gets it", "why", "", box=None)
    for decision in decisions:
        until = f"until {moment(decision.until)} " if decision.until else ""
        later = decision.reason in (Reason.QUIET_HOURS, Reason.DIGEST)
        gets = "no" if not decision.send else "later" if later else "yes"
        why = decision.reason.value.replace("_", " ")
        table.add_row(decision.sink, gets, why, Text(until + inert(decision.detail)))
    return table
