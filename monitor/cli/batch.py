"""Batch commands: JSON Lines in, JSON Lines out, in order; a bad line costs only itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click
import msgspec

from monitor.errors import InputError
from monitor.storage.codec import to_json

T = TypeVar("T")


def open_input(name: str) -> BinaryIO:
    """The file `name`, or standard input for `-`. Raises UsageError (exit 2) where there is none."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise click.UsageError(f"cannot read {name}: {error.strerror}") from error


def _failure(id_: Any, error: str) -> object:
    return {"id": id_, "error": error}


def run_batch(
    lines: Iterable[bytes],
    kind: type[T],
    work: Callable[[T], object],
    *,
    failed: Callable[[Any, str], object] = _failure,
) -> int:
    """Writes one line for each line read: the result of `work`, or what `failed` makes of (id, error).

    Blank lines are no lines. Returns the exit status.
    """
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            result = work(_decode(line, kind, number))
        except InputError as error:
            status, result = 1, failed(_id_of(line), str(error))
        sys.stdout.buffer.write(to_json(result) + b"\n")
        sys.stdout.buffer.flush()  # whoever feeds us line by line waits for each answer
    return status


def _decode(line: bytes, kind: type[T], number: int) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError(f"line {number}: {error}", subject=f"line {number}") from error


def _id_of(line: bytes) -> Any:
    """The line's own id, where it has one."""
    try:
        value = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return value.get("id") if isinstance(value, dict) else None


def read_lines(name: str) -> Iterator[bytes]:
    """The lines of file `name` or of standard input, one at a time."""
    with open_input(name) as stream:
        yield from stream
