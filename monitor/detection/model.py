"""Linear models over named features: weights from the package's own file, inference in plain Python.

benchmarks/train_attack_model.py makes the file and says in it what it was trained on. Words of the text enter as hashes
(CRC-32 modulo `BUCKETS`), so that no text can be read back from the weights.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import msgspec

BUCKETS = 1 << 16
FILE = "weights.json"
SURE = 8.0
"""Log-odds beyond which nothing counts as surer."""


class Weights(msgspec.Struct, frozen=True):
    """One linear model: log-odds = bias + sum of weights of the features present, times their values."""

    bias: float
    weights: dict[str, float]


class Models(msgspec.Struct, frozen=True):
    """All models of a release, and where they come from."""

    version: str
    provenance: str
    event: Weights
    screen: Weights
    """An attack as the news, by mentions, cues and words."""
    attack: Weights
    """The same by the screen's answer and the encoder's."""
    kind: Weights
    escalation: Weights


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's share in a score: its name, and its log-odds."""

    feature: str
    share: float


@cache
def models() -> Models:
    """The weights shipped with this release."""
    data = files("monitor.detection").joinpath("lexicons", FILE).read_bytes()
    return msgspec.json.decode(data, type=Models)


def log_odds(model: Weights, features: Mapping[str, float]) -> float:
    """The model's log-odds for these features."""
    known = model.weights
    # fsum: features come from sets, and what is shown must not depend on their order.
    return model.bias + math.fsum(known[name] * value for name, value in features.items() if name in known)


def bounded(odds: float, least: float = -SURE, most: float = SURE) -> float:
    """Log-odds that count no more beyond `least` and `most`."""
    return max(least, min(most, odds))


def probability(odds: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def reasons(model: Weights, features: Mapping[str, float], count: int = 6) -> tuple[Reason, ...]:
    """The features that moved the score most, hashed words left out."""
    shares = [
        Reason(name, model.weights[name] * value)
        for name, value in features.items()
        if name in model.weights and not name.startswith("#")
    ]
    return tuple(sorted(shares, key=lambda r: (-abs(r.share), r.feature))[:count])


def hashed(words: Iterable[str], prefix: str) -> set[str]:
    """Bucket names of words and of pairs of neighbours."""
    row = list(words)
    grams = [*row, *(f"{a} {b}" for a, b in pairwise(row))]
    return {f"#{zlib.crc32(f'{prefix}{gram}'.encode()) % BUCKETS}" for gram in grams}
