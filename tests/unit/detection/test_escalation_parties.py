"""Who raises the danger and against whom, and the PLOVER code of it."""

import pytest
from escalation_kit import find_escalation

from monitor.detection.text import Text
from monitor.domain.detection import Escalation
from monitor.domain.document import Document

PARTIES = [
    ("Iran vowed revenge on Israel for the killing.", "retaliation_threat", "Iran", "Israel"),
    ("Hezbollah threatened to strike Haifa.", "retaliation_threat", "Hezbollah", None),
    ("Turkey issued an ultimatum to Syria.", "ultimatum", "Turkey", "Syria"),
    ("The Taliban gave Pakistan 48 hours to release the prisoners.", "ultimatum", "Taliban", "Pakistan"),
    ("Poland expelled three Russian diplomats.", "diplomatic_rupture", "Poland", "Russia"),
    ("India recalled its ambassador from Pakistan.", "diplomatic_rupture", "India", "Pakistan"),
    ("Pakistan closed its airspace after the missile strikes.", "airspace_closure", "Pakistan", None),
    ("Russia massed troops along the border with Ukraine.", "force_deployment", "Russia", "Ukraine"),
    ("Boko Haram claimed responsibility for the attack.", "claim_of_responsibility", "Boko Haram", None),
    ("M23 declared war on the government of Burundi.", "war_declaration", "M23", "Burundi"),
    ("North Korea threatened a nuclear strike on South Korea.", "nuclear_rhetoric", "North Korea", "South Korea"),
    ("Armenia accused Azerbaijan of violating the ceasefire.", "ceasefire_collapse", "Azerbaijan", "Armenia"),
    ("Israel fired missiles at an airport in Syria.", "cross_border_strike", "Israel", "Syria"),
    ("Iran-backed Houthis threatened to strike Saudi Arabia.", "retaliation_threat", "Houthis", "Saudi Arabia"),
    ("After strikes on Iran, Hezbollah vowed revenge on Israel.", "retaliation_threat", "Hezbollah", "Israel"),
    ("Attacked by Israel, Syria vowed retaliation.", "retaliation_threat", "Syria", "Israel"),
    ("Iraq: Hezbollah threatened to attack Israel.", "retaliation_threat", "Hezbollah", "Israel"),
    ("Trump, after talks with Israeli officials, threatened to bomb Yemen.", "retaliation_threat", "United States",
     "Yemen"),
    ("The Kremlin accuses Ukraine of a raid, vows to avenge it.", "retaliation_threat", "Russia", "Ukraine"),
    ("Tehran warned that any base used for the attack would be a legitimate target.", "retaliation_threat", "Iran",
     None),
    ("Ethiopia was given an ultimatum by Egypt.", "ultimatum", "Egypt", "Ethiopia"),
    ("The Sons of the Delta claimed responsibility for the attack.", "claim_of_responsibility", "Sons of the Delta",
     None),
    ("The bombing was claimed by the group Red Dawn Front.", "claim_of_responsibility", "Red Dawn Front", None),
    ("A caller said the little-known Lowland Lions had carried out the attack.", "claim_of_responsibility",
     "Lowland Lions", None),
    ("The group claimed responsibility for the bombing.", "claim_of_responsibility", None, None),
]
CODES = [
    ("The rebels vowed revenge for the raid.", "retaliation_threat", "THREATEN"),
    ("The army gave the rebels two days to surrender.", "ultimatum", "THREATEN"),
    ("The two states are on the brink of war.", "brink_of_war", "THREATEN"),
    ("Israel called up 20,000 reservists.", "mobilisation", "MOBILIZE"),
    ("The United States sent an aircraft carrier to the Gulf.", "force_deployment", "MOBILIZE"),
    ("The army is on high alert after the attack.", "alert_level_raised", "MOBILIZE"),
    ("Turkish jets bombed villages in Iraq.", "cross_border_strike", "ASSAULT"),
]
WITHOUT_CODE = ["Residents were evacuated after the shelling.", "It was the third attack in a week."]


def only(sentence: str, kind: str) -> Escalation:
    found = find_escalation(Text(Document(id="t", text=sentence)))
    return next(e for e in found if e.kind == kind)


@pytest.mark.parametrize(("sentence", "kind", "actor", "target"), PARTIES)
def test_actor_and_target_are_named(sentence: str, kind: str, actor: str, target: str | None) -> None:
    """The party in front of the words acts; the next one that is not of its country is acted on."""
    found = only(sentence, kind)
    assert (found.actor, found.target) == (actor, target)


def test_who_only_says_its_is_named_in_the_sentence_before() -> None:
    """"Its airspace was closed" is the state's that acts in the sentence before; a later sentence names nobody."""
    text = Text(Document(id="t", text="Pakistan said that jets had bombed a camp. It closed its airspace after the strike."))
    assert [(e.kind, e.actor) for e in find_escalation(text)] == [("airspace_closure", "Pakistan")]


@pytest.mark.parametrize(("sentence", "kind", "root"), CODES)
def test_threats_and_moves_carry_a_plover_code(sentence: str, kind: str, root: str) -> None:
    """Threats are THREATEN, moves of forces MOBILIZE, strikes ASSAULT."""
    code = only(sentence, kind).plover
    assert code is not None
    assert code.type == root


@pytest.mark.parametrize("sentence", WITHOUT_CODE)
def test_what_plover_does_not_know_has_no_code(sentence: str) -> None:
    """PLOVER codes no series, tolls or evacuations."""
    (found,) = find_escalation(Text(Document(id="t", text=sentence)))
    assert found.plover is None


def test_one_kind_once_a_sentence() -> None:
    """A sentence that says the same twice gives one finding."""
    text = Text(Document(id="t", text="Iran vowed revenge, and again vowed revenge, for the strike."))
    assert len(find_escalation(text)) == 1


def test_a_threat_with_a_demand_is_an_ultimatum_alone() -> None:
    """"Do this or we strike" is one threat."""
    text = Text(Document(id="t", text="The rebels threatened to shell the city unless the army withdraws."))
    assert [str(e.kind) for e in find_escalation(text)] == ["ultimatum"]


def test_kinds_are_found_in_headline_and_body_alike() -> None:
    """The title is a sentence like any other; findings come in the order of the text."""
    document = Document(id="t", title="Iran vows revenge after strike", text="Iraq closed its airspace as missiles flew.")
    assert [str(e.kind) for e in find_escalation(Text(document))] == ["retaliation_threat", "airspace_closure"]


def test_upper_case_wire_copy_is_read() -> None:
    """Old wires write in capitals."""
    text = Text(Document(id="t", text="THE REBELS THREATENED TO ATTACK THE CAPITAL IF THE ARMY BOMBS THE TOWN."))
    assert {str(e.kind) for e in find_escalation(text)} & {"retaliation_threat", "ultimatum"}
