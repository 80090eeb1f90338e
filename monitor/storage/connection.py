"""Clients of the store: the embedded server's socket, or the configured URL. Bytes in, bytes out.

Opening a client sends nothing yet; whether the store may be used (version, policy, schema) is
`monitor.storage.fitness`. RESP2 is fixed, so that replies have one shape on every server and client version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import redis
import redis.asyncio
import redis.asyncio.retry
import redis.asyncio.sentinel
import redis.sentinel
from redis.backoff import ExponentialWithJitterBackoff
from redis.retry import Retry

from monitor.config.schema import Config
from monitor.errors import StoreError, StoreUnavailableError
from monitor.storage.location import find_socket

_CONNECT_SECONDS = 5.0
_SOCKET_SECONDS = 30.0
"""Longest wait for a reply; blocking reads (XREAD BLOCK …) must ask for less."""
_RETRIES = 3

_SENTINEL: Any = redis.sentinel.Sentinel  # untyped in redis-py
_ASYNC_SENTINEL: Any = redis.asyncio.sentinel.Sentinel

UNIX_SCHEME = "unix://"
SENTINEL_SCHEME = "redis+sentinel://"


@dataclass(frozen=True, slots=True)
class SentinelAddress:
    """A parsed `redis+sentinel://` URL."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    db: int
    username: str | None
    password: str | None


def store_url(config: Config) -> str:
    """The URL of the store, the embedded server's included. It may hold a password: see `store_address`."""
    if config.redis.url is not None:
        return config.redis.url.get_secret_value()
    return f"{UNIX_SCHEME}{find_socket(config.data_dir)}"


def store_address(config: Config) -> str:
    """Where the store is, without credentials: for people."""
    scheme, _, rest = store_url(config).partition("://")
    return f"{scheme}://{rest.rsplit('@', 1)[-1].split('?', 1)[0]}"


def connect(config: Config) -> redis.Redis:
    """A client of the store. Raises StoreUnavailableError where the embedded server does not run."""
    _require_socket(config)
    url = store_url(config)
    options: dict[str, Any] = {**_options(), "retry": Retry(_backoff(), _RETRIES)}
    if url.startswith(SENTINEL_SCHEME):
        address = parse_sentinel(url)
        sentinel = _SENTINEL(list(address.hosts), socket_timeout=_CONNECT_SECONDS)
        master: redis.Redis = sentinel.master_for(address.service, **_sentinel_options(address), **options)
        return master
    client: redis.Redis = redis.Redis.from_url(_checked(url), **options)
    return client


def connect_async(config: Config) -> redis.asyncio.Redis:
    """The same for asyncio; close it with `aclose()`."""
    _require_socket(config)
    url = store_url(config)
    options: dict[str, Any] = {**_options(), "retry": redis.asyncio.retry.Retry(_backoff(), _RETRIES)}
    if url.startswith(SENTINEL_SCHEME):
        address = parse_sentinel(url)
        sentinel = _ASYNC_SENTINEL(list(address.hosts), socket_timeout=_CONNECT_SECONDS)
        master: redis.asyncio.Redis = sentinel.master_for(address.service, **_sentinel_options(address), **options)
        return master
    client: redis.asyncio.Redis = redis.asyncio.Redis.from_url(_checked(url), **options)
    return client


def parse_sentinel(url: str) -> SentinelAddress:
    """What `redis+sentinel://[user:password@]host:port,host:port/service[/db]` names. Raises StoreError."""
    rest = url.removeprefix(SENTINEL_SCHEME).split("?", 1)[0]
    authority, _, path = rest.partition("/")
    credentials, _, hosts = authority.rpartition("@")
    service, _, db = path.partition("/")
    if not service or not hosts:
        raise StoreError("expected redis+sentinel://host:port,host:port/service/db", subject="redis.url")
    username, _, password = credentials.partition(":")
    return SentinelAddress(
        hosts=tuple(_host_port(part) for part in hosts.split(",")),
        service=service,
        db=int(db) if db.isdigit() else 0,
        username=unquote(username) or None,
        password=unquote(password) or None,
    )


def _host_port(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    if not parts.hostname:
        raise StoreError("a sentinel needs a host, such as sentinel1:26379", subject="redis.url")
    return parts.hostname, parts.port or 26379


def _options() -> dict[str, Any]:
    return {
        "protocol": 2,
        "decode_responses": False,
        "socket_connect_timeout": _CONNECT_SECONDS,
        "socket_timeout": _SOCKET_SECONDS,
        "health_check_interval": 30,
    }


def _sentinel_options(address: SentinelAddress) -> dict[str, Any]:
    return {"db": address.db, "username": address.username, "password": address.password}


def _backoff() -> ExponentialWithJitterBackoff:
    return ExponentialWithJitterBackoff(base=0.05, cap=1.0)


def _checked(url: str) -> str:
    if not url.startswith(("redis://", "rediss://", UNIX_SCHEME)):
        raise StoreError(
            "redis.url: expected redis://, rediss://, unix:// or redis+sentinel://", subject="redis.url"
        )
    return url


def _require_socket(config: Config) -> None:
    if config.redis.url is None and not find_socket(config.data_dir).exists():
        raise StoreUnavailableError(
            f"no store runs for data_dir {config.data_dir}: start `monitor run` there, or set redis.url",
            subject=str(config.data_dir),
        )
