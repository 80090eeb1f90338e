"""Those who may have done it, as a sentence names them: organisations, states' forces, and doers by their trade."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from monitor.detection.actors.index import Lexicon
from monitor.detection.actors.mentions import ActorKind, Mention, find_mentions
from monitor.detection.actors.phrases import described
from monitor.detection.actors.voice import deeds, is_noun
from monitor.detection.actors.wordsets import alternatives, words_of
from monitor.detection.lexicon import Match, read_tsv
from monitor.detection.text import Sentence, Text, kept_with_text

_BETWEEN = (
    rf"(?:(?!(?:{alternatives('not_before_arms')})\b"
    r"|(?!\w*(?:ous|ess|'s)\b|armed |coordinated |renewed |combined |sustained |targeted |alleged |suspected |"
    r"repeated |unprecedented |ongoing |continuing |devastating |crushing |us )\w+(?:s|ed|ing) )[\w'’.-]+ +){0,2}?"
)
"""Words between a nation's name and its arms: adjectives and nouns, no verb and nothing that could be hit."""
_MEN = rf"(?:{alternatives('arms_men')})"
_MACHINES = rf"(?:{alternatives('arms_machines')})"
_ATTACKS = rf"(?:{alternatives('arms_attacks')})"
_OF_STATE = re.compile(
    rf"(?:['’] *s\b|['’]|-led)? +{_BETWEEN}(?:['\"][\w-]+(?: \w+)?['\"] )?"
    rf"(?:(?P<men>{_MEN})|(?P<machines>{_MACHINES})|{_ATTACKS})\b"
)
_NOT_ARMS = re.compile(
    r" +(?:police|army|military|defen[cs]e|security|government|intelligence)(?: \w+)? (?:said|says|officials?|"
    r"sources?|spokes\w+|chief|"
    r"minister|ministry|post|base|station|officer|academy|vehicle|convoy|checkpoint|command|headquarters|"
    r"personnel|commander)"
)
_LOST = re.compile(
    r" +(?:was |were |is |are |has been |have been )?(?:hit|struck|damaged|destroyed|sunk|sank|crash\w*|targeted|"
    r"burned|downed|shot down|went down|explode[sd]?|lost)\b(?! +(?:an?|the|its?|\d+|\w+'s) )"
)
"""Behind a nation's machine these make it what was lost."""


@dataclass(frozen=True, slots=True)
class Doer:
    """One who may have done it, at [start, end); `name` is None for those whom nobody names."""

    start: int
    end: int
    name: str | None
    kind: str
    """organisation, force, state, regular, irregular, described, person or anonymous."""
    country: str | None = None
    adjective: bool = False
    """Named by the adjective of a nation: "Israeli"."""
    told: str | None = None
    """In the text's own words, where these say more than the name: "Syrian government forces", "two masked men"."""

    @property
    def label(self) -> str | None:
        """What is given out as the perpetrator's name; `name` is what the same party goes by in every text."""
        return self.told or self.name


@dataclass(frozen=True, slots=True)
class _Trade:
    kind: str
    name: str


_NO_DOER = re.compile(
    r"-(?:flagged|registered|owned|bound|born|operated|backed|linked|aligned|supplied|made|built|run|occupied|held|"
    r"controlled|based|sponsored|armed|trained|funded|style|era)\b"
    r"|(?:'s)?(?: (?:state|central|main|old|city|district|border|traffic|provincial|regional))? (?:embassy|embassies|"
    r"consulates?|mission|ambassadors?|citizens?|nationals?|stations?|compounds?|posts?|outposts?|lines|headquarters|hq|"
    r"academy|barracks|vehicles?|vans?|cars?|trucks?|checkpoints?|checkposts?|lockup)\b"
)
"""Behind a name these make it a ship's flag, a place or a victim: "Panama-flagged tanker", "a police station"."""


_AS_MEANS = re.compile(r"(?: (?:and|or) [a-z-]+)? (?:fire|rifles?|bullets?)\b")
"""Behind a doer these make him the means: "killed by sniper and mortar fire"."""
_UNDERGOES = re.compile(
    r"(?: of (?:an? |the )?[\w'-]+(?: (?:man|woman|boy|girl))?)?,? ['\"]?(?:who )?"
    r"(?:(?:was|were|is|are|has|have|had|been|also|later|feared|left) )*"
    r"(?:among (?:the |those )?(?:\w+ )?(?:dead|killed|victims?|wounded|injured|taken|abducted|kidnapped|missing|"
    r"hostages)\b|"
    r"with (?:[\w-]+ ){0,2}(?:wounds?|injuries)|nursing|caught (?:in|up)|hurt|injured|wounded|dies?|died|dead|"
    r"lost|loses?|found|slain|missing|rescued|freed|released|taken (?!to )|abducted|kidnapped|held hostage|"
    r"set on fire|killed (?:shielding|protecting|while|trying|after|during|as)|shot (?:twice|while|during)|hacked to|"
    r"stoned to|beaten (?:to|by)|burn\w* (?:alive|to death)|"
    r"(?:captured|seized)(?=\s*(?:[,.;:]|$)))"
)
"""Behind a person these make him one to whom it was done."""
_NATIONAL = re.compile(r",? (?:who|with|armed|man|men|has|had|was|and|from|in|then|allegedly|also)\b|,|\.|$")
"""Behind a nation's adjective in the singular, the noun for one of its people: "a Tunisian who"."""
_UNTOLD = re.compile(
    r"(?:(?:un\w+ed|unknown|alleged|suspected|lone|other|several|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|dozens|hundreds|of|\d+|many|few|his|her|their|fellow) )*[\w-]+"
)
"""Phrases that say of attackers no more than that."""
_SORT_OF_ATTACK = re.compile(
    r"(?:terrorist|military) +(?:attacks?|strikes?|raids?|operations?|assaults?|actions?|campaigns?|offensives?|acts?|"
    r"threats?|plots?|escalation|intervention)\b"
)
"""Here the word tells what sort of attack it was, not whose."""


def _is_doer(text: Text, doer: Doer) -> bool:
    """Whether what stands behind the name leaves it a party that can act."""
    if _SORT_OF_ATTACK.match(text.folded, doer.start):
        return False
    if doer.kind == "person" and not _is_agent(text, doer):
        return False
    if doer.kind == "described" and _AS_MEANS.match(text.folded, doer.end):
        return False
    return _NO_DOER.match(text.folded, doer.end) is None


_NO_PERSON = ("'s ", "' ", " jet", " plane", " aircraft")
"""Behind a noun for persons these make it whose it is, or a machine: "fighter jet"."""


def _undergoes(text: Text, end: int) -> bool:
    """Whether what stands behind a noun for persons makes him no doer; asked first, for to describe him costs more."""
    return text.folded.startswith(_NO_PERSON, end) or _UNDERGOES.match(text.folded, end) is not None


def _is_agent(text: Text, doer: Doer) -> bool:
    """Whether the words behind a noun for persons leave it one who acts: no "teen's death", no "woman found dead"."""
    if doer.told is None and _undergoes(text, doer.end):
        return False  # of nouns that have been described it was asked before
    if doer.country is None or text.folded.endswith("s", 0, doer.end):
        return True
    deed = deeds().match(text.folded, doer.end + 1)
    return deed is not None or _NATIONAL.match(text.folded, doer.end) is not None


def find_doers(text: Text, sentence: Sentence) -> list[Doer]:
    """All candidates of the sentence in order; where names overlap, the organisation before the trade."""
    mentions = find_mentions(text, sentence.start, sentence.end)
    named = [doer for m in mentions if (doer := _named(text, m, sentence.end))]
    named = _allied(text, mentions, named)
    heads = _trades.words_in(sentence)
    starts = {head.start for head in heads}
    trades = [
        _trade(text, m, mentions, sentence)
        for m in heads
        if not (m.payload.kind == "person" and (m.end + 1 in starts or _undergoes(text, m.end)))  # "Arab militants"
        and not any(d.start <= m.start < d.end or m.start <= d.start < m.end or _is_part(d, m) for d in named)
    ]
    owned = {id(d) for d in named if d.kind == "state" and any(_owns(text, d, other) for other in named)}
    named = [d for d in named if id(d) not in owned]
    acting = [d for d in (*named, *(_resolved(text, t) for t in trades)) if _is_doer(text, d)]
    return sorted(acting, key=lambda d: d.start)


@dataclass(frozen=True, slots=True)
class Arms:
    """What a doer's name stands in front of, at [start, end): its men, its machines, or its attack."""

    start: int
    end: int
    men: bool
    machines: bool
    owned: bool
    """Joined to the name by a possessive: "Israel's bombing"."""


def arms_after(text: Text, doer: Doer, end: int) -> Arms | None:
    """The attack or arms that the doer's name stands in front of, unless they are what was lost."""
    found = _OF_STATE.match(text.folded, doer.end, end)
    if found is None or (found["machines"] and _LOST.match(text.folded, found.end(), end)):
        return None
    owned = text.folded.startswith(("'", "-"), doer.end)
    return Arms(found.start(), found.end(), bool(found["men"]), bool(found["machines"]), owned)


_SEAT_FORCES = re.compile(
    r"['’]s (?:general staff|army|military|armed forces|forces|troops|air force|navy|defen[cs]e ministry)\b"
)
"""Behind a capital these make it its state: "Moscow's forces"."""


def _named(text: Text, mention: Mention, end: int) -> Doer | None:
    """A mention as a candidate: a nation's adjective only in front of its arms, a capital never."""
    kind = mention.actor.kind
    country = mention.country
    if kind is ActorKind.SEAT:
        forces = _SEAT_FORCES.match(text.folded, mention.end)
        return Doer(mention.start, mention.end, mention.actor.name, "state", country) if forces else None
    arms = _OF_STATE.match(text.folded, mention.end, end)
    told = _force(text, mention, arms)
    if kind is ActorKind.NATION:
        if arms is None and _is_one(text, mention):
            return Doer(mention.start, mention.end, text.full[mention.start : mention.end], "person", country)
        if arms is None or _NOT_ARMS.match(text.folded, mention.end, end) or country == "PS":
            return None  # "a Palestinian attack" names no government
        return Doer(mention.start, mention.end, mention.actor.name, "state", country, adjective=True, told=told)
    labels = {ActorKind.GROUP: "organisation", ActorKind.FORCE: "force", ActorKind.STATE: "state"}
    return Doer(mention.start, mention.end, mention.actor.name, labels[kind], country, told=told)


def _is_one(text: Text, mention: Mention) -> bool:
    """Whether a nation's adjective stands for one of its people who does a deed: "a Tunisian shot"."""
    article = text.folded.endswith((" a ", " an "), 0, mention.start) or mention.start < 4
    deed = deeds().match(text.folded, mention.end + 1) if article else None
    return deed is not None and not is_noun(deed[0])


def _force(text: Text, mention: Mention, arms: re.Match[str] | None) -> str | None:
    """A state's force as the text says it: "Syrian government forces"; "Russian forces" for whose strike it was."""
    kind, written = mention.actor.kind, " ".join(text.full[mention.start : mention.end].split())
    if text.upper_case or kind is ActorKind.GROUP:
        return None
    if kind is ActorKind.FORCE:
        return written
    if arms is None or text.folded.startswith("-led", mention.end):
        return None
    if arms["men"]:
        return " ".join(text.full[mention.start : arms.end()].split())
    return f"{written} forces" if kind is ActorKind.NATION and not written.endswith("s") else None


_OWNS = re.compile(r"'s (?:[a-z-]+ ){0,3}")
"""Between a country and the organisation at home there: "Somalia's Islamist group al Shabaab"."""


def _owns(text: Text, state: Doer, other: Doer) -> bool:
    return _OWNS.fullmatch(text.folded, state.end, other.start) is not None


_OF_THE_STATE = frozenset({"army", "armed forces", "air force", "navy"})
"""Forces whose nation's adjective names the state; its police may act on their own."""


def _is_part(doer: Doer, trade: Match[_Trade]) -> bool:
    """Whether the trade only says more of the organisation in front of it: "Hamas militants", "Turkish army"."""
    if trade.start != doer.end + 1:
        return False
    return doer.kind in ("organisation", "force") or (doer.adjective and trade.payload.name in _OF_THE_STATE)


_TOGETHER = re.compile(r"(?:['’] *s)?(?: +and +(?:the +)?|[-/]|, +)")


def _allied(text: Text, mentions: list[Mention], named: list[Doer]) -> list[Doer]:
    """Two states that are told to act as one become one doer: "US-Israeli strikes", "Israel and the US launched"."""
    found = list(named)
    for one, other in pairwise(mentions):
        join = _TOGETHER.fullmatch(text.folded, one.end, other.start)
        kinds = {one.actor.kind, other.actor.kind}
        if join is None or one.country == other.country or not kinds <= {ActorKind.STATE, ActorKind.NATION}:
            continue
        bare = kinds == {ActorKind.STATE} or (other.actor.kind is ActorKind.STATE and not join[0].startswith("-"))
        both = " and ".join(sorted((one.actor.name, other.actor.name)))
        told = None if bare else " and ".join(text.full[m.start : m.end] for m in (one, other)) + " forces"
        doer = Doer(one.start, other.end, both, "state", other.country, adjective=not bare, told=told)
        if bare and " and " not in join[0] and "-" not in join[0]:
            continue
        if not bare and _OF_STATE.match(text.folded, other.end, other.end + 80) is None:
            continue
        found = [d for d in found if d.end <= doer.start or d.start >= doer.end] + [doer]
    return found


_RIDING = re.compile(
    r" (?:on|in|aboard|riding) (?:an?|the|two|three|several) (?:[\w-]+ ){0,2}?"
    r"(?:motorcycles?|motorbikes?|bikes?|scooters?|suvs?|cars?|vans?|pick-?ups?|trucks?|sedans?|saloons?|jeeps?|"
    r"vehicles?|mopeds?|boats?|speedboats?)\b"
)
"""Behind one of whom nothing is known these say something: "someone in a passing car"."""


def _trade(text: Text, match: Match[_Trade], mentions: list[Mention], sentence: Sentence) -> Doer:
    """One named by a trade, with the nation that stands right before it: "Palestinian militants"."""
    kind, name = match.payload.kind, match.payload.name
    told = described(text, match.start, match.end, sentence)
    if kind == "anonymous":
        some = match.payload.name != "people" and not text.folded.endswith("person", 0, match.end)
        riding = _RIDING.match(text.folded, match.end) if some else None
        if riding:
            told = " ".join([told, *text.full[match.end : riding.end()].split()])
            return Doer(match.start, match.end, told, "described", told=told)
        known = not _UNTOLD.fullmatch(told.lower())
        return Doer(match.start, match.end, told if known else None, "described" if known else kind)
    if kind == "person":
        home = next((m.country for m in mentions if m.start <= match.start < m.end), None)
        return Doer(match.start, match.end, told, kind, home)
    nation = next((m for m in mentions if _is_beside(text, m, match.start)), None)
    if nation is None or kind not in ("irregular", "described"):
        return Doer(match.start, match.end, name, kind, told=told)
    by_nation = f"{text.full[nation.start : nation.end]} {name}"
    return Doer(nation.start, match.end, by_nation, kind, nation.country, told=told)


def _is_beside(text: Text, mention: Mention, start: int) -> bool:
    """Whether the mention is a nation's adjective, at most one word in front of `start`."""
    between = text.folded[mention.end : start] if mention.end < start < mention.end + 20 else "-"
    nation = mention.actor.kind is ActorKind.NATION and not text.folded[: mention.end].endswith("s")
    return nation and re.fullmatch(r" +(?:(?!and\b|in\b|by\b|to\b)\w+ +)?", between) is not None


def _resolved(text: Text, doer: Doer) -> Doer:
    """An unnamed armed side is the one organisation that the text names before it, if there is just one."""
    if doer.kind != "irregular":
        return doer
    named = {m.actor.name for m in _organisations(text)}
    if len(named) != 1:
        return doer
    return Doer(doer.start, doer.end, named.pop(), "organisation")


@kept_with_text
def _organisations(text: Text) -> list[Mention]:
    """Armed organisations named anywhere in the text."""
    return [m for m in find_mentions(text) if m.actor.kind is ActorKind.GROUP]


@Lexicon
def _trades() -> Iterable[tuple[str, _Trade]]:
    trades = {form: _Trade(kind, name) for kind, name, forms in read_tsv("doers.tsv") for form in forms.split("|")}
    never = frozenset(words_of("no_doer"))
    for word, *_ in read_tsv("persons.tsv"):
        if word not in never:
            trades.setdefault(word, _Trade("person", word))
    return trades.items()
