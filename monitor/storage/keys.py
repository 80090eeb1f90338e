"""Every Redis key and channel of the system, in one place. Public ones are documented in docs/reference."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA_VERSION = 1
"""Version of the layout below; an older release refuses a newer store (R60)."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Names under one prefix; `prefix` ends in a colon."""

    prefix: str = "monitor:"

    def __call__(self, *parts: str) -> str:
        """The key of `parts` joined by colons under the prefix."""
        return self.prefix + ":".join(parts)

    # --- public: what subscribers use (CONTRACT) ---------------------------------------------------------------
    @property
    def alerts(self) -> str:
        """Channel of all alerts."""
        return self("alerts")

    @property
    def alert_stream(self) -> str:
        """Stream with field `alert`: the durable record."""
        return self("alerts", "stream")

    @property
    def ops(self) -> str:
        """Channel of what operators must know."""
        return self("ops")

    @property
    def ops_state(self) -> str:
        """Hash kind|subject → the message that raised it; what is not here is well."""
        return self("ops", "state")

    @property
    def ops_log(self) -> str:
        """Short stream with field `ops`: the same messages, for who must miss none."""
        return self("ops", "log")

    @property
    def heartbeat(self) -> str:
        """Channel and expiring key."""
        return self("heartbeat")

    @property
    def heartbeat_turn(self) -> str:
        """Which scheduler tells the heartbeat this time; expires."""
        return self("heartbeat", "turn")

    # --- feeds (monitor/storage/feeds.py) -------------------------------------------------------------------------
    @property
    def feeds_due(self) -> str:
        """Zset feed id → due time, epoch ms; a lease is a due time in the future."""
        return self("feeds", "due")

    @property
    def feeds_hosts(self) -> str:
        """Hash feed id → host: all feeds that are polled, or retired."""
        return self("feeds", "hosts")

    @property
    def feeds_ok(self) -> str:
        """Set of ids of feeds whose last poll succeeded."""
        return self("feeds", "ok")

    @property
    def feeds_failing(self) -> str:
        """Set of ids of feeds whose last poll failed."""
        return self("feeds", "failing")

    @property
    def feeds_paused(self) -> str:
        """Zset host → epoch ms until which it asked to be left alone."""
        return self("feeds", "paused")

    @property
    def feeds_clock(self) -> str:
        """Epoch ms of the last claim: tells when the clock has stepped back."""
        return self("feeds", "clock")

    @property
    def feeds_added(self) -> str:
        """Hash feed id → its configuration as JSON: feeds added at run time (`monitor feeds add`)."""
        return self("feeds", "added")

    @property
    def feeds_removed(self) -> str:
        """Set of ids of configured feeds that were removed at run time."""
        return self("feeds", "removed")

    @property
    def feeds_version(self) -> str:
        """Counter: raised by every change of the two above."""
        return self("feeds", "version")

    def feed_host(self, host: str) -> str:
        """Zset feed id → lease end, ms: the host's polls under way, on all schedulers."""
        return self("feeds", "host", host)

    def feed(self, feed_id: str) -> str:
        """Hash: a feed's state (validators, rhythm, errors)."""
        return self("feed", feed_id)

    def seen(self, feed_id: str) -> str:
        """What a feed's entries are recognised by."""
        return self("seen", feed_id)

    # --- entries (monitor/storage/entries.py) -------------------------------------------------------------------
    def entry(self, entry_id: str) -> str:
        """Hash: an entry's state, attempts and payload."""
        return self("entry", entry_id)

    @property
    def entries_pending(self) -> str:
        """Zset entry id → epoch ms by which its page must be in; then it goes on without."""
        return self("entries", "pending")

    @property
    def entries_work(self) -> str:
        """Zset entry id → priority; lowest first."""
        return self("entries", "work")

    @property
    def entries_leased(self) -> str:
        """Zset entry id → epoch ms at which a worker's lease runs out."""
        return self("entries", "leased")

    @property
    def entries_quarantine(self) -> str:
        """Zset entry id → epoch ms at which it was given up."""
        return self("entries", "quarantine")

    @property
    def reports(self) -> str:
        """Stream with field `report`: what workers hand to the desk."""
        return self("reports")

    # --- desk (monitor/storage/desk.py) ---------------------------------------------------------------------------
    @property
    def desk_lease(self) -> str:
        """Holder of the desk; expires."""
        return self("desk", "lease")

    @property
    def desk_token(self) -> str:
        """Fencing token, incremented by every take-over."""
        return self("desk", "token")

    @property
    def desk_cursor(self) -> str:
        """Id of the last report committed."""
        return self("desk", "cursor")

    @property
    def desk_orders_cursor(self) -> str:
        """Id of the last order carried out."""
        return self("desk", "orders-cursor")

    @property
    def desk_sketches(self) -> str:
        """Stream of the texts' sketches by which copies are found: a article, o original, s sketch, n size."""
        return self("desk", "sketches")

    @property
    def desk_trying(self) -> str:
        """Hash report id → times that the desk began on it: one that fells the desk is left out at last."""
        return self("desk", "trying")

    @property
    def desk_orders(self) -> str:
        """Stream of what people tell the desk: verdict, ack, mute."""
        return self("desk", "orders")

    def incident(self, incident_id: str) -> str:
        """An incident as JSON (zstd)."""
        return self("incident", incident_id)

    @property
    def incidents_by_time(self) -> str:
        """Zset incident id → last activity, epoch ms."""
        return self("incidents", "by-time")

    def article(self, article_id: str) -> str:
        """A processed article: title, disposition, incident; text only where an event was found."""
        return self("article", article_id)

    def alert(self, alert_id: str) -> str:
        """An alert's JSON as published; its existence makes publishing idempotent."""
        return self("alert", alert_id)

    @property
    def channel_last(self) -> str:
        """Hash channel → stream id of the last alert on it."""
        return self("channels", "last")

    # --- deliveries (monitor/storage/deliveries.py) -------------------------------------------------------------
    @property
    def deliveries_due(self) -> str:
        """Zset delivery id → when it was owed, epoch ms: the inbox that the deliverer empties."""
        return self("deliveries", "due")

    def delivery(self, delivery_id: str) -> str:
        """Hash: a delivery's state."""
        return self("delivery", delivery_id)

    def delivery_queue(self, sink: str) -> str:
        """Zset delivery id → next attempt, epoch ms; a lease is a next attempt in the future."""
        return self("deliveries", "queue", sink)

    def delivery_lanes(self, sink: str) -> str:
        """Hash: `h:{incident}` → the delivery in the queue, `n:{incident}` → the one that waits behind it."""
        return self("deliveries", "lanes", sink)

    @property
    def deliveries_dead(self) -> str:
        """Zset delivery id → epoch ms at which it was given up: the dead letters."""
        return self("deliveries", "dead")

    def deliveries_held(self, sink: str) -> str:
        """Hash incident id → alert id that waits for the sink's next summary."""
        return self("deliveries", "held", sink)

    @property
    def deliveries_summaries(self) -> str:
        """Zset sink → when its summary is due, epoch ms."""
        return self("deliveries", "summaries")

    def deliveries_sent(self, sink: str) -> str:
        """Zset delivery id → epoch ms: what counts towards the sink's rate cap."""
        return self("deliveries", "sent", sink)

    def delivered(self, sink: str, incident_id: str) -> str:
        """Highest revision of an incident that a sink has taken, by itself or in a summary; expires with the alerts."""
        return self("delivered", sink, incident_id)

    @property
    def deliveries_disabled(self) -> str:
        """Hash sink → why it is disabled (JSON), since its receiver said 410 Gone."""
        return self("deliveries", "disabled")

    @property
    def deliveries_wake(self) -> str:
        """Channel: a person has put something into the inbox."""
        return self("deliveries", "wake")

    @property
    def deliveries_settled(self) -> str:
        """Channel: the id of each delivery of which something has become (sent, failed, held back, given up)."""
        return self("deliveries", "settled")

    @property
    def deliveries_ops_cursor(self) -> str:
        """Id of the last operator message taken for operator sinks."""
        return self("deliveries", "ops-cursor")

    @property
    def mutes(self) -> str:
        """Hash mute id → mute (JSON)."""
        return self("mutes")

    # --- whole system ---------------------------------------------------------------------------------------------
    @property
    def schema_version(self) -> str:
        """`SCHEMA_VERSION` of the release that last wrote."""
        return self("schema-version")

    def counters(self, day: str) -> str:
        """Hash of dispositions counted on a UTC day (YYYY-MM-DD)."""
        return self("counters", day)

    def role(self, name: str, instance: str) -> str:
        """Expiring JSON by which a running role shows itself to `status`."""
        return self("role", name, instance)
