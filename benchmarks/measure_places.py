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


def measure(found: list[dict], show: int) -> None:
    count: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    far: list[str] = []
    seconds = 0.0
    for article in found:
        toponyms, took = read(article)
        seconds += took
        marks = article["labels"]["toponyms"]
        used: set[int] = set()
        for mark in marks:
            hit = next((t for t in toponyms if t.start - 2 < mark["end"] and mark["start"] < t.end - 2), None)
            count["marked"] += 1
            located = mark["lat"] is not None
            count["located"] += located
            if hit is None:
                if located:
                    missed[mark["phrase"]] += 1
                continue
            used.add(hit.start)
            count["hit"] += 1
            if not located:
                continue
            count["located hit"] += 1
            near = hit.place.lat is not None and distance_km(hit.place.lat, hit.place.lon, mark["lat"], mark["lon"]) <= NEAR_KM
            count["near"] += near
            if not near:
                far.append(f"{mark['phrase']} → {hit.place.name}, {hit.place.admin1}, {hit.place.country_code} not {mark['country']} {mark['lat']:.1f},{mark['lon']:.1f} ({article['id']})")
        for toponym in toponyms:
            count["found"] += 1
            if toponym.start not in used:
                context = article["text"][max(0, toponym.start - 27) : toponym.end + 18].replace("\n", " ")
                wrong[f"{toponym.text} [{toponym.role}] …{context}…"] += 1
    right = sum(1 for _ in ()) + count["found"] - sum(wrong.values())
    print(f"recognition: P {right / count['found']:.3f} R {count['located hit'] / count['located']:.3f} (with streets {count['hit'] / count['marked']:.3f})")
    print(f"within 161 km: {count['near'] / count['located hit']:.3f} of {count['located hit']}; {seconds / len(found) * 1000:.2f} ms an article")
    if show:
        print("missed:", missed.most_common(show))
        print("wrong:", *list(wrong)[: show], sep="\n  ")
        print("far:", *far[:show], sep="\n  ")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    measure(articles(arguments.shared, arguments.half), arguments.show)
