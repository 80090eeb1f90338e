"""Real workers, real signals: whatever an article or an operator does to them, each entry is reported once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import redis

from monitor.domain.article import ReadyEntry
from monitor.domain.report import Report
from monitor.storage.codec import pack, unpack
from monitor.storage.keys import Keys
from monitor.storage.tickets import REFUSED_KEY, enqueue, reconcile, ticket_queue

pytestmark = pytest.mark.slow
KEYS = Keys()
RIG = Path(__file__).parents[1] / "rigs" / "pool_rig.py"
SEEN = datetime(2026, 3, 1, tzinfo=UTC)


def put(client: redis.Redis, *titles: str) -> list[str]:
    """Records ready entries with these titles, in this order of priority; returns their ids."""
    ids = []
    for number, title in enumerate(titles):
        entry_id = f"e{number}-{title.split()[0]}"
        entry = ReadyEntry(
            id=entry_id, revision=1, feed_id="f", feed_name="Feed", outlet="O", owner="O", weight=1.0, official=False,
            country=None, language="en", tags=(), url=None, title=title, summary="text", content="", author=None,
            published=SEEN, updated=None, seen_at=SEEN,
        )  # fmt: skip
        client.hset(KEYS.entry(entry_id), mapping={"payload": pack(entry), "state": "ready", "revision": 1})
        client.zadd(KEYS.entries_work, {entry_id: number})
        ids.append(entry_id)
    return ids


@dataclass
class Rig:
    """A running pool and its store."""

    client: redis.Redis
    process: subprocess.Popen[bytes]
    output: Path
    workers: int
    seen: set[int] = field(default_factory=set)

    def children(self) -> list[int]:
        """Process ids of the live workers."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def until(self, condition: Callable[[], Any], *, within: float) -> float:
        """Waits for real processes; fails after `within` seconds, else tells how long it took."""
        start = time.monotonic()
        while not condition():
            assert time.monotonic() - start < within, f"not within {within} s; the log:\n{self.output.read_text()}"
            reconcile(self.client, KEYS, datetime.now(UTC))
            time.sleep(0.05)
        return time.monotonic() - start

    def reported(self) -> Counter[str]:
        """How often each entry was reported."""
        reports = [unpack(fields[b"report"], Report) for _, fields in self.client.xrange(KEYS.reports)]
        return Counter(report.article.id for report in reports)

    def state(self, entry_id: str) -> str:
        """The state of an entry."""
        return (self.client.hget(KEYS.entry(entry_id), "state") or b"").decode()

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log lines of one event."""
        lines = [json.loads(line) for line in self.output.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]


@pytest.fixture
def rig(redis_server: str, redis_client: redis.Redis, tmp_path: Path) -> Iterator[Rig]:
    """A pool of two workers; killed after the test if the test did not stop it."""
    output = tmp_path / "log"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, str(RIG), redis_server, str(tmp_path), "2"], stderr=stream, stdout=stream
        )
    made = Rig(redis_client, process, output, 2)
    made.until(lambda: len(made.children()) == 2, within=20)
    yield made
    process.kill()
    process.wait()


def test_batch_is_reported_once_each(rig: Rig) -> None:
    """The plain case: a hundred entries, each reported once, counted once, nothing left."""
    ids = put(rig.client, *[f"item {number}" for number in range(100)])
    rig.until(lambda: sum(rig.reported().values()) >= 100, within=20)
    assert rig.reported() == Counter(ids)
    counted = rig.client.hgetall(KEYS.counters(f"{datetime.now(UTC):%Y-%m-%d}"))
    assert counted == {b"article.reported": b"100"}
    assert rig.client.zcard(KEYS.entries_leased) == 0


def test_killed_worker_entries_run_once_more(rig: Rig) -> None:
    """R1: SIGKILL in the middle of a batch; its entries are done within 10 s, each reported once."""
    ids = put(rig.client, *["slow 0.2"] * 20)
    rig.until(lambda: rig.client.zcard(KEYS.entries_leased) > 0, within=10)
    for pid in rig.children():
        os.kill(pid, signal.SIGKILL)
    took = rig.until(lambda: sum(rig.reported().values()) >= 20, within=20)
    assert rig.reported() == Counter(ids)
    assert took < 10


def test_c_code_that_hears_no_alarm_is_killed(rig: Rig) -> None:
    """R5: a call that holds the interpreter is killed in time, tried three times, quarantined; its neighbours run."""
    hang, *others = put(rig.client, "hang", *["item"] * 10)
    rig.until(lambda: rig.state(hang) == "quarantined", within=30)
    rig.until(lambda: sum(rig.reported().values()) == 10, within=10)
    assert rig.reported() == Counter(others)
    overtime = rig.events("worker_overtime")
    assert len(overtime) == 3
    assert all(event["seconds"] < 1.5 + 5 for event in overtime)


def test_code_that_swallows_exceptions_is_killed(rig: Rig) -> None:
    """R6: `except BaseException` in article code does not keep a worker from its time limit."""
    swallow, other = put(rig.client, "swallow", "item")
    rig.until(lambda: rig.state(swallow) == "quarantined", within=30)
    rig.until(lambda: rig.reported() == Counter([other]), within=10)


@pytest.mark.parametrize("behaviour", ["hog", "crash", "bug"])
def test_article_that_breaks_its_worker_harms_no_other(rig: Rig, behaviour: str) -> None:
    """R7: memory beyond the limit, a crash in C, a bug: three attempts, quarantine, and the others are reported."""
    poison, *others = put(rig.client, f"{behaviour} now", *["item"] * 10)
    rig.until(lambda: rig.state(poison) == "quarantined", within=30)
    rig.until(lambda: sum(rig.reported().values()) == 10, within=10)
    assert rig.reported() == Counter(others)


def test_stopped_worker_that_comes_back_reports_nothing(rig: Rig) -> None:
    """R4: a worker frozen past its time is killed on waking up or before; its entry is reported once."""
    [entry_id] = put(rig.client, "slow 1")
    rig.until(lambda: rig.client.zcard(KEYS.entries_leased) == 1, within=10)
    frozen = rig.children()
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    rig.until(lambda: not set(frozen) & set(rig.children()) or rig.reported(), within=20)
    for pid in set(frozen) & set(rig.children()):
        os.kill(pid, signal.SIGCONT)
    rig.until(lambda: rig.reported()[entry_id] == 1, within=20)
    assert rig.reported() == Counter([entry_id])


def test_killed_between_queue_and_start(rig: Rig) -> None:
    """R2: a ticket that was taken off the queue and never started costs nothing: another one is written."""
    queue = ticket_queue(rig.client, KEYS)
    rig.client.lpush(queue.intermediate_queue_key, "0f0f0f0f-0000-0000-0000-000000000000")
    [entry_id] = put(rig.client, "item")
    rig.until(lambda: rig.reported()[entry_id] == 1, within=10)


def test_lost_ticket_is_written_again(rig: Rig) -> None:
    """R3: the ticket vanishes from the queue; the reconciler writes another while work waits."""
    for pid in rig.children():
        os.kill(pid, signal.SIGSTOP)
    [entry_id] = put(rig.client, "item")
    enqueue(rig.client, KEYS, 1)
    rig.client.delete(ticket_queue(rig.client, KEYS).key)
    for pid in rig.children():
        os.kill(pid, signal.SIGCONT)
    took = rig.until(lambda: rig.reported()[entry_id] == 1, within=20)
    assert took < 10


def test_garbage_and_forged_jobs_are_refused(rig: Rig, tmp_path: Path) -> None:
    """R8, R9: broken hashes and a forged os.system are noted and thrown away; the queue drains."""
    queue = ticket_queue(rig.client, KEYS)
    proof = tmp_path / "proof"
    forged = json.dumps(["os.system", None, [f"touch {proof}"], {}])
    good = json.dumps(["workers.jobs.process_batch", None, [5], {}])
    jobs = {
        "garbage-date": {"created_at": "no date", "data": good},
        "forged": {"created_at": "2026-01-01T00:00:00Z", "data": forged},
        "callback": {"created_at": "2026-01-01T00:00:00Z", "data": good, "failure_callback_name": "os.system"},
        "webhook": {"created_at": "2026-01-01T00:00:00Z", "data": good, "webhooks": "[{}]"},
        "no-json": {"created_at": "2026-01-01T00:00:00Z", "data": b"\x80\x04cos\nsystem\n."},
    }
    for job_id, fields in jobs.items():
        rig.client.hset(f"rq:job:{job_id}", mapping=fields)
        rig.client.rpush(queue.key, job_id)
    rig.client.set("rq:job:no-hash", "x")
    rig.client.rpush(queue.key, "no-hash", b"\xff\xfe")
    [entry_id] = put(rig.client, "item")
    rig.until(lambda: rig.reported()[entry_id] == 1 and rig.client.llen(queue.key) == 0, within=20)
    assert not proof.exists()
    refused = {fields[b"job"].decode() for _, fields in rig.client.xrange(REFUSED_KEY)}
    assert refused == {*jobs, "no-hash"}
    assert {event["job"] for event in rig.events("ticket_refused")} == refused
    assert not rig.client.exists(*[f"rq:job:{job_id}" for job_id in jobs])


def test_sigterm_under_load_loses_nothing(rig: Rig) -> None:
    """R54: SIGTERM with a long backlog ends the pool in seconds; every entry is either done or waits unharmed."""
    ids = put(rig.client, *["slow 0.1"] * 200)
    rig.until(lambda: sum(rig.reported().values()) >= 10, within=20)
    rig.process.send_signal(signal.SIGTERM)
    assert rig.process.wait(20) == 0
    done = rig.reported()
    waiting = {entry_id.decode() for entry_id in rig.client.zrange(KEYS.entries_work, 0, -1)}
    assert set(done.values()) == {1}
    assert set(done) | waiting == set(ids)
    assert not set(done) & waiting
    assert rig.client.zcard(KEYS.entries_leased) == 0


def test_killed_pool_leaves_no_worker_behind(rig: Rig) -> None:
    """SIGKILL of the pool: the kernel ends its workers."""
    workers = rig.children()
    rig.process.kill()
    rig.process.wait()
    rig.until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in workers), within=5)


def test_store_that_restarts_is_met_again(rig: Rig) -> None:
    """R11: connections cut by the store are opened again; work goes on."""
    rig.client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    [entry_id] = put(rig.client, "item")
    rig.until(lambda: rig.reported()[entry_id] == 1, within=20)
    assert rig.process.poll() is None
