"""Where a text names a suspect: arrested, charged or identified as the one who did it. The name is not given out."""

from __future__ import annotations

import re

from monitor.detection.text import Sentence, Text

_NAME = (
    r"(?P<name>[A-Z][a-zà-ÿ'’-]+(?: (?:[A-Z]\.|[a-z]{2,3}|[A-Z][\w'’-]+))*? ?(?:[A-Z][a-zà-ÿA-Z'’-]+)"
    r"(?: (?:Jr|Sr|III?)\b\.?)?)"
)
_SUSPECTS = (
    "suspect", "gunman", "shooter", "attacker", "assailant", "perpetrator", "bomber", "driver", "accused", "knifeman",
    "killer",
)  # fmt: skip
_SUSPECT = rf"(?i:suspects?|{'|'.join(_SUSPECTS[1:])})"
_HELDS = (
    "arrested", "charged", "accused", "indicted", "detained", "booked", "taken into custody", "in custody", "wanted",
    "facing",
)  # fmt: skip
_HELD = rf"(?:{'|'.join(_HELDS)})"
_HURTS = ("shot", "stabbed", "killed", "attacked", "murdered", "knifed", "abducted", "kidnapped", "beaten")
_HURT = rf"(?:{'|'.join(_HURTS)})"
_BY_WHOM = r"(?: (?:by|in|on)(?: [\w'’]+){1,5})?"
# Each with words of which the folded sentence must hold one: they are looked for in a hundredth of the time.
_PATTERNS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    # "the suspect was identified by police as 24-year-old Jane Roe"
    (("identified", "named"), re.compile(
        rf"\b{_SUSPECT}\b[^.;]{{0,60}}?\b(?:identified|named){_BY_WHOM} as "
        rf"(?:an? )?(?:\d+-year-old )?(?:[a-z]+ ){{0,3}}{_NAME}"
    )),
    (("identified the ", "named the "), re.compile(
        rf"\b(?:identified|named) the {_SUSPECT} as (?:\d+-year-old )?{_NAME}"
    )),
    (_SUSPECTS, re.compile(rf"\b{_SUSPECT},? (?:\d+-year-old )?{_NAME}(?=,| |\.|$)")),
    # "Jane Roe, the suspected shooter", "Jane Roe, who is being sought"
    (("suspect", "alleged ", "being "), re.compile(
        rf"{_NAME}(?:,(?: \d\d,?)? (?:who (?:is|was) |who['’]s )?(?:the |an? )?| (?:who )?(?:is|was) (?:the |an? )?)"
        rf"(?:\w+ )?(?:suspect(?!s|ed|['’]s)|"
        rf"(?:suspected|alleged) (?:mass )?{_SUSPECT}|being (?:sought|hunted))\b"
    )),
    # "shot by Jane Roe, 43", "shot by businesswoman Jane Roe"
    (("by ",), re.compile(rf"\b{_HURT} [^.;,]{{0,40}}?by {_NAME}, (?:aged )?\d\d\b")),
    ((" by ",), re.compile(
        rf"\b{_HURT} by (?:[a-z]+man|[a-z]+woman|[a-z]+er|[a-z]+or|husband|ex-[a-z]+) {_NAME}(?=,| |\.|$)"
    )),
    # "Jane Roe, 35, shot her partner"
    ((*_HURTS, "opened fire", "rammed"), re.compile(
        rf"{_NAME}, (?:aged )?\d\d,? (?:allegedly |fatally |reportedly )*(?:opened fire|rammed|(?:{_HURT}) "
        r"(?=(?:his|her|their|the|an?|two|three|four|\d+) (?!times)))"
    )),
    # "Jane Roe was detained after allegedly stabbing"
    (("allegedly ",), re.compile(
        rf"{_NAME} (?:was|has been|is) (?:\w+ )?(?:arrested|charged|detained|indicted|booked)\b"
        r"(?=[^.;]*\ballegedly [a-z]+ing\b)"
    )),
    # "Jane Roe, 24, of Springfield, has been charged"
    (_HELDS, re.compile(rf"{_NAME}, (?:aged )?\d\d,[^.;]{{0,40}}?\b(?:was|has been|is|were)(?: \w+)? {_HELD}")),
    (("wanted ", "arrested ", "charged "), re.compile(
        rf"{_NAME} (?:is )?(?:wanted|arrested|charged) (?:after|for|over|with|in)\b"
    )),
    (("arrested ", "charged ", "detained ", "booked "), re.compile(
        rf"\b(?:arrested|charged|detained|booked) (?:\d+-year-old )?{_NAME}(?=,| (?:in|on|with|for|after)\b)"
    )),
)  # fmt: skip
_HINT = re.compile(
    r"arrest|charge|suspect|gunman|shooter|attacker|assailant|identif|named|booked|detain|wanted|accused|custody|indict|killer|"
    rf"sought|hunted|{_HURT}|opened fire|rammed"
)
_NOT_A_NAME = re.compile(
    r"\b(?:Police|Department|County|Street|Sheriff|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|Court)\b"
)


def find_named(text: Text, sentence: Sentence) -> tuple[int, int] | None:
    """The span of a suspect's name in the sentence; none in a text written in capitals, where names cannot be told."""
    if text.upper_case or not _HINT.search(sentence.folded):
        return None
    folded = sentence.folded
    for words, pattern in _PATTERNS:
        found = pattern.search(sentence.text) if any(word in folded for word in words) else None
        if found and " " in found["name"] and not _NOT_A_NAME.search(found["name"]):
            start, name = sentence.start + found.start("name"), re.sub("['’]s$", "", found["name"])
            return start, start + len(name)
    return None
