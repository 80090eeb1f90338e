"""The country of an attack that names no place of its own: whose state was struck, who tells of it, what is implied."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document
from monitor.domain.taxonomy import PlacePrecision

STRUCK = [
    ("Gunmen killed 14 Nigerien soldiers on Monday.", "NE"),
    ("Militants ambushed Pakistani paramilitaries, an official said.", "PK"),
    ("Iran's deputy intelligence minister was killed on Sunday.", "IR"),
    ("A former Zambian minister killed at home was a critic of the government.", "ZM"),
    ("Rockets fired from Lebanon hit an Israeli army post near the border.", "IL"),
    ("The navy sank two Turkish fishing boats.", "TR"),
    ("Armenian soldiers were killed in an attack, its ministry said.", "AM"),
    ("Russian oil terminals hit in a Ukrainian drone attack.", "RU"),
    ("A drone from Belarus hit a Lithuanian army depot.", "LT"),
    ("Saudi forces clashed with Houthi fighters on Tuesday.", "SA"),
    ("Thai rangers clashed with gunmen.", "TH"),
    ("PM condemns attacks on UAE.", "AE"),
    ("The attack on Israel was condemned by Brazil.", "IL"),
    ("Qatar shot down two Iranian bombers.", "QA"),
    ("Kuwait intercepted a missile fired from Iran.", "KW"),
    ("An Israeli drone was shot down by Iranian air defences.", "IR"),
    ("Odesa was hit by missiles fired from Crimea.", "UA"),
    ("Bahrain under attack, ministry says.", "BH"),
]


@pytest.mark.parametrize(("body", "country"), STRUCK)
def test_the_state_that_is_struck_gives_the_country(body: str, country: str) -> None:
    """Soldiers, ministers, depots and ships of a state are struck at home; who stops a missile has it overhead."""
    place = locate(body).place
    assert place is not None
    assert place.country_code == country


NOT_STRUCK = [
    ("US troops were hurt when drones attacked a base in Iraq.", "IQ"),
    ("Three drones attacked American bases in Syria.", "SY"),
    ("French soldiers were killed in an ambush in Mali.", "ML"),
    ("Two Germans were killed in an attack in Mogadishu.", "SO"),
    ("A British tourist was stabbed in Lisbon.", "PT"),
    ("Israeli soldiers shot a teenager in Nablus.", "PS"),
    ("Russian forces shelled Kherson.", "UA"),
    ("The U.S. struck three boats off Venezuela.", "VE"),
    ("Israel attacks Iran: sirens heard in Jerusalem.", "IR"),
    ("A Melbourne woman was stabbed in an Albanian village.", "AL"),
    ("A Canada-based singer was shot in Mohali.", "IN"),
    ("Jihadists killed soldiers in Niger near the border with Mali.", "NE"),
    ("A patrol was ambushed in Niger near the Mali border.", "NE"),
    ("Militants crossed the border with Afghanistan and attacked a post in Tajikistan.", "TJ"),
    ("Washington launched air strikes in Somalia on Sunday.", "SO"),
    ("Officials in Doha said that a strike hit Gaza City.", "PS"),
    ("The president spoke at the White House after the attack in Nice.", "FR"),
    ("The hostages were taken to Gaza after the attack on Sderot.", "IL"),
    ("A drone hit a port in Sudan, Cairo says.", "SD"),
    ("Pakistan blamed India for the bombing in Quetta.", "PK"),
    ("Talks between Moscow and Ankara followed the air strike in Idlib.", "SY"),
    ("The Syrian-born man stabbed three people in Solingen.", "DE"),
    ("Israeli crews say a missile from Yemen was shot down over Eilat.", "IL"),
    ("Protesters were shot in Iran's west, a rights group in Oslo says.", "IR"),
    ("A blast hit a Gaza City hospital; Hamas spoke of an air strike, the Israeli army of a rocket.", "PS"),
]


@pytest.mark.parametrize(("body", "country"), NOT_STRUCK)
def test_doers_guests_speakers_and_borders_do_not(body: str, country: str) -> None:
    """Troops abroad, a victim's nationality, a speaker's capital and the far side of a border leave the place alone."""
    place = locate(body).place
    assert place is not None
    assert place.country_code == country


TOLD = [
    ("Shrapnel hit a fuel tank at a power station, Kuwait says.", "KW"),
    ("Five killed as militants slip over from Afghanistan, Dushanbe says.", "TJ"),
    ("Kyiv says a missile from Russia hit a train.", "UA"),
]


@pytest.mark.parametrize(("body", "country"), TOLD)
def test_a_state_tells_of_what_struck_it(body: str, country: str) -> None:
    """Where nothing else is named, the state that reports an attack which it does not call its own is where it was."""
    place = locate(body).place
    assert place is not None
    assert (place.country_code, place.precision) == (country, PlacePrecision.COUNTRY)


IMPLIED = [
    ("A survivor of the Hamas attack on a music festival was shot twice.", "IL", "Hamas attack"),
    ("More than 20 foreigners were killed by Hamas.", "IL", "killed by Hamas"),
    ("A man was kidnapped by Hamas and held in Gaza.", "IL", "kidnapped by Hamas"),
    ("A large crater was left by a missile attack in occupied Palestine.", "IL", "occupied Palestine"),
    ("Pezeshkian condemned the attack on a school.", "IR", "Pezeshkian"),
    ("Sheriff's deputies found two people shot in a car.", "US", "Sheriff's deputies"),
    ("A gang looted jewellery worth two crore and shot the owner.", "IN", "crore"),
    ("Gardaí are looking for the man who stabbed a cyclist.", "IE", "Gardaí"),
    ("A man was shot at a bus stop, Police Scotland said.", "GB", "Police Scotland"),
    ("Houthi fighters shelled a village.", "YE", "Houthi"),
    ("FARC dissidents killed nine farmers.", "CO", "FARC dissidents"),
    ("The RCMP said that two officers were shot.", "CA", "RCMP"),
]


@pytest.mark.parametrize(("body", "country", "words"), IMPLIED)
def test_what_a_text_implies(body: str, country: str, words: str) -> None:
    """A country that the text lets its reader know: no finer than the country, and the words are the evidence."""
    found = locate(body)
    assert found.place is not None
    assert (found.place.country_code, found.place.precision) == (country, PlacePrecision.COUNTRY)
    assert words in [e.text for e in found.evidence]


NOT_IMPLIED = [
    ("Israel bombed Khan Younis five days after the Hamas attack.", "PS"),
    ("Sheriff's deputies trained in Kenya; gunmen killed two in Nairobi.", "KE"),
    ("IRGC fired missiles at a base near Erbil.", "IQ"),
    ("Al-Shabaab attacked a camp in Garissa, Kenya.", "KE"),
    ("Hezbollah fired rockets at Kiryat Shmona.", "IL"),
]


@pytest.mark.parametrize(("body", "country"), NOT_IMPLIED)
def test_a_named_place_comes_before_an_implied_one(body: str, country: str) -> None:
    """What the text names as the place is not overruled by what the words imply elsewhere."""
    place = locate(body).place
    assert place is not None
    assert place.country_code == country


def test_nothing_is_implied_by_a_force_that_acts() -> None:
    """A state's own army as the doer says nothing of where it struck."""
    assert locate("IDF kills two men in a drone strike.").place is None


AT_SEA = [
    ("Kyiv says Russia hit two cargo vessels in the Black Sea.", "Black Sea", "UA"),
    ("Russian tankers hit by drones in the Black Sea.", "Black Sea", "RU"),
    ("Washington says a missile hit a ship in the Red Sea.", "Red Sea", None),
    ("A missile hit a ship in the Red Sea.", "Red Sea", None),
]


@pytest.mark.parametrize(("body", "name", "country"), AT_SEA)
def test_an_attack_at_sea(body: str, name: str, country: str | None) -> None:
    """It keeps the sea's name, with the shore's country where its ships are struck or it tells of the attack."""
    place = locate(body).place
    assert place is not None
    assert (place.name, place.country_code) == (name, country)


HEADS = [
    ("", "Basra: a women's rights advocate was killed on Friday. Friends in Amman mourned her.", "Basra"),
    ("BANNU: Four people were killed when a bomb exploded by the road.", "", "Bannu"),
]


@pytest.mark.parametrize(("body", "title", "name"), HEADS)
def test_a_name_and_a_colon_head_a_report(body: str, title: str, name: str) -> None:
    """Headlines and South Asian wires put the town first, with a colon."""
    place = locate(body, title).place
    assert place is not None
    assert place.name == name


LOCAL = [
    ("He was shot in Boise, Idaho, and died at Trinity Hospital.", "Boise", "Idaho"),
    ("SALEM, Mass. — A Beverly man shot a friend, Alex Gray, of Miami, Florida.", "Beverly", "Massachusetts"),
    ("An Immokalee teenager was shot on Tuesday, the Collier County Sheriff's Office said.", "Immokalee", "Florida"),
    ("A woman was shot in Southeast D.C. on Friday.", "Washington", "District of Columbia"),
    ("Two men were shot in Carlton, Georgia, on Monday.", "Carlton", "Georgia"),
]


@pytest.mark.parametrize(("body", "name", "state"), LOCAL)
def test_local_news(body: str, name: str, state: str) -> None:
    """Hospitals and victims' homes aside, the town that the words name, in the state that they give."""
    place = locate(body).place
    assert place is not None
    assert (place.name, place.admin1) == (name, state)


def test_a_station_in_the_title_is_no_place_of_the_news() -> None:
    """ "KAIT Jonesboro" at the end of a title is who reports; where the text has no place at all, its state is kept."""
    found = locate("Police in Blytheville look for a man who shot two.", "Two shot - KAIT Jonesboro, AR - Region 8 News")
    assert found.place is not None
    assert found.place.name == "Blytheville"
    alone = locate("A woman was shot at home.", "Girl shot in chest - WMC Action News 5 - Memphis, Tennessee").place
    assert alone is not None
    assert (alone.name, alone.precision) == ("Tennessee", PlacePrecision.REGION)


@pytest.mark.parametrize("words", ["South American", "Latin American", "Central American"])
def test_an_american_of_a_continent_is_of_no_state(words: str) -> None:
    """ "The South American country" is not the United States."""
    text = Text(Document(id="t", title="", text=f"The {words} country was attacked."))
    assert [t.place.country_code for t in find_toponyms(text) if t.place.country_code] == []


def test_us_in_capitals_is_the_pronoun() -> None:
    """Old wire copy in capitals writes U.S. for the country; IN and OR after a comma are words there."""
    body = "A BOMB EXPLODED IN THE TOWN OF ACHI, IN THE NORTH OF COLOMBIA. THEY TOLD US THAT TWO DIED IN IT TODAY."
    codes = {t.place.country_code for t in find_toponyms(Text(Document(id="t", title="", text=body)))}
    assert codes == {"CO"}


def test_a_country_after_any_capital_is_a_country() -> None:
    """A headline's first word makes no surname of a country: "Widespread Iran protests"."""
    place = locate("Nine were killed in a crackdown.", "Widespread Iran protests reach 13th day").place
    assert place is not None
    assert place.country_code == "IR"
