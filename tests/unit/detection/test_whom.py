"""Who is named as the victim, and that two named victims who share no name are victims of two attacks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.assemble import cluster
from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.text import Text
from monitor.detection.when import find_dates
from monitor.detection.whom import is_one, named_victim
from monitor.domain.document import Document
from monitor.domain.taxonomy import Stage

WRITTEN = datetime(2026, 3, 6, 15, tzinfo=UTC)
_PADDING = " THE COUNCIL WILL MEET IN THE HALL OF THE OLD SCHOOL ON THE HILL ABOVE THE TOWN."


def study_of(body: str) -> Study:
    return Study(Text(Document(id="t", title="", text=body, published=WRITTEN)))


def victims(body: str) -> set[str]:
    """All words of victims' names in a text of one sentence."""
    study = study_of(body)
    found: set[str] = set()
    for candidate in study.candidates:
        start = study.text.sentences[candidate.sentence].start
        found |= named_victim(study, candidate, study.flat[start : candidate.start])
    return found


def count(body: str) -> int:
    """How many events all mentions of a text make, whatever the event model thinks of each."""
    study = study_of(body)
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    return len(cluster(study, accepted, find_dates(study.text, WRITTEN)))


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("The murder of Senator Edna Quill shocked the town.", {"edna", "quill"}),
        ("Gunmen killed Judge Tom Brae on Monday.", {"tom", "brae"}),
        ("Tom Brae, 41, was shot dead on Monday.", {"tom", "brae"}),
        ("Quill's murder is unsolved.", {"quill"}),
        ("Rebels kidnapped a couple, Ana Ruz and Leo Ruz, at night.", {"ana", "ruz"}),
        ("Colonel Ivo Sarn of the guard, whose post is in the hills, was murdered.", {"ivo", "sarn"}),
        ("THE ASSASSINATION OF LIBERAL LEADER EDNA DE QUILL, WHO WON, WAS CONDEMNED." + _PADDING, {"edna", "quill"}),
        ("MAYOR TOM BRAE WAS KIDNAPPED BY ARMED MEN." + _PADDING, {"tom", "brae"}),
        ("BRAE'S KIDNAPPING CAUSED ANGER." + _PADDING, {"brae"}),
    ],
)
def test_the_victim_is_named_by_the_grammar_of_the_deed(body: str, names: set[str]) -> None:
    """Object, subject of the passive, "of", possessive; in capitals behind a title."""
    assert victims(body) == names


@pytest.mark.parametrize(
    "body",
    [
        "A man was shot in Reno on Monday.",
        "Police in Santa Elena said that he was shot.",
        "The murder of two teachers shocked Santa Elena.",
        "Gunmen attacked a convoy near Port Sarn.",
        "THE MURDER OF POPULAR LEADERS THAT TOOK PLACE IN JULY WAS CONDEMNED." + _PADDING,
        "IN SANTA ELENA, A FARMER, AGED 40, WAS SHOT." + _PADDING,
        "GUERRILLAS KIDNAPPED THE BUSINESSMAN LAST AUGUST." + _PADDING,
    ],
)
def test_places_doers_and_people_without_a_name_are_no_named_victims(body: str) -> None:
    """What only stands near the deed is no victim's name."""
    assert victims(body) == set()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("edna quill", "quill", True),
        ("edna maria quill", "edna quill sarn", True),
        ("carlos quill", "luis carlos brae", False),
        ("tom brae", "edna quill", False),
        ("", "quill", False),
    ],
)
def test_names_are_one_persons_by_the_shorter_or_by_two_words(one: str, other: str, same: bool) -> None:
    """One first name in common is not enough."""
    assert is_one(frozenset(one.split()), frozenset(other.split())) is same


@pytest.mark.parametrize(
    "body",
    [
        "The murder of Senator Edna Quill shocked all. He also spoke of the murder of Judge Tom Brae.",
        "Gunmen killed Mayor Ivo Sarn. The party recalled the kidnapping of Judge Tom Brae by rebels.",
        "Judge Tom Brae was shot on 7 January, and Mayor Ivo Sarn, who led the party, was shot near his home.",
        "THEY PROTEST THE ASSASSINATION OF LEADER EDNA QUILL. THE ASSASSINATION OF JUDGE TOM BRAE IS UNSOLVED." + _PADDING,
    ],
)
def test_another_named_victim_is_of_another_attack(body: str) -> None:
    """In mixed case and in capitals, whatever the deed is called."""
    assert count(body) == 2


@pytest.mark.parametrize(
    "body",
    [
        "Gunmen killed Mayor Ivo Sarn. The murder of Sarn was condemned.",
        "Gunmen killed Mayor Ivo Sarn and Judge Tom Brae. The murder of Judge Brae was condemned.",
        "Two men died in a shooting at a bar. Tom Brae and Ivo Sarn were there. Ivo Sarn was shot. Tom Brae was shot.",
        "A judge was shot in Reno. Tom Brae was shot in the head.",
        "Mayor Ivo Sarn was kidnapped by armed men. Sarn was killed by the men later that night.",
        "MAYOR IVO SARN WAS SHOT. THE MURDER OF SARN WAS CONDEMNED." + _PADDING,
    ],
)
def test_victims_of_one_attack_stay_together(body: str) -> None:
    """The same name, a name told with the attack before, or a first telling without a name."""
    assert count(body) == 1


def test_a_victim_told_of_again_is_of_the_attack_that_named_him() -> None:
    """Also past another attack."""
    study = study_of("Gunmen killed Mayor Ivo Sarn. Rebels killed Judge Tom Brae. The murder of Mayor Sarn is unsolved.")
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    homes = cluster(study, accepted, find_dates(study.text, WRITTEN))
    assert [[m.candidate.sentence for m in home.mentions] for home in homes] == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two were held for Lunde's murder.", {"lunde"}),
        ("Two were held for a teacher's murder.", set()),
        ("He wants to 'run' the country after kidnapping a leader.", set()),
    ],
)
def test_only_a_name_owns_a_killing(text: str, name: set[str]) -> None:
    """ "A teacher's murder" names nobody."""
    study = Study(Text(Document(id="t", title="", text=text)))
    found = [named_victim(study, c, study.flat[: c.start]) for c in study.candidates]
    assert frozenset().union(*found) == name
