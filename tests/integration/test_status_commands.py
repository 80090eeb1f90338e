"""`monitor status` and `monitor doctor` against a real store, as people call them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
import yaml
from click.testing import CliRunner

from monitor.cli.status import doctor_command, status_command
from monitor.clock import ManualClock, SystemClock
from monitor.observability import ops
from monitor.observability.snapshot import read_snapshot
from monitor.storage.keys import Keys
from monitor.storage.roles import RoleBeacon, instance_name, read_roles, show_role
from monitor.storage.tickets import TicketJob

KEYS = Keys()


@pytest.fixture
def config(tmp_path: Path, redis_server: str, redis_client: redis.Redis) -> str:
    """A configuration file for the test's store."""
    path = tmp_path / "config.yaml"
    path.write_text(
        yaml.safe_dump(
            {"redis": {"url": redis_server}, "data_dir": str(tmp_path), "feeds": [{"url": "http://a.example/f"}]}
        )
    )
    return str(path)


def test_status_of_an_idle_store(config: str) -> None:
    """Nothing runs: said so, exit 0."""
    result = CliRunner().invoke(status_command, ["--config", config], standalone_mode=False)
    assert result.return_value == 0
    assert "none is running" in result.output
    assert "no heartbeat" in result.output


def test_status_as_json(config: str, redis_client: redis.Redis) -> None:
    """Roles, counters and faults, as one JSON object."""
    now = datetime.now(UTC)
    show_role(redis_client, KEYS, "desk", now, now, "leading")
    redis_client.hset(KEYS.counters(f"{now:%Y-%m-%d}"), "article.reported", 3)
    redis_client.xadd(KEYS.alert_stream, {"alert": "{}"})
    ops.raise_(redis_client, KEYS, "sink_failing", "ops", "429", ManualClock(now))
    result = CliRunner().invoke(status_command, ["--config", config, "--json"], standalone_mode=False)
    plain = json.loads(result.output)
    assert [(sign["role"], sign["detail"]) for sign in plain["roles"]] == [("desk", "leading")]
    assert (plain["articles_today"], plain["alerts_today"]) == (3, 1)
    assert plain["faults"][0]["subject"] == "ops"
    assert plain["address"].startswith("unix://")


def test_doctor_finds_what_is_wrong(config: str, redis_client: redis.Redis) -> None:
    """A store without roles, with a refused job: exit 1, each fault with what to do."""
    redis_client.hset("rq:job:forged", mapping={"data": '["os.system", null, ["id"], {}]'})
    with pytest.raises(Exception, match="refused"):
        TicketJob.fetch("forged", connection=redis_client)
    result = CliRunner().invoke(doctor_command, ["--config", config, "--json"], standalone_mode=False)
    assert result.return_value == 1
    faults = {finding["check"]: finding["remedy"] for finding in json.loads(result.output) if finding["is_fault"]}
    assert {"role scheduler", "role worker", "role desk", "role deliver", "polling", "tickets"} == set(faults)
    assert all(faults.values())


def test_doctor_without_a_store(tmp_path: Path) -> None:
    """No store at all: the doctor still answers, says so, and looks at the disk."""
    path = tmp_path / "config.yaml"
    path.write_text(f"data_dir: {tmp_path}/var\nfeeds: [{{url: 'http://a.example/f'}}]\n")
    result = CliRunner().invoke(doctor_command, ["--config", str(path), "--json"], standalone_mode=False)
    findings = json.loads(result.output)
    assert result.return_value == 1
    assert [finding["check"] for finding in findings] == ["store", "disk"]
    assert "start `monitor run`" in findings[0]["remedy"]


def test_desk_lag_and_overdue_times(redis_client: redis.Redis) -> None:
    """Lags are measured from what waits: nothing waiting is no lag."""
    now = SystemClock().now()
    idle = read_snapshot(redis_client, KEYS, now)
    assert (idle.desk_lag.total_seconds(), idle.oldest_overdue.total_seconds()) == (0, 0)
    minute_ago = int(now.timestamp() * 1000) - 60_000
    redis_client.xadd(KEYS.reports, {"report": "r"}, id=f"{minute_ago}-1")
    redis_client.zadd(KEYS.entries_leased, {"a": minute_ago})
    late = read_snapshot(redis_client, KEYS, now)
    assert late.desk_lag.total_seconds() == pytest.approx(60, abs=1)
    assert late.oldest_overdue.total_seconds() == pytest.approx(60, abs=1)
    redis_client.set(KEYS.desk_cursor, f"{minute_ago}-1")
    assert read_snapshot(redis_client, KEYS, now).desk_lag.total_seconds() == 0


def test_beacon_shows_and_hides(redis_client: redis.Redis) -> None:
    """A role is shown while its main function runs, and not after."""
    with RoleBeacon(redis_client, KEYS, "desk", SystemClock()):
        while not read_roles(redis_client, KEYS):
            pass
        assert read_roles(redis_client, KEYS)[0].instance == instance_name()
    assert read_roles(redis_client, KEYS) == []
