"""Forces that move, people who leave, borders and skies that shut: told as nouns, in passives, of named places."""

import pytest
from escalation_kit import find_escalation

from monitor.detection.text import Text
from monitor.domain.document import Document

TOLD = [
    ("force_deployment", "Kenya's parliament votes to send a brigade to the Somali border as war nears."),
    ("force_deployment", "Two mechanised brigades have been moved to the frontier, Chad's army says."),
    ("force_deployment", "Ankara has sent three commando regiments south after the ambush."),
    ("force_deployment", "Chinese landing ships gather off the island as war talk grows."),
    ("force_deployment", "Greek warships head for Cyprus after the drone attack."),
    ("force_deployment", "A French frigate left Toulon for the Red Sea after the attack on the tanker."),
    ("force_deployment", "North Korean armour massed south of the demarcation line."),
    ("force_deployment", "Belgrade and Pristina mass artillery on both sides of the river."),
    ("force_deployment", "An armoured division has taken up positions along the frontier with Niger."),
    ("force_deployment", "Gun batteries were dug in on the heights above the border."),
    ("force_deployment", "Poland moves a tank battalion up to the Suwalki gap."),
    ("force_deployment", "Two carrier groups are steaming for the Gulf, the Pentagon says."),
    ("force_deployment", "Venezuela Masses Troops on Guyana Frontier."),
    ("force_deployment", "Senators approve dispatch of 2,000 soldiers to Mali after the massacre."),
    ("force_deployment", "Rwandan tanks seen rolling towards Goma."),
    ("mobilisation", "The law lets the government draft all men between 20 and 50 for the war."),
    ("mobilisation", "Jordan calls up its reserve after the rocket attack."),
    ("mobilisation", "Riga orders reserve officers to report within a day."),
    ("mobilisation", "Baku drafts 30,000 more men."),
    ("mobilisation", "Reservists of four brigades were told to report by Monday as war looms."),
    ("mobilisation", "Thousands of reservists have received call-up papers since the attack."),
    ("mobilisation", "Every able-bodied man is to be conscripted, the junta decreed as rebels advanced."),
    ("evacuation", "Some 900 villagers have been moved to a school hall as shelling went on."),
    ("evacuation", "Terminal cleared after rockets land on the apron."),
    ("evacuation", "Nurses stuck in the besieged port are to be flown home, the minister said."),
    ("evacuation", "Officials ask residents of the island to move to the mainland as warships close in."),
    ("evacuation", "Army orders 30 villages on the Lebanese border to empty amid shelling."),
    ("evacuation", "France orders diplomats' families out of Niamey after the coup."),
    ("evacuation", "Seoul charters four ferries to bring its citizens home from the war zone."),
    ("evacuation", "Mortar bomb hits bus taking the elderly out of the town."),
    ("evacuation", "Buses carry the last families out of the shelled suburb."),
    ("evacuation", "Villages within ten kilometres of the front are to be cleared by Sunday as shells fall, the army said."),
    ("evacuation", "Germany tells non-essential embassy staff to come home from Beirut after the strikes."),
    ("evacuation", "Thousands of people were told by the army to leave their homes along the river as troops advance."),
    ("evacuation", "Hospitals near the front are being emptied as missiles fall."),
    ("evacuation", "UN pulls its staff from the besieged town."),
    ("airspace_closure", "Pakistan closes skies to Indian airliners."),
    ("airspace_closure", "Baghdad shuts its southern skies."),
    ("airspace_closure", "Jordan closes its north to airliners as missiles cross it."),
    ("airspace_closure", "No civil flight may cross eastern Poland, the regulator said after the drone attack."),
    ("airspace_closure", "Ban on Ethiopian planes over Eritrea renewed amid the border war."),
    ("airspace_closure", "Airliners were barred from Omani skies after the missile attack."),
    ("border_closure", "Kabul shuts Spin Boldak after guards exchange fire."),
    ("border_closure", "Algeria closed the Debdeb crossing after the raid."),
    ("border_closure", "Poland seals its frontier with Belarus."),
    ("border_closure", "Chad shuts the frontier with Sudan."),
    ("border_closure", "The Rafah gate was shut after the shelling."),
    ("travel_warning", "Ireland urges its tourists to leave Mauritius."),
    ("travel_warning", "The Foreign Office advises against all travel within 30km of the border."),
    ("travel_warning", "Washington tells Americans to reconsider trips to Qatar."),
    ("travel_warning", "Travel advice for Kenya was raised to the second-highest level after the blast."),
    ("travel_warning", "Berlin urges German holidaymakers to quit Sri Lanka."),
    ("travel_warning", "Swedes in Lebanon told to get out 'while planes still fly'."),
    ("travel_warning", "Don't go to Haiti, Ottawa tells Canadians."),
    ("travel_warning", "Japan tells its nationals to leave the country while there are seats."),
    ("state_of_emergency", "State of emergency in Juba after night of gunfire."),
    ("state_of_emergency", "Emergency rule in Fiji extended to 60 days after the bombings."),
    ("state_of_emergency", "Parliament Grants President Emergency Powers as rebels near capital."),
    ("state_of_emergency", "A 30-day state of emergency was approved after the attack on the ministry."),
    ("state_of_emergency", "Cities under emergency rule for another month as war drags on."),
    ("state_of_emergency", "Lawmakers renew martial law in the border provinces after the raid."),
    ("state_of_emergency", "Haiti's cabinet votes for a state of siege after gunmen storm the jail."),
    ("alert_level_raised", "Seychelles puts its security services on highest alert."),
    ("alert_level_raised", "Norway places its navy on a higher footing after the sabotage."),
    ("alert_level_raised", "Denmark raises terror threat to the top level."),
    ("alert_level_raised", "All leave cancelled as the army goes to full combat readiness after the shelling."),
    ("alert_level_raised", "Guards doubled at embassies after the attack on the consulate, and police put on alert."),
]

NOT_TOLD = [
    ("force_deployment", "Djibouti has sent engineers to mend the bombed bridge and asked who let the attackers through."),
    ("force_deployment", "Warships head home after the exercise."),
    ("force_deployment", "The battalion has been moved to the flooded valley to fill sandbags as the storm nears."),
    ("force_deployment", "Parliament votes against sending a brigade to the border as war nears."),
    ("force_deployment", "The frigate left port for a festival of sail."),
    ("force_deployment", "Fans mass on the border of the pitch after the attack of the home side."),
    ("force_deployment", "The navy's oldest frigate leaves port for the last time after years of war."),
    ("force_deployment", "Brigades of cooks head for the cup final."),
    ("mobilisation", "No, Finland has not called up reservists."),
    ("mobilisation", "Lions draft three men for the back line after the attack faltered."),
    ("mobilisation", "The coach calls up his reserve keeper."),
    ("mobilisation", "The charity mobilises cooks for the hungry."),
    ("evacuation", "Terminal cleared after a toaster set off the alarm."),
    ("evacuation", "Families were asked to move to higher ground as the flood and storm neared."),
    ("evacuation", "Buses take fans out of the town after the match."),
    ("evacuation", "Office cleared after a gas leak."),
    ("evacuation", "The last shops in the mall are being emptied by thieves."),
    ("evacuation", "Tourists are to be flown home after the airline's collapse."),
    ("airspace_closure", "Iran opens its airspace again after a four-day closure that followed the missile attack."),
    ("airspace_closure", "Airspace over the city was closed while experts defused a wartime bomb."),
    ("airspace_closure", "The airline closed the year with blue skies after the attack of its rival."),
    ("airspace_closure", "Ban on Pakistani planes is lifted after the truce."),
    ("border_closure", "Greece shuts schools near the border after snow."),
    ("border_closure", "Pakistan reopened Torkham after the firefight."),
    ("border_closure", "Kabul shuts girls' school after protest."),
    ("travel_warning", "Families have been asked not to travel to the airport as nurses come home from the war."),
    ("travel_warning", "Rail firm tells travellers to avoid the evening trains during the strike."),
    ("travel_warning", "Italy lifts its warning against travel to Egypt after the attack."),
    ("travel_warning", "The coach urges fans to leave early."),
    ("state_of_emergency", "State of emergency in Texas after hurricane."),
    ("state_of_emergency", "Opposition warns of a state of emergency after the attack."),
    ("state_of_emergency", "State of emergency lifted in Juba after a calm night without gunfire."),
    ("state_of_emergency", "Housing emergency declared in Leeds as rents rise."),
    ("alert_level_raised", "Doctors on highest alert for measles."),
    ("alert_level_raised", "The army stood down from its highest alert after the truce."),
    ("alert_level_raised", "Norway keeps its threat level unchanged after the attack."),
]


def kinds(sentence: str) -> set[str]:
    return {str(e.kind) for e in find_escalation(Text(Document(id="t", text=sentence)))}


@pytest.mark.parametrize(("kind", "sentence"), TOLD)
def test_the_kind_is_told_in_other_words(kind: str, sentence: str) -> None:
    """The rules know the kind in these words without the encoder."""
    assert kind in kinds(sentence)


@pytest.mark.parametrize(("kind", "sentence"), NOT_TOLD)
def test_what_looks_alike_is_not_told(kind: str, sentence: str) -> None:
    """The same words of something else, denied, ended or long ago give nothing."""
    assert kind not in kinds(sentence)
