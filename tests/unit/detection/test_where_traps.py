"""Names that mislead: persons, papers, teams, streets, words, governments, and towns of one name. Texts are our own."""

from __future__ import annotations

import pytest

from monitor.detection.text import Text
from monitor.detection.where import Toponym, ToponymRole, find_toponyms
from monitor.domain.document import Document

Case = tuple[str, str]


def toponyms(body: str, title: str = "") -> tuple[Toponym, ...]:
    return find_toponyms(Text(Document(id="t", title=title, text=body)))


def named(body: str) -> set[str]:
    """Place names found, governments and demonyms left out."""
    silent = {ToponymRole.DEMONYM}
    return {t.place.name for t in toponyms(body) if t.role not in silent}


NOT_PLACES: list[Case] = [
    ("The singer Paris Hilton opened the show on Saturday.", "Paris"),
    ("Writers such as Jack London knew the cold well.", "London"),
    ("Sen. Lindsey Graham spoke for an hour about the budget.", "Graham"),
    ("The Washington Post reported the figures first.", "Washington"),
    ("The Chicago Tribune reported on the vote.", "Chicago"),
    ("Fans of the Dallas Cowboys filled the stadium.", "Dallas"),
    ("The Green Bay Packers won again on Sunday.", "Green Bay"),
    ("Manchester United lost at home again.", "Manchester"),
    ("Reading is good for children, the teachers say.", "Reading"),
    ("Mobile phones were not allowed inside the hall.", "Mobile"),
    ("Nice weather is expected for the weekend.", "Nice"),
    ("March was colder than usual this year.", "March"),
    ("Bath time is the best hour of the day.", "Bath"),
    ("Mr. Houston said that he would appeal.", "Houston"),
    ("Mrs. Lincoln was not available for comment.", "Lincoln"),
    ("Officer Troy Blake filed the report.", "Troy"),
    ("Deputy Ron Jackson stopped the car.", "Jackson"),
    ("Judge Amy Berman Jackson set the date for June.", "Jackson"),
    ("Jordan Peele directed the film.", "Jordan"),
    ("Israel Katz will chair the committee.", "Israel"),
    ("Virginia Roberts wrote a book about it.", "Virginia"),
    ("Austin Powers is on television tonight.", "Austin"),
    ("Chelsea Clinton gave a talk.", "Chelsea"),
    ("Charlotte Bronte wrote it in 1847.", "Charlotte"),
    ("Florence Nightingale is remembered this week.", "Florence"),
    ("Denzel Washington stars in the play.", "Washington"),
    ("Gen. Douglas MacArthur left the islands in 1942.", "Douglas"),
    ("Police closed Jackson Street for two hours.", "Jackson"),
    ("A bus hit a tree on Lincoln Avenue overnight.", "Lincoln"),
    ("The parade goes down Washington Street at noon.", "Washington"),
    ("He lives on Berlin Road near the mill.", "Berlin"),
    ("Lake Vermont was closed to boats.", "Vermont"),
    ("St. Patrick's Day falls on a Tuesday.", "Saint Patrick"),
    ("She was taken to St. Francis Hospital by car.", "Saint Francis"),
    ("Hope is what they need now, the priest said.", "Hope"),
    ("Hurricane Florence brought heavy rain.", "Florence"),
    ("The Boston Globe published the letter.", "Boston"),
    ("Kansas City Star reporters won a prize.", "Kansas City"),
    ("Captain Jack Sparrow sails again.", "Jack"),
    ("President Trump spoke on Friday.", "Trump"),
    ("Mayor London Breed signed the order.", "London"),
    ("The Jerusalem Post quoted two ministers.", "Jerusalem"),
    ("Friday prayers ended early.", "Friday"),
    ("Young people want work, he said.", "Young"),
    ("Best known for his songs, he died at 80.", "Best"),
    ("The Houston Astros play tonight.", "Houston"),
    ("Orange juice prices rose again.", "Orange"),
    ("Independence comes with duties, she wrote.", "Independence"),
    ("Many people came, but few stayed.", "Many"),
    ("Gary Oldman plays the spy.", "Gary"),
    ("Kent Brockman read the news.", "Kent"),
    ("Sydney Sweeney plays the lead.", "Sydney"),
]

ONE_PLACE: list[tuple[str, str, str, str | None, str]] = [
    # text, words in it, name, region, country
    ("Shots were fired in Springfield, Ill., on Monday.", "Springfield", "Springfield", "Illinois", "US"),
    ("Shots were fired in Springfield, Mass., on Monday.", "Springfield", "Springfield", "Massachusetts", "US"),
    ("Fire crews in Alexandria, Louisiana, worked all night.", "Alexandria", "Alexandria", "Louisiana", "US"),
    ("Fire crews in Alexandria, Egypt, worked all night.", "Alexandria", "Alexandria", None, "EG"),
    ("A man was shot in Gary, Ind., overnight.", "Gary", "Gary", "Indiana", "US"),
    ("A crash in Lebanon, Pa., closed the road.", "Lebanon", "Lebanon", "Pennsylvania", "US"),
    ("Shells fell on two villages in Lebanon.", "Lebanon", "Lebanon", None, "LB"),
    ("They moved to Paris, Texas, last year.", "Paris", "Paris", "Texas", "US"),
    ("A bomb was found in Paris on Tuesday.", "Paris", "Paris", "Ile-de-France", "FR"),
    ("Police in Athens, Ga., made two arrests.", "Athens", "Athens", "Georgia", "US"),
    ("A fire broke out in Moscow, Idaho.", "Moscow", "Moscow", "Idaho", "US"),
    ("Drones were shot down over Moscow.", "Moscow", "Moscow", "Moscow", "RU"),
    ("Gunmen stormed a hotel in Tripoli, Lebanon.", "Tripoli", "Tripoli", None, "LB"),
    ("Militias fought in Tripoli, the Libyan capital.", "Tripoli", "Tripoli", None, "LY"),
    ("Rockets hit Camp Taji north of Baghdad.", "Camp Taji", "Camp Taji", None, "IQ"),
    ("Rockets struck the Taji base on Wednesday.", "Taji base", "Camp Taji", None, "IQ"),
    ("Jihadists attacked a convoy near Gao in northern Mali.", "Gao", "Gao", None, "ML"),
    ("Rockets fell in the Green Zone.", "Green Zone", "Green Zone", None, "IQ"),
    ("Missiles hit the Ain al-Asad base.", "Ain al-Asad", "Ain al-Asad", None, "IQ"),
    ("Rockets hit the Basmaya base.", "Basmaya base", "Basmaya", None, "IQ"),
    ("A drone struck the al-Tanf garrison.", "al-Tanf garrison", "Al-Tanf", None, "SY"),
    ("Strikes hit the port city of Hodeidah.", "Hodeidah", "Hodeidah", None, "YE"),
    ("Shells landed at the Zaporizhzhia nuclear plant.", "Zaporizhzhia nuclear plant", "Zaporizhzhia nuclear power plant", None, "UA"),
    ("A tanker was hit in the Strait of Hormuz.", "Strait of Hormuz", "Strait of Hormuz", None, ""),
    ("A missile missed a ship in the Bab el-Mandeb strait.", "Bab el-Mandeb strait", "Bab el-Mandeb", None, ""),
    ("A ship was seized in the Red Sea.", "Red Sea", "Red Sea", None, ""),
    ("Pirates boarded a dhow in the Gulf of Aden.", "Gulf of Aden", "Gulf of Aden", None, ""),
    ("Fighting went on across the Donbas.", "Donbas", "Donbas", None, "UA"),
    ("Explosions were heard in Sevastopol.", "Sevastopol", "Sevastopol", None, "UA"),
    ("A depot burned in Crimea.", "Crimea", "Crimea", None, "UA"),
    ("Tanks moved into Deir ez-Zor.", "Deir ez-Zor", "Deir ez-Zor", None, "SY"),
    ("Tanks moved into Deir al-Zor.", "Deir al-Zor", "Deir ez-Zor", None, "SY"),
    ("Jets bombed Jabalia at dawn.", "Jabalia", "Jabalia", None, "PS"),
    ("Shells hit the Nuseirat refugee camp.", "Nuseirat refugee camp", "Nuseirat", None, "PS"),
    ("Families fled Khan Younis again.", "Khan Younis", "Khan Younis", None, "PS"),
    ("The Rafah crossing was hit by a shell.", "Rafah crossing", "Rafah crossing", None, "PS"),
    ("Mortars landed near Kerem Shalom.", "Kerem Shalom", "Kerem Shalom", None, "IL"),
    ("A rocket killed children in Majdal Shams.", "Majdal Shams", "Majdal Shams", None, "SY"),
    ("Artillery hit the Golan Heights.", "Golan Heights", "Golan Heights", None, "SY"),
    ("Israeli jets struck the Shebaa Farms.", "Shebaa Farms", "Shebaa Farms", None, "LB"),
    ("Soldiers searched the Sambisa forest.", "Sambisa forest", "Sambisa forest", None, "NG"),
    ("Insurgents burned villages in Cabo Delgado.", "Cabo Delgado", "Cabo Delgado", None, "MZ"),
    ("Drones struck a market in Tigray.", "Tigray", "Tigray", None, "ET"),
    ("Paramilitaries shelled El Fasher.", "El Fasher", "El Fasher", None, "SD"),
    ("Rebels entered Goma on Monday.", "Goma", "Goma", None, "CD"),
    ("Militiamen killed farmers in Ituri.", "Ituri", "Ituri", None, "CD"),
    ("Separatists hit a train in Balochistan.", "Balochistan", "Balochistan", None, "PK"),
    ("A bomb went off in Khyber Pakhtunkhwa.", "Khyber Pakhtunkhwa", "Khyber Pakhtunkhwa", None, "PK"),
    ("Gunmen shot tourists in Pahalgam.", "Pahalgam", "Pahalgam", None, "IN"),
    ("Shells crossed the Line of Control.", "Line of Control", "Line of Control", None, "IN"),
    ("Shells hit homes in Poonch.", "Poonch", "Poonch", None, "IN"),
    ("The army bombed a village in Rakhine state.", "Rakhine state", "Rakhine", None, "MM"),
    ("A grenade exploded at a market on Mindanao.", "Mindanao", "Mindanao", None, "PH"),
    ("Gunmen killed a mayor in Michoacan.", "Michoacan", "Michoacan", None, "MX"),
    ("Gunmen killed a mayor in Michoacán.", "Michoacán", "Michoacan", None, "MX"),
    ("A car bomb shook Mogadishu.", "Mogadishu", "Mogadishu", None, "SO"),
    ("A drone hit a refinery in the Kursk region.", "Kursk region", "Kursk region", None, "RU"),
    ("Shelling killed two in the Kharkiv region.", "Kharkiv region", "Kharkiv region", None, "UA"),
    ("Shelling killed two in Kharkiv.", "Kharkiv", "Kharkiv", None, "UA"),
    ("Kiev was hit overnight.", "Kiev", "Kyiv", None, "UA"),
    ("Settlers attacked the town of Huwara.", "Huwara", "Huwara", None, "PS"),
    ("Troops raided Jenin refugee camp.", "Jenin refugee camp", "Jenin", None, "PS"),
    ("Strikes hit Gaza all night.", "Gaza", "Gaza Strip", None, "PS"),
    ("Strikes hit Gaza City all night.", "Gaza City", "Gaza City", None, "PS"),
    ("Drones were launched at Al Udeid.", "Al Udeid", "Al Udeid", None, "QA"),
    ("An attack on Tower 22 killed three.", "Tower 22", "Tower 22", None, "JO"),
    ("Deputies in Rapides Parish found a gun.", "Rapides Parish", "Rapides Parish", "Louisiana", "US"),
    ("Police in Oakland arrested a man.", "Oakland", "Oakland", "California", "US"),
    ("A shooting in Washington, D.C., left two hurt.", "Washington", "Washington", "District of Columbia", "US"),
    ("A shooting in New Haven, Conn., left two hurt.", "New Haven", "New Haven", "Connecticut", "US"),
    ("Police in Birmingham, Ala., found the car.", "Birmingham", "Birmingham", "Alabama", "US"),
    ("Police in Birmingham, England, found the car.", "Birmingham", "Birmingham", "England", "GB"),
    ("A bomb was found in Londonderry, Northern Ireland.", "Londonderry", "Derry", "Northern Ireland", "GB"),
    ("Police shot a man in St. Louis.", "St. Louis", "Saint Louis", "Missouri", "US"),
    ("Gunfire was heard in Port-au-Prince.", "Port-au-Prince", "Port-au-Prince", None, "HT"),
    ("Clashes broke out in Rio de Janeiro.", "Rio de Janeiro", "Rio de Janeiro", None, "BR"),
    ("The border town of Spin Boldak was shelled.", "Spin Boldak", "Spin Boldak", None, "AF"),
    ("Rockets hit Kiryat Shmona.", "Kiryat Shmona", "Kiryat Shmona", None, "IL"),
    ("A strike hit Beirut's southern suburbs.", "Beirut's southern suburbs", "Dahiyeh", None, "LB"),
    ("Troops fired near Poipet, Cambodia.", "Poipet", "Poipet", None, "KH"),
]

GOVERNMENTS: list[tuple[str, str, set[ToponymRole]]] = [
    ("Washington said on Monday that it would answer.", "Washington", {ToponymRole.SPEAKER}),
    ("Moscow warned against such a step.", "Moscow", {ToponymRole.SPEAKER}),
    ("Tehran denied the charge.", "Tehran", {ToponymRole.SPEAKER}),
    ("Beijing condemned the launch.", "Beijing", {ToponymRole.SPEAKER}),
    ("Israel struck targets in Syria.", "Israel", {ToponymRole.SUBJECT}),
    ("Russia launched 80 drones overnight.", "Russia", {ToponymRole.SUBJECT}),
    ("Iran fired missiles at Israel.", "Iran", {ToponymRole.SUBJECT}),
    ("Ankara accused the group of the bombing.", "Ankara", {ToponymRole.SPEAKER}),
    ("Kyiv police said two had died.", "Kyiv", {ToponymRole.ORGANISATION, ToponymRole.OTHER}),
]

DEMONYMS: list[tuple[str, str, str]] = [
    ("The Iraqi army found the launcher.", "Iraqi", "IQ"),
    ("A Gazan doctor told of the night.", "Gazan", "PS"),
    ("Sri Lankan troops held the road.", "Sri Lankan", "LK"),
    ("South Sudanese officials met.", "South Sudanese", "SS"),
    ("Nigerien soldiers were ambushed.", "Nigerien", "NE"),
    ("Nigerian soldiers were ambushed.", "Nigerian", "NG"),
    ("Two Burkinabe villages burned.", "Burkinabe", "BF"),
    ("Congolese rebels advanced.", "Congolese", "CD"),
    ("North Korean shells landed in the sea.", "North Korean", "KP"),
    ("Saudi jets flew over the border.", "Saudi", "SA"),
]


@pytest.mark.parametrize(("body", "name"), NOT_PLACES)
def test_names_that_are_no_places(body: str, name: str) -> None:
    """Persons, papers, teams, streets, saints' days and plain words do not become places."""
    assert name not in named(body)


@pytest.mark.parametrize(("body", "words", "name", "region", "country"), ONE_PLACE)
def test_names_that_are_places(body: str, words: str, name: str, region: str | None, country: str) -> None:
    """The name is found with all its words, and means the place that a reader takes it for."""
    found = {t.text: t.place for t in toponyms(body)}
    assert words in found, sorted(found)
    place = found[words]
    assert (place.name, place.country_code or "") == (name, country)
    assert region is None or place.admin1 == region


@pytest.mark.parametrize(("body", "words", "roles"), GOVERNMENTS)
def test_governments_act_and_speak(body: str, words: str, roles: set[ToponymRole]) -> None:
    """A capital or country that says or does something is a government, not a place where something happened."""
    found = {t.text: t.role for t in toponyms(body)}
    assert found[words] in roles


@pytest.mark.parametrize(("body", "words", "country"), DEMONYMS)
def test_demonyms(body: str, words: str, country: str) -> None:
    """Adjectives of peoples are kept under their own role, with their country."""
    found = {t.text: t for t in toponyms(body)}
    assert found[words].role is ToponymRole.DEMONYM
    assert found[words].place.country_code == country


def test_there_are_enough_traps() -> None:
    """The table of traps keeps its size: it may only grow."""
    assert len(NOT_PLACES) + len(ONE_PLACE) + len(GOVERNMENTS) + len(DEMONYMS) >= 150
