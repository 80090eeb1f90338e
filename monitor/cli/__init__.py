"""The command line: one module a command group, loaded only when called, so that `monitor --help` answers at once.

Exit status: 0 success, 1 the work failed, 2 bad usage or configuration, 130 Ctrl-C. Data goes to stdout, all else to
stderr.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from monitor import __version__
from monitor.errors import ConfigError, MonitorError, UsageError

_COMMANDS: dict[str, tuple[str, str]] = {
    # command: (module under monitor.cli, one line for the overview)
    "run": ("run", "Run the whole system in the foreground."),
    "scheduler": ("run", "Run one scheduler: poll feeds and download pages."),
    "worker": ("run", "Run workers: clean, detect, report."),
    "desk": ("run", "Run the desk: incidents and alerts."),
    "deliver": ("run", "Run the deliverer: webhooks, Slack, e-mail."),
    "check": ("check", "Validate the configuration; --online fetches every feed once."),
    "demo": ("demo", "Show the whole system against a built-in newswire."),
    "tail": ("tail", "Print alerts as they come."),
    "alerts": ("history", "List and show alerts."),
    "incidents": ("history", "List incidents, or tell the life of one."),
    "explain": ("explain", "Show why a text did or did not raise an alert."),
    "feeds": ("feeds", "Manage and inspect feeds."),
    "detect": ("detect", "Batch: documents in, detections out."),
    "clean": ("clean", "Batch: HTML pages in, article texts out."),
    "parse": ("parse", "Parse feed files."),
    "replay": ("replay", "Run detection, grouping and alerting over documents."),
    "test-alert": ("delivery", "Send a test alert through the real delivery path."),
    "preview": ("delivery", "Show exactly what a sink would get."),
    "route": ("delivery", "Tell who gets an alert and why."),
    "mute": ("delivery", "Mute an incident, a place or a type for a while."),
    "deliveries": ("delivery", "List deliveries, and retry dead letters."),
    "verdict": ("verdict", "Say that an incident is a false alarm or confirmed."),
    "ack": ("verdict", "Acknowledge an incident."),
    "status": ("status", "Live table of roles, feeds, queue, alerts, deliveries."),
    "doctor": ("status", "Check everything and say what to do about each fault."),
    "schema": ("schema", "Print a JSON Schema: alert, article or config."),
}


class _LazyGroup(click.Group):
    """Knows its commands by name and loads the module of the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Names in the order of the table above."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command object: attribute `{name}_command` (dashes as underscores) of its module."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. A reader that goes away (`monitor tail | head`) is no fault, as click would have it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whatever is still held back must not be flushed into the pipe as the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The overview, from the table: no module is loaded for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="monitor")
def cli() -> None:
    """Hears of attacks from news feeds and tells those on duty, once, with the facts straight.

    Example: monitor demo
    """


def config_option(function: Any) -> Any:
    """The option that every command has."""
    return click.option(
        "--config",
        "config_path",
        metavar="PATH",
        envvar="MONITOR_CONFIG",
        default=None,
        help="Configuration file (default: ./config.yaml, or $MONITOR_CONFIG).",
    )(function)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and exits with the documented status."""
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        result = cli.main(args=arguments, prog_name="monitor", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except MonitorError as error:
        click.echo(f"monitor: {error}", err=True)
        return 2 if isinstance(error, ConfigError | UsageError) else 1
    return result if isinstance(result, int) else 0
