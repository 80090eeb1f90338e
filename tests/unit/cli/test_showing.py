"""Alerts and incidents as a person reads them on a terminal: local time, marks, lists, and nothing that acts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alert_samples import an_alert

from monitor.cli.check import ago
from monitor.cli.live import LiveLine, to_shown
from monitor.cli.showing import inert, moment, show_alert, show_incident, show_incident_line
from monitor.clock import ManualClock, SystemClock
from monitor.config.schema import Config
from monitor.domain.alert import AlertKind, AlertSource
from monitor.domain.incident import (
    Bearing,
    HistoryItem,
    Incident,
    IncidentKind,
    IncidentStatus,
    SourceReport,
    Verdict,
)
from monitor.domain.report import Fingerprint
from monitor.domain.taxonomy import Severity

NOW = datetime.now(UTC).replace(hour=12, minute=3, second=0, microsecond=0)


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine's time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "back", "shown"),
    [
        ("UTC", timedelta(0), "12:03 UTC"),
        ("XYZ-2", timedelta(0), "14:03 XYZ (12:03 UTC)"),
        ("ABC+5:30", timedelta(0), "06:33 ABC (12:03 UTC)"),
        ("UTC", timedelta(days=1), f"{NOW - timedelta(days=1):%d %b} 12:03 UTC"),
        ("XYZ-2", timedelta(days=400), f"{NOW - timedelta(days=400):%d %b} 14:03 XYZ (12:03 UTC)"),
    ],
    indirect=["zone"],
)
def test_moments_are_local_first_and_utc_beside(zone: str, back: timedelta, shown: str) -> None:
    """Once where both are the same; with its day where that is not today's."""
    assert moment(NOW - back, ManualClock(NOW)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"), (" two \n lines\t", "two lines"), ("\x1b[31mred\x1b[0m", "red"), ("a\u202eb", "ab"), ("a\u2066b\u2069", "ab"),
        ("\u200fא", "א"), ("bell\x07", "bell"), ("nul\x00", "nul"), ("\x9b2J", "2J"), ("[bold]x[/]", "[bold]x[/]"), ("", ""), ("Zürich — 東京", "Zürich — 東京"),
    ],
)  # fmt: skip
def test_what_acts_on_a_terminal_is_dropped(text: str, shown: str) -> None:
    """R59: escapes, bells and overrides of direction go; letters of every script stay."""
    assert inert(text) == shown


def sources(*outlets: str) -> tuple[AlertSource, ...]:
    """One article of each outlet."""
    return tuple(AlertSource(outlet=outlet, url=None, title="T", published=None) for outlet in outlets)


@pytest.mark.parametrize(
    ("outlets", "independent", "line"),
    [
        (("A",), 1, "A (1 independent source) · inc-1.1"),
        (("A", "B", "A"), 2, "A, B (2 independent sources) · inc-1.1"),
        (tuple("ABCDEF"), 6, "A, B, C, D, E, F (6 independent sources) · inc-1.1"),
        (tuple("ABCDEFGH"), 3, "A, B, C, D, E, F and 2 more (3 independent sources) · inc-1.1"),
        ((), 0, " (0 independent sources) · inc-1.1"),
    ],
)
def test_outlets_are_named_once_and_six_of_them(outlets: tuple[str, ...], independent: int, line: str) -> None:
    """The rest is counted; one source is one source."""
    shown = show_alert(an_alert(sources=sources(*outlets), independent_sources=independent)).plain
    assert shown.splitlines()[-1].strip() == line.strip()


def test_an_alert_in_a_few_lines() -> None:
    """Severity, kind, time, certainty; headline; changes where there are any; summary; outlets and id."""
    alert = an_alert(kind=AlertKind.UPDATE, severity=Severity.CRITICAL, headline="Head", summary="Sum", changes=("one", "two"))
    lines = show_alert(alert).plain.splitlines()
    assert lines[0].startswith(" CRITICAL  update  ")
    assert lines[0].endswith(alert.certainty.value)
    assert [line.strip() for line in lines[1:4]] == ["Head", "one; two", "Sum"]
    assert len(show_alert(replace(alert, changes=())).plain.splitlines()) == 4
    assert "TEST" in show_alert(replace(alert, test=True)).plain
    assert "TEST" not in show_alert(alert).plain


def test_no_word_of_others_acts_in_an_alert() -> None:
    """R59: headline, summary, changes, outlets and id, all of them."""
    bad = "x\x1b[2J\u202ey\nz"
    alert = an_alert(id=bad, headline=bad, summary=bad, changes=(bad,), sources=sources(bad))
    shown = show_alert(alert).plain
    assert not {"\x1b", "\u202e"} & set(shown)
    assert len(shown.splitlines()) == 5


def told(key: str = "a", **fields: Any) -> SourceReport:
    """One article of an incident."""
    made = {"bearing": Bearing.NEWS, "outlet": "Herald", "owner": "H", "title": "Title", "received": NOW, "fingerprint": Fingerprint(text_hash="")}
    return SourceReport(key=key, article_id=key, report_id=key, **{**made, **fields})


INCIDENT = Incident(
    id="260504-1f", kind=IncidentKind.ATTACK, opened_at=NOW, updated_at=NOW, reports=(told(),),
    history=(HistoryItem(at=NOW, what="opened", text="by Herald"), HistoryItem(at=NOW, what="alerted", text="new", alert_id="260504-1f.1")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "[active; 1 reports]"),
        ({"acked_at": NOW}, "[active, acknowledged; 1 reports]"),
        ({"silent": "too_old"}, "[active, silent: too old; 1 reports]"),
        ({"status": IncidentStatus.WITHDRAWN}, "[withdrawn; 1 reports]"),
        ({"status": IncidentStatus.MERGED, "merged_into": "260504-9a", "acked_at": NOW}, "[merged into 260504-9a; 1 reports]"),
        ({"reports": (told("a"), told("b"))}, "[active; 2 reports]"),
        ({"reports": ()}, "[active; 0 reports]"),
    ],
)
def test_an_incident_in_one_line(change: dict[str, Any], state: str) -> None:
    """Where it stands; of a merged one only where it went."""
    shown = show_incident_line(replace(INCIDENT, **change), None).plain
    assert shown.endswith(state)
    assert shown.startswith("info      260504-1f  ")


def test_an_incidents_line_has_its_last_alerts_words() -> None:
    """Headline and severity of the alert; without one, the first report's title."""
    assert "Title" in show_incident_line(INCIDENT, None).plain
    shown = show_incident_line(INCIDENT, an_alert(headline="Headline", severity=Severity.HIGH)).plain
    assert shown.startswith("high")
    assert "Headline" in shown
    assert "Title" not in shown


@pytest.mark.parametrize(
    ("change", "given"),
    [
        ({}, "news"),
        ({"bearing": Bearing.FOLLOW_UP}, "follow up"),
        ({"duplicate_of": "b"}, "news · copy of b"),
        ({"retracted": True}, "news · taken back"),
        ({"credit": ("AP", "AFP")}, "news · credits AP, AFP"),
        ({"duplicate_of": "b", "retracted": True, "credit": ("AP",)}, "news · copy of b · taken back · credits AP"),
    ],
)
def test_what_each_source_gave(change: dict[str, Any], given: str) -> None:
    """In the life of an incident: a line for each source."""
    lines = [line.strip() for line in show_incident(replace(INCIDENT, reports=(told(**change),)), None).plain.splitlines()]
    assert given in lines


def test_the_life_of_an_incident() -> None:
    """Sources, then history with the alerts that were sent; a verdict where there is one."""
    shown = show_incident(replace(INCIDENT, verdict=Verdict.FALSE_ALARM), an_alert(headline="Headline")).plain
    assert "verdict: false-alarm" in shown
    assert shown.index("Headline") < shown.index("Sources") < shown.index("History")
    assert shown.splitlines()[-1].endswith("alerted   new  (260504-1f.1)")
    assert "verdict" not in show_incident(INCIDENT, None).plain


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"), (86_399, "23 h ago"), (86_400, "1 d ago"),
        (10 * 86_400, "10 d ago"), (-500, "just now"),
    ],
)  # fmt: skip
def test_ages_in_the_largest_unit(seconds: int, shown: str) -> None:
    """A time that has not come yet is now."""
    assert ago(NOW - timedelta(seconds=seconds), NOW) == shown
    assert ago(None, NOW) == ""


# --- the live line of `monitor run` -------------------------------------------------------------------------------------
class Screen:
    """Stands for the terminal: keeps what is printed."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def print(self, text: Any) -> None:
        """As rich's console."""
        self.lines.append(text.plain)


@pytest.fixture
def live(tmp_path: Any) -> tuple[LiveLine, Screen, Any]:
    """A live line, its screen, and its log file."""
    from rich.console import Console

    line, screen = LiveLine(Config(data_dir=tmp_path), Console(), SystemClock()), Screen()
    line._console = screen  # type: ignore[assignment]
    return line, screen, tmp_path / "monitor.log"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b'{"event":"poll","level":"info"}\n', []),
        (b'{"event":"poll","level":"debug"}\n', []),
        (b'{"event":"poll","level":"warning","at":"2026-03-01T12:00:01Z","role":"desk","feed":"A"}\n', ["12:00:01 desk: poll feed=A"]),
        (b'{"event":"x","level":"error","exception":"Traceback"}\n', [" desk: x "]),
        (b'{"event":"x","level":"critical"}\n', [" desk: x "]),
        (b"Traceback (most recent call last):\n", ["desk: Traceback (most recent call last):"]),
        (b"\xff\xfe broken\n", ["desk: \ufffd\ufffd broken"]),
        (b"[1, 2]\n", []),
        (b'{"event":"x"}\n', []),
    ],
)
def test_which_lines_of_a_role_are_shown(live: tuple[LiveLine, Screen, Any], written: bytes, shown: list[str]) -> None:
    """Warnings and worse, and what is no log line at all; every line is in the file, byte for byte."""
    line, screen, file = live
    line.on_line("desk", written)
    assert screen.lines == shown
    assert file.read_bytes() == written


@pytest.mark.parametrize(("size", "turned"), [(20_000_000, False), (20_000_001, True)])
def test_the_log_file_is_turned_at_its_size(live: tuple[LiveLine, Screen, Any], size: int, turned: bool) -> None:
    """One older file is kept; nothing grows without end."""
    line, _, file = live
    file.touch()
    os.truncate(file, size)
    line.on_line("desk", b"{}\n")
    old = file.with_suffix(".log.1")
    assert old.exists() is turned
    assert file.stat().st_size == (3 if turned else size + 3)


def test_a_long_event_is_cut_for_people() -> None:
    """Four hundred characters of fields are enough on a terminal."""
    assert len(to_shown("desk", {"event": "e", "level": "error", "field": "x" * 5000}).plain) < 430
