"""Manners towards a host: so many requests at once, and a pause between their beginnings."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_SECRET_VALUE = re.compile(r"((?<=[?&])[^=&#]*(?:key|token|secret|auth|pass|sig|session)[^=&#]*)=[^&#]*", re.IGNORECASE)
_PASSWORD = re.compile(r"//[^/?#@]*@")


def host_of(url: str) -> str:
    """The host by which requests are counted: lower case, without port; empty where the URL has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def shown_address(url: str) -> str:
    """`url` for logs and messages: what its query may hold of keys, and a password, are masked."""
    return _SECRET_VALUE.sub(r"\1=***", _PASSWORD.sub("//***@", url))


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    users: int = 0
    next_start: float = 0.0
    pace: asyncio.Lock = field(default_factory=asyncio.Lock)


class HostGate:
    """Lets at most `concurrency` requests a host through, their starts at least `gap` seconds apart.

    The machine itself (loopback) is not paced, only counted.
    """

    def __init__(self, concurrency: int, gap: float, *, now: Callable[[], float], pace_loopback: bool = False) -> None:
        self._concurrency = concurrency
        self._gap = gap
        self._now = now
        self._pace_loopback = pace_loopback
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, gap: float | None = None) -> AsyncIterator[None]:
        """Waits for a turn at `host` and holds it; `gap` is longer where the host asks for it (Crawl-delay)."""
        state = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._concurrency)))
        state.users += 1
        try:
            async with state.slots:
                await self._paced(state, 0.0 if self._is_unpaced(host) else max(self._gap, gap or 0.0))
                yield
        finally:
            state.users -= 1
            if not state.users and self._now() >= state.next_start:
                self._hosts.pop(host, None)
            elif len(self._hosts) > 5_000:
                self._forget_idle()

    async def _paced(self, state: _Host, gap: float) -> None:
        async with state.pace:
            wait = state.next_start - self._now()
            if wait > 0:
                await asyncio.sleep(wait)
            state.next_start = self._now() + gap

    def _is_unpaced(self, host: str) -> bool:
        if self._pace_loopback:
            return False
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def _forget_idle(self) -> None:
        now = self._now()
        idle = [host for host, state in self._hosts.items() if not state.users and now >= state.next_start]
        for host in idle:
            del self._hosts[host]
