"""`monitor tail`: alerts live on a terminal, without a gap.

Pub/Sub is the bell, the stream the record: an alert whose `prev` is not the last one seen on its channel means that
some were missed (a slow reader, a cut connection), and they are read from the stream before it is shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import click
import msgspec
import redis
from rich.console import Console

from monitor.cli import config_option
from monitor.cli.history import Span, opened, since_moment
from monitor.cli.showing import show_alert
from monitor.config.load import load_config
from monitor.domain.alert import Alert
from monitor.storage.history import read_alerts
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text

_RETRY_SECONDS = 1.0


@click.command("tail")
@click.argument("channels", nargs=-1, metavar="[CHANNEL]…")
@click.option("--since", type=Span(), metavar="SPAN", help="First replay the alerts of the last 1h, 2d …")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, as published.")
@config_option
def tail_command(channels: tuple[str, ...], since: timedelta | None, config_path: str | None, *, as_json: bool) -> int:
    """Print alerts as they come, until Ctrl-C.

    CHANNEL is one of the alert channels with or without its prefix, such as severity:high, type:shelling, country:IQ,
    watch:harbours or escalation; all alerts where none is given.

    Example: monitor tail --since 1h country:IQ
    """
    config = load_config(config_path)
    keys = Keys(config.redis.prefix)
    show = _as_json if as_json else _on(Console(highlight=False))
    with opened(config) as client:
        follow = Follower(client, keys, [full_name(keys, channel) for channel in channels] or [keys.alerts])
        for alert, raw in follow.start(since):
            show(alert, raw)
        while True:
            try:
                for alert, raw in follow.wait():
                    show(alert, raw)
            except (redis.ConnectionError, redis.TimeoutError):
                click.echo("the store does not answer; trying again", err=True)
                time.sleep(_RETRY_SECONDS)


def full_name(keys: Keys, channel: str) -> str:
    """A channel's full name, given with or without the prefix and `alerts:`."""
    if channel.startswith(keys.prefix):
        return channel
    if channel in ("all", "alerts"):
        return keys.alerts
    return keys("alerts", channel.removeprefix("alerts:"))


class Follower:
    """Alerts of some channels, each once, in order, none left out."""

    def __init__(self, client: redis.Redis, keys: Keys, channels: list[str]) -> None:
        self._client, self._keys, self._channels = client, keys, set(channels)
        self._last: str | None = None
        """Stream id of the last alert looked at."""
        self._listener: Any = client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]

    def start(self, since: timedelta | None = None) -> Iterator[tuple[Alert, bytes]]:
        """Subscribes, and gives the alerts of the last `since` first; without it, only what comes from now on."""
        self._listener.subscribe(*self._channels)
        newest = self._client.xrevrange(self._keys.alert_stream, count=1)
        end = to_text(newest[0][0]) if newest else "0-0"
        if since is not None and newest:
            for alert, raw in read_alerts(self._client, self._keys, since_moment(since), until=end):
                if self._concerns(alert):
                    yield alert, raw
        self._last = end

    def wait(self, seconds: float = 1.0) -> Iterator[tuple[Alert, bytes]]:
        """What came within `seconds`: everything between the last alert seen and the one that rang."""
        message = self._listener.get_message(timeout=seconds)
        if message is None:
            # The bell may have been lost with the connection: now and then look at the record all the same.
            yield from self._catch_up("+")
            return
        rung = msgspec.json.decode(message["data"], type=Alert)
        if rung.test or rung.stream_id is None:
            yield rung, message["data"]
            return
        yield from self._catch_up(rung.stream_id)

    def _catch_up(self, until: str) -> Iterator[tuple[Alert, bytes]]:
        """Alerts after the last one seen up to `until`. One that rang twice, or was read before, comes once."""
        if until != "+" and _order(until) <= _order(self._last or "0-0"):
            return
        for alert, raw in read_alerts(self._client, self._keys, after=self._last, until=until):
            self._last = alert.stream_id
            if self._concerns(alert):
                yield alert, raw

    def _concerns(self, alert: Alert) -> bool:
        return not self._channels.isdisjoint(alert.prev or {})


def _order(stream_id: str) -> tuple[int, int]:
    ms, _, sequence = stream_id.partition("-")
    return int(ms), int(sequence or 0)


def _on(console: Console) -> Callable[[Alert, bytes], None]:
    def show(alert: Alert, _raw: bytes) -> None:
        console.print(show_alert(alert))

    return show


def _as_json(_alert: Alert, raw: bytes) -> None:
    sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()
