"""What a worker finds out about an entry, and how that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.schema import Config
from monitor.domain.article import Article, ReadyEntry
from monitor.domain.detection import Detection, Escalation
from monitor.domain.disposition import Disposition, decide_disposition
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind
from workers.bench import MAX_TEXT, Tools, examine, to_document
from workers.pool import next_pause, worker_count
from workers.tools import load_tools

SEEN = datetime(2026, 3, 3, 9, tzinfo=UTC)
ULTIMATUM = Detection(id="a", language="en", escalation=(Escalation(kind=EscalationKind.ULTIMATUM),))
NOTHING = Detection(id="a", language="en")
FOREIGN = Detection(id="a", language="fr", unsupported_language=True)


@pytest.fixture(scope="module")
def tools() -> Tools:
    """The real ones."""
    return load_tools(Config())


def entry(title: str, summary: str = "") -> ReadyEntry:
    """An entry without a page."""
    return ReadyEntry(
        id="a", revision=1, feed_id="f", feed_name="Feed", outlet="Outlet", owner="Owner", weight=1.0, official=False,
        country="GB", language=None, tags=(), url="https://news.example/a?utm_source=x", title=title, summary=summary,
        content="", author=None, published=None, updated=None, seen_at=SEEN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("article", "detection", "disposition"),
    [
        (Article(id="a", title="T", text="x"), ULTIMATUM, Disposition.REPORTED),
        (Article(id="a", title="T", text="x"), NOTHING, Disposition.NO_EVENT),
        (Article(id="a", title="T", text="x", revision=2), NOTHING, Disposition.REPORTED),
        (Article(id="a", title="T", text="x", revision=2), FOREIGN, Disposition.UNSUPPORTED_LANGUAGE),
        (Article(id="a", title="T", text="x"), FOREIGN, Disposition.UNSUPPORTED_LANGUAGE),
        (Article(id="a", title=" ", text=""), NOTHING, Disposition.EMPTY),
        (Article(id="a", summary="s"), NOTHING, Disposition.NO_EVENT),
    ],
)
def test_each_article_ends_in_one_way(article: Article, detection: Detection, disposition: Disposition) -> None:
    """The table of endings; a revision is always reported, since it may take something back."""
    assert decide_disposition(article, detection) is disposition


def test_attack_is_reported_with_its_text(tools: Tools) -> None:
    """Real tools on an attack: reported, with full text and fingerprint."""
    text = "Gunmen opened fire on a police checkpoint in Mosul on Monday, killing four officers, a police colonel said."
    examined = examine(entry("Gunmen kill four police officers in Mosul", text), tools)
    assert examined.disposition is Disposition.REPORTED
    assert examined.report is not None
    assert "checkpoint" in examined.report.article.text
    assert examined.report.fingerprint.text_hash
    assert examined.article.canonical_url == "https://news.example/a"


def test_ordinary_news_is_not_reported(tools: Tools) -> None:
    """Real tools on a harmless text: no report."""
    examined = examine(entry("Town opens new library", "The mayor cut the ribbon on Friday before a small crowd."), tools)
    assert (examined.disposition, examined.report) == (Disposition.NO_EVENT, None)


def test_overlong_text_is_cut() -> None:
    """A text of a megabyte is read up to its bound, so that one article cannot take a worker's minute; it is marked."""
    read: list[int] = []

    def detect(document: Document) -> Detection:
        read.append(len(document.text))
        return NOTHING

    long = Article(id="a", title="T", text="x" * 1_000_000, seen_at=SEEN)
    tools = Tools(clean=lambda _: long, detect=detect, fingerprint=lambda *_: pytest.fail("nothing to report"))
    assert examine(entry("T"), tools).detection.truncated is True
    assert read == [MAX_TEXT]


def test_undated_article_counts_from_when_it_was_seen() -> None:
    """Without a date weekdays are resolved against the moment that the feed showed it."""
    article = Article(id="a", title="T", seen_at=SEEN)
    assert to_document(article).published == SEEN
    dated = replace(article, published=SEEN - timedelta(days=2))
    assert to_document(dated).published == SEEN - timedelta(days=2)


@pytest.mark.parametrize(("failures", "pause"), [(0, 0.0), (1, 1.0), (2, 2.0), (4, 8.0), (50, 30.0)])
def test_pauses_before_a_worker_is_replaced(failures: int, pause: float) -> None:
    """At once, then longer each time, half a minute at most."""
    assert next_pause(failures) == pause


def test_worker_count() -> None:
    """auto leaves a core; a number is a number."""
    assert worker_count(Config()) >= 1
    assert worker_count(Config(workers={"count": 7})) == 7
