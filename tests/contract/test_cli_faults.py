"""What may go wrong around a command: each time a line that says what to do and the documented status, never a traceback."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import redis
from command_line import CommandLine

from monitor import cli as room
from monitor.cli import batch
from monitor.cli.history import Country, Span
from monitor.errors import ConfigError, InputError, MonitorError, StoreError, StoreUnavailableError, UsageError
from monitor.storage.keys import Keys

SINKS = "sinks: [{name: w, type: webhook, url: 'http://127.0.0.1:9/'}]\n"
FEED = "feeds: [{url: 'https://herald.example/rss', name: Herald}]\n"


@pytest.mark.parametrize("command", ["feeds health", "feeds remove x", "feeds import f.opml", "explain a1", "alerts", "status"])
def test_a_configured_store_that_is_gone_is_told(command: str, monitor: CommandLine) -> None:
    """Whatever way a command asks it; the address is named, without credentials."""
    Path("f.opml").write_text('<opml version="2.0"><body><outline xmlUrl="https://a.example/f"/></body></opml>')
    Path("config.yaml").write_text(f"redis: {{url: 'unix://{Path.cwd()}/none.sock?password=canary'}}\n{FEED}")
    told = monitor(*command.split())
    assert (told.status, told.out) == (1, "")
    assert told.err == f"monitor: no store answers at unix://{Path.cwd()}/none.sock\n"


def test_feeds_are_listed_and_exported_without_their_store(monitor: CommandLine) -> None:
    """What the configuration alone knows is shown, with a store configured or embedded."""
    Path("config.yaml").write_text(f"redis: {{url: 'unix://{Path.cwd()}/none.sock'}}\n{FEED}")
    assert [line["name"] for line in monitor("feeds", "list", "--json").lines] == ["Herald"]
    assert "https://herald.example/rss" in monitor("feeds", "export").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["feeds", "export", "gone/x.opml"], "cannot write gone/x.opml: No such file or directory"),
        (["feeds", "export", "."], "cannot write .: Is a directory"),
        (["feeds", "add", "ftp://x.example"], "url: expected a URL that begins with http:// or https://"),
        (["feeds", "add", ""], "url: expected a URL with a host"),
        (["feeds", "add", "x.example", "--country", "GBR"], "country: expected an ISO 3166-1"),
        (["feeds", "add", "x.example", "--interval", "often"], "interval: expected a duration"),
        (["preview"], "Missing option '--sink'"),
        (["preview", "--sink", "x"], "no enabled sink 'x'; there are: w"),
        (["preview", "--sink", "w", "--html"], "--html: sink 'w' sends no HTML"),
        (["route"], "name an alert, or give --last"),
        (["test-alert", "--sink", "w", "--sink", "z"], "no enabled sink 'z'; there are: w"),
        (["deliveries", "retry"], "name deliveries, or give --sink or --all"),
        (["mute", "--country", "Iraq"], "'Iraq' is no country code: expected ISO 3166-1 alpha-2, such as IQ"),
        (["alerts", "--country", "1Q"], "'1Q' is no country code"),
        (["incidents", "--country", "IRQ"], "'IRQ' is no country code"),
        (["alerts", "--since", "99999999999999d"], "is no duration: expected one such as 30m, 6h or 7d"),
        (["tail", "--since", "36501d"], "is no duration"),
        (["incidents", "--since", "-1h"], "is no duration"),
        (["explain", "x", "--published", "yesterday"], "--published: expected a time such as 2026-03-18T06:00:00Z"),
        (["explain", "x", "--published", "2026-13-01"], "--published: expected a time"),
        (["worker", "--count", "257"], "257 is not in the range 1<=x<=256"),
        (["clean", "."], "cannot read .: Is a directory"),
        (["detect", "config.yaml/x"], "cannot read config.yaml/x: Not a directory"),
        (["replay", "-", "--alerts-out", "gone/b"], "cannot write gone/b: No such file or directory"),
        (["check", "--config", "."], ".: cannot be read: Is a directory"),
        (["verdict", "X", "false_alarm"], "'false_alarm' is not one of 'false-alarm', 'confirmed'"),
    ],
)  # fmt: skip
def test_bad_usage_says_what_was_expected(arguments: list[str], told: str, monitor: CommandLine) -> None:
    """Status 2, nothing on stdout, and before any store is asked."""
    Path("config.yaml").write_text(FEED + SINKS)
    found = monitor(*arguments)
    assert (found.status, found.out) == (2, "")
    assert told in " ".join(found.err.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["feeds", "import", "gone.opml"], "gone.opml: cannot be read: No such file or directory"),
        (["feeds", "import", "config.yaml"], "config.yaml: is not well-formed XML"),
        (["preview", "config.yaml", "--sink", "w"], "config.yaml is no alert: "),
        (["route", "config.yaml"], "config.yaml is no alert: "),
        (["explain", "bad.json"], "bad.json: "),
        (["explain", "bad.txt"], "bad.txt: not UTF-8 text: "),
    ],
)
def test_input_that_will_not_do_is_named(arguments: list[str], told: str, monitor: CommandLine) -> None:
    """Status 1, one line, with the file."""
    Path("config.yaml").write_text(FEED + SINKS)
    Path("bad.json").write_text('{"id": 5')
    Path("bad.txt").write_bytes(b"\xff\xfe\xfd")
    found = monitor(*arguments)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(f"monitor: {told}")


@pytest.mark.parametrize(
    "options",
    [
        ["--place", "Baghdad", "--radius", "0km"], ["--place", "Baghdad", "--radius", "0m"], ["--place", "Baghdad", "--radius", "99999km"],
        ["--place", "Baghdad", "--radius", "-5km"], ["--place", "Baghdad", "--radius", "25"], ["--country", "Iraq"],
    ],
)  # fmt: skip
def test_a_mute_that_would_fell_the_desk_is_not_stored(
    options: list[str], monitor: CommandLine, redis_server: str, redis_client: redis.Redis
) -> None:
    """A radius or country that no watchlist could have is refused here, where a person sees it."""
    Path("config.yaml").write_text(f"redis: {{url: '{redis_server}'}}\n")
    told = monitor("mute", *options, "--for", "4h", "--reason", "drill")
    assert told.status == 2
    assert redis_client.hlen(Keys().mutes) == 0


def test_a_mute_of_a_country_in_small_letters_holds(monitor: CommandLine, redis_server: str, redis_client: redis.Redis) -> None:
    """`iq` is IQ; the id is on stdout alone, what it says on stderr; `route` finds it."""
    Path("config.yaml").write_text(f"redis: {{url: '{redis_server}'}}\n{SINKS}")
    made = monitor("mute", "--country", "iq", "--for", "4h", "--reason", "drill")
    assert (made.status, len(made.out.split())) == (0, 1)
    assert "IQ" in made.err
    held = json.loads(redis_client.hget(Keys().mutes, made.out.strip()) or b"")
    assert (held["country"], held["reason"]) == ("IQ", "drill")


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (ConfigError(["c.yaml:1: a", "c.yaml:2: b"]), 2, "monitor: c.yaml:1: a\nc.yaml:2: b\n"),
        (UsageError("so not"), 2, "monitor: so not\n"),
        (InputError("bad"), 1, "monitor: bad\n"), (StoreError("bad"), 1, "monitor: bad\n"),
        (StoreUnavailableError("away"), 1, "monitor: away\n"), (MonitorError("x"), 1, "monitor: x\n"),
        (KeyboardInterrupt(), 130, ""), (click.exceptions.Abort(), 130, ""), (click.UsageError("wrong"), 2, "Error: wrong\n"),
        (click.ClickException("wrong"), 1, "Error: wrong\n"),
    ],
)  # fmt: skip
def test_every_error_has_its_status(
    raised: BaseException, status: int, told: str, monitor: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Configuration and usage 2, work that failed 1, Ctrl-C 130; one way for all commands."""

    def fail(*_: Any, **__: Any) -> Any:
        raise raised

    monkeypatch.setattr(room.cli, "main", fail)
    found = monitor("whatever")
    assert (found.status, found.out, found.err) == (status, "", told)


@pytest.mark.parametrize(("returned", "status"), [(None, 0), (0, 0), (1, 1), (130, 130), ("text", 0)])
def test_what_a_command_returns_is_its_status(
    returned: object, status: int, monitor: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is no number is success."""
    monkeypatch.setattr(room.cli, "main", lambda *_, **__: returned)
    assert monitor("whatever").status == status


def test_the_table_of_commands_is_true() -> None:
    """Every command of the overview has its module and its object, and every object its help."""
    for name, (module, line) in room._COMMANDS.items():
        command = getattr(importlib.import_module(f"monitor.cli.{module}"), f"{name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        assert command.name == name
        assert command.help
        assert line.endswith(".")


def test_the_overview_loads_nothing_heavy(tmp_path: Path) -> None:
    """`monitor --help` answers at once: no command's module, no detection, no store."""
    code = (
        "import sys; from monitor.cli import _run; _run(['--help']);"
        "print([m for m in sys.modules if m.startswith(('monitor.cli.', 'redis', 'rq', 'trafilatura', 'onnx', 'monitor.detection'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.endswith("[]\n")
    assert "Print alerts as they come." in done.stdout


# --- lines in, lines out ------------------------------------------------------------------------------------------------

class Out:
    """What was written to stdout so far."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self._capture, self._seen = capture, b""

    def lines(self) -> list[Any]:
        """Each line's JSON."""
        self._seen += self._capture.readouterr().out
        return [json.loads(line) for line in self._seen.splitlines()]


@pytest.fixture
def out(capsysbinary: pytest.CaptureFixture[bytes]) -> Out:
    """Standard output, as bytes."""
    return Out(capsysbinary)


def _echo(value: dict[str, Any]) -> object:
    if value.get("bad"):
        raise InputError("no good")
    return {"id": value["id"]}


@pytest.mark.parametrize(
    ("lines", "status", "answers"),
    [
        ([], 0, []),
        ([b"\n", b"  \n", b"\t"], 0, []),
        ([b'{"id":"a"}\n'], 0, [("a", False)]),
        ([b'{"id":"a"}'], 0, [("a", False)]),
        ([b'{"id":"a","bad":1}\n', b'{"id":"b"}\r\n'], 1, [("a", True), ("b", False)]),
        ([b"\xff\n", b'{"id":"b"}\n'], 1, [(None, True), ("b", False)]),
        ([b'{"id":7,"bad":1}\n'], 1, [(7, True)]),
        ([b'["a"]\n', b"null\n", b'"x"\n'], 1, [(None, True)] * 3),
        ([b'\xef\xbb\xbf{"id":"a"}\n'], 1, [(None, True)]),
    ],
)
def test_one_answer_for_each_line(out: Out, lines: list[bytes], status: int, answers: list[tuple[object, bool]]) -> None:
    """In order; blank lines are none; what is wrong costs its own line, with the line's own id where it has one."""
    assert batch.run_batch(lines, dict, _echo) == status
    assert [(line["id"], "error" in line) for line in out.lines()] == answers


def test_the_number_of_a_bad_line_counts_blank_ones(out: Out) -> None:
    """As an editor counts."""
    batch.run_batch([b"\n", b'{"id":"a"}\n', b"{\n"], dict, _echo)
    assert out.lines()[-1]["error"].startswith("line 3: ")


def test_each_answer_is_sent_before_the_next_line_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever feeds it line by line waits for each answer: nothing is held back in a buffer."""
    seen: list[int] = []

    def lines() -> Any:
        for number in range(3):
            seen.append(len((tmp_path / "out").read_bytes().splitlines()))
            yield json.dumps({"id": number}).encode()

    with (tmp_path / "out").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        batch.run_batch(lines(), dict, _echo)
        monkeypatch.undo()
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(("type_", "value", "shown"), [(Span(), "6h", "6:00:00"), (Span(), "36500d", "36500 days, 0:00:00"), (Country(), "iq", "IQ")])
def test_options_are_read(type_: click.ParamType, value: str, shown: str) -> None:
    """Durations up to a hundred years, codes in either case; a value that is read already stays."""
    found = type_.convert(value, None, None)
    assert str(found) == shown
    assert type_.convert(found, None, None) == found


def test_detect_takes_documents_on_line_ends_of_windows(monitor: CommandLine) -> None:
    """CRLF, and no line end at the end."""
    told = monitor("detect", stdin='{"id":"a","title":"Library opens","text":""}\r\n{"id":"b","title":"Library closes","text":""}')
    assert (told.status, [line["id"] for line in told.lines]) == (0, ["a", "b"])
