"""Measures place names on articles whose toponyms are marked with coordinates (places_dev).

    .venv/bin/python benchmarks/measure_places.py /path/to/shared [--half 0|1] [--show N]

A name is recognised where a marked one overlaps it. Precision counts every name found, recall the marked ones that
have coordinates (streets mostly have none; with them recall is given too). Right within 161 km (100 miles) is counted
over the recognised ones, as Speriosu and Baldridge (2013) and others do.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from pathlib import Path

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


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    measure(articles(arguments.shared, arguments.half), arguments.show)
