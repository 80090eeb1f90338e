"""Those who may have done it, as a sentence names them: organisations, states' forces, and doers by their trade."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.detection.actors.index import words_in
from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import Sentence, Text

_ARMS = (
    r"(?:(?!(?:the|an?|of|to|in|on|and|by|for|at|from|with|over|after|said|says)\b|\w+ed\b)[\w'’-]+ ){0,2}?"
    r"(?:forces?|army|military|troops|soldiers|police|air force|navy|warplanes?|jets?|"
    r"aircraft|planes|drones?|missiles?|"
    r"rockets?|artillery|tanks?|air ?strikes?|strikes?|shelling|attacks?|bombardment|bombing|raids?|regime|"
    r"agents|intelligence|"
    r"assault|offensive|shells?|helicopters?|navy|warships?|commandos|snipers?|settlers|gunfire|fire|bombs?|"
    r"invasion|operation|aggression|impact|"
    r"salvos?|barrages?|crackdown|massacre|incursion|onslaught|terrorist|terrorists|militants|fighters|gunmen|"
    r"killings?|murders?)\b"
)
_OF_STATE = re.compile(rf"(?:['’]s)? {_ARMS}")
_NOT_ARMS = re.compile(
    r" (?:police|army|military|defen[cs]e|security|government|intelligence)(?: \w+)? (?:said|says|officials?|"
    r"sources?|spokes\w+|chief|"
    r"minister|ministry|post|base|station|officer|academy|vehicle|convoy|checkpoint|command|headquarters|"
    r"personnel|commander)"
)


@dataclass(frozen=True, slots=True)
class Doer:
    """One who may have done it, at [start, end); `name` is None for those whom nobody names."""

    start: int
    end: int
    name: str | None
    kind: str
    """organisation, force, state, regular, irregular or anonymous."""
    country: str | None = None
    adjective: bool = False
    """Named by the adjective of a nation: "Israeli"."""


@dataclass(frozen=True, slots=True)
class _Trade:
    kind: str
    name: str


_NO_DOER = re.compile(
    r"-(?:flagged|registered|owned|bound|born|operated)\b"
    r"|(?:'s)?(?: (?:state|central|main|old|city|district|border|traffic|provincial|regional))? (?:embassy|embassies|"
    r"consulates?|mission|ambassadors?|citizens?|nationals?|stations?|compounds?|posts?|outposts?|lines|headquarters|hq|"
    r"academy|barracks|vehicles?|vans?|cars?|trucks?|checkpoints?|checkposts?|lockup)\b"
)
"""Behind a name these make it a ship's flag, a place or a victim: "Panama-flagged tanker", "a police station"."""


def _is_doer(text: Text, doer: Doer) -> bool:
    """Whether what stands behind the name leaves it a party that can act."""
    return _NO_DOER.match(text.folded, doer.end) is None


def find_doers(text: Text, sentence: Sentence) -> list[Doer]:
    """All candidates of the sentence in order; where names overlap, the organisation before the trade."""
    named = [doer for m in find_mentions(text, sentence.start, sentence.end) if (doer := _named(text, m, sentence.end))]
    trades = [
        Doer(m.start, m.end, None if m.payload.kind == "anonymous" else m.payload.name, m.payload.kind)
        for m in words_in(sentence, "trades", _trades())
        if not any(d.start <= m.start < d.end or m.start <= d.start < m.end for d in named)
    ]
    acting = [d for d in (*named, *(_resolved(text, t) for t in trades)) if _is_doer(text, d)]
    return sorted(acting, key=lambda d: d.start)


def arms_after(text: Text, doer: Doer, end: int) -> tuple[int, int] | None:
    """The attack or arms that the doer's name stands in front of, as a span, if any."""
    found = _OF_STATE.match(text.folded, doer.end, end)
    return found.span() if found else None


def _named(text: Text, mention: Mention, end: int) -> Doer | None:
    """A mention as a candidate: a nation's adjective only in front of its arms, a capital never."""
    kind = mention.actor.kind
    country = mention.country
    if kind is ActorKind.SEAT:
        return None
    if kind is ActorKind.NATION:
        arms = _OF_STATE.match(text.folded, mention.end, end)
        if arms is None or _NOT_ARMS.match(text.folded, mention.end, end):
            return None
        return Doer(mention.start, mention.end, mention.actor.name, "state", country, adjective=True)
    labels = {ActorKind.GROUP: "organisation", ActorKind.FORCE: "force", ActorKind.STATE: "state"}
    return Doer(mention.start, mention.end, mention.actor.name, labels[kind], country)


def _resolved(text: Text, doer: Doer) -> Doer:
    """An unnamed armed side is the one organisation that the text names before it, if there is just one."""
    if doer.kind != "irregular":
        return doer
    named = {m.actor.name for m in _organisations(text)}
    if len(named) != 1:
        return doer
    return Doer(doer.start, doer.end, named.pop(), "organisation")


def _organisations(text: Text) -> list[Mention]:
    """Armed organisations named anywhere in the text, kept with it."""
    known: list[Mention] | None = text.__dict__.get("_organisations")
    if known is None:
        known = [m for m in find_mentions(text) if m.actor.kind is ActorKind.GROUP]
        text.__dict__["_organisations"] = known
    return known


@cache
def _trades() -> PhraseMatcher[_Trade]:
    return PhraseMatcher(
        (form, _Trade(kind, name)) for kind, name, forms in read_tsv("doers.tsv") for form in forms.split("|")
    )
