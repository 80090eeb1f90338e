"""Names that are no doers: a ship's flag, a police station, an embassy, the country of a movement that speaks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.howmany import find_casualties
from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.detection.where import find_toponyms
from monitor.domain.document import Document

PUBLISHED = datetime(2026, 2, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "text", "name", "basis"),
    [
        ("Tanker hit off Yemen", "A missile hit a Liberia-flagged tanker off Hodeidah on Wednesday.", None, "unknown"),
        ("Bomber hits police", "A suicide bomber attacked a police post in Bannu on Wednesday, killing six.", "suicide bomber", "stated"),
        ("Six police officers killed in Bannu suicide attack", "A bomber blew himself up in Bannu on Wednesday.", "bomber", "stated"),
        ("Rockets hit Baghdad", "An attack near the US Embassy in Baghdad killed three guards on Wednesday.", None, "unknown"),
        ("Ship struck in Red Sea", "Yemen's Houthi movement said on Wednesday that it had struck a tanker.", "Houthis", "claimed"),
        ("Police kill two in Lagos", "Police shot dead two protesters in Lagos on Wednesday, witnesses said.", "police", "stated"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_act_did_not_do_it(title: str, text: str, name: str | None, basis: str) -> None:
    """What stands behind a name tells a flag, a building or a victim from a party."""
    (event,) = Detector().detect(Document(id="x", title=title, text=text, published=PUBLISHED)).events
    assert (event.perpetrator.name, event.perpetrator.basis) == (name, basis)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Drones hit an apartment block in Kharkiv.", ["Kharkiv"]),
        ("Missiles hit a tower block in Dnipro.", ["Dnipro"]),
        ("A man was shot in the 1200 block of Houston Street.", []),
    ],
)
def test_a_block_in_a_city_is_a_house_and_a_block_of_a_street_is_not(sentence: str, place: list[str]) -> None:
    """Only "block of" stands before a street's name."""
    assert [t.text for t in find_toponyms(Text(Document(id="x", text=sentence)))] == place


@pytest.mark.parametrize(
    ("sentence", "killed"),
    [
        ("Three guards have died, raising the toll from one.", [3]),
        ("The attack raised the death toll from 5 to 8.", [8]),
        ("Two guards, not three, were killed in the attack.", [2]),
    ],
)
def test_a_figure_that_held_before_is_not_the_figure(sentence: str, killed: list[int]) -> None:
    """A toll's old count and a corrected one are left out."""
    assert [c.low for c in find_casualties(Text(Document(id="x", text=sentence)))] == killed
