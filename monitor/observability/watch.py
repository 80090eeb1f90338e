"""Watches what no single role sees: a backlog that grows, a store that fills up or cannot write, entries given up."""

from __future__ import annotations

from dataclasses import dataclass

import redis

from monitor.clock import Clock
from monitor.observability import ops
from monitor.observability.ops import OpsKind
from monitor.storage.fitness import FULL_AT, StoreFacts, read_facts
from monitor.storage.keys import Keys

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


def _between(value: float, *, low: float, high: float) -> bool | None:
    if value >= high:
        return True
    return False if value <= low else None
