"""Which type an event has, by all its mentions, and its ACLED and PLOVER codes.

Several types are usually in sight: "set ablaze in a missile attack". A small model ranks them by where and how each is
mentioned; it knows the contract's order of preference as a feature, and so overrides it only where labels say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from monitor.detection.context import Study
from monitor.detection.encoder.model import Impression
from monitor.detection.judge import Judgement
from monitor.detection.means import blade_behind, by_striker, told_behind
from monitor.detection.model import Features, Weights, hashed, log_odds, models
from monitor.detection.triggers import Candidate
from monitor.detection.unborne import borne
from monitor.domain.taxonomy import ACLED_OF, DRONE, GRENADE, PLOVER_OF, RANK_OF, Acled, EventType, Plover

_DRONE = re.compile(r"\b(?:drones?|uavs?|quadcopters?|loitering munitions?|shaheds?|gerans?|lancets?)\b")
_AGO = re.compile(r",? (?:last (?:week|month|year)|(?:\w+ ){1,2}(?:weeks|months|years) (?:ago|earlier|before))\b")
_WORD = re.compile(r"[a-z]+")
_GRENADE = re.compile(r"\bgrenades?\b")
_MEANS = (EventType.SHELLING, EventType.AIR_DRONE_STRIKE, EventType.BOMBING, EventType.SHOOTING, EventType.ARMED_CLASH)
_REPEATED = (EventType.SHELLING, EventType.AIR_DRONE_STRIKE)
_OUTRANK = frozenset({EventType.SUICIDE_BOMBING, EventType.HIJACKING, EventType.ABDUCTION})
_AGENTS = frozenset({"kidnapper", "kidnappers", "abductor", "abductors", "captors"})
"""Who is called so may be lynched, shot or sentenced: no deed that outranks what is told of them."""
_ARMED_SIDE = frozenset({"FORCES", "CLASH", "CLASHV", "REPELV"})
_FILLED = frozenset({EventType.SHELLING, EventType.AIR_DRONE_STRIKE, EventType.BOMBING})
"""What gas is sent in."""
_BY_HAND = (EventType.SHOOTING, EventType.BOMBING, EventType.STABBING)
WHOLE_SHARE = 1.0
"""Weight of the encoder's log-odds beside the model's: of those tried, the best on folds not trained on."""
UNSAID, _NEARLY = -2.0, 2.0
"""Log-odds of a type that only the encoder hears, and how far behind the one that it hears best: as above."""
_READ = 1_000
"""Characters of a text up to which the encoder has read most of it: of a long report it read the beginning, and what it
hears there without a word may be told in words further on."""
_SURELY, _ALONE = 0.8, 0.6
"""Least probability and weight of a mention that outranks others."""
_MEANS_WORDS: dict[str, EventType] = {
    "SHELLW": EventType.SHELLING, "AIRW": EventType.AIR_DRONE_STRIKE, "BOMBW": EventType.BOMBING,
    "GUNW": EventType.SHOOTING, "SHOOTING": EventType.SHOOTING, "BLADEW": EventType.STABBING,
    "SHIP": EventType.MARITIME_ATTACK, "SEAW": EventType.MARITIME_ATTACK, "HOSTAGE": EventType.ABDUCTION,
    "RANKED": EventType.ASSASSINATION, "CLASH": EventType.ARMED_CLASH, "CLASHV": EventType.ARMED_CLASH,
    "BOMBV": EventType.AIR_DRONE_STRIKE, "EXPLOSION": EventType.BOMBING, "PROTESTV": EventType.MOB_VIOLENCE,
}  # fmt: skip


def kind_of(
    study: Study,
    mentions: Sequence[Judgement],
    judgements: Sequence[Judgement],
    impression: Impression | None = None,
) -> EventType:
    """The type of an event that fits best its mentions, and what else its sentences say of the means.

    `impression` is the encoder's of the whole text, to be given for the event that is the text's news.
    """
    options = kind_features(study, mentions, judgements)
    if not _has_two_sides(study, mentions):
        options.pop(EventType.ARMED_CLASH, None)  # words for troops beside an attack make no second armed side
    taken = _of(mentions, EventType.ABDUCTION)
    if EventType.MOB_VIOLENCE in options and all(m.candidate.rule in _AGENTS for m in taken):
        options.pop(EventType.ABDUCTION, None)  # those lynched are only called kidnappers
    unsaid = _unsaid(impression) if len(study.text.full) <= _READ else []
    likely = borne(study, mentions, likeliest(models().kind, options, impression, unsaid=unsaid))
    if likely is EventType.ATTACK:
        return _unnamed(study, mentions)
    first = min({likely, *_outranking(study, mentions, likely)}, key=RANK_OF.__getitem__)
    return borne(study, mentions, first)


def _of(mentions: Sequence[Judgement], kind: EventType) -> list[Judgement]:
    return [m for m in mentions if m.candidate.type is kind]


def _has_two_sides(study: Study, mentions: Sequence[Judgement]) -> bool:
    """Whether a clash is told, and not only an assault on the unarmed: "stormed a camp, killing women"."""
    clashes = [m.candidate for m in _of(mentions, EventType.ARMED_CLASH)]
    first = min(m.candidate.sentence for m in mentions)
    opening = [c for c in clashes if c.sentence <= first + 1]
    if not opening:
        return bool(clashes)
    named = study.classes_in({c.sentence for c in opening})
    return not ("UNARMED" in named and named.isdisjoint(_ARMED_SIDE) and all(c.rule.startswith("p") for c in opening))


def _unnamed(study: Study, mentions: Sequence[Judgement]) -> EventType:
    """The type of what seems an attack by means unsaid: rarer ways in which they are said after all."""
    if any(_names_bomb(study, m) for m in mentions):
        return EventType.BOMBING
    if any(_storms_a_post(study, m) or _withstood(study, m) for m in mentions):
        return EventType.ARMED_CLASH
    told = told_behind(study, mentions) or blade_behind(study, mentions) if len(study.text.full) <= _READ else None
    return told or EventType.ATTACK


def _names_bomb(study: Study, mention: Judgement) -> bool:
    """Whether the mention itself names the bomb: "a dynamite attack" is no attack by means unsaid."""
    candidate = mention.candidate
    if candidate.type is not EventType.BOMBING or candidate.weight < _ALONE:
        return False
    return any(unit.is_a("BOMBW") for unit in study.units_of(candidate))


def likeliest(
    model: Weights,
    options: Mapping[EventType, Features],
    impression: Impression | None,
    share: float = WHOLE_SHARE,
    *,
    unsaid: Sequence[EventType] | None = None,
) -> EventType:
    """The best of the types in sight, by the model and `share` of the encoder's log-odds.

    `unsaid` are types without a word of their own that are in sight too; those that the encoder hears best, if None.
    They count only before all that are said, in the contract's order: no unsaid air strike makes an assassination one.
    """

    def odds(kind: EventType) -> float:
        said = log_odds(model, *options[kind]) if kind in options else UNSAID
        return said + (share * impression.types[kind] if impression else 0.0)

    heard = _unsaid(impression) if unsaid is None else unsaid
    heard = [kind for kind in heard if all(RANK_OF[kind] <= RANK_OF[said] for said in options)]
    return max({*options, *heard}, key=lambda kind: (odds(kind), -RANK_OF[kind]))


def _unsaid(impression: Impression | None) -> list[EventType]:
    """The types that the encoder hears most, also where no word that the lexicon knows tells of them."""
    if impression is None:
        return []
    best = nlargest(2, impression.types, key=impression.types.__getitem__)
    return [kind for kind in best if impression.types[kind] > impression.types[best[0]] - _NEARLY]


def _outranking(study: Study, mentions: Sequence[Judgement], likely: EventType) -> set[EventType]:
    """Types that hold by the contract's order wherever the event's opening tells them surely, whatever else it tells.

    A ranked victim makes an assassination of an attack that opens with him and goes for him, not of a war's operation.
    """
    first = min(m.candidate.sentence for m in mentions)
    deeds = (m for m in reversed(mentions) if _is_sure(m) and m.candidate.rule not in _AGENTS)
    sure = {m.candidate.type: m.candidate.sentence - first for m in deeds if not _is_recalled(study, m, first)}
    found = {kind for kind, at in sure.items() if kind in _OUTRANK and at <= 1}
    if likely in _FILLED and sure.get(EventType.CHEMICAL_ATTACK, 2) <= 1:
        found.add(EventType.CHEMICAL_ATTACK)
    if sure.get(EventType.ASSASSINATION, 2) <= _near(study, mentions) and _is_aimed(study, mentions, likely):
        found.add(EventType.ASSASSINATION)
    if likely is EventType.BOMBING and EventType.SUICIDE_BOMBING in sure:
        found.add(EventType.SUICIDE_BOMBING)  # who blew himself up is often known last
    return found


def _is_recalled(study: Study, mention: Judgement, first: int) -> bool:
    """Whether what outranks is only recalled behind the event's first sentence: "mourners of the school siege",
    "the camp to which those kidnapped last week were brought"."""
    candidate = mention.candidate
    if candidate.sentence <= first:
        return False
    return _AGO.match(study.flat, candidate.end) is not None or any(u.is_a("SIEGE") for u in study.units_of(candidate))


def _near(study: Study, mentions: Sequence[Judgement]) -> int:
    """How far behind the event's first sentence a ranked one who was meant may stand: whose car was hit, one."""
    aimed = (m for m in mentions if m.candidate.type is EventType.ASSASSINATION)
    return int(any(unit.is_a("CARRIAGE") for m in aimed for unit in study.units_of(m.candidate)))


def _is_aimed(study: Study, mentions: Sequence[Judgement], likely: EventType) -> bool:
    """Whether means of this type go for the ranked one among the dead, and not for all whom they kill.

    An ambush does and a battle does not; a strike that "kills a commander", but none that kills 30 and him.
    """
    if likely is EventType.ARMED_CLASH:
        return any(m.candidate.rule.startswith("ambush") for m in mentions)
    if likely is EventType.AIR_DRONE_STRIKE:
        return not any(m.candidate.type is EventType.ASSASSINATION and _counts(study, m) for m in mentions)
    return likely in _BY_HAND


def _counts(study: Study, mention: Judgement) -> bool:
    candidate = mention.candidate
    words = study.flat[candidate.start : candidate.end]
    return any(map(str.isdigit, words)) or any(unit.is_a("NUM") for unit in study.units_of(candidate))


def _storms_a_post(study: Study, mention: Judgement) -> bool:
    """Whether the mention surely tells of fighters who go for an army's post: two armed sides, by whatever means."""
    candidate = mention.candidate
    if candidate.type is not EventType.ARMED_CLASH or not _is_sure(mention):
        return False
    return study.reading(candidate.sentence).units[candidate.last].is_a("MILSITE")


def _withstood(study: Study, mention: Judgement) -> bool:
    """Whether the mention tells of an attack that was beaten back, or of losses on both sides: two armed sides."""
    candidate = mention.candidate
    sentence = study.text.sentences[candidate.sentence]
    if study.flat.find("on both sides", sentence.start, sentence.end) >= 0:
        return True
    return candidate.type is EventType.ARMED_CLASH and any(unit.is_a("REPELV") for unit in study.units_of(candidate))


def _is_sure(mention: Judgement) -> bool:
    return mention.probability >= _SURELY and mention.candidate.weight >= _ALONE


def kind_after(study: Study, mentions: Sequence[Judgement], before: EventType) -> EventType:
    """The type of an event that is only told to have followed one of type `before`: its own word's, else that one's.

    "Another one" is of the same type. "Another attack" is so after rockets or raids from the air, which are repeated;
    after a bomber or gunmen it may be of any kind.
    """
    own = [m.candidate.type for m in mentions if m.candidate.type is not EventType.ATTACK]
    if own:
        return min(own, key=RANK_OF.__getitem__)
    same = any(study.flat.startswith("one", m.candidate.end - 3) for m in mentions)
    return before if same or before in _REPEATED else EventType.ATTACK


def kind_features(
    study: Study, mentions: Sequence[Judgement], judgements: Sequence[Judgement]
) -> dict[EventType, Features]:
    """For each type in sight what speaks for it: names that hold for all types, and the same with the type's own.

    In sight are the types of the event's mentions, of doubtful mentions in its sentences, of weapons named there,
    and the usual arms of who struck.
    """
    sentences = {m.candidate.sentence for m in mentions}
    first = min(sentences)
    own = {id(m.candidate) for m in mentions}
    shared = {j.candidate.sentence for j in judgements if j.reason is None and id(j.candidate) not in own}
    told = [
        (_place(j.candidate.sentence, first), "sure" if id(j.candidate) in own else "doubtful", j.candidate)
        for j in judgements
        if j.candidate.sentence in sentences
        and (id(j.candidate) in own or (j.probability > 0 and j.candidate.sentence not in shared - {first}))
    ]
    striker = by_striker(study, mentions)
    words = _weapon_words(study, sentences - (shared - {first}), first)
    options = (
        {c.type for _, _, c in told}
        | {EventType.ATTACK}
        | {kind for _, kind in words}
        | ({striker[1]} if striker else set())
    )
    top = min(
        (c.type for place, sure, c in told if place == "first" and sure == "sure"),
        key=RANK_OF.__getitem__,
        default=None,
    )
    sight = _Sight(told, words, striker, top, told[0][2].type if told else None)
    opened = study.text.sentences[first]
    plain = _WORD.findall(study.flat[opened.start : opened.end])
    return {kind: Features(_named(kind, sight), hashed(plain, f"{kind}|")) for kind in options}


class _Sight(NamedTuple):
    """What an event's sentences show of its means."""

    told: Sequence[tuple[str, str, Candidate]]
    """Place in the event's telling, sure or doubtful, the mention."""
    words: set[tuple[str, EventType]]
    striker: tuple[str, EventType] | None
    top: EventType | None
    opening: EventType | None


def _named(kind: EventType, sight: _Sight) -> dict[str, float]:
    told, words, striker, top, opening = sight
    own = [(place, sure, c) for place, sure, c in told if c.type is kind]
    names = {f"{place}.{sure}" for place, sure, _ in own} | {f"{place}.w{round(c.weight * 10)}" for place, _, c in own}
    names |= {f"count>{n}" for n in (0, 1, 2) if len(own) > n}
    names |= {f"striker.{striker[0]}"} if striker is not None and kind is striker[1] else set()
    names |= {f"word.{place}" for place, word in words if word is kind}
    names |= {"top"} if kind is top else set()
    names |= {"opens"} if kind is opening else set()
    names |= {"alone"} if not {c.type for _, _, c in told} - {kind, EventType.ATTACK} else set()
    crossed = {f"{kind}|{name}" for name in (*names, "bias")}
    crossed |= {f"{kind}~{other}" for other in {c.type for _, _, c in told} if other is not kind}
    return dict.fromkeys(names | crossed, 1.0)


def _place(sentence: int, first: int) -> str:
    """`first` for the sentence that first tells of the event, `next` for the two after it, else `later`."""
    return "first" if sentence == first else "next" if sentence <= first + 2 else "later"


def _weapon_words(study: Study, sentences: set[int], first: int) -> set[tuple[str, EventType]]:
    found = set()
    for index in sentences:
        place = "first" if index == first else "later"
        for unit in study.reading(index).units:
            for name in unit.entry.classes if unit.entry else ():
                if name in _MEANS_WORDS:
                    found.add((place, _MEANS_WORDS[name]))
    return found


def codes(study: Study, kind: EventType, mentions: Sequence[Judgement]) -> tuple[Acled, Plover]:
    """ACLED and PLOVER codes: grenades and drones are told apart, ships by the means used."""
    words = " ".join(study.flat[m.candidate.start : m.candidate.end] for m in mentions)
    if kind is EventType.MARITIME_ATTACK:
        kind = _means(study, mentions, words)
    acled, plover = ACLED_OF[kind], PLOVER_OF[kind]
    if kind is EventType.BOMBING and _GRENADE.search(words):
        acled = GRENADE
    if kind is EventType.AIR_DRONE_STRIKE and _DRONE.search(words):
        plover = DRONE
    return acled, plover


def _means(study: Study, mentions: Sequence[Judgement], words: str) -> EventType:
    """What a ship was attacked with, as far as its sentences say."""
    told = [m.candidate.type for m in mentions if m.candidate.type in _MEANS]
    if told:
        return told[0]
    if _DRONE.search(words):
        return EventType.AIR_DRONE_STRIKE
    sentence = study.text.sentences[mentions[0].candidate.sentence].folded
    if re.search(r"\b(?:missiles?|rockets?|projectiles?|shell(?:s|ed)?|torpedo(?:es|ed)?)\b", sentence):
        return EventType.SHELLING
    if _DRONE.search(sentence):
        return EventType.AIR_DRONE_STRIKE
    if re.search(r"\b(?:mines?|explosives?|bombs?|explosion|blast)\b", sentence):
        return EventType.BOMBING
    return EventType.MARITIME_ATTACK
