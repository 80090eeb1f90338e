"""Rows of the corpora and of our own files, as benchmarks read them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path


def read(path: Path) -> list[dict]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def opening(d: dict) -> str:
    """By what the same item in two corpora is known."""
    return (d["title"] or d["text"])[:80]


def moment(published: str | None) -> datetime | None:
    if not published or published == "None":
        return None
    found = datetime.fromisoformat(published)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
