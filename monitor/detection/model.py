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
_NAMES = tuple(f"#{bucket}" for bucket in range(BUCKETS))
"""Made once: a text has hundreds of them, and a string keeps the hash by which weights are looked up."""
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
    return model.bias + math.fsum([known[name] * features[name] for name in features.keys() & known.keys()])


def bounded(odds: float, least: float = -SURE, most: float = SURE) -> float:
    """Log-odds that count no more beyond `least` and `most`."""
    return max(least, min(most, odds))


def probability(odds: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def reasons(model: Weights, features: Mapping[str, float], count: int = 6) -> tuple[Reason, ...]:
    """The features that moved the score most, hashed words left out."""
    known = model.weights
    shares = [
        (name, known[name] * features[name]) for name in features.keys() & known.keys() if not name.startswith("#")
    ]
    first = sorted(shares, key=lambda told: (-abs(told[1]), told[0]))[:count]
    return tuple(Reason(*told) for told in first)


def hashed(words: Iterable[str], prefix: str) -> set[str]:
    """Bucket names of words and of pairs of neighbours."""
    row = [word.encode() for word in words]
    grams = [*row, *[b"%b %b" % pair for pair in pairwise(row)]]
    begun = zlib.crc32(prefix.encode())  # a checksum goes on where the prefix's ends
    return {_NAMES[zlib.crc32(gram, begun) % BUCKETS] for gram in grams}
