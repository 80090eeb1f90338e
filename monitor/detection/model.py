"""Linear models over named features: weights from the package's own file, inference in plain Python.

benchmarks/train_attack_model.py makes the file and says in it what it was trained on. Words of the text enter as hashes
(CRC-32 modulo `BUCKETS`), so that no text can be read back from the weights.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import msgspec

BUCKETS = 1 << 16
FILE = "weights.json"
_WORD = "#"
SURE = 8.0
"""Log-odds beyond which nothing counts as surer."""


class Weights(msgspec.Struct, frozen=True, dict=True):
    """One linear model: log-odds = bias + sum of weights of the features present, times their values."""

    bias: float
    weights: dict[str, float]
    """By name; `#` and a bucket's number for words."""

    @cached_property
    def by_name(self) -> Mapping[str, float]:
        """The weights of all but words."""
        return {name: weight for name, weight in self.weights.items() if not name.startswith(_WORD)}

    @cached_property
    def by_bucket(self) -> Sequence[float]:
        """The weights of words; a row of numbers stays in the processor's cache, which forty thousand names do not."""
        row = array("d", bytes(8 * BUCKETS))
        for name, weight in self.weights.items():
            if name.startswith(_WORD):
                row[int(name.removeprefix(_WORD))] = weight
        return row


class Features(NamedTuple):
    """What a model sees: named features with their values, and the buckets of words, each of value 1."""

    named: Mapping[str, float]
    words: Set[int] = frozenset()


class Models(msgspec.Struct, frozen=True):
    """All models of a release, and where they come from."""

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


def log_odds(model: Weights, named: Mapping[str, float], words: Iterable[int] = ()) -> float:
    """The model's log-odds for named features with their values, and for buckets of words."""
    known, by_bucket = model.by_name, model.by_bucket
    shares = [known[name] * value for name, value in named.items() if name in known]
    shares += map(by_bucket.__getitem__, words)
    # fsum: features come from sets, and what is shown must not depend on their order.
    return model.bias + math.fsum(shares)


def bounded(odds: float, least: float = -SURE, most: float = SURE) -> float:
    """Log-odds that count no more beyond `least` and `most`."""
    return max(least, min(most, odds))


def probability(odds: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def reasons(model: Weights, named: Mapping[str, float], count: int = 6) -> tuple[Reason, ...]:
    """The named features that moved the score most."""
    known = model.by_name
    shares = [(name, known[name] * value) for name, value in named.items() if name in known]
    first = sorted(shares, key=lambda told: (-abs(told[1]), told[0]))[:count]
    return tuple(Reason(*told) for told in first)


def hashed(words: Iterable[str], prefix: str) -> set[int]:
    """Buckets of words and of pairs of neighbours."""
    row = [word.encode() for word in words]
    grams = [*row, *[b"%b %b" % pair for pair in pairwise(row)]]
    begun = zlib.crc32(prefix.encode())  # a checksum goes on where the prefix's ends
    return {zlib.crc32(gram, begun) % BUCKETS for gram in grams}
