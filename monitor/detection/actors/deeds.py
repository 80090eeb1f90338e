"""One sentence read for deeds: who is told to have attacked, as fact, by his own word or by another party's.

Here is also the answer, `Blame`, of every ground. Claims, blame and suspicion are read in claims.py; which answer
holds for an event is decided in perpetrators.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from monitor.detection.actors.agents import FARTHEST, Clause
from monitor.detection.actors.doers import Doer
from monitor.detection.actors.lawmen import is_in_office, only_stops
from monitor.detection.actors.tellers import find_teller
from monitor.detection.actors.voice import deeds, is_bare_passive
from monitor.detection.actors.wordsets import alternatives, any_of, words_of
from monitor.detection.draft import Anchor
from monitor.detection.text import Sentence, Text
from monitor.domain.detection import Evidence, Perpetrator
from monitor.domain.taxonomy import Basis, EventType

_HEDGE = re.compile(r"\b(?:allegedly|alleged|believed?|believes|suspects?|suspected|accused)\b")
_HEDGE_BEHIND = re.compile(rf"(?<!being )(?<!was )(?<!over )(?<!over an )(?<!for )(?<!an )(?<!the ){_HEDGE.pattern}")
"""Not "after being accused of theft", "over alleged blasphemy": that is told of the victim."""
_ARREST = re.compile(
    r"\b(?:arrest(?:ed|s|ing)?|charg(?:ed|es|ing)|detain(?:ed|s|ing)?|indict(?:ed|s)|nabb?(?:ed|s)?|book(?:ed|s)"
    r"|accus(?:ed|es|ing)|in custody|nicked)(?: (?:an?|the|another))?(?: [\w-]+){0,3} $"
)
_ARRESTED = re.compile(
    r",?(?: aged)?(?: \d\d,?)?(?: (?:was|were|has|have|been|is|are|who|now|among \w+))* (?:arrested|charged|detained|"
    r"indicted|in (?:police )?custody|held (?:after|for|over|on|in connection)|fac(?:es|ing) (?:[\w-]+ ){0,3}charges?|"
    r"on trial|accused)\b"
)
"""Before or behind whom no name tells: the law has him for it, and does not know yet."""
_DEED = re.compile(
    r"(?:took (?:(?:\w+ ){1,4}hostage|(?:him|her|them)\b)|held(?! (?:for|over|after|on|in)\b|"
    r" (?:his|her|their|the|an?) (?:\w+ )?(?:attacker|assailant|suspect|gunman|knifeman|man|killer|bomber|intruder|"
    r"robber|thief)s?\b)"
    r"|turned (?:the|an?|his|her) (?:gun|weapon|rifle|pistol|knife|shotgun) on (?:him|her|them)sel\w+"
    r"|set (?:\w+ ){0,4}(?:fire|ablaze)|shot(?! down)"
    r"|poured(?! (?:in|into|out|onto|through|water|cold|milk)\b)|beats?(?! (?:back|off)\b)"
    r"|fired (?:[\w-]+ ){1,4}?(?:at|on|into)|released (?:\w+ ){1,2}(?:charges?|grenades?|bombs?)"
    r"|fired (?:\w+ times|\w+ shots|\w+ rounds|shots|repeatedly|indiscriminately)"
    r"|pulled (?:out )?an? (?:pistol|gun|knife|rifle|revolver)"
    r"|(?:drove|ploughed|plowed|rammed) (?:an? |his |her )?(?:\w+ ){1,3}?(?:into|through)"
    r"|(?:placed|planted|left|set off) (?:\w+ ){0,4}(?:bombs?|explosives?|dynamite|charges?|devices?|mines?)"
    rf"|{any_of(words_of('told_deed'))})\b"
)
"""What an attacker is told to have done, or in the passive to have been done by one."""
_APPROACH = re.compile(
    r"(?: (?:militants|fighters|guerrillas|terrorists|rebels|members|gunmen|men|insurgents|elements|commandos))?"
    rf" (?:(?:then|also|reportedly|allegedly) )?(?:{alternatives('approach')})\b"
    r"(?:(?!\b(?:when|while|after|as|who|whom|which|but|police|officers)\b)(?:[^.;:]|[.:](?=\d))){0,90}?"
    r" and (?:then |later |allegedly )?"
    rf"(?:{_DEED.pattern}|lit|flung|opened fire|took (?:him|her|them|\d+|two|three|several)\b)\b"
)
"""What he does first, and then the deed: "men got out of a car and sprayed them"."""
_DONE_BY = re.compile(
    rf"\b{_DEED.pattern}[^.;]{{0,40}}? by (?:the |an? |some )?"
    r"(?:(?!(?:in|on|at|near|inside|outside|over|across|off|from|into|for|to)\b)[\w'’-]+ ){0,3}$"
)
_SEEN_DOING = re.compile(
    r"(?: (?!\w+ing\b|was\b|were\b|who\b|by\b)[\w-]+){0,4}? \w+ing\b[^.;:,]{0,50}? and (?:then )?"
    r"(?:opening fire|firing (?:at|on|into)|shooting|stabbing|throwing|hurling|tossing|lobbing|pouring|setting fire|"
    r"attacking|beating|slashing)\b"
)
"""Behind those who were seen at it: "soldiers closing the gates and then opening fire"."""
_FIRE_OF = re.compile(
    r"\b(?:fire|shelling|shells?|rockets?|missiles?|drones?|mortars?|bullets?|attacks?|raids?|strikes?) "
    r"(?:by|from|of) (?:the )?(?:[\w'’-]+ ){0,2}$"
)
_AT_HANDS = re.compile(r"\bat the hands of (?:the |an? |some )?(?:[\w'’-]+ ){0,2}$")
_VAGUE = frozenset({"described", "person"})
"""Kinds of doers whom no name of their own tells."""
_LOOSE = _VAGUE | {"irregular", "organisation"}
_SEEN = _LOOSE | {"regular"}
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


class DeedReading:
    """One sentence read for whose deed it tells."""

    def __init__(self, text: Text, sentence: Sentence) -> None:
        self.text = text
        self.sentence = sentence
        self.clause = Clause(text, sentence)

    @property
    def doers(self) -> list[Doer]:
        """Candidates of the sentence."""
        return self.clause.doers

    @cached_property
    def deed(self) -> Blame | None:
        """An organisation whose attack the sentence tells, whatever word it has for it."""
        groups = (doer for doer in self.doers if doer.kind == "organisation")
        return next((self._stated(doer) for doer in groups if self.did(doer)), None)

    @cached_property
    def done(self) -> Blame | None:
        """The same of whoever else has a name or a description."""
        others = (d for d in self.doers if d.name and (d.kind not in ("organisation", "regular") or self._is_seen(d)))
        able = (d for d in others if self.did(d) and not (d.kind != "state" and self._only_stops(d)))
        first = next(able, None)
        return self._stated(first) if first else None

    def _is_seen(self, doer: Doer) -> bool:
        """Whether the state's men are seen at it: of others it says who answered an attack."""
        return doer.kind == "regular" and _SEEN_DOING.match(self.text.folded, doer.end, self.sentence.end) is not None

    def _only_stops(self, doer: Doer) -> bool:
        return only_stops(self.text, self.sentence, doer.start, doer.end)

    def did(self, doer: Doer) -> bool:
        """Whether the sentence tells a deed of his, in the active or done "by" him."""
        if self._is_agent(doer) or (doer.kind == "organisation" and self._fires(doer)):
            return True
        if doer.kind in _SEEN and _SEEN_DOING.match(self.text.folded, doer.end, self.sentence.end):
            return True
        if self.clause.is_governed(doer) or self.clause.ends_place(doer):
            return False
        if doer.kind in _LOOSE and _APPROACH.match(self.text.folded, doer.end, self.sentence.end):
            return True
        last = min(self.sentence.end, doer.end + FARTHEST)
        gap = _DEED.search(self.text.folded, doer.end, last)
        if gap is None or not self.clause.reaches(doer, gap.start()):
            return False
        helpless = self.text.folded.startswith((" up at ", " up by ", " up in "), gap.end())  # "held up at gunpoint"
        alone = doer.kind == "person"
        return not (helpless or is_bare_passive(self.text, *gap.span(), self.sentence.end, alone=alone))

    def _is_agent(self, doer: Doer) -> bool:
        """Whether the deed in front of him is told as done by him, or at his hands."""
        before = self.before(doer, 120)
        if " by " in before and _DONE_BY.search(before):
            return True
        return "hands of" in before and _AT_HANDS.search(before) is not None

    def _fires(self, doer: Doer) -> bool:
        """Whether an organisation's fire is told to hit: "shells from the militia killed"."""
        deed = deeds().match(self.text.folded, doer.end + 1)
        if deed is None or _FIRE_OF.search(self.before(doer, 60)) is None:
            return False
        return not is_bare_passive(self.text, *deed.span(), self.sentence.end)

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
            return self.blame(doer, Basis.STATED, None)
        if teller.own:
            return self.blame(doer, Basis.CLAIMED, None)
        return self.blame(doer, Basis.BLAMED, None, by=teller.words)

    def parties(self) -> list[Doer]:
        """Candidates with a name of their own."""
        return [doer for doer in self.doers if doer.name and doer.kind not in _VAGUE]

    def before(self, doer: Doer, width: int) -> str:
        """The folded words in front of the doer, at most `width` characters of the sentence."""
        return self.text.folded[max(self.sentence.start, doer.start - width) : doer.start]

    def blame(self, doer: Doer, basis: Basis, found: re.Match[str] | None, by: str | None = None) -> Blame:
        """The doer with his ground, and the words found or else his own as the evidence."""
        evidence = self.evidence(found) if found else self.span(doer.start, doer.end)
        if basis is Basis.STATED and doer.kind in _VAGUE and self._is_hedged(doer):
            basis = Basis.SUSPECTED
        told = Perpetrator(name=doer.label, basis=basis, by=by)
        return Blame(told, evidence, vague=doer.kind in _VAGUE, party=doer.name)

    def _is_hedged(self, doer: Doer) -> bool:
        """Whether the words around say that it is alleged or believed of whom no name of his own tells."""
        folded = self.text.folded
        if _ARREST.search(self.before(doer, 40)) or _ARRESTED.match(folded, doer.end, self.sentence.end):
            return True
        if is_in_office(doer.name or ""):
            return False  # "alleged" is told of whom he shot
        if _HEDGE.search(self.before(doer, 40)) or _HEDGE.search(folded, doer.start, doer.end):
            return True
        behind = _HEDGE_BEHIND.search(folded, doer.end, min(self.sentence.end, doer.end + 40))
        # "lynches two suspected of theft": behind a deed it is told of the victim
        return behind is not None and deeds().search(folded, doer.end, behind.start()) is None

    def evidence(self, found: re.Match[str]) -> Evidence:
        """What was found in the sentence, as a span of the text."""
        return self.span(self.sentence.start + found.start(), self.sentence.start + found.end())

    def span(self, start: int, end: int) -> Evidence:
        """The text from `start` to `end`, both counted in the whole text."""
        return evidence_at(self.text, start, end)


def evidence_at(text: Text, start: int, end: int) -> Evidence:
    """The words from `start` to `end` as evidence of who did it."""
    return Evidence(field="perpetrator", start=start, end=end, text=text.full[start:end])
