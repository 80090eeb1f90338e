"""Escalation of a text by the rules alone, or with an impression of it: for tests."""

from __future__ import annotations

from monitor.detection.encoder.model import Impression
from monitor.detection.escalation import find_findings, tell
from monitor.detection.text import Text
from monitor.domain.detection import Escalation
from monitor.domain.document import Document


def find_escalation(text: Text, impression: Impression | None = None) -> tuple[Escalation, ...]:
    """Every escalation that the text tells of, in order."""
    return tell(text, find_findings(text), impression)


def kinds(sentence: str) -> set[str]:
    """The kinds that the rules alone find in one sentence without a headline."""
    return {str(e.kind) for e in find_escalation(Text(Document(id="t", text=sentence)))}
