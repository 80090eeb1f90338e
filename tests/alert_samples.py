"""Alerts for tests: the package's own sample, with any field replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.alerts.sample import sample_alert
from monitor.domain.alert import Alert
from monitor.domain.detection import Place
from monitor.domain.taxonomy import PlacePrecision

NOON = datetime(2026, 3, 17, 12, tzinfo=UTC)


def an_alert(**fields: Any) -> Alert:
    """A real (not a test) alert; `event` fields as `event__place=…`."""
    alert = replace(sample_alert(NOON, incident_id="inc-1"), test=False)
    inside = {key.removeprefix("event__"): fields.pop(key) for key in list(fields) if key.startswith("event__")}
    if inside:
        assert alert.event is not None
        fields["event"] = replace(alert.event, **inside)
    if "id" not in fields and {"incident_id", "revision"} & fields.keys():
        fields["id"] = f"{fields.get('incident_id', alert.incident_id)}.{fields.get('revision', alert.revision)}"
    return replace(alert, **fields)


def a_place(name: str, lat: float, lon: float, country: str = "IQ", precision: str = "city", **fields: Any) -> Place:
    """A place with its essentials."""
    return Place(
        text=fields.pop("text", name), name=name, country_code=country, lat=lat, lon=lon,
        precision=PlacePrecision(precision), **fields,
    )  # fmt: skip
