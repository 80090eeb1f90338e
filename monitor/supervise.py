"""What `monitor run` does: one store, one process for each role, all restarted when they die and stopped together.

The supervisor itself only watches. Children are told of its death by the kernel (monitor.parentage); the embedded
server is not, so that they can finish what they have in hand; the next `monitor run` takes it over.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis
import structlog

import monitor
from monitor.clock import SystemClock
from monitor.config.schema import Config
from monitor.errors import StoreError
from monitor.observability import ops
from monitor.observability.ops import OpsKind
from monitor.parentage import PARENT_VARIABLE
from monitor.storage.connection import connect
from monitor.storage.data_dir import DataDirLock
from monitor.storage.fitness import open_store
from monitor.storage.keys import Keys
from monitor.storage.server import EmbeddedServer

ROLES = ("scheduler", "worker", "desk", "deliver")
DRAIN_SECONDS = 25.0
_STEADY_SECONDS = 60.0
_LONGEST_PAUSE = 30.0
_LOOK = 1.0
_CRASHES = 3
"""Ends in a row, each soon after the start, that operators are told of."""

log = structlog.get_logger("monitor.run")


@dataclass(frozen=True, slots=True)
class Role:
    """A role and the command that runs it."""

    name: str
    command: tuple[str, ...]


LineSink = Callable[[str, bytes], None]
"""Takes (role, line) of what a child writes on stderr."""


def roles_to_run(config_path: str | None, names: Sequence[str] = ROLES) -> tuple[Role, ...]:
    """The commands of the roles: this very interpreter and package, and the same configuration file."""
    options = ("--config", config_path) if config_path else ()
    base = (sys.executable, "-P", "-m", "monitor")
    return tuple(Role(name, (*base, name, *options)) for name in names)


def next_pause(failures: int) -> float:
    """Seconds before a role that ended `failures` times in a row is started again: 1, 2, 4 … 30."""
    return min(_LONGEST_PAUSE, 2.0 ** max(0, failures - 1))


class Supervisor:
    """Runs the roles of one configuration until told to stop."""

    def __init__(self, config: Config, roles: Sequence[Role], *, on_line: LineSink | None = None) -> None:
        self._config = config
        self._roles = roles
        self._on_line = on_line
        self._server = EmbeddedServer(config) if config.redis.url is None else None
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._stop = asyncio.Event()
        self._interrupted = False

    async def run(self) -> int:
        """Until SIGTERM or SIGINT. Raises StoreError where the data_dir is taken or the store cannot be used."""
        with DataDirLock(self._config.data_dir):
            self._listen()
            try:
                if self._server is not None:
                    await asyncio.to_thread(self._server.start)
                await asyncio.to_thread(_check_store, self._config)
                log.info("run_started", roles=[role.name for role in self._roles])
                await self._supervise()
            finally:
                if self._server is not None:
                    await asyncio.to_thread(self._server.stop)
        log.info("run_stopped")
        return 130 if self._interrupted else 0

    def stop(self, *, interrupted: bool = False) -> None:
        """Begins to stop everything; `interrupted` by Ctrl-C, which the exit status tells."""
        self._interrupted = interrupted
        self._stop.set()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.stop)
        loop.add_signal_handler(signal.SIGINT, lambda: self.stop(interrupted=True))
        loop.add_signal_handler(signal.SIGHUP, self._pass_on, signal.SIGHUP)

    def _pass_on(self, number: signal.Signals) -> None:
        """A new configuration is the scheduler's to read; it refuses a faulty one and keeps the old."""
        scheduler = self._running.get("scheduler")
        if scheduler is not None:
            with contextlib.suppress(ProcessLookupError):
                scheduler.send_signal(number)

    async def _supervise(self) -> None:
        tasks = [asyncio.create_task(self._keep(role)) for role in self._roles]
        if self._server is not None:
            tasks.append(asyncio.create_task(self._keep_server(self._server)))
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping")
        self._stop.set()
        await asyncio.gather(*tasks)

    async def _keep(self, role: Role) -> None:
        """Starts the role, and again when it ends, more slowly each time that it ends soon."""
        failures = 0
        while not self._stop.is_set():
            began = time.monotonic()
            well = asyncio.create_task(self._tell_when_steady(role))
            status = await self._run_once(role)
            well.cancel()
            if self._stop.is_set():
                return
            failures = failures + 1 if time.monotonic() - began < _STEADY_SECONDS else 1
            pause = next_pause(failures)
            log.error("role_ended", name=role.name, status=status, again_in=pause)
            if failures >= _CRASHES:
                await asyncio.to_thread(_tell, self._config, role.name, crashing=True)
            await self._pause(pause)

    async def _tell_when_steady(self, role: Role) -> None:
        await asyncio.sleep(_STEADY_SECONDS)
        await asyncio.to_thread(_tell, self._config, role.name, crashing=False)

    async def _run_once(self, role: Role) -> int:
        process = await asyncio.create_subprocess_exec(
            *role.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=sys.stderr,  # data goes to nobody: a role has none
            stderr=asyncio.subprocess.PIPE if self._on_line else None,
            env=child_environment(),
            start_new_session=True,  # a Ctrl-C on the terminal is for the supervisor alone
            limit=1_000_000,
        )
        self._running[role.name] = process
        log.info("role_started", name=role.name, pid=process.pid)
        reader = asyncio.create_task(self._read_lines(role, process))
        try:
            return await self._until_ended(process)
        finally:
            await reader
            del self._running[role.name]

    async def _until_ended(self, process: asyncio.subprocess.Process) -> int:
        """Waits for the process; once we stop, asks it to end, and after DRAIN_SECONDS makes it."""
        ended = asyncio.create_task(process.wait())
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait([ended, stopped], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not ended.done():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await asyncio.wait([ended], timeout=DRAIN_SECONDS)
        if not ended.done():
            log.error("role_killed", pid=process.pid)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        return await ended

    async def _read_lines(self, role: Role, process: asyncio.subprocess.Process) -> None:
        if process.stderr is None or self._on_line is None:
            return
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:
                continue  # a line longer than the limit: not ours to show
            if not line:
                return
            self._on_line(role.name, line)

    async def _keep_server(self, server: EmbeddedServer) -> None:
        """Starts the embedded server again when it dies. The roles wait for it meanwhile."""
        failures = 0
        while not self._stop.is_set():
            await self._pause(_LOOK)
            if self._stop.is_set() or server.alive():
                continue
            failures += 1
            log.error("store_ended", again_in=next_pause(failures))
            await self._pause(next_pause(failures))
            try:
                await asyncio.to_thread(server.start)
            except StoreError as error:
                log.error("store_not_started", error=error)  # noqa: TRY400 - the message says it all
            else:
                failures = 0

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


def child_environment() -> dict[str, str]:
    """Our environment, with the parent to die with, and with this package findable without installation."""
    package = str(Path(monitor.__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, PARENT_VARIABLE: str(os.getpid())}


def _check_store(config: Config) -> None:
    open_store(config).close()


def _tell(config: Config, role: str, *, crashing: bool) -> None:
    """Tells operators that a role does not stay up, or stays up again. A store that is away is told of by others."""
    keys, clock = Keys(config.redis.prefix), SystemClock()
    try:
        with connect(config) as client:
            if crashing:
                text = f"{role} ends again and again soon after its start: its log says why"
                ops.raise_(client, keys, OpsKind.ROLE_CRASHING, role, text, clock)
            else:
                ops.clear(client, keys, OpsKind.ROLE_CRASHING, role, f"{role} has stayed up for a minute", clock)
    except (redis.RedisError, StoreError) as error:
        log.warning("operators_not_told", name=role, error=error)
