"""Who did it, on what ground and by whose word (CONTRACT: claimed, blamed, suspected, stated, unclaimed, unknown)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions
from monitor.detection.draft import Anchor, Draft
from monitor.detection.text import Sentence, Text
from monitor.domain.detection import Evidence, Perpetrator
from monitor.domain.taxonomy import Basis

_NO_CLAIM = re.compile(
    r"\b(?:no|nobody|none|neither|not|never|without|has yet|have yet|yet to)\b[^.;]{0,60}\b(?:claim\w*|tak\w+|took|admit\w*)\b[^.;]{0,20}"
    r"\b(?:responsib\w+|credit|attack|being behind)|\bno (?:immediate )?claims? of responsibility|unclaimed"
)
_CLAIM = re.compile(
    r"\bclaim(?:s|ed|ing)? (?:the )?responsibility|\bclaims? of responsibility|\b(?:takes|took|taken|taking|accepted|assumed) responsibility|"
    r"responsibility [^.;]{0,50}(?:was|were|has been) claimed by|\bclaim(?:ed|s) (?:the |it |to have |credit)|\bclaimed by\b"
)
_BLAME = re.compile(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|attribut(?:e|es|ed|ing)|pointed (?:the|a) finger at|held|hold(?:s|ing)?)\b"
)
_BLAMED_ON = re.compile(r"\b(?:blamed on|attributed to|blamed for|accused of|held responsible for|pinned on)\b")
_SUSPECT = re.compile(
    r"\b(?:suspect(?:ed|s)?|believed to|thought to|alleged(?:ly)?|presumed|likely|apparently|reportedly|purported)\b"
)
_SAID_STRUCK = re.compile(
    r"\s+(?:\w+ ){0,3}?(?:said|says|announced|confirmed|announces|confirms|claimed|claims|declared|added)\b[^.;]{0,40}?"
    r"\b(?:it|they|its|their|we|fighters|jets|aircraft|forces|troops|had|have|has)\b"
)
_BY = re.compile(r"\bby (?:the )?(?:[\w'’.-]+ ){0,4}?$")
_PREPOSITION = re.compile(
    r"\b(?:on|in|at|against|near|into|from|of|to|with|targeting|killed|killing|between|for|over|across|inside|outside|than|like)"
    r" (?:the |a |an )?(?:[\w'-]+ ){0,1}$"
)
_OBJECT_GAP = re.compile(r"[^.;:!?]{0,90}$")
_NOMINAL_GAP = re.compile(r"(?:['’]s)?(?:[ -](?:[\w'-]+))?(?:[ -][\w'-]+){0,3}[ -]?$")


@dataclass(frozen=True, slots=True)
class Blame:
    """A perpetrator with the words that it rests on."""

    perpetrator: Perpetrator
    evidence: Evidence | None


_UNKNOWN = Blame(Perpetrator(), None)


def find_perpetrator(text: Text, draft: Draft) -> Blame:
    """The strongest ground that the event's sentences give, never its victim and never the one who only speaks."""
    sentences = [text.sentences[i] for i in dict.fromkeys([*(a.sentence for a in draft.anchors), *draft.sentences])]
    unclaimed: Blame | None = None
    for sentence in sentences:
        claim = _claim(text, sentence)
        if claim is not None and claim.perpetrator.basis is Basis.CLAIMED:
            return claim
        unclaimed = unclaimed or claim
    for look in (_blamed, _suspected):
        for sentence in sentences:
            found = look(text, sentence)
            if found is not None:
                return found
    for anchor in draft.anchors:
        found = _stated(text, anchor)
        if found is not None:
            return found
    return unclaimed or _UNKNOWN


def _claim(text: Text, sentence: Sentence) -> Blame | None:
    """A claim of responsibility in the sentence, or that there is none."""
    denied = _NO_CLAIM.search(sentence.folded)
    if denied:
        return Blame(Perpetrator(basis=Basis.UNCLAIMED), _evidence(text, sentence, denied))
    found = _CLAIM.search(sentence.folded)
    if found is None:
        return None
    mentions = [m for m in find_mentions(text, sentence.start, sentence.end) if m.actor.kind is not ActorKind.SEAT]
    at = sentence.start + found.start()
    after = [m for m in mentions if m.start >= sentence.start + found.end() - 3]
    before = [m for m in mentions if m.end <= at]
    by = found[0].endswith("by")
    chosen = (after[:1] if by else before[-1:] or after[:1]) or before[-1:]
    if not chosen:
        return None
    return _named(chosen[0], Basis.CLAIMED, _evidence(text, sentence, found))


def _blamed(text: Text, sentence: Sentence) -> Blame | None:
    mentions = find_mentions(text, sentence.start, sentence.end)
    passive = _BLAMED_ON.search(sentence.folded)
    if passive and mentions:
        at = sentence.start + passive.start()
        after = [m for m in mentions if m.start >= at] if passive[0].endswith(("on", "to")) else []
        chosen = after[:1] or [m for m in mentions if m.end <= at][-1:]
        return _named(chosen[0], Basis.BLAMED, _evidence(text, sentence, passive)) if chosen else None
    found = _BLAME.search(sentence.folded)
    if found is None or not mentions:
        return None
    at = sentence.start + found.start()
    after = [m for m in mentions if m.start >= at]
    before = [m for m in mentions if m.end <= at]
    if not after:
        return None
    by = before[-1] if before else None
    return _named(after[0], Basis.BLAMED, _evidence(text, sentence, found), by=by.actor.name if by else None)


def _suspected(text: Text, sentence: Sentence) -> Blame | None:
    for found in _SUSPECT.finditer(sentence.folded):
        at, end = sentence.start + found.start(), sentence.start + found.end()
        near = find_mentions(text, at, min(sentence.end, end + 40))
        if found[0].startswith(("believed", "thought")):
            near = find_mentions(text, max(sentence.start, at - 70), at)[-1:] or near
        groups = [m for m in near if m.actor.kind in (ActorKind.GROUP, ActorKind.FORCE)]
        if groups:
            return _named(groups[0], Basis.SUSPECTED, _evidence(text, sentence, found))
    return None


def _stated(text: Text, anchor: Anchor) -> Blame | None:
    """The doer that the trigger's own clause names."""
    sentence = text.sentences[anchor.sentence]
    mentions = find_mentions(text, sentence.start, sentence.end)
    for mention in mentions:
        if mention.start >= anchor.end and _BY.search(text.folded[anchor.end : mention.start]):
            return _doer(text, sentence, mention)
    before = [m for m in mentions if m.end <= anchor.start]
    if not before:
        return None
    last = before[-1]
    gap = text.folded[last.end : anchor.start]
    if _PREPOSITION.search(text.folded[sentence.start : last.start]) or last.actor.kind is ActorKind.SEAT:
        return None
    if _NOMINAL_GAP.fullmatch(gap):
        return _doer(text, sentence, last)
    return None


def _doer(text: Text, sentence: Sentence, mention: Mention) -> Blame:
    says = _SAID_STRUCK.match(text.folded, mention.end, sentence.end)
    basis = Basis.CLAIMED if says and mention.actor.kind is ActorKind.FORCE else Basis.STATED
    words = text.full[mention.start : mention.end]
    return _named(mention, basis, Evidence(field="perpetrator", start=mention.start, end=mention.end, text=words))


def _named(mention: Mention, basis: Basis, evidence: Evidence, by: str | None = None) -> Blame:
    return Blame(Perpetrator(name=mention.actor.name, basis=basis, by=by), evidence)


def _evidence(text: Text, sentence: Sentence, found: re.Match[str]) -> Evidence:
    start, end = sentence.start + found.start(), sentence.start + found.end()
    return Evidence(field="perpetrator", start=start, end=end, text=text.full[start:end])
