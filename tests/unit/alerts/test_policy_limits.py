"""Ages, strengths and filters at their limits; laws of routing and of words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alert_samples import NOON as SAMPLED
from alert_samples import a_place, an_alert
from hypothesis import given
from hypothesis import strategies as st
from reportmaking import NOON, event, report

from monitor.alerts.card import one_line, safe_url, to_card
from monitor.alerts.policy import STRONG, Hush, Reason, Rules, Speak, decide
from monitor.alerts.publish import channels, encode_head
from monitor.alerts.render import HEADLINE, SUMMARY, date_words, headline, noun, place_words, summary
from monitor.alerts.route import route
from monitor.alerts.watch import fold, matching_watchlists
from monitor.config.schema import Config, Watchlist
from monitor.domain.alert import AlertEvent, AlertKind
from monitor.domain.detection import Escalation
from monitor.domain.incident import Incident, IncidentKind, IncidentStatus
from monitor.domain.taxonomy import Certainty, DatePrecision, EscalationKind, EventType, PlacePrecision, Severity, Stage
from monitor.incidents.reconcile import Picture, reconcile
from monitor.incidents.sources import contributions

HOUR = timedelta(hours=1)
RULES = Rules(max_event_age=72 * HOUR, cooldown=timedelta(minutes=15))


def incident(*, kind: IncidentKind = IncidentKind.ATTACK, **fields: Any) -> Incident:
    """An incident of one report."""
    one = report("a", **fields)
    return Incident(id="i", kind=kind, opened_at=NOON, updated_at=NOON, reports=contributions(one, NOON, None))


def said(held: Incident, now: datetime = NOON, **more: Any) -> Speak | Hush:
    return decide(held, reconcile(held), now, RULES, **more)


AGES = [
    ("published as long ago as is allowed", {"date": None}, NOON - 72 * HOUR, NOON, True),
    ("published a second longer ago", {"date": None}, NOON - 72 * HOUR - timedelta(seconds=1), NOON, False),
    ("a day, as its end is young", {"date": "2026-05-01"}, NOON, datetime(2026, 5, 5, 12, tzinfo=UTC), True),
    ("a day, as its end is old", {"date": "2026-05-01"}, NOON, datetime(2026, 5, 5, 12, 0, 1, tzinfo=UTC), False),
    ("a week is as young as its last day", {"date": "2026-04-24", "date_precision": DatePrecision.WEEK}, NOON, NOON, True),
    ("an older week", {"date": "2026-04-20", "date_precision": DatePrecision.WEEK}, NOON, NOON, False),
    ("this month", {"date": "2026-05", "date_precision": DatePrecision.MONTH}, NOON, NOON, True),
    ("last month", {"date": "2026-04", "date_precision": DatePrecision.MONTH}, NOON, NOON, True),
    ("the month before", {"date": "2026-03", "date_precision": DatePrecision.MONTH}, NOON, NOON, False),
    ("this year", {"date": "2026", "date_precision": DatePrecision.YEAR}, NOON, NOON, True),
    ("last year", {"date": "2024", "date_precision": DatePrecision.YEAR}, NOON, NOON, False),
    ("a week by its number is not counted out", {"date": "2025-W03", "date_precision": DatePrecision.WEEK}, NOON, NOON, True),
    ("a day to come is as young as its report", {"date": "2026-05-09"}, NOON - 73 * HOUR, NOON, False),
]  # fmt: skip


@pytest.mark.parametrize(("dated", "published", "now", "fresh"), [case[1:] for case in AGES], ids=[case[0] for case in AGES])
def test_how_old_news_may_be(dated: dict[str, Any], published: datetime, now: datetime, fresh: bool) -> None:
    """By the last moment at which the event can have been, and never younger than its report."""
    answer = said(incident(events=(replace(event(), **dated),), published=published), now)
    assert isinstance(answer, Speak) is fresh
    assert fresh or answer.reason is Reason.TOO_OLD


STRENGTHS = [
    (Severity.LOW, EscalationKind.WAR_DECLARATION, "one", False), (Severity.MODERATE, EscalationKind.WAR_DECLARATION, "one", True),
    (Severity.MODERATE, EscalationKind.EVACUATION, "one", False), (Severity.MODERATE, EscalationKind.EVACUATION, "two", True),
    (Severity.HIGH, EscalationKind.EVACUATION, "one", True), (Severity.INFO, EscalationKind.NUCLEAR_RHETORIC, "two", False),
]  # fmt: skip


@pytest.mark.parametrize(("severity", "kind", "sources", "speaks"), STRENGTHS)
def test_which_threats_alert(severity: Severity, kind: EscalationKind, sources: str, speaks: bool) -> None:
    """Strong words from moderate severity; others from high, or by two sources."""
    fields: dict[str, Any] = {"events": (), "attack": False, "escalation": (kind,), "severity": severity}
    held = incident(kind=IncidentKind.ESCALATION, **fields)
    if sources == "two":
        held = replace(held, reports=(*held.reports, *contributions(report("b", outlet="Echo", **fields), NOON, None)))
    answer = said(held)
    assert isinstance(answer, Speak) is speaks
    assert answer.reason is (Reason.ESCALATION if speaks else Reason.WEAK_ESCALATION)


@pytest.mark.parametrize("stage", list(Stage))
def test_only_what_happened_is_new(stage: Stage) -> None:
    """Plots, threats and denials are no attack."""
    answer = said(incident(events=(event(stage=stage),)))
    assert isinstance(answer, Speak) is (stage in (Stage.ACCOMPLISHED, Stage.ATTEMPTED))


@pytest.mark.parametrize(
    ("fields", "more", "reason"),
    [
        ({"status": IncidentStatus.MERGED}, {}, Reason.CLOSED), ({"status": IncidentStatus.WITHDRAWN}, {"alike": "x"}, Reason.CLOSED),
        ({"kind": IncidentKind.FOLLOW_UP}, {}, Reason.FOLLOW_UP), ({}, {"alike": "x"}, Reason.LIKE_TOLD), ({}, {}, Reason.FIRST_REPORT),
    ],
)  # fmt: skip
def test_what_comes_first(fields: dict[str, Any], more: dict[str, Any], reason: Reason) -> None:
    """Closed before all else; what is probably known already is not told as new."""
    assert said(replace(incident(), **fields), **more).reason is reason


def test_the_strong_are_escalations() -> None:
    """And not all of them."""
    assert set(EscalationKind) > STRONG


# --- routing --------------------------------------------------------------------------------------------------------
sinks = st.lists(
    st.fixed_dictionaries({
        "kinds": st.sets(st.sampled_from(list(AlertKind))).map(sorted), "min_severity": st.sampled_from(list(Severity)),
        "min_certainty": st.sampled_from(list(Certainty)), "enabled": st.booleans(), "watchlists": st.sampled_from([[], ["near"], ["far"]]),
    }),
    max_size=4,
)  # fmt: skip
alerts = st.builds(
    lambda kind, severity, certainty, test: an_alert(kind=kind, severity=severity, certainty=certainty, test=test),
    st.sampled_from(list(AlertKind)), st.sampled_from(list(Severity)), st.sampled_from(list(Certainty)), st.booleans(),
)  # fmt: skip
LISTS = [{"name": "near", "countries": ["IQ"]}, {"name": "far", "countries": ["GB"]}]


@given(rows=sinks, alert=alerts, told=st.booleans())
def test_every_sink_has_one_answer(rows: list[dict[str, Any]], alert: Any, told: bool) -> None:
    """Laws: one decision each, in order; nothing for a disabled one; a correction exactly for those who were told; a test for all
    others; and what is sent is as severe and as sure as the sink asks."""
    made = [{"name": f"s{n}", "type": "webhook", "url": "https://s.example/", **row} for n, row in enumerate(rows)]
    config = Config.model_validate({"sinks": made, "watchlists": LISTS})
    names = frozenset(sink.name for sink in config.sinks)
    decided = route(alert, config, told=names if told else frozenset(), now=SAMPLED)
    assert [one.sink for one in decided] == [sink.name for sink in config.sinks]
    for one, sink in zip(decided, config.sinks, strict=True):
        if not sink.enabled:
            assert not one.send
        elif alert.test:
            assert one.send
        elif alert.kind is AlertKind.CORRECTION:
            assert one.send is told
        elif one.send:
            assert alert.severity.rank >= sink.min_severity.rank
            assert alert.certainty.rank >= sink.min_certainty.rank


@given(severity=st.sampled_from(list(Severity)), least=st.sampled_from(list(Severity)))
def test_a_watchlist_of_a_degree_matches_all_above(severity: Severity, least: Severity) -> None:
    """Law: monotony."""
    matched = matching_watchlists(an_alert(severity=severity), [Watchlist(name="w", min_severity=least)])
    assert bool(matched) is (severity.rank >= least.rank)


@given(st.text(max_size=40))
def test_folding_rests(text: str) -> None:
    """Law: folded is folded, and case says nothing."""
    assert fold(fold(text)) == fold(text)


# --- words ----------------------------------------------------------------------------------------------------------
words = st.text(max_size=40)
events = st.builds(
    lambda type_, stage, name, weapon, target, date, precision: replace(
        an_alert().event, type=type_, stage=stage, place=a_place(name, 1, 2, precision=precision), weapon=weapon, target=target, date=date,  # type: ignore[type-var]
    ),
    st.sampled_from(list(EventType)), st.sampled_from(list(Stage)), words, st.none() | words, st.none() | words,
    st.sampled_from([None, "2026", "2026-02", "2026-02-03", "2026-02-03T10:20+01:00", "2026-W07"]), st.sampled_from([p.value for p in PlacePrecision]),
)  # fmt: skip


def picture(drawn: AlertEvent | None, *escalation: Escalation) -> Picture:
    return Picture(event=drawn, escalation=escalation, severity=Severity.HIGH, certainty=Certainty.UNCONFIRMED, origins=(), retracted=(), lowered=())


@given(drawn=st.none() | events, kind=st.sampled_from(list(AlertKind)), withdrawn=st.booleans(), changes=st.lists(words, max_size=8), escalation=st.sampled_from(list(EscalationKind)))
def test_any_event_has_words_within_limits(drawn: AlertEvent | None, kind: AlertKind, withdrawn: bool, changes: list[str], escalation: EscalationKind) -> None:
    """Law: a headline and a summary for everything, no longer than they may be, with no gap left unfilled."""
    told = picture(drawn, Escalation(kind=escalation))
    line = headline(told, kind, withdrawn=withdrawn)
    assert 0 < len(line) <= HEADLINE
    assert len(summary(told, changes, (), withdrawn="wrong" if withdrawn else None)) <= SUMMARY
    if drawn is None:
        assert "{" not in line
        assert "  " not in line


@pytest.mark.parametrize("kind", list(EscalationKind))
@pytest.mark.parametrize(("actor", "target"), [(None, None), ("Vandria", None), (None, "Osmara"), ("Vandria", "Osmara")])
def test_threats_read_well_whoever_is_named(kind: EscalationKind, actor: str | None, target: str | None) -> None:
    """Nobody is invented, nothing is left open."""
    line = headline(picture(None, Escalation(kind=kind, actor=actor, target=target)), AlertKind.ESCALATION)
    assert not set("{}") & set(line)
    assert line[0].isupper()
    assert line == " ".join(line.split())
    assert "None" not in line


@pytest.mark.parametrize(
    ("weapon", "type_", "stage", "said"),
    [
        ("rockets", EventType.SHELLING, Stage.ACCOMPLISHED, "rocket attack"), ("drones and missiles", EventType.AIR_DRONE_STRIKE, Stage.ACCOMPLISHED, "drone attack"),
        ("air strikes", EventType.AIR_DRONE_STRIKE, Stage.ACCOMPLISHED, "air strike"), ("car bomb", EventType.BOMBING, Stage.ATTEMPTED, "attempted car bomb attack"),
        ("knives", EventType.STABBING, Stage.ACCOMPLISHED, "stabbing"), (None, EventType.BOMBING, Stage.ACCOMPLISHED, "bombing"),
        ("x" * 31, EventType.BOMBING, Stage.ACCOMPLISHED, "bombing"), (None, EventType.SHOOTING, Stage.FOILED, "attempted shooting"),
    ],
)  # fmt: skip
def test_nouns(weapon: str | None, type_: EventType, stage: Stage, said: str) -> None:
    """By the weapon where that is how people say it."""
    base = an_alert().event
    assert base is not None
    assert noun(replace(base, weapon=weapon, type=type_, stage=stage)) == said


@pytest.mark.parametrize(
    ("name", "precision", "fields", "others", "said"),
    [
        ("Karsova", "city", {"country": "Vandria"}, 0, "Karsova, Vandria"), ("Karsova", "city", {}, 0, "Karsova"), ("Vandria", "country", {"country": "Vandria"}, 0, "Vandria"),
        ("Gate", "site", {"country": "Vandria", "admin1": "North"}, 0, "Gate, North, Vandria"), ("North Gate", "site", {"admin1": "North"}, 0, "North Gate"),
        ("Karsova", "city", {}, 1, "Karsova and 1 other place"), ("Karsova", "city", {"country": "Vandria"}, 2, "Karsova and 2 other places, Vandria"), ("", "city", {"text": ""}, 0, ""),
    ],
)  # fmt: skip
def test_places_in_words(name: str, precision: str, fields: dict[str, Any], others: int, said: str) -> None:
    """No finer than known, the country once."""
    place = replace(a_place(name, 1, 2, precision=precision), **fields)
    assert place_words(place, (place, *(a_place(f"T{n}", 1, 2) for n in range(others))) if others else ()) == said


@given(st.datetimes(datetime(1900, 1, 1, tzinfo=None), datetime(2199, 12, 31, tzinfo=None)), st.sampled_from(list(DatePrecision)))  # noqa: DTZ001
def test_every_date_has_words(moment: datetime, precision: DatePrecision) -> None:
    """Law: year, month or day in words; a time of day only where it is known to the minute."""
    written = moment.strftime("%Y-%m-%dT%H:%M")
    assert [bool(date_words(written[:length], precision)) for length in (4, 7, 10, 16)] == [True] * 4
    assert ("local time" in date_words(written, precision)) is (precision is DatePrecision.MINUTE)


# --- cards ----------------------------------------------------------------------------------------------------------
@given(text=st.text(max_size=400), changes=st.lists(st.text(max_size=300), max_size=12))
def test_any_alert_makes_a_card_of_lines(text: str, changes: list[str]) -> None:
    """Law: whatever strangers wrote, each text is one bounded line, and there is a headline."""
    card = to_card(an_alert(headline=text, summary=text, event__target=text, watchlists=(text,), actors=(text,)), tuple(changes))
    texts = [card.title, card.summary, card.footer, *card.changes, *(fact.text for fact in card.facts)]
    assert card.headline
    assert len(card.changes) <= 8
    assert all(line == " ".join(line.split()) or not line for line in texts)
    assert max(map(len, texts)) <= 1_200


@given(st.text(max_size=60))
def test_a_link_is_of_harmless_characters(text: str) -> None:
    """Law: what is no web address is no link, and a safe one is safe still."""
    url = safe_url(f"https://o.example/{text}")
    assert url is None or (url.isascii() and not set(url) & set("<>\"'`|\\^{} "))
    assert url is None or safe_url(url) == url
    assert len(one_line(text, "name")) <= 80


@given(alert=alerts)
def test_the_head_and_channels_of_any_alert(alert: Any) -> None:
    """Law: the JSON up to what the store adds, and each channel once, all first."""
    head = encode_head(alert)
    assert head.startswith(b"{")
    assert not head.endswith(b"}")
    assert b'"stream_id"' not in head
    named = channels(alert)
    assert named[0] == "alerts"
    assert len(set(named)) == len(named)
