"""Victims, officials who comment and police who answer are no doers; whom the law holds is suspected, not told as fact."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.lawmen import is_in_office, only_stops
from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.who import assign_actors
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

NOT_WHO = [
    # to whom it was done
    ("A woman with gunshot wounds was found after the [[shooting]].", "shooting", "woman"),
    ("Missing girl rescued after her [[kidnapping]].", "abduction", "girl"),
    ("Two Americans taken hostage in the [[raid]] are free.", "abduction", "Americans"),
    ("Man throws women off a bridge, [[killing]] one.", "attack", "women"),
    ("Springfield man [[shot]] twice in a robbery.", "shooting", "man"),
    ("Mother [[killed]] shielding her daughter.", "attack", "Mother"),
    ("The army's [[raid]] left a child caught in crossfire dead.", "armed_clash", "child"),
    # who speaks or acts beside it
    ("UN envoy condemns [[attack]] on a market.", "attack", "envoy"),
    ("Ambassador defends the [[strike]] on the port.", "air_drone_strike", "Ambassador"),
    ("Firefighters launched an initial [[attack]] on the flames.", "arson", "firefighters"),
    # who answered
    ("Four were [[stabbed]]. An officer fired at a man with a knife.", "stabbing", "officer"),
    ("The gunman in the mall [[attack]] was killed by officers.", "shooting", "officers"),
    ("Police shot the attacker after the [[shooting]].", "shooting", "police"),
    ("Two women are among four held for '[[killing]]' a clerk.", "attack", "stated women"),
]
"""A text with its trigger marked, the event's type, and a word that the doer's name must not hold."""

WHO = [
    ("They were [[hit]] by Israeli bullets.", "shooting", "Israeli forces", "stated"),
    ("Men got out of a car and sprayed them with bullets in the [[shooting]].", "shooting", "men", "stated"),
    ("Acid was [[thrown]]. A masked man got off a scooter and flung it at her.", "chemical_attack", "masked man", "stated"),
    ("Three died in the [[attack]]. Four cousins dragged them out and hacked them.", "stabbing", "four cousins", "stated"),
    ("A bomb [[exploded]]. A little-known separatist outfit claimed responsibility.", "bombing", "little-known separatist outfit", "claimed"),
    ("The [[arson attack]] was claimed by a far-left group.", "arson", "far-left group", "claimed"),
    ("A Ukrainian quadcopter [[struck]] a minibus.", "air_drone_strike", "Ukrainian forces", "stated"),
    ("A clerk was [[stabbed]] by a man; officers arrested the man later.", "stabbing", "man", "suspected"),
    ("The gunman [[shot]] six. The gunman, a fired clerk, killed himself.", "shooting", "fired clerk", "suspected"),
    ("Police [[shot]] dead two protesters.", "shooting", "police", "stated"),
    ("A woman was [[shot]] dead by an immigration officer.", "shooting", "immigration officer", "stated"),
    ("They mourn after a Tunisian [[shot]] two fans.", "shooting", "Tunisian", "stated"),
    ("An Iranian \"Shahed\" drone [[strikes]] a mall.", "air_drone_strike", "Iranian forces", "stated"),
    ("Officers have arrested a clerk on suspicion of assault after he [[beat]] a guest.", "attack", "clerk", "suspected"),
    ("Teen held over the knife [[attack]] in a club.", "stabbing", "teen", "suspected"),
    ("A mob [[lynched]] two men suspected of theft.", "mob_violence", "mob", "stated"),
    ("An officer allegedly [[shot]] a clerk.", "shooting", "officer", "stated"),
    ("Police have detained a senior officer who [[fired]] from his house.", "shooting", "senior officer", "suspected"),
    ("It is said that Hamas has [[killed and burned]] farmers.", "attack", "Hamas", "stated"),
    ("The video is said to show Hamas [[killed]] farmers.", "attack", "Hamas", "stated"),
    ("Ten Britons are [[held by]] Hamas.", "abduction", "Hamas", "stated"),
]  # fmt: skip
"""The same, the doer's name and its basis."""


@pytest.mark.parametrize(("marked", "kind", "other"), NOT_WHO)
def test_who_did_not_do_it(marked: str, kind: str, other: str) -> None:
    """Neither the victim, nor who comments, nor who stopped the attacker."""
    found = read(marked, kind).perpetrator
    told = f"{found.basis} {found.name}".lower()
    assert not all(word in told for word in other.lower().split())


@pytest.mark.parametrize(("marked", "kind", "name", "basis"), WHO)
def test_who_did_it_and_on_what_ground(marked: str, kind: str, name: str, basis: str) -> None:
    """The same words where they do tell the doer, and whether as fact."""
    found = read(marked, kind).perpetrator
    assert (found.name, str(found.basis)) == (name, basis)


@pytest.mark.parametrize(("name", "known"), [("off-duty officer", True), ("police", True), ("clerk", False)])
def test_who_acts_for_the_law(name: str, known: bool) -> None:
    """By the last word of the description."""
    assert is_in_office(name) is known


@pytest.mark.parametrize(
    ("words", "who", "stops"),
    [
        ("The suspect was shot dead by deputies.", "deputies", True),
        ("Deputies shot dead the suspect.", "Deputies", True),
        ("Deputies shot dead a driver.", "Deputies", False),
        ("A driver was shot by deputies.", "deputies", False),
    ],
)
def test_who_only_stopped_it(words: str, who: str, stops: bool) -> None:
    """Who shot the attacker, in either voice."""
    text = Text(Document(id="t", text=words))
    start = text.full.index(who)
    assert only_stops(text, text.sentences[0], start, start + len(who)) is stops


def _told(title: str, text: str, kind: EventType) -> tuple[str | None, str, str | None]:
    """Name, basis and voice of an event that the title and the first sentence tell."""
    read_ = Text(Document(id="t", title=title, text=text))
    anchors = []
    for word in ("raid", "attack", "hit"):
        at = read_.folded.find(word)
        while at >= 0:
            sentence = read_.sentence_at(at)
            assert sentence is not None
            anchors.append(Anchor(at, at + len(word), sentence.index, kind, word))
            at = read_.folded.find(word, at + 1)
    draft = Draft(
        type=kind, stage=Stage.ACCOMPLISHED, role=Role.NEWS, anchors=tuple(anchors),
        sentences=tuple(s.index for s in read_.sentences),
    )  # fmt: skip
    found = assign_actors(read_, [draft])[0].perpetrator
    return found.name, str(found.basis), found.by


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (
            "M23 attack on camp kills five", "M23 fighters raided the camp in Congo, a rights group said.",
            ("M23", "blamed", "rights group"),
        ),
        (
            "US hit depot in Syria", "The US hit a depot in Syria, the Pentagon said.",
            ("United States", "claimed", None),
        ),
        (
            "Russian attack kills two", "A Russian attack killed two in Ukraine, the governor said.",
            ("Russian forces", "stated", None),
        ),
        (
            "Russian attack on town wounds six", "Six were hurt, after Moscow said it had stopped drones.",
            ("Russian forces", "stated", None),
        ),
    ],
)  # fmt: skip
def test_the_ground_is_the_best_that_the_text_has(title: str, text: str, told: tuple[str | None, str, str | None]) -> None:
    """A title tells as fact what the text has from one who says so; what another clause says is nobody's word."""
    assert _told(title, text, EventType.ATTACK) == told
