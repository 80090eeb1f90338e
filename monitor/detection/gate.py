"""Which texts the encoder need not read: their words say that it would hear neither an attack nor an escalation.

On the feeds' stream more than half of the encoder's readings were of texts that hold one word of arms or of unrest and
no mention of an attack, and of fifty such readings one changed an answer. A linear model over the words that the screen
has hashed anyway, taught by the encoder itself (benchmarks/train_gate.py), tells six of ten of them beforehand, for
microseconds. It is asked only where nothing else waits for the encoder: no mention that may stand, no sure word of an
escalation.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from monitor.detection.encoder.model import Impression
from monitor.detection.model import SURE, Weights, log_odds
from monitor.domain.taxonomy import EscalationKind, EventType

FILE = "gate.json"
CLOSED = -2.75
"""Log-odds below which a text is not read. On texts that the weights had not seen, answers that this changed: one of
6,000 stream items, none of 504 of news_dev, four of 911 of our own writing (told in words made to be hard)."""
NOTHING = Impression(-SURE, -SURE, dict.fromkeys(EventType, 0.0), dict.fromkeys(EscalationKind, -SURE))
"""What the encoder would say of such a text, as sure as it counts."""


class Gate(msgspec.Struct, frozen=True):
    """The weights, and where they come from."""

    provenance: str
    words: Weights


@cache
def gate() -> Gate:
    """The gate shipped with this release."""
    data = files("monitor.detection").joinpath("lexicons", FILE).read_bytes()
    return msgspec.json.decode(data, type=Gate)


def is_closed(words: Iterable[int]) -> bool:
    """Whether a text of these words (buckets, see `score.words_of`) says nothing to the encoder."""
    return log_odds(gate().words, {}, words) < CLOSED
