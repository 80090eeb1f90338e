"""What an attack was aimed at where no list has its noun: the object of "an attack on", "attacked", "hurled at".

Only a phrase that ends with a common noun is taken: names are places or parties, and a place is told as the place.
"""

from __future__ import annotations

import re

from monitor.detection.actors.bystanders import is_reason
from monitor.detection.actors.mentions import ActorKind, find_mentions
from monitor.detection.actors.phrases import is_headline, is_stop
from monitor.detection.actors.voice import deeds
from monitor.detection.actors.wordsets import alternatives, words_of
from monitor.detection.text import Sentence, Text

_NOUN = (
    rf"\b(?:{alternatives('attack_on')})(?: (?!in\b|at\b|by\b|after\b|was\b|and\b)[\w'-]+)?? (?:on|against|targeting)"
)
_VERB = rf"\b(?:{alternatives('attacks_what')})"
_AIM = re.compile(rf"(?:{_NOUN}|{_VERB}) +(?P<det>(?:(?:the|an?|at least|several|his|her|its|their|some|two|three) )*)")
_WORD = re.compile(r"[^\W_][\w'’.&-]*")
_PLACE = frozenset(words_of("object_place"))
_NEVER = _PLACE | frozenset(words_of("no_object"))
_AIMS = re.compile(r"(?:state )?(?:targets?|positions?)\b")
"""Such words tell a target only with whose it is."""
_MOST = 6
"""Words of such a phrase."""


def find_object(text: Text, sentence: Sentence) -> tuple[int, int] | None:
    """The span of the first phrase that the sentence tells to be attacked, without its article."""
    if text.upper_case:
        return None
    for aim in _AIM.finditer(text.folded, sentence.start, sentence.end):
        span = _phrase(text, aim.end(), sentence.end)
        if span and not _is_name(text, span) and not is_reason(text, sentence, aim.start()):
            return span
    return None


def _phrase(text: Text, start: int, last: int) -> tuple[int, int] | None:
    """The words from `start` up to the first that cannot stand in a noun phrase; None where it ends with no noun."""
    end, count = start, 0
    for word in _WORD.finditer(text.folded, start, last):
        apart = text.folded[end : word.start()].strip() != ""
        if apart or count == _MOST or _ends(word[0]):
            aims = _AIMS.match(text.folded, word.start(), last) if not apart and count else None
            if aims:
                return start, aims.end()  # "the group's positions"
            if not apart and count and word[0] in _PLACE:
                return None  # "a sovereign country"
            break
        end, count = word.end(), count + 1
        if word[0].endswith("."):
            end -= 1
            break
    final = text.folded[start:end].split()[-1:]
    if not final or final[0] in _NEVER or final[0][:1].isdigit() or deeds().fullmatch(final[0]):
        return None
    return start, end


def _ends(word: str) -> bool:
    return is_stop(word) or word in _NEVER or (word.endswith(("ly", "ing")) and word not in _NOUNS)


_NOUNS = frozenset(words_of("noun_in_ing")) | {"family", "assembly", "rally", "gathering"}


def _is_name(text: Text, span: tuple[int, int]) -> bool:
    """Whether the phrase ends with a name, or with a word whose capital tells nothing."""
    begin = text.full.rfind(" ", span[0], span[1]) + 1 or span[0]
    if is_headline(text, span[0]) or not text.full[begin].islower():
        return True
    parties = find_mentions(text, *span)
    bare = (m for m in parties if m.actor.kind is ActorKind.STATE and not text.folded.startswith("'", m.end))
    return any(m.end == span[1] for m in parties) or any(bare)  # "strikes on Iran triggered …"
