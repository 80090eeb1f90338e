"""Reading back what the desk did: alerts of the stream, incidents, and an incident's life. Synchronous, read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import redis

from monitor.clock import to_ms
from monitor.domain.alert import Alert
from monitor.domain.incident import Incident
from monitor.domain.taxonomy import EventType, Severity
from monitor.storage.codec import unpack
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which alerts or incidents are asked for; what is None asks for nothing."""

    since: datetime | None = None
    type: EventType | None = None
    country: str | None = None
    severity: Severity | None = None
    """This severity and above."""

    def takes(self, alert: Alert) -> bool:
        """Whether the alert is asked for; its time is not looked at."""
        event = alert.event
        if self.type is not None and (event is None or event.type is not self.type):
            return False
        if self.severity is not None and alert.severity.rank < self.severity.rank:
            return False
        if self.country is None:
            return True
        places = [*((event.place,) if event and event.place else ()), *(event.places if event else ())]
        return any(place.country_code == self.country for place in places)


def read_alerts(
    client: redis.Redis, keys: Keys, since: datetime | None = None, *, after: str | None = None, until: str = "+"
) -> Iterator[tuple[Alert, bytes]]:
    """Alerts of the stream with their bytes, the oldest first: from `since`, or after stream id `after`."""
    start = f"({after}" if after else (str(to_ms(since)) if since else "-")
    while True:
        entries: Any = client.xrange(keys.alert_stream, min=start, max=until, count=_CHUNK)
        for _, fields in entries:
            yield msgspec.json.decode(fields[b"alert"], type=Alert), fields[b"alert"]
        if len(entries) < _CHUNK:
            return
        start = f"({to_text(entries[-1][0])}"


def read_incident(client: redis.Redis, keys: Keys, incident_id: str) -> Incident | None:
    """An incident with its history; of a merged one, what is left of it."""
    raw: Any = client.get(keys.incident(incident_id))
    return unpack(raw, Incident) if raw else None


def read_incidents(client: redis.Redis, keys: Keys, since: datetime | None = None) -> Iterator[Incident]:
    """Incidents with activity since `since`, the latest activity first."""
    least = to_ms(since) if since else "-inf"
    ids: Any = client.zrevrangebyscore(keys.incidents_by_time, "+inf", least)
    for at in range(0, len(ids), _CHUNK):
        raws: Any = client.mget([keys.incident(to_text(id_)) for id_ in ids[at : at + _CHUNK]])
        yield from (unpack(raw, Incident) for raw in raws if raw)


def last_alert_of(client: redis.Redis, keys: Keys, incident: Incident) -> tuple[Alert, bytes] | None:
    """The last alert of an incident, and its bytes; None where none was published or it is past keeping."""
    raw: Any = client.get(keys.alert(f"{incident.id}.{incident.revision}")) if incident.revision else None
    return (msgspec.json.decode(raw, type=Alert), raw) if raw else None
