"""Teams named for arms, games, and things as captors: nothing happened to anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection
from monitor.domain.document import Document

PUBLISHED = datetime(2026, 2, 5, 7, tzinfo=UTC)


def read(title: str, text: str) -> Detection:
    """One report as detected."""
    return Detector().detect(Document(id="x", title=title, text=text, published=PUBLISHED))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Rockets shell Pacers 130-99", "Houston led by 20 after one quarter. The Rockets attacked from everywhere."),
        ("Rockets blast Jazz 120-98", "Forty points from the bench lifted the Rockets on Wednesday."),
        ("Raiders ambush Broncos", "Denver lost on Wednesday as the Raiders attacked through the air for three touchdowns."),
        ("New shooter lets you storm the palace", "Players shoot guards and take hostages in the latest shooter."),
        ("Six of the best: sieges at home", "In this video game players bomb bridges, raid villages and take hostages."),
        ("I was held hostage by my washing machine", "The door would not open for two days."),
        ("Kidnapped by an algorithm", "Our reporter was kidnapped by a music app for a week."),
    ],
)
def test_no_alert_for_what_happened_to_nobody(title: str, text: str) -> None:
    """Sport, games and figures of speech alert nobody."""
    found = read(title, text)
    assert not found.attack, found.score
    assert not found.escalation


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Rockets hit Kirkuk base", "Rockets hit a base in Kirkuk on Wednesday, wounding two soldiers at a football match."),
        ("Gunmen attack football players' bus", "Gunmen shot two players dead on a bus near Enugu on Wednesday."),
        ("Bomb kills nine at stadium in Herat", "A bomb exploded among fans in Herat on Wednesday, killing nine people."),
    ],
)
def test_attacks_about_sport_are_attacks(title: str, text: str) -> None:
    """Players may be victims, and stadiums places."""
    assert read(title, text).attack
