"""The pool: forks worker processes that share what is loaded, watches them from outside, and replaces them.

A worker that sits at one entry for longer than ARTICLE_SECONDS is killed, whatever it is doing; so is nobody else.
What a dead worker had leased is given back at once. The pool keeps no thread and no lock, so that it can fork again.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import multiprocessing.connection
import os
import resource
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import redis
import structlog

from monitor.clock import Clock, SystemClock
from monitor.config.schema import Config
from monitor.errors import StoreUnavailableError
from monitor.observability.watch import watch_store, watch_subscribers
from monitor.parentage import die_with_parent
from monitor.storage.connection import connect
from monitor.storage.entries import EntryStore
from monitor.storage.keys import Keys
from monitor.storage.roles import SHOWN_EVERY, hide_role, show_role
from monitor.storage.tickets import BATCH_LIMIT
from workers.bench import ARTICLE_SECONDS, Bench, Tools
from workers.worker import TicketWorker

_LOOK = 0.5
"""Seconds between two looks at the workers."""
_DRAIN_SECONDS = 20.0
_STEADY_SECONDS = 30.0
"""A worker that lived this long has not failed at starting."""
_LONGEST_PAUSE = 30.0
MEMORY_HEADROOM = 1_500_000_000
"""Bytes of address space that a worker may take beyond what it has when it starts; a page that wants more fails."""

log = structlog.get_logger("monitor.pool")

ToolMaker = Callable[[Config], Tools]


@dataclass(slots=True)
class _Slot:
    """A place for one worker, and whoever has it now."""

    number: int
    process: BaseProcess | None = None
    holder: str = ""
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0
    overtime: bool = False


@dataclass(slots=True)
class _Upkeep:
    """What the pool does every ten seconds, besides."""

    started_at: datetime
    next_at: float = 0.0
    dead_holders: list[str] = field(default_factory=list)
    """Workers that died and whose entries could not be given back yet: the store did not answer."""


def main(config: Config, count: int | None = None) -> int:
    """Runs `count` workers (as configured where None) until SIGTERM; returns the exit status."""
    from workers.tools import load_tools

    return Pool(config, count or worker_count(config), load_tools).run()


def worker_count(config: Config) -> int:
    """How many workers the configuration asks for; auto leaves one core to the other roles."""
    if config.workers.count == "auto":
        return max(1, (os.cpu_count() or 2) - 1)
    return config.workers.count


def next_pause(failures: int) -> float:
    """Seconds before a worker that failed `failures` times in a row is replaced: 0, 1, 2, 4 … 30."""
    return 0.0 if failures <= 0 else min(_LONGEST_PAUSE, 2.0 ** (failures - 1))


class Pool:
    """A fixed number of worker processes, kept alive."""

    def __init__(
        self,
        config: Config,
        count: int,
        make_tools: ToolMaker,
        *,
        clock: Clock | None = None,
        article_seconds: float = ARTICLE_SECONDS,
    ) -> None:
        self._config = config
        self._keys = Keys(config.redis.prefix)
        self._make_tools = make_tools
        self._clock = clock or SystemClock()
        self._article_seconds = article_seconds
        self._fork = multiprocessing.get_context("fork")
        self._progress: MutableSequence[float] = self._fork.RawArray("d", count)
        self._slots = [_Slot(number) for number in range(count)]
        self._upkeep = _Upkeep(self._clock.now())
        self._stopping = False
        self._interrupted = False

    def run(self) -> int:
        """Until SIGTERM or SIGINT; then the workers finish the entry in hand."""
        tools = self._make_tools(self._config)
        gc.collect()
        gc.freeze()  # what is loaded stays in pages that all workers share
        client = connect(self._config)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        log.info("pool_started", workers=len(self._slots))
        while not self._stopping:
            for slot in self._slots:
                self._tend(slot, tools)
            self._keep_up(client)
            self._wait()
        self._drain()
        self._keep_up(client, leaving=True)
        log.info("pool_stopped")
        return 130 if self._interrupted else 0

    def _ask_to_stop(self, number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._interrupted = number == signal.SIGINT

    def _wait(self) -> None:
        sentinels = [slot.process.sentinel for slot in self._slots if slot.process is not None]
        multiprocessing.connection.wait(sentinels, timeout=_LOOK)

    # --- one worker -----------------------------------------------------------------------------------------------
    def _tend(self, slot: _Slot, tools: Tools) -> None:
        now = time.monotonic()
        if slot.process is not None and slot.process.exitcode is None:
            self._limit_time(slot, slot.process, now)
            return
        if slot.process is not None:
            self._bury(slot, slot.process, now)
        if slot.process is None and now >= slot.not_before:
            self._start(slot, tools, now)

    def _limit_time(self, slot: _Slot, process: BaseProcess, now: float) -> None:
        since = self._progress[slot.number]
        if since and now - since > self._article_seconds and not slot.overtime:
            slot.overtime = True
            log.error("worker_overtime", pid=process.pid, seconds=round(now - since, 1))
            process.kill()

    def _bury(self, slot: _Slot, process: BaseProcess, now: float) -> None:
        """Notes a death, gives back what the dead had leased, and decides when to replace it."""
        process.join()
        lived = now - slot.started
        failed_start = lived < _STEADY_SECONDS and not slot.overtime
        slot.failures = slot.failures + 1 if failed_start else 0
        slot.not_before = now + next_pause(slot.failures)
        log.warning("worker_died", pid=process.pid, status=process.exitcode, lived_seconds=round(lived, 1))
        self._upkeep.dead_holders.append(slot.holder)
        self._upkeep.next_at = 0.0
        slot.process = None

    def _start(self, slot: _Slot, tools: Tools, now: float) -> None:
        slot.holder = f"{socket.gethostname()}:{os.getpid()}:{slot.number}:{secrets.token_hex(4)}"
        slot.started, slot.overtime = now, False
        self._progress[slot.number] = 0.0
        process = self._fork.Process(
            target=_work, args=(self._config, tools, self._progress, slot.number, slot.holder), name=slot.holder
        )
        process.start()
        slot.process = process

    def _drain(self) -> None:
        """SIGTERM to all; who has not ended after 20 s is killed: its entries are leased again."""
        running = [slot for slot in self._slots if slot.process is not None]
        for slot in running:
            if slot.process is not None:
                slot.process.terminate()
        deadline = time.monotonic() + _DRAIN_SECONDS
        for slot in running:
            if slot.process is not None:
                slot.process.join(max(0.0, deadline - time.monotonic()))
                if slot.process.exitcode is None:
                    slot.process.kill()
                    slot.process.join()
                self._upkeep.dead_holders.append(slot.holder)

    # --- the store ------------------------------------------------------------------------------------------------
    def _keep_up(self, client: redis.Redis, *, leaving: bool = False) -> None:
        """Gives back the entries of dead workers, shows the role, watches the store. A store that is away may wait."""
        if time.monotonic() < self._upkeep.next_at and not leaving:
            return
        self._upkeep.next_at = time.monotonic() + SHOWN_EVERY.total_seconds()
        try:
            self._give_back(client)
            if leaving:
                hide_role(client, self._keys, "worker")
                return
            busy = sum(1 for since in self._progress if since)
            detail = f"{busy} of {len(self._slots)} busy"
            show_role(client, self._keys, "worker", self._upkeep.started_at, self._clock.now(), detail)
            watch_store(client, self._keys, self._clock)
            watch_subscribers(client, self._keys, self._clock)
        except redis.ResponseError as error:
            log.error("store_refuses", error=error)  # noqa: TRY400 - full, read-only, disk full: its words say it
        except redis.RedisError as error:
            log.warning("store_away", error=error)

    def _give_back(self, client: redis.Redis) -> None:
        store = EntryStore(client, self._keys, holder="pool", retention=self._config.retention.articles)
        while self._upkeep.dead_holders:
            reaped = store.release(self._clock.now(), holder=self._upkeep.dead_holders[0])
            self._upkeep.dead_holders.pop(0)
            for given_up in reaped.quarantined:
                log.error("article", id=given_up, disposition="quarantined")
            if reaped.requeued:
                log.info("entries_given_back", count=reaped.requeued)


def _work(config: Config, tools: Tools, progress: MutableSequence[float], slot: int, holder: str) -> None:
    """A worker process, from fork to end."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(os.getppid(), signal.SIGKILL)
    limit_memory(MEMORY_HEADROOM)
    keys = Keys(config.redis.prefix)
    try:
        client = connect(config)
        store = EntryStore(client, keys, holder=holder, retention=config.retention.articles)
        bench = Bench(store, tools, SystemClock(), progress, slot)
        # A first batch without a ticket: in a full store RQ cannot even take one off its queue, and a worker that
        # starts, works and fails again is what empties it.
        bench.run(BATCH_LIMIT)
        TicketWorker(client, keys, bench, name=holder.replace(":", "-")).work(logging_level="WARNING")
    except (redis.RedisError, StoreUnavailableError) as error:
        # Starting or leaving while the store is away; the pool tries again.
        log.warning("store_away", error=error)
        sys.exit(1)


def limit_memory(headroom: int) -> None:
    """Caps this process's address space at what it has and `headroom` more: an allocation beyond it fails."""
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + headroom, resource.RLIM_INFINITY))


