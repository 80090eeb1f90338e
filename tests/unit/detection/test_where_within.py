"""A place told from the district, province or town that holds it or lies beside it. All texts are our own."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.domain.taxonomy import PlacePrecision

HELD = [
    # The town named in the title is the province's or the district's; the body puts the attack in another of it.
    ("Emergency in Kayes", "An emergency began in the region of Kayes after gunmen shot ten at Diema.", "Diéma"),
    ("Bahraich: one dead in riot", "A youth was killed and mobs hit shops at Nanpara in Uttar Pradesh's Bahraich district.",
     "Nanpara"),
    ("Man kills two in Almeria", "A man stabbed two people in the street in Roquetas de Mar, Almeria, on Tuesday.",
     "Roquetas de Mar"),
    # "in" with the attack itself keeps the town
    ("Almeria stabbing", "A man stabbed two people in Almeria after a drive from Roquetas de Mar.", "Almería"),
    # a metropolis is no part of its own district
    ("Drone falls on Obolon high-rise", "A drone struck a house in Kyiv's Obolon district.", "Obolon"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "name"), HELD)
def test_a_district_or_province_gives_way_to_the_town_within(title: str, body: str, name: str) -> None:
    """Its town's name, with "district" behind it, "region of" before it or a comma between, is only what holds it."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


UNLISTED = [
    ("Nine shot dead in Balochistan", "Nine men were shot dead near Zurrak in Barkhan district late on Thursday.", "Zurrak"),
    ("Four killed in Lanao del Sur", "Four troopers were killed in a clash in the hinterlands of Zurrako, Lanao del Sur.",
     "Zurrako"),
    ("Gang raid in Haiti", "Gunmen killed 40 people in the localities of Zurrako and Belmont, Haiti.", "Zurrako"),
    ("Pipe bomb at Omagh home", "A bomb was left under a car at Zurraclogher, near Omagh.", "Zurraclogher"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "name"), UNLISTED)
def test_a_village_in_or_near_a_known_place_is_named(title: str, body: str, name: str) -> None:
    """The village that no gazetteer has, not the district's town nor the town it lies beside."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


PARTS = [
    ("Gunman kills four in Tulsa", "Four people were shot dead in the Larchwood neighborhood of Tulsa.",
     "Larchwood neighborhood"),
    ("Woman shot in Chicago", "A woman was shot on a porch in the 600 block of South Oakum Avenue, Chicago.",
     "600 block of South Oakum Avenue"),
    ("Two stabbed at Leeds flat", "Two people were stabbed at a flat in Leeds. Police were called to Oakum Lane at 9pm.",
     "Oakum Lane"),
    ("Man kills two in Leeds", "A man shot two people in Leeds before walking into Oakum Police Station.", "Leeds"),
    ("Two stabbed at Leeds flat", "Two people were stabbed at a flat in Leeds. The car was found burnt out in Zurrako.",
     "Leeds"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "words"), PARTS)
def test_the_part_of_a_town_is_where_it_happened_and_not_where_the_doer_went(title: str, body: str, words: str) -> None:
    """ "shot dead in", "called to" a street and a block count; the station he walked into and the car left do not."""
    place = locate(body, title).place
    assert place is not None
    assert place.text == words


def test_a_measured_distance_is_a_place() -> None:
    """Of "40 km north of Dosso" the town goes before the capital of the dateline, in a region's precision."""
    place = locate("NIAMEY - Armed men seized two engineers some 40 km north of Dosso on Tuesday.", "Two taken").place
    assert place is not None
    assert (place.name, place.precision) == ("Dosso", PlacePrecision.REGION)


def test_places_only_ringed_or_in_a_name_are_not_where_it_was() -> None:
    """Villages that troops surrounded later, and a pipeline named for where it runs."""
    body = "Gunmen shot five people in Jerusalem. Troops were encircling the villages of Qatanna and Biddu."
    place = locate(body, "Shooting in Jerusalem").place
    assert place is not None
    assert place.text == "Jerusalem"
    place = locate("A pipe of the Trans-Niger line was bombed near Warri.").place
    assert place is not None
    assert place.country_code == "NG"


NAMESAKES = [
    # a name that only repeats the known place gives way to one that says more
    ("Gunmen attack Plateau community", "Gunmen killed 13 people at Zurrak village in Plateau State.", "Zurrak"),
    # a village whose name begins with that of another town
    ("Mosque attack in Niger", "Men shot worshippers in the village of Tongo Tongo Zurra in Niger's Tillaberi region.",
     "Tongo Tongo Zurra"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "name"), NAMESAKES)
def test_a_name_of_its_own_goes_before_one_that_only_repeats_the_known_place(title: str, body: str, name: str) -> None:
    """The body's village is told, not the title's "Plateau community" nor the namesake's first words."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


def test_a_site_that_only_bears_the_towns_name_gives_way_to_one_with_its_own() -> None:
    """Of "Croydon bus stop" and "the Oakum Centre" the second says where in Croydon."""
    place = locate("A boy was stabbed outside the Oakum Centre on Tuesday.", "Knife attack at Croydon bus stop").place
    assert place is not None
    assert (place.name, place.text) == ("Croydon", "Oakum Centre")


def test_a_site_is_still_told_where_nothing_else_is() -> None:
    """The bus stop alone stays the words of the place."""
    place = locate("A boy was stabbed on Tuesday.", "Knife attack at Croydon bus stop").place
    assert place is not None
    assert place.text == "Croydon bus stop"
