"""Which job hashes are tickets: told from names and data alone, before anything is imported or run (R8, R9)."""

from __future__ import annotations

import inspect
import json
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rq.job import Job

from monitor.storage.keys import Keys
from monitor.storage.tickets import BATCH_LIMIT, FORBIDDEN_FIELDS, MOST_TICKETS, find_fault, queue_name, tickets_for

GOOD = ["workers.jobs.process_batch", None, [50], {}]


def job(call: object = GOOD, **fields: str) -> dict[bytes, bytes]:
    """A job hash as RQ writes it."""
    data = call if isinstance(call, bytes) else zlib.compress(json.dumps(call).encode())
    return {b"data": data, b"created_at": b"2026", **{name.encode(): value.encode() for name, value in fields.items()}}


def test_a_ticket_is_a_ticket() -> None:
    """Our own, compressed or plain, with the empty fields that RQ writes."""
    assert find_fault(job()) is None
    assert find_fault(job(json.dumps(GOOD).encode())) is None
    assert find_fault(job(success_callback_name="", group_id="", worker_name="w")) is None


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (["os.system", None, ["id"], {}], "names the function"),
        (["os.system", None, [1], {}], "names the function"),
        (["workers.jobs.prepare", None, [1], {}], "names the function"),
        (["process_batch", "workers.jobs", [1], {}], "names the function"),
        (["workers.jobs.process_batch", "workers.jobs", [1], {}], "not a ticket"),
        (["workers.jobs.process_batch", None, ["50"], {}], "not a ticket"),
        (["workers.jobs.process_batch", None, [50], {"limit": 1}], "not a ticket"),
        (["workers.jobs.process_batch", None, [50, 1], {}], "not a ticket"),
        (["workers.jobs.process_batch", None, [0], {}], "too much"),
        (["workers.jobs.process_batch", None, [10**9], {}], "too much"),
        ({"func": "os.system"}, "not a ticket"),
        (b"\x80\x04cos\nsystem\n.", "not a call in JSON"),
        (b"[" * 5_000, "not a call in JSON"),
        (b"", "not a call in JSON"),
        (zlib.compress(b" " * 50_000_000 + b"[]"), "not a call in JSON"),
    ],
)
def test_what_is_no_ticket(call: object, reason: str) -> None:
    """Other functions, other arguments, pickles, nests, bombs: each refused with its reason."""
    assert reason in (find_fault(job(call)) or "")


@pytest.mark.parametrize(
    "name",
    ["success_callback_name", "failure_callback_name", "stopped_callback_name", "webhooks", "dependency_ids",
     "retries_left", "repeats_left"],
)  # fmt: skip
def test_what_a_ticket_may_not_carry(name: str) -> None:
    """Callbacks, webhooks, dependencies, retries and repeats would make RQ do more than run a batch."""
    assert find_fault(job(**{name: "os.system"})) == f"carries {name}"


@given(st.dictionaries(st.binary(max_size=12), st.binary(max_size=40), max_size=5))
def test_no_hash_is_too_strange(raw: dict[bytes, bytes]) -> None:
    """Any bytes at all are judged without an exception."""
    find_fault(raw)


@pytest.mark.parametrize(
    ("waiting", "tickets"), [(0, 0), (1, 1), (BATCH_LIMIT, 1), (BATCH_LIMIT + 1, 2), (10**6, MOST_TICKETS)]
)
def test_tickets_for_a_backlog(waiting: int, tickets: int) -> None:
    """One ticket for each batch, up to a bound."""
    assert tickets_for(waiting) == tickets


def test_installations_keep_apart_by_prefix() -> None:
    """RQ's keys have no prefix of ours: the queue's name stands for it."""
    assert (queue_name(Keys()), queue_name(Keys("news2:"))) == ("monitor", "news2")


def test_every_field_that_rq_reads_is_known() -> None:
    """An RQ that reads further fields from a job's hash (as 2.x began to with webhooks) has to be looked at again."""
    harmless = {
        "data", "created_at", "origin", "worker_name", "description", "enqueued_at", "started_at", "ended_at",
        "last_heartbeat", "result", "timeout", "result_ttl", "failure_ttl", "status", "ttl", "meta", "exc_info",
        "number_of_retries", "allow_dependency_failures", "enqueue_at_front", "enqueue_at_front_on_retry",
        "success_callback_timeout", "failure_callback_timeout", "stopped_callback_timeout",
    }  # fmt: skip
    read = set(re.findall(r"obj(?:\.get\(|\[)'(\w+)'", inspect.getsource(Job.restore)))
    assert read == harmless | set(FORBIDDEN_FIELDS)
