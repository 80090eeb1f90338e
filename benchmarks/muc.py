"""Scores events against the answer keys of the fourth Message Understanding Conference (1992), slot by slot.

    python benchmarks/muc.py SHARED [--half even|odd] [--clashes] [--limit N] [--wrong SLOT] [--show N]

SHARED is the folder that holds corpus/. Texts are read on the even half (by the CRC-32 of the id), figures checked on
the odd. Each document's events are paired with its templates, the pair that agrees on most slots first. Recall counts
required templates; precision counts what our events fill in, where an event that pairs with an optional template or
that the key does not ask for (clashes of armed sides, plots, threats) counts for nothing. The key has a guerrillas'
attack on troops as an attack, which our types may call a clash: with --clashes one that pairs is right, too.

  type        attack, bombing, kidnapping, hijacking, arson, as the key has it or one of its alternatives; whom and what
              our types put before the means (a killing of the prominent, an attack on a ship) is a bombing where our
              weapon is a bomb, for the key's types go by the means
  date        our date lies in the key's, or the key's in ours where ours is wider; the key's "on or before"
              reaches a month back. The key has a rule for an attack without a date: "on or before" the report's day.
              An event that we leave undated is read so: as an answer, right where the key says the same, else wrong
  country, city   by name; the key's city is any of its places below the country
  weapon      the class: firearm, explosive, shell, air, fire, blade; of shootings and bombings by their type
  perpetrator the organisation, by any of its names; whom the text only describes is no answer
  killed, injured   whether the event says so (the key names them; we count them)

The best system of 1992, recall/precision: type .78/.72, date .61/.57, place .63/.59, weapon .58/.58, perpetrator
organisation .44/.53, killed and injured .62/.52.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from monitor.detection.actors.party import doer_in
from monitor.detection.actors.weapons import weapon_in
from monitor.detection.lexicon import read_tsv
from monitor.detection.pipeline import Detector
from monitor.domain.detection import Event
from monitor.domain.document import Document
from monitor.domain.taxonomy import HAPPENED, EventType

_HALVES = ("even", "odd")
SLOTS = ("type", "date", "country", "city", "weapon", "perpetrator", "killed", "injured")
_TYPES: dict[EventType, set[str]] = {
    EventType.ABDUCTION: {"KIDNAPPING"},
    EventType.HIJACKING: {"HIJACKING"},
    EventType.ARSON: {"ARSON"},
    EventType.BOMBING: {"BOMBING"},
    EventType.SUICIDE_BOMBING: {"BOMBING"},
    EventType.AIR_DRONE_STRIKE: {"BOMBING", "ATTACK"},
    EventType.SABOTAGE: {"ATTACK", "BOMBING"},
}
_BY_AIM = frozenset({EventType.ASSASSINATION, EventType.MARITIME_ATTACK})
_UNTOLD = "on or before the report's day"
_CLASSES = {
    "firearm": "GUN|RIFLE",
    "explosive": "BOMB|DYNAMITE|EXPLOSIVE|MINE|GRENADE",
    "shell": "MORTAR|ROCKET|MISSILE|CANNON|PROJECTILE",
    "air": "AERIAL",
    "fire": "FIRE|MOLOTOV|TORCH",
    "blade": "CUTTING|STONE|CLUB",
}
_IMPLIED = {EventType.SHOOTING: "firearm", EventType.BOMBING: "explosive", EventType.SUICIDE_BOMBING: "explosive"}
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3}) (\d\d)")


@dataclass(frozen=True)
class Key:
    """One template: its slots as sets of right answers; an empty set means that the slot is not filled."""

    optional: bool
    slots: dict[str, set[str]]
    dates: tuple[tuple[date, date], ...]
    untold: bool
    """Whether its date is the one that the rules give where the text has none."""


def main() -> None:
    arguments = _arguments()
    scores: dict[str, Counter[str]] = {slot: Counter() for slot in SLOTS}
    detector = Detector()
    shown = 0
    for item in list(_documents(arguments.shared, arguments.half))[: arguments.limit]:
        events = _events(detector, item, clashes=arguments.clashes)
        keys = [_key(template, item["published"]) for template in item["templates"] or []]
        for event, key in _pairs(events, keys):
            if event is not None and event.type is EventType.ARMED_CLASH and key is None:
                continue  # the key does not ask for it
            _score(scores, event, key)
            if arguments.wrong and shown < arguments.show and key and not key.optional:
                shown += _print_wrong(arguments.wrong, event, key, item)
    print(f"{'slot':12} recall precision  required filled right")
    for slot, c in scores.items():
        recall, precision = c["hit"] / max(1, c["required"]), c["right"] / max(1, c["filled"])
        print(f"{slot:12}  {recall:.2f}     {precision:.2f}      {c['required']:4} {c['filled']:5} {c['right']:5}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", choices=_HALVES, help="only documents whose id has an even or odd CRC-32")
    parser.add_argument("--clashes", action="store_true", help="let a clash pair with an attack that the key has")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--wrong", choices=SLOTS, help="print pairs that differ in this slot")
    parser.add_argument("--show", type=int, default=40)
    return parser.parse_args()


def _documents(shared: Path, half: str | None = None) -> Iterator[dict[str, Any]]:
    with gzip.open(shared / "corpus" / "muc4_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (item for item in map(json.loads, lines) if half in (None, _HALVES[crc32(item["id"].encode()) % 2]))


def _events(detector: Detector, item: dict[str, Any], *, clashes: bool) -> list[Event]:
    """Events of the kinds that the key asks for: attempted or done, and clashes only where they are to pair."""
    published = datetime.fromisoformat(item["published"]) if item.get("published") else None
    document = Document(id=item["id"], title=item["title"] or "", text=item["text"], published=published)
    found = detector.detect(document).events
    return [e for e in found if e.stage in HAPPENED and (clashes or e.type is not EventType.ARMED_CLASH)]


def _key(template: dict[str, Any], published: str | None) -> Key:
    slots = template["slots"]
    dated = slots.get("INCIDENT: DATE") or ""
    place = (slots.get("INCIDENT: LOCATION") or "").lstrip("(")  # alternatives stand in brackets
    country, _, rest = place.partition(":")
    effects = slots.get("HUM TGT: EFFECT OF INCIDENT") or ""
    return Key(
        optional=template["optional"] or not (slots.get("INCIDENT: STAGE OF EXECUTION") or "").startswith("ACC"),
        dates=tuple(_spans(dated)),
        untold=_is_untold(dated, published),
        slots={
            "type": set((slots.get("INCIDENT: TYPE") or "").split(" / ")),
            "country": {c.strip() for c in re.split(r" - |/", country) if c.strip()},
            "city": {_plain(p) for p in re.findall(r"([A-Z.' ]+?) ?\(", rest)},
            "weapon": _weapon_classes(slots.get("INCIDENT: INSTRUMENT TYPE") or ""),
            "perpetrator": {_plain(n) for n in re.findall(r'"([^"]+)"', slots.get("PERP: ORGANIZATION ID") or "")},
            "killed": {"yes"} if re.search(r"(?<!NO )(?<!OR )\bDEATH:", effects) else set(),
            "injured": {"yes"} if re.search(r"(?<!NO )\bINJURY:", effects) else set(),
        },
    )


def _weapon_classes(text: str) -> set[str]:
    lines = [line.split(":")[0] for line in text.split("\n") if line.strip() and not line.startswith("?")]
    found = {name for line in lines for name, words in _CLASSES.items() if re.search(words, line)}
    return found - {"explosive"} if "air" in found else found


def _spans(text: str) -> Iterator[tuple[date, date]]:
    """The key's dates as spans: a day, a range, or "on or before" as the month up to it."""
    for part in text.split("/"):
        days = [day for match in _DAY.findall(part) if (day := _day(*match))]
        if len(days) > 1:
            yield days[0], days[-1]
        elif days and part.strip(" (").startswith("-"):
            yield days[0] - timedelta(days=31), days[0]
        elif days:
            yield days[0], days[0]


def _is_untold(text: str, published: str | None) -> bool:
    """Whether the key says "on or before" the day of the report, give or take one: dateline and printing differ."""
    if published is None or "-" not in text:
        return False
    written = datetime.fromisoformat(published).date()
    parts = [part.strip(" ()") for part in text.split("/")]
    ends = [end for part in parts if part.startswith("-") for _, end in _spans(part)]
    return any(abs(end - written) <= timedelta(days=1) for end in ends)


def _day(day: str, month: str, year: str) -> date | None:
    """A day of the key; None where it writes one that no calendar has."""
    names = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    try:
        return date(1900 + int(year), names.index(month) + 1, int(day))
    except ValueError:
        return None


def _pairs(events: list[Event], keys: list[Key]) -> list[tuple[Event | None, Key | None]]:
    """Events and templates paired, those that agree on most first; the rest alone."""
    ranked = sorted(
        ((_agreement(e, k), -i, -j) for i, e in enumerate(events) for j, k in enumerate(keys)), reverse=True
    )
    left, open_keys = dict(enumerate(events)), dict(enumerate(keys))
    pairs: list[tuple[Event | None, Key | None]] = []
    for agreement, i, j in ranked:
        if agreement > 0 and -i in left and -j in open_keys:
            pairs.append((left.pop(-i), open_keys.pop(-j)))
    return [*pairs, *((e, None) for e in left.values()), *((None, k) for k in open_keys.values())]


def _agreement(event: Event, key: Key) -> int:
    return sum(_is_right(slot, event, key) for slot in SLOTS) if _is_right("type", event, key) else 0


def _score(scores: dict[str, Counter[str]], event: Event | None, key: Key | None) -> None:
    if key is not None and key.optional:
        return
    for slot, count in scores.items():
        required = key is not None and (bool(key.dates) if slot == "date" else bool(key.slots[slot]))
        filled = event is not None and bool(_answer(slot, event))
        right = required and filled and event is not None and key is not None and _is_right(slot, event, key)
        count["required"] += required
        count["hit"] += right
        count["filled"] += filled
        count["right"] += right


def _is_right(slot: str, event: Event, key: Key) -> bool:
    if slot == "date":
        return any(_within(event.date, span) for span in key.dates) or (event.date is None and key.untold)
    answer = _answer(slot, event)
    return bool(answer & key.slots[slot]) or (slot == "perpetrator" and _is_alias(answer, key.slots[slot]))


def _is_alias(answer: set[str], gold: set[str]) -> bool:
    """One of our names within one of theirs: "FMLN" in "FMLN GUERRILLAS"."""
    return any(re.search(rf"\b{re.escape(ours)}\b", theirs) for ours in answer for theirs in gold)


def _answer(slot: str, event: Event) -> set[str]:
    """What the event says in this slot, in the key's terms."""
    answers = {
        "type": _types_of(event),
        "date": {event.date or _UNTOLD},
        "country": {_plain(event.place.country)} if event.place and event.place.country else set(),
        "city": _cities(event),
        "weapon": _weapon_of(event),
        "perpetrator": _names(event.perpetrator.name),
        "killed": {"yes"} if event.killed and event.killed.min else set(),
        "injured": {"yes"} if event.injured and event.injured.min else set(),
    }
    return answers[slot]


def _types_of(event: Event) -> set[str]:
    kinds = _TYPES.get(event.type, {"ATTACK"})
    return kinds | {"BOMBING"} if event.type in _BY_AIM and "explosive" in _weapon_of(event) else kinds


def _cities(event: Event) -> set[str]:
    places = [event.place, *event.places] if event.place else []
    names = {_plain(name) for p in places if p for name in (p.name, p.text, p.admin1) if name}
    return names - {_plain(p.country) for p in places if p and p.country}


def _weapon_of(event: Event) -> set[str]:
    """The class of the weapon named; where none is, the one that the type implies: who was shot was shot with a gun."""
    weapon = weapon_in(event.weapon or "")
    kind = weapon.kind if weapon else _IMPLIED.get(event.type)
    return {{"suicide": "explosive", "vehicle": "blade"}.get(kind, kind)} if kind else set()


def _names(name: str | None) -> set[str]:
    doer = doer_in(name) if name else None
    if name is None or (doer and doer.kind in ("irregular", "described", "person", "anonymous")):
        return set()  # "guerrillas" are the key's individuals, no organisation
    called = doer.name if doer and doer.name else name
    return {_plain(form) for form in _aliases().get(_plain(called), {called})}


@cache
def _aliases() -> dict[str, set[str]]:
    """Every name of each organisation, by the name given out."""
    rows = read_tsv("armed_groups.tsv")
    names = [[name.rstrip("?!") for name in (row[0], *row[1].split("|")) if name] for row in rows]
    return {_plain(forms[0]): set(forms) for forms in names}


def _within(ours: str | None, span: tuple[date, date]) -> bool:
    """Whether our date, cut at its precision, meets the key's span."""
    if ours is None:
        return False
    cut = ours[:10]
    if "W" in cut:
        monday = date.fromisoformat(f"{cut}-1")
        return span[0] <= monday + timedelta(days=6) and monday <= span[1]
    start, end = span[0].isoformat(), span[1].isoformat()
    return start[: len(cut)] <= cut <= end[: len(cut)]


def _plain(name: str) -> str:
    """In capitals and without accents, as the key writes: "Bogotá" is BOGOTA."""
    bare = unicodedata.normalize("NFD", name.upper().replace("-", " "))
    return re.sub(r"[^A-Z0-9 ]", "", bare).removeprefix("THE ").strip()


def _print_wrong(slot: str, event: Event | None, key: Key, item: dict[str, Any]) -> int:
    gold = {str(d) for d in key.dates} if slot == "date" else key.slots[slot]
    ours = _answer(slot, event) if event else {"(no event)"}
    if (event is None and not gold) or (event and (_is_right(slot, event, key) or (not gold and not ours))):
        return 0
    evidence = [e.text for e in event.evidence if e.field in ("trigger", slot)] if event else []
    print(f"{item['id']} {slot}: ours {sorted(ours)} key {sorted(gold)} {evidence[:4]}")
    return 1


if __name__ == "__main__":
    main()
