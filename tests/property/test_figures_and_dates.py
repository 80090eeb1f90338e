"""Laws of counts and dates that hold for any text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.detection.dates.calendar import iso, resolve, shifted
from monitor.detection.dates.mention import MentionKind, Recipe, Unit
from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import assign_figures, find_casualties
from monitor.detection.text import Text
from monitor.detection.when import assign_dates, find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

VOCABULARY = """
killed wounded shot dead injured two three dozens a man woman people soldiers police said and , . was were have been
including at least more than 14 2,000 19-year-old Smith Kabul on in Tuesday late March 17 2020 last week ago days since
toll rose to from no casualties another others who gunman himself their after before overnight yesterday missing
kidnapped the previous evening — ( ) : ; year-old 911 % $5 9mm
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n\n"])
BODIES = st.lists(WORDS, max_size=60).map(" ".join)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))


def one_event(text: Text) -> Draft:
    """An accomplished event anchored at the first character."""
    anchor = Anchor(text.body_start, text.body_start + 1, 0, EventType.ATTACK, "x")
    return Draft(
        type=EventType.ATTACK,
        stage=Stage.ACCOMPLISHED,
        role=Role.NEWS,
        anchors=(anchor,),
        sentences=tuple(range(len(text.sentences))),
    )


@given(BODIES | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_counts_are_sane_for_any_text(body: str) -> None:
    """A figure's least is not above its most nor below zero; its evidence is the text's own words."""
    text = Text(Document(id="t", title="Title", text=body))
    found = assign_figures(text, [one_event(text)])[0]
    for figure in (found.killed, found.injured, found.abducted, found.missing):
        if figure is not None:
            assert figure.min is not None
            assert figure.min >= 0
            assert figure.max is None or figure.min <= figure.max
            assert figure.stated_none == (figure.max == 0)
    for evidence in found.evidence:
        assert text.full[evidence.start : evidence.end] == evidence.text


@given(BODIES, st.integers(2, 4))
@settings(max_examples=80, deadline=None)
def test_a_count_has_one_owner(body: str, events: int) -> None:
    """However many events share the sentences, no count is evidence for two of them."""
    text = Text(Document(id="t", text=body))
    found = assign_figures(text, [one_event(text) for _ in range(events)])
    spans = [(e.field, e.start, e.end) for f in found for e in f.evidence]
    assert len(spans) == len(set(spans))
    for casualty in find_casualties(text):
        assert 0 <= casualty.start < casualty.end <= len(text.full)


@given(BODIES | st.text(max_size=200), MOMENTS)
@settings(max_examples=150, deadline=None)
def test_dates_are_sane_for_any_text(body: str, published: datetime) -> None:
    """Mentions lie in the text in order and apart; no accomplished event lies after its publication."""
    text = Text(Document(id="t", title="Title", text=body, published=published))
    mentions = find_dates(text, published)
    for before, after in pairwise(mentions):
        assert before.end <= after.start
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text.full)
        if mention.earliest is not None and mention.latest is not None:
            assert mention.earliest <= mention.latest
    dated = assign_dates(text, [one_event(text)], mentions, published, [None])[0]
    assert (dated.date is None) == (dated.date_text is None)
    if dated.date is not None and len(dated.date) == 10:
        assert date.fromisoformat(dated.date) <= published.date()


@given(DAYS, st.integers(0, 6), st.booleans())
def test_a_weekday_is_the_last_one_of_its_name(today: date, weekday: int, strictly: bool) -> None:
    """It has its name, lies at most a week back, and "last" never means today."""
    recipe = Recipe(kind=MentionKind.WEEKDAY, weekday=weekday, strictly_before=strictly)
    span = resolve(recipe, today)
    assert span is not None
    assert span.earliest.weekday() == weekday
    assert timedelta(days=int(strictly)) <= today - span.earliest <= timedelta(days=7 if strictly else 6)


@given(DAYS, st.integers(-400, 400), st.sampled_from(list(Unit)))
def test_iso_is_cut_at_its_precision(today: date, shift: int, unit: Unit) -> None:
    """A shifted day is a span that holds together, and its ISO form begins with its year (or its week's)."""
    span = shifted(today, shift, unit)
    assert span is not None
    assert span.earliest <= span.latest
    assert len(iso(span)) == {"day": 10, "week": 8, "month": 7, "year": 4}[str(span.precision)]


@given(DAYS, st.integers(1, 12), st.integers(1, 31))
def test_a_date_without_a_year_is_never_far_ahead(today: date, month: int, day: int) -> None:
    """It is the last one that had begun, give or take a day for the zones."""
    span = resolve(Recipe(kind=MentionKind.ABSOLUTE, month=month, day=day), today)
    if span is not None:
        assert span.earliest <= today + timedelta(days=1)
