"""An alert laid out for people: the facts in reading order, no finer than known, inert."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from alert_samples import a_place, an_alert

from monitor.alerts.card import Card, map_url, safe_url, to_card
from monitor.domain.alert import AlertFigure, AlertKind
from monitor.domain.detection import Perpetrator
from monitor.domain.incident import IncidentStatus
from monitor.domain.taxonomy import Basis, Certainty, DatePrecision, Stage


def card(**fields: Any) -> Card:
    alert = an_alert(**fields)
    return to_card(alert, alert.changes)


def fact(name: str, **fields: Any) -> str | None:
    return next((found.text for found in card(**fields).facts if found.name == name), None)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "NEW"),
        ({"kind": AlertKind.UPDATE, "revision": 3}, "UPDATE 3"),
        ({"kind": AlertKind.ESCALATION}, "ESCALATION"),
        ({"kind": AlertKind.CORRECTION}, "CORRECTION"),
        ({"kind": AlertKind.CORRECTION, "status": IncidentStatus.WITHDRAWN}, "WITHDRAWN"),
        ({"test": True}, "TEST"),
    ],
)
def test_labels(fields: dict[str, Any], label: str) -> None:
    """What sort of alert it is, in a word."""
    assert card(**fields).label == label


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("Update: Blast in X: 3 killed", "Blast in X: 3 killed"),
        ("Correction: Blast in X", "Blast in X"),
        ("Blast in X (unconfirmed)", "Blast in X (unconfirmed)"),
        ("", "Alert"),
        ("a\x1b[31mb\u202ec\nd", "abc d"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_headline_says_no_label_twice(headline: str, shown: str) -> None:
    """The label stands beside it; what is uncertain stays said; nothing acts."""
    assert card(headline=headline).headline == shown


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (AlertFigure(min=3, max=3, text="three"), "3 killed"),
        (AlertFigure(min=3, max=None, text="at least three"), "at least 3 killed"),
        (AlertFigure(min=3, max=5, text="", conservative=3, told=5, outlets=("AP", "BBC")), "3–5 killed (AP, BBC)"),
        (AlertFigure(min=1200, max=1200, text=""), "1,200 killed"),
        (AlertFigure(min=0, max=0, text="no casualties", stated_none=True), "none killed"),
        (AlertFigure(min=None, max=None, text="some"), "not given"),
        (None, "not given"),
    ],
)
def test_toll(figure: AlertFigure | None, words: str) -> None:
    """A range with the outlets that gave it; nothing is invented."""
    assert fact("Toll", event__killed=figure, event__injured=None) == words


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (Perpetrator(name="X", basis=Basis.CLAIMED), "claimed by X"),
        (Perpetrator(name="X", basis=Basis.BLAMED, by="the police"), "blamed on X, the police says"),
        (Perpetrator(name="X", basis=Basis.SUSPECTED), "suspected: X"),
        (Perpetrator(name="X{by}", basis=Basis.STATED), "attributed to X{by}"),
        (Perpetrator(name="two men", basis=Basis.STATED), "as described: two men"),
        (Perpetrator(name="suspects", basis=Basis.SUSPECTED), "a suspect is held or sought"),
        (Perpetrator(name="X", basis=Basis.UNKNOWN), None),
        (Perpetrator(basis=Basis.UNCLAIMED), "nobody has claimed it"),
        (Perpetrator(name="gunmen", basis=Basis.UNCLAIMED), "as described: gunmen; nobody has claimed it"),
        (Perpetrator(), None),
    ],
)
def test_who(who: Perpetrator, words: str | None) -> None:
    """On whose word; silence where nothing is said."""
    assert fact("Who", event__perpetrator=who) == words


@pytest.mark.parametrize(
    ("date", "precision", "said", "words"),
    [
        ("2026-03-17", DatePrecision.DAY, None, "17 March 2026"),
        ("2026-03", DatePrecision.MONTH, None, "in March 2026"),
        ("2026-03-17T22:40+03:00", DatePrecision.MINUTE, None, "17 March 2026 at 22:40 local time"),
        (None, DatePrecision.UNKNOWN, "overnight", "“overnight”"),
        ("2026-99-99", DatePrecision.DAY, None, None),
        ("nonsense", DatePrecision.DAY, "late", "“late”"),
    ],
)
def test_when(date: str | None, precision: DatePrecision, said: str | None, words: str | None) -> None:
    """The date in words beside the text's own; what is no date is left out."""
    assert fact("When", event__date=date, event__date_precision=precision, event__date_text=said) == words


@pytest.mark.parametrize(
    ("precision", "zoom"), [("site", "#map=14/"), ("city", "#map=11/"), ("region", "#map=8/"), ("country", None)]
)
def test_map_is_as_close_as_the_text(precision: str, zoom: str | None) -> None:
    """No pin in the middle of a country."""
    url = map_url(a_place("X", 33.19, 44.62, precision=precision))
    assert (url is None) == (zoom is None)
    assert zoom is None or zoom in str(url)


def test_vague_places_say_so() -> None:
    """A region is "somewhere in"; a city is not."""
    assert fact("Where", event__place=a_place("Anbar", 32.5, 41.9, precision="region")) == "Anbar (somewhere in)"
    assert fact("Where", event__place=a_place("Ramadi", 33.4, 43.3)) == "Ramadi"
    assert fact("Where", event__place=None) is None


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://x.example/a?b=c&d", "https://x.example/a?b=c&d"),
        ("https://x.example/a b|c>d\"'", "https://x.example/a%20b%7Cc%3Ed%22%27"),
        ("javascript:alert(1)", None),
        ("https://user:pw@x.example/", None),
        ("//x.example", None),
        ("https://[x", None),
        ("https://x.example/" + "a" * 2000, None),
        (None, None),
        ("", None),
    ],
)
def test_only_web_links_in_harmless_characters(url: str | None, safe: str | None) -> None:
    """Links are http(s), without credentials, with nothing that ends an attribute or a Slack link."""
    assert safe_url(url) == safe


def test_sources_first_then_their_copies() -> None:
    """Five are shown, copies last, the rest counted."""
    source = an_alert().sources[0]
    copies = tuple(replace(source, outlet=f"c{n}", duplicate_of="x") for n in range(3))
    shown = card(sources=(*copies, *(replace(source, outlet=f"o{n}") for n in range(4))))
    assert [line.outlet for line in shown.sources] == ["o0", "o1", "o2", "o3", "c0"]
    assert (shown.sources[4].copy, shown.more_sources) == (True, 2)


def test_certainty_counts_copies_once() -> None:
    """Independent sources among outlets."""
    assert fact("Certainty") == "Corroborated: 2 independent sources among 3 outlets"
    alone = {"certainty": Certainty.UNCONFIRMED, "independent_sources": 1, "outlets": 1}
    assert fact("Certainty", **alone) == "Unconfirmed: 1 independent source"


def test_attempt_is_not_told_as_accomplished() -> None:
    """The stage stands first where it matters."""
    assert card(event__stage=Stage.ATTEMPTED).facts[0].text == "attempted"


def test_changes_are_not_told_twice() -> None:
    """The summary's own list of changes is dropped: it stands above."""
    shown = card(changes=("killed 3 → 5",), summary="Changed: killed 3 → 5. A blast hit X.")
    assert shown.summary == "A blast hit X."
