"""Vows, demands, nuclear words and the nearness of war, in the many words of spokesmen, headlines and reported speech."""

import pytest
from escalation_kit import kinds

TOLD = [
    ("retaliation_threat", "'We will hunt you down,' president tells bombers of the market."),
    ("retaliation_threat", "“We will come for you and those who armed you,” the king told the gunmen."),
    ("retaliation_threat", "'We know where you sleep': Tel Aviv general's message to rocket crews."),
    ("retaliation_threat", "Kabul promised an answer 'in kind' after the airstrike."),
    ("retaliation_threat", "Delhi pledges a fitting reply to the ambush."),
    ("retaliation_threat", "Ankara: 'our response is a matter of time' after the mortar attack."),
    ("retaliation_threat", "'The answer will come from the sky,' Tehran says after raid on its consulate."),
    ("retaliation_threat", "Our reply is on its way, says Hezbollah commander after the drone strike."),
    ("retaliation_threat", "Israel should expect a response, a Hamas official said at the funeral of the killed gunman."),
    ("retaliation_threat", "The killing of the envoy will have its price, Moscow said."),
    ("retaliation_threat", "They will pay the price for spilling our soldiers' blood, Chad's president said."),
    ("retaliation_threat", "The blood of the martyrs will not be in vain, Islamic Jihad said after the strike."),
    ("retaliation_threat", "Iran's defence minister says the strike will not be left without an answer."),
    ("retaliation_threat", "The chapter is not closed, the Houthi leader said of the strikes on Hodeidah."),
    ("retaliation_threat", "The militia called every US base in the region a target after the strike."),
    ("retaliation_threat", "Hezbollah says all ports of Israel are now in its sights after the strike."),
    ("retaliation_threat", "Pyongyang's loss of the ship would be met with fire, state media said."),
    ("retaliation_threat", "We will settle the score with the rebels, Mali's junta leader says after the massacre."),
    ("retaliation_threat", "Rwanda: any shell on our soil will be answered tenfold."),
    ("retaliation_threat", "Those behind the bombing will not sleep in peace, the interior minister vowed."),
    ("retaliation_threat", "Nigeria's president vows to make the abductors pay."),
    ("retaliation_threat", "'You have opened the door to hell,' the general told the militants."),
    ("retaliation_threat", "Their hour will come, the general said of the raid's planners after the attack."),
    ("retaliation_threat", "Kim vows fiery reply if South Korea fires again."),
    ("ultimatum", "Ankara to rebels: leave the town by Sunday or we attack."),
    ("ultimatum", "Army to mutineers: surrender by dawn or be shelled."),
    ("ultimatum", "Release our sailors by noon or face the consequences, Seoul tells Pyongyang."),
    ("ultimatum", "Take your guns out of the valley or lose them, Yerevan warns Baku."),
    ("ultimatum", "Hand over the killers or we come and get them, Kenya tells al-Shabaab."),
    ("ultimatum", "The rebels gave the governor three days to free their commander."),
    ("ultimatum", "Niger gives UN force a week to quit the north."),
    ("ultimatum", "M23 has given Kinshasa 48 hours to pull its troops from the city."),
    ("ultimatum", "The group demands the release of its prisoners within six days or the hostages die."),
    ("ultimatum", "The captors want a ransom by Friday, or else “the girls will be killed”."),
    ("ultimatum", "Iran sets Israel a deadline of Thursday to lift the blockade."),
    ("ultimatum", "The militia told the army to be out of the camp by nightfall or be attacked."),
    ("ultimatum", "Any soldier still in the enclave after midnight will be treated as an enemy, the army said."),
    ("ultimatum", "The garrison has until noon to surrender, the rebels' commander said."),
    ("nuclear_rhetoric", "Pyongyang vows a nuclear reply if its port is hit."),
    ("nuclear_rhetoric", "The fall of the city would be answered with nuclear fire, state radio said in North Korea."),
    ("nuclear_rhetoric", "Russia's nukes are no toys, Kremlin aide tells Finland."),
    ("nuclear_rhetoric", "Islamabad says its nuclear arms 'are not for show' as India masses tanks."),
    ("nuclear_rhetoric", "North Korea threatens a pre-emptive nuclear blow."),
    ("nuclear_rhetoric", "Moscow says it may reach for tactical nuclear weapons if its fleet is attacked."),
    ("nuclear_rhetoric", "Belarus would use 'all weapons it has, nuclear too' if Poland attacks."),
    ("nuclear_rhetoric", "Medvedev reminds London of Russia's nuclear warheads after the strike."),
    ("nuclear_rhetoric", "Kim orders nuclear forces to be ready to strike the United States at once."),
    ("brink_of_war", "Chad is one mistake from war with Sudan, envoys warn."),
    ("brink_of_war", "Athens and Ankara 'a single spark away from war', says former admiral."),
    ("brink_of_war", "The two states have never been so close to war, the mediator said."),
    ("brink_of_war", "Kigali has not been this close to fighting Kinshasa since it pulled out."),
    ("brink_of_war", "It is five minutes to midnight on the Drina, says EU envoy as both sides dig in artillery."),
    ("brink_of_war", "A war in the Horn is now the likelier outcome, the UN envoy said."),
    ("brink_of_war", "One spark is enough for war in the Balkans, Serbia's president says."),
    ("brink_of_war", "The guns could speak at any hour between the two Koreas, as the two armies are a whisker away from war."),
    ("brink_of_war", "Caracas and Bogota closer to war than at any time in 40 years."),
    ("brink_of_war", "War between Egypt and Ethiopia is a matter of days, diplomats fear."),
]

NOT_TOLD = [
    ("retaliation_threat", "Washington says Israel has the right to defend itself after the attack."),
    ("retaliation_threat", "The pope asks both sides to show restraint and to answer hate with prayer after the bombing."),
    ("retaliation_threat", "The striker promised an answer on the pitch after the attack in the press."),
    ("retaliation_threat", "Beijing promised a reply in kind to the new US tariffs on cars."),
    ("retaliation_threat", "Iran said that it would not answer the strike."),
    ("retaliation_threat", "The price of bread will rise after the attack on the mill, bakers said."),
    ("retaliation_threat", "The minister's answer will come on Monday, after the attack on her budget."),
    ("retaliation_threat", "The police said that they will hunt down the burglars who hit three homes in the county."),
    ("retaliation_threat", "His reply is on its way, said the post office after the blast closed it."),
    ("retaliation_threat", "The chapter is not closed, the novelist said of her series on the war."),
    ("retaliation_threat", "In 1986 the colonel swore to answer the air raid on Tripoli."),
    ("retaliation_threat", "Experts wonder if the raid will be answered."),
    ("ultimatum", "Clean your car by Sunday or lose your parking place, tenants told."),
    ("ultimatum", "The union gave the airline three days to raise wages or face a strike."),
    ("ultimatum", "The court gave the ministry two weeks to publish its report on the attack."),
    ("ultimatum", "Register by Friday or lose your vote, the election commission tells Kenyans."),
    ("ultimatum", "The coach has a week to save his job."),
    ("ultimatum", "PM gives rebel MPs until Monday to back his plan."),
    ("ultimatum", "The judge gave the group 30 days to appeal."),
    ("ultimatum", "Residents have until noon to collect water, the army said after the shelling."),
    ("nuclear_rhetoric", "One called it 'the nuclear option' in the fight over the budget of the United Kingdom."),
    ("nuclear_rhetoric", "France opens a nuclear reactor after years of delay."),
    ("nuclear_rhetoric", "The United States and Russia agree to cut nuclear warheads."),
    ("nuclear_rhetoric", "IAEA says Iran's nuclear site was not hit in the strike."),
    ("nuclear_rhetoric", "North Korea will not use nuclear arms first, its envoy said."),
    ("brink_of_war", "The party is on the brink of civil war over its leader."),
    ("brink_of_war", "The two clubs were one mistake from a draw."),
    ("brink_of_war", "It was five minutes to midnight when the blast woke the street."),
    ("brink_of_war", "The two states have stepped back from the brink of war."),
    ("brink_of_war", "In 1962 the world was never so close to war."),
    ("brink_of_war", "Neither side is close to war, the envoy said."),
    ("brink_of_war", "Kigali has never been so close to a medal."),
]


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_the_kind_is_told_in_other_words(kind: str, sentence: str) -> None:
    """The rules know the kind in these words without the encoder."""
    assert kind in kinds(sentence)


@pytest.mark.parametrize(("kind", "sentence"), NOT_TOLD)
def test_what_looks_alike_is_not_told(kind: str, sentence: str) -> None:
    """The same words of something else, denied, ended or long ago give nothing."""
    assert kind not in kinds(sentence)
