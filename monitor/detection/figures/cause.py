"""Tells the deaths that an attack avenged or followed from its own: "rockets fired after the leader was killed"."""

from __future__ import annotations

import re

from monitor.detection.draft import Draft
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.quantity import Form
from monitor.detection.text import Text
from monitor.domain.taxonomy import EventType

_T = EventType
_ANSWERS = frozenset(
    {_T.AIR_DRONE_STRIKE, _T.SHELLING, _T.BOMBING, _T.ARSON, _T.MARITIME_ATTACK, _T.MOB_VIOLENCE, _T.ARMED_CLASH}
)
"""Attacks that answer a killing; a shooting "after which a man died" is more likely the killing itself."""
_AVENGED = re.compile(
    r"\b(?:aveng\w+|(?:retaliat\w+|response|revenge|reprisals?) (?:for|to|over|against|after))\b[^,;]{0,120}$"
)
_AFTER = re.compile(
    r"\b(?:after|over|since|following|in the wake of|amid (?:anger|fury|grief|outrage) (?:at|over))\b[^,;]{0,60}$"
    r"|^\W*in (?:those|these|that|the earlier) (?:air ?strikes?|strikes?|attacks?|raids?)\b.{0,80}$"
)
_MOURNED = re.compile(
    r"\b(?:funerals?|burials?|vigils?|memorials?|mourners|mourning|anniversary|memory|commemorat\w+)\b"
    r"(?: \w+){0,2}? (?:for|of|over|to|at)(?: \w+){0,4}? $"
)
_PROMPTING = re.compile(r"[^.;]{0,80}\b(?:prompting|triggering|sparking|provoking|setting off)\b")


def is_cause(text: Text, draft: Draft, casualty: Casualty) -> bool:
    """Whether the death is what the event avenged, or one person's that it followed.

    The event must have been told before, by words of its own.
    """
    if casualty.fate is not Fate.KILLED:
        return False
    sentence = text.sentences[casualty.sentence]
    head = text.folded[sentence.start : casualty.start]
    answers = draft.type in _ANSWERS and _is_one_person(casualty)
    cue = _AVENGED.search(head) or (_AFTER.search(head) if answers else None)
    if cue is not None:
        return any(anchor.end <= sentence.start + cue.start() for anchor in draft.anchors)
    prompting = answers and _PROMPTING.match(text.folded, casualty.end, sentence.end)
    return bool(prompting) and any(anchor.end <= sentence.start for anchor in draft.anchors)


def is_mourned(text: Text, casualty: Casualty) -> bool:
    """ "Attacked the funeral of four people killed": whether the dead are those buried, not those of the attack."""
    start = text.sentences[casualty.sentence].start
    return _MOURNED.search(text.folded, max(start, casualty.start - 60), casualty.start) is not None


def _is_one_person(casualty: Casualty) -> bool:
    known = (Form.DEFINITE, Form.BARE)
    return len(casualty.people) == 1 and casualty.people[0].quantity.form in known and not casualty.people[0].pronoun
