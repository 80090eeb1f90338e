"""Builds a text and one event from a sentence whose trigger stands in [[double brackets]]."""

from __future__ import annotations

from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.who import Actors, assign_actors
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage


def read(marked: str, kind: str = "attack", role: Role = Role.NEWS) -> Actors:
    """The actors of the event that the marked words tell."""
    before, _, rest = marked.partition("[[")
    trigger, _, after = rest.partition("]]")
    text = Text(Document(id="t", text=before + trigger + after))
    start = text.body_start + len(before)
    sentence = text.sentence_at(start)
    assert sentence is not None
    type_ = EventType(kind)
    anchor = Anchor(start, start + len(trigger), sentence.index, type_, trigger.lower())
    draft = Draft(
        type=type_, stage=Stage.ACCOMPLISHED, role=role, anchors=(anchor,), sentences=(sentence.index,), confidence=0.9
    )
    (actors,) = assign_actors(text, [draft])
    for evidence in actors.evidence:
        assert text.full[evidence.start : evidence.end] == evidence.text
    return actors
