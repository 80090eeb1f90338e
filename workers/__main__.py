"""`python -m workers` is what `monitor worker` becomes: nothing in monitor imports workers (docs/decisions/0063)."""

from __future__ import annotations

import sys

import click

from monitor.config.load import load_config
from monitor.errors import ConfigError, MonitorError
from monitor.observability import logs
from monitor.parentage import die_with_supervisor
from monitor.storage.fitness import open_store
from workers import pool


@click.command("worker")
@click.option("--config", "config_path", default=None)
@click.option("--count", type=click.IntRange(1, 256), default=None)
def command(config_path: str | None, count: int | None) -> None:
    """Runs a pool of workers until SIGTERM."""
    die_with_supervisor()
    try:
        config = load_config(config_path)
        logs.configure(config, role="worker")
        open_store(config).close()
        status = pool.main(config, count)
    except MonitorError as error:
        click.echo(f"monitor: {error}", err=True)
        status = 2 if isinstance(error, ConfigError) else 1
    sys.exit(status)


command()
