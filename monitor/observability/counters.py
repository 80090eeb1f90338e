"""How often things happened, by UTC day: a hash each day, fields such as `article.reported` or `feed.not_modified`.

Counters of articles are incremented by the script that completes the entry, exactly once; these are for the rest.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import redis
import redis.asyncio

from monitor.storage.entries import COUNTERS_KEPT, counter_day
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text
from monitor.storage.scripts import source


def count(client: redis.Redis, keys: Keys, name: str, now: datetime, *, by: int = 1) -> None:
    """Adds `by` to the counter `name` of the day of `now`."""
    kept = COUNTERS_KEPT // timedelta(milliseconds=1)
    client.eval(source("count"), 1, keys.counters(counter_day(now)), name, str(by), str(kept))


async def count_async(client: redis.asyncio.Redis, keys: Keys, name: str, now: datetime, *, by: int = 1) -> None:
    """The same for asyncio."""
    key = keys.counters(counter_day(now))
    async with client.pipeline(transaction=False) as pipeline:
        pipeline.hincrby(key, name, by)
        pipeline.expire(key, COUNTERS_KEPT)
        await pipeline.execute()


def read_counters(client: redis.Redis, keys: Keys, now: datetime) -> dict[str, int]:
    """All counters of the day of `now`."""
    held = client.hgetall(keys.counters(counter_day(now)))
    return {to_text(name): int(value) for name, value in held.items()}
