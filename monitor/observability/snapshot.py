"""The state of the whole system at a glance: what `status`, `doctor` and the live line of `run` show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis

from monitor.clock import from_ms, to_ms
from monitor.observability.counters import read_counters
from monitor.observability.ops import read_faults
from monitor.storage.fitness import StoreFacts, read_facts
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.roles import RoleSign, read_roles
from monitor.storage.subscribers import Subscriber, read_subscribers

_MOST_COUNTED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """What is owed to sinks."""

    waiting: dict[str, int]
    """Sink → deliveries in its queue, those that wait for their next attempt among them."""
    overdue: timedelta
    """How long the oldest delivery that is due has been waiting for the deliverer to take it."""
    dead: int
    disabled: tuple[str, ...]
    """Sinks whose receiver said that it is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was found at `at`. `heartbeat` is None where none was heard for 95 s: nobody polls."""

    at: datetime
    store: StoreFacts
    roles: tuple[RoleSign, ...]
    heartbeat: dict[str, Any] | None
    feeds_ok: int
    """Feeds whose last poll succeeded."""
    feeds_failing: int
    waiting: int
    pending: int
    leased: int
    quarantined: int
    oldest_overdue: timedelta
    """How far the most overdue lease is past its end: workers that are gone."""
    desk_lag: timedelta
    """How long the oldest report that the desk has not taken has been waiting."""
    alerts_today: int
    last_alert: datetime | None
    deliveries: Deliveries
    counters: dict[str, int]
    faults: tuple[dict[str, str], ...]
    subscribers: tuple[Subscriber, ...] = ()
    """Consumer groups of other programs on our streams."""

    @property
    def articles_today(self) -> int:
        """Entries that were ended today, however."""
        return sum(count for name, count in self.counters.items() if name.startswith("article."))

    def by_role(self) -> Counter[str]:
        """How many processes show each role."""
        return Counter(sign.role for sign in self.roles)


def read_snapshot(client: redis.Redis, keys: Keys, now: datetime, *, sinks: Sequence[str] = ()) -> Snapshot:
    """Asks the store; some twenty commands and a few a subscriber, no scan but that over the keys of roles."""
    heard = client.get(keys.heartbeat)
    return Snapshot(
        at=now,
        store=read_facts(client),
        roles=tuple(read_roles(client, keys)),
        heartbeat=json.loads(heard) if heard else None,
        feeds_ok=int(client.scard(keys.feeds_ok)),
        feeds_failing=int(client.scard(keys.feeds_failing)),
        waiting=int(client.zcard(keys.entries_work)),
        pending=int(client.zcard(keys.entries_pending)),
        leased=int(client.zcard(keys.entries_leased)),
        quarantined=int(client.zcard(keys.entries_quarantine)),
        oldest_overdue=_overdue(client, keys.entries_leased, now),
        desk_lag=_desk_lag(client, keys, now),
        alerts_today=_alerts_since(client, keys, now.replace(hour=0, minute=0, second=0, microsecond=0)),
        last_alert=_last_alert(client, keys),
        deliveries=_deliveries(client, keys, sinks, now),
        counters=read_counters(client, keys, now),
        faults=tuple(read_faults(client, keys)),
        subscribers=read_subscribers(client, keys, now),
    )


def to_plain(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON types, for `status --json`."""
    return {
        "at": snapshot.at.isoformat(),
        "store": {
            "product": snapshot.store.product,
            "version": snapshot.store.version,
            "used_memory": snapshot.store.used_memory,
            "max_memory": snapshot.store.max_memory,
        },
        "roles": [
            {"role": sign.role, "instance": sign.instance, "started_at": sign.started_at.isoformat(),
             "detail": sign.detail}
            for sign in snapshot.roles
        ],
        "heartbeat": snapshot.heartbeat,
        "feeds": {"ok": snapshot.feeds_ok, "failing": snapshot.feeds_failing},
        "entries": {
            "waiting": snapshot.waiting, "pending": snapshot.pending, "leased": snapshot.leased,
            "quarantined": snapshot.quarantined,
        },
        "desk_lag_seconds": snapshot.desk_lag.total_seconds(),
        "alerts_today": snapshot.alerts_today,
        "last_alert": snapshot.last_alert.isoformat() if snapshot.last_alert else None,
        "deliveries": {
            "waiting": snapshot.deliveries.waiting, "overdue_seconds": snapshot.deliveries.overdue.total_seconds(),
            "dead": snapshot.deliveries.dead, "disabled": list(snapshot.deliveries.disabled),
        },
        "articles_today": snapshot.articles_today,
        "counters": snapshot.counters,
        "faults": list(snapshot.faults),
        "subscribers": [
            {"stream": one.stream, "group": one.group, "consumers": one.consumers, "unread": one.unread,
             "unacknowledged": one.unacknowledged, "behind_seconds": one.behind.total_seconds(),
             "idle_seconds": one.idle.total_seconds() if one.idle is not None else None}
            for one in snapshot.subscribers
        ],
    }  # fmt: skip


def _deliveries(client: redis.Redis, keys: Keys, sinks: Sequence[str], now: datetime) -> Deliveries:
    queues = [keys.delivery_queue(sink) for sink in sinks]
    return Deliveries(
        waiting={sink: int(client.zcard(queue)) for sink, queue in zip(sinks, queues, strict=True)},
        overdue=max(_overdue(client, key, now) for key in (keys.deliveries_due, *queues)),
        dead=int(client.zcard(keys.deliveries_dead)),
        disabled=tuple(sorted(to_text(sink) for sink in client.hkeys(keys.deliveries_disabled))),
    )


def _overdue(client: redis.Redis, key: str, now: datetime) -> timedelta:
    """How far the earliest time in a sorted set of times is past."""
    first: Any = client.zrange(key, 0, 0, withscores=True)
    return max(timedelta(0), now - from_ms(first[0][1])) if first else timedelta(0)


def _desk_lag(client: redis.Redis, keys: Keys, now: datetime) -> timedelta:
    cursor = to_text(client.get(keys.desk_cursor))
    first: Any = client.xrange(keys.reports, min=f"({cursor}" if cursor else "-", count=1)
    return max(timedelta(0), now - from_ms(_id_ms(first[0][0]))) if first else timedelta(0)


def _alerts_since(client: redis.Redis, keys: Keys, moment: datetime) -> int:
    found: Any = client.xrange(keys.alert_stream, min=str(to_ms(moment)), count=_MOST_COUNTED)
    return len(found)


def _last_alert(client: redis.Redis, keys: Keys) -> datetime | None:
    last: Any = client.xrevrange(keys.alert_stream, count=1)
    return from_ms(_id_ms(last[0][0])) if last else None


def _id_ms(stream_id: bytes | str) -> int:
    """Stream ids begin with the time of their making."""
    return int(to_text(stream_id).split("-")[0])
