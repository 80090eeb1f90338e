"""Whatever order leases, deaths, changes and completions come in: each entry is in one place, each revision told once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import redis.asyncio
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from monitor.clock import ManualClock
from monitor.domain.article import ReadyEntry
from monitor.domain.disposition import Disposition
from monitor.storage.codec import pack
from monitor.storage.entries import MAX_ATTEMPTS, Completion, EntryIntake, EntryStore
from monitor.storage.keys import Keys
from monitor.storage.tickets import reconcile

KEYS = Keys()
LEASE = timedelta(seconds=30)
IDS = st.sampled_from(["a", "b", "c", "d"])
WORKERS = st.sampled_from([0, 1, 2])


class EntryLife(RuleBasedStateMachine):
    """Three workers, four entries, a clock; the model is what was acknowledged to whom."""

    client: redis.Redis
    url: str

    def __init__(self) -> None:
        super().__init__()
        self.client.flushall()
        self.clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
        self.generation = 0
        self.workers = [self._worker(number) for number in range(3)]
        self.hands: list[dict[str, int]] = [{}, {}, {}]
        self.begun: list[set[str]] = [set(), set(), set()]
        self.told: Counter[tuple[str, int]] = Counter()
        self.starts: Counter[tuple[str, int]] = Counter()
        self.revisions: Counter[str] = Counter()

    def _worker(self, number: int) -> EntryStore:
        self.generation += 1
        return EntryStore(self.client, KEYS, holder=f"{number}-{self.generation}", retention=timedelta(days=1))

    @rule(entry_id=IDS, waits=st.booleans())
    def feed_brings(self, entry_id: str, waits: bool) -> None:
        """The feed shows the entry for the first time, or changed; with or without a page to wait for."""
        self.revisions[entry_id] += 1
        entry = _entry(entry_id, self.clock.now())
        key = KEYS.entry(entry_id)
        with self.client.pipeline() as pipeline:
            pipeline.hdel(key, "page", "holder", "attempts", "disposition")
            fields = {"state": "pending" if waits else "ready", "revision": self.revisions[entry_id]}
            pipeline.hset(key, mapping={"payload": pack(entry), **fields})
            for index in (KEYS.entries_work, KEYS.entries_pending, KEYS.entries_leased, KEYS.entries_quarantine):
                pipeline.zrem(index, entry_id)
            deadline = int((self.clock.now() + timedelta(seconds=10)).timestamp() * 1000)
            pipeline.zadd(KEYS.entries_pending if waits else KEYS.entries_work, {entry_id: deadline if waits else 0})
            pipeline.execute()

    @rule(entry_id=IDS)
    def page_arrives(self, entry_id: str) -> None:
        """A page comes, in time or late: late, it makes a revision."""
        state = self.client.hget(KEYS.entry(entry_id), "state")
        revision = asyncio.run(self._ready(entry_id))
        if self.revisions[entry_id]:
            self.revisions[entry_id] += state not in {b"pending", b"ready"}
        assert revision == self.revisions[entry_id]

    async def _ready(self, entry_id: str) -> int:
        client = redis.asyncio.Redis.from_url(self.url, protocol=2)
        payload = self.client.hget(KEYS.entry(entry_id), "payload") or pack(_entry(entry_id, self.clock.now()))
        try:
            return await EntryIntake(client, KEYS).ready(entry_id, payload, None)
        finally:
            await client.aclose()

    @rule(number=WORKERS, count=st.integers(1, 3))
    def lease(self, number: int, count: int) -> None:
        """A worker takes some."""
        for entry in self.workers[number].lease(count, LEASE, self.clock.now()).entries:
            assert entry.revision == self.revisions[entry.id]
            self.hands[number][entry.id] = entry.revision
            self.begun[number].discard(entry.id)

    @rule(number=WORKERS, entry_id=IDS)
    def start(self, number: int, entry_id: str) -> None:
        """A worker begins one that it once took, once for each time that it took it; only one can have it."""
        revision = self.hands[number].get(entry_id)
        if revision is None or entry_id in self.begun[number]:
            return
        self.begun[number].add(entry_id)
        if self.workers[number].start(entry_id, revision, LEASE, self.clock.now()):
            assert revision == self.revisions[entry_id]
            self.starts[entry_id, revision] += 1

    @rule(number=WORKERS, entry_id=IDS)
    def complete(self, number: int, entry_id: str) -> None:
        """A worker completes one that it once took, perhaps again, perhaps too late."""
        revision = self.hands[number].get(entry_id)
        if revision is None:
            return
        done = self.workers[number].complete(
            entry_id, revision, Disposition.REPORTED, self.clock.now(), report=f"{entry_id}:{revision}".encode()
        )
        if done is Completion.DONE:
            self.told[entry_id, revision] += 1

    @rule(number=WORKERS)
    def die(self, number: int) -> None:
        """A worker dies; its supervisor gives back what it had, and another takes its place."""
        self.workers[number].release(self.clock.now())
        self.workers[number] = self._worker(number)
        self.hands[number], self.begun[number] = {}, set()

    @rule(seconds=st.sampled_from([1, 11, 31]))
    def time_passes(self, seconds: int) -> None:
        """Leases and deadlines run out; the scheduler reconciles."""
        self.clock.advance(timedelta(seconds=seconds))
        reconcile(self.client, KEYS, self.clock.now())

    @invariant()
    def each_entry_is_in_one_place(self) -> None:
        """Its state says where, and no other index has it."""
        wanted = {"ready": "work", "pending": "pending", "leased": "leased", "quarantined": "quarantine", "done": ""}
        for entry_id in self.revisions:
            state = (self.client.hget(KEYS.entry(entry_id), "state") or b"").decode()
            places = [
                place
                for place in ("work", "pending", "leased", "quarantine")
                if self.client.zscore(KEYS("entries", place), entry_id) is not None
            ]
            assert places == ([wanted[state]] if wanted[state] else []), (entry_id, state, places)

    @invariant()
    def each_revision_is_told_once(self) -> None:
        """The stream holds exactly what was acknowledged, and nothing twice."""
        streamed = Counter(fields[b"report"].decode() for _, fields in self.client.xrange(KEYS.reports))
        assert streamed == Counter({f"{entry_id}:{revision}": n for (entry_id, revision), n in self.told.items()})
        assert not streamed or max(streamed.values()) == 1

    @invariant()
    def attempts_are_bounded(self) -> None:
        """No revision is started more often than it may be."""
        assert not self.starts or max(self.starts.values()) <= MAX_ATTEMPTS


def _entry(entry_id: str, seen_at: datetime) -> ReadyEntry:
    return ReadyEntry(
        id=entry_id, revision=1, feed_id="f", feed_name="F", outlet="O", owner="O", weight=1.0, official=False,
        country=None, language=None, tags=(), url=None, title=entry_id, summary="", content="", author=None,
        published=None, updated=None, seen_at=seen_at,
    )  # fmt: skip


@pytest.fixture
def machine(redis_server: str, redis_client: redis.Redis) -> Any:
    """The machine on this test's server."""
    EntryLife.client, EntryLife.url = redis_client, redis_server
    return EntryLife


@pytest.mark.slow
def test_any_course_of_events(machine: Any) -> None:
    """Hypothesis looks for a course that breaks an invariant."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=80, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
