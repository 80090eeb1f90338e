"""What operators must know: a fault is told once when it begins and once when it ends, on `monitor:ops`.

The state is kept in a hash, so that no restart tells it again; the messages are also in a short stream, from which
sinks with `operator: true` are served without loss.
"""

from __future__ import annotations

import json
from enum import StrEnum

import redis
import redis.asyncio

from monitor.clock import Clock
from monitor.storage.keys import Keys
from monitor.storage.scripts import source


class OpsKind(StrEnum):
    """What a fault is about. Other rooms may use further kinds as plain strings."""

    FEED_DEAD = "feed_dead"
    FEED_SILENT = "feed_silent"
    SINK_FAILING = "sink_failing"
    QUEUE_GROWING = "queue_growing"
    STORE_FULL = "store_full"
    STORE_UNWRITABLE = "store_unwritable"
    ROLE_CRASHING = "role_crashing"
    QUARANTINE = "quarantine"
    SUBSCRIBER_GONE = "subscriber_gone"


def raise_(  # noqa: PLR0917 - one fault in one line at the caller
    client: redis.Redis, keys: Keys, kind: str, subject: str, text: str, clock: Clock
) -> bool:
    """Says that a fault began; False where it was known already. `text` is for people and holds no secret."""
    call = _call(keys, "raised", kind, subject, text, clock=clock)
    return bool(client.register_script(source("change_ops_state"))(keys=call[0], args=call[1]))


def clear(  # noqa: PLR0917 - one fault in one line at the caller
    client: redis.Redis, keys: Keys, kind: str, subject: str, text: str, clock: Clock
) -> bool:
    """Says that a fault ended; False where none was known."""
    call = _call(keys, "cleared", kind, subject, text, clock=clock)
    return bool(client.register_script(source("change_ops_state"))(keys=call[0], args=call[1]))


async def raise_async(
    client: redis.asyncio.Redis, keys: Keys, kind: str, subject: str, text: str, *, clock: Clock
) -> bool:
    """`raise_` for asyncio."""
    call = _call(keys, "raised", kind, subject, text, clock=clock)
    return bool(await client.register_script(source("change_ops_state"))(keys=call[0], args=call[1]))


async def clear_async(
    client: redis.asyncio.Redis, keys: Keys, kind: str, subject: str, text: str, *, clock: Clock
) -> bool:
    """`clear` for asyncio."""
    call = _call(keys, "cleared", kind, subject, text, clock=clock)
    return bool(await client.register_script(source("change_ops_state"))(keys=call[0], args=call[1]))


def read_faults(client: redis.Redis, keys: Keys) -> list[dict[str, str]]:
    """The faults that are raised now, each as it was published."""
    held = client.hgetall(keys.ops_state)
    return [json.loads(message) for _, message in sorted(held.items())]


def _call(keys: Keys, state: str, kind: str, subject: str, text: str, *, clock: Clock) -> tuple[list[str], list[str]]:
    message = {"kind": str(kind), "subject": subject, "state": state, "text": text, "at": clock.now().isoformat()}
    return (
        [keys.ops_state, keys.ops_log],
        [f"{kind}|{subject}", state, keys.ops, json.dumps(message, ensure_ascii=False)],
    )
