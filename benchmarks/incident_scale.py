#!/usr/bin/env python3
"""Time to look up and remember an article with 10,000 and with 1,000,000 articles remembered; memory per article.

    incident_scale.py [--articles 1000000] [--probes 3000]

Sketches are synthetic: each article has 300 shingles of its own; every tenth is a copy with a fifth of them replaced.
Prints milliseconds for a look-up with its insertion (median and 95th percentile), found copies, and bytes an article.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time

import numpy as np

from monitor.domain.report import Fingerprint
from monitor.incidents.copies import CopyIndex
from monitor.incidents.fingerprint import SKETCH

SIZE = 300


def article(seed: int) -> np.ndarray:
    """The shingle hashes of an article; those of every tenth are mostly those of the one before."""
    if seed % 10 == 9:
        hashes = article(seed - 1).copy()
        hashes[: SIZE // 5] = np.random.default_rng(seed).integers(0, 2**32, SIZE // 5, dtype=np.uint32)
        return hashes
    return np.random.default_rng(seed).integers(0, 2**32 - 1, SIZE, dtype=np.uint32)


def print_of(seed: int) -> Fingerprint:
    """Its fingerprint, without words."""
    hashes = np.unique(article(seed))
    return Fingerprint(text_hash=str(seed), shingles=tuple(hashes[:SKETCH].tolist()), size=len(hashes))


def probe(index: CopyIndex, first: int, count: int) -> tuple[list[float], int]:
    """Times of look-up with insertion, and how many copies were found."""
    prints = [print_of(first + n) for n in range(count)]
    times, found = [], 0
    for n, print_ in enumerate(prints):
        start = time.perf_counter()
        copy = index.find(print_, f"a{first + n}")
        index.add(f"a{first + n}", print_, copy.original_id if copy else None)
        times.append(1000 * (time.perf_counter() - start))
        found += copy is not None
    return times, found


def fill(index: CopyIndex, first: int, last: int) -> None:
    """Remembers the articles from `first` up to `last`."""
    for n in range(first, last):
        index.add(f"a{n}", print_of(n))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=1_000_000)
    arguments.add_argument("--probes", type=int, default=3000)
    given = arguments.parse_args()
    index = CopyIndex(given.articles + 4 * given.probes)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    medians = []
    at = 0
    for stored in (10_000, given.articles):
        fill(index, at, stored)
        times, found = probe(index, stored, given.probes)
        at = stored + given.probes
        times.sort()
        medians.append(statistics.median(times))
        print(f"{stored:>9,} articles: {medians[-1]:.3f} ms (95 %: {times[int(0.95 * len(times))]:.3f} ms), "
              f"{found} of {given.probes // 10} copies found")  # fmt: skip
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(f"ratio {medians[1] / medians[0]:.2f}; arrays {index.nbytes / len(index):.0f} bytes an article, "
          f"process grew by {used / len(index):.0f} bytes an article")  # fmt: skip


if __name__ == "__main__":
    main()
