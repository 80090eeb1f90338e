"""`monitor verdict` and `monitor ack`: what the person on duty says of an incident."""

from __future__ import annotations

import getpass

import click

from monitor.cli import config_option
from monitor.cli.history import opened
from monitor.config.load import load_config
from monitor.domain.incident import IncidentStatus, Verdict
from monitor.errors import InputError
from monitor.incidents.filing import Order
from monitor.storage.desk import give_order
from monitor.storage.history import read_incident
from monitor.storage.keys import Keys


@click.command("verdict")
@click.argument("incident_id", metavar="INCIDENT")
@click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]))
@click.option("--note", default="", help="Why, in a few words; it stands in the correction.")
@config_option
def verdict_command(incident_id: str, verdict: str, note: str, config_path: str | None) -> int:
    """Say that an incident is a false alarm, or confirmed.

    A false alarm sends a correction with status `withdrawn` to all who got an alert of it.

    Example: monitor verdict 260504-1f2e3d4c false-alarm --note "a drill"
    """
    _order(config_path, Order(incident_id=incident_id, op="verdict", verdict=Verdict(verdict), note=note, by=_who()))
    click.echo(f"{incident_id}: {verdict} noted; the desk acts on it at once", err=True)
    return 0


@click.command("ack")
@click.argument("incident_id", metavar="INCIDENT")
@config_option
def ack_command(incident_id: str, config_path: str | None) -> int:
    """Say that somebody takes care of an incident.

    Example: monitor ack 260504-1f2e3d4c
    """
    _order(config_path, Order(incident_id=incident_id, op="ack", by=_who()))
    click.echo(f"{incident_id}: acknowledged", err=True)
    return 0


def _order(config_path: str | None, order: Order) -> None:
    config = load_config(config_path)
    keys = Keys(config.redis.prefix)
    with opened(config) as client:
        incident = read_incident(client, keys, order.incident_id)
        if incident is None:
            raise InputError(f"no incident {order.incident_id!r} is kept: `monitor incidents` lists them")
        if incident.status is IncidentStatus.MERGED:
            raise InputError(f"{order.incident_id} was merged into {incident.merged_into}: say it of that one")
        give_order(client, keys, order)


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
