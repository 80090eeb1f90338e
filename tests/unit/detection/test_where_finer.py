"""The event's place in words finer than the gazetteer: villages, quarters, schools, streets. All texts are our own."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.domain.taxonomy import PlacePrecision

VILLAGES = [
    # The village, in the region or country that the text gives.
    ("Gunmen attack village in Zamfara", "Gunmen attacked the village of Zurrako in Zamfara on Monday.", "Zurrako", "NG"),
    ("Raid in Sudan", "The army drove the rebels out of Zurrako, Sudan said, and 20 people were killed.", "Zurrako", "SD"),
    ("Haiti raid kills 30", "PORT-AU-PRINCE - A gang raided Zurrako before dawn, shooting people in bed.", "Zurrako", "HT"),
    ("Blast kills herder in Chhattisgarh", "A mine blast killed a herder near Zurrako in Chhattisgarh.", "Zurrako", "IN"),
]
PARTS = [
    # What stands in a known town: the town's coordinates, the text's words.
    ("Shooting in Tulsa", "Four people were shot at Larchmere Hills Mall in Tulsa, Oklahoma.", "Tulsa", "Larchmere Hills Mall"),
    ("Admiral killed in Moscow", "A bomb killed an admiral in Moscow's Lefontino district.", "Moscow", "Lefontino district"),
    ("Knife attack", "A man was stabbed on Oakum Street in Toledo, Ohio.", "Toledo", "Oakum Street"),
    ("Two shot", "Two men were shot in the 300 block of Oakum Street, Toledo, Ohio.", "Toledo", "300 block of Oakum Street"),
    ("Stabbing in Darwin", "A woman was stabbed at her Zurrako home in Darwin, Australia.", "Darwin", "Zurrako"),
    ("Kano raid", "Gunmen attacked traders in Oshimba Local Government Area, Zamfara.", "Zamfara", "Oshimba Local Government Area"),
]


@pytest.mark.parametrize(("title", "body", "name", "country"), VILLAGES)
def test_a_village_that_no_gazetteer_has_is_the_place(title: str, body: str, name: str, country: str) -> None:
    """It has its own name, the country of the known place, a town's precision and no coordinates."""
    place = locate(body, title).place
    assert place is not None
    assert (place.name, place.country_code, place.precision) == (name, country, PlacePrecision.CITY)
    assert place.lat is None


@pytest.mark.parametrize(("title", "body", "name", "words"), PARTS)
def test_a_part_of_a_known_place_keeps_its_coordinates(title: str, body: str, name: str, words: str) -> None:
    """The name is the gazetteer's, the text the finer words, and both are evidence."""
    found = locate(body, title)
    assert found.place is not None
    assert (found.place.name, found.place.text) == (name, words)
    assert found.place.lat is not None
    assert words in {e.text for e in found.evidence}


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        # Where the wounded were brought, whose people they are, who tells.
        ("Shooting in Tulsa", "Two men were shot in Tulsa and died at Larchmere Hospital.", "Tulsa"),
        ("Shooting in Tulsa", "Larchmere High School students were shot in Tulsa.", "Tulsa"),
        ("Shooting in Tulsa", "A teacher at Larchmere High School was shot in Tulsa.", "Tulsa"),
        ("Strike on Gaza City", "A strike killed ten in Gaza City, medics at Larchmere hospital said.", "Gaza City"),
        ("Ambush in Zamfara", "Musa Ade of Barangay Zurrako was shot in an ambush.", "Zamfara"),
        # A district of another region is not in the town.
        ("Strike on Kharkiv", "A strike on Kharkiv killed ten. Later drones fell on Oshimba district.", "Kharkiv"),
    ],
)
def test_what_is_told_beside_the_attack_is_not_its_place(title: str, body: str, words: str) -> None:
    """The known town stays the place, in its own words."""
    place = locate(body, title).place
    assert place is not None
    assert place.text == words


def test_a_village_does_not_change_the_country() -> None:
    """Whichever country the text names most, the village is in that of the attack's known place."""
    body = "Israel, Israeli officials said, struck. An Israeli drone killed a man in Zurrako, Lebanon's army said."
    place = locate(body, "Israeli drone kills man in southern Lebanon").place
    assert place is not None
    assert place.country_code == "LB"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("KABUL: Fighters ambushed a police convoy in western Afghanistan, an official said.", "Afghanistan"),
        ("BAMAKO - Armed men attacked an army camp in Mali near the border.", "Mali"),
        # Without the country in the sentence the report's town is the best there is.
        ("KANDAHAR, Afghanistan: Fighters ambushed a police convoy, an official said.", "Kandahar"),
    ],
)
def test_a_capital_in_the_dateline_is_not_finer_than_its_country(body: str, name: str) -> None:
    """"In Mali" is what a report from Bamako says of what was not in Bamako."""
    place = locate(body).place
    assert place is not None
    assert place.name == name


def test_a_town_without_a_state_stands_behind_according_to_its_police() -> None:
    """Its police's report tells where it was, though nothing else does."""
    body = "A woman cut two others with a knife, according to the Gainesville Police Department arrest report. She stabbed one."
    place = locate(body).place
    assert place is not None
    assert place.name == "Gainesville"


def test_no_town_is_read_from_the_first_words_of_a_sentence() -> None:
    """A day before the name of a state's police is none of its towns."""
    place = locate("Six people were killed in Michigan. Earlier Friday, Michigan police had found a gun.").place
    assert place is not None
    assert place.name == "Michigan"


def test_a_school_that_houses_families_is_where_they_were_struck() -> None:
    """Families who live in a town tell of elsewhere; a shelter for them tells of the place."""
    place = locate("An air strike hit a school housing displaced families in Khan Younis.", "Strike kills ten").place
    assert place is not None
    assert place.name == "Khan Younis"


def test_places_told_with_what_befell_each_are_one_row() -> None:
    """Counts between the names part no row: "three in one town and two near another"."""
    found = locate("Shelling killed five people: three in Nikopol and two near Marhanets, Ukraine said.")
    assert [place.name for place in found.places] == ["Nikopol", "Marhanets"]
    alone = locate("Shelling killed five people in Nikopol and officials in Kyiv condemned it.")
    assert alone.places == ()


@pytest.mark.parametrize(
    "body",
    [
        "A boy was shot in Saint Augustine, Florida. He is in Jacksonville recovering from the shooting.",
        "A boy was shot in Saint Augustine, Florida. He was taken to Jacksonville, where he was pronounced dead.",
        "A boy was shot in Saint Augustine, Florida, by 47-year-old Harold Prim of Jacksonville.",
    ],
)
def test_where_the_wounded_lie_and_the_shooter_lives_is_elsewhere(body: str) -> None:
    """A hospital's town and the home of a person whose age is told are not where it was."""
    place = locate(body).place
    assert place is not None
    assert place.name == "Saint Augustine"


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        # The title names the district's town, the text the village.
        ("Bomb kills two in Bijapur", "A bomb exploded near Zurrako and killed two men on Wednesday.", "Zurrako"),
        ("Seven killed in Kohat", "KOHAT: Seven people were killed in the Lachi area on Saturday, police said.", "Lachi"),
        # Beside the town itself it is not finer, nor where the sentence tells of no attack.
        ("Two killed in Kohat", "Two people were killed in Kohat. The bus had come through Lachi.", "Kohat"),
    ],
)
def test_the_village_is_finer_than_the_town_of_the_title(title: str, body: str, name: str) -> None:
    """A headline in news of far places names the district's town for readers who know no village."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


def test_a_quarter_of_its_own_name_is_finer_than_its_city() -> None:
    """A quarter that the gazetteer has as a town is taken for the city that it is named with."""
    place = locate("Six people were killed by mortar fire in Aleppo's Sheikh Maksoud district.", "Six killed in Aleppo").place
    assert place is not None
    assert place.name == "Sheikh Maksoud"


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        # The first sentence goes on from the title, without a word of attack.
        ("Two beheaded by insurgents in Cabo Delgado", "The brothers were caught in fields near Zurrako.", "Zurrako"),
        ("Bomb hits patrol in Kirkuk", "A bomb exploded near the village of Zurrako, southwest of Kirkuk.", "Zurrako"),
        ("Blasts in Ecuador", "GUAYAQUIL - Masked men attacked a studio on Tuesday, police said.", "Guayaquil"),
    ],
)
def test_the_first_sentence_goes_on_from_the_title(title: str, body: str, name: str) -> None:
    """What the text names first is where the title's attack was."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


def test_local_news_names_a_quarter_without_saying_so() -> None:
    """In news of a British town a name that no gazetteer has is a part of it."""
    place = locate("Two people were stabbed in Zurrako on Sunday.", "Telford: two stabbed").place
    assert place is not None
    assert (place.name, place.text) == ("Telford", "Zurrako")


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        ("Captain killed in Maguindanao ambush", "Gunmen killed a captain in Shariff Aguak on Tuesday.", "Shariff Aguak"),
        # The dateline's town near such an area is where the report is from.
        ("Jets hit camps in Tirah, 14 killed", "PESHAWAR: Jets killed 14 men in Tirah, officials said.", "Tirah"),
    ],
)
def test_a_town_lies_in_an_area_of_the_supplement(title: str, body: str, name: str) -> None:
    """Areas that are in no list of states hold the towns about their middle that the text puts something in."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize(
    ("title", "body", "name", "country"),
    [
        # The coast that a distance is given from is that of a sea's attack.
        ("Pirates attack tanker in Gulf of Guinea", "Six men were taken 40 nautical miles off Brass, Nigeria.", "Gulf of Guinea", "NG"),
        # The hospital where a victim succumbed, the capital whose authorities tell.
        ("", "A boy hurt in a blast in Bajaur succumbed to his injuries at a Peshawar hospital.", "Bajaur", "PK"),
        ("", "Mortar fire killed a mother in Khost province, authorities in Kabul said.", "Khost", "AF"),
    ],
)  # fmt: skip
def test_who_tells_and_where_a_victim_died_later_is_not_the_place(
    title: str, body: str, name: str, country: str
) -> None:
    """The place of the attack itself is chosen, with the country that the text lets a reader know."""
    place = locate(body, title).place
    assert place is not None
    assert (place.name, place.country_code) == (name, country)
