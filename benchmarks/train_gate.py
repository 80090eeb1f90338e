"""Trains the gate before the encoder (monitor/detection/gate.py) on what the encoder says of texts without labels.

    python -m benchmarks.train_gate --corpus DIR [--out monitor/detection/lexicons/gate.json]

To be run after benchmarks.train_encoder and benchmarks.train_attack_model. A text is one to be read where the encoder
hears an attack in it, or a kind of escalation that a word of the rules could then tell of, or comes near to either.
Figures of texts that were not trained on are printed: how many the gate keeps out, and how many wrongly.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.corpora import read
from benchmarks.labelled import FOLDS, news, streamed
from monitor.detection.encoder.model import Impression, encoder
from monitor.detection.gate import CLOSED, Gate
from monitor.detection.language import find_language
from monitor.detection.markup import without_markup
from monitor.detection.model import BUCKETS, Weights, bounded, log_odds, models
from monitor.detection.score import words_of
from monitor.detection.sensed import LEAST
from monitor.detection.text import Text
from monitor.domain.document import Document

NEAR = 1.0
"""Log-odds short of changing an answer at which a text still counts as one to be read."""
SMALLEST = 0.05
"""Weights below it are left out: half of the file for two readings more of a hundred."""


def texts(corpus: Path) -> Iterator[Document]:
    """Documents of all corpora, and our own; nothing of half b."""
    for told in news(corpus):
        yield Document(id=told.id, title=told.title, text=told.text)
    rows = list(streamed(corpus).values())
    for name in ("plover_train", "muc4_dev", "gun_violence_dev"):
        rows += read(corpus / f"{name}.jsonl.gz")
    for path in sorted((Path(__file__).parent / "written").glob("*.jsonl")):
        rows += map(msgspec.json.decode, path.read_bytes().splitlines())
    for row in rows:
        yield Document(id=row["id"], title=row.get("title") or "", text=row.get("text") or "")


def is_heard(impression: Impression) -> bool:
    """Whether what the encoder hears changes an answer, or nearly."""
    model = models().escalation
    kinds = impression.escalation.items()
    told = max(log_odds(model, {"whole": bounded(whole), str(kind): 1.0}) for kind, whole in kinds)
    return max(impression.attack - LEAST, told) > -NEAR


def fit(words: list[set[int]], heard: np.ndarray) -> Weights:
    """Logistic regression over buckets of words."""
    ends = np.cumsum([0, *map(len, words)])
    columns = np.fromiter((bucket for row in words for bucket in row), np.int32, ends[-1])
    table = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(words), BUCKETS))
    model = LogisticRegression(C=0.3, max_iter=400).fit(table, heard)
    kept = np.nonzero(np.abs(model.coef_[0]) >= SMALLEST)[0]
    return Weights(round(float(model.intercept_[0]), 3), {f"#{i}": round(float(model.coef_[0][i]), 2) for i in kept})


def report(ids: list[str], words: list[set[int]], heard: np.ndarray) -> None:
    """What gates keep out of texts that they did not see."""
    fold = np.array([zlib.crc32(name.encode()) % FOLDS for name in ids])
    odds = np.zeros(len(ids))
    for held in range(FOLDS):
        model = fit([row for row, f in zip(words, fold, strict=True) if f != held], heard[fold != held])
        odds[fold == held] = [log_odds(model, {}, words[i]) for i in np.nonzero(fold == held)[0]]
    for least in (CLOSED - 0.5, CLOSED, CLOSED + 0.5):
        out = odds < least
        wrong = f"{out[heard].sum()} of {heard.sum()} to be read"
        print(f"below {least}: {out[~heard].mean():.1%} of {(~heard).sum()} others, {wrong}")


def main() -> None:
    """Reads all texts with the encoder, prints the figures of folds, writes the gate fitted on all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("monitor/detection/lexicons/gate.json"))
    args = parser.parse_args()
    ids, words, heard = [], [], []
    for document in map(without_markup, texts(args.corpus)):
        if document.full_text.strip() and find_language(document) == "en":
            ids.append(document.id)
            words.append(words_of(Text(document)))
            heard.append(is_heard(encoder().read(document.title, document.body)))
    report(ids, words, np.array(heard))
    provenance = f"what the encoder says of {len(ids)} texts; only hashed words and weights are kept"
    args.out.write_bytes(msgspec.json.encode(Gate(provenance, fit(words, np.array(heard)))))


if __name__ == "__main__":
    main()
