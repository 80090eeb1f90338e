"""Who acts where a noun or a passive tells it: whose forces move, whose arms strike, who orders and who only leaves."""

from __future__ import annotations

import pytest
from escalation_kit import find_escalation

from monitor.detection.encoder.model import Impression
from monitor.detection.text import Text
from monitor.domain.detection import Escalation
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType

ACTS = [
    ("Moldova says Russian troops are massing near the border.", "force_deployment", "Russian military", "Moldova"),
    ("Turkey deplores the build-up of US warships off Syria amid the conflict.", "force_deployment", "United States",
     "Syria"),
    ("An aircraft carrier is heading to the Gulf, the government says, after trouble aboard USS Nimitz.", "force_deployment",
     "United States", None),
    ("A destroyer is on its way to the Gulf to join HMS Vigilant after attacks by rebels.", "force_deployment", "United Kingdom", None),
    ("Chad sent soldiers to the Sudan border after the raid.", "force_deployment", "Chad", "Sudan"),
    ("Houses were hit in Israeli strikes and residents were evacuated.", "evacuation", None, None),
    ("A hospital in Tehran was evacuated after the missile attack.", "evacuation", None, "Iran"),
    ("Chad evacuated its citizens from Sudan after the attack.", "evacuation", "Chad", "Sudan"),
    ("The embassy in Bamako urges Americans to leave after the attack.", "travel_warning", "United States", "Mali"),
    ("Britons were told to avoid all travel to north Benin after the killings.", "travel_warning", "United Kingdom",
     "Benin"),
    ("The airport in Yemen was closed after the air strike.", "airspace_closure", None, "Yemen"),
    ("Niger closed its border with Benin after the raid.", "border_closure", "Niger", "Benin"),
    ("Iran warned Kuwait that any base used in the attack by Israel would be a legitimate target.",
     "retaliation_threat", "Iran", "Kuwait"),
    ("Iran warned of revenge against Jordan over strikes by Israel.", "retaliation_threat", "Iran", "Jordan"),
    ("Israeli officials: There will be a harsh response to Hezbollah's attack.", "retaliation_threat", "Israel",
     "Hezbollah"),
    ("SEOUL - North Korea would not hesitate to strike Japan if attacked, its army said.", "retaliation_threat",
     "North Korea", "Japan"),
    ("BELGRADE/PRISTINA - Hungary put its army on high alert after the attack.", "alert_level_raised", "Hungary", None),
    ("The raid prompted Chad and Niger to declare war on Sudan.", "war_declaration", "Chad", "Sudan"),
    ("Ships will be set ablaze after the attack on the port, a Hezbollah official says.", "retaliation_threat",
     "Hezbollah", None),
    ("The minister of Canada arrives in Peru as Israel mobilises along its border with Lebanon.", "mobilisation",
     "Israel", "Lebanon"),
    ("Iran threatened to strike Greek Cyprus over the raid.", "retaliation_threat", "Iran", "Cyprus"),
    ("Trump said the US would avenge the deaths in the attack.", "retaliation_threat", "United States", None),
    ("Peru vows to retaliate over the strike on its embassy in Riyadh.", "retaliation_threat", "Peru", None),
]


def only(text: str, kind: str) -> Escalation:
    found = find_escalation(Text(Document(id="t", text=text)))
    return next(e for e in found if e.kind == kind)


@pytest.mark.parametrize(("text", "kind", "actor", "target"), ACTS)
def test_who_acts_is_told_by_the_noun(text: str, kind: str, actor: str | None, target: str | None) -> None:
    """Forces are their owner's, an order is the subject's; who is only moved, or where it happens, does not act."""
    found = only(text, kind)
    assert (found.actor, found.target) == (actor, target)


STRIKES = [
    ("Peru's allies condemn US attack on Peru", "United States", "Peru"),
    ("Press cheers Trump's Peru raid", "United States", "Peru"),
    ("Iran minister on Oman strike: units act alone", None, None),
    ("Minister calm after Iranian drone damages base in Cyprus", "Iran", "Cyprus"),
]


@pytest.mark.parametrize(("title", "actor", "target"), STRIKES)
def test_arms_tell_whose_strike_it_was(title: str, actor: str | None, target: str | None) -> None:
    """Where only the encoder hears a strike over a border, the name in front of the blow is its doer's."""
    heard = dict.fromkeys(EscalationKind, -7.0) | {EscalationKind.CROSS_BORDER_STRIKE: 6.0}
    impression = Impression(4.0, 4.0, dict.fromkeys(EventType, 0.0), heard)
    found = find_escalation(Text(Document(id="t", title=title, text="")), impression)
    assert [e.kind.value for e in found] == ["cross_border_strike"]
    if actor is not None:
        assert (found[0].actor, found[0].target) == (actor, target)
    else:
        assert found[0].actor != "Oman"  # a plain state's name in front of a blow is where it fell


WITHIN = [
    ("Togo mourns eight soldiers", "Rebels raided a post. The army announced the dispatch of 500 reinforcements.",
     "force_deployment", "Togo", None),
    ("Shell from Chad lands in orchard", "A raid went on. The army sent 500 reinforcements.", "force_deployment",
     None, None),
    ("Peru strikes Chile", "Ten died. The army sent 500 reinforcements.", "force_deployment", None, None),
    ("Blast kills four; IS claims attack", "The bomb went off at noon.", "claim_of_responsibility", "Islamic State",
     None),
    ("Iran vows crushing response after blast", "Iran vowed revenge on Israel for the attack.", "retaliation_threat",
     "Iran", "Israel"),
    ("Peru expels Chilean envoy after a strike by Bolivia", "Lima said no more.", "diplomatic_rupture", "Peru", "Chile"),
    ("Peru sent troops north, a day after Bolivia's air strike", "", "force_deployment", "Peru", None),
]


@pytest.mark.parametrize(("title", "text", "kind", "actor", "target"), WITHIN)
def test_the_text_around_tells_who_acts(title: str, text: str, kind: str, actor: str | None, target: str | None) -> None:
    """An office is of the headline's only state; what is told twice has one actor; what came before is no target."""
    found = find_escalation(Text(Document(id="t", title=title, text=text)))
    first = next(e for e in found if e.kind == kind)
    assert (first.actor, first.target) == (actor, target)
