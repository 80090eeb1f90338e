"""Measures place names on articles whose toponyms are marked with coordinates (places_dev), and the events' countries.

    .venv/bin/python benchmarks/measure_places.py /path/to/shared [--half 0|1] [--show N]
    .venv/bin/python benchmarks/measure_places.py /path/to/shared --events [--half 0|1] [--show N]

A name is recognised where a marked one overlaps it. Precision counts every name found, recall the marked ones that
have coordinates (streets mostly have none; with them recall is given too). Right within 161 km (100 miles) is counted
over the recognised ones, as Speriosu and Baldridge (2013) and others do.

With --events: the country of the news, else of the first event, on what we labelled and wrote ourselves (the yes of
benchmarks/labels/stream_dev_*.tsv and of benchmarks/written/*.jsonl), for texts in which an event was found. Items of
news_dev are left out. Half 0 is for development, half 1 was looked at in figures alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.detection.where import Toponym, distance_km, find_toponyms
from monitor.domain.document import Document

NEAR_KM = 161.0


def articles(shared: Path, half: int | None) -> list[dict]:
    with gzip.open(shared / "corpus" / "places_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [a for i, a in enumerate(found) if half is None or i % 2 == half]


def read(article: dict) -> tuple[tuple[Toponym, ...], float]:
    # Offsets of the marks count into the text alone, and title + blank line are two characters without a title.
    text = Text(Document(id=article["id"], title="", text=article["text"]))
    start = time.perf_counter()
    found = find_toponyms(text)
    return found, time.perf_counter() - start


class Tally:
    """Counts over articles, and what went wrong, to read."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.far: list[str] = []

    def add(self, article: dict, toponyms: tuple[Toponym, ...]) -> None:
        used: set[int] = set()
        for mark in article["labels"]["toponyms"]:
            hit = next((t for t in toponyms if t.start - 2 < mark["end"] and mark["start"] < t.end - 2), None)
            located = mark["lat"] is not None
            self.count.update({"marked": 1, "located": located, "hit": hit is not None})
            if hit is None:
                self.missed[mark["phrase"]] += located
                continue
            used.add(hit.start)
            if located:
                self._place(mark, hit)
        self.count["found"] += len(toponyms)
        for t in toponyms:
            if t.start not in used:
                context = article["text"][max(0, t.start - 27) : t.end + 18].replace("\n", " ")
                self.wrong.append(f"{t.text} [{t.role}] …{context}…")

    def _place(self, mark: dict, hit: Toponym) -> None:
        place = hit.place
        near = place.lat is not None and distance_km(place.lat, place.lon, mark["lat"], mark["lon"]) <= NEAR_KM
        self.count.update({"located hit": 1, "near": near})
        if not near:
            got = f"{place.name}, {place.admin1}, {place.country_code}"
            self.far.append(f"{mark['phrase']} → {got} not {mark['country']} {mark['lat']:.1f},{mark['lon']:.1f}")

    def show(self, most: int) -> None:
        print("missed:", self.missed.most_common(most))
        print("wrong:", *self.wrong[:most], sep="\n  ")
        print("far:", *self.far[:most], sep="\n  ")


def measure(found: list[dict], show: int) -> None:
    tally, seconds = Tally(), 0.0
    for article in found:
        toponyms, took = read(article)
        seconds += took
        tally.add(article, toponyms)
    c = tally.count
    precision = 1 - len(tally.wrong) / c["found"]
    recall, streets = c["located hit"] / c["located"], c["hit"] / c["marked"]
    print(f"recognition: P {precision:.3f} R {recall:.3f} (with streets {streets:.3f})")
    near = c["near"] / c["located hit"]
    print(f"within 161 km: {near:.3f} of {c['located hit']}; {seconds / len(found) * 1000:.2f} ms an article")
    if show:
        tally.show(show)


HERE = Path(__file__).parent


def labelled(shared: Path) -> Iterator[tuple[str, int, dict, str]]:
    """Source, half, item and country of each attack that we labelled or wrote."""
    countries = {}
    for path in sorted((HERE / "labels").glob("stream_dev_?.tsv")):
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
        countries.update({row[0]: row[3] for row in rows if len(row) > 3 and row[1] == "yes" and len(row[3]) == 2})
    with gzip.open(shared / "corpus" / "news_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        held = {json.loads(line)["id"] for line in lines}
    with gzip.open(shared / "corpus" / "stream_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = (item for item in map(json.loads, lines) if item["id"] in countries and item["id"] not in held)
        for number, item in zip(count(), items, strict=False):
            yield "stream", number % 2, item, countries[item["id"]]
    for path in sorted((HERE / "written").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            item = json.loads(line)
            if item["attack"] == "yes" and len(item["country"] or "") == 2:
                yield f"written {path.stem}", number % 2, item, item["country"]


def measure_events(shared: Path, half: int | None, show: int) -> None:
    """Prints, by source, how many countries are right, wrong and missing."""
    detector, tally, shown = Detector(), defaultdict(Counter), 0
    for source, part, item, country in labelled(shared):
        if half is not None and part != half:
            continue
        events = detector.detect(Document(id=item["id"], title=item["title"] or "", text=item["text"] or "")).events
        event = next((e for e in events if e.role == "news"), events[0] if events else None)
        found = event.place.country_code if event and event.place else None
        kind = "no event" if event is None else "right" if found == country else "wrong" if found else "missing"
        tally[source][kind] += 1
        if kind in ("wrong", "missing") and shown < show:
            shown += 1
            print(f"{item['id']} {country} not {found}: {item['title']}")
    for source, c in [*tally.items(), ("all", sum(tally.values(), Counter()))]:
        told = c.total() - c["no event"]
        print(f"{source}: country {c['right'] / max(1, told):.3f} of {told} with an event; {dict(c)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--events", action="store_true")
    arguments = parser.parse_args()
    if arguments.events:
        measure_events(arguments.shared, arguments.half, arguments.show)
    else:
        measure(articles(arguments.shared, arguments.half), arguments.show)
