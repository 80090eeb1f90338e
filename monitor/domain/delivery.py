"""What an alert owes to a sink."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a delivery stands; DELIVERED, MERGED, HELD and DEAD are final."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    MERGED = "merged"
    HELD = "held"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert for one sink. `id` is `{alert_id}:{sink}` and is the idempotency key towards the receiver."""

    id: str
    alert_id: str
    incident_id: str
    sink: str
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    next_attempt: datetime | None = None
    last_error: str | None = None
    owed_at: datetime | None = None
