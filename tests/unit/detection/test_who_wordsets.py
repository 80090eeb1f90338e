"""The word lists of the grammar of doers are data, and each word of them is read."""

from __future__ import annotations

import re

import pytest

from monitor.detection.actors.wordsets import alternatives, any_of, words_of
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


@pytest.mark.parametrize("forms", [{"open", "open fire", "opened"}, {"hit"}, {"a", "ab", "abc", "abcd", "abcde"}, {"-x", "+y"}])
def test_forms_are_found_longest_first_whatever_they_share(forms: set[str]) -> None:
    """Alternatives nested by their beginnings match what they would in a row."""
    row = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    for text in (*forms, "opened fire", "open firearm", "abcdef", "none"):
        nested = re.search(rf"(?:{any_of(forms)})(?!\w)", text)
        plain = re.search(rf"(?:{row})(?!\w)", text)
        assert (nested and nested.span()) == (plain and plain.span())
