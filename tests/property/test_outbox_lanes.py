"""Laws of the outbox, over random histories of owing, leasing, failing and dying, on a real store.

Whatever happens: of an incident and sink one delivery is under way at a time, revisions never go backwards, and when
all is settled every delivery is final and the last revision was told (or is a dead letter).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import redis
import redis.asyncio
from alert_samples import NOON, an_alert
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from outbox_kit import KEYS, owe, state

from monitor.storage.deliveries import Claimed, Outbox, Settled, Settlement

SINK, LEASE = "s", timedelta(seconds=10)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("owe"), st.integers(0, 2)),
        st.tuples(st.just("accept"), st.just(0)),
        st.tuples(st.just("claim"), st.integers(1, 3)),
        st.tuples(st.sampled_from(["delivered", "retry", "release", "dead"]), st.integers(0, 3)),
        st.tuples(st.just("die"), st.just(0)),  # time passes: all leases run out
    ),
    max_size=40,
)


@dataclass
class World:
    """The store, what this deliverer holds, and what the receiver was told."""

    client: redis.Redis
    outbox: Outbox
    now: object = NOON
    revisions: dict[str, int] = field(default_factory=dict)
    held: list[Claimed] = field(default_factory=list)
    told: dict[str, list[int]] = field(default_factory=dict)

    async def step(self, what: str, number: int) -> None:
        if what == "owe":
            incident = f"inc-{number}"
            self.revisions[incident] = self.revisions.get(incident, 0) + 1
            owe(self.client, an_alert(incident_id=incident, revision=self.revisions[incident]), SINK, ring=False)
        elif what == "accept":
            await self.outbox.accept([SINK], self.now)
        elif what == "claim":
            claimed, _ = await self.outbox.claim(SINK, self.now, LEASE, limit=number)
            self.held += claimed
            under_way = [one.incident_id for one in self.held]
            assert len(under_way) == len(set(under_way)), "two of one incident at once"
        elif what == "die":
            self.now += LEASE * 2
            self.held.clear()
        elif self.held:
            await self.settle(self.held.pop(number % len(self.held)), Settlement(what))

    async def settle(self, claimed: Claimed, settlement: Settlement) -> None:
        settled = await self.outbox.settle(SINK, claimed, settlement, self.now, self.now)
        assert settled is not Settled.LOST
        if settlement is Settlement.DELIVERED:
            told = self.told.setdefault(claimed.incident_id, [])
            revision = int(claimed.alert_id.rpartition(".")[2])
            assert not told or revision > told[-1], "an older revision after a newer one"
            told.append(revision)

    async def drain(self) -> None:
        """A deliverer to which nothing happens any more."""
        self.now += LEASE * 2
        self.held.clear()
        for _ in range(200):
            await self.step("accept", 0)
            await self.step("claim", 5)
            if not self.held:
                return
            while self.held:
                await self.step("delivered", 0)
        raise AssertionError("the outbox does not drain")


@pytest.mark.slow
@given(history=steps)
@example(history=[("owe", 0), ("accept", 0), ("owe", 0), ("claim", 1), ("accept", 0), ("owe", 0)])
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_laws_hold_for_every_history(redis_server: str, redis_client: redis.Redis, history: list[tuple[str, int]]) -> None:
    """Random histories, then peace: everything is final and nobody was told backwards.

    The example: a deliverer dies with a revision under way and one behind it, and a third is owed before either is taken.
    """
    redis_client.flushall()
    asyncio.run(_live(redis_server, redis_client, history))


async def _live(url: str, client: redis.Redis, history: list[tuple[str, int]]) -> None:
    connection = redis.asyncio.Redis.from_url(url, protocol=2)
    world = World(client, Outbox(connection, KEYS, holder="h", retention=timedelta(days=1)))
    for what, number in history:
        await world.step(what, number)
    await world.drain()
    await connection.aclose()
    for incident, last in world.revisions.items():
        final = [state(client, f"{incident}.{revision}:{SINK}")["state"] for revision in range(1, last + 1)]
        assert set(final) <= {"delivered", "merged", "dead"}
        assert final[-1] in ("delivered", "dead")
    assert client.zcard(KEYS.delivery_queue(SINK)) == client.zcard(KEYS.deliveries_due) == 0
    assert client.hlen(KEYS.delivery_lanes(SINK)) == 0
