"""RQ's worker, made safe: one queue, tickets only, no remote commands, maintenance that no garbage can stop."""

from __future__ import annotations

from types import FrameType
from typing import Any

import redis
import structlog
from rq import SimpleWorker
from rq.serializers import JSONSerializer
from rq.utils import current_timestamp, now
from rq.worker_registration import clean_worker_registry

from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.tickets import TicketJob, TicketQueue, ticket_queue
from workers import jobs
from workers.bench import Bench

_WORKER_TTL = 20
"""Seconds: an idle worker asks again every five, and so notices a lost server soon."""
_MAINTENANCE_SECONDS = 30

log = structlog.get_logger("monitor.worker")


class TicketWorker(SimpleWorker):  # type: ignore[misc, unused-ignore]
    """Runs tickets in this very process: the pool outside is what a work horse would be, and costs no fork a job."""

    job_class = TicketJob
    queue_class = TicketQueue
    log_result_lifespan = False
    last_cleaned_at: Any

    def __init__(self, client: redis.Redis, keys: Keys, bench: Bench, *, name: str) -> None:
        super().__init__(
            [ticket_queue(client, keys)],
            name=name,
            connection=client,
            job_class=TicketJob,
            queue_class=TicketQueue,
            serializer=JSONSerializer,
            worker_ttl=_WORKER_TTL,
            maintenance_interval=_MAINTENANCE_SECONDS,
            log_job_description=False,
        )
        self._bench = bench
        jobs.prepare(bench)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """SIGTERM: the entry in hand is finished, the rest of the batch goes back."""
        self._bench.stop()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def subscribe(self) -> None:
        """No commands over Pub/Sub: whoever can publish could stop workers. Signals do that here."""

    def unsubscribe(self) -> None:
        """Nothing was subscribed."""

    def run_maintenance_tasks(self) -> None:
        """Every half minute; nothing of RQ's groups and scheduler is in use."""
        self.clean_registries()

    def clean_registries(self) -> None:
        """Throws away what dead workers left. RQ would decode, run callbacks and requeue, and stumble over garbage."""
        for queue in self.queues:
            self._clean(queue)
        self.last_cleaned_at = now()

    def _clean(self, queue: Any) -> None:
        if not queue.acquire_maintenance_lock():
            return  # another worker is at it
        try:
            forget_strays(self.connection, queue)
            clean_worker_registry(queue)
        finally:
            queue.release_maintenance_lock()


def forget_strays(client: Any, queue: Any) -> int:
    """Drops tickets that died between queue and completion; the reconciler writes new ones while work waits.

    A ticket in the intermediate list may be one that a live worker is about to start; that worker does not need it
    any more. Ids are taken as bytes: nothing that somebody pushed there is decoded or looked up.
    """
    started = f"rq:wip:{queue.name}"
    strays = [*client.lrange(queue.intermediate_queue_key, 0, 999)]
    strays += client.zrangebyscore(started, "-inf", current_timestamp(), start=0, num=1000)
    for raw in strays:
        job_id = to_text(raw).split(":", 1)[0]
        client.lrem(queue.intermediate_queue_key, 1, raw)
        client.zrem(started, raw)
        client.delete(f"rq:executions:{job_id}", f"rq:execution:{to_text(raw)}")
        client.expire(f"rq:job:{job_id}", 60)
    if strays:
        log.info("tickets_forgotten", count=len(strays))
    return len(strays)
