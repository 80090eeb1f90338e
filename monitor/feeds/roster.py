"""Which feeds are polled: those of config.yaml and its OPML files, and those that `monitor feeds` added or removed.

config.yaml stays the truth for what it names; the store holds what people changed at run time (docs/feeds.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import redis.asyncio
from pydantic import ValidationError

from monitor.config.schema import Config, FeedConfig
from monitor.domain.feed import Feed
from monitor.errors import ConfigError
from monitor.feeds.cadence import first_delays
from monitor.feeds.hosts import host_of
from monitor.feeds.opml import OpmlError, read_opml
from monitor.storage.keys import Keys


def configured_feeds(config: Config) -> list[Feed]:
    """The feeds of config.yaml, then those of its OPML files, each address once. Raises ConfigError."""
    feeds = [feed.to_feed() for feed in config.feeds]
    for path in config.feeds_opml:
        feeds += [feed.to_feed() for feed in _opml_feeds(path)]
    unique: dict[str, Feed] = {}
    for feed in feeds:
        unique.setdefault(feed.id, feed)
    return list(unique.values())


def _opml_feeds(path: Path) -> Sequence[FeedConfig]:
    try:
        return read_opml(path.read_bytes())
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"], subject=str(path)) from error
    except OpmlError as error:
        raise ConfigError([f"{path}: {error}"], subject=str(path)) from error


def roster(configured: Iterable[Feed], added: Iterable[FeedConfig], removed: frozenset[str]) -> dict[str, Feed]:
    """The feeds to poll, by id: configured ones before added ones, without disabled and removed ones."""
    feeds = {feed.id: feed for feed in (item.to_feed() for item in added)}
    feeds |= {feed.id: feed for feed in configured if feed.id not in removed}
    return {feed_id: feed for feed_id, feed in feeds.items() if feed.enabled}


def first_polls(feeds: Mapping[str, Feed], interval: timedelta) -> list[tuple[str, str, timedelta]]:
    """(id, host, span until the first poll), as the store takes them; hosts take turns."""
    by_host: dict[str, list[Feed]] = {}
    for feed in feeds.values():
        by_host.setdefault(host_of(feed.url), []).append(feed)
    rounds = max((len(listed) for listed in by_host.values()), default=0)
    turns = [listed[i] for i in range(rounds) for listed in by_host.values() if i < len(listed)]
    delays = first_delays(len(turns), interval)
    return [(feed.id, host_of(feed.url), delay) for feed, delay in zip(turns, delays, strict=True)]


class RuntimeFeeds:
    """The feeds added and removed at run time, in the store."""

    def __init__(self, client: redis.asyncio.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys

    async def read(self) -> tuple[list[FeedConfig], frozenset[str]]:
        """Added feeds, and the ids of configured ones that were removed. What cannot be read is left out."""
        added = []
        for value in (await self._client.hgetall(self._keys.feeds_added)).values():
            try:
                added.append(FeedConfig.model_validate_json(value))
            except ValidationError:
                continue
        removed = frozenset(_text(member) for member in await self._client.smembers(self._keys.feeds_removed))
        return added, removed

    async def add(self, feed: FeedConfig) -> None:
        """Polls `feed` from now on, in all schedulers; a removal of the same address is taken back."""
        feed_id = feed.to_feed().id
        pipe = self._client.pipeline()
        pipe.hset(self._keys.feeds_added, feed_id, _as_json(feed))
        pipe.srem(self._keys.feeds_removed, feed_id)
        pipe.hdel(self._keys.feeds_hosts, feed_id)  # a retired feed that is added again is polled again
        pipe.incr(self._keys.feeds_version)
        await pipe.execute()

    async def remove(self, feed_id: str, *, configured: bool) -> None:
        """Polls the feed no more; where config.yaml names it, that is remembered."""
        pipe = self._client.pipeline()
        pipe.hdel(self._keys.feeds_added, feed_id)
        if configured:
            pipe.sadd(self._keys.feeds_removed, feed_id)
        pipe.incr(self._keys.feeds_version)
        await pipe.execute()


def _as_json(feed: FeedConfig) -> str:
    plain = feed.model_copy(update={"headers": {}})
    return plain.model_dump_json(exclude_defaults=True)


def _text(member: bytes | str) -> str:
    return member.decode() if isinstance(member, bytes) else member
