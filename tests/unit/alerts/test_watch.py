"""Watchlists: all keys must match, any value of a key will do."""

from __future__ import annotations

from typing import Any

import pytest
from alert_samples import a_place, an_alert

from monitor.alerts.watch import countries_of, fold, matching_watchlists
from monitor.config.schema import Watchlist
from monitor.domain.alert import Alert
from monitor.domain.detection import Escalation, Place
from monitor.domain.taxonomy import Certainty, EscalationKind, Severity

GAZETTEER = {
    "Baghdad": a_place("Baghdad", 33.34, 44.40),
    "Tripoli": a_place("Tripoli", 32.88, 13.19, "LY"),
    "Anbar": a_place("Anbar", 32.5, 41.9, "IQ", "region", admin1="Anbar"),
    "Iraq": a_place("Iraq", 33.2, 43.7, "IQ", "country"),
    "Iran": a_place("Iran", 32.4, 53.7, "IR", "country"),
}


def matches(alert: Alert, **keys: Any) -> bool:
    watchlist = Watchlist.model_validate({"name": "w", **keys})
    return matching_watchlists(alert, [watchlist], find_place=GAZETTEER.get) == ("w",)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, True),
        ({"countries": ["IQ"]}, True),
        ({"countries": ["iq", "GB"]}, True),
        ({"countries": ["GB"]}, False),
        ({"types": ["shelling", "bombing"]}, True),
        ({"types": ["bombing"]}, False),
        ({"min_severity": "high"}, True),
        ({"min_severity": "critical"}, False),
        ({"min_certainty": "corroborated"}, True),
        ({"min_certainty": "confirmed"}, False),
        ({"keywords": ["rocket attack"]}, True),
        ({"keywords": ["ROCKET-attack"]}, True),
        ({"keywords": ["rock"]}, False),
        ({"keywords": ["training base"]}, True),
        ({"keywords": ["Basmaya"]}, True),
        ({"keywords": ["south of Baghdad"]}, True),
        ({"keywords": ["embassy", "rockets"]}, True),
        ({"keywords": ["…"]}, False),
        ({"actors": ["sample brigade"]}, True),
        ({"actors": ["Brigade"]}, True),
        ({"actors": ["Brig"]}, False),
        ({"outlets": ["example wire"]}, True),
        ({"outlets": ["Example"]}, False),
        ({"escalation": ["retaliation_threat"]}, True),
        ({"escalation": ["ultimatum"]}, False),
        ({"tags": ["wire"]}, False),
        ({"places": [{"name": "Baghdad", "radius": "50km"}]}, True),
        ({"places": [{"name": "Baghdad", "radius": "10km"}]}, False),
        ({"places": [{"lat": 33.2, "lon": 44.6}]}, True),
        ({"places": [{"name": "Nowhere"}]}, False),
        ({"places": [{"name": "Nowhere"}, {"name": "basmaya"}]}, True),
        ({"places": [{"name": "Iraq"}]}, True),
        ({"countries": ["IQ"], "types": ["bombing"]}, False),
        ({"countries": ["IQ"], "types": ["shelling"], "keywords": ["rockets"]}, True),
    ],
)
def test_each_key_of_a_watchlist(keys: dict[str, Any], expected: bool) -> None:
    """One case a key, and how keys go together."""
    assert matches(an_alert(), **keys) is expected


@pytest.mark.parametrize(
    ("place", "watched", "expected"),
    [
        (a_place("Iraq", 33.2, 43.7, "IQ", "country"), {"name": "Baghdad", "radius": "500km"}, False),
        (a_place("Iraq", 33.2, 43.7, "IQ", "country"), {"name": "Iraq"}, True),
        (a_place("Tripoli", 34.43, 35.84, "LB"), {"name": "Tripoli", "radius": "50km"}, False),
        (a_place("Tripoli", 32.9, 13.2, "LY"), {"name": "Tripoli"}, True),
        (a_place("Ramadi", 33.42, 43.30, admin1="Anbar"), {"name": "Anbar"}, True),
        (a_place("Mosul", 36.34, 43.13, admin1="Nineveh"), {"name": "Anbar"}, False),
        (Place(text="Baghdad", name="Baghdad"), {"name": "Baghdad"}, True),
        (Place(text="somewhere", name="somewhere"), {"name": "Baghdad"}, False),
    ],
)
def test_places_are_no_finer_than_they_say(place: Place, watched: dict[str, Any], expected: bool) -> None:
    """A country's middle is near nothing, names without coordinates still count, namesakes elsewhere do not."""
    assert matches(an_alert(event__place=place, event__places=()), places=[watched]) is expected


def test_any_place_of_an_operation_counts() -> None:
    """An operation over several places matches by each of them."""
    alert = an_alert(event__places=(a_place("Baghdad", 33.34, 44.40), a_place("Tehran", 35.7, 51.4, "IR")))
    assert countries_of(alert) == {"IQ", "IR"}
    assert matches(alert, countries=["IR"])


def test_escalation_without_attack_has_the_countries_of_its_actors() -> None:
    """A vow of one state against another concerns both; type and place filters do not match it."""
    vow = Escalation(kind=EscalationKind.RETALIATION_THREAT, actor="Iran", target="Iraq")
    alert = an_alert(event=None, escalation=(vow,), actors=())
    assert countries_of(alert, GAZETTEER.get) == {"IR", "IQ"}
    assert matches(alert, countries=["IR"], escalation=["retaliation_threat"])
    assert not matches(alert, types=["shelling"])
    assert not matches(alert, places=[{"name": "Baghdad"}])


def test_severity_and_certainty_are_ordered() -> None:
    """Each level matches itself and all below."""
    for rank, severity in enumerate(Severity):
        got = [matches(an_alert(severity=severity), min_severity=least.value) for least in Severity]
        assert got == [least.rank <= rank for least in Severity]
    assert [matches(an_alert(certainty=c), min_certainty="corroborated") for c in Certainty] == [False, True, True]


def test_names_come_in_the_order_of_the_configuration() -> None:
    """All that match, none twice."""
    lists = [Watchlist(name="b"), Watchlist(name="a"), Watchlist(name="c", countries=("GB",))]
    assert matching_watchlists(an_alert(), lists) == ("b", "a")


def test_real_gazetteer_is_the_default() -> None:
    """Named places are looked up without being told where."""
    near = Watchlist.model_validate({"name": "w", "places": [{"name": "Baghdad", "radius": "60km"}]})
    assert matching_watchlists(an_alert(), [near]) == ("w",)


@pytest.mark.parametrize(("text", "folded"), [("Déjà  VU", "deja vu"), ("Ｗｉｄｅ", "wide"), ("Straße", "strasse")])
def test_folding(text: str, folded: str) -> None:
    """Case, accents, width and spaces do not part names."""
    assert fold(text) == folded
