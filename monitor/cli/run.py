"""`monitor run`, and the roles one by one as the Procfile and other hosts run them."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

import click
from rich.console import Console

from monitor.cli import config_option
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.observability import logs
from monitor.parentage import die_with_supervisor
from monitor.storage.fitness import open_store
from monitor.storage.keys import Keys
from monitor.storage.roles import RoleBeacon
from monitor.supervise import ROLES, Supervisor, child_environment, roles_to_run

RoleMain = Callable[[Config, str | None], int]


@click.command("run")
@config_option
def run_command(config_path: str | None) -> int:
    """Runs the whole system in the foreground: store, scheduler, workers, desk, deliverer.

    Without redis.url a private server keeps its data in data_dir. SIGTERM or Ctrl-C finishes what is in hand and
    stops everything; SIGHUP reads the feeds of the configuration anew. On a terminal a live line shows how it goes and
    the full log is in data_dir/monitor.log; elsewhere the log is JSON on stderr.

    Example: monitor run --config config.yaml
    """
    config = load_config(config_path)
    if sys.stderr.isatty():
        return asyncio.run(_run_on_terminal(config, config_path))
    logs.configure(config, role="run")
    return asyncio.run(Supervisor(config, roles_to_run(config_path, ROLES)).run())


async def _run_on_terminal(config: Config, config_path: str | None) -> int:
    from monitor.cli.live import LiveLine
    from monitor.storage.data_dir import make_private

    make_private(config.data_dir)
    line = LiveLine(config, Console(stderr=True), SystemClock())
    logs.configure(config, role="run", stream=_Lines(line.on_line), terminal=False)
    supervisor = Supervisor(config, roles_to_run(config_path, ROLES), on_line=line.on_line)
    showing = asyncio.create_task(line.run())
    try:
        return await supervisor.run()
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)


class _Lines:
    """A stream whose lines go where the roles' lines go."""

    def __init__(self, on_line: Callable[[str, bytes], None]) -> None:
        self._on_line = on_line

    def write(self, text: str) -> int:
        """One log line, with its newline."""
        if text.strip():
            self._on_line("run", text.encode("utf-8", "backslashreplace"))
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


@click.command("scheduler")
@config_option
def scheduler_command(config_path: str | None) -> int:
    """Runs one scheduler: polls feeds and downloads pages, until SIGTERM. Several share the work.

    Example: monitor scheduler --config config.yaml
    """
    return _serve("scheduler", _scheduler, config_path)


@click.command("worker")
@config_option
@click.option("--count", type=click.IntRange(1, 256), default=None, help="Worker processes (default: workers.count).")
def worker_command(config_path: str | None, count: int | None) -> int:
    """Runs workers: they clean articles, detect attacks and report, until SIGTERM.

    Example: monitor worker --count 4
    """
    load_config(config_path)  # a fault in the configuration is told by this command, not by what it becomes
    command = [sys.executable, "-P", "-m", "workers"]
    command += ["--config", config_path] if config_path else []
    command += ["--count", str(count)] if count else []
    environment = {**child_environment(), "MONITOR_PARENT": os.environ.get("MONITOR_PARENT", "")}
    os.execve(sys.executable, command, environment)  # noqa: S606 - the same interpreter, no shell


@click.command("desk")
@config_option
def desk_command(config_path: str | None) -> int:
    """Runs the desk: groups reports to incidents and publishes alerts, until SIGTERM. One works, others stand by.

    Example: monitor desk --config config.yaml
    """
    return _serve("desk", _desk, config_path)


@click.command("deliver")
@config_option
def deliver_command(config_path: str | None) -> int:
    """Runs the deliverer: sends owed alerts to the sinks, until SIGTERM.

    Example: monitor deliver --config config.yaml
    """
    return _serve("deliver", _deliver, config_path)


def _serve(role: str, main: RoleMain, config_path: str | None) -> int:
    """What all roles share: die with the supervisor, log, check the store, show themselves."""
    die_with_supervisor()
    config = load_config(config_path)
    logs.configure(config, role=role)
    client = open_store(config)
    with RoleBeacon(client, Keys(config.redis.prefix), role, SystemClock()):
        return main(config, config_path)


def _scheduler(config: Config, config_path: str | None) -> int:
    from monitor.scheduler import main

    return main(config, read_config=lambda: load_config(config_path))


def _desk(config: Config, _config_path: str | None) -> int:
    from monitor.desk import main

    return main(config)


def _deliver(config: Config, _config_path: str | None) -> int:
    from monitor.deliver import main

    return main(config)
