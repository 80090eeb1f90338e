"""`monitor deliveries`: what waits, what failed, and sending it again."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.cli import config_option
from monitor.cli.history import opened
from monitor.cli.showing import inert, moment
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.observability.ops import clear
from monitor.storage.codec import to_json
from monitor.storage.dead_letters import DeliveryDesk
from monitor.storage.keys import Keys


@click.group("deliveries")
def deliveries_command() -> None:
    """List deliveries that wait or failed, and send dead letters again.

    Example: monitor deliveries list --dead
    """


@deliveries_command.command("list")
@click.option("--dead", is_flag=True, help="Only dead letters.")
@click.option("--sink", "name", metavar="NAME", help="Only this sink's.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one delivery each.")
@config_option
def list_command(name: str | None, config_path: str | None, *, dead: bool, as_json: bool) -> int:
    """List dead letters, and what waits.

    Example: monitor deliveries list --sink ops-slack
    """
    config = load_config(config_path)
    with opened(config) as client:
        desk = DeliveryDesk(client, Keys(config.redis.prefix))
        waiting = () if dead else desk.waiting([sink.name for sink in config.sinks])
        found = [one for part in (desk.dead(), waiting) for one in part if name in (None, one.sink)]
    if as_json:
        for one in found:
            click.echo(to_json(one).decode())
        return 0
    table = Table("delivery", "state", "attempts", "next", "last error", box=None)
    for one in found:
        coming = moment(one.next_attempt) if one.next_attempt else ""
        error = Text(inert(one.last_error or ""))
        table.add_row(Text(inert(one.id)), one.state.value, str(one.attempts), coming, error)
    Console(highlight=False).print(table)
    return 0


@deliveries_command.command("retry")
@click.argument("ids", nargs=-1, metavar="[DELIVERY]…")
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
@click.option("--sink", "name", metavar="NAME", help="All dead letters of this sink, which is enabled again.")
@config_option
def retry_command(ids: tuple[str, ...], name: str | None, config_path: str | None, *, everything: bool) -> int:
    """Send dead letters again, with all attempts before them and under the same key.

    One whose incident has gone on meanwhile is not sent: its successor was.

    Example: monitor deliveries retry --sink soc
    """
    if not (ids or name or everything):
        raise click.UsageError("name deliveries, or give --sink or --all")
    config = load_config(config_path)
    keys, now = Keys(config.redis.prefix), SystemClock().now()
    with opened(config) as client:
        desk = DeliveryDesk(client, keys)
        dead = list(desk.dead())
        chosen = [one for one in dead if everything or one.id in ids or one.sink == name]
        revived = [one for one in chosen if desk.retry(one, now)]
        left = {one.sink for one in dead if one not in revived}
        for sink in {one.sink for one in revived} - left:
            clear(client, keys, "dead_letters", sink, f"sink {sink}: all dead letters are sent again", SystemClock())
    for one in revived:
        click.echo(one.id)
    missing = set(ids) - {one.id for one in revived}
    click.echo(f"{len(revived)} sent again" + (f"; no dead letters: {', '.join(missing)}" if missing else ""), err=True)
    return int(bool(missing))
