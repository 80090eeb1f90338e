"""What a type is told by where the words are fresh: captives and sieges, who was meant, bombs without aircraft, cars,
trains, hands and blades."""

from __future__ import annotations

import pytest
from kinds_kit import type_told, types_mentioned


@pytest.mark.parametrize(
    "sentence",
    [
        "Armed men have kept about 80 pupils inside a school since Tuesday.",
        "A militia has held 40 truckers at a depot since Sunday.",
        "Gunmen took 25 people in a raid on the village.",
        "Bandits drove off with three herders.",
        "Gunmen still inside the church with 60 worshippers.",
        "Two other miners are being held by the rebels.",
        "The siege of the theatre went into its second day.",
        "A bank siege in Marseille ended at dawn.",
        "Gunmen refuse water for 90 captives.",
        "Gunmen stopped the doctor's car and drove him away.",
        "A nurse was driven away by gunmen.",
        "Raiders marched two women into the forest.",
        "Four men dragged him into a car.",
        "A clerk was bundled into a waiting van.",
        "A man barricaded himself in the library with six women.",
        "Raiders who burned the market killed two and carried away 19 women.",
        "Soldiers seized the president in his sleep.",
        "The prime minister was dragged from the palace.",
    ],
)
def test_people_kept_or_led_off(sentence: str) -> None:
    """Whoever is kept where he was caught is abducted, as are statesmen whom soldiers lead out of their palaces."""
    assert "abduction" in types_mentioned(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The rebels held two villages.",
        "Police held 12 suspects.",
        "Gunmen took cash and phones.",
        "Militants drove villagers away from the valley.",
        "The siege of the city went into its second year.",
        "Police drove off three attackers.",
        "Bandits were driving away 60 goats.",
        "Police arrested the mayor at his home.",
        "He hauled the boxes into a car.",
        "Protesters barricaded the road.",
        "The president was led to the podium.",
    ],
)
def test_places_goods_and_arrests_are_no_captives(sentence: str) -> None:
    """What is held, taken or driven off must be people, and the taker no policeman."""
    assert "abduction" not in types_mentioned(sentence)


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Grenade thrown at vigil wounds six",
         "Hundreds mourned the dead of the school siege when a grenade hit them in Cebu on Wednesday.", "bombing"),
        ("Six dead as troops end theatre siege in Astana",
         "Troops freed 120 hostages from a theatre in Astana on Wednesday. Four gunmen were killed.", "abduction"),
    ],
)  # fmt: skip
def test_a_siege_that_is_only_recalled(title: str, text: str, kind: str) -> None:
    """A siege is the type where it opens the news, not where it only says for whom people mourn."""
    assert type_told(title, text) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Exiled editor hacked to death in Istanbul",
        "Prosecutor stabbed to death in Naples car park",
        "Bomb found beneath magistrate's car in Palermo",
        "Car bomb planted under the car of a councillor in Cork",
        "Mastermind of market attack killed in drone strike",
        "Slain sheikh buried in Basra",
        "Gunmen fire at the car of a senator in Manila",
    ],
)
def test_the_ranked_are_meant_by_whatever_means(title: str) -> None:
    """Who holds a title is assassinated with knives and bombs as with guns."""
    assert "assassination" in types_mentioned(title)


@pytest.mark.parametrize(
    "title",
    [
        "Exam candidate shot on way to school in Enugu",
        "Head boy stabbed in Leeds",
        "Elder brother stabbed in Leeds",
        "Airstrike hits Sheikh Zuweid",
        "Phone hacking, judge rules",
        "Rapper shot dead in Croydon",
    ],
)
def test_who_only_sounds_ranked(title: str) -> None:
    """Candidates of an exam, head boys, elder brothers and towns named for sheikhs hold no rank."""
    assert "assassination" not in types_mentioned(title)


def test_a_ranked_one_may_stand_behind_the_title_where_his_car_was_hit() -> None:
    """The bodyguard who died in the title was not who was meant."""
    text = "Two gunmen fired at the politician's car in Kisumu on Wednesday. He escaped."
    assert type_told("Bodyguard shot dead outside church in Kisumu", text) == "assassination"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Bombed cathedral holds first mass",
         "Parishioners returned on Wednesday to the bombed cathedral in Davao, where 12 died on Sunday.", "bombing"),
        ("Militants bomb police station in Bannu", "Militants bombed a police station in Bannu on Wednesday, killing three.",
         "bombing"),
        ("Army bombs village in Sagaing", "The army bombed a village in Sagaing on Wednesday, killing 11 people.",
         "air_drone_strike"),
        ("School bombed in Rafah, ten dead", "Ten people were killed on Wednesday when a school was bombed in Rafah, Gaza.",
         "air_drone_strike"),
        ("Jets hit rebel camp in Chad days after abductions",
         "Chadian jets struck a rebel camp on Wednesday, killing 20 fighters.", "air_drone_strike"),
    ],
)  # fmt: skip
def test_what_is_bombed_without_aircraft_in_sight(title: str, text: str, kind: str) -> None:
    """Nothing was bombed from the air unless craft, an army or a battlefield says so."""
    assert type_told(title, text) == kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Van driven through gates of embassy in Oslo",
         "A man drove a van through the gates of an embassy in Oslo on Wednesday, hurting a guard.", "vehicle_ramming"),
        ("Woman run over by ex-husband outside Lyon court",
         "A woman was run over by her ex-husband outside a court in Lyon on Wednesday. He reversed over her twice.",
         "vehicle_ramming"),
        ("Separatists halt train in Assam, hold passengers",
         "Separatists stopped a train in Assam on Wednesday and have held 60 passengers since.", "hijacking"),
        ("Rebels storm express train, keep 200 passengers",
         "Rebels stormed an express train near Huambo on Wednesday and keep 200 passengers in it.", "hijacking"),
        ("Train captives freed, nine dead in Bolan",
         "Commandos freed 110 passengers of a train in Bolan on Wednesday. Nine captives were shot dead.", "hijacking"),
        ("Motorist hijacked and held for nine hours near Soweto",
         "A motorist was hijacked near Soweto on Wednesday and held in the boot of his car by kidnappers.", "abduction"),
    ],
)  # fmt: skip
def test_cars_and_trains(title: str, text: str, kind: str) -> None:
    """A car may be the weapon; a train is hijacked with those in it, a motorist is not."""
    assert type_told(title, text) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Two pedestrians were run over by a bus.",
        "The van passed through the gate.",
        "The signal halted the train.",
    ],
)
def test_traffic_is_no_attack(sentence: str) -> None:
    """Buses run people over, vans pass gates, and signals halt trains."""
    assert types_mentioned(sentence).isdisjoint({"vehicle_ramming", "hijacking"})


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Nurse strangled in Lucknow flat, husband held", "attack"),
        ("Linesman punched and kicked by four men at match in Porto, police say", "attack"),
        ("Farmer attacked with panga in Meru", "stabbing"),
        ("Homeless man bludgeoned with rock in Tucson", "stabbing"),
        ("Teenager beaten by three boys in Cork park, police say", "attack"),
        ("Shopkeeper struck on head with hammer in Glasgow robbery", "stabbing"),
        ("Man with bomb vest kills 12 at wedding in Jalalabad", "suicide_bombing"),
        ("Looting and riots leave nine dead in Honiara", "mob_violence"),
        ("Howitzers duel across Thai border, three killed", "shelling"),
        ("Man sets tram seats alight in Graz, three burnt", "arson"),
        ("Mutineers fought their way into the palace in Conakry, six soldiers dead", "armed_clash"),
        ("Bomber disguised as nun kills nine in Cebu", "suicide_bombing"),
    ],
)
def test_hands_blades_fire_and_guns(title: str, kind: str) -> None:
    """Hands and cords are no weapon of their own; blades and blunt things are."""
    assert type_told(title) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A man walked into the hall in Kampala on Wednesday with a panga.", "stabbing"),
        ("A man walked into the hall in Kampala on Wednesday with a panga and a rifle.", "not stabbing"),
        ("A man walked into the hall in Kampala on Wednesday. It has a stage for bands and a bat roost.", "not stabbing"),
    ],
)
def test_who_holds_a_blade_behind_a_murder(text: str, kind: str) -> None:
    """A murder by means unsaid is a stabbing where the next sentence puts a blade, and no other arm, into a hand."""
    assert (type_told("Three murdered in Kampala church hall", text) == "stabbing") is (kind == "stabbing")


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Jets hit island camp in Niger",
         "Some 30 fighters died on Wednesday at the camp to which the hostages taken last week had been brought.",
         "air_drone_strike"),
        ("School gunmen free 40 children in Quito", "The gunmen still hold 90 pupils in the school on Wednesday.",
         "abduction"),
    ],
)  # fmt: skip
def test_captives_recalled_and_captives_freed(title: str, text: str, kind: str) -> None:
    """Who was taken a week ago gives no type to a strike; captives whom gunmen let go tell that they were held."""
    assert type_told(title, text) == kind


def test_gas_in_shells_is_chemical() -> None:
    """By the contract's order what the shells were filled with outranks the shells."""
    text = "Shells filled with chlorine gas hit a suburb of Sirte on Wednesday; 30 people could not breathe."
    assert type_told("Shells filled with chlorine hit Sirte suburb", text) == "chemical_attack"
