"""Suspects whom the text names: arrested, charged or identified as the one who did it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.detection.text import Sentence, Text
from monitor.domain.detection import Evidence

_NAME = (
    r"(?P<name>[A-Z][a-zà-ÿ'’-]+(?: (?:[A-Z]\.|[a-z]{2,3}|[A-Z][\w'’-]+))*? ?(?:[A-Z][a-zà-ÿA-Z'’-]+)"
    r"(?: (?:Jr|Sr|III?)\b\.?)?)"
)
_SUSPECT = r"(?i:suspects?|gunman|shooter|attacker|assailant|perpetrator|bomber|driver|accused|knifeman|killer)"
_HELD = (
    r"(?:arrested|charged|accused|indicted|detained|booked|taken into custody|in custody|wanted|facing)"
)
_BY_WHOM = r"(?: (?:by|in|on)(?: [\w'’]+){1,5})?"
_PATTERNS = (
    # "the suspect was identified by police as 24-year-old Jane Roe"
    re.compile(
        rf"\b{_SUSPECT}\b[^.;]{{0,60}}?\b(?:identified|named){_BY_WHOM} as "
        rf"(?:an? )?(?:\d+-year-old )?(?:[a-z]+ ){{0,3}}{_NAME}"
    ),
    re.compile(rf"\b(?:identified|named) the {_SUSPECT} as (?:\d+-year-old )?{_NAME}"),
    re.compile(rf"\b{_SUSPECT},? (?:\d+-year-old )?{_NAME}(?=,| |\.)"),
    # "Jane Roe, 24, of Springfield, has been charged"
    re.compile(rf"{_NAME}, (?:aged )?\d\d,[^.;]{{0,40}}?\b(?:was|has been|is|were)(?: \w+)? {_HELD}"),
    re.compile(rf"{_NAME} (?:is )?(?:wanted|arrested|charged) (?:after|for|over|with|in)\b"),
    re.compile(rf"\b(?:arrested|charged|detained|booked) (?:\d+-year-old )?{_NAME}(?=,| (?:in|on|with|for|after)\b)"),
)
_HINT = re.compile(
    r"arrest|charge|suspect|gunman|shooter|attacker|assailant|identif|named|booked|detain|wanted|accused|custody|indict|killer"
)
_NOT_A_NAME = re.compile(
    r"\b(?:Police|Department|County|Street|Sheriff|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|Court)\b"
)


def find_suspect(text: Text, sentences: Iterable[Sentence]) -> Evidence | None:
    """The first suspect named in these sentences; nobody in a text written in capitals, where names cannot be told."""
    if text.upper_case:
        return None
    for sentence in sentences:
        for pattern in _PATTERNS if _HINT.search(sentence.folded) else ():
            found = pattern.search(sentence.text)
            if found and " " in found["name"] and not _NOT_A_NAME.search(found["name"]):
                start = sentence.start + found.start("name")
                return Evidence(field="perpetrator", start=start, end=start + len(found["name"]), text=found["name"])
    return None
