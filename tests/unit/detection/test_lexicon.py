"""Phrases are found on word boundaries, in one pass."""

from monitor.detection.lexicon import Match, PhraseMatcher
from monitor.detection.text import fold

MATCHER = PhraseMatcher([("rocket", 1), ("Green Zone", 2), ("zone", 3), ("don't", 4), ("car-bomb", 5)])


def found(text: str) -> list[int]:
    """Payloads of the longest matches."""
    return [match.payload for match in MATCHER.find_longest(fold(text))]


def test_whole_words_in_any_case_and_marks() -> None:
    """Case and typographic marks do not matter, word boundaries do."""
    assert found("ROCKET hits; rocketry, skyrocket") == [1]
    assert found("They don’t; a car–bomb") == [4, 5]
    assert found("rocket's tail, (rocket) rocket-like") == [1, 1, 1]


def test_the_longest_wins_and_all_are_there_to_have() -> None:
    """`find_longest` keeps the longer of two that overlap; `find` gives both."""
    assert found("the green zone, a zone") == [2, 3]
    assert list(MATCHER.find(fold("green zone"))) == [Match(0, 10, 2), Match(6, 10, 3)]


def test_bounds_and_an_empty_lexicon() -> None:
    """A search may be kept to a span; no phrases find nothing."""
    text = fold("rocket rocket rocket")
    assert [m.start for m in MATCHER.find(text, 3, 14)] == [7]
    assert list(PhraseMatcher([]).find(text)) == []
