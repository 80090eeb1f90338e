"""Section 1 of the contract: every command, its exit status, what goes to stdout and what to stderr."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import CommandLine, to_lines

COMMANDS = [
    "run", "scheduler", "worker", "desk", "deliver", "check", "demo", "tail", "alerts", "incidents", "explain", "feeds",
    "feeds list", "feeds add", "feeds remove", "feeds import", "feeds export", "feeds health", "detect", "clean", "parse",
    "replay", "test-alert", "verdict", "ack", "status", "doctor", "schema",
]  # fmt: skip
STORY = {"id": "a", "title": "Gunmen kill two at Kano market", "text": "Gunmen shot dead two traders at a market in Kano."}
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Herald</title>
<item><title>One</title><link>https://herald.example/1</link><guid>g1</guid><description>First.</description>
<pubDate>Wed, 18 Mar 2020 06:00:00 GMT</pubDate><author>Ann</author></item><item><title>Two</title></item></channel></rss>"""
PAGE = """<html lang="en"><head><title>Market attacked - Herald</title><meta name="author" content="Ann Bee">
<meta property="article:published_time" content="2020-03-18T09:30:00+03:00"></head><body><article><h1>Market attacked</h1>
<p>Two traders were shot dead at a market in the north of the city on Tuesday evening, the governor's office said.</p>
<p>Nobody has said that they did it, and the police have closed the roads around the market for the night.</p></article>
</body></html>"""


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_names_config(command: str, monitor: CommandLine) -> None:
    """`--help` answers with status 0 on stdout, shows an example, and every command that works takes --config."""
    told = monitor(*command.split(), "--help")
    assert (told.status, told.err) == (0, "")
    assert f"Example: monitor {command.split(maxsplit=1)[0]}" in " ".join(told.out.split())
    assert "--config" in told.out or command == "feeds"


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"], ["detect", "--no-such-option"], ["detect", "no-such-file"], ["schema"], ["schema", "feed"],
        ["parse"], ["replay"], ["verdict", "X", "maybe"], ["alerts", "--type", "quarrel"], ["alerts", "--since", "soon"],
        ["worker", "--count", "0"], ["feeds"], ["feeds", "add"], ["incidents", "--severity", "awful"], ["clean", "gone.jsonl"],
        ["detect", "--config", "gone.yaml"], ["check"], ["run"], ["status", "--config", "gone.yaml"],
    ],
)  # fmt: skip
def test_bad_usage_is_status_2_and_writes_no_data(arguments: list[str], monitor: CommandLine) -> None:
    """What was wrong is on stderr; stdout stays empty for whoever reads it."""
    told = monitor(*arguments)
    assert told.status == 2
    assert told.out == "" or arguments == ["feeds"]
    assert told.err or arguments == ["feeds"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["alerts"], ["incidents"], ["incidents", "X"], ["tail", "--since", "1h"], ["verdict", "X", "confirmed"], ["ack", "X"],
        ["status"], ["doctor"], ["feeds", "health"], ["scheduler"], ["desk"], ["deliver"],
    ],
)  # fmt: skip
def test_without_a_store_it_is_status_1_and_said_in_a_line(arguments: list[str], monitor: CommandLine) -> None:
    """No traceback, but what to do: start `monitor run`, or set redis.url."""
    Path("config.yaml").write_text("feeds: [{url: https://herald.example/rss}]\n")
    told = monitor(*arguments)
    assert told.status == 1
    assert "monitor run" in told.out + told.err
    assert "Traceback" not in told.err


def test_batch_commands_need_neither_configuration_nor_store(monitor: CommandLine) -> None:
    """In an empty directory all of them work; they leave nothing behind in it."""
    assert monitor("detect", "-", stdin=to_lines(STORY)).status == 0
    assert monitor("clean", stdin=to_lines({"id": "p", "url": None, "html": PAGE})).status == 0
    assert monitor("parse", "-", stdin=FEED).status == 0
    assert monitor("replay", "-", stdin=to_lines(STORY)).status == 0
    assert monitor("explain", "-", stdin="Gunmen kill two\nGunmen shot dead two traders in Kano.").status == 0
    assert list(Path().iterdir()) == []


def test_configuration_is_found_by_option_then_variable_then_place(
    monitor: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--config before $MONITOR_CONFIG before ./config.yaml; the threshold tells which was read."""
    for name, threshold in (("option", "1.0"), ("variable", "0.0"), ("config", "1.0")):
        Path(f"{name}.yaml").write_text(f"detection: {{threshold: {threshold}}}\n")
    doubtful = to_lines({"id": "a", "title": "A report", "text": "Gunmen killed five people in Kano, it was said."})
    assert monitor("detect", stdin=doubtful).lines[0]["attack"] is False
    monkeypatch.setenv("MONITOR_CONFIG", "variable.yaml")
    assert monitor("detect", stdin=doubtful).lines[0]["attack"] is True
    assert monitor("detect", "--config", "option.yaml", stdin=doubtful).lines[0]["attack"] is False
    monkeypatch.setenv("MONITOR_CONFIG", "gone.yaml")
    assert monitor("detect", stdin=doubtful).status == 2


def test_detect_answers_every_line_in_order_and_goes_on_after_a_bad_one(monitor: CommandLine) -> None:
    """A line that is no document gives its id and the error; the rest goes on; status 1."""
    told = monitor("detect", "-", stdin=to_lines(STORY, "no json", {"id": "b", "text": 5}, [1], {"title": "t"}, {"id": "c"}))
    assert told.status == 1
    assert [(line.get("id"), "error" in line) for line in told.lines] == [
        ("a", False), (None, True), ("b", True), (None, True), (None, True), ("c", False),
    ]  # fmt: skip
    assert all(set(line) == {"id", "error"} for line in told.lines if "error" in line)


def test_clean_gives_every_key_on_every_line(monitor: CommandLine) -> None:
    """A page, the same in base64, one without text, and lines that are no pages."""
    encoded = base64.b64encode(PAGE.encode()).decode()
    url = "https://herald.example/a"
    told = monitor("clean", "-", stdin=to_lines(
        {"id": "1", "url": url, "html": PAGE}, {"id": "2", "url": url, "html_base64": encoded}, {"id": "3", "url": url, "html": ""},
        {"id": "4", "url": url, "html_base64": "%%"}, {"id": "5", "url": url}, "{", {"id": "6", "url": "::", "html": PAGE},
    ))  # fmt: skip
    assert told.status == 1
    keys = {"id", "title", "text", "published", "author", "language", "error"}
    assert all(keys <= set(line) for line in told.lines)
    assert [line["id"] for line in told.lines] == ["1", "2", "3", "4", "5", None, "6"]
    first, second = told.lines[:2]
    assert first | {"id": "2"} == second
    assert first["title"] == "Market attacked"
    assert first["text"].startswith("Two traders were shot dead")
    assert (first["published"], first["author"], first["language"]) == ("2020-03-18T06:30:00Z", "Ann Bee", "en")
    assert [bool(line["error"]) for line in told.lines] == [False, False, True, True, True, True, False]


def test_clean_of_pages_without_text_is_no_failure_of_the_work(monitor: CommandLine) -> None:
    """The page says nothing, and `error` says so; every line was a page, hence status 0."""
    told = monitor("clean", stdin=to_lines({"id": "1", "url": None, "html": "plain"}))
    assert (told.status, told.lines[0]["error"], told.lines[0]["text"]) == (0, "not_html", None)


def test_parse_gives_one_object_a_file(monitor: CommandLine) -> None:
    """Keys of the contract for file and entries; a file that is no feed, or is not there, has its error; status 1."""
    Path("good.xml").write_text(FEED)
    Path("page.xml").write_text(PAGE)
    Path("empty.xml").write_text("")
    good = monitor("parse", "good.xml")
    assert good.status == 0
    told = monitor("parse", "good.xml", "page.xml", "empty.xml", "gone.xml", ".")
    assert told.status == 1
    assert [line["file"] for line in told.lines] == ["good.xml", "page.xml", "empty.xml", "gone.xml", "."]
    assert all(set(line) == {"file", "title", "entries", "warnings", "error"} for line in told.lines)
    assert [bool(line["error"]) for line in told.lines] == [False, True, True, True, True]
    one, two = told.lines[0]["entries"]
    assert set(one) == set(two) == {"id", "url", "title", "summary", "published", "updated", "author"}
    assert (one["id"], one["url"], one["published"]) == ("g1", "https://herald.example/1", "2020-03-18T06:00:00Z")
    assert (two["url"], two["published"], two["author"]) == (None, None, None)


def test_replay_goes_on_after_bad_lines_and_times_that_no_item_has(monitor: CommandLine) -> None:
    """The faults are on stderr with their lines, status 1; what is right is replayed."""
    lines = to_lines(STORY | {"published": "2020-03-18T06:00:00Z"}, "oops", STORY | {"id": "b", "published": "9999-12-31T23:59:59-12:00"})
    told = monitor("replay", "-", "--articles-out", "a", "--alerts-out", "-", stdin=lines)
    assert told.status == 1
    assert "line 2" in told.err
    assert "line 3" in told.err
    assert [json.loads(line)["id"] for line in Path("a").read_text().splitlines()] == ["a"]
    assert [alert["kind"] for alert in told.lines] == ["new"]


@pytest.mark.parametrize("arguments", [["--articles-out", "gone/a"], ["--alerts-out", "gone/a"], ["--articles-out", "."]])
def test_replay_that_cannot_write_says_so(arguments: list[str], monitor: CommandLine) -> None:
    """A directory that is not there is bad usage."""
    assert monitor("replay", "-", *arguments, stdin=to_lines(STORY)).status == 2


@pytest.mark.parametrize("published", [None, "2026-05-04T06:00:00Z"])
def test_explain_reads_plain_text_and_json(published: str | None, monitor: CommandLine) -> None:
    """A text's first line is its title; a JSON document is read as `detect` reads it; --published sets the time of both."""
    option = ["--published", published] if published else []
    Path("story.txt").write_text("Gunmen kill two at Kano market\nGunmen shot dead two traders at a market in Kano on Monday.\n")
    Path("story.json").write_text(json.dumps(STORY))
    for name in ("story.txt", "story.json"):
        told = monitor("explain", name, "--json", *option)
        assert (told.status, told.lines[0]["attack"]) == (0, True)
    assert "shot dead" in monitor("explain", "story.txt").out


def test_no_colours_and_no_progress_off_a_terminal(monitor: CommandLine) -> None:
    """What a script reads holds no escapes, and stderr stays silent where nothing is wrong."""
    told = monitor("replay", "-", stdin=to_lines(*({**STORY, "id": str(number)} for number in range(5))))
    assert (told.status, told.err) == (0, "")
    assert "\x1b" not in monitor("explain", "-", stdin="Gunmen kill two\nGunmen shot dead two traders in Kano.").out


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def launch(*arguments: str, cwd: Path, **pipes: int) -> subprocess.Popen[bytes]:
    """`python -m monitor` as a process of its own, which hears Ctrl-C even where the tests run in the background."""
    command = [sys.executable, "-P", "-m", "monitor", *arguments]
    return subprocess.Popen(command, cwd=cwd, preexec_fn=_hear_interrupts, **pipes)  # type: ignore[call-overload,no-any-return]  # noqa: PLW1509


@pytest.mark.slow
def test_python_m_monitor_is_the_console_script_and_ends_with_130_on_ctrl_c(tmp_path: Path) -> None:
    """The first line is answered while the input is still open; then Ctrl-C."""
    process = launch("detect", "-", cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(to_lines(STORY).encode())
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == "a"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    """`monitor detect | head -1` ends without a word."""
    (tmp_path / "in").write_text(to_lines(*({**STORY, "id": str(number)} for number in range(3_000))))
    process = launch("detect", "in", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert (process.wait(60), process.stderr.read()) == (0, b"")
    assert process.stderr.read() == b""


def _shown(url: str, roles: set[str]) -> bool:
    import redis

    with redis.Redis.from_url(url, protocol=2) as client:
        return roles <= {key.split(b":")[2].decode() for key in client.scan_iter(match="monitor:role:*")}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_each_role_alone_ends_when_asked(
    number: signal.Signals, status: int, tmp_path: Path, server_with: Callable[..., str]
) -> None:
    """SIGTERM is met with 0, Ctrl-C with 130, by all roles, within seconds."""
    url = server_with()
    (tmp_path / "config.yaml").write_text(f"redis: {{url: '{url}'}}\ndata_dir: ./var\nworkers: {{count: 1}}\n")
    roles = ("scheduler", "worker", "desk", "deliver")
    processes = {role: launch(role, cwd=tmp_path, stderr=subprocess.DEVNULL, env=os.environ) for role in roles}
    deadline = time.monotonic() + 60
    while not _shown(url, set(roles)):
        assert time.monotonic() < deadline
        assert not [role for role, process in processes.items() if process.poll() is not None]
        time.sleep(0.1)
    time.sleep(0.5)  # a role shows itself just before it listens for signals
    for process in processes.values():
        process.send_signal(number)
    assert {role: process.wait(30) for role, process in processes.items()} == dict.fromkeys(roles, status)
