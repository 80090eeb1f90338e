"""The nouns: documents as lines of JSON, clocks, closed vocabularies, and that each of them survives the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
import zstandard
from alert_samples import NOON, an_alert
from hypothesis import given
from hypothesis import strategies as st
from reportmaking import event, report

from monitor.clock import ManualClock, SystemClock, from_ms, to_ms
from monitor.domain.alert import Alert
from monitor.domain.document import Document, DocumentLine
from monitor.domain.incident import Incident, IncidentKind, SourceReport
from monitor.domain.polling import FeedState, Rhythm
from monitor.domain.report import Report
from monitor.domain.taxonomy import ACLED_OF, PLOVER_OF, Certainty, EventType, Role, Severity
from monitor.errors import ConfigError, MonitorError, StoreUnavailableError, UsageError
from monitor.incidents.sources import contributions
from monitor.storage.codec import from_json, pack, to_json, unpack
from monitor.storage.keys import Keys

TIMES = [
    ("2026-03-01T12:00:00Z", datetime(2026, 3, 1, 12, tzinfo=UTC)), ("2026-03-01T12:00:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
    ("2026-03-01T12:00:00+03:00", datetime(2026, 3, 1, 9, tzinfo=UTC)), ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
    ("1900-01-01T00:00:00Z", datetime(1900, 1, 1, tzinfo=UTC)), ("2200-12-31T23:59:59Z", datetime(2200, 12, 31, 23, 59, 59, tzinfo=UTC)),
    (None, None), ("", None), ("None", None), ("null", None), ("NaT", None), ("nan", None),
]  # fmt: skip


@pytest.mark.parametrize(("published", "moment"), TIMES)
def test_times_of_lines(published: str | None, moment: datetime | None) -> None:
    """With a zone or without, and what exports of archives write where there is none."""
    assert DocumentLine(id="a", published=published).to_document().published == moment


@pytest.mark.parametrize("published", ["soon", "1899-12-31T23:59:59Z", "2201-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "12:00", "1772366400", " "])
def test_times_that_no_news_item_has(published: str) -> None:
    """Refused where the line is read, with what was expected."""
    with pytest.raises(ValueError, match="published: expected"):
        DocumentLine(id="a", published=published)


@pytest.mark.parametrize(
    ("fields", "body", "full"),
    [({"text": "B", "summary": "S", "title": "T"}, "B", "T\n\nB"), ({"summary": "S"}, "S", "\n\nS"), ({"text": "", "summary": "S"}, "S", "\n\nS"), ({}, "", "\n\n"), ({"title": "T"}, "", "T\n\n")],
)  # fmt: skip
def test_what_offsets_count_into(fields: dict[str, str], body: str, full: str) -> None:
    """Title, blank line, body: the text, or the summary where the text is empty."""
    document = Document(id="a", **fields)
    assert (document.body, document.full_text) == (body, full)


def test_null_stands_for_absent() -> None:
    """And further keys are let be; an id there must be."""
    line = from_json(b'{"id": "a", "title": null, "text": null, "url": null, "more": 1}', DocumentLine)
    assert line.to_document() == Document(id="a")
    with pytest.raises(msgspec.ValidationError):
        from_json(b'{"title": "T"}', DocumentLine)


# --- clocks ---------------------------------------------------------------------------------------------------------
@given(st.integers(0, 4_102_444_800_000))
def test_milliseconds_come_back(milliseconds: int) -> None:
    """Law: what the store keeps of a moment is that moment."""
    assert to_ms(from_ms(milliseconds)) == milliseconds
    assert from_ms(milliseconds).utcoffset() == timedelta(0)


def test_clocks_tell_utc() -> None:
    """Whatever zone they were set in; the manual one moves only when it is moved, either way."""
    clock = ManualClock(datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=3))))
    assert clock.now() == clock.now() == datetime(2026, 3, 1, 9, tzinfo=UTC)
    clock.advance(timedelta(hours=-1))
    assert clock.now().hour == 8
    clock.set(datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=-3))))
    assert (clock.now().hour, clock.now().tzinfo) == (4, UTC)
    assert SystemClock().now().tzinfo is UTC


# --- vocabularies ---------------------------------------------------------------------------------------------------
def test_degrees_are_in_order() -> None:
    """From info to critical, from unconfirmed to confirmed."""
    assert [severity.rank for severity in (Severity.INFO, Severity.LOW, Severity.MODERATE, Severity.HIGH, Severity.CRITICAL)] == [0, 1, 2, 3, 4]
    assert [certainty.rank for certainty in (Certainty.UNCONFIRMED, Certainty.CORROBORATED, Certainty.CONFIRMED)] == [0, 1, 2]


def test_every_type_has_its_codes() -> None:
    """In both code books."""
    assert set(ACLED_OF) == set(PLOVER_OF) == set(EventType)
    assert {code.type for code in PLOVER_OF.values()} == {"ASSAULT"}


def test_news_are_the_events_that_are_news() -> None:
    """In their order; what is only recalled is not."""
    one = report("a", events=(event("Karsova"), event("Telmuk", role=Role.BACKGROUND), event("Brenholt")))
    assert [found.place and found.place.name for found in one.detection.news] == ["Karsova", "Brenholt"]


@pytest.mark.parametrize(
    ("published", "when"),
    [(None, NOON), (NOON - timedelta(hours=1), NOON - timedelta(hours=1)), (NOON + timedelta(hours=1), NOON)],
)
def test_when_a_source_spoke(published: datetime | None, when: datetime) -> None:
    """When it was published; received, where it does not say or says a time that had not come."""
    assert contributions(report("a", published=published), NOON, None)[0].when == when


def test_the_id_of_the_next_alert() -> None:
    """Incident and revision."""
    assert Incident(id="i", kind=IncidentKind.ATTACK, opened_at=NOON, updated_at=NOON, revision=4).alert_id == "i.5"


def test_a_report_is_known_by_article_and_text() -> None:
    """The same text again is the same report; another text, or another article, is not."""
    assert report("a").id == report("a").id
    assert report("a").id != report("a", text="Another text.").id
    assert report("a").id != report("b").id


# --- the store ------------------------------------------------------------------------------------------------------
VALUES: list[Any] = [
    report("a"), an_alert(), an_alert(event=None, stream_id="1-0", prev={"alerts": None}), contributions(report("a"), NOON, "o")[0],
    Incident(id="i", kind=IncidentKind.ESCALATION, opened_at=NOON, updated_at=NOON, reports=contributions(report("a"), NOON, None)),
    FeedState(etag='W/"\u00e9"', rhythm=Rhythm(recent=0.1, at=NOON), skip_hours=(1, 2), last_poll=NOON),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_survive_the_store(value: Any) -> None:
    """As JSON and packed, tuples as tuples, enums as enums, times aware."""
    assert from_json(to_json(value), type(value)) == value
    assert unpack(pack(value), type(value)) == value


@pytest.mark.parametrize("kind", [Report, Alert, Incident, SourceReport])
@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"5", b'{"id": []}'])
def test_what_is_another_thing_is_refused(kind: type, data: bytes) -> None:
    """One kind of error, whatever it is."""
    with pytest.raises(msgspec.MsgspecError):
        from_json(data, kind)


@pytest.mark.parametrize("data", [b"", b"x", b"\x28\xb5\x2f\xfd", zstandard.ZstdCompressor().compress(b"{}")[:-1]])
def test_what_is_not_packed_is_refused(data: bytes) -> None:
    """Torn and foreign bytes."""
    with pytest.raises((zstandard.ZstdError, msgspec.MsgspecError)):
        unpack(data, Document)


def test_a_bomb_is_refused_by_its_size() -> None:
    """Nothing beyond the limit is unpacked."""
    bomb = zstandard.ZstdCompressor(write_content_size=False).compress(b'"' + b"x" * 5_000_000 + b'"')
    assert len(bomb) < 5_000
    with pytest.raises(zstandard.ZstdError):
        unpack(bomb, str, max_bytes=1_000_000)
    assert len(unpack(bomb, str, max_bytes=6_000_000)) == 5_000_000


def test_every_key_has_the_prefix_and_a_name_of_its_own() -> None:
    """Two installations on one store share none; no two keys of one are the same."""
    names = [name for name, member in vars(Keys).items() if isinstance(member, property)]
    keys = Keys("a:")
    made = [getattr(keys, name) for name in names]
    made += [keys.feed("x"), keys.seen("x"), keys.entry("x"), keys.incident("x"), keys.article("x"), keys.alert("x"), keys.delivery("x"), keys.counters("x")]
    made += [keys.delivery_queue("x"), keys.delivery_lanes("x"), keys.deliveries_held("x"), keys.deliveries_sent("x"), keys.delivered("x", "y"), keys.role("x", "y"), keys.feed_host("x")]
    assert all(key.startswith("a:") for key in made)
    assert len(set(made)) == len(made) > 40


# --- errors ---------------------------------------------------------------------------------------------------------
def test_errors_say_what_and_why() -> None:
    """Subject and reason are labels; only an outage may pass."""
    error = MonitorError("x", subject="s", reason="r")
    assert (str(error), error.subject, error.reason, error.retryable) == ("x", "s", "r", False)
    assert (UsageError("x").reason, StoreUnavailableError("x").retryable) == ("usage", True)
    assert (ConfigError(["a", "b"]).problems, str(ConfigError(["a", "b"]))) == (["a", "b"], "a\nb")
