"""May this store be used? Every role checks once before it does anything: a fault is said, not met later."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import redis
from redis.exceptions import BusyLoadingError

from monitor.config.schema import Config
from monitor.errors import StoreError, StoreUnavailableError
from monitor.storage.connection import connect, store_address
from monitor.storage.keys import SCHEMA_VERSION, Keys

OLDEST_VERSION = (6, 2)
FULL_AT = 0.9
"""Share of maxmemory from which the scheduler is to take in nothing new; workers go on, and that frees memory."""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What the server says of itself."""

    product: str
    version: str
    mode: str
    policy: str
    role: str
    used_memory: int
    max_memory: int
    loading: bool
    aof_ok: bool

    @property
    def fullness(self) -> float:
        """Share of maxmemory in use; 0 where there is no limit."""
        return self.used_memory / self.max_memory if self.max_memory else 0.0


def open_store(config: Config, *, patience: float = 60.0, sleep: Callable[[float], None] = time.sleep) -> redis.Redis:
    """A client of a store that answers and may be used. Raises StoreError or, after `patience` seconds, unavailable."""
    client = connect(config)
    await_ready(client, store_address(config), patience=patience, sleep=sleep)
    verify(client, Keys(config.redis.prefix))
    return client


def await_ready(
    client: redis.Redis, address: str, *, patience: float, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Waits until the store answers: it may be starting, or loading its data (ten times the patience)."""
    waited = 0.0
    while True:
        try:
            client.ping()
        except BusyLoadingError as error:
            _give_up(waited > 10 * patience, f"the store at {address} is still loading its data", error)
        except redis.AuthenticationError as error:
            raise StoreError(f"the store at {address} refuses the credentials of redis.url", subject=address) from error
        except (redis.ConnectionError, redis.TimeoutError) as error:
            _give_up(waited >= patience, f"no store answers at {address}", error)
        except redis.ResponseError as error:
            _give_up(waited >= patience, f"the store at {address} refuses to work: {error}", error)
        else:
            return
        sleep(0.2)
        waited += 0.2


def _give_up(now: bool, message: str, error: Exception) -> None:
    if now:
        raise StoreUnavailableError(message) from error


def read_facts(client: redis.Redis) -> StoreFacts:
    """Asks the server for its facts."""
    info: Any = client.info("everything")
    return to_facts(info)


def to_facts(info: Mapping[str, Any]) -> StoreFacts:
    """The facts in an INFO reply; Valkey gives its own version beside the Redis version that it is compatible with."""
    product = "valkey" if "valkey_version" in info else "redis"
    return StoreFacts(
        product=product,
        version=str(info.get("valkey_version") or info.get("redis_version", "0")),
        mode=str(info.get("redis_mode") or info.get("server_mode") or "standalone"),
        policy=str(info.get("maxmemory_policy", "")),
        role=str(info.get("role", "master")),
        used_memory=int(info.get("used_memory", 0)),
        max_memory=int(info.get("maxmemory", 0)),
        loading=bool(int(info.get("loading", 0))),
        aof_ok=str(info.get("aof_last_write_status", "ok")) == "ok",
    )


def find_fault(facts: StoreFacts) -> str | None:
    """Why a store cannot be used, with what to do, or None. Pure."""
    if facts.mode == "cluster":
        return "redis.url names a Redis Cluster, on which RQ does not run: use a single server or Sentinel"
    if _version(facts.version) < OLDEST_VERSION:
        return f"the store is {facts.product} {facts.version}: Redis 6.2 or later, or Valkey, is needed"
    if facts.role in {"slave", "replica"}:
        return "redis.url names a replica, which takes no writes: name its primary, or use redis+sentinel://"
    if facts.policy not in {"noeviction", ""}:
        return (
            f"the store evicts keys when it is full (maxmemory-policy {facts.policy}), and alerts would be lost:"
            " set maxmemory-policy to noeviction"
        )
    return None


def verify(client: redis.Redis, keys: Keys) -> StoreFacts:
    """The facts of a store that may be used, marked with our schema version. Raises StoreError with what to do."""
    facts = read_facts(client)
    fault = find_fault(facts)
    if fault is not None:
        raise StoreError(fault, subject="redis.url")
    _agree_on_schema(client, keys)
    return facts


def _agree_on_schema(client: redis.Redis, keys: Keys) -> None:
    """An older release refuses a newer store (R60); a newer one marks the store as its own."""
    client.set(keys.schema_version, SCHEMA_VERSION, nx=True)
    held = client.get(keys.schema_version) or b"0"
    if not held.isdigit():
        raise StoreError(f"{keys.schema_version} is not a version: is the prefix used by something else?")
    if int(held) > SCHEMA_VERSION:
        raise StoreError(
            f"the store was written by a newer release (schema {int(held)}, this one knows {SCHEMA_VERSION}):"
            " upgrade this installation, or use another redis.prefix or data_dir"
        )
    if int(held) < SCHEMA_VERSION:
        client.set(keys.schema_version, SCHEMA_VERSION)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:2])
