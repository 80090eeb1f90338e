"""`monitor parse`: feed files in, one JSON object a file out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli import config_option
from monitor.clock import SystemClock
from monitor.domain.feed import Entry, ParsedFeed
from monitor.feeds.parse import parse_feed
from monitor.storage.codec import to_json


@click.command("parse")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--url", default=None, help="Where the file was found: relative links are resolved against it.")
@config_option
def parse_command(files: tuple[str, ...], url: str | None, config_path: str | None) -> int:  # noqa: ARG001
    """Parse feed files (RSS, RDF, Atom, JSON Feed); one JSON object a file. `-` is stdin.

    Exits 1 where a file gives no entries because it is no feed or cannot be read.

    Example: monitor parse saved/*.xml | jq '.entries[].title'
    """
    now = SystemClock().now()
    failed = False
    for name in files:
        line = _parse_file(name, url, now)
        failed = failed or line["error"] is not None
        sys.stdout.write(to_json(line).decode() + "\n")
    return 1 if failed else 0


def _parse_file(name: str, url: str | None, now: datetime) -> dict[str, Any]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        return _line(name, ParsedFeed(error=f"cannot be read: {error.strerror}"))
    return _line(name, parse_feed(data, url=url, content_type=None, now=now))


def _line(name: str, parsed: ParsedFeed) -> dict[str, Any]:
    entries = [_entry(entry) for entry in parsed.entries]
    return {
        "file": name, "title": parsed.title, "entries": entries, "warnings": parsed.warnings, "error": parsed.error,
    }  # fmt: skip


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id, "url": entry.url, "title": entry.title, "summary": entry.summary, "published": entry.published,
        "updated": entry.updated, "author": entry.author,
    }  # fmt: skip
