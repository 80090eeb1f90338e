"""The encoder: title and beginning of a text in, log-odds for attack, event, types and escalation kinds out.

Three layers of a MiniLM (Wang et al., NeurIPS 2020), trained by benchmarks/train_encoder.py, with 8-bit weights, run
by onnxruntime on one thread. It reads word pieces, never offsets: evidence stays the rules' business. Where it is in
doubt a second model, trained on fewer texts, reads them too, and the two are heard together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import onnxruntime

from monitor.detection.encoder.wordpiece import WordPiece
from monitor.domain.taxonomy import EscalationKind, EventType

MOST_PIECES = 112
"""Word pieces read: title and lead. Training used 144; to read no more than these costs under .001 F1 and saves
a quarter of an article's time (docs/decisions/0083)."""
DOUBT = 2.5
"""Log-odds for an attack, to either side of even, within which the second model is asked: one reading in eight. Two
that learned from different texts err differently; docs/decisions/0083 has the figures."""
_SLOW = ["SkipLayerNormFusion"]
"""What onnxruntime is to leave undone: the sum and its normalisation joined to one operator take three times as long as
the two of them, a tenth of each reading."""
_TYPES = tuple(EventType)
_KINDS = tuple(EscalationKind)


@dataclass(frozen=True, slots=True)
class Impression:
    """What a text as a whole looks like: log-odds, each on its own; `types` only compare with each other."""

    attack: float
    """That a recent attack is its news."""
    event: float
    """That it tells of any real attack."""
    types: Mapping[EventType, float]
    escalation: Mapping[EscalationKind, float]

    @classmethod
    def of(cls, row: np.ndarray) -> Impression:
        """From the model's outputs in their order."""
        numbers = row.tolist()
        types, kinds = numbers[2 : 2 + len(_TYPES)], numbers[2 + len(_TYPES) :]
        named = dict(zip(_TYPES, types, strict=True)), dict(zip(_KINDS, kinds, strict=True))
        return cls(numbers[0], numbers[1], *named)


class Encoder:
    """The model and its word pieces. Safe in several threads and after a fork: it has no threads of its own."""

    def __init__(self, model: bytes, vocabulary: str, second: bytes | None = None) -> None:
        self._model = _session(model)
        self._second = None if second is None else _session(second)
        self._pieces = WordPiece(vocabulary.split("\n"))

    def read(self, title: str, body: str) -> Impression:
        """The impression of a text; of a long one only MOST_PIECES pieces are read."""
        return Impression.of(self.log_odds(*self._pieces.encode(title, body, MOST_PIECES)))

    def log_odds(self, ids: Sequence[int], segments: Sequence[int]) -> np.ndarray:
        """The outputs for word pieces: attack, event, types, kinds of escalation; in doubt the mean of both models'."""
        inputs = {"ids": np.array([ids], np.int64), "segments": np.array([segments], np.int64)}
        found: np.ndarray = self._model.run(["out"], inputs)[0][0]
        if self._second is None or abs(found[0]) >= DOUBT:
            return found
        other: np.ndarray = self._second.run(["out"], inputs)[0][0]
        both: np.ndarray = (found + other) / 2
        return both


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW)


@cache
def encoder() -> Encoder:
    """The encoder shipped with this release."""
    folder = files("monitor.detection.encoder")
    vocabulary = folder.joinpath("vocabulary.txt").read_text(encoding="utf-8")
    model, second = (folder.joinpath(name).read_bytes() for name in ("encoder.onnx", "second.onnx"))
    return Encoder(model, vocabulary.rstrip("\n"), second)
