"""What the desk keeps: memory of an incident, and how long a start from the store takes.

    python -m benchmarks.desk_memory [--days 7] [--incidents 400]

Invented attacks in towns of a grid, `incidents` a day with three reports each over `days` days, go through the desk's
decisions. Prints the desk's growth in bytes an incident, the size of an incident as stored, milliseconds a report, and
the seconds that a fresh desk needs to take all of it up again.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reportmaking import NOON, event, report

from monitor.domain.detection import Place
from monitor.domain.incident import Incident
from monitor.domain.report import Report
from monitor.domain.taxonomy import EventType, PlacePrecision
from monitor.incidents.core import Desk
from monitor.incidents.filing import DeskRules
from monitor.storage.codec import pack, unpack

KINDS = [EventType.SHELLING, EventType.SHOOTING, EventType.BOMBING, EventType.ABDUCTION, EventType.STABBING]
REPORTS = 3


def desk() -> Desk:
    return Desk(DeskRules(), watchlists_of=lambda _: ("all",), route=lambda _alert, _told: ("soc",))


def attack(number: int, copy: int, rng: random.Random) -> Report:
    """Report `copy` of attack `number`: a town of its own, words of its own."""
    name = f"Ville{number % 2000}"
    town = Place(
        text=name, name=name, lat=-60 + number % 2000 / 17, lon=(number * 7) % 180, country="Vandria",
        country_code="VD", precision=PlacePrecision.CITY,
    )  # fmt: skip
    happened = event(kind=KINDS[number % len(KINDS)], killed=number % 9, weapon=None)
    words = " ".join(f"w{rng.randrange(200_000)}" for _ in range(60))
    return report(
        f"{number}-{copy}",
        f"Attack number {number} in {name}",
        f"{number % 9} people were killed in {name}, {words}.",
        events=(replace(happened, place=town, date=None),),
        outlet=f"Outlet {copy}",
    )


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--incidents", type=int, default=400, help="a day")
    args = parser.parse_args()
    rng = random.Random(5)
    kept, before, spent = desk(), megabytes(), 0.0
    total = args.days * args.incidents
    now = NOON
    for number in range(total):
        now = NOON + timedelta(days=args.days) * number / total
        for copy in range(REPORTS):
            made = attack(number, copy, rng)
            made = replace(made, article=replace(made.article, published=now))
            start = time.perf_counter()
            kept.take(made, now + timedelta(minutes=copy))
            spent += time.perf_counter() - start
    grown = (megabytes() - before) * 1e6 / len(kept.incidents)
    stored = [pack(incident) for incident in kept.incidents.values()]
    print(f"{len(kept.incidents)} incidents of {total} attacks, {1000 * spent / total / REPORTS:.2f} ms a report")
    print(f"{grown / 1000:.1f} kB an incident in memory, {sum(map(len, stored)) / len(stored) / 1000:.1f} kB as stored")
    start = time.perf_counter()
    desk().restore([unpack(raw, Incident) for raw in stored], now)
    print(f"taken up again in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
