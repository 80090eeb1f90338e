"""The pages of docs that name tests name tests that exist, and every reliability target has one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(?:(?P<file>test_\w+))?::(?P<test>test_\w+|\*)`")
PAGES = sorted(page for page in ROOT.glob("docs/**/*.md") if NAMED.search(page.read_text(encoding="utf-8")))
TARGETS = 60


@cache
def defined(file: str) -> frozenset[str]:
    """The tests of a file of this name, wherever below tests/; none where there is no such file."""
    found = [path for path in ROOT.glob("tests/**/*.py") if path.stem == file]
    return frozenset(name for path in found for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    """`file::test`; `::test` is in the file named before it; `file::*` is a whole file."""
    missing, file = [], ""
    for match in NAMED.finditer(page.read_text(encoding="utf-8")):
        file = match["file"] or file
        if not defined(file) or (match["test"] != "*" and match["test"] not in defined(file)):
            missing.append(match[0])
    assert missing == []


def test_every_target_is_proved_somewhere() -> None:
    """R1 to R60, each in a row with a test; `R27 – R33` and `R19 to R22` name all between."""
    proved: set[int] = set()
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            if not NAMED.search(line):
                continue
            proved |= {int(number) for number in re.findall(r"\bR(\d+)\b", line)}
            for first, last in re.findall(r"\bR(\d+) ?(?:–|to) ?R(\d+)\b", line):
                proved |= set(range(int(first), int(last) + 1))
    assert set(range(1, TARGETS + 1)) - proved == set()
