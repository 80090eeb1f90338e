"""Who did it, on what ground and by whose word (claimed, blamed, suspected, stated, unclaimed, unknown).

The grounds are tried in that order. A name is given for organisations, states and their forces, for suspects whom the
text names, and last for those of whom it says what they are ("gunmen", "rioters"). Neither the victim nor one who only
speaks of the attack is named. What a single sentence tells is read in claims.py and deeds.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.detection.actors.agents import CRIMES
from monitor.detection.actors.claims import Reading, may_tell, read
from monitor.detection.actors.deeds import Blame, evidence_at
from monitor.detection.actors.lawmen import is_in_office
from monitor.detection.actors.mentions import ActorKind, find_mentions
from monitor.detection.actors.sides import find_sides
from monitor.detection.actors.suspects import find_suspect, tells
from monitor.detection.draft import Draft
from monitor.detection.text import Text
from monitor.domain.detection import Perpetrator
from monitor.domain.taxonomy import Basis, EventType, Role

LEAD = 3
"""Sentences from the title on that tell the news, whether a mention of the attack stands in them or not."""
_UNKNOWN = Blame(Perpetrator(), None)


def find_perpetrator(text: Text, draft: Draft, aftermath: Sequence[int] = ()) -> Blame:
    """The strongest ground in the event's sentences; `aftermath` are sentences beside them that may speak of it."""
    indexes = dict.fromkeys([*(a.sentence for a in draft.anchors), *draft.sentences, *aftermath])
    readings = [read(text, i) for i in indexes if may_tell(text, i)]
    anchors = sorted(draft.anchors, key=lambda a: not text.sentences[a.sentence].in_title)
    acts = [read(text, a.sentence).stated(a, draft.type) for a in anchors]
    stated = next((found for found in acts if found and not found.vague), None)
    vague = max((f for f in acts if f and f.vague), key=lambda f: tells(f.perpetrator.name or ""), default=None)
    stated = stated and _more_exact(text, _on_best_ground(text, draft, stated, acts), acts)
    claims = [claim for reading in readings if (claim := reading.claim)]
    for found in (*claims, *_grounds(readings)):
        named = found.perpetrator.name is not None
        mob = draft.type is EventType.MOB_VIOLENCE and _is_state(text, found)
        fits = stated is None or _is_same(text, found, stated) or _leads(text, draft, found, stated)
        if named and not mob and fits:
            return _more_exact(text, found, [stated] if stated else [])
    if stated is None and any(m.actor.kind is ActorKind.GROUP for m in find_mentions(text)):
        stated = next((deed for i in _near(draft, aftermath) if (deed := read(text, i).deed)), None)
    if stated is not None:
        return stated
    unclaimed = next((c for c in claims if c.perpetrator.name is None), None)
    vague = vague or _opened(text, draft)
    if draft.type is not EventType.ARMED_CLASH:
        vague = vague or _done(text, draft, aftermath)
    if vague is not None and not vague.vague:
        return vague
    suspect = _suspect(text, draft, indexes, vague)
    if suspect is None and unclaimed and vague:
        return as_unclaimed(vague, unclaimed)
    told = suspect or unclaimed or vague or _sides(text, draft) or _foe(text, draft)
    return told or _presupposed(text, draft, aftermath) or _UNKNOWN


_BY_DEED = frozenset(
    {
        "gunmen", "gunman", "knifeman", "knifemen", "kidnappers", "robbers", "hitmen", "snipers", "suicide bomber",
        "suicide bombers", "infiltrators", "arsonist", "arsonists",
    }
)
"""Doers whose very name says that they did it, whatever else the text tells of them."""


def _presupposed(text: Text, draft: Draft, aftermath: Sequence[int]) -> Blame | None:
    """Those whom only their deed calls so: "the gunman got away", "kidnappers want ransom"; in a clash they fight."""
    if draft.role is not Role.NEWS or draft.type in _BETWEEN_SIDES:
        return None
    readings = (read(text, i) for i in _near(draft, aftermath))
    doers = ((r, d) for r in readings for d in r.doers if d.kind == "described" and d.name in _BY_DEED)
    found = next(((r, d) for r, d in doers if not r.before(d, 12).endswith(("no ", "no more "))), None)
    return found[0].blame(found[1], Basis.STATED, None) if found else None


def as_unclaimed(doer: Blame, silent: Blame) -> Blame:
    """Who has no name but what he is, where `silent` says that nobody claimed it; whom the text suspects stays so."""
    if doer.perpetrator.name is None:
        return silent
    if doer.perpetrator.basis is Basis.SUSPECTED:
        return doer
    return replace(doer, perpetrator=replace(doer.perpetrator, basis=Basis.UNCLAIMED))


def _on_best_ground(text: Text, draft: Draft, stated: Blame, told: Sequence[Blame | None]) -> Blame:
    """The deed by the best word that the event's sentences have for it.

    A title tells as fact what the doer says himself or another party says of an armed group, and calls "rebels" whom
    the text names. Of a state at war the title's word stands: who reports the toll does not blame.
    """
    if stated.perpetrator.basis is not Basis.STATED:
        return stated
    named = {mention.actor.name: mention.actor.kind for mention in find_mentions(text)}
    groups = ActorKind.GROUP in named.values()
    deeds = (read(text, i).deed for i in draft.sentences if groups)
    found = [other for other in (*told, *deeds) if other and not other.vague]
    if stated.party not in named:
        return next((other for other in found if named.get(other.party or "") is ActorKind.GROUP), stated)
    armed = named[stated.party or ""] is ActorKind.GROUP
    strong = (Basis.CLAIMED, Basis.BLAMED) if armed else (Basis.CLAIMED,)
    same = (other for other in found if other.party == stated.party and other.perpetrator.basis in strong)
    best = next(same, None)
    if best is None:
        return stated
    return replace(stated, perpetrator=replace(best.perpetrator, name=stated.perpetrator.name), evidence=best.evidence)


def _done(text: Text, draft: Draft, aftermath: Sequence[int]) -> Blame | None:
    """The deed of somebody without a name in the event's sentences, or for the news in the text's first ones."""
    found = (done for i in _near(draft, aftermath) if (done := read(text, i).done))
    return next((f for f in found if not (draft.type in CRIMES and is_in_office(f.perpetrator.name or ""))), None)


def _near(draft: Draft, aftermath: Sequence[int]) -> tuple[int, ...]:
    """The event's sentences, and for the news the text's first ones that no event has."""
    return (*draft.sentences, *(i for i in aftermath if i < LEAD and draft.role is Role.NEWS))


def _sides(text: Text, draft: Draft) -> Blame | None:
    """Both sides of a fight, as told: neither alone is the doer."""
    if draft.type not in (EventType.ARMED_CLASH, EventType.SHELLING, EventType.SHOOTING):
        return None
    for sentence in sorted((text.sentences[i] for i in draft.sentences), key=lambda s: s.in_title):
        found = find_sides(text, sentence)
        if found:
            told = " ".join(text.full[slice(*found)].split()).replace(", ", " and ")
            return Blame(Perpetrator(name=told, basis=Basis.STATED), evidence_at(text, *found), vague=True)
    return None


_AGAINST = re.compile(
    r"\b(?:clash\w*|fire ?fights?|gun ?battles?|gun ?fights?|encounters?|fighting|skirmish\w*|shoot-?outs?|battles?) "
    r"with (?:the )?(?:[\w'’-]+ (?:of |from )(?:the )?)?$"
)


def _foe(text: Text, draft: Draft) -> Blame | None:
    """The armed organisation whom a fight was with, where the text names but one: "a firefight with the Front"."""
    if draft.type is not EventType.ARMED_CLASH:
        return None
    readings = (read(text, i) for i in draft.sentences if " with " in text.sentences[i].folded)
    doers = ((r, d) for r in readings for d in r.doers if d.kind == "organisation" and _AGAINST.search(r.before(d, 60)))
    found = next(doers, None)
    return found[0].blame(found[1], Basis.STATED, None) if found else None


def _leads(text: Text, draft: Draft, claim: Blame, stated: Blame) -> bool:
    """Whether a claim in a sentence of the event's mentions comes before where another party's deed is told."""
    if claim.perpetrator.basis is not Basis.CLAIMED or claim.evidence is None or stated.evidence is None:
        return False
    sentence = text.sentence_at(claim.evidence.start)
    own = sentence is not None and sentence.index in {anchor.sentence for anchor in draft.anchors}
    return own and claim.evidence.end < stated.evidence.start


def _more_exact(text: Text, found: Blame, others: Iterable[Blame | None]) -> Blame:
    """The blame with the most exact name that others give the same party: not "Israel" but "Israeli troops"."""
    if found.vague or found.perpetrator.name != found.party:
        return found
    for other in others:
        if other and not other.vague and other.perpetrator.name != other.party and _is_kin(text, found, other):
            return replace(found, perpetrator=replace(found.perpetrator, name=other.perpetrator.name))
    return found


def _is_kin(text: Text, one: Blame, other: Blame) -> bool:
    """Whether both are of one country, the first by its bare name."""
    homes = {m.actor.name: m for m in find_mentions(text)}
    first, second = homes.get(one.party or ""), homes.get(other.party or "")
    bare = first is not None and first.actor.kind in (ActorKind.STATE, ActorKind.NATION)
    return bare and first is not None and second is not None and first.country == second.country


_BETWEEN_SIDES = frozenset(
    {
        EventType.SHELLING, EventType.AIR_DRONE_STRIKE, EventType.ARMED_CLASH, EventType.MARITIME_ATTACK,
        EventType.MOB_VIOLENCE,
    }
)
"""Attacks of armed sides and of crowds: who is arrested in such a text is seldom their doer."""


def _suspect(text: Text, draft: Draft, indexes: Iterable[int], vague: Blame | None) -> Blame | None:
    """The one arrested, charged or sought for it, unless the doer's own description tells more."""
    if draft.type in _BETWEEN_SIDES:
        return None
    suspect = find_suspect(text, [text.sentences[i] for i in indexes])
    if suspect is None:
        return None
    if vague and tells(vague.perpetrator.name or "") >= tells(suspect.words):
        known = replace(vague.perpetrator, basis=Basis.SUSPECTED)
        return replace(vague, perpetrator=known) if suspect.held else None
    evidence = evidence_at(text, suspect.start, suspect.end)
    return Blame(Perpetrator(name=suspect.words, basis=Basis.SUSPECTED), evidence, vague=True)


def _opened(text: Text, draft: Draft) -> Blame | None:
    """The doer without a name that begins a sentence of the event with a deed of his."""
    told = (read(text, anchor.sentence).opened for anchor in draft.anchors)
    return next((found for found in told if found), None)


def find_unclaimed(text: Text) -> Blame | None:
    """That nobody claimed it, wherever the text says so: wires say it once, of the news and of what led up to it."""
    if not any(word in text.folded for word in ("claim", "responsib", "owned up", "has said it")):
        return None
    claims = (read(text, sentence.index).claim for sentence in text.sentences if may_tell(text, sentence.index))
    return next((claim for claim in claims if claim and claim.perpetrator.basis is Basis.UNCLAIMED), None)


def _grounds(readings: Sequence[Reading]) -> Iterator[Blame]:
    """Blame in any sentence, then suspicion in any."""
    yield from (found for reading in readings if (found := reading.blamed))
    yield from (found for reading in readings if (found := reading.suspected))


def _is_state(text: Text, found: Blame) -> bool:
    """Whether a state is named: it may be blamed for a mob's deed, and did not do it."""
    kinds = {m.actor.name: m.actor.kind for m in find_mentions(text)}
    return kinds.get(found.party or "") in (ActorKind.STATE, ActorKind.NATION)


def _is_same(text: Text, one: Blame, other: Blame) -> bool:
    """Whether two names may be one party: a state and its forces, an army and its country's army.

    Where the mention itself says whose it was ("American airstrikes"), blame of another party is about another attack.
    """
    if one.party == other.party:
        return True
    homes = {m.actor.name: m.country for m in find_mentions(text)}
    first, second = homes.get(one.party or ""), homes.get(other.party or "")
    return first is None or second is None or first == second
