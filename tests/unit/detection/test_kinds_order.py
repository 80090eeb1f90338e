"""Where several types fit, the contract's order decides: what is taken or who is meant outranks the arms used."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.detection.pipeline import Detector
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType

PUBLISHED = datetime(2026, 2, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Gunmen abduct pupils in Kaduna",
         "Gunmen on motorcycles abducted 31 pupils in Kaduna on Wednesday. The attackers shot a night guard.", "abduction"),
        ("Gunmen shoot guard, abduct 14 from farm", "Gunmen shot a guard and abducted 14 workers in Zamfara on Wednesday.",
         "abduction"),
        ("Bomber kills ten in Kabul bank", "A suicide bomber killed ten people in Kabul on Wednesday. Gunmen then opened fire.",
         "suicide_bombing"),
        ("Mayor shot dead in Guerrero", "Gunmen shot dead the mayor of a town in Guerrero on Wednesday.", "assassination"),
        ("Gunman wounds ten in bar, governor says", "A gunman opened fire in a bar in Columbus, Ohio, on Wednesday.",
         "shooting"),
        ("Missiles kill three in Odesa, mayor says", "Missiles hit a block of flats in Odesa on Wednesday.", "shelling"),
    ],
)  # fmt: skip
def test_the_first_type_of_the_order_that_the_opening_tells(title: str, text: str, kind: str) -> None:
    """Abduction before shooting, suicide before plain bombs, a ranked victim before the gun; a speaker is no victim."""
    events = Detector().detect(Document(id="x", title=title, text=text, published=PUBLISHED)).events
    assert events[0].type == kind


def test_what_was_done_in_a_carjacking_is_its_type() -> None:
    """Hijacking is of aircraft, ships, buses and trains (CONTRACT.md): a carjacking gives way to the means."""
    shot = Document(id="t", title="Man shot dead in carjacking in Detroit", text="Gunmen shot him and took his car.")
    assert Detector().detect(shot).events[0].type is EventType.SHOOTING
