"""Strikes over a border: who hits whose ground, and when a war already rages between them."""

from datetime import UTC, date, datetime

import pytest
from escalation_kit import find_escalation

from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Text
from monitor.domain.detection import Escalation
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind

CROSSED = [
    "Turkish warplanes bombed villages in northern Iraq overnight.",
    "Israel struck an airfield near Homs.",
    "Iran fired ballistic missiles at a base in Erbil.",
    "Pakistan carried out air strikes in Khost, the Taliban said.",
    "Rockets fired from Syria hit an Israeli border post.",
    "The Saudi-led coalition launched air raids on Hodeidah.",
    "Thai jets attacked Cambodian positions across the frontier.",
    "Cross-border shelling killed two farmers near the Sudanese line.",
    "Jordan's air force launched air strikes on smugglers inside Syria.",
    "Ethiopian troops attacked a Sudanese border post on Sunday.",
    "Rwandan artillery shelled Goma, the army said.",
    "Erbil was hit by Iranian missiles before dawn.",
    "A Turkish drone strike killed three people in Sinjar.",
    "India says it struck camps in Muzaffarabad.",
    "Azerbaijani forces shelled Jermuk.",
    "Kenyan jets bombed a camp in Somalia.",
]
NOT_CROSSED = [
    "The Iraqi army shelled a village in Iraq.",
    "Israel condemned the attack in Syria.",
    "NATO jets shot down a drone over Latvia.",
    "Iran denied that it had fired missiles at Erbil.",
    "Turkey threatened to launch air strikes in Syria.",
    "France hit back at Italy in a row over migrants.",
    "Spain beat Germany after late strikes from the bench in Madrid.",
    "An earthquake hit Turkey and killed two people in Syria.",
    "In 1981 Israel bombed a reactor in Iraq.",
    "Americans killed in Iraq were flown home.",
    "The United States imposed sanctions on Iran.",
    "A drill simulated an Iranian missile attack on Bahrain.",
    "Talks on the strikes in Iran continue in Geneva.",
]
WARS = [
    ("Russian missiles hit Kharkiv.", "2021-05-01", True),
    ("Russian missiles hit Kharkiv.", "2023-05-01", False),
    ("Ukraine fired drones at Moscow.", "2024-05-01", False),
    ("Israel struck targets in Tehran.", "2024-10-26", True),
    ("Israel struck targets in Tehran.", "2025-06-13", True),
    ("Israel struck targets in Tehran.", "2025-06-15", False),
    ("Israel struck targets in Tehran.", "2025-08-01", True),
    ("Azerbaijani forces shelled Jermuk.", "2020-10-10", False),
    ("Azerbaijani forces shelled Jermuk.", "2022-09-13", True),
]


def crossing(sentence: str, day: str | None = None) -> Escalation | None:
    published = datetime.fromisoformat(f"{day}T12:00:00+00:00").astimezone(UTC) if day else None
    found = find_escalation(Text(Document(id="t", text=sentence, published=published)))
    return next((e for e in found if e.kind is EscalationKind.CROSS_BORDER_STRIKE), None)


@pytest.mark.parametrize("sentence", CROSSED)
def test_a_state_or_group_hits_anothers_ground(sentence: str) -> None:
    """One side's arms land on another state's territory, told in the active, the passive or from the place of launch."""
    assert crossing(sentence, "2024-04-01") is not None


@pytest.mark.parametrize("sentence", NOT_CROSSED)
def test_no_border_is_crossed(sentence: str) -> None:
    """At home, in words only, denied, threatened, long ago, by nature or in sport: no crossing."""
    assert crossing(sentence) is None


@pytest.mark.parametrize(("sentence", "day", "counts"), WARS)
def test_a_raging_war_makes_no_new_crossing(sentence: str, day: str, counts: bool) -> None:
    """The table of wars decides by the day of publication."""
    assert (crossing(sentence, day) is not None) is counts


def test_the_table_of_wars_is_sound() -> None:
    """Every war has two states of the lexicon, a first day, and a last day that is no earlier."""
    codes = {row[0] for row in read_tsv("states.tsv")}
    for one, other, first, last in read_tsv("wars.tsv"):
        assert {one, other} <= codes
        assert one != other
        assert last == "-" or date.fromisoformat(first) <= date.fromisoformat(last)
