"""Gives every count to exactly one event: the nearest that its sentence speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.detection.draft import Anchor, Draft
from monitor.detection.figures.casualty import Casualty


def owner_of(casualty: Casualty, drafts: Sequence[Draft]) -> int | None:
    """The index of the event that the count belongs to; None where no event is near."""
    if len(drafts) == 1:
        return 0
    here = [(i, a) for i, d in enumerate(drafts) for a in d.anchors if a.sentence == casualty.sentence]
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


def _last_before(casualty: Casualty, drafts: Sequence[Draft], among: Sequence[int]) -> int | None:
    """The event spoken of last before the count, else the first after it."""
    ends = [(a.end, i) for i in among for a in drafts[i].anchors if a.end <= casualty.start]
    if ends:
        return max(ends)[1]
    starts = [(a.start, i) for i in among for a in drafts[i].anchors]
    return min(starts)[1] if starts else None
