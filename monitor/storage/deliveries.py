"""The outbox: what is owed to sinks, from the desk's commit to its final state. Every step is one Lua call.

`Outbox` is the deliverer's side (asyncio); what people do with deliveries is in `monitor.storage.dead_letters`.
A lease is fenced by its holder: a deliverer whose lease ran out settles nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import redis.asyncio

from monitor.clock import from_ms, to_ms
from monitor.storage.entries import COUNTERS_KEPT, counter_day
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.scripts import source

_ROW = 10
"""Values that the claim script returns for each delivery."""
_LOOK_BACK = 50
"""Revisions before this one whose changes are told to a sink that did not get them."""
_OPS_LOOK_BACK = timedelta(minutes=5)
"""A deliverer that never ran before tells operators what was raised this long before its start."""
_SCRIPTS = (
    "accept_deliveries", "claim_deliveries", "settle_delivery", "take_delivery_slot", "owe_summary", "owe_ops",
    "recall_deliveries",
)  # fmt: skip
_KEPT_MS = COUNTERS_KEPT // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that this deliverer has leased."""

    id: str
    alert_id: str
    incident_id: str
    kind: str
    """The alert's kind, or `summary` or `ops`."""
    attempts: int
    revision: int
    told: int
    """Highest revision of the incident that the sink has taken, by itself or in a summary; 0 where none."""
    progress: str
    body: bytes
    """JSON: the alert, the ids of a summary's alerts, or the operator message. Empty where it is gone."""
    owed_at: datetime

    @property
    def missed(self) -> tuple[str, ...]:
        """Ids of the alerts that the sink did not get since the last that it did, oldest first.

        Why does not matter: overtaken by a later one, muted, held back, filtered out, or a dead letter.
        """
        first = max(self.told + 1, self.revision - _LOOK_BACK)
        return tuple(f"{self.incident_id}.{number}" for number in range(first, self.revision))


class Settlement(StrEnum):
    """What became of a delivery, as the deliverer says it."""

    DELIVERED = "delivered"
    RETRY = "retry"
    RELEASE = "release"
    """Back into the queue, untried."""
    DEAD = "dead"
    HELD = "held"
    """Told in the sink's next summary."""
    MUTED = "muted"


class Settled(StrEnum):
    """What the store made of it."""

    DONE = "done"
    NEXT = "next"
    """Done, and a newer revision of the incident is due at once."""
    MERGED = "merged"
    """Not tried again: a newer revision takes its place."""
    LOST = "lost"
    """The lease was no longer this holder's: nothing was changed."""


class Outbox:
    """The deliverer's side. `holder` names one process, and no later one."""

    def __init__(self, client: redis.asyncio.Redis, keys: Keys, *, holder: str, retention: timedelta) -> None:
        self._client = client
        self._keys = keys
        self._holder = holder
        self._kept_ms = retention // timedelta(milliseconds=1)
        self._scripts = {
            name: client.register_script(source(name))
            for name in _SCRIPTS
        }

    async def accept(self, sinks: Sequence[str], now: datetime, *, limit: int = 200) -> tuple[int, tuple[str, ...]]:
        """Moves up to `limit` deliveries from the inbox to the queues of `sinks`; other sinks' are dead letters.

        Returns how many were moved, and the sinks that got some.
        """
        keys = self._keys
        prefixes = [keys.delivery(""), keys.delivery_queue(""), keys.delivery_lanes(""), keys("delivered", "")]
        reply = await self._scripts["accept_deliveries"](
            keys=[keys.deliveries_due, keys.deliveries_dead, keys.counters(counter_day(now))],
            args=[*prefixes, to_ms(now), limit, self._kept_ms, _KEPT_MS, keys.deliveries_settled, *sinks],
        )
        return int(reply[0]), tuple(to_text(name) for name in reply[1:])

    async def recall(self, sinks: Sequence[str], now: datetime) -> tuple[str, ...]:
        """Puts back into the inbox what waits for sinks that are not among `sinks`: `accept` makes dead letters of it.

        Returns the names of those sinks. What was held back for their summaries is let go.
        """
        keys, prefix = self._keys, self._keys.delivery_queue("")
        found: list[str] = [to_text(key) async for key in self._client.scan_iter(match=f"{prefix}*", count=1000)]
        gone = sorted({name.removeprefix(prefix) for name in found} - set(sinks))
        for name in gone:
            await self._scripts["recall_deliveries"](
                keys=[
                    keys.delivery_queue(name), keys.delivery_lanes(name), keys.deliveries_held(name),
                    keys.deliveries_summaries, keys.deliveries_due,
                ],
                args=[name, to_ms(now)],
            )  # fmt: skip
        return tuple(gone)

    async def claim(
        self, sink: str, now: datetime, lease: timedelta, *, limit: int
    ) -> tuple[list[Claimed], datetime | None]:
        """Leases up to `limit` due deliveries of `sink`; also tells when the next one is due after these."""
        keys = self._keys
        reply = await self._scripts["claim_deliveries"](
            keys=[keys.delivery_queue(sink), keys.delivery_lanes(sink), keys.counters(counter_day(now))],
            args=[
                keys.delivery(""), keys.alert(""), to_ms(now), to_ms(now + lease), limit, self._holder,
                self._kept_ms, _KEPT_MS, keys.delivered(sink, ""),
            ],
        )  # fmt: skip
        rows = [reply[at : at + _ROW] for at in range(1, len(reply), _ROW)]
        coming = int(reply[0])
        return [_to_claimed(row) for row in rows], from_ms(coming) if coming >= 0 else None

    async def settle(
        self,
        sink: str,
        claimed: Claimed,
        settlement: Settlement,
        now: datetime,
        due: datetime | None = None,
        *,
        error: str = "",
        reason: str = "",
        progress: str = "",
    ) -> Settled:
        """Says what became of a leased delivery. `due`: its next attempt, or the summary's where it is HELD."""
        keys = self._keys
        reply = await self._scripts["settle_delivery"](
            keys=[
                keys.delivery(claimed.id), keys.delivery_queue(sink), keys.delivery_lanes(sink), keys.deliveries_dead,
                keys.counters(counter_day(now)), keys.delivered(sink, claimed.incident_id), keys.deliveries_held(sink),
                keys.deliveries_summaries,
            ],
            args=[
                claimed.id, self._holder, settlement.value, to_ms(now), to_ms(due or now), error[:500], reason,
                progress, self._kept_ms, keys.delivery(""), _KEPT_MS, keys.delivered(sink, ""),
                keys.deliveries_settled,
            ],
        )  # fmt: skip
        return Settled(to_text(reply))

    async def take_slot(
        self, sink: str, delivery_id: str, now: datetime, per: timedelta, count: int, *, force: bool
    ) -> datetime | None:
        """Takes a slot of the sink's rate cap; None where it got one, else when one becomes free."""
        reply = await self._scripts["take_delivery_slot"](
            keys=[self._keys.deliveries_sent(sink)],
            args=[delivery_id, to_ms(now), per // timedelta(milliseconds=1), count, int(force)],
        )
        return from_ms(int(reply)) if int(reply) else None

    async def due_summaries(self, now: datetime) -> tuple[str, ...]:
        """Sinks whose summary is due."""
        names: Any = await self._client.zrangebyscore(self._keys.deliveries_summaries, "-inf", to_ms(now))
        return tuple(to_text(name) for name in names)

    async def put_off_summary(self, sink: str, until: datetime) -> None:
        """The sink's summary comes at `until` instead."""
        await self._client.zadd(self._keys.deliveries_summaries, {sink: to_ms(until)}, xx=True)

    async def owe_summary(self, sink: str, now: datetime) -> int:
        """Turns what was held back from `sink` into one delivery; returns of how many alerts."""
        keys, summary = self._keys, f"summary-{to_ms(now)}"
        return int(
            await self._scripts["owe_summary"](
                keys=[
                    keys.deliveries_held(sink), keys.deliveries_summaries, keys.delivery(f"{summary}:{sink}"),
                    keys.deliveries_due,
                ],
                args=[sink, to_ms(now), summary],
            )
        )  # fmt: skip

    async def owe_ops(self, sinks: Sequence[str], now: datetime) -> int:
        """Turns new operator messages into deliveries for `sinks`; returns how many messages there were."""
        keys = self._keys
        since = f"{to_ms(now - _OPS_LOOK_BACK)}-0"
        return int(
            await self._scripts["owe_ops"](
                keys=[keys.ops_log, keys.deliveries_ops_cursor, keys.deliveries_due],
                args=[keys.delivery(""), to_ms(now), since, *sinks],
            )
        )

    async def read_alerts(self, alert_ids: Sequence[str]) -> list[bytes]:
        """JSON of the alerts that are still in the store, in the order asked for."""
        if not alert_ids:
            return []
        found: Any = await self._client.mget([self._keys.alert(alert_id) for alert_id in alert_ids])
        return [body for body in found if body]

    async def is_disabled(self, sink: str, mark: str) -> bool:
        """True where the receiver of `sink` said that it is gone, and still has the address behind `mark`."""
        raw: Any = await self._client.hget(self._keys.deliveries_disabled, sink)
        return raw is not None and json.loads(raw)["mark"] == mark

    async def disable(self, sink: str, mark: str, now: datetime, detail: str) -> None:
        """Remembers that the receiver of `sink` is gone. `mark` changes with its address, and so ends this."""
        value: dict[str, Any] = {"mark": mark, "at": now.isoformat(), "detail": detail}
        await self._client.hset(self._keys.deliveries_disabled, sink, json.dumps(value))


def _to_claimed(row: Sequence[bytes]) -> Claimed:
    return Claimed(
        id=to_text(row[0]),
        alert_id=to_text(row[1]),
        incident_id=to_text(row[2]),
        kind=to_text(row[3]),
        attempts=int(row[4] or 0),
        revision=int(row[5] or 0),
        told=int(row[9] or 0),
        progress=to_text(row[6]),
        body=bytes(row[7]),
        owed_at=from_ms(float(row[8] or 0)),
    )
