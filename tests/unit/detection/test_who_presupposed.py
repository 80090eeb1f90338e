"""Doers told at a distance: by a name that only the deed gives, seen at it, in disguise, by their own new group."""

from __future__ import annotations

import pytest
from who_kit import read

from monitor.detection.actors.claims import read as read_sentence
from monitor.detection.actors.governed import is_governed
from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.who import assign_actors
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

TOLD = [
    ("Kidnappers want a ransom for the pupils [[seized]] at dawn.", "abduction", "kidnappers", "stated"),
    ("The gunwoman got away after the [[shooting]].", "shooting", "gunwoman", "stated"),
    ("Hostage-takers let two cooks go on day three of the [[siege]].", "abduction", "Hostage-takers", "stated"),
    ("Survivors saw soldiers locking the hall and then opening fire in the [[massacre]].", "shooting", "soldiers", "stated"),
    ("Troops [[shot at]] mourners in the square.", "shooting", "troops", "stated"),
    ("Gunmen [[shot at]] an ambulance near the border.", "shooting", "gunmen", "stated"),
    ("A masked man walked into a bar and fired six times in the [[attack]].", "shooting", "masked man", "stated"),
    ("A former lodger appeared in court over the [[stabbing]].", "stabbing", "former lodger", "suspected"),
    ("Red Dawn Column says it planted the [[bomb]].", "bombing", "Red Dawn Column", "claimed"),
    ("Al Shabaab behind market [[blast]], the mayor says.", "bombing", "al-Shabaab", "blamed"),
    ("Al Shabaab men are believed to have planted the [[bomb]].", "bombing", "al-Shabaab", "suspected"),
    ("A cook was [[strangled]] by her lodger.", "stabbing", "lodger", "stated"),
]


@pytest.mark.parametrize(("marked", "kind", "name", "basis"), TOLD)
def test_who_did_it_is_told_at_a_distance(marked: str, kind: str, name: str, basis: str) -> None:
    """A name that the deed gives, men seen at it, a new group's word and a court tell the doer."""
    doer = read(marked, kind).perpetrator
    assert (doer.name or "").lower() == name.lower()
    assert doer.basis == basis


NOBODY = [
    ("A student was [[shot at]] a party.", "shooting"),
    ("Two nurses [[shot at]] a bus stop.", "shooting"),
    ("The driver of the [[hijacked]] coach slept.", "hijacking"),
    ("A surgeon on Sunday's [[raid]]: it was dark.", "attack"),
    ("A reporter among those [[taken]] in the raid.", "abduction"),
    ("A shopkeeper was [[shot]] dead defending his till.", "shooting"),
    ("Passengers held his attacker after the [[stabbing]].", "stabbing"),
    ("Nine pupils die in Philippine [[siege]].", "attack"),
    ("There were no gunmen near the [[attack]].", "attack"),
    ("A planner was [[killed by]] a drone inside Niger.", "air_drone_strike"),
    ("A girl [[snatched]] from her school.", "abduction"),
    ("Soldiers cordoned the street after the [[bombing]].", "bombing"),
]


@pytest.mark.parametrize(("marked", "kind"), NOBODY)
def test_who_was_hit_or_stood_by_did_not_do_it(marked: str, kind: str) -> None:
    """Victims, captives, those who stop the attacker and the land where it happened are no doers."""
    assert read(marked, kind).perpetrator.name is None


@pytest.mark.parametrize(("role", "name"), [(Role.NEWS, "gunman"), (Role.BACKGROUND, None)])
def test_only_the_news_takes_who_is_presupposed(role: Role, name: str | None) -> None:
    """A gunman in a sentence beside the mention is the news's, and no background's."""
    text = Text(Document(id="t", text="Shots rang out at noon. The gunman fled."))
    anchor = Anchor(2, 7, text.sentences[0].index, EventType.SHOOTING, "shots")
    draft = Draft(
        type=EventType.SHOOTING, stage=Stage.ACCOMPLISHED, role=role, anchors=(anchor,),
        sentences=(text.sentences[0].index,),
    )  # fmt: skip
    assert assign_actors(text, [draft])[0].perpetrator.name == name


@pytest.mark.parametrize(
    ("before", "end", "person", "governed"),
    [
        ("entered the shop posing as ", " fired", True, True),
        ("no ", " fired", False, True),
        ("he stabbed two ", " and fled", True, False),
        ("fighters of the ", " fired", False, False),
        ("an attack on ", " was", False, True),
        ("on ", ", who fired", False, False),
    ],
)
def test_what_stands_before_a_name_governs_it(before: str, end: str, *, person: bool, governed: bool) -> None:
    """A disguise, a denial and a preposition make it no doer; its own clause and "members of" leave it one."""
    text = Text(Document(id="t", text=before + "men" + end))
    start = text.body_start + len(before)
    assert is_governed(text, start + 3, before, person=person) is governed


@pytest.mark.parametrize(
    "words",
    [
        "Uganda says it killed nine rebels.",
        "John Smith said it was the worst day of his life.",
        "Harbour Foods says it opened two shops.",
    ],
)
def test_what_is_no_newcomers_claim(words: str) -> None:
    """A state is known, a witness did nothing, and a shop did no attack."""
    claim = read_sentence(text := Text(Document(id="t", text=words)), text.sentences[0].index).claim
    assert claim is None or claim.perpetrator.name == "Uganda"
