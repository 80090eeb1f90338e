"""Consumer groups that other programs keep on our streams: how far each is behind, and whether anybody reads.

We keep none ourselves. A group whose program is gone costs memory for what it never acknowledged, and an alert that it
has not read is gone for it once retention.alerts is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis

from monitor.clock import from_ms
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One consumer group on one stream."""

    stream: str
    """Full name of its key."""
    group: str
    consumers: int
    unread: int | None
    """Messages not yet given to it; None where the server does not count them (before Redis 7, or after a trim)."""
    unacknowledged: int
    behind: timedelta
    """Age of the oldest message that it has not read, or has not acknowledged; zero where it is up to date."""
    idle: timedelta | None
    """Since any of its consumers last asked; None where it has none."""


def read_subscribers(client: redis.Redis, keys: Keys, now: datetime) -> tuple[Subscriber, ...]:
    """All groups on the streams that other programs may read. A few commands each; no message is touched."""
    found = []
    for stream in (keys.alert_stream, keys.ops_log, keys.reports):
        groups: Any = client.xinfo_groups(stream) if client.exists(stream) else []
        found += [_read(client, stream, group, now) for group in groups]
    return tuple(found)


def _read(client: redis.Redis, stream: str, group: dict[str, Any], now: datetime) -> Subscriber:
    name, read_to = group["name"], to_text(group["last-delivered-id"])
    consumers: Any = client.xinfo_consumers(stream, name)
    unread: Any = client.xrange(stream, min=f"({read_to}", count=1)
    pending: Any = client.xpending(stream, name)
    oldest = [_moment(id_) for id_ in (unread[0][0] if unread else None, pending["min"]) if id_]
    counted = group.get("lag")
    return Subscriber(
        stream=stream,
        group=to_text(name),
        consumers=int(group["consumers"]),
        unread=0 if not unread else None if counted is None else int(counted),
        unacknowledged=int(group["pending"]),
        behind=max((now - moment for moment in oldest), default=timedelta(0)),
        idle=min((timedelta(milliseconds=int(one["idle"])) for one in consumers), default=None),
    )


def _moment(stream_id: bytes | str) -> datetime:
    return from_ms(int(to_text(stream_id).split("-")[0]))
