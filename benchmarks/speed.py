"""What detection costs: CPU milliseconds a headline item and a 5 KB article, in all and by question.

    .venv/bin/python -m benchmarks.speed --shared /path/to/shared [--rounds 5]

Each document is read `rounds` times after a warm-up, and of the whole and of each question the quickest counts, in CPU
time of the process: what else the machine does then hardly matters. Headline items are those of news_dev (half a),
articles those of gun_violence_dev with 4,000 to 6,500 characters, given per 5,000 characters. What feeds bring all day,
in all languages and on all subjects, is every twelfth item of stream_dev.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpora import moment
from monitor.detection import pipeline
from monitor.detection.text import fold
from monitor.detection.wordlist import flatten, wordlist
from monitor.domain.document import Document

QUESTIONS = {
    "what": ("Study", "judge", "attack_features"),
    "places": ("find_toponyms", "assign_places"),
    "dates": ("find_dates", "assign_dates"),
    "figures": ("assign_figures",),
    "actors": ("assign_actors",),
    "escalation": ("find_findings", "tell"),
    "encoder": ("impression_of", "sense"),
}
"""Each question with the functions by which the pipeline asks it."""
SHORTEST, LONGEST, ARTICLE = 4_000, 6_500, 5_000
"""Characters: the articles taken, and what their cost is given for."""


STREAM = 12
"""Of so many items of the stream one is taken."""


def read_documents(shared: Path, name: str, half: str | None = None) -> Iterator[Document]:
    """The documents of a corpus, of one half where it has halves."""
    with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if half is None or row["half"] == half:
                published = moment(row["published"])
                yield Document(id=row["id"], title=row["title"], text=row["text"], published=published)


def is_triggered(document: Document) -> bool:
    """Whether a word of the document can begin a trigger, so that all questions may be asked."""
    return next(wordlist().quick.find(flatten(fold(document.full_text))), None) is not None


def with_clock(spent: dict[str, float]) -> None:
    """Makes the pipeline's functions add their CPU seconds to `spent`, by question."""

    def timed(question: str, asked: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(asked, updated=())
        def ask(*args: object, **kwargs: object) -> object:
            start = process_time()
            answer = asked(*args, **kwargs)
            spent[question] += process_time() - start
            return answer

        return ask

    for question, names in QUESTIONS.items():
        for name in names:
            setattr(pipeline, name, timed(question, getattr(pipeline, name)))


def measure(documents: Sequence[Document], rounds: int, spent: dict[str, float]) -> dict[str, float]:
    """CPU seconds of all documents together: under "all", and by question."""
    detector = pipeline.Detector()
    total: dict[str, float] = defaultdict(float)
    for document in documents:
        detector.detect(document)
        best: dict[str, float] = {}
        for _ in range(rounds):
            spent.clear()
            start = process_time()
            detector.detect(document)
            spent["all"] = process_time() - start
            for question, seconds in spent.items():
                best[question] = min(seconds, best.get(question, seconds))
        for question, seconds in best.items():
            total[question] += seconds
    return total


def show(name: str, documents: Sequence[Document], seconds: dict[str, float], count: float) -> None:
    """One line: milliseconds by question, for `count` documents' worth of text."""
    asked = {question: seconds[question] for question in QUESTIONS if question in seconds}
    parts = {**asked, "the rest": seconds["all"] - sum(asked.values())} if asked else {}
    told = ", ".join(f"{question} {1000 * value / count:.2f}" for question, value in parts.items())
    print(f"{name} ({len(documents)}): {1000 * seconds['all'] / count:.3f} ms{': ' if told else ''}{told}", flush=True)


def main() -> None:
    """Prints a line for each kind of document, without and then with the clocks of the questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    headlines = list(read_documents(args.shared, "news_dev", half="a"))
    triggered = [d for d in headlines if is_triggered(d)]
    plain = [d for d in headlines if not is_triggered(d)]
    articles = [
        d for d in read_documents(args.shared, "gun_violence_dev")
        if SHORTEST <= len(d.full_text) <= LONGEST and is_triggered(d)
    ]  # fmt: skip
    pages = sum(len(d.full_text) for d in articles) / ARTICLE
    stream = list(read_documents(args.shared, "stream_dev"))[::STREAM]
    sets: list[tuple[str, list[Document], float]] = [
        ("headline without trigger", plain, len(plain)),
        ("headline with trigger", triggered, len(triggered)),
        (f"article of {ARTICLE} characters", articles, pages),
        ("item of the stream", stream, len(stream)),
    ]
    spent: dict[str, float] = defaultdict(float)
    for timed in (False, True):
        if timed:
            with_clock(spent)
        for name, documents, count in sets:
            show(name, documents, measure(documents, args.rounds, spent), count)


if __name__ == "__main__":
    main()
