"""Who is one more of those told, who is a part of them, and which numbers count nobody hurt here."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

# title, body, killed, injured
ONE_MORE: list[tuple[str, str, Count, Count]] = [
    ("", "A blast killed four on the spot, one died in hospital.", (5, 5), None),
    ("", "The shelling killed six at the scene. Another two died on the way to a clinic.", (8, 8), None),
    ("", "The blast killed seven. Two others succumbed to their injuries at hospital.", (9, 9), None),
    ("Blast kills nine", "The blast killed seven at once. Two others died in hospital.", (9, 9), None),
    ("", "The blast killed 14 on the spot. One woman was buried by her family.", (14, 14), None),
    ("Van ambushed", "Two drivers were wounded in the ambush. A passer-by was grazed by a bullet.", None, (3, 3)),
    ("Van ambushed", "Two people were wounded in the ambush. A passer-by was grazed by a bullet.", None, (2, 2)),
    ("Knife attack", "Two pedestrians were wounded in the attack. A pedestrian was stabbed in the arm.", None, (2, 2)),
    ("Mob beats two traders to death; third injured", "They were attacked at dawn.", (2, 2), (1, 1)),
    ("Third day of clashes leaves two dead", "Two men were killed in the clashes.", (2, 2), None),
    ("", "A ranger lost both legs and two medics were hurt by the bomb.", None, (3, 3)),
    ("", "A Sudanese was hospitalised after he attacked a patrol, slightly hurting both men.", None, (2, 2)),
    ("", "Two nurses who were waiting outside also died in the attack.", (2, 2), None),
    ("", "Gunmen attacked a camp and killed seven guards. Several others were taken to hospital.", (7, 7), (3, None)),
    ("", "Nine have died in the attack. Thirty-one people were taken to hospitals.", (9, 9), (31, 31)),
    ("", "Six people were taken to hospital after the attack, where two of them died.", (2, 2), (4, 4)),
    ("", "The strike buried a family. A girl was pulled from the rubble and hospitalised.", None, (1, 1)),
    ("", "The attack cost the life of a Zambian peacekeeper.", (1, 1), None),
    ("", "Raiders massacre 30 wood-gatherers in an attack on the bush.", (30, 30), None),
    ("", "The raid killed 12 tea-pickers and injured three.", (12, 12), (3, 3)),
    ("", "Medics received the bodies of 10 people as well as 65 wounded after the attack.", (10, 10), (65, 65)),
    ("Man found shot in car, woman dies", "Police found a man shot dead. A woman died at a hospital.", (2, 2), None),
]

WORDINGS: list[tuple[str, str, Count, Count]] = [
    ("", "A man was shot in the head and did not survive.", (1, 1), None),
    ("", "The man survived the shooting.", None, (1, 1)),
    ("", "The strike resulted in the death of one person and the injury of three others.", (1, 1), (3, 3)),
    ("", "Two men are dead and a third is clinging to life after the shooting.", (2, 2), (1, 1)),
    ("", "A woman was knifed to death and her partner left fighting for his life.", (1, 1), (1, 1)),
    ("", "Three brothers were killed in the attack and their mother badly burned.", (3, 3), (1, 1)),
    ("", "Eight people were shot at a cookout. Three of them died.", (3, 3), (5, 5)),
    ("", "Gunmen shot at a bus during the attack.", None, None),
    ("", "Gunfire killed one man and sent two women to hospital.", (1, 1), (2, 2)),
    ("", "The bomb killed the driver of the bus and three passengers.", (4, 4), None),
    ("", "The bomb killed the driver of the bus and police cordoned off the road.", (1, 1), None),
    ("", "A man was found dead. A second man was found nearby suffering from a stab wound.", (1, 1), (1, 1)),
    ("Two shot", "One victim died at the scene. The other was rushed to a hospital, where he died.", (2, 2), None),
    ("Gunfire downtown", "One was hurt in the attack. Another attack took place nearby.", None, (1, 1)),
    ("", "Shelling of the city. Killed: two. Injured: five.", (2, 2), (5, 5)),
    ("", "A second victim of the shooting has died.", (2, 2), None),
    ("", "A second man was shot dead on Friday.", (1, 1), None),
    ("", "Eleven people are dead, the gunman among them, after the shooting.", (10, 10), None),
    ("", "Five members of one family were hacked to death in the raid.", (5, 5), None),
    ("", "More than 20 people were killed and an unknown number wounded in the bombing.", (21, None), None),
    ("", "A gunman fired at a crowd of 200, hitting four people.", None, (4, 4)),
    ("", "As they fled the attack shots were fired, hitting the victim.", None, None),
    ("", "A missile hit a depot, hitting four trucks.", None, None),
    ("", "The death toll from the attack has climbed past 50.", (51, None), None),
    ("", "Ambulances took 19 people to hospital, four of them in a serious condition.", None, (19, 19)),
    ("", "The army lost nine men in the ambush, while 14 were injured.", (9, 9), (14, 14)),
    ("", "The army lost nine villages in the raid.", None, None),
    ("", "The grenade attack killed nobody.", NONE, None),
    ("", "It is not known whether anyone was hurt in the attack.", None, None),
]

PARTS: list[tuple[str, str, Count, Count]] = [
    ("", "Two men were shot. One is in critical condition and the other is stable.", None, (2, 2)),
    ("", "Bandits killed six persons, a pregnant woman inclusive, in an attack.", (6, 6), None),
    ("", "A strike killed 20 people, four guards among them.", (20, 20), None),
    ("", "A strike killed 20 people, four guards and a medic.", (25, 25), None),
    ("", "Gunmen killed three brothers, Tariq, Nasir and Imran, in an attack.", (3, 3), None),
    ("", "Medics treated seven after the attack: one in serious condition and six with light wounds.", None, (7, 7)),
    ("", "Bandits killed six persons and a pregnant woman in an attack.", (7, 7), None),
    ("", "The strike wounded 171, Houthi media reported.", None, (171, 171)),
    ("", "A guard was killed in the attack. One of the robbers was also gunned down.", (1, 1), None),
]

NOBODY: list[tuple[str, str, Count, Count]] = [
    ("", "A couple in their 70s died in the arson attack.", (2, 2), None),
    ("", "A man of about 30 and a woman of about 60 were lightly injured in the attack.", None, (2, 2)),
    ("", "A man in his 40s was shot dead.", (1, 1), None),
    ("", "A family dog was killed in the attack.", None, None),
    ("Dog killed in shooting", "Shots were fired at a house.", None, None),
    ("Dog owner killed in shooting", "Shots were fired at a house.", (1, 1), None),
    ("", "A woman in the passenger seat died in the attack.", (1, 1), None),
    ("", "A passenger was killed in the attack.", (1, 1), None),
    ("", "The attack killed 74 people. The earlier toll was 58.", (74, 74), None),
    ("", "The attack killed people on a bus. The toll was 58.", (58, 58), None),
    ("", "No Israelis were hurt in the stabbing.", None, NONE),
]

STATES: list[tuple[str, str, Count, Count]] = [
    ("", "Three are in critical condition and two in stable condition after the attack.", None, (5, 5)),
    ("", "Five people were shot; one is in critical condition and four in stable condition.", None, (5, 5)),
    ("", "Six people were wounded in the attack, two are in critical condition.", None, (6, 6)),
    ("", "Six people were wounded in the attack, two critically and one seriously.", None, (6, 6)),
    ("", "Ann Roe and Joe Roe were found dead, both having suffered gunshot wounds.", (2, 2), None),
    ("", "A guard was killed and two clerks suffered gunshot wounds.", (1, 1), (2, 2)),
]

SOURCES: list[tuple[str, str, Count, Count]] = [
    ("Drone kills 13, army says", "A drone killed 13 guests, the army said. Activists put the toll at 15.", (13, 15), None),
    ("Drone kills 13, army says", "A drone killed 13 guests, the army said. The toll rose to 15.", (15, 15), None),
    ("", "A drone hit a wedding. Activists put the toll at 15.", (15, 15), None),
]

LISTS: list[tuple[str, str, Count, Count]] = [
    ("", "The strike killed the governor of Herat, Mohammad Daud, and two guards.", (3, 3), None),
    ("", "The strike killed the governor of Herat, Mohammad Daud, on Friday.", (1, 1), None),
    ("", "Gunmen killed the mayor of Manta, Rosa Cedeno, and her bodyguard in an attack.", (2, 2), None),
    ("", "Gunmen killed the mayor and her driver. The mayor and her driver were shot.", (2, 2), None),
]

SUMS: list[tuple[str, str, Count, Count]] = [
    ("", "Strikes killed 32 people, bringing the overall toll of the war to 61,430.", (32, 32), None),
    ("", "The attack killed nine, adding to a death toll of 600 since the truce began.", (9, 9), None),
    ("", "Strikes have killed 61,430 people since the war began.", None, None),
    ("", "The overall toll of the war has reached 61,430, bringing anger after the attack.", None, None),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), ONE_MORE)
def test_one_more(title: str, body: str, killed: Count, injured: Count) -> None:
    """People set apart by place, noun or order come on top of those told; those who may be the same do not."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), WORDINGS)
def test_wordings(title: str, body: str, killed: Count, injured: Count) -> None:
    """Deaths and wounds in other words, each beside one that is like it and tells of nobody more."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), PARTS)
def test_parts(title: str, body: str, killed: Count, injured: Count) -> None:
    """A part told behind its whole, and a word behind a number, add nobody."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), NOBODY)
def test_counts_nobody(title: str, body: str, killed: Count, injured: Count) -> None:
    """Decades of age, animals, seats and tolls that another has replaced are no victims."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), SUMS)
def test_sums_brought_in(title: str, body: str, killed: Count, injured: Count) -> None:
    """What stands before "bringing the toll to" is the attack's own; the sum behind it is a war's."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), STATES)
def test_states(title: str, body: str, killed: Count, injured: Count) -> None:
    """States that shut each other out add up; parts of a total, and wounds of the dead, do not."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), SOURCES)
def test_sources(title: str, body: str, killed: Count, injured: Count) -> None:
    """Another source's toll opens a range; a toll that rose, or stands alone, is the count."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), LISTS)
def test_lists(title: str, body: str, killed: Count, injured: Count) -> None:
    """A list goes on behind the name of one who holds an office; who belongs to somebody is one more, once."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)
