"""Two hundred date phrases, each in a sentence of its own, read on a Wednesday morning in March."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.when import assign_dates, find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

WEDNESDAY = datetime(2020, 3, 18, 14, 0, tzinfo=UTC)

# {} stands where a mortar round hit a depot: "A mortar round hit the depot {}."
AFTER = [
    # weekdays, alone and with parts of the day
    ("on Tuesday", "2020-03-17"),
    ("Tuesday", "2020-03-17"),
    ("on Monday", "2020-03-16"),
    ("on Sunday", "2020-03-15"),
    ("on Saturday", "2020-03-14"),
    ("on Friday", "2020-03-13"),
    ("on Thursday", "2020-03-12"),
    ("on Wednesday", "2020-03-18"),
    ("late on Tuesday", "2020-03-17"),
    ("late Tuesday", "2020-03-17"),
    ("early on Tuesday", "2020-03-17"),
    ("early Tuesday", "2020-03-17"),
    ("early Wednesday", "2020-03-18"),
    ("earlier on Wednesday", "2020-03-18"),
    ("Tuesday night", "2020-03-17"),
    ("on Tuesday night", "2020-03-17"),
    ("Tuesday morning", "2020-03-17"),
    ("on Monday afternoon", "2020-03-16"),
    ("Monday evening", "2020-03-16"),
    ("late Monday evening", "2020-03-16"),
    ("early Sunday morning", "2020-03-15"),
    ("on Friday at noon", "2020-03-13"),
    ("around midnight on Sunday", "2020-03-15"),
    ("shortly after midnight on Monday", "2020-03-16"),
    ("just after midnight Monday", "2020-03-16"),
    ("before dawn on Sunday", "2020-03-15"),
    ("at dawn on Sunday", "2020-03-15"),
    ("in the early hours of Monday", "2020-03-16"),
    ("in the early hours of Monday morning", "2020-03-16"),
    ("in the early morning hours of Monday", "2020-03-16"),
    ("in the small hours of Tuesday", "2020-03-17"),
    ("in the past few hours", "2020-03-18"),
    ("over the last few hours", "2020-03-18"),
    ("in recent hours", "2020-03-18"),
    ("during the early hours of Wednesday", "2020-03-18"),
    ("in the late hours of Friday", "2020-03-13"),
    ("on the night of Friday", "2020-03-13"),
    ("on the evening of Saturday", "2020-03-14"),
    ("on the morning of Monday", "2020-03-16"),
    ("overnight into Sunday", "2020-03-15"),
    ("overnight on Monday", "2020-03-16"),
    ("overnight Saturday", "2020-03-14"),
    ("last Tuesday", "2020-03-17"),
    ("last Wednesday", "2020-03-11"),
    ("last Friday", "2020-03-13"),
    ("late last Friday", "2020-03-13"),
    ("last Wednesday night", "2020-03-11"),
    ("this past Saturday", "2020-03-14"),
    ("this Monday", "2020-03-16"),
    ("on Tuesday last week", "2020-03-10"),
    ("on Monday of last week", "2020-03-09"),
    ("Friday last week", "2020-03-13"),
    ("on Tues.", "2020-03-17"),
    ("at about 9 p.m. on Saturday", "2020-03-14"),
    ("around 7:15 a.m. Monday", "2020-03-16"),
    ("at 10:30 pm Tuesday", "2020-03-17"),
    # days counted from the publication
    ("today", "2020-03-18"),
    ("earlier today", "2020-03-18"),
    ("this morning", "2020-03-18"),
    ("early this morning", "2020-03-18"),
    ("this afternoon", "2020-03-18"),
    ("this evening", "2020-03-18"),
    ("tonight", "2020-03-18"),
    ("yesterday", "2020-03-17"),
    ("yesterday morning", "2020-03-17"),
    ("yesterday evening", "2020-03-17"),
    ("late yesterday", "2020-03-17"),
    ("last night", "2020-03-17"),
    ("late last night", "2020-03-17"),
    ("overnight", "2020-03-18"),
    ("in the early hours", "2020-03-18"),
    ("before dawn", "2020-03-18"),
    ("at dawn", "2020-03-18"),
    ("the day before yesterday", "2020-03-16"),
    ("two days ago", "2020-03-16"),
    ("three days ago", "2020-03-15"),
    ("a day ago", "2020-03-17"),
    ("about ten days ago", "2020-03-08"),
    ("just 5 days ago", "2020-03-13"),
    ("some 12 days ago", "2020-03-06"),
    ("a few hours ago", "2020-03-18"),
    ("two hours ago", "2020-03-18"),
    ("an hour ago", "2020-03-18"),
    ("hours ago", "2020-03-18"),
    ("minutes ago", "2020-03-18"),
    ("a week ago", "2020-W11"),
    ("two weeks ago", "2020-W10"),
    ("about three weeks ago", "2020-W09"),
    ("a fortnight ago", "2020-W10"),
    ("last week", "2020-W11"),
    ("late last week", "2020-W11"),
    ("earlier this week", "2020-W12"),
    ("this week", "2020-W12"),
    ("the week before last", "2020-W10"),
    ("over the weekend", "2020-W11"),
    ("at the weekend", "2020-W11"),
    ("last weekend", "2020-W11"),
    ("a month ago", "2020-02"),
    ("two months ago", "2020-01"),
    ("six months ago", "2019-09"),
    ("last month", "2020-02"),
    ("late last month", "2020-02"),
    ("earlier this month", "2020-03"),
    ("this month", "2020-03"),
    ("last year", "2019"),
    ("late last year", "2019"),
    ("a year ago", "2019"),
    ("two years ago", "2018"),
    ("earlier this year", "2020"),
    ("a decade ago", "2010"),
    # calendar dates
    ("on March 17", "2020-03-17"),
    ("on March 17, 2020", "2020-03-17"),
    ("on 17 March 2020", "2020-03-17"),
    ("on 17 March", "2020-03-17"),
    ("on the 17th of March", "2020-03-17"),
    ("on March 17th", "2020-03-17"),
    ("on Mar. 17", "2020-03-17"),
    ("on Tuesday, March 17", "2020-03-17"),
    ("on Tuesday, March 17, 2020", "2020-03-17"),
    ("on Tuesday 17 March", "2020-03-17"),
    ("on Tuesday 17 March 2020", "2020-03-17"),
    ("on Tuesday (March 17)", "2020-03-17"),
    ("late on 16 March", "2020-03-16"),
    ("on the night of March 15", "2020-03-15"),
    ("around 4 p.m. March 15", "2020-03-15"),
    ("on Jan. 3", "2020-01-03"),
    ("on January 3", "2020-01-03"),
    ("on 3 January", "2020-01-03"),
    ("on Dec. 30", "2019-12-30"),
    ("on December 30", "2019-12-30"),
    ("on 30 December", "2019-12-30"),
    ("on Sept. 11, 2001", "2001-09-11"),
    ("on September 11, 2001", "2001-09-11"),
    ("on 11 September 2001", "2001-09-11"),
    ("on Oct. 7, 2023", None),
    ("on 2020-03-17", "2020-03-17"),
    ("on 3/17/2020", "2020-03-17"),
    ("on 17/03/2020", "2020-03-17"),
    ("on 03/16/20", "2020-03-16"),
    ("on the 5th of February", "2020-02-05"),
    ("on February 29", "2020-02-29"),
    ("on May 5", "2019-05-05"),
    ("on 1 May", "2019-05-01"),
    ("on May 1st", "2019-05-01"),
    ("on Nov. 13, 2015", "2015-11-13"),
    ("on 22 July 2011", "2011-07-22"),
    ("in December 2019", "2019-12"),
    ("in December", "2019-12"),
    ("in late December", "2019-12"),
    ("late in December", "2019-12"),
    ("last December", "2019-12"),
    ("in mid-February", "2020-02"),
    ("in mid February", "2020-02"),
    ("in early March", "2020-03"),
    ("at the end of January", "2020-01"),
    ("at the beginning of January", "2020-01"),
    ("in January", "2020-01"),
    ("in May", "2019-05"),
    ("last May", "2019-05"),
    ("in March 2019", "2019-03"),
    ("in August of 2016", "2016-08"),
    ("in April", "2019-04"),
    ("this January", "2020-01"),
    ("in 2019", "2019"),
    ("back in 2015", "2015"),
    ("in 1983", "1983"),
    # what dates nothing, or lies ahead
    ("next week", None),
    ("tomorrow", None),
    ("for three days", None),
    ("since October 2019", None),
    ("in recent weeks", None),
    ("within a week", None),
    ("every day", None),
    ("near the 17-year-old monument", None),
    ("after 40 years of peace", None),
    ("with a second round", None),
    ("near March Street", None),
    ("as it may again", None),
    ("on the march", None),
    ("near Sun Valley", None),
    ("by the 2019 model lorry", None),
]

# The phrase leads the sentence: "{} a mortar round hit the depot."
BEFORE = [
    ("On Tuesday,", "2020-03-17"),
    ("Late on Tuesday,", "2020-03-17"),
    ("Tuesday night", "2020-03-17"),
    ("Last Wednesday,", "2020-03-11"),
    ("Last Wednesday night,", "2020-03-11"),
    ("Early on Monday", "2020-03-16"),
    ("In the early hours of Sunday,", "2020-03-15"),
    ("Overnight,", "2020-03-18"),
    ("Yesterday", "2020-03-17"),
    ("Last night,", "2020-03-17"),
    ("Two days ago,", "2020-03-16"),
    ("Two weeks ago,", "2020-W10"),
    ("Earlier this week,", "2020-W12"),
    ("On March 12,", "2020-03-12"),
    ("On 12 March,", "2020-03-12"),
    ("On 12 March 2018,", "2018-03-12"),
    ("In late December,", "2019-12"),
    ("In December 2018,", "2018-12"),
    ("In 2018,", "2018"),
    ("At about 10 p.m. on Monday,", "2020-03-16"),
    ("Shortly before midnight on Friday,", "2020-03-13"),
    ("On Friday evening,", "2020-03-13"),
    ("On the evening of 14 March,", "2020-03-14"),
    ("At the weekend", "2020-W11"),
    ("This morning", "2020-03-18"),
]

ROWS = [(f"A mortar round hit the depot {phrase}.", phrase, date) for phrase, date in AFTER]
ROWS += [(f"{phrase} a mortar round hit the depot.", phrase, date) for phrase, date in BEFORE]


def the_draft(text: Text) -> Draft:
    """One accomplished attack, anchored at "hit"."""
    at = text.folded.index(" hit ") + 1
    sentence = text.sentence_at(at)
    assert sentence is not None
    anchor = Anchor(at, at + 3, sentence.index, EventType.SHELLING, "hit")
    return Draft(
        type=EventType.SHELLING, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=(anchor,), sentences=(sentence.index,)
    )


def test_the_table_holds_two_hundred_phrases() -> None:
    """The table is as long as its promise, and no phrase stands in it twice."""
    assert len(ROWS) >= 200
    assert len({sentence for sentence, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("sentence", "phrase", "date"), ROWS)
def test_a_phrase_gives_its_day(sentence: str, phrase: str, date: str | None) -> None:
    """The event gets the day that its phrase means on the day of publication, cut at its precision, or none."""
    text = Text(Document(id="t", text=sentence, published=WEDNESDAY))
    dated = assign_dates(text, [the_draft(text)], find_dates(text, WEDNESDAY), WEDNESDAY, ["Europe/London"])[0]
    assert dated.date == date
    if dated.date_text is not None:
        evidence = dated.evidence[0]
        assert text.full[evidence.start : evidence.end] == evidence.text
        assert dated.date_text in " ".join(text.full.split())


@pytest.mark.parametrize("street", ["in the 1900 block of Grange Street", "in the 2000 block on Mill Road"])
def test_a_block_of_houses_is_no_year(street: str) -> None:
    """Local news gives addresses by their hundreds."""
    text = Text(Document(id="t", title="", text=f"Two men were shot {street}, police said."))
    assert find_dates(text, None) == ()
