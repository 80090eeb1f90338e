"""What keeps a match of an escalation rule from counting: negation, history, figures of speech, other topics."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from monitor.detection.escalating.borrowed import WORDS_ALONE, is_divided_house, is_of_words
from monitor.detection.escalating.passages import Passage
from monitor.detection.escalating.rules import Rule
from monitor.domain.taxonomy import EscalationKind as Kind

_NEGATED = re.compile(
    r"\b(?:no|not|never|without|nobody|none|neither|nor|cannot|denie[sd]|deny|denying|\w+n't|refus\w+ to|"
    r"rul\w+ out|stop(?:s|ped)? short of|rather than|instead of|unlikely to|far from|yet to|fail(?:s|ed) to|"
    r"avoid\w*|avert\w*|prevent\w*|dismiss\w+|reject\w*|lift\w*|eas(?:e|es|ed|ing)|cancel\w*|halt\w*|revers\w+|"
    r"delay\w*|postpon\w+|no longer|walk\w* back from|pull\w* back from|back(?:s|ed)? (?:away )?from|"
    r"step\w* back from|vot\w+ against|urg\w+ \S+ not to)\s+(?:[^\s,;:]+\s+){0,5}$"
)
# Said of a closure, a deployment or a rupture that has not come about: asked for, threatened, considered, weighed.
_UNREAL = re.compile(
    r"\b(?:threat\w*|could|might|may|would (?:have|need|like|consider)|"
    r"should|if|unless|call\w* for|called on|urg\w+|consider\w*|weigh\w*|"
    r"propos\w+|demand\w*|want\w*|possib\w+|potential\w*|debat\w+|discuss\w*|ask\w*|plead\w*|hint\w*|contingency|offer\w*|"
    r"rumou?r\w*|lack of|need\w* to|hop\w+|seek\w*|must|expected to|planning stages)\s+(?:[^\s,;:]+\s+){0,7}$"
)
_PAST_DATE = re.compile(r"\b(?:in|of|during|since the|after the|the) (?:\w+ (?:of )?)?(1[89]\d\d|20\d\d)s?\b")
_DATE_OF_DAY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}, (1[89]\d\d|20\d\d)\b"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_IN_MONTH = re.compile(rf"\b(?:\w+ed|began|held|sent|sworn|made) in (?:early |mid-|late )?({_MONTHS})\b(?! \d)")
"""A verb of the past with a month: "threatened in July to …"."""
_PAST_WORDS = re.compile(
    r"\b(?:anniversar\w+|decades? ago|years? ago|centur(?:y|ies) ago|cold war|world war (?:i|ii|one|two)\b|"
    r"(?:first|second) world war|gulf war of|vietnam war|historically|in history books|commemorat\w+|memoir\w*|"
    r"historian\w*|back then|last century|medieval|biblical|holocaust survivor\w*|last year|the year before)\b"
)
_SINCE = (Kind.RECORD_TOLL, Kind.ATTACK_SERIES)
_SINCE_WORD = re.compile(r"\bsince\b[^.;]{0,60}$")
"""In front of a year: what is told is measured against that year, not told of it."""
_OLD = timedelta(days=120)
_FIGURATIVE = re.compile(
    r"\b(?:war|wars) on (?:drugs?|crime|poverty|cancer|corruption|terror\b|terrorism|woke|waste|plastic|christmas|"
    r"obesity|cash|inflation|cars|motorists|science|women|energy|fraud|graft|truth|free|litter|smoking|junk|"
    r"sugar|covid|fentanyl|cartels|gangs|american energy|the (?:poor|press|media|past|middle class))|"
    r"\b(?:price|bidding|turf|culture|trade|tariff|talent|ratings|chip|format|console|civil culture) wars?\b"
)
_WAR_ON = re.compile(r"\bwar (?:on|upon|against) ((?:[^\s.,;:]+[ ]?){1,6})")
_ENEMIES = re.compile(
    r"\b(?:us|them|you|him|it|itself|each other|one another|enem\w+|neighbou?r\w*|militants?|militias?|insurgents?|"
    r"rebels?|terrorists?|jihadists?|jihadis|separatists?|guerrillas?|army|military|government|state|states|country|"
    r"nation|republic|kingdom|junta|regime|invaders?|aggressors?|occupiers?|infidels?|"
    r"(?:own|whole|the \w+) people)\b(?!-)"
)
_HOAX = re.compile(
    r"\b(?:hoax|false alarm|bomb (?:threat|scare|alert)s?|written threat|suspicious (?:package|object|item)|"
    r"threatening call|wartime bomb|war-era bomb|world war (?:ii|two|2) bomb|turns? out to be|turned out to be)"
)
_CARRIED = re.compile(
    r"\b(?:wounded|injured|casualt\w+|survivors?|passengers|bodies|victims|congregation|pupils|students|"
    r"tenants|shoppers|worshippers|guests|he|she)\b[^.;,]{0,40}$"
)
"""In front of "evacuated": those who are carried off or sent out of a building, not a people that has to leave."""
_PREMISES = re.compile(
    r"\b(?:stairwell|stairway|apartment (?:block|building)|apartments?|flats?|block of flats|high-rise|nightclub|mall|"
    r"hand grenade|synagogues?|courthouse|congregation)\b"
)
_OF_WAR = re.compile(
    r"\b(?:missiles?|rockets?|drones?|shell(?:s|ed|ing)|air ?strikes?|bombardment|troops|war|invasion)\b"
)
_AIRLINES = re.compile(
    r"\b(?:airlines?|airways|carriers?|cathay(?: pacific)?|lufthansa|emirates|ryanair|easyjet|wizz(?: air)?|etihad|klm|"
    r"air (?:france|india|canada|arabia)|aeroflot|flydubai|indigo)\b(?:(?! as | after )[^.;]){0,60}$"
)
"""In front of flights that stop: a company's business, no closed sky."""
_PEACEKEEPING = re.compile(r"\bpeace-?keep\w+|\bpeace mission|\b(?:troops|soldiers|forces) (?:\w+ )?(?:home|back)\b")
_RESCUED = re.compile(
    r"\bevacuat\w+ (?:of )?(?:an? |the |some |\d+ )?(?:wounded|injured|casualt\w+|bodies|survivors|people trapped)\b"
)
_VOWS = re.compile(
    r"\b(?:will|would|shall|if|unless|should|prepared?|ready|respon\w+|retaliat\w+|reveng\w+|aveng\w+|consequences|"
    r"answer\w*|strikes?|attacks?|action|fronts?|price|pay|force|hit|hell|destr\w+|fingers?|not to|against|stay|more)\b"
    r"|'ll\b"
)
"""Behind "warns": what the warning could threaten with."""
_POSED = re.compile(r"\b(?:pos(?:e|es|ed|ing) (?:\S+ ){0,3}|(?:regional|security|terror|terrorist|existential) )$")
_ALLYS_RIGHT = re.compile(r"\bright to (?:defend|protect) (?:itself|themselves|its (?:people|citizens))\b")
"""What is granted to a friend: the answer spoken of is the friend's, and no vow."""
_UNCLAIMED = re.compile(r"\b(?:no|none of|neither|nobody|no one)\b[^.;,]{0,90}$")
"""In front of a claim: its subject, however long, is nobody."""
_UNDONE = re.compile(
    r"[^.;,]{0,20} (?:was|were|is|are|has been|have been|had been) (?:\w+ )?(?:lifted|cancell?ed|rescinded|revoked)\b"
)
"""Behind an order or a closure: it no longer holds."""
_PEACEFUL_SKY = re.compile(
    r"\b(?:controllers|balloons?|festival|air ?show|eclipse|volcan\w+|fog|computer|"
    r"defus\w+|wartime bomb|unexploded)\b"
)
_TRUCE_MADE = re.compile(
    r"(?<![\w-])(?:sign(?:s|ed|ing)?|agree[sd]?|initial(?:s|led)|reach(?:es|ed)?|broker(?:s|ed)?|extend(?:s|ed)?|announce[sd]?)"
    r" (?:to |on )?(?:\w+ ){0,3}?(?:truce|ceasefire|cease-fire|armistice)"
)
_REOPENED = re.compile(
    r"(?<!to )(?<!not )(?<!will )(?<!n't )(?<!would )(?<!before )(?<!until )\b(?:re-?open(?:s|ed)?|opens|opened)\b"
)
"""A border or a sky that is open again, however long it was shut."""
_PERSONAL = (
    r"death threats?|phone calls?|scam\w*|e-?mails?|classmates?|girlfriend|boyfriend|ex-wife|his wife|her husband|"
    r"neighbou?rs? (?:with|over)|landlord|pupils?"
)
_PRIVATE: dict[Kind, re.Pattern[str]] = {
    Kind.ULTIMATUM: re.compile(rf"\b(?:{_PERSONAL})\b"),
    Kind.RETALIATION_THREAT: re.compile(
        rf"\b(?:{_PERSONAL}|arrested|police department|sheriff\w*|in court|charged|jailed|sentenced|"
        r"schools? shooting)\b"
    ),
}
_MOVES = frozenset({Kind.FORCE_DEPLOYMENT, Kind.MOBILISATION})
_PLACES_AND_MOVES = frozenset(
    {
        Kind.EVACUATION, Kind.STATE_OF_EMERGENCY, Kind.FORCE_DEPLOYMENT, Kind.ALERT_LEVEL_RAISED, Kind.TRAVEL_WARNING,
        Kind.RECORD_TOLL, Kind.ATTACK_SERIES, Kind.MOBILISATION, Kind.AIRSPACE_CLOSURE, Kind.BORDER_CLOSURE,
    }
)  # fmt: skip


def is_negated(passage: Passage, start: int, kind: Kind | None = None) -> bool:
    """Whether the words before `start` in its clause deny what follows: a ban that is lifted ends, an alert rises."""
    if kind is Kind.CLAIM_OF_RESPONSIBILITY and _UNCLAIMED.search(passage.before(start, 100)):
        return True
    found = _NEGATED.search(passage.before(start, 60))
    if found is not None and kind is Kind.ALERT_LEVEL_RAISED and found[0].startswith("lift"):
        return False
    return found is not None


def is_unreal(passage: Passage, start: int) -> bool:
    """Whether what follows `start` is only asked for, threatened or thought of."""
    return _UNREAL.search(passage.before(start, 90)) is not None


def is_past(passage: Passage, kind: Kind) -> bool:
    """Whether the sentence speaks of history: an earlier year, an anniversary, decades ago."""
    folded = passage.sentence.folded
    if _PAST_WORDS.search(folded) and kind not in _SINCE:
        return True
    published = passage.text.document.published
    if kind not in _SINCE and published is not None and _is_of_other_month(folded, published.month):
        return True
    for found in (*_PAST_DATE.finditer(folded), *_DATE_OF_DAY.finditer(folded)):
        if _SINCE_WORD.search(folded, 0, found.start(1)):
            continue
        year = int(found[1])
        if published is None or year < (published - _OLD).year:
            return True
    return False


def _is_of_other_month(folded: str, month: int) -> bool:
    """Whether what the sentence tells was done in a month neither this one nor the last."""
    found = _IN_MONTH.search(folded)
    return found is not None and (month - 1 - _MONTHS.split("|").index(found[1])) % 12 > 1


def is_other_topic(passage: Passage, kind: Kind) -> bool:
    """Whether the passage is about sport, trade, fiction, animals, a drill, a disaster or common crime."""
    here, conflict = passage.topics, passage.topics["conflict"]
    whole = passage.document_topics
    return (
        _beats(here, whole, "sport", conflict)
        or _beats(here, whole, "fiction", conflict)
        or here["animals"] > 0
        or 0 < here["trade"] >= conflict + (kind in _MOVES)  # troops that move are no firms' troops
        or here["crime"] > conflict
        or 3 <= whole["crime"] > whole["conflict"]
        or _is_other_move(passage, kind)
    )


def _is_other_move(passage: Passage, kind: Kind) -> bool:
    """Whether people or forces move, or a place is closed, for another cause than attack or war."""
    here, whole = passage.topics, passage.document_topics
    if kind is Kind.BORDER_CLOSURE and here["migrants"]:
        return True
    if kind is Kind.EVACUATION and _is_of_premises(passage):
        return True
    if kind is Kind.AIRSPACE_CLOSURE and _PEACEFUL_SKY.search(passage.sentence.folded):
        return True
    if here["drill"] and kind not in WORDS_ALONE and kind is not Kind.TRAVEL_WARNING:
        return True  # who advises travellers tells them to exercise caution
    return kind in _PLACES_AND_MOVES and (whole["disaster"] > 2 or 0 < here["disaster"] >= here["conflict"])


def _is_of_premises(passage: Passage) -> bool:
    """Whether a building is cleared after a crime or a hoax, by the sentence or the headline."""
    title = passage.text.sentences[0]
    told = (passage.sentence, title) if title.in_title else (passage.sentence,)
    if any(_HOAX.search(s.folded) for s in told):
        return True
    return any(_PREMISES.search(s.folded) for s in told) and not any(_OF_WAR.search(s.folded) for s in told)


def is_moved_otherwise(passage: Passage, kind: Kind, start: int) -> bool:
    """Whether those who are "evacuated" at `start` are wounded or passengers, or an airline's own flights stop."""
    if kind is Kind.EVACUATION:
        carried = _CARRIED.search(passage.before(start, 60)) or _RESCUED.match(passage.text.folded, start)
        return carried is not None
    return kind is Kind.AIRSPACE_CLOSURE and _AIRLINES.search(passage.before(start, 90)) is not None


def is_reopened(passage: Passage, kind: Kind) -> bool:
    """Whether the sentence tells of a border or a sky that is open again."""
    closed = kind in (Kind.AIRSPACE_CLOSURE, Kind.BORDER_CLOSURE)
    return closed and _REOPENED.search(passage.sentence.folded) is not None


def is_peacekeeping(passage: Passage, kind: Kind) -> bool:
    """Whether forces move to keep a peace or to go home, which raises no danger."""
    moves = kind in (Kind.FORCE_DEPLOYMENT, Kind.MOBILISATION)
    return moves and _PEACEKEEPING.search(passage.sentence.folded) is not None


def calms(passage: Passage, kind: Kind, start: int | None = None) -> bool:
    """Whether what a word at `start` may begin is told as the contrary of danger, of the wounded, or vows nothing."""
    if is_reopened(passage, kind) or is_of_words(passage, kind):
        return True
    if kind is Kind.RETALIATION_THREAT and start is not None and _warns_only(passage, start):
        return True
    if kind is Kind.RETALIATION_THREAT and _ALLYS_RIGHT.search(passage.text.folded):
        return True
    if kind is Kind.EVACUATION and _RESCUED.search(passage.sentence.folded):
        return True
    return is_peacekeeping(passage, kind) or is_truce_made(passage, kind)


def _warns_only(passage: Passage, start: int) -> bool:
    """Whether the word is a warning with no deed, condition or answer behind it, or a threat that is only posed."""
    folded, end = passage.text.folded, passage.sentence.end
    if folded.startswith("threat", start) and _POSED.search(passage.before(start, 40)):
        return True
    return folded.startswith("warn", start) and _VOWS.search(folded, start, end) is None


def is_truce_made(passage: Passage, kind: Kind) -> bool:
    """Whether the sentence tells of a truce that is made or kept up, not of one that falls."""
    return kind is Kind.CEASEFIRE_COLLAPSE and _TRUCE_MADE.search(passage.sentence.folded) is not None


def is_private(passage: Passage, kind: Kind) -> bool:
    """Whether a threat is one person's against another: a matter for the police, no escalation."""
    private = _PRIVATE.get(kind)
    return private is not None and private.search(passage.sentence.folded) is not None


def is_figurative(passage: Passage, start: int, end: int) -> bool:
    """Whether the match is a war on drugs or prices rather than on people."""
    folded = passage.text.folded
    first, last = max(passage.sentence.start, start - 20), min(passage.sentence.end, end + 20)
    return _FIGURATIVE.search(folded, first, last) is not None


def is_war_on_a_thing(passage: Passage, kind: Kind, start: int) -> bool:
    """Whether war is declared on what nobody can fight: on potholes, litter. An enemy is a party or a name."""
    if kind is not Kind.WAR_DECLARATION:
        return False
    found = _WAR_ON.search(passage.text.folded, start, passage.sentence.end)
    if found is None or _ENEMIES.search(found[1]):
        return False
    first, last = found.span(1)
    if any(first <= mention.start < last for mention in passage.mentions):
        return False
    words = passage.text.full[first:last].removeprefix("the ").split()
    return passage.sentence.in_title or not words[0][0].isupper()


def is_asked(passage: Passage) -> bool:
    """Whether the sentence asks rather than tells."""
    return passage.sentence.text.rstrip("\"'”’) ").endswith("?")


def counts(passage: Passage, rule: Rule, start: int, end: int) -> bool:
    """Whether a match of `rule` at [start, end) stands after all that may take its meaning away."""
    kind = rule.kind
    if not passage.allows(kind, is_about_it) or is_figurative(passage, start, end):
        return False
    if is_divided_house(passage, kind, start):
        return False
    if is_negated(passage, start, kind) or _UNDONE.match(passage.text.folded, end, passage.sentence.end):
        return False
    if is_war_on_a_thing(passage, kind, start) or is_moved_otherwise(passage, kind, start):
        return False
    return "real" not in rule.needs or not is_unreal(passage, start)


def is_about_it(passage: Passage, kind: Kind) -> bool:
    """Whether the sentence as a whole can tell of it: no question, history, other topic or private matter."""
    others = (is_past, is_other_topic, is_peacekeeping, is_private, is_reopened, is_of_words)
    return not (is_asked(passage) or any(other(passage, kind) for other in others))


def _beats(here: Counter[str], whole: Counter[str], topic: str, conflict: int) -> bool:
    """A topic that the sentence tells of more than of conflict, or the document much more."""
    return here[topic] >= max(1, conflict) or (whole[topic] >= 3 and whole[topic] > 2 * whole["conflict"])
