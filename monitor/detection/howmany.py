"""How many: the killed, injured, abducted and missing of each event, as the text counts them.

Counts are those of docs/reference (CONTRACT.md, Definitions). What is not decided here: which events there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.detection.draft import Draft
from monitor.detection.figures.capitals import with_names
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.cause import is_cause, is_of_another, without_mourned
from monitor.detection.figures.chunks import cut
from monitor.detection.figures.elsewhen import is_elsewhen
from monitor.detection.figures.gather import echoes_of, figure_of, lead_end
from monitor.detection.figures.meant import MANY_USES, is_meant
from monitor.detection.figures.ordinal import ordinal_tolls
from monitor.detection.figures.reader import Reader
from monitor.detection.figures.scope import is_lately, is_recalled, sums_up
from monitor.detection.figures.share import shared_out
from monitor.detection.figures.victims import by_own_hand, settle
from monitor.detection.figures.words import casualty_words
from monitor.detection.lexicon import Match
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Figure
from monitor.domain.taxonomy import EventType, Role

_HELD = frozenset({Fate.ABDUCTED, Fate.MISSING})
"""Who is held or missing is told before it is known how many died."""
_SOME = 3
"""Sentences before the end of the first telling: what is "deadly" later is most likely something else."""
_TWO = 2
_NOUN = 30
"""Characters between "deadly" and its noun."""
_ABOARD = re.compile(r"(?:\w+ ){1,3}(?:on board|aboard|inside|in it|on it) was\b")
_RAIDERS = frozenset("attacker attackers assailant assailants raider raiders".split())
"""Words that tell one side of a clash as those who began it; "gunmen" and "rebels" are a side as others are."""
_IDLE = frozenset("xRF")
"""Classes that count nobody without another casualty word beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many people one event killed, injured, took, or left missing; None where the text says nothing."""

    killed: Figure | None = None
    injured: Figure | None = None
    abducted: Figure | None = None
    missing: Figure | None = None
    evidence: tuple[Evidence, ...] = ()


def find_casualties(text: Text) -> list[Casualty]:
    """Every phrase of the text that counts people of one fate, in order."""
    by_sentence: dict[int, list[Match[str]]] = defaultdict(list)
    for match in casualty_words().find_longest(text.folded):
        if match.payload in MANY_USES and not is_meant(text.folded, match.start, match.end, match.payload):
            continue
        sentence = text.sentence_at(match.start)
        if sentence is not None and match.end <= sentence.end:
            by_sentence[sentence.index].append(match)
    found: list[Casualty] = []
    for index, words in by_sentence.items():
        if all(word.payload in _IDLE for word in words):
            continue
        sentence = text.sentences[index]
        chunks = cut(text, sentence, words)
        found += Reader(sentence, with_names(sentence, chunks) if text.upper_case else chunks).run()
    tolls = ordinal_tolls(text)
    return sorted((*found, *tolls), key=lambda c: c.start) if tolls else found


def assign_figures(text: Text, drafts: Sequence[Draft]) -> list[Figures]:
    """One `Figures` a draft, in order; each count of the text goes to one draft only."""
    if not drafts:
        return []
    shares = shared_out(text, find_casualties(text), drafts)
    _bring_to_noun(shares, drafts)
    shares = _without_sums(text, shares, drafts)
    return [_figures(text, draft, share) for draft, share in zip(drafts, shares, strict=True)]


def _bring_to_noun(shares: list[list[Casualty]], drafts: Sequence[Draft]) -> None:
    """Gives "deadly" to the event whose noun follows: "agents shoot two, a day after a deadly ICE shooting"."""
    if len(drafts) < _TWO:
        return
    for i, share in enumerate(shares):
        for casualty in [c for c in share if c.implied and not c.none]:
            after = [
                (anchor.start, j) for j, draft in enumerate(drafts) for anchor in draft.anchors_in(casualty.sentence)
                if 0 <= anchor.start - casualty.end <= _NOUN
            ]  # fmt: skip
            if after and min(after)[1] != i:
                share.remove(casualty)
                shares[min(after)[1]].append(casualty)


def _without_sums(text: Text, shares: list[list[Casualty]], drafts: Sequence[Draft]) -> list[list[Casualty]]:
    """The shares without what the title adds up: "attacks kill 11" of two that killed six and five."""
    if len(drafts) < _TWO:
        return shares
    most = [_most(text, share) for share in shares]
    sums = {(i, fate): sum(told.get(fate, 0) for told in most) for i, own in enumerate(most) for fate in own}
    return [
        [c for c in share if not (text.sentences[c.sentence].in_title and _is_sum(c, sums.get((i, c.fate)), most[i]))]
        for i, share in enumerate(shares)
    ]


def _is_sum(casualty: Casualty, total: int | None, own: Mapping[Fate, int]) -> bool:
    return casualty.explicit and casualty.low == total and casualty.low > own[casualty.fate]


def _most(text: Text, share: Sequence[Casualty]) -> dict[Fate, int]:
    """The largest counts that the body gives an event."""
    found: dict[Fate, int] = {}
    for casualty in share:
        if casualty.explicit and not casualty.cumulative and not text.sentences[casualty.sentence].in_title:
            found[casualty.fate] = max(casualty.low, found.get(casualty.fate, 0))
    return found


def _is_aboard(text: Text, casualty: Casualty) -> bool:
    """ "A man on a bus with 14 others on board was shot": the number is of those beside whom it was done."""
    before = text.folded.startswith("with ", max(0, casualty.start - len("with ")))
    return before and _ABOARD.match(text.folded, casualty.start, casualty.end) is not None


def _without_raiders(draft: Draft, casualties: list[Casualty]) -> list[Casualty]:
    """A clash's counts without the dead whom the text calls the attackers, where it counts others."""
    if draft.type is not EventType.ARMED_CLASH:
        return casualties
    others = [c for c in casualties if not _of_raiders(c)]
    fates = {c.fate for c in others if c.explicit and not c.cumulative}
    return [c for c in casualties if c in others or c.fate not in fates]


def _of_raiders(casualty: Casualty) -> bool:
    return bool(casualty.people) and all(p.who.rsplit(" ", 1)[-1] in _RAIDERS for p in casualty.people)


def _is_anothers(text: Text, draft: Draft, casualty: Casualty) -> bool:
    """Whether the count is a war's, or only implied where nobody tells of the event."""
    here = draft.anchors_in(casualty.sentence)
    beside = any(a.end <= casualty.start or casualty.end <= a.start for a in here)
    if casualty.implied and not casualty.none and not text.sentences[casualty.sentence].in_title:
        late = casualty.sentence > lead_end(text, draft) - _SOME
        if not here or (late and text.folded.startswith("deadly", casualty.start)):
            return True
    if draft.role is not Role.NEWS:
        return False
    if is_of_another(text, draft, casualty) or is_cause(text, draft, casualty):
        return True
    return (not beside and sums_up(text, casualty.sentence))


def _of_days(text: Text, mentions: Sequence[Casualty]) -> list[Casualty]:
    """The sums of some days ("34 killed since Saturday"): the event's own where it goes on and nothing else counts."""
    return [replace(c, cumulative=False) for c in mentions if c.cumulative and is_lately(text, c.start)]


def _recalled(text: Text, casualties: Sequence[Casualty]) -> frozenset[int]:
    """The sentences that count people of another year than the news."""
    return frozenset(index for index in {c.sentence for c in casualties} if is_recalled(text, index))


def _figures(text: Text, draft: Draft, casualties: list[Casualty]) -> Figures:
    recalled = _recalled(text, casualties) if draft.role is Role.NEWS else frozenset()
    casualties = [c for c in casualties if c.sentence not in recalled and not _is_anothers(text, draft, c)]
    casualties = _without_raiders(draft, without_mourned(text, casualties))
    casualties = [c for c in casualties if not _is_aboard(text, c)]
    if draft.role is Role.NEWS:
        casualties = [c for c in casualties if not is_elsewhen(text, draft, c, casualties)]
    told: dict[Fate, Figure] = {}
    evidence: list[Evidence] = []
    lead = lead_end(text, draft)
    echoes = echoes_of(casualties, lead)
    echoes |= {a.sentence for a in draft.anchors} | {index + 1 for index in echoes}  # "six died. Nine are in hospital"
    told_early = any(c.sentence < lead and c.fate not in _HELD for c in casualties)
    clash = draft.type is EventType.ARMED_CLASH
    for fate, mentions in settle(draft, casualties, lead, own_hand=by_own_hand(text.folded)).items():
        made = figure_of(mentions, text.full, lead, told_early=told_early, echoes=echoes, sides=clash)
        if made is None and fate not in _HELD:
            made = figure_of(_of_days(text, mentions), text.full, lead, told_early=told_early, echoes=echoes)
        if made is not None:
            told[fate] = made[0]
            evidence += made[1]
    return Figures(
        killed=told.get(Fate.KILLED),
        injured=told.get(Fate.INJURED),
        abducted=told.get(Fate.ABDUCTED),
        missing=told.get(Fate.MISSING),
        evidence=tuple(evidence),
    )
