"""What a page declares of itself: JSON-LD and meta elements, as they are written and as they are broken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.articles.structured import LivePost, Structured, declared_moment, read_structured

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def script(value: Any) -> str:
    """The value as JSON-LD in a page."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def article(**fields: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": "H", **fields}


FOUND = [
    ("an article", article(), Structured(headline="H")),
    ("of several types", article(**{"@type": ["Thing", "ReportageNewsArticle"]}), Structured(headline="H")),
    ("a post", article(**{"@type": "BlogPosting"}), Structured(headline="H")),
    ("a report", article(**{"@type": "Report"}), Structured(headline="H")),
    ("in a list", [{"@type": "Organization", "name": "x"}, article()], Structured(headline="H")),
    ("in a graph", {"@graph": [{"@type": "WebPage"}, article()]}, Structured(headline="H")),
    ("inside another", {"@type": "WebPage", "mainEntity": article()}, Structured(headline="H")),
    ("the first of two", [article(headline="1"), article(headline="2")], Structured(headline="1")),
    ("without a headline it is none", {"@type": "NewsArticle", "articleBody": "B"}, Structured()),
    ("another thing", {"@type": "Recipe", "headline": "H"}, Structured()),
    ("a number as type", {"@type": 5, "headline": "H"}, Structured()),
    ("a headline that is none", article(headline={"x": 1}), Structured()),
    ("markup in the headline", article(headline="A &amp; <i>B</i>"), Structured(headline="A & B")),
    ("paragraphs", article(articleBody="<p>One</p><p> Two  words</p>"), Structured(headline="H", body="One\nTwo words")),
    ("line breaks", article(articleBody="One\r\n\r\nTwo<br/>Three"), Structured(headline="H", body="One\nTwo\nThree")),
    ("a time with a zone", article(datePublished="2026-03-02T11:30:00+02:00"), Structured(headline="H", published=AT)),
    ("a time without one", article(datePublished="2026-03-02T11:30:00"), Structured(headline="H")),
    ("a time that is none", article(datePublished="Monday"), Structured(headline="H")),
    ("a time at the end of time", article(datePublished="9999-12-31T23:59:59-12:00"), Structured(headline="H")),
    ("free", article(isAccessibleForFree=True), Structured(headline="H", free=True)),
    ("not free, in words", article(isAccessibleForFree="False"), Structured(headline="H", free=False)),
    ("free, in other words", article(isAccessibleForFree="yes"), Structured(headline="H")),
    ("free as a number", article(isAccessibleForFree=0), Structured(headline="H")),
]


@pytest.mark.parametrize(("value", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_what_a_page_declares(value: Any, expected: Structured) -> None:
    """Wherever the article stands, and whatever shape its fields have."""
    assert read_structured(f"<html>{script(value)}</html>") == expected


def post(n: int, at: str | None, **fields: Any) -> dict[str, Any]:
    return {"@type": "BlogPosting", "headline": f"P{n}", "articleBody": f"B{n}", "datePublished": at, **fields}


def blog(*posts: Any) -> dict[str, Any]:
    return {"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": list(posts)}


def test_posts_come_newest_first_and_undated_last() -> None:
    """Those without a text are left out."""
    found = read_structured(script(blog(post(1, "2026-03-02T09:30:00Z"), post(2, None), post(3, "2026-03-02T10:30:00Z"), post(4, None, articleBody=""), "x")))
    assert [item.headline for item in found.posts] == ["P3", "P1", "P2"]
    assert found.posts[1] == LivePost(headline="P1", body="B1", at=AT)


def test_a_lone_post_is_a_list_of_one() -> None:
    """Some publishers leave the brackets out."""
    assert [item.body for item in read_structured(script(blog() | {"liveBlogUpdate": post(1, None)})).posts] == ["B1"]
    assert read_structured(script(blog() | {"liveBlogUpdate": "x"})).posts == ()


BROKEN = ["{", "", "null", "5", '"x"', "[" * 50_000, '{"@type": "NewsArticle", "headline": "H"', "<!--{}-->"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_script_costs_only_itself(text: str) -> None:
    """The next one is read."""
    assert read_structured(script(text) + script(article())) == Structured(headline="H")


def test_only_the_first_scripts_are_read() -> None:
    """Twenty; what follows is a flood."""
    assert read_structured(script({"a": 1}) * 19 + script(article())).headline == "H"
    assert read_structured(script({"a": 1}) * 20 + script(article())) == Structured()


def test_an_article_too_deep_is_not_found() -> None:
    """Twelve levels are searched."""
    def nested(depth: int) -> dict[str, Any]:
        return article() if depth == 0 else {"x": nested(depth - 1)}

    assert read_structured(script(nested(12))).headline == "H"
    assert read_structured(script(nested(13))) == Structured()


def test_line_ends_within_strings_are_met() -> None:
    """Publishers write them raw, which JSON forbids."""
    assert read_structured(script('{"@type":"Article","headline":"H","articleBody":"One\nTwo"}')).body == "One\nTwo"


METAS = [
    ('<meta property="article:published_time" content="2026-03-02T09:30:00Z">', AT),
    ("<meta name='pubdate' content='2026-03-02T11:30:00+02:00'>", AT),
    ('<META NAME="DC.date.issued" CONTENT="2026-03-02T09:30:00+00:00">', AT),
    ('<meta content="2026-03-02T09:30:00Z" itemprop="datePublished">', AT),
    ('<meta name="parsely-pub-date" content="2026-03-02T09:30:00Z"/>', AT),
    ('<time itemprop="datePublished" datetime="2026-03-02T09:30:00Z">today</time>', AT),
    ('<time datetime="2026-03-02T09:30:00Z">today</time>', None),
    ('<meta property="article:modified_time" content="2026-03-02T09:30:00Z">', None),
    ('<meta property="article:published_time" content="2026-03-02">', None),
    ('<meta property="article:published_time" content="2026-03-02T09:30:00">', None),
    ('<meta name="date" content="not a time at all"><meta name="pubdate" content="2026-03-02T09:30:00Z">', AT),
    ('<meta name="dateline" content="2026-03-02T09:30:00Z">', None),
    ("", None),
]


@pytest.mark.parametrize(("head", "moment"), METAS)
def test_declared_moments(head: str, moment: datetime | None) -> None:
    """A time of day with its zone, from an element that speaks of publication; of several the first that has one."""
    assert declared_moment(f"<html><head>{head}</head></html>") == moment


def test_a_moment_far_down_is_not_the_articles() -> None:
    """Elements of other stories stand in the foot of a page."""
    meta = '<meta name="pubdate" content="2026-03-02T09:30:00Z">'
    assert declared_moment(" " * 299_000 + meta) == AT
    assert declared_moment(" " * 300_001 + meta) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "@graph", "headline", "articleBody", "datePublished", "liveBlogUpdate"]), inner | st.sampled_from(["NewsArticle", "LiveBlogPosting"]), max_size=4),
    max_leaves=15,
)  # fmt: skip


@given(value=JSON)
def test_any_json_is_read(value: Any) -> None:
    """Law: whatever a page declares, an answer comes, without markup."""
    found = read_structured(script(value))
    assert all(item.body for item in found.posts)
