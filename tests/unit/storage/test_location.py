"""Where the embedded server listens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.config.schema import Config
from monitor.storage.location import MAX_SOCKET_BYTES, runtime_dir, socket_path
from monitor.storage.replies import to_text
from monitor.storage.server import server_arguments


def test_socket_lies_in_data_dir() -> None:
    """The documented place, absolute whatever the current folder."""
    assert socket_path(Path("/srv/monitor"), {}) == Path("/srv/monitor/redis.sock")
    assert socket_path(Path("var"), {}).is_absolute()


@pytest.mark.parametrize("length", [95, 96, 97, 300])
def test_long_paths_get_a_short_one(length: int) -> None:
    """At 107 bytes the data_dir is left; what is used instead always fits, counted in bytes."""
    directory = Path("/" + "é" * ((length - 1) // 2) + "x" * ((length - 1) % 2))
    chosen = socket_path(directory, {"XDG_RUNTIME_DIR": "/run/user/1000"})
    assert len(os.fsencode(chosen)) <= MAX_SOCKET_BYTES
    assert (chosen.parent == directory) == (length + len("/redis.sock") <= MAX_SOCKET_BYTES)


def test_short_path_is_stable_and_distinct() -> None:
    """The same data_dir finds its server again; another has another."""
    one, two = Path("/" + "a" * 200), Path("/" + "b" * 200)
    assert socket_path(one, {}) == socket_path(one, {})
    assert socket_path(one, {}) != socket_path(two, {})


@pytest.mark.parametrize("environ", [{}, {"XDG_RUNTIME_DIR": ""}, {"XDG_RUNTIME_DIR": "/" + "r" * 100}])
def test_without_a_usable_runtime_folder(environ: dict[str, str]) -> None:
    """A folder of this user under the temporary folder."""
    assert runtime_dir(environ).name == f"monitor-{os.getuid()}"


def test_server_has_no_port_and_keeps_everything() -> None:
    """What the server is told: socket for us alone, no TCP, append-only, no eviction."""
    arguments = server_arguments(Config(), Path("/d"), Path("/d/redis.sock"))
    told = dict(zip(arguments[::2], arguments[1::2], strict=True))
    assert told["--port"] == "0"
    assert told["--unixsocketperm"] == "700"
    assert (told["--appendonly"], told["--appendfsync"]) == ("yes", "everysec")
    assert told["--maxmemory-policy"] == "noeviction"
    assert told["--maxmemory"] == "1000000000"


@pytest.mark.parametrize(("reply", "text"), [(b"a", "a"), ("a", "a"), (None, ""), (b"\xff", "\\xff"), (b"\xc3\xa9", "é")])
def test_replies_as_text(reply: bytes | str | None, text: str) -> None:
    """Whatever Redis answers becomes text without an exception."""
    assert to_text(reply) == text
