"""From mentions to events: what is one event told twice, what are two, and which sentences speak of which.

A mention joins an event where its date, its kind and its place in the text allow it; another date, or a word such as
"another" or "a day after", opens a new one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from monitor.detection.apart import Sites, Spot, abroad, parted, sites_of
from monitor.detection.context import RejectReason, Study
from monitor.detection.dates.mention import DIRECT, Unit
from monitor.detection.items import Items
from monitor.detection.judge import Judgement
from monitor.detection.mentioned import (
    DEFINITE,
    DIRECTLY,
    RECORD,
    THAT,
    Mention,
    is_definite,
    is_earlier,
    is_news,
    opens_item,
    refers_back,
    with_dates,
    without_heads,
)
from monitor.detection.places.inside import identity
from monitor.detection.text import Sentence
from monitor.detection.when import DateMention, MentionKind
from monitor.detection.where import Toponym
from monitor.detection.whom import Names, is_one
from monitor.domain.taxonomy import EventType, Stage

_T = EventType
_FAMILIES: tuple[frozenset[EventType], ...] = (
    frozenset({_T.SHELLING, _T.AIR_DRONE_STRIKE, _T.MARITIME_ATTACK, _T.SABOTAGE}),
    frozenset({_T.BOMBING, _T.SUICIDE_BOMBING, _T.VEHICLE_RAMMING, _T.SABOTAGE, _T.ARSON}),
    frozenset({_T.SHOOTING, _T.ASSASSINATION, _T.ARMED_CLASH, _T.MOB_VIOLENCE, _T.STABBING, _T.ABDUCTION}),
    frozenset({_T.SUICIDE_BOMBING, _T.SHOOTING, _T.ARMED_CLASH}),
    frozenset({_T.STABBING, _T.VEHICLE_RAMMING, _T.MOB_VIOLENCE, _T.ARSON}),
    frozenset({_T.BOMBING, _T.AIR_DRONE_STRIKE}),
    frozenset({_T.BOMBING, _T.ASSASSINATION}),
    frozenset({_T.AIR_DRONE_STRIKE, _T.ASSASSINATION}),
    frozenset({_T.SHELLING, _T.BOMBING}),
    frozenset({_T.HIJACKING, _T.ABDUCTION, _T.MARITIME_ATTACK}),
    frozenset({_T.ARMED_CLASH, _T.SHELLING, _T.AIR_DRONE_STRIKE}),
)
"""Kinds that one attack may show: a gun attack in which people are taken, missiles and drones of one barrage."""

_BARRAGE = frozenset({_T.SHELLING, _T.AIR_DRONE_STRIKE})
"""Missiles and drones of one barrage come down at many places."""
_LOCAL = _BARRAGE | {_T.SHOOTING, _T.STABBING}
"""Local news tells these beside places that are not their own: where the victim lived, lay in hospital, was buried.
Agency dispatches in capitals tell each with its place."""
_DOUBTS = frozenset({RejectReason.HISTORY, RejectReason.WEAK, RejectReason.POLICY, RejectReason.GENERIC})
_LEAST, _STRONG = 0.05, 0.5
_OPENS = 0.5
"""Least probability of a mention that opens a further event: one doubted as much as believed is told on of another."""

_WORD = re.compile(r"[^\W\d_]+")
_OPEN, _ALONE = 2, 6
"""Sentences after which a day may still be that of an event told without one; of one of its kind, or of "the attack",
longer."""


@dataclass(eq=False)
class Cluster:
    """One event while its mentions are gathered."""

    mentions: list[Judgement] = field(default_factory=list)
    days: tuple[date, date] | None = None
    recalled: set[int] = field(default_factory=set)
    """Sentences that only refer back to it: "the first attack prompted …"."""
    sites: Sites = ()
    """The places that its mentions' own words name."""
    victims: list[Names] = field(default_factory=list)
    """The names of those whom its mentions say it was done to."""
    like: Cluster | None = None
    """The earlier event that it is told to have followed; its place is meant by "the same site"."""
    titled: bool = False
    """Whether the title tells of it."""
    opens: bool = False
    """Whether the title or the first sentence tells of it."""
    earlier: bool = False
    """Whether the opening told it as what came before another: "two days after a mosque bombing". Further down such
    an attack has sentences of its own."""
    kinds: set[EventType] = field(default_factory=set)
    """The types of its mentions, which each further mention asks for."""
    items: set[int] = field(default_factory=set)
    """The items of a digest that tell of it."""
    heads: bool = False
    """Whether a further item of a digest begins with it: "in other news, a bomb …"."""
    answers: list[Judgement] = field(default_factory=list)
    """Its mentions that tell what was done to the attacker."""

    def add(self, mention: Judgement) -> None:
        """Takes a mention in."""
        self.mentions.append(mention)
        self.kinds.add(mention.candidate.type)

    def put_answers_apart(self) -> None:
        """Keeps what was done to the attacker from speaking for the attack, where anything else tells of it."""
        told = [m for m in self.mentions if m not in self.answers]
        if told:
            self.mentions = told

    @property
    def last_sentence(self) -> int:
        """Where it was mentioned last."""
        return self.mentions[-1].candidate.sentence

    @property
    def stage(self) -> Stage:
        """How far the event got, by the mentions that are surest."""
        happened = [m for m in self.mentions if m.stage is Stage.ACCOMPLISHED]
        others = [m for m in self.mentions if m.stage is not Stage.ACCOMPLISHED]
        if not others:
            return Stage.ACCOMPLISHED
        if not happened:
            return max(others, key=lambda m: m.probability).stage
        # A denial or a threat elsewhere does not undo what is told as fact; an interception in the first mention does.
        first = self.mentions[0].stage
        return first if first in (Stage.ATTEMPTED, Stage.DENIED, Stage.FOILED) else Stage.ACCOMPLISHED


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
        home = _home(mention, days, clusters, capitals=study.text.upper_case)
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


def _home(
    mention: Mention, days: tuple[date, date] | None, clusters: Sequence[Cluster], *, capitals: bool
) -> Cluster | None:
    """The event that the mention belongs to; None opens a new one."""
    kind = mention.judged.candidate.type
    here = [c for c in clusters if not _elsewhere(mention, c, capitals) and not _in_other_item(mention, c)]
    if mention.item:
        here = _beside(mention, here)
    fitting = [c for c in here if _compatible(kind, c)]
    if not fitting and not capitals:
        fitting = [c for c in here if _tells_on(mention, c)]
    if not fitting:
        return None
    meant = [c for c in fitting if any(is_one(mention.victim, known) for known in c.victims)]
    if meant and (days is None or meant[-1].days is None or _overlap(meant[-1].days, days)):
        return meant[-1]
    if mention.another:
        fitting = [c for c in fitting if c.days is not None and days is not None]
    definite = is_definite(mention)
    news = is_news(mention) and (capitals or not _retells(mention, clusters))
    if days is not None:
        return _dated_home(mention, days, fitting, definite=definite, news=news, capitals=capitals)
    if is_earlier(mention):
        fitting = [c for c in fitting if c.earlier] or fitting * definite
    if not fitting or (not definite and news and not fitting[-1].earlier):
        return None
    if not capitals and not is_earlier(mention):
        fitting = [c for c in fitting if not c.earlier] or fitting  # what went before is told by the way
    return _undated_home(mention, fitting, definite=definite)


def _retells(mention: Mention, clusters: Sequence[Cluster]) -> bool:
    """Whether it begins the lead, which tells what the title told: "Mayor shot dead", "Another mayor was shot …"."""
    at = mention.judged.candidate.sentence
    if not mention.leads or is_earlier(mention) or "earlier" in mention.before:
        return False
    if any(c.last_sentence == at for c in clusters):
        return False
    return any(c.titled and not c.earlier for c in clusters)


def _dated_home(
    mention: Mention,
    days: tuple[date, date],
    fitting: Sequence[Cluster],
    *,
    definite: bool,
    news: bool,
    capitals: bool,
) -> Cluster | None:
    same = [c for c in fitting if c.days is not None and _overlap(c.days, days)]
    if same:
        # Local news tells one day's one shooting again and again; dispatches in capitals tell a day's attacks.
        return None if capitals and news else same[-1]
    at = mention.judged.candidate.sentence
    open_ = [c for c in fitting if c.days is None and at - c.last_sentence <= _reach(mention, c)]
    open_ = [c for c in open_ if not (mention.old and c.opens and not definite and not mention.named)]
    if not capitals and not is_earlier(mention):
        open_ = [c for c in open_ if not c.earlier] or open_
    return open_[-1] if open_ and not news else None


def _tells_on(mention: Mention, home: Cluster) -> bool:
    """Whether it tells of the same by whatever means: of what the title told, or of what its own sentence tells.

    A short item tells one attack, and all that was done in it: a convoy was stopped, a lorry burned, a driver shot.
    """
    first, at = home.mentions[0].candidate.sentence, mention.judged.candidate.sentence
    return mention.opening and (home.titled or first == at)


def _in_other_item(mention: Mention, home: Cluster) -> bool:
    """Whether the items of a digest part it: by their places, in whatever countries, or a list's by the means too.

    A further clause of a title mostly tells on: "two hurt in ramming; attacker shot dead".
    """
    if not mention.item:
        return False
    if abroad(mention.sites, home.sites):
        return True
    if (mention.titled or mention.listed) and parted(mention.sites, home.sites):
        return True
    listed = mention.listed and mention.item not in home.items and not home.titled
    return listed and not _compatible(mention.judged.candidate.type, home)


def _beside(mention: Mention, here: list[Cluster]) -> list[Cluster]:
    """Of a digest's events those at the mention's own place, else those that its item has told."""
    placed = [c for c in here if any(identity(a) == identity(b) for a in mention.sites for b in c.sites)]
    return placed or [c for c in here if mention.item in c.items] or here


def _undated_home(mention: Mention, fitting: Sequence[Cluster], *, definite: bool) -> Cluster:
    """Of the events that a mention without a day may belong to: the one that it points to, else the last told."""
    kind = mention.judged.candidate.type
    followed = fitting[-1].like
    if followed is not None and followed in fitting and mention.words.startswith("first "):
        return followed  # "the first attack", told after "it was followed by another"
    if THAT.search(mention.before):
        return max(fitting, key=lambda c: (c.last_sentence, _same(kind, c)))
    if definite or _is_bare(fitting[-1]):
        return max(fitting, key=lambda c: (_same(kind, c), c.last_sentence))
    return fitting[-1]


def _elsewhere(mention: Mention, home: Cluster, capitals: bool) -> bool:
    """Whether the mention's own words put it at another place."""
    kinds = {mention.judged.candidate.type, *home.kinds}
    if not capitals and mention.leads and home.titled and not is_news(mention):
        return False  # the lead says more exactly than the title where it was
    local = _BARRAGE if capitals or mention.fronted else _LOCAL
    return not kinds & local and parted(mention.sites, home.sites)


def _is_bare(home: Cluster) -> bool:
    """Whether the event has so far been no more than "an attack": what tells the means goes on with one that did."""
    return home.kinds == {EventType.ATTACK}


def _reach(mention: Mention, home: Cluster) -> int:
    """How many sentences after its last mention an event told without a day may still get one."""
    akin = _same(mention.judged.candidate.type, home) or _is_bare(home)
    return _ALONE if akin or DEFINITE.search(mention.before) else _OPEN


def _same(kind: EventType, home: Cluster) -> bool:
    return kind is not EventType.ATTACK and kind in home.kinds


def _compatible(kind: EventType, home: Cluster) -> bool:
    kinds = home.kinds - {EventType.ATTACK}
    if kind is EventType.ATTACK or not kinds or kind in kinds:
        return True
    kinds = kinds - {EventType.ASSASSINATION}  # which may be by any means
    return all(any(kind in family and told in family for family in _FAMILIES) for told in kinds)


def _overlap(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


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
    items = Items(study.text)
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
