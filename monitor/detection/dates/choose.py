"""Gives each event the phrase that dates it, and reads anaphoric phrases against the other events' days.

The score of a phrase for an event counts nearness to the event's anchors, against it that it dates the telling, that
another event stands nearer, that it is vague. How the weights were found: docs/decisions/0030.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.detection.dates.added import adds, holds_on
from monitor.detection.dates.calendar import Span, resolve, shifted
from monitor.detection.dates.dated import UNDATED, Dated, local_day, with_clock, zone_of
from monitor.detection.dates.mention import DIRECT, DateMention, MentionKind, Recipe
from monitor.detection.dates.telling import is_dateline, telling_weight
from monitor.detection.draft import Draft
from monitor.detection.text import Text, gap
from monitor.domain.detection import Evidence
from monitor.domain.taxonomy import DatePrecision, EventType, Role, Stage

_FIRM = 7.0
"""The least score of a phrase that surely dates the event rather than its telling."""
_FINE_ENOUGH = 2.0
"""The least score of a phrase that may make a wider one exact."""
_BY_PLACE = {"anchor": 10.0, "own": 6.0, "free": 3.0}
"""What a phrase starts with: in an anchor's sentence, in another of the event's, in one that no event owns."""
_VAGUE = {DatePrecision.DAY: 0.0, DatePrecision.WEEK: 1.5, DatePrecision.MONTH: 1.5}
_NOUN_PHRASE = 32
"""Characters from a phrase to the anchor that it modifies: "Friday's brazen daylight attack"."""
_OTHER_NOUN = 2.0
_RECENT_DAYS = 10
_DATELINE_LAG = timedelta(days=3)
"""A dateline this near to the publication says on what day the text was written."""


@dataclass(frozen=True, slots=True)
class _Choice:
    mention: DateMention
    span: Span
    score: float


_Ranked = list[tuple[float, DateMention]]


def assign_dates(
    text: Text,
    drafts: Sequence[Draft],
    mentions: Sequence[DateMention],
    published: datetime | None,
    timezones: Sequence[str | None],
) -> list[Dated]:
    """One `Dated` a draft, in order. `timezones[i]` is the IANA zone of draft i's place, None for UTC.

    An event for which the text has no words of its own stays undated (docs/decisions/0030), but for one that a word
    such as "meanwhile" adds to another's day.
    """
    if not drafts or not mentions:
        return [UNDATED for _ in drafts]
    return _Desk(text, drafts, mentions, published, timezones).run()


class _Desk:
    """One text's events and date phrases while they are brought together."""

    def __init__(
        self,
        text: Text,
        drafts: Sequence[Draft],
        mentions: Sequence[DateMention],
        published: datetime | None,
        timezones: Sequence[str | None],
    ) -> None:
        self.text = text
        self.drafts = drafts
        self.mentions = mentions
        self.zones = [zone_of(name) for name in timezones]
        self.days = [local_day(published, zone) for zone in self.zones]
        written = _dateline_day(text, mentions)
        if written is not None:
            self.days = [written if day and abs(day - written) <= _DATELINE_LAG else day for day in self.days]
        self._telling: dict[int, float] = {}
        self.owners: dict[int, set[int]] = {}
        for index, draft in enumerate(drafts):
            for sentence in draft.sentences:
                self.owners.setdefault(sentence, set()).add(index)
        starts = [(min(a.start for a in d.anchors), i) for i, d in enumerate(drafts) if d.anchors]
        self.lead = min(starts)[1] if starts else 0
        """The event told first: what no event owns may speak of it."""
        self.chosen: list[_Choice | None] = [None] * len(drafts)

    def run(self) -> list[Dated]:
        """First what the words date directly, then what is counted from those."""
        ranked = [self._ranked(index) for index in range(len(self.drafts))]
        for index, phrases in enumerate(ranked):
            self.chosen[index] = self._first(index, [p for p in phrases if p[1].kind in DIRECT])
        self._borrow(self.lead)
        for _ in range(3):
            for index, phrases in enumerate(ranked):
                self._refer(index, [p for p in phrases if p[1].kind is MentionKind.ANAPHORIC])
        self._carry()
        return [self._dated(index) for index in range(len(self.drafts))]

    # How well a phrase fits an event

    def _ranked(self, index: int) -> _Ranked:
        scored = [(self._score(index, mention), mention) for mention in self.mentions]
        return sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1].start))

    def _score(self, index: int, mention: DateMention) -> float:
        if mention.kind in (MentionKind.DURATION, MentionKind.FUTURE):
            return 0.0
        draft = self.drafts[index]
        if mention.since and not any(0 <= a.start - mention.end < 12 for a in draft.anchors):
            return 0.0
        place = self._by_place(index, mention)
        if place < 0:
            return place  # nothing below adds to it
        score = place - self._against(index, mention)
        return score - min(2.0, 0.05 * mention.sentence) - _VAGUE.get(mention.precision, 2.0)

    def _against(self, index: int, mention: DateMention) -> float:
        """What speaks for the phrase dating something else: the telling, or another noun ("Sunday's election")."""
        ahead = (a.start - mention.end for a in self.drafts[index].anchors)
        possessive = self.text.folded.startswith("'s ", mention.end)
        if not possessive:
            return self._told(mention)
        if any(0 <= gap < _NOUN_PHRASE for gap in ahead):
            return 0.0
        return self._told(mention) + _OTHER_NOUN

    def _told(self, mention: DateMention) -> float:
        """`telling_weight`, sought once, and only for phrases that an event may take."""
        weight = self._telling.get(mention.start)
        if weight is None:
            weight = self._telling[mention.start] = telling_weight(self.text, mention)
        return weight

    def _by_place(self, index: int, mention: DateMention) -> float:
        """What the phrase's place in the text says for the event; far below zero where it cannot be its own."""
        near = self._nearest_anchor(index, mention)
        if near is not None:
            taken = any(
                gap is not None and gap < near
                for other in range(len(self.drafts))
                if other != index and (gap := self._nearest_anchor(other, mention)) is not None
            )
            return _BY_PLACE["anchor"] - min(3.0, near / 40) - (6.0 if taken else 0.0)
        owners = self.owners.get(mention.sentence, set())
        leads = self.drafts[index].role is Role.NEWS or index == self.lead
        if owners - {index} or not (leads or index in owners):
            return -100.0
        if mention.precision is DatePrecision.YEAR:
            return -100.0  # "arrived there 30 years ago": no part of the attack's telling
        return _BY_PLACE["own" if index in owners else "free"]

    def _nearest_anchor(self, index: int, mention: DateMention) -> int | None:
        """Characters between the phrase and the event's nearest anchor in its sentence."""
        anchors = (a for a in self.drafts[index].anchors if a.sentence == mention.sentence)
        return min((gap((mention.start, mention.end), (a.start, a.end)) for a in anchors), default=None)

    # Phrases that tell their day themselves

    def _first(self, index: int, ranked: _Ranked) -> _Choice | None:
        for score, mention in ranked:
            span = self._span(mention, self.days[index])
            if span and self._may(index, span):
                return self._finer(index, _Choice(mention, span, score), ranked)
            if span is None and self.days[index] is None:
                return None  # what dates it needs a publication day: no other date may stand in for it
        return None

    def _finer(self, index: int, choice: _Choice, ranked: _Ranked) -> _Choice:
        """ "over the weekend … Sunday night": the day within the wider span that the text names elsewhere."""
        if choice.span.precision is DatePrecision.DAY:
            return choice
        for score, mention in ranked:
            span = self._span(mention, self.days[index])
            if score < _FINE_ENOUGH or span is None or not self._may(index, span):
                continue
            if span.precision is DatePrecision.DAY and _within(span, choice.span):
                return _Choice(mention, span, choice.score)
        return choice

    def _may(self, index: int, span: Span) -> bool:
        """A day after the publication is never an accomplished event's."""
        today = self.days[index]
        return today is None or self.drafts[index].stage is Stage.THREATENED or span.earliest <= today

    def _span(self, mention: DateMention, today: date | None) -> Span | None:
        recipe = mention.recipe
        if today and recipe.weekday is not None and recipe.day is None and not recipe.strictly_before:
            recipe = self._as_before(mention, recipe, today)
        return resolve(recipe, today)

    def _as_before(self, mention: DateMention, recipe: Recipe, today: date) -> Recipe:
        """ "Wednesday's barrage" after "last Wednesday", in a text of a Wednesday, means the same day."""
        if recipe.weekday != today.weekday():
            return recipe
        for other in self.mentions:
            same = other.recipe.weekday == recipe.weekday and other.recipe.day is None
            if other.start < mention.start and same and other.recipe.strictly_before:
                return other.recipe
        return recipe

    def _borrow(self, index: int) -> None:
        """The lead's event told again with its day: a lead that names none, or only the day of the telling, takes it.

        Detection may part one event told twice; two events of one type in one text seldom leave the first undated.
        """
        own = self.chosen[index]
        if own and own.score >= _FIRM and own.span.precision is DatePrecision.DAY:
            return
        lenders = [c for other, c in enumerate(self.chosen) if c and other != index and self._lends(index, other, c)]
        if own and own.score >= _FIRM:
            lenders = [c for c in lenders if _within(c.span, own.span)]
        days = {c.span.earliest for c in lenders}
        for choice in lenders:
            if self._is_recent(index, choice) or len(days) == 1:
                self.chosen[index] = choice
                return

    def _lends(self, index: int, other: int, choice: _Choice) -> bool:
        """Whether the other event's day is sure, and the other may be the same event."""
        types = {self.drafts[index].type, self.drafts[other].type}
        same = len(types) == 1 or EventType.ATTACK in types
        day = choice.span.precision is DatePrecision.DAY and choice.score >= _FIRM
        return same and day and self._may(index, choice.span) and not adds(self._head(other))

    # Phrases counted from another day

    def _refer(self, index: int, ranked: _Ranked) -> None:
        for score, mention in ranked:
            if not self._may_replace(self.chosen[index], mention, score):
                continue
            base = self._base(index, mention)
            shift = mention.recipe.shift
            if base is None or shift is None or base.precision is not DatePrecision.DAY:
                continue
            span = shifted(base.earliest, -shift if self._is_named_by(index, mention) else shift, mention.recipe.unit)
            if span and self._may(index, span):
                self.chosen[index] = _Choice(mention, span, score)
                return

    def _may_replace(self, current: _Choice | None, mention: DateMention, score: float) -> bool:
        """An anaphoric phrase gives way to a fair direct one."""
        if current is None:
            return True
        return current.mention is not mention and current.score <= 5.0 and score > current.score - 3.0

    def _base(self, index: int, mention: DateMention) -> Span | None:
        """The day that the phrase counts from: the event it names, else the last one dated before it."""
        named = self._named_after(index, mention)
        if named is not None:
            choice = self.chosen[named]
            return choice.span if choice else None
        earlier = [
            (choice.mention.start, choice.span)
            for other, choice in enumerate(self.chosen)
            if choice and other != index and choice.mention.start < mention.start
        ]
        if earlier:
            return max(earlier, key=lambda e: e[0])[1]
        own = self.chosen[index]
        if own and own.mention.start < mention.start:
            return own.span
        return self._said_before(index, mention)

    def _is_named_by(self, index: int, mention: DateMention) -> bool:
        """Whether the phrase counts from the event itself: what came "a day after the attack" dates the attack back."""
        following = self._following(mention)
        return bool(following) and following[0] == index

    def _named_after(self, index: int, mention: DateMention) -> int | None:
        """The other event whose anchor follows "a day after" in the same sentence."""
        return next((other for other in self._following(mention) if other != index), None)

    def _following(self, mention: DateMention) -> list[int]:
        """The events whose anchors follow "a day after" in the same sentence, in their order."""
        if not mention.words.lower().endswith(("after", "before", "following")):
            return []
        found = [
            (anchor.start, index)
            for index, draft in enumerate(self.drafts)
            for anchor in draft.anchors
            if anchor.sentence == mention.sentence and anchor.start >= mention.end
        ]
        return [index for _, index in sorted(found)]

    def _said_before(self, index: int, mention: DateMention) -> Span | None:
        """The last plain day named before the phrase, whatever it dates."""
        for other in reversed(self.mentions):
            if other.start < mention.start and other.kind in DIRECT and not other.since:
                span = self._span(other, self.days[index])
                if span and span.precision is DatePrecision.DAY:
                    return span
        return None

    # A day that holds on

    def _carry(self) -> None:
        """An event without words for its day that a word adds to the one told before it is of that one's day."""
        told = sorted((min(a.start for a in d.anchors), i) for i, d in enumerate(self.drafts) if d.anchors)
        for (_, before), (_, index) in pairwise(told):
            choice = self.chosen[before]
            if self.chosen[index] or choice is None or choice.span.precision is not DatePrecision.DAY:
                continue
            if holds_on(self._head(index)) and self._is_recent(index, choice):
                self.chosen[index] = choice

    def _head(self, index: int) -> str:
        """The sentence of the event's first mention as far as that goes."""
        first = min(self.drafts[index].anchors, key=lambda a: a.start)
        return self.text.folded[self.text.sentences[first.sentence].start : first.end]

    def _is_recent(self, index: int, choice: _Choice) -> bool:
        today = self.days[index]
        return today is not None and (today - choice.span.latest).days <= _RECENT_DAYS

    # What is told on

    def _dated(self, index: int) -> Dated:
        choice = self.chosen[index]
        if choice is None:
            return UNDATED
        best = self._fullest(index, choice)
        written, precision = with_clock(best, choice.span, self.zones[index])
        today, quoted = self.days[index], self.text.full[best.start : best.end]
        return Dated(
            date=written,
            precision=precision,
            date_text=best.words,
            evidence=(Evidence(field="date", start=best.start, end=best.end, text=quoted),),
            age_days=max(0.0, float((today - choice.span.latest).days)) if today else None,
        )

    def _fullest(self, index: int, choice: _Choice) -> DateMention:
        """Of the phrases that give the same day in the event's own sentences, the one that says most."""
        best = choice.mention
        for mention in self.mentions:
            own = mention.kind is best.kind and mention.sentence in self.drafts[index].sentences
            if not own or len(mention.words) <= len(best.words) or self._told(mention):
                continue
            if self._span(mention, self.days[index]) == choice.span:
                best = mention
        return best


def _dateline_day(text: Text, mentions: Sequence[DateMention]) -> date | None:
    """The full date of the text's dateline, from which its "today" and "Tuesday" count."""
    for mention in mentions[:3]:
        full = mention.recipe.year is not None and mention.recipe.day is not None
        if full and is_dateline(text, mention) and mention.sentence < 5:
            return mention.earliest
    return None


def _within(span: Span, wider: Span) -> bool:
    return wider.earliest <= span.earliest and span.latest <= wider.latest
