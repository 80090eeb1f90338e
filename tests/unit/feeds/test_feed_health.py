"""A feed's standing after each poll, silence against its rhythm, and what operators are told."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.feed import Entry, ParsedFeed
from monitor.domain.polling import FeedState, FeedStatus, Rhythm
from monitor.feeds.exchange import Response
from monitor.feeds.health import advice, after_failure, after_success, is_silent, ops_changes, with_document
from monitor.feeds.hints import Hints
from monitor.feeds.reasons import FetchReason
from monitor.feeds.refusal import ParseReason
from monitor.feeds.rhythm import expected_since, hours_watched, items_per_hour, noted

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GOOD = Response(status=200, url="https://o.example/feed", etag='"1"')


def lived(days: int, per_hour: dict[int, float], *, every: timedelta = timedelta(minutes=15), seed: int = 1) -> tuple[Rhythm, datetime]:
    """A rhythm learned over `days` of a feed with so many items in each hour of the day, and when that ended."""
    rng = random.Random(seed)
    rhythm, moment = Rhythm(), NOW
    for _ in range(int(timedelta(days=days) / every)):
        moment += every
        rate = per_hour.get(moment.hour, 0.0) * (every / HOUR)
        rhythm = noted(rhythm, int(rate) + (rng.random() < rate % 1), moment)
    return rhythm, moment


def test_rhythm_follows_the_day() -> None:
    """An outlet that writes six items an hour by day and none by night is expected to, hour by hour."""
    rhythm, end = lived(14, dict.fromkeys(range(8, 20), 6.0))
    noon = end.replace(hour=13)
    assert items_per_hour(rhythm, noon) == pytest.approx(6, rel=0.35)
    assert items_per_hour(replace(rhythm, recent=0.0), noon.replace(hour=3)) < 1.6
    assert expected_since(rhythm, noon.replace(hour=8), noon.replace(hour=20)) == pytest.approx(72, rel=0.3)


def test_rhythm_sees_a_breaking_story() -> None:
    """A burst raises the rate at once, and is forgotten half a day later."""
    rhythm, end = lived(10, dict.fromkeys(range(24), 0.5))
    for _ in range(6):
        end += timedelta(minutes=5)
        rhythm = noted(rhythm, 4, end)
    assert items_per_hour(rhythm, end) > 5
    assert items_per_hour(rhythm, end + 12 * HOUR) < 1.5


def test_rhythm_is_robust() -> None:
    """A clock that steps back, long gaps, a first poll: nothing negative, nothing counted for time not watched."""
    rhythm = noted(Rhythm(), 30, NOW)
    assert (sum(rhythm.by_hour), hours_watched(rhythm)) == (0.0, 0.0)
    rhythm = noted(rhythm, 1, NOW - HOUR)
    rhythm = noted(rhythm, 2, NOW + 72 * HOUR)
    assert hours_watched(rhythm) == 2.0
    assert expected_since(rhythm, NOW + 80 * HOUR, NOW) == 0.0


@pytest.mark.parametrize(
    ("per_hour", "quiet", "silent"),
    [
        (dict.fromkeys(range(24), 4.0), 2 * HOUR, False),
        (dict.fromkeys(range(24), 4.0), 9 * HOUR, True),
        (dict.fromkeys(range(24), 0.2), 24 * HOUR, False),
        (dict.fromkeys(range(24), 0.2), 96 * HOUR, True),
        (dict.fromkeys(range(8, 18), 5.0), 13 * HOUR, False),
        (dict.fromkeys(range(8, 18), 5.0), 30 * HOUR, True),
    ],
)
def test_silence_is_measured_by_the_own_rhythm(per_hour: dict[int, float], quiet: timedelta, silent: bool) -> None:
    """Nine items that should have come and did not; an outlet that sleeps at night is not silent at night."""
    rhythm, _ = lived(14, per_hour)
    ends = (NOW + timedelta(days=15)).replace(hour=18)  # the end of a working day
    state = FeedState(status=FeedStatus.OK, rhythm=rhythm, last_new=ends, polls=100)
    assert is_silent(state, ends + quiet) is silent


def test_old_feed_of_unknown_rhythm_is_silent() -> None:
    """A feed whose newest item is a month old at the first look is told of; one of last week is not."""
    assert is_silent(FeedState(last_new=NOW - timedelta(days=30)), NOW)
    assert not is_silent(FeedState(last_new=NOW - timedelta(days=7)), NOW)
    assert not is_silent(FeedState(), NOW)


def test_failures_add_up_to_dead() -> None:
    """Failing from the first failure, dead after a day of at least six, well again with one success."""
    state = FeedState(status=FeedStatus.OK, etag='"1"', body_hash="x")
    for hour in range(0, 30, 5):
        state = after_failure(state, "dns", "no such host", NOW + hour * HOUR)
    assert (state.status, state.failures, state.failing_since, state.etag) == (FeedStatus.DEAD, 6, NOW, '"1"')
    state = after_success(state, GOOD, 0, NOW + 31 * HOUR)
    assert (state.status, state.failures, state.failing_since, state.reason) == (FeedStatus.OK, 0, None, None)


def test_a_night_of_failures_is_not_death() -> None:
    """Many failures within hours are failing, not dead."""
    state = FeedState()
    for minute in range(100):
        state = after_failure(state, "timeout", "", NOW + timedelta(minutes=minute))
    assert state.status is FeedStatus.FAILING


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Response(status=200, url="u", etag='"2"', last_modified="m2"), ('"2"', "m2")),
        (Response(status=200, url="u", etag='"2"'), ('"2"', None)),
        (Response(status=200, url="u"), (None, None)),
        (Response(status=304, url="u"), ('"1"', "m1")),
        (Response(status=304, url="u", etag='"3"'), ('"3"', "m1")),
    ],
)
def test_validators_are_those_of_the_last_answer(answer: Response, expected: tuple[str | None, str | None]) -> None:
    """Both verbatim; a 200 replaces both, a 304 what it names (R36)."""
    state = after_success(FeedState(etag='"1"', last_modified="m1"), answer, 0, NOW)
    assert (state.etag, state.last_modified) == expected


def test_freshness_is_kept_over_a_304_that_does_not_say() -> None:
    """max-age of the last full answer still holds."""
    state = after_success(FeedState(), replace(GOOD, hints=Hints(fresh_for=HOUR)), 0, NOW)
    state = after_success(state, Response(status=304, url="u"), 0, NOW)
    assert state.fresh_seconds == 3600
    assert after_success(state, GOOD, 0, NOW).fresh_seconds is None


def test_redirects_must_prove_stable() -> None:
    """Three times to one place; a change of the target begins anew; none forgets."""
    state = FeedState()
    for target, moved in [("a", None), ("a", None), ("b", None), ("b", None), ("b", "b")]:
        state = after_success(state, replace(GOOD, moved_to=target), 0, NOW)
        assert state.moved_to == moved
    assert after_success(replace(state, moved_to=None, moved_times=2), GOOD, 0, NOW).moved_times == 0


def test_first_document_sets_the_last_news() -> None:
    """At the first look the newest item's own date counts, not the time of the look."""
    old = Entry(id="1", url=None, title="t", published=NOW - timedelta(days=40))
    parsed = ParsedFeed(title="Herald", entries=(old,), ttl=HOUR, skip_hours=(1,))
    state = after_success(with_document(FeedState(), parsed, "hash", NOW), GOOD, 0, NOW)
    assert (state.last_new, state.status, state.title) == (old.published, FeedStatus.SILENT, "Herald")
    assert (state.items, state.ttl_seconds, state.skip_hours, state.body_hash) == (1, 3600, (1,), "hash")


STEPS = [
    ("ok", "ok", []),
    ("waiting", "ok", []),
    ("ok", "failing", []),
    ("failing", "dead", [("feed_dead", True)]),
    ("dead", "dead", []),
    ("dead", "ok", [("feed_dead", False)]),
    ("ok", "silent", [("feed_silent", True)]),
    ("silent", "ok", [("feed_silent", False)]),
    ("silent", "failing", [("feed_silent", False)]),
    ("dead", "silent", [("feed_dead", False), ("feed_silent", True)]),
    ("ok", "gone", [("feed_gone", True)]),
    ("gone", "ok", [("feed_gone", False)]),
]


@pytest.mark.parametrize(("before", "after", "told"), STEPS)
def test_operators_are_told_once_each_way(before: str, after: str, told: list[tuple[str, bool]]) -> None:
    """A message when a trouble begins and one when it ends, none in between."""
    old, new = FeedState(status=FeedStatus(before)), FeedState(status=FeedStatus(after), reason="gone", last_new=NOW)
    assert [(change.kind, change.raised) for change in ops_changes(old, new)] == told


@pytest.mark.parametrize("reason", [*FetchReason, *ParseReason])
def test_every_reason_has_advice(reason: str) -> None:
    """Whatever goes wrong, there is a line that says what, and mostly what to do."""
    text = advice(FeedState(status=FeedStatus.FAILING, reason=reason, detail="detail"))
    assert text.startswith(f"{reason}: ")
    assert len(text) > len(reason) + 5


def test_advice_for_the_others() -> None:
    """Silent feeds have a reason of their own; a page that names its feed names it; well feeds say nothing."""
    assert "nothing new since 2026-11-22 12:00" in advice(FeedState(status=FeedStatus.SILENT, last_new=NOW))
    page = FeedState(reason="web_page", detail="this is a web page; it names the feed https://o.example/rss")
    assert "https://o.example/rss" in advice(page)
    assert advice(FeedState(status=FeedStatus.OK)) == ""
