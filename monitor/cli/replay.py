"""`monitor replay`: documents through detection, incidents and alerting, on their own clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from monitor.cli import config_option
from monitor.cli.batch import read_lines
from monitor.cli.detect import detector_of
from monitor.config.load import load_config
from monitor.replay import ReplayDocument, replay
from monitor.storage.codec import to_json


@click.command("replay")
@click.argument("articles", metavar="ARTICLES.jsonl")
@click.option("--articles-out", metavar="FILE", help="One line a document: incident, copy of, alerts. - for stdout.")
@click.option("--alerts-out", metavar="FILE", help="One alert a line, as published. - for stdout.")
@config_option
def replay_command(articles: str, articles_out: str | None, alerts_out: str | None, config_path: str | None) -> int:
    """Run detection, de-duplication, incidents and alerting over documents in order of their time.

    Nothing is polled or sent. ARTICLES holds documents as `monitor detect` reads them, with "owner", "official",
    "weight", "tags", "credit" and "cites" where known; - is standard input. Without options the alerts go to stdout.

    Example: monitor replay articles.jsonl --articles-out a.jsonl --alerts-out b.jsonl
    """
    config = load_config(config_path, required=False)
    documents, bad = _read(read_lines(articles))
    with _progress(len(documents)) as advance:
        found = replay(documents, config, detector=detector_of(config), on_progress=advance)
    if articles_out:
        _write(articles_out, found.articles)
    if alerts_out or not articles_out:
        _write(alerts_out or "-", found.alerts)
    for fault in bad:
        click.echo(f"monitor: {fault}", err=True)
    return 1 if bad else 0


def _read(lines: Iterable[bytes]) -> tuple[list[ReplayDocument], list[str]]:
    documents, bad = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            documents.append(msgspec.json.decode(line, type=ReplayDocument))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            bad.append(f"line {number}: {error}")
    return documents, bad


@contextmanager
def _progress(length: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label="replay", file=sys.stderr) as bar:
        yield lambda _: bar.update(1)


def _write(name: str, values: Iterable[object]) -> None:
    if name == "-":
        _write_lines(sys.stdout.buffer, values)
        sys.stdout.buffer.flush()
        return
    try:
        with Path(name).open("wb") as stream:
            _write_lines(stream, values)
    except OSError as error:
        raise click.UsageError(f"cannot write {name}: {error.strerror}") from error


def _write_lines(stream: BinaryIO, values: Iterable[object]) -> None:
    stream.writelines(to_json(value) + b"\n" for value in values)
