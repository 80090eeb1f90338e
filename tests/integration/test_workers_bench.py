"""A worker's bench in this process, on a real store: limits, stopping, failing articles, lost leases, what is kept and logged."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import structlog
from rq.exceptions import StopRequested
from rq.worker_registration import register

from monitor.clock import ManualClock
from monitor.domain.article import Article, ReadyEntry
from monitor.domain.detection import Detection, Escalation
from monitor.domain.disposition import Disposition
from monitor.domain.document import Document
from monitor.domain.report import Fingerprint, Report
from monitor.domain.taxonomy import EscalationKind
from monitor.observability.counters import read_counters
from monitor.storage.codec import pack, unpack
from monitor.storage.entries import EntryStore
from monitor.storage.keys import Keys
from monitor.storage.tickets import enqueue, ticket_queue
from workers import jobs
from workers.bench import LEASE, MAX_TEXT, Bench, Tools, examine, to_document
from workers.worker import TicketWorker, forget_strays

KEYS = Keys()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FOUND = (Escalation(kind=EscalationKind.ULTIMATUM, text="or else"),)
Detect = Callable[[Document], Detection]


def entry(id_: str, title: str = "T", **fields: Any) -> ReadyEntry:
    """An entry of a feed."""
    made = ReadyEntry(
        id=id_, revision=1, feed_id="f", feed_name="Feed", outlet="O", owner="O", weight=1.0, official=False, country=None,
        language="en", tags=(), url=f"https://o.example/{id_}", title=title, summary="words", content="", author=None,
        published=NOW, updated=None, seen_at=NOW,
    )  # fmt: skip
    return replace(made, **fields)


def clean(one: ReadyEntry) -> Article:
    """Title and summary as they are."""
    return Article(id=one.id, revision=one.revision, title=one.title, text=one.summary, summary="in short", seen_at=one.seen_at)


def all_found(document: Document) -> Detection:
    """Everything is an ultimatum."""
    return Detection(id=document.id, language="en", escalation=FOUND)


def none_found(document: Document) -> Detection:
    """Nothing is anything."""
    return Detection(id=document.id, language="en")


class Desk:
    """A bench, its store, its clock, and what it logged."""

    def __init__(self, client: redis.Redis) -> None:
        self.client, self.clock, self.progress = client, ManualClock(NOW), [0.0, 0.0]
        self.store = EntryStore(client, KEYS, holder="me", retention=timedelta(days=1))
        self.lines: list[Any] = []

    def put(self, *entries: ReadyEntry) -> None:
        """Ready entries, the first the most promising."""
        for number, one in enumerate(entries):
            self.client.hset(KEYS.entry(one.id), mapping={"payload": pack(one), "state": "ready", "revision": one.revision})
            self.client.zadd(KEYS.entries_work, {one.id: number})

    def bench(self, detect: Detect = all_found, **tools: Any) -> Bench:
        """A bench at slot 1."""
        made = Tools(**{"clean": clean, "detect": detect, "fingerprint": lambda article, _: Fingerprint(text_hash=article.id), **tools})
        return Bench(self.store, made, self.clock, self.progress, 1)

    def reported(self) -> list[Report]:
        """What the desk would read."""
        return [unpack(fields[b"report"], Report) for _, fields in self.client.xrange(KEYS.reports)]

    def ids(self) -> list[str]:
        """Ids of what was reported, in order."""
        return [one.article.id for one in self.reported()]

    def state(self, id_: str) -> str:
        """An entry's state."""
        return (self.client.hget(KEYS.entry(id_), "state") or b"").decode()

    def events(self, name: str) -> list[dict[str, Any]]:
        """Log lines of one event."""
        return [line for line in self.lines if line["event"] == name]


@pytest.fixture
def desk(redis_client: redis.Redis) -> Iterator[Desk]:
    """An empty store and its bench."""
    made = Desk(redis_client)
    with structlog.testing.capture_logs() as lines:
        made.lines = lines
        yield made


@pytest.mark.parametrize(("waiting", "limit", "done"), [(0, 5, 0), (3, 5, 3), (5, 5, 5), (20, 5, 5), (20, 17, 17), (20, 0, 0), (9, 8, 8)])
def test_a_batch_ends_at_its_limit_or_with_the_work(desk: Desk, waiting: int, limit: int, done: int) -> None:
    """The most promising first; nothing beyond the limit is touched, whatever the size of a lease."""
    desk.put(*(entry(f"e{number:02}") for number in range(waiting)))
    assert desk.bench().run(limit) == done
    assert desk.ids() == [f"e{number:02}" for number in range(done)]
    assert desk.client.zcard(KEYS.entries_work) == waiting - done
    assert desk.client.zcard(KEYS.entries_leased) == 0


def test_stop_finishes_the_entry_in_hand_and_gives_the_rest_back(desk: Desk) -> None:
    """R54: of eight that are leased, the second is finished; the other six wait again at once, untried."""
    bench: Bench

    def stopping(document: Document) -> Detection:
        if document.id == "e1":
            bench.stop()
        return all_found(document)

    desk.put(*(entry(f"e{number}") for number in range(8)))
    bench = desk.bench(stopping)
    assert bench.run(50) == 2
    assert desk.ids() == ["e0", "e1"]
    assert desk.client.zcard(KEYS.entries_work) == 6
    assert not desk.client.hexists(KEYS.entry("e5"), "attempts")
    assert bench.run(50) == 0  # it does not begin again


@pytest.mark.parametrize("error", [KeyError("x"), MemoryError(), RecursionError("deep"), ValueError("\ud800"), TimeoutError()])
def test_an_article_that_fails_is_put_back_and_its_neighbours_go_on(desk: Desk, error: Exception) -> None:
    """R7: three attempts, then quarantine with a line each; the others are reported once."""

    def detect(document: Document) -> Detection:
        if document.id == "bad":
            raise error
        return all_found(document)

    desk.put(entry("bad"), entry("good1"), entry("good2"))
    bench = desk.bench(detect)
    for _ in range(5):
        bench.run(50)
    assert desk.ids() == ["good1", "good2"]
    assert desk.state("bad") == "quarantined"
    assert len(desk.events("article_failed")) == 3
    assert {line["id"] for line in desk.events("article_failed")} == {"bad"}
    assert [line["id"] for line in desk.events("article") if line["disposition"] is Disposition.QUARANTINED] == ["bad"]
    assert desk.progress == [0.0, 0.0]


@pytest.mark.parametrize("place", ["clean", "fingerprint"])
def test_a_failure_in_any_tool_is_the_articles(desk: Desk, place: str) -> None:
    """Not of detection alone."""

    def fail(*_: object) -> Any:
        raise ZeroDivisionError

    desk.put(entry("a"))
    assert desk.bench(**{place: fail}).run(1) == 0
    assert desk.state("a") == "quarantined"
    assert len(desk.events("article_failed")) == 3


def test_an_interruption_is_not_swallowed(desk: Desk) -> None:
    """SystemExit and Ctrl-C end the worker; the pool outside is told that it is at no entry any more."""

    def leave(_: Document) -> Detection:
        assert desk.progress[1] > 0
        raise SystemExit(1)

    desk.put(entry("a"))
    with pytest.raises(SystemExit):
        desk.bench(leave).run(1)
    assert desk.progress == [0.0, 0.0]
    assert desk.state("a") == "leased"


def test_the_pool_sees_since_when_it_is_at_an_entry(desk: Desk) -> None:
    """Its own slot alone; each entry begins anew."""
    seen: list[float] = []

    def detect(document: Document) -> Detection:
        seen.append(desk.progress[1])
        return none_found(document)

    desk.put(entry("a"), entry("b"))
    desk.bench(detect).run(2)
    assert 0 < seen[0] < seen[1]
    assert desk.progress == [0.0, 0.0]


def test_the_pool_times_it_before_anything_is_leased(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frozen between a lease and the work on it, it would else hold its entries and nobody would know."""
    seen: list[float] = []
    lease, start = desk.store.lease, desk.store.start

    def told(what: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*given: Any) -> Any:
            seen.append(desk.progress[1])
            return what(*given)

        return asked

    monkeypatch.setattr(desk.store, "lease", told(lease))
    monkeypatch.setattr(desk.store, "start", told(start))
    desk.put(entry("a"))
    desk.bench(none_found).run(2)
    assert len(seen) == 3  # one lease, its entry's start, a lease that finds nothing
    assert all(since > 0 for since in seen)
    assert desk.progress == [0.0, 0.0]


def test_entries_that_were_taken_away_have_no_effect(desk: Desk) -> None:
    """R4: the lease ran out while one was examined and the next one waited: no report, no count, a line each."""
    other = EntryStore(desk.client, KEYS, holder="other", retention=timedelta(days=1))

    def detect(document: Document) -> Detection:
        other.reap(NOW + LEASE + timedelta(seconds=1))
        assert {one.id for one in other.lease(9, LEASE, NOW).entries} == {"a", "b"}
        return all_found(document)

    desk.put(entry("a"), entry("b"))
    desk.bench(detect).run(2)
    assert desk.reported() == []
    assert read_counters(desk.client, KEYS, NOW) == {}
    assert [line["id"] for line in desk.events("lease_lost")] == ["a", "b"]
    assert (desk.state("a"), desk.state("b")) == ("leased", "leased")


def test_a_lease_is_renewed_when_its_turn_comes(desk: Desk) -> None:
    """Eight are leased together; the eighth has its whole time all the same."""
    ends: list[int] = []

    def detect(document: Document) -> Detection:
        ends.append(int(desk.client.zscore(KEYS.entries_leased, document.id) or 0))
        desk.clock.advance(timedelta(seconds=20))
        return none_found(document)

    desk.put(*(entry(f"e{number}") for number in range(8)))
    desk.bench(detect).run(8)
    assert [end - ends[0] for end in ends] == [20_000 * number for number in range(8)]
    assert ends[0] == (NOW + LEASE).timestamp() * 1000


def test_garbage_in_the_store_ends_as_unreadable_and_counts_as_done(desk: Desk) -> None:
    """It costs neither the batch nor an attempt of others."""
    desk.put(entry("good"))
    desk.client.hset(KEYS.entry("bad"), mapping={"payload": b"junk", "state": "ready", "revision": 1})
    desk.client.zadd(KEYS.entries_work, {"bad": -1})
    assert desk.bench().run(2) == 2
    assert desk.ids() == ["good"]
    assert read_counters(desk.client, KEYS, NOW) == {"article.reported": 1, "article.unreadable": 1}
    assert desk.events("article")[0]["disposition"] is Disposition.UNREADABLE


@pytest.mark.parametrize(
    ("one", "detect", "disposition", "reported", "text_kept"),
    [
        (entry("a"), all_found, "reported", True, True),
        (entry("a"), none_found, "no_event", False, False),
        (entry("a", revision=2), none_found, "reported", True, False),
        (entry("a", title=" ", summary=""), none_found, "no_event", False, False),
    ],
)
def test_what_is_kept_of_each_ending(
    desk: Desk, one: ReadyEntry, detect: Detect, disposition: str, reported: bool, text_kept: bool
) -> None:
    """Counted once; full text only where a candidate is, in the report and in the store alike."""
    desk.put(one)
    desk.bench(detect).run(1)
    kept = unpack(desk.client.hget(KEYS.article("a"), "article"), Article)
    assert read_counters(desk.client, KEYS, NOW) == {f"article.{disposition}": 1}
    assert bool(desk.reported()) is reported
    assert (kept.text, kept.summary) == (("words", "in short") if text_kept else ("", ""))
    assert all((one.article.text == "words") is text_kept for one in desk.reported())
    (line,) = desk.events("article")
    assert (line["disposition"].value, line["feed"], line["outlet"], line["revision"]) == (disposition, "Feed", "O", one.revision)


@pytest.mark.parametrize(("length", "truncated"), [(MAX_TEXT, False), (MAX_TEXT + 1, True)])
def test_a_cut_text_is_counted(desk: Desk, length: int, truncated: bool) -> None:
    """One character too many is cut off, and that is counted and logged."""
    desk.put(entry("a", summary="x" * length))
    desk.bench(none_found).run(1)
    assert read_counters(desk.client, KEYS, NOW).get("text.truncated", 0) == int(truncated)
    assert desk.events("article")[0]["truncated"] is truncated


def test_what_detection_cut_is_told_too() -> None:
    """Truncated by the detector, though not by the bench."""
    tools = Tools(clean, lambda document: replace(none_found(document), truncated=True), lambda *_: Fingerprint(text_hash=""))
    assert examine(entry("a"), tools).detection.truncated is True


def test_a_title_is_logged_in_part(desk: Desk) -> None:
    """Two hundred characters of it."""
    desk.put(entry("a", title="y" * 500))
    desk.bench(none_found).run(1)
    assert desk.events("article")[0]["title"] == "y" * 200


@pytest.mark.parametrize(
    ("article", "url", "published"),
    [
        (Article(id="a", url="u", canonical_url="c", published=NOW, seen_at=NOW + LEASE), "c", NOW),
        (Article(id="a", url="u", seen_at=NOW), "u", NOW),
        (Article(id="a"), None, None),
    ],
)
def test_what_detection_reads_of_an_article(article: Article, url: str | None, published: datetime | None) -> None:
    """The canonical address before the feed's, the date before the moment of seeing."""
    document = to_document(article)
    assert (document.url, document.published) == (url, published)


# --- tickets and the worker around the bench --------------------------------------------------------------------------
def test_a_ticket_outside_of_a_worker_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one job function needs a bench, and has none by itself."""
    monkeypatch.setattr(jobs, "_bench", None)
    with pytest.raises(RuntimeError, match="outside of a worker"):
        jobs.process_batch(5)


@pytest.fixture
def worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> TicketWorker:
    """A worker that works here, in burst mode, and takes no signals away from pytest."""
    monkeypatch.setattr(TicketWorker, "_install_signal_handlers", lambda _: None)
    return TicketWorker(desk.client, KEYS, desk.bench(), name="me")


def test_a_ticket_is_worked_off_and_leaves_nothing(desk: Desk, worker: TicketWorker) -> None:
    """From the queue to the report; of RQ's keys none is left but its own registers."""
    desk.put(*(entry(f"e{number}") for number in range(60)))
    enqueue(desk.client, KEYS, 2)
    worker.work(burst=True, logging_level="WARNING")
    assert len(desk.reported()) == 60
    assert desk.client.llen("rq:queue:monitor") == 0
    assert list(desk.client.scan_iter("rq:job:*")) == []


def test_a_stop_request_reaches_the_bench(desk: Desk, worker: TicketWorker) -> None:
    """SIGTERM: RQ stops, and the bench does too, so that no batch goes on beside it."""
    desk.put(entry("a"))
    before = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        with pytest.raises(StopRequested):
            worker.request_stop(signal.SIGTERM, None)
    finally:
        for number, handler in before:
            signal.signal(number, handler)
    assert worker._bench.run(5) == 0
    assert desk.client.zcard(KEYS.entries_work) == 1


def test_a_worker_listens_to_no_commands(desk: Desk, worker: TicketWorker) -> None:
    """RQ's remote shutdown over Pub/Sub is not subscribed to: nobody hears it."""
    worker.subscribe()
    assert desk.client.pubsub_channels() == []
    assert desk.client.publish("rq:pubsub:me", '{"command": "shutdown"}') == 0


def test_strays_of_dead_workers_are_forgotten(desk: Desk) -> None:
    """In the intermediate list and past their time in the started register: garbage too; living ones stay."""
    queue = ticket_queue(desk.client, KEYS)
    now = datetime.now(UTC).timestamp()
    desk.client.rpush(queue.intermediate_queue_key, "lost", b"\xff\xfe")
    desk.client.zadd(f"rq:wip:{queue.name}", {"dead:1": now - 10, "alive:2": now + 600})
    for id_ in ("lost", "dead", "alive"):
        desk.client.hset(f"rq:job:{id_}", "data", "x")
    desk.client.set("rq:execution:dead:1", "x")
    assert forget_strays(desk.client, queue) == 3
    assert desk.client.llen(queue.intermediate_queue_key) == 0
    assert desk.client.zrange(f"rq:wip:{queue.name}", 0, -1) == [b"alive:2"]
    assert not desk.client.exists("rq:execution:dead:1")
    assert [desk.client.ttl(f"rq:job:{id_}") > 0 for id_ in ("lost", "dead", "alive")] == [True, True, False]
    assert [line["count"] for line in desk.events("tickets_forgotten")] == [3]
    assert forget_strays(desk.client, queue) == 0
    assert len(desk.events("tickets_forgotten")) == 1


def test_one_worker_at_a_time_cleans_up(desk: Desk, worker: TicketWorker) -> None:
    """While another has the lock nothing is touched; the lock is given back afterwards, and after a fault too."""
    queue = ticket_queue(desk.client, KEYS)
    desk.client.rpush(queue.intermediate_queue_key, "lost")
    assert queue.acquire_maintenance_lock()
    worker.clean_registries()
    assert desk.client.llen(queue.intermediate_queue_key) == 1
    queue.release_maintenance_lock()
    worker.run_maintenance_tasks()
    assert desk.client.llen(queue.intermediate_queue_key) == 0
    assert worker.last_cleaned_at is not None
    assert queue.acquire_maintenance_lock()


def test_workers_that_vanished_leave_the_register(desk: Desk, worker: TicketWorker) -> None:
    """A name whose key has expired is dropped from RQ's list of workers."""
    register(worker)
    for key in ("rq:workers", "rq:workers:monitor"):
        desk.client.sadd(key, "rq:worker:gone")
    worker.clean_registries()
    assert b"rq:worker:gone" not in desk.client.smembers("rq:workers")


@pytest.mark.parametrize("rounds", [1, 4])
def test_doubled_tickets_double_nothing(desk: Desk, worker: TicketWorker, rounds: int) -> None:
    """A ticket says only that there is work: ten for one entry report it once."""
    desk.put(entry("a"))
    for _ in itertools.repeat(None, rounds):
        enqueue(desk.client, KEYS, 10)
    worker.work(burst=True, logging_level="WARNING")
    assert desk.ids() == ["a"]
