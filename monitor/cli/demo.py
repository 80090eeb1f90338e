"""`monitor demo`: the whole system against an invented newswire on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import click
import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli import config_option
from monitor.cli.showing import inert, show_alert
from monitor.cli.tail import Follower
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.demo.stories import load_outlets
from monitor.demo.summary import Outcome, Verdict, is_trap, to_outcomes
from monitor.demo.wire import Newswire
from monitor.detection.pipeline import Detector
from monitor.domain.alert import Alert
from monitor.errors import MonitorError, StoreUnavailableError
from monitor.storage.connection import connect
from monitor.storage.history import read_incidents
from monitor.storage.keys import Keys

_QUIET = 8.0
"""Seconds without an alert after the last story, after which the demonstration is over."""
_START = 30.0
_COLOURS = {Verdict.RIGHT: "green", Verdict.SPLIT: "yellow", Verdict.MISSED: "red", Verdict.FALSE_ALARM: "red"}


@click.command("demo")
@config_option
def demo_command(config_path: str | None) -> int:  # noqa: ARG001 - the demonstration brings its own configuration
    """Show the whole system against an invented newswire: twelve outlets, some sixty stories, no network.

    Stories appear over half a minute: an attack told by five outlets whose toll rises and is corrected, other attacks,
    and many traps. Alerts are shown as they come; at the end, what was detected, grouped, rejected and why.

    Example: monitor demo
    """
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="monitor-demo-") as directory:
        return asyncio.run(_demo(console, Path(directory)))


async def _demo(console: Console, directory: Path) -> int:
    console.print("[bold]monitor demo[/]: every outlet, person and event below is invented.\n")
    wire = Newswire(SystemClock())
    base = await wire.open()
    try:
        path = _write_config(directory, base)
        config = load_config(str(path), environ={})
        async with _running(path, directory / "run.log") as process:
            alerts = await _follow(config, wire, console, process)
            outcomes = await asyncio.to_thread(_outcomes, config, wire)
    finally:
        await wire.close()
    _show_end(console, alerts, outcomes)
    return 0 if alerts else 1


def _write_config(directory: Path, base: str) -> Path:
    feeds = [
        {"url": feed.url, "name": feed.name, "outlet": feed.outlet, "owner": feed.owner, "country": feed.country,
         "language": "en", "tags": list(feed.tags), "interval": "1s"}
        for feed in load_outlets(base)
    ]  # fmt: skip
    polling = {"interval": "1s", "min_interval": "1s", "per_host_concurrency": 12, "allow_private_networks": True}
    watchlists = [{"name": "baghdad", "countries": ["IQ"], "places": [{"name": "Baghdad", "radius": "50km"}]}]
    path = directory / "config.yaml"
    sections = {"data_dir": "var", "polling": polling, "feeds": feeds, "watchlists": watchlists}
    path.write_text(yaml.safe_dump(sections), encoding="utf-8")
    return path


@contextlib.asynccontextmanager
async def _running(config: Path, log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`monitor run` in a process of its own, stopped at the end."""
    with log.open("wb") as stream:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "run", "--config", str(config), stdout=stream, stderr=stream
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _follow(
    config: Config, wire: Newswire, console: Console, process: asyncio.subprocess.Process
) -> list[Alert]:
    """Shows alerts until the last story has been told and no more come."""
    follower = await _follower(config, process)
    alerts: list[Alert] = []
    loop = asyncio.get_running_loop()
    last = loop.time()
    while not wire.finished or loop.time() - last < _QUIET:
        for alert, _ in await asyncio.to_thread(lambda: list(follower.wait())):
            console.print(show_alert(alert))
            alerts.append(alert)
            last = loop.time()
        if process.returncode is not None:
            raise MonitorError("monitor run ended early; run it by itself to see why", subject="demo")
    return alerts


async def _follower(config: Config, process: asyncio.subprocess.Process) -> Follower:
    """A follower of all alerts, as soon as the store answers."""
    deadline = asyncio.get_running_loop().time() + _START
    keys = Keys(config.redis.prefix)
    while True:
        try:
            return await asyncio.to_thread(_listening, config, keys)
        except StoreUnavailableError:
            if process.returncode is not None or asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(0.1)


def _listening(config: Config, keys: Keys) -> Follower:
    follower = Follower(connect(config), keys, [keys.alerts])
    for _ in follower.start():
        pass  # nothing was published before
    return follower


def _outcomes(config: Config, wire: Newswire) -> list[Outcome]:
    with connect(config) as client:
        incidents = list(read_incidents(client, Keys(config.redis.prefix)))
    return to_outcomes(wire.stories, incidents, Detector(config.detection.threshold))


def _show_end(console: Console, alerts: Sequence[Alert], outcomes: Sequence[Outcome]) -> None:
    told = [outcome for outcome in outcomes if not is_trap(outcome.story)]
    traps = [outcome for outcome in outcomes if is_trap(outcome.story)]
    console.print(_table("Incidents: which stories were told as one", told, "incident"))
    console.print(_table("Traps: what was rejected, and why", traps, "why"))
    right = sum(outcome.verdict is Verdict.RIGHT for outcome in outcomes)
    incidents = len({alert.incident_id for alert in alerts})
    console.print(
        f"\n{len(outcomes)} stories, {incidents} incidents, {len(alerts)} alerts; "
        f"{right} of {len(outcomes)} stories as a careful reader would have it."
    )


def _table(title: str, outcomes: Sequence[Outcome], last: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in ("outlet", "story", "kind", last, ""):
        table.add_column(column, overflow="ellipsis", no_wrap=column != last)
    for outcome in outcomes:
        story = outcome.story
        found = (outcome.incident_id or "—") if last == "incident" else inert(outcome.reason)
        verdict = Text(outcome.verdict, style=_COLOURS[outcome.verdict])
        table.add_row(story.outlet, inert(story.title), story.expect, found, verdict)
    return table
