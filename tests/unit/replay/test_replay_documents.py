"""What a replay makes of a line before it is judged: its moment, its outlet and owner, credit, and its place in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from monitor.config.schema import Config
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.replay import EPOCH, ReplayDocument, arrivals, article_of, replay, utc

AT = datetime(2026, 5, 4, 8, tzinfo=UTC)


class Deaf:
    """A detector that finds nothing, and keeps what it was shown."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def detect(self, document: Document) -> Detection:
        """As `Detector.detect`."""
        self.seen.append(document.id)
        return Detection(id=document.id, language="en")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 5, 4, 8), AT),  # noqa: DTZ001 - a time without a zone is the case
        (AT, AT),
        (datetime(2026, 5, 4, 10, tzinfo=timezone(timedelta(hours=2))), AT),
        (datetime(2026, 5, 3, 20, tzinfo=timezone(timedelta(hours=-12))), AT),
    ],
)
def test_moments_are_utc(moment: datetime, shown: datetime) -> None:
    """Without a zone UTC is meant; the same moment elsewhere is the same moment."""
    assert utc(moment) == shown
    assert utc(moment).tzinfo is UTC


@pytest.mark.parametrize(
    ("fields", "outlet", "owner"),
    [
        ({}, "", ""),
        ({"url": "https://www.herald.example/a"}, "www.herald.example", "www.herald.example"),
        ({"url": "https://herald.example:8443/a", "outlet": "Herald"}, "Herald", "Herald"),
        ({"outlet": "Herald", "owner": "Group"}, "Herald", "Group"),
        ({"owner": "Group"}, "", "Group"),
        ({"url": "no address"}, "", ""),
    ],
)
def test_who_stands_in_for_a_missing_outlet(fields: dict[str, Any], outlet: str, owner: str) -> None:
    """The host for the outlet, the outlet for the owner."""
    line = ReplayDocument(id="a", **fields)
    article = article_of(line, line.to_document())
    assert (article.outlet, article.owner) == (outlet, owner)


@pytest.mark.parametrize(
    ("given", "credit"),
    [({}, ("AP",)), ({"credit": ()}, ()), ({"credit": ("AFP",)}, ("AFP",)), ({"credit": ("AFP",), "cites": ("BBC",)}, ("AFP",))],
)
def test_credit_that_is_given_is_believed(given: dict[str, Any], credit: tuple[str, ...]) -> None:
    """What the line says of its agencies counts, nothing included; else the text is read for it."""
    line = ReplayDocument(id="a", title="T", text="KARSOVA (AP) — A depot burned on Monday, the mayor said.", **given)
    article = article_of(line, line.to_document())
    assert article.credit == credit
    assert article.cites == given.get("cites", article.cites)


def test_particulars_go_on() -> None:
    """Weight, official, country, tags: what grouping and certainty are reckoned from."""
    line = ReplayDocument(id="a", weight=0.5, official=True, country="GB", tags=("uk",), published=AT.isoformat())
    article = article_of(line, line.to_document())
    assert (article.weight, article.official, article.country, article.tags, article.published) == (0.5, True, "GB", ("uk",), AT)


def test_without_any_time_all_come_at_the_beginning() -> None:
    """In the order of the input, at the epoch."""
    assert list(arrivals([ReplayDocument(id="a"), ReplayDocument(id="b")])) == [(0, EPOCH), (1, EPOCH)]
    assert list(arrivals([])) == []


def test_every_document_is_judged_once_and_answered_in_the_inputs_order() -> None:
    """Judged in order of time, told of one by one, answered as they stood."""
    documents = [ReplayDocument(id=name, title=name, text="x", published=(AT + timedelta(hours=hour)).isoformat()) for name, hour in zip("cab", (3, 1, 2), strict=True)]
    deaf, told = Deaf(), []
    found = replay(documents, Config(), detector=deaf, on_progress=told.append)  # type: ignore[arg-type]
    assert deaf.seen == ["a", "b", "c"]
    assert [article.id for article in found.articles] == ["c", "a", "b"]
    assert told == [1, 2, 3]
    assert found.alerts == []
    assert all((one.attack, one.incident_id, one.alert_ids) == (False, None, ()) for one in found.articles)
