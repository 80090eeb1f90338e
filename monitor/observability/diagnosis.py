"""What is wrong with the system, and what to do about it: a pure judgement over what was looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from monitor.observability.snapshot import Snapshot
from monitor.observability.watch import is_gone
from monitor.storage.fitness import FULL_AT, find_fault

_CLOCK_OFF = timedelta(seconds=5)
_DISK_SHARE = 0.05
_DISK_BYTES = 500_000_000
_LATE = timedelta(minutes=2)
_BACKLOG = 2_000
_ROLES = ("scheduler", "worker", "desk", "deliver")


_NEARLY_ALL = 0.9
_ALIKE = 3
"""Feeds that fail alike before this machine is suspected."""
_PROXY = "look whether this machine is online, and whether a firewall lets it out (no proxy is used)"
_OWN_NETWORK = {
    "dns": (
        "no name resolves, so this machine's name server or its network seems to be at fault, not the feeds",
        "look at /etc/resolv.conf and whether this machine is online: `getent hosts example.org` should answer",
    ),
    "connect": ("no server answers, so this machine's network seems to be at fault, not the feeds", _PROXY),
    "timeout": ("no server answers in time, so this machine's network seems to be at fault, not the feeds", _PROXY),
    "disconnected": ("all connections are cut, so something between here and the feeds seems to be at fault", _PROXY),
    "tls": (
        "no certificate is accepted, so this machine's clock, its certificates or a box between seem to be at fault",
        "look at the clock, install ca-certificates, and ask whether something on the way opens TLS",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was found, whether that is a fault, and then what to do."""

    check: str
    is_fault: bool
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is outside the store."""

    address: str
    clock_off: timedelta
    """The store's clock before (negative) or after ours."""
    disk_free: int
    disk_total: int
    data_dir: str
    failing_feeds: tuple[tuple[str, str], ...] = ()
    """(name, what is wrong and what to do) of feeds whose last poll failed."""
    feed_reasons: tuple[str, ...] = ()
    """Why the last poll of each of them failed, all of them, not only those that are named."""
    quarantine: tuple[str, ...] = ()
    """Ids of entries that were given up, the latest first."""
    refused: int = 0
    """Forged or broken RQ jobs that were thrown away lately."""


def diagnose(snapshot: Snapshot, around: Surroundings) -> list[Finding]:
    """All checks in order of importance; those without fault too, so that one sees what was looked at."""
    return [
        _store(snapshot, around),
        _memory(snapshot),
        _log_of_store(snapshot, around),
        disk(around),
        _clock(around),
        *_roles(snapshot),
        _polling(snapshot),
        *_network(snapshot, around),
        *_feeds(around),
        _queue(snapshot),
        _leases(snapshot),
        _quarantine(snapshot, around),
        _forgeries(around),
        _desk(snapshot),
        *_sinks(snapshot),
        *_subscribers(snapshot),
    ]


def disk(around: Surroundings) -> Finding:
    """Space where the embedded server writes."""
    share = around.disk_free / around.disk_total if around.disk_total else 1.0
    return Finding(
        "disk",
        around.disk_free < _DISK_BYTES or (share < _DISK_SHARE and around.disk_free < 20 * _DISK_BYTES),
        f"{around.disk_free / 1e9:.1f} GB free ({share:.0%}) at {around.data_dir}",
        "make room: without it the store cannot write its log and refuses all writes",
    )


def _store(snapshot: Snapshot, around: Surroundings) -> Finding:
    fault = find_fault(snapshot.store)
    found = f"{snapshot.store.product} {snapshot.store.version} at {around.address}"
    return Finding("store", fault is not None, found, fault or "")


def _memory(snapshot: Snapshot) -> Finding:
    store = snapshot.store
    limit = f" of {store.max_memory / 1e6:.0f}" if store.max_memory else ""
    return Finding(
        "memory",
        store.fullness >= FULL_AT,
        f"{store.used_memory / 1e6:.0f}{limit} MB used ({store.fullness:.0%})",
        "raise redis.maxmemory, or shorten retention.articles; until then new entries wait at their feeds",
    )


def _log_of_store(snapshot: Snapshot, around: Surroundings) -> Finding:
    return Finding(
        "store log",
        not snapshot.store.aof_ok,
        "the store writes its log" if snapshot.store.aof_ok else "the store's last write to its log failed",
        f"look at the disk and the permissions of {around.data_dir}",
    )


def _clock(around: Surroundings) -> Finding:
    seconds = around.clock_off.total_seconds()
    return Finding(
        "clock",
        abs(around.clock_off) > _CLOCK_OFF,
        f"the store's clock is {abs(seconds):.1f} s {'ahead of' if seconds > 0 else 'behind'} this machine's",
        "let both follow a time server (chrony, systemd-timesyncd): leases and dates depend on it",
    )


def _roles(snapshot: Snapshot) -> list[Finding]:
    running = snapshot.by_role()
    return [
        Finding(
            f"role {role}",
            not running[role],
            f"{running[role]} running" if running[role] else "none shows itself",
            f"start it: `monitor run`, or `monitor {role}`; if it does run, its log says why it cannot reach the store",
        )
        for role in _ROLES
    ]


def _polling(snapshot: Snapshot) -> Finding:
    beat = snapshot.heartbeat
    if beat is None:
        return Finding(
            "polling", True, "no heartbeat for 95 s", "no scheduler polls: nothing new can arrive; see role scheduler"
        )
    lag = float(beat.get("lag_seconds") or 0)
    return Finding(
        "polling",
        lag > _LATE.total_seconds(),
        f"{snapshot.feeds_ok} feeds ok, {snapshot.feeds_failing} failing, the latest poll {lag:.0f} s late",
        "raise polling.concurrency, start another scheduler, or poll less often",
    )


def _network(snapshot: Snapshot, around: Surroundings) -> list[Finding]:
    """Nearly all feeds cannot be reached, for one reason: then it is hardly they who are at fault."""
    if not around.feed_reasons:
        return []
    reason, failed = Counter(around.feed_reasons).most_common(1)[0]
    asked = max(snapshot.feeds_ok + snapshot.feeds_failing, failed)
    if reason not in _OWN_NETWORK or failed < _ALIKE or failed < _NEARLY_ALL * asked:
        return []
    what, remedy = _OWN_NETWORK[reason]
    return [Finding("network", True, f"{what}: {failed} of {asked} feeds", remedy)]


def _feeds(around: Surroundings) -> list[Finding]:
    return [Finding(f"feed {name}", True, text, "") for name, text in around.failing_feeds]


def _queue(snapshot: Snapshot) -> Finding:
    return Finding(
        "queue",
        snapshot.waiting > _BACKLOG,
        f"{snapshot.waiting} entries wait, {snapshot.pending} for their page, {snapshot.leased} in work",
        "add workers (workers.count, or `monitor worker` on another host)",
    )


def _leases(snapshot: Snapshot) -> Finding:
    return Finding(
        "leases",
        snapshot.oldest_overdue > _LATE,
        f"the oldest lease ran out {snapshot.oldest_overdue.total_seconds():.0f} s ago"
        if snapshot.oldest_overdue
        else "no lease has run out",
        "no scheduler brings back the entries of dead workers: see role scheduler",
    )


def _quarantine(snapshot: Snapshot, around: Surroundings) -> Finding:
    named = f": {', '.join(around.quarantine)}" if around.quarantine else ""
    return Finding(
        "quarantine",
        snapshot.quarantined > 0,
        f"{snapshot.quarantined} entries were given up{named}",
        "the log has their `article_failed` or `worker_overtime` lines; they leave with retention.articles",
    )


def _forgeries(around: Surroundings) -> Finding:
    return Finding(
        "tickets",
        around.refused > 0,
        f"{around.refused} forged or broken jobs were refused in the last 24 hours",
        "somebody else writes to this Redis: give it a password or ACLs (stream rq:refused says what was refused)",
    )


def _desk(snapshot: Snapshot) -> Finding:
    return Finding(
        "desk",
        snapshot.desk_lag > _LATE,
        f"reports wait for {snapshot.desk_lag.total_seconds():.0f} s" if snapshot.desk_lag else "no report waits",
        "the desk does not follow: see role desk and its log",
    )


def _subscribers(snapshot: Snapshot) -> list[Finding]:
    return [
        Finding(
            f"subscriber {one.group}",
            is_gone(one),
            f"{one.stream}: {one.unacknowledged} messages not acknowledged, the oldest is {one.behind.days} days old",
            f"start its program, or remove it: XGROUP DESTROY {one.stream} {one.group}",
        )
        for one in snapshot.subscribers
    ]


def _sinks(snapshot: Snapshot) -> list[Finding]:
    owed = snapshot.deliveries
    waiting = sum(owed.waiting.values())
    findings = [
        Finding(
            "deliveries",
            owed.overdue > _LATE,
            f"{waiting} wait" + (f", the oldest is {owed.overdue.total_seconds():.0f} s late" if owed.overdue else ""),
            "the deliverer does not follow: see role deliver and its log",
        ),
        Finding(
            "dead letters",
            owed.dead > 0,
            f"{owed.dead} deliveries were given up",
            "`monitor deliveries` lists them and says why; mend the sink, then retry them there",
        ),
    ]
    findings += [
        Finding(f"sink {sink}", True, "disabled: its receiver says that it is gone", "correct its address, and restart")
        for sink in owed.disabled
    ]
    findings += [
        Finding(f"{fault['kind']} {fault['subject']}", True, fault["text"], "")
        for fault in snapshot.faults
        if fault.get("kind") in {"sink_failing", "role_crashing"}
    ]
    return findings
