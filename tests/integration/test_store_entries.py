"""An entry's life in the store: each step once, in the right order, whoever dies in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import redis
import redis.asyncio
import zstandard

from monitor.clock import to_ms
from monitor.domain.article import ReadyEntry
from monitor.domain.disposition import Disposition
from monitor.storage.codec import pack
from monitor.storage.entries import Completion, EntryIntake, EntryStore
from monitor.storage.keys import Keys

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
KEYS = Keys()


def entry(entry_id: str, title: str = "Bridge reopens") -> ReadyEntry:
    """An entry as the feed's poll would record it."""
    return ReadyEntry(
        id=entry_id, revision=1, feed_id="f1", feed_name="Feed", outlet="Outlet", owner="Owner", weight=1.0,
        official=False, country="GB", language="en", tags=(), url="https://news.example/a", title=title,
        summary="", content="", author=None, published=NOW, updated=None, seen_at=NOW,
    )  # fmt: skip


@dataclass(frozen=True)
class Store:
    """What a test needs: the client, one worker's store, and a second worker's."""

    client: redis.Redis
    one: EntryStore
    two: EntryStore

    def put(self, entry_id: str, *, state: str = "ready", priority: float = 0, payload: bytes | None = None) -> None:
        """Records an entry the way the feed's poll does."""
        fields = {"payload": payload or pack(entry(entry_id)), "state": state, "revision": 1, "priority": priority}
        self.client.hset(KEYS.entry(entry_id), mapping=fields)
        if state == "ready":
            self.client.zadd(KEYS.entries_work, {entry_id: priority})
        else:
            self.client.zadd(KEYS.entries_pending, {entry_id: to_ms(NOW + timedelta(seconds=10))})

    def state(self, entry_id: str) -> str:
        """The entry's state, or "" where it is unknown."""
        return (self.client.hget(KEYS.entry(entry_id), "state") or b"").decode()

    def attempt(self, entry_id: str, now: datetime = NOW) -> bool:
        """The first worker leases one entry and starts on it."""
        taken = self.one.lease(1, LEASE, now)
        assert [item.id for item in taken.entries] == [entry_id]
        return self.one.start(entry_id, taken.entries[0].revision, LEASE, now)


@pytest.fixture
def store(redis_client: redis.Redis) -> Store:
    """An empty store with two workers."""
    days = timedelta(days=14)
    return Store(
        redis_client,
        EntryStore(redis_client, KEYS, holder="one", retention=days),
        EntryStore(redis_client, KEYS, holder="two", retention=days),
    )


@pytest.fixture
async def intake(redis_server: str, redis_client: redis.Redis) -> AsyncIterator[EntryIntake]:
    """The scheduler's side of the same store."""
    client = redis.asyncio.Redis.from_url(redis_server, protocol=2)
    yield EntryIntake(client, KEYS)
    await client.aclose()


def test_lease_takes_lowest_priority_first(store: Store) -> None:
    """The work set is ordered; a lease takes its head, and each entry once."""
    for name, priority in (("c", 3.0), ("a", -1.5), ("b", 2.0)):
        store.put(name, priority=priority)
    assert [item.id for item in store.one.lease(2, LEASE, NOW).entries] == ["a", "b"]
    assert [item.id for item in store.two.lease(2, LEASE, NOW).entries] == ["c"]


def test_complete_stores_everything_once(store: Store) -> None:
    """Report, article, counter and state come together; a second completion changes nothing."""
    store.put("a")
    assert store.attempt("a")
    outcomes = [
        store.one.complete("a", 1, Disposition.REPORTED, NOW, report=b"R", article=b"A") for _ in range(2)
    ]
    assert outcomes == [Completion.DONE, Completion.LOST]
    assert [fields for _, fields in store.client.xrange(KEYS.reports)] == [{b"report": b"R"}]
    assert store.client.hget(KEYS.article("a"), "article") == b"A"
    assert store.client.hgetall(KEYS.counters("2026-03-01")) == {b"article.reported": b"1"}
    assert store.state("a") == "done"
    assert store.client.hexists(KEYS.entry("a"), "payload") is False
    assert store.client.zcard(KEYS.entries_leased) == 0


def test_done_entry_expires_with_retention(store: Store) -> None:
    """What is left of a done entry, and its article, go after retention.articles."""
    store.put("a")
    store.attempt("a")
    store.one.complete("a", 1, Disposition.NO_EVENT, NOW, article=b"A")
    for key in (KEYS.entry("a"), KEYS.article("a")):
        assert 13.9 * 86400 < store.client.ttl(key) <= 14 * 86400


def test_worker_that_lost_its_lease_has_no_effect(store: Store) -> None:
    """A worker stopped past its lease comes back: the other's result stands alone (R4)."""
    store.put("a")
    store.attempt("a")
    late = NOW + LEASE + timedelta(seconds=1)
    assert store.two.reap(late).requeued == 1
    assert [item.id for item in store.two.lease(1, LEASE, late).entries] == ["a"]
    assert store.one.complete("a", 1, Disposition.REPORTED, late, report=b"old") is Completion.LOST
    assert not store.one.start("a", 1, LEASE, late)
    assert store.two.start("a", 1, LEASE, late)
    assert store.two.complete("a", 1, Disposition.REPORTED, late, report=b"new") is Completion.DONE
    assert [fields[b"report"] for _, fields in store.client.xrange(KEYS.reports)] == [b"new"]


def test_three_attempts_then_quarantine(store: Store) -> None:
    """An entry that kills its worker three times is given up, counted once, and kept for looking into."""
    store.put("a")
    now = NOW
    for _ in range(3):
        assert store.attempt("a", now)
        now += LEASE + timedelta(seconds=1)
        reaped = store.two.reap(now)
    assert reaped.quarantined == ("a",)
    assert store.state("a") == "quarantined"
    assert store.client.hexists(KEYS.entry("a"), "payload")
    assert store.client.zcard(KEYS.entries_work) == 0
    assert store.client.hgetall(KEYS.counters("2026-03-01")) == {b"article.quarantined": b"1"}
    assert store.client.zrange(KEYS.entries_quarantine, 0, -1) == [b"a"]


def test_neighbours_of_a_killer_are_not_blamed(store: Store) -> None:
    """Entries leased together with a killer, but never started, wait again however often that happens."""
    store.put("killer", priority=0)
    store.put("innocent", priority=1)
    for _ in range(3):
        store.one.lease(2, LEASE, NOW)
        store.one.start("killer", 1, LEASE, NOW)
        store.one.release(NOW)
    assert (store.state("killer"), store.state("innocent")) == ("quarantined", "ready")


def test_release_gives_back_only_the_dead_ones(store: Store) -> None:
    """A supervisor that saw a worker die gives back its entries at once, and nobody else's."""
    store.put("a")
    store.put("b", priority=1)
    store.one.lease(1, LEASE, NOW)
    store.two.lease(1, LEASE, NOW)
    assert store.two.release(NOW, holder="one").requeued == 1
    assert (store.state("a"), store.state("b")) == ("ready", "leased")


def test_changed_while_leased_is_processed_again(store: Store) -> None:
    """The feed changes an entry under a worker: the old result is dropped, the new revision is worked on."""
    store.put("a")
    store.attempt("a")
    store.client.hset(KEYS.entry("a"), mapping={"state": "ready", "revision": 2, "payload": pack(entry("a", "New"))})
    store.client.zadd(KEYS.entries_work, {"a": 0})
    assert store.one.complete("a", 1, Disposition.REPORTED, NOW, report=b"old") is Completion.LOST
    [again] = store.two.lease(1, LEASE, NOW).entries
    assert (again.title, again.revision) == ("New", 2)
    assert store.two.complete("a", 2, Disposition.REPORTED, NOW, report=b"new") is Completion.DONE


@pytest.mark.parametrize(
    ("payload", "disposition"),
    [
        (b"not zstd", Disposition.UNREADABLE),
        (zstandard.compress(b"{}"), Disposition.UNREADABLE),
        (zstandard.compress(b"\xff\xfe"), Disposition.UNREADABLE),
        (pack({"id": 3}), Disposition.UNREADABLE),
    ],
)
def test_unreadable_payload_is_told_apart(store: Store, payload: bytes, disposition: Disposition) -> None:
    """What is no entry is neither lost nor tried again: the worker completes it as unreadable, into quarantine."""
    store.put("a", payload=payload)
    store.put("b", priority=1)
    taken = store.one.lease(2, LEASE, NOW)
    assert taken.unreadable == [("a", 1, disposition)]
    assert [item.id for item in taken.entries] == ["b"]
    assert store.one.complete("a", 1, disposition, NOW) is Completion.DONE
    assert store.state("a") == "quarantined"


def test_unknown_ids_in_the_work_set_are_dropped(store: Store) -> None:
    """An id whose entry has expired is no work."""
    store.client.zadd(KEYS.entries_work, {"gone": 0})
    assert store.one.lease(5, LEASE, NOW).entries == []


async def test_page_in_time(store: Store, intake: EntryIntake) -> None:
    """A page before the deadline: the entry goes to work with it, as its first revision."""
    store.put("a", state="pending", priority=-7)
    assert await intake.ready("a", pack(replace(entry("a"), page_note="ok")), zstandard.compress(b"<p>x</p>")) == 1
    assert store.client.zscore(KEYS.entries_work, "a") == -7
    assert store.client.zcard(KEYS.entries_pending) == 0
    [ready] = store.one.lease(1, LEASE, NOW).entries
    assert (ready.page_html, ready.page_note, ready.revision) == (b"<p>x</p>", "ok", 1)


async def test_page_overdue_then_late(store: Store, intake: EntryIntake) -> None:
    """Without its page the entry goes on at the deadline; the page that comes later makes revision 2."""
    store.put("a", state="pending")
    assert await intake.overdue(NOW) == 0
    assert await intake.overdue(NOW + timedelta(seconds=11)) == 1
    store.attempt("a")
    store.one.complete("a", 1, Disposition.NO_EVENT, NOW)
    assert await intake.ready("a", pack(entry("a")), zstandard.compress(b"late")) == 2
    [late] = store.one.lease(1, LEASE, NOW).entries
    assert (late.revision, late.page_html) == (2, b"late")
    assert store.one.start("a", 2, LEASE, NOW)
    assert store.one.complete("a", 2, Disposition.REPORTED, NOW) is Completion.DONE


async def test_page_of_a_forgotten_entry(intake: EntryIntake) -> None:
    """A page for an entry that has expired is dropped."""
    assert await intake.ready("gone", b"x", None) == 0


def test_what_is_no_disposition_is_counted_by_day(store: Store) -> None:
    """A text that was cut, for example: beside the dispositions of the day."""
    store.one.count("text.truncated", NOW)
    store.two.count("text.truncated", NOW)
    assert store.client.hgetall(KEYS.counters("2026-03-01")) == {b"text.truncated": b"2"}
