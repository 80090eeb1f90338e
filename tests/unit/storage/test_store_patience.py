"""How long a store is waited for, and which stores will do."""

from __future__ import annotations

from typing import Any

import pytest
import redis
from redis.exceptions import BusyLoadingError

from monitor.errors import StoreError, StoreUnavailableError
from monitor.storage.fitness import FULL_AT, StoreFacts, await_ready, find_fault, to_facts


class Server:
    """A client whose pings fail so often, in this way; time passes only by sleeping."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.left, self.waited = error, times, 0.0

    def ping(self) -> bool:
        if self.left:
            self.left -= 1
            raise self.error
        return True

    def sleep(self, seconds: float) -> None:
        self.waited += seconds


def wait(error: Exception, times: int) -> Server:
    server = Server(error, times)
    await_ready(server, "unix:///x", patience=1.0, sleep=server.sleep)  # type: ignore[arg-type]
    return server


@pytest.mark.parametrize("error", [redis.ConnectionError("x"), redis.TimeoutError("x"), redis.ResponseError("MISCONF x"), BusyLoadingError("x")], ids=lambda error: type(error).__name__)
def test_what_may_pass_is_waited_for(error: Exception) -> None:
    """It starts, loads, or is out of order for a while."""
    assert wait(error, 3).waited == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("error", "seconds", "words"),
    [(redis.ConnectionError("x"), 1.0, "no store answers"), (redis.TimeoutError("x"), 1.0, "no store answers"), (redis.ResponseError("x"), 1.0, "refuses to work"), (BusyLoadingError("x"), 10.0, "still loading")],
    ids=["connection", "timeout", "refuses", "loading"],
)  # fmt: skip
def test_patience_ends(error: Exception, seconds: float, words: str) -> None:
    """After its time; ten times that for one that loads."""
    server = Server(error, 10_000)
    with pytest.raises(StoreUnavailableError, match=words) as failed:
        await_ready(server, "unix:///x", patience=1.0, sleep=server.sleep)  # type: ignore[arg-type]
    assert seconds - 0.01 <= server.waited <= seconds + 0.41
    assert failed.value.retryable
    assert failed.value.__cause__ is error


def test_a_wrong_password_is_not_waited_for() -> None:
    """It will not become right."""
    server = Server(redis.AuthenticationError("x"), 10)
    with pytest.raises(StoreError, match="credentials") as failed:
        await_ready(server, "unix:///x", patience=1.0, sleep=server.sleep)  # type: ignore[arg-type]
    assert (server.waited, failed.value.retryable) == (0.0, False)


def facts(**fields: Any) -> StoreFacts:
    return to_facts({"redis_version": "7.2.4", "maxmemory_policy": "noeviction", **fields})


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, None), ({"redis_version": "6.2.0"}, None), ({"redis_version": "6.0.16"}, "6.2 or later"), ({"redis_version": "10.0.1"}, None),
        ({"redis_version": "7.2.4", "valkey_version": "9.0.0"}, None), ({"redis_version": "odd"}, "6.2 or later"), ({"redis_mode": "cluster"}, "Cluster"),
        ({"server_mode": "cluster"}, "Cluster"), ({"redis_mode": "sentinel"}, None), ({"role": "slave"}, "replica"), ({"role": "replica"}, "replica"),
        ({"maxmemory_policy": "allkeys-lru"}, "evicts"), ({"maxmemory_policy": "volatile-ttl"}, "evicts"), ({"maxmemory_policy": ""}, None),
    ],
)  # fmt: skip
def test_which_stores_will_do_and_why_others_do_not(fields: dict[str, Any], fault: str | None) -> None:
    """R14, R18: each with what to do about it."""
    found = find_fault(facts(**fields))
    assert (found is None) if fault is None else (found is not None and fault in found)


@pytest.mark.parametrize(("used", "most", "fullness"), [(0, 0, 0.0), (5, 0, 0.0), (90, 100, FULL_AT), (200, 100, 2.0)])
def test_how_full_a_store_is(used: int, most: int, fullness: float) -> None:
    """No limit, never full."""
    assert facts(used_memory=used, maxmemory=most).fullness == pytest.approx(fullness)


def test_a_store_that_says_little_is_taken_as_plain() -> None:
    """Missing fields have their usual values."""
    plain = to_facts({})
    assert (plain.product, plain.version, plain.mode, plain.role, plain.loading, plain.aof_ok) == ("redis", "0", "standalone", "master", False, True)
    assert not to_facts({"aof_last_write_status": "err"}).aof_ok
    assert to_facts({"loading": "1"}).loading
