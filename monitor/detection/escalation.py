"""Escalation in a text: statements and acts that raise the danger, each with its exact words.

Decides by lexicons/escalation_rules.tsv within the sentence, with guards against negation, history, other topics
(`escalating.guards`); strikes over a border are found by who hits where (`escalating.crossing`). It reads statements
and acts alike, in quotes and in reported speech. It does not decide whether the text reports an attack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.detection.actors.mentions import ActorKind, Mention
from monitor.detection.encoder.model import Impression
from monitor.detection.escalating import guards
from monitor.detection.escalating.claimants import find_claimant
from monitor.detection.escalating.crossing import find_crossing
from monitor.detection.escalating.doers import fleet, moving, striking
from monitor.detection.escalating.parties import Parties, find_parties, named_parties
from monitor.detection.escalating.passages import Finding, Passage, Surroundings
from monitor.detection.escalating.rules import Lexeme, Rule, lexemes, triggers
from monitor.detection.escalating.weighing import weigh
from monitor.detection.lexicon import Match
from monitor.detection.text import Text
from monitor.domain.detection import Escalation
from monitor.domain.taxonomy import EscalationKind as Kind
from monitor.domain.taxonomy import Plover

_REVENGE = re.compile(r"aveng|reveng|retaliat|vengeance|reprisal|payback")
_THREATS = frozenset({Kind.RETALIATION_THREAT, Kind.ULTIMATUM, Kind.NUCLEAR_RHETORIC})
_MOVES = frozenset({Kind.FORCE_DEPLOYMENT, Kind.MOBILISATION})
_ACTS = frozenset(
    {
        Kind.EVACUATION, Kind.TRAVEL_WARNING, Kind.AIRSPACE_CLOSURE, Kind.BORDER_CLOSURE, Kind.STATE_OF_EMERGENCY,
        Kind.ALERT_LEVEL_RAISED,
    }
)  # fmt: skip
_SHARED = frozenset({Kind.BRINK_OF_WAR, Kind.RECORD_TOLL, Kind.ATTACK_SERIES, Kind.CROSS_BORDER_STRIKE})
"""Kinds of which a text may tell several, each with parties of its own, or of no one's doing."""
_EDGE = " ,;:\n\t\xa0"
_PLOVER: dict[Kind, Plover] = {
    Kind.RETALIATION_THREAT: Plover("THREATEN", "violence"),
    Kind.ULTIMATUM: Plover("THREATEN", "ultimatum"),
    Kind.WAR_DECLARATION: Plover("THREATEN", "war"),
    Kind.BRINK_OF_WAR: Plover("THREATEN", None),
    Kind.NUCLEAR_RHETORIC: Plover("THREATEN", "unconventional"),
    Kind.MOBILISATION: Plover("MOBILIZE", "troops"),
    Kind.FORCE_DEPLOYMENT: Plover("MOBILIZE", "troops"),
    Kind.ALERT_LEVEL_RAISED: Plover("MOBILIZE", "alert"),
    Kind.CROSS_BORDER_STRIKE: Plover("ASSAULT", "aerial"),
    Kind.CEASEFIRE_COLLAPSE: Plover("REJECT", "ceasefire"),
    Kind.DIPLOMATIC_RUPTURE: Plover("SANCTION", "withdraw"),
    Kind.BORDER_CLOSURE: Plover("COERCE", "restrict"),
    Kind.AIRSPACE_CLOSURE: Plover("COERCE", "restrict"),
    Kind.STATE_OF_EMERGENCY: Plover("COERCE", "martial-law"),
}


def tell(text: Text, found: Sequence[Finding], impression: Impression | None) -> tuple[Escalation, ...]:
    """Every escalation that the text tells of, in order, by what `find_findings` found; one for each kind and sentence.

    With the encoder's impression of the text, rules and encoder decide together (`escalating.weighing`); without, the
    rules alone.
    """
    told = [f for f in found if f.sure] if impression is None else weigh(text, found, impression)
    return tuple(sorted(_agreed([_escalation(f) for f in told]), key=lambda e: (e.start, e.kind)))


def _agreed(told: Sequence[Escalation]) -> Iterator[Escalation]:
    """What is told again of a kind takes the actor, then the target, that it lacks, where the text names but one."""
    for one in told:
        if one.kind in _SHARED:
            yield one
            continue
        like = [e for e in told if e.kind is one.kind and e is not one]
        actor = one.actor or _only(e.actor for e in like)
        target = one.target or _only(e.target for e in like if actor in (e.actor, None))
        yield replace(one, actor=actor, target=target if target != actor else None)


def _only(names: Iterable[str | None]) -> str | None:
    """The one name among them, or None."""
    found = set(names) - {None}
    return found.pop() if len(found) == 1 else None


def find_findings(text: Text) -> list[Finding]:
    """The first sure finding of each kind in each sentence, or the first word near conflict that may begin one."""
    hits = list(lexemes().find(text.folded))
    surroundings = Surroundings(text, hits)
    found = {**_by_sentence(_ruled(surroundings, hits)), **_by_sentence(find_crossing(surroundings))}
    for index in [index for kind, index in found if kind is Kind.ULTIMATUM]:
        threat, demand = found.get((Kind.RETALIATION_THREAT, index)), found[Kind.ULTIMATUM, index]
        if threat is not None and demand.sure and not (threat.sure and _is_vow(threat, demand)):
            del found[Kind.RETALIATION_THREAT, index]  # "… or we strike" is one threat: the demand names it
    for index in [index for kind, index in found if kind is Kind.DIPLOMATIC_RUPTURE]:
        moved, rupture = found.get((Kind.EVACUATION, index)), found[Kind.DIPLOMATIC_RUPTURE, index]
        if moved is not None and rupture.sure and moved.start < rupture.end and rupture.start < moved.end:
            del found[Kind.EVACUATION, index]  # envoys withdrawn are withdrawn, not brought to safety
    return list(found.values())


def _is_vow(threat: Finding, demand: Finding) -> bool:
    """Whether the threat answers what was done, told before the demand: "vowed to avenge them, and gave …"."""
    words = threat.passage.text.folded[threat.start : threat.end]
    return threat.end <= demand.start and _REVENGE.search(words) is not None


def may_escalate(folded: str) -> bool:
    """Whether folded text holds any word that could begin an escalation: microseconds, no context."""
    return next(triggers().find(folded), None) is not None


def _ruled(surroundings: Surroundings, hits: Sequence[Match[Lexeme]]) -> Iterator[Finding]:
    passages: dict[int, Passage] = {}
    sure: set[tuple[Kind, int]] = set()
    begun: set[tuple[Kind, int]] = set()
    for hit in hits:
        sentence = surroundings.text.sentence_at(hit.start) if hit.payload.rules else None
        if sentence is None:
            continue
        passage = passages.get(sentence.index)
        if passage is None:
            passage = passages[sentence.index] = Passage(surroundings, sentence)
        for rule in hit.payload.rules:
            key = rule.kind, sentence.index
            if key in sure:
                continue  # one is told, and the first counts
            if (span := _told(passage, rule, hit)) is not None:
                sure.add(key)
                yield Finding(passage, rule.kind, *span)
            elif key not in begun and "firm" not in rule.needs and _may_begin(passage, rule.kind, hit.start):
                begun.add(key)  # of those that may begin one the first counts, too
                yield Finding(passage, rule.kind, hit.start, hit.end, sure=False)


def _told(passage: Passage, rule: Rule, hit: Match[Lexeme]) -> tuple[int, int] | None:
    """Where the rule tells of its kind at this trigger, if it does."""
    if not _is_met(passage, rule):
        return None  # asked first, since it is known for the sentence; patterns cost ten times as much
    sentence = passage.sentence
    span = rule.span(passage.text.folded, hit.start, hit.end, sentence.start, sentence.end)
    return span if span and guards.counts(passage, rule, hit.start, span[1]) else None


def _may_begin(passage: Passage, kind: Kind, start: int) -> bool:
    """Whether the word at `start`, which no rule is sure of, may yet begin this kind."""
    return passage.near_conflict and not guards.calms(passage, kind, start)


def _is_met(passage: Passage, rule: Rule) -> bool:
    """Whether the passage has what the rule needs beside its words."""
    needs = rule.needs
    if "near" in needs and not passage.topics["conflict"]:
        return False
    if "conflict" in needs and not passage.near_conflict:
        return False
    if "state" in needs and not passage.has_state:
        return False
    if "named" in needs and not (passage.has_party or passage.mentions):
        return False
    if "states" in needs and len({m.country for m in passage.mentions}) < 2:
        return False
    return "party" not in needs or passage.has_party


def _by_sentence(found: Iterator[Finding]) -> dict[tuple[Kind, int], Finding]:
    """The first sure match of each kind in each sentence, or the first of any."""
    kept: dict[tuple[Kind, int], Finding] = {}
    for finding in found:
        key = (finding.kind, finding.passage.sentence.index)
        if key not in kept or (finding.sure and not kept[key].sure):
            kept[key] = finding
    return kept


def _parties(finding: Finding) -> Parties:
    passage, start = finding.passage, finding.start
    if finding.kind is Kind.CLAIM_OF_RESPONSIBILITY:
        return find_claimant(passage, start, finding.end)
    if finding.kind is Kind.CROSS_BORDER_STRIKE:
        doer, struck = striking(passage, named_parties(passage))
        if doer is not None:
            return doer.actor.name, struck.actor.name if struck else None
    if not finding.sure and start == passage.sentence.start and passage.mentions:
        start = passage.mentions[0].start  # told by the sentence as a whole: who comes first acts
    threat = finding.kind in _THREATS or finding.kind is Kind.WAR_DECLARATION
    moves, acts = finding.kind in _MOVES, finding.kind in _ACTS
    actor, target = find_parties(passage, start, threat=threat, act=acts, beside=threat or moves)
    if finding.kind is Kind.TRAVEL_WARNING and actor is None:
        actor = next((m.actor.name for m in passage.mentions if m.start < finding.end and _is_warned(m)), None)
        return actor, None if target == actor else target
    return _forces(finding, actor, target) if moves else (actor, target)


def _is_warned(mention: Mention) -> bool:
    """Whether a people is named: its own state is who tells it to leave."""
    return mention.actor.kind is ActorKind.NATION


def _forces(finding: Finding, actor: str | None, target: str | None) -> Parties:
    """Whose forces move, where the noun tells it; the one who only speaks of them is no target."""
    passage = finding.passage
    owner = moving(passage, passage.mentions, finding.start, finding.end)
    if owner is None:
        return actor or fleet(passage), target
    if target == owner.actor.name:
        others = (m for m in passage.mentions if m.start >= finding.end and m.country != owner.country)
        target = next((m.actor.name for m in others), None)
    return owner.actor.name, target


def _escalation(finding: Finding) -> Escalation:
    full, start, end = finding.passage.text.full, finding.start, finding.end
    actor, target = finding.parties or _parties(finding)
    while end > start and full[end - 1] in _EDGE:
        end -= 1
    while end < len(full) and full[end - 1].isalpha() and full[end].isalpha():
        end += 1  # rules match stems: "vowed to aveng" is told as "vowed to avenge"
    while start < end and full[start] in _EDGE:
        start += 1
    while start > 0 and full[start - 1].isalpha() and full[start].isalpha():
        start -= 1  # and a span never begins within a name
    return Escalation(
        kind=finding.kind,
        actor=actor,
        target=target,
        plover=_PLOVER.get(finding.kind),
        text=full[start:end],
        start=start,
        end=end,
    )
