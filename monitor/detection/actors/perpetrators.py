"""Who did it, on what ground and by whose word (claimed, blamed, suspected, stated, unclaimed, unknown).

The grounds are tried in that order. A name is given for organisations, states and their forces, for suspects whom the
text names, and last for those of whom it says what they are ("gunmen", "rioters"). Neither the victim nor one who only
speaks of the attack is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from monitor.detection.actors.agents import FARTHEST, Clause
from monitor.detection.actors.doers import Doer, arms_after
from monitor.detection.actors.mentions import ActorKind, find_mentions
from monitor.detection.actors.sides import find_sides
from monitor.detection.actors.suspects import find_suspect, tells
from monitor.detection.actors.tellers import find_teller
from monitor.detection.actors.voice import active_deed, is_bare_passive
from monitor.detection.actors.wordsets import alternatives
from monitor.detection.draft import Anchor, Draft
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import Sentence, Text
from monitor.domain.detection import Evidence, Perpetrator
from monitor.domain.taxonomy import Basis, EventType

_NO_CLAIM = re.compile(
    r"\b(?:no|nobody|none|neither|not|never|without|yet to)\b[^.;]{0,90}?\b(?:claim(?:ed|s|ing)?|tak(?:en|es|e|"
    r"ing)|took|admit\w*)\b"
    r"[^.;]{0,20}?\b(?:responsib\w+|credit|the attack|the bombing|being behind|"
    r"(?:(?:it|them|either|this|that one)(?= ?(?:[.,;]|yet|so far|$))))|\bno (?:immediate |"
    r"official )?claims? of responsib|"
    r"\bunclaimed\b|\b(?:went|gone) unclaimed"
)
_CLAIM = re.compile(
    r"\bclaim(?:s|ed|ing)? (?:the |full |joint )?responsib|\b(?:takes|took|taken|taking|accepted|assumed|"
    r"admitted) (?:full )?(?:responsib\w+|credit)|"
    r"\bresponsib\w+ [^.;]{0,50}?\b(?:was|were|has been) claimed by\b|\bclaim(?:ed|s) (?:credit|to have |"
    r"(?:the |this |that |a |an )(?:[\w-]+ ){0,3}?(?:attack|bombing|killing|shooting|assault|ambush|strike|raid|"
    r"kidnapping|blast|shelling|massacre|explosion|hijacking|murder|execution|operation|rocket fire|barrage)s?\b"
    r"|(?:it|both|them)(?= ?[.,;]|$))|"
    r"\bclaims (?:\w+ ){0,2}?(?:attack|bombing|blast|killing|strike|ambush|shooting)s?\b|"
    r"\bclaimed by\b|"
    r"\badmitted (?:to )?(?:carrying|killing|planting|bombing|attacking)|\bclaims? of responsibility (?:by|from)\b"
)
_BLAME = re.compile(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|point(?:ed|ing|s) (?:the|a) finger at|"
    r"point(?:s|ed)? to|holds?|holding|implicat(?:ed|"
    r"es))\s+(?:the |its |rival )?['\"]?(?:the )?"
)
_ACCUSED_OF = re.compile(r"[^.;]{0,60}?\b(?P<how>of|for|responsible|behind|after|in|saying)\b")
_OF_NO_DEED = re.compile(rf" (?:\w+ly )?(?:{alternatives('accused_of_no_attack')})\w*ing\b")
"""Of what is no attack: "accused Israel of seeking pretexts"."""
_ON = re.compile(
    r"\b(?:blam\w+ (?:it |the \w+ |this |them |\w+ )?on|attribut\w+ (?:\w+ ){0,4}?to|pinned on|the work of|"
    r"at the door of|"
    r"carried out by|perpetrated by|"
    r"staged by|committed by|claimed (?:the \w+ )?was carried out by)\s+(?:the |a |an )?(?:\w+ ){0,3}$"
)
_WAS_BLAMED = re.compile(
    r"(?:(?! sa(?:id|ys?)\b)[^.;,]){0,30}?,?\s(?:was|were|is|are|has been|have been|being)\s(?:\w+ )?(?:blamed for|"
    r"accused of (?:\w+ing|the|being)|held responsible|"
    r"behind|responsible\b|suspected of|believed to be behind|believed to be responsible|believed responsible|"
    r"thought to be)"
)
_BELIEVED = re.compile(
    r"\b(?:believed|thought|suspected|alleged|reported|presumed|said) to (?:be|have)(?: \w+)? ?(?:responsible|"
    r"behind|carried out|been)?"
)
_SUSPECTED = re.compile(r"\b(?:suspected|alleged|presumed|presumably by|apparently by|allegedly by|likely|"
    r"possibly by)\s+(?:\w+ ){0,2}$|\b(?:suspected|believed|thought|alleged) to be (?:\w+ ){0,4}$")
_HEDGE = re.compile(r"\b(?:allegedly|alleged|believed?|believes|suspects?|suspected|accused)\b")
_INQUIRY = re.compile(r"\bline of (?:inquiry|enquiry|investigation)\b")
_SAYS_IT_DID = re.compile(
    r"(?:['’]s)?(?: [\w'’-]+){0,4}? (?:said|says|announced|announces|confirmed|confirms|declared|stated|"
    r"reported|claimed|"
    r"claims)\b[^.;]{0,40}?\b(?:it|they|we|(?:one of )?(?:its|their|our) "
    r"(?:(?!were\b|was\b)[\w-]+ ){0,2}(?!were\b|was\b)\w+)"
    r"(?: (?:had|has|have|also|just|again|\w+ed and))* "
    r"(?:struck|hit|attacked|targeted|killed|launched|fired|carried out|bombed|shelled|destroyed|conducted|"
    r"eliminated|"
    r"shot(?! down)|seized|raided|detonated|ambushed|captured|abducted|kidnapped|dropped|planted|placed|"
    r"set (?:it |them |both )?off|triggered|"
    r"blown up|blew up|blew (?:himself|herself|themselves) up|"
    r"(?:was|were) behind|burned|torched|stormed|overran|stabbed|executed|triggered)\b"
)
_OWN_WORD = re.compile(
    r", (?P<who>it|they|the (?:militant |armed |rebel )?group|the (?:army|military|air force|navy|(?:country's )?"
    r"defen[cs]e ministry))(?: also| later)? (?:said|says|announced|claimed|confirmed)\b"
)
"""At a sentence's end: whoever did it tells it himself."""
_CLAIMANT = re.compile(
    r"(?:\bThe )?(?P<name>(?:[A-Z][\w'’-]+ ){1,4}[A-Z][\w'’-]+)(?:,[^,.;]{3,80},)? (?:has |have |had |also |later )*"
    r"(?:claimed|took|taken|claims|takes) (?:responsibility|credit)\b"
)
_DEED = re.compile(
    r"(?:machine-?gunned|attacked|fired (?:at|on|upon|into)|opened fire|kill(?:ed|s)|murdered|assassinated|massacred"
    r"|executed|kidnapp?ed|abducted|seized|captured|held|took (?:\w+ ){1,4}hostage|blew up|blown up|dynamited|bombed"
    r"|bombarded|shelled|strafed|detonated|ambushed|burned|burnt|set (?:\w+ ){0,4}(?:fire|ablaze)|torched|stormed"
    r"|raided|shot(?! down)|hurled|threw|throws|stabbed|wounded"
    r"|sprayed|peppered|poured(?! (?:in|into|out|onto|through)\b)|lobbed|splashed|invaded"
    r"|(?:broke|burst|barged|stormed) into|pounced on|set upon|hacked|hacks|chopped|slashed|beat|beats|bludgeoned"
    r"|hijacked|accosted|waylaid|gunned down|whisked away|lunged at|overran|slammed into|smashed|triggered|"
    r"fired (?:from|randomly)|released (?:\w+ ){1,2}(?:charges?|grenades?|bombs?)"
    r"|pulled (?:out )?an? (?:pistol|gun|knife|rifle|revolver)"
    r"|(?:drove|ploughed|plowed|rammed) (?:an? |his |her )?(?:\w+ ){1,3}?(?:into|through)"
    r"|(?:placed|planted|left|set off) (?:\w+ ){0,4}(?:bombs?"
    r"|explosives?|dynamite|charges?|devices?|mines?)|destroyed|sabotaged|launched|carried out|committed|perpetrated"
    r"|staged)\b"
)
"""What an attacker is told to have done, or in the passive to have been done by one."""
_DONE_BY = re.compile(rf"\b{_DEED.pattern}[^.;]{{0,40}}? by (?:the |an? |some )?(?:[\w'’-]+ ){{0,3}}$")
VAGUE = frozenset({"described", "person"})
"""Kinds of doers whom no name of their own tells."""
_PARTIES = frozenset({"organisation", "force", "state"})
"""Kinds of doers whom to name is to blame: a party with a name, no "rebels" and no "gunmen"."""


@dataclass(frozen=True, slots=True)
class Blame:
    """A perpetrator with the words that it rests on."""

    perpetrator: Perpetrator
    evidence: Evidence | None
    vague: bool = False
    """Told by what they are, not by a name: "gunmen"."""
    party: str | None = None
    """The name that the same party has in every text, where the text's own is another: of "Israeli troops" Israel's."""


_UNKNOWN = Blame(Perpetrator(), None)


def find_perpetrator(text: Text, draft: Draft, aftermath: Sequence[int] = ()) -> Blame:
    """The strongest ground in the event's sentences; `aftermath` are sentences beside them that may speak of it."""
    indexes = dict.fromkeys([*(a.sentence for a in draft.anchors), *draft.sentences, *aftermath])
    readings = [_read(text, i) for i in indexes if _may_tell(text, i)]
    anchors = sorted(draft.anchors, key=lambda a: not text.sentences[a.sentence].in_title)
    told = [_read(text, a.sentence).stated(a, draft.type) for a in anchors]
    stated = next((found for found in told if found and not found.vague), None)
    vague = next((found for found in told if found and found.vague), None)
    stated = stated and _more_exact(text, stated, told)
    claims = [claim for reading in readings if (claim := reading.claim)]
    for found in (*claims, *_grounds(readings)):
        named = found.perpetrator.name is not None
        mob = draft.type is EventType.MOB_VIOLENCE and _is_state(text, found)
        fits = stated is None or _is_same(text, found, stated) or _leads(text, draft, found, stated)
        if named and not mob and fits:
            return _more_exact(text, found, [stated] if stated else [])
    if stated is None and any(m.actor.kind is ActorKind.GROUP for m in find_mentions(text)):
        stated = next((deed for i in draft.sentences if (deed := _read(text, i).deed)), None)
    if stated is not None:
        return stated
    unclaimed = next((c for c in claims if c.perpetrator.name is None), None)
    vague = vague or _opened(text, draft)
    if draft.type is not EventType.ARMED_CLASH:
        vague = vague or next((done for i in draft.sentences if (done := _read(text, i).done)), None)
    if vague is not None and not vague.vague:
        return vague
    return _suspect(text, draft, indexes, vague) or unclaimed or vague or _sides(text, draft) or _UNKNOWN


def _sides(text: Text, draft: Draft) -> Blame | None:
    """Both sides of a fight, as told: neither alone is the doer."""
    if draft.type not in (EventType.ARMED_CLASH, EventType.SHELLING, EventType.SHOOTING):
        return None
    for sentence in sorted((text.sentences[i] for i in draft.sentences), key=lambda s: s.in_title):
        found = find_sides(text, sentence)
        if found:
            told = " ".join(text.full[slice(*found)].split()).replace(", ", " and ")
            span = Evidence(field="perpetrator", start=found[0], end=found[1], text=text.full[slice(*found)])
            return Blame(Perpetrator(name=told, basis=Basis.STATED), span, vague=True)
    return None


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
    if suspect is None or (vague and tells(vague.perpetrator.name or "") >= tells(suspect.words)):
        return None
    evidence = Evidence(
        field="perpetrator", start=suspect.start, end=suspect.end, text=text.full[suspect.start : suspect.end]
    )
    return Blame(Perpetrator(name=suspect.words, basis=Basis.SUSPECTED), evidence, vague=True)


def _opened(text: Text, draft: Draft) -> Blame | None:
    """The doer without a name that begins a sentence of the event with a deed of his."""
    told = (_read(text, anchor.sentence).opened for anchor in draft.anchors)
    return next((found for found in told if found), None)


def find_unclaimed(text: Text) -> Blame | None:
    """That nobody claimed it, wherever the text says so: wires say it once, of the news and of what led up to it."""
    if "claim" not in text.folded and "responsib" not in text.folded:
        return None
    claims = (_read(text, sentence.index).claim for sentence in text.sentences if _may_tell(text, sentence.index))
    return next((claim for claim in claims if claim and claim.perpetrator.basis is Basis.UNCLAIMED), None)


def _grounds(readings: Sequence[_Reading]) -> Iterator[Blame]:
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


def _may_tell(text: Text, index: int) -> bool:
    """Whether the sentence holds any word of claim, blame or suspicion; kept with the text."""
    kept: set[int] | None = text.__dict__.get("_telling")
    if kept is None:
        found = (text.sentence_at(match.start) for match in _hint_words().find(text.folded))
        kept = {sentence.index for sentence in found if sentence}
        text.__dict__["_telling"] = kept
    return index in kept


@cache
def _hint_words() -> PhraseMatcher[str]:
    return PhraseMatcher((row[0], row[0]) for row in read_tsv("blame_words.tsv"))


def _read(text: Text, index: int) -> _Reading:
    """The reading of one sentence, kept with the text: several events may ask for it."""
    kept: dict[int, _Reading] = text.__dict__.setdefault("_readings", {})
    if index not in kept:
        kept[index] = _Reading(text, text.sentences[index])
    return kept[index]


class _Reading:
    """One sentence read for who did it."""

    def __init__(self, text: Text, sentence: Sentence) -> None:
        self.text = text
        self.sentence = sentence
        self.clause = Clause(text, sentence)

    @property
    def doers(self) -> list[Doer]:
        """Candidates of the sentence."""
        return self.clause.doers

    @cached_property
    def claim(self) -> Blame | None:
        """A claim of responsibility, or that there is none."""
        folded = self.sentence.folded
        denied = _NO_CLAIM.search(folded)
        joined = next((d for d in self._parties() if self.text.folded.startswith("-claimed", d.end)), None)
        if joined:
            return self._blame(joined, Basis.CLAIMED, None)
        if denied:
            return Blame(Perpetrator(basis=Basis.UNCLAIMED), self._evidence(denied))
        return self._claimed() or self._own_word() or self._says_it_did()

    def _claimed(self) -> Blame | None:
        """Responsibility that somebody claims."""
        found = _CLAIM.search(self.sentence.folded)
        if found is None:
            return None
        at, end = self.sentence.start + found.start(), self.sentence.start + found.end()
        after = [d for d in self._parties() if d.start >= end - 1]
        before = [d for d in self._parties() if d.end <= at]
        chosen = after[:1] if found[0].endswith(("by", "from")) else before[-1:]
        return self._blame(chosen[0], Basis.CLAIMED, found) if chosen else self._unheard_of()

    def _own_word(self) -> Blame | None:
        """A deed that the doer tells himself, at the sentence's end: "it said"."""
        own = _OWN_WORD.search(self.sentence.folded)
        if own is None:
            return None
        at = self.sentence.start + own.start()
        told = (d for d in self._parties() if d.end < at and self._speaks(d, own["who"]) and self._acts(d))
        return next((self._blame(doer, Basis.CLAIMED, None) for doer in told), None)

    def _says_it_did(self) -> Blame | None:
        """Who says of himself that he struck."""
        said = [d for d in self._parties() if _SAYS_IT_DID.match(self.text.folded, d.end, self.sentence.end)]
        if not said:
            return None
        # "Yemen's Houthi movement said that it had …": not the country but whose name follows.
        first = next((b for a, b in pairwise(said[:2]) if self.text.folded[a.end : b.start] == "'s "), said[0])
        return self._blame(first, Basis.CLAIMED, None)

    def _unheard_of(self) -> Blame | None:
        """A claimant whom no lexicon has, by the name that the text writes with capitals."""
        found = None if self.text.upper_case or self.sentence.in_title else _CLAIMANT.search(self.sentence.text)
        if found is None:
            return None
        span = self._span(self.sentence.start + found.start("name"), self.sentence.start + found.end("name"))
        return Blame(Perpetrator(name=span.text, basis=Basis.CLAIMED), span, party=span.text)

    def _speaks(self, doer: Doer, who: str) -> bool:
        """Whether the words at the sentence's end are the doer's own: "it said"; of a state its army's."""
        return who in ("it", "they") or doer.kind in (("organisation",) if "group" in who else ("state", "force"))

    def _acts(self, doer: Doer) -> bool:
        if self._did(doer) or arms_after(self.text, doer, self.sentence.end) is not None:
            return True
        deed = active_deed(self.text, doer.end, self.sentence.end)
        return deed is not None and self.clause.reaches(doer, deed.start())

    @cached_property
    def blamed(self) -> Blame | None:
        """A party that another names as the doer."""
        for doer in self._parties():
            head = self._before(doer, 70)
            on = _ON.search(head)
            if on and not on[0].startswith(("carried", "perpetrated", "staged", "committed")):
                return self._blame(doer, Basis.BLAMED, None, by=self._speaker(doer))
            blame = _BLAME.search(head)
            accused = _ACCUSED_OF.match(self.text.folded, doer.end, self.sentence.end)
            bare = blame is not None and self._is_bare(doer, blame[0])
            if blame and (accused or bare) and len(head) - blame.end() < 16:
                if accused and accused["how"] == "of" and _OF_NO_DEED.match(self.text.folded, accused.end()):
                    continue
                if blame[0].startswith("hold") and "responsible" not in self.sentence.folded:
                    continue
                return self._blame(doer, Basis.BLAMED, None, by=self._speaker(doer))
            was = _WAS_BLAMED.match(self.text.folded, doer.end, self.sentence.end)
            if was:
                soft = "believed" in was[0] or "suspect" in was[0] or "thought" in was[0]
                return self._blame(doer, Basis.SUSPECTED if soft else Basis.BLAMED, None)
        return None

    def _is_bare(self, doer: Doer, blame: str) -> bool:
        """Whether blame needs no word for what: an armed group's, or of any party where the clause ends with it."""
        if doer.kind == "organisation":
            return blame.startswith(("accus", "blam", "point"))
        named = doer.kind in ("state", "force")
        return named and blame.startswith(("accus", "blam")) and self.text.folded.startswith((",", ".", ";"), doer.end)

    @cached_property
    def suspected(self) -> Blame | None:
        """A party that is believed or suspected to have done it."""
        believed = _BELIEVED.search(self.sentence.folded)
        inquiry = _INQUIRY.search(self.sentence.folded)
        for doer in self._parties():
            if inquiry and doer.kind == "organisation":
                return self._blame(doer, Basis.SUSPECTED, None)
            if _SUSPECTED.search(self._before(doer, 40)):
                return self._blame(doer, Basis.SUSPECTED, None)
            behind = believed is not None and 0 <= self.sentence.start + believed.start() - doer.end < 60
            if believed and behind and "respons" in believed[0] + self._after(believed):
                return self._blame(doer, Basis.SUSPECTED, None)
        return None

    @cached_property
    def deed(self) -> Blame | None:
        """An organisation whose attack the sentence tells, whatever word it has for it."""
        groups = (doer for doer in self.doers if doer.kind == "organisation")
        return next((self._stated(doer) for doer in groups if self._did(doer)), None)

    @cached_property
    def done(self) -> Blame | None:
        """The same of whoever else has a name or a description."""
        able = [d for d in self.doers if d.name and d.kind not in ("organisation", "regular") and self._did(d)]
        return self._stated(able[0]) if able else None

    def _did(self, doer: Doer) -> bool:
        """Whether the sentence tells a deed of his, in the active or done "by" him."""
        if _DONE_BY.search(self._before(doer, 120)):
            return True
        if self.clause.is_governed(doer) or self.clause.ends_place(doer):
            return False
        last = min(self.sentence.end, doer.end + FARTHEST)
        gap = _DEED.search(self.text.folded, doer.end, last)
        if gap is None or not self.clause.reaches(doer, gap.start()):
            return False
        return not is_bare_passive(self.text, *gap.span(), self.sentence.end, alone=doer.kind == "person")

    @cached_property
    def opened(self) -> Blame | None:
        """The doer without a name of his own that begins the sentence with a deed."""
        doer = self.clause.opener()
        return self._stated(doer) if doer and doer.kind in ("described", "person", "irregular") else None

    def stated(self, anchor: Anchor, kind: EventType) -> Blame | None:
        """The doer that the mention's own clause tells."""
        doer = self.clause.doer_of(anchor, kind)
        return self._stated(doer) if doer else None

    def _stated(self, doer: Doer) -> Blame | None:
        """The doer as told: as fact, or by another party's word or his own where the sentence is told by one."""
        if not doer.name:
            return None
        teller = find_teller(self.text, self.sentence, doer) if doer.kind in _PARTIES else None
        if teller is None:
            return self._blame(doer, Basis.STATED, None)
        if teller.own:
            return self._blame(doer, Basis.CLAIMED, None)
        return self._blame(doer, Basis.BLAMED, None, by=teller.words)

    def _parties(self) -> list[Doer]:
        """Candidates with a name of their own."""
        return [doer for doer in self.doers if doer.name and doer.kind not in VAGUE]

    def _speaker(self, blamed: Doer) -> str | None:
        """Who blames: the party in front of the one blamed."""
        before = [d for d in self._parties() if d.end < blamed.start and d.name != blamed.name]
        return before[-1].name if before else None

    def _before(self, doer: Doer, width: int) -> str:
        return self.text.folded[max(self.sentence.start, doer.start - width) : doer.start]

    def _after(self, found: re.Match[str]) -> str:
        return self.sentence.folded[found.end() : found.end() + 30]

    def _blame(self, doer: Doer, basis: Basis, found: re.Match[str] | None, by: str | None = None) -> Blame:
        evidence = self._evidence(found) if found else self._span(doer.start, doer.end)
        if basis is Basis.STATED and doer.kind in VAGUE and self._is_hedged(doer):
            basis = Basis.SUSPECTED
        told = Perpetrator(name=doer.label, basis=basis, by=by)
        return Blame(told, evidence, vague=doer.kind in VAGUE, party=doer.name)

    def _is_hedged(self, doer: Doer) -> bool:
        """Whether the words around say that it is alleged or believed of whom no name of his own tells."""
        near = self.text.folded[max(self.sentence.start, doer.start - 40) : min(self.sentence.end, doer.end + 40)]
        return _HEDGE.search(near) is not None

    def _evidence(self, found: re.Match[str]) -> Evidence:
        return self._span(self.sentence.start + found.start(), self.sentence.start + found.end())

    def _span(self, start: int, end: int) -> Evidence:
        return Evidence(field="perpetrator", start=start, end=end, text=self.text.full[start:end])
