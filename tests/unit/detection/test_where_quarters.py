"""Quarters of great cities that news names without their city, and what only looks like one. All texts are our own."""

from __future__ import annotations

import pytest
from where_kit import locate

from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document

QUARTERS = [
    ("Paddington", "GB", "A man was stabbed near Paddington on Sunday."),
    ("Ealing", "GB", "Two boys were stabbed in Ealing, police said."),
    ("Lewisham", "GB", "A teenager was stabbed in Lewisham on Friday."),
    ("Woolwich", "GB", "A soldier was killed in Woolwich."),
    ("Peckham", "GB", "A man was stabbed in Peckham on Monday night."),
    ("Newham", "GB", "A man was shot in Newham on Tuesday."),
    ("Southwark", "GB", "Three people were stabbed in Southwark."),
    ("Shoreditch", "GB", "A woman was shot in Shoreditch on Saturday."),
    ("Finsbury Park", "GB", "Worshippers were attacked in Finsbury Park."),
    ("Ardoyne", "GB", "A pipe bomb exploded in Ardoyne overnight."),
    ("Vesterbro", "DK", "A man was stabbed in Vesterbro on Friday."),
    ("Rosengård", "SE", "A man was shot in Rosengård on Wednesday."),
    ("Beyoglu", "TR", "A bomb exploded in Beyoglu on Sunday."),
    ("Sviatoshyn", "UA", "A drone hit a block of flats in Sviatoshyn."),
    ("Bedford-Stuyvesant", "US", "A man was stabbed in Bedford-Stuyvesant on Monday."),
    ("Dandora", "KE", "A man was shot in Dandora on Sunday."),
    ("Sandton", "ZA", "A lawyer was shot in Sandton on Thursday."),
    ("Wadajir", "SO", "A car bomb exploded in Wadajir on Saturday."),
    ("Tahrir Square", "EG", "Protesters were shot in Tahrir Square."),
    ("Ouzai", "LB", "An airstrike hit a building in Ouzai overnight."),
    ("Jobar", "SY", "Shells hit houses in Jobar on Sunday."),
    ("Adhamiya", "IQ", "A bomb exploded in Adhamiya on Monday."),
    ("Silwan", "PS", "A man was shot in Silwan on Monday."),
    ("Saddar", "PK", "A grenade exploded in Saddar on Sunday."),
    ("Orangi", "PK", "Gunmen shot two men in Orangi on Sunday."),
    ("Andheri", "IN", "A trader was shot in Andheri on Friday."),
    ("Jahangirpuri", "IN", "A man was stabbed in Jahangirpuri on Friday."),
    ("Jatrabari", "BD", "A bus was attacked in Jatrabari on Sunday."),
    ("Siam Paragon", "TH", "Three people were shot at Siam Paragon on Tuesday."),
]
ELSEWHERE = [
    ("AU", "A man was stabbed in Lewisham, New South Wales, on Friday."),
    ("AU", "A man was stabbed in Paddington, Queensland, on Friday."),
    ("US", "A man was shot in Woolwich, Maine, on Friday."),
    ("AU", "A woman was attacked in Camberwell, Victoria, on Monday."),
    ("US", "A man was shot in Hampstead, North Carolina, on Monday."),
    ("US", "A man was shot in Bromley, Kentucky, on Sunday."),
    ("US", "A man was shot in North York, Pennsylvania, on Sunday."),
]
NOT_THERE = [
    ("Lewisham", "John Lewisham said that he heard the shots in Leeds."),
    ("Paddington", "James Paddington, 52, was shot in Newbury."),
    ("Hampstead", "Robert Hampstead, 44, was shot in Leeds."),
    ("Sandton", "Peter Sandton, 44, was shot in Leeds."),
    ("Bromley", "David Bromley, 31, was stabbed in Leeds."),
]


@pytest.mark.parametrize(("name", "country", "body"), QUARTERS)
def test_a_quarter_is_known_without_its_city(name: str, country: str, body: str) -> None:
    """News of a city takes for granted where its quarters are."""
    place = locate(body).place
    assert place is not None
    assert (place.name, place.country_code) == (name, country)


@pytest.mark.parametrize(("country", "body"), ELSEWHERE)
def test_a_namesake_told_by_its_state_is_there(country: str, body: str) -> None:
    """The state behind the name weighs more than the better-known quarter."""
    place = locate(body).place
    assert place is not None
    assert place.country_code == country


@pytest.mark.parametrize(("name", "body"), NOT_THERE)
def test_a_person_named_like_a_quarter_is_no_place(name: str, body: str) -> None:
    """A first name before it, or an age behind it, makes it a family name."""
    found = find_toponyms(Text(Document(id="t", title="", text=body)))
    assert name not in {t.text for t in found}
