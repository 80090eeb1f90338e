"""What the words around a count say of it: that there were none, that it is a war's toll, who gives it."""

from __future__ import annotations

import re

from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.text import Sentence

_FATED = r"(?:hurt|injured|wounded|killed|harmed|shot|hit|struck|dead|died|kidnapped|abducted|missing)"
_NONE = re.compile(
    r"\bno (?:\w+ ){0,3}?(?:(?:reports?|word|information|indication|sign|signs|details) (?:yet )?(?:of|on) (?:any )?(?:\w+ ){0,2}?)?"
    r"(?P<noun>casualt(?:y|ies)|injuries or (?:deaths|fatalities)|deaths or injuries|dead or (?:wounded|injured)|injuries"
    r"|injury|deaths?|fatalit(?:y|ies)|victims|loss of life|human losses)\b"
    rf"|\b(?:nobody|no one|no-one|none)(?: \w+){{0,4}}? (?:was|were|is|has been|have been|had been|got) (?:\w+ )?(?P<verb>{_FATED})\b"
    rf"|\bno one (?P<bare>{_FATED})\b"
    rf"|\bno (?:people|civilians?|soldiers|troops|officers|passengers|students|personnel|crew(?: members)?|residents)"
    rf" (?:was|were|are|have been|had been) (?:\w+ )?(?P<counted>{_FATED})\b"
    r"|\bwithout (?:causing )?(?:any )?(?P<without>casualties|injuries|injury|deaths|injuring anyone|hurting anyone"
    r"|killing anyone|harming anyone|loss of life)\b"
    r"|\b(?:did not|didn't|have not|had not|has not|not) (?:immediately )?(?:cause|report|suffer|result in|reported|caused"
    r"|resulted in) (?:any )?(?P<not>casualties|injuries|deaths|fatalities)\b"
    r"|\bthere were (?:neither|no) (?P<neither>dead nor (?:wounded|injured)|killed or wounded)\b"
    r"|\b(?:everyone|everybody|all)(?: \w+){0,5} (?P<unhurt>unhurt|unharmed|uninjured|unscathed)\b"
)
_OTHER = re.compile(r"\bno (?:other|further|additional|more|serious|major|life|new|military|american|us|u)\b")
_BOTH = frozenset({"hurt", "harmed", "hit", "struck", "victims", "human losses", "hurting anyone", "harming anyone"})
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_CUMULATIVE = re.compile(
    rf"\bsince (?:(?!then\b)\w+ ){{0,4}}?(?:\d{{4}}|{_MONTH}|war|conflict|invasion|ceasefire|truce|fighting|start|beginning|onset"
    r"|offensive|outbreak|coup|uprising|then|last|it began|they began|it started|took (?:office|effect|power)|began|started)\b"
    r"|\b(?:in|over|during|within) (?:just )?(?:the |a )?(?:past|last|recent|previous|space of|violent) (?:\w+ )?(?:\w+ )?(?:hours|days|weeks|weekend"
    r"|months|years|decade|year|month|week|decades)\b"
    r"|\b(?:so far|already) this (?:year|month|week)|\bthis year\b|\b(?:each|per|a|every) (?:year|day|week|month)\b|\bannually\b"
    r"|\b(?:in|during|throughout) (?:all of )?(?:19|20)\d\d\b"
    r"|\b(?:during|in|of|throughout|from) the (?:\w+[ -]){0,3}(?:war|conflict|insurgency|genocide|uprising|campaign|crackdown)\b"
    r"|\b(?:months|years|weeks|days) of (?:\w+ )?(?:war|fighting|conflict|violence|bombing|unrest|strikes|attacks)\b"
    r"|\bin (?:\d+|two|three|four|five|six|seven|several|dozens of) (?:separate|different) \w+"
    r"|\bsince (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\bseparate (?:\w+ )?(?:incidents|shootings)\b"
    r"|\bnationwide\b|\bacross the country\b|\btotal (?:number|death toll)\b|\b(?:overall|cumulative)\b|\bthe war\b.{0,40}\bkilled\b"
    r"|\b(?:holiday |long |memorial day |labor day |fourth of july )weekend\b|\bviolent (?:weekend|night|day|24 hours)\b"
)
_MISHAP = re.compile(
    r",?(?: \w+)? (?:in|during|by|of|from|when) (?:a |an |the |his |her )?(?:[\w-]+ ){0,2}?(?:(?:car |bus |plane |train |vehicle )?crash(?:es|ed)?"
    r"|collisions?|wreck|pile-?up|earthquakes?|quake|tsunami|floods?|flooding|landslides?|avalanche|hurricane|cyclone|typhoon|tornado(?:es)?"
    r"|wildfires?|heatwave|cancer|overdose|heart attack|covid(?:-19)?|cholera|outbreak|natural causes|drowning)\b"
)
_KILLING = re.compile(r" (?:[\w'-]+ ){0,2}?(?:shooting|stabbing|drive-by|hunting accident)\b")
_RECORD = re.compile(r"\b(?:deadliest|worst|first|biggest|largest|most|heaviest|highest|bloodiest|fiercest)\b[^;]{0,60}\Z")
_SAYING = r"(?:said|says|reported|confirmed|told|announced|added|stated|claimed)"
_AFTER = re.compile(r"\baccording to ([^,.;]{3,60})")
_BEFORE = re.compile(rf"(?:^|[,;:—–] |\b(?:and|but|as|while|that|however|although)\b,? )((?:[\w'’./-]+ ){{1,7}}?){_SAYING}\b")
_INVERTED = re.compile(rf"(?:[,”\"'] ){_SAYING} ((?:the |a |an )?[\w'’ .-]{{3,50}}?)(?:[,.;]|\Z| on | in )")
_NOBODY = frozenset({"he", "she", "they", "it", "who", "which", "we", "i", "that", "this"})


def stated_none(sentence: Sentence) -> list[Casualty]:
    """The casualties that the sentence says there were none of."""
    if not any(word in sentence.folded for word in ("no", "n't", "without", "unh", "unsc", "uninj")):
        return []
    found: list[Casualty] = []
    for match in _NONE.finditer(sentence.folded):
        if _OTHER.match(match[0]):
            continue
        start, end = sentence.start + match.start(), sentence.start + match.end()
        source = attribution(sentence)
        found += [
            Casualty(fate=fate, people=(), start=start, end=end, sentence=sentence.index, none=True, attributed_to=source)
            for fate in _denied(next(words for words in match.groups() if words))
        ]
    return found


def _denied(words: str) -> tuple[Fate, ...]:
    if words.startswith("casualt") or " or " in words or " nor " in words or words in _BOTH or words.startswith("un"):
        return (Fate.KILLED, Fate.INJURED)
    if words.startswith(("kill", "death", "dead", "died", "fatalit", "loss")):
        return (Fate.KILLED,)
    if words in ("kidnapped", "abducted"):
        return (Fate.ABDUCTED,)
    return (Fate.MISSING,) if words == "missing" else (Fate.INJURED,)


def is_mishap(folded: str, end: int) -> bool:
    """Whether the words behind a casualty word name a cause that is no attack: "in a car crash", "of cancer"."""
    return _MISHAP.match(folded, end) is not None


def names_killing(folded: str, end: int) -> bool:
    """Whether "deadly" or "fatal", ending at `end`, speaks of a single shooting or stabbing."""
    return _KILLING.match(folded, end) is not None


def is_cumulative(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the count of `start` to `end` is the toll of a war, a year or a series."""
    folded = sentence.folded
    for match in _CUMULATIVE.finditer(folded):
        if match[0].startswith("since") and _RECORD.search(folded, max(0, match.start() - 90), match.start()):
            continue
        behind, before = match.start() + sentence.start - end, start - sentence.start - match.end()
        if -200 < behind < 110 or 0 <= before < 80:
            return True
    return False


def attribution(sentence: Sentence) -> str | None:
    """Who speaks in the sentence, as written: "according to X", "X said", "… , said X"."""
    for pattern in (_AFTER, _BEFORE, _INVERTED):
        match = pattern.search(sentence.folded)
        if match is None:
            continue
        words = sentence.text[match.start(1) : match.end(1)].strip(" ,\"'“”‘’")
        if 2 < len(words) <= 60 and words.lower() not in _NOBODY:
            return words
    return None
