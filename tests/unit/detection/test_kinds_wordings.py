"""Wordings of the rarer types: people carried off, attacks beaten back, cables cut on purpose, who was meant."""

from __future__ import annotations

import pytest
from kinds_kit import type_told, types_mentioned

from monitor.detection.context import Study
from monitor.detection.judge import judge
from monitor.detection.means import told_behind
from monitor.detection.text import Text
from monitor.domain.document import Document


@pytest.mark.parametrize(
    "title",
    [
        "Gunmen storm hamlet, whisk away seven farmers",
        "Gunmen kill guard, whisk away two expatriates in Ondo",
        "Bandits kill two, go away with ten villagers in Katsina",
        "Bandits invade community, cart away 14 women",
        "Suspected herdsmen kill one, take away four travellers in Kogi",
        "Gunmen attack Kaduna church, take worshippers to forest",
        "Gunmen herd villagers into the forest after night raid",
        "ELN captures two soldiers in Arauca",
        "Police officer captured by rebels in Catatumbo",
        "Gunmen shoot dead one, seize three passengers from bus",
    ],
)
def test_people_carried_off_are_abducted(title: str) -> None:
    """Whoever is killed beside it, an abduction told in the opening is the type that the contract ranks first."""
    assert type_told(title) == "abduction"


@pytest.mark.parametrize(
    "sentence",
    [
        "Rescuers whisked the wounded driver to hospital in Kano.",
        "Police rounded up twelve suspects in Lagos.",
        "The team carried off the trophy on Sunday.",
        "Thieves made off with jewels worth a million.",
        "The family took the bride away on a holiday.",
        "Fans grabbed seats near the stage.",
    ],
)
def test_taking_is_not_abducting(sentence: str) -> None:
    """Things that are taken, and people taken by others than armed men, are no mention of an abduction."""
    assert "abduction" not in types_mentioned(sentence)


@pytest.mark.parametrize(
    "title",
    [
        "Army beats back attack on Hiran base, 30 militants dead",
        "Somali troops repel al-Shabaab assault, dozens killed",
        "Kurdish fighters repulse IS attack on prison",
        "Militia fends off rebel raid on base in Ituri, six killed",
        "Attackers exchange shots with troops at presidential palace",
    ],
)
def test_an_attack_beaten_back_is_a_clash(title: str) -> None:
    """Who withstands an attack is armed as well."""
    assert type_told(title) == "armed_clash"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Air defences repel drone attack on Saratov refinery", "air_drone_strike"),
        ("Champions repel late attacks to win the cup", "none"),
        ("Nurse repels unwanted advances of patient", "none"),
    ],
)
def test_what_is_fended_off_may_be_no_clash(title: str, kind: str) -> None:
    """Of drones that are repelled the means is told; words of defence alone make no fight."""
    assert type_told(title) == kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Soldier hurt in ramming at junction near Hebron",
         "A soldier was lightly hurt in a ramming near Hebron on Wednesday, the army said. The driver was shot dead.",
         "vehicle_ramming"),
        ("Cash van bombed on motorway, two guards hurt",
         "Robbers rammed a cash van and blew it open with explosives near Durban on Wednesday. Two guards were hurt.",
         "bombing"),
        ("Gang blows up cash machine in Utrecht", "A gang blew up a cash machine in Utrecht on Wednesday.", "bombing"),
        ("Two bombs dropped from paramotor kill nine",
         "Two bombs dropped from a paramotor killed nine people in Magway on Wednesday.", "air_drone_strike"),
        ("Power cable to island severed on purpose, prosecutors say",
         "A tanker's anchor was dragged over a cable severed deliberately on Wednesday. The ship was boarded.",
         "sabotage"),
    ],
)  # fmt: skip
def test_rarer_means(title: str, text: str, kind: str) -> None:
    """Cars driven at people, strongboxes blown up, bombs from gliders, cables that ships cut."""
    assert type_told(title, text) == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The valve of a water main blew open in the town centre.", "bombing"),
        ("The company cut its cable business in two.", "sabotage"),
        ("The storm damaged power lines in Ohio.", "sabotage"),
        ("Ramming his point home, the minister spoke for an hour.", "vehicle_ramming"),
        ("A paraglider fell on a market in Spain.", "bombing"),
    ],
)
def test_the_same_words_of_other_things(sentence: str, kind: str) -> None:
    """Mains that burst, business with cables, storms, and words meant otherwise tell of no such attack."""
    assert kind not in types_mentioned(sentence)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Village chief shot dead in Cotabato",
         "A village chief was killed when motorcycle-riding gunmen fired at his pickup in Cotabato on Wednesday."),
        ("Monarch shot dead by gunmen in Kwara", "Gunmen shot dead a monarch in Kwara on Wednesday."),
        ("Shots fired at minister's car in Tirana", "Two bullets hit the minister's car in Tirana on Wednesday."),
        ("Reporter survives gun attack outside home",
         "A crime reporter was hit when two men on a motorcycle fired at her car in Leon on Wednesday."),
    ],
)  # fmt: skip
def test_who_was_meant(title: str, text: str) -> None:
    """Chiefs of villages and wards are ranked, and so is whom hired gunmen wait for at his house or car."""
    assert type_told(title, text) == "assassination"


@pytest.mark.parametrize(
    "sentence",
    [
        "A reporter said ten people were shot dead in a bar.",
        "Gunmen fired at a bus, the village chief said.",
        "The minister survived a vote of no confidence.",
    ],
)
def test_who_only_tells_was_not_meant(sentence: str) -> None:
    """Reporters and chiefs who tell of an attack are no targets."""
    assert "assassination" not in types_mentioned(sentence)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Three people died in the strike on a tram. An FPV drone was used, prosecutors say.", "air_drone_strike"),
        ("Sixteen died in the strike on the market. Israel's military says that it regrets any harm.", "air_drone_strike"),
        ("A strike killed two workers. A day of mourning was called. A rocket was found, police said.", "shelling"),
        ("A strike killed two workers. Their own side said that it had downed 60 drones elsewhere.", None),
        ("A strike killed two workers. Israel's foreign minister flew to Rome.", None),
        ("Gunmen killed two workers. A drone filmed it.", None),
    ],
)
def test_means_of_a_strike_told_behind_it(text: str, kind: str | None) -> None:
    """A weapon used, or an army that owns to it, up to two sentences later; not drones downed elsewhere."""
    study = Study(Text(Document(id="x", title="", text=text)))
    assert told_behind(study, [j for j in judge(study) if j.candidate.sentence == 0]) == kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Drone strike kills rebel commander", "A drone strike killed a rebel commander in Sinjar on Wednesday.",
         "assassination"),
        ("Air strikes kill militants", "The army carried out air strikes that killed 30 militants and two commanders.",
         "air_drone_strike"),
        ("Family of militia chief killed in air strike",
         "The wife and two sons of a militia chief were killed in an air strike in Idlib on Wednesday.", "air_drone_strike"),
        ("Mayor killed in ambush on highway",
         "Gunmen ambushed the car of the mayor on Wednesday, killing him and his driver.", "assassination"),
        ("Major, three soldiers killed in gun battle",
         "A major and three soldiers were killed in a gun battle with militants in Bannu on Wednesday.", "armed_clash"),
        ("Wife of mayor shot dead at home", "The wife of the mayor was shot dead at her home on Wednesday.", "shooting"),
    ],
)  # fmt: skip
def test_a_ranked_one_among_the_dead(title: str, text: str, kind: str) -> None:
    """He was meant where he alone is struck or waylaid; not in a battle, among thirty, or where his kin died."""
    assert type_told(title, text) == kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Quarry workers killed in raid on camp",
         "Militants raided a camp of quarry workers in Mandera on Wednesday. They shot three workers dead.", "shooting"),
        ("Militants storm army camp, kill ten",
         "Militants stormed a camp of the army in Borno on Wednesday, killing ten soldiers.", "armed_clash"),
        ("Explosion at restaurant kills seven",
         "An explosion killed seven people at a restaurant in Kabul. The group said its man detonated a suicide vest.",
         "suicide_bombing"),
    ],
)  # fmt: skip
def test_what_the_rest_of_the_text_tells(title: str, text: str, kind: str) -> None:
    """Who storms a place of the unarmed fights no one; that a bomber blew himself up is often told last."""
    assert type_told(title, text) == kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Villagers lynch suspected kidnappers", "Villagers lynched two suspected kidnappers in Anambra on Wednesday.",
         "mob_violence"),
        ("Kidnappers seize pastor", "Kidnappers seized a pastor in Kaduna on Wednesday and demand ransom.", "abduction"),
        ("Hijacker shot dead on bus", "Police shot dead a hijacker who had seized a bus near Oruro on Wednesday.", "hijacking"),
        ("Factory boss beaten to death by crowd", "A factory boss was beaten to death by a crowd in Gazipur on Wednesday.",
         "mob_violence"),
        ("Rebels burnt village to the ground", "Rebels burnt a village to the ground in Cabo Delgado on Wednesday.", "arson"),
        ("Vehicle rams police officers", "A vehicle rammed police officers in Tel Aviv on Wednesday, wounding two.",
         "vehicle_ramming"),
        ("Man drives van into crowd at market",
         "A man drove a van into a crowd at a market in Halle on Wednesday, injuring 20.", "vehicle_ramming"),
        ("Reporter beaten in studio", "Four men beat a reporter with truncheons in Coban on Wednesday.", "stabbing"),
        ("Pirates board trawler, lead away crew", "Pirates led away five sailors of a trawler on Wednesday.", "abduction"),
    ],
)  # fmt: skip
def test_more_wordings(title: str, text: str, kind: str) -> None:
    """Those called kidnappers may be victims; crowds that beat to death, villages burnt, cars steered at people, clubs."""
    assert type_told(title, text) == kind


def test_a_burst_main_is_no_attack() -> None:
    """Works of public use that fail by themselves open no attack."""
    assert type_told("Boil water in town centre", "A valve of a water main blew near the school on Monday night.") == "none"


@pytest.mark.parametrize("sentence", ["He drives a van to the market.", "Protesters light candles for the crew led home."])
def test_driving_and_leading_are_no_deeds(sentence: str) -> None:
    """Nobody is run down or led away here."""
    assert not types_mentioned(sentence) & {"vehicle_ramming", "abduction", "arson"}
