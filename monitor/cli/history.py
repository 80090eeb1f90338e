"""`monitor alerts` and `monitor incidents`: what was told, and the life of an incident."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import click
import redis
from rich.console import Console

from monitor.cli import config_option
from monitor.cli.showing import show_alert, show_incident, show_incident_line
from monitor.clock import SystemClock
from monitor.config.load import load_config
from monitor.config.schema import Config
from monitor.config.units import to_country, to_duration
from monitor.domain.alert import Alert
from monitor.domain.incident import Incident, IncidentKind
from monitor.domain.taxonomy import EventType, Severity
from monitor.errors import InputError, StoreError, StoreUnavailableError
from monitor.storage.codec import to_json
from monitor.storage.connection import connect, store_address
from monitor.storage.history import Wanted, last_alert_of, read_alerts, read_incident, read_incidents
from monitor.storage.keys import Keys

_LONGEST = timedelta(days=36_500)
"""Of what is asked for: beyond it the calendar ends."""


class Span(click.ParamType):  # type: ignore[type-arg] # generic in the stubs only from click 8.4 on
    """A duration such as 30m, 6h or 7d."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration; a usage error says what was expected."""
        if isinstance(value, timedelta):
            return value
        try:
            found = to_duration(value)
        except ValueError:
            found = None
        if found is None or found > _LONGEST:
            self.fail(f"{value!r} is no duration: expected one such as 30m, 6h or 7d", param, ctx)
        return found


class Country(click.ParamType):  # type: ignore[type-arg] # as above
    """An ISO 3166-1 alpha-2 code such as IQ, in whatever case; a name would match nothing, and is refused."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in capitals; a usage error says what was expected."""
        try:
            return to_country(value)
        except ValueError:
            self.fail(f"{value!r} is no country code: expected ISO 3166-1 alpha-2, such as IQ", param, ctx)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both lists have."""
    types = click.Choice([type_.value for type_ in EventType])
    severities = click.Choice([severity.value for severity in Severity])
    for option in (
        click.option("--json", "as_json", is_flag=True, help="JSON Lines, one object each."),
        click.option("--severity", type=severities, help="This severity and above."),
        click.option("--country", type=Country(), metavar="CC", help="ISO 3166-1 alpha-2 code, such as IQ."),
        click.option("--type", "type_", type=types, help="Kind of attack.", metavar="TYPE"),
        click.option("--since", type=Span(), metavar="SPAN", help="Of the last 30m, 6h, 7d …"),
    ):
        command = option(command)
    return command


@contextmanager
def opened(config: Config) -> Iterator[redis.Redis]:
    """A client of the store; a store that does not answer, or refuses, is told in one line."""
    with store_told(config), connect(config) as client:
        yield client


@contextmanager
def store_told(config: Config) -> Iterator[None]:
    """What Redis raises inside becomes an error of ours, so that a person reads one line and not a traceback."""
    address = store_address(config)
    try:
        yield
    except (redis.ConnectionError, redis.TimeoutError) as error:
        if any(isinstance(one, redis.AuthenticationError) for one in (error, error.__cause__)):  # asyncio wraps it
            raise StoreError(f"the store at {address} refuses the credentials of redis.url", subject=address) from error
        raise StoreUnavailableError(f"no store answers at {address}", subject=address) from error
    except redis.RedisError as error:
        # Full, read-only, or not permitted to this user: its own words say which.
        raise StoreError(f"the store at {address} refuses: {error}", subject=address) from error


def wanted_of(since: timedelta | None, type_: str | None, country: str | None, severity: str | None) -> Wanted:
    """The filters as the store's reader takes them."""
    return Wanted(
        since=SystemClock().now() - since if since else None,
        type=EventType(type_) if type_ else None,
        country=country,
        severity=Severity(severity) if severity else None,
    )


@click.command("alerts")
@filters
@config_option
def alerts_command(
    config_path: str | None,
    since: timedelta | None,
    type_: str | None,
    country: str | None,
    severity: str | None,
    *,
    as_json: bool,
) -> int:
    """List the alerts published, the oldest first.

    Example: monitor alerts --since 24h --severity high
    """
    config = load_config(config_path)
    wanted = wanted_of(since, type_, country, severity)
    console = Console(highlight=False)
    with opened(config) as client:
        for alert, raw in read_alerts(client, Keys(config.redis.prefix), wanted.since):
            if not wanted.takes(alert):
                continue
            if as_json:
                _write_line(raw)
            else:
                console.print(show_alert(alert))
    return 0


@click.command("incidents")
@click.argument("incident_id", metavar="[ID]", required=False)
@filters
@config_option
def incidents_command(  # noqa: PLR0917 - click passes them by name
    config_path: str | None,
    incident_id: str | None,
    since: timedelta | None,
    type_: str | None,
    country: str | None,
    severity: str | None,
    *,
    as_json: bool,
) -> int:
    """List incidents, the latest first; with ID, tell the life of one: sources, what each added, alerts sent.

    Example: monitor incidents --since 7d --country IQ
    """
    config = load_config(config_path)
    keys = Keys(config.redis.prefix)
    with opened(config) as client:
        if incident_id:
            return _tell(client, keys, incident_id, as_json=as_json)
        _list(client, keys, wanted_of(since, type_, country, severity), as_json=as_json)
    return 0


def _tell(client: redis.Redis, keys: Keys, incident_id: str, *, as_json: bool) -> int:
    incident = read_incident(client, keys, incident_id)
    if incident is None:
        raise InputError(f"no incident {incident_id!r} is kept: `monitor incidents` lists them", subject=incident_id)
    if as_json:
        _write_line(to_json(incident))
        return 0
    last = last_alert_of(client, keys, incident)
    Console(highlight=False).print(show_incident(incident, last[0] if last else None))
    return 0


def _list(client: redis.Redis, keys: Keys, wanted: Wanted, *, as_json: bool) -> None:
    console = Console(highlight=False)
    for incident in read_incidents(client, keys, wanted.since):
        last = last_alert_of(client, keys, incident)
        alert = last[0] if last else None
        if not _is_asked(incident, alert, wanted):
            continue
        if as_json:
            _write_line(to_json(incident))
        else:
            console.print(show_incident_line(incident, alert), soft_wrap=True)


def _is_asked(incident: Incident, alert: Alert | None, wanted: Wanted) -> bool:
    """Sequels of unknown attacks are not listed; an incident without alert passes only where nothing is filtered."""
    if incident.kind is IncidentKind.FOLLOW_UP:
        return False
    if alert is None:
        return wanted.type is None and wanted.country is None and wanted.severity is None
    return wanted.takes(alert)


def _write_line(data: bytes) -> None:
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def since_moment(since: timedelta | None) -> datetime | None:
    """The moment that lies a span back."""
    return SystemClock().now() - since if since else None
