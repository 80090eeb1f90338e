"""A draft at each word of attack, and where it is put: for the tests of places."""

from __future__ import annotations

import re

from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Text
from monitor.detection.where import Location, assign_places, find_toponyms
from monitor.domain.document import Document
from monitor.domain.taxonomy import EventType, Role, Stage

_ACT = re.compile(
    r"\b(?:air ?strikes?|strikes?|struck|attack(?:s|ed)?|hit(?:s)?|fire[sd]?|fired|bomb(?:s|ed|ing)?|shell(?:ed|ing)|"
    r"shot|shooting|killed|kills?|exploded|explosion|ambush(?:ed)?|raided|stabbed|stabbing|kidnapped|abducted|fell|seized|"
    r"landed|downs|downed|sank|sinks?|sunk|shells|clash(?:es|ed)?|massacre|intercepted|gunned down|crackdown|blast|drone|assault|barrage)\b"
)


def draft(text: Text, sentences: tuple[int, ...], role: Role = Role.NEWS) -> Draft:
    """A draft with an anchor at each word of attack in its sentences."""
    anchors = tuple(
        Anchor(s.start + m.start(), s.start + m.end(), s.index, EventType.ATTACK, m[0])
        for s in text.sentences
        if s.index in sentences
        for m in _ACT.finditer(s.folded)
    )
    return Draft(type=EventType.ATTACK, stage=Stage.ACCOMPLISHED, role=role, anchors=anchors, sentences=sentences)


def locate(body: str, title: str = "", territories: dict[str, str] | None = None) -> Location:
    """The location of one event told by the whole text."""
    text = Text(Document(id="t", title=title, text=body))
    whole = draft(text, tuple(s.index for s in text.sentences))
    return assign_places(text, [whole], find_toponyms(text), territories)[0]
