"""Saved feeds: the same entries as feedparser's, all with id, address and title, and a thousand mutations.

    python -m benchmarks.feeds_against_feedparser feeds.jsonl.gz [--mutations 1000]

Each line of the file is {"id", "raw_base64"}. Titles are compared as words: what differs on purpose (markup, control
characters, doubly encoded text) is counted apart.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import json
import random
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from monitor.feeds.encoding import undone_twice
from monitor.feeds.neutral import one_line
from monitor.feeds.parse import parse_feed

NOW = datetime.now(UTC)
URL = "https://outlet.example/feed"


def compare(name: str, raw: bytes) -> Counter[str]:
    """How the entries of one feed compare to feedparser's with its default settings."""
    theirs = feedparser.parse(io.BytesIO(raw), response_headers={"content-location": URL}).entries
    ours = parse_feed(raw, url=URL, content_type=None, now=NOW).entries
    counts = Counter(feeds=1, entries=len(ours), missing=abs(len(theirs) - len(ours)))
    for entry, other in zip(ours, theirs, strict=False):
        same_id = entry.id == (other.get("id") or other.get("link"))
        same_url = entry.url == (other.get("link") or other.get("id"))
        title = other.get("title", "")
        same_title = entry.title.split() == title.split()
        on_purpose = not title or entry.title == one_line(undone_twice(title))
        counts.update({"other id": not same_id, "other address": not same_url, "other title": not same_title,
                       "other title without reason": not same_title and not on_purpose,
                       "incomplete": not (entry.id and entry.url and entry.title)})  # fmt: skip
        if not (same_id and same_url and (same_title or on_purpose)):
            print(f"{name}: {entry.id!r} {entry.url!r} {entry.title!r}")
    return counts


def mutate(rng: random.Random, raw: bytes) -> bytes:
    data = bytearray(raw[:60_000])
    for _ in range(rng.randint(1, 12)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.randint(1, 300))
        piece = bytes(data[start:end])
        match rng.randrange(4):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = piece
            case 2:
                data[start:end] = rng.randbytes(len(piece))
            case _:
                del data[start:end]
                place = rng.randrange(len(data) + 1)
                data[place:place] = piece
    return bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--mutations", type=int, default=1_000)
    arguments = parser.parse_args()
    with gzip.open(arguments.file, "rt") as lines:
        feeds = {row["id"]: base64.b64decode(row["raw_base64"]) for row in map(json.loads, lines)}
    print(dict(sum((compare(name, raw) for name, raw in feeds.items()), Counter())))
    rng, begun = random.Random(1), time.process_time()
    reasons = Counter(
        parse_feed(mutate(rng, rng.choice(list(feeds.values()))), url=URL, content_type=None, now=NOW).error_reason
        for _ in range(arguments.mutations)
    )
    print(f"{arguments.mutations} mutations in {time.process_time() - begun:.0f} s: {dict(reasons)}, nothing raised")


if __name__ == "__main__":
    main()
