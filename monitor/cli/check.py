"""`monitor check`: is the configuration right, and, with `--online`, are the feeds?"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from monitor.alerts.channels import build_channel
from monitor.cli import config_option
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.domain.feed import Feed
from monitor.errors import DeliveryError
from monitor.feeds.roster import configured_feeds
from monitor.feeds.trial import Trial, open_fetcher, try_feeds
from monitor.storage.codec import to_json


@click.command("check")
@click.option("--online", is_flag=True, help="Fetch every feed once.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a feed instead of a table.")
@config_option
def check_command(online: bool, as_json: bool, config_path: str | None) -> int:
    """Validate the configuration and list the feeds; --online fetches each once. Exits 1 where a feed or a sink fails.

    Sinks are made ready, but nothing is sent to them: `monitor test-alert` does that.

    Example: monitor check --online
    """
    config = load_config(config_path)
    feeds = [feed for feed in configured_feeds(config) if feed.enabled]
    trials = asyncio.run(_try_all(config, feeds)) if online else [Trial(feed=feed) for feed in feeds]
    now = SystemClock().now()
    if as_json:
        for trial in trials:
            sys.stdout.write(to_json(_row(trial, online=online)).decode() + "\n")
    else:
        wide_console().print(_table(trials, now, online=online))
    failed = sum(trial.reason is not None for trial in trials)
    unusable = asyncio.run(_unusable_sinks(config))
    for problem in unusable:
        click.echo(problem, err=True)
    click.echo(_summary(config, trials, failed, len(unusable), online=online), err=True)
    return 1 if failed or unusable else 0


async def _unusable_sinks(config: Config) -> list[str]:
    """What keeps enabled sinks from being used at all: an extra that is not installed, a secret that cannot sign."""
    problems: list[str] = []
    for sink in config.sinks:
        if not sink.enabled:
            continue
        try:
            await build_channel(sink, SystemClock()).aclose()
        except DeliveryError as error:
            problems.append(str(error))
    return problems


async def _try_all(config: Config, feeds: list[Feed]) -> list[Trial]:
    """All trials, in the order of the configuration; a progress bar on a terminal."""
    clock = SystemClock()
    trials: dict[str, Trial] = {}
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("feeds", total=len(feeds))
        async with open_fetcher(config, clock) as fetcher:
            async for trial in try_feeds(fetcher, feeds, config.polling, clock):
                trials[trial.feed.id] = trial
                progress.advance(task)
    return [trials[feed.id] for feed in feeds]


def _table(trials: list[Trial], now: datetime, *, online: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    headings = ("feed", "status", "items", "newest", "advice") if online else ("feed", "outlet", "country", "address")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for trial in trials:
        table.add_row(*(Text(cell) for cell in (_online(trial, now) if online else _offline(trial.feed))))
    return table


def _offline(feed: Feed) -> tuple[str, ...]:
    return feed.name, feed.outlet, feed.country or "", feed.url


def _online(trial: Trial, now: datetime) -> tuple[str, ...]:
    status = "ok" if trial.reason is None else f"{trial.reason}{f' ({trial.status})' if trial.status else ''}"
    advice = trial.advice or (f"moved for good to {trial.moved_to}" if trial.moved_to else "")
    age = ago(trial.newest, now)
    return trial.feed.name, status, str(len(trial.parsed.entries)) if trial.reason is None else "", age, advice


def wide_console() -> Console:
    """A console as wide as the terminal; wide where the output goes into a file."""
    return Console() if sys.stdout.isatty() else Console(width=200)


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    if moment is None:
        return ""
    seconds = max((now - moment).total_seconds(), 0)
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit} ago"
    return "just now"


def _row(trial: Trial, *, online: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"feed": trial.feed.name, "outlet": trial.feed.outlet, "url": trial.feed.url}
    if online:
        row |= {
            "ok": trial.reason is None, "status": trial.status, "reason": trial.reason,
            "items": len(trial.parsed.entries), "newest": trial.newest, "moved_to": trial.moved_to,
            "advice": trial.advice, "warnings": trial.parsed.warnings,
        }  # fmt: skip
    return row


def _summary(config: Config, trials: list[Trial], failed: int, unusable: int, *, online: bool) -> str:
    counts = {"feed": len(trials), "watchlist": len(config.watchlists), "sink": len(config.sinks)}
    parts = [f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts.items()]
    well = "all feeds answer" if online else "the configuration is valid"
    troubles = ((failed, "feeds fail"), (unusable, "sinks cannot be used"))
    faults = [f"{count} of the {trouble}" for count, trouble in troubles if count]
    return f"{', '.join(parts)}: {' and '.join(faults) or well}"
