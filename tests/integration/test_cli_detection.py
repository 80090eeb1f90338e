"""`monitor detect` and `monitor explain` as a user calls them, without configuration and store."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

STORY = "Rockets hit base near Erbil\nTwo rockets hit a base near Erbil on Sunday night, an officer said.\n"


def run(*arguments: str, stdin: str = "", cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=cwd, check=False, timeout=60)


@pytest.mark.slow
def test_detect_keeps_order_and_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    """One line out for each line in; a line that is no document gives its id and an error, and exit status 1."""
    lines = [
        json.dumps({"id": "a", "title": "Rockets hit base", "text": "Two rockets hit a base near Erbil."}),
        json.dumps({"id": "b", "title": 7}),
        "no json",
        json.dumps({"id": "c", "title": "Library extends hours", "text": "", "published": None, "extra": 1}),
    ]
    done = run("detect", "-", stdin="\n".join(lines) + "\n", cwd=tmp_path)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [o["id"] for o in out] == ["a", "b", None, "c"]
    assert out[0]["attack"] is True
    assert "error" in out[1]
    assert out[3]["attack"] is False


@pytest.mark.slow
def test_explain_shows_events_and_reasons(tmp_path: Path) -> None:
    """Plain text whose first line is the title: the verdict, the events and the score in words."""
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    done = run("explain", "story.txt", "--published", "2026-09-14T09:00:00Z", cwd=tmp_path)
    assert done.returncode == 0
    assert "An attack is its news" in done.stdout
    assert "shelling" in done.stdout
    assert "severity by rule" in done.stdout


@pytest.mark.slow
def test_explain_as_json_is_what_detect_says(tmp_path: Path) -> None:
    """`--json` of a JSON document equals the line of `monitor detect`."""
    line = json.dumps({"id": "a", "title": "Rockets hit base", "text": "Two rockets hit a base near Erbil."})
    (tmp_path / "a.json").write_text(line, encoding="utf-8")
    told = run("explain", "a.json", "--json", cwd=tmp_path)
    assert json.loads(told.stdout) == json.loads(run("detect", "-", stdin=line + "\n", cwd=tmp_path).stdout)


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"{not json", b"\xff\xfe\x00bad"])
def test_explain_refuses_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    """A file that is neither text nor a document ends with status 1 and one clear line."""
    (tmp_path / "bad").write_bytes(data)
    done = run("explain", "bad", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("monitor: bad:")
