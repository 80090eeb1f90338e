"""What `monitor run` shows on a terminal: warnings as they come, and one line below them that is always up to date."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import redis
from rich.console import Console
from rich.live import Live
from rich.text import Text

from monitor.clock import Clock
from monitor.config.schema import Config
from monitor.errors import StoreUnavailableError
from monitor.observability.snapshot import Snapshot, read_snapshot
from monitor.storage.connection import connect
from monitor.storage.keys import Keys

_EVERY = 2.0
_LOG_BYTES = 20_000_000
_SHOWN = {"warning": "yellow", "error": "bold red", "critical": "bold red"}
_QUIET = {"at", "event", "level", "role", "exception"}


class LiveLine:
    """The live line and the log file behind it; `on_line` takes what the roles write."""

    def __init__(self, config: Config, console: Console, clock: Clock) -> None:
        self._config = config
        self._console = console
        self._clock = clock
        self._path = config.data_dir / "monitor.log"
        self._live = Live(Text("starting …"), console=console, refresh_per_second=4, transient=True)

    async def run(self) -> None:
        """Keeps the line up to date until cancelled."""
        with self._live:
            client: redis.Redis | None = None
            seen = False
            while True:
                try:
                    client = client or connect(self._config)
                    self._live.update(await asyncio.to_thread(self._look, client))
                    seen = True
                except (redis.RedisError, StoreUnavailableError):
                    if seen:
                        self._live.update(Text("the store does not answer", style="bold red"))
                await asyncio.sleep(_EVERY)

    def on_line(self, role: str, line: bytes) -> None:
        """Keeps every line in data_dir/monitor.log; shows warnings and errors above the live line."""
        self._keep(line)
        text = line.decode("utf-8", "replace").rstrip("\n")
        try:
            event = json.loads(text)
        except ValueError:
            self._console.print(Text(f"{role}: {text}"))
            return
        if isinstance(event, dict) and event.get("level") in _SHOWN:
            self._console.print(to_shown(role, event))

    def _keep(self, line: bytes) -> None:
        if self._path.exists() and self._path.stat().st_size > _LOG_BYTES:
            self._path.replace(self._path.with_suffix(".log.1"))
        with self._path.open("ab") as stream:
            stream.write(line)

    def _look(self, client: redis.Redis) -> Text:
        return to_line(read_snapshot(client, Keys(self._config.redis.prefix), self._clock.now()))


def to_line(snapshot: Snapshot) -> Text:
    """The line: feeds, queue, articles and alerts today, faults."""
    line = Text.assemble(("monitor ", "bold"), ("● ", "green" if not snapshot.faults else "red"))
    if snapshot.heartbeat is None:
        line.append("feeds …")
    else:
        line.append(f"feeds {snapshot.feeds_ok} ok")
        if snapshot.feeds_failing:
            line.append(f", {snapshot.feeds_failing} failing", style="yellow")
    queue = snapshot.waiting + snapshot.pending + snapshot.leased
    line.append(f" · queue {queue} · today {snapshot.articles_today} articles, {snapshot.alerts_today} alerts")
    if snapshot.last_alert is not None:
        line.append(f" (last {_ago(snapshot.at, snapshot.last_alert)} ago)")
    if snapshot.faults:
        line.append(f" · {len(snapshot.faults)} faults: monitor doctor", style="bold red")
    return line


def to_shown(role: str, event: dict[str, Any]) -> Text:
    """A log event as one line for people."""
    fields = " ".join(f"{name}={value}" for name, value in event.items() if name not in _QUIET)
    shown = Text(f"{str(event.get('at', ''))[11:19]} {role}: ", style="dim")
    shown.append(str(event.get("event", "")), style=_SHOWN[str(event.get("level"))])
    shown.append(f" {fields}"[:400])
    return shown


def _ago(now: datetime, then: datetime) -> str:
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 5400 else f"{seconds // 3600} h"
