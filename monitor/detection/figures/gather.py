"""Brings an event's counts together into one figure: repeats are one, two sources that differ are a range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.detection.draft import Draft
from monitor.detection.figures.casualty import Casualty, Fate
from monitor.detection.figures.lists import place_of
from monitor.detection.figures.people import People, last_word
from monitor.detection.figures.persons import persons_of
from monitor.detection.figures.quantity import Form
from monitor.detection.figures.sides import other_side
from monitor.detection.figures.states import with_sums
from monitor.detection.figures.words import word_set
from monitor.detection.text import Text
from monitor.domain.detection import Evidence, Figure, Group

_LEAD = 4
"""Sentences from an event's first one that tell it; what comes later may recall other events."""

_AT_ONCE = re.compile(r"(?: \w+){0,2}? (?:(?:on|at) the (?:spot|scene)|instantly|outright|at once)\b")
_IN_HOSPITAL = re.compile(r"\b(?:hospital|on the way|en route|succumbed|(?:his|her|their) (?:injuries|wounds))\b")
"""Where those died who lived for some hours."""
_PHRASE, _SOME = 30, 2
_BOUND, _CLOSE = 10, 1.2
"""The least number that a bound stands for, and how much larger than it the number may be."""


def lead_end(text: Text, draft: Draft) -> int:
    """The index of the sentence where the first telling of the event ends; the title's sentences do not count."""
    first = min((a.sentence for a in draft.anchors), default=0)
    titles = sum(s.in_title for s in text.sentences[:3])
    return max(first, titles) + _LEAD


def figure_of(
    casualties: Sequence[Casualty],
    full: str,
    lead: int,
    *,
    told_early: bool,
    echoes: frozenset[int] = frozenset(),
    sides: bool = False,
) -> tuple[Figure, tuple[Evidence, ...]] | None:
    """One `Figure` from all counts of one fate and event; None where they say nothing.

    `lead` is the sentence where the first telling ends. With `told_early` that telling counts somebody, and a count
    that comes only later is not trusted unless it speaks of someone known, or stands in one of `echoes`: sentences
    that repeat a count of the first telling. With `sides` (a clash) the dead of both sides add up.
    """
    told = [c for c in casualties if not c.cumulative or _spells_out(c, casualties)]
    nones = [c for c in told if c.none]
    counted = [c for c in told if not c.none and c.people]
    counted = _trusted([c for c in counted if not c.implied] or counted, lead, echoes, told_early=told_early)
    if not counted:
        return _none_figure(nones[0], full) if nones else None
    counted = with_sums(counted, full)
    best = _decisive(counted, lead)
    low, high = _bounds(best, counted, lead)
    later = _died_later(best, counted, full)
    low, high = low + later, None if high is None else high + later
    rival = _rival(best, counted)
    sources = [best] if rival is None else sorted([best, rival], key=lambda c: c.start)
    if rival is not None:
        low, high = min(low, rival.low), _upper(high, rival.high)
    other = other_side(best, _lead(counted, lead)) if sides and rival is None else None
    if other is not None:
        sources = sorted([best, other], key=lambda c: c.start)
        low, high = low + other.low, None if high is None or other.high is None else high + other.high
    words = "; ".join(" ".join(full[c.start : c.end].split()) for c in sources)
    figure = Figure(min=low, max=high, text=words, attributed_to=_credit(sources), groups=_groups(best, counted))
    return figure, tuple(_evidence(c, full) for c in sources)


def _spells_out(sum_: Casualty, casualties: Sequence[Casualty]) -> bool:
    """ "Over 100 dead … in the past week 114": whether a sum gives the number behind a bound of the event's own."""
    if sum_.high is None or sum_.low < _BOUND:
        return False
    own = [c for c in casualties if not c.cumulative and c.explicit and c.high is None and c.fate is sum_.fate]
    return any(c.low <= sum_.low <= c.low * _CLOSE for c in own)


def _none_figure(none: Casualty, full: str) -> tuple[Figure, tuple[Evidence, ...]]:
    words = " ".join(full[none.start : none.end].split())
    figure = Figure(min=0, max=0, text=words, stated_none=True, attributed_to=none.attributed_to)
    return figure, (_evidence(none, full),)


def _evidence(casualty: Casualty, full: str) -> Evidence:
    fate = Fate.INJURED if casualty.fate is Fate.HIT else casualty.fate
    return Evidence(field=str(fate), start=casualty.start, end=casualty.end, text=full[casualty.start : casualty.end])


def echoes_of(casualties: Sequence[Casualty], lead: int) -> frozenset[int]:
    """Sentences that repeat a number of the event's first telling, or speak of a person whom it named."""
    early = [c for c in casualties if c.sentence < lead and not c.cumulative]
    counts = {(c.fate, c.low) for c in early if c.explicit and not c.implied}
    persons = persons_of(early)
    return frozenset(
        c.sentence
        for c in casualties
        if (c.fate, c.low) in counts or any(known.is_surely(p) for known in persons for p in c.people)
    )


def _trusted(counted: list[Casualty], lead: int, echoes: frozenset[int], *, told_early: bool) -> list[Casualty]:
    if not told_early or any(c.sentence < lead for c in counted):
        return counted
    sure = [c.toll or c.sentence in echoes or (c.also and c.alive) for c in counted]
    known = [all(p.quantity.form is Form.DEFINITE for p in c.people) for c in counted]
    return [c for c, is_sure, is_known in zip(counted, sure, known, strict=True) if is_sure or is_known]


def _decisive(counted: Sequence[Casualty], end: int) -> Casualty:
    """The last toll; else the largest plain count of title and lead; else the first mention there, or anywhere."""
    tolls = [c for c in counted if c.toll]
    if tolls and tolls[-1].high is not None:
        return tolls[-1]
    if tolls:
        return _exact(tolls[-1], [c for c in counted if c.explicit])
    lead = _lead(counted, end)
    whole = [c for c in lead if c.explicit and not all(p.quantity.subset for p in c.people)]
    whole = whole or [c for c in lead if c.explicit]
    explicit = [c for c in whole if not c.additional] or whole
    if explicit:
        most = max(explicit, key=lambda c: (c.low, c.high is not None, -c.start))
        return _exact(most, explicit)
    return lead[0]


def _exact(most: Casualty, explicit: Sequence[Casualty]) -> Casualty:
    """ "Over 100 dead … 114 people": the number behind the bound; of two that fit the larger.

    A title that gives a bare number is short for what the first telling bounds: "kills 11 … at least 11 people".
    """
    if most.high is not None:
        same = [c for c in explicit if c.fate is most.fate and c.low == most.low and c.high in (None, c.low)]
        last = max(same, key=lambda c: c.start, default=most)
        return last if last.high is None and last.sentence > most.sentence else most
    fits = [c for c in explicit if c.fate is most.fate and c.high is not None and c.low >= most.low]
    return max(fits, key=lambda c: c.low) if fits else most


def _lead(counted: Sequence[Casualty], lead: int) -> Sequence[Casualty]:
    return [c for c in counted if c.sentence < lead] or counted[:1]


def _bounds(best: Casualty, counted: Sequence[Casualty], lead: int) -> tuple[int, int | None]:
    """The count of `best`, with persons told one by one and "two others" added where the text adds them."""
    low, high = best.low, best.high
    if best.toll:
        return low, high
    if not best.explicit:
        low = high = max(1, len(persons_of(_lead(counted, lead))))
    elif best.additional or best.also:
        before = [c for c in counted if not c.explicit and c.start < best.start]
        more = min(1, len(before))
        low, high = low + more, None if high is None else high + more
    behind = [c for c in counted if c is not best and c.start > best.start]
    others = [c for c in behind if (c.explicit and c.additional) or c.is_other_of(best)]
    if not best.explicit and low > 1:
        others = [c for c in others if c.explicit]  # "one was burned and another choked" are two persons already
    if not (others and (low == 1 or others[0].low > low or others[0].is_other_of(best))):
        others = [c for c in _lead(counted, lead) if _comes_on_top(c, best, counted)]
    if others:
        low, high = low + others[0].low, None if high is None or others[0].high is None else high + others[0].high
    elif any(place_of(p) == low + 1 for c in behind for p in c.people):
        low, high = low + 1, None if high is None else high + 1  # "two died … a third died later"
    return low, high


def _died_later(best: Casualty, counted: Sequence[Casualty], full: str) -> int:
    """ "14 were killed on the spot, one died in hospital": how many the second place of death adds to `best`."""
    if best.toll or best.fate is not Fate.KILLED or best.low < _SOME:
        return 0
    at_once = _AT_ONCE.match(full, best.end) is not None
    behind = [c for c in counted if c.start > best.end and 0 <= c.sentence - best.sentence <= 1]
    others = [c for c in behind if at_once or c.additional or all(p.who == "others" for p in c.people)]
    died = [c for c in others if _IN_HOSPITAL.search(full, c.start, c.end + _PHRASE) is not None]
    new = [c for c in died if c.low < best.low and all(_is_new(p) for p in c.people)]
    if len(new) != 1 or any(c.low == best.low - new[0].low for c in counted if c is not new[0]):
        return 0  # the rest is told, too, so `best` is the sum
    return new[0].low


def _is_new(people: People) -> bool:
    return people.quantity.form in (Form.NUMBER, Form.ARTICLE) and not place_of(people)


def _comes_on_top(casualty: Casualty, best: Casualty, counted: Sequence[Casualty]) -> bool:
    """ "Two officers were hurt. A passer-by was also hurt": whether they are none of those whom `best` counts.

    A total may come first: one in a title must be told again, and none may be told in parts.
    """
    between = [c for c in counted if best.sentence <= c.sentence < casualty.sentence and c is not best and c.explicit]
    restated = bool(best.sentence or between) and all(c.low == best.low for c in between)
    fewer = casualty.low < best.low and not casualty.additional
    apart = casualty.also or _is_bystander(casualty, best)
    return apart and best.explicit and fewer and restated and casualty.start > best.end


def _is_bystander(casualty: Casualty, best: Casualty) -> bool:
    """ "Two guards were wounded. A motorist was grazed": one whom the noun sets apart from those of `best`."""
    one = casualty.people[0]
    word, nouns = last_word(one), {last_word(p) for p in best.people}
    if len(casualty.people) != 1 or one.quantity.form is not Form.ARTICLE or word not in word_set("bystander"):
        return False
    return not nouns & word_set("anybody") and not any(noun.startswith(word) for noun in nouns)


def _rival(best: Casualty, counted: Sequence[Casualty]) -> Casualty | None:
    """Another source's differing number for the same people."""
    if best.toll or best.attributed_to is None:
        return None
    for other in counted:
        differs = other.explicit and not other.additional and not _agree(best, other)
        sourced = other.attributed_to is not None and _source(other) != _source(best)
        if differs and sourced and other.low * 3 >= best.low * 2 and other.sentence != best.sentence:
            return other
    return None


def _source(casualty: Casualty) -> str:
    """Who says it, "Army" and "the army" alike."""
    return (casualty.attributed_to or "").lower().removeprefix("the ")


def _agree(one: Casualty, other: Casualty) -> bool:
    """Whether two counts can be one: alike, or the vaguer leaves room for the plainer ("several" of "multiple")."""
    if (one.low, one.high) == (other.low, other.high):
        return True
    return other.high is None and other.low < one.low


def _upper(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _credit(sources: Sequence[Casualty]) -> str | None:
    names = [c.attributed_to for c in sources if c.attributed_to]
    return "; ".join(dict.fromkeys(names)) or None


def _groups(best: Casualty, counted: Sequence[Casualty]) -> tuple[Group, ...]:
    groups = best.groups or next((c.groups for c in counted if c.groups and c.low == best.low), ())
    if groups or len(best.people) < 2:
        return groups
    return tuple(Group(who=p.who, count=p.quantity.min) for p in best.people if p.who and p.quantity.min > 0)
