"""Who did it, on what ground and by whose word."""

import pytest
from who_kit import read

from monitor.domain.taxonomy import Role

NAMED = [
    # claimed: the doer says so
    ("A [[bomb exploded]] at a market. The Islamic State group claimed responsibility.", "Islamic State", "claimed", None),
    ("Al-Shabaab claimed responsibility for the [[attack]] on the hotel.", "al-Shabaab", "claimed", None),
    ("The [[bombing]] was claimed by the Balochistan Liberation Army.", "Balochistan Liberation Army", "claimed", None),
    ("Gunmen [[ambushed]] a convoy. Boko Haram later took responsibility.", "Boko Haram", "claimed", None),
    ("The Israeli military said it had [[struck]] a tunnel.", "Israeli military", "claimed", None),
    ("Hezbollah said its fighters [[fired rockets]] at a barracks.", "Hezbollah", "claimed", None),
    ("The Houthis said they had [[attacked]] a tanker with drones.", "Houthis", "claimed", None),
    ("The Russian military announced that it had [[hit]] an airfield.", "Russian military", "claimed", None),
    ("A claim of responsibility by the ELN followed the [[blast]].", "National Liberation Army", "claimed", None),
    ("The Islamic State group said online that its men had [[planted]] the device.", "Islamic State", "claimed", None),
    ("A Taliban-claimed [[car bomb]] hit a bus.", "Taliban", "claimed", None),
    ("The Unheard Guards took responsibility after a [[bomb exploded]] in a train.", "Unheard Guards", "claimed", None),
    ("Al-Shabaab fighters [[attacked]] a camp near the border, the group said.", "al-Shabaab", "claimed", None),
    ("The IDF is [[striking]] depots in the south, it said.", "IDF", "claimed", None),
    ("JNIM said one of its men [[blew himself up]] at a gate.", "JNIM", "claimed", None),
    ("India said its jets [[struck]] nine camps. Pakistani shelling killed two.", "India", "claimed", None),
    # suspected, as a line of inquiry
    ("A [[bomb exploded]] in Omagh. Police say the New IRA is their main line of inquiry.", "New IRA", "suspected", None),
    # blamed: a named party says who
    ("A [[drone exploded]] over the port. The army accused the M23.", "M23", "blamed", "army"),
    ("Police blamed Boko Haram for the [[raid]] on the village.", "Boko Haram", "blamed", "police"),
    ("The army accused the M23 of [[shelling]] the camp.", "M23", "blamed", "army"),
    ("Pakistan blamed the Tehreek-e-Taliban Pakistan for the [[bombing]].", "Tehreek-e-Taliban Pakistan", "blamed", "Pakistan"),
    ("The [[attack]] was blamed on the Allied Democratic Forces.", "Allied Democratic Forces", "blamed", None),
    ("Officials attributed the [[killing]] to the Sinaloa Cartel.", "Sinaloa Cartel", "blamed", None),
    ("Ukraine accused Russia of [[striking]] a hospital.", "Russia", "blamed", "Ukraine"),
    ("India holds Lashkar-e-Taiba responsible for the [[massacre]].", "Lashkar-e-Taiba", "blamed", "India"),
    # suspected: believed, alleged, arrested
    ("Suspected Boko Haram fighters [[killed]] nine farmers.", "Boko Haram", "suspected", None),
    ("The [[attack]] is believed to be the work of Islamic State.", "Islamic State", "blamed", None),
    ("Kataib Hezbollah, believed to be responsible for the [[rocket attack]], gave no comment.", "Kataib Hezbollah", "suspected", None),
    ("A suspected al-Qaeda cell [[planted a bomb]] on the line.", "al-Qaeda", "suspected", None),
    ("Suspected NPA rebels [[ambushed]] a patrol in the Philippines.", "New People's Army", "suspected", None),
    # stated: the text tells it as fact
    ("Israeli [[air strikes]] killed four people.", "Israeli forces", "stated", None),
    ("A Russian [[drone attack]] set a depot on fire.", "Russian forces", "stated", None),
    ("A [[bomb exploded]] in Colombia as ELN guerrillas planted explosives at a bank.", "National Liberation Army", "stated", None),
    ("The [[attack]] began at noon, and a lorry was set on fire by Boko Haram fighters.", "Boko Haram", "stated", None),
    ("A group of rebels belonging to Al-Shabaab (the Youth) today staged an [[attack]] on the post.", "al-Shabaab", "stated", None),
    ("Al-Shabaab fighters [[stormed]] a beach restaurant.", "al-Shabaab", "stated", None),
    ("Three villagers were [[killed]] by Islamic State militants.", "Islamic State", "stated", None),
    ("US forces [[bombed]] a radar site.", "US forces", "stated", None),
    ("Turkish warplanes [[struck]] a village.", "Turkish forces", "stated", None),
    ("Hamas militants [[abducted]] a farmer.", "Hamas", "stated", None),
    ("Ukraine's drones [[hit]] a refinery.", "Ukraine", "stated", None),
    ("A convoy was [[ambushed]] by RSF troops in Sudan.", "Rapid Support Forces", "stated", None),
    ("M23 rebels have [[seized]] the town.", "M23", "stated", None),
    ("FARC dissidents [[attacked]] a police post.", "FARC dissidents", "stated", None),
    ("Myanmar's military [[bombed]] a school.", "Myanmar's military", "stated", None),
    ("The army [[shelled]] a market.", "army", "stated", None),
    ("Police [[opened fire]] on marchers.", "police", "stated", None),
    ("Rebels [[attacked]] the barracks before dawn.", "rebels", "stated", None),
    ("Houthi [[missiles hit]] a ship.", "Houthis", "stated", None),
    ("An Iranian [[missile strike]] damaged a hangar.", "Iranian forces", "stated", None),
    ("The Arakan Army [[launched rockets]] at a base.", "Arakan Army", "stated", None),
    ("In Haiti, Viv Ansanm gunmen [[torched]] a clinic.", "Viv Ansanm", "stated", None),
    ("CODECO militiamen [[hacked]] ten people to death.", "CODECO", "stated", None),
    ("Saudi-led coalition [[air raids]] hit a prison.", "Saudi-led coalition", "stated", None),
    ("Wagner mercenaries [[executed]] villagers, survivors said.", "Africa Corps", "stated", None),
    ("ISWAP fighters [[overran]] an outpost.", "Islamic State West Africa Province", "stated", None),
    ("PKK militants [[blew up]] a bridge.", "Kurdistan Workers' Party", "stated", None),
    ("A JNIM [[attack]] killed ten soldiers in Mali.", "JNIM", "stated", None),
    ("Daesh [[killed]] two shepherds.", "Islamic State", "stated", None),
    ("The guerrillas [[burned]] two buses. The ELN has fought in Colombia for decades.", "National Liberation Army", "stated", None),
    # unclaimed, unknown
    ("A car bomb [[exploded]]. No group has claimed responsibility.", None, "unclaimed", None),
    ("There was no immediate claim of responsibility for the [[blast]].", None, "unclaimed", None),
    ("Nobody has claimed the [[attack]].", None, "unclaimed", None),
    ("Attackers [[shot]] two teachers.", None, "unknown", None),
    ("Unidentified attackers [[threw a grenade]] at a bar.", None, "unknown", None),
    ("A [[bomb went off]] in a park.", None, "unknown", None),
    ("Two men were [[stabbed]] outside a club.", None, "unknown", None),
]
"""Text with its trigger marked, perpetrator, basis, by."""

NOT_THE_DOER = [
    # victims and targets
    ("Gunmen [[attacked]] an Israeli embassy.", {"Israel"}),
    ("Rockets [[struck]] a US base in Iraq.", {"United States", "US military", "Iraq"}),
    ("A bomb [[killed]] three Pakistani soldiers.", {"Pakistan", "Pakistan Army"}),
    ("Hezbollah was [[hit]] hard by the raid.", {"Hezbollah"}),
    ("Hamas leaders were [[killed]] in the capital.", {"Hamas"}),
    ("Two American tourists were [[kidnapped]] in the desert.", {"United States"}),
    ("A Ukrainian village was [[shelled]] at night.", {"Ukraine"}),
    ("The car of a Turkish diplomat was [[blown up]].", {"Turkey"}),
    ("A militia commander was [[assassinated]] near Baghdad.", {"Iraq"}),
    # speakers and places
    ("France condemned the [[attack]] on the church.", {"France"}),
    ("The [[attack]] in Syria drew protest from Russia.", {"Russia", "Syria"}),
    ("Iraqi officials said rockets [[hit]] the airport.", {"Iraq"}),
    ("The Taliban said a bomb [[exploded]] at a mosque.", {"Taliban"}),
    ("The US State Department reported the [[kidnapping]] of a nun.", {"United States"}),
    ("Nigeria's police said gunmen [[abducted]] pupils.", {"Nigeria", "police"}),
    ("In Kenya, attackers [[burned]] a lorry.", {"Kenya"}),
    ("Kabul [[blast]] kills five.", {"Afghanistan"}),
    ("The UAE [[intercepts 20 missiles]] aimed at its ports.", {"United Arab Emirates"}),
    ("Haifa, Israel [[rocked by missile strike]].", {"Israel"}),
    ("Qatar [[downs two warplanes]] over its coast.", {"Qatar"}),
    ("He told the police that the [[kidnappers held]] him.", {"police"}),
    ("The Israeli minister denounced the [[stabbing]].", {"Israel"}),
]

SUSPECTS = [
    # a private person's name is not taken: what the text says of him, else that there is a suspect
    ("The suspect, identified as 24-year-old Jordan Example, [[shot]] two people.", "suspect"),
    ("A woman was [[stabbed]]. Maria Specimen, 31, was arrested at the scene.", "31-year-old"),
    ("Two men were [[shot]]. Officers arrested Tom Placeholder on Friday.", "suspect"),
    ("Two were [[shot]] on Monday. Police hunt suspected killer Paul Sample", "suspected killer"),
    ("Ann Specimen, the suspected gunman in the [[shooting]], is at large.", "suspect"),
    ("Ann Specimen, who is being sought over the [[shooting]], is a clerk.", "suspect"),
    ("A coach was [[shot]] four times in the back by Daryl Placeholder, 43, on Monday.", "43-year-old"),
    ("Ralph Specimen, 35, [[shot]] his former partner at her flat.", "35-year-old"),
    ("Alex Dummy was detained in the city after allegedly [[stabbing]] a passenger.", "suspect"),
    ("Example Bay shooting suspect is charged after two were [[shot]].", "suspect"),
    # told by his description
    ("A nurse was [[stabbed]] on a tram. The suspect, a 33-year-old Danish national, is in a clinic.", "33-year-old Danish national"),
    ("Three were [[shot]] at a mall. The gunman, a dismissed clerk, killed himself.", "dismissed clerk"),
    ("Two women were [[stabbed]]. A 16-year-old boy has been remanded in custody.", "16-year-old boy"),
    ("Two women were [[stabbed]]. A 36-year-old is due in court on Monday.", "36-year-old"),
    ("A Leeds man is in custody after his flatmate was [[stabbed]].", "Leeds man"),
    ("Detectives believe the father [[shot]] his wife.", "father"),
    ("A farmer was [[hacked]] to death, allegedly by his kin.", "kin"),
    ("Woman accused of [[stabbing]] three shoppers", "woman"),
    ("Police arrested two men from Turin after the [[shooting]].", "two men"),
    ("Four arrested after boy, 12, [[stabbed]] in a park", "Four people"),
    ("A crowd was [[rammed]]. The driver fled on foot and was detained later.", "driver"),
]

NOT_SUSPECTS = [
    ("Officers who were [[shot]] at arrested nobody.", "shooting"),
    ("Two were [[shot]]. Rescuers treated a man held hostage for days.", "shooting"),
    ("A teenager was [[shot]]; detectives appealed for witnesses.", "shooting"),
    ("A man was [[stabbed]] with a broken bottle.", "stabbing"),
    ("A party leader was [[attacked]] with an umbrella.", "attack"),
    ("Cyclist [[shot]] with an airgun", "shooting"),
    ("Detectives investigate a teen's [[shooting]] in the park.", "shooting"),
]

@pytest.mark.parametrize(("marked", "name", "basis", "by"), NAMED)
def test_perpetrator_basis_and_voice(marked: str, name: str | None, basis: str, by: str | None) -> None:
    """The strongest ground that the text gives, with the party and, for blame, who blames."""
    found = read(marked).perpetrator
    assert (found.name, str(found.basis), found.by) == (name, basis, by)


@pytest.mark.parametrize(("marked", "others"), NOT_THE_DOER)
def test_neither_victim_nor_speaker_nor_place_is_the_doer(marked: str, others: set[str]) -> None:
    """Whoever is hit, speaks, or gives the scene its name did not do it."""
    assert read(marked).perpetrator.name not in others


@pytest.mark.parametrize(("marked", "name"), SUSPECTS)
def test_a_suspect_is_described_and_not_named(marked: str, name: str) -> None:
    """Someone arrested, charged or sought is suspected, in the text's words for him and never by his name."""
    found = read(marked, "shooting").perpetrator
    assert (found.name, str(found.basis)) == (name, "suspected")


@pytest.mark.parametrize(("marked", "kind"), NOT_SUSPECTS)
def test_a_victim_or_who_arrests_is_no_suspect(marked: str, kind: str) -> None:
    """Neither who was hit nor who asks questions did it."""
    assert read(marked, kind).perpetrator.name is None


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("A gunman [[opened fire]] at a mall. Police identified the gunman as Alex Q. Sample.", "gunman"),
        ("A father was [[shot]] by businessman Joe Q. Placeholder, who fled.", "businessman"),
        ("Maria Victim, 31, was [[shot]] by her neighbour.", "neighbour"),
        ("A guard was [[shot]] by officers, Jane Mayor, 50, said.", "officers"),
        ("Neighbours [[beat]] two men accused of theft.", "neighbours"),
        ("Maria Victim, 31, was [[stabbed]] three times.", None),
        ("Maria Victim told the suspect's lawyer of the [[stabbing]].", None),
    ],
)
def test_a_private_name_is_never_given_out(marked: str, name: str | None) -> None:
    """The victim's name with an age is no suspect's, and the doer is told by what he is."""
    assert read(marked, "shooting").perpetrator.name == name


def test_background_takes_no_claim_from_elsewhere() -> None:
    """That nobody claimed the news says nothing of what the text recalls."""
    text = "A market was [[bombed]] last year. It was rebuilt. No group claimed responsibility for Monday's blast."
    assert str(read(text, "bombing", Role.NEWS).perpetrator.basis) == "unclaimed"
