"""Dispatches in capitals tell a day's attacks one after another: what begins the next one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.assemble import cluster
from monitor.detection.context import Study
from monitor.detection.judge import Judgement
from monitor.detection.text import Text
from monitor.detection.when import find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import Stage

WRITTEN = datetime(1990, 3, 6, tzinfo=UTC)


def count(body: str) -> int:
    """How many events all mentions of a text make, whatever the event model thinks of each."""
    study = Study(Text(Document(id="t", title="", text=body, published=WRITTEN)))
    accepted = [Judgement(candidate, Stage.ACCOMPLISHED, 0.9) for candidate in study.candidates]
    return len(cluster(study, accepted, find_dates(study.text, WRITTEN)))


@pytest.mark.parametrize(
    "body",
    [
        "A BOMB EXPLODED TODAY AT A BANK. ANOTHER BOMB EXPLODED TODAY AT A SCHOOL.",
        "A BOMB EXPLODED AT A BANK. IN ADDITION, ON THE ROAD TO THE COAST, A BOMB EXPLODED UNDER A LORRY.",
        "THE REBELS ATTACKED A MILL. SIMILARLY, IN THE HILLS OF THE NORTH, THE REBELS ATTACKED A VILLAGE.",
        "A BOMB EXPLODED AT A BANK. MEANWHILE, THE GUERRILLAS BLEW UP TWO LORRIES.",
        "GUERRILLAS ATTACKED A MILL. THE GUERRILLAS ALSO ATTACKED A VILLAGE.",
        "A BOMB EXPLODED AT A BANK. IN ADDITION, GUERRILLAS BLEW UP TWO LORRIES YESTERDAY ON THE ROAD TO THE COAST.",
        "A BOMB EXPLODED AT A BANK. A LORRY WAS ALSO DESTROYED BY A BOMB 3 DAYS AGO.",
        "GUERRILLAS ATTACKED A MILL. IT WAS ALSO REPORTED TODAY THAT UNIDENTIFIED PERSONS ATTACKED A VILLAGE SCHOOL.",
        "A BOMB EXPLODED AT A BANK. ANOTHER REPORT STATED THAT TWO PETROL STATIONS WERE BOMBED BY GUERRILLAS.",
    ],
)
def test_a_word_that_adds_begins_another_attack(body: str) -> None:
    """Also on the same day, and where it is the doer and not the deed that is known."""
    assert count(body) == 2


@pytest.mark.parametrize(
    "body",
    [
        "A BOMB EXPLODED TODAY AT A BANK. THE BLAST TODAY KILLED A GUARD.",
        "A BOMB EXPLODED AT A BANK. THE BOMB EXPLODED AS THE GUARD LEFT.",
        "GUNMEN SHOT A JUDGE. MEANWHILE, THE ATTACK WAS CONDEMNED.",
        "REBELS ATTACKED A MILL. THE REBELS ATTACKED IT WITH RIFLES.",
        "GUNMEN SHOT A JUDGE. HIS DRIVER WAS ALSO SHOT.",
        "A BOMB EXPLODED AT A BANK. EXPLOSIONS ALSO SHOOK THE STREET.",
    ],
)
def test_what_is_told_on_of_an_attack_stays_with_it(body: str) -> None:
    """The known deed, told with "the" or without a word that adds."""
    assert count(body) == 1


def test_local_news_tells_a_shooting_of_one_day_once() -> None:
    """In mixed case two mentions of one day are one event, whatever word stands before them."""
    assert count("A man was shot on Monday. Meanwhile, police said the man was shot on Monday by a friend.") == 1
