"""Gives each event the phrase that dates it, and reads anaphoric phrases against the other events' days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.detection.dates.calendar import Span, iso, resolve, shifted
from monitor.detection.dates.mention import DateMention, MentionKind, Recipe, Zone
from monitor.detection.draft import Draft
from monitor.detection.text import Text
from monitor.domain.detection import Evidence
from monitor.domain.taxonomy import DatePrecision, EventType, Role, Stage

# Verbs that date the telling or the aftermath, not the attack: "officials said Tuesday", "was arrested Friday".
_TELLING = re.compile(
    r"\b(?:said|says|saying|told|tells|announced|announcing|reported|reports|confirmed|stated|statement|according|"
    r"released|identified|identifying|arrested|arrests?|charged|charges|arraigned|court|hearing|sentenced|convicted|"
    r"pleaded|appeared|indicted|booked|jailed|trial|custody|surrendered|turned|captured|news conference|briefing|"
    r"posted|updated|published|wrote|tweeted|added|vowed|warned|condemned|vigil|funeral|buried|autopsy|spoke|"
    r"interview|received|probation|filed|remained|remains|unclear|tears|requests?|comment|counselors|memorial|interview|met|meeting|protest|protested|rally|visited|detained|ruled|testified|by email|issued|claimed|"
    r"gathered|mourned|remembered|bond|bail|extradited|held|denied|expected|scheduled|returned|closed|reopened)\b"
)
_HAPPENED = re.compile(
    r"\b(?:happened|occurred|took place|unfolded|broke out|erupted|was shot|were shot|shot|opened fire|was killed|were "
    r"killed|killed|wounded|injured|died|dead|fatal|fatally|struck|hit|attack(?:ed)?|exploded|responded|called|gunfire|"
    r"found|stabbed|gunned|incident|shooting|shots|slain|homicide|murder)\b"
)
_CLAUSE = re.compile(
    r"[;:]|, (?:and|but|while|when|after|before|who|which|where|officials|police)\b|\b(?:while|after|before|when)\b"
)
_DATELINE = re.compile(r",? ?(?:\([^)]{2,30}\) ?)?(?:--|-) ")
_FIRM = 7.0
"""The least score of a phrase that surely dates the event rather than its telling."""
_RECENT_DAYS = 10
_FINE_ENOUGH = 2.0
"""The least score of a phrase that may make a wider one exact."""
_FIRST_PASS = (MentionKind.ABSOLUTE, MentionKind.WEEKDAY, MentionKind.RELATIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When an event happened, by the text's words."""

    date: str | None = None
    """ISO 8601 cut at `precision`, local to the place."""
    precision: DatePrecision = DatePrecision.UNKNOWN
    date_text: str | None = None
    evidence: tuple[Evidence, ...] = ()
    age_days: float | None = None
    """Days from the latest day that the words allow to the publication; None where either is unknown."""


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class _Choice:
    mention: DateMention
    span: Span
    score: float


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
        self.published = published
        self.zones = [_zone(name) for name in timezones]
        self.days = [published.astimezone(zone).date() if published else None for zone in self.zones]
        self.owners: dict[int, set[int]] = {}
        for index, draft in enumerate(drafts):
            for sentence in draft.sentences:
                self.owners.setdefault(sentence, set()).add(index)
        self.chosen: list[_Choice | None] = [None] * len(drafts)
        starts = [(min(a.start for a in d.anchors), i) for i, d in enumerate(drafts) if d.anchors]
        self.lead = min(starts)[1] if starts else 0
        """The event told first: what no event owns may speak of it."""

    def run(self) -> list[Dated]:
        """First what the words date directly, then what is counted from those."""
        scores = {index: self._scores(index) for index in range(len(self.drafts))}
        for index, ranked in scores.items():
            self.chosen[index] = self._first(index, [r for r in ranked if r[1].kind in _FIRST_PASS])
        for index in range(len(self.drafts)):
            self._borrow(index)
        for _ in range(3):
            for index, ranked in scores.items():
                self._refer(index, [r for r in ranked if r[1].kind is MentionKind.ANAPHORIC])
        return [self._dated(index) for index in range(len(self.drafts))]

    def _borrow(self, index: int) -> None:
        """The lead's event told again with its day: a lead that names none, or only the day of the telling, takes it.

        Detection may part one event told twice; two events of one type in one text seldom leave the first undated.
        """
        own = self.chosen[index]
        if index != self.lead or (own and own.score >= _FIRM and own.span.precision is DatePrecision.DAY):
            return
        lenders = [c for other, c in enumerate(self.chosen) if c and other != index and self._lends(index, other, c)]
        if own and own.score >= _FIRM:
            lenders = [c for c in lenders if own.span.earliest <= c.span.earliest <= own.span.latest]
        today, days = self.days[index], {c.span.earliest for c in lenders}
        for choice in lenders:
            recent = today is not None and (today - choice.span.latest).days <= _RECENT_DAYS
            if recent or len(days) == 1:
                self.chosen[index] = choice
                return

    def _lends(self, index: int, other: int, choice: _Choice) -> bool:
        """Whether the other event's day is sure, and the other may be the same event."""
        types = {self.drafts[index].type, self.drafts[other].type}
        same = len(types) == 1 or EventType.ATTACK in types
        day = choice.span.precision is DatePrecision.DAY and choice.score >= _FIRM
        return same and day and self._may(index, choice.span)

    def _first(self, index: int, ranked: list[tuple[float, DateMention]]) -> _Choice | None:
        for score, mention in ranked:
            span = self._span(mention, self.days[index])
            if span and self._may(index, span):
                return self._finer(index, _Choice(mention, span, score), ranked)
        return None

    def _finer(self, index: int, choice: _Choice, ranked: list[tuple[float, DateMention]]) -> _Choice:
        """ "over the weekend … Sunday night": the day within the wider span that the text names elsewhere."""
        if choice.span.precision is DatePrecision.DAY:
            return choice
        for score, mention in ranked:
            span = self._span(mention, self.days[index])
            if span is None or span.precision is not DatePrecision.DAY or score < _FINE_ENOUGH:
                continue
            if choice.span.earliest <= span.earliest and span.latest <= choice.span.latest and self._may(index, span):
                return _Choice(mention, span, choice.score)
        return choice

    def _may(self, index: int, span: Span) -> bool:
        """A day after the publication is never an accomplished event's."""
        today = self.days[index]
        if today is None or self.drafts[index].stage is Stage.THREATENED:
            return True
        return span.earliest <= today

    def _span(self, mention: DateMention, today: date | None) -> Span | None:
        recipe = mention.recipe
        if recipe.part == "weekend" and today:
            return _weekend(recipe, today)
        if recipe.weekday is not None and recipe.day is None and today and not recipe.strictly_before:
            recipe = self._as_before(mention, recipe, today)
        span = resolve(recipe, today)
        if span and mention.words.lower().startswith(("hours ago",)) and today:
            return span
        return span

    def _as_before(self, mention: DateMention, recipe: Recipe, today: date) -> Recipe:
        """ "Wednesday's barrage" after "last Wednesday" means the same Wednesday."""
        if recipe.weekday != today.weekday():
            return recipe
        for other in self.mentions:
            same = other.recipe.weekday == recipe.weekday and other.recipe.day is None
            if other.start < mention.start and same and other.recipe.strictly_before:
                return other.recipe
        return recipe

    def _scores(self, index: int) -> list[tuple[float, DateMention]]:
        ranked = [(self._score(index, mention), mention) for mention in self.mentions]
        return sorted((r for r in ranked if r[0] > 0), key=lambda r: (-r[0], r[1].start))

    def _score(self, index: int, mention: DateMention) -> float:
        draft = self.drafts[index]
        if mention.kind in (MentionKind.DURATION, MentionKind.FUTURE):
            return 0.0
        near = self._nearest_anchor(draft, mention)
        owners = self.owners.get(mention.sentence, set())
        leads = draft.role is Role.NEWS or index == self.lead
        if near is None and (owners - {index} or (not leads and index not in owners)):
            return 0.0
        score = 10.0 if near is not None else 6.0 if index in owners else 3.0
        if near is not None:
            score -= min(3.0, near / 40)
            if self._taken_by_other(index, mention, near):
                score -= 6.0
        score -= self._telling(mention, draft)
        if mention.since and not any(0 <= a.start - mention.end < 12 for a in draft.anchors):
            return 0.0
        score -= min(2.0, 0.05 * mention.sentence)
        score -= {DatePrecision.DAY: 0.0, DatePrecision.WEEK: 1.5, DatePrecision.MONTH: 1.5}.get(
            mention.precision, 2.0
        )
        return score

    def _nearest_anchor(self, draft: Draft, mention: DateMention) -> int | None:
        """Characters between the phrase and the draft's nearest anchor in its sentence."""
        gaps = [_gap(mention, a.start, a.end) for a in draft.anchors if a.sentence == mention.sentence]
        return min(gaps, default=None)

    def _taken_by_other(self, index: int, mention: DateMention, near: int) -> bool:
        """Whether another event of the same sentence stands closer to the phrase."""
        for other, draft in enumerate(self.drafts):
            if other != index:
                gap = self._nearest_anchor(draft, mention)
                if gap is not None and gap < near:
                    return True
        return False

    def _telling(self, mention: DateMention, draft: Draft) -> float:
        """How much speaks for the phrase dating the telling or the aftermath."""
        sentence = self.text.sentences[mention.sentence]
        before = self.text.folded[sentence.start : mention.start][-90:]
        telling = [m.end() for m in _TELLING.finditer(before)]
        happened = [m.end() for m in _HAPPENED.finditer(before)]
        after = self.text.folded[mention.end : sentence.end][:60]
        if mention.start - sentence.start < 40 and not sentence.in_title and _DATELINE.match(self.text.folded, mention.end):
            return 5.0
        if telling and telling[-1] > (happened[-1] if happened else -1):
            close = len(before) - telling[-1] < 30
            return 5.0 if close else 2.5
        if not happened and (first := _TELLING.search(after)) and not _HAPPENED.search(after[: first.start()]):
            return 3.0
        return 0.0

    def _refer(self, index: int, ranked: list[tuple[float, DateMention]]) -> None:
        current = self.chosen[index]
        for score, mention in ranked:
            if current is not None and (
                current.mention is mention or score <= current.score - 3.0 or current.score > 5.0
            ):
                continue
            base = self._base(index, mention)
            shift = mention.recipe.shift
            if base is None or shift is None or base.precision is not DatePrecision.DAY:
                continue
            span = shifted(base.earliest, shift, mention.recipe.unit)
            if span and self._may(index, span):
                self.chosen[index] = _Choice(mention, span, score)
                return

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
        if own and own.mention.start < mention.start and own.mention is not mention:
            return own.span
        return self._said_before(index, mention)

    def _named_after(self, index: int, mention: DateMention) -> int | None:
        """The other event whose anchor follows "a day after" in the same sentence."""
        if not mention.words.lower().endswith(("after", "before", "following")):
            return None
        best: tuple[int, int] | None = None
        for other, draft in enumerate(self.drafts):
            for anchor in draft.anchors:
                if other != index and anchor.sentence == mention.sentence and anchor.start >= mention.end:
                    best = min(best or (anchor.start, other), (anchor.start, other))
        return best[1] if best else None

    def _said_before(self, index: int, mention: DateMention) -> Span | None:
        """The last plain date phrase before the anaphoric one, whatever it dates."""
        plain = [m for m in self.mentions if m.start < mention.start and m.kind in _FIRST_PASS and not m.since]
        for other in reversed(plain):
            span = self._span(other, self.days[index])
            if span and span.precision is DatePrecision.DAY:
                return span
        return None

    def _dated(self, index: int) -> Dated:
        choice = self.chosen[index]
        if choice is None:
            return UNDATED
        best = self._fullest(index, choice)
        text, precision = _with_clock(best, choice.span, self.zones[index])
        today = self.days[index]
        return Dated(
            date=text,
            precision=precision,
            date_text=best.words,
            evidence=(
                Evidence(field="date", start=best.start, end=best.end, text=self.text.full[best.start : best.end]),
            ),
            age_days=float((today - choice.span.latest).days) if today else None,
        )

    def _fullest(self, index: int, choice: _Choice) -> DateMention:
        """Of the phrases that give the same day in the event's own sentences, the one that says most."""
        best = choice.mention
        for mention in self.mentions:
            if mention.kind is not best.kind or mention.sentence not in self.drafts[index].sentences:
                continue
            span = self._span(mention, self.days[index])
            if (
                span == choice.span
                and len(mention.words) > len(best.words)
                and not self._telling(mention, self.drafts[index])
            ):
                best = mention
        return best


def assign_dates(
    text: Text,
    drafts: Sequence[Draft],
    mentions: Sequence[DateMention],
    published: datetime | None,
    timezones: Sequence[str | None],
) -> list[Dated]:
    """One `Dated` a draft, in order. `timezones[i]` is the IANA zone of draft i's place, None for UTC.

    An event for which the text has no words of its own stays undated: see docs/decisions/0030.
    """
    if not drafts or not mentions:
        return [UNDATED for _ in drafts]
    return _Desk(text, drafts, mentions, published, timezones).run()


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _gap(mention: DateMention, start: int, end: int) -> int:
    return start - mention.end if start >= mention.end else max(0, mention.start - end)


def _weekend(recipe: Recipe, today: date) -> Span:
    """The last Saturday and Sunday that had begun by `today`."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if recipe.shift == -1 and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    return Span(saturday, saturday + timedelta(days=1), DatePrecision.WEEK)


def _with_clock(mention: DateMention, span: Span, zone: ZoneInfo) -> tuple[str, DatePrecision]:
    """The date with its clock time where the text names both the time and its zone."""
    if mention.moment is None or span.precision is not DatePrecision.DAY or span.earliest != span.latest:
        return iso(span), span.precision
    clock_zone = UTC if mention.zone is Zone.UTC else zone
    moment = datetime.combine(span.earliest, mention.moment, clock_zone).astimezone(zone)
    if zone.key == "UTC" and mention.zone is Zone.LOCAL:
        return iso(span), span.precision
    if mention.zone is Zone.UTC:
        # The day named is the local one; only the hour was told by Greenwich.
        moment = moment.replace(year=span.earliest.year, month=span.earliest.month, day=span.earliest.day)
    return moment.isoformat(timespec="minutes"), DatePrecision.MINUTE
