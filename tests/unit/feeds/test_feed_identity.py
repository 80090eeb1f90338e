"""Items recognised by id, address or text, whatever feeds do to the other two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.schema import FeedConfig
from monitor.domain.feed import Entry
from monitor.feeds.identity import (
    MAX_EDITS,
    MAX_RECORDS,
    Recognition,
    Record,
    article_id,
    outlet_article_id,
    pack_records,
    recognise,
    title_hash,
    unpack_records,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEEP = timedelta(days=14)
FEED = FeedConfig(url="https://herald.example/feed", outlet="Herald").to_feed()
BASE = Entry(
    id="id-1", url="https://herald.example/world/1", title="Gunmen storm a checkpoint near the border",
    summary="Four soldiers were hurt, officials said.", published=NOW - timedelta(hours=1),
)  # fmt: skip


def second_look(first: list[Entry], second: list[Entry], *, after: timedelta = timedelta(minutes=5)) -> list[str]:
    """How the items of the second document are recognised after the first."""
    _, records = recognise(first, FEED, [], NOW, keep=KEEP)
    found, _ = recognise(second, FEED, unpack_records(pack_records(records)), NOW + after, keep=KEEP)
    return [item.recognition.value for item in found]


OTHER_TITLE = "Mayor opens the new library in the old town"
STEPS = [
    ("the same again", {}, "known"),
    ("a new id", {"id": "id-2"}, "known"),
    ("tracking on the address", {"url": BASE.url + "?utm_source=rss"}, "known"),
    ("another address", {"url": "https://herald.example/world/1-b"}, "known"),
    ("new id and address, same text", {"id": "x", "url": "https://herald.example/z/9"}, "known"),
    ("new id, no address", {"id": "x", "url": None}, "known"),
    ("another date", {"published": NOW}, "known"),
    ("case and punctuation", {"title": "GUNMEN storm a checkpoint, near the border!"}, "known"),
    ("another headline", {"title": "Gunmen storm two checkpoints near the border"}, "changed"),
    ("another toll", {"summary": "Five soldiers were hurt, officials said."}, "changed"),
    ("another headline and address", {"title": "Gunmen storm two checkpoints near border", "url": "https://herald.example/q"}, "changed"),
    ("all but the address", {"id": "x", "title": OTHER_TITLE, "summary": ""}, "changed"),
    ("a recycled id", {"url": "https://herald.example/city/7", "title": OTHER_TITLE, "summary": "Many came."}, "new"),
    ("the same words days later", {"id": "x", "url": "https://herald.example/w/2", "published": NOW + timedelta(days=3)}, "new"),
    ("all new", {"id": "x", "url": "https://herald.example/w/3", "title": OTHER_TITLE, "summary": "Many came."}, "new"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [step[1:] for step in STEPS], ids=[step[0] for step in STEPS])
def test_one_item_at_the_next_poll(change: dict[str, object], expected: str) -> None:
    """Any one mark that holds recognises the item (R52); what differs decides whether it is looked at again."""
    assert second_look([BASE], [replace(BASE, **change)]) == [expected]  # type: ignore[arg-type]


def items(count: int, **fixed: object) -> list[Entry]:
    words = ["rocket", "library", "harvest", "bridge", "strike", "budget", "storm", "museum"]
    return [
        replace(BASE, **{"id": f"g{n}", "url": f"https://herald.example/{n}", "title": f"{words[n]} news of {words[-n]} {n}",
                         "summary": f"All about the {words[n]}.", **fixed})  # type: ignore[arg-type]
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fixed",
    [{"id": "constant"}, {"url": "https://herald.example/"}, {"url": "https://herald.example/live"}, {"url": None},
     {"id": "constant", "url": "https://herald.example/live"}],
)  # fmt: skip
def test_marks_that_all_items_share_say_nothing(fixed: dict[str, object]) -> None:
    """A constant guid, the homepage as address, no address: each item is still its own, at the next poll too."""
    first = items(6, **fixed)
    found, _ = recognise(first, FEED, [], NOW, keep=KEEP)
    assert len({item.article_id for item in found}) == 6
    assert second_look(first[:5], first) == ["known"] * 5 + ["new"]


def test_positions_as_ids_are_no_ids() -> None:
    """Guids "0", "1", "2" that name the place in the list."""
    first = [replace(item, id=str(n)) for n, item in enumerate(items(4))]
    second = [replace(item, id=str(n)) for n, item in enumerate(items(5)[::-1])]
    assert sorted(second_look(first, second)) == ["known"] * 4 + ["new"]


def test_an_item_that_stands_twice_counts_once() -> None:
    """In two sections of one feed, with two ids and two tracking tails."""
    found, _ = recognise([BASE, replace(BASE, id="b", url=f"{BASE.url}?at_medium=RSS")], FEED, [], NOW, keep=KEEP)
    assert [item.recognition for item in found] == [Recognition.NEW]


def test_the_id_holds_over_feeds_and_restarts() -> None:
    """It comes of the canonical address alone; without one, of the feed and the guid."""
    sister = replace(FEED, id="other")
    assert article_id(BASE, FEED) == article_id(replace(BASE, id="x", title="y", url=f"{BASE.url}?utm_a=1#top"), sister)
    bare = replace(BASE, url=None)
    assert article_id(bare, FEED) == article_id(replace(bare, title="y"), FEED) != article_id(bare, sister)
    assert article_id(bare, FEED, strong_guid=False) != article_id(replace(bare, title="y"), FEED, strong_guid=False)
    assert outlet_article_id(BASE, FEED) != article_id(BASE, FEED)


def test_a_text_that_never_rests_is_noise() -> None:
    """An item whose summary changes at every poll is looked at so many times and no more."""
    records: list[Record] = []
    verdicts = []
    for turn in range(MAX_EDITS + 10):
        found, records = recognise([replace(BASE, summary=f"{turn} readers so far, and counting.")], FEED, records, NOW, keep=KEEP)
        verdicts.append(found[0].recognition)
    assert verdicts.count(Recognition.CHANGED) == MAX_EDITS
    assert verdicts[-1] is Recognition.KNOWN


def test_memory_is_bounded() -> None:
    """Records go when their item has been gone for long enough, and there are never more than so many."""
    _, records = recognise(items(8), FEED, [], NOW, keep=KEEP)
    _, later = recognise(items(1), FEED, records, NOW + KEEP + timedelta(days=1), keep=KEEP)
    assert len(later) == 1
    many = [replace(records[0], article_id=f"{n:020x}", guid=n + 1, link=n + 1, text=n + 1) for n in range(MAX_RECORDS + 500)]
    _, kept = recognise([], FEED, many, NOW, keep=KEEP)
    assert len(kept) == MAX_RECORDS


def test_records_of_another_layout_are_left() -> None:
    """What an older release or nobody wrote is no error."""
    assert unpack_records(None) == unpack_records(b"") == unpack_records(b"\x02abc") == unpack_records(b"\x01abc") == []


def test_title_hash_ignores_dress() -> None:
    """Case, punctuation and spaces do not make another title."""
    assert title_hash("Rockets hit  town!") == title_hash("rockets hit town")
    assert title_hash("Rockets hit town") != title_hash("Rockets miss town")


marks = st.integers(0, 2**64 - 1)
records = st.builds(
    Record, guid=marks, link=marks, text=marks, sketch=marks, article_id=st.binary(min_size=10, max_size=10).map(bytes.hex),
    last_seen=st.integers(0, 2**32 - 1), published=st.integers(0, 2**32 - 1), edits=st.integers(0, 255),
)  # fmt: skip


@given(st.lists(records, max_size=20))
def test_records_survive_the_store(listed: list[Record]) -> None:
    """What is packed comes back."""
    assert unpack_records(pack_records(listed)) == listed


@given(st.permutations(range(8)))
def test_order_does_not_matter(order: list[int]) -> None:
    """Items that were moved around are known, whatever the order (reordered feeds)."""
    first = items(8)
    assert second_look(first, [first[n] for n in order]) == ["known"] * 8
