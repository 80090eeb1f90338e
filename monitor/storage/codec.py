"""JSON in and out of the store: msgspec over the domain's dataclasses, checked on the way in."""

from __future__ import annotations

from typing import TypeVar

import msgspec
import zstandard

T = TypeVar("T")

_encoder = msgspec.json.Encoder()


def to_json(value: object) -> bytes:
    """UTF-8 JSON of a domain value; datetimes as RFC 3339, bytes as base64."""
    return _encoder.encode(value)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """The domain value of `kind` that `data` holds. Raises `msgspec.ValidationError` on anything else."""
    return msgspec.json.decode(data, type=kind)


def pack(value: object) -> bytes:
    """`to_json`, compressed by zstd."""
    return zstandard.ZstdCompressor(level=3).compress(_encoder.encode(value))


def unpack(data: bytes, kind: type[T], *, max_bytes: int = 64 * 1024 * 1024) -> T:
    """What `pack` packed."""
    return msgspec.json.decode(zstandard.ZstdDecompressor().decompress(data, max_output_size=max_bytes), type=kind)
