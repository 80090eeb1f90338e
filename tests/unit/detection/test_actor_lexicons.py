"""Proves that one pass finds the words of each lexicon for itself: none hides another's."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

import pytest

from monitor.detection.actors import index
from monitor.detection.text import Text
from monitor.domain.document import Document


@pytest.fixture
def lexicons(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, index.Lexicon[int]]]:
    """Three lexicons that share words, and no others."""
    monkeypatch.setattr(index, "_LEXICONS", [])
    tables = {
        "wide": [("market guard", 1), ("guard", 2)],
        "narrow": [("guard", 3), ("market", 4), ("guard", 5)],
        "other": [("tower", 6)],
    }
    yield {name: index.Lexicon(partial(list, rows)) for name, rows in tables.items()}
    index._matcher.cache_clear()


def test_each_lexicon_has_its_own_longest_words(lexicons: dict[str, index.Lexicon[int]]) -> None:
    """Of one lexicon the longest words count, of a phrase told twice the last; the others' words stay."""
    text = Text(Document(id="1", title="A Market Guard fell", text="The guard left the market. Nobody came."))
    found = {
        name: [[m.payload for m in lexicon.words_in(sentence)] for sentence in text.sentences]
        for name, lexicon in lexicons.items()
    }
    assert found == {"wide": [[1], [2], []], "narrow": [[4, 5], [5, 4], []], "other": [[], [], []]}


def test_words_are_found_once_for_a_text(lexicons: dict[str, index.Lexicon[int]]) -> None:
    """What has been found is kept: a second question gets the same list."""
    text = Text(Document(id="1", title="The guard", text="At the tower."))
    first, again = ([x.words_in(s) for x in lexicons.values() for s in text.sentences] for _ in range(2))
    assert all(one is other for one, other in zip(first, again, strict=True) if one)
    assert list(chain.from_iterable(first))
