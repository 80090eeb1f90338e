"""The day of the attack told from those of what came after it: deaths, claims, releases, days in court."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.when import assign_dates, find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

WEDNESDAY = datetime(2020, 3, 18, 14, 0, tzinfo=UTC)


def day(
    body: str, *anchors: str, title: str = "", published: datetime = WEDNESDAY, zone: str = "Asia/Baghdad"
) -> str | None:
    """The date of one news event with the given words of attack, told in all sentences."""
    text = Text(Document(id="t", title=title, text=body, published=published))
    found = []
    for words in anchors:
        at = text.full.index(words)
        sentence = text.sentence_at(at)
        assert sentence is not None
        found.append(Anchor(at, at + len(words), sentence.index, EventType.SHOOTING, words))
    draft = Draft(
        type=EventType.SHOOTING, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=tuple(found),
        sentences=tuple(s.index for s in text.sentences),
    )  # fmt: skip
    return assign_dates(text, [draft], find_dates(text, published), published, [zone])[0].date


COUNTED = [
    ("The state closed its schools on Tuesday, a day after raiders shot ten at the mill.", "shot ten", "2020-03-16"),
    ("The envoy left on Tuesday, three days after raiders shot ten at the mill.", "shot ten", "2020-03-14"),
    ("A porter died on Tuesday, two days after raiders shot him at the mill.", "shot him", "2020-03-15"),
    ("The group claimed on Tuesday the raid that left ten shot dead the day before.", "shot dead", "2020-03-16"),
    ("No word came on Tuesday's strike, two days after raiders shot ten at the mill.", "shot ten", "2020-03-17"),
    # the words of the attack stand before the phrase: its day is the one named with it
    ("Raiders shot ten on Tuesday, a day after talks failed.", "shot ten", "2020-03-17"),
    ("Raiders shot ten on Tuesday, two weeks after a truce began.", "shot ten", "2020-03-17"),
    # what was months before is of no news
    ("Ten men shot on Sunday were buried, seven months after raiders left the mill.", "shot", "2020-03-15"),
]


@pytest.mark.parametrize(("body", "words", "expected"), COUNTED)
def test_what_the_phrase_counts_from_is_dated_back(body: str, words: str, expected: str) -> None:
    """ "On Tuesday …, a day after raiders shot": the shots fell on Monday, unless they are told before the phrase."""
    assert day(body, words) == expected


def test_a_title_alone_tells_the_attack() -> None:
    """Where the sentence has no word of attack, a death or an arrest before the phrase shows which of both it is."""
    title = "Toll of mill shooting rises"
    assert day("A porter succumbed on Tuesday, two days after men burst in.", "shooting", title=title) == "2020-03-15"
    assert day("It began on Tuesday, two days after the fair.", "shooting", title=title) == "2020-03-17"


def test_the_day_of_a_death_told_later_is_counted_from() -> None:
    """ "has died six days after he was shot … died on Sunday": six days before that Sunday."""
    body = "A porter has died six days after he was shot. Police said that he died on Sunday."
    assert day(body, "was shot") == "2020-03-09"


AFTERMATH = [
    ("A girl died on Tuesday, raising to six the number killed when men shot up a fair on Sunday.", "shot up"),
    ("A girl died on Tuesday, bringing to six those killed when men shot up a fair on Sunday.", "shot up"),
    ("A girl succumbed to her wounds on Tuesday after men shot up a fair on Sunday.", "shot up"),
    ("A girl died on Tuesday of her burns; her aunt had been shot on Sunday.", "shot"),
    ("Police on Tuesday named the man who shot six at a fair on Sunday.", "shot six"),
    ("Raiders who shot six during Sunday's prayer want money, kin disclosed on Tuesday.", "shot six"),
    ("The mayor said on Tuesday that six were hurt in Sunday's shooting.", "Sunday's shooting"),
    ("Six were hurt in Sunday night's deadly shooting, the mayor said on Tuesday.", "shooting"),
    ("The minister showed on Tuesday a film of Sunday's strike.", "strike"),
]


@pytest.mark.parametrize(("body", "words"), AFTERMATH)
def test_the_day_of_what_came_after_is_not_the_attacks(body: str, words: str) -> None:
    """A death, a name given or a film shown has its own day; the attack's is the Sunday."""
    assert day(body, words) == "2020-03-15"


KEPT = [
    ("Raiders on Tuesday stormed a fair and shot six.", "shot six", "2020-03-17"),
    ("Six people died on Tuesday when men shot up a fair.", "shot up", "2020-03-17"),
    ("Six were shot on Tuesday, police said.", "shot", "2020-03-17"),
    ("Six were shot outside a store just before midnight Tuesday, according to police.", "shot", "2020-03-17"),
    ("Guns were fired as crowds left the ground on Tuesday afternoon, witnesses said.", "Guns", "2020-03-17"),
]


@pytest.mark.parametrize(("body", "words", "expected"), KEPT)
def test_the_attacks_own_day_is_kept(body: str, words: str, expected: str) -> None:
    """A verb behind the day, deaths on it, or "police said" behind a pause do not make it a day of telling."""
    assert day(body, words) == expected


SENSED = [
    ("A crowd poured into the airport on Sunday.", "2020-03-15"),
    ("A mother saw him in a clip shared by the group on Monday.", None),
    ("A crowd poured into the airport on Sunday, the ministry said on Tuesday.", "2020-03-15"),
]


@pytest.mark.parametrize(("body", "expected"), SENSED)
def test_a_sentence_that_stands_for_the_words_of_attack_has_its_day_but_not_that_of_the_telling(
    body: str, expected: str | None
) -> None:
    """Where no pattern knows the words, the sentence is the anchor, and nearness to it says nothing."""
    assert day(body, body) == expected


def test_a_day_that_stands_yet_nearer_to_the_other_event_leaves_this_one_its_own() -> None:
    """ "shelled the town overnight in reply to shots that fell on Monday": each event has its own day."""
    body = "Guns shelled the town of Rada overnight in reply to shots that fell on Monday."
    text = Text(Document(id="t", title="", text=body, published=WEDNESDAY))
    drafts = []
    for words, role in (("shelled", Role.NEWS), ("shots that fell", Role.BACKGROUND)):
        at = body.index(words)
        anchors = (Anchor(at, at + len(words), 0, EventType.SHELLING, words),)
        drafts.append(
            Draft(type=EventType.SHELLING, stage=Stage.ACCOMPLISHED, role=role, anchors=anchors, sentences=(0,))
        )
    dated = assign_dates(text, drafts, find_dates(text, WEDNESDAY), WEDNESDAY, [None, None])
    assert [d.date for d in dated] == ["2020-03-18", "2020-03-16"]


def test_a_day_in_court_dates_no_attack() -> None:
    """Not the past one nor the one to come."""
    assert day("Two men held over the shooting appeared before a judge on Monday.", "shooting") is None
    title = "Man charged over shooting"
    assert day("He will appear at the Upper Town Magistrates' Court on Thursday.", "shooting", title=title) is None


BEFORE = [
    ("A pipe was cut early on Sunday. Another was blown up in December 2018.", "blown up", "2020-03-15"),
    ("A man aimed at the mayor on Monday evening, but was held. The last mayor was shot in May 2015.", "shot",
     "2020-03-16"),
    ("The last mayor was shot in May 2015. His heir spoke on Monday.", "shot", "2015-05"),
    ("The mayor said on Monday that he mourns. The last one was shot in May 2015.", "shot", "2015-05"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words", "expected"), BEFORE)
def test_news_with_a_day_of_its_own_is_not_of_a_month_named_later(body: str, words: str, expected: str) -> None:
    """A recent day told first goes before a month or a year behind it, unless it is a day of telling or comes later."""
    assert day(body, words) == expected


NIGHTS = [
    ("overnight Saturday-Sunday", "2020-03-15"),
    ("overnight from Saturday to Sunday", "2020-03-15"),
    ("on the night of Saturday to Sunday", "2020-03-15"),
    ("during the night from Saturday to Sunday", "2020-03-15"),
    ("from late Saturday into the early hours of Sunday", "2020-03-15"),
    ("Saturday night into Sunday morning", "2020-03-15"),
    ("late Saturday and again on Sunday", "2020-03-14"),
    ("from Saturday to Tuesday", "2020-03-14"),
    ("before dawn yesterday", "2020-03-17"),
]


@pytest.mark.parametrize(("phrase", "expected"), NIGHTS)
def test_a_night_named_by_both_days_is_of_the_one_on_which_it_ended(phrase: str, expected: str) -> None:
    """Only where the words are of a night, and the second day is the next."""
    assert day(f"Six were shot {phrase}.", "shot") == expected


@pytest.mark.parametrize(
    ("hour", "phrase", "expected"),
    [
        (22, "this afternoon", "2020-03-18"),
        (22, "this morning", "2020-03-19"),
        (22, "tonight", "2020-03-18"),
        (12, "this afternoon", "2020-03-18"),
        (6, "tonight", "2020-03-18"),
    ],
)
def test_this_afternoon_told_after_midnight_is_of_the_day_before(hour: int, phrase: str, expected: str) -> None:
    """At one in the morning, where it happened, the afternoon was yesterday's."""
    published = WEDNESDAY.replace(hour=hour, minute=30)
    assert day(f"Six were shot {phrase}.", "shot", published=published) == expected
