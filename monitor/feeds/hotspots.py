"""Where something is going on: countries and outlets of the last hours' alerts, whose feeds are polled faster."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis.asyncio

from monitor.clock import to_ms
from monitor.domain.feed import Feed
from monitor.storage.keys import Keys

_OPEN_FOR = timedelta(hours=3)
_MOST_ALERTS = 200


@dataclass(frozen=True, slots=True)
class HotSpots:
    """Countries (ISO codes) and outlets with an open incident."""

    countries: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()

    def covers(self, feed: Feed) -> bool:
        """Whether `feed` is of such a country or outlet."""
        return feed.outlet in self.outlets or (feed.country is not None and feed.country in self.countries)


def hot_spots(alerts: Iterable[dict[str, Any]]) -> HotSpots:
    """The spots of the given alerts (as published); withdrawn and test ones do not count."""
    countries: set[str] = set()
    outlets: set[str] = set()
    for alert in alerts:
        if alert.get("status") != "active" or alert.get("test"):
            continue
        place = (alert.get("event") or {}).get("place") or {}
        countries.add(str(place.get("country_code") or ""))
        outlets.update(str(source.get("outlet") or "") for source in alert.get("sources") or ())
    return HotSpots(frozenset(countries - {""}), frozenset(outlets - {""}))


async def read_hot_spots(client: redis.asyncio.Redis, keys: Keys, now: datetime) -> HotSpots:
    """The spots of the alerts of the last three hours."""
    oldest = to_ms(now - _OPEN_FOR)
    rows: Any = await client.xrevrange(keys.alert_stream, "+", str(oldest), count=_MOST_ALERTS)
    alerts = []
    for _, fields in rows:
        try:
            alert = json.loads(fields.get(b"alert", b""))
        except ValueError:
            continue
        if isinstance(alert, dict):
            alerts.append(alert)
    return hot_spots(alerts)
