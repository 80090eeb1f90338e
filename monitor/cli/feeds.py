"""`monitor feeds`: list, add, remove, import, export, health."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from monitor.cli import config_option
from monitor.cli.check import ago, wide_console
from monitor.cli.history import store_told
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.config.schema import Config, FeedConfig
from monitor.domain.feed import Feed
from monitor.domain.polling import FeedState
from monitor.errors import InputError, StoreUnavailableError, UsageError
from monitor.feeds.health import advice
from monitor.feeds.opml import read_opml, write_opml
from monitor.feeds.poll import KEEP_SEEN
from monitor.feeds.rhythm import items_per_hour
from monitor.feeds.roster import RuntimeFeeds, configured_feeds, roster
from monitor.feeds.trial import Trial, discover, open_fetcher
from monitor.storage.codec import to_json
from monitor.storage.connection import connect_async
from monitor.storage.feeds import FeedStore
from monitor.storage.keys import Keys

T = TypeVar("T")
_SHOWN_ITEMS = 5


class _Registry:
    """The feeds as the running system sees them: configuration, run-time changes, states."""

    def __init__(self, config: Config, runtime: RuntimeFeeds, store: FeedStore) -> None:
        self._configured = configured_feeds(config)
        self.runtime = runtime
        self._store = store

    async def feeds(self) -> list[Feed]:
        added, removed = await self.runtime.read()
        return list(roster(self._configured, added, removed).values())

    async def rows(self) -> list[tuple[Feed, FeedState]]:
        feeds = await self.feeds()
        states = await self._store.states(feed.id for feed in feeds)
        return [(feed, states[feed.id]) for feed in feeds]

    def is_configured(self, feed_id: str) -> bool:
        return any(feed.id == feed_id for feed in self._configured)


def _with_registry(config: Config, work: Callable[[_Registry], Awaitable[T]]) -> T:
    async def run() -> T:
        client = connect_async(config)
        keys = Keys(config.redis.prefix)
        try:
            store = FeedStore(client, keys, keep_seen=KEEP_SEEN * 2)
            return await work(_Registry(config, RuntimeFeeds(client, keys), store))
        finally:
            await client.aclose()

    with store_told(config):
        return asyncio.run(run())


@click.group("feeds")
def feeds_command() -> None:
    """Manage and inspect feeds.

    What config.yaml names is configured there; feeds that are added here are kept in the store.

    Example: monitor feeds add https://example.org/news
    """


@feeds_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a feed.")
@config_option
def _list(as_json: bool, config_path: str | None) -> int:
    """List the feeds that are polled, with their state where the system runs.

    Example: monitor feeds list --json | jq .url
    """
    config = load_config(config_path)
    try:
        rows = _with_registry(config, lambda registry: registry.rows())
    except StoreUnavailableError:
        rows = [(feed, FeedState()) for feed in configured_feeds(config) if feed.enabled]
    if as_json:
        _print_json([_identity(feed) | {"status": state.status} for feed, state in rows])
    else:
        _print_table(
            ("feed", "status", "outlet", "country", "tags", "address"),
            [
                (feed.name, state.status.value, feed.outlet, feed.country or "", ", ".join(feed.tags), feed.url)
                for feed, state in rows
            ],
        )
    return 0


@feeds_command.command("health")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a feed.")
@click.option("--all", "show_all", is_flag=True, help="Also the feeds that are well.")
@config_option
def _health(as_json: bool, show_all: bool, config_path: str | None) -> int:
    """Show how the feeds do: the ones in trouble first, each with what to do. Exits 1 where one is in trouble.

    Example: monitor feeds health
    """
    rows = _with_registry(load_config(config_path), lambda registry: registry.rows())
    now = SystemClock().now()
    order = {"gone": 0, "dead": 1, "failing": 2, "silent": 3, "waiting": 4, "ok": 5}
    rows.sort(key=lambda row: (order[row[1].status.value], row[0].name))
    troubled = [row for row in rows if row[1].status.value not in ("ok", "waiting")]
    shown = rows if show_all or as_json else troubled
    if as_json:
        _print_json([_identity(feed) | _condition(state, now) for feed, state in shown])
    else:
        _print_table(
            ("feed", "state", "last success", "last new", "a day", "failed", "next because", "advice"),
            [_health_cells(feed, state, now) for feed, state in shown],
        )
        click.echo(f"{len(rows) - len(troubled)} of {len(rows)} feeds are well", err=True)
    return 1 if troubled else 0


def _health_cells(feed: Feed, state: FeedState, now: datetime) -> tuple[str, ...]:
    rate = f"{items_per_hour(state.rhythm, now) * 24:.0f}" if state.polls else ""
    return (
        feed.name, state.status.value, ago(state.last_success, now) or "never", ago(state.last_new, now), rate,
        f"{state.failures}×" if state.failures else "", state.next_reason or "", advice(state),
    )  # fmt: skip


@feeds_command.command("add")
@click.argument("url")
@click.option("--name", help="Name of the feed.")
@click.option("--outlet", help="Name of the outlet.")
@click.option("--country", help="The outlet's country, ISO 3166-1 alpha-2.")
@click.option("--owner", help="Who owns the outlet.")
@click.option("--official", is_flag=True, help="An authority's own feed.")
@click.option("--tag", "tags", multiple=True, help="May be given several times.")
@click.option("--interval", help="Poll this often, such as 2m, whatever the feed asks for.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def _add(url: str, yes: bool, config_path: str | None, **particulars: Any) -> int:
    """Find the feed at URL, show its last items, and poll it from now on. URL may be a web page.

    Example: monitor feeds add https://example.org/ --outlet "Example Herald" --country GB
    """
    config = load_config(config_path)
    wanted = _feed_config(url, {key: value for key, value in particulars.items() if value})
    trials = asyncio.run(_discover(config, wanted.to_feed()))
    best = trials[0]
    if best.reason is not None:
        raise InputError(f"{url}: {best.advice or best.reason}", subject=url)
    _show(trials)
    if not yes and not click.confirm(f"Poll {best.feed.url} from now on?", default=True, err=True):
        return 1
    chosen = wanted.model_copy(update={"url": best.feed.url, "name": wanted.name or best.parsed.title or None})
    _with_registry(config, lambda registry: registry.runtime.add(chosen))
    click.echo(f"added {best.feed.url}", err=True)
    return 0


def _feed_config(url: str, particulars: dict[str, Any]) -> FeedConfig:
    if "://" not in url:
        url = f"https://{url}"
    try:
        return FeedConfig.model_validate({"url": url, **particulars})
    except ValidationError as error:
        found = [(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()]
        faults = "; ".join(f"{key}: {text.removeprefix('Value error, ')}" for key, text in found)
        raise UsageError(faults, subject=url) from error


async def _discover(config: Config, feed: Feed) -> list[Trial]:
    clock = SystemClock()
    async with open_fetcher(config, clock) as fetcher:
        return await discover(fetcher, feed, config.polling, clock)


def _show(trials: list[Trial]) -> None:
    best, now = trials[0], SystemClock().now()
    click.echo(f"{best.parsed.title or best.feed.url}: {len(best.parsed.entries)} items", err=True)
    for entry in best.parsed.entries[:_SHOWN_ITEMS]:
        click.echo(f"  {ago(entry.published, now) or 'no date':>12}  {entry.title}", err=True)
    for other in trials[1:]:
        click.echo(f"  also here: {other.feed.url} ({other.parsed.title})", err=True)


@feeds_command.command("remove")
@click.argument("url")
@config_option
def _remove(url: str, config_path: str | None) -> int:
    """Poll the feed at URL (or of that name) no more. What config.yaml names should be taken out there too.

    Example: monitor feeds remove https://example.org/feed
    """

    async def remove(registry: _Registry) -> tuple[Feed, bool] | None:
        for feed in await registry.feeds():
            if url in (feed.url, feed.name, feed.id):
                configured = registry.is_configured(feed.id)
                await registry.runtime.remove(feed.id, configured=configured)
                return feed, configured
        return None

    removed = _with_registry(load_config(config_path), remove)
    if removed is None:
        raise InputError(f"no feed has the address or name {url!r}; see `monitor feeds list`", subject=url)
    click.echo(f"removed {removed[0].url}" + ("; it still stands in config.yaml" if removed[1] else ""), err=True)
    return 0


@feeds_command.command("import")
@click.argument("file")
@config_option
def _import(file: str, config_path: str | None) -> int:
    """Add all feeds of an OPML file (`-`: stdin); folders become tags.

    Example: monitor feeds import subscriptions.opml
    """
    config = load_config(config_path)
    try:
        feeds = read_opml(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}", subject=file) from error
    except InputError as error:
        raise InputError(f"{file}: {error}", subject=file) from error

    async def add(registry: _Registry) -> int:
        known = {feed.id for feed in await registry.feeds()}
        fresh = [feed for feed in feeds if feed.to_feed().id not in known]
        for feed in fresh:
            await registry.runtime.add(feed)
        return len(fresh)

    added = _with_registry(config, add)
    click.echo(f"{added} feeds added, {len(feeds) - added} were there already", err=True)
    return 0


@feeds_command.command("export")
@click.argument("file", default="-")
@config_option
def _export(file: str, config_path: str | None) -> int:
    """Write the feeds that are polled as OPML; tags become folders.

    Example: monitor feeds export > feeds.opml
    """
    config = load_config(config_path)
    try:
        feeds = _with_registry(config, lambda registry: registry.feeds())
    except StoreUnavailableError:
        feeds = [feed for feed in configured_feeds(config) if feed.enabled]
    text = write_opml(feeds, title="Feeds of monitor", now=SystemClock().now())
    if file == "-":
        sys.stdout.write(text)
        return 0
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {file}: {error.strerror}", subject=file) from error
    return 0


def _identity(feed: Feed) -> dict[str, Any]:
    return {"id": feed.id, "name": feed.name, "outlet": feed.outlet, "country": feed.country, "tags": feed.tags,
            "url": feed.url}  # fmt: skip


def _condition(state: FeedState, now: datetime) -> dict[str, Any]:
    return {
        "status": state.status, "polls": state.polls, "items": state.items, "last_poll": state.last_poll,
        "last_success": state.last_success, "last_new": state.last_new, "failures": state.failures,
        "failing_since": state.failing_since, "reason": state.reason, "detail": state.detail,
        "http_status": state.http_status, "moved_to": state.moved_to, "warnings": state.warnings,
        "items_per_day": round(items_per_hour(state.rhythm, now) * 24, 1), "next_reason": state.next_reason,
        "advice": advice(state),
    }  # fmt: skip


def _print_json(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        sys.stdout.write(to_json(row).decode() + "\n")


def _print_table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    wide_console().print(table)
