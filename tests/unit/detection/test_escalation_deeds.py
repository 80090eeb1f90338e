"""Claims, series, tolls, truces and ruptures told in other words than the usual ones; arms that fall over a border."""

import pytest
from escalation_kit import kinds

TOLD = [
    ("claim_of_responsibility", "Car bomb at barracks: Kachin group says it did it."),
    ("claim_of_responsibility", "It was our rocket that struck the depot, says Hezbollah."),
    ("claim_of_responsibility", "The Kurdish Freedom Hawks claimed the action, an ambush of a patrol."),
    ("claim_of_responsibility", "Houthis: our drones hit the Saudi tanker."),
    ("claim_of_responsibility", "A little-known front said in a message that the hotel was its target, after the car bomb."),
    ("claim_of_responsibility", "Al-Shabaab claimed to have hit the UN compound with mortars."),
    ("claim_of_responsibility", "“We did it,” the separatists said of the blast."),
    ("claim_of_responsibility", "ISIS says its men were behind the church bombing."),
    ("claim_of_responsibility", "The Naxalites admitted that they had blown up the lorry."),
    ("claim_of_responsibility", "A group calling itself the Black Oath posted a video and said the bomb was theirs."),
    ("attack_series", "Second imam abducted from his mosque this week in Katsina."),
    ("attack_series", "It's the third such letter bomb sent to a judge since the spring."),
    ("attack_series", "She is the fifth teacher killed in the district this month."),
    ("attack_series", "Suspected arson at a synagogue is second this month, police say."),
    ("attack_series", "Rockets hit the base for the third time in five days."),
    ("attack_series", "Second undersea pipeline is blown up in a month."),
    ("attack_series", "The grenade fell short. It was the fourth attempt on a Turkish mission in Europe since June."),
    ("attack_series", "Third power line is sawn through within a week, sabotage suspected."),
    ("attack_series", "He was the second journalist shot dead in Oaxaca this year."),
    ("attack_series", "Third bus ambushed on the same road in eight days."),
    ("record_toll", "Mines killed more farmers in April than in any month since counting began."),
    ("record_toll", "More soldiers died in Tuesday's ambush than in any attack since 2009."),
    ("record_toll", "No single raid has killed so many since the war began."),
    ("record_toll", "Deadliest day for Kenyan police in a decade as 15 die in ambush."),
    ("record_toll", "The bombing took more lives than any other in the country's history."),
    ("ceasefire_collapse", "Fighting erupts as 60-day truce lapses."),
    ("ceasefire_collapse", "The pause in fighting ran out at midnight without renewal, and shelling began at dawn."),
    ("ceasefire_collapse", "Shells fall on Hodeidah hours after the armistice lapsed."),
    ("ceasefire_collapse", "Rebels walk out of truce and attack the town."),
    ("ceasefire_collapse", "The guns speak again in Tigray: truce is history."),
    ("ceasefire_collapse", "Truce in ruins as jets bomb the port."),
    ("diplomatic_rupture", "Amman cuts ties with Damascus."),
    ("diplomatic_rupture", "Bolivia breaks off relations with Israel."),
    ("diplomatic_rupture", "Chad severs relations with Sudan after the shelling."),
    ("diplomatic_rupture", "Mali orders French ambassador out."),
    ("diplomatic_rupture", "Kigali sends Belgium's diplomats home."),
    ("cross_border_strike", "Sudanese warplanes bomb Chadian border town."),
    ("cross_border_strike", "Ethiopian gunners shell Eritrean village."),
    ("cross_border_strike", "Uganda shells rebel camps across the Congolese border."),
    ("cross_border_strike", "Rockets fired from southern Syria slammed into a depot in Jordan."),
    ("cross_border_strike", "Laos summons Thai ambassador after shells fall in Bokeo."),
    ("cross_border_strike", "Turkish drone kills two in northern Iraq village; Baghdad protests at breach of its sovereignty."),
    ("cross_border_strike", "Militant leader killed by drone inside Niger; Niamey calls it a violation of its sovereignty."),
    ("cross_border_strike", "China says a stray North Korean missile fell in Liaoning and hurt a farmer."),
    ("cross_border_strike", "A shell fired across the Blue Line killed a shepherd in Lebanon."),
    ("cross_border_strike", "Poland protests to Belarus after a missile came down 10km inside its border."),
    ("cross_border_strike", "Malian jets bomb camp inside Mauritania."),
    ("cross_border_strike", "Kenyan jets dropped bombs on two villages in Somalia."),
]

NOT_TOLD = [
    ("claim_of_responsibility", "Police say the gang did it for money after the bomb."),
    ("claim_of_responsibility", "“We did it,” the captain said after the attack broke the champions' defence."),
    ("claim_of_responsibility", "The rebels denied that it was their rocket that hit the clinic."),
    ("claim_of_responsibility", "The insurer claimed the action was void after the bombing."),
    ("claim_of_responsibility", "Our drones hit the market next year, says the start-up's founder."),
    ("claim_of_responsibility", "No group has said it did it after the car bomb."),
    ("attack_series", "Second chef hired from his restaurant this week."),
    ("attack_series", "It's the third such letter sent to a judge about parking."),
    ("attack_series", "He was the second striker injured this season in an attack on goal."),
    ("attack_series", "Third bus delayed on the same road in eight days."),
    ("attack_series", "Orchestra honours second musician shot dead in Bishkek."),
    ("attack_series", "The second suspect in the killing was arrested this week."),
    ("attack_series", "The fourth victim of the shooting died this week."),
    ("record_toll", "Flu killed more people in April than in any month since counting began."),
    ("record_toll", "More cars were sold in May than in any month since the war."),
    ("record_toll", "Deadliest avalanche in Austria since 1999 kills 33."),
    ("ceasefire_collapse", "Truce lists: both sides say that the pause still held on Thursday after an attack."),
    ("ceasefire_collapse", "Seoul says North fired minutes after truce began, but the pause still stood by nightfall."),
    ("ceasefire_collapse", "Ceasefire over: dressing room at war again as captain attacks coach."),
    ("ceasefire_collapse", "The truce was extended after the pause in fighting was due to run out."),
    ("diplomatic_rupture", "Singer cuts ties with her label after the attack on her fans."),
    ("diplomatic_rupture", "The two states restored relations seven years after they broke off ties over the attack."),
    ("diplomatic_rupture", "Club breaks off relations with ultras after attack on a referee in Italy."),
    ("diplomatic_rupture", "Sending the Israeli ambassador home should be on the table, the party said."),
    ("diplomatic_rupture", "The ambassador went home on leave."),
    ("cross_border_strike", "Benin jets hit river camp after border-town raid."),
    ("cross_border_strike", "Rabat and Madrid trade insults in Cairo, and bombs at home."),
    ("cross_border_strike", "Benin's leader speaks after bombs at two barracks."),
    ("cross_border_strike", "Ukrainian drones hit refinery inside Russia."),
    ("cross_border_strike", "Army shells rebel camps near the border of Ituri province."),
    ("cross_border_strike", "Smuggler shot dead by guards inside Jordan."),
    ("cross_border_strike", "Iraq protests at breach of its sovereignty in oil row."),
]


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_the_kind_is_told_in_other_words(kind: str, sentence: str) -> None:
    """The rules know the kind in these words without the encoder."""
    assert kind in kinds(sentence)


@pytest.mark.parametrize(("kind", "sentence"), NOT_TOLD)
def test_what_looks_alike_is_not_told(kind: str, sentence: str) -> None:
    """The same words of something else, denied, ended or long ago give nothing."""
    assert kind not in kinds(sentence)
