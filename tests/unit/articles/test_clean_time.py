"""When a page says that it was published, and that a huge page costs no more than it is long."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from monitor.articles.clean import clean_page
from monitor.articles.structured import declared_moment

BODY = "<p>Two traders were shot dead at a market in the north of the city on Tuesday evening, the governor said.</p>" * 3


@pytest.mark.parametrize(
    ("element", "hour"),
    [
        ('<meta property="article:published_time" content="2020-03-18T09:30:00+03:00">', 6),
        ("<meta content='2020-03-18T09:30:00Z' name='parsely-pub-date'/>", 9),
        ('<meta itemprop="datePublished" content="2020-03-18T11:30:00.000Z">', 11),
        ('<time itemprop="datePublished" datetime="2020-03-18T07:30:00Z">', 7),
        ('<meta name="pubdate" content="2020-03-18">', None),  # a day is no time of day
        ('<meta name="pubdate" content="2020-03-18T09:30:00">', None),  # of which zone?
        ('<meta property="article:modified_time" content="2020-03-18T09:30:00Z">', None),
        ('<meta property="article:published_time" content="2020-13-40T99:30:00Z">', None),
        ('<time datetime="2020-03-18T09:30:00Z">', None),  # of what?
    ],
)
def test_declared_times(element: str, hour: int | None) -> None:
    """Only what says that it is the time of publication, with time of day and zone."""
    expected = datetime(2020, 3, 18, hour, 30, tzinfo=UTC) if hour is not None else None
    assert declared_moment(f"<html><head>{element}</head></html>") == expected


def test_the_declared_time_is_the_articles() -> None:
    """Before the day that is searched for in the text."""
    head = '<meta property="article:published_time" content="2020-03-18T09:30:00Z">'
    found = clean_page(f"<html><head><title>T</title>{head}</head><body><article>{BODY}</article></body></html>")
    assert found.published == datetime(2020, 3, 18, 9, 30, tzinfo=UTC)


def test_a_paragraph_of_megabytes_takes_seconds_at_most() -> None:
    """Four megabytes in one paragraph (it took six seconds of work, now well under one)."""
    words = " ".join(f"word{number % 977}" for number in range(500_000))
    began = time.process_time()
    found = clean_page(f"<html><body><article><h1>T</h1><p>{words}.</p></article></body></html>")
    assert time.process_time() - began < 4
    assert len(found.text) > 1_000_000
