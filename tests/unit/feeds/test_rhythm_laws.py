"""Laws of the rhythm and of a feed's standing, and the limits at which a standing turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.domain.feed import Entry, ParsedFeed
from monitor.domain.polling import FeedState, FeedStatus, Rhythm
from monitor.feeds import health
from monitor.feeds.exchange import Response
from monitor.feeds.hints import Hints
from monitor.feeds.reasons import FetchReason
from monitor.feeds.rhythm import expected_since, hours_watched, items_per_hour, noted

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEADY = Rhythm(by_hour=(7.0,) * 24, watched=(7.0,) * 24, at=NOON)
"""One item an hour, watched for a week."""
steps = st.lists(st.tuples(st.floats(-3, 48), st.integers(0, 50)), max_size=30)


@given(steps=steps)
def test_any_course_of_polls_leaves_sane_counts(steps: list[tuple[float, int]]) -> None:
    """Laws: no count is negative, time is never watched more than it lasted, and no clock sets the rhythm back."""
    rhythm, now = Rhythm(), NOON
    for hours, items in steps:
        before = rhythm
        now += timedelta(hours=hours)
        rhythm = noted(rhythm, items, now)
        assert all(count >= 0 for count in (*rhythm.by_hour, *rhythm.watched, rhythm.recent))
        assert hours_watched(rhythm) <= hours_watched(before) + 2.001
        assert items_per_hour(rhythm, now) >= 0
    assert len(rhythm.by_hour) == len(rhythm.watched) == 24


def test_the_first_poll_and_a_clock_that_steps_back_only_set_the_time() -> None:
    """What was there before anybody watched came at no hour."""
    assert noted(Rhythm(), 40, NOON) == Rhythm(at=NOON)
    assert noted(STEADY, 40, NOON) == STEADY
    assert noted(STEADY, 40, NOON - DAY) == replace(STEADY, at=NOON - DAY)


@pytest.mark.parametrize(("gap", "watched"), [(0.5, 0.5), (2, 2.0), (2.5, 2.0), (30, 2.0)])
def test_a_gap_counts_as_watching_up_to_two_hours(gap: float, watched: float) -> None:
    """A night without polls belongs to no single hour."""
    assert hours_watched(noted(Rhythm(at=NOON), 0, NOON + gap * HOUR)) == watched


def test_half_is_forgotten_in_a_week() -> None:
    """The daily counts; what is recent fades in hours."""
    later = noted(replace(STEADY, recent=8.0), 0, NOON + timedelta(days=7))
    assert later.by_hour[3] == pytest.approx(3.5)
    assert later.recent == 0.0
    assert noted(replace(STEADY, recent=8.0), 0, NOON + 2 * HOUR).recent == pytest.approx(4.0)


def test_a_steady_feed_has_its_rate_at_every_hour() -> None:
    """And nothing is expected of one that was never watched."""
    assert [round(items_per_hour(STEADY, NOON + n * HOUR), 3) for n in range(24)] == [1.0] * 24
    assert items_per_hour(Rhythm(), NOON) == expected_since(Rhythm(), NOON - DAY, NOON) == 0.0


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, 0.0), (-5, 0.0), (0.5, 0.5), (1, 1.0), (24, 24.0), (36.5, 36.5), (720, 720.0), (2000, 720.0)]
)
def test_what_a_steady_feed_owes(hours: float, expected: float) -> None:
    """One an hour, for a month at most; nothing for time to come."""
    assert expected_since(STEADY, NOON - hours * HOUR, NOON) == pytest.approx(expected)


@given(counts=st.lists(st.floats(0, 50), min_size=24, max_size=24), days=st.integers(0, 40))
def test_whole_days_add_up(counts: list[float], days: int) -> None:
    """Law: each further day adds the same, whatever the hours are like."""
    rhythm = Rhythm(by_hour=tuple(counts), watched=(5.0,) * 24, at=NOON)
    one = expected_since(rhythm, NOON - DAY, NOON)
    assert expected_since(rhythm, NOON - days * DAY, NOON) == pytest.approx(min(days, 30) * one)


@given(counts=st.lists(st.floats(0, 50), min_size=24, max_size=24), hours=st.floats(0, 800), more=st.floats(0, 50))
@example(counts=[50.0 if hour == 11 else 0.0 for hour in range(24)], hours=2.45, more=0.3)  # failed: 11 o'clock fell out
def test_a_longer_silence_never_owes_less(counts: list[float], hours: float, more: float) -> None:
    """Law: monotony, whatever the hours of the day are like."""
    rhythm = Rhythm(by_hour=tuple(counts), watched=(5.0,) * 24, at=NOON)
    now = NOON + timedelta(minutes=37)
    shorter, longer = (expected_since(rhythm, now - span * HOUR, now) for span in (hours, hours + more))
    assert longer >= shorter - 1e-6


# --- standing -------------------------------------------------------------------------------------------------------
def answered(state: FeedState, now: datetime = NOON, new: int = 0, **answer: object) -> FeedState:
    return health.after_success(state, Response(status=200, url="https://o.example/", **answer), new, now)  # type: ignore[arg-type]


def failed(state: FeedState, now: datetime = NOON, reason: str = "timeout") -> FeedState:
    return health.after_failure(state, reason, "detail", now)


@pytest.mark.parametrize(
    ("failures", "hours", "status"),
    [(6, 24, FeedStatus.DEAD), (6, 23.99, FeedStatus.FAILING), (5, 24, FeedStatus.FAILING), (5, 100, FeedStatus.FAILING), (1, 0, FeedStatus.FAILING), (60, 1, FeedStatus.FAILING)],
)
def test_dead_needs_both_failures_and_a_day(failures: int, hours: float, status: FeedStatus) -> None:
    """Six in a row, and a day of them."""
    state = FeedState(failures=failures - 1, failing_since=NOON - hours * HOUR)
    assert failed(state).status is status


def test_one_success_ends_all_trouble() -> None:
    """Failures, reason and since when; the count of polls goes on."""
    state = FeedState()
    for _ in range(8):
        state = failed(state, NOON)
    well = answered(failed(state, NOON + 2 * DAY), NOON + 2 * DAY)
    assert (well.status, well.failures, well.failing_since, well.reason, well.detail, well.polls) == (FeedStatus.OK, 0, None, None, None, 10)


def test_gone_is_gone_at_once() -> None:
    """410 needs no second word."""
    assert failed(FeedState(), reason=FetchReason.GONE.value).status is FeedStatus.GONE


def test_a_failure_keeps_the_validators_and_cuts_its_text() -> None:
    """They belong to the last good document; a server's essay does not belong into the store."""
    state = health.after_failure(FeedState(etag='"a"', last_modified="b"), "tls", "x" * 900, NOON, 500)
    assert (state.etag, state.last_modified, len(state.detail or ""), state.http_status) == ('"a"', "b", 300, 500)


def test_a_move_that_leads_nowhere_is_forgotten_at_the_second_failure() -> None:
    """One failure may be chance."""
    moved = FeedState(moved_to="https://n.example/", moved_candidate="https://m.example/", moved_times=2)
    once = failed(moved)
    assert (once.moved_to, once.moved_candidate, once.moved_times) == ("https://n.example/", None, 0)
    assert failed(once).moved_to is None


@pytest.mark.parametrize(
    ("targets", "moved_to"),
    [("aaa", "a"), ("aa", None), ("aba", None), ("aabbb", "b"), ("aa-a", None), ("aa-aaa", "a"), ("aaab", "a"), ("aaabbb", "b")],
)
def test_a_redirect_is_believed_when_it_stood_three_times(targets: str, moved_to: str | None) -> None:
    """In a row, to one place; `-` is a poll that was not redirected."""
    state = FeedState()
    for name in targets:
        state = answered(state, moved_to=None if name == "-" else name)
    assert state.moved_to == moved_to


SILENT = [
    ("never anything new", None, STEADY, False),
    ("eight hours less a second", 8 * HOUR - timedelta(seconds=1), replace(STEADY, by_hour=(70.0,) * 24), False),
    ("eight hours of a busy feed", 8 * HOUR, replace(STEADY, by_hour=(70.0,) * 24), True),
    ("nine expected", 9 * HOUR, STEADY, True),
    ("less than nine expected", 8.9 * HOUR, STEADY, False),
    ("watched for too short", 5 * DAY, replace(STEADY, watched=(2.9,) * 24), False),
    ("never watched, three weeks", 21 * DAY, Rhythm(), False),
    ("never watched, longer", 21 * DAY + timedelta(seconds=1), Rhythm(), True),
    ("nothing ever came while watched", 21 * DAY + HOUR, replace(STEADY, by_hour=(0.0,) * 24), True),
]  # fmt: skip


@pytest.mark.parametrize(("ago", "rhythm", "silent"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_when_a_feed_is_silent(ago: timedelta | None, rhythm: Rhythm, silent: bool) -> None:
    """Nine items missed and eight hours; three weeks where the rhythm is unknown."""
    assert health.is_silent(FeedState(last_new=NOON - ago if ago else None, rhythm=rhythm), NOON) is silent


def test_a_document_says_what_holds_from_now_on() -> None:
    """Title stays where the new one has none; ttl and skips go with the document; five warnings are kept."""
    first = health.with_document(FeedState(title="Old"), ParsedFeed(ttl=HOUR, skip_hours=(3,), warnings=("w",) * 9), "h1", NOON)
    assert (first.title, first.ttl_seconds, first.skip_hours, len(first.warnings), first.body_hash) == ("Old", 3600.0, (3,), 5, "h1")
    second = health.with_document(first, ParsedFeed(title="New"), "h2", NOON)
    assert (second.title, second.ttl_seconds, second.skip_hours, second.warnings) == ("New", None, (), ())


def test_the_newest_item_is_never_ahead() -> None:
    """Items without a date do not count."""
    entries = [Entry(id=str(n), url=None, title="t", published=at) for n, at in enumerate((None, NOON - DAY, NOON + DAY))]
    assert health.newest(entries, NOON) == NOON
    assert health.newest(entries[:2], NOON) == NOON - DAY
    assert health.newest(entries[:1], NOON) is None


TURNS = [
    (FeedStatus.OK, FeedStatus.OK, []), (FeedStatus.OK, FeedStatus.FAILING, []), (FeedStatus.WAITING, FeedStatus.OK, []),
    (FeedStatus.FAILING, FeedStatus.DEAD, [("feed_dead", True)]), (FeedStatus.DEAD, FeedStatus.DEAD, []),
    (FeedStatus.DEAD, FeedStatus.OK, [("feed_dead", False)]), (FeedStatus.OK, FeedStatus.SILENT, [("feed_silent", True)]),
    (FeedStatus.SILENT, FeedStatus.FAILING, [("feed_silent", False)]), (FeedStatus.DEAD, FeedStatus.GONE, [("feed_dead", False), ("feed_gone", True)]),
    (FeedStatus.DEAD, FeedStatus.SILENT, [("feed_dead", False), ("feed_silent", True)]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), TURNS)
def test_each_trouble_is_told_as_it_begins_and_ends(before: FeedStatus, after: FeedStatus, told: list[tuple[str, bool]]) -> None:
    """Once each way; a failure that may pass is no trouble yet."""
    changes = health.ops_changes(FeedState(status=before), FeedState(status=after, reason="gone", last_new=NOON))
    assert [(change.kind, change.raised) for change in changes] == told
    assert all(change.text for change in changes)


def test_freshness_goes_with_the_answer() -> None:
    """A 200 that does not say ends what an earlier one asked for."""
    state = answered(FeedState(), hints=Hints(fresh_for=HOUR))
    assert state.fresh_seconds == 3600.0
    assert answered(state).fresh_seconds is None
