"""The last touch to items: identity, address and title, and what happens where a feed gives none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.feed import Entry
from monitor.feeds.items import finished, web_address
from monitor.feeds.neutral import inert, language_code, one_line, plain_text, shortened
from monitor.feeds.refusal import KEPT_ITEMS

BASE = "https://o.example/news/index.html"
DAY = datetime(2026, 11, 22, tzinfo=UTC)


def an_entry(**fields: Any) -> Entry:
    return Entry(**{"id": "i", "url": None, "title": "", **fields})


ADDRESSES = [
    ("https://o.example/a", None, "https://o.example/a"), ("a.html", BASE, "https://o.example/news/a.html"),
    ("/a", BASE, "https://o.example/a"), ("//p.example/a", BASE, "https://p.example/a"), ("?id=5", BASE, "https://o.example/news/index.html?id=5"),
    ("a.html", None, None), ("", BASE, None), (None, BASE, None), ("mailto:x@o.example", BASE, None), ("javascript:x()", BASE, None),
    ("file:///etc/passwd", BASE, None), ("data:text/html,x", BASE, None), ("ftp://o.example/a", BASE, None), ("http://", None, None),
    ("http://[broken", BASE, None), ("https://o.example/a b", BASE, None), ("https://o.example/a\tb", BASE, None),
    ("https://o.example/a\u202e\u200b", None, "https://o.example/a"), (" https://o.example/a\n", None, "https://o.example/a"),
    ("HTTPS://O.EXAMPLE/A", None, "HTTPS://O.EXAMPLE/A"), ("https://o.example/" + "a" * 3_982, None, "https://o.example/" + "a" * 3_982),
    ("https://o.example/" + "a" * 3_983, None, None), ("a", "mailto:x", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "base", "address"), ADDRESSES)
def test_web_addresses(text: str | None, base: str | None, address: str | None) -> None:
    """Absolute, http or https, of bounded length, with nothing hidden in them; else none."""
    assert web_address(text, base) == address


@given(text=st.text(max_size=60), base=st.sampled_from([None, BASE]))
def test_an_address_rests(text: str, base: str | None) -> None:
    """Laws: total, and an address that was found is found again."""
    address = web_address(text, base)
    assert address is None or web_address(address, base) == address


TITLES = [
    ("its own", {"title": "Own", "summary": "Other"}, "Own"),
    ("the first line of the summary", {"summary": "One thing.\nAnother"}, "One thing."),
    ("the content where there is no summary", {"content": "Told at length"}, "Told at length"),
    ("a long line is cut", {"summary": "word " * 100}, ("word " * 24)[:119].rstrip() + "…"),
    ("the words of the address", {"url": "https://o.example/2026/11/bridge-reopens_after-flood.html"}, "bridge reopens after flood"),
    ("the longest of its parts", {"url": "https://o.example/world/a-very-long-slug/amp"}, "a very long slug"),
    ("escapes in it", {"url": "https://o.example/caf%C3%A9-news"}, "café news"),
    ("numbers alone say nothing", {"url": "https://o.example/2026/11/22/"}, "o.example"),
    ("the host at last", {"url": "https://o.example/"}, "o.example"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "title"), [case[1:] for case in TITLES], ids=[case[0] for case in TITLES])
def test_where_a_title_is_taken_from(fields: dict[str, Any], title: str) -> None:
    """Text before address; and a warning wherever it is not the item's own."""
    [found], warnings = finished([an_entry(**fields)], base=None)
    assert found.title == title
    assert any("without a title" in warning for warning in warnings) is (title != "Own")


def test_an_item_of_nothing_is_dropped_and_counted() -> None:
    """There is nothing to look at; the others stay."""
    entries, warnings = finished([an_entry(), an_entry(title="T"), an_entry(id="x")], base=None)
    assert [entry.title for entry in entries] == ["T"]
    assert warnings[-1] == "2 items without text and address dropped"


def test_an_id_that_is_an_address_is_the_address() -> None:
    """A guid that is a permalink, in a feed without links; it is not resolved against the feed."""
    [found], _ = finished([an_entry(id="https://o.example/p", title="T")], base=BASE)
    assert found.url == "https://o.example/p"
    [found], _ = finished([an_entry(id="p", title="T")], base=BASE)
    assert found.url is None


def test_without_an_id_address_then_text_stand_in() -> None:
    """The same text makes the same id, another text another."""
    [by_url], _ = finished([an_entry(id="", url="/a", title="T")], base=BASE)
    assert by_url.id == "https://o.example/a"
    ids = [finished([an_entry(id="", title=title)], base=None)[0][0].id for title in ("T", "T", "U")]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("text:")


def test_doubles_count_once_and_near_doubles_do_not() -> None:
    """Id, address and title together; the first stays."""
    twice = [an_entry(title="T", summary="first"), an_entry(title="T", summary="second"), an_entry(title="U")]
    entries, _ = finished(twice, base=None)
    assert [(entry.title, entry.summary) for entry in entries] == [("T", "first"), ("U", "")]


def test_of_too_many_the_newest_are_kept_in_their_order() -> None:
    """Items without a date count as the oldest."""
    dated = [an_entry(id=str(n), title=f"T{n}", published=DAY + timedelta(minutes=n)) for n in range(KEPT_ITEMS)]
    entries, warnings = finished([an_entry(id="old", title="undated"), *dated[::-1]], base=None)
    assert [entry.id for entry in entries] == [str(n) for n in reversed(range(KEPT_ITEMS))]
    assert warnings == (f"the newest {KEPT_ITEMS} of {KEPT_ITEMS + 1} items kept",)
    assert len(finished(dated, base=None)[0]) == KEPT_ITEMS


@given(text=st.text(max_size=200))
def test_inert_rests_and_is_printable(text: str) -> None:
    """Laws: idempotent; no control or direction character but tab and line ends is left."""
    once = inert(text)
    assert inert(once) == once
    assert all(ch in "\t\n\r\x85" or (ord(ch) >= 32 and not 0x202A <= ord(ch) <= 0x202E and not 0xD800 <= ord(ch) <= 0xDFFF) for ch in once)


TAGS = ["<b>", "</b>", '<a href="x>y">', "<br/>", "<!-- no -->", "<script>evil()</script>", "<img src='q' onerror=x>", "&lt;i&gt;", "<style>p{}</style>", "<p\n>"]


@given(parts=st.lists(st.sampled_from(["word", "1 < 2", "a &amp; b", *TAGS]), max_size=12))
def test_only_the_words_are_left(parts: list[str]) -> None:
    """Law: of markup, escaped once or not at all, plain text keeps the words and nothing else."""
    words = [part.replace("&amp;", "&") for part in parts if part not in TAGS]
    assert one_line(plain_text(" ".join(parts))).split() == " ".join(words).split()


@given(text=st.text(max_size=80), limit=st.integers(2, 60))
def test_cuts_are_within_the_limit(text: str, limit: int) -> None:
    """Law: never longer than the limit, and what fits is untouched."""
    cut = shortened(text, limit)
    assert len(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    assert "\n" not in one_line(text, limit)


@pytest.mark.parametrize(
    ("text", "code"),
    [("en", "en"), (" EN ", "en"), ("pt_BR", "pt-br"), ("zh-Hans-CN", "zh-hans-cn"), ("", None), ("e", None), ("english", None), ("en-", None), ("en; q=1", None), ("en-toolongtag1", None)],
)
def test_language_codes(text: str, code: str | None) -> None:
    """Tags by their shape alone."""
    assert language_code(text) == code
