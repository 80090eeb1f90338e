"""What may be silenced as told before: never an attack in another region or country."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.domain.taxonomy import PlacePrecision
from monitor.incidents.similarity import apart
from monitor.incidents.sources import contributions
from monitor.incidents.traits import Traits, traits
from tests.reportmaking import NOON, event, place, report


def told(name: str, *, admin1: str | None = None, precision: PlacePrecision = PlacePrecision.CITY, country: str = "VD") -> Traits:
    """The traits of a report on an attack at a place."""
    where = replace(place(name, precision), admin1=admin1, country_code=country)
    return traits(contributions(report("r", events=(replace(event(), place=where),)), NOON, None)[0])


CITY = told("Karsova", admin1="Karsova region")


@pytest.mark.parametrize(
    ("other", "parted"),
    [
        (told("Karsova", admin1="Karsova region"), False),
        (told("Telmuk", admin1="Telmuk region"), True),
        (told("Telmuk region", precision=PlacePrecision.REGION), True),
        (told("Karsova region", precision=PlacePrecision.REGION), False),
        (told("Vandria", precision=PlacePrecision.COUNTRY), False),
        (told("Osmara", precision=PlacePrecision.COUNTRY, country="OM"), True),
    ],
)
def test_other_regions_and_countries_are_apart(other: Traits, parted: bool) -> None:
    """Town against region, region against region, country against country; a wider place that may hold the other is not."""
    assert apart(CITY, other) is apart(other, CITY) is parted
