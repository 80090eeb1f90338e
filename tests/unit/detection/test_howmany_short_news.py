"""Short news of our own, in the styles of wires and local papers: what a careful reader counts in each."""

from __future__ import annotations

import pytest
from howmany_kit import NONE, Count, count, figures

# title, body, killed, injured
NEWS: list[tuple[str, str, Count, Count]] = [
    (
        "Car bomb kills 11 outside Mogadishu police station",
        (
            "A car packed with explosives blew up outside a police station in the Somali capital on Monday, "
            "killing 11 people and wounding 23, among them three officers, police said."
        ),
        (11, 11),
        (23, 23),
    ),
    (
        "Man found shot in car, woman dies at hospital",
        (
            "Officers called to the 2200 block of Mercer Street on Friday night found a man shot dead in a "
            "parked car. A woman who had been in the passenger seat died at a hospital an hour later."
        ),
        (2, 2),
        None,
    ),
    (
        "Gunmen storm village in Zamfara",
        (
            "Gunmen on motorcycles attacked a village in Nigeria's Zamfara state at dawn, killing at least 15 "
            "people, including four women and six children, residents said."
        ),
        (15, None),
        None,
    ),
    (
        "Family of four killed in Sumy",
        (
            "A Russian drone struck a house in Sumy region overnight, killing a couple and their two sons, aged "
            "four and seven, the governor said. Their grandmother was pulled alive from the rubble and "
            "hospitalised."
        ),
        (4, 4),
        (1, 1),
    ),
    (
        "Suicide bomber strikes Kabul mosque",
        (
            "A suicide bomber detonated his explosives among worshippers in a Kabul mosque on Friday. Eight "
            "people, including the attacker, died and 27 were injured, the interior ministry said."
        ),
        (7, 7),
        (27, 27),
    ),
    (
        "Husband kills wife, then himself",
        (
            "A 52-year-old man shot dead his wife at their home outside Lyon on Sunday before turning the gun on "
            "himself, the prosecutor said."
        ),
        (1, 1),
        None,
    ),
    (
        "Attack on church in Ituri claims 21 lives",
        (
            "Fighters of the ADF attacked a church in Ituri in eastern Congo during a vigil, claiming the lives "
            "of 21 worshippers. Nine others were hurt and at least a dozen remain missing."
        ),
        (21, 21),
        (9, 9),
    ),
    (
        "Stabbing at Leeds bus station",
        (
            "A 19-year-old man has died after being stabbed at Leeds bus station. A second man, aged 22, was "
            "taken to hospital with injuries that are not thought to be life-threatening. Two teenagers have "
            "been arrested."
        ),
        (1, 1),
        (1, 1),
    ),
    (
        "Kharkiv hit by glide bombs",
        (
            "Casualties in Kharkiv: 5 dead, 10 wounded after two glide bombs hit the Saltivka district, the "
            "mayor writes on Telegram."
        ),
        (5, 5),
        (10, 10),
    ),
    (
        "Sydney knife rampage",
        (
            "SYDNEY: A man with a knife killed six people at a shopping centre before a police inspector shot "
            "him dead. Several others, among them a nine-month-old baby, were taken to hospital with stab wounds."
        ),
        (6, 6),
        (3, None),
    ),
    (
        "Hamas-run ministry on strikes",
        (
            "At least 32 Palestinians were killed in Israeli strikes across Gaza on Saturday, bringing the "
            "overall toll of the war to 61,430, the health ministry said."
        ),
        (32, None),
        None,
    ),
    (
        "Bus ambushed in Balochistan",
        (
            "Gunmen pulled passengers off a bus in Balochistan's Zhob district and shot nine of them dead after "
            "checking their identity cards, officials said on Friday."
        ),
        (9, 9),
        None,
    ),
    (
        "Two officers wounded in Marseille",
        (
            "Two police officers were wounded, one of them seriously, when a suspect rammed his car into a "
            "checkpoint in Marseille on Wednesday. The driver, 24, was arrested."
        ),
        None,
        (2, 2),
    ),
    (
        "Motorcycle bomb in Pattani",
        (
            "A bomb hidden in a motorcycle exploded outside a teashop in Pattani, slightly wounding six people, "
            "three of them schoolchildren."
        ),
        None,
        (6, 6),
    ),
    (
        "Clash in Manipur leaves five dead",
        (
            "IMPHAL: Five people died in a gunfight between two armed groups in Manipur's Jiribam district on "
            "Saturday. One was shot in his sleep and the other four were killed in the exchange of fire that "
            "followed, police said."
        ),
        (5, 5),
        None,
    ),
    (
        "Dog killed in Phoenix shootout",
        (
            "A family dog was killed but nobody else was hurt when gunmen sprayed a house in west Phoenix with "
            "more than 40 rounds early Monday, police said."
        ),
        None,
        NONE,
    ),
    (
        "Pair killed in Glasgow arson",
        (
            "A couple in their 70s died when petrol was poured through the letterbox of their Glasgow flat and "
            "set alight, police said. Six neighbours were treated for smoke inhalation."
        ),
        (2, 2),
        (6, 6),
    ),
    (
        "12 years on, another attack",
        (
            "Gunmen attacked a shopping centre in Nairobi on Friday, wounding four people. In 2013 an assault on "
            "the Westgate mall in the city left 67 dead."
        ),
        None,
        (4, 4),
    ),
    (
        "Haiti gangs kill 40",
        (
            "At least 40 people were slain when gang members attacked the town of Cabaret north of "
            "Port-au-Prince, a rights group said. Of the dead, 11 were shot and the others hacked to death with "
            "machetes."
        ),
        (40, None),
        None,
    ),
    (
        "Grenade thrown into bar",
        (
            "A grenade thrown into a crowded bar in Bujumbura on Saturday evening left three dead and around "
            "twenty wounded, witnesses said."
        ),
        (3, 3),
        (20, 20),
    ),
    (
        "Wife of slain farmer dies too",
        (
            "The wife of a farmer who was hacked to death in Limpopo last weekend has succumbed to her injuries, "
            "bringing to two the number of people killed in the attack on their farm."
        ),
        (2, 2),
        None,
    ),
    (
        "Rocket lands in field",
        (
            "A rocket launched from the Gaza Strip fell in an open field in the Sha'ar HaNegev region. There "
            "were no reports of casualties or damage."
        ),
        NONE,
        NONE,
    ),
    (
        "Zaporizhzhia: seven injured incl. two children",
        (
            "Seven injured, including two children, as a result of the enemy attack on Zaporizhzhia. A "
            "13-year-old girl is in intensive care. 26 apartment buildings damaged."
        ),
        None,
        (7, 7),
    ),
    (
        "Man stabbed on Brooklyn train",
        (
            "A 34-year-old man was stabbed in the neck by a stranger on a Brooklyn-bound 4 train Thursday "
            "morning, cops said. He was taken to Bellevue in stable condition."
        ),
        None,
        (1, 1),
    ),
    (
        "Tel Aviv: terrorist neutralised",
        (
            "A terrorist stabbed two people on a Tel Aviv street before being shot and killed by a passer-by. "
            "Paramedics evacuated a man of about 30 in moderate condition and a woman of about 60 lightly "
            "injured."
        ),
        None,
        (2, 2),
    ),
    (
        "Man killed, girlfriend hurt",
        (
            "A 30-year-old man was killed and his girlfriend seriously wounded when a gunman opened fire on "
            "their car at a traffic light in Rosario, prosecutors said. Their baby, in the back seat, was unhurt."
        ),
        (1, 1),
        (1, 1),
    ),
    (
        "Kyiv attack",
        (
            "Russia fired 36 missiles and more than 470 drones at Ukraine overnight, killing 18 people in Kyiv "
            "alone, four of them children, and injuring 128, officials said."
        ),
        (18, 18),
        (128, 128),
    ),
    (
        "Islamist rebels kill villagers",
        (
            "Islamist rebels killed more than a dozen villagers in Cabo Delgado, beheading four of them, the UN "
            "said."
        ),
        (13, None),
        None,
    ),
    (
        "Motive unclear in triple killing",
        (
            "Police in Oslo have no motive for the killing of three men in a workshop on Thursday. A fourth man, "
            "who fled through a window, was treated for cuts to his hands."
        ),
        (3, 3),
        (1, 1),
    ),
    (
        "Bus hit by mortar",
        (
            "A mortar shell hit a minibus in Khartoum's twin city of Omdurman. A medical source said: 14 killed "
            "on the spot, one died in hospital."
        ),
        (15, 15),
        None,
    ),
    (
        "India: Maoists kill constable",
        (
            "RAIPUR: A constable of the District Reserve Guard was killed and three others, including an "
            "assistant sub-inspector, injured when Maoists triggered an IED in Bijapur."
        ),
        (1, 1),
        (3, 3),
    ),
    (
        "Masked men attack mosque goers",
        (
            "Masked men with iron bars beat worshippers leaving a mosque in Quebec, sending three of them to "
            "hospital."
        ),
        None,
        (3, 3),
    ),
    (
        "Shooter wounds 5 at Dallas party",
        (
            "Gunfire at a birthday party in Oak Cliff left five people hospitalised early Sunday, two of whom "
            "are fighting for their lives, Dallas police said."
        ),
        None,
        (5, 5),
    ),
    (
        "US contractor killed in Erbil",
        (
            "A US contractor was killed and six others, among them a service member, were wounded when 14 "
            "rockets hit the base near Erbil airport."
        ),
        (1, 1),
        (6, 6),
    ),
    (
        "Myanmar junta jet bombs school",
        (
            "A junta jet dropped two 500-pound bombs on a school in Sagaing as lessons were going on. Twenty "
            "pupils and two teachers were killed and about 50 more were wounded, a resistance group said."
        ),
        (22, 22),
        (50, 50),
    ),
    (
        "Mother and son killed by shelling in Nikopol",
        (
            "A 42-year-old woman and her 17-year-old son were killed as Russian artillery shelled Nikopol; her "
            "husband is in hospital with shrapnel wounds."
        ),
        (2, 2),
        (1, 1),
    ),
    (
        "Fresh attack in Benue",
        (
            "Suspected herders killed 6 persons, a pregnant woman inclusive, in a fresh attack on Agatu LGA of "
            "Benue State. This comes barely a week after 45 persons were killed in Guma."
        ),
        (6, 6),
        None,
    ),
    (
        "Kidnapped student's body found",
        (
            "The body of one of the five students kidnapped in Enugu last week has been found with gunshot "
            "wounds, police said. The other four are still held."
        ),
        (1, 1),
        None,
    ),
    (
        "Air raid on Yemen port",
        (
            "US strikes on the Ras Isa fuel port killed 74 people and wounded 171, Houthi-run television said, "
            "making it the deadliest attack since the campaign began in March. The earlier toll was 58."
        ),
        (74, 74),
        (171, 171),
    ),
    (
        "Security guard killed, two hurt in Lahore bank robbery",
        (
            "LAHORE: A security guard was killed and two customers received bullet injuries as robbers opened "
            "fire during a bank heist in Gulberg. One of the robbers was also gunned down by police."
        ),
        (1, 1),
        (2, 2),
    ),
    (
        "Acid thrown at sisters",
        (
            "A man threw acid at two sisters on their way to school in Peshawar. Both sisters and a rickshaw "
            "driver suffered burns."
        ),
        None,
        (3, 3),
    ),
    (
        "Suspect in Denver knife attack",
        (
            "A woman died and two men were hospitalized after they were stabbed along the 16th Street Mall in "
            "Denver over the weekend. The 24-year-old suspect was arrested Sunday."
        ),
        (1, 1),
        (2, 2),
    ),
    (
        "13-year-old killed in Philadelphia",
        (
            "A 13-year-old boy was shot and killed and two other teenagers were wounded on a basketball court in "
            "North Philadelphia on Monday. One of the teens, 15, was shot twice in the back; the other, 14, was "
            "grazed."
        ),
        (1, 1),
        (2, 2),
    ),
    (
        "Attack on gendarmes in Niger",
        (
            "Niger's defence ministry said on Sunday that 34 soldiers had been killed and 14 seriously wounded "
            "in Banibangou by several hundred gunmen; dozens of the assailants were killed."
        ),
        (34, 34),
        (14, 14),
    ),
    (
        "Man held after body found",
        (
            "A man in his 40s has been arrested on suspicion of murder after a woman was found dead with stab "
            "wounds in a flat in Dundee."
        ),
        (1, 1),
        None,
    ),
    (
        "Farmers clash in Mali",
        (
            "Clashes between farmers and herders in the Mopti region have left 23 people dead, 300 huts burnt "
            "and 1,200 displaced, an official said on Wednesday."
        ),
        (23, 23),
        None,
    ),
    (
        "Philippine bomb",
        (
            "COTABATO - A bomb exploded inside a bus in Maguindanao Monday, hurting at least four passengers, "
            "including a five-month-old baby and his mother."
        ),
        None,
        (4, None),
    ),
    (
        "Seven workers killed as gunmen attack tunnel site",
        (
            "SRINAGAR: Militants attacked a camp of tunnel workers in Ganderbal on Sunday evening, killing a "
            "doctor and six labourers. Five more were hurt and moved to a hospital in Srinagar."
        ),
        (7, 7),
        (5, 5),
    ),
    (
        "Shooting of 2 men under investigation",
        (
            "Two men, ages 23 and 31, were shot in the parking lot of a Memphis liquor store on Lamar Avenue. "
            "One was taken to Regional One in critical condition and the other drove himself to hospital."
        ),
        None,
        (2, 2),
    ),
    (
        "Fire bombs at asylum home",
        (
            "Petrol bombs were thrown at a home for asylum seekers in Saxony. The 48 residents got out in time, "
            "but a firefighter and two residents were treated for smoke poisoning."
        ),
        None,
        (3, 3),
    ),
    (
        "Russian strike on Dnipro train",
        (
            "A missile hit a passenger train near Dnipro. There are dead. As of 2 p.m. 17 killed and about 280 "
            "injured, of them 27 children - Lysak."
        ),
        (17, 17),
        (280, 280),
    ),
    (
        "Couple attacked with machete",
        (
            "A couple were attacked with a machete at their farm near Polokwane on Monday. The husband, 67, died "
            "on the scene while his wife, 63, was airlifted to hospital."
        ),
        (1, 1),
        (1, 1),
    ),
    (
        "Syria: clash in Sweida",
        (
            "The Syrian Observatory for Human Rights said 37 people had been killed in Sweida: 27 Druze, two of "
            "them children, and ten Bedouin. Some 50 people were wounded."
        ),
        (37, 37),
        (50, 50),
    ),
    (
        "Boy, 11, among 3 shot in St. Louis",
        (
            "An 11-year-old boy and two adults were shot in north St. Louis on Sunday night. All three are "
            "expected to survive, police said."
        ),
        None,
        (3, 3),
    ),
    (
        "Car bomb targets militia leader",
        (
            "A car bomb wounded a militia leader in Aden on Wednesday and killed four of his guards. Two "
            "civilians who were walking past also died."
        ),
        (6, 6),
        (1, 1),
    ),
    (
        "Houston club shooting",
        (
            "HOUSTON - One man was killed and three others were hurt after an argument led to gunfire outside a "
            "nightclub on Richmond Avenue. The three surviving victims, all in their 20s, are in stable "
            "condition."
        ),
        (1, 1),
        (3, 3),
    ),
    (
        "Bomb at Thai checkpoint",
        (
            "A defence volunteer lost both legs and two rangers were hurt as insurgents detonated a bomb at a "
            "checkpoint in Yala."
        ),
        None,
        (3, 3),
    ),
    (
        "Two wounded on London street",
        (
            "Two men were wounded with a knife in Golders Green on Friday; a 45-year-old man has been charged "
            "with attempted murder. The victims, 34 and 76, have since been discharged."
        ),
        None,
        (2, 2),
    ),
    (
        "Vigil for victims",
        (
            "Hundreds gathered on Sunday in Magdeburg to mourn the five people, among them a nine-year-old boy, "
            "who were killed when a car was driven into the Christmas market on Friday. About 200 people were "
            "injured, 41 of them severely."
        ),
        (5, 5),
        (200, 200),
    ),
    (
        "Israel says officer and two soldiers fell",
        (
            "The Israeli army said on Tuesday that an officer and two soldiers fell in combat in northern Gaza "
            "and that another soldier was severely wounded."
        ),
        (3, 3),
        (1, 1),
    ),
    (
        "Teacher shot in Kashmir",
        "Terrorists shot at and injured a school teacher in Kulgam on Tuesday. She succumbed in hospital.",
        (1, 1),
        None,
    ),
    (
        "Three Thais, one Malaysian killed by rocket",
        (
            "Three Thai farm workers and one Malaysian were killed by a rocket fired from Lebanon that struck an "
            "orchard near Metula. A fifth worker was injured."
        ),
        (4, 4),
        (1, 1),
    ),
    (
        "Stockholm gang shooting",
        (
            "A 17-year-old has been remanded in custody over the shooting of three young men at a barber's in "
            "Uppsala. All three died at the scene."
        ),
        (3, 3),
        None,
    ),
    (
        "Fatal bar brawl in Cork",
        (
            "Gardaí are investigating a fatal assault on a man in his 50s in Cork. He was found with serious "
            "head injuries on Oliver Plunkett Street at 2am and died yesterday in Cork University Hospital."
        ),
        (1, 1),
        None,
    ),
    (
        "Gaza aid point shooting",
        (
            "Medics at Nasser hospital said they had received the bodies of 10 people shot near an aid point on "
            "Thursday as well as 65 wounded."
        ),
        (10, 10),
        (65, 65),
    ),
    (
        "Rwanda-backed rebels enter town",
        (
            "M23 rebels fought the army around Walikale on Thursday. Hospital staff counted 12 dead and 34 "
            "wounded, most of them civilians hit by shrapnel."
        ),
        (12, 12),
        (34, 34),
    ),
    (
        "Man shot after robbing store",
        (
            "Store clerk Anil Patel, 44, was shot and killed and a customer was grazed in the head during a "
            "robbery at a convenience store in Macon."
        ),
        (1, 1),
        (1, 1),
    ),
    (
        "Knife attack at Vienna tram stop",
        (
            "A woman who was waiting for a tram and a passer-by who came to her aid were stabbed in Vienna on "
            "Tuesday afternoon. The woman, 61, died in the ambulance; the passer-by is out of danger."
        ),
        (1, 1),
        (1, 1),
    ),
]


@pytest.mark.parametrize(("title", "body", "killed", "injured"), NEWS)
def test_short_news(title: str, body: str, killed: Count, injured: Count) -> None:
    """Killed and injured of a whole short item are those of its news event, parts, ages and older tolls left out."""
    told = figures(title, body)
    assert (count(told.killed), count(told.injured)) == (killed, injured)
