"""The desk's side of the store: its lease, what it reads, its one commit, and its state after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
import redis
import structlog
import zstandard

from monitor.alerts.publish import Published
from monitor.clock import to_ms
from monitor.domain.incident import Incident
from monitor.domain.report import Report
from monitor.errors import StoreError
from monitor.incidents.copies import Sketch
from monitor.incidents.filing import Order
from monitor.storage.codec import from_json, pack, unpack
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.scripts import source

LEASE = timedelta(seconds=5)
"""A standby takes over when this has passed since the desk's last sign of life."""
BEGINNING = "0-0"
_CHUNK = 500

log = structlog.get_logger("monitor.desk")


class LostDeskError(StoreError):
    """Another desk took over: nothing was stored."""

    reason = "lost_desk"
    retryable = True


@dataclass(slots=True, kw_only=True)
class Batch:
    """What one commit stores and publishes together."""

    cursor: str
    """Id of the last report that it answers."""
    orders_cursor: str = ""
    incidents: dict[str, Incident] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Article → (incident or "", original or "")."""
    sketches: list[Sketch] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """How long things stay in the store."""

    alerts: timedelta
    incidents: timedelta
    articles: timedelta


class DeskStore:
    """One desk's access to the store. `holder` names one process, and no later one."""

    def __init__(self, client: redis.Redis, keys: Keys, *, holder: str, kept: Kept) -> None:
        self._client, self._keys, self._holder, self._kept = client, keys, holder, kept
        self._lease = client.register_script(source("desk_lease"))
        self._release = client.register_script(source("desk_release"))
        self._begin = client.register_script(source("desk_begin"))
        self._commit = client.register_script(source("desk_commit"))
        self.token = 0

    # --- lease --------------------------------------------------------------------------------------------------
    def hold(self, lease: timedelta = LEASE) -> bool:
        """Takes or prolongs the lease. False where another desk holds it; a new token means that state is stale."""
        keys = [self._keys.desk_lease, self._keys.desk_token]
        self.token = int(self._lease(keys=keys, args=[self._holder, lease // timedelta(milliseconds=1)]))
        return self.token > 0

    def release(self) -> None:
        """Gives the lease back."""
        self._release(keys=[self._keys.desk_lease], args=[self._holder])

    # --- reading ------------------------------------------------------------------------------------------------
    def cursors(self) -> tuple[str, str]:
        """Ids of the last report and of the last order committed."""
        raw: Any = self._client.mget(self._keys.desk_cursor, self._keys.desk_orders_cursor)
        return (to_text(raw[0]) or BEGINNING, to_text(raw[1]) or BEGINNING)

    def read(
        self, after: str, orders_after: str, *, count: int, wait: timedelta
    ) -> tuple[list[tuple[str, Report | None]], list[tuple[str, Order | None]]]:
        """Reports and orders after the cursors, in order; None for what cannot be read. Waits where there is none."""
        streams: Any = {self._keys.reports: after, self._keys.desk_orders: orders_after}
        reply: Any = self._client.xread(streams, count=count, block=wait // timedelta(milliseconds=1))
        found = {to_text(name): entries for name, entries in reply or []}
        reports = [(to_text(id_), _report(id_, fields)) for id_, fields in found.get(self._keys.reports, [])]
        orders = [(to_text(id_), _order(id_, fields)) for id_, fields in found.get(self._keys.desk_orders, [])]
        return reports, orders

    def begin(self, report_id: str) -> int:
        """Notes that the desk begins on a report; tells how often it did without finishing, this time included."""
        return int(self._begin(keys=[self._keys.desk_trying], args=[report_id]))

    def incidents(self) -> Iterator[Incident]:
        """All incidents kept."""
        ids: Any = self._client.zrange(self._keys.incidents_by_time, 0, -1)
        for at in range(0, len(ids), _CHUNK):
            raws: Any = self._client.mget([self._keys.incident(to_text(id_)) for id_ in ids[at : at + _CHUNK]])
            yield from (unpack(raw, Incident) for raw in raws if raw)

    def sketches(self) -> Iterator[Sketch]:
        """The sketches of the articles kept, in the order in which they came."""
        after = "-"
        while True:
            entries: Any = self._client.xrange(self._keys.desk_sketches, min=after, count=5 * _CHUNK)
            for _, fields in entries:
                yield Sketch(
                    to_text(fields[b"a"]), to_text(fields[b"o"]), Sketch.hashes_of(fields[b"s"]), int(fields[b"n"])
                )
            if len(entries) < 5 * _CHUNK:
                return
            after = f"({to_text(entries[-1][0])}"

    # --- committing ---------------------------------------------------------------------------------------------
    def commit(self, batch: Batch, before: str, now: datetime) -> list[str]:
        """Stores and publishes a batch. Returns the stream ids of the alerts that were new.

        Raises LostDeskError where another desk took over, or moved the cursor.
        """
        keys = self._keys
        try:
            reply: Any = self._commit(
                keys=[
                    keys.desk_token, keys.desk_cursor, keys.desk_orders_cursor, keys.alert_stream, keys.channel_last,
                    keys.deliveries_due, keys.incidents_by_time, keys.reports, keys.desk_orders, keys.desk_sketches,
                    keys.desk_trying, keys.desk_lease,
                ],
                args=self._arguments(batch, before, now),
            )  # fmt: skip
        except redis.ResponseError as error:
            if str(error).startswith(("FENCED", "ASTRAY")):
                raise LostDeskError(str(error), subject="desk") from error
            raise
        return [to_text(id_) for id_ in reply[1:]]

    def _arguments(self, batch: Batch, before: str, now: datetime) -> list[Any]:
        keys, ms = self._keys, timedelta(milliseconds=1)
        kept = [span // ms for span in (self._kept.alerts, self._kept.incidents, self._kept.articles)]
        arguments: list[Any] = [self.token, before, batch.cursor, batch.orders_cursor, to_ms(now), *kept, keys.alerts]
        arguments.append(len(batch.incidents))
        for incident in batch.incidents.values():
            arguments += [keys.incident(incident.id), incident.id, pack(incident), to_ms(incident.updated_at)]
        arguments.append(len(batch.links))
        for article_id, (incident_id, original) in batch.links.items():
            arguments += [keys.article(article_id), incident_id, original]
        arguments.append(len(batch.sketches))
        for sketch in batch.sketches:
            arguments += [sketch.article_id, sketch.original_id, sketch.to_bytes(), sketch.size]
        arguments.append(len(batch.published))
        for published in batch.published:
            arguments += self._alert(published, now)
        return arguments

    def _alert(self, published: Published, now: datetime) -> list[Any]:
        keys, alert = self._keys, published.alert
        names = [keys(channel) for channel in published.channels]
        arguments: list[Any] = [keys.alert(alert.id), alert.id, published.head, len(names)]
        for name in names:
            arguments += [name, msgspec.json.encode(name)]
        arguments.append(len(published.sinks))
        for sink in published.sinks:
            delivery_id = f"{alert.id}:{sink}"
            fields: list[Any] = [
                "alert_id", alert.id, "incident_id", alert.incident_id, "sink", sink, "kind", alert.kind.value,
                "severity", alert.severity.value, "revision", alert.revision, "state", "waiting", "attempts", 0,
                "owed_at", to_ms(now),
            ]  # fmt: skip
            arguments += [keys.delivery(delivery_id), delivery_id, len(fields), *fields]
        return arguments


def _report(id_: bytes, fields: dict[bytes, bytes]) -> Report | None:
    try:
        return unpack(fields[b"report"], Report)
    except (KeyError, msgspec.MsgspecError, zstandard.ZstdError) as error:
        log.warning("report_unreadable", id=to_text(id_), reason=str(error))
        return None


def _order(id_: bytes, fields: dict[bytes, bytes]) -> Order | None:
    try:
        return from_json(fields[b"order"], Order)
    except (KeyError, msgspec.MsgspecError) as error:
        log.warning("order_unreadable", id=to_text(id_), reason=str(error))
        return None


def give_order(client: redis.Redis, keys: Keys, order: Order) -> str:
    """Hands the desk an order; it carries it out with its next commit. Returns the order's id."""
    return to_text(client.xadd(keys.desk_orders, {"order": msgspec.json.encode(order)}))

