"""Who does what a mention tells: its agent, its subject, or whose name stands in front of the attack.

Read from the words beside the mention, without a parser: what may stand between a doer and his deed is a list. Where in
doubt nobody is named, for no doer is better than a wrong one.
"""

from __future__ import annotations

import re
from functools import cached_property

from monitor.detection.actors.doers import Arms, Doer, arms_after, find_doers
from monitor.detection.actors.governed import is_governed
from monitor.detection.actors.lawmen import is_in_office, only_stops
from monitor.detection.actors.sources import says_behind
from monitor.detection.actors.voice import active_deed, deeds, is_bare_passive, is_no_deed, is_passive
from monitor.detection.actors.wordsets import alternatives
from monitor.detection.draft import Anchor
from monitor.detection.text import Sentence, Text
from monitor.domain.taxonomy import EventType

_BY = re.compile(
    r"(?:[^;:]{0,120}?\W)??(?P<done>[\w'-]+)(?: (?:out|up|down|on|dead|to death|responsibility|yesterday|today|\w+day|"
    r"allegedly|reportedly))? +(?:by|as a result of|at the hands of) +"
    r"(?:(?!(?:in|on|at|near|off|outside|inside|across|over|into|from|"
    r"for|to|who|that|which|and|[\w-]+ing)\b|of (?!the )\b)[\w'’.\"-]+,? +){0,4}?"
)
"""A deed, and by whom: up to the doer's name. No preposition stands between, for that would begin a place."""
_NOT_DONE = re.compile(
    rf"(?:{alternatives('not_attacking')})(?:ed|d|ied|s|ped|id)?$|say$|said$|used$|seen$"
)
"""What is done by those who did not attack: "intercepted by", "used by"."""
_CLAUSE_BETWEEN = re.compile(r"\b(?:after|as|following|when|while|before|since|because|amid|days|hours)\b")
_HELPERS = rf"(?>,? (?:{alternatives('before_deed')}|\w+-scale|\w{{3,}}ly|\d+)\b)*+"
# The doer in front of its verb: time, arms and helpers may stand between, no other verb.
_ACTIVE_GAP = re.compile(
    r"(?! that (?:the|an?) )(?:['’]s|\)|\])?(?: \([^)]{2,60}\)| \[[^\]]{2,60}\])?"
    rf"{_HELPERS}(?:, [^,.;:]{{3,80}},{_HELPERS})?[ -]?['\"]?$"
)
_ASIDE = re.compile(r",(?: the| an?)? $")
_GERUND = re.compile(r"\w+ing\b")
_TO_GERUND = re.compile(r" (?:by|is|are|was|were|been) (?:\w+ly )?$")
"""Before a deed in -ing: "is currently striking", "broke the truce by shelling"."""
_LOOSE_GAP = re.compile(rf"(?:,? (?!(?:{alternatives('ends_subject')}|\w+ed)\b)[\w'-]++){{1,7}} $")
"""What more may say who they are: "two men on a motorcycle", "rebels with machetes"."""
_NOT_OF = re.compile(r"(?:^ of(?: the| an?)?|['’]s) $")
_OWN_VERB = re.compile(r" (?!(?:as|was|is|has|his|this|its|across|towards|besides|upwards)\b)[a-z]{2,}(?<![su])s\b")
"""Behind one person a word in -s is what he does."""
_ALONE = frozenset({"described", "person", "irregular"})
# "in Iraq attack": a country behind a preposition is where, not who, unless its adjective stands there.
_DATELINE_END = re.compile(r"\s*(?:\([a-z .,/]{2,40}\)\s*)?-{1,2}\s")
_PLACE_BEFORE = re.compile(r"\b(?:in|on|at|against|near|into|of|to|from)\s+(?:the )?$")
# Who stops an attack did not make it.
_STOPS = re.compile(
    r"\b(?:beats? (?:back|off)|f(?:ough|igh)ts? off|dr[io]ves? off|"
    r"intercept|down(?:s|ed)\b|crash|suffer|shoots? down|shot down|thwart|foil|repel|repuls|prevent|defus)"
)
_STOPPED = re.compile(
    r"(?: (?:was|were|is|are|been|being|has|have))* (?:intercepted|foiled|thwarted|repelled|repulsed)"
    r"(?=\s*(?:[.,;:!?|]|$)| (?:by|over|near|in|off|before|as|while|on|at|outside|from)\b)|"
    r"(?:(?<=missile)|(?<=missiles)|(?<=rocket)|(?<=rockets))(?: (?:was|were|is|are|been|being|has|have))* "
    r"(?:downed|shot down)\b(?! (?:an?|the|two|three|\d+)\b)"
)
"""Behind a doer's arms these are done to them: "a militia missile intercepted over"."""
_LAUNCHED = re.compile(
    r"\b(?:rockets?|missiles?|drones?|shells?|mortars?|projectiles?|artillery|barrages?)(?: \w+){0,2}? "
    r"(?:fired|launched|lobbed|coming|flying) from (?:inside |within |across )?$"
)
_LAUNCH_WIDTH = 60
_OTHERS_FIRE = frozenset({"YE", "LB", "PS", "SY", "IQ", "AF", "SO", "LY", "SD"})
"""States from whose soil armed groups fire as well."""
FARTHEST = 160
"""Code points between a doer and its verb."""
_LEAD = 12
"""Code points of a mention that may stand before its doer: "dozens of"."""
_BLANKS = re.compile(r" {2,}")
_QUOTES = re.compile(r"\"|(?<= )'|'(?= |$)")
_NO_DEED = re.compile(
    rf"(?:{alternatives('after_no_doer')}|\d+)\b"
)
"""What a mention begins with where the name in front of it is no doer: "US President condemns"."""
_ADJECTIVAL = frozenset({"us", "u.s.", "u.s", "uk", "u.k.", "uae", "usa"})
"""Names of states that serve as their adjective."""
_GROUND = frozenset({"west bank", "gaza", "gaza strip"})
"""Names of a state that are where, never who."""
_SORTS = frozenset({"gunman", "suicide bomber", "suicide bombers", "knifeman"})
"""Before an attack's noun these say what sort it was: "a sniper attack"."""
_AIMS = re.compile(
    r"(?: +(?:attacks?|strikes?|raids?|fire|barrages?|salvos?))* +(?:on|against|targeting|targets?|at)\b"
)
"""Behind a state's bare name and its attack: somebody is aimed at."""
_ATTACK_NOUN = re.compile(
    r" +(?:(?:attack|raid|strike|assault|bombing|shelling|shooting|ambush|invasion|blasts?|explosions?)\b|"
    r"(?:attacks|strikes|raids)(?: *(?:[,.;:!?|]|$)| +(?:in|after|as|and|kill|hit|leave|confirm|show)\b))"
)
"""Behind a state's bare name a noun in the singular, where a verb would have its ending: "a Syria attack"."""
_ON_WHAT = re.compile(r" +(?:on|in|at|near|against|of|targeting)\b[^,.;:]{0,60}")
_CAUSE = re.compile(
    r"\b(?:after|following|in (?:\w+ )?(?:response|answer) to|retaliat\w+ (?:for|against)|revenge for|"
    r"reprisals? for|over|since|sparked by|prompted by|to avenge|wake of|anger at|days? (?:into|after)|amid)"
    r"[^.;,]{0,25}?(?:[\w'.-]+, ?)?$"
)
"""Words that make an attack the reason for another."""
_AT_HOME = (" siege", " massacre", " murder", " murders", " killing", " killings")
"""Behind "in" and a nation's adjective these happened there: "in Philippine siege"."""
_UNREST = re.compile(r"\b(?:protest\w*|demonstrat\w+|rall(?:y|ies)|clash\w*|riot\w*|unrest|march\w*|storm\w*)\b")
_MUTUAL = re.compile(
    r"\b(?:clash\w*|fighting|fought|fights?|gun ?battles?|gunfights?|firefights?|shoot-?outs?|exchanges? of|"
    r"exchang\w+ (?:gun)?fire|skirmish\w*)\b"
)
"""Words for what two sides do to each other: neither is the doer."""
_CLAUSE_BEGINS = re.compile(r"\b(?:as|after|when|while) (?:the )?$")
_OPENS = re.compile(
    r"[^\w]*(?:(?:watch|video|breaking|update|dozens|hundreds|scores|thousands|some|several|two|three|four|five|\d+|of|"
    r"an?|the|angry|furious|masked|armed|unidentified|suspected)[:,]? )*[^\w]*"
)
"""What may stand before the doer that begins a sentence."""
CRIMES = frozenset(
    {EventType.STABBING, EventType.VEHICLE_RAMMING, EventType.SUICIDE_BOMBING, EventType.ARSON, EventType.BOMBING}
)
"""Attacks that the police never make."""
_GOES_ON = re.compile(r"(?:(?:,| and)(?: (?:and|then|also))?|\bwith(?: \w+){0,2}) $")


def _is_out_of_place(doer: Doer, kind: EventType) -> bool:
    """Whether the doer answered such an attack and did not make it: a state a mob's, the police a stabbing."""
    if kind is EventType.MOB_VIOLENCE:
        return doer.kind in ("state", "force", "regular")
    return kind in CRIMES and _is_lawman(doer)


def _is_lawman(doer: Doer) -> bool:
    return doer.kind in ("person", "regular") and is_in_office(doer.name or "")


class Clause:
    """One sentence, asked for the doers of the deeds that it tells."""

    def __init__(self, text: Text, sentence: Sentence) -> None:
        self.text = text
        self.sentence = sentence

    @cached_property
    def doers(self) -> list[Doer]:
        """Candidates of the sentence."""
        return find_doers(self.text, self.sentence)

    def doer_of(self, anchor: Anchor, kind: EventType) -> Doer | None:
        """The doer that the mention's own clause tells; of what two sides do nobody, of mob violence never a state."""
        if _MUTUAL.search(self.text.folded, anchor.start, anchor.end):
            return None
        doer = self._agent(anchor) or self._namesake(anchor) or self._subject(anchor) or self._launcher(anchor)
        return None if doer is None or _is_out_of_place(doer, kind) or self._stopped(doer) else doer

    def _stopped(self, doer: Doer) -> bool:
        """Whether the doer only shot the attacker."""
        return doer.kind in ("person", "regular") and only_stops(self.text, self.sentence, doer.start, doer.end)

    def _agent(self, anchor: Anchor) -> Doer | None:
        """By whom the mention says that it was done: "killed by", "an attack by"."""
        for doer in self.doers:
            if doer.start < anchor.start:
                continue
            lead = self.text.folded[max(anchor.start, doer.start - 140) : doer.start]
            if "by " not in lead and " of " not in lead:
                continue
            lead = _BLANKS.sub(" ", lead)
            found = _BY.fullmatch(lead)
            if found and not _NOT_DONE.match(found["done"]) and not self._only_tells(doer):
                after = self.text.folded[anchor.end : doer.start]
                return None if _CLAUSE_BETWEEN.search(after) else doer
        return None

    def _only_tells(self, doer: Doer) -> bool:
        """Whether the doer stands behind a comma and says it: "shot down by the battery, the army said"."""
        return _ASIDE.search(self._before(doer, 6)) is not None and says_behind(self.text, doer.end, self.sentence.end)

    def _namesake(self, anchor: Anchor) -> Doer | None:
        """Whose name stands in front of the attack: "Israeli air strikes", "Hamas attack"."""
        return next((d for d in self.doers if self._names(d, anchor)), None)

    def _launcher(self, anchor: Anchor) -> Doer | None:
        """The state from whose soil it was fired, but where others than the state fire: "rockets fired from"."""
        if " from " not in self.sentence.folded:
            return None
        states = (d for d in self.doers if d.kind == "state" and not d.adjective and d.country not in _OTHERS_FIRE)
        near = (d for d in states if anchor.start < d.end and d.start - anchor.end < _LAUNCH_WIDTH)
        return next((d for d in near if _LAUNCHED.search(self._before(d, _LAUNCH_WIDTH))), None)

    def _subject(self, anchor: Anchor) -> Doer | None:
        """Who does what the mention tells; nobody where it is told in the passive."""
        able = [d for d in self.doers if self._leads(d, anchor) and not self._stops(d, anchor)]
        found = next((d for d in reversed(able) if self._acts(d, anchor)), None)
        if found or is_passive(self.text, self.sentence, anchor.start, anchor.end):
            return found
        return self._first_subject(anchor)

    def _leads(self, doer: Doer, anchor: Anchor) -> bool:
        """Whether the doer stands before the mention, near its beginning, or begins a clause in it."""
        if doer.start <= anchor.start + _LEAD:
            return True
        return doer.start < anchor.end and _CLAUSE_BEGINS.search(self._before(doer, 12)) is not None

    def opener(self) -> Doer | None:
        """Who begins the sentence and does a deed at once: "Angry protesters stormed a consulate after …"."""
        found = self._opening(self.sentence.end)
        return found[0] if found else None

    def _opening(self, last: int) -> tuple[Doer, int] | None:
        """The doer that begins the sentence, and the end of the deed that it does before `last`."""
        first = next(iter(self.doers), None)
        if first is None or first.end > last or not _OPENS.fullmatch(self._before(first, 60)):
            return None
        if first.kind == "person" and not self._can_be_subject(first):
            return None
        deed = active_deed(self.text, first.end, last, firm=True)
        if deed is None or not self.reaches(first, deed.start()):
            return None
        if first.kind == "person" and is_bare_passive(self.text, *deed.span(), self.sentence.end, alone=True):
            return None
        return first, deed.end()

    def _first_subject(self, anchor: Anchor) -> Doer | None:
        """Who begins the sentence with a deed that the mention continues: "Rioters beat guards, torch cars"."""
        found = self._opening(anchor.start)
        if found is None:
            return None
        on = self.text.folded[found[1] : anchor.start]
        return None if _CLAUSE_BETWEEN.search(on) or not _GOES_ON.search(on) else found[0]

    def _names(self, doer: Doer, anchor: Anchor) -> bool:
        """Whether the doer's name stands in front of the attack: "Israeli air strikes", "Hamas attack"."""
        arms = arms_after(self.text, doer, self.sentence.end)
        if arms is None or arms.men or not self._tells(arms, anchor):
            return False
        if doer.kind in ("anonymous", "regular", "person") or doer.name in _SORTS or (
            self._stops(doer, anchor) and not _STOPPED.match(self.text.folded, arms.end, self.sentence.end)
        ):
            return False
        if doer.kind == "state" and not self._owns(doer, arms):
            return False
        if self.text.folded.endswith(_AT_HOME, 0, arms.end) and _PLACE_BEFORE.search(self._before(doer, 12)):
            return False
        lost = arms.machines and deeds().search(self.text.folded, min(anchor.start, doer.start), doer.start)
        return not lost and not self._is_cause(doer)  # "destroyed Russian tanks"

    def _owns(self, doer: Doer, arms: Arms) -> bool:
        """Whether the state's name says whose attack it was; not "KANO, Nigeria - Gunmen shot …"."""
        if _DATELINE_END.match(self.text.folded, doer.end, self.sentence.end):
            return False
        return doer.adjective or arms.owned or self._lends(doer, arms.end)

    def _tells(self, arms: Arms, anchor: Anchor) -> bool:
        """Whether the attack is in the mention, or is what does it: "a Russian strike on a depot kills six"."""
        if arms.start < anchor.end and anchor.start < arms.end:
            return True
        between = self.text.folded[arms.end : anchor.start]
        return _ON_WHAT.fullmatch(between) is not None and not deeds().search(between)

    def _lends(self, doer: Doer, end: int) -> bool:
        """Whether a state's bare name is the attacker's: "US strikes", "Ukraine raid on"; not "Syria attack"."""
        if _PLACE_BEFORE.search(self._before(doer, 40)):
            return False
        word = self.text.folded[doer.start : doer.end]
        aims = _AIMS.match(self.text.folded, end, self.sentence.end) is not None
        return word in _ADJECTIVAL or (aims and word not in _GROUND) or " and " in (doer.name or "")

    def _is_cause(self, doer: Doer) -> bool:
        """Whether the attack is what the news answers: "storm consulate after Israeli aggression"."""
        lead = self._before(doer, 200)
        found = _CAUSE.search(lead)
        if found is None:
            return False
        first = doer.start - len(lead)
        last = first + found.start()
        deed = active_deed(self.text, first, last, firm=True)
        return deed is not None or _UNREST.search(self.text.folded, first, last) is not None

    def _stops(self, doer: Doer, anchor: Anchor) -> bool:
        """Whether the doer's verb is one of defence: "intercepts 20 missiles"."""
        last = min(self.sentence.end, max(anchor.end, doer.end + 25))
        return _STOPS.search(self.text.folded, doer.end, last) is not None

    def is_governed(self, doer: Doer) -> bool:
        """Whether the words before the name make it a place, a victim or nobody."""
        return is_governed(self.text, doer.end, self._before(doer, 50), person=doer.kind == "person")

    def _acts(self, doer: Doer, anchor: Anchor) -> bool:
        """Whether the doer is the subject of the mention's deed."""
        if self.is_governed(doer) or (doer.kind in ("state", "person") and not self._can_be_subject(doer)):
            return False
        if doer.end <= anchor.start:
            return self._acts_before(doer, anchor)
        alone = anchor.end <= doer.end  # the trigger is the doer's own word: "a mob stormed"
        deed = deeds().search(self.text.folded, doer.end, self.sentence.end if alone else anchor.end)
        single = doer.kind == "person"
        if deed is None or is_bare_passive(self.text, *deed.span(), self.sentence.end, alone=single):
            return False
        return not is_no_deed(self.text, deed.end()) and self.reaches(doer, deed.start())

    def _acts_before(self, doer: Doer, anchor: Anchor) -> bool:
        """The same where the doer stands in front of the mention."""
        if is_passive(self.text, self.sentence, anchor.start, anchor.end):
            return False
        deed = deeds().search(self.text.folded, anchor.start, anchor.end)
        if deed and doer.kind == "person" and is_bare_passive(self.text, *deed.span(), self.sentence.end, alone=True):
            return False
        if (deed and is_no_deed(self.text, deed.end())) or _NO_DEED.match(self.text.folded, anchor.start):
            return False
        return anchor.start - doer.end <= FARTHEST and self.reaches(doer, anchor.start)

    def _can_be_subject(self, doer: Doer) -> bool:
        """Whether the name is no end of a place and no word before an attack's noun."""
        noun = not doer.adjective and _ATTACK_NOUN.match(self.text.folded, doer.end, self.sentence.end)
        return not noun and not self.ends_place(doer)

    def ends_place(self, doer: Doer) -> bool:
        """Whether a state's bare name is the end of a place: "Haifa, Israel"."""
        return doer.kind == "state" and not doer.told and self._before(doer, 4).endswith(", ")

    def reaches(self, doer: Doer, start: int) -> bool:
        """Whether only time, arms and helpers stand between the doer and the deed at `start`."""
        between = _QUOTES.sub("", _BLANKS.sub(" ", self.text.folded[doer.end : start]))
        if doer.kind == "person" and _NOT_OF.search(between):
            return False  # "driver of hijacked train"
        if _ACTIVE_GAP.fullmatch(between) or self._arms_reach(doer, start):
            return True
        if _GERUND.match(self.text.folded, start):
            return _ACTIVE_GAP.fullmatch(_TO_GERUND.sub(" ", between)) is not None
        loose = doer.kind in _ALONE and doer.country is None and not self._does_else(doer)
        return loose and _LOOSE_GAP.fullmatch(between) is not None and not between.endswith((" of ", " of the "))

    def _does_else(self, doer: Doer) -> bool:
        """Whether the next word is another verb of the one person: "Reporter survives attack"."""
        one = doer.kind == "person" and not self.text.folded.endswith(("s", "men"), doer.start, doer.end)
        return one and _OWN_VERB.match(self.text.folded, doer.end) is not None

    def _arms_reach(self, doer: Doer, start: int) -> bool:
        """The same from a nation's arms, whatever they are called: "a Russian ballistic missile slammed into"."""
        arms = arms_after(self.text, doer, start) if doer.adjective else None
        if arms is None or arms.men:
            return False
        return _ACTIVE_GAP.fullmatch(self.text.folded, arms.end, start) is not None

    def _before(self, doer: Doer, width: int) -> str:
        return self.text.folded[max(self.sentence.start, doer.start - width) : doer.start]
