"""Whether the words of a deed are told in the active or the passive, and where a sentence tells a deed at all.

News leaves the helper out ("two officers shot near a mall"), so a bare past form is read by what follows it: an object
makes it active, a preposition, a conjunction or the end of the clause passive.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.detection.actors.wordsets import any_of, words_of
from monitor.detection.inflect import inflect
from monitor.detection.lexicon import read_tsv
from monitor.detection.text import Sentence, Text

_HELPED = re.compile(
    r"\b(?:was|were|been|being|is|are|be|came|come|got|gets?|left|found)\s+"
    r"(?:(?!(?:an?|the|no|one|not|its|his|her|their|in|on|at|of|to|for|from|after|under|what|who)\b)[\w'-]+\s+){0,3}$"
)
_MAY = ("suspected to ", "believed to ", "thought to ", "alleged to ")
"""Before "be" these only say who they may be: "men thought to be militants raided"."""
_PARTICIPLE = re.compile(
    r"\w+ed\b|(?:hit|struck|shot|slain|taken|held|beaten|blown|set|torn|driven|broken|overrun|cut|burnt|sunk|hurt|gunned|rent)\b"
)
_CLAUSE_ENDS = r"\s*(?:$|[,.;:!?)|]|-|'(?!s\b))"
_NO_OBJECT = (
    r"\s+(?:in|by|with|after|as(?! many)|near|while|when|during|amid|outside|inside|over(?! \d)|following|"
    r"at(?! (?:least|most))|on|before|from|for|since|"
    r"overnight|early|late|across|along|"
    r"and (?!(?:\w+ed|sank|struck|hit|shot) (?:\d|an?\b|the\b|its\b|two|three|four|five|six|seven|eight|nine|ten))"
    r"\w+|or \w+|(?:to|stabbed|shot) (?:death|dead)(?! (?:an?|the|two|three|four|five|his|her|their|\d+)\b)|"
    r"dead(?= (?:in|by|after|at|"
    r"near|on|outside|inside|over|during|while|as|for|with|following|amid|when|before|behind|early|late|\w+day|"
    r"\w{3,}ing)\b|"
    r" ?[,.;:]|$)|multiple times|\w+ times|twice|once|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_HARMED = re.compile(rf"(?:{_CLAUSE_ENDS}|{_NO_OBJECT})")
_STRUCK = re.compile(
    rf"(?:{_CLAUSE_ENDS}|\s+(?:by|after|as|while|amid|in (?:\w+ ){{0,3}}(?:attacks?|strikes?|raids?))\b)"
)

_PERFECT = (" has ", " have ", " had ", " having ", " has also ", " have also ", " had also ")
"""Before a past form these make it active: "has killed and burned"; "has been killed" has a helper of its own."""

_NO_ATTACK = re.compile(
    r" +(?:an? |the |its )?(?:major |massive |new |criminal |murder |homicide |nationwide |urgent )?"
    r"(?:manhunt|investigation|probe|inquiry|search|hunt|appeal|review|rescue|raids? (?:at|on) (?:the )?homes?)\b"
)


def is_helped(text: Text, start: int, first: int) -> bool:
    """Whether a helper verb makes the participle at `start` a passive: "were fatally shot"; not "is an attack"."""
    if text.folded.startswith(("being ", "been "), start) or _is_ing(text, start):
        return text.folded.startswith(("being ", "been "), start)
    found = _HELPED.search(text.folded, max(first, start - 60), start)
    return found is not None and not text.folded.endswith(_MAY, 0, found.start())


def is_bare_passive(text: Text, start: int, end: int, last: int, *, alone: bool = False) -> bool:
    """Whether the deed at [start, end) is a past form that nothing follows it could have been done to.

    Where somebody is `alone`, no side in a war, an attack without an object is told of him too as its victim.
    """
    if text.folded.endswith(_PERFECT, 0, start):
        return False
    word = text.folded[start:end]
    if word == "shot" and text.folded.startswith(" at ", end) and _shot_at().match(text.folded, end, last):
        return False  # "troops shot at marchers"; not "two shot at a market"
    if word in _pasts("harm") or (alone and word in _pasts("strike")):
        return _HARMED.match(text.folded, end, last) is not None
    return word in _pasts("strike") and _STRUCK.match(text.folded, end, last) is not None


def is_passive(text: Text, sentence: Sentence, start: int, end: int) -> bool:
    """Whether what the mention [start, end) tells is told from the side of those it was done to."""
    return passive_deed(text, sentence, start, end) is not None


def passive_deed(text: Text, sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The span of the verb by which the mention [start, end) tells it in the passive, if it does."""
    if is_helped(text, start, sentence.start) and (found := _PARTICIPLE.match(text.folded, start)):
        return found.span()
    for at, deed in enumerate(deeds().finditer(text.folded, start, max(end, start + 1))):
        helped = is_helped(text, deed.start(), sentence.start) and _PARTICIPLE.match(deed[0])
        if helped or is_bare_passive(text, *deed.span(), sentence.end):
            return deed.span()
        if at == 0 and not is_noun(deed[0]):
            return None
    return None


def is_no_deed(text: Text, end: int) -> bool:
    """Whether the verb that ends at `end` has an object that makes it another's work: "launch a manhunt"."""
    return _NO_ATTACK.match(text.folded, end) is not None


def active_deed(text: Text, start: int, last: int, *, firm: bool = False) -> re.Match[str] | None:
    """The first words in [start, last) that tell a deed in the active; `firm` leaves out those of other uses."""
    for found in deeds().finditer(text.folded, start, last):
        if firm and found[0] in _forms_of("loose"):
            continue
        helped = is_helped(text, found.start(), start)
        if not (helped or is_bare_passive(text, *found.span(), last) or is_no_deed(text, found.end())):
            return found
    return None


def is_noun(word: str) -> bool:
    """Whether the deed's word is, or may be, a noun: "attack", "strikes"."""
    return word in _forms_of("noun")


@cache
def _shot_at() -> re.Pattern[str]:
    """Behind "shot": at people or a vehicle, and not at where they were: "at a bus", not "at a bus stop"."""
    people = {row[0] for row in read_tsv("persons.tsv") if row[0].endswith("s")}
    return re.compile(
        rf" at (?:(?!(?:in|on|of|a|an)\b|[\w'-]*')[\w-]+ ){{0,4}}?(?:an? )?"
        rf"(?:{any_of({*people, *words_of('fired_at')})})"
        r"(?=\s*(?:[.,;:!?|]|$)|"
        r" (?:in|on|at|near|from|with|who|that|during|after|as|outside|while|when|and|by|before)\b)"
    )


@cache
def deeds() -> re.Pattern[str]:
    """All forms of the verbs and nouns for deeds, longest first."""
    forms = {form for kind, words in read_tsv("deeds.tsv") for word in words.split("|") for form in _forms(kind, word)}
    return re.compile(rf"(?<![\w'-])(?:{any_of(forms)})(?![\w-])")


@cache
def _forms_of(wanted: str) -> frozenset[str]:
    """All forms of the verbs of one kind."""
    words = [word for kind, row in read_tsv("deeds.tsv") if kind == wanted for word in row.split("|")]
    return frozenset(form for word in words for form in _forms(wanted, word))


@cache
def _pasts(wanted: str) -> frozenset[str]:
    words = [word for kind, row in read_tsv("deeds.tsv") if kind == wanted for word in row.split("|")]
    return frozenset(form.text for word in words for form in inflect(word, "v") if form.kind == "past") | {"hurt"}


def _forms(kind: str, word: str) -> list[str]:
    return [form.text for form in inflect(word, "n" if kind == "noun" else "v")]


def _is_ing(text: Text, start: int) -> bool:
    return re.match(r"\w+ing\b", text.folded[start : start + 24]) is not None
