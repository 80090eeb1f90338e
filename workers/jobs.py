"""What RQ calls, by name. The only function that a ticket may name."""

from __future__ import annotations

from workers.bench import Bench

_bench: Bench | None = None


def prepare(bench: Bench) -> None:
    """Gives the job functions of this process their bench."""
    global _bench  # noqa: PLW0603 - RQ calls a function by name, so that what it works with has to be found by name too
    _bench = bench


def process_batch(limit: int) -> None:
    """Works off up to `limit` entries of the work set."""
    if _bench is None:
        raise RuntimeError("a ticket was run outside of a worker process")
    _bench.run(limit)
