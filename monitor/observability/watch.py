"""Watches what no single role sees: a backlog that grows, a store that fills up or cannot write, entries given
up, subscribers that are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import redis

from monitor.clock import Clock
from monitor.observability import ops
from monitor.observability.ops import OpsKind
from monitor.storage.fitness import FULL_AT, StoreFacts, read_facts
from monitor.storage.keys import Keys
from monitor.storage.subscribers import Subscriber, read_subscribers

GONE_AFTER = timedelta(days=1)
"""Age of what a subscriber has not read or acknowledged, while nobody asks in its name for `_NOT_ASKED`: it is gone."""
_NOT_ASKED = timedelta(minutes=10)
BACKLOG = 2_000
"""Entries that wait: ten minutes' work for one core. Told when it is passed, and cleared at a tenth of it."""
_EMPTY_AGAIN = 0.8


@dataclass(frozen=True, slots=True)
class Watched:
    """What was looked at."""

    facts: StoreFacts
    waiting: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A fault that is (True), is not (False), or stays as it was (None)."""

    kind: OpsKind
    is_fault: bool | None
    text: str


def judge(watched: Watched) -> list[Verdict]:
    """What to tell the operators. Between two marks nothing changes, so that nothing flaps. Pure."""
    fullness = watched.facts.fullness
    return [
        Verdict(
            OpsKind.QUEUE_GROWING,
            _between(watched.waiting, low=BACKLOG / 10, high=BACKLOG),
            f"{watched.waiting} entries wait to be processed: add workers",
        ),
        Verdict(
            OpsKind.STORE_FULL,
            _between(fullness, low=_EMPTY_AGAIN, high=FULL_AT),
            f"the store uses {fullness:.0%} of its memory: raise redis.maxmemory or shorten retention",
        ),
        Verdict(
            OpsKind.STORE_UNWRITABLE,
            not watched.facts.aof_ok,
            "the store cannot write its log: look at the disk of data_dir",
        ),
        Verdict(
            OpsKind.QUARANTINE,
            watched.quarantined > 0,
            f"{watched.quarantined} entries were given up after three attempts: see monitor doctor",
        ),
    ]


def watch_store(client: redis.Redis, keys: Keys, clock: Clock) -> list[Verdict]:
    """Looks, judges, and tells operators of what has changed. Any number of processes may do this."""
    watched = Watched(
        facts=read_facts(client),
        waiting=int(client.zcard(keys.entries_work)),
        quarantined=int(client.zcard(keys.entries_quarantine)),
    )
    verdicts = judge(watched)
    for verdict in verdicts:
        if verdict.is_fault is not None:
            tell = ops.raise_ if verdict.is_fault else ops.clear
            tell(client, keys, verdict.kind, "store", verdict.text, clock)
    return verdicts


def is_gone(subscriber: Subscriber) -> bool:
    """Whether a consumer group has nobody behind it any more. One that is merely slow, or catches up, asks. Pure."""
    return subscriber.behind >= GONE_AFTER and (subscriber.idle is None or subscriber.idle >= _NOT_ASKED)


def watch_subscribers(client: redis.Redis, keys: Keys, clock: Clock) -> None:
    """Tells operators of groups that nobody reads for any more, and when they read again or are removed."""
    kind = OpsKind.SUBSCRIBER_GONE
    gone = {f"{one.stream} {one.group}": one for one in read_subscribers(client, keys, clock.now()) if is_gone(one)}
    told = {fault["subject"] for fault in ops.read_faults(client, keys) if fault["kind"] == kind}
    for subject, one in gone.items():
        text = f"nobody reads {one.stream} for the group {one.group}: {one.unacknowledged} messages not acknowledged"
        ops.raise_(client, keys, kind, subject, text, clock)
    for subject in told - set(gone):
        ops.clear(client, keys, kind, subject, "the group reads again, or is gone", clock)


def _between(value: float, *, low: float, high: float) -> bool | None:
    if value >= high:
        return True
    return False if value <= low else None
