"""`monitor mute`: what a person on duty does not want to hear of for a while."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import click
import redis
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.alerts.mute import Mute
from monitor.cli import config_option
from monitor.cli.history import Country, Span, opened
from monitor.cli.showing import inert, moment
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.config.units import to_km
from monitor.detection.where import find_place
from monitor.domain.taxonomy import EventType, Severity
from monitor.errors import InputError
from monitor.storage.dead_letters import end_mute, read_mutes, store_mute
from monitor.storage.history import last_alert_of, read_incident
from monitor.storage.keys import Keys

_FARTHEST = 20_040.0
"""Kilometres: half the way around the globe."""
_TYPES = click.Choice([one.value for one in EventType])


@click.command("mute")
@click.option("--incident", metavar="ID", help="An incident; a rise to critical is told all the same.")
@click.option("--place", metavar="NAME", help="All within --radius of this place.")
@click.option("--radius", default="25km", show_default=True, metavar="DISTANCE")
@click.option("--country", type=Country(), metavar="CC", help="ISO 3166-1 alpha-2 code, such as IQ.")
@click.option("--type", "type_", type=_TYPES, metavar="TYPE", help="Kind of attack.")
@click.option("--for", "span", type=Span(), metavar="SPAN", help="For how long: 4h, 2d …")
@click.option("--reason", default="", help="Why; it stands in the list of mutes and in `monitor route`.")
@click.option("--end", "ended", metavar="MUTE", help="End a mute early, by its id.")
@config_option
def mute_command(  # noqa: PLR0917 - click passes them by name
    config_path: str | None,
    incident: str | None,
    place: str | None,
    radius: str,
    country: str | None,
    type_: str | None,
    span: timedelta | None,
    reason: str,
    ended: str | None,
) -> int:
    """Keep alerts of an incident, a place, a country or a type from all sinks for a while; alone, list the mutes.

    What is named together must hold together. Corrections and critical alerts come through. Channels and stream are
    not muted.

    Example: monitor mute --place Baghdad --radius 30km --type shelling --for 4h --reason "known exercise"
    """
    config = load_config(config_path)
    with opened(config) as client:
        keys, now = Keys(config.redis.prefix), SystemClock().now()
        if ended is not None:
            if not end_mute(client, keys, ended):
                raise InputError(f"no mute {ended!r}: `monitor mute` lists them")
            return 0
        if not any((incident, place, country, type_)):
            return _list_mutes(read_mutes(client, keys, now, warn=warn_of_mute))
        if span is None or not reason:
            raise click.UsageError("a mute needs an end and a reason: --for 4h --reason TEXT")
        mute = _mute(client, keys, now, incident, place, radius, country, type_, until=now + span, reason=reason)
        store_mute(client, keys, mute)
    click.echo(mute.id)
    click.echo(f"muted until {moment(mute.until)}: {_mute_words(mute)}", err=True)
    return 0


def _mute(  # noqa: PLR0917 - what the options say
    client: redis.Redis,
    keys: Keys,
    now: datetime,
    incident: str | None,
    place: str | None,
    radius: str,
    country: str | None,
    type_: str | None,
    *,
    until: datetime,
    reason: str,
) -> Mute:
    found = find_place(place, country) if place else None
    if place and found is None:
        raise click.UsageError(f"--place: no place {place!r} is known; name its country or town")
    try:
        km = to_km(radius)
    except ValueError as error:
        raise click.UsageError(f"--radius: {error}") from error
    if not 0 < km <= _FARTHEST:
        raise click.UsageError("--radius: expected a distance above zero and on this globe")
    return Mute(
        id=secrets.token_hex(3),
        reason=reason,
        since=now,
        until=until,
        incident_id=incident,
        type=EventType(type_) if type_ else None,
        country=country,
        place=found.name if found else None,
        lat=found.lat if found else None,
        lon=found.lon if found else None,
        radius=km,
        severity=_last_severity(client, keys, incident) if incident else None,
    )


def _last_severity(client: redis.Redis, keys: Keys, incident_id: str) -> Severity:
    """How severe the incident's last alert was. Raises InputError where it never alerted."""
    incident = read_incident(client, keys, incident_id)
    last = last_alert_of(client, keys, incident) if incident else None
    if last is None:
        raise InputError(f"no alert of incident {incident_id!r} is kept: `monitor incidents` lists them")
    return last[0].severity


def warn_of_mute(name: str) -> None:
    """Says on stderr that a stored mute cannot be read."""
    click.echo(f"mute {inert(name)!r} cannot be read and mutes nothing: end it with monitor mute --end", err=True)


def _list_mutes(mutes: Sequence[Mute]) -> int:
    table = Table("mute", "until", "what", "reason", box=None)
    for mute in mutes:
        table.add_row(mute.id, moment(mute.until), Text(_mute_words(mute)), Text(inert(mute.reason)))
    Console(highlight=False).print(table)
    return 0


def _mute_words(mute: Mute) -> str:
    near = f"within {mute.radius:g} km of {mute.place}" if mute.place else None
    parts = (f"incident {mute.incident_id}" if mute.incident_id else None, mute.type, near, mute.country)
    return inert(" and ".join(str(part) for part in parts if part))
