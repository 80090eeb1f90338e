"""Tells the deaths that an attack avenged or followed from its own: "rockets fired after the leader was killed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    r"|\banswer(?:s|ed|ing)? (?:to )?(?:an?|the|that|this|[\w]+'s) (?:[\w-]+ ){0,2}?"
    r"(?:raid|attack|assault|ambush|strike|air ?strike|bombing|shelling|killing|massacre)s?\b[^,;]{0,120}$"
)
_AFTER = re.compile(
    r"\b(?:after|over|since|following|in the wake of|amid (?:anger|fury|grief|outrage) (?:at|over))\b[^,;]{0,60}$"
    r"|^\W*in (?:those|these|that|the earlier) (?:air ?strikes?|strikes?|attacks?|raids?)\b.{0,80}$"
)
_MOURNED = re.compile(
    r"\b(?:funerals?|burials?|vigils?|memorials?|mourners|mourning|anniversary|memory|commemorat\w+)\b"
    r"(?: \w+){0,2}? (?:for|of|over|to|at)(?: \w+){0,4}? $"
)
_ELSE = r"(?:another|similar|identical|comparable|previous|earlier|separate|unrelated|different)(?: such)?"
_EVENT = (
    r"(?:attack|assault|shooting|bombing|blast|explosion|raid|ambush|strike|air ?strike|shelling|stabbing|incident"
    r"|clash)"
)
_OTHER = re.compile(rf"\b{_ELSE} (?:[\w'-]+ ){{0,3}}?{_EVENT}(?: (?!and\b)[\w'-]+){{0,6}} $")
_IN_OTHER = re.compile(
    rf"(?: [\w'-]+){{0,3}}? (?:in|during|by) (?:an? |the |two |three )?{_ELSE} (?:[\w'-]+ ){{0,3}}?{_EVENT}s?\b"
)
"""Other attacks, by words that set them apart from the one told."""
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
        return draft.first_end <= sentence.start + cue.start()
    prompting = answers and _PROMPTING.match(text.folded, casualty.end, sentence.end)
    return bool(prompting) and draft.first_end <= sentence.start


def is_of_another(text: Text, draft: Draft, casualty: Casualty) -> bool:
    """ "A similar attack last month killed 12", "12 died in another attack": told after the event's own words."""
    if text.sentences[casualty.sentence].in_title:
        return False
    start, end = text.sentences[casualty.sentence].start, text.sentences[casualty.sentence].end
    before = _OTHER.search(text.folded, max(start, casualty.start - 90), casualty.start)
    other = before or _IN_OTHER.match(text.folded, casualty.end, end)
    return other is not None and draft.first_start < start


def without_mourned(text: Text, casualties: Sequence[Casualty]) -> list[Casualty]:
    """The counts without those of people mourned, where others died: "attacked the funeral of four people killed"."""
    mourned = [c for c in casualties if _is_mourned(text, c)]
    died = any(c.fate is Fate.KILLED and c.people and not c.implied and c not in mourned for c in casualties)
    return [c for c in casualties if c not in mourned] if died else list(casualties)


def _is_mourned(text: Text, casualty: Casualty) -> bool:
    start = text.sentences[casualty.sentence].start
    return _MOURNED.search(text.folded, max(start, casualty.start - 60), casualty.start) is not None


def _is_one_person(casualty: Casualty) -> bool:
    known = (Form.DEFINITE, Form.BARE)
    return len(casualty.people) == 1 and casualty.people[0].quantity.form in known and not casualty.people[0].pronoun
