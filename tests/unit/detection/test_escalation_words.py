"""Escalation in further words: claims, series, demands with an "if", forces under way, people fetched, skies shut."""

import pytest
from escalation_kit import kinds

TOLD = [
    ("claim_of_responsibility", "A Taliban-claimed bomb struck a bus in the capital."),
    ("claim_of_responsibility", "The bombing of the depot was claimed by a little-known cell."),
    ("claim_of_responsibility", "The Sons of the Delta claimed responsibility and asked for talks after the raid."),
    ("claim_of_responsibility", "Ukraine's army took credit for the strike on a Russian bridge."),
    ("claim_of_responsibility", "Hamas said its men had planted the device under the road."),
    ("claim_of_responsibility", "A letter claiming the act was found after the arson."),
    ("claim_of_responsibility", "A caller said the Lowland Lions had carried out the attack."),
    ("claim_of_responsibility", "The Valley Front said in a post that its men had carried out the attack."),
    ("claim_of_responsibility", "The group took responsibility in a statement. The ambush killed two."),
    ("claim_of_responsibility", "Militants own up to the mortar fire on the compound."),
    ("claim_of_responsibility", "The rebel group says that the bomb under the car was its own."),
    ("attack_series", "Second police post bombed in 24 hours."),
    ("attack_series", "Third church in a fortnight torched in the hills."),
    ("attack_series", "Four stabbings of soldiers in nine days."),
    ("brink_of_war", "The two neighbours are within days of a war, the envoy said."),
    ("attack_series", "Rebels shelled the town for a fourth straight day."),
    ("attack_series", "Drones hit the port three nights in a row."),
    ("attack_series", "It was the third raid in the space of two weeks."),
    ("attack_series", "A guard was killed amid an uptick in militant attacks."),
    ("attack_series", "The chapel was firebombed for the second time this year."),
    ("ceasefire_collapse", "Nine people die in clashes despite truce."),
    ("ultimatum", "North Korea threatened a strike if the South resumes its flights."),
    ("ultimatum", "The militia threatens to shell the port if the army keeps advancing."),
    ("retaliation_threat", "Pakistan is geared to respond to any Indian aggression."),
    ("alert_level_raised", "The army raised its alert to the highest step after the blast."),
    ("alert_level_raised", "Kuwait lifted its security level from amber to red after the attack."),
    ("airspace_closure", "Flights were suspended after drones attacked the runway."),
    ("airspace_closure", "Warsaw closed the sky after the drone attack."),
    ("travel_warning", "Canada is telling its citizens to get out of Mali."),
    ("travel_warning", "Exercise a high degree of caution in the north."),
    ("evacuation", "Helicopters took 300 civilians out of the besieged town."),
    ("evacuation", "Spain flew its remaining staff home after the mortar attack on its embassy."),
    ("evacuation", "Airlift of foreign nationals begins as airlifted staff land after the attacks."),
    ("force_deployment", "Tanks gathered at the border after the raid."),
    ("force_deployment", "Soldiers were on the streets after the bombing."),
    ("force_deployment", "Chad reinforced the district with 200 soldiers after the attack."),
    ("force_deployment", "Britain flew bombers to Cyprus."),
    ("mobilisation", "Cambodia ordered a general call-up."),
    ("mobilisation", "All men under 40 must report to the barracks, the junta said as war neared."),
    ("state_of_emergency", "The province was put under emergency law after the rocket attack."),
    ("cross_border_strike", "Houthis claim missile attack on Saudi Arabia."),
    ("cross_border_strike", "Mortars were fired across the Line of Control overnight."),
]

NOT_TOLD = [
    ("claim_of_responsibility", "He claimed he had a suicide bomb in his bag."),
    ("claim_of_responsibility", "Hezbollah claimed that the attack on the town was planned for months."),
    ("claim_of_responsibility", "Nobody has claimed the killings."),
    ("claim_of_responsibility", "The islands are claimed by China, where an attack is feared."),
    ("claim_of_responsibility", "The police said that its men had killed two robbers in the raid."),
    ("claim_of_responsibility", "The minister took responsibility for the delay. The attack killed two."),
    ("claim_of_responsibility", "He owned up to the mistake."),
    ("attack_series", "Second hotel opened in a week."),
    ("attack_series", "Forty bombings in ten years are told in the book."),
    ("brink_of_war", "Ships keep away from the war."),
    ("attack_series", "It was his second straight win of the season."),
    ("ceasefire_collapse", "Fighting went on despite ceasefire talks."),
    ("ultimatum", "Iran vowed to retaliate if attacked."),
    ("alert_level_raised", "Security alert: increased risk of kidnapping."),
    ("alert_level_raised", "The state lifted its ban after the attack."),
    ("airspace_closure", "Flights were suspended after heavy snow."),
    ("evacuation", "Two soldiers hurt by the bomb were airlifted to a clinic."),
    ("evacuation", "The army cleared the village of rebels after an attack."),
    ("force_deployment", "Japan is sending troops to a peacekeeping force after the war."),
    ("mobilisation", "Mass call-up for the cup: 26 in the squad."),
    ("state_of_emergency", "He was put under emergency care after the attack."),
    ("travel_warning", "The mayor told citizens to vote."),
]


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_the_kind_is_told(kind: str, sentence: str) -> None:
    """The rules know the kind in these words without the encoder."""
    assert kind in kinds(sentence)


@pytest.mark.parametrize(("kind", "sentence"), NOT_TOLD)
def test_what_only_sounds_like_it_is_not_told(kind: str, sentence: str) -> None:
    """Words of the same look with another sense give nothing."""
    assert kind not in kinds(sentence)
