"""News or background, and one event or several, on texts whose mentions are plain."""

from __future__ import annotations

from datetime import UTC, datetime
from zlib import crc32

import pytest

from monitor.detection.context import Study
from monitor.detection.language import find_language
from monitor.detection.model import BUCKETS, Weights, hashed, log_odds, models, probability, reasons
from monitor.detection.pipeline import Detector
from monitor.detection.roles import ages_of
from monitor.detection.text import Text
from monitor.detection.when import find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role

PUBLISHED = datetime(2026, 9, 14, 9, tzinfo=UTC)
DETECTOR = Detector()


def roles(title: str, text: str) -> list[tuple[Role, EventType]]:
    found = DETECTOR.detect(Document(id="t", title=title, text=text, published=PUBLISHED))
    return [(e.role, e.type) for e in found.events]


def test_one_event_told_in_several_sentences_is_one() -> None:
    """The title, the report and a later "the attack" speak of one event."""
    told = roles(
        "Car bomb kills six in Quetta",
        "A car bomb killed six people in Quetta on Sunday. The bomb exploded near a bank. Nobody claimed the attack.",
    )
    assert told == [(Role.NEWS, EventType.BOMBING)]


def test_an_attack_recalled_with_its_own_day_is_background() -> None:
    """A day before the news event's, told after it, is background."""
    told = roles(
        "Rockets hit port of Aden on Sunday",
        "Rockets hit the port of Aden on Sunday, wounding two. Last Tuesday, gunmen shot dead three guards at the port.",
    )
    assert told[0] == (Role.NEWS, EventType.SHELLING)
    assert (Role.BACKGROUND, EventType.SHOOTING) in told


def test_news_stands_before_background() -> None:
    """Whatever the order of the text, news comes first."""
    told = [role for role, _ in roles("Drone strike on Sumy", "In May, shells hit a school. On Sunday a drone hit Sumy.")]
    assert told == sorted(told, key=[Role.NEWS, Role.BACKGROUND].index)


def test_ages_count_from_publication() -> None:
    """Dates of the first sentences, in whole days; none without a publication time."""
    text = Text(Document(id="t", title="Blast", text="It happened on 4 September 2026.", published=PUBLISHED))
    study = Study(text)
    assert ages_of(study, find_dates(text, PUBLISHED), PUBLISHED) == [10]
    assert ages_of(study, find_dates(text, None), None) == []


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Blast in Kabul", "en"),
        ("Three dead as gunmen storm hotel", "en"),
        ("", "en"),
        ("Взрыв в Киеве, есть погибшие и раненые", "ru"),
        ("Drei Tote und viele Verletzte nach einem Anschlag in der Stadt", "de"),
    ],
)
def test_language(title: str, language: str) -> None:
    """English is told from its commonest words, the rest is left to the classifier."""
    assert find_language(Document(id="t", title=title)) == language


def test_linear_model() -> None:
    """Log-odds add up over known features and words; reasons are the largest shares, words left out."""
    model = Weights(bias=-1.0, weights={"a": 2.0, "b": -0.5, "#7": 9.0})
    assert log_odds(model, {"a": 1.0, "b": 2.0, "unknown": 5.0}) == 0.0
    assert log_odds(model, {"a": 1.0}, {7, 8}) == 10.0
    assert probability(0.0) == 0.5
    assert [r.feature for r in reasons(model, {"b": 1.0, "a": 1.0, "unknown": 1.0})] == ["a", "b"]
    assert 0.0 < probability(-1e9) < probability(1e9) < 1.0


def test_words_are_hashed_alike_everywhere() -> None:
    """Buckets do not depend on the process, or weights would mean nothing."""
    assert hashed(["rockets"], "t") == {crc32(b"trockets") % BUCKETS}
    assert hashed(["rockets"], "t") != hashed(["rockets"], "b")
    assert len(hashed(["a", "b"], "t")) == 3


def test_shipped_weights_tell_where_they_come_from() -> None:
    """Their provenance travels with them."""
    shipped = models()
    assert "train_attack_model" in shipped.provenance
    assert all(len(m.weights) > 100 for m in (shipped.event, shipped.screen, shipped.kind))
