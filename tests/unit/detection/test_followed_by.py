"""Attacks told by the one that they followed, records that are no telling of their own, and the month of May."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.howmany import find_casualties
from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.domain.detection import Event
from monitor.domain.document import Document

PUBLISHED = datetime(2026, 2, 5, 7, tzinfo=UTC)  # a Thursday


def events_of(title: str, text: str) -> tuple[Event, ...]:
    """What is detected in one report."""
    return Detector().detect(Document(id="x", title=title, text=text, published=PUBLISHED)).events


def dated(events: tuple[Event, ...], day: str) -> Event:
    """The one event of a day."""
    (found,) = (e for e in events if e.date == day)
    return found


FIRST = "On Monday, mortar shells hit a base in Balad, wounding one soldier. On Tuesday, a bomber hit Kirkuk."


@pytest.mark.parametrize(
    ("told", "type_", "place"),
    [
        ("Monday's barrage was followed by another one on Wednesday at the same base, killing a guard.", "shelling", "Balad"),
        ("Monday's attack was followed by another attack on Wednesday at the same site.", "shelling", "Balad"),
        ("Monday's barrage was followed by another drone attack on Wednesday at the same site.", "air_drone_strike", "Balad"),
    ],
)  # fmt: skip
def test_another_attack_has_its_own_day_and_the_place_of_the_one_it_followed(
    told: str, type_: str, place: str
) -> None:
    """The day named first tells which earlier attack is meant; type and "the same site" are that one's."""
    events = events_of("Rockets hit Erbil airport", f"Rockets hit the airport of Erbil on Thursday. {FIRST} {told}")
    found = dated(events, "2026-02-04")
    assert found.type == type_
    assert found.place is not None
    assert place in found.place.name


def test_the_first_attack_is_the_one_that_was_followed() -> None:
    """Who is suspected of the first of two attacks is not suspected of the second, nor is its target that one's."""
    told = (
        "Mortar shells hit a base in Balad on Monday, wounding one soldier. Monday's barrage was followed by another "
        "attack on Wednesday at the same site, which wounded two cooks. The first attack led to air raids on Tuesday on "
        "depots of Kataib Hezbollah, which is believed to be responsible for the attack."
    )
    events = events_of("Rockets hit Erbil airport", f"Rockets hit the airport of Erbil on Thursday. {told}")
    second = dated(events, "2026-02-04")
    assert second.perpetrator.name is None
    assert second.injured is not None
    assert second.injured.min == 2


def test_another_attack_after_a_bomber_may_be_of_any_kind() -> None:
    """A suicide bombing is not repeated by the word "another attack"."""
    told = "A suicide bomber killed four soldiers at a checkpoint in Gwoza on Monday."
    events = events_of("Bomber strikes Gwoza", f"{told} The blast was followed by another attack on Tuesday at the same checkpoint.")
    found = dated(events, "2026-02-03")
    assert found.type == "attack"
    assert found.place is not None
    assert found.place.name == "Gwoza"


def test_a_record_names_no_place_of_an_earlier_attack() -> None:
    """"It was the deadliest strike on the city" is told of the news, whatever stood right before it."""
    events = events_of(
        "Missiles strike Kharkiv, killing three",
        "Missiles struck a block in Kharkiv on Wednesday, killing three people. On Monday, shelling killed two in Kherson. "
        "It was the deadliest strike on Kharkiv in a month.",
    )
    assert [(e.date, e.place.name if e.place else None) for e in events] == [("2026-02-04", "Kharkiv"), ("2026-02-02", "Kherson")]


@pytest.mark.parametrize("when", ["in late May", "in May", "in early May", "on 3 May"])
def test_the_month_of_may_is_no_doubt(when: str) -> None:
    """An attack of May happened; only the verb makes it thinkable."""
    events = events_of("Ambush remembered", f"Gunmen ambushed a convoy near Damboa {when} and killed 15 soldiers.")
    assert [e.stage for e in events] == ["accomplished"]


@pytest.mark.parametrize(
    ("sentence", "count", "groups"),
    [
        ("Rockets hit the camp, killing two soldiers, one Dutch and one Italian.", 2, 2),
        ("Rockets hit the camp, killing three troops, two Americans and a Briton.", 3, 2),
        ("The blast killed two people, a Dutch tourist and a policeman.", 2, 2),
        ("The blast killed two soldiers, a policeman and a farmer.", 4, 0),
        ("The blast killed three soldiers, two policemen and a child.", 6, 0),
    ],
)
def test_groups_that_make_up_a_count_are_not_added_to_it(sentence: str, count: int, groups: int) -> None:
    """A list that adds up to its first count, of nationalities or of plain people, says who they were."""
    (found,) = find_casualties(Text(Document(id="x", title="", text=sentence)))
    assert (found.low, len(found.groups)) == (count, groups)


def test_a_day_earlier_counts_no_series() -> None:
    """"A day" is a rate only where no "earlier" follows."""
    (found,) = find_casualties(Text(Document(id="x", title="", text="A day earlier, a bomb wounded three policemen.")))
    assert not found.cumulative


def test_the_only_shooting_of_a_text_may_get_its_day_late() -> None:
    """Title and a detailed account some sentences on are one shooting, with its figure."""
    (event,) = events_of(
        "Woman killed in shooting outside store",
        "Neighbours in Gary left flowers at the store. Many had known her for years. The owner closed for the day. "
        "A prayer was said. The shop will open again next week. On Tuesday, Ann Bell, 34, was shot and died, police said.",
    )
    assert event.date == "2026-02-03"
    assert event.killed is not None
    assert event.killed.min == 1
