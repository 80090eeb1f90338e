"""Figures on the labelled items of items.jsonl: written for this project, invented outlets, real and invented places.

Items with an even number were never trained on (benchmarks/train_attack_model.py); the floors are about those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from monitor.detection.pipeline import Detector
from monitor.domain.detection import Detection
from monitor.domain.document import Document
from monitor.domain.taxonomy import EscalationKind, EventType

ITEMS = Path(__file__).with_name("items.jsonl")


class Item(msgspec.Struct, rename={"trap": "class"}):
    """One labelled item; `trap` is its class: news, court, sport …"""

    id: str
    trap: str
    attack: bool
    title: str
    text: str
    published: datetime
    type: EventType | None = None
    event: bool | None = None
    escalation: tuple[EscalationKind, ...] = ()

    @property
    def held_out(self) -> bool:
        """Whether the weights never saw it."""
        return int(self.id[1:]) % 2 == 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of `attack`, and shares of right types and escalation kinds."""

    precision: float
    recall: float
    f1: float
    type_right: float
    escalation_f1: float


def items() -> list[Item]:
    """All items, in the file's order."""
    lines = ITEMS.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=Item) for line in lines]


def detect(held: Iterable[Item]) -> list[tuple[Item, Detection]]:
    """Each item with what the detector says of it, at the default threshold."""
    detector = Detector()
    return [
        (item, detector.detect(Document(id=item.id, title=item.title, text=item.text, published=item.published)))
        for item in held
    ]


def figures(pairs: list[tuple[Item, Detection]]) -> Figures:
    """The figures of some items; a type counts as right where the first news event has it."""
    hits = sum(d.attack and i.attack for i, d in pairs)
    precision = hits / max(1, sum(d.attack for _, d in pairs))
    recall = hits / max(1, sum(i.attack for i, _ in pairs))
    typed = [(d.news[0].type if d.news else None) is i.type for i, d in pairs if i.attack]
    return Figures(precision, recall, _f1(precision, recall), sum(typed) / max(1, len(typed)), _escalation_f1(pairs))


def by_class(pairs: list[tuple[Item, Detection]]) -> dict[str, tuple[int, int]]:
    """For each class of item: how many `attack` was right on, of how many."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for item, found in pairs:
        counts[item.trap].append(item.attack == found.attack)
    return {name: (sum(right), len(right)) for name, right in sorted(counts.items())}


def _escalation_f1(pairs: list[tuple[Item, Detection]]) -> float:
    want = [set(i.escalation) for i, _ in pairs]
    got = [{e.kind for e in d.escalation} for _, d in pairs]
    hits = sum(len(w & g) for w, g in zip(want, got, strict=True))
    return _f1(hits / max(1, sum(map(len, got))), hits / max(1, sum(map(len, want))))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
