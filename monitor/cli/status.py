"""`monitor status` and `monitor doctor`: how it goes, what is wrong, and what to do."""

from __future__ import annotations

import dataclasses
import json
import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import click
import redis
import redis.exceptions
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from monitor.cli import config_option
from monitor.cli.history import opened
from monitor.cli.showing import inert
from monitor.clock import SystemClock, from_ms, to_ms
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.errors import StoreError
from monitor.feeds.health import advice
from monitor.feeds.roster import configured_feeds
from monitor.observability.diagnosis import Finding, Surroundings, diagnose, disk
from monitor.observability.snapshot import Snapshot, read_snapshot, to_plain
from monitor.storage.connection import connect, store_address
from monitor.storage.feeds import read_state
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.server import find_binary
from monitor.storage.subscribers import Subscriber
from monitor.storage.tickets import REFUSED_KEY

_MOST_NAMED = 10
_REFRESH = 2.0


@click.command("status")
@config_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object, once.")
@click.option("--watch", is_flag=True, help="Keep the table up to date until Ctrl-C.")
def status_command(config_path: str | None, as_json: bool, watch: bool) -> int:
    """Shows how it goes: roles, lag, feeds, queue, alerts, deliveries, and where the store is.

    Example: monitor status --watch
    """
    config = load_config(config_path)
    with opened(config) as client:
        if as_json:
            plain = {"address": store_address(config), **to_plain(_look(client, config))}
            click.echo(json.dumps(plain, ensure_ascii=False))
        elif watch:
            _watch(client, config)
        else:
            Console().print(_status_table(_look(client, config), store_address(config)))
    return 0


def _look(client: redis.Redis, config: Config) -> Snapshot:
    sinks = [sink.name for sink in config.sinks if sink.enabled]
    return read_snapshot(client, Keys(config.redis.prefix), SystemClock().now(), sinks=sinks)


def _watch(client: redis.Redis, config: Config) -> None:
    with Live(console=Console(), refresh_per_second=1) as live:
        while True:
            live.update(_status_table(_look(client, config), store_address(config)))
            time.sleep(_REFRESH)


def _status_table(snapshot: Snapshot, address: str) -> Group:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, text in _status_rows(snapshot, address):
        table.add_row(name, Text(text))
    return Group(table, *[Text(f"! {fault['kind']} {fault['text']}", style="bold red") for fault in snapshot.faults])


def _status_rows(snapshot: Snapshot, address: str) -> Iterator[tuple[str, str]]:
    store, owed = snapshot.store, snapshot.deliveries
    limit = f" of {store.max_memory / 1e6:.0f}" if store.max_memory else ""
    yield "store", f"{address} · {store.product} {store.version} · {store.used_memory / 1e6:.0f}{limit} MB"
    for sign in snapshot.roles:
        uptime = _span(snapshot.at - sign.started_at)
        yield sign.role, f"{sign.instance} · up {uptime}" + (f" · {sign.detail}" if sign.detail else "")
    if not snapshot.roles:
        yield "roles", "none is running"
    yield "feeds", _feeds_text(snapshot)
    yield "queue", f"{snapshot.waiting} wait · {snapshot.pending} for their page · {snapshot.leased} in work"
    yield "quarantine", f"{snapshot.quarantined}"
    ended = {name.removeprefix("article."): n for name, n in snapshot.counters.items() if name.startswith("article.")}
    detail = ", ".join(f"{count} {name}" for name, count in sorted(ended.items()))
    yield "articles today", f"{snapshot.articles_today}" + (f" ({detail})" if detail else "")
    yield "desk", "up to date" if not snapshot.desk_lag else f"{_span(snapshot.desk_lag)} behind"
    last = f" · last {_both_times(snapshot.last_alert)}" if snapshot.last_alert else ""
    yield "alerts today", f"{snapshot.alerts_today}{last}"
    waiting = ", ".join(f"{sink} {count}" for sink, count in owed.waiting.items() if count) or "none wait"
    yield "deliveries", waiting + (f" · {owed.dead} dead letters" if owed.dead else "")
    for one in snapshot.subscribers:
        yield "subscriber", _subscriber_text(one)


def _feeds_text(snapshot: Snapshot) -> str:
    beat = snapshot.heartbeat
    if beat is None:
        return "no heartbeat: no scheduler is polling"
    return f"{snapshot.feeds_ok} ok · {snapshot.feeds_failing} failing · lag {beat.get('lag_seconds')} s"


def _subscriber_text(one: Subscriber) -> str:
    unread = "some" if one.unread is None else one.unread
    asked = f"asked {_span(one.idle)} ago" if one.idle is not None else "no consumer"
    behind = f"{_span(one.behind)} behind" if one.behind else "up to date"
    counts = f"{unread} unread, {one.unacknowledged} not acknowledged"
    return f"{inert(one.group)} on {inert(one.stream)} · {behind} · {counts} · {asked}"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"


def _both_times(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local:%H:%M:%S} ({moment:%H:%M:%S} UTC)" if local.utcoffset() else f"{moment:%H:%M:%S} UTC"


@click.command("doctor")
@config_option
@click.option("--json", "as_json", is_flag=True, help="A list of findings as JSON.")
def doctor_command(config_path: str | None, as_json: bool) -> int:
    """Checks store, clock, disk, roles, queues, feeds and sinks, and says what to do about each fault.

    Exits with 1 where anything is wrong.

    Example: monitor doctor --config config.yaml
    """
    config = load_config(config_path)
    findings = _examine(config)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        Console().print(_findings_table(findings))
    return 1 if any(finding.is_fault for finding in findings) else 0


def _examine(config: Config) -> list[Finding]:
    try:
        client = connect(config)
        return diagnose(_look(client, config), _surroundings(client, config))
    except (StoreError, redis.RedisError) as error:
        return [_no_store(config, error), disk(_outside(config))]


def _no_store(config: Config, error: Exception) -> Finding:
    """Why there is no store: with an embedded one, whether it could be started at all."""
    remedy = "start it, and look at redis.url"
    if config.redis.url is None:
        try:
            remedy = f"start `monitor run` (it will use {find_binary(config.redis.server)})"
        except StoreError as missing:
            remedy = str(missing)
    elif isinstance(error, redis.AuthenticationError | redis.exceptions.NoPermissionError):
        remedy = "correct the credentials in redis.url, and their rights"
    found = str(error) if isinstance(error, StoreError) else f"{type(error).__name__} at {store_address(config)}"
    return Finding("store", True, found, remedy)


def _outside(config: Config) -> Surroundings:
    place = config.data_dir
    while not place.exists():
        place = place.parent
    usage = shutil.disk_usage(place)
    return Surroundings(
        address=store_address(config),
        clock_off=timedelta(0),
        disk_free=usage.free,
        disk_total=usage.total,
        data_dir=str(config.data_dir),
    )


def _surroundings(client: redis.Redis, config: Config) -> Surroundings:
    keys = Keys(config.redis.prefix)
    seconds, micros = _time(client)
    given_up: Any = client.zrevrange(keys.entries_quarantine, 0, _MOST_NAMED - 1)
    return dataclasses.replace(
        _outside(config),
        clock_off=from_ms(seconds * 1000 + micros / 1000) - SystemClock().now(),
        failing_feeds=tuple(_failing(client, keys, config)),
        feed_reasons=tuple(_reasons(client, keys)),
        quarantine=tuple(to_text(entry_id) for entry_id in given_up),
        refused=_refused_lately(client),
    )


def _refused_lately(client: redis.Redis) -> int:
    since = to_ms(SystemClock().now() - timedelta(days=1))
    refused: Any = client.xrange(REFUSED_KEY, min=str(since))
    return len(refused)


def _time(client: redis.Redis) -> tuple[int, int]:
    told: Any = client.time()
    return int(told[0]), int(told[1])


def _failing(client: redis.Redis, keys: Keys, config: Config) -> Iterator[tuple[str, str]]:
    names = {feed.id: feed.name for feed in configured_feeds(config)}
    ids = sorted(to_text(feed_id) for feed_id in client.smembers(keys.feeds_failing))
    for feed_id in ids[:_MOST_NAMED]:
        state: Any = client.hget(keys.feed(feed_id), "state")
        yield names.get(feed_id, feed_id), advice(read_state(state))
    if len(ids) > _MOST_NAMED:
        yield "others", f"{len(ids) - _MOST_NAMED} more fail: see `monitor feeds health`"


def _reasons(client: redis.Redis, keys: Keys) -> Iterator[str]:
    """Why the last poll failed, of every feed of which it did."""
    ids: Any = client.smembers(keys.feeds_failing)
    with client.pipeline(transaction=False) as pipeline:
        for feed_id in ids:
            pipeline.hget(keys.feed(to_text(feed_id)), "state")
        states: list[Any] = pipeline.execute()
    yield from (reason for state in states if (reason := read_state(state).reason))


def _findings_table(findings: list[Finding]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "check", "found", "what to do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        mark = Text("✗", style="bold red") if finding.is_fault else Text("✓", style="green")
        remedy = finding.remedy if finding.is_fault else ""
        table.add_row(mark, *(Text(inert(words)) for words in (finding.check, finding.found, remedy)))
    return table
