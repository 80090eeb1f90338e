"""Strikes over a border: a state or group hits another state's territory from outside, no war raging between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.detection.actors.mentions import Actor, ActorKind, Mention, state_of
from monitor.detection.escalating.grounds import LONGEST, find_fallen, find_protested, stands
from monitor.detection.escalating.passages import Finding, Passage, Surroundings
from monitor.detection.escalating.wars import at_war
from monitor.detection.lexicon import PhraseMatcher, read_tsv
from monitor.domain.taxonomy import EscalationKind as Kind

_STRIKES = (
    r"(?:air ?strikes?|air raids?|drone (?:strikes?|attacks?)|missile (?:strikes?|attacks?)|rocket attacks?|"
    r"strikes?|missiles?|"
    r"rockets?|drones?|projectiles|shells|bombs|shelling|bombardment|bombings?|artillery|raids?|attacks?|"
    r"assault|operations?)"
)
# What may stand between the doer's name and its verb: arms and forces, when, and "said it had".
_SUBJECT = (
    r"(?:['’]s|-led|-fired)?(?:[ ,-]+(?:forces|army|military|air force|navy|jets?|fighter|warplanes?|planes?|aircraft|"
    r"gunners|gunboats|batteries|guns|bombers|drones?|missiles?|ballistic|rockets?|troops|soldiers|fighters|rebels|militants|militia|insurgents|artillery|"
    r"air ?strikes?|strikes?|raids?|helicopters?|attacks?|shelling|coalition|fire|gunfire|shells|mortars?|bombs?|"
    r"bombardment|on \w+day|overnight|early|late|again|also|have|has|had|said|says|it|its|they|announced|"
    r"claimed|that|and|"
    r"allied|its allies|in retaliation|in response|meanwhile|carrying out))*"
)
_DIRECT = (
    r"(?:bombs?|bombed|bombards?|bombarded|shells?|shelled|strikes?|struck|hits?|attacks|attacked|pounds?|pounded|"
    r"targeted|targets|raids|raided|destroys|destroyed)"
    r"(?! (?:by|as|in|on|after|when|amid|with|over|during|near|while|back|out)\b)"
)
_SENDS = (
    r"(?:drops|dropped|fires|fired|launches|launched|carries out|carried out|conducts|conducted|lobs|lobbed|sent|"
    r"rained|unleashed|firing|launching)"
)
_HARMS = r"(?:kills?|killed|wounds?|wounded|injures?|injured|destroys?|destroyed|damages?|damaged|leaves?|left)"
_GAPS = (
    re.compile(rf"{_SUBJECT} {_DIRECT} (?:[^\s.;:]+ ){{0,9}}?(?:the )?(?:(?:south|north|east|west)ern |central )?$"),
    re.compile(
        rf"{_SUBJECT} {_SENDS} (?:[^\s.;:]+ ){{0,6}}?{_STRIKES},? (?:[^\s.;:]+ ){{0,5}}?"
        r"(?:at|into|on|toward|towards|against|over|in|inside|across|targeting) (?:[^\s.;:]+ ){0,6}?$"
    ),
    re.compile(
        rf"['’]?s?(?:-led)?(?: [^\s.;:]+){{0,3}} {_STRIKES} {_HARMS} (?:[^\s.;:]+ ){{1,6}}?"
        r"(?:in|inside|across|near) (?:[^\s.;:]+ ){0,3}?$"
    ),
)
_CLAIMS = re.compile(
    rf" (?:claims?|claimed) (?:\w+ ){{0,3}}?{_STRIKES} (?:on|in|inside|against|at) (?:[^\s.;:]+ ){{0,3}}?$"
)
"""Who claims a strike says that it was: "the Houthis claim missile attack on …"."""
_NOMINAL = re.compile(rf"['’]?s? (?:\w+ )?{_STRIKES} (?:on|in|inside|across|against) (?:[^\s.;:]+ ){{0,3}}?$")
# "Haifa was hit by Iranian missiles": the place first, then who hit it.
_PASSIVE = re.compile(
    r"(?:['’]s)?(?: (?!after\b|all(?:y|ies)\b|as\b|that\b|who\b|which\b|when\b)[^\s.;:]+){0,7}? "
    r"(?:hit|struck|attacked|targeted|damaged|impacted|rocked|bombed|shelled|killed|on fire|in flames|ablaze|"
    r"impact\w*)\b"
    r"(?: [^\s.;:]+){0,4}? (?:by|as a result of|after|in|from|following) (?:an? |the |suspected |several |\w+ )?$"
)
_STRUCK_WITH = re.compile(rf"(?:['’]s)?(?: [^\s.;:]+){{0,2}} {_STRIKES}\b")
_STRUCK_BY = re.compile(r"\b(?:bombed|shelled|attacked|targeted|struck) by (?:the )?$")
_HARMED = re.compile(rf"(?: [^\s.;:]+){{0,4}} {_HARMS}\b")
_NOT_STRUCK = re.compile(r"\b(?:shoots?|shot|brings? down|down(?:s|ed)|intercept\w*|sanction\w*|verbal\w*|"
    r"cyber\w*)\b")
_FROM = re.compile(rf"\b{_STRIKES} (?:fired|launched|lobbed|coming) from (?:\w+ ){{0,2}}$")
_LANDS = re.compile(r"(?: [^\s.;:]+){0,4} (?:hits?|struck|strikes?|at|into|towards?|landed|lands?|killed|"
    r"wounded|targeted) (?:[^\s.;:]+ ){0,4}$")
_THIRD_PARTY = re.compile(r"-(?:backed|led|aligned|supported|allied|linked|based|made)")
_GROUNDS = re.compile(
    r" (?:army |military |police |border |air )?(?:posts?|bases?|territory|soil|city|cities|town|towns|village|"
    r"villages|capital|"
    r"positions?|territories|border|airspace|targets|side|islands?|province|port|embassy|airport)"
)
_CROSS_BORDER = re.compile(
    r"\bcross-border (?:attacks?|strikes?|airstrikes?|shelling|fire|firing|raids?|rockets?|missiles?|drones?|"
    r"bombardment|"
    r"incursion|assault)\b|"
    r"\b(?:shell\w*|fir(?:e|ed|ing)|mortars?|artillery|duels?)\b[^.;]{0,70} (?:along|across|over) (?:the )?"
    r"(?:line of control|loc|durand line|blue line|demarcation line)\b|"
    r"\b(?:shells?|rockets?|missiles?|mortars?|rounds?|drones?) (?:\w+ )?(?:fired|launched|lobbed|sent) "
    r"(?:across|over) the (?:\w+ )?(?:border|frontier)\b"
)
_STRAYED = re.compile(
    r"\b(?:drones?|missiles?|rockets?|shells|mortar rounds?) (?:that )?"
    r"(?:cross(?:es|ed)?|enter(?:s|ed)?|stray(?:s|ed)? into|violate[sd]?)(?: over)? "
    r"(?:from\b|(?:[^\s.;:]+ ){0,2}?(?:border|airspace|territory)\b(?: from\b)?)"
)
"""Arms that cross a border, whoever sent them."""
_REACH = 6
"""How many names behind the doer may be the place."""
_BLOWS = (
    "airstrike|airstrikes|air strikes|strike|strikes|struck|missile|missiles|rocket|rockets|drone|drones|bombed|bombs|"
    "bombing|bomb|shells|shell|bombers|bombards|shelling|shelled|hit|hits|raid|raids|fires|fired|launched|bombardment|bombarded|attack|attacks|"
    "attacked|pounds"
)
_LOOK = PhraseMatcher((word, word) for word in _BLOWS.split("|"))


_FLAG = re.compile(r"-(?:flagged|registered|owned|operated|bound)\b")
"""Behind a country's name: a ship's flag is not where it sails."""


def find_crossing(surroundings: Surroundings) -> Iterator[Finding]:
    """Each sentence that tells of such a strike, with the words that tell it; or, not `sure`, may tell of one."""
    text = surroundings.text
    seen: set[int] = set()
    yield from find_protested(surroundings)
    for match in _LOOK.find(text.folded):
        sentence = text.sentence_at(match.start)
        if sentence is None or sentence.index in seen or sentence.end - sentence.start > LONGEST:
            continue
        seen.add(sentence.index)
        passage = Passage(surroundings, sentence)
        found = _between(passage) or _explicit(passage) or find_fallen(passage)
        if found and stands(passage, found.start):
            yield found
        elif passage.has_state and passage.near_conflict:
            yield Finding(passage, Kind.CROSS_BORDER_STRIKE, match.start, match.end, sure=False)


def _explicit(passage: Passage) -> Finding | None:
    """"Cross-border" in so many words."""
    sentence, folded = passage.sentence, passage.text.folded
    strayed = _STRAYED.search(folded, sentence.start, sentence.end)
    found = _CROSS_BORDER.search(folded, sentence.start, sentence.end) or strayed
    if found is None:
        return None
    countries = {m.country for m in passage.mentions}
    if any(at_war(passage, one, other) for one in countries for other in countries if one != other):
        return None
    parties = _strayed_from(passage, found.end()) if found is strayed else None
    return Finding(passage, Kind.CROSS_BORDER_STRIKE, *found.span(), parties)


def _strayed_from(passage: Passage, end: int) -> tuple[str | None, str | None] | None:
    """Whence arms came that crossed a border, and whose it is, where the words up to `end` are "… from"."""
    source = next((m for m in passage.mentions if m.start == end + 1), None)
    if source is None or not passage.text.folded.endswith("from", 0, end):
        return None
    crossed = (state_of(m.country).name for m in passage.mentions if m.country != source.country)
    return source.actor.name, next(crossed, None)


def _between(passage: Passage) -> Finding | None:
    """A doer and a territory of two countries with a strike told between them."""
    folded = passage.text.folded
    named = [m for m in _named(passage) if not (_THIRD_PARTY.match(folded, m.end) or _FLAG.match(folded, m.end))]
    for position, doer in enumerate(named):
        for place in named[position + 1 : position + 1 + _REACH]:
            if _crosses(passage, doer, place):
                return _finding(passage, doer, place)
            if _was_hit(passage, doer, place):
                return _finding(passage, place, doer)
            if _is_territory(folded, place) and place.country != doer.country and not _joined(folded, doer, place):
                break
    return None


def _finding(passage: Passage, doer: Mention, place: Mention) -> Finding:
    start, end = min(doer.start, place.start), max(doer.end, place.end)
    parties = (doer.actor.name, state_of(place.country).name)
    return Finding(passage, Kind.CROSS_BORDER_STRIKE, start, end, parties)


def _crosses(passage: Passage, doer: Mention, place: Mention) -> bool:
    """Whether the words from doer to place tell of the one hitting the other's ground, with no war between them."""
    folded = passage.text.folded
    if doer.actor.kind is ActorKind.SEAT or doer.country == place.country:
        return False
    gap = folded[doer.end : place.start]
    if at_war(passage, doer.country, place.country) or _NOT_STRUCK.search(gap):
        return False
    if _FROM.search(folded[max(passage.sentence.start, doer.start - 60) : doer.start]):
        return _LANDS.fullmatch(gap) is not None
    return _is_territory(folded, place) and _tells(passage, gap, place.end)


def _tells(passage: Passage, gap: str, end: int) -> bool:
    """Whether the words between the two tell of a blow; "the strikes on Iran" alone is talked of, not told."""
    if _CLAIMS.fullmatch(gap) or any(pattern.fullmatch(gap) for pattern in _GAPS):
        return True
    harmed = _NOMINAL.fullmatch(gap) and _HARMED.match(passage.text.folded, end, passage.sentence.end)
    return harmed is not None


def _was_hit(passage: Passage, place: Mention, doer: Mention) -> bool:
    """The same told the other way round: the place, that it was hit, and by whose arms."""
    folded = passage.text.folded
    if place.country == doer.country or doer.actor.kind is ActorKind.SEAT or not _is_territory(folded, place):
        return False
    gap = folded[place.end : doer.start]
    arms = _STRUCK_WITH.match(folded, doer.end, passage.sentence.end) or _STRUCK_BY.search(gap)
    told = _PASSIVE.fullmatch(gap) and arms
    return told is not None and not _NOT_STRUCK.search(gap) and not at_war(passage, place.country, doer.country)


def _named(passage: Passage) -> list[Mention]:
    """Actors and grounds that the sentence names, in order."""
    sentence = passage.sentence
    grounds = [
        Mention(m.start, m.end, m.payload)
        for m in _grounds().find_longest(passage.text.folded, sentence.start, sentence.end)
        if passage.text.full[m.start].isupper() or m.payload.countries == ("IQ",)
    ]
    actors = [m for m in passage.mentions if not any(g.start <= m.start and m.end <= g.end for g in grounds)]
    return sorted([*actors, *grounds], key=lambda m: m.start)


@cache
def _grounds() -> PhraseMatcher[Actor]:
    return PhraseMatcher(
        (form, Actor(form, ActorKind.SEAT, (code,)))
        for code, forms in read_tsv("grounds.tsv")
        for form in forms.split("|")
    )


def _joined(folded: str, doer: Mention, other: Mention) -> bool:
    """Whether the next name is named together with the doer: "the US and Israel"."""
    return folded[doer.end : other.start].strip(" ,") in ("and", "-", "", "/", "and the")


def _is_territory(folded: str, mention: Mention) -> bool:
    if mention.actor.kind in (ActorKind.STATE, ActorKind.SEAT):
        return True
    return mention.actor.kind is ActorKind.NATION and _GROUNDS.match(folded, mention.end) is not None
