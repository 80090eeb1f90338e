"""What an article is recognised by: telling words, names, parties, and what it says of itself."""

from __future__ import annotations

import pytest

from monitor.domain.report import Cue
from monitor.incidents.cues import cues
from monitor.incidents.fingerprint import names, stem, stop_words, telling_words
from monitor.incidents.parties import doers, parties
from monitor.incidents.words import RAREST, most_telling, weight


def test_rare_words_weigh_more_than_common_ones() -> None:
    """A name that no table knows is the heaviest; police are everywhere."""
    assert weight("dravec") == RAREST
    assert weight("police") < weight("cathedral") < RAREST


def test_ages_and_names_tell_of_a_story() -> None:
    """ "a 41-year-old" and "Tosk, 41," say the same."""
    words = telling_words("Woman shot in Brenholt", "Ilena Tosk, 41, was shot. The 41-year-old was alone.")
    assert {"41y", "ilena", "tosk", "brenholt"} <= set(words)


@pytest.mark.parametrize("word", ["the", "said", "monday", "after"])
def test_furniture_tells_nothing(word: str) -> None:
    """Grammar and news furniture are no telling words."""
    assert word in stop_words()


def test_words_that_begin_a_sentence_are_no_names() -> None:
    """Only a capital inside of a sentence makes a name."""
    assert names("Rockets fell. Nobody in Karsova saw Milan Dravec there.") == {"karsova", "milan", "dravec"}


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("rockets", "rocket"), ("cities", "city"), ("gas", "gas"), ("class", "class"), ("crisis", "crisis")],
)
def test_plurals_meet_their_singular(word: str, stemmed: str) -> None:
    """A light stemmer: s and ies."""
    assert stem(word) == stemmed


def test_most_telling_breaks_ties_by_the_alphabet() -> None:
    """The same words give the same answer."""
    assert most_telling(["zzyx", "aabx", "police"], 2) == ("aabx", "zzyx")


def test_people_and_countries_are_one_party() -> None:
    """Iran, Iranian, Iranians; groups by their main name."""
    assert parties("Iranian missiles", "Iran said that Hezbollah fired.") == ("IR", "Hezbollah")


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Hamas' surprise attack on the border", ("Hamas",)),
        ("Russian drone strike hits train", ("RU",)),
        ("Israel says it was not told", ()),
    ],
)
def test_whose_attack_a_headline_speaks_of(title: str, who: tuple[str, ...]) -> None:
    """A party directly before the deed."""
    assert doers(title, "") == who


CUES = [
    ("Correction: three killed in Karsova, not five", "", Cue.CORRECTION),
    ("Three killed in Karsova", "An earlier version of this story gave a wrong toll.", Cue.CORRECTION),
    ("Herald retracts report on Karsova blast", "", Cue.RETRACTION),
    ("A report withdrawn", "Our story has been withdrawn.", Cue.RETRACTION),
    ("The week in pictures", "", Cue.RETROSPECT),
    ("Ten years on, Karsova remembers", "", Cue.RETROSPECT),
    ("War in Vandria live: shells fall on Telmuk", "", Cue.ROUNDUP),
    ("Blast in Karsova: what we know", "", Cue.ROUNDUP),
]


@pytest.mark.parametrize(("title", "body", "cue"), CUES)
def test_an_article_says_what_it_is(title: str, body: str, cue: Cue) -> None:
    """Corrections and retractions in the first lines, retrospects and round-ups in the title."""
    assert cue in cues(title, body)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Rockets hit Karsova", "It was the worst attack in two years on the city, residents said."),
        ("Correctional officer stabbed in Brenholt", ""),
        ("Rebels withdraw from Telmuk", "The army said the report was not confirmed."),
        ("Livestock killed by shelling", ""),
    ],
)
def test_news_says_nothing_of_itself(title: str, body: str) -> None:
    """Words that look alike."""
    assert cues(title, body) == ()
