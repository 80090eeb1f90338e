"""Where the embedded server of a data_dir listens."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import xxhash

MAX_SOCKET_BYTES = 107
"""What sun_path holds on Linux, without the final NUL."""


POINTER = "redis.sock.path"
"""File in data_dir that names the socket where that is elsewhere."""


def socket_path(data_dir: Path, environ: dict[str, str] | None = None) -> Path:
    """`{data_dir}/redis.sock`, or a short path in the user's run-time folder where that is too long for a socket."""
    directory = data_dir.expanduser().absolute()
    wanted = directory / "redis.sock"
    if len(os.fsencode(wanted)) <= MAX_SOCKET_BYTES:
        return wanted
    name = xxhash.xxh3_64_hexdigest(os.fsencode(directory.resolve()))
    return runtime_dir(dict(os.environ) if environ is None else environ) / f"{name}.sock"


def find_socket(data_dir: Path) -> Path:
    """Where the server of `data_dir` listens now: it may have been started with another run-time folder than ours."""
    try:
        return Path(os.fsdecode((data_dir / POINTER).read_bytes()).strip())
    except OSError:
        return socket_path(data_dir)


def runtime_dir(environ: dict[str, str]) -> Path:
    """The folder for sockets of this user alone: under $XDG_RUNTIME_DIR, else under the temporary folder."""
    base = environ.get("XDG_RUNTIME_DIR")
    if base and len(os.fsencode(base)) < MAX_SOCKET_BYTES - 40:
        return Path(base) / "monitor"
    return Path(tempfile.gettempdir() if len(tempfile.gettempdir()) < 40 else "/tmp") / f"monitor-{os.getuid()}"  # noqa: S108 - created 0700 and its owner checked by monitor.storage.server
