"""What careful readers reach at grouping news reports by attack: the ceiling of `score.py incidents`.

    python -m benchmarks.reader_agreement --corpus DIR [--keys benchmarks/labels/incident_keys_read.tsv]

Two readers gave each attack of news_dev's half a an incident key, without seeing the labels or each other. Printed are
pair F1 and B-cubed F1 of each against the labels, and of the one against the other, by source.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from benchmarks.corpora import read
from benchmarks.tune_similarity import b_cubed, pair_f1

READERS = ("first reader", "second reader")


def keys_of(file: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Incident key by document id of either reader; what a reader calls a round-up stands alone."""
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            id_, *given = line.split("\t")
            first[id_], second[id_] = (f"alone-{id_}" if key == "-" else key for key in given)
    return first, second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--keys", type=Path, default=Path("benchmarks/labels/incident_keys_read.tsv"))
    args = parser.parse_args()
    first, second = keys_of(args.keys)
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for d in read(args.corpus / "news_dev.jsonl.gz"):
        if d["id"] in first and d["labels"]["incident"]:
            labels[d["id"].partition("-")[0]][d["id"]] = d["labels"]["incident"]
    for source, gold in labels.items():
        ways = ((READERS[0], gold, first), (READERS[1], gold, second), ("one against the other", first, second))
        for name, truth, answer in ways:
            told, got = {id_: truth[id_] for id_ in gold}, {id_: answer[id_] for id_ in gold}
            pairs, cubed = pair_f1(told, got, most=None), b_cubed(told, got)
            print(f"{source:5} {name:22} pair F1 {pairs:.3f}, B-cubed {cubed:.3f}, {len(gold)} reports")


if __name__ == "__main__":
    main()
