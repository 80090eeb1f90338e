"""Sections 3 and 4 of the contract: keys, types, spans and words of what `detect` and `replay` give; and their schemas."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import CommandLine, to_lines

EVENT = {
    "role", "stage", "type", "acled", "plover", "date", "date_precision", "date_text", "place", "weapon", "weapon_count",
    "target", "target_kind", "killed", "injured", "abducted", "missing", "perpetrator", "sources", "confidence", "evidence",
}  # fmt: skip
ALERT = {
    "id", "incident_id", "revision", "status", "supersedes", "kind", "published_at", "severity", "certainty", "headline",
    "summary", "changes", "event", "escalation", "sources", "outlets", "independent_sources", "watchlists", "related", "why",
}  # fmt: skip
DETECTION = {"id", "language", "attack", "score", "severity", "events", "escalation", "rejected"}
TYPES = set(
    "shelling air_drone_strike bombing suicide_bombing armed_clash shooting assassination stabbing vehicle_ramming arson "
    "abduction hijacking maritime_attack sabotage chemical_attack mob_violence attack".split()
)
KINDS = set(
    "retaliation_threat ultimatum war_declaration brink_of_war mobilisation force_deployment cross_border_strike "
    "ceasefire_collapse airspace_closure border_closure evacuation travel_warning state_of_emergency nuclear_rhetoric "
    "diplomatic_rupture attack_series record_toll claim_of_responsibility alert_level_raised".split()
)
STAGES = {"accomplished", "attempted", "foiled", "threatened", "denied"}
BASES = {"claimed", "blamed", "suspected", "stated", "unclaimed", "unknown"}
SEVERITIES = {"info", "low", "moderate", "high", "critical"}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)?)?)?)?|\d{4}-W\d{2}")

TIME = "2026-05-05T07:00:00Z"
DOCUMENTS = [
    {"id": "kano", "title": "Gunmen kill six at market in Kano 😀", "published": TIME, "text":
     "KANO, Nigeria — Gunmen on motorcycles shot dead six traders at a market in Kano on Monday, police spokesman Musa Bello said.\n\n"
     "At least nine people were hurt. No group has claimed the attack.\n\nLast month a bomb killed three soldiers near Maiduguri."},
    {"id": "drone", "title": "Drones hit two towns", "published": TIME, "outlet": "Asle Post", "url": "https://asle.example/1", "text":
     "Drones struck fuel depots in Odesa and Mykolaiv overnight, the governor said. There were no casualties. "
     "Russia's defence ministry said its forces carried out the strikes."},
    {"id": "summary", "title": "Bomb wounds four in Quetta", "text": "", "summary": "A roadside bomb wounded four policemen in Quetta’s west on Tuesday, “officials” said.", "published": TIME},
    {"id": "words", "title": "Iran vows revenge", "published": TIME, "text":
     "Iran vowed to avenge the killing and gave Israel 48 hours to withdraw or face a crushing response. "
     "Both countries have recalled their ambassadors."},
    {"id": "film", "title": "Review: the siege", "published": TIME, "text":
     "In the film, gunmen storm an embassy and kill twelve hostages before the hero arrives. The box office was bombed by critics."},
    {"id": "nothing", "title": None, "text": None},
    {"id": "undated", "title": "Two stabbed", "text": "A man stabbed two people at a station in Lyon on Friday, police said.", "published": None},
    {"id": "spanish", "title": "Ataque en el mercado", "text":
     "Hombres armados mataron el lunes a seis comerciantes en un mercado de la ciudad, dijo la policía, que busca a los autores del ataque."},
]  # fmt: skip


@pytest.fixture
def detections(monitor: CommandLine) -> dict[str, dict[str, Any]]:
    """What `monitor detect` says of the documents above."""
    told = monitor("detect", "-", stdin=to_lines(*DOCUMENTS))
    assert told.status == 0
    assert [line["id"] for line in told.lines] == [document["id"] for document in DOCUMENTS]
    return {line["id"]: line for line in told.lines}


def full_text(document: dict[str, Any]) -> str:
    """What spans count into: title + two newlines + text, or the summary where the text is empty."""
    return f"{document['title'] or ''}\n\n{document.get('text') or document.get('summary') or ''}"


def test_every_key_is_there_and_every_word_is_of_the_table(detections: dict[str, dict[str, Any]]) -> None:
    """Null where the text says nothing, never a missing key; closed sets of words."""
    for found in detections.values():
        assert set(found) >= DETECTION
        assert found["severity"] in SEVERITIES
        assert 0 <= found["score"] <= 1
        assert found["attack"] is (found["score"] >= 0.5)
        roles = [event["role"] for event in found["events"]]
        assert roles == sorted(roles, key=["news", "background"].index)
        for event in found["events"]:
            check_event(event)
        for escalation in found["escalation"]:
            assert set(escalation) == {"kind", "actor", "target", "plover", "text", "start", "end"}
            assert escalation["kind"] in KINDS
        for rejected in found["rejected"]:
            assert set(rejected) == {"text", "start", "end", "reason"}


def check_event(event: dict[str, Any]) -> None:
    """One event's shape, in a detection or an alert."""
    assert set(event) >= EVENT
    assert event["type"] in TYPES
    assert event["stage"] in STAGES
    assert set(event["acled"]) == {"event_type", "sub_event_type"}
    assert set(event["plover"]) == {"type", "mode"}
    assert event["date"] is None or DATE.fullmatch(event["date"])
    assert event["date_precision"] in {"minute", "hour", "day", "week", "month", "year", "unknown"}
    for place in filter(None, [event["place"], *event["places"]]):
        assert set(place) >= {"text", "name", "admin1", "country", "country_code", "lat", "lon", "precision"}
        assert place["precision"] in {"site", "city", "region", "country", "unknown"}
    assert event["weapon_count"] is None or set(event["weapon_count"]) == {"min", "max"}
    for name in ("killed", "injured", "abducted", "missing"):
        figure = event[name]
        assert figure is None or set(figure) >= {"min", "max", "text", "stated_none", "attributed_to", "groups"}
        assert figure is None or all(set(group) == {"who", "count"} for group in figure["groups"])
    assert set(event["perpetrator"]) == {"name", "basis", "by"}
    assert event["perpetrator"]["basis"] in BASES
    assert 0 <= event["confidence"] <= 1


def test_spans_are_code_points_into_title_and_text(detections: dict[str, dict[str, Any]]) -> None:
    """Each span's words stand there, also after an emoji, and in a summary that stands in for the text."""
    for document in DOCUMENTS:
        full, found = full_text(document), detections[document["id"]]
        spans = [evidence for event in found["events"] for evidence in event["evidence"]]
        for span in [*spans, *found["escalation"], *found["rejected"]]:
            assert full[span["start"] : span["end"]] == span["text"]
        assert all(set(evidence) == {"field", "start", "end", "text"} for evidence in spans)
    assert any(e["start"] > 36 for event in detections["kano"]["events"] for e in event["evidence"])
    assert detections["summary"]["events"][0]["evidence"]


def test_what_the_texts_say(detections: dict[str, dict[str, Any]]) -> None:
    """The plain facts of plain texts."""
    kano = detections["kano"]["events"][0]
    assert (kano["role"], kano["stage"], kano["type"], kano["date"]) == ("news", "accomplished", "shooting", "2026-05-04")
    assert (kano["killed"]["min"], kano["killed"]["max"], kano["place"]["country_code"]) == (6, 6, "NG")
    assert (kano["injured"]["min"], kano["injured"]["max"]) == (9, None)
    drone = detections["drone"]["events"][0]
    assert drone["killed"]["stated_none"] is True
    assert {place["name"] for place in drone["places"]} == {"Odesa", "Mykolaiv"}
    assert {found["kind"] for found in detections["words"]["escalation"]} >= {"retaliation_threat", "ultimatum"}
    assert [name for name, found in detections.items() if found["attack"]] == ["kano", "drone", "summary", "undated"]
    assert detections["undated"]["events"][0]["date"] is None  # a weekday without a day to count from


def test_other_languages_are_named_never_passed_silently(detections: dict[str, dict[str, Any]]) -> None:
    """Version 1 reads English."""
    spanish = detections["spanish"]
    assert (spanish["attack"], spanish["language"], spanish["unsupported_language"]) == (False, "es", True)


def test_detection_and_alert_hold_to_their_schemas(monitor: CommandLine, detections: dict[str, dict[str, Any]]) -> None:
    """`monitor schema` describes what really comes out: each value is allowed, each required key is there."""
    article = json.loads(monitor("schema", "article").out)
    for found in detections.values():
        check(found, article, article)
    alert = json.loads(monitor("schema", "alert").out)
    for one in monitor("replay", "-", stdin=to_lines(*DOCUMENTS)).lines:
        check(one, alert, alert)


def check(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> None:
    """The part of JSON Schema that our schemas use; fails with the value that does not fit."""
    if reference := schema.get("$ref"):
        check(value, root["$defs"][reference.rsplit("/", 1)[1]], root)
    elif choices := schema.get("anyOf"):
        assert any(fits(value, choice, root) for choice in choices), value
    elif "enum" in schema:
        assert value in schema["enum"]
    else:
        kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
        assert isinstance(value, kinds[schema["type"]]), (value, schema)
        if isinstance(value, dict):
            assert set(schema.get("required", ())) <= set(value)
            for key, inner in value.items():
                check(inner, schema.get("properties", {}).get(key) or schema.get("additionalProperties") or {"$fail": key}, root)
        for inner in value if isinstance(value, list) else ():
            check(inner, schema.get("items", {}), root)


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether a value fits, as a truth value."""
    try:
        check(value, schema, root)
    except (AssertionError, KeyError):
        return False
    return True


def test_replay_tells_of_every_document_and_of_every_alert(monitor: CommandLine) -> None:
    """Articles in the order of the input, alerts as published; one incident has one `new` and grows by revisions."""
    copy = {**DOCUMENTS[0], "id": "copy", "outlet": "Other", "published": "2026-05-05T08:00:00Z"}
    rise = {"id": "rise", "title": "Toll of Kano market shooting rises to 11", "outlet": "Third", "published": "2026-05-05T09:00:00Z", "text":
            "The death toll of Monday's shooting at a market in Kano has risen to 11, police said on Tuesday. Gunmen on motorcycles had opened fire on traders."}  # fmt: skip
    told = monitor("replay", "-", "--articles-out", "a", "--alerts-out", "b", stdin=to_lines(copy, *DOCUMENTS, rise))
    assert (told.status, told.out) == (0, "")
    articles = [json.loads(line) for line in Path("a").read_text().splitlines()]
    assert [article["id"] for article in articles] == ["copy", *(document["id"] for document in DOCUMENTS), "rise"]
    assert all(set(article) == {"id", "attack", "duplicate_of", "incident_id", "alert_ids"} for article in articles)
    by_id = {article["id"]: article for article in articles}
    assert by_id["copy"]["duplicate_of"] == "kano"
    assert by_id["copy"]["incident_id"] == by_id["kano"]["incident_id"] == by_id["rise"]["incident_id"]
    assert by_id["film"] == {"id": "film", "attack": False, "duplicate_of": None, "incident_id": None, "alert_ids": []}
    alerts = [json.loads(line) for line in Path("b").read_text().splitlines()]
    for alert in alerts:
        check_alert(alert)
    assert {id_ for article in articles for id_ in article["alert_ids"]} == {alert["id"] for alert in alerts}
    kano = [alert for alert in alerts if alert["incident_id"] == by_id["kano"]["incident_id"]]
    assert [alert["kind"] for alert in kano].count("new") == 1
    assert kano[-1]["event"]["killed"]["max"] == 11
    assert any("6 → 11" in change for change in kano[-1]["changes"])
    assert any(alert["kind"] == "escalation" and alert["event"] is None for alert in alerts)


def check_alert(alert: dict[str, Any]) -> None:
    """One alert's shape."""
    assert set(alert) >= ALERT
    assert alert["id"] == f"{alert['incident_id']}.{alert['revision']}"
    assert alert["status"] in {"active", "merged", "withdrawn"}
    assert alert["kind"] in {"new", "update", "escalation", "correction"}
    assert alert["severity"] in SEVERITIES
    assert alert["certainty"] in {"unconfirmed", "corroborated", "confirmed"}
    assert datetime.fromisoformat(alert["published_at"]).tzinfo
    assert alert["independent_sources"] <= len(alert["sources"])
    for source in alert["sources"]:
        assert set(source) >= {"outlet", "url", "title", "published", "duplicate_of"}
    if alert["event"]:
        check_event(alert["event"])


def test_the_same_replay_gives_the_same_bytes(monitor: CommandLine) -> None:
    """Ids and decisions rest on the documents alone."""
    once = monitor("replay", "-", stdin=to_lines(*DOCUMENTS)).out
    assert once == monitor("replay", "-", stdin=to_lines(*DOCUMENTS)).out
    assert once


@pytest.mark.slow
@pytest.mark.parametrize("join", [". ", " ", "\n", ", "])
def test_huge_documents_are_read_in_seconds(join: str, monitor: CommandLine) -> None:
    """A hundred thousand characters, with and without stops; the answer is one line with true spans."""
    said = ["Gunmen killed five people in Kano on Monday", "The harvest was good", "A bomb wounded 12 soldiers near Mosul last week"]
    body = join.join(said[number % 3] for number in range(2_800))
    told = monitor("detect", "-", stdin=to_lines({"id": "x", "title": "Attacks", "text": body, "published": TIME}))
    (found,) = told.lines
    full = f"Attacks\n\n{body}"
    assert found["attack"] is True
    assert all(full[e["start"] : e["end"]] == e["text"] for event in found["events"] for e in event["evidence"])
