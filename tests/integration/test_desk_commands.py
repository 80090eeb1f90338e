"""The commands that read back what the desk did, and those that tell it something."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from click.testing import CliRunner
from reportmaking import event, report

from monitor.cli import cli
from monitor.cli.tail import Follower, full_name
from monitor.clock import SystemClock
from monitor.config.schema import Config
from monitor.desk import DeskRole
from monitor.domain.taxonomy import EventType, Severity
from monitor.storage.codec import pack
from monitor.storage.keys import Keys

KEYS = Keys()
NO_WAIT = timedelta(milliseconds=1)


@pytest.fixture
def config_file(tmp_path: Path, redis_server: str, redis_client: redis.Redis) -> str:
    """A config.yaml for the test's store."""
    path = tmp_path / "config.yaml"
    path.write_text(f"redis: {{url: {redis_server}}}\nfeeds: []\ndata_dir: {tmp_path}/var\n")
    return str(path)


@pytest.fixture
def role(
    config_for: Callable[..., Config], tmp_path: Path, redis_server: str, redis_client: redis.Redis
) -> DeskRole:
    """A desk on that store."""
    return DeskRole(config_for(tmp_path, redis_server), redis_client, SystemClock(), holder="test")


def file(role: DeskRole, client: redis.Redis, id_: str, town: str, title: str, **more: object) -> None:
    """One fresh attack, through the desk."""
    now = SystemClock().now()
    told = event(town, more.pop("kind", EventType.SHELLING), day=now.date().isoformat())  # type: ignore[arg-type]
    one = report(id_, title, f"{title}, officials said.", events=(told,), published=now, **more)  # type: ignore[arg-type]
    client.xadd(KEYS.reports, {"report": pack(one)})
    role.step(NO_WAIT)


def run(*arguments: str) -> str:
    """Output of a command that succeeds."""
    result = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
    assert result.exception is None, result.exception
    return result.output


def test_alerts_are_listed_and_filtered(role: DeskRole, redis_client: redis.Redis, config_file: str) -> None:
    """By type, country, severity and time; as JSON the very bytes of the stream."""
    file(role, redis_client, "a1", "Karsova", "Rockets hit Karsova", severity=Severity.HIGH)
    file(role, redis_client, "b1", "Port Asle", "Knife attack at Port Asle station", kind=EventType.STABBING)
    assert "Karsova" in run("alerts", "--config", config_file)
    assert "Karsova" not in run("alerts", "--config", config_file, "--type", "stabbing")
    assert "Port Asle" not in run("alerts", "--config", config_file, "--country", "vd")
    assert "Port Asle" not in run("alerts", "--config", config_file, "--severity", "high", "--since", "1h")
    line = run("alerts", "--config", config_file, "--json", "--country", "OM").strip().encode()
    assert line in [fields[b"alert"] for _, fields in redis_client.xrange(KEYS.alert_stream)]


def test_an_incidents_life_is_told(role: DeskRole, redis_client: redis.Redis, config_file: str) -> None:
    """Sources with what each gave, and every step."""
    file(role, redis_client, "a1", "Karsova", "Rockets hit Karsova")
    incident_id = json.loads(run("incidents", "--config", config_file, "--json"))["id"]
    told = run("incidents", incident_id, "--config", config_file)
    assert "Herald: Rockets hit Karsova" in told
    assert "opened" in told
    assert "alerted" in told
    assert json.loads(run("incidents", incident_id, "--config", config_file, "--json"))["id"] == incident_id


def test_an_unknown_incident_is_said_to_be_unknown(redis_client: redis.Redis, config_file: str) -> None:
    """Exit status 1, and where to look."""
    for command in (["incidents", "nope"], ["verdict", "nope", "confirmed"], ["ack", "nope"]):
        result = CliRunner().invoke(cli, [*command, "--config", config_file], standalone_mode=False)
        assert "monitor incidents" in str(result.exception)


def test_verdict_and_ack_reach_the_desk(role: DeskRole, redis_client: redis.Redis, config_file: str) -> None:
    """The order lies in the store until the desk's next step; then the incident shows it."""
    file(role, redis_client, "a1", "Karsova", "Rockets hit Karsova")
    incident_id = json.loads(run("incidents", "--config", config_file, "--json"))["id"]
    run("ack", incident_id, "--config", config_file)
    run("verdict", incident_id, "false-alarm", "--note", "a drill", "--config", config_file)
    role.step(NO_WAIT)
    role.step(NO_WAIT)
    told = run("incidents", incident_id, "--config", config_file)
    assert "acknowledged" in told
    assert "false-alarm" in told
    assert "Withdrawn" in told


def test_a_title_with_escapes_is_inert_on_the_terminal(
    role: DeskRole, redis_client: redis.Redis, config_file: str
) -> None:
    """No escape sequence, no override of direction, no rich markup reaches the terminal as such (R59)."""
    file(role, redis_client, "a1", "Karsova", "Rockets \x1b[2Jhit \u202eKarsova [bold]now[/bold]")
    incident_id = json.loads(run("incidents", "--config", config_file, "--json"))["id"]
    told = run("incidents", incident_id, "--config", config_file)
    assert "\x1b[2J" not in told
    assert "\u202e" not in told
    assert "[bold]now[/bold]" in told


@pytest.mark.parametrize(
    ("given", "full"),
    [
        ("all", "monitor:alerts"),
        ("country:IQ", "monitor:alerts:country:IQ"),
        ("alerts:severity:high", "monitor:alerts:severity:high"),
        ("monitor:alerts:escalation", "monitor:alerts:escalation"),
    ],
)
def test_channels_may_be_named_in_short(given: str, full: str) -> None:
    """With or without the prefix."""
    assert full_name(KEYS, given) == full


def test_tail_replays_then_follows_and_misses_nothing(role: DeskRole, redis_client: redis.Redis) -> None:
    """What was published while nobody listened, and what rang only once, comes once each and in order."""
    file(role, redis_client, "a1", "Karsova", "Rockets hit Karsova")
    follow = Follower(redis_client, KEYS, [KEYS.alerts])
    seen = [alert.id for alert, _ in follow.start(timedelta(hours=1))]
    file(role, redis_client, "b1", "Port Asle", "Knife attack at Port Asle station", kind=EventType.STABBING)
    file(role, redis_client, "c1", "Brenholt", "Car bomb at Brenholt depot", kind=EventType.BOMBING)
    for _ in range(6):
        seen += [alert.id for alert, _ in follow.wait(0.1)]
    in_stream = [json.loads(fields[b"alert"])["id"] for _, fields in redis_client.xrange(KEYS.alert_stream)]
    assert seen == in_stream
    assert len(seen) == 3


def test_tail_shows_only_its_channels(role: DeskRole, redis_client: redis.Redis) -> None:
    """Back-filling from the stream keeps to what was asked for."""
    follow = Follower(redis_client, KEYS, ["monitor:alerts:country:OM"])
    assert not list(follow.start())
    worker = threading.Thread(
        target=lambda: (
            file(role, redis_client, "a1", "Karsova", "Rockets hit Karsova"),
            file(role, redis_client, "b1", "Port Asle", "Knife attack at Port Asle station", kind=EventType.STABBING),
        )
    )
    worker.start()
    worker.join()
    seen = [alert for _ in range(6) for alert, _ in follow.wait(0.1)]
    assert [alert.event.place.name for alert in seen if alert.event and alert.event.place] == ["Port Asle"]
