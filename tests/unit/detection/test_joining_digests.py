"""What parts the stories of a digest, and what goes on within one attack: the second bomb, the end of the attacker."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.items import Items
from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.domain.detection import Event
from monitor.domain.document import Document
from monitor.domain.taxonomy import Role

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=UTC)
DETECTOR = Detector()


def told(title: str, body: str) -> tuple[Event, ...]:
    """The events that a text tells, the news first."""
    return DETECTOR.detect(Document(id="t", title=title, text=body, published=FRIDAY)).events


def names(events: tuple[Event, ...]) -> list[str | None]:
    """The places of the news events."""
    return [event.place.name for event in events if event.role is Role.NEWS and event.place]


@pytest.mark.parametrize(
    ("title", "body", "items"),
    [
        ("Blast in Kabul; judge shot in Bogota", "A bomb went off.", [0, 1, 2]),
        ("Drones hit Odesa | Bomb in Kabul", "", [0, 1]),
        ("Live page", "10:20 Drones hit a port.\n\n09:45 A strike killed four.", [0, 1, 2]),
        ("In short", "• A bomb went off.\n• Gunmen took pupils.", [0, 1, 2]),
        ("In short", "Pakistan: A bomb went off.\nNigeria: Gunmen took pupils.", [0, 1, 2]),
        ("Round-up", "KIRKUK - Gunmen shot a guard.\nMOSUL - A car bomb went off.", [0, 1, 2]),
    ],
)
def test_the_form_of_a_digest(title: str, body: str, items: list[int]) -> None:
    """Clauses of a title and paragraphs that begin alike are items."""
    text = Text(Document(id="t", title=title, text=body, published=FRIDAY))
    found = Items(text)
    assert found.several
    assert sorted({found.at(at) for at in range(len(text.full))}) == items


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Blast in Kabul", "A bomb went off. Six people died."),
        ("Blast in Kabul", "A bomb went off.\n\nSix people died.\n\nNobody claimed it."),
        ("Blast: six die", "KABUL - A bomb went off.\n\nPolice shut the road."),
        ("BLASTS", "KABUL - A BOMB WENT OFF AT A GATE.\nKUNDUZ - GUNMEN SHOT A GUARD AT A MILL."),
    ],
)
def test_a_report_has_no_items(title: str, body: str) -> None:
    """Paragraphs alone, one dateline, and dispatches in capitals, which are joined by rules of their own, are none."""
    assert not Items(Text(Document(id="t", title=title, text=body, published=FRIDAY))).several


@pytest.mark.parametrize(
    ("title", "body", "places"),
    [
        (
            "Blast kills five in Peshawar; gunmen shoot judge in Bogota",
            "Five people died when a bomb went off in Peshawar on Thursday. In Bogota, gunmen shot dead a judge.",
            ["Peshawar", "Bogotá"],
        ),
        (
            "World news in brief",
            "Gunmen killed six farmers in Zamfara on Tuesday.\n\nIn other news, a car bomb in Bogota hurt 12 people.",
            ["Zamfara", "Bogotá"],
        ),
        (
            "News in brief",
            "• A suicide bomber killed eight policemen in Bannu.\n• Gunmen took 20 pupils from a school in Kaduna.",
            ["Bannu", "Kaduna"],
        ),
        (
            "Israeli forces kill man in Nablus",
            "Troops shot dead a man in Nablus on Thursday. In a separate incident, settlers set fire to cars in Hebron.",
            ["Nablus", "Hebron"],
        ),
    ],
)
def test_each_story_is_news_of_its_own(title: str, body: str, places: list[str]) -> None:
    """Each item keeps its own place, and all are news."""
    assert names(told(title, body)) == places


def test_each_story_keeps_its_figures() -> None:
    """The dead of one item are no part of another's."""
    body = "10:20 Drones hit the port of Odesa, wounding three people.\n\n09:10 A suicide bomber killed six in Mogadishu."
    first, second = told("Live: Russia strikes Odesa port", body)
    hurt, dead = first.injured, second.killed
    assert first.killed is second.injured is None
    assert hurt is not None
    assert dead is not None
    assert (hurt.min, dead.min) == (3, 6)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Two hurt in ramming in Haifa; attacker shot dead", "A man drove at a bus stop in Haifa on Thursday."),
        ("Youth shot in Lima; child hit too dies", "The gunman fled on a scooter after the shooting on Thursday."),
        ("Bomb kills six in Kabul", "• A bomb went off at a market in Kabul.\n• The bomb killed six people.\n• Ten are hurt."),
    ],
)
def test_points_of_one_story_are_one_event(title: str, body: str) -> None:
    """The form of a digest alone parts nothing."""
    assert len(told(title, body)) == 1


TWINS = [
    ("Blasts at market in Quetta", "A bomb killed 12 people in Quetta. A second blast minutes later killed eight more."),
    ("Blast at Lahore shrine", "A bomb exploded at a shrine in Lahore. Another blast half an hour later hurt two."),
    ("Strike on Odesa", "A missile hit a house in Odesa. When rescuers arrived, a second missile struck the same building."),
    ("Twin blasts in Karachi", "A bomb exploded at a court in Karachi. A second bomb exploded at the gate."),
    ("Base hit", "Rockets hit a base in Erbil on Thursday. Hours later more rockets fell on the same base."),
]
OTHERS = [
    ("Blasts", "A bomb exploded near a bank. A second bomb exploded near a school."),
    ("Blasts", "A bomb exploded at a bank in Quetta on Monday. Another bomb exploded in Lahore minutes after a rally there."),
    ("Shootings", "A man was shot dead near a mill. In another shooting hours later, gunmen opened fire on a bus."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body"), TWINS)
def test_a_second_blow_is_of_the_same_attack(title: str, body: str) -> None:
    """Minutes later, for the rescuers, at the same place, or told as twin blasts: one attack."""
    assert len(told(title, body)) == 1


@pytest.mark.parametrize(("title", "body"), OTHERS)
def test_a_further_attack_is_another(title: str, body: str) -> None:
    """Another bomb elsewhere, or hours later, is an attack of its own."""
    assert len(told(title, body)) == 2


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Gunman kills three at mall before police shoot him", "A gunman opened fire in Toledo before officers shot and killed him."),
        ("Man stabs four at station", "A man stabbed four people in Lyon on Thursday. Officers shot the attacker dead."),
        ("Shooting at church", "A man opened fire in a church in Dallas. He was later killed by police."),
    ],
)  # fmt: skip
def test_what_was_done_to_the_attacker_tells_no_attack(title: str, body: str) -> None:
    """The shots of police are no words of the attack that they ended."""
    (event,) = told(title, body)
    triggers = " ".join(e.text for e in event.evidence if e.field == "trigger").lower()
    assert not {"shot", "shoot", "killed by police"} & {triggers, *triggers.split()}


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Woman killed by officer", "A woman was shot dead by police in Tulsa on Thursday. She was shot by an officer twice."),
        ("Man shot by police", "Police shot a man in Perth on Thursday. Officers shot the suspect when he ran."),
    ],
)  # fmt: skip
def test_police_who_shoot_are_told_as_such(title: str, body: str) -> None:
    """Where nobody else attacked, a shooting by police keeps its words."""
    (event,) = told(title, body)
    assert any("shot" in e.text.lower() for e in event.evidence if e.field == "trigger")


def test_sentences_that_tell_the_end_of_the_attacker_stay_with_the_attack() -> None:
    """Where the words of attack are the officers' alone, what their sentence counts is still the attack's."""
    body = "A man opened fire in a shop in Reno. The attacker was shot by police. Two people died."
    (event,) = told("Shooting in Reno", body)
    assert event.killed is not None
    assert event.killed.min == 2


@pytest.mark.parametrize(
    ("count", "body"),
    [
        (2, "Gunmen shot dead six farmers in Zamfara. In Borno, gunmen shot dead five traders."),
        (1, "A man was shot dead in Reno on Monday. In the street, officers found that he was shot twice."),
    ],
)
def test_a_place_at_the_head_of_a_sentence(count: int, body: str) -> None:
    """ "In Borno, gunmen …" is of Borno, whatever the means."""
    assert len(told("Shootings", body)) == count


@pytest.mark.parametrize(
    "body",
    [
        "A church burnt down in Gulu on Monday and a guard died. In June 2023, rebels from across the border killed 42 people.",
        "Gunmen killed nine people in a hall in Gulu on Monday in the deadliest attack since the market bombing of 2004.",
    ],
)  # fmt: skip
def test_an_old_attack_lends_no_day(body: str) -> None:
    """Neither "the border" nor "the deadliest since" makes an attack of years ago the one that is the news."""
    event = told("Arson attack kills guard in Gulu", body)[0]
    assert event.date is None or event.date.startswith("2026")


@pytest.mark.parametrize(
    ("count", "title", "body"),
    [
        (1, "Mayor shot dead in Manta", "Another mayor was shot dead in Manta on Monday. He was 50."),
        (1, "Two killed in raid on base", "Medics spoke of two dead and another five wounded in the attack on the base."),
        (2, "Mayor shot dead in Manta", "A mayor was shot dead in Manta on Monday. Another mayor was shot dead in Loja on Tuesday."),
    ],
)  # fmt: skip
def test_the_lead_tells_what_the_title_told(count: int, title: str, body: str) -> None:
    """ "Another" at the head of the lead, or before a number of victims, opens no event."""
    assert len(told(title, body)) == count


def test_the_day_before_is_of_the_attack_that_came_before() -> None:
    """In title and body, what came a day after another attack keeps its own figures."""
    title = "Guards shoot two people in Salem, a day after deadly Boise shooting"
    body = "Guards hurt two people in a shooting in Salem on Thursday. It came a day after one in Boise shot dead a man."
    first, *rest = told(title, body)
    assert first.killed is None
    assert all(event.killed is not None for event in rest)
    assert {event.role for event in rest} == {Role.BACKGROUND}


def test_an_old_attack_is_known_by_its_victims_name() -> None:
    """A lead that says when the one named in the title was killed dates that killing."""
    body = "Arvid Lunde, 48, was shot dead on September 3 in his car in Oslo."
    (event,) = told("Arvid Lunde: police name man wanted over the death of the dealer in Oslo", body)
    assert event.date == "2025-09-03"
