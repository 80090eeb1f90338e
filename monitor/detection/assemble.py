"""From mentions to events: what is one event told twice, what are two, and which sentences speak of which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitor.detection.apart import Spot, sites_of
from monitor.detection.context import RejectReason, Study
from monitor.detection.dates.mention import DIRECT, Unit
from monitor.detection.homes import Cluster, find_home
from monitor.detection.items import items_of
from monitor.detection.judge import Judgement
from monitor.detection.mentioned import (
    DIRECTLY,
    RECORD,
    Mention,
    is_earlier,
    opens_item,
    refers_back,
    with_dates,
    without_heads,
)
from monitor.detection.text import Sentence
from monitor.detection.when import DateMention, MentionKind
from monitor.detection.where import Toponym
from monitor.detection.whom import is_one

_DOUBTS = frozenset({RejectReason.HISTORY, RejectReason.WEAK, RejectReason.POLICY, RejectReason.GENERIC})
_LEAST, _STRONG = 0.05, 0.5
_OPENS = 0.5
"""Least probability of a mention that opens a further event: one doubted as much as believed is told on of another."""
_WORD = re.compile(r"[^\W\d_]+")


def with_recalled(judgements: Sequence[Judgement], dates: Sequence[DateMention]) -> list[Judgement]:
    """The judgements, with old attacks let in that a text with an event of its own recalls by their day.

    The event model doubts what is told as history. Where the text reports an attack, an earlier one with its own date
    phrase beside it is background, no doubt: "the deadliest since a late May ambush".
    """
    if not any(j.reason is None for j in judgements):
        return list(judgements)
    return [replace(j, reason=None, cue=None) if _recalls(j, dates) else j for j in judgements]


def _recalls(judged: Judgement, dates: Sequence[DateMention]) -> bool:
    doubtful = judged.reason in _DOUBTS and judged.probability >= _LEAST and judged.candidate.weight >= _STRONG
    return doubtful and any(
        d.sentence == judged.candidate.sentence
        and d.kind in DIRECT
        and 0 <= judged.candidate.start - d.end <= DIRECTLY
        for d in dates
    )


def cluster(
    study: Study, judgements: Sequence[Judgement], dates: Sequence[DateMention], toponyms: Sequence[Toponym] = ()
) -> list[Cluster]:
    """The events of a text, in the order in which they are first mentioned."""
    accepted = without_heads([j for j in judgements if j.reason is None])
    clusters: list[Cluster] = []
    spots = [Spot(j.candidate.sentence, j.candidate.start, j.candidate.end) for j in accepted]
    placed = zip(with_dates(study, accepted, dates), sites_of(toponyms, spots), strict=True)
    for mention in (replace(mention, sites=sites) for mention, sites in placed):
        days = _days(mention.date, clusters)
        if clusters and RECORD.search(mention.before):
            continue  # "it was the deadliest strike on the city": told of the attack, and no telling of its own
        home = find_home(mention, days, clusters, capitals=study.text.upper_case)
        if home is not None and _has_another_victim(study, mention, home):
            home = None
        if home is None and clusters and mention.judged.probability < _OPENS:
            continue
        if home is None:
            opens = mention.titled or mention.leads
            home = Cluster(
                like=_followed(mention, clusters, dates), titled=mention.titled, opens=opens,
                earlier=opens and is_earlier(mention), heads=_heads(mention, clusters),
            )  # fmt: skip
            clusters.append(home)
        elif refers_back(mention):
            home.recalled.add(mention.judged.candidate.sentence)
        home.add(mention.judged)
        home.items.add(mention.item)
        home.answers += [mention.judged] if mention.answer else []
        home.victims += [mention.victim] if mention.victim else []
        home.sites += tuple(place for place in mention.sites if place not in home.sites)
        if days is not None and home.days is None:
            home.days = days
    for home in clusters:
        home.put_answers_apart()
    return clusters


def _heads(mention: Mention, clusters: Sequence[Cluster]) -> bool:
    if mention.titled or not clusters:
        return False
    fresh = mention.listed and all(mention.item not in c.items for c in clusters)
    return (fresh or opens_item(mention)) and not mention.old and not is_earlier(mention)


def _followed(mention: Mention, clusters: Sequence[Cluster], dates: Sequence[DateMention]) -> Cluster | None:
    """The event that this one is told to have followed: by the day named for it, else the last one told to a day.

    "Wednesday's barrage" may be of any week: the day of the week is what is compared.
    """
    if not mention.another or not clusters:
        return None
    candidate = mention.judged.candidate
    named = {
        d.earliest.weekday() for d in dates
        if d.sentence == candidate.sentence and d.end <= candidate.start and d.earliest and d.kind in DIRECT
    }  # fmt: skip
    dated = [c for c in clusters if c.days and c.days[0] == c.days[1]]
    meant = [c for c in dated if c.days and c.days[0].weekday() in named]
    return max(meant or dated or clusters, key=lambda c: c.last_sentence)


def _days(phrase: DateMention | None, clusters: Sequence[Cluster]) -> tuple[date, date] | None:
    if phrase is None:
        return None
    if phrase.earliest is not None and phrase.latest is not None:
        return phrase.earliest, phrase.latest
    days = phrase.recipe.unit is Unit.DAY and phrase.recipe.shift
    if phrase.kind is MentionKind.ANAPHORIC and clusters and clusters[0].days is not None and days:
        day = clusters[0].days[0] - timedelta(days=abs(days))
        return day, day
    return None


def _has_another_victim(study: Study, mention: Mention, home: Cluster) -> bool:
    """Whether it names a victim who shares no name with the event's, and of whom the event's telling knows nothing."""
    if not mention.victim or not home.victims or any(is_one(mention.victim, known) for known in home.victims):
        return False
    sentences = study.text.sentences
    start = sentences[home.mentions[0].candidate.sentence].start
    told = frozenset(_WORD.findall(study.text.folded, start, sentences[mention.judged.candidate.sentence].start))
    return not is_one(mention.victim, told)


def sentences_of(study: Study, clusters: Sequence[Cluster]) -> list[tuple[int, ...]]:
    """For each event the sentences that speak of it: those of its mentions, and those that follow up to another's."""
    owners: dict[int, set[int]] = {}
    last: dict[tuple[int, int], int] = {}  # where each event is mentioned last in each sentence
    for index, home in enumerate(clusters):
        for mention in (*home.mentions, *home.answers):
            at = mention.candidate.sentence, index
            owners.setdefault(at[0], set()).add(index)
            last[at] = max(mention.candidate.start, last.get(at, 0))
    for index, home in enumerate(clusters):
        for sentence_index in home.recalled:
            # Where another event is told in the same sentence, what it says is that event's.
            if len(owners[sentence_index]) > 1 and home.mentions[0].candidate.sentence != sentence_index:
                owners[sentence_index].discard(index)
    current: int | None = None
    heads = _heads_of_items(study, clusters)
    for sentence in study.text.sentences:
        if sentence.index in owners:
            told = owners[sentence.index]
            if not study.text.upper_case:  # what went before is told by the way: what follows is of the news
                told = {i for i in told if not clusters[i].earlier} or told
            current = max(told, key=lambda i: (last[sentence.index, i], i))
        else:
            current = _told_on(sentence, current, heads)
            owners.setdefault(sentence.index, set()).update(() if current is None else (current,))
    return [tuple(sorted(s for s, held in owners.items() if i in held)) for i in range(len(clusters))]


def _heads_of_items(study: Study, clusters: Sequence[Cluster]) -> dict[int, int | None]:
    """For each sentence with which a list item begins: the event that the item goes on to tell, None without one.

    Empty where the list tells of no second event: points of one story are told on.
    """
    items = items_of(study.text)
    if not items.several or not any(home.heads for home in clusters):
        return {}
    firsts: dict[int, int] = {}
    for sentence in study.text.sentences:
        firsts.setdefault(items.at(sentence.start), sentence.index)
    told: dict[int, int] = {}
    for index, home in enumerate(clusters):
        for item in home.items:
            told.setdefault(item, index)
    return {sentence: told.get(item) for item, sentence in firsts.items()}


def _told_on(sentence: Sentence, current: int | None, heads: Mapping[int, int | None]) -> int | None:
    return heads.get(sentence.index, current)
