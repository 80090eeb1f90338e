"""The deliverer: what the desk owes goes out, each sink by itself. One asynchronous process; several may run.

It sleeps until the bell rings (alerts and operator messages are published when their deliveries are committed) and
looks by itself every half second, so that no lost message costs more. Ten or a hundred thousand waiting deliveries stay
in the store: only what is being sent is here.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import redis
import redis.asyncio
import structlog

from monitor.alerts.channels import Channel, build_channel
from monitor.alerts.deliver_sink import SinkRunner, Surroundings
from monitor.alerts.message import Message
from monitor.alerts.outcome import Cause, Outcome, permanent
from monitor.alerts.quiet import quiet_until
from monitor.alerts.retry import Schedule
from monitor.clock import Clock, SystemClock
from monitor.config.schema import Config, SinkBase
from monitor.errors import DeliveryError
from monitor.storage.dead_letters import to_mutes, warn_of_mute
from monitor.storage.deliveries import Outbox
from monitor.storage.keys import Keys

_LOOK_EVERY = 0.5
_CHORES_EVERY = 1.0
_AT_A_TIME = 200
_LAST_WORDS = 20.0
"""Seconds that deliveries in flight have to end when the deliverer stops; what does not is sent again, same key."""

Build = Callable[[SinkBase, Clock], Channel]

log = structlog.get_logger("monitor.deliver")


class Unusable:
    """Stands in for a channel that cannot be built: its deliveries become dead letters that say why."""

    pace = timedelta(0)

    def __init__(self, why: str) -> None:
        self._why = why

    async def send(self, message: Message) -> Outcome:  # noqa: ARG002 - the interface
        """Always the same answer."""
        return permanent(Cause.UNSUPPORTED, self._why)

    def preview(self, message: Message) -> bytes:  # noqa: ARG002 - the interface
        """Why there is nothing to show."""
        return self._why.encode()

    async def aclose(self) -> None:
        """Nothing is open."""


class Deliverer:
    """Delivers for all enabled sinks of `config` until stopped."""

    def __init__(
        self,
        config: Config,
        client: redis.asyncio.Redis,
        *,
        holder: str,
        clock: Clock | None = None,
        schedule: Schedule | None = None,
        chance: random.Random | None = None,
        build: Build = build_channel,
    ) -> None:
        self._client = client
        self._keys = Keys(config.redis.prefix)
        clock = clock or SystemClock()
        self._outbox = Outbox(client, self._keys, holder=holder, retention=config.retention.alerts)
        self._around = Surroundings(
            client=client,
            keys=self._keys,
            outbox=self._outbox,
            clock=clock,
            schedule=schedule or Schedule(),
            chance=chance or random.Random(),  # noqa: S311 - jitter
        )
        sinks = [sink for sink in config.sinks if sink.enabled]
        self._runners = {sink.name: SinkRunner(sink, _built(sink, clock, build), self._around) for sink in sinks}
        self._operators = [sink.name for sink in sinks if sink.operator]
        self._unreadable: set[str] = set()
        self._bell = asyncio.Event()
        self._ops_bell = asyncio.Event()
        self._stopping = False

    async def run(self, stop: asyncio.Event) -> None:
        """Delivers until `stop` is set, then lets what is in flight end. Can be run once."""
        runners = [asyncio.create_task(runner.run()) for runner in self._runners.values()]
        others = [asyncio.create_task(work) for work in (self._listen(), self._take_in(), self._do_chores())]
        stopped = asyncio.create_task(stop.wait())
        ended, _ = await asyncio.wait([stopped, *others, *runners], return_when=asyncio.FIRST_COMPLETED)
        self._stopping = True
        for wake in (self._bell.set, self._ops_bell.set, *(runner.stop for runner in self._runners.values())):
            wake()
        # By a flag, too: a cancellation that meets redis-py at a reply can get lost there.
        others[0].cancel()
        _, late = await asyncio.wait([*others, *runners], timeout=_LAST_WORDS)
        for task in (stopped, *late):
            task.cancel()
        for task in ended - {stopped}:
            task.result()  # a part of the deliverer broke: better end, and be started again, than go on without it

    async def _listen(self) -> None:
        """Rings the bells when something is published."""
        while not self._stopping:
            async with self._client.pubsub(ignore_subscribe_messages=True) as heard:
                await self._survive(lambda heard=heard: self._hear(heard), "delivery_bell_lost")  # type: ignore[misc]
            await _either(self._ops_bell, _LOOK_EVERY)

    async def _hear(self, heard: redis.asyncio.client.PubSub) -> None:
        await heard.subscribe(self._keys.alerts, self._keys.ops, self._keys.deliveries_wake)
        while not self._stopping:
            message = await heard.get_message(timeout=_LOOK_EVERY)
            if message is not None:
                bell = self._ops_bell if message["channel"] == self._keys.ops.encode() else self._bell
                bell.set()

    async def _take_in(self) -> None:
        """Empties the inbox into the sinks' queues whenever the bell rings, and every half second.

        First takes back what waits for sinks that the configuration no longer has.
        """
        await self._survive(self._recall, "delivery_store_unavailable")
        while not self._stopping:
            self._bell.clear()
            await self._survive(self._accept_all, "delivery_store_unavailable")
            await _either(self._bell, _LOOK_EVERY)

    async def _recall(self) -> None:
        if gone := await self._outbox.recall(tuple(self._runners), self._around.clock.now()):
            log.warning("sinks_gone", sinks=gone, text="what waited for them becomes dead letters")

    async def _accept_all(self) -> None:
        taken = _AT_A_TIME
        while taken == _AT_A_TIME and not self._stopping:
            taken, sinks = await self._outbox.accept(tuple(self._runners), self._around.clock.now(), limit=_AT_A_TIME)
            for name in sinks:
                self._runners[name].wake()

    async def _do_chores(self) -> None:
        """Mutes, operator messages and due summaries."""
        while not self._stopping:
            self._ops_bell.clear()
            for chore in (self._read_mutes, self._owe_ops, self._owe_summaries):
                await self._survive(chore, "delivery_store_unavailable")
            await _either(self._ops_bell, _CHORES_EVERY)

    async def _read_mutes(self) -> None:
        held: dict[bytes, bytes] = await self._client.hgetall(self._keys.mutes)  # type: ignore[assignment]
        found = to_mutes(held)
        for name in set(found.unreadable) - self._unreadable:  # once, not every second
            warn_of_mute(name)
        self._unreadable = set(found.unreadable)
        self._around.mutes = found.mutes

    async def _owe_ops(self) -> None:
        if await self._outbox.owe_ops(self._operators, self._around.clock.now()):
            self._bell.set()

    async def _owe_summaries(self) -> None:
        now = self._around.clock.now()
        for name in await self._outbox.due_summaries(now):
            runner = self._runners.get(name)
            hours = runner.sink.quiet_hours if runner else None
            if hours and (until := quiet_until(hours, now)):
                await self._outbox.put_off_summary(name, until)
            elif await self._outbox.owe_summary(name, now):
                self._bell.set()

    @staticmethod
    async def _survive(act: Callable[[], Awaitable[None]], event: str) -> None:
        """Does `act`; an outage of the store is logged, and the caller tries again."""
        try:
            await act()
        except redis.RedisError as error:
            log.warning(event, error=type(error).__name__)


async def _either(bell: asyncio.Event, seconds: float) -> None:
    """Until the bell rings, or for `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return


def _built(sink: SinkBase, clock: Clock, build: Build) -> Channel:
    try:
        return build(sink, clock)
    except DeliveryError as error:
        log.warning("sink_unusable", sink=sink.name, error=str(error))
        return Unusable(str(error))
