"""With what: the weapon that the text names for an event, as a plain noun, and how many of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.detection.actors.index import Lexicon
from monitor.detection.actors.instruments import find_instrument
from monitor.detection.actors.phrases import is_headline
from monitor.detection.actors.target_heads import last_heads
from monitor.detection.draft import Draft
from monitor.detection.lexicon import Match, PhraseMatcher, read_tsv
from monitor.detection.numerals import CARDINALS, cardinal
from monitor.detection.text import Sentence, Text, fold
from monitor.domain.detection import Range
from monitor.domain.taxonomy import EventType, Stage


@dataclass(frozen=True, slots=True)
class Weapon:
    """A row of weapons.tsv: its class and the noun given out."""

    kind: str
    noun: str


@dataclass(frozen=True, slots=True)
class Armed:
    """The weapon found for an event: noun, count and span in the document."""

    weapon: Weapon
    count: Range | None
    start: int
    end: int
    told: str
    """The weapon in the text's own words: "drone", "M16"."""


# Which classes of weapon an event of each type is told with; others in its sentences belong to something else.
_FITS: dict[EventType, frozenset[str]] = {
    EventType.SHELLING: frozenset({"shell"}),
    EventType.AIR_DRONE_STRIKE: frozenset({"air", "shell", "explosive"}),
    EventType.BOMBING: frozenset({"explosive", "suicide"}),
    EventType.SUICIDE_BOMBING: frozenset({"suicide", "explosive", "air"}),
    EventType.SHOOTING: frozenset({"firearm", "bow"}),
    EventType.STABBING: frozenset({"blade", "bow"}),
    EventType.VEHICLE_RAMMING: frozenset({"vehicle", "ramming"}),
    EventType.ARSON: frozenset({"fire", "explosive"}),
    EventType.CHEMICAL_ATTACK: frozenset({"chemical"}),
    EventType.MARITIME_ATTACK: frozenset({"shell", "air", "sea", "explosive", "firearm"}),
    EventType.SABOTAGE: frozenset({"tool", "explosive", "fire", "air", "sea", "shell"}),
}
_FAR_FITS: dict[EventType, frozenset[str]] = {
    EventType.ASSASSINATION: frozenset({"firearm", "blade", "explosive", "bow"}),
    EventType.ABDUCTION: frozenset({"firearm", "blade", "explosive"}),
    EventType.HIJACKING: frozenset({"firearm", "blade", "explosive"}),
    EventType.MOB_VIOLENCE: frozenset({"blade", "fire"}),
}
"""Of types without a row above: what is theirs in sentences where no mention of the attack stands."""
_BY_HAND = frozenset({EventType.STABBING, EventType.MOB_VIOLENCE, EventType.ATTACK, EventType.ASSASSINATION})
"""Types whose weapon may be any object."""
_UNLESS_TOLD = frozenset({"ramming", "vehicle", "tool"})
"""Classes that an event of a type without a row above is not told with: any van and any anchor stand beside it."""
# Words behind a weapon that make it a thing hit, kept, sold or defended against.
_NOT_USED = re.compile(
    r"-?\s*(?:facilit|depot|factor|plants?\b|workshop|commander|unit\b|operator|expert|engineer|crew|pilot|production|program|sales?|deal|defen[cs]e|interceptor|launcher|site|"
    r"cache|stockpile|"
    r"industry|casings?|cases\b|stops?\b|station|lane\b|terminal|passengers|warning|alert|siren|control|licen[cs]e|owner|safety|violence|laws?|test|maker|squad|disposal|"
    r"threat|scare|hoax|scrambl|took off|"
    r"(?:shot|shoots?|shooting) down (?:an?|the|\d|two|three|four|five|six|several|dozens))"
)
_AS_VERB = re.compile(r" (?:an?|the|his|her|its|their|down|\d+)\b")
_OBJECT = re.compile(
    r" (?:(?!struck\b|hits?\b|strikes?\b|landed\b|fell\b|rocked\b|pounded\b|targeted\b|destroyed\b|damaged\b|killed\b|"
    r"wounded\b|injured\b|exploded\b|slammed\b)[\w-]+ )?"
)
"""Behind "bombs", "guns" and the like these make it a verb: "jets bombs the port"; not "rockets struck camp …"."""
_VERBS = frozenset({"bomb", "bombs", "guns", "shells", "rockets", "knifes", "axes", "mines", "stones"})
_DOWNED = re.compile(
    r"\b(?:shot|shoots?|shooting) down|\b(?:down|intercept|repell?|destroy|neutralis|neutraliz)(?:ed|s|ing)\b"
)
"""In front of a number these tell what was stopped, not what was used."""
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+|an?|several|many|dozens|scores|hundreds|thousands|" + "|".join(
    sorted((word for word in CARDINALS if " " not in word), key=len, reverse=True)
)
_BEFORE = re.compile(
    r"(?<![\w-])(?:(at least|at most|more than|over|nearly|almost|about|around|some|up to|fewer than|less than|"
    rf"as many as|no fewer than)\s+)?(?:(?:a )?(?:barrage|salvo|volley) of )?({_NUMBER})(?:\s+(dozens?|hundred|score))?"
    r"\s+(?:of\s+)?(?:(?!with\b|of\b|by\b|and\b|in\b|men\b|to\b|for\b|at\b|on\b)[a-z-]+\s+){0,2}$"
)
# "Two rocket attacks" count attacks, not rockets.
_ACT = re.compile(r"\b(?:attacks?|strikes?|fire|barrages?|salvos?|volleys?|blasts?|explosions?|bombings?)\b")
_UNCOUNTED = frozenset({"shots", "gunshot", "gunshots", "bullet", "bullets", "mortar fire", "explosives"})
_UNTOLD = frozenset({"shots", "gunshot", "gunshots", "gunfire", "bullet", "bullets"})
"""These tell no more than that somebody shot."""
_FLYERS = re.compile(
    r"\b(?:jets?|planes?|warplanes?|aircraft|helicopters?|forces|troops|to|and|army|militants|rebels|gang|robbers) $"
)
"""In front of "bomb" these make it what they do."""
_GUN_FIGHT = re.compile(r" (?:attacks?|battles?|fights?|violence|crimes?|duels?)\b| on (?:him|her|them)sel")
"""Behind "gun" these tell no more than that somebody shot, or that he shot himself."""
_BY_VEST = frozenset({EventType.SUICIDE_BOMBING, EventType.BOMBING})
_EMPTY = re.compile(r"\b(?:empty|spent|used|no) $")
_WORN = re.compile(r"\b(?:hi-vis|bullet-?proof|high-visibility|life|stab|ballistic|protective|flak|reflective|press) $")
_DROPPED = re.compile(r"\bdrop(?:s|ped|ping)? (?:(?:an?|the|its|several|two|three|four|\d+|[a-z]+) ){0,2}$")
_ATTACK_WORDS = re.compile(
    r"[ -](?:attacks?|strikes?|fire|barrages?|salvos?|blasts?|explosions?|explode[sd]?|ramming|into)$|"
    r"^(?:drove|rammed|ploughed|plowed) (?:an?|his|her) ",
    re.IGNORECASE,
)
_LOOSE = {"dozens": 24, "scores": 40, "hundreds": 200, "several": 3, "many": 3, "thousands": 2000}


def find_weapon(text: Text, draft: Draft, lead: Sequence[int] = ()) -> Armed | None:
    """The weapon of the event: in its anchor's sentence first, of a class that fits its type; counted where it is.

    `lead` are sentences at the text's beginning that no event has.
    """
    first: Armed | None = None
    for index in _by_nearness(draft, lead):
        sentence = text.sentences[index]
        hits = _usable(text, draft, sentence)
        if first is None and hits:
            best = min(hits, key=lambda m: (_preference(text, m, draft), m.start))
            first = _armed(text, best, _counted(text, draft, best, sentence.start))
        for hit in hits if first else ():
            count = _counted(text, draft, hit, sentence.start)
            if first and hit.payload == first.weapon and count and (count.min or 0) > 1:
                return _armed(text, hit, count)
    return first or _by_instrument(text, draft)


def _by_instrument(text: Text, draft: Draft) -> Armed | None:
    """What people were hurt with by a noun of no list, in the mentions' own sentences."""
    if draft.type not in _BY_HAND:
        return None
    spans = (find_instrument(text, text.sentences[i]) for i in dict.fromkeys(a.sentence for a in draft.anchors))
    span = next((found for found in spans if found), None)
    if span is None:
        return None
    words = " ".join(text.full[slice(*span)].split())
    return Armed(Weapon("blade", words), None, *span, words)


def weapon_in(words: str) -> Weapon | None:
    """The weapon that an event's words tell, by its class and the noun that it has in every text."""
    return next((match.payload for match in _matcher().find_longest(fold(words))), None)


def _armed(text: Text, match: Match[Weapon], count: Range | None) -> Armed:
    return Armed(match.payload, count, match.start, match.end, _as_told(text, match))


def _as_told(text: Text, match: Match[Weapon]) -> str:
    """The words without those for the attack: of "a drone strike" the drone; the noun where only such are told."""
    words = _ATTACK_WORDS.sub("", text.full[match.start : match.end]).split()
    if text.upper_case or not words or text.folded[match.start : match.end] in _UNTOLD:
        return match.payload.noun
    sentence = text.sentence_at(match.start)
    opens = is_headline(text, match.start) or (sentence is not None and sentence.start == match.start)
    if opens and words[0][1:].islower():
        words[0] = words[0] if words[0] in match.payload.noun else words[0].lower()
    return " ".join(words) if weapon_in(" ".join(words)) else match.payload.noun


def _usable(text: Text, draft: Draft, sentence: Sentence) -> list[Match[Weapon]]:
    fits = _FITS.get(draft.type)
    if sentence.index not in {anchor.sentence for anchor in draft.anchors}:
        fits = fits or _FAR_FITS.get(draft.type)
    return [
        m
        for m in _words.words_in(sentence)
        if (m.payload.kind not in _UNLESS_TOLD if fits is None else m.payload.kind in fits)
        and not _is_untold(text, m, draft.type)
        and not _NOT_USED.match(text.folded, m.end, m.end + 24)
        and not _is_verb(text, sentence, m)
    ]


def _is_untold(text: Text, match: Match[Weapon], kind: EventType) -> bool:
    """Whether the word is no weapon of the attack: a shot, a gun battle, spent shells, those who wear the bombs."""
    word, lead = text.folded[match.start : match.end], text.folded[max(0, match.start - 24) : match.start]
    if word in _UNTOLD:
        return kind is not EventType.ASSASSINATION or word.startswith("gunshot")
    if word == "gun":
        return _GUN_FIGHT.match(text.folded, match.end) is not None
    if word in ("vest", "vests"):
        return kind not in _BY_VEST or _WORN.search(lead) is not None
    return (word == "bombers" and kind in _BY_VEST) or _EMPTY.search(lead) is not None


def _is_verb(text: Text, sentence: Sentence, match: Match[Weapon]) -> bool:
    """Whether the word is what somebody does: it has an object behind it, an article's or what could be hit."""
    word = text.folded[match.start : match.end]
    if word not in _VERBS or (word == "bomb" and not _FLYERS.search(text.folded, match.start - 24, match.start)):
        return False
    if _AS_VERB.match(text.folded, match.end, sentence.end):
        return True
    return any(_OBJECT.fullmatch(text.folded, match.end, head.start) for head in last_heads(text, sentence))


def _preference(text: Text, match: Match[Weapon], draft: Draft) -> int:
    """For air strikes what was dropped, the air's own means, then shells and bombs; else what says more than "gun"."""
    if draft.type is not EventType.AIR_DRONE_STRIKE:
        return int(match.payload.noun == "gun")
    lead = text.folded[max(0, match.start - 40) : match.start]
    if match.payload.kind == "explosive" and "drone" in text.folded and _DROPPED.search(lead):
        return -1  # "a drone dropped a grenade"
    return ("air", "shell", "explosive").index(match.payload.kind)


def _by_nearness(draft: Draft, lead: Sequence[int]) -> list[int]:
    """The mentions' own sentences, then the event's others; where any weapon fits, a far one is likely another's."""
    first = [anchor.sentence for anchor in draft.anchors]
    told = draft.type in _FITS or draft.type in _FAR_FITS
    return list(dict.fromkeys([*first, *((*draft.sentences, *lead) if told else ())]))


def _counted(text: Text, draft: Draft, match: Match[Weapon], first: int) -> Range | None:
    """How many, unless these were stopped in an attack that was not: those that came through nobody counted."""
    stopped = _DOWNED.search(text.folded, max(first, match.start - 48), match.start)
    return None if stopped and draft.stage is Stage.ACCOMPLISHED else _count(text, match, first)


def _count(text: Text, match: Match[Weapon], first: int) -> Range | None:
    """How many, from the words before the weapon."""
    uncounted = text.folded[match.start : match.end] in _UNCOUNTED
    if uncounted or _ACT.search(text.folded, match.start, min(match.end + 14, len(text.folded))):
        return None
    found = _BEFORE.search(text.folded[max(first, match.start - 48) : match.start])
    if found is None:
        return None
    bound, number, unit = found.groups()
    low = _LOOSE.get(number) if unit is None else None
    if low is not None:
        return Range(min=low, max=None)
    if number in ("a", "an") and " of " in found[0]:
        return None  # "a barrage of rockets"
    value = _value(number, unit)
    return None if value is None else _bounded(bound, value)


def _value(number: str, unit: str | None) -> int | None:
    if number in ("a", "an"):
        value: int | None = 1
    else:
        value = cardinal(number)
    if value is None:
        return None
    return value * {"dozen": 12, "dozens": 12, "hundred": 100, "score": 20}.get(unit or "", 1)


def _bounded(bound: str | None, value: int) -> Range:
    if bound in ("at least", "no fewer than"):
        return Range(min=value, max=None)
    if bound in ("more than", "over"):
        return Range(min=value + 1, max=None)
    if bound in ("up to", "at most", "as many as"):
        return Range(min=0, max=value)
    if bound in ("fewer than", "less than"):
        return Range(min=0, max=value - 1)
    return Range(min=value, max=value)


@Lexicon
def _words() -> Iterator[tuple[str, Weapon]]:
    for kind, noun, forms in read_tsv("weapons.tsv"):
        for form in forms.split("|"):
            yield form, Weapon(kind, noun)


@cache
def _matcher() -> PhraseMatcher[Weapon]:
    return PhraseMatcher(_words.phrases())
