"""JSON Feed: the format as it is written, and what publishers make of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.feed import Entry
from monitor.feeds.json_feed import parse_json_feed
from monitor.feeds.refusal import KEPT_ITEMS, MAX_ITEMS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AT = "2026-11-22T10:00:00Z"


def parsed(document: Any, url: str | None = "https://o.example/feed.json") -> Any:
    """The parsed document; text is taken as it is."""
    return parse_json_feed(document if isinstance(document, str) else json.dumps(document), url=url, now=NOW)


def entry(**item: Any) -> Entry:
    """The one entry of a feed with this item."""
    [found] = parsed({"items": [{"id": "1", "title": "T", **item}]}).entries
    return found


REFUSED = [
    ("no JSON", "{", "bad_json"),
    ("nested without end", "[" * 100_000, "bad_json"),
    ("a number too long to read", '{"items": [{"id": ' + "9" * 5_000 + "}]}", "bad_json"),
    ("a list", "[]", "unknown_format"),
    ("an object without items", "{}", "unknown_format"),
    ("items that are none", '{"items": {"a": 1}}', "unknown_format"),
    ("null", "null", "unknown_format"),
    ("too many", json.dumps({"items": [0] * (MAX_ITEMS + 1)}), "too_many_items"),
]


@pytest.mark.parametrize(("text", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_json_feed(text: str, reason: str) -> None:
    """A reason and words, never an exception."""
    found = parsed(text)
    assert (found.error_reason, found.entries) == (reason, ())
    assert found.error.startswith(f"{reason}: ")


def test_the_head_of_the_document() -> None:
    """Title on one line, language in lower case."""
    found = parsed({"title": "The <b>Daily</b>\nHerald", "language": "EN_gb", "items": []})
    assert (found.title, found.language, found.entries, found.error) == ("The Daily Herald", "en-gb", (), None)


FIELDS = [
    ("id", {"id": 12345}, "12345"),
    ("id", {"id": 0}, "0"),
    ("id", {"id": True, "url": "https://o.example/a"}, "https://o.example/a"),
    ("id", {"id": None, "url": "https://o.example/a"}, "https://o.example/a"),
    ("id", {"id": "x" * 3_000}, "x" * 1_999 + "…"),
    ("url", {"url": "/a"}, "https://o.example/a"),
    ("url", {"url": None, "external_url": "https://e.example/b"}, "https://e.example/b"),
    ("url", {"url": "https://o.example/a", "external_url": "https://e.example/b"}, "https://o.example/a"),
    ("url", {"url": "javascript:alert(1)"}, None),
    ("url", {"id": "https://o.example/by-id"}, "https://o.example/by-id"),
    ("title", {"title": "A\n <i>title</i>"}, "A title"),
    ("title", {"title": "\u202eevil\ud800"}, "evil"),
    ("title", {"title": None, "summary": "First line\nsecond"}, "First line"),
    ("summary", {"summary": "<p>Told &amp; said</p>"}, "Told & said"),
    ("content", {"content_html": "<p>One</p><p>Two</p>", "content_text": "plain"}, "One\nTwo"),
    ("content", {"content_html": "<script>x</script>", "content_text": "plain"}, "plain"),
    ("content", {"content_text": "1 < 2 and so on"}, "1 < 2 and so on"),
    ("author", {"authors": [{"name": "Ann"}, {"name": "Bob"}]}, "Ann, Bob"),
    ("author", {"author": {"name": "Ann"}}, "Ann"),
    ("author", {"author": "Ann"}, None),
    ("author", {"authors": "Ann", "author": {"name": "Bob"}}, "Bob"),
    ("author", {"authors": []}, None),
    ("language", {"language": "pt-BR"}, "pt-br"),
    ("language", {"language": "not a language"}, None),
    ("published", {"date_published": AT}, datetime(2026, 11, 22, 10, tzinfo=UTC)),
    ("published", {"date_published": "soon", "date_modified": AT}, datetime(2026, 11, 22, 10, tzinfo=UTC)),
    ("published", {"date_published": 1_795_341_600}, datetime(2026, 11, 22, 10, tzinfo=UTC)),
    ("published", {"date_published": "2031-01-01T00:00:00Z"}, None),
    ("updated", {"date_published": AT}, None),
]


@pytest.mark.parametrize(("field", "item", "value"), FIELDS)
def test_fields(field: str, item: dict[str, Any], value: object) -> None:
    """Each field by what stands for it, in order of preference; all of it inert."""
    assert getattr(entry(**item), field) == value


def test_items_that_are_none_are_left_out() -> None:
    """Numbers and texts among the items cost the others nothing."""
    found = parsed({"items": [1, "x", None, [], {"title": "T", "id": "1"}]})
    assert [item.title for item in found.entries] == ["T"]


def test_the_home_page_resolves_where_the_address_is_unknown() -> None:
    """A document read from a file."""
    found = parsed({"home_page_url": "https://h.example/news/", "items": [{"id": "1", "title": "T", "url": "a"}]}, url=None)
    assert found.entries[0].url == "https://h.example/news/a"


def test_the_newest_are_kept_of_a_flood() -> None:
    """As in other formats, in the order of the document."""
    days = [{"id": str(n), "title": f"T{n}", "date_published": f"2026-01-{1 + n % 28:02}"} for n in range(KEPT_ITEMS + 5)]
    found = parsed({"items": days})
    assert len(found.entries) == KEPT_ITEMS
    order = [int(item.id) for item in found.entries]
    assert order == sorted(order)
    assert any("newest" in warning for warning in found.warnings)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["items", "id", "url", "title", "summary", "content_html", "authors", "author", "name", "date_published", "language"]),
        inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(items=st.lists(JSON, max_size=4))
def test_any_json_is_a_feed_or_refused(items: list[Any]) -> None:
    """Law: whatever stands where, an answer comes, and every entry has an id and a title or an address."""
    found = parsed({"items": items})
    assert found.error is None
    assert all(item.id and (item.title or item.url) for item in found.entries)
