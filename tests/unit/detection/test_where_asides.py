"""Names that a text gives beside the attack, and blows told by whom they struck. All texts are our own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from where_kit import locate

from monitor.detection.places import asides
from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document

ASIDES = [
    # On this side of a border.
    ("MM", "Rebels in Myanmar attack army outposts near the border with China"),
    ("NE", "Militants kill ten soldiers in Niger near border with Mali"),
    # What arms are called.
    ("IR", "Tomahawk missiles hit Iran as bombers return"),
    ("SY", "Hellfire missile kills militant leader in Syria"),
    # For or against whom a crowd is says nothing of where it is.
    ("PK", "Six shot dead at pro-Iran march in Multan"),
    ("RU", "Anti-Israeli crowd attacks travellers at Makhachkala airport"),
    ("DE", "Pro-Ukraine activist stabbed in Leipzig"),
    # A nationality before a person.
    ("IN", "Swiss nurse murdered in Mumbai flat"),
    ("ID", "Kidnapped New Zealand pilot appears in Papua video"),
    ("TH", "Israeli tourist stabbed on beach in Thailand"),
    ("BE", "Dutch cyclist attacked with hammer in Antwerp"),
    ("CR", "Costa Rican beach shooting kills US surfer"),
    ("TT", "Trinidad gang war leaves five shot dead"),
    # What a building, a street, a team or an airline is called.
    ("PS", "Air strikes reported around Gaza's Al-Quds hospital"),
    ("PS", "Blasts close to Al-Quds hospital in Gaza City"),
    ("GB", "Man shot dead at Maple Gardens in Yateley"),
    ("IE", "Woman stabbed on Parnell Square in Dublin"),
    ("UG", "Couple shot dead in Queen Elizabeth National Park in Uganda"),
    ("CO", "Father of Liverpool striker kidnapped in Colombia"),
    ("GB", "Man to appear at Westminster Magistrates' Court over stabbing in Leeds"),
    ("TX", "Crowd runs as gunman opens fire near Ferris wheel at Texas fair"),
    # Beside which place it lies, and where people were taken.
    ("Beit Shemesh", "Many hurt in Beit Shemesh, a city near Jerusalem, after missile attack"),
    ("MM", "Rebels attack posts near the border with China in northern Myanmar"),
    ("NG", "Pupils abducted from Nigerian school"),
    ("IL", "Families recall the day gunmen kidnapped their sons from Israel"),
    # Another attack, which this one answers.
    ("LB", "Army launches strikes on senior Hezbollah men in response to attack on Israel"),
    ("PS", "Hamas commander who led attack on Israel killed in airstrike"),
    # An attack known by its town; where a journey was to go, and whence a missile came.
    ("NO", "Man with knife lunges at Oslo tram driver, two days after Gothenburg"),
    ("AZ", "Rockets fall beside runway in Baku, plane diverted to Aktau"),
    ("LT", "Missiles from the direction of Kaliningrad hit port of Klaipeda"),
    # A militia whose name is a town's elsewhere.
    ("ET", "Fano fighters ambush army convoy near Gondar"),
    # Ships of powers far away.
    ("YE", "Missiles intercepted by US warship near Yemen"),
    ("IR", "Navy shows bombing of Iranian ships in Gulf of Oman"),
]


@pytest.mark.parametrize(("where", "headline"), ASIDES)
def test_a_name_beside_the_attack_is_not_its_place(where: str, headline: str) -> None:
    """Each headline names a place that the attack was not in; the one it was in is chosen."""
    place = locate("", headline).place
    assert place is not None
    known = {"TX": "Texas"}
    assert place.country_code == where or place.name == known.get(where, where)


STILL_PLACES = [
    ("BE", "French police hold two men linked to Brussels shooting"),
    ("PK", "Blast outside Islamabad court kills twelve"),
    ("PS", "Israel's Gaza hospital strike kills five"),
    ("PS", "Soldiers shot dead three hostages in Gaza by mistake"),
    ("UA", "Russian forces attack Kyiv school in night raid"),
    ("US", "Suspect held after shooting at Lincoln High School in Portland, Oregon"),
    ("ZM", "Ex-Zambian minister killed in raid"),
    ("SE", "Stockholm fans attacked in Stockholm"),
]


@pytest.mark.parametrize(("country", "headline"), STILL_PLACES)
def test_what_looks_like_an_aside_may_be_the_place(country: str, headline: str) -> None:
    """The same words before or after a name, where the attack was there."""
    place = locate("", headline).place
    assert place is not None
    assert place.country_code == country


STRUCK = [
    # The country whose name stands between another's and the blows.
    ("LB", "Israel's Lebanon attacks kill eleven"),
    ("LB", "Israel's Lebanon strikes and its threats over Gaza"),
    ("VE", "Britain not told of US Venezuela attack, says minister"),
    ("IR", "US deploys drones in Iran strikes"),
    # Groups at home, leaders in their state.
    ("PS", "Israeli strikes hit Hamas targets"),
    ("YE", "US Navy strikes Houthi launchers"),
    ("LB", "Jets bombed Hezbollah depots overnight"),
    ("VE", "Trump hails raid that captured Maduro"),
    ("VE", "How the US captured Maduro"),
    ("IR", "Anger at assassination of Supreme Leader Khamenei"),
    # But not where the text says in which place, or whose blow it was.
    ("SY", "Israeli strike kills Hezbollah commander in Syria"),
    ("IL", "Four killed by Hezbollah rockets in Haifa"),
    ("BH", "Bahraini police assault crowds mourning Khamenei"),
    ("AR", "Maduro supporters attack police in Buenos Aires"),
    ("IQ", "Marchers mourning Khamenei shot dead in Baghdad"),
    ("IN", "Police attacked in Kashmir after killing of Khamenei"),
    ("IR", "Leaders condemn reaction to U.S. and Israeli strikes, death of Khamenei"),
    # A government that speaks or acts.
    ("IL", "Hamas took dozens in assault on southern Israel, complicating Tel Aviv's military response"),
    ("YE", "US Central Command says drone hit boat off Yemen"),
    ("RU", "Kyiv used long-range missiles in attack on airfield in Kursk"),
    ("IL", "Gunmen attacked towns in southern Israel, complicating Tel Aviv's response"),
    ("BE", "Belgium plans focus on migration after fatal attack by Tunisian gunman"),
]


@pytest.mark.parametrize(("country", "headline"), STRUCK)
def test_whom_the_blow_struck_tells_the_country(country: str, headline: str) -> None:
    """Blows, groups, leaders and governments: the country of what was struck, not of who struck or spoke."""
    place = locate("", headline).place
    assert place is not None
    assert place.country_code == country


NAMES = [
    ("US", "Georgia", "Georgia police officer shot during traffic stop"),
    ("US", "Hampton", "Deputy gunned down in Hampton Georgia"),
    ("GE", "Georgia", "Two shot dead in Georgia near the border with Russia"),
    ("GE", "Tbilisi", "Georgia police fire on crowd in Tbilisi"),
    ("US", "Lewiston", "Three shot in Lewiston Maine"),
    ("US", "Springfield", "Shooting in Springfield Missouri kills two"),
    ("US", "Los Angeles", "Shooting near LA high school leaves two dead"),
    ("AU", "New South Wales", "Man shot in NSW, police say"),
    ("IE", "Waterford", "Nurse attacked on Waterford street, gardaí say"),
]


@pytest.mark.parametrize(("country", "name", "headline"), NAMES)
def test_a_name_of_several_places_is_read_by_its_neighbours(country: str, name: str, headline: str) -> None:
    """States without a comma, state or country, short names in capitals, and what the text implies."""
    place = locate("", headline).place
    assert place is not None
    assert (place.country_code, place.name) == (country, name)


@pytest.mark.parametrize("body", ["In fact he was shot.", "la vida loca: two shot", "Bus hit, wam!"])
def test_small_words_are_no_short_names(body: str) -> None:
    """Names that are written in capitals (a front called FACT, LA, WAM) are not found in small words."""
    assert locate(body).place is None


def test_a_borough_is_finer_than_its_great_city() -> None:
    """The city of the title gives way to the part of it that the text puts the attack in."""
    place = locate("A boy was shot dead in the Bronx on Monday.", "Boy shot in New York City flat").place
    assert place is not None
    assert place.name == "Bronx"


def test_a_club_is_no_place_but_its_town_is() -> None:
    """A player's club is left out of the toponyms, the same name elsewhere is not."""
    named = Text(Document(id="t", text="The Liverpool striker was robbed. Police in Liverpool arrested two men."))
    assert [t.sentence for t in find_toponyms(named)] == [1]


def test_an_airline_leads_to_its_country_at_most() -> None:
    """A state in an airline's name is no finer place than the country."""
    place = locate("", "Alaska Airlines pilot attacked in mid-air").place
    assert place is not None
    assert (place.country_code, place.precision) == ("US", "country")


def test_a_dateline_of_a_capital_is_the_capital() -> None:
    """Washington heads reports on Illinois; towns of that name are given with their states."""
    text = Text(Document(id="t", text="WASHINGTON - The president spoke of a boy killed in Illinois."))
    assert find_toponyms(text)[0].place.admin1 == "District of Columbia"


def test_ships_of_powers_far_away_lie_nowhere() -> None:
    """Where only a guard's missiles and a foreign ship are named, no country is made up."""
    assert locate("", "IRGC Navy pounds US supply ship with missiles").place is None


def test_the_middle_of_a_search_by_a_coast_guard_far_away() -> None:
    """The US coast guard searches in many seas."""
    assert locate("", "US Coast Guard ends search after boat strike").place is None


REPORTS = [
    ("FR", "Paris attack: man with knife shot", ""),
    ("US", "Woman shot in Queens apartment", ""),
    ("GB", "Boy stabbed to death in Newcastle, Northumbria Police say", ""),
    ("AU", "Man shot dead in Newcastle, NSW Police say", ""),
    ("MM", "Air strike on hospital kills 31", "Myanmar's army bombed a hospital in Rakhine, rebels told AFP in Bangkok."),
    ("YE", "Houthis abducted staff of UN offices in Sanaa", "The UN in New York condemned the abduction."),
    ("SO", "Fighters raided base", "NAIROBI, Kenya (AP) - They attacked an army base in southern Somalia, killing soldiers."),
    ("UA", "Village mourns", "He put the blame for the bomb that fell on a wedding in the Sumy region on Moscow."),
    ("IR", "Government: assassination of the Leader of our nation, the Ayatollah Ali Khamenei, will be avenged", ""),
    ("PK", "Soldiers killed in ambush", "PESHAWAR: Four soldiers were killed in Bajaur, officials said."),
    ("DE", "Car attack in Munich injures 28", "The Afghan driver was held. Austria tightened checks."),
]


@pytest.mark.parametrize(("country", "headline", "body"), REPORTS)
def test_who_tells_from_elsewhere_is_not_there(country: str, headline: str, body: str) -> None:
    """Agencies, the UN and capitals are told from; a bare noun after a city's name is what happened in it."""
    place = locate(body, headline).place
    assert place is not None
    assert place.country_code == country


def test_a_town_in_capitals_heads_a_report_from_it() -> None:
    """Papers of South Asia put the town and a colon where others have a dateline; the body's place counts more."""
    place = locate("PESHAWAR: Four soldiers were killed in an attack in Bajaur, officials said.", "Ambush kills four").place
    assert place is not None
    assert place.name == "Bajaur"


WRITTEN = Path(__file__).parents[3] / "benchmarks" / "written"


@pytest.mark.slow
def test_the_last_words_of_a_row_leave_out_none_of_its_matches() -> None:
    """Before every capital of our own 10,000 items: a pattern that fits there is among those asked for the last word."""
    listed = asides.asides()
    everything = {row for rows in listed.before.values() for row in rows} | set(listed.anything)
    fitting = 0
    for line in (line for file in sorted(WRITTEN.glob("*.jsonl")) for line in file.open(encoding="utf-8")):
        item = json.loads(line)
        text = Text(Document(id="x", title=item["title"] or "", text=item["text"] or ""))
        for capital in re.finditer(r"(?<= )[A-Z]", text.full):
            at, back = capital.start(), max(0, capital.start() - asides._BACK)
            asked = listed.before.get(asides._last_word(text.folded[back:at]), listed.anything)
            found = {row for row in everything if row[0].search(text.folded, back, at)}
            assert found <= set(asked), text.full[back:at]
            fitting += len(found)
    assert fitting > 300
