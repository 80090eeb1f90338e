"""Mutes silence what they name, for as long as they say, and never a correction or a rise to critical."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from alert_samples import NOON, an_alert
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.mute import Mute, find_mute
from monitor.domain.alert import Alert, AlertKind
from monitor.domain.taxonomy import EventType, Severity
from monitor.storage.codec import to_json
from monitor.storage.dead_letters import to_mutes


def a_mute(**fields: Any) -> Mute:
    return Mute(**{"id": "m1", "reason": "known", "since": NOON, "until": NOON + timedelta(hours=4), **fields})


BAGHDAD = {"place": "Baghdad", "lat": 33.34, "lon": 44.40, "radius": 50.0}


@pytest.mark.parametrize(
    ("mute", "alert", "silenced"),
    [
        (a_mute(incident_id="inc-1"), an_alert(), True),
        (a_mute(incident_id="inc-2"), an_alert(), False),
        (a_mute(incident_id="inc-2"), an_alert(supersedes=("inc-2",)), True),
        (a_mute(type=EventType.SHELLING), an_alert(), True),
        (a_mute(type=EventType.BOMBING), an_alert(), False),
        (a_mute(type=EventType.SHELLING), an_alert(event=None), False),
        (a_mute(country="IQ"), an_alert(), True),
        (a_mute(country="GB"), an_alert(), False),
        (a_mute(**BAGHDAD), an_alert(), True),
        (a_mute(**{**BAGHDAD, "radius": 5.0}), an_alert(), False),
        (a_mute(place="Basmaya"), an_alert(), True),
        (a_mute(**BAGHDAD, type=EventType.BOMBING), an_alert(), False),
        (a_mute(incident_id="inc-1"), an_alert(kind=AlertKind.CORRECTION), False),
        (a_mute(incident_id="inc-1"), an_alert(test=True), False),
        (a_mute(type=EventType.SHELLING), an_alert(severity=Severity.CRITICAL), False),
        (a_mute(incident_id="inc-1", severity=Severity.HIGH), an_alert(severity=Severity.CRITICAL), False),
        (a_mute(incident_id="inc-1", severity=Severity.CRITICAL), an_alert(severity=Severity.CRITICAL), True),
    ],
)
def test_what_a_mute_silences(mute: Mute, alert: Alert, silenced: bool) -> None:
    """One case a key, and what no mute holds back."""
    assert (find_mute(alert, [mute], NOON) is mute) is silenced


@pytest.mark.parametrize(("minutes", "silenced"), [(-1, False), (0, True), (239, True), (240, False)])
def test_mute_lasts_from_its_start_to_its_end(minutes: int, silenced: bool) -> None:
    """The end is not included."""
    now = NOON + timedelta(minutes=minutes)
    assert (find_mute(an_alert(), [a_mute(incident_id="inc-1")], now) is not None) is silenced


GOOD = to_json(a_mute(country="IQ"))
BROKEN = {
    "no JSON": b"{", "no text": b"\xff\xfe", "empty": b"", "another shape": b"[1, 2]", "nothing named": b'{"id": "x"}',
    "no such type": GOOD.replace(b'"IQ"', b'"IQ", "type": "gossip"'), "no such country": GOOD.replace(b'"IQ"', b'"Iraq"'),
    "no zone": GOOD.replace(b"Z", b""), "beyond the globe": to_json(a_mute(**BAGHDAD)).replace(b"33.34", b"333.4"),
    "a radius below zero": to_json(a_mute(**BAGHDAD)).replace(b"50.0", b"-5.0"),
}  # fmt: skip


@pytest.mark.parametrize("stored", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_stored_mute_is_named_and_mutes_nothing(stored: bytes) -> None:
    """Whatever stands in the store: the others hold, and the name is told of that one."""
    held = to_mutes({b"good": GOOD, b"bad\xff": stored})
    assert ([mute.id for mute in held.mutes], held.unreadable) == (["good"], ("bad\\xff",))


@given(st.binary(max_size=40) | st.dictionaries(st.sampled_from(["id", "reason", "since", "until", "country", "place", "lat", "lon", "radius"]), st.none() | st.text(max_size=4) | st.floats(allow_nan=False) | st.just("2026-03-17T12:00:00Z")).map(to_json))
def test_no_stored_mute_breaks_what_reads_it(stored: bytes) -> None:
    """Law: read or named, and one that is read can be asked about any alert."""
    held = to_mutes({b"m": stored})
    assert len(held.mutes) + len(held.unreadable) == 1
    find_mute(an_alert(), held.mutes, NOON)


def test_mute_of_nothing_is_refused() -> None:
    """A mute that names nothing would silence everything."""
    with pytest.raises(ValueError, match="names"):
        a_mute()
