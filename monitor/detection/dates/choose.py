"""Gives each event the phrase that dates it, and reads anaphoric phrases against the other events' days.

The score of a phrase for an event (fit.py) counts nearness to the event's anchors, against it that it dates the
telling, that another event stands nearer, that it is vague.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from monitor.detection.dates.added import adds, holds_on
from monitor.detection.dates.calendar import Span, resolve, shifted
from monitor.detection.dates.dated import UNDATED, Dated, local_day, local_hour, with_clock, zone_of
from monitor.detection.dates.fit import Fit, Ranked
from monitor.detection.dates.mention import DIRECT, DateMention, MentionKind, Recipe, Unit
from monitor.detection.dates.telling import DATELINE, is_aftermath, is_counted_from, is_dateline, owns_attack
from monitor.detection.draft import Draft
from monitor.detection.text import Text
from monitor.domain.detection import Evidence
from monitor.domain.taxonomy import DatePrecision, EventType, Role, Stage

_FIRM = 7.0
"""The least score of a phrase that surely dates the event rather than its telling."""
_FINE_ENOUGH = 2.0
"""The least score of a phrase that may make a wider one exact."""
_RECENT_ENOUGH = 1.0
"""The least score of a recent day that is taken before an older date that stands behind it."""
_SURE = 8.0
_RECENT_DAYS = 10
_DATELINE_LAG = timedelta(days=3)
"""A dateline this near to the publication says on what day the text was written."""


@dataclass(frozen=True, slots=True)
class _Choice:
    mention: DateMention
    span: Span
    score: float


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
        self.hours = [local_hour(published, zone) for zone in self.zones]
        written = _dateline_day(text, mentions)
        if written is not None:
            self.days = [written if day and abs(day - written) <= _DATELINE_LAG else day for day in self.days]
        self.fit = Fit(text, drafts, mentions)
        self.lead = self.fit.lead
        self.chosen: list[_Choice | None] = [None] * len(drafts)

    def run(self) -> list[Dated]:
        """First what the words date directly, then what is counted from those."""
        ranked = [self.fit.ranked(index) for index in range(len(self.drafts))]
        for index, phrases in enumerate(ranked):
            self.chosen[index] = self._first(index, [p for p in phrases if p[1].kind in DIRECT])
        self._borrow(self.lead)
        for index in range(len(self.drafts)):
            self._count_back(index)
        for _ in range(3):
            for index, phrases in enumerate(ranked):
                self._refer(index, [p for p in phrases if p[1].kind is MentionKind.ANAPHORIC])
        self._carry()
        return [self._dated(index) for index in range(len(self.drafts))]

    # Phrases that tell their day themselves

    def _first(self, index: int, ranked: Ranked) -> _Choice | None:
        for score, mention in ranked:
            span = self._span(index, mention)
            if span and self._may(index, span):
                return self._finer(index, self._recent(index, _Choice(mention, span, score), ranked), ranked)
            if span is None and self.days[index] is None:
                return None  # what dates it needs a publication day: no other date may stand in for it
        return None

    def _recent(self, index: int, choice: _Choice, ranked: Ranked) -> _Choice:
        """News that has a day of its own is of that day: a month or a year named behind it is of what went before."""
        if self.drafts[index].role is not Role.NEWS or self._is_recent(index, choice):
            return choice
        for score, mention in ranked:
            span = self._span(index, mention)
            if span is None or mention.start > choice.mention.start or mention.sentence == choice.mention.sentence:
                continue
            other = _Choice(mention, span, score)
            day = span.precision is DatePrecision.DAY and score >= _RECENT_ENOUGH and self.fit.told(mention) < DATELINE
            if day and self._is_recent(index, other) and self._may(index, span):
                return other
        return choice

    def _finer(self, index: int, choice: _Choice, ranked: Ranked) -> _Choice:
        """ "over the weekend … Sunday night": the day within the wider span that the text names elsewhere."""
        if choice.span.precision is DatePrecision.DAY:
            return choice
        for score, mention in ranked:
            span = self._span(index, mention)
            if score < _FINE_ENOUGH or span is None or not self._may(index, span):
                continue
            if span.precision is DatePrecision.DAY and _within(span, choice.span):
                return _Choice(mention, span, choice.score)
        return choice

    def _may(self, index: int, span: Span) -> bool:
        """A day after the publication is never an accomplished event's."""
        today = self.days[index]
        return today is None or self.drafts[index].stage is Stage.THREATENED or span.earliest <= today

    def _span(self, index: int, mention: DateMention) -> Span | None:
        recipe, today = mention.recipe, self.days[index]
        if today and recipe.shift == 0 and self.hours[index] < _begins(mention.words.lower()):
            today -= timedelta(days=1)  # told after midnight
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

    def _count_back(self, index: int) -> None:
        """ "On Monday, a day after gunmen shot six": the shots fell on Sunday; what comes before them was on Monday."""
        for mention in self.mentions:
            shift = mention.recipe.shift
            if mention.kind is not MentionKind.ANAPHORIC or not shift or not self._tells_what_came(index, mention):
                continue
            base = self._counted_from(index, mention)
            span = shifted(base.span.earliest, -shift, mention.recipe.unit) if base else None
            if base and span and self._may(index, span) and not owns_attack(self.text, base.mention):
                self.chosen[index] = _Choice(mention, span, _SURE)
                if self.chosen[self.lead] is None:
                    self.chosen[self.lead] = base
                return

    def _tells_what_came(self, index: int, mention: DateMention) -> bool:
        """Whether the event, and nothing of it but its aftermath, is what the phrase counts from."""
        if not is_counted_from(mention):
            return False
        if self.drafts[index].role is Role.NEWS and mention.recipe.unit not in (Unit.DAY, Unit.HOUR):
            return False  # what was months before is of no news
        following = self._following(mention)
        ahead = any(a.end <= mention.start for d in self.drafts for a in d.anchors_in(mention.sentence))
        later = is_aftermath(self.text.folded[self.text.sentences[mention.sentence].start : mention.start])
        if following:
            return following[0] == index and (later or not ahead)
        own = mention.sentence in self.drafts[index].sentences or index == self.lead
        return own and later and not ahead

    def _counted_from(self, index: int, mention: DateMention) -> _Choice | None:
        """The plain day named before the phrase in its sentence; without one, that of a death told of elsewhere."""
        for other in reversed(self.mentions):
            if other.start < mention.start and other.sentence == mention.sentence and other.kind in DIRECT:
                span = self._span(index, other)
                return _Choice(other, span, _SURE) if span and span.precision is DatePrecision.DAY else None
        own = self.chosen[index]
        if own is None or not self._is_recent(index, own) or own.span.precision is not DatePrecision.DAY:
            return None
        head = self.text.folded[self.text.sentences[own.mention.sentence].start : own.mention.start]
        return own if own.mention.kind in DIRECT and is_aftermath(head) else None

    def _refer(self, index: int, ranked: Ranked) -> None:
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
        if current.mention is not mention and self._counts_from(mention, current.mention):
            return True
        return current.mention is not mention and current.score <= 5.0 and score > current.score - 3.0

    def _counts_from(self, mention: DateMention, told: DateMention) -> bool:
        """ "said on Tuesday that … the day before": the day of the telling, in the phrase's own sentence before it."""
        beside = told.sentence == mention.sentence and told.start < mention.start
        closed = not is_counted_from(mention) or self.text.folded[mention.end : mention.end + 1] in ",.;"
        return beside and closed and (mention.recipe.shift or 0) < 0 and self.fit.told(told) > 0

    def _base(self, index: int, mention: DateMention) -> Span | None:
        """The day that the phrase counts from: the event it names, else the last one dated before it."""
        own = self.chosen[index]
        if own and own.mention is not mention and self._counts_from(mention, own.mention):
            return own.span
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
        if not is_counted_from(mention):
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
                span = self._span(index, other)
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
            if not own or len(mention.words) <= len(best.words) or self.fit.told(mention):
                continue
            if self._span(index, mention) == choice.span:
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


def _begins(words: str) -> int:
    """The hour before which "this afternoon" and "this evening" are of the day before."""
    return 6 if words in ("this afternoon", "this evening") else 4 if words == "tonight" else 0
