"""Where the attack was: not the speaker's capital, the doer's country, the victim's home or the dateline."""

from __future__ import annotations

import pytest
from where_kit import draft, locate

from monitor.detection.text import Text
from monitor.detection.where import Location, assign_places, find_toponyms
from monitor.domain.document import Document
from monitor.domain.taxonomy import PlacePrecision, Role

ONE_EVENT = [
    ("An Israeli strike on Damascus killed three people.", "Damascus", "SY"),
    ("Russian missiles hit Kyiv before dawn.", "Kyiv", "UA"),
    ("Iran fired missiles at Israel on Saturday.", "Israel", "IL"),
    ("Iran fires missiles at Israel, Washington says.", "Israel", "IL"),
    ("US strikes Yemen after Houthi attack.", "Yemen", "YE"),
    ("Israel strikes Iran again.", "Iran", "IR"),
    ("American airstrikes hit three sites in Iraq, the Pentagon said.", "Iraq", "IQ"),
    ("MOSCOW (Reuters) - A drone hit a refinery in the Ukrainian city of Odesa, Russia's army said.", "Odesa", "UA"),
    ("JERUSALEM (AP) — An airstrike killed four in Khan Younis, medics said.", "Khan Younis", "PS"),
    ("A Gaza hospital was hit by a shell.", "Gaza Strip", "PS"),
    ("Rockets fired from Lebanon hit Kiryat Shmona.", "Kiryat Shmona", "IL"),
    ("Rockets fired from Gaza landed near Ashkelon.", "Ashkelon", "IL"),
    ("A missile fired from Yemen hit a ship in the Red Sea.", "Red Sea", None),
    ("Qatar downs two Iranian jets.", "Qatar", "QA"),
    ("A bomb exploded at a mosque in Peshawar, Pakistan.", "Peshawar", "PK"),
    ("A French teacher was stabbed in Arras.", "Arras", "FR"),
    ("Two Germans were killed in an attack in Mogadishu.", "Mogadishu", "SO"),
    ("A tourist from Berlin was shot in Cape Town.", "Cape Town", "ZA"),
    ("John Smith, 34, of Dayton, was shot in Cincinnati on Friday.", "Cincinnati", "US"),
    ("The ambassador spoke in Geneva after gunmen attacked a convoy in Darfur.", "Darfur", "SD"),
    ("Rockets hit an Iraqi base on Sunday.", "Iraq", "IQ"),
    ("Gunmen attacked a Nigerian village at night.", "Nigeria", "NG"),
    ("Turkish drones struck Kobani.", "Kobani", "SY"),
    ("Pakistan said its jets struck camps in Afghanistan.", "Afghanistan", "AF"),
    ("Ukraine hit a depot in Russia's Belgorod region.", "Belgorod region", "RU"),
    ("An Iranian drone hit the UK Cyprus base.", "Cyprus", "CY"),
    ("U.S. and Israeli airstrikes hit Isfahan.", "Isfahan", "IR"),
    ("The attack in Borno was condemned in London and Paris.", "Borno", "NG"),
    ("Shells fired by Sudan's army hit El Fasher.", "El Fasher", "SD"),
    ("A US-Israeli strike hit Bandar Abbas, Tehran said.", "Bandar Abbas", "IR"),
    ("The wounded were taken to a hospital in Amman after the strike in Daraa.", "Daraa", "SY"),
    ("North Korea fired shells at a South Korean island, Seoul said.", "South Korea", "KR"),
    ("Rebels backed by Rwanda attacked Goma.", "Goma", "CD"),
    ("A bus was attacked in Guerrero, Mexico.", "Guerrero", "MX"),
    ("Police in Oakland, Calif., say two men were shot.", "Oakland", "US"),
]


@pytest.mark.parametrize(("body", "name", "country"), ONE_EVENT)
def test_the_place_is_that_of_the_attack(body: str, name: str, country: str | None) -> None:
    """Doers, speakers, datelines, homes and hospitals do not move the attack."""
    place = locate(body).place
    assert place is not None
    assert (place.name, place.country_code) == (name, country)


def test_several_places_of_one_operation() -> None:
    """Places named in a row are all kept, the first of them as the place."""
    found = locate("Russian drones hit Kharkiv, Sumy and Odesa overnight.")
    assert [p.name for p in found.places] == ["Kharkiv", "Sumy", "Odesa"]
    assert found.place == found.places[0]
    assert len(found.evidence) == 3


def test_one_place_leaves_places_empty() -> None:
    """`places` stays empty where the operation hit one place; a town and its country are one place."""
    assert locate("A bomb exploded in Peshawar, Pakistan.").places == ()


@pytest.mark.parametrize(
    ("body", "precision"),
    [
        ("Rockets hit the Green Zone.", PlacePrecision.SITE),
        ("Rockets hit Baghdad.", PlacePrecision.CITY),
        ("Shells hit the Kharkiv region.", PlacePrecision.REGION),
        ("Jets bombed camps in Afghanistan.", PlacePrecision.COUNTRY),
        ("A mortar shell fell 40 km north of Kabul.", PlacePrecision.REGION),
        ("A mortar shell fell 3 km from Kabul.", PlacePrecision.CITY),
    ],
)
def test_precision_is_what_the_words_bear(body: str, precision: PlacePrecision) -> None:
    """A site, a town, a region, a country; some way off a town is no finer than the region."""
    place = locate(body).place
    assert place is not None
    assert place.precision is precision


def test_background_has_its_own_place_and_refers_back() -> None:
    """Each event has the place of its own sentences; "the same site" is the place told before."""
    body = (
        "Rockets struck Baghdad's Green Zone on Tuesday. "
        "Last Wednesday rockets struck Camp Taji, north of Baghdad. "
        "Another attack followed on Saturday at the same site."
    )
    text = Text(Document(id="t", title="", text=body))
    drafts = [draft(text, (0,)), draft(text, (1,), Role.BACKGROUND), draft(text, (2,), Role.BACKGROUND)]
    found = assign_places(text, drafts, find_toponyms(text))
    assert [f.place.name for f in found if f.place] == ["Green Zone", "Camp Taji", "Camp Taji"]


def test_a_nearby_base_is_near_the_place_told_before() -> None:
    """ "A nearby base" keeps the anchor place, no finer than a town."""
    body = "A rocket fell near the Green Zone. A day before, shells hit a nearby base."
    text = Text(Document(id="t", title="", text=body))
    found = assign_places(text, [draft(text, (1,), Role.BACKGROUND)], find_toponyms(text))[0]
    assert found.place is not None
    assert (found.place.name, found.place.precision) == ("Green Zone", PlacePrecision.CITY)


def test_the_state_in_front_is_refined_to_the_town() -> None:
    """Local news names the state in the headline and the town below: the town is the place."""
    found = locate("RUPERT, Idaho -- A girl was shot at a gun range.", "Girl accidentally shot at Idaho gun range")
    assert found.place is not None
    assert (found.place.name, found.place.admin1) == ("Rupert", "Idaho")


def test_a_town_the_gazetteer_lacks_keeps_its_name_and_state() -> None:
    """An unknown name before a state is a place of that name, without coordinates."""
    found = locate("A man was shot in Qwertyville, Kan., on Friday.")
    assert found.place is not None
    assert (found.place.name, found.place.admin1, found.place.lat) == ("Qwertyville", "Kansas", None)


def test_a_quarter_is_in_its_city() -> None:
    """A neighbourhood that shares its name with towns elsewhere is put in the city the text is reported from."""
    body = "PITTSBURGH (KDKA) — A teenager was shot in the city's Garfield neighborhood, Pittsburgh police said."
    place = locate(body, "Teen fatally shot in Garfield").place
    assert place is not None
    assert (place.name, place.admin1) == ("Pittsburgh", "Pennsylvania")


def test_territories_are_configurable() -> None:
    """The territory table's coding holds unless the configuration says otherwise."""
    body = "A drone hit a depot in Sevastopol, Crimea."
    usual, other = locate(body).place, locate(body, territories={"crimea": "RU", "Sevastopol": "RU"}).place
    assert usual is not None
    assert other is not None
    assert (usual.country_code, other.country_code, other.country) == ("UA", "RU", "Russia")


def test_the_time_zone_of_the_place() -> None:
    """Dates are resolved in the zone of the place; a country has that of its greatest city."""
    assert locate("Rockets hit Baghdad.").timezone == "Asia/Baghdad"
    assert locate("Jets bombed camps in Afghanistan.").timezone == "Asia/Kabul"


def test_no_place_named() -> None:
    """Nothing is made up where the text names no place."""
    assert locate("Gunmen attacked a bus at night.") == Location()


def test_no_drafts_no_locations() -> None:
    """The answer is parallel to the drafts."""
    text = Text(Document(id="t", title="", text="Rockets hit Baghdad."))
    assert assign_places(text, [], find_toponyms(text)) == []
