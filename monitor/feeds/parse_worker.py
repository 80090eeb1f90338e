"""A process that parses feeds for a scheduler: length-prefixed MessagePack on stdin and stdout, until stdin ends.

Run as `python -m monitor.feeds.parse_worker`. Hostile documents meet a memory limit here, and the scheduler kills what
takes too long: neither can be done to a thread.
"""

from __future__ import annotations

import resource
import struct
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import msgspec

from monitor.domain.feed import ParsedFeed
from monitor.feeds.parse import parse_feed
from monitor.feeds.refusal import ParseReason

LENGTH = struct.Struct(">I")
_MEMORY = 1_500_000_000
"""Bytes of address space: a 10 MB feed of 10,000 items takes 300 MB."""


@dataclass(frozen=True, slots=True)
class ParseOrder:
    """One document to parse."""

    data: bytes
    url: str | None
    content_type: str | None
    now: datetime


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Parses what comes from `source` until it ends."""
    decoder, encoder = msgspec.msgpack.Decoder(ParseOrder), msgspec.msgpack.Encoder()
    while len(prefix := source.read(LENGTH.size)) == LENGTH.size:
        order = decoder.decode(source.read(LENGTH.unpack(prefix)[0]))
        answer = encoder.encode(_parse(order))
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _parse(order: ParseOrder) -> ParsedFeed:
    try:
        return parse_feed(order.data, url=order.url, content_type=order.content_type, now=order.now)
    except MemoryError:
        reason = ParseReason.TOO_LARGE
        return ParsedFeed(error=f"{reason}: the document takes too much memory", error_reason=reason.value)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    serve(sys.stdin.buffer, sys.stdout.buffer)
