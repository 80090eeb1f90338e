"""Subscribers of the store: who may read what (R26), who comes late (R24), and a group that hardly reads (R25)."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
import redis
from click.testing import CliRunner
from reportmaking import report

from monitor.alerts.publish import Published, encode_head
from monitor.alerts.sample import sample_alert
from monitor.cli import cli
from monitor.cli.tail import Follower
from monitor.clock import to_ms
from monitor.errors import StoreError
from monitor.observability.diagnosis import Surroundings, diagnose
from monitor.observability.snapshot import read_snapshot
from monitor.storage.codec import pack, to_json
from monitor.storage.desk import Batch, DeskStore, Kept
from monitor.storage.keys import Keys

KEYS = Keys()
NOW = datetime.now(UTC)
DAY = timedelta(days=1)
RIGHTS = (
    "on", ">pw-1", "resetkeys", "resetchannels", "%R~monitor:alerts:stream", "&monitor:alerts:country:IQ", "-@all", "+ping", "+info",
    "+subscribe", "+unsubscribe", "+xrange", "+xrevrange", "+get", "+set", "+xadd", "+publish", "+keys", "+psubscribe",
)  # fmt: skip
"""What docs would give a subscriber of one country, with commands to spare: keys and channels alone must hold."""


@pytest.fixture
def reader(redis_server: str, redis_client: redis.Redis) -> Iterator[redis.Redis]:
    """A client as the user `desk-iq`, who may read one channel and the stream."""
    redis_client.execute_command("ACL", "SETUSER", "desk-iq", "reset", *RIGHTS)
    with redis.Redis.from_url(redis_server, protocol=2, username="desk-iq", password="pw-1") as client:
        yield client
    redis_client.execute_command("ACL", "DELUSER", "desk-iq")


def publish(store: DeskStore, number: int, at: datetime, *, channels: tuple[str, ...] = ("alerts", "alerts:country:IQ")) -> list[str]:
    """The desk's commit of one alert; ids of what came into the stream."""
    alert = replace(sample_alert(at, incident_id=f"inc-{number}"), test=False)
    before = store.cursors()[0]
    batch = Batch(cursor=f"{number}-1", published=[Published(alert, encode_head(alert), channels, ())])
    return store.commit(batch, before, at)


@pytest.fixture
def desk(redis_client: redis.Redis) -> DeskStore:
    """The desk's side of the store, with its lease."""
    store = DeskStore(redis_client, KEYS, holder="test", kept=Kept(alerts=DAY, incidents=DAY, articles=DAY))
    assert store.hold()
    return store


FORBIDDEN = {
    "all alerts": ("SUBSCRIBE", "monitor:alerts"),
    "another country": ("SUBSCRIBE", "monitor:alerts:country:GB"),
    "a pattern over its own": ("PSUBSCRIBE", "monitor:alerts:country:*"),
    "operators' messages": ("SUBSCRIBE", "monitor:ops"),
    "the heartbeat's key": ("GET", "monitor:heartbeat"),
    "reports": ("XRANGE", "monitor:reports", "-", "+"),
    "an incident": ("GET", "monitor:incident:x"),
    "an alert of its own making": ("PUBLISH", "monitor:alerts:country:GB", "{}"),
    "writing into the record": ("XADD", "monitor:alerts:stream", "*", "alert", "{}"),
    "a command that was not given": ("FLUSHALL",),
    "forging a job": ("SET", "rq:job:forged", "x"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_subscriber_reads_nothing_but_its_own(reader: redis.Redis, name: str) -> None:
    """R26: NOPERM for every other channel, key and command, from the server itself."""
    with pytest.raises(redis.exceptions.NoPermissionError):
        reader.execute_command(*FORBIDDEN[name])


def test_a_subscriber_with_few_rights_follows_its_channel(reader: redis.Redis, desk: DeskStore) -> None:
    """R26: these rights are enough to replay, to hear the bell, and to fill a gap; alerts of others do not come."""
    publish(desk, 1, NOW)
    follow = Follower(reader, KEYS, ["monitor:alerts:country:IQ"])
    assert [alert.incident_id for alert, _ in follow.start(timedelta(hours=1))] == ["inc-1"]
    publish(desk, 2, NOW, channels=("alerts", "alerts:country:GB"))
    publish(desk, 3, NOW)
    assert [alert.incident_id for _ in range(3) for alert, _ in follow.wait(0.2)] == ["inc-3"]


@pytest.mark.parametrize("command", [["tail"], ["alerts", "--json"], ["incidents"], ["status"], ["mute"], ["feeds", "health"], ["explain", "a1"]])
def test_commands_without_rights_say_so_in_a_line(
    reader: redis.Redis, redis_server: str, tmp_path: Path, command: list[str]
) -> None:
    """R26: NOPERM is no traceback; the password is not shown. `alerts` may read the stream, and does."""
    path = tmp_path / "config.yaml"
    path.write_text(f"redis: {{url: '{redis_server}?username=desk-iq&password=pw-1'}}\ndata_dir: {tmp_path}\n")
    told = CliRunner().invoke(cli, [*command, "--config", str(path)], standalone_mode=False)
    if command[0] == "alerts":
        assert told.exception is None
        return
    assert isinstance(told.exception, StoreError)
    assert "refuses" in str(told.exception)
    assert "pw-1" not in str(told.exception) + told.output


@pytest.mark.parametrize("command", [["status"], ["feeds", "health"]])
def test_wrong_credentials_are_told_as_such(reader: redis.Redis, redis_server: str, tmp_path: Path, command: list[str]) -> None:
    """Not "no store answers": it does, and refuses; the password is not shown."""
    path = tmp_path / "config.yaml"
    path.write_text(f"redis: {{url: '{redis_server}?username=desk-iq&password=canary-77'}}\ndata_dir: {tmp_path}\n")
    told = CliRunner().invoke(cli, [*command, "--config", str(path)], standalone_mode=False)
    assert str(told.exception).endswith("refuses the credentials of redis.url")
    assert "canary" not in str(told.exception) + told.output


def test_doctor_tells_wrong_credentials_from_a_missing_store(reader: redis.Redis, redis_server: str, tmp_path: Path) -> None:
    """The doctor answers all the same: what to correct, and the disk."""
    path = tmp_path / "config.yaml"
    path.write_text(f"redis: {{url: '{redis_server}?username=desk-iq&password=canary-77'}}\ndata_dir: {tmp_path}\n")
    told = CliRunner().invoke(cli, ["doctor", "--json", "--config", str(path)], standalone_mode=False)
    store, disk = json.loads(told.output)
    assert told.return_value == 1
    assert store["remedy"] == "correct the credentials in redis.url, and their rights"
    assert disk["check"] == "disk"
    assert "canary" not in told.output


def test_a_group_that_hardly_reads_loses_nothing_to_length(desk: DeskStore, redis_client: redis.Redis) -> None:
    """R25: the record is trimmed by age, never by length: a consumer group 700 alerts behind still gets each one."""
    redis_client.xgroup_create(KEYS.alert_stream, "soc", id="0", mkstream=True)
    ids = [id_ for number in range(1, 701) for id_ in publish(desk, number, NOW)]
    (group,) = redis_client.xinfo_groups(KEYS.alert_stream)
    assert (len(ids), group["lag"]) == (700, 700)
    read: list[str] = []
    while reply := redis_client.xreadgroup("soc", "one", {KEYS.alert_stream: ">"}, count=500):
        read += [id_.decode() for id_, _ in reply[0][1]]
    assert read == ids


def test_only_what_is_past_keeping_leaves_the_record(desk: DeskStore, redis_client: redis.Redis) -> None:
    """R25: a commit lets go of nothing younger than retention.alerts, however late its readers are."""
    old = to_ms(NOW - 2 * DAY)
    with redis_client.pipeline() as pipeline:
        for number in range(1000):
            pipeline.xadd(KEYS.alert_stream, {"alert": b"x" * 200}, id=f"{old + number}-0")
            pipeline.xadd(KEYS.alert_stream, {"alert": b"x" * 200}, id=f"{old + number}-1")
        pipeline.execute()
    young = [redis_client.xadd(KEYS.alert_stream, {"alert": b"y"}, id=f"{to_ms(NOW - DAY) + 60_000 + n}-0") for n in range(300)]
    publish(desk, 1, NOW)
    kept = [id_ for id_, _ in redis_client.xrange(KEYS.alert_stream)]
    assert kept[-301:-1] == young
    assert len(kept) < 700  # trimmed by whole nodes


def test_a_desk_that_lags_alarms_while_every_report_is_still_there(desk: DeskStore, redis_client: redis.Redis) -> None:
    """R25: the alarm comes at two minutes; reports go only when they are answered, however many and old they are."""
    began = to_ms(NOW) - 121_000
    waiting = [redis_client.xadd(KEYS.reports, {"report": pack(report(f"a{n}"))}, id=f"{began + n}-0") for n in range(50)]
    around = Surroundings(address="x", clock_off=timedelta(0), disk_free=10**12, disk_total=10**12, data_dir="/v")

    def desk_finding(at: datetime) -> tuple[bool, str]:
        (found,) = [one for one in diagnose(read_snapshot(redis_client, KEYS, at), around) if one.check == "desk"]
        return found.is_fault, found.found

    assert desk_finding(NOW - timedelta(seconds=2)) == (False, "reports wait for 119 s")
    assert desk_finding(NOW) == (True, "reports wait for 121 s")
    assert desk_finding(NOW + 30 * DAY)[0]
    desk.commit(Batch(cursor=waiting[9].decode()), desk.cursors()[0], NOW + 30 * DAY)
    assert [id_ for id_, _ in redis_client.xrange(KEYS.reports)] == waiting[9:]  # the last answered marks the place


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """docs/examples/subscriber.py, as users copy it."""
    path = Path(__file__).parents[2] / "docs" / "examples" / "subscriber.py"
    spec = importlib.util.spec_from_file_location("subscriber", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_subscriber_catches_up_and_fills_gaps(
    example: ModuleType, desk: DeskStore, redis_client: redis.Redis, redis_server: str
) -> None:
    """R24: begun from an id, with an alert published while it was away and one whose bell was lost, it tells each once."""
    (first,) = publish(desk, 1, NOW)
    publish(desk, 2, NOW)
    impatient = redis.Redis.from_url(redis_server, protocol=2, socket_timeout=5)  # silence is a failure, not a wait
    alerts = example.follow(impatient, "monitor:alerts", first)
    assert next(alerts)["incident_id"] == "inc-2"
    silent = f"{to_ms(datetime.now(UTC)) + 50}-9"  # the record has it, no bell rang
    told = json.loads(to_json(sample_alert(NOW, incident_id="inc-3"))) | {"stream_id": silent, "prev": {"monitor:alerts": None}}
    redis_client.xadd(KEYS.alert_stream, {"alert": json.dumps(told)}, id=silent)
    redis_client.hset(KEYS.channel_last, "monitor:alerts", silent)
    publish(desk, 4, NOW)
    assert [next(alerts)["incident_id"] for _ in range(2)] == ["inc-3", "inc-4"]
    alerts.close()
    impatient.close()


def test_tail_reads_what_rang_while_it_was_cut_off(desk: DeskStore, redis_client: redis.Redis) -> None:
    """R24: a connection that the server closes under the listener costs no alert: the record is read without a bell."""
    follow = Follower(redis_client, KEYS, [KEYS.alerts])
    assert list(follow.start()) == []
    redis_client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    publish(desk, 1, NOW)
    seen: list[str] = []
    for _ in range(5):
        try:
            seen += [alert.incident_id for alert, _ in follow.wait(0.05)]
        except redis.ConnectionError:
            continue
    assert seen == ["inc-1"]


def test_tail_shows_a_test_alert_that_is_in_no_stream(redis_client: redis.Redis) -> None:
    """`monitor test-alert` has no place in the record; who listens sees it, and the place kept does not move."""
    follow = Follower(redis_client, KEYS, [KEYS.alerts])
    list(follow.start())
    redis_client.publish(KEYS.alerts, to_json(sample_alert(NOW)))
    assert [alert.test for _ in range(3) for alert, _ in follow.wait(0.1)] == [True]


def test_tail_from_a_span_takes_nothing_older(desk: DeskStore, redis_client: redis.Redis) -> None:
    """`--since 1h`: what lies two hours back stays there; what is on another channel does too."""
    old = json.loads(to_json(sample_alert(NOW, incident_id="old")))
    at = to_ms(NOW - timedelta(hours=2))
    redis_client.xadd(KEYS.alert_stream, {"alert": json.dumps(old | {"stream_id": f"{at}-0", "prev": {KEYS.alerts: None}})}, id=f"{at}-0")
    publish(desk, 1, NOW)
    publish(desk, 2, NOW, channels=("alerts:country:GB",))
    told = {
        span: [alert.incident_id for alert, _ in Follower(redis_client, KEYS, [KEYS.alerts]).start(span)]
        for span in (None, timedelta(hours=1), timedelta(hours=3))
    }
    assert told == {None: [], timedelta(hours=1): ["inc-1"], timedelta(hours=3): ["old", "inc-1"]}


