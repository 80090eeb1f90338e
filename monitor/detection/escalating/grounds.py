"""Ground that was hit, as the state says whose it is: arms that fell on it, a breach of its sovereignty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.detection.actors.mentions import ActorKind, state_of
from monitor.detection.escalating import guards
from monitor.detection.escalating.passages import Finding, Passage, Surroundings
from monitor.detection.escalating.wars import at_war
from monitor.domain.taxonomy import EscalationKind as Kind

_FALLEN = re.compile(
    r"(?:['’]s)?(?: \w+)? (?:missiles?|rockets?|drones?|shells?|bombs?|mortar rounds?|projectiles?|warplanes?)(?: \w+)?"
    r" (?:fell|falls?|lands?|landed|came down|comes down|crash\w*|explod\w+|strays?|strayed|hits?|struck|kills?|killed|"
    r"wounds?|wounded|enter(?:s|ed)?|cross(?:es|ed)?|slam\w*|veer\w*)\b"
)
"""Behind the name of a people: its arms, and that they came down."""
_TELLS = re.compile(
    r"(?:['’]s)? (?:[\w-]+ ){0,3}?(?:says?|said|reports?|reported|protests?|protested|complains?|complained)\b"
)
"""Behind a state's name: it tells of what fell on it."""
_PROTESTS = re.compile(
    r"\b(?:violat\w+|breach\w*|infring\w+|trampl\w+|affront) (?:of |to |on )?(?:\S+ )?"
    r"(?:sovereignty|territorial integrity)\b|"
    r"\b(?:act|attack|aggression|crime) against our (?:soil|territory|sovereignty|land)\b|"
    r"\b(?:summon\w*|protest\w*) [^.;]{0,60}\b(?:after|over) [^.;]{0,40}?\b(?:missiles?|rockets?|drones?|shells?|"
    r"bombs?|air ?strikes?|mortar rounds?)\b[^.;]{0,30}\b(?:fell|falls?|lands?|landed|came down|hits?|struck|"
    r"kill\w*|crash\w*|inside|cross\w*|in|on)\b"
)
"""What a state says whose ground was hit."""
_CUES = ("sovereignty", "territorial integrity", " against our ", "summon", "protest")
"""One of them stands in all such words."""
_ARMS_NEAR = re.compile(
    r"\b(?:missiles?|rockets?|drones?|shells?|bomb(?:s|ed)?|air ?strikes?|mortars?|strikes?|warplanes?|jets)\b"
)
LONGEST = 3000
"""Code points of a sentence that anybody wrote; a longer one is no prose, and costs the square of its names."""


def stands(passage: Passage, start: int) -> bool:
    """Whether what begins at `start` is neither denied nor only feared, nor of another topic."""
    if guards.is_negated(passage, start) or guards.is_unreal(passage, start):
        return False
    return passage.allows(Kind.CROSS_BORDER_STRIKE, guards.is_about_it)


def find_fallen(passage: Passage) -> Finding | None:
    """Another's arms that came down on the ground of the state that tells of it: "X says a Y missile fell in …"."""
    folded = passage.text.folded
    for teller in passage.mentions:
        if not _TELLS.match(folded, teller.end) or teller.actor.kind not in (ActorKind.STATE, ActorKind.SEAT):
            continue
        for doer in passage.mentions:
            fell = _FALLEN.match(folded, doer.end) if teller.end < doer.start else None
            if fell and doer.country != teller.country and not at_war(passage, doer.country, teller.country):
                parties = (doer.actor.name, state_of(teller.country).name)
                return Finding(passage, Kind.CROSS_BORDER_STRIKE, doer.start, fell.end(), parties)
    return None


def find_protested(surroundings: Surroundings) -> Iterator[Finding]:
    """A strike that a state calls a breach of its sovereignty, told there, in the sentence before it or the title."""
    text = surroundings.text
    found = _PROTESTS.search(text.folded) if any(cue in text.folded for cue in _CUES) else None
    sentence = text.sentence_at(found.start()) if found else None
    if found is None or sentence is None or sentence.end - sentence.start > LONGEST:
        return
    passage = Passage(surroundings, sentence)
    before = text.sentences[max(0, sentence.index - 1)]
    told = (sentence, before, text.sentences[0])
    parties = [*passage.mentions, *Passage(surroundings, before).mentions]
    countries = {m.country for m in parties}
    warring = any(at_war(passage, one, other) for one in countries for other in countries if one != other)
    if warring or not passage.mentions or not any(_ARMS_NEAR.search(s.folded) for s in told):
        return
    if stands(passage, found.start()):
        owner = passage.mentions[0]
        doer = next((m for m in parties if m.country != owner.country and m.actor.kind is not ActorKind.SEAT), None)
        named = (doer.actor.name if doer else None, state_of(owner.country).name)
        yield Finding(passage, Kind.CROSS_BORDER_STRIKE, *found.span(), named)
