"""One sentence read for who claims the attack, who is blamed for it and who is suspected of it.

By word alone: whose deed the sentence tells is read in deeds.py, and which ground goes first is decided in
perpetrators.py.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import pairwise

from monitor.detection.actors.deeds import Blame, DeedReading
from monitor.detection.actors.doers import Doer, arms_after
from monitor.detection.actors.mentions import find_mentions
from monitor.detection.actors.unheard import Unheard, find_accused, find_claimant
from monitor.detection.actors.voice import active_deed
from monitor.detection.actors.wordsets import alternatives
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.detection.text import Text, kept_with_text
from monitor.domain.detection import Perpetrator
from monitor.domain.taxonomy import Basis

_NO_CLAIM = re.compile(
    r"\b(?:no|nobody|none|neither|not|never|without|yet to)\b[^.;]{0,90}?\b(?:claim(?:ed|s|ing)?|"
    r"tak(?:en|es|e|ing)|took|admit\w*)\b[^.;]{0,20}?\b(?:responsib\w+|credit|being behind|"
    rf"(?:the|this|these|that) (?:{alternatives('claimed_attack')})s?\b|"
    r"(?:(?:it|them|either|this|that one)(?= ?(?:[.,;]|yet|so far|$))))|"
    r"\b(?:no|nobody|none|neither)\b(?: [\w'-]+){0,4}? (?:has |have |had )?(?:yet )?"
    r"(?:said (?:it|they) (?:was|were|had|did)|owned up|come forward to claim)\b|"
    r"\bno (?:immediate |official )?claims? of responsib|\bunclaimed\b|\b(?:went|gone) unclaimed"
)
_SILENCE_HINTS = ("claim", "respons", "credit", "admit", "owned up", "said it", "said they", "behind")
_CLAIM = re.compile(
    r"\bclaim(?:s|ed|ing)? (?:the |full |joint )?responsib|\b(?:takes|took|taken|taking|accepted|"
    r"assumed|admitted) (?:full )?(?:responsib\w+|credit)|"
    r"\bresponsib\w+ [^.;]{0,50}?\b(?:was|were|has been) claimed by\b|\bclaim(?:ed|s) (?:credit|to have |"
    rf"(?:the |this |that |a |an )(?:[\w-]+ ){{0,3}}?(?:{alternatives('claimed_attack')})s?\b"
    r"|(?:it|both|them)(?= ?[.,;]|$))|"
    r"(?<!'s )\bclaims? (?!of )(?:\w+ ){0,2}?(?:attack|bombing|blast|killing|strike|ambush|shooting)s?\b|"
    r"\bclaimed by\b|\bown(?:s|ed)? up to\b|"
    r"\badmitted (?:to )?(?:carrying|killing|planting|bombing|attacking)|\bclaims? of responsibility (?:by|from)\b"
)
_CLAIM_HINTS = ("claim", "respons", "credit", "admitted", " up to ")
_BLAME = re.compile(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|point(?:ed|ing|s) (?:the|a) finger at|"
    r"point(?:s|ed)? to|holds?|holding|implicat(?:ed|es))\s+(?:the |its |rival )?['\"]?(?:the )?"
)
_ACCUSED_OF = re.compile(r"[^.;]{0,60}?\b(?P<how>of|for|responsible|behind|after|in|saying)\b")
_OF_NO_DEED = re.compile(rf" (?:\w+ly )?(?:{alternatives('accused_of_no_attack')})\w*ing\b")
"""Of what is no attack: "accused Israel of seeking pretexts"."""
_ON = re.compile(
    r"\b(?:blam\w+ (?:it |the \w+ |this |them |\w+ )?on|attribut\w+ (?:\w+ ){0,4}?to|pinned on|the work of|"
    r"at the door of|carried out by|perpetrated by|staged by|committed by|claimed (?:the \w+ )?was carried out by)"
    r"\s+(?:the |a |an )?(?:\w+ ){0,3}$"
)
_WAS_BLAMED = re.compile(
    r"(?:(?! (?:sa(?:id|ys?)|suspects?|believes?|thinks?|fears?)\b)[^.;,]){0,30}?,?\s"
    r"(?:was|were|is|are|has been|have been|being)\s(?:\w+ )?(?:blamed for|"
    r"accused of (?:\w+ing|the|being)|held responsible|behind|responsible\b|suspected of|"
    r"believed to be behind|believed to be responsible|believed responsible|thought to be)"
)
_BELIEVED = re.compile(
    r"\b(?:believed|thought|suspected|alleged|reported|presumed|said) to (?:be|have)(?: \w+)? ?(?:responsible|"
    r"behind|carried out|been)?"
)
_SUSPECTED = re.compile(
    r"\b(?:suspected|alleged|presumed|presumably by|apparently by|allegedly by|likely|possibly by)\s+(?:\w+ ){0,2}$|"
    r"\b(?:suspected|believed|thought|alleged) to be (?:\w+ ){0,4}$"
)
_HAVE_DONE = re.compile(
    r"(?: (?:fighters|militants|men|remnants|members|gunmen|rebels))? (?:is|are|was|were) (?:\w+ )?"
    r"(?:believed|thought|suspected|alleged|presumed|said) to have "
    rf"(?:been behind|set off|{alternatives('own_deed')})\b"
)
_BEHIND = re.compile(
    r"(?: (?:fighters|militants|men|remnants|members|gunmen|rebels))?(?: (?:is|are|was|were))? behind (?:the |an? )?"
    rf"(?:[\w'-]+ ){{0,3}}?(?:{alternatives('claimed_attack')})s?\b"
)
_INQUIRY = re.compile(r"\bline of (?:inquiry|enquiry|investigation)\b")
_SAYS_IT_DID = re.compile(
    r"(?:['’]s)?(?: [\w'’-]+){0,6}? (?:said|says|announced|announces|confirmed|confirms|declared|stated|"
    r"reported|claimed|claims)\b[^.;]{0,40}?\b(?:it|they|we|(?:one of )?(?:its|their|our) "
    r"(?:(?!were\b|was\b)[\w-]+ ){0,2}(?!were\b|was\b)\w+)"
    r"(?: (?:had|has|have|also|just|again|\w+ed and))* "
    rf"(?:shot(?! down)|set (?:it |them |both )?off|{alternatives('own_deed')})\b"
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
_NEWCOMER = re.compile(
    r"(?:^|[;:.,] |\b[Tt]he (?:little-known |shadowy )?)"
    r"(?P<name>[A-Z][\w'’-]+(?: (?:of |for |the |al-)*[A-Z][\w'’-]+){1,3}|"
    r"[A-Z]\w+ (?:group|front|faction|rebels))"
    r" (?:says|said|announced)(?: (?:on )?[A-Z]?\w+day)?(?: that)? (?:it|its (?:fighters|men|members))"
    rf" (?:had |has |have |was |were )?(?:{alternatives('own_deed')}|did it)\b"
)
_GROUP = r"(?:group|outfit|faction|organi[sz]ation|militia|cell|network|brigade|movement|collective)"
_NAMELESS = re.compile(
    rf"\b(?:an?|the) (?P<name>(?!group\b|organi[sz]ation\b)(?:[\w'’-]+ ){{0,4}}{_GROUP})"
    r"(?: (?:calling itself|called|known as) (?:the )?['\"]?(?P<called>[^,.;'\"]{3,50}?)['\"]?)?"
    r"(?: (?:has|have|had|also|later))* (?:claim|said it|took (?:responsibility|credit))"
)
_BY_NAMELESS = re.compile(
    rf"\b(?:claimed|claims? of responsibility|responsibility) (?:was )?(?:claimed )?by (?:an? |the )?"
    rf"(?P<name>(?:[\w'’-]+ ){{1,4}}{_GROUP})\b"
)
"""A claimant that no lexicon has, by what it is."""


def may_tell(text: Text, index: int) -> bool:
    """Whether the sentence holds any word of claim, blame or suspicion."""
    return index in _telling(text)


@kept_with_text
def _telling(text: Text) -> frozenset[int]:
    found = (text.sentence_at(match.start) for match in _hint_words().find(text.folded))
    return frozenset(sentence.index for sentence in found if sentence)


@cache
def _hint_words() -> PhraseMatcher[str]:
    return PhraseMatcher((row[0], row[0]) for row in read_tsv("blame_words.tsv"))


@kept_with_text
def read(text: Text, index: int) -> Reading:
    """The reading of one sentence, made once: several events may ask for it."""
    return Reading(text, text.sentences[index])


class Reading(DeedReading):
    """One sentence read for who did it, by whatever word."""

    @cached_property
    def claim(self) -> Blame | None:
        """A claim of responsibility, or that there is none."""
        folded = self.sentence.folded
        denied = _NO_CLAIM.search(folded) if any(hint in folded for hint in _SILENCE_HINTS) else None
        joined = next((d for d in self.parties() if self.text.folded.startswith("-claimed", d.end)), None)
        if joined:
            return self.blame(joined, Basis.CLAIMED, None)
        if denied:
            return Blame(Perpetrator(basis=Basis.UNCLAIMED), self.evidence(denied))
        return self._claimed() or self._own_word() or self._says_it_did() or self._apposed() or self._newcomer()

    def _claimed(self) -> Blame | None:
        """Responsibility that somebody claims."""
        folded = self.sentence.folded
        found = _CLAIM.search(folded) if any(hint in folded for hint in _CLAIM_HINTS) else None
        if found is None:
            return None
        at, end = self.sentence.start + found.start(), self.sentence.start + found.end()
        after = [d for d in self.parties() if d.start >= end - 1]
        before = [d for d in self.parties() if d.end <= at]
        chosen = after[:1] if found[0].endswith(("by", "from")) else before[-1:]
        return self.blame(chosen[0], Basis.CLAIMED, found) if chosen else self._unheard_of()

    def _own_word(self) -> Blame | None:
        """A deed that the doer tells himself, at the sentence's end: "it said"."""
        own = _OWN_WORD.search(self.sentence.folded)
        if own is None:
            return None
        at = self.sentence.start + own.start()
        told = (d for d in self.parties() if d.end < at and self._speaks(d, own["who"]) and self._acts(d))
        return next((self.blame(doer, Basis.CLAIMED, None) for doer in told), None)

    def _says_it_did(self) -> Blame | None:
        """Who says of himself that he struck."""
        said = [d for d in self.parties() if _SAYS_IT_DID.match(self.text.folded, d.end, self.sentence.end)]
        if not said:
            return None
        # "Yemen's Houthi movement said that it had …": not the country but whose name follows.
        pairs = ((a, b) for a, b in pairwise(said[:2]) if a.kind == "state")
        first = next((b for a, b in pairs if self.text.folded[a.end : b.start] == "'s "), said[0])
        return self.blame(first, Basis.CLAIMED, None)

    def _unheard_of(self) -> Blame | None:
        """A claimant whom no lexicon has, by the name that the text writes with capitals."""
        found = None if self.text.upper_case or self.sentence.in_title else _CLAIMANT.search(self.sentence.text)
        if found is None:
            return self._nameless()
        span = self.span(self.sentence.start + found.start("name"), self.sentence.start + found.end("name"))
        return Blame(Perpetrator(name=span.text, basis=Basis.CLAIMED), span, party=span.text)

    def _nameless(self) -> Blame | None:
        """A claimant told by what it is, or by what it calls itself: "a far-left group"."""
        folded = self.sentence.folded
        found = _NAMELESS.search(folded) or _BY_NAMELESS.search(folded)
        if found is None or self.text.upper_case:
            return None
        field = "called" if found.groupdict().get("called") else "name"
        span = self.span(self.sentence.start + found.start(field), self.sentence.start + found.end(field))
        return Blame(Perpetrator(name=span.text, basis=Basis.CLAIMED), span, party=span.text)

    def _apposed(self) -> Blame | None:
        """A claimant told by what it is and then by name: "a little-known outfit, the Morning Column"."""
        claimant = find_claimant(self.text, self.sentence)
        return self._unnamed(claimant, Basis.CLAIMED) if claimant else None

    def _newcomer(self) -> Blame | None:
        """A party of no lexicon that says it did it: "Dawn Column says it planted the device"."""
        told = any(hint in self.sentence.folded for hint in (" says it", " said it", "announced it", " that it"))
        found = _NEWCOMER.search(self.sentence.text) if told and not self.text.upper_case else None
        if found is None:
            return None
        span = self.span(self.sentence.start + found.start("name"), self.sentence.start + found.end("name"))
        if any(m.start < span.end and span.start < m.end for m in find_mentions(self.text)):
            return None
        return Blame(Perpetrator(name=span.text, basis=Basis.CLAIMED), span, party=span.text)

    def _unnamed(self, found: Unheard, basis: Basis) -> Blame:
        span = self.span(found.start, found.end)
        return Blame(Perpetrator(name=span.text, basis=basis, by=found.by), span, party=span.text)

    def _speaks(self, doer: Doer, who: str) -> bool:
        """Whether the words at the sentence's end are the doer's own: "it said"; of a state its army's."""
        return who in ("it", "they") or doer.kind in (("organisation",) if "group" in who else ("state", "force"))

    def _acts(self, doer: Doer) -> bool:
        if self.did(doer) or arms_after(self.text, doer, self.sentence.end) is not None:
            return True
        deed = active_deed(self.text, doer.end, self.sentence.end)
        return deed is not None and self.clause.reaches(doer, deed.start())

    @cached_property
    def blamed(self) -> Blame | None:
        """A party that another names as the doer."""
        for doer in self.parties():
            head = self.before(doer, 70)
            on = _ON.search(head)
            if on and not on[0].startswith(("carried", "perpetrated", "staged", "committed")):
                return self.blame(doer, Basis.BLAMED, None, by=self._speaker(doer))
            blame = _BLAME.search(head)
            accused = _ACCUSED_OF.match(self.text.folded, doer.end, self.sentence.end)
            bare = blame is not None and self._is_bare(doer, blame[0])
            if blame and (accused or bare) and len(head) - blame.end() < 16:
                if accused and accused["how"] == "of" and _OF_NO_DEED.match(self.text.folded, accused.end()):
                    continue
                if blame[0].startswith("hold") and "responsible" not in self.sentence.folded:
                    continue
                return self.blame(doer, Basis.BLAMED, None, by=self._speaker(doer))
            if doer.kind == "organisation" and _BEHIND.match(self.text.folded, doer.end, self.sentence.end):
                return self.blame(doer, Basis.BLAMED, None)
            was = _WAS_BLAMED.match(self.text.folded, doer.end, self.sentence.end)
            if was:
                soft = any(word in was[0] for word in ("believed", "suspect", "thought")) or self._is_inquiry
                return self.blame(doer, Basis.SUSPECTED if soft else Basis.BLAMED, None)
        unheard = find_accused(self.text, self.sentence)
        return self._unnamed(unheard, Basis.BLAMED) if unheard else None

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
        for doer in self.parties():
            if self._is_inquiry and doer.kind == "organisation":
                return self.blame(doer, Basis.SUSPECTED, None)
            if _SUSPECTED.search(self.before(doer, 40)):
                return self.blame(doer, Basis.SUSPECTED, None)
            if _HAVE_DONE.match(self.text.folded, doer.end, self.sentence.end):
                return self.blame(doer, Basis.SUSPECTED, None)
            behind = believed is not None and 0 <= self.sentence.start + believed.start() - doer.end < 60
            if believed and behind and "respons" in believed[0] + self._after(believed):
                return self.blame(doer, Basis.SUSPECTED, None)
        return None

    @cached_property
    def _is_inquiry(self) -> bool:
        """Whether the sentence tells what the police look into."""
        return _INQUIRY.search(self.sentence.folded) is not None

    def _speaker(self, blamed: Doer) -> str | None:
        """Who blames: the party in front of the one blamed."""
        before = [d for d in self.parties() if d.end < blamed.start and d.name != blamed.name]
        return before[-1].name if before else None

    def _after(self, found: re.Match[str]) -> str:
        return self.sentence.folded[found.end() : found.end() + 30]
