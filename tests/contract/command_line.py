"""Calls `monitor` in this process: exit status, standard output and standard error, as a script would see them."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from monitor.cli import main


@dataclass(frozen=True, slots=True)
class Called:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines; fails where it is anything else."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """`monitor`, with standard input at choice."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = patch, capture

    def __call__(self, *arguments: str, stdin: bytes | str = b"") -> Called:
        """Runs one command to its end."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = self._capture.readouterr()
        return Called(int(ended.value.code or 0), out, err)


def to_lines(*values: object) -> str:
    """JSON Lines of values; what is a string already stands as it is."""
    return "".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values)
