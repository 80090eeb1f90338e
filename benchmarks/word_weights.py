#!/usr/bin/env python3
"""Counts in how many items each word stands: monitor/incidents/data/word_counts.tsv.

    word_weights.py STREAM.jsonl.gz NEWS.jsonl.gz LOCAL.jsonl.gz

A word tells attacks apart only if it is rare in news at large *and* rare in news of attacks; so the rate that is kept
is the higher of the two: over STREAM (any news), and over items of NEWS labelled attack and all of LOCAL. Only counts
are kept, no text.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from pathlib import Path

from monitor.incidents.fingerprint import stem, tokens

TARGET = Path(__file__).resolve().parent.parent / "monitor" / "incidents" / "data" / "word_counts.tsv"


def load(path: str) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def rates(texts: list[str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({stem(word) for word in tokens(text)})
    return {word: count / len(texts) for word, count in counts.items() if count >= 4}


def main(stream: str, news: str, local: str) -> None:
    general = rates([f"{d['title']}\n{d['text'] or ''}" for d in load(stream)])
    attacks = [d for d in load(news) if d["half"] == "a" and d["labels"]["attack"] == "yes"] + load(local)
    domain = rates([f"{d['title']}\n{d['text'][:700]}" for d in attacks])
    top = {word: max(general.get(word, 0.0), domain.get(word, 0.0)) for word in general.keys() | domain.keys()}
    rows = [(word, round(10_000 * rate)) for word, rate in top.items() if rate >= 0.0003]
    rows.sort(key=lambda row: (-row[1], row[0]))
    head = (
        "# In how many of 10,000 items a word stands: the higher of its rate in news at large and in attack news.\n"
        "# Made by benchmarks/word_weights.py; words below 3 in 10,000 are left out and weigh as the rarest.\n"
    )
    TARGET.write_text(head + "".join(f"{word}\t{count}\n" for word, count in rows), encoding="utf-8")
    print(len(rows), "words,", TARGET.stat().st_size, "bytes, weight of the rarest", math.log(10_000 / 2))


if __name__ == "__main__":
    main(*sys.argv[1:4])
