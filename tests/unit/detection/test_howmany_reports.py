"""Short reports, title and body, as feeds carry them: what each says of the killed and injured of its event."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

# title, body, killed, injured
REPORTS: list[tuple[str, str, Count, Count]] = [
    # told in the title only
    ("Drone strike kills two in Sumy", "A drone hit a minibus in the border city on Friday.", (2, 2), None),
    ("Car bomb in Mogadishu leaves 5 dead, 12 injured", "A car exploded near a hotel, police said.", (5, 5), (12, 12)),
    ("Suicide bomber kills at least nine at Peshawar mosque", "The blast tore through the hall.", (9, None), None),
    ("Three hurt in knife attack on tram", "A man stabbed passengers before he was held.", None, (3, 3)),
    ("Couple killed as shell hits house in Kherson", "The shelling began before dawn.", (2, 2), None),
    ("Shelling in Nikopol: one dead, four wounded", "Artillery struck the district again.", (1, 1), (4, 4)),
    ("Rocket attack on Kirkuk gas field: No casualties", "Two rockets landed near a storage tank.", NONE, NONE),
    ("Missile strike on Odesa port injures 14, including two children", "Fires broke out.", None, (14, 14)),
    # told in a later sentence
    ("Blast rocks Quetta", "A bomb exploded by a bus stop. Eight people died. Police closed the road.", (8, 8), None),
    ("Airstrike hits clinic", "Jets struck a clinic. It was full. Two nurses lost their lives.", (2, 2), None),
    (
        "Gunmen attack convoy",
        "Gunmen attacked a convoy of lorries on the road to Gao. The drivers fled. Four guards died in the ambush.",
        (4, 4),
        None,
    ),
    (
        "Rockets hit base",
        "Rockets hit a base on Sunday. There were no immediate reports of casualties, an officer said.",
        NONE,
        NONE,
    ),
    ("Delay blamed", "The attack on the fair resulted in the loss of 37 lives, an inquiry found.", (37, 37), None),
    ("Grief in town", "The bombing caused the loss of at least 12 lives.", (12, None), None),
    ("Ferry attack", "The attack led to the loss of three lives and left eight passengers hurt.", (3, 3), (8, 8)),
    # counted people
    ("Strike on car", "A drone strike on a car killed a man and his two sons.", (3, 3), None),
    ("Strike on car", "A strike killed a couple and their three children.", (5, 5), None),
    ("Ambush", "Two Israeli soldiers, a driver and an interpreter were killed in the ambush.", (4, 4), None),
    ("Shelling", "A woman, her mother and her baby were killed when a shell hit the flat.", (3, 3), None),
    ("Rocket kills farmer", "The rocket killed a farmer and wounded his wife and daughter.", (1, 1), (2, 2)),
    ("Stabbing", "The attack left a pensioner dead and two teenagers in hospital.", (1, 1), (2, 2)),
    ("Attack on patrol", "The blast killed a captain, two sergeants and a medic.", (4, 4), None),
    ("Raid", "An elderly couple and their grandson were shot dead in the raid.", (3, 3), None),
    ("Drone", "The drone killed a father and son.", (2, 2), None),
    ("Drone", "A mother and daughter died when a drone hit their car.", (2, 2), None),
    ("Blast", "The blast killed twin brothers aged nine.", (2, 2), None),
    ("Attack", "A pair of tourists were stabbed to death in the attack.", (2, 2), None),
    ("Shooting", "A security guard was killed and a shopper and a cashier were wounded in the shooting.", (1, 1), (2, 2)),
    ("Bombing", "Both pilots and a mechanic died in the bombing.", (3, 3), None),
    ("Shooting", "A husband and wife were found shot dead after the attack.", (2, 2), None),
    ("Shelling", "A mother and her two daughters were injured by shelling.", None, (3, 3)),
    ("Attack", "Gunmen shot dead a trader, his wife, his brother and three children in the attack.", (6, 6), None),
    ("Attack", "A nurse and seven patients died in the attack.", (8, 8), None),
    ("Strike", "Among the dead in the strike were a doctor and two nurses.", (3, None), None),
    ("Strike", "An airstrike killed a family of five in their home.", (5, 5), None),
    ("Attack", "A family of four were shot dead in the attack.", (4, 4), None),
    ("Attack", "The attacker shot his family and fled.", None, None),
    ("Attack", "The attack on the family home wounded two cousins.", None, (2, 2)),
    # of the whole war, of another day
    (
        "Strike on Gaza camp kills six",
        "An airstrike killed six people. More than 40,000 Palestinians have been killed since the war began.",
        (6, 6),
        None,
    ),
    (
        "Drone hits hospital",
        "A drone hit a hospital on Monday. The war has killed tens of thousands of people.",
        None,
        None,
    ),
    (
        "Shells land in village",
        "Shells landed in a village. In all, 312 people have died in the fighting since April.",
        None,
        None,
    ),
    (
        "Attack on checkpoint",
        "Militants attacked a checkpoint. Some 2,300 people were killed in such raids last year, a monitor says.",
        None,
        None,
    ),
    (
        "Missiles strike Kharkiv",
        "Missiles struck Kharkiv, wounding seven. Russia's invasion has killed thousands of civilians.",
        None,
        (7, 7),
    ),
    (
        "Blast in Kabul",
        "A blast shook Kabul on Sunday. In August 2021 a suicide bomber killed 183 people at the airport.",
        None,
        None,
    ),
    (
        "Drone hits port of Oman",
        "A drone hit a port, after four days of Iranian bombardment. Airports were shut. Nine people have died.",
        None,
        None,
    ),
    (
        "Drone hits port of Oman",
        "A drone hit a port on Monday. The fire was put out. Nine people have died.",
        (9, 9),
        None,
    ),
    (
        "Raid near Jenin",
        "Soldiers raided a camp, wounding two men. The death toll in the West Bank since October 7 is 712.",
        None,
        (2, 2),
    ),
    # implied by the name of the event
    ("Army on alert after deadly clash", "Troops were on alert after deadly clashes with rebels.", (1, None), None),
    ("Truce talks", "Talks follow the deadly raid of last month. An attack on Sunday hurt two.", None, (2, 2)),
    ("Deadly strike on market", "Mourners gathered after the deadly air strike on a market.", (1, None), None),
    ("Deadly ambush", "The minister condemned a deadly ambush of a patrol.", (1, None), None),
    ("Fatal stabbing in park", "Police are investigating a fatal stabbing in the park.", (1, None), None),
    ("Deadly drone attack", "A deadly drone attack hit the capital. Three people died, the mayor said.", (3, 3), None),
    # none stated
    ("Rockets", "Three rockets fell on open ground, causing no casualties or damage.", NONE, NONE),
    ("Drone", "A drone struck the depot. No injuries were reported.", None, NONE),
    ("Drone", "A drone struck the depot. No one was hurt.", None, NONE),
    ("Missile", "The missile was shot down. There were no casualties.", NONE, NONE),
    ("Attack", "Gunmen attacked the station but nobody was killed.", NONE, None),
    ("Blast", "The blast broke windows, but nobody was seriously hurt.", None, None),
    ("Blast", "The blast damaged a bridge; no deaths or injuries were reported.", NONE, NONE),
    ("Drones", "Drones hit the refinery. No deaths have been reported so far.", NONE, None),
    ("Shelling", "The shelling damaged two houses without causing casualties.", NONE, NONE),
    ("Bomb", "The bomb went off in an empty office and no one was injured.", None, NONE),
    ("Attack", "The attack caused no fatalities but wounded six.", NONE, (6, 6)),
    ("Drone", "The drone fell in a field, and fortunately there were no victims.", NONE, NONE),
    ("Fire", "The attack on the depot left no one injured.", None, NONE),
    # hurt, treated, recovering
    ("Stabbing", "She stabbed him with a kitchen knife. The victim underwent surgery and is recovering.", None, (1, 1)),
    ("Attack", "Five people were taken to hospital after the attack.", None, (5, 5)),
    ("Attack", "Two officers were rushed to hospital with gunshot wounds after the ambush.", None, (2, 2)),
    ("Shooting", "A teenager was airlifted to a trauma centre with gunshot wounds after the shooting.", None, (1, 1)),
    ("Attack", "Dozens were treated for smoke inhalation after the attack.", None, (24, None)),
    ("Attack", "Four passengers needed medical treatment after the attack.", None, (4, 4)),
    # later deaths
    ("Shooting", "A man was shot on Elm Street. He died at a hospital.", (1, 1), None),
    ("Second victim of club shooting dies", "Two men were shot at a club. The second victim has died, police said.", (2, 2), None),
    ("Shooting", "Two brothers were shot on Sunday. One died at the scene and the other died at hospital.", (2, 2), None),
    ("Shooting", "A woman was shot in her car. She later succumbed to her injuries.", (1, 1), None),
    ("Shooting", "Three men were shot. One of them has died.", (1, 1), (2, 2)),
    ("Shooting", "A boy wounded in the shooting on Monday died on Wednesday.", (1, 1), None),
    ("Teen shot at mall", "One person was wounded in the shooting. Police say the teenager has died.", (1, 1), None),
    ("Man shot", "A man was injured in the attack and a woman died in the attack.", (1, 1), (1, 1)),
    ("Report", "At 9:32 AM, the 17-year-old was pronounced dead after the shooting.", (1, 1), None),
    ("Toll rises", "The toll of the bombing rose to 15 after two of the wounded died in hospital.", (15, 15), None),
    # named single victims, found dead
    ("Murder", "The body of a taxi driver was found with gunshot wounds near the attack's scene.", (1, 1), None),
    ("Murder", "Dana Whitlock, 41, was found dead with gunshot wounds, and police call it murder.", (1, 1), None),
    ("Shooting", "Officers answered reports of gunfire and found a man dead in a car.", (1, 1), None),
    ("Shooting", "Officers found a 25-year-old woman shot to death in an alley.", (1, 1), None),
    ("Shooting", "Rosa Delgado, 19, died of a gunshot wound after the shooting.", (1, 1), None),
    ("Shooting", "A man's body was found after the shooting.", (1, 1), None),
    # attackers told apart
    ("Attack", "Two worshippers were killed before police shot the attacker dead.", (2, 2), None),
    ("Attack", "The gunman killed three people and then shot himself.", (3, 3), None),
    ("Attack", "Four people, including the attacker, died in the attack.", (3, 3), None),
    ("Attack", "A man killed his wife and two daughters before he killed himself, police said after the attack.", (3, 3), None),
    # a child who had the gun is the victim
    ("Boy fatally shoots himself", "A boy, 4, found a gun and fatally shot himself at home.", (1, 1), None),
    ("Toddler dies", "A toddler accidentally shot himself and died.", (1, 1), None),
    ("Girl, 3, kills herself with gun", "A three-year-old girl found a loaded gun at home.", (1, 1), None),
    # no counts of people
    ("Strike", "The strike destroyed three tanks and two trucks.", None, None),
    ("Drones", "Air defences shot down 41 of 50 drones.", None, None),
    ("Attack", "The attack came 12 days after a truce between the two sides.", None, None),
    ("Shooting", "Police found 14 shell casings after the shooting on 5th Street.", None, None),
    ("Attack", "The attack cut power for 6,000 people.", None, None),
    ("Attack", "Police arrested nine people after the attack.", None, None),
    ("Missiles", "Iran fired 180 missiles, and millions of people ran to shelters after the attack.", None, None),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), REPORTS)
def test_a_report_gives_its_figures(title: str, body: str, killed: Count, injured: Count) -> None:
    """Each report's killed and injured are those of its own event, no more and no fewer."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)
