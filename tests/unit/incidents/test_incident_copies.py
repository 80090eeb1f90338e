"""Copies: what must be found, what must not, in constant room."""

from __future__ import annotations

import random

import pytest

from monitor.domain.article import Article
from monitor.domain.detection import Detection
from monitor.domain.report import Fingerprint
from monitor.incidents.copies import CopyIndex, Sketch, compare, is_copy
from monitor.incidents.fingerprint import fingerprint

SENTENCES = [
    f"Witness number {n} said that the {thing} beside the old {place} shook when the shells came down near {where}."
    for n, (thing, place, where) in enumerate(
        (thing, place, where)
        for thing in ("bakery", "school", "ferry", "tower", "bridge")
        for place in ("mill", "harbour", "station")
        for where in ("Karsova", "Telmuk")
    )
]
STORY = " ".join(SENTENCES)


def print_of(text: str, title: str = "Shells fall on Karsova") -> Fingerprint:
    """The fingerprint of an invented article."""
    return fingerprint(Article(id="x", title=title, text=text), Detection(id="x", language="en"))


def prose(seed: int, sentences: int) -> str:
    """Sentences of made-up words: no two texts share a run of four."""
    rng = random.Random(seed)
    syllables = ("ka", "ro", "ven", "tu", "lis", "mar", "do", "sen", "pi", "gor", "ath", "wel")
    words = lambda: " ".join("".join(rng.choices(syllables, k=3)) for _ in range(12))  # noqa: E731
    return " ".join(f"{words().capitalize()}." for _ in range(sentences))


def edited(text: str, share: float) -> str:
    """The text with a share of its words replaced by others of it."""
    rng, words = random.Random(3), text.split()
    return " ".join(rng.choice(words) if rng.random() < share else word for word in words)


def shuffled(sentences: list[str]) -> str:
    """The sentences in another order."""
    return " ".join(random.Random(4).sample(sentences, len(sentences)))


COPIES = {
    "same text, other headline": STORY,
    "cut to 60 %": " ".join(SENTENCES[:18]),
    "cut to 45 %": " ".join(SENTENCES[:14]),
    "a paragraph added": f"{STORY} Subscribe to our letter. This story will be brought up to date as more is known of it.",
    "6 % of words replaced": edited(STORY, 0.06),
    "sentences in another order": shuffled(SENTENCES),
    "corrected figure": STORY.replace("number 3 ", "number 33 "),
}


@pytest.mark.parametrize("kind", COPIES)
def test_every_kind_of_copy_is_found_under_another_headline(kind: str) -> None:
    """The index names the earlier article."""
    index = CopyIndex(64)
    index.add("first", print_of(STORY))
    found = index.find(print_of(COPIES[kind], title="Latest: what we hear"))
    assert found is not None
    assert found.article_id == "first"


@pytest.mark.parametrize("kind", COPIES)
def test_the_pairwise_test_agrees_with_the_index(kind: str) -> None:
    """`is_copy` on two fingerprints says the same."""
    assert is_copy(print_of(STORY), print_of(COPIES[kind], title="Latest: what we hear"))


NO_COPIES = {
    "another report on the same attack": " ".join(
        f"Officials in Karsova told reporters that crew {n} had searched street {n * 7} until dawn." for n in range(20)
    ),
    "a long report that takes in a brief": f"{STORY} {prose(1, 200)}",
    "two shared quotes": f"{SENTENCES[0]} {SENTENCES[1]} "
    + " ".join(f"Crew {n} of the fire service went through street {n * 3} and found nobody." for n in range(15)),
    "nothing": "",
}


@pytest.mark.parametrize("kind", NO_COPIES)
def test_other_texts_are_no_copies(kind: str) -> None:
    """Sharing a subject, a quote or a part is not copying."""
    index = CopyIndex(64)
    index.add("first", print_of(STORY))
    assert index.find(print_of(NO_COPIES[kind], title="Another headline")) is None
    assert not is_copy(print_of(STORY), print_of(NO_COPIES[kind], title="Another headline"))


def test_a_copy_of_a_copy_names_the_earliest() -> None:
    """`original_id` leads to the first of the line."""
    index = CopyIndex(64)
    index.add("first", print_of(STORY))
    index.add("second", print_of(COPIES["cut to 60 %"]), "first")
    found = index.find(print_of(COPIES["cut to 45 %"]))
    assert found is not None
    assert found.original_id == "first"


def test_an_article_is_no_copy_of_itself() -> None:
    """A revision looks for others than its own first version."""
    index = CopyIndex(64)
    index.add("first", print_of(STORY))
    assert index.find(print_of(STORY), "first") is None


def test_short_items_are_told_apart_by_title_and_summary_together() -> None:
    """One boilerplate line under many headlines is no copying; one summary under two headlines is."""
    line = "Follow the latest updates here."
    assert not is_copy(print_of(line, "Rockets hit Karsova harbour at night"), print_of(line, "Vote on the budget put off"))
    summary = "Several rockets hit the harbour of Karsova in the night to Monday, killing three dockers and a watchman."
    assert is_copy(print_of(summary, "Rockets hit Karsova"), print_of(summary, "Deadly night at the harbour"))


def test_the_index_forgets_the_oldest_and_stays_as_large_as_it_is() -> None:
    """Bounded memory: rows are written in a circle."""
    index = CopyIndex(32, initial=32)
    room = index.nbytes
    texts = [" ".join(f"Text {n} speaks of matter {n * m} in its own words." for m in range(12)) for n in range(100)]
    for n, text in enumerate(texts):
        index.add(f"a{n}", print_of(text))
    assert index.nbytes == room
    assert len(index) == 32
    assert index.find(print_of(texts[0])) is None
    last = index.find(print_of(texts[99]))
    assert last is not None
    assert last.article_id == "a99"


def test_the_index_finds_all_after_it_has_grown() -> None:
    """Growing lays the buckets out anew without losing anybody."""
    index = CopyIndex(4096, initial=16)
    texts = [" ".join(f"Text {n} speaks of matter {n * m} in its own words." for m in range(12)) for n in range(300)]
    for n, text in enumerate(texts):
        index.add(f"a{n}", print_of(text))
    found = [index.find(print_of(text)) for text in texts]
    assert [copy.article_id if copy else None for copy in found] == [f"a{n}" for n in range(300)]


def test_a_hash_that_all_share_brings_nothing_together() -> None:
    """A foot note under every article of an outlet leads nowhere, and costs no time."""
    index = CopyIndex(4096)
    foot = "Sign up for our letter to read more of this. All rights reserved by the Herald and its partners."
    for n in range(60):
        text = f"{prose(n, 20)} {foot}"
        assert index.find(print_of(text)) is None
        index.add(f"a{n}", print_of(text))


def test_a_sketch_survives_the_store() -> None:
    """Bytes and back."""
    print_ = print_of(STORY)
    sketch = Sketch("a", "a", print_.shingles, print_.size)
    assert Sketch.hashes_of(sketch.to_bytes()) == print_.shingles


def test_comparison_of_empty_texts_is_nothing() -> None:
    """No division by zero."""
    assert compare(print_of(""), print_of(STORY)) == (0.0, 0.0)
