"""What people do with the outbox: list deliveries, send dead letters again, owe a test, and mute. Synchronous."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import redis
import structlog

from monitor.alerts.mute import Mute
from monitor.clock import from_ms, to_ms
from monitor.domain.alert import Alert
from monitor.domain.delivery import Delivery, DeliveryState
from monitor.storage.codec import from_json, to_json
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.scripts import source

_TEST_KEPT = timedelta(days=1)

log = structlog.get_logger("monitor.deliver")


@dataclass(frozen=True, slots=True)
class Backlog:
    """How a sink stands: deliveries that wait (of these, how many were due before `now`), and alerts held back."""

    waiting: int
    overdue: int
    held: int


class DeliveryDesk:
    """The outbox as the command line sees it."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys
        self._revive = client.register_script(source("revive_delivery"))

    def find(self, delivery_id: str) -> Delivery | None:
        """One delivery; None where there is none (any more)."""
        held = {to_text(k): to_text(v) for k, v in self._client.hgetall(self._keys.delivery(delivery_id)).items()}
        return _to_delivery(delivery_id, held) if held.get("state") else None

    def waiting(self, sinks: Sequence[str], *, limit: int = 1000) -> Iterator[Delivery]:
        """Deliveries that wait, sink by sink, the next ones first; those still in the inbox last."""
        for key in (*(self._keys.delivery_queue(sink) for sink in sinks), self._keys.deliveries_due):
            scored: Any = self._client.zrange(key, 0, limit - 1, withscores=True)
            for name, score in scored:
                if found := self.find(to_text(name)):
                    yield replace(found, next_attempt=from_ms(score))

    def dead(self) -> Iterator[Delivery]:
        """Dead letters, the latest first. Those that have expired are forgotten on the way."""
        names: Any = self._client.zrevrange(self._keys.deliveries_dead, 0, -1)
        for name in names:
            found = self.find(to_text(name))
            if found is not None and found.state is DeliveryState.DEAD:
                yield found
            else:
                self._client.zrem(self._keys.deliveries_dead, name)

    def backlog(self, sink: str, now: datetime) -> Backlog:
        """How a sink stands."""
        queue = self._keys.delivery_queue(sink)
        return Backlog(
            waiting=int(self._client.zcard(queue)),
            overdue=int(self._client.zcount(queue, "-inf", to_ms(now))),
            held=int(self._client.hlen(self._keys.deliveries_held(sink))),
        )

    def retry(self, delivery: Delivery, now: datetime) -> bool:
        """Owes a dead letter again; a sink that was disabled gets another chance. False where it is none any more."""
        keys = self._keys
        self._client.hdel(keys.deliveries_disabled, delivery.sink)
        revived = self._revive(
            keys=[keys.delivery(delivery.id), keys.deliveries_dead, keys.deliveries_due],
            args=[delivery.id, to_ms(now)],
        )
        self._client.publish(keys.deliveries_wake, delivery.sink)
        return bool(revived)

    def owe_test(self, alert: Alert, sinks: Sequence[str], now: datetime) -> tuple[str, ...]:
        """Owes a test alert to `sinks`, past stream and channels; returns the ids of the deliveries."""
        keys = self._keys
        ids = tuple(f"{alert.id}:{sink}" for sink in sinks)
        with self._client.pipeline(transaction=True) as pipeline:
            pipeline.set(keys.alert(alert.id), to_json(alert), px=_TEST_KEPT)
            for delivery_id, sink in zip(ids, sinks, strict=True):
                pipeline.hset(keys.delivery(delivery_id), mapping={
                    "alert_id": alert.id, "incident_id": alert.incident_id, "sink": sink, "kind": alert.kind.value,
                    "severity": alert.severity.value, "revision": alert.revision, "state": "waiting", "attempts": 0,
                    "owed_at": to_ms(now),
                })  # fmt: skip
                pipeline.zadd(keys.deliveries_due, {delivery_id: to_ms(now)})
            pipeline.publish(keys.deliveries_wake, "test")
            pipeline.execute()
        return ids


def warn_of_mute(name: str) -> None:
    """Logs that a stored mute cannot be read."""
    log.warning("mute_unreadable", mute=name, text="it mutes nothing; end it with monitor mute --end")


def read_mutes(
    client: redis.Redis, keys: Keys, now: datetime, *, warn: Callable[[str], None] = warn_of_mute
) -> list[Mute]:
    """The mutes that hold at `now`, the next to end first; ended ones are forgotten.

    One that cannot be read keeps no alert back: it mutes nothing, and `warn` gets its name.
    """
    stored: Any = client.hgetall(keys.mutes)
    held = to_mutes(stored)
    for name in held.unreadable:
        warn(name)
    ended = [mute.id for mute in held.mutes if mute.until <= now]
    if ended:
        client.hdel(keys.mutes, *ended)
    return sorted((mute for mute in held.mutes if mute.until > now), key=lambda mute: mute.until)


@dataclass(frozen=True, slots=True)
class HeldMutes:
    """What the store holds: mutes, and the names of those that nobody can read."""

    mutes: tuple[Mute, ...]
    unreadable: tuple[str, ...]


def to_mutes(stored: Mapping[bytes, bytes]) -> HeldMutes:
    """Stored mutes by their names (an older or newer release, or a person with redis-cli, may have written them)."""
    mutes, unreadable = [], []
    for name, raw in sorted(stored.items()):
        try:
            mutes.append(replace(from_json(raw, Mute), id=to_text(name)))
        except ValueError:  # msgspec's errors, and those of bytes that are no text
            unreadable.append(name.decode("utf-8", "backslashreplace"))
    return HeldMutes(tuple(mutes), tuple(unreadable))


def store_mute(client: redis.Redis, keys: Keys, mute: Mute) -> None:
    """Sets a mute; the deliverer minds it within a second, the desk at its next alert."""
    client.hset(keys.mutes, mute.id, to_json(mute))


def end_mute(client: redis.Redis, keys: Keys, mute_id: str) -> bool:
    """Ends a mute early; False where there is none of that id."""
    return bool(client.hdel(keys.mutes, mute_id))


def _to_delivery(delivery_id: str, held: dict[str, str]) -> Delivery:
    return Delivery(
        id=delivery_id,
        alert_id=held.get("alert_id", ""),
        incident_id=held.get("incident_id", ""),
        sink=held.get("sink", ""),
        state=DeliveryState(held["state"]),
        attempts=int(held.get("attempts") or 0),
        last_error=held.get("last_error") or None,
        owed_at=from_ms(float(held["owed_at"])) if held.get("owed_at") else None,
    )
