"""`monitor replay`: documents on their own clock, with the real detector."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.replay import ReplayDocument, arrivals

STORY = [
    {
        "id": "a",
        "title": "Rockets hit Kharkiv market, killing three",
        "text": "Rockets struck a market in Kharkiv on Monday morning, killing at least three people, the mayor said.",
        "published": "2026-05-04T08:00:00Z",
        "outlet": "Herald",
    },
    {
        "id": "b",
        "title": "Three dead as rockets strike Kharkiv market",
        "text": "At least three people were killed when rockets hit a market in Kharkiv on Monday, officials said.",
        "published": "2026-05-04T08:20:00Z",
        "outlet": "Courier",
    },
    {
        "id": "c",
        "title": "City wins the cup after a late goal",
        "text": "The captain shot from twenty metres in the last minute and the crowd went wild.",
        "published": "2026-05-04T08:30:00Z",
        "outlet": "Herald",
    },
]


def run(path: Path, lines: list[str], *more: str) -> tuple[int, list[dict], list[dict]]:
    """Exit status, articles and alerts of a replay."""
    (path / "in").write_text("\n".join(lines))
    arguments = ["replay", str(path / "in"), "--articles-out", str(path / "a"), "--alerts-out", str(path / "b"), *more]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.exception is None, result.exception
    found = [[json.loads(line) for line in (path / name).read_text().splitlines()] for name in ("a", "b")]
    return result.return_value, found[0], found[1]


def test_documents_become_incidents_and_alerts(tmp_path: Path) -> None:
    """Two reports on one attack, one incident, one `new`; sport is nothing."""
    status, articles, alerts = run(tmp_path, [json.dumps(document) for document in STORY])
    assert status == 0
    assert [article["id"] for article in articles] == ["a", "b", "c"]
    assert articles[0]["incident_id"] == articles[1]["incident_id"] is not None
    assert articles[2] == {"id": "c", "attack": False, "duplicate_of": None, "incident_id": None, "alert_ids": []}
    assert [alert["kind"] for alert in alerts] == ["new", "update"]
    assert alerts[0]["published_at"].startswith("2026-05-04T08:00:00")


def test_the_order_of_the_input_does_not_matter(tmp_path: Path) -> None:
    """Sorted by time: the same alerts from a shuffled file."""
    lines = [json.dumps(document) for document in STORY]
    assert run(tmp_path, lines)[2] == run(tmp_path, lines[::-1])[2]


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    """Exit status 1, and all the others are there."""
    status, articles, _ = run(tmp_path, [json.dumps(STORY[0]), "{not json", '{"title": "no id"}'])
    assert status == 1
    assert [article["id"] for article in articles] == ["a"]


def test_alerts_go_to_standard_output_without_options(tmp_path: Path) -> None:
    """And documents may come from standard input."""
    result = CliRunner().invoke(cli, ["replay", "-"], input=json.dumps(STORY[0]), standalone_mode=False)
    assert result.exception is None
    assert json.loads(result.stdout_bytes)["kind"] == "new"


def at(id_: str, hour: int | None) -> ReplayDocument:
    """A document of an hour, or of none."""
    return ReplayDocument(id=id_, published=f"2026-05-04T{hour:02}:00:00Z" if hour is not None else None)


@pytest.mark.parametrize(
    ("documents", "order"),
    [
        ([at("a", 3), at("b", 1), at("c", 2)], "bca"),
        ([at("a", 3), at("b", None), at("c", 2)], "cab"),
        ([at("a", None), at("b", 5)], "ab"),
        ([at("a", 5), at("b", 5)], "ab"),
    ],
)
def test_a_document_without_a_time_comes_with_the_one_before_it(documents: list[ReplayDocument], order: str) -> None:
    """And of equal times the input's order holds."""
    assert "".join(documents[index].id for index, _ in arrivals(documents)) == order


@pytest.mark.parametrize("absent", [None, "", "None", "null", "NaT"])
def test_what_archives_write_for_no_time_is_no_time(absent: str | None) -> None:
    """An export's "None" loses no item; anything else that is no time is an error."""
    assert ReplayDocument(id="a", published=absent).published_at is None
    with pytest.raises(ValueError, match="expected an RFC 3339 time"):
        ReplayDocument(id="a", published="yesterday")
