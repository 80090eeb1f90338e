"""People whom no list of nouns knows, tolls told by an ordinal or a part, and the hurt told by a state or a loss."""

from __future__ import annotations

import pytest
from howmany_kit import Count, count, figures

# title, body, killed, injured
BY_FATE: list[tuple[str, str, Count, Count]] = [
    ("", "A doorkeeper and three lodgers were killed in the blast.", (4, 4), None),
    ("", "A falconer was stabbed outside his house.", None, (1, 1)),
    ("", "In Ulm on Monday a glazier was stabbed.", None, (1, 1)),
    ("", "The attack killed a farrier.", (1, 1), None),
    ("", "Gunmen fired at the car; a motorcycle outrider was wounded.", None, (1, 1)),
    ("Former Wydad winger killed in hotel attack", "He was on holiday.", (1, 1), None),
    ("Podcast creator stabbed during live show", "", None, (1, 1)),
    ("", "A man driving a tractor was killed in the attack.", (1, 1), None),
    ("", "Three men repairing a pylon were wounded by shelling.", None, (3, 3)),
    ("", "Two women in a rickshaw were wounded by shelling.", None, (2, 2)),
    ("", "The ceasefire was killed by the attack.", None, None),
    ("", "The attack killed a cow.", None, None),
    ("", "The strike killed a settlement that took years.", None, None),
    ("Ceasefire agreement killed by strike", "", None, None),
]

OF_A_WHOLE: list[tuple[str, str, Count, Count]] = [
    ("", "He was one of five people shot dead during the evening service.", (5, 5), None),
    ("", "Ivan Petrov, 41, was one of three crew killed by a rocket.", (3, 3), None),
    ("", "She was one of at least six who were killed in the raid.", (6, 6), None),
    ("", "The nurse, one of two people killed, was 30.", (2, 2), None),
    ("", "One of five people shot in the attack has died.", (1, 1), (4, 4)),
    ("", "Of the nine people killed, one was a guard.", (9, 9), None),
    ("Bus attack: altar boy, 11, becomes 23rd victim", "", (23, 23), None),
    ("", "She is the 12th victim to die of the bombing.", (12, 12), None),
    ("", "She is the 12th victim of the con man.", None, None),
    ("", "The governor put the dead at 41 after the bombing.", (41, 41), None),
    ("Market bombing: dead now put at 77", "", (77, 77), None),
    ("", "The ministry put the wounded at 60 after the attack.", None, (60, 60)),
    ("", "The valley mourns after the slaughter of 90 villagers.", (90, 90), None),
    ("", "A commander who led the slaughter of 40 villagers has been killed in a strike.", (1, 1), None),
    ("", "At least five people were reported dead in the attack.", (5, None), None),
    ("", "Seven people between 17 and 25 are dead after the shooting.", (7, 7), None),
    ("", "Between 17 and 25 people are dead after the shooting.", (17, 25), None),
    ("", "Planes bombed the market, killing eight people, the governor of Lower Shabelle said.", (8, 8), None),
    ("", "Planes bombed the market, killing eight people and the governor of Lower Shabelle.", (9, 9), None),
]

STATES: list[tuple[str, str, Count, Count]] = [
    ("Man rams truck into gate of embassy; guard critical", "", None, (1, 1)),
    ("", "The next hours after the attack are critical.", None, None),
    ("", "The student sustained 40% burns to her face in the attack.", None, (1, 1)),
    ("", "The singer took three bullets to the chest outside the club in the shooting.", None, (1, 1)),
    ("", "The boy lost a kidney in the knife attack.", None, (1, 1)),
    ("", "The minister lost his head during the attack.", None, None),
    ("Brick attack leaves grocer's wife in coma", "", None, (1, 1)),
    ("", "The bomb killed nine; 44 people remain in care, eight of them in a grave state.", (9, 9), (44, 44)),
    ("", "Rubber bullets were fired in the attack, blinding a schoolboy.", None, (1, 1)),
    ("Shop owner shot dead resisting raiders", "", (1, 1), None),
    ("Teacher tied to tree, shot dead by gunmen", "", (1, 1), None),
    ("Barber dragged from stall, beaten to death by mob", "", (1, 1), None),
    ("", "The judge and his bodyguard were cut down in an ambush.", (2, 2), None),
    ("", "Sergeant Amara Diallo, 33, called his mother before the attack and was killed an hour later.", (1, 1), None),
]

OTHERS: list[tuple[str, str, Count, Count]] = [
    ("Sexton died shielding choir from bomber", "Six others were killed at the gate.", (7, 7), None),
    ("", "Five people were shot. Two others were killed.", (2, 2), (5, 5)),
    ("", "Two men were wounded in the attack. Three others were wounded at the gate.", None, (5, 5)),
    ("", "Six people were killed and several others were wounded. The attack left many hurt.", (6, 6), (3, None)),
    ("", "A guard was killed; two others died in hospital after the attack.", (3, 3), None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "killed", "injured"), BY_FATE)
def test_whom_no_list_knows_is_known_by_what_befell_him(title: str, body: str, killed: Count, injured: Count) -> None:
    """ "A falconer was stabbed" is one hurt; what is no subject, and things that are "killed", are nobody."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), OF_A_WHOLE)
def test_a_part_tells_the_whole(title: str, body: str, killed: Count, injured: Count) -> None:
    """ "One of five killed" and "the 23rd victim" give the toll; ages, speakers and older deeds give none."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), STATES)
def test_states_and_losses_tell_of_the_hurt(title: str, body: str, killed: Count, injured: Count) -> None:
    """A coma, a lost kidney, burns in per cent, and a headline's participles tell of one hurt or killed."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), OTHERS)
def test_others_come_on_top_of_those_told_before(title: str, body: str, killed: Count, injured: Count) -> None:
    """ "Six others" that open a sentence add to those of the one before; inside a sentence they are by themselves."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)
