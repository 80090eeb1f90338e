"""What decided: a version that no change of rules, lexicons or weights leaves as it was.

A number that somebody must raise by hand is forgotten. The files of this room are what decides, so their digest is the
version: two reports with the same one were judged alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_LENGTH = 10
"""Hexadecimal digits: by chance two versions share them once in a trillion."""
_LEFT_OUT = ("__pycache__",)


@cache
def rules_version() -> str:
    """The version of all that detection is made of: code, lexicons, gazetteer, weights."""
    return digest_of(files("monitor.detection"))


def digest_of(folder: Traversable) -> str:
    """A digest of a folder's files, by name and content, whatever order the system lists them in."""
    found = hashlib.blake2b()
    for name, file in _files(folder, ""):
        found.update(f"{name}\0".encode())
        found.update(hashlib.blake2b(file.read_bytes()).digest())
    return found.hexdigest()[:_LENGTH]


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir() and entry.name not in _LEFT_OUT:
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.is_file():
            yield f"{path}{entry.name}", entry
