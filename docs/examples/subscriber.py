"""Follows monitor's alerts with plain redis-py: no alert is missed and none comes twice.

    python docs/examples/subscriber.py unix:///path/to/var/redis.sock [CHANNEL [LAST_ID]]

Pub/Sub rings the bell, the stream is the record. Each alert names, for every channel that it goes to, the stream id
of the alert before it (`prev`). Where that is not the last one seen, some were missed, and the stream has them.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import redis

STREAM = "monitor:alerts:stream"
Alert = dict[str, Any]


def follow(client: redis.Redis, channel: str = "monitor:alerts", last_id: str | None = None) -> Iterator[Alert]:
    """Alerts on `channel` after `last_id` (None: from now on), in order, each once. Keep the last `stream_id`."""
    with client.pubsub(ignore_subscribe_messages=True) as bell:
        bell.subscribe(channel)  # listen first, then catch up: what comes in between is in both, and told once
        if last_id is not None:
            for alert in read(client, channel, after=last_id):
                yield alert
                last_id = alert["stream_id"]
        for message in bell.listen():
            alert = json.loads(message["data"])
            if last_id is not None and order(alert["stream_id"]) <= order(last_id):
                continue
            if last_id is not None and alert["prev"][channel] != last_id:
                yield from read(client, channel, after=last_id, before=alert["stream_id"])
            yield alert
            last_id = alert["stream_id"]


def read(client: redis.Redis, channel: str, after: str, before: str | None = None) -> Iterator[Alert]:
    """Alerts of `channel` in the stream, strictly between two ids."""
    end = f"({before}" if before else "+"
    for _, fields in client.xrange(STREAM, min=f"({after}", max=end):
        alert = json.loads(fields[b"alert"])
        if channel in alert["prev"]:
            yield alert


def order(stream_id: str) -> tuple[int, int]:
    """Stream ids compare as two numbers."""
    milliseconds, _, number = stream_id.partition("-")
    return int(milliseconds), int(number)


if __name__ == "__main__":
    url, *rest = sys.argv[1:] or ["unix://var/redis.sock"]
    for alert in follow(redis.Redis.from_url(url), *rest):
        print(alert["stream_id"], alert["severity"], alert["kind"], alert["headline"], flush=True)
