"""One sink's deliveries: claim, hold back or send, settle. Each sink has its own runner, so none waits for another."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import redis
import redis.asyncio
import structlog

from monitor.alerts.channels import Channel
from monitor.alerts.channels.signature import PREFIX
from monitor.alerts.deliver_compose import compose
from monitor.alerts.hold import Hold, find_hold
from monitor.alerts.message import AlertMessage, Message
from monitor.alerts.mute import Mute
from monitor.alerts.outcome import Cause, Outcome, Verdict, permanent, retry
from monitor.alerts.retry import Circuit, Schedule, after_failure, after_success, next_attempt
from monitor.alerts.route import Reason, pierces
from monitor.clock import Clock
from monitor.config.schema import SinkBase
from monitor.observability.ops import OpsKind, clear_async, raise_async
from monitor.observability.redaction import Redactor, find_secrets
from monitor.storage.deliveries import Claimed, Outbox, Settled, Settlement
from monitor.storage.keys import Keys

_LONGEST_WAIT = 2.0
"""Seconds after which a runner looks again, whatever it was told: clocks step, messages get lost."""
_GRACE = 2.0
"""Seconds beyond the sink's timeout after which a channel that does not keep it is cut off."""
_LONGEST_PAUSE = timedelta(minutes=15)
"""A rate-limited sink is asked again after this at the latest; its deliveries keep their own Retry-After."""
_SECRET_PART = 8
"""Shorter parts of a secret are words, as in /services/."""

DEAD_LETTERS, DISABLED, WARNED = "dead_letters", "sink_disabled", "sink_warning"
"""Kinds of operator messages that are the deliverer's own."""

T = TypeVar("T")


class OpsCall(Protocol):
    """`raise_async` or `clear_async` of `monitor.observability.ops`."""

    def __call__(  # noqa: D102
        self, client: redis.asyncio.Redis, keys: Keys, kind: str, subject: str, text: str, *, clock: Clock
    ) -> Awaitable[bool]: ...


_NOT_SENT = frozenset({Cause.UNREADABLE, Cause.DISABLED})
"""Outcomes that say nothing of the receiver."""

log = structlog.get_logger("monitor.deliver")


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """What all runners of a deliverer share."""

    client: redis.asyncio.Redis
    keys: Keys
    outbox: Outbox
    clock: Clock
    schedule: Schedule
    chance: random.Random
    mutes: Sequence[Mute] = field(default=())


class SinkRunner:
    """Delivers to one sink until it is stopped."""

    def __init__(self, sink: SinkBase, channel: Channel, around: Surroundings) -> None:
        self._sink = sink
        self._channel = channel
        self._around = around
        self._mark = hashlib.sha256("\n".join(find_secrets(sink)).encode()).hexdigest()[:16]
        self._redact = Redactor(_secret_parts(sink))
        self._bell = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._circuit = Circuit()
        self._free_at: datetime | None = None
        """When the next message may go: the sink's pace, or its wish to be left alone."""
        self._disabled = False
        self._raised = {str(OpsKind.SINK_FAILING), WARNED, DISABLED}
        """What operators may have been told; unknown after a start, so the first success clears all."""
        self._stopping = False

    @property
    def sink(self) -> SinkBase:
        """The sink as configured."""
        return self._sink

    def wake(self) -> None:
        """Something may be due."""
        self._bell.set()

    def stop(self) -> None:
        """Claims nothing more; `run` returns when what is in flight has ended."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        """Claims and sends until stopped. Outlives any outage of the store."""
        out = self._around.outbox
        self._disabled = await self._patiently(lambda: out.is_disabled(self._sink.name, self._mark), default=False)
        while not self._stopping:
            self._bell.clear()
            try:
                wait = await self._turn()
            except redis.RedisError as error:
                log.warning("delivery_store_unavailable", sink=self._sink.name, error=type(error).__name__)
                wait = 1.0
            await self._rest(wait)
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._channel.aclose()

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(min(seconds, _LONGEST_WAIT)):
                await self._bell.wait()
        except TimeoutError:
            return

    async def _turn(self) -> float:
        """Starts what may start now; returns for how many seconds there is nothing more to start."""
        around, now = self._around, self._around.clock.now()
        if self._disabled:
            self._disabled = await around.outbox.is_disabled(self._sink.name, self._mark)
        room = self._room(now)
        if room <= 0:
            return self._until_room(now)
        lease = self._sink.timeout + timedelta(seconds=_GRACE) + around.schedule.lease_margin
        claimed, coming = await around.outbox.claim(self._sink.name, now, lease, limit=room)
        for one in claimed:
            self._start(one)
        if claimed and self._channel.pace:
            self._free_at = max(self._free_at or now, now + self._channel.pace)
        if len(claimed) == room:
            return self._until_room(now)
        return (coming - now).total_seconds() if coming else _LONGEST_WAIT

    def _room(self, now: datetime) -> int:
        """How many deliveries may start now."""
        room = self._sink.concurrency - len(self._tasks)
        if self._free_at is not None and now < self._free_at:
            return 0
        if self._channel.pace:
            room = min(room, 1)
        admitted = self._circuit.admits(now, len(self._tasks))
        return room if admitted < 0 else min(room, admitted)

    def _until_room(self, now: datetime) -> float:
        moments = [moment for moment in (self._free_at, self._circuit.opens_at) if moment and moment > now]
        return (max(moments) - now).total_seconds() if moments else _LONGEST_WAIT

    def _start(self, claimed: Claimed) -> None:
        task = asyncio.create_task(self._deliver(claimed), name=f"deliver {claimed.id}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease runs out, and it is claimed again.
            log.error("delivery_broken", sink=self._sink.name, exc_info=error)

    async def _patiently(self, act: Callable[[], Awaitable[T]], *, default: T) -> T:
        """Does `act` in spite of an outage of the store; `default` where that lasts longer than a lease is worth."""
        for wait in (0.05, 0.2, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0):
            try:
                return await act()
            except redis.RedisError as error:
                log.warning("delivery_store_unavailable", sink=self._sink.name, error=type(error).__name__)
                await asyncio.sleep(wait)
        return default

    # --- one delivery -----------------------------------------------------------------------------------------------
    async def _deliver(self, claimed: Claimed) -> None:
        around, name = self._around, self._sink.name
        began = around.clock.now()
        message = await compose(claimed, name, around.outbox, began)
        if message is None:
            outcome = permanent(Cause.UNREADABLE, "the alert is no longer in the store, or cannot be read")
        elif self._disabled:
            outcome = permanent(Cause.DISABLED, "the sink is disabled: its receiver answered 410 Gone")
        elif hold := await self._find_hold(claimed, message, began):
            await self._hold_back(claimed, hold, began)
            return
        else:
            outcome = await self._send(message)
        # What was delivered is recorded before anything else: a crash in between repeats it.
        await self._settle(claimed, outcome, began)
        if outcome.cause not in _NOT_SENT:
            await self._learn(outcome)

    async def _find_hold(self, claimed: Claimed, message: Message, now: datetime) -> Hold | None:
        """Mutes, quiet hours and digest first; then the rate cap, of which each message takes a slot."""
        around, cap = self._around, self._sink.rate_cap
        alert = message.alert if isinstance(message, AlertMessage) else None
        if alert and (hold := find_hold(alert, self._sink, around.mutes, now)):
            return hold
        if cap is None:
            return None
        force = alert is None or pierces(alert)
        free_at = await around.outbox.take_slot(self._sink.name, claimed.id, now, cap.per, cap.count, force=force)
        return Hold(Reason.RATE_CAP, free_at) if free_at else None

    async def _hold_back(self, claimed: Claimed, hold: Hold, now: datetime) -> None:
        settlement = Settlement.MUTED if hold.reason is Reason.MUTED else Settlement.HELD
        await self._patiently(
            lambda: self._around.outbox.settle(
                self._sink.name, claimed, settlement, now, hold.until, reason=hold.reason.value
            ),
            default=Settled.LOST,
        )
        told = {"outcome": settlement.value, "cause": hold.reason.value}
        log.info("delivery", delivery=claimed.id, sink=self._sink.name, **told)

    async def _send(self, message: Message) -> Outcome:
        """One attempt. A channel that breaks or overstays costs only this attempt."""
        task = asyncio.create_task(self._channel.send(message))
        limit = self._sink.timeout.total_seconds() + _GRACE
        done, _ = await asyncio.wait({task}, timeout=limit)
        if not done:
            task.cancel()
            return retry(Cause.TIMEOUT, f"no answer within {limit:g} s")
        if (error := task.exception()) is not None:
            log.error("channel_broken", sink=self._sink.name, exc_info=error)
            return retry(Cause.BROKEN, f"{type(error).__name__} in the channel, see the log")
        outcome = task.result()
        # Receivers may answer with what they were asked, their secret URL included.
        warnings = tuple(self._redact(warning) for warning in outcome.warnings)
        return replace(outcome, detail=self._redact(outcome.detail), warnings=warnings)

    async def _settle(self, claimed: Claimed, outcome: Outcome, began: datetime) -> None:
        around = self._around
        now = around.clock.now()
        settlement, due = self._next(claimed, outcome, now)
        settled = await self._patiently(
            lambda: around.outbox.settle(
                self._sink.name, claimed, settlement, now, due, error=outcome.detail, reason=outcome.cause.value,
                progress=outcome.progress,
            ),
            default=Settled.LOST,
        )  # fmt: skip
        if settlement is Settlement.DEAD:
            await self._tell(DEAD_LETTERS, f"{outcome.detail or outcome.cause}; see monitor deliveries list --dead")
        log.info(
            "delivery",
            delivery=claimed.id,
            sink=self._sink.name,
            outcome=settlement.value,
            stored=settled.value,
            cause=outcome.cause.value,
            attempt=claimed.attempts + 1,
            detail=outcome.detail,
            next_attempt=due,
            seconds=round((now - began).total_seconds(), 3),
            waited=round((now - claimed.owed_at).total_seconds(), 3),
        )

    def _next(self, claimed: Claimed, outcome: Outcome, now: datetime) -> tuple[Settlement, datetime | None]:
        if outcome.verdict is Verdict.DELIVERED:
            return Settlement.DELIVERED, None
        if outcome.verdict is not Verdict.RETRY:
            return Settlement.DEAD, None
        around = self._around
        due = next_attempt(around.schedule, claimed.attempts + 1, now, around.chance, floor=outcome.retry_after)
        return (Settlement.RETRY, due) if due else (Settlement.DEAD, None)

    # --- what the outcome says of the sink --------------------------------------------------------------------------
    async def _learn(self, outcome: Outcome) -> None:
        """Circuit, pause and disabling, and what operators must hear of them."""
        now = self._around.clock.now()
        if outcome.verdict is Verdict.GONE:
            self._disabled = True
            await self._patiently(
                lambda: self._around.outbox.disable(self._sink.name, self._mark, now, outcome.detail), default=None
            )
            await self._tell(DISABLED, f"disabled: the receiver answered {outcome.detail}")
        elif outcome.verdict is Verdict.DELIVERED:
            self._circuit = after_success(self._circuit)
            await self._well(outcome)
        elif outcome.cause is Cause.RATE_LIMITED:
            pause = min(outcome.retry_after or self._around.schedule.shortest_break, _LONGEST_PAUSE)
            self._free_at = max(self._free_at or now, now + pause)
        else:
            await self._failed(outcome, now)
        if outcome.warnings:
            await self._tell(WARNED, "; ".join(outcome.warnings))

    async def _failed(self, outcome: Outcome, now: datetime) -> None:
        was_open = self._circuit.is_open
        self._circuit = after_failure(self._circuit, self._around.schedule, now)
        if self._circuit.is_open and not was_open:
            text = f"{self._circuit.failures} deliveries in a row failed ({outcome.detail}); it is tried again"
            await self._tell(str(OpsKind.SINK_FAILING), text)

    async def _well(self, outcome: Outcome) -> None:
        """Takes back what operators were told, once."""
        for kind in sorted(self._raised):
            if kind == WARNED and outcome.warnings:
                continue
            self._raised.discard(kind)
            await self._say(clear_async, kind, "deliveries go through again")

    async def _tell(self, kind: str, text: str) -> None:
        self._raised |= {kind} - {DEAD_LETTERS}
        await self._say(raise_async, kind, text)

    async def _say(self, say: OpsCall, kind: str, text: str) -> None:
        around, name = self._around, self._sink.name

        async def act() -> bool:
            return await say(around.client, around.keys, kind, name, f"sink {name}: {text}", clock=around.clock)

        await self._patiently(act, default=False)


def _secret_parts(sink: SinkBase) -> Iterator[str]:
    """The sink's secrets, and the parts of each that open a door by themselves: receivers repeat tokens, not URLs."""
    for secret in find_secrets(sink):
        yield secret
        parts = re.split(r"[\s/:@?&=#]+", secret.removeprefix(PREFIX))
        yield from (part for part in parts if len(part) >= _SECRET_PART)
