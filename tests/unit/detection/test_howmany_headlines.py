"""How headlines and short items count: plurals that nothing counts, people told one by one, who is none of the victims."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

HEADLINES: list[tuple[str, Count, Count]] = [
    # a plural that nothing counts gives no figure: none is invented
    ("Police and soldiers killed in ambush", None, None),
    ("Soldiers killed as convoy hits mine", None, None),
    ("Civilians wounded as shells hit market", None, None),
    ("Militants kill soldiers in raid on base", None, None),
    ("Villagers hacked to death in night raid", None, None),
    ("Dozens of villagers killed in raid, soldiers wounded", (24, None), None),
    # one person by what he is
    ("Grandmother slain in attack on farm", (1, 1), None),
    ("Officer slain in ambush", (1, 1), None),
    ("Man who wanted to warn neighbours fatally shot in car park", (1, 1), None),
    ("Palestinian teen shot dead by soldiers", (1, 1), None),
    ("Ministry's chief of air staff, deputy governor killed in strike", (2, 2), None),
    ("Seven Swedes killed in attack on hotel", (7, 7), None),
    # parts of the count
    ("Nine people, three of them children, killed in attack on bus", (9, 9), None),
    ("Five children among 13 killed in airstrike", (13, 13), None),
    ("Four shot, two fatally, outside club", (2, 2), (2, 2)),
    ("Teacher stabbed, two pupils hurt in school attack", None, (3, 3)),
    ("Airstrike wipes out family of six", (6, 6), None),
    ("Pair killed in bomb attack", (2, 2), None),
    ("Bomber kills self, two others", (2, 2), None),
    ("Seven soldiers, four militants killed in clash", (11, 11), None),
    ("Mother-of-two stabbed to death in attack", (1, 1), None),
    ("Gunmen kill two welders, injure others in raid", (2, 2), None),
    ("Teen girl robbed, murdered", (1, 1), None),
    # bounds and ranges
    ("At least 12 to 15 dead after raid", (12, 15), None),
    ("At least 12 dead after raid", (12, None), None),
    ("Strike that killed 41: what is known", (41, 41), None),
    # hurt by other means than gun and blade
    ("Settlers beat elderly farmer in attack on orchard", None, (1, 1)),
    ("Commuter set on fire in attack on train", None, (1, 1)),
    ("Man beaten to death by mob", (1, 1), None),
    ("Embassy set ablaze in attack", None, None),
    ("Embassy in Saudi capital set ablaze after attack", None, None),
    # "shooting" as a deed, and as a name
    ("Teenager held after allegedly shooting juvenile in leg", None, (1, 1)),
    ("Passenger arrested for stabbing the man next to him", None, (1, 1)),
    ("Police say shooting suspect fled", None, None),
    ("Five shooting victims in hospital after attack", None, (5, 5)),
    # a murder is a death, a charge or a plan of murder is none that is told here
    ("What we know of the murder at the lake", (1, 1), None),
    ("Two held over attempted murder after attack", None, None),
    ("Attack suspect served ten years for murder", None, None),
    ("Cell held over plot to murder senator", None, None),
    # the attacker's own death
    ("Suspect in church shooting found dead", None, None),
    ("Man shot dead by police after stabbing three people", None, (3, 3)),
    ("Two officers shot, gunman dead", None, (2, 2)),
    ("Police seek killer who shot dead retired dean", None, None),
    ("Officer who shot woman had been warned before attack", None, (1, 1)),
    ("New strikes kill more Palestinians across the strip", None, None),
    ("Escaped murder suspect seen after attack", None, None),
    # nobody
    ("Nobody hurt in embassy bomb attack", None, NONE),
    ("Mayor unhurt after grenade attack", None, NONE),
    ("Mayor unhurt, driver killed in grenade attack", (1, 1), None),
    # those mourned
    ("Vigil for three students killed in shooting", (3, 3), None),
]

ITEMS: list[tuple[str, str, Count, Count]] = [
    ("Raid on towns", "Gunmen swept through the towns, killing people in the hundreds.", (200, None), None),
    ("Over 100 dead in raids", "Raids on two towns in the past week have killed 109 people.", (109, 109), None),
    ("Raids", "Raids on two towns in the past week have killed 109 people.", None, None),
    ("Crackdown", "Troops have killed at least 45 people since the protests began, in attacks on crowds.", (45, None), None),
    ("Attack in Lyon", "The blast sent 12 people to hospital.", None, (12, 12)),
    ("Attack in Lyon", "The blast sent 12 letters to the press.", None, None),
    ("Attack on school", "The dead were named as Ann Poe, 34, Tim Roe, 12, and Sue Moe, 9.", (3, 3), None),
    ("Attack", "The first victim of the shooting in Bonn - Ann Roe - is fighting for her life.", None, (1, 1)),
    ("Attack", "Twenty-six people, all but one of them tourists, were shot dead.", (26, 26), None),
    ("Attack", "Police said that 12 had been killed, among them an imam, and over 30 hurt.", (12, 12), (31, None)),
    ("Attack", "Four people lost their lives and another six were taken to hospital.", (4, 4), (6, 6)),
    ("Attack", "Six people were wounded in the attack, one of whom later died.", (1, 1), (5, 5)),
    ("Shooting", "A man, 34, was pronounced dead and a woman, 29, is in a critical condition.", (1, 1), (1, 1)),
    # one more, or the same again
    (
        "Shooting",
        "One officer died and two others were badly hurt. A civilian was also wounded in the shooting.",
        (1, 1),
        (3, 3),
    ),
    ("Three hurt in shooting", "Two officers were hurt in the shooting. A civilian was also hurt.", None, (3, 3)),
    ("Shooting", "The toddler was shot and taken to a hospital, where she died.", (1, 1), None),
    # other attacks, avenged ones, several at once
    ("Strike on camp", "The strike came a day after 12 people were killed in another attack.", None, None),
    ("Strike on camp", "A similar attack last month killed 12 people.", None, None),
    ("Strike on camp kills 4", "The strike was in retaliation for a raid in which the group killed 70.", (4, 4), None),
    ("Settlers kill teen", "Two Palestinians were killed, one in Jenin, and the other near Nablus.", (1, 1), None),
    ("Two shot dead at procession", "The attack hit the funeral of four men killed a day before.", (2, 2), None),
    ("Attack", "As the war rages, 600 people are dead.", None, None),
    (
        "Missile attack",
        "The missile killed 49 people, the governor said. The army said that at least 49 people were killed.",
        (49, None),
        None,
    ),
    ("Arson", "Two officers said that their house was set on fire in the attack.", None, None),
    # not said to have happened
    ("Strike", "It is not clear whether three soldiers were killed in the strike.", None, None),
    ("Strike", "It was unclear if soldiers were killed in the strike.", None, None),
    ("Strike", "Hospitals near the strike treat large numbers of injured civilians.", None, None),
    ("Raid", "Medics evacuate a wounded person by helicopter after the raid.", None, None),
    # the accused and what he did
    ("Attack", "The man accused of killing 18 people was found dead after the attack.", (18, 18), None),
    ("Attack", "A trainer who had been named a suspect in the attack was found dead.", None, None),
    ("Suspect dead after attack", "A trainer who had been called a suspect in it was found dead.", None, None),
    ("Attack", "The mass killer was dead, police said of the attack.", None, None),
    ("Attack", "He shot his former wife in a murder-suicide.", (1, 1), None),
    ("Attack", "Several workers were hurt in the blast. The attack hurt multiple people.", None, (3, None)),
    ("Attack", "The escort was unhurt but the strike took 20 sailors captive.", None, None),
]


@pytest.mark.parametrize(("title", "killed", "injured"), HEADLINES)
def test_a_headline_gives_its_figures(title: str, killed: Count, injured: Count) -> None:
    """A headline alone counts its victims, however it tells them, and nobody else."""
    found = figures(title, "")
    assert (count(found.killed), count(found.injured)) == (killed, injured)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), ITEMS)
def test_an_item_gives_its_figures(title: str, body: str, killed: Count, injured: Count) -> None:
    """Title and text together count the people of their own attack, each once."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)


def test_people_taken_hostage_are_counted_behind_the_verb() -> None:
    """ "Taking dozens more hostage" counts those taken; "took his hat" takes nobody."""
    assert count(figures("", "Gunmen raided the town, taking dozens more hostage.").abducted) == (24, None)
    assert count(figures("", "In the raid they took 200 soldiers captive.").abducted) == (200, 200)
    assert figures("", "After the raid he took his hat.").abducted is None
