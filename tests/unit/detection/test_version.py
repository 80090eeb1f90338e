"""The version of the rules is that of the files which decide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.detection.version import digest_of, rules_version

CHANGES: list[tuple[str, Callable[[Path], object]]] = [
    ("a byte", lambda room: (room / "rules.tsv").write_text("attack\tstorms\n")),
    ("a new file", lambda room: (room / "more.tsv").write_text("")),
    ("a file's name", lambda room: (room / "rules.tsv").rename(room / "words.tsv")),
    ("a file in a folder", lambda room: (room / "places" / "gazetteer.bin").write_bytes(b"\x01")),
    ("a file gone", lambda room: (room / "places" / "gazetteer.bin").unlink()),
    ("a file moved", lambda room: (room / "places" / "gazetteer.bin").rename(room / "gazetteer.bin")),
]


def room(path: Path) -> Path:
    """A room of two files."""
    (path / "places").mkdir(parents=True)
    (path / "rules.tsv").write_text("attack\tstorm\n")
    (path / "places" / "gazetteer.bin").write_bytes(b"\x00")
    return path


@pytest.mark.parametrize(("what", "change"), CHANGES, ids=[what for what, _ in CHANGES])
def test_any_change_is_another_version(tmp_path: Path, what: str, change: Callable[[Path], object]) -> None:
    """Content, names and places of all files count."""
    before, after = room(tmp_path / "before"), room(tmp_path / "after")
    assert digest_of(before) == digest_of(after)
    change(after)
    assert digest_of(before) != digest_of(after), what


def test_what_python_leaves_behind_is_none(tmp_path: Path) -> None:
    """Compiled files come and go with the interpreter."""
    one = room(tmp_path)
    before = digest_of(one)
    (one / "__pycache__").mkdir()
    (one / "__pycache__" / "rules.pyc").write_bytes(b"x")
    assert digest_of(one) == before


def test_the_shipped_version_is_short_and_stays() -> None:
    """Ten hexadecimal digits, the same for each asking."""
    assert len(rules_version()) == 10
    assert int(rules_version(), 16) >= 0
    assert rules_version() is rules_version()
