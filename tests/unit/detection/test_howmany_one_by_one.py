"""Victims told one by one by where they were hit, attackers stopped at the end, the same fate told of another day."""

from __future__ import annotations

import pytest
from howmany_kit import Count, count, figures

# title, body, killed, injured
TOLD: list[tuple[str, str, Count, Count]] = [
    ("", "A woman was shot in the head and a man in the leg.", None, (2, 2)),
    ("", "One man was shot in the stomach, another in the leg and a third in the foot.", None, (3, 3)),
    ("", "Two guards were wounded in the attack, one of them in the stomach.", None, (2, 2)),
    ("", "A man was shot in the leg and a house in the street burnt down.", None, (1, 1)),
    ("", "The gunman wounded a guard before soldiers shot him dead.", None, (1, 1)),
    ("", "A video of the attack shows her last words before an officer shot her dead.", (1, 1), None),
    ("Boy, 6, fatally shot", "The shooting came a day after a girl of two died in an attack.", (1, 1), None),
    ("Boy, 6, fatally shot", "The boy died a day after the shooting.", (1, 1), None),
    ("", "A girl of four was shot dead in the attack. Her mother was shot in the arm.", (1, 1), (1, 1)),
    ("", "A father was shot dead in the attack. She said that her husband was shot at noon.", (1, 1), None),
    ("", "The hospital received eight bodies and 30 wounded after the attack.", (8, 8), (30, 30)),
    ("", "The hospital received 30 wounded people after the attack.", None, (30, 30)),
    ("", "The ambush killed a major, two captains and seven men.", (10, 10), None),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), TOLD)
def test_each_is_counted_once_and_only_victims(title: str, body: str, killed: Count, injured: Count) -> None:
    """ "A woman in the head and a man in the leg" are two; the attacker shot at last and a girl of the day before none."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)
