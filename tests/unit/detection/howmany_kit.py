"""Reads the killed and injured of a short report, its one event mentioned at every attack word."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from monitor.detection.draft import Anchor, Draft
from monitor.detection.howmany import Figures, assign_figures
from monitor.detection.text import Text
from monitor.domain.detection import Figure
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

PUBLISHED = datetime(2026, 3, 2, 9, tzinfo=UTC)
Count = tuple[int, int | None] | None
NONE: Count = (0, 0)

_ATTACK = re.compile(
    r"\b(?:shooting|shot|gunfire|opened fire|attack(?:s|ed)?|strikes?|struck|bomb\w*|blast|explosion|exploded|stab\w*"
    r"|drones?|missiles?|rockets?|shell\w*|raid(?:ed|s)?|clash\w*|ambush\w*|killed|murder\w*)\b"
)


def figures(title: str, body: str) -> Figures:
    """The figures of a text's only event, mentioned at every attack word."""
    text = Text(Document(id="t", title=title, text=body, published=PUBLISHED))
    anchors = [
        Anchor(m.start(), m.end(), s.index, EventType.ATTACK, m[0])
        for m in _ATTACK.finditer(text.folded) if (s := text.sentence_at(m.start())) is not None
    ]  # fmt: skip
    draft = Draft(
        type=EventType.ATTACK,
        stage=Stage.ACCOMPLISHED,
        role=Role.NEWS,
        anchors=tuple(anchors) or (Anchor(0, 1, 0, EventType.ATTACK, ""),),
        sentences=tuple(range(len(text.sentences))),
    )
    return assign_figures(text, [draft])[0]


def count(figure: Figure | None) -> Count:
    """Least and most of a figure; None where the text says nothing."""
    return None if figure is None or figure.min is None else (figure.min, figure.max)
