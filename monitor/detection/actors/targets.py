"""Against whom or what: the target's words and its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.detection.actors.bystanders import is_bystander
from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions
from monitor.detection.actors.objects import find_object
from monitor.detection.actors.phrases import is_headline, phrase_before
from monitor.detection.actors.sites import is_setting, may_be_setting, suffers, tells_where
from monitor.detection.actors.target_heads import ADJACENT, Head, last_heads
from monitor.detection.actors.voice import deeds, is_noun, passive_deed
from monitor.detection.actors.wordsets import alternatives
from monitor.detection.draft import Anchor, Draft
from monitor.detection.lexicon import Match
from monitor.detection.text import Sentence, Text
from monitor.domain.taxonomy import EventType

_PROPER = re.compile(r"(?: (?!On|In|At|Near|After|As|And|The|Late|Early|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|Saturday|Sunday)[A-Z][\w'’-]+){1,3}")
_AIMED = re.compile(
    r"\b(?:on|at|against|targeting|targeted|hit|hits|hitting|struck|strikes|striking|attacked|attacking|attacks|into|"
    r"inside|bombed|shelled|stormed|ambushed|raided|damages?|damaged|damaging|destroys?|destroyed|"
    r"destroying|rocked|rocks|rammed|kills?|killing|wounds?|wounding|injures?|injuring|targets?|storm|storms|storming|"
    r"seiz(?:es|ed|ing|e)|bombs|bombing|shells|shelling|torch|torches|torched|set (?:fire to|ablaze)|"
    r"(?:into|through|at|against) (?:the |an? )?(?:[\w-]+ )?(?:gates?|doors?|entrance|walls?|fence|windows?|lobby) of|"
    r"(?:attacks?|strikes?|bombings?|shelling|killings?|murders?|shootings?|stabbings?|storming|siege|kidnappings?|"
    r"assassinations?|destruction|seizure|sinking|hijacking|abductions?|targeting|massacres?|slaughter|beating|burning|"
    r"raids?|hitting) of|(?:kick|punch|stabb|assault|robb|kidnapp|abduct|murder|ambush|shell|execut|"
    r"bombard)ing)\s+"
    r"(?:(?:at least|at|more than|over|up to|nearly|about|around|as many as|some|"
    r"his|her|its|their|our|(?:hundreds|dozens|scores|thousands) of) )?"
    r"(?:what [^,;.]{0,45}? (?:were|was|are|is|be|called|as) )?$"
)
_FAR = 160
"""Code points between a mention and its target."""
_NEAR = 60
"""The same between a mention and where it happened."""
_TO_PASSIVE = re.compile(r"(?:(?!\b(?:after|when|while|as|because|says?|said|by)\b)[^.;:]){0,80}")
"""Between what was hit and the passive verb: no other clause."""
_TO_OBJECT = re.compile(
    r"(?: +(?:up|down|dead|on|at|to death|fire to|to|into|out|off|the|an?|his|her|their|its|least|more|than|over|some|"
    r"several|about|up to|nearly|around|another|other|and \w+(?:ed|s))|,? \d+|(?: +[\w'-]+){1,4} +and)* *"
)
"""Between the verb and its object."""
_TO_DIRECT = re.compile(r"(?: +(?:the|an?|another|least|\d+))* *")
"""The same where the verb may be a noun: "attack" before an object, not "an attack, and families"."""
_ARTICLES = (
    "the ", "a ", "an ", "at least ", "least ", "another ", "mainly ", "mostly ", "some ", "several of the ",
)  # fmt: skip
_ON_PLACES = frozenset(
    {
        EventType.SHELLING, EventType.AIR_DRONE_STRIKE, EventType.BOMBING, EventType.SUICIDE_BOMBING, EventType.ARSON,
        EventType.SABOTAGE,
    }
)  # fmt: skip
"""Attacks that are aimed at a site or a vehicle, and hit who is there."""
_PEOPLE = frozenset({"civilians", "military_personnel"})
_MEN = _PEOPLE | {"police"}
_THEIR_OWN = re.compile(r"(?:attack|raid|strike|ambush|assault|offensive)s?\b")
"""Behind a word for people: what they made, not what was made on them."""
_ON = re.compile(
    r"\b(?:attacks?|raids?|(?:air ?)?strikes?|ambush|assaults?|siege|bombing|shelling) (?:on|against) "
    r"(?:(?:an?|the|its|their|his|her|at least|several|two|three|\d+) )*$"
)
"""What the attack is told to have been made on comes before whom it killed."""
_BEFORE_IT = re.compile(r"\b(?:after|following|amid|amidst|since|ongoing)\b[^,;.]{0,50}$")
_TOLD_AIM = -0.45
"""Less than another mention's target costs: it wins over its own mention's victims, not over another's target."""
_HOPELESS = 3
"""Neither marked as aimed at nor on the verb's receiving side."""
_BESIDE = re.compile(
    r"\b(?:near|toward|towards|outside|in|around|beside|opposite|killed|wounded|injured|at least)\s+$"
)

_TAIL = re.compile(rf" (?:{alternatives('target_tail')})\b(?! by\b)")
_WHERE = frozenset(
    "town community village suburb neighbourhood neighborhood road tram train car vehicle truck tunnel camp".split()
)
"""Behind "in" or "near" these tell only where it was."""


@dataclass(frozen=True, slots=True)
class Aimed:
    """A target: its words' span in the document and its kind."""

    start: int
    end: int
    kind: str | None
    """None of what no row of target_kinds.tsv has."""


_Candidate = tuple[tuple[float, int, int], int, Match[Head], Sentence]


def find_target(
    text: Text, draft: Draft, doer: tuple[int, int] = (0, 0), name: str | None = None, lead: Sequence[int] = ()
) -> Aimed | None:
    """The target named around the event's mentions, the nearest that the words mark as aimed at.

    Never the `doer`, a span, nor what is called by the adjective of the state `name` that did it. `lead` are sentences
    at the text's beginning that no event has.
    """
    own = [m for m in find_mentions(text) if m.actor.kind is ActorKind.NATION and m.actor.name == name]
    found = [
        candidate
        for order, anchor in enumerate(draft.anchors)
        for candidate in _candidates(text, draft, _act(text, anchor), anchor.start, doer=doer, order=order)
        if candidate[0][0] < _HOPELESS
    ]
    found = found or _hit_elsewhere(text, draft, (*draft.sentences, *lead), doer)
    found = [candidate for candidate in found if not any(_is_in(text, m, candidate) for m in own)]
    if not found:
        return _object(text, draft)
    blast = draft.type in _ON_PLACES
    _, _, best, sentence = min(
        found, key=lambda f: (f[0][0] + 0.5 * (f[1] > 0) + 0.6 * (blast and f[2].payload.kind in _PEOPLE), f[1], f[0])
    )
    start, _ = phrase_before(text, best.start, best.end, sentence.start)
    done = [deed.end() for deed in deeds().finditer(text.folded, start, best.start)]
    if done and text.folded.startswith(" ", done[-1]):
        start = done[-1] + 1  # a headline's capitals: "Strike Hits Broadcaster"
    return Aimed(_without_article(text, start), _with_name(text, best.end, sentence.end), best.payload.kind)


def find_site(text: Text, draft: Draft) -> str | None:
    """The kind of the place where people were attacked, for an attack at a school is graver than one in a street."""
    for anchor in draft.anchors:
        sentence = text.sentences[anchor.sentence]
        for head in last_heads(text, sentence):
            kind = head.payload.kind
            if abs(head.start - anchor.start) >= _NEAR or not may_be_setting(draft.type, kind):
                continue
            begin, _ = phrase_before(text, head.start, head.end, sentence.start)
            if tells_where(text, sentence, kind, begin, head.end) and _is_place(text, draft, _act(text, anchor), head):
                return kind
    return None


def _object(text: Text, draft: Draft) -> Aimed | None:
    """What the mentions' own sentences tell to be attacked, by a noun of no list."""
    for index in dict.fromkeys(anchor.sentence for anchor in draft.anchors):
        span = find_object(text, text.sentences[index])
        if span:
            return Aimed(*span, None)
    return None


def _hit_elsewhere(
    text: Text, draft: Draft, indexes: Iterable[int], doer: tuple[int, int]
) -> list[_Candidate]:
    """What the verbs of these sentences were done to, where the event's mentions tell nothing: the first of them."""
    for index in indexes:
        sentence = text.sentences[index]
        for act in _acts(text, sentence):
            found = [c for c in _candidates(text, draft, act, act.start, doer=doer) if c[0][0] < 1]
            if found:
                return found
    return []


def _candidates(
    text: Text, draft: Draft, act: _Act, at: int, *, doer: tuple[int, int], order: int = 0
) -> Iterator[_Candidate]:
    """The heads of the act's sentence within reach of `at` that are not the doer's, nor where people just were."""
    for head in last_heads(text, act.sentence):
        own = head.start < doer[1] and doer[0] < head.end
        if -_FAR < head.start - at < _FAR and not own and not _is_place(text, draft, act, head):
            yield _distance(text, act, head), order, head, act.sentence


def _acts(text: Text, sentence: Sentence) -> Iterator[_Act]:
    """The verbs of a sentence that tell a deed, in order."""
    for deed in deeds().finditer(text.folded, sentence.start, sentence.end):
        suffered = passive_deed(text, sentence, *deed.span())
        if suffered:
            yield _Act(sentence, *suffered, passive=True, thing=False)
        elif not is_noun(deed[0]):
            yield _Act(sentence, *deed.span(), passive=False, thing=False)


def _is_in(text: Text, mention: Mention, candidate: _Candidate) -> bool:
    """Whether the mention stands in the candidate's phrase: "Iranian jets"."""
    head, sentence = candidate[2:]
    start, end = phrase_before(text, head.start, head.end, sentence.start)
    return start <= mention.start < end


@dataclass(frozen=True, slots=True)
class _Act:
    """What a mention tells to be done, at [start, end) of the sentence; `thing` where a noun tells it."""

    sentence: Sentence
    start: int
    end: int
    passive: bool
    thing: bool


def _act(text: Text, anchor: Anchor) -> _Act:
    sentence = text.sentences[anchor.sentence]
    suffered = passive_deed(text, sentence, anchor.start, anchor.end)
    if suffered:
        return _Act(sentence, *suffered, passive=True, thing=False)
    deed = deeds().search(text.folded, anchor.start, anchor.end)
    start, end = deed.span() if deed else (anchor.start, anchor.end)
    return _Act(sentence, start, end, passive=False, thing=deed is None or is_noun(deed[0]))


def _distance(text: Text, act: _Act, head: Match[Head]) -> tuple[float, int, int]:
    """Lower is likelier: marked as aimed at, on the side that the verb's voice asks for, near, of a telling kind."""
    begin, _ = phrase_before(text, head.start, head.end, act.sentence.start)
    right_side = (head.start < act.start) == act.passive
    if is_bystander(text, act.sentence, head.payload.kind, begin, head.end):
        return (_HOPELESS, 0, 0)
    lead = text.folded[max(act.sentence.start, begin - 70) : begin]
    aimed = 0 if _AIMED.search(lead) or _is_done_to(text, act, begin, head.end) else 3
    if aimed and _BESIDE.search(lead) and text.folded[head.start : head.end] not in _WHERE:
        aimed = 1
    if act.thing and ADJACENT.fullmatch(text.folded, head.end, act.start):
        if head.payload.kind in _MEN and _THEIR_OWN.match(text.folded, act.start):
            return (_HOPELESS, 0, 0)  # "a jihadist attack"
        aimed, right_side = 0, True  # "the music festival attack"
    if not aimed and _ON.search(lead) and not _BEFORE_IT.search(lead):
        return (_TOLD_AIM, head.payload.rank // 17, abs(head.start - act.end))
    return (aimed + int(not right_side), head.payload.rank // 17, abs(head.start - act.end))


def _is_place(text: Text, draft: Draft, act: _Act, head: Match[Head]) -> bool:
    """Whether the head only says where people were attacked."""
    if not may_be_setting(draft.type, head.payload.kind):
        return False
    begin, _ = phrase_before(text, head.start, head.end, act.sentence.start)
    if not is_setting(text, act.sentence, draft.type, head.payload.kind, (begin, head.start, head.end)):
        return False
    if act.passive and draft.type is EventType.VEHICLE_RAMMING and head.payload.kind == "vehicle":
        return True  # "a van was driven into"
    if act.passive:
        return not suffers(text, act.sentence, begin, head.end, act.start)
    return act.thing or act.end > begin or _TO_DIRECT.fullmatch(text.folded, act.end, begin) is None


def _is_done_to(text: Text, act: _Act, begin: int, end: int) -> bool:
    """Whether the phrase is the verb's object, or its subject in the passive."""
    if act.passive and end <= act.start:
        return _TO_PASSIVE.fullmatch(text.folded, end, act.start) is not None
    between = _TO_DIRECT if act.thing else _TO_OBJECT
    return not act.passive and act.end <= begin and between.fullmatch(text.folded, act.end, begin) is not None


def _with_name(text: Text, end: int, last: int) -> int:
    """The phrase's end with the noun that its head belongs to, and a proper name behind: "tram stop", "Camp Taji"."""
    tail = _TAIL.match(text.folded, end, last)
    end = tail.end() if tail else end
    named = None if text.upper_case or is_headline(text, end) else _PROPER.match(text.full, end, last)
    return named.end() if named else end


_WHEN = re.compile(r"(?:last |this )?(?:\w+day|week|weekend|month|night|yesterday|today)'s ")


def _without_article(text: Text, start: int) -> int:
    when = _WHEN.match(text.folded, start)
    start = when.end() if when else start  # "last week's hotel bombings"
    for article in _ARTICLES:
        if text.folded.startswith(article, start):
            return start + len(article)
    return start
