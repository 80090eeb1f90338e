"""Escalation: which sentences raise the danger, and which only sound like it."""

import pytest

from monitor.detection.escalation import find_escalation, may_escalate
from monitor.detection.text import Text, fold
from monitor.domain.document import Document

TOLD = [
    ('retaliation_threat', 'Iran vowed on Monday to avenge the killing of its general.'),
    ('retaliation_threat', "The militia's leader swore revenge for the strike on its base."),
    ('retaliation_threat', 'Tehran promised a crushing response to the attack.'),
    ('retaliation_threat', 'Pakistan reserves the right to respond to the air strikes, its foreign ministry said.'),
    ('retaliation_threat', 'Hezbollah said the assassination of its commander would not go unpunished.'),
    ('retaliation_threat', 'The president warned that those behind the bombing will pay a heavy price.'),
    ('retaliation_threat', 'Israel will retaliate for the missile attack, its defence minister said.'),
    ('retaliation_threat', 'Moscow threatened to strike arms depots inside the neighbouring country.'),
    ('retaliation_threat', 'North Korea threatens to turn the border city into a sea of fire.'),
    ('retaliation_threat', 'The army chief said his forces would not hesitate to destroy any intruder.'),
    ('retaliation_threat', 'US president says all options are on the table after the attack on the embassy.'),
    ('retaliation_threat', 'Any ship that enters the strait will be set ablaze, a Guards commander said.'),
    ('retaliation_threat', 'The group said all foreign bases in the country are now legitimate targets after the drone strike.'),
    ('retaliation_threat', "India's army is ready to strike back if militants attack again, its chief said."),
    ('retaliation_threat', 'Militants threatened to kill the hostages.'),
    ('retaliation_threat', 'Houthis vow to continue attacks on Red Sea shipping.'),
    ('retaliation_threat', 'Ethiopia will respond decisively to any attack, the prime minister told parliament.'),
    ('retaliation_threat', '"They will regret this," the rebel commander said, vowing retaliation for the raid.'),
    ('retaliation_threat', 'Turkey warned it would hit back hard if its soldiers came under fire.'),
    ('retaliation_threat', 'Rebels pledge to fight back after government shelling.'),
    ('ultimatum', 'The junta gave the rebels 72 hours to lay down their arms.'),
    ('ultimatum', 'Ankara issued an ultimatum to Damascus over the observation posts.'),
    ('ultimatum', 'The coalition set a Friday deadline for the militia to withdraw from the city.'),
    ('ultimatum', 'Rwanda must pull its troops out within 48 hours or face consequences, the government said.'),
    ('ultimatum', 'The rebels threatened to close the port unless the government frees their leader.'),
    ('ultimatum', 'Gunmen demanded that the army leave the district within two days.'),
    ('ultimatum', 'Washington warned that it would cut all aid if the generals did not step down.'),
    ('ultimatum', 'Surrender or face destruction, the general told the besieged fighters.'),
    ('war_declaration', 'The rebel movement has declared war on the government.'),
    ('war_declaration', "Eritrea's president called the incursion a declaration of war."),
    ('war_declaration', '"We are at war," the Israeli prime minister said after the attack.'),
    ('war_declaration', "Pakistan's defence minister declared open war on the Taliban government."),
    ('brink_of_war', 'The two neighbours are on the brink of war after the border clash.'),
    ('brink_of_war', 'The killing has pushed Sudan and Chad to the verge of an all-out conflict.'),
    ('brink_of_war', 'War between the two nuclear-armed states looks inevitable, a former general said.'),
    ('brink_of_war', 'Ethiopia and Eritrea are sliding towards war, diplomats say.'),
    ('mobilisation', 'Israel has called up 60,000 reservists for the offensive.'),
    ('mobilisation', 'Putin announced a partial mobilisation as the war dragged on.'),
    ('mobilisation', 'The government ordered a general mobilization after rebels took the town.'),
    ('mobilisation', 'Reservists were called up across the country after the attack.'),
    ('mobilisation', 'Ethiopia mobilised its army along the Eritrean border.'),
    ('force_deployment', 'The US is sending a second aircraft carrier to the Gulf as tensions with Iran rise.'),
    ('force_deployment', 'Russia has massed troops along the Ukrainian border.'),
    ('force_deployment', 'Turkey deployed commandos to northern Syria after the shelling.'),
    ('force_deployment', 'Thousands of soldiers were deployed to the capital after the coup attempt.'),
    ('force_deployment', 'Britain moved two warships into the Red Sea after the attacks on shipping.'),
    ('force_deployment', 'Kenya rushed reinforcements to the border after militants raided a village.'),
    ('force_deployment', 'Israeli tanks are massing near the Gaza border.'),
    ('force_deployment', 'NATO beefed up its military presence in Kosovo following clashes.'),
    ('force_deployment', 'The Pentagon ordered B-52 bombers to the region amid rising tensions with Tehran.'),
    ('ceasefire_collapse', 'The truce between the army and the RSF collapsed within hours.'),
    ('ceasefire_collapse', 'Armenia accused Azerbaijan of violating the ceasefire.'),
    ('ceasefire_collapse', 'Hamas says Israel broke the ceasefire with strikes on Rafah.'),
    ('ceasefire_collapse', 'The rebels announced that they were withdrawing from the ceasefire.'),
    ('ceasefire_collapse', 'Ceasefire in tatters as both armies trade artillery fire.'),
    ('ceasefire_collapse', 'The shaky truce was broken by shelling on Sunday.'),
    ('airspace_closure', 'Pakistan closed its airspace after the Indian missile strikes.'),
    ('airspace_closure', 'Iraq shut down its airspace as missiles flew overhead.'),
    ('airspace_closure', 'Airspace over four countries was closed after Iran fired missiles.'),
    ('airspace_closure', 'Jordan announced the closure of its airspace to all flights after the attack.'),
    ('border_closure', 'Afghanistan and Pakistan closed the Torkham crossing after an exchange of fire.'),
    ('border_closure', 'Niger sealed its borders after soldiers staged a coup.'),
    ('border_closure', 'The border crossing remained shut on Tuesday after the rocket attack.'),
    ('evacuation', 'Thousands of residents were evacuated from border villages under shelling.'),
    ('evacuation', 'Britain evacuates embassy staff from Khartoum as fighting rages.'),
    ('evacuation', 'The army issued evacuation orders for three districts ahead of strikes.'),
    ('evacuation', 'Hospital patients were evacuated after the drone strike.'),
    ('evacuation', 'Israel told residents of northern Gaza to leave before its offensive.'),
    ('travel_warning', 'The United States raised its travel advisory for Mali after militants attacked the capital.'),
    ('travel_warning', 'Canada urged its citizens to leave Lebanon immediately amid the fighting.'),
    ('travel_warning', 'The embassy warned Americans to avoid the area after the kidnapping of two tourists.'),
    ('travel_warning', 'Germany advised against travel to the region because of the conflict.'),
    ('state_of_emergency', "Ecuador's president declared a state of emergency after gunmen stormed a TV station."),
    ('state_of_emergency', 'Martial law was imposed in the province following the rebel assault.'),
    ('state_of_emergency', 'The governor declared a state of siege in the town after clashes with guerrillas.'),
    ('nuclear_rhetoric', 'Putin warned that Moscow could use nuclear weapons if attacked.'),
    ('nuclear_rhetoric', 'Pyongyang threatened a nuclear strike on Seoul.'),
    ('nuclear_rhetoric,alert_level_raised', 'The former president spoke of a growing risk of nuclear war with the West, and Moscow put its nuclear forces on high alert.'),
    ('diplomatic_rupture', 'Poland expelled three Russian diplomats over the sabotage.'),
    ('diplomatic_rupture', 'India recalled its ambassador from Islamabad after the bombing.'),
    ('diplomatic_rupture', 'Sudan severed diplomatic ties with the Emirates.'),
    ('diplomatic_rupture', "Mali's junta declared the French envoy persona non grata."),
    ('diplomatic_rupture', 'Iran closed its embassy in the Afghan capital.'),
    ('attack_series', 'It was the third such bombing in as many days.'),
    ('attack_series', 'The kidnapping is the latest in a string of abductions in the state.'),
    ('attack_series', 'The fifth drone attack on the port in two weeks caused a fire.'),
    ('attack_series', 'A spate of killings has shaken the district.'),
    ('attack_series', 'It was the second time in a month that gunmen attacked the church.'),
    ('record_toll', 'It was the deadliest attack on the army in a decade.'),
    ('record_toll', 'The bombing is the bloodiest since 2016.'),
    ('record_toll', 'Civilian casualties from airstrikes reached their highest level since the war began.'),
    ('record_toll', 'The raid was the worst massacre in the country in twenty years.'),
    ('claim_of_responsibility', 'The Islamic State group claimed responsibility for the bombing.'),
    ('claim_of_responsibility', 'Responsibility for the attack was claimed by a Baloch separatist group.'),
    ('claim_of_responsibility', 'In a statement on Telegram, al-Shabaab claimed the attack.'),
    ('claim_of_responsibility', 'The Taliban took responsibility for the killing of the governor.'),
    ('alert_level_raised', "Israel's army is on high alert after the killing of the commander."),
    ('alert_level_raised', 'Britain raised its terrorism threat level to severe after the stabbing attack.'),
    ('alert_level_raised', 'Troops remained on alert along the frontier.'),
    ('alert_level_raised', 'The navy was put on full alert following the attack.'),
    ('alert_level_raised', 'Security was stepped up at synagogues after the shooting.'),
]
"""Kinds, apart by commas, and the sentence that tells them."""

TRAPS = [
    'The striker vowed revenge after his side lost the derby.',
    'The coach said his players would strike back in the second leg.',
    'The club issued an ultimatum to its midfielder over a new contract.',
    'Liverpool will retaliate on the pitch, the captain said before the cup tie.',
    'The quarterback is ready to respond after a poor season.',
    'The union gave the company an ultimatum over wages and threatened a walkout.',
    'Workers threatened to strike unless the pay deal is improved.',
    'The president threatened tariffs of 50 percent on imported cars.',
    'Beijing vowed to retaliate against new tariffs on its exporters.',
    'A price war broke out between the two supermarket chains.',
    'The government declared war on plastic waste.',
    'The mayor has declared war on potholes.',
    'The minister renewed his war on drugs.',
    'Shares were on the brink of collapse after the merger failed.',
    'The band is on the verge of splitting up.',
    'The firm is on the brink of a price war with its rival.',
    'The film tells how two kingdoms slide into war.',
    'In the novel the general vows revenge for his murdered brother.',
    'The new season of the drama ends with a nuclear strike on the capital.',
    'Players of the video game can declare war on their neighbours.',
    'A drill simulated the evacuation of the embassy during an attack.',
    'Troops were deployed for the annual exercise, which simulates an invasion.',
    'In 1939 Germany invaded Poland and Britain declared war.',
    'In 1990 the president mobilised troops for the war in the Gulf.',
    'The siege of 1993 was the deadliest attack of that decade.',
    'On the anniversary of the bombing, survivors recalled how the city was evacuated.',
    'During the Cold War both sides threatened nuclear strikes.',
    'Decades ago the two countries severed diplomatic relations over the killing.',
    'Thousands of residents were evacuated as the hurricane approached.',
    'The town was evacuated after a gas leak.',
    'Villagers were evacuated when the volcano erupted.',
    'Wildfires forced the evacuation of three towns.',
    'The governor declared a state of emergency because of the flooding.',
    'A state of emergency was declared after the earthquake.',
    'Soldiers were deployed to help flood victims.',
    'Troops were sent to the region to fight wildfires.',
    'The army deployed soldiers to distribute vaccines during the pandemic.',
    'It was the deadliest earthquake in the country since 1999.',
    'The storm was the worst in a decade.',
    'The ferry accident was the deadliest since 2010.',
    'Hospitals are on high alert for a new outbreak of cholera.',
    'Forecasters raised the alert level for heavy rain.',
    'The volcano alert level was raised to orange.',
    'The school was evacuated after a hoax call about a bomb.',
    'The airport was evacuated because of a suspicious package that proved harmless.',
    'No group has claimed responsibility for the attack.',
    'Nobody has yet claimed responsibility for the bombing.',
    'There was no immediate claim of responsibility for the blast.',
    'The company claimed responsibility for the data error.',
    'The driver accepted responsibility for the crash.',
    'The prime minister took responsibility for the election defeat.',
    'Iran denied that it had threatened to close the strait.',
    'The president ruled out sending troops to the region.',
    'The minister said there were no plans to deploy soldiers.',
    'The country has no intention of declaring war, its leader said.',
    'The army denied reports that reservists had been called up.',
    'Officials dismissed fears of a wider war.',
    'The two sides agreed to extend the ceasefire.',
    'The ceasefire is holding, monitors said.',
    'Mediators urged both sides not to break the truce.',
    'The ceasefire talks ended without a result.',
    'The border was closed to migrants seeking asylum.',
    'The border crossing reopened after a week.',
    'Airspace over the country was reopened on Friday.',
    'A storm closed the airport for six hours.',
    'The runway was closed for repairs.',
    'The travel advisory was lifted.',
    'The ministry eased its travel warning for the islands.',
    'A travel warning was issued because of the cholera outbreak.',
    'The ambassador presented his credentials to the king.',
    'The two countries restored diplomatic relations.',
    'The actress severed ties with her agent.',
    'The university cut ties with the donor.',
    'The regulator opened an inquiry into the nuclear plant.',
    'Nuclear talks resumed in Geneva.',
    'The nuclear power station will close next year.',
    'A nuclear family is no longer the norm, the report says.',
    'The army will hold a parade on the national day.',
    'The general retired after forty years in the military.',
    'The navy sent a ship to the regatta.',
    'Customers threatened to leave the bank.',
    'She threatened to sue her former employer.',
    'The tenant threatened to kill his landlord, a court heard.',
    'A pupil was arrested for threatening to shoot classmates.',
    'A man who made death threats to a judge was jailed.',
    'Residents are fighting back against the developer.',
    'The comedian hit back at critics of her show.',
    'The senator hit back at claims that he lied.',
    'The chef responded to the review with a joke.',
    'The minister responded to the allegations in a statement.',
    'The firm will respond to the complaint within ten days.',
    'The shop was burgled for the third time in a month.',
    'He scored for the third time in a week.',
    'It was his fourth defeat in a month.',
    'The third attack by a shark in two weeks closed the beach.',
    'A string of dog attacks has alarmed parents.',
    'A series of strikes by nurses has closed wards.',
    'The string quartet attacked the finale with gusto.',
    'Heart attacks are the leading cause of death.',
    'The epidemic peaked at the highest level since 2010.',
    'Inflation reached its highest level since the war.',
    'The film had the biggest opening since 2019.',
    'The deadline for tax returns is Friday.',
    'Voters have until Monday to register.',
    'The court set a deadline for the parties to file briefs.',
    'The team must decide before the trade deadline.',
    'Doctors warned that the drug could destroy the liver.',
    'Scientists warned that the comet would hit the moon.',
    'The campaign warned that the bypass would destroy the woods.',
    'Rockets will be launched from the new space port.',
    'Police deployed extra officers for the concert.',
    'The council deployed gritters as snow fell.',
    'The charity mobilised volunteers to clean the beach.',
    'The party mobilised its voters in the south.',
    'The candidate is preparing for battle in the primary.',
    'The bank raised its security level after the data breach.',
    'The king reserves the right to dissolve parliament.',
    'The publisher reserves the right to edit letters.',
    'Two stray dogs crossed the border and were caught.',
    'Peacekeepers were deployed to monitor the truce.',
    'The United States will bring its troops home from the region.',
]
"""Sport, trade, fiction, history, drills, disasters, crime, denials: nothing to report."""


def kinds(text: str) -> set[str]:
    return {str(e.kind) for e in find_escalation(Text(Document(id="t", text=text)))}


@pytest.mark.parametrize(("expected", "sentence"), TOLD)
def test_a_sentence_tells_its_kinds(expected: str, sentence: str) -> None:
    """Each sentence gives exactly the kinds that it tells, no other."""
    assert kinds(sentence) == set(expected.split(","))


@pytest.mark.parametrize("sentence", TRAPS)
def test_what_only_sounds_like_escalation_gives_nothing(sentence: str) -> None:
    """Words of war in sport, trade, fiction, history, drills, disasters, crime and denials raise nothing."""
    assert kinds(sentence) == set()


@pytest.mark.parametrize(("expected", "sentence"), TOLD)
def test_spans_are_the_documents_own_words(expected: str, sentence: str) -> None:
    """`text` is what stands at [start, end) of title, blank line and body, behind any title."""
    document = Document(id="t", title="A headline of no weight", text=sentence)
    for found in find_escalation(Text(document)):
        assert document.full_text[found.start : found.end] == found.text
        assert found.text == found.text.strip()


@pytest.mark.parametrize(("expected", "sentence"), TOLD)
def test_the_quick_look_misses_nothing(expected: str, sentence: str) -> None:
    """`may_escalate` says yes wherever `find_escalation` finds something by its rules."""
    assert may_escalate(fold(sentence))


def test_the_quick_look_turns_away_what_has_no_trigger() -> None:
    """A text without any trigger is turned away by one pass."""
    assert not may_escalate(fold("The museum opened a room of watercolours by two sisters."))


def test_an_empty_document_has_no_escalation() -> None:
    """Nothing in, nothing out."""
    assert find_escalation(Text(Document(id="t"))) == ()
