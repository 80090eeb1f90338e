"""Without a publication time weekdays stay unresolved, whatever the dateline says."""

from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.detection.when import find_dates
from monitor.domain.document import Document
from monitor.domain.taxonomy import DatePrecision


def test_a_dateline_resolves_no_weekday_without_publication() -> None:
    """The contract: `published` absent means that weekdays stay unresolved; absolute dates resolve all the same."""
    body = "BASRA, March 3, 2026 (Northwind) - Two rockets hit the port of Basra on Monday, police said."
    event = Detector().detect(Document(id="d", title="Rockets hit Basra port", text=body)).events[0]
    assert (event.date, event.date_precision) == (None, DatePrecision.UNKNOWN)
    assert find_dates(Text(Document(id="d", text=body)), None)


def test_an_absolute_date_resolves_without_publication() -> None:
    """"3 March 2026" needs no publication time."""
    body = "Two rockets hit the port of Basra on 3 March 2026, police said."
    event = Detector().detect(Document(id="d", title="Rockets hit Basra port", text=body)).events[0]
    assert event.date == "2026-03-03"
