"""Numbers that are nobody's toll: a sum over two attacks, those who sat beside the victim, the dead of the attackers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.pipeline import Detector
from monitor.domain.document import Document

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)
DETECTOR = Detector()


def killed(title: str, body: str) -> list[int | None]:
    """The least number killed of each event."""
    events = DETECTOR.detect(Document(id="t", title=title, text=body, published=FRIDAY)).events
    return [event.killed.min if event.killed else None for event in events]


def test_the_title_adds_up_two_attacks() -> None:
    """Each attack keeps the dead that its own sentence counts."""
    first = "Gunmen killed six farmers in Zamfara on Tuesday."
    body = f"{first} In Borno, militants attacked a base on Wednesday and killed five soldiers."
    assert killed("Attacks kill 11 in Nigeria", body) == [6, 5]


def test_the_title_of_one_attack_keeps_its_count() -> None:
    """A count that is no sum of the body's is the attack's own."""
    body = "A bomb killed nine people in Zamfara on Tuesday. A week ago gunmen killed five soldiers in Borno."
    assert killed("Bomb kills 11 in Nigeria", body)[0] == 11


@pytest.mark.parametrize(
    ("body", "dead"),
    [
        ("The driver of a coach with 20 others on board was shot dead by gunmen in Guerrero on Thursday.", 1),
        ("A guard on a train with 30 people aboard was shot dead by robbers in Sindh on Thursday.", 1),
        ("Gunmen shot dead 20 people on board a coach in Guerrero on Thursday.", 20),
    ],
)
def test_who_sat_beside_the_victim_is_not_dead(body: str, dead: int) -> None:
    """ "With 20 others on board was shot" counts no dead; "20 people on board" may."""
    assert killed("Traveller shot dead" if dead == 1 else "Coach attacked", body) == [dead]


@pytest.mark.parametrize(
    ("body", "dead"),
    [
        ("Gunmen stormed an army post in Dori on Monday and killed nine soldiers. Four assailants also died, the army said.", 9),
        ("Militants stormed an outpost in Dori, killing nine soldiers. Four of the attackers were killed, it said.", 9),
        ("Soldiers clashed with rebels in Dori on Monday. Nine soldiers and four rebels were killed.", 13),
        ("Troops fought off raiders who stormed a post in Dori. The army said it killed six of the attackers.", 6),
    ],
)  # fmt: skip
def test_the_dead_of_those_who_attacked(body: str, dead: int) -> None:
    """In a clash all sides count, but for those whom the text calls the attackers, where it counts others."""
    assert killed("Army post attacked", body) == [dead]
