"""Short reports, title and body, as feeds carry them: what each says of the killed and injured of its event."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import Figures, assign_figures
from monitor.detection.text import Text
from monitor.domain.detection import Figure
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

PUBLISHED = datetime(2026, 3, 2, 9, tzinfo=UTC)
Count = tuple[int, int | None] | None
NONE: Count = (0, 0)

_ATTACK = re.compile(
    r"\b(?:shooting|shot|gunfire|opened fire|attack(?:s|ed)?|strikes?|struck|bomb\w*|blast|explosion|exploded|stab\w*"
    r"|drones?|missiles?|rockets?|shell\w*|raid(?:ed|s)?|clash\w*|ambush\w*|killed|murder\w*)\b"
)

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
    ("Drone", "A drone struck the depot. No one was hurt.", NONE, NONE),
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
    ("Shooting", "A man's body was found after the shooting.", (1, None), None),
    # attackers told apart
    ("Attack", "Two worshippers were killed before police shot the attacker dead.", (2, 2), None),
    ("Attack", "The gunman killed three people and then shot himself.", (3, 3), None),
    ("Attack", "Four people, including the attacker, died in the attack.", (3, 3), None),
    ("Attack", "A man killed his wife and two daughters before he killed himself, police said after the attack.", (3, 3), None),
    # a child who had the gun is the victim
    ("Boy fatally shoots himself", "A boy, 4, found a gun and fatally shot himself at home.", (1, 1), None),
    ("Toddler dies", "A toddler accidentally shot himself and died.", (1, 1), None),
    ("Girl, 3, kills herself with gun", "A three-year-old girl found a loaded gun at home.", (1, 1), None),
    # in the words of wires and headlines
    ("Russian strikes kill 4, injure 20 across Ukraine", "Officials said on Sunday.", (4, 4), (20, 20)),
    ("Iranian missile kills nine in town near Jerusalem", "A missile hit a shelter.", (9, 9), None),
    ("Two killed, three missing after raid on village", "Gunmen raided a village.", (2, 2), None),
    ("At least 15 dead, scores hurt in Karachi blast", "A blast hit a bazaar.", (15, None), (40, None)),
    ("Death toll in hotel attack rises to 22", "The toll of the attack on the hotel rose after a guest died.", (22, 22), None),
    ("Toll climbs to 9 after strike on bus", "A bus was struck on Friday.", (9, 9), None),
    ("", "The blast killed four, including two children, and injured 11 others.", (4, 4), (11, 11)),
    ("", "One person has been killed and one other was seriously injured in the attack.", (1, 1), (1, 1)),
    ("", "Fourteen people, among them five children, died in the attack.", (14, 14), None),
    ("", "Three members of the same family were killed in the shelling.", (3, 3), None),
    ("", "The strike killed Hamas commander Ahmed Sarraj and two of his aides.", (3, 3), None),
    ("", "Three American troops were killed and five seriously wounded in the attack.", (3, 3), (5, 5)),
    ("", "A Palestinian teenager was shot dead during the raid.", (1, 1), None),
    ("", "A British soldier and two Iraqi officers were hurt in the rocket attack.", None, (3, 3)),
    ("", "Troops eliminated 12 militants in a raid on a hideout.", (12, 12), None),
    ("", "The army said it neutralised nine fighters in the strikes.", (9, 9), None),
    ("", "The bodies of 14 people were recovered after the attack.", (14, 14), None),
    ("", "The attack left 31 people dead and more than 100 injured.", (31, 31), (101, None)),
    ("", "Shelling wounded two, one critically.", None, (2, 2)),
    ("", "Knife attack wounds three in Lyon", None, (3, 3)),
    ("Drone attack hurts five at refinery", "Five workers were hurt by the drone.", None, (5, 5)),
    ("", "Authorities reported no casualties after the drone attack.", NONE, NONE),
    ("", "The drone attack caused damage but no casualties were reported.", NONE, NONE),
    ("", "There were no reported casualties from the strike.", NONE, NONE),
    ("", "No one was killed or injured in the attack.", NONE, NONE),
    ("", "The explosion caused no injuries.", None, NONE),
    ("", "No civilians were harmed in the strike.", NONE, NONE),
    ("", "The attack killed the driver and left a passenger in critical condition.", (1, 1), (1, 1)),
    ("", "Police said one officer died and another was fighting for life after the stabbing.", (1, 1), (1, 1)),
    ("", "A suicide bomber blew himself up at a checkpoint, killing himself and three soldiers.", (3, 3), None),
    ("", "A bomber detonated his vest, killing six worshippers.", (6, 6), None),
    ("", "Gunmen killed a tribal elder, his bodyguard and a passer-by in an ambush.", (3, 3), None),
    ("", "The bomb killed one policeman and injured another.", (1, 1), (1, 1)),
    ("", "The bomb killed two policemen and wounded two more.", (2, 2), (2, 2)),
    ("", "Six people were shot, three of them fatally, in the attack.", (3, 3), (3, 3)),
    ("", "Eight people were stabbed, two fatally, on Sunday.", (2, 2), (6, 6)),
    ("", "The attack claimed 17 lives.", (17, 17), None),
    ("", "Some 40 people died in the bombing, according to rescuers.", (40, 40), None),
    ("", "Between 20 and 30 people were killed in the raid.", (20, 30), None),
    ("", "The raid killed 5 to 7 fighters.", (5, 7), None),
    ("", "Hundreds were killed in the massacre.", (200, None), None),
    ("", "Nearly a dozen people were injured in the stabbing.", None, (12, 12)),
    ("", "The ministry said 3 people were killed; a hospital put the toll at 5.", (5, 5), None),
    ("", "The strike destroyed a home, killing everyone inside.", None, None),
    ("", "Police killed the attacker after he stabbed two passers-by.", None, (2, 2)),
    ("", "Two assailants were shot dead by guards after the attack wounded one officer.", None, (1, 1)),
    ("", "The gunman, who killed five shoppers, was arrested.", (5, 5), None),
    ("", "He is accused of killing five shoppers in the attack.", (5, 5), None),
    ("", "The victim, a 34-year-old teacher, died of stab wounds.", (1, 1), None),
    ("", "Maria Ruiz, 52, and her son Pablo, 20, were shot dead.", (2, 2), None),
    ("", "Two Israelis were killed in a shooting attack near Hebron.", (2, 2), None),
    ("", "Seven Ukrainians, including a 12-year-old girl, were injured by the strike.", None, (7, 7)),
    ("", "The Houthi attack on the ship killed four Filipino sailors.", (4, 4), None),
    ("", "Two Indian nationals were among four people killed in the attack.", (4, 4), None),
    ("", "Officials said there were four dead and nine wounded after the blast.", (4, 4), (9, 9)),
    ("", "Rescuers found three bodies under the rubble after the strike.", (3, 3), None),
    ("", "A 70-year-old woman died and her husband was hurt in the shelling.", (1, 1), (1, 1)),
    ("", "The drone hit a car, killing its driver.", (1, 1), None),
    ("", "An airstrike killed a militia leader.", (1, 1), None),
    ("", "The explosion killed at least one and wounded several others.", (1, None), (3, None)),
    ("", "The strike killed scores of people, local officials said.", (40, None), None),
    ("", "Half a dozen people were hurt in the attack.", None, (6, 6)),
    ("", "The death toll stands at 64, with 120 injured, after the bombing.", (64, 64), (120, 120)),
    ("", "The number of people killed in the attack has risen to 18.", (18, 18), None),
    ("", "Six more bodies were found, bringing the number of dead in the attack to 30.", (30, 30), None),
    ("", "Two people died in the attack and a third died later in hospital.", (3, 3), None),
    ("", "The shooting left three people dead, including the suspect.", (2, 3), None),
    ("", "One man was killed and his brother injured when gunmen attacked them.", (1, 1), (1, 1)),
    ("", "Settlers attacked a village, injuring an elderly man and torching two cars.", None, (1, 1)),
    ("", "Five policemen were martyred in the attack.", (5, 5), None),
    ("", "The stabbing left a man with life-threatening injuries.", None, (1, 1)),
    ("", "A woman suffered burns when attackers threw a petrol bomb.", None, (1, 1)),
    ("", "A man, 45, was left critically injured after the attack.", None, (1, 1)),
    ("", "Missiles struck the city, with 11 people reported injured.", None, (11, 11)),
    ("", "Emergency services treated 23 people after the attack.", None, (23, 23)),
    ("", "Paramedics said they treated four people lightly wounded by shrapnel from the missile.", None, (4, 4)),
    ("", "The attack killed 8 and injured 30, the governor wrote.", (8, 8), (30, 30)),
    ("", "Drone strike in Sudan: 24 dead", (24, 24), None),
    ("", "Three killed in Israeli strike on southern Lebanon, health ministry says", (3, 3), None),
    ("Israeli strike kills Hezbollah commander in Beirut", "The army said it killed the commander in the strike.", (1, 1), None),
    # shares, apposition, and what is no count of an attack's victims
    ("Pakistan airstrikes kill 18 in Afghanistan, Taliban says", "", (18, 18), None),
    ("Eight dead in Israeli attack on Gaza City: hospital", "", (8, 8), None),
    ("2 dead, 7 hurt in overnight Russian barrage on Dnipro", "", (2, 2), (7, 7)),
    ("Mali: jihadists kill more than a dozen soldiers in ambush", "", (13, None), None),
    ("UPDATE: Four killed in bomb attack on church", "", (4, 4), None),
    ("Man stabbed to death on London bus", "", (1, 1), None),
    ("Teen charged after fatal stabbing of 15-year-old", "", (1, 1), None),
    ("Woman, 22, killed in drive-by shooting", "", (1, 1), None),
    ("Woman, three children found dead in home after shooting", "", (4, 4), None),
    ("Mexican mayor gunned down days after taking office", "", (1, 1), None),
    ("Journalist among five killed in Gaza strike", "", (5, 5), None),
    ("Israeli strike kills journalist, wife and child", "", (3, 3), None),
    ("Israeli strike kills six, including journalist", "", (6, 6), None),
    ("Gunmen kidnap 20 schoolgirls, kill teacher in Nigeria", "", (1, 1), None),
    ("Strike on Sudanese hospital kills dozens", "", (24, None), None),
    ("Ukrainian drone attack kills one, injures two in Belgorod, governor says", "", (1, 1), (2, 2)),
    ("Blast at Kabul restaurant leaves casualties", "", None, None),
    ("Casualties reported after explosion in Kabul", "", None, None),
    ("Explosion at fireworks store leaves several dead and wounded", "", (3, None), (3, None)),
    ("", "Seven people including the governor were killed when gunmen stormed the building.", (7, 7), None),
    ("", "A police officer and a civilian were killed and 17 people, most of them students, were injured.", (2, 2), (17, 17)),
    ("", "The attack on Saturday, which killed 13 people and injured dozens more, was condemned.", (13, 13), (24, None)),
    ("", "It was the deadliest attack in years, with 42 people dead.", (42, 42), None),
    ("", "Of the 12 people wounded in the attack, two are in critical condition.", None, (12, 12)),
    ("", "Twelve were wounded, two of them seriously, in the attack.", None, (12, 12)),
    ("", "The suspect shot four people, killing two, police said.", (2, 2), (2, 2)),
    ("", "The gunman shot and wounded a deputy before he was killed by officers.", None, (1, 1)),
    ("", "The driver ploughed into a crowd, killing six people and injuring at least 30, four critically.", (6, 6), (30, None)),
    ("", "A 12-year-old boy was killed and his two sisters were wounded when a mine exploded.", (1, 1), (2, 2)),
    ("", "Two siblings aged 8 and 11 were killed by shelling.", (2, 2), None),
    ("", "Ali Hassan, 25, Omar Saleh, 31, and a third man were shot dead.", (3, 3), None),
    ("", "Israeli forces shot and killed two Palestinians, aged 17 and 22, during a raid.", (2, 2), None),
    ("", "Health officials said 10 people had been killed, among them a pregnant woman and three children.", (10, 10), None),
    ("", "The dead included four children and two women, the ministry said after the strike.", (6, None), None),
    ("", "The attack killed at least 23 people, while 45 others were wounded.", (23, None), (45, 45)),
    ("", "Initial reports spoke of five dead in the attack, but the army later said eight had died.", (8, 8), None),
    ("", "The attack killed a soldier, bringing to four the number of troops killed this week.", (1, 1), None),
    ("", "The blast killed 3 & injured 12 others.", (3, 3), (12, 12)),
    ("", "Three-year-old girl among two killed in shelling of Kherson", (2, 2), None),
    ("", "The rocket hit a kindergarten. One child was killed and six more were hurt.", (1, 1), (6, 6)),
    ("", "He was shot several times but survived the attack.", None, (1, 1)),
    ("", "A bullet hit a 9-year-old girl in the leg during the shooting.", None, (1, 1)),
    ("", "Three people were grazed by bullets in the shooting.", None, (3, 3)),
    ("", "The governor escaped unhurt but two of his bodyguards were killed in the ambush.", (2, 2), None),
    ("", "The bishop survived the attack; his driver did not.", None, None),
    ("", "Hamas said four hostages died in the bombing.", (4, 4), None),
    ("", "The Iranian embassy said three of its staff were killed in the strike.", (3, 3), None),
    ("", "UNIFIL said one peacekeeper was killed and three were injured in the attack.", (1, 1), (3, 3)),
    ("", "The Philippine navy said two fishermen were hurt when a ship rammed and fired at their boat.", None, (2, 2)),
    ("", "The strike killed four people, two of whom were civilians.", (4, 4), None),
    ("", "Around 150 people were injured, including 20 police officers, in the riot.", None, (150, 150)),
    ("", "An elderly man died of a heart attack during the missile attack, and two were hurt by glass.", None, (2, 2)),
    ("", "A man was killed in a road accident on Sunday; elsewhere a drone struck a depot.", None, None),
    ("", "Rescuers are searching for 12 missing people after the strike killed five.", (5, 5), None),
    ("", "The fighting killed 31 rebels and eight soldiers.", (39, 39), None),
    ("", "At least ten insurgents and three soldiers were killed in the clash.", (13, None), None),
    ("", "Police say the victim was taken to hospital, where she died.", (1, 1), None),
    ("", "The teenager was pronounced dead at the scene of the shooting.", (1, 1), None),
    ("", "A third suspect in the killing of two shopkeepers was arrested.", (2, 2), None),
    ("", "The blast came a month after a bombing that killed nine people at the same market.", (9, 9), None),
    ("", "The attack happened near a school where 300 pupils study.", None, None),
    ("", "About 5,000 people fled after the attack.", None, None),
    ("", "The 27-year-old gunman was arrested after the attack.", None, None),
    ("", "A court jailed three men for 20 years over the attack.", None, None),
    ("", "Flight 451 with 162 people on board was diverted after the attack.", None, None),
    ("", "The missile flew 900 km and hit an empty hangar.", None, None),
    ("", "The group has 400 fighters, and its attack was repelled.", None, None),
    ("", "No one claimed the attack.", None, None),
    ("", "The attack was the third in two weeks.", None, None),
    ("", "Militants attacked Camp 17 on Route 9.", None, None),
    # as the stream has them
    ("Boy, 11, shot two football teammates: police", "A boy allegedly shot two teammates after a quarrel.", None, (2, 2)),
    ("Army denies baby killed in airstrike", "The army said the reports were false.", None, None),
    ("Protests turn deadly", "At least 6 protesters and a member of the security forces have been killed in attacks.", (7, None), None),
    ("Clashes in Aleppo", "At least 21 people have been reported killed in the clashes.", (21, None), None),
    ("Five people, including children, dead in shooting", "Police sealed off two houses.", (5, 5), None),
    ("Man shot", "A Michigan man who used to hunt predators online was fatally shot in a restaurant.", (1, 1), None),
    ("Toll of Americans rises", "The number of Americans killed in the attack has now reached at least 27.", (27, None), None),
    ("Gunman at fair", "A gunman opened fire at a state fair and injured three festival-goers.", None, (3, 3)),
    ("Victim's father was shot dead four years earlier", "A man wounded in the shooting is on a ventilator.", None, (1, 1)),
    ("Driver shot", "A mother of two who was driving home was wounded by gunfire.", None, (1, 1)),
    ("Two hurt", "Two workers, including a foreman, injured in rocket attack", None, (2, 2)),
    ("Raids in the West Bank", "It was the highest death toll in the territory since at least 2005.", None, None),
    ("Two officers shot, suspect dead", "Two officers were shot and a suspect is dead after a car chase.", None, (2, 2)),
    ("Suspect found dead", "The attack in two separate locations left at least 18 dead and 13 injured.", (18, None), (13, 13)),
    # no counts of people
    ("Strike", "The strike destroyed three tanks and two trucks.", None, None),
    ("Drones", "Air defences shot down 41 of 50 drones.", None, None),
    ("Attack", "The attack came 12 days after a truce between the two sides.", None, None),
    ("Shooting", "Police found 14 shell casings after the shooting on 5th Street.", None, None),
    ("Attack", "The attack cut power for 6,000 people.", None, None),
    ("Attack", "Police arrested nine people after the attack.", None, None),
    ("Missiles", "Iran fired 180 missiles, and millions of people ran to shelters after the attack.", None, None),
]


def figures(title: str, body: str) -> Figures:
    """The figures of a text's only event, mentioned at every attack word."""
    text = Text(Document(id="t", title=title, text=body, published=PUBLISHED))
    anchors = [
        Anchor(m.start(), m.end(), s.index, EventType.ATTACK, m[0])
        for m in _ATTACK.finditer(text.folded) if (s := text.sentence_at(m.start())) is not None
    ]  # fmt: skip
    draft = Draft(
        type=EventType.ATTACK,
        stage=Stage.ACCOMPLISHED,
        role=Role.NEWS,
        anchors=tuple(anchors) or (Anchor(0, 1, 0, EventType.ATTACK, ""),),
        sentences=tuple(range(len(text.sentences))),
    )
    return assign_figures(text, [draft])[0]


def count(figure: Figure | None) -> Count:
    """Least and most of a figure; None where the text says nothing."""
    return None if figure is None or figure.min is None else (figure.min, figure.max)


@pytest.mark.parametrize(("title", "body", "killed", "injured"), REPORTS)
def test_a_report_gives_its_figures(title: str, body: str, killed: Count, injured: Count) -> None:
    """Each report's killed and injured are those of its own event, no more and no fewer."""
    found = figures(title, body)
    assert (count(found.killed), count(found.injured)) == (killed, injured)
