"""Days given to events: the right phrase, phrases that lean on other events, zones, and what is left undated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from monitor.detection.dates.find import MOST_MENTIONS
from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.when import Dated, MentionKind, assign_dates, find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import DatePrecision, EventType, Role, Stage

WEDNESDAY = datetime(2020, 3, 18, 6, 0, tzinfo=UTC)


def anchor(text: Text, words: str) -> Anchor:
    """The anchor at `words`, which stand once in the text."""
    assert text.folded.count(words.lower()) == 1, words
    at = text.folded.index(words.lower())
    sentence = text.sentence_at(at)
    assert sentence is not None
    return Anchor(at, at + len(words), sentence.index, EventType.SHELLING, words)


def event(text: Text, *words: str, role: Role = Role.NEWS, stage: Stage = Stage.ACCOMPLISHED) -> Draft:
    """An event with an anchor at each of `words`, told in their sentences."""
    anchors = tuple(anchor(text, w) for w in words)
    sentences = tuple(sorted({a.sentence for a in anchors}))
    return Draft(type=EventType.SHELLING, stage=stage, role=role, anchors=anchors, sentences=sentences)


def dates(
    body: str,
    events: Sequence[tuple[str, ...]],
    *,
    title: str = "",
    published: datetime | None = WEDNESDAY,
    zone: str | None = "Asia/Baghdad",
) -> list[Dated]:
    """The dates of the events whose anchors' words are given; the first is the news."""
    text = Text(Document(id="t", title=title, text=body, published=published))
    drafts = [event(text, *words, role=Role.BACKGROUND if i else Role.NEWS) for i, words in enumerate(events)]
    return assign_dates(text, drafts, find_dates(text, published), published, [zone] * len(drafts))


CHAINS = [
    (
        "Mortars landed on the port late on Tuesday. The previous evening, gunmen stormed a depot.",
        [("landed",), ("stormed",)],
        ["2020-03-17", "2020-03-16"],
    ),
    (
        "Mortars landed on the port on Monday. The next day, gunmen stormed a depot.",
        [("landed",), ("stormed",)],
        ["2020-03-16", "2020-03-17"],
    ),
    (
        "Mortars landed on the port on Monday. Gunmen stormed a depot the same day.",
        [("landed",), ("stormed",)],
        ["2020-03-16", "2020-03-16"],
    ),
    (
        "Mortars landed on the port on Friday. Two days later, gunmen stormed a depot.",
        [("landed",), ("stormed",)],
        ["2020-03-13", "2020-03-15"],
    ),
    (
        "Mortars landed on the port on Friday. Three days earlier, gunmen stormed a depot.",
        [("landed",), ("stormed",)],
        ["2020-03-13", "2020-03-10"],
    ),
    (
        "Mortars landed on the port on Friday, hours after gunmen stormed a depot.",
        [("landed",), ("stormed",)],
        ["2020-03-13", "2020-03-13"],
    ),
    (
        "Last Wednesday, mortars landed on the port. Wednesday's barrage was followed by a raid on Saturday.",
        [("landed", "barrage"), ("raid",)],
        ["2020-03-11", "2020-03-14"],
    ),
    (
        "A raid on Saturday followed. The first one prompted airstrikes Friday on the hills.",
        [("raid",), ("airstrikes",)],
        ["2020-03-14", "2020-03-13"],
    ),
    (
        "It was the worst barrage since a late December rocket strike on a camp.",
        [("barrage",), ("rocket strike",)],
        [None, "2019-12"],
    ),
    (
        "Mortars landed on the port on Sunday. In 2016 a lorry bomb levelled the same port.",
        [("landed",), ("lorry bomb",)],
        ["2020-03-15", "2016"],
    ),
    (
        "Mortars landed on the port on Sunday. Later that night drones struck the bridge.",
        [("landed",), ("struck",)],
        ["2020-03-15", "2020-03-15"],
    ),
]


@pytest.mark.parametrize(("body", "events", "expected"), CHAINS)
def test_each_event_gets_its_own_day(body: str, events: list[tuple[str, ...]], expected: list[str | None]) -> None:
    """Phrases bind to the nearest event, and those that lean on another event are read from its day."""
    assert [d.date for d in dates(body, events)] == expected


TELLING = [
    ("A bomb exploded near the bank on Sunday, the ministry said on Tuesday.", "2020-03-15"),
    ("A bomb exploded near the bank on Sunday, police told reporters Monday.", "2020-03-15"),
    ("Police said on Tuesday that a bomb exploded near the bank on Sunday.", "2020-03-15"),
    ("A man who was arrested on Tuesday said a bomb exploded near the bank Sunday.", "2020-03-15"),
    ("A bomb exploded near the bank Sunday; a suspect appeared in court Tuesday.", "2020-03-15"),
    ("A bomb exploded near the bank on Sunday. A funeral was held on Tuesday.", "2020-03-15"),
]


@pytest.mark.parametrize(("body", "expected"), TELLING)
def test_the_day_of_the_telling_is_not_the_attacks(body: str, expected: str) -> None:
    """ "said on Tuesday", "was arrested", "in court" date the aftermath."""
    assert dates(body, [("exploded",)])[0].date == expected


def test_the_fullest_phrase_is_kept_as_evidence() -> None:
    """Where title and lead give one day, the words that say most are quoted, with exact offsets."""
    found = dates("Mortars landed on the port late on Tuesday.", [("fell", "landed")], title="Mortars fell Tuesday")[0]
    assert (found.date, found.date_text, found.precision) == ("2020-03-17", "late on Tuesday", DatePrecision.DAY)
    assert found.age_days == 1.0


def test_a_wider_phrase_is_made_exact_by_a_finer_one() -> None:
    """ "over the weekend" becomes the Sunday that the next sentence names."""
    body = "Mortars landed on the port over the weekend. The shells came down on Sunday night."
    assert dates(body, [("landed",)])[0].date == "2020-03-15"


def test_the_local_day_counts() -> None:
    """At 20:00 UTC on Tuesday it is Wednesday in Tokyo: "today" is Wednesday there, and Tuesday in London."""
    evening = datetime(2020, 3, 17, 20, 0, tzinfo=UTC)
    body = "Mortars landed on the port today."
    assert dates(body, [("landed",)], published=evening, zone="Asia/Tokyo")[0].date == "2020-03-18"
    assert dates(body, [("landed",)], published=evening, zone="Europe/London")[0].date == "2020-03-17"
    assert dates(body, [("landed",)], published=evening, zone=None)[0].date == "2020-03-17"
    assert dates(body, [("landed",)], published=evening, zone="Mars/Olympus")[0].date == "2020-03-17"


CLOCKS = [
    ("Mortars landed at 10:40 p.m. local time on Tuesday.", "Asia/Baghdad", "2020-03-17T22:40+03:00"),
    ("Mortars landed on Tuesday at 22:40 local time.", "Asia/Baghdad", "2020-03-17T22:40+03:00"),
    ("Mortars landed at 10:40 p.m. (1940 GMT) on Tuesday.", "Asia/Baghdad", "2020-03-17T22:40+03:00"),
    ("Mortars landed at 10:40 p.m. on Tuesday.", "Asia/Baghdad", "2020-03-17"),
    ("Mortars landed at 10:40 p.m. local time on Tuesday.", None, "2020-03-17"),
]


@pytest.mark.parametrize(("body", "zone", "expected"), CLOCKS)
def test_a_clock_time_needs_its_zone(body: str, zone: str | None, expected: str) -> None:
    """Minutes are given where the text names the clock they were read from and the place's zone is known."""
    assert dates(body, [("landed",)], zone=zone)[0].date == expected


UNPUBLISHED = [
    ("Mortars landed on the port on Tuesday.", None),
    ("Mortars landed on the port last week.", None),
    ("Mortars landed on the port overnight.", None),
    ("Mortars landed on the port on March 17.", None),
    ("Mortars landed on the port on March 17, 2020.", "2020-03-17"),
    ("Mortars landed on the port in December 2019.", "2019-12"),
    ("Mortars landed on the port in 2019.", "2019"),
]


@pytest.mark.parametrize(("body", "expected"), UNPUBLISHED)
def test_without_a_publication_only_whole_dates_resolve(body: str, expected: str | None) -> None:
    """A weekday without a publication time stays open, and so does the event's age."""
    found = dates(body, [("landed",)], published=None)[0]
    assert (found.date, found.age_days) == (expected, None)
    assert (found.precision is DatePrecision.UNKNOWN) == (expected is None)


WIRE = [
    ("MORTARS LANDED ON THE PORT ON 3 JAN 90.", "1990-01-03"),
    ("MORTARS LANDED ON THE PORT ON 30 DECEMBER.", "1989-12-30"),
    ("MORTARS LANDED ON THE PORT LAST NIGHT.", "1990-01-09"),
    ("MORTARS LANDED ON THE PORT ON 12 NOVEMBER 1989.", "1989-11-12"),
    ("MORTARS LANDED ON THE PORT IN SEPTEMBER 1989.", "1989-09"),
    ("MORTARS LANDED ON THE PORT YESTERDAY MORNING.", "1990-01-09"),
    ("MORTARS LANDED ON THE PORT ON SUNDAY.", "1990-01-07"),
]


@pytest.mark.parametrize(("body", "expected"), WIRE)
def test_wire_copy_in_capitals(body: str, expected: str) -> None:
    """Old wire copy has no case to go by and writes years with two digits."""
    assert dates(body, [("landed",)], published=datetime(1990, 1, 10, 12, tzinfo=UTC))[0].date == expected


def test_a_future_day_is_never_an_accomplished_events() -> None:
    """Days to come are passed over for what has happened, and kept for what is threatened."""
    body = "Mortars landed on the port on March 25, 2020."
    text = Text(Document(id="t", text=body, published=WEDNESDAY))
    mentions = find_dates(text, WEDNESDAY)
    happened, threatened = event(text, "landed"), event(text, "landed", stage=Stage.THREATENED)
    found = assign_dates(text, [happened, threatened], mentions, WEDNESDAY, [None, None])
    assert [d.date for d in found] == [None, "2020-03-25"]


def test_a_text_without_date_words_leaves_its_event_undated() -> None:
    """The publication's day is not lent to an event (docs/decisions/0030)."""
    assert dates("Mortars landed on the port.", [("landed",)]) == [Dated()]


def test_mentions_are_found_in_order_and_apart() -> None:
    """Mentions come in the order of the text, do not overlap, and tell their kind."""
    text = Text(Document(id="t", text="On Tuesday, March 17, and a day later, over the past week and since 2019."))
    mentions = find_dates(text, WEDNESDAY)
    assert [m.words for m in mentions] == ["Tuesday, March 17", "a day later", "over the past week", "2019"]
    kinds = [MentionKind.ABSOLUTE, MentionKind.ANAPHORIC, MentionKind.DURATION, MentionKind.ABSOLUTE]
    assert [m.kind for m in mentions] == kinds
    assert [m.since for m in mentions] == [False, False, False, True]


def test_a_table_of_dates_is_cut_short() -> None:
    """No text yields more phrases than a human could mean, however many it holds."""
    text = Text(Document(id="t", text="On Tuesday two weeks ago " * 2000))
    assert len(find_dates(text, WEDNESDAY)) == MOST_MENTIONS


@pytest.mark.parametrize(
    ("body", "events", "expected"),
    [
        (
            "A bomb exploded at a mill on Monday. In addition, guerrillas blew up a lorry.",
            [("exploded",), ("blew up",)],
            ["2020-03-16", "2020-03-16"],
        ),
        ("Rockets hit a mill today. A second bomb went off at a bank.", [("hit",), ("went off",)], ["2020-03-18"] * 2),
        ("ROCKETS HIT A MILL TODAY. REBELS ALSO BLEW UP A BRIDGE.", [("HIT",), ("BLEW UP",)], ["2020-03-18"] * 2),
        ("Rockets hit a mill today. Rebels blew up a bridge.", [("hit",), ("blew up",)], ["2020-03-18", None]),
        (
            "Rockets hit a mill today. Rebels had also blown up a bridge.",
            [("hit",), ("blown up",)],
            ["2020-03-18", None],
        ),
        (
            "Rockets hit a mill in 2018. Meanwhile, rebels blew up a bridge.",
            [("hit",), ("blew up",)],
            ["2018", None],
        ),
        (
            "Rockets hit a mill. A lorry was also blown up on Sunday.",
            [("hit",), ("blown up",)],
            [None, "2020-03-15"],
        ),
    ],
)
def test_what_a_word_adds_is_of_the_day_told_last(
    body: str, events: list[tuple[str, ...]], expected: list[str | None]
) -> None:
    """Only a day, only by a word that adds, and not where words of another time stand by; nor does it lend its own."""
    assert [found.date for found in dates(body, events)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Rebels attacked a mill. The new president will take over from the old one on 1 April.", None),
        ("Rebels attacked a mill. Talks are to begin on 9 April.", None),
        ("Rebels attacked a mill. The ministers will meet this week in the capital.", None),
        ("Rebels attacked a mill in the 14 March neighbourhood.", None),
        ("Rebels of the 14 March Movement attacked a mill.", None),
        ("Rebels attacked a mill on 14 March.", "2020-03-14"),
        ("Rebels attacked a mill on 14 December.", "2019-12-14"),
    ],
)
def test_days_to_come_and_names_date_no_attack(body: str, expected: str | None) -> None:
    """A day without a year that lies weeks ahead is to come; what a quarter or a movement is called is no date."""
    assert dates(body, [("attacked",)])[0].date == expected
