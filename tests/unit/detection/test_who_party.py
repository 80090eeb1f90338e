"""One party goes by one name, whatever words a text has for it."""

from __future__ import annotations

import pytest

from monitor.detection.actors.party import doer_in, party_of


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Israel", "Israel"),
        ("Israeli troops", "Israel"),
        ("IDF", "Israel"),
        ("Syrian government forces", "Syria"),
        ("Ukrainian forces", "Ukraine"),
        ("US and Israeli forces", "Israel and United States"),
        ("NATO", "NATO"),
        ("Revolutionary Guards", "Islamic Revolutionary Guard Corps"),
        ("ELN", "National Liberation Army"),
        ("National Liberation Army", "National Liberation Army"),
        ("armed men", "gunmen"),
        ("angry mob", "mob"),
        ("Unheard-of Brigade", "Unheard-of Brigade"),
        ("33-year-old Danish national", None),
        ("two masked youths", None),
        ("suspect", None),
    ],
)
def test_names_of_one_party_are_one(name: str, party: str | None) -> None:
    """A state's forces are the state; who is only described is nobody that another text could name."""
    assert party_of(name) == party


def test_a_group_is_known_by_its_name_alone() -> None:
    """Also one whose name counts in a text only beside its country."""
    doer = doer_in("National Liberation Army")
    assert doer is not None
    assert doer.kind == "organisation"
    assert doer_in("nobody at all here") is None
