"""The word lists of the grammar of doers are data, and each word of them is read."""

from __future__ import annotations

import re

import pytest

from monitor.detection.actors.wordsets import alternatives, words_of
from monitor.detection.lexicon import read_tsv

LISTS = sorted({row[0] for row in read_tsv("actor_words.tsv")})


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_plain_lower_case_without_repeats(name: str) -> None:
    """Words are matched against folded text, and a word stands once."""
    words = words_of(name)
    assert all(word == word.lower() and word.strip() == word and word for word in words)
    assert len(set(words)) == len(words)


def test_stars_and_pluses_stand_for_endings() -> None:
    """`*` is any ending or none, `+` at least one letter; everything else is taken as written."""
    pattern = re.compile(rf"(?:{alternatives('kept')})$")
    words = ("sheltering", "shelter", "evacuated", "evacuat", "kept")
    assert [bool(pattern.match(word)) for word in words] == [True, True, True, False, False]


def test_a_list_that_is_not_there_is_an_error() -> None:
    """A misspelt name must not match everything."""
    with pytest.raises(KeyError):
        words_of("no such list")
