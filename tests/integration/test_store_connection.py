"""Clients reach the store that the configuration names, and say clearly where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config.schema import Config
from monitor.errors import StoreError, StoreUnavailableError
from monitor.storage.connection import connect, connect_async, parse_sentinel, store_address

ConfigFor = Callable[..., Config]


def test_sync_client_speaks_bytes(tmp_path: Path, redis_server: str, config_for: ConfigFor) -> None:
    """`connect` gives a client of the configured URL whose replies are bytes."""
    with connect(config_for(tmp_path, redis_server)) as client:
        client.set("monitor:x", "é")
        assert client.get("monitor:x") == "é".encode()


async def test_async_client_speaks_bytes(tmp_path: Path, redis_server: str, config_for: ConfigFor) -> None:
    """`connect_async` does the same for asyncio."""
    client = connect_async(config_for(tmp_path, redis_server))
    await client.set("monitor:y", "1")
    assert await client.get("monitor:y") == b"1"
    await client.aclose()


def test_no_embedded_server_is_said_clearly(tmp_path: Path, config_for: ConfigFor) -> None:
    """Without a running server the error names the data_dir and what to do."""
    with pytest.raises(StoreUnavailableError, match=r"no store runs for data_dir .*monitor run"):
        connect(config_for(tmp_path, None))


def test_foreign_scheme_is_refused(tmp_path: Path, config_for: ConfigFor) -> None:
    """A URL of another kind is refused with the kinds that work, and without the URL itself (it may hold a secret)."""
    with pytest.raises(StoreError, match="expected redis://") as caught:
        connect(config_for(tmp_path, "http://user:hunter2@host"))
    assert "hunter2" not in str(caught.value)


def test_sentinel_url_is_taken_apart() -> None:
    """Hosts, service, database and credentials of a sentinel URL."""
    address = parse_sentinel("redis+sentinel://u:p%40ss@a:1,b:2,c/main/3")
    assert address.hosts == (("a", 1), ("b", 2), ("c", 26379))
    assert (address.service, address.db, address.username, address.password) == ("main", 3, "u", "p@ss")


@pytest.mark.parametrize("url", ["redis+sentinel://a:1", "redis+sentinel:///main", "redis+sentinel://:1/main"])
def test_broken_sentinel_url_is_refused(url: str) -> None:
    """A sentinel URL without host or service is an error that shows the right shape."""
    with pytest.raises(StoreError):
        parse_sentinel(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://user:hunter2@host:6379/1?password=hunter2", "redis://host:6379/1"),
        ("redis+sentinel://:hunter2@a:1,b:2/main", "redis+sentinel://a:1,b:2/main"),
        ("unix:///run/x.sock?password=hunter2", "unix:///run/x.sock"),
        ("unix://user:hunter2@/run/x.sock", "unix:///run/x.sock"),
    ],
)
def test_address_for_people_holds_no_secret(tmp_path: Path, config_for: ConfigFor, url: str, shown: str) -> None:
    """What `status` shows of the URL."""
    assert store_address(config_for(tmp_path, url)) == shown
