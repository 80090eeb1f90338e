"""Tells by the words around it whether a word of many uses tells of people: "took nine lives", "took office"."""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.figures.words import word_set
from monitor.detection.figures.wounds import body_after, wounds_after

_INJURIES = re.compile(
    r"(?: [\w'-]+%?){0,4}? (?:injur(?:y|ies)|wounds?|burns?|fractures?|lacerations?|shrapnel|stab wounds?|cuts"
    r"|bruises|bruising|concussion|(?:broken|fractured|cracked) [a-z]+|smoke inhalation|grazes"
    r"|a (?:deep )?(?:cut|gash|graze))\b"
)
_SUFFERED = re.compile(r"\b(?:people|persons|residents|children|civilians|men|women|others) (?:have )?suffered$")
"""Hurt, as translated reports say it."""
_KILLING = re.compile(
    r" (?:[\w'-]+ ){0,2}?(?:shooting|stabbing|drive-by|hunting accident)\b"
)
_ATTACK = re.compile(
    r" (?:[a-z'-]+ ){0,1}?(?:clash(?:es)?|ambush|(?:air ?|drone |missile )?strikes?|bombing|explosion|blast|attack"
    r"|raid|assault)\b"
)
_LIVES = re.compile(
    r"(?: (?:at least|more than|nearly|almost|about|around|over|up to|some|an estimated|a total of|as many as)){0,2}"
    r"(?: (?:\d[\d,]*|[a-z]+(?:-[a-z]+)?)){1,2} lives\b"
)
_MEN = re.compile(
    r"(?: (?:at least|about|around|some|more than|over|nearly))? (?:\d[\d,]*|[a-z]+)(?: of (?:its|their|his)(?: own)?)?"
    r" (?:soldiers|servicemen|troops|fighters|policemen|guards|personnel|jawans|marines|men)\b"
)
_HITTING = re.compile(
    r"(?:\b(?:after|allegedly|for|of|by|with|before|and|then|accused|admit(?:s|ted)|reportedly|accidentally|from|while)"
    r"|,) $"
)
"""Before "shooting" where somebody does it."""
_PLANNED = re.compile(
    r"\b(?:to|would|will|could|bloody|cold-case|charged with|convicted of|guilty of|counts? of|charges? of"
    r"|acquitted of|(?:accus|suspect|clear)ed of"
    r"|(?:years?|life|jailed|sentenced|prison|time|tried|trial|charged|wanted|arrested) for"
    r"|admits|attempt(?:ed|ing)?(?: [\w-]+)?) $"
)
"""Before "murder" where none is told: plans, and what courts call other deeds of the same man."""
_ANY_BUT = re.compile(
    r"[ -](?:the victim|victims?"
    r"|suspects?|survivors?|witness(?:es)?|sprees?|deaths?|ranges?|attacks?|incidents?|scenes?|rampage"
    r"|charges?|convictions?|counts?|raps?|plots?|accused|trials?|cases?|for|retrials?|myster(?:y|ies)|film|novel|series|rates?|threats?|hornets?|spots?)\b"
)
"""Behind "shooting" or "murder" where no deed follows."""
_PATIENTS = re.compile(r"(?: [\w'-]+){1,4}? to (?:[\w'-]+ ){0,3}?hospitals?\b")
_HOSPITAL = re.compile(
    r"(?: by (?:\w+ ){1,2}?)?(?: (?:to|at|in|into|for treatment (?:to|at))) (?:[\w'.-]+ ){0,6}?"
    r"(?:hospitals?|clinics?|medical (?:cent(?:er|re)|college|complex)|infirmary|trauma cent(?:er|re)|icu"
    r"|intensive care|burns? (?:unit|cent(?:er|re))|emergency (?:room|department|ward)"
    r"|health (?:cent(?:er|re)|facilit\w+))\b"
)
_FALLEN = re.compile(
    r"\b(?:soldiers?|troops|volunteers?|police(?:men|man)|officers?|fighters?|guards?|recruits|jawans?|marines?) $"
)
"""Before "fell" where it tells of the fallen."""
_CUT_DOWN = re.compile(
    r"[^.;]{1,90}? to death\b| (?:at least |over |more than )?\d[\d,]* (?!years?\b)[a-z]"
    r"|[^.;]{1,60}? with (?:an? |their |his )?"
    r"(?:machetes?|axes?|pangas?|khukuri|cutlass(?:es)?|cleavers?|swords?|hoes?)\b"
    r"|(?: [\w'-]+){1,4} dead\b"
)
"""Behind "hacked", "chopped" and "massacre" where they tell of people."""
_TO_DEATH = re.compile(r"[^.;]{1,70}? to death\b")
_AWAY_HURT = re.compile(r"(?: [\w'-]+){0,3}? with(?= )")
"""Behind "airlifted" where a wound may follow."""
_WARDS = ("hospital", "clinic", "infirmary", "medics", "doctors")
_TAKES_IN = ("received", "took in", "taking in")
_LIFE = re.compile(r"(?: [\w'-]+){1,5}? (?:his|her|their) (?:life|lives)\b")
"""Behind "cost": "cost a guard his life"."""
_RECEIVED = re.compile(
    r"(?: (?!bod|dead\b|corpse)[\w'-]+){1,4}? (?:people|patients|victims|persons|casualties|wounded|injured)\b"
)
_BULLETS = re.compile(
    r" (?:an?|one|two|three|four|five|six|seven|several|multiple|at least \w+|\d+) (?:[\w-]+ )?"
    r"(?:bullets?|rounds?|shots|pellets|gunshots?) (?:to|in|through) (?:the|his|her|their|one|an?|each) "
)
# Two spaces end a title: `folded` has no line breaks.
_HEADLINE_END = re.compile(r"(?: (?:after|following|in hospital)\b|  | ?(?:[;,.]|$))")
_NOT_HURT = tuple(f"{word} " for word in "is are was were be been more very highly so the a as less".split())
"""Before "critical" where it is no one's state."""
_CAPTIVE = re.compile(r"(?: [\w'-]+){1,5}? (?:hostages?|captives?)\b")


@cache
def _lost_part() -> re.Pattern[str]:
    parts = "|".join(sorted(word_set("lost_part")))
    return re.compile(rf" (?:an?|one|two|both|his|her|their|the)(?: of (?:his|her|their))?(?: \w+)? (?:{parts})\b")


MANY_USES = frozenset("cflqs1zudj")
"""Classes of casualty_words.tsv whose words tell of people only sometimes."""


def is_meant(folded: str, start: int, end: int, letter: str) -> bool:
    """Whether the casualty word at [start, end) tells of people, as far as the words around it show.

    "Took", "claimed" and "cost" are common; few take lives or hostages. "Shooting" is most often the name of an attack,
    "murder" often a court's.
    """
    if letter in "sf1":
        return _is_deed(folded, start, end, letter)
    if letter == "l":
        return any(goes_on(folded, end) for goes_on in _TAKING)
    if letter == "j":
        return _HEADLINE_END.match(folded, end) is not None and not folded.endswith(_NOT_HURT, 0, start)
    if letter == "q":
        return hospital_after(folded, end) or folded.endswith("others ", 0, start) or _is_away_hurt(folded, end)
    if letter in "zu":
        return body_after(folded, end) if letter == "u" else wounds_after(folded, end) is not None
    return (_CUT_DOWN if letter == "c" else _TO_DEATH).match(folded, end) is not None


def _is_deed(folded: str, start: int, end: int, letter: str) -> bool:
    """Whether soldiers "fell", somebody did the "shooting", and "murder" is no court's word nor a plan."""
    if letter == "f":
        return _FALLEN.search(folded, max(0, start - 20), start) is not None and folded[end : end + 5] != " from"
    if letter == "1" and not folded.startswith("murder", start):
        return True
    told = _HITTING.search(folded, max(0, start - 20), start) is not None if letter == "s" else (
        _PLANNED.search(folded, max(0, start - 30), start) is None
    )
    return told and _ANY_BUT.match(folded, end) is None


def injuries_after(folded: str, end: int) -> int | None:
    """Where the injuries end that "suffered" or "sustained", ending at `end`, goes on to; None where it does not."""
    match, wound = _INJURIES.match(folded, end), wounds_after(folded, end)
    if wound is not None:
        return wound
    if match is None and folded.startswith("suffered", max(0, end - 8)) and _SUFFERED.search(folded, 0, end):
        return end if folded[end : end + 1] in ",.;" else None
    return match.end() if match else None


def _is_away_hurt(folded: str, end: int) -> bool:
    """ "Airlifted with a leg wound"."""
    match = _AWAY_HURT.match(folded, end)
    return match is not None and wounds_after(folded, match.end()) is not None


def receives_patients(folded: str, end: int) -> bool:
    """Whether "received", ending at `end`, is said of a hospital and goes on to whom it took in."""
    at_hospital = any(place in folded[:end] for place in _WARDS) and folded.endswith(_TAKES_IN, 0, end)
    return at_hospital and _RECEIVED.match(folded, end) is not None


def lives_after(folded: str, end: int) -> bool:
    """Whether "claimed", "took" or "the loss of", ending at `end`, goes on to a number of lives."""
    return _LIVES.match(folded, end) is not None or _goes_on(folded, end, ("cost", "costs", "costing"), _LIFE)


def patients_after(folded: str, end: int) -> bool:
    """Whether "sent", ending at `end`, goes on to people taken to hospital: "sent twelve to hospital"."""
    return _goes_on(folded, end, ("sent", "sends", "sending", "took", "takes", "taking"), _PATIENTS)


def men_after(folded: str, end: int) -> bool:
    """Whether "lost", ending at `end`, goes on to a number of an army's own: "lost nine soldiers"."""
    return _goes_on(folded, end, ("lost", "losing", "loses"), _MEN)


def hospital_after(folded: str, end: int) -> bool:
    """Whether "taken", "admitted", ending at `end`, goes on to a hospital: "taken to Lady Reading Hospital"."""
    return _HOSPITAL.match(folded, end) is not None


def captives_after(folded: str, end: int) -> bool:
    """Whether "took" or "taking", ending at `end`, goes on to people taken hostage: "took dozens more captive"."""
    return _goes_on(folded, end, ("took", "taking", "takes"), _CAPTIVE)


def bullets_after(folded: str, end: int) -> bool:
    """Whether "took", ending at `end`, goes on to bullets: "took two bullets to the leg"."""
    return _goes_on(folded, end, ("took", "takes", "taking"), _BULLETS)


def part_after(folded: str, end: int) -> bool:
    """Whether "lost", ending at `end`, goes on to a part of the body: "lost his left leg"."""
    return _goes_on(folded, end, ("lost", "loses", "losing"), _lost_part())


def _goes_on(folded: str, end: int, verbs: tuple[str, ...], behind: re.Pattern[str]) -> bool:
    """Whether the word that ends at `end` is one of `verbs`, and `behind` follows it."""
    return folded.startswith(verbs, folded.rfind(" ", 0, end) + 1) and behind.match(folded, end) is not None


def names_killing(folded: str, start: int, end: int) -> bool:
    """Whether "deadly" or "fatal" at [start, end) speaks of a shooting or stabbing, or brings in an attack by its name.

    "The deadly raid" recalls one that may be another.
    """
    if _KILLING.match(folded, end) is not None:
        return True
    return _ATTACK.match(folded, end) is not None and not folded.endswith(("the ", "this ", "that "), 0, start)


_TAKING = (lives_after, men_after, captives_after, patients_after, bullets_after, part_after)
