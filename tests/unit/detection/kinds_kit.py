"""Types of attacks as texts and sentences tell them: for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.detection.context import Study
from monitor.detection.pipeline import Detector
from monitor.detection.text import Text
from monitor.domain.document import Document

PUBLISHED = datetime(2026, 2, 5, 7, tzinfo=UTC)


def type_told(title: str, text: str = "") -> str:
    """The type of the first event of an item that reports an attack, else "none"."""
    found = Detector().detect(Document(id="x", title=title, text=text, published=PUBLISHED))
    return str(found.events[0].type) if found.attack else "none"


def types_mentioned(sentence: str) -> set[str]:
    """The types of all mentions of one sentence, before anything is judged."""
    return {str(candidate.type) for candidate in Study(Text(Document(id="x", title=sentence, text=""))).candidates}
