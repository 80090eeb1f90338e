"""Reads what the text says there was none of: "no immediate reports of casualties", "no one was hurt"."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.detection.figures.attribution import attribution
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.text import Sentence

_FATED = r"(?:hurt|injured|wounded|killed|harmed|shot|hit|struck|dead|died|kidnapped|abducted|missing)"
_PEOPLE = (
    r"(?:people|israelis|civilians?|soldiers|troops|officers|passengers|students|personnel|crew(?: members)?|residents)"
)
_NONE = re.compile(
    r"\bno (?:\w+ ){0,3}?"
    r"(?:(?:reports?|word|information|indication|sign|signs|details) (?:yet )?(?:of|on) (?:any )?(?:\w+ ){0,2}?)?"
    r"(?P<noun>casualt(?:y|ies)|injuries or (?:deaths|fatalities)|deaths or injuries|dead or (?:wounded|injured)"
    r"|injuries|injury|deaths?|fatalit(?:y|ies)|victims|loss of life|human losses)\b"
    r"|\b(?:nobody|no one|no-one|none)(?: \w+){0,4}? (?:was|were|is|has been|have been|had been|got) "
    rf"(?!(?:seriously|badly|critically|severely|gravely) )(?:\w+ )?(?P<verb>{_FATED})\b"
    rf"|\b(?:no one|nobody|no-one) (?P<bare>{_FATED})\b"
    r"|\b(?P<active>kill(?:ed|ing)|injur(?:ed|ing)|hurt(?:ing)?|wound(?:ed|ing)|harm(?:ed|ing))"
    r" (?:nobody|no one|no-one)\b"
    r"|\b(?:no one|nobody|no-one) (?:has|have|had) (?P<have>died)\b"
    rf"|\bno {_PEOPLE} (?:was|were|are|have been|had been) (?:\w+ )?(?P<counted>{_FATED})\b"
    r"|\bwithout (?:causing )?(?:any )?(?P<without>casualties|injuries|injury|deaths|injuring anyone|hurting anyone"
    r"|killing anyone|harming anyone|loss of life)\b"
    r"|\b(?:did not|didn't|have not|had not|has not|not) (?:immediately )?"
    r"(?:cause|report|suffer|result in|reported|caused|resulted in) (?:any )?"
    r"(?P<not>casualties|injuries|deaths|fatalities)\b"
    r"|\bneither (?P<nor>(?:deaths|dead|killed) nor (?:injuries|wounded|injured)|injuries nor (?:deaths|fatalities)"
    r"|casualties|injuries|deaths|victims)\b"
    r"|\bthere were (?:neither|no) (?P<neither>dead nor (?:wounded|injured)|killed or wounded)\b"
    r"|\b(?:everyone|everybody|all)(?: \w+){0,5} (?P<unhurt>unhurt|unharmed|uninjured|unscathed)\b"
)
_ONE = re.compile(
    r"\b(?:is|was|be|he|she|who|they|were|escaped|emerged|survived|walked away|remained) (?:physically |completely )?"
    r"(?:unhurt|unharmed|uninjured|unscathed)\b"
    r"|\b(?:was|were|is) (?:not|n't) (?:physically )?(?:hurt|injured|harmed|wounded)\b"
    r"|\b(?:wasn't|weren't) (?:physically )?(?:hurt|injured|harmed|wounded)\b"
    r"|\bescape[sd]? (?:injury|unhurt|unharmed|uninjured|unscathed)\b"
    r"|^(?:[\w'.-]+ ){1,4}(?:unhurt|unharmed|uninjured|unscathed)\b"
    r"|\bbut (?:all )?(?:unhurt|unharmed|uninjured|unscathed)\b"
    r"|\b(?:escape[sd]?|fled|managed to flee|got out|survived)(?: \w+){0,5}?"
    r" (?:unhurt|unharmed|uninjured|unscathed|without injury)\b"
)
"""Of the target of an attack, or of some of those there: it counts only where nothing else does."""
_SAFE = re.compile(
    r"\ball (?:\w+ ){1,5}(?:safe and sound|safe|accounted for)"
    r"(?=\W*$|[,.;]| and (?:well|unharmed|unhurt)\b| (?:after|in|on)\b)"
    r"|\b(?:are|were) all (?:safe|well|accounted for)\b"
    r"|\b(?:crew|passengers|seafarers|sailors|all on board) (?:(?:is|are|were|was|and vessel|and ship) )?"
    r"(?:all )?(?:safe|accounted for)\b"
    r"|\bthe (?:\w+ ){1,2}(?:crew|passengers)(?: and the \w+)? (?:are|were) safe\b"
)
"""All who were there live, and are not hurt: "all 24 crew are safe"."""
_REST = re.compile(r"\b(?:remaining|the other|others|rest of)\b")
"""The rest of a crew: what became of the others is told elsewhere."""
_EARLY = 3
"""Sentences: who was not hurt is told of many, of the target at once."""
_OTHER = re.compile(r"\bno (?:other|further|additional|more|serious|major|life|new|military|american|us|u)\b")
"""None beside those told, or none of one side: no statement that there were none."""
_BOTH = frozenset({"victims", "human losses"})
_OR_HURT = re.compile(r" (?:or|nor) (?:\w+ )?(?:injured|wounded|hurt|harmed)\b")
_HINTS = ("no", "escape", " safe", "accounted for", "n't", "without", "unh", "unsc", "uninj")


def stated_none(sentence: Sentence) -> list[Casualty]:
    """The casualties that the sentence says there were none of."""
    if not any(hint in sentence.folded for hint in _HINTS):
        return []
    found: list[Casualty] = []
    for match in _NONE.finditer(sentence.folded):
        if not _OTHER.match(match[0]):
            words = next(group for group in match.groups() if group)
            if words == "killed" and _OR_HURT.match(sentence.folded, match.end()):
                words = "killed or hurt"
            found += [_none(sentence, match, fate) for fate in _denied(words)]
    if found:
        return found
    safe = _SAFE.search(sentence.folded) if sentence.index < 2 * _EARLY and _is_safe(sentence.folded) else None
    if safe is not None and not _REST.search(sentence.folded, 0, safe.end()):
        return [replace(_none(sentence, safe, fate), implied=True) for fate in (Fate.KILLED, Fate.INJURED)]
    one = _ONE.search(sentence.folded) if sentence.index < _EARLY else None
    if one is None or _REST.search(sentence.folded, 0, one.end()):
        return found
    return [replace(_none(sentence, one, Fate.INJURED), implied=True)]


def _is_safe(folded: str) -> bool:
    return " safe" in folded or "accounted for" in folded


def _none(sentence: Sentence, match: re.Match[str], fate: Fate) -> Casualty:
    return Casualty(
        fate=fate,
        people=(),
        start=sentence.start + match.start(),
        end=sentence.start + match.end(),
        sentence=sentence.index,
        none=True,
        attributed_to=attribution(sentence),
    )


def _denied(words: str) -> tuple[Fate, ...]:
    """Which fates the words deny; "no one was hurt" says nothing of deaths: a reader is told only what is said."""
    either = " or " in words or " nor " in words
    if either or words in _BOTH or words.startswith("casualt"):
        return (Fate.KILLED, Fate.INJURED)
    if words.startswith(("kill", "death", "dead", "died", "fatalit", "loss")):
        return (Fate.KILLED,)
    if words in ("kidnapped", "abducted"):
        return (Fate.ABDUCTED,)
    return (Fate.MISSING,) if words == "missing" else (Fate.INJURED,)
