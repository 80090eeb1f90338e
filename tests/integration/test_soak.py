"""R50: weeks of work in seconds. What the system holds is flat once things begin to leave it, and its ledger is exact.

The clock is the test's. The store's own time is moved along with it: whatever has a time to live loses a day of that
each day, and streams give ids of that day. Everything between an entry that is ready and a delivery that is settled is
the real code on a real server: workers' leases, reports, desk, outbox; workers, desks and deliverers die on the way.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import redis.asyncio
import zstandard
from reportmaking import event, report

from monitor.alerts.mute import Mute
from monitor.clock import ManualClock, SystemClock, to_ms
from monitor.config.schema import Config
from monitor.desk import DeskRole
from monitor.domain.article import ReadyEntry
from monitor.domain.detection import Place
from monitor.domain.disposition import Disposition
from monitor.domain.report import Report
from monitor.domain.taxonomy import PlacePrecision
from monitor.observability import ops
from monitor.storage.codec import pack
from monitor.storage.dead_letters import read_mutes, store_mute
from monitor.storage.deliveries import Outbox, Settled, Settlement
from monitor.storage.entries import Completion, EntryStore
from monitor.storage.keys import Keys
from monitor.storage.tickets import reconcile

KEYS = Keys()
DAY, LEASE, NO_WAIT = timedelta(days=1), timedelta(seconds=30), timedelta(milliseconds=1)
DAYS, SETTLED = 21, 8
"""Days of the soak, and the day from which all must be flat: everything is kept for five days at most."""
ATTACKS, DULL = 4, 8
"""Attacks a day, each told by two outlets, and articles on none."""
SINKS = ("soc", "flaky")
PAGE = zstandard.compress(random.Random(1).randbytes(2_000))
AGE_ALL = """
local cursor, day = '0', tonumber(ARGV[1])
repeat
  local page = redis.call('SCAN', cursor, 'COUNT', 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    local left = redis.call('PTTL', key)
    if left >= 0 and key ~= KEYS[1] then -- the desk renews its lease all day long
      if left > day then redis.call('PEXPIRE', key, left - day) else redis.call('DEL', key) end
    end
  end
until cursor == '0'
"""


@dataclass(frozen=True)
class Held:
    """What the system holds: in the store, in the desk's memory, and of the machine."""

    keys: int
    members: int
    """Of all lists, sets, hashes and streams together."""
    store_bytes: int
    objects: int
    resident: int
    files: int
    lasting: dict[str, int]
    """Members of each key that has no time to live: what must be cleared away by somebody."""


@dataclass
class Ledger:
    """What must have happened, and what did."""

    attacks: set[str] = field(default_factory=set)
    new: Counter[str] = field(default_factory=Counter)
    """Attack → alerts of kind `new`."""
    owed: set[str] = field(default_factory=set)
    settled: Counter[str] = field(default_factory=Counter)
    """Delivery → final settlements."""
    seen: str = "0"
    """Id of the last alert read from the stream."""


class Weeks:
    """The whole system but its network, day by day."""

    def __init__(self, config: Config, client: redis.Redis, connection: redis.asyncio.Redis) -> None:
        self.config, self.client, self.connection = config, client, connection
        self.chance = random.Random(50)
        begun = datetime.combine(SystemClock().now().date() + DAY, time(6), UTC)
        self.clock = ManualClock(begun)
        self.ledger = Ledger()
        self.desk = self.new_desk(0)
        self.age_all = client.register_script(AGE_ALL)

    def new_desk(self, number: int) -> DeskRole:
        return DeskRole(self.config, self.client, self.clock, holder=f"desk-{number}")

    async def live(self, day: int) -> None:
        """One day: articles come, are worked on, reported, told and delivered; then a day passes."""
        self.turn_the_day()
        self.arrive(day)
        self.work(day)
        if day % 10 == 9:  # the desk dies; another takes over when its lease is over
            self.client.delete(KEYS.desk_lease)
            self.desk = self.new_desk(day)
        self.tell()
        self.read_the_record()
        await self.deliver(day)
        self.chores(day)

    def turn_the_day(self) -> None:
        """The store's time goes with ours: times to live, and the ids that streams give."""
        self.clock.advance(DAY)
        self.age_all(keys=[KEYS.desk_lease], args=[DAY // timedelta(milliseconds=1)])
        now = to_ms(self.clock.now())
        for stream in (KEYS.reports, KEYS.desk_sketches, KEYS.ops_log):
            if self.client.exists(stream):
                self.client.execute_command("XSETID", stream, f"{now}-0")
        self.client.hset(KEYS.channel_last, KEYS.alerts, f"{now}-0")

    def arrive(self, day: int) -> None:
        names = [f"{kind}{day:02}x{number}" for kind, most in (("a", ATTACKS), ("b", ATTACKS), ("dull", DULL)) for number in range(most)]
        for name in (*names, f"poison{day:02}"):
            entry = ReadyEntry(
                id=name, revision=1, feed_id="f", feed_name="F", outlet="O", owner="O", weight=1.0, official=False, country=None,
                language=None, tags=(), url=None, title="T", summary="", content="", author=None, published=None, updated=None,
                seen_at=self.clock.now(),
            )  # fmt: skip
            self.client.hset(KEYS.entry(name), mapping={"payload": pack(entry), "page": PAGE, "state": "ready", "revision": 1})
            self.client.zadd(KEYS.entries_work, {name: 0})
        self.ledger.attacks |= {name for name in names if name.startswith("a")}

    def work(self, day: int) -> None:
        """Workers die with what they have in hand now and then; the poison kills each that takes it."""
        for turn in range(200):
            worker = EntryStore(self.client, KEYS, holder=f"worker-{day}-{turn}", retention=self.config.retention.articles)
            taken = worker.lease(8, LEASE, self.clock.now())
            if not taken.entries:
                assert not taken.unreadable
                return
            for entry in taken.entries:
                assert worker.start(entry.id, 1, LEASE, self.clock.now())
                if entry.id.startswith("poison") or (turn < 3 and self.chance.random() < 0.2):
                    continue  # it died of this one
                told = self.read(entry.id)
                how = Disposition.REPORTED if told else Disposition.NO_EVENT
                done = worker.complete(entry.id, 1, how, self.clock.now(), report=pack(told) if told else None, article=b"{}" * 50)
                assert done is Completion.DONE
            self.clock.advance(2 * LEASE)
            reconcile(self.client, KEYS, self.clock.now(), retention=self.config.retention.articles)
        raise AssertionError("the work does not end")

    def read(self, name: str) -> Report | None:
        """What a worker makes of an entry: of an attack, its own place, names and words, the same from both outlets."""
        if name.startswith("dull"):
            return None
        chance = random.Random(name[1:])
        town, mayor, quarter, *words = ("".join(chance.choices("abdegiklmnorstuvz", k=9)) for _ in range(15))
        where = Place(
            text=town, name=town.title(), lat=chance.uniform(-50, 60), lon=chance.uniform(-170, 170), country="Vandria",
            country_code="VD", precision=PlacePrecision.CITY,
        )  # fmt: skip
        happened = replace(event(killed=chance.randint(1, 9), day=f"{self.clock.now():%Y-%m-%d}"), place=where)
        outlet = "Herald" if name[0] == "a" else "Gazette"
        random.Random(name).shuffle(words)
        text = f"In {town.title()} the {quarter.title()} quarter was hit, said {mayor.title()}. {' '.join(words)}."
        title = f"{words[0].title()} attack on {town.title()}"
        return report(name, title, text, events=(happened,), outlet=outlet, published=self.clock.now())

    def tell(self) -> None:
        for _ in range(200):
            cursor = (self.client.get(KEYS.desk_cursor) or b"0-0").decode()
            if not self.client.xrange(KEYS.reports, min=f"({cursor}", count=1):
                return
            self.desk.step(NO_WAIT)
        raise AssertionError("the desk does not come to an end")

    def read_the_record(self) -> None:
        """As a subscriber does, each day what came since."""
        for id_, fields in self.client.xrange(KEYS.alert_stream, min=f"({self.ledger.seen}"):
            self.ledger.seen = id_.decode()
            alert = json.loads(fields[b"alert"])
            self.ledger.owed |= {f"{alert['id']}:{sink}" for sink in SINKS}
            if alert["kind"] == "new":
                self.ledger.new[f"a{alert['sources'][0]['article_id'][1:]}"] += 1

    async def deliver(self, day: int) -> None:
        """Two sinks; one refuses most of what it gets for good. The deliverer dies with leases in hand."""
        outbox = Outbox(self.connection, KEYS, holder=f"deliverer-{day}", retention=self.config.retention.alerts)
        for _ in range(200):
            taken, _ = await outbox.accept(SINKS, self.clock.now())
            claims = [(sink, one) for sink in SINKS for one in (await outbox.claim(sink, self.clock.now(), LEASE, limit=5))[0]]
            if not taken and not claims:
                return
            for sink, one in claims:
                if self.chance.random() < 0.1:
                    continue  # it died: the lease runs out
                how = Settlement.DEAD if sink == "flaky" and self.chance.random() < 0.7 else Settlement.DELIVERED
                assert await outbox.settle(sink, one, how, self.clock.now()) in (Settled.DONE, Settled.NEXT)
                self.ledger.settled[one.id] += 1
            self.clock.advance(2 * LEASE)
        raise AssertionError("the outbox does not drain")

    def chores(self, day: int) -> None:
        """A mute that ends, a fault that begins and ends."""
        now = self.clock.now()
        store_mute(self.client, KEYS, Mute(id=f"m{day}", reason="drill", since=now, until=now + DAY / 2, incident_id="nobody"))
        read_mutes(self.client, KEYS, now)
        ops.raise_(self.client, KEYS, "feed_dead", f"feed-{day}", "dead", self.clock)
        ops.clear(self.client, KEYS, "feed_dead", f"feed-{day}", "back", self.clock)

    def held(self) -> Held:
        gc.collect()
        names = list(self.client.scan_iter(count=1000))
        names = [name for name in names if not name.startswith((b"monitor:counters:", KEYS.ops_log.encode()))]  # kept for 40 days; the last 1,000
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return Held(
            keys=len(names), members=sum(members(self.client, name) for name in names),
            store_bytes=self.client.info("memory")["used_memory"], objects=len(gc.get_objects()), resident=resident,
            files=len(os.listdir("/proc/self/fd")),
            lasting={name.decode(): members(self.client, name) for name in names if self.client.pttl(name) < 0},
        )  # fmt: skip


def members(client: redis.Redis, name: bytes) -> int:
    count: dict[bytes, Callable[[bytes], Any]] = {
        b"zset": client.zcard, b"hash": client.hlen, b"stream": client.xlen, b"list": client.llen, b"set": client.scard,
    }  # fmt: skip
    kind: Any = client.type(name)
    return int(count[kind](name)) if kind in count else 1


@pytest.mark.slow
def test_three_weeks_leave_no_more_behind_than_one(
    redis_server: str, redis_client: redis.Redis, config_for: Callable[..., Config], tmp_path: Path
) -> None:
    """Keys, what is in them, memory and files are flat; each attack alerted once, each delivery was settled once."""
    kept = {"articles": "3d", "incidents": "5d", "alerts": "5d"}
    sinks = [{"name": name, "type": "webhook", "url": f"https://{name}.example/in"} for name in SINKS]
    config = config_for(tmp_path, redis_server, sinks=sinks, retention=kept, incidents={"window": "24h"})

    async def weeks() -> tuple[list[Held], Ledger]:
        connection = redis.asyncio.Redis.from_url(redis_server, protocol=2)
        world, held = Weeks(config, redis_client, connection), []
        for day in range(DAYS):
            await world.live(day)
            held.append(world.held())
        await connection.aclose()
        return held, world.ledger

    held, ledger = asyncio.run(weeks())
    assert dict(ledger.new) == dict.fromkeys(ledger.attacks, 1), "each attack is told once as new"
    assert set(ledger.settled) <= ledger.owed
    assert set(ledger.settled.values()) == {1}
    before, after = held[SETTLED:SETTLED + 5], held[-5:]  # a desk that was just replaced holds less: the most of five days
    for name, slack in (("keys", 1.05), ("members", 1.05), ("store_bytes", 1.1), ("objects", 1.05), ("resident", 1.1), ("files", 1.0)):
        most, now = (max(getattr(one, name) for one in some) for some in (before, after))
        assert now <= most * slack, f"{name}: {most} after {SETTLED} days, {now} after {DAYS}"
    for name in {name for one in after for name in one.lasting}:
        most, now = (max(one.lasting.get(name, 0) for one in some) for some in (before, after))
        assert now <= 1.25 * most + 4, f"{name}: {most} after {SETTLED} days, {now} after {DAYS}"
    assert before[0].keys > 100, "something was held at all"
