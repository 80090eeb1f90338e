"""RQ as transport: a job is a ticket that says "there is work", and which entries are meant the work set alone knows.

So a ticket that is lost, doubled or thrown away loses or doubles nothing: `reconcile` writes new ones while work waits.
Tickets are JSON; whoever can write to Redis can forge one, so that a ticket which names any other function, or carries
callbacks, webhooks, retries or garbage, is refused, noted and thrown away before anything of it is looked up or run.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import redis
import structlog
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer

from monitor.clock import to_ms
from monitor.storage.entries import EntryStore, Reaped
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.scripts import source

BATCH_FUNCTION = "workers.jobs.process_batch"
ALLOWED_FUNCTIONS = frozenset({BATCH_FUNCTION})
BATCH_LIMIT = 50
"""Entries that one ticket stands for."""
MOST_TICKETS = 64
"""Tickets that wait at once; more say nothing new."""
_TICKET_SECONDS = 900
_TICKET_WAITS = timedelta(hours=1)
_FAILED_KEPT = timedelta(days=3)
REFUSED_KEY = "rq:refused"
"""Stream of the last refusals, beside RQ's own keys: a ticket does not know its installation's prefix."""
_REFUSED_KEPT = 100
FORBIDDEN_FIELDS = (
    "success_callback_name", "failure_callback_name", "stopped_callback_name", "webhooks", "dependency_id",
    "dependency_ids", "retries_left", "retry_intervals", "repeats_left", "repeat_intervals", "group_id",
)  # fmt: skip
"""What would make RQ do more than run a batch."""

log = structlog.get_logger("monitor.tickets")


class TicketRefusedError(ValueError):
    """A job hash that is no ticket of ours."""


class TicketJob(Job):  # type: ignore[misc, unused-ignore]
    """An RQ job that can be nothing but a ticket."""

    @classmethod
    def fetch(cls, id: str, connection: Any = None, serializer: Any = None) -> TicketJob:  # noqa: A002 - RQ's name
        """The ticket of that id; anything else is refused and, for RQ, does not exist."""
        try:
            job = super().fetch(id, connection=connection, serializer=serializer)
        except (ValueError, TypeError, AttributeError, OverflowError, redis.ResponseError) as error:
            refuse(connection, id, str(error))
            raise NoSuchJobError(f"refused: {id}") from error
        return cast("TicketJob", job)

    def restore(self, raw_data: Mapping[bytes, bytes]) -> None:
        """Reads the hash, once it has been found to be a ticket. Raises TicketRefusedError."""
        fault = find_fault(raw_data)
        if fault is not None:
            raise TicketRefusedError(fault)
        super().restore(raw_data)

    @property
    def func(self) -> Any:
        """The function to run: looked up only where its name is allowed."""
        if self.func_name not in ALLOWED_FUNCTIONS:
            raise TicketRefusedError("function is not allowed")
        return super().func


class TicketQueue(Queue):  # type: ignore[misc, unused-ignore]
    """A queue of tickets."""

    job_class = TicketJob


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What `reconcile` found and mended."""

    overdue: int
    reaped: Reaped
    tickets: int
    waiting: int
    """Entries in the work set."""


def queue_name(keys: Keys) -> str:
    """RQ's keys have a prefix of their own: the name of the queue keeps installations apart."""
    return keys.prefix.removesuffix(":")


def ticket_queue(client: redis.Redis, keys: Keys) -> TicketQueue:
    """The one queue of this installation."""
    return TicketQueue(queue_name(keys), connection=client, serializer=JSONSerializer, job_class=TicketJob)


def enqueue(client: redis.Redis, keys: Keys, count: int) -> int:
    """Sees to it that at least `count` tickets wait (at most MOST_TICKETS); returns how many were written."""
    queue = ticket_queue(client, keys)
    missing = min(count, MOST_TICKETS) - int(client.llen(queue.key))
    if missing <= 0:
        return 0
    ticket = Queue.prepare_data(
        BATCH_FUNCTION,
        args=(BATCH_LIMIT,),
        timeout=_TICKET_SECONDS,
        ttl=int(_TICKET_WAITS.total_seconds()),
        result_ttl=0,
        failure_ttl=int(_FAILED_KEPT.total_seconds()),
        description="process a batch of entries",
    )
    queue.enqueue_many([ticket] * missing)
    return missing


def tickets_for(waiting: int) -> int:
    """How many tickets `waiting` entries are worth: enough for all workers to join in where there is much."""
    return min(MOST_TICKETS, -(-waiting // BATCH_LIMIT)) if waiting else 0


def reconcile(
    client: redis.Redis, keys: Keys, now: datetime, *, retention: timedelta = timedelta(days=14)
) -> Reconciled:
    """Brings back what anybody's death left lying: overdue pages, leases that ran out, work without a ticket.

    The scheduler calls it every few seconds; calling it more often, or from several places, does no harm.
    """
    overdue = client.register_script(source("overdue_entries"))(
        keys=[keys.entries_pending, keys.entries_work], args=[keys.entry(""), to_ms(now), 1000, 0]
    )
    reaped = EntryStore(client, keys, holder="reconciler", retention=retention).reap(now)
    client.zremrangebyscore(keys.entries_quarantine, "-inf", to_ms(now - retention))
    waiting = int(client.zcard(keys.entries_work))
    return Reconciled(int(overdue), reaped, enqueue(client, keys, tickets_for(waiting)), waiting)


def find_fault(raw: Mapping[bytes, bytes]) -> str | None:
    """Why a job hash is no ticket, or None. Looks at names and data only: nothing is imported, nothing run."""
    fields = {to_text(name): value for name, value in raw.items()}
    for name in FORBIDDEN_FIELDS:
        if fields.get(name):
            return f"carries {name}"
    try:
        call = json.loads(_inflate(fields.get("data", b"")))
    except (ValueError, zlib.error, RecursionError):
        return "data is not a call in JSON"
    match call:
        case [str() as function, *_] if function not in ALLOWED_FUNCTIONS:
            return f"names the function {function[:80]!r}"
        case [str(), None, [int() as limit], dict() as named] if not named:
            return None if 0 < limit <= 1000 else "asks for too much"
    return "data is not a ticket"


def refuse(client: redis.Redis, job_id: object, reason: str) -> None:
    """Notes a forged or broken job where operators find it (a short stream), and throws its hash away."""
    shown = to_text(job_id if isinstance(job_id, bytes | str) else repr(job_id))[:100]
    log.warning("ticket_refused", job=shown, reason=reason[:300])
    client.delete(f"rq:job:{shown}")
    client.xadd(REFUSED_KEY, {"job": shown, "reason": reason[:300]}, maxlen=_REFUSED_KEPT)


def _inflate(data: bytes) -> bytes:
    """Ten kilobytes at most: a ticket has a hundred bytes, a bomb has more."""
    try:
        return zlib.decompressobj().decompress(data, 10_000)
    except zlib.error:
        return data[:10_000]
