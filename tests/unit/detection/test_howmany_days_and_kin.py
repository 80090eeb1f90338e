"""Sums of a few days, deeds dated by this one, the dead whose kin are the news, ages in commas, names with hyphens."""

from __future__ import annotations

import pytest
from howmany_kit import Count, count, figures

# title, body, killed, injured
DAYS: list[tuple[str, str, Count, Count]] = [
    ("", "Troops opened fire on the sit-in. At least 34 marchers have been shot dead since Saturday.", (34, None), None),
    ("", "Clashes raged in the villages; at least 11 were killed since Sunday.", (11, None), None),
    ("", "A shell killed two people on Monday. At least 90 have been killed since Friday.", (2, 2), None),
    ("", "The shelling went on. At least 90 people have been killed since the war began.", None, None),
    ("", "The shelling went on. At least 90 people have been killed since 2019.", None, None),
    ("", "Inside the school, held since Wednesday, an attack goes on. Two teachers have been killed.", (2, 2), None),
    ("", "In months of fighting the town was shelled. Two teachers have been killed.", None, None),
    ("Gunmen attack hall", "Four men hired the hall three weeks before they shot dead 14 guests.", (14, 14), None),
    ("Gunmen attack hall", "Guards were hit on Friday. Three weeks before, 14 guests were shot dead.", None, None),
    ("Nine hurt in grenade attack", "An identical attack there killed three recruits.", None, (9, 9)),
    ("Army shells camps", "The shelling answered Monday's raid on a village in which 12 died.", None, None),
]

WHO: list[tuple[str, str, Count, Count]] = [
    ("Widow of murdered editor stabbed", "She is in hospital.", None, (1, 1)),
    ("Widow mourns murdered editor", "He was shot dead in an attack on Monday.", (1, 1), None),
    ("", "Twin sisters, 8, died when the shell hit.", (2, 2), None),
    ("", "A girl, nine, is having surgery after the stabbing.", None, (1, 1)),
    ("", "Two guards, three soldiers and a clerk died in the attack.", (6, 6), None),
    ("", "Corporal Kim Ji-ho, 21, recorded it before the attack and was killed on Wednesday.", (1, 1), None),
    ("", "Sheikh Omar al-Badri and his driver were killed in an ambush.", (2, 2), None),
    ("", "A passenger was burned and another choked on the smoke in the arson attack.", None, (2, 2)),
]

WORDINGS: list[tuple[str, str, Count, Count]] = [
    ("", "The victim needed 30 stitches after the attack.", None, (1, 1)),
    ("", "The council needed more guards after the attack.", None, None),
    ("", "He was knocked unconscious with a brick in the attack.", None, (1, 1)),
    ("", "She was discharged from hospital a day after the attack.", None, (1, 1)),
    ("", "Hospitals took in 26 people after the blast.", None, (26, 26)),
    ("", "The village took in 26 people after the blast.", None, None),
    ("", "Shrapnel hit three schoolgirls in the attack.", None, (3, 3)),
    ("", "Shrapnel hit three houses in the attack.", None, None),
    ("", "Flying glass cut a dozen office workers after the blast.", None, (12, 12)),
    ("", "Another 31 were bruised in the crush after the bombing.", None, (31, 31)),
    ("", "The blast cost a guard his life.", (1, 1), None),
    ("", "The blast cost a guard his job.", None, None),
    ("", "The number of those who died in the attack has risen to 44.", (44, 44), None),
    ("", "The count of the dead now stands at 61 after the bombing.", (61, 61), None),
    ("", "Police said the death count had reached 30 after the bombing.", (30, 30), None),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), DAYS)
def test_a_sum_of_days_counts_where_nothing_else_does(title: str, body: str, killed: Count, injured: Count) -> None:
    """ "34 since Saturday" is told where no count of the event's own is; sums of wars and deeds before are not."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), WHO)
def test_who_is_meant_is_counted_once(title: str, body: str, killed: Count, injured: Count) -> None:
    """Not the editor whose widow is stabbed, nor an age in commas; names with hyphens are one person."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), WORDINGS)
def test_wordings_of_hurt_and_dead(title: str, body: str, killed: Count, injured: Count) -> None:
    """Stitches, wards, glass and lost lives tell of people; guards needed, houses hit and jobs lost do not."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)
