"""The role `desk`: takes reports in order, decides, commits. One desk works, others stand by for its lease.

Whatever goes wrong (a fence, a lost connection, a full store), the desk drops its memory and takes its state up again
from the store: what was not committed did not happen, what was is not repeated.
"""

from __future__ import annotations

import signal
import threading
import uuid
from datetime import timedelta

import redis
import structlog

from monitor.alerts.route import route
from monitor.alerts.watch import matching_watchlists
from monitor.clock import Clock, SystemClock
from monitor.config.schema import Config
from monitor.domain.alert import Alert
from monitor.domain.report import Report
from monitor.ending import SIGNALS, Ending
from monitor.incidents.core import Desk
from monitor.incidents.filing import Filed, rules_of
from monitor.observability.counters import count
from monitor.storage.connection import connect
from monitor.storage.dead_letters import read_mutes
from monitor.storage.desk import LEASE, Batch, DeskStore, Kept, LostDeskError
from monitor.storage.keys import Keys
from monitor.storage.roles import instance_name

BATCH = 64
"""Reports decided together and committed at once."""
CAREFUL = 64
"""Reports taken one by one after a start, so that one that fells the desk is known."""
TRIES = 3
IDLE = timedelta(milliseconds=500)
"""Longest wait for reports before the lease is prolonged and what is due is told."""
STANDBY = timedelta(seconds=1)
RETRY = timedelta(seconds=1)

log = structlog.get_logger("monitor.desk")


def main(config: Config) -> int:
    """Keeps the desk until SIGTERM (exit status 0) or SIGINT (130)."""
    stop = threading.Event()
    ending = Ending(stop.set)
    for number in SIGNALS:
        signal.signal(number, ending.ask)
    with connect(config) as client:
        DeskRole(config, client, SystemClock(), holder=f"{instance_name()}:{uuid.uuid4().hex[:8]}").run(stop)
    return ending.status


class DeskRole:
    """One process that keeps the desk, or stands by."""

    def __init__(self, config: Config, client: redis.Redis, clock: Clock, *, holder: str) -> None:
        self._config, self._client, self._clock = config, client, clock
        self._keys = Keys(config.redis.prefix)
        kept = Kept(config.retention.alerts, config.retention.incidents, config.retention.articles)
        self._store = DeskStore(client, self._keys, holder=holder, kept=kept)
        self._desk: Desk | None = None
        self._token = 0
        self._cursors = ("", "")
        self._careful = 0

    def run(self, stop: threading.Event) -> None:
        """Works whenever it holds the lease, until `stop`."""
        while not stop.is_set():
            try:
                if not self.step():
                    stop.wait(STANDBY.total_seconds())
            except LostDeskError as error:
                log.warning("desk_lost", reason=str(error))
                self._desk = None
            except redis.RedisError as error:
                log.warning("desk_store_failed", reason=str(error))
                self._desk = None
                stop.wait(RETRY.total_seconds())
        self._leave()

    def step(self, wait: timedelta = IDLE) -> bool:
        """One round: prolong the lease, read, decide, commit. False where another desk is at work."""
        if not self._store.hold(LEASE):
            if self._desk is not None:
                log.warning("desk_lost", reason="the lease ran out")
                self._desk = None
            return False
        if self._desk is not None and self._store.cursors() != self._cursors:
            log.warning("desk_lost", reason="the store has forgotten what was committed: a fail-over, or a crash")
            self._desk = None
        if self._desk is None or self._store.token != self._token:
            self._take_up()
        self._work(wait)
        return True

    def _leave(self) -> None:
        try:
            self._store.release()
        except redis.RedisError as error:
            log.debug("desk_not_released", reason=str(error))

    def _take_up(self) -> None:
        """Takes the state up from the store, after a start or a fault."""
        desk = Desk(rules_of(self._config), watchlists_of=self._watchlists_of, route=self._route)
        for sketch in self._store.sketches():
            desk.copies.put(sketch)
        self._store.hold(LEASE)
        kept = list(self._store.incidents())
        desk.restore(kept, self._clock.now())
        self._cursors = self._store.cursors()
        self._desk, self._token, self._careful = desk, self._store.token, CAREFUL
        log.info("desk_taken_up", incidents=len(kept), texts=len(desk.copies), cursor=self._cursors[0])

    def _work(self, wait: timedelta) -> None:
        size = 1 if self._careful else BATCH
        reports, orders = self._store.read(*self._cursors, count=size, wait=wait)
        assert self._desk is not None
        before, batch = self._cursors, Batch(cursor=self._cursors[0])
        filed: list[Filed] = []
        for id_, order in orders:
            batch.orders_cursor = id_
            if order is not None:
                filed.append(self._desk.order(order, self._clock.now()))
        for id_, report in reports:
            batch.cursor = id_
            if report is not None and self._may_try(id_):
                filed.append(self._take(report))
        filed.append(self._desk.tick(self._clock.now()))
        for one in filed:
            _gather(batch, one)
        if batch.cursor == before[0] and not batch.orders_cursor and not batch.incidents and not batch.published:
            return
        self._commit(batch, before, filed)

    def _may_try(self, id_: str) -> bool:
        """Whether a report is taken: one on which the desk fell again and again is left out."""
        if not self._careful:
            return True
        self._careful -= 1
        if self._store.begin(id_) <= TRIES:
            return True
        log.error("report_left_out", id=id_, reason="the desk fell on it")
        count(self._client, self._keys, "report.left_out", self._clock.now())
        return False

    def _take(self, report: Report) -> Filed:
        assert self._desk is not None
        filed = self._desk.take(report, self._clock.now())
        log.info(
            "report_filed",
            id=filed.article_id,
            disposition=filed.disposition.value if filed.disposition else None,
            incidents=sorted(filed.incidents),
            duplicate_of=filed.duplicate_of,
            alerts=[published.alert.id for published in filed.published],
            reasons=sorted({reason for _, reason in filed.reasons}),
        )
        return filed

    def _commit(self, batch: Batch, before: tuple[str, str], filed: list[Filed]) -> None:
        now = self._clock.now()
        told = self._store.commit(batch, before[0], now)
        self._cursors = (batch.cursor, batch.orders_cursor or before[1])
        for published in batch.published:
            log.info("alert_published", id=published.alert.id, kind=published.alert.kind.value, sinks=published.sinks)
        for one in filed:
            if one.disposition:
                count(self._client, self._keys, f"report.{one.disposition.value}", now)
        if told:
            count(self._client, self._keys, "alert.published", now, by=len(told))

    def _watchlists_of(self, alert: Alert) -> tuple[str, ...]:
        return matching_watchlists(alert, self._config.watchlists)

    def _route(self, alert: Alert, told: frozenset[str]) -> tuple[str, ...]:
        now = self._clock.now()
        mutes = read_mutes(self._client, self._keys, now) if self._config.sinks else []
        decided = route(alert, self._config, told=told, now=now, mutes=mutes)
        return tuple(decision.sink for decision in decided if decision.send)


def _gather(batch: Batch, filed: Filed) -> None:
    """Adds the answer to one report to the batch; the later word on an incident or article wins."""
    batch.incidents |= filed.incidents
    batch.published += filed.published
    for article_id, incident_id in filed.links.items():
        original = batch.links.get(article_id, ("", ""))[1]
        batch.links[article_id] = (incident_id or "", original)
    if filed.article_id and filed.duplicate_of:
        incident_id = batch.links.get(filed.article_id, ("", ""))[0]
        batch.links[filed.article_id] = (incident_id, filed.duplicate_of)
    if filed.sketch is not None:
        batch.sketches.append(filed.sketch)
