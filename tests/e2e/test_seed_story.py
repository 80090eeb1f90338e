"""A feed goes in, an alert comes out: once, on every channel that it belongs to, within 15 s."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

ROOT = Path(__file__).parents[2]
EVENING = (datetime.now(UTC) - timedelta(days=1)).strftime("%A")
STORY = (
    f"Three rockets hit Baghdad's Green Zone near the US Embassy late on {EVENING}, two Iraqi security officials said.\n\n"
    "Nobody was reported hurt, and no group said that it was behind the attack. It was the fourth such attack in a week.\n\n"
    "Militias close to Iran have vowed revenge for airstrikes that killed five of their fighters."
)
CHANNELS = (
    "monitor:alerts",
    "monitor:alerts:type:shelling",
    "monitor:alerts:country:IQ",
    "monitor:alerts:watch:baghdad",
)
WATCHLISTS = [{"name": "baghdad", "countries": ["IQ"], "places": [{"name": "Baghdad", "radius": "50km"}]}]


def subscribe(address: str, channel: str) -> subprocess.Popen[str]:
    """The README's subscriber, in a process of its own, on one channel from the stream's beginning."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "docs/examples/subscriber.py"), address, channel, "0-0"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def stream_of(address: str) -> list[dict]:
    """All alerts of the stream, read with plain redis-py."""
    return [json.loads(fields[b"alert"]) for _, fields in redis.Redis.from_url(address).xrange("monitor:alerts:stream")]


@pytest.mark.slow
def test_a_story_becomes_one_alert_on_all_its_channels(site, run_monitor) -> None:
    """Within 15 s of publication, seen by plain redis-py subscribers; nothing is left behind after SIGTERM."""
    site.feeds["tigris"] = []
    running = run_monitor(
        feeds=[{"url": f"{site.base}/tigris/feed.xml", "outlet": "Tigris Daily", "country": "IQ"}], watchlists=WATCHLISTS
    )
    readers = [subscribe(running.socket, channel) for channel in CHANNELS]
    try:
        site.feeds["tigris"].append(("Rockets fall on Baghdad's Green Zone", STORY))
        started = datetime.now(UTC)
        for reader in readers:
            assert reader.stdout is not None
            assert "Green Zone" in reader.stdout.readline()
        assert datetime.now(UTC) - started < timedelta(seconds=15)
        alerts = stream_of(running.socket)
        assert [alert["kind"] for alert in alerts] == ["new"]
        event = alerts[0]["event"]
        assert (event["type"], event["place"]["country_code"], event["stage"]) == ("shelling", "IQ", "accomplished")
        assert event["weapon_count"] == {"min": 3, "max": 3}
        assert set(CHANNELS) <= set(alerts[0]["prev"])
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()
            reader.stdout.close()
    assert running.stop(within=10) == 0
    left = subprocess.run(["pgrep", "-f", str(running.config.parent)], capture_output=True, text=True, check=False)
    assert left.stdout == ""


@pytest.mark.slow
def test_five_outlets_with_one_story_are_one_alert(site, run_monitor) -> None:
    """One `new` alert, five sources, one independent origin; a sixth feed that is broken harms nothing."""
    outlets = ["north", "south", "east", "west", "centre"]
    for outlet in outlets:
        site.feeds[outlet] = [("Rockets fall on Baghdad's Green Zone", STORY)]
    site.broken["broken"] = lambda handler: handler.send_error(500)
    running = run_monitor(feeds=[{"url": f"{site.base}/{outlet}/feed.xml", "outlet": outlet} for outlet in [*outlets, "broken"]])
    client = redis.Redis.from_url(running.socket)
    deadline = datetime.now(UTC) + timedelta(seconds=25)
    sources: set[str] = set()
    while len(sources) < 5 and datetime.now(UTC) < deadline:
        client.xread({"monitor:alerts:stream": "$"}, block=500)
        listed = running.monitor("incidents", "--json").stdout.splitlines()
        sources = {report["outlet"] for report in json.loads(listed[0])["reports"]} if listed else set()
    alerts = stream_of(running.socket)
    assert [alert["kind"] for alert in alerts].count("new") == 1
    assert len({alert["incident_id"] for alert in alerts}) == 1
    assert sources == set(outlets)
    assert alerts[-1]["independent_sources"] == 1
