"""Which roles run, and where: each running process shows itself by an expiring key."""

from __future__ import annotations

import json
import os
import socket
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
import structlog

from monitor.clock import Clock
from monitor.storage.keys import Keys
from monitor.storage.replies import to_text

SHOWN_EVERY = timedelta(seconds=10)
_EXPIRES = timedelta(seconds=35)

log = structlog.get_logger("monitor.roles")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSign:
    """One running process."""

    role: str
    instance: str
    pid: int
    host: str
    started_at: datetime
    at: datetime
    detail: str = ""


def instance_name() -> str:
    """host:pid, the name of this process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def show_role(  # noqa: PLR0917 - one sign, one line
    client: redis.Redis, keys: Keys, role: str, started_at: datetime, now: datetime, detail: str = ""
) -> None:
    """Shows that this process runs `role`; forgotten after 35 s without another call."""
    sign = {
        "role": role, "instance": instance_name(), "pid": os.getpid(), "host": socket.gethostname(),
        "started_at": started_at.isoformat(), "at": now.isoformat(), "detail": detail,
    }  # fmt: skip
    client.set(keys.role(role, instance_name()), json.dumps(sign), px=_EXPIRES)


def hide_role(client: redis.Redis, keys: Keys, role: str) -> None:
    """Takes the sign down: this process stops."""
    client.delete(keys.role(role, instance_name()))


def read_roles(client: redis.Redis, keys: Keys) -> list[RoleSign]:
    """All roles that show themselves, sorted."""
    names = sorted(client.scan_iter(match=keys.role("*", "*"), count=1000))
    signs = [json.loads(to_text(raw)) for raw in (client.mget(names) if names else []) if raw]
    return sorted((_to_sign(sign) for sign in signs), key=lambda sign: (sign.role, sign.instance))


class RoleBeacon:
    """Shows a role from a thread of its own while the role's main function blocks."""

    def __init__(self, client: redis.Redis, keys: Keys, role: str, clock: Clock) -> None:
        self._client = client
        self._keys = keys
        self._role = role
        self._clock = clock
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="role-beacon", daemon=True)

    def __enter__(self) -> RoleBeacon:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        started_at = self._clock.now()
        while True:
            try:
                show_role(self._client, self._keys, self._role, started_at, self._clock.now())
            except redis.RedisError as error:
                log.debug("role_not_shown", error=error)
            if self._done.wait(SHOWN_EVERY.total_seconds()):
                break
        try:
            hide_role(self._client, self._keys, self._role)
        except redis.RedisError:
            return  # it expires by itself


def _to_sign(sign: dict[str, Any]) -> RoleSign:
    return RoleSign(
        role=sign["role"],
        instance=sign["instance"],
        pid=int(sign["pid"]),
        host=sign["host"],
        started_at=datetime.fromisoformat(sign["started_at"]),
        at=datetime.fromisoformat(sign["at"]),
        detail=sign.get("detail", ""),
    )
