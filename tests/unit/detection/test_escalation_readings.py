"""Escalation as readers of alerts marked it: what they called misleading is not told, what they missed is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from escalation_kit import find_escalation

from monitor.detection.encoder.model import Impression
from monitor.detection.escalating.weighing import UNHEARD
from monitor.detection.text import Text
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType

TOLD = [
    ("diplomatic_rupture", "Peru gave two Bolivian diplomats 72 hours to leave over the attack."),
    ("diplomatic_rupture", "Chile withdraws 12 diplomats from Peru after the raid on its embassy."),
    ("force_deployment", "The government mobilised the army for riot duty after the attack."),
    ("force_deployment", "Togo mobilised police and soldiers to the north after the raid."),
    ("mobilisation", "The president ordered all men under 45 to report to their units."),
    ("alert_level_raised", "The army was put on high alert after the attack."),
    ("claim_of_responsibility", "A bomb killed two officers. Hamas said one of its members had planted it."),
    ("claim_of_responsibility", "The shelling stopped. Al-Shabaab said it had been aiming at the port."),
    ("claim_of_responsibility", "Rockets fell on the town. Hezbollah said the salvo was a first response."),
    ("claim_of_responsibility", "A blast killed six. The Taliban claimed it."),
    ("retaliation_threat", "After the strike Hezbollah warned that more would follow."),
    ("retaliation_threat", "After the massacre Niger vowed to hunt the jihadists."),
    ("retaliation_threat", "The rebels will pay a very heavy price for the ambush, the army said."),
    ("ultimatum", "Eritrea says it will strike if the drones return."),
    ("attack_series", "Gunmen shot a driver; it was the 31st attack since the start of the year."),
    ("evacuation", "Villagers were shifted to a relief camp after the houses were torched in the attack."),
    ("border_closure", "Chad closed the border after the raid."),
    ("airspace_closure", "Jordan suspended all flights after the missile attack."),
    ("record_toll", "Ten died in the deadliest strike on a clinic since the 2019 coup."),
    ("evacuation", "Residents were evacuated after a missile struck an apartment block."),
    ("nuclear_rhetoric", "North Korea warned of a nuclear strike on its neighbour."),
    ("attack_series", "A shell fell on the village; it is the third ceasefire violation since Friday, the army said."),
    ("claim_of_responsibility", "A spokesman for the Plains National Liberation Army said its fighters had killed the guards in the attack."),
    ("claim_of_responsibility", "A bomb killed five. The Highland Liberation Front said its men had set it off."),
    ("alert_level_raised", "After the attack the terror alert has gone from yellow to red."),
    ("state_of_emergency", "Peru declared a state of siege in the valley."),
    ("force_deployment", "The UK is to deploy a naval task group to the eastern Mediterranean."),
    ("force_deployment", "A frigate and a battery were on their way to the Gulf, the minister said."),
    ("force_deployment", "The army was called in after petrol bombs were thrown."),
    ("evacuation", "The US embassy ordered the emergency departure of staff from Iraq."),
    ("evacuation", "After the shelling the army told nine villages to leave."),
    ("travel_warning", "India urged all nationals in Iran to avoid unnecessary travel."),
    ("alert_level_raised", "Garrisons were put on highest readiness after the soldiers were shot; the army gave no reason."),
    ("attack_series", "A drone was shot down over the town, the third in eight days."),
    ("record_toll", "The raid was the bloodiest in the country since 2021."),
    ("mobilisation", "Israel mobilises along its border with Lebanon."),
    ("retaliation_threat", "\"Our fingers are on the trigger,\" the Guards' commander said."),
    ("ultimatum", "The militia set a Friday deadline for the army to withdraw."),
    ("ultimatum", "The premier has issued an ultimatum to the governors over the water dispute."),
    ("retaliation_threat", "The rebels will know no mercy, the general said after the attack."),
    ("airspace_closure", "Jordan closed its airspace as missiles flew past."),
    ("force_deployment", "The US deployed the USS Nimitz to the Gulf amid the war."),
    ("ceasefire_collapse", "Israel violated the US-brokered ceasefire with Hamas, mediators said."),
    ("cross_border_strike", "Poland closed the airport as Russian drones crossed the border."),
]
NOT_TOLD = [
    ("ultimatum", "Peru gave two Bolivian diplomats 72 hours to leave over the attack."),
    ("ultimatum", "The senator resigned after an ultimatum from the premier on party rules."),
    ("evacuation", "Chile withdraws 12 diplomats from Peru after the raid on its embassy."),
    ("mobilisation", "The government mobilised the army for riot duty after the attack."),
    ("alert_level_raised", "Troops remained on alert along the frontier."),
    ("retaliation_threat", "Relatives of the bombing's victims asked the state to pay the promised sums."),
    ("retaliation_threat", "Threatening economic consequences, the US president raised the pressure on Iran."),
    ("retaliation_threat", "Insurers have raised premiums since the rebels threatened in March to attack ships."),
    ("nuclear_rhetoric", "France is to increase its nuclear arsenal, the president said."),
    ("nuclear_rhetoric", "South Korea warns the North over nuclear weapons."),
    ("border_closure", "The truck was ambushed close to the border with Chad."),
    ("evacuation", "A grenade went off in a stairwell; some 40 residents were evacuated after the attack."),
    ("evacuation", "Two wounded soldiers were evacuated after the attack."),
    ("evacuation", "The survivors of the attack have been evacuated to the capital."),
    ("airspace_closure", "The airline suspended its flights after the missile attack."),
    ("force_deployment", "Israel must launch a ground invasion, the minister said."),
    ("force_deployment", "The army announced an expansion of its ground operation after the attack."),
    ("record_toll", "Russia mounted its largest assault in months."),
    ("evacuation", "After the attack the evacuation order for the town was formally cancelled."),
    ("attack_series", "Rates were cut for the second time in as many months, the third in eight months."),
    ("force_deployment", "The plumber was called in after the army left."),
    ("claim_of_responsibility", "None of the many armed groups at work in the province has claimed responsibility."),
    ("evacuation", "The truce would allow the evacuation of the wounded after the shelling."),
    ("ultimatum", "The group of doctors set a deadline of Tuesday for the ministry to answer."),
    ("retaliation_threat", "The leader once spoke of no mercy in the struggle against terrorism."),
    ("airspace_closure", "Jets were scrambled as bombers flew close to Norwegian airspace."),
    ("airspace_closure", "Brussels grounds all flights over a strike of controllers."),
    ("force_deployment", "She met the crew deployed on the USS Nimitz amid the war."),
    ("force_deployment", "Spain sends soldiers to the island with pumps and sandbags after the torrent."),
    ("cross_border_strike", "Migrants crossed the border after the rocket attack."),
    ("ceasefire_collapse", "The strikes had brought an end to talks; the ceasefire had brought an end to the war."),
    ("attack_series", "The officer was shot amid a spike in gun violence."),
    ("attack_series", "The ministers met after a string of tensions over the clashes."),
]


def kinds(text: str) -> set[str]:
    document = Document(id="t", text=text, published=datetime(2026, 9, 20, tzinfo=UTC))
    return {one.kind.value for one in find_escalation(Text(document))}


@pytest.mark.parametrize(("kind", "text"), TOLD)
def test_what_raises_the_danger_is_told(kind: str, text: str) -> None:
    """Words that readers count are found by the rules alone."""
    assert kind in kinds(text)


@pytest.mark.parametrize(("kind", "text"), NOT_TOLD)
def test_what_would_mislead_is_not_told(kind: str, text: str) -> None:
    """Words that only look like the kind give nothing of it."""
    assert kind not in kinds(text)


def impression(**kinds: float) -> Impression:
    """One that hears the kinds given and nothing else."""
    heard = {kind: kinds.get(kind.value, UNHEARD - 0.5) for kind in EscalationKind}
    return Impression(0.0, 0.0, dict.fromkeys(EventType, 0.0), heard)


def test_what_the_encoder_denies_in_the_lead_is_not_told() -> None:
    """A sure word in the headline falls where the encoder, which read it, hears nothing of the kind."""
    text = Text(Document(id="t", title="Rebels declare war on the army", text=""))
    assert not find_escalation(text, impression())
    assert find_escalation(text, impression(war_declaration=2.0))
    assert find_escalation(text, impression(war_declaration=UNHEARD + 0.5))


def test_the_demand_names_the_threat() -> None:
    """Beside an ultimatum a vow that no rule is sure of is not told again."""
    words = "Iran gave Iraq two days to free the crew. The strike on its ship would cost Baghdad, a general warned."
    found = find_escalation(Text(Document(id="t", text=words)), impression(ultimatum=3.0, retaliation_threat=3.0))
    assert {one.kind.value for one in found} == {"ultimatum"}


def test_a_warning_that_vows_nothing_is_no_threat() -> None:
    """Where no rule is sure, a state that warns of another's danger gives nothing; one that warns of an answer does."""
    heard = impression(retaliation_threat=1.5)
    only = Text(Document(id="t", title="Chad warns Sudan becoming hub for rebels and poses regional threat", text=""))
    vow = Text(Document(id="t", title="Chad warns of answer without end after rebels' attack", text=""))
    assert not find_escalation(only, heard)
    assert find_escalation(vow, heard)


def test_a_truce_that_is_made_does_not_collapse() -> None:
    """Where only the encoder hears it, a truce that is signed after a raid gives nothing."""
    heard = impression(ceasefire_collapse=5.0)
    made = Text(Document(id="t", title="Chad and rebels sign new truce days after raid", text=""))
    falls = Text(Document(id="t", title="Chad truce frays as troops and rebels fight days after raid", text=""))
    assert not find_escalation(made, heard)
    assert find_escalation(falls, heard)
