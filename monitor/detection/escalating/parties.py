"""Who raises the danger and against whom: the named parties around an escalation's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

from monitor.detection.actors.mentions import Actor, ActorKind, Mention, state_of
from monitor.detection.escalating.doers import is_armed
from monitor.detection.escalating.passages import Passage
from monitor.detection.lexicon import PhraseMatcher, read_tsv

Parties = tuple[str | None, str | None]
"""Names of actor and target."""

_ACCUSES = re.compile(r"\b(?:accus(?:es|ed|ing)|blam(?:es|ed|ing)|say|says|said)\s+(?:the )?$")
_SUFFERS = re.compile(
    r"(?:(?:will|shall|would|must|to|is|are|can) )?(?:be(?! (?:able|ready to)\b)|pay|regret|suffer|feel|"
    r"face [\"']?(?:\w+ ){0,2}?(?:consequences|blows?|response|retaliation|revenge|punishment|fire|hell|war))\b"
)
"""Words of a threat whose subject is the one who is threatened: "they will pay", "will be crushed"."""
_SPEAKS = re.compile(r":|\b(?:that|there|warn\w*|said|says|vow\w*|threat\w*|told|any|anyone|those|whoever|if)\b")
"""Between a name and such words: the name is the speaker's."""
_ALIGNED = re.compile(r"-(?:backed|linked|aligned|led|supported|allied|bound|flagged|registered|owned|made|occupied)\b")
"""Behind a name: it only describes somebody else."""
OBLIQUE = re.compile(
    r"\b(?:on|by|in|from|against|with|at|to|into|of|over|near|after|for|between|inside|across|towards?|about|amid|following|despite|since|outside|beyond)"
    r"(?: the| its| an?)? $"
)
"""In front of a name: it is no subject of what follows."""
_PASSIVE = re.compile(r"(?:\w+(?:ed|en|ld|ought)|ultimatum|warning|threat)(?: \w+){0,2} by (?:the )?")
_ADDRESSES = re.compile(
    r"\b(?:(?:warn|threaten)(?:s|ed|ing)?|warnings? to|against|revenge (?:on|against)|retaliat\w+ against|"
    r"(?:strike|hit) back at) (?:the )?$"
)
"""In front of the one whom a threat addresses."""
_OFFICIAL = re.compile(
    r" (?:\w+ ){0,2}?(?:army|military|navy|forces|troops|government|police|president|premier|officials?|authorities|"
    r"prime minister|minister|ministry|leader\w*|general|commander\w*|jets|warplanes|artillery|drones?|rebels|"
    r"militants|regime|junta|parliament|cabinet|ambassador|embassy|spokes\w+|state|fighters|units?|warships?|"
    r"air force)\b"
)
_LEFT = re.compile(
    r"\b(?:residents|people|civilians|patients|homes|villagers|families|staff|hospitals?|communities|towns?|villages?|"
    r"children|houses)(?: (?:in|at|of|near) [^.;,]{1,30}| [a-z]+)?"
    r"(?: (?:were|was|have been|has been|had been|being|are|is|be))* $"
)
_GOVERNED = re.compile(
    r"(?:\b(?:with|to|from|for|against|of|in|around|near|leave|citizens|evacuate|closes?|closed|shuts?|warns?|tells?|"
    r"orders?|told|ordered|warned)|:) (?:the )?(?:(?:north|south|east|west)\w* |central )?$"
)
_BESIDE = re.compile(r"(?:['’]s)?(?: (?:also|again|now|has|have|had|is|will|would|on \w+day|to))* ?")
"""Between a name and the verb whose subject it is."""
_JOINTS = frozenset({" and ", ", ", " and the ", "-"})
_TOLD = re.compile(
    r"\b(?:tell|urg|order|ask|warn|want|call|press|forc|say|said|told|accus|allow)\w*(?: on)?(?: the)? $"
)
_SAYS = re.compile(r"(?:['’]s)? (?:[\w-]+ ){0,4}?(?:says|said|warns|warned|vows|vowed|tells|told)\b")
_SAID_BY = re.compile(r"\b(?:says|said|warned|according to) (?:the )?$")
_SCENE = re.compile(r"\b(?:over|after|following|for)\b[^.;]{0,40} (?:in|near|at|outside) (?:the )?$")
_BEFORE_IT = re.compile(r"\b(?:after|following|amid)\b|, (?:as|when|while)\b")
_OFFICE = re.compile(
    r"(?:[a-z' ]{2,30}(?:, [a-z]+\.? \d{1,2})? - )?(?:a day earlier |on \w+day )?(?:the )?(?:army|armed forces|"
    r"military|government|president|prime minister|cabinet|junta|parliament|air force|navy|"
    r"(?:foreign|defen[cs]e|interior) (?:ministry|minister)|authorities)\b"
)
"""At a sentence's start: an office of the state that the text is about."""
_HEADS = re.compile(r"\s?: |(?:/[a-z ]+)?(?:, [a-z]+\.? \d{1,2})?(?: \([a-z]+\))? (?:--?|[\u2013\u2014]) ")
"""Behind a name that opens the sentence, a dateline's too: it says where, not who."""
_BACK = re.compile(r"\b(?:it|its|he|she|they|their|his|her|the (?:group|movement|ministry|government|army|militia))\b")


def find_parties(
    passage: Passage, start: int, *, threat: bool = False, act: bool = False, beside: bool = False
) -> Parties:
    """Actor and target of the escalation whose words begin at `start`, by the lexicons' names, or None.

    `threat` says that the words may be what somebody threatens another with, who then stands in front of them; `act`
    that they are an order or a closure, which is only his who is the subject of its verb; `beside` that the name right
    in front of them goes before the sentence's first.
    """
    mentions = named_parties(passage)
    before = [m for m in mentions if m.start <= start]
    if threat and before and _suffers(passage, before[-1], start):
        others = [m for m in (*before[:-1], *mentions[len(before) :]) if _differs(m, before[-1])]
        speaker = _doer(passage, others)
        return (speaker.actor.name if speaker else None), before[-1].actor.name
    accused = _accused(passage, before, start)
    if accused is not None:
        return before[accused].actor.name, before[accused - 1].actor.name
    actor = _warned_by(passage, mentions, start) or (_beside(passage, before, start) if beside else None)
    if actor is None and not (act and _is_undergone(passage, start)):
        actor = _doer(passage, before, subject=act, official=act or threat) or _doer_before(passage, start)
    if actor is None and threat:
        actor = _quoted(passage, mentions, start)
    if actor is None:
        actor = _home(passage, start)
    others = [m for m in mentions if m.start > start and _differs(m, actor)]
    others = [m for m in others if not _is_aside(passage, start, m, threat=threat)]
    others += [m for m in before if (threat or _is_oblique(passage, m)) and _differs(m, actor)]
    if act:
        others = [m for m in others if _is_governed(passage, m)]
    target = (_addressed(passage, others, start) if threat else None) or next(iter(others), None)
    return (actor.actor.name if actor else None), (target.actor.name if target else None)


def _is_governed(passage: Passage, mention: Mention) -> bool:
    """Whether an order or a closure is for the one named, or there; "in Israeli strikes" is neither."""
    folded = passage.text.folded
    if _GOVERNED.search(folded, max(0, mention.start - 30), mention.start) is None:
        return False
    return mention.actor.kind is not ActorKind.NATION or not is_armed(folded, mention)


def _addressed(passage: Passage, others: Sequence[Mention], start: int) -> Mention | None:
    """Whom a threat speaks to: "warned X that", "vowed revenge on X", "against X"; before all others named."""
    folded = passage.text.folded
    told = [m for m in others if " if " not in folded[start : m.start]]  # behind it stands what would set it off
    return next((m for m in told if _ADDRESSES.search(folded, max(0, m.start - 40), m.start)), None)


def _suffers(passage: Passage, named: Mention, start: int) -> bool:
    """Whether the words at `start` are what is threatened, and `named` the one whom they threaten."""
    folded = passage.text.folded
    if _is_oblique(passage, named):
        return False  # "any base used by X will be …" threatens no X
    return _SUFFERS.match(folded, start) is not None and _SPEAKS.search(folded, named.end, start) is None


def named_parties(passage: Passage) -> list[Mention]:
    """Named parties of the sentence with those who speak for states; no names that only describe or say where."""
    folded, sentence = passage.text.folded, passage.sentence
    spoken = [
        Mention(m.start, m.end, m.payload)
        for m in _leaders().find_longest(folded, sentence.start, sentence.end)
        if passage.text.full[m.start].isupper()
    ]
    taken = [(m.start, m.end) for m in passage.mentions]
    added = [m for m in spoken if not any(first < m.end and m.start < last for first, last in taken)]
    named = sorted([*passage.mentions, *added], key=lambda m: m.start)
    kept = [
        m for m, other in zip_longest(named, named[1:]) if not (_ALIGNED.match(folded, m.end) or _is_half(m, other))
    ]
    heads = _HEADS.match(folded, kept[0].end) if kept and kept[0].start == sentence.start else None
    return ([m for m in kept if m.start >= heads.end()] if heads else []) or kept


@cache
def _leaders() -> PhraseMatcher[Actor]:
    rows = read_tsv("escalation_leaders.tsv")
    return PhraseMatcher((form.lower(), state_of(code)) for code, forms in rows for form in forms.split("|"))


def _is_half(mention: Mention, other: Mention | None) -> bool:
    """Whether a people's name only tells which part of the state behind it: "Greek Cyprus"."""
    if other is None or mention.actor.kind is not ActorKind.NATION or other.actor.kind is not ActorKind.STATE:
        return False
    return other.start == mention.end + 1


def _accused(passage: Passage, before: list[Mention], start: int) -> int | None:
    """In "A accused B of …" it is B who acts, up to a comma: the place of B in the list."""
    folded = passage.text.folded
    for second in range(1, len(before)):
        accuser, accused = before[second - 1], before[second]
        if _differs(accused, accuser) and _ACCUSES.search(folded[accuser.end : accused.start]):
            return second if ", " not in folded[before[second].end : start] else None
    return None


def _beside(passage: Passage, before: Sequence[Mention], start: int) -> Mention | None:
    """The named subject right in front of the words: "prompting X to [declare …"; not one who is told to."""
    last = before[-1] if before else None
    folded = passage.text.folded
    if last is None or _is_oblique(passage, last) or not _BESIDE.fullmatch(folded, last.end, start):
        return None
    for earlier in reversed(before[:-1]):
        if folded[earlier.end : last.start] not in _JOINTS or _is_oblique(passage, earlier):
            break
        last = earlier  # "X and Y have declared": the first of them
    head = max(passage.sentence.start, last.start - 24)
    return None if _TOLD.search(folded, head, last.start) else last


def _quoted(passage: Passage, mentions: Sequence[Mention], start: int) -> Mention | None:
    """Who is named behind his words: "…, an X official says", "…, said X"."""
    folded = passage.text.folded
    after = [m for m in mentions if m.start > start]
    return next((m for m in after if _SAYS.match(folded, m.end) or _SAID_BY.search(folded, start, m.start)), None)


def _is_aside(passage: Passage, start: int, mention: Mention, *, threat: bool) -> bool:
    """Whether the one named behind the words stands with what came before the act: "sent troops, after a strike by X".

    A threat may be for who struck first, but not for where that was: "revenge over a strike in X".
    """
    pattern = _SCENE if threat else _BEFORE_IT
    return pattern.search(passage.text.folded, start, mention.start) is not None


def _warned_by(passage: Passage, mentions: Sequence[Mention], start: int) -> Mention | None:
    """In "warned by B of …" it is B who acts."""
    folded = passage.text.folded
    return next((m for m in mentions if m.start > start and _PASSIVE.fullmatch(folded[start : m.start])), None)


def _doer(
    passage: Passage, before: Sequence[Mention], *, subject: bool = False, official: bool = True
) -> Mention | None:
    """The first named party that no preposition governs: news puts who speaks or acts in front of the verb.

    With `subject` only such a one; else, where there is none, the first of all. With `official` a people's name counts
    like a state's where it is of those who act for it.
    """
    subjects = [m for m in before if not _is_oblique(passage, m)] or ([] if subject else before)
    named = [m for m in subjects if m.actor.kind is not ActorKind.NATION or (official and _speaks_for_all(passage, m))]
    return next(iter(named or subjects), None)


def _speaks_for_all(passage: Passage, mention: Mention) -> bool:
    """Whether a people's name is of those who act for it: "Israeli officials", "Turkish jets"."""
    return _OFFICIAL.match(passage.text.folded, mention.end) is not None


def _is_undergone(passage: Passage, start: int) -> bool:
    """Whether those who leave stand in front of the words: "residents were [evacuated]" tells not by whom."""
    return _LEFT.search(passage.text.folded, passage.sentence.start, start) is not None


def _doer_before(passage: Passage, start: int) -> Mention | None:
    """Where the sentence only says "its" or "the group": who acts in the sentence before it."""
    sentence, text = passage.sentence, passage.text
    if sentence.index == 0 or not _BACK.search(text.folded, sentence.start, start):
        return None
    earlier = Passage(passage.surroundings, text.sentences[sentence.index - 1])
    found = _doer(earlier, named_parties(earlier))
    if found is None or (found.actor.kind is ActorKind.NATION and not _speaks_for_all(earlier, found)):
        return None
    return found


def _home(passage: Passage, start: int) -> Mention | None:
    """Whose army or president the sentence begins with, where the headline has one state alone as its subject."""
    text, sentence = passage.text, passage.sentence
    title = text.sentences[0]
    if not title.in_title or sentence is title or _OFFICE.match(text.folded, sentence.start, start) is None:
        return None
    headline = Passage(passage.surroundings, title)
    subjects = [m for m in named_parties(headline) if not _is_oblique(headline, m)]
    subjects = [m for m in subjects if m.actor.kind is not ActorKind.NATION or _speaks_for_all(headline, m)]
    return subjects[0] if len({m.country for m in subjects}) == 1 else None


def _is_oblique(passage: Passage, mention: Mention) -> bool:
    head = max(passage.sentence.start, mention.start - 16)
    return OBLIQUE.search(passage.text.folded, head, mention.start) is not None


def _differs(mention: Mention, actor: Mention | None) -> bool:
    return actor is None or mention.country != actor.country
