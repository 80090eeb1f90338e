"""Agency credits, citations and datelines."""

import pytest

from monitor.articles.credit import find_credit

CREDITED = [
    ("ARDALA (AP) — Shells fell on the old port.", "AP"),
    ("VESTRY CITY, Northern Isles (AP) — Shells fell.", "AP"),
    ("ARDALA, March 3 (Reuters) - Shells fell.", "Reuters"),
    ("(AFP) Shells fell on the port.", "AFP"),
    ("Shells fell on the port.\n\nPA Media", "PA"),
    ("Shells fell on the port.\n\n— AFP", "AFP"),
    ("Shells fell on the port. The army denied it. (Reuters)", "Reuters"),
    ("Shells fell.\n(Reporting by Ann Lee in Ardala; Editing by Bo Dahl)", "Reuters"),
    ("Shells fell.\n\nWith inputs from PTI", "PTI"),
    ("Shells fell.\n© 2026 Agence France-Presse", "AFP"),
    ("Shells fell.\n\nSource: Xinhua", "Xinhua"),
]


@pytest.mark.parametrize(("text", "agency"), CREDITED)
def test_an_agency_that_signs_the_text_is_credited(text: str, agency: str) -> None:
    """Dateline, bracket, signature, copyright, editing note."""
    assert find_credit(text).agencies == (agency,)


@pytest.mark.parametrize(
    "text",
    [
        "Her PA said the minister was away.",
        "The AP exam was cancelled after the blast.",
        "Shells fell on the port. Nobody was hurt.",
        "The blast hit the offices of Reuters on Monday, wounding two.",
        "",
    ],
)
def test_a_mention_is_no_credit(text: str) -> None:
    """An agency in the story, or a word that looks like one, signs nothing."""
    assert find_credit(text).agencies == ()


def test_a_byline_credits() -> None:
    """"By Ann Lee, Associated Press" is the agency's text."""
    assert find_credit("Shells fell.", byline="Ann Lee, Associated Press").agencies == ("AP",)


CITED = [
    ("Shells fell, police told AFP on Monday.", "AFP"),
    ("Shells fell, according to the BBC.", "BBC"),
    ("Haaretz reported that shells fell.", "Haaretz"),
    ("The Interfax news agency said shells fell.", "Interfax"),
    ("Shells fell, Reuters reported, citing witnesses.", "Reuters"),
]


@pytest.mark.parametrize(("text", "name"), CITED)
def test_a_source_that_is_retold_is_cited(text: str, name: str) -> None:
    """"According to", "told", "reported": the news is another outlet's."""
    assert find_credit(text).cites == (name,)


def test_an_outlet_does_not_cite_itself_and_a_credit_is_no_citation_too() -> None:
    """Each origin is named once, and never the outlet's own."""
    found = find_credit("ARDALA (AP) — Shells fell, police told AP. The BBC reported more.", outlet="BBC")
    assert (found.agencies, found.cites) == (("AP",), ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ARDALA (AP) — Shells fell.", "ARDALA"),
        ("ARDALA — Shells fell.", "ARDALA"),
        ("ST. BRUNO, Veldt (AP) — Shells fell.", "ST. BRUNO, Veldt"),
        ("ARDALA, Monday, March 3 (Reuters) - Shells fell.", "ARDALA"),
        ("Shells fell on Ardala — again.", None),
        ("BREAKING NEWS", None),
    ],
)
def test_dateline(text: str, place: str | None) -> None:
    """The place in capitals before the first sentence."""
    assert find_credit(text).dateline == place
