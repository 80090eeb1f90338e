"""Gives every count to exactly one event: the nearest that its sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.detection.draft import Anchor, Draft
from monitor.detection.figures.casualty import Casualty
from monitor.detection.figures.quantity import ORDINALS
from monitor.detection.text import Text
from monitor.domain.taxonomy import Role

_CAME_AFTER = re.compile(
    r"\b(?:after|since|following|(?:response|retaliation|reprisal|revenge) (?:to|for)|aveng\w+)\b[^;]{0,60}\Z"
)


def shared_out(text: Text, casualties: Sequence[Casualty], drafts: Sequence[Draft]) -> list[list[Casualty]]:
    """The counts of each draft, in the drafts' order; a count without an owner goes to none."""
    shares: list[list[Casualty]] = [[] for _ in drafts]
    owner, last = None, None
    for casualty in casualties:
        owner = owner if last is not None and _counts_on(casualty, last) else owner_of(text, casualty, drafts)
        last = casualty
        if owner is not None:
            shares[owner].append(casualty)
    _bring_home(shares, drafts)
    _lend_to_title(text, shares, drafts)
    return shares


def _counts_on(casualty: Casualty, last: Casualty) -> bool:
    """ "Two nurses were killed and a third | slashed on the arm": one more of those just told."""
    beside = casualty.sentence == last.sentence and last.start < casualty.start
    return beside and len(casualty.people) == 1 and casualty.people[0].who in ORDINALS


def _lend_to_title(text: Text, shares: list[list[Casualty]], drafts: Sequence[Draft]) -> None:
    """What the first sentence of the body tells is the title's event, where nothing else tells of that.

    The counts of an event that begins there go to the title's, if that is told nowhere else and has none of its own.
    """
    first = sum(sentence.in_title for sentence in text.sentences[:3])
    news = [i for i, draft in enumerate(drafts) if draft.role is Role.NEWS]
    only = [i for i in news if all(a.sentence < first for a in drafts[i].anchors)]
    told = [i for i in news if min((a.sentence for a in drafts[i].anchors), default=-1) == first]
    if not first or len(only) != 1 or len(told) != 1:
        return
    title, body = only[0], told[0]
    fates = {c.fate for c in shares[title] if not c.implied}
    moved = [c for c in shares[body] if c.fate not in fates]
    shares[title] = sorted((*shares[title], *moved), key=lambda c: c.start)
    shares[body] = [c for c in shares[body] if c.fate in fates]


def _bring_home(shares: list[list[Casualty]], drafts: Sequence[Draft]) -> None:
    """Sentences that detection gave to a recalled event, but that repeat a count of the news event, are the news'."""
    news = next((i for i, draft in enumerate(drafts) if draft.role is Role.NEWS), None)
    if news is None:
        return
    told = {_count(c) for c in shares[news] if _is_mark(c)}
    for share, draft in zip(shares, drafts, strict=True):
        if draft.role is not Role.NEWS:
            echoes = _with_following({c.sentence for c in share if _is_mark(c) and _count(c) in told}, draft)
            shares[news] += [c for c in share if c.sentence in echoes]
            share[:] = [c for c in share if c.sentence not in echoes]
    shares[news].sort(key=lambda c: c.start)


def _with_following(echoes: set[int], draft: Draft) -> set[int]:
    """The sentences and those that go on from them, up to the draft's next mention."""
    mentioned = {a.sentence for a in draft.anchors}
    found = set(echoes)
    for index in draft.sentences:
        if index - 1 in found and index not in mentioned:
            found.add(index)
    return found


def _is_mark(casualty: Casualty) -> bool:
    """Whether the count is plain and large enough to be known again."""
    return casualty.explicit and casualty.low > 1 and casualty.low == casualty.high and not casualty.cumulative


def _count(casualty: Casualty) -> tuple[str, int]:
    return casualty.fate, casualty.low


def owner_of(text: Text, casualty: Casualty, drafts: Sequence[Draft]) -> int | None:
    """The index of the event that the count belongs to; None where no event is near."""
    if len(drafts) == 1:
        return 0
    here = [(i, a) for i, d in enumerate(drafts) for a in d.anchors if a.sentence == casualty.sentence]
    told = _main_before(text, casualty.sentence, drafts)
    if told is not None and all(_distance(casualty, anchor)[0] == 0 for _, anchor in here):
        return told
    if here:
        return min(here, key=lambda pair: _distance(casualty, pair[1]))[0]
    listed = [i for i, d in enumerate(drafts) if casualty.sentence in d.sentences]
    if len(listed) == 1:
        return listed[0]
    return _last_before(casualty, drafts, listed or range(len(drafts)))


def _distance(casualty: Casualty, anchor: Anchor) -> tuple[int, int]:
    """An anchor within the phrase, then one before it, then one behind; nearer first."""
    if anchor.start < casualty.end and casualty.start < anchor.end:
        return (0, 0)
    if anchor.end <= casualty.start:
        return (1, casualty.start - anchor.end)
    return (1, 2 * (anchor.start - casualty.end) + 40)


def _main_before(text: Text, sentence: int, drafts: Sequence[Draft]) -> int | None:
    """The event that the sentence before tells, where another is only what it came after.

    "Rockets were fired, hours after a raid killed an officer. Two people were hurt": the rockets', not the raid's.
    """
    here = [(a, i) for i, draft in enumerate(drafts) for a in draft.anchors if a.sentence == sentence - 1]
    prior = {i for a, i in here if _CAME_AFTER.search(text.folded, text.sentences[sentence - 1].start, a.start)}
    main = {i for _, i in here} - prior
    return main.pop() if prior and len(main) == 1 else None


def _last_before(casualty: Casualty, drafts: Sequence[Draft], among: Sequence[int]) -> int | None:
    """The event spoken of last before the count, else the first after it."""
    ends = [(a.end, i) for i in among for a in drafts[i].anchors if a.end <= casualty.start]
    if ends:
        return max(ends)[1]
    starts = [(a.start, i) for i in among for a in drafts[i].anchors]
    return min(starts)[1] if starts else None
