"""From mentions to events: what is one event told twice, what are two, and which sentences speak of which.

A mention joins an event where its date, its kind and its place in the text allow it; another date, or a word such as
"another" or "a day after", opens a new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from monitor.detection.apart import Sites, Spot, parted, sites_of
from monitor.detection.context import RejectReason, Study
from monitor.detection.dates.mention import Unit
from monitor.detection.dates.telling import telling_weight
from monitor.detection.judge import Judgement
from monitor.detection.when import DateMention, MentionKind
from monitor.detection.where import Toponym
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
_DOERS = frozenset({"ATTACKER", "FORCES", "REBEL"})
"""Classes of words.tsv."""
_LEAST, _STRONG = 0.05, 0.5

_NO_MODIFIER = (
    r"(?:an?|the|his|her|their|its|and|or|of|in|at|on|to|for|with|by|from|who|that|was|were|is|are|been|has|had|have"
    r"|man|woman|men|women|boy|girl|child|children|teen|teenager|person|people|victim|victims|suspect|family|friend)"
)
"""Words that part a determiner from the mention: "another man was | shot" is no other shooting."""
_NEW = re.compile(
    r"\b(?:meanwhile|elsewhere|also|(?:minute|hour|day|week|month|year|night|morning|evening)s? later|earlier)\b"
    r"[^.;]{0,30}$|^\W*(?:meanwhile|in addition|similarly|likewise|furthermore|moreover|subsequently|simultaneously|"
    r"at the same time|on the other hand|finally|elsewhere|in (?:an)?other|also)\b[^.;]{0,90}$"
    r"|^\W*(?:(?:and|but|then) )?later\b[^.;]{0,30}$"
    r"|\b(?:another|separate|second|third|previous|other|further)(?! degree)"
    rf"(?: (?!{_NO_MODIFIER}\b)[\w'-]+){{0,3}} $"
)
"""What opens a new event: words for a whole clause, or a determiner of the mention itself ("another shooting").

Reports of many attacks tell one a sentence and begin each with a word that adds: "In addition, …", "Similarly, …".
"""
_AFTER = re.compile(
    r"\b(?:day after|days after|week after|weeks after|month after|months after|year after|years after|hours after|"
    r"since|"
    r"followed by|triggered by|in response to|in the wake of|in retaliation for|retaliation to|revenge for|prompted)"
    r"\b[^.;]{0,40}$"
)
_DEFINITE = re.compile(r"\b(?:the|this|that|those|these|it was|which|its|their)\b[^.;,]{0,25}$")
_THAT = re.compile(r"\b(?:that|this|those|these) (?:\w+ )?$")
"""What was told last: "claimed that | bombing"."""
_ANOTHER = re.compile(
    r"\bfollowed (?:\w+ )?by (?:another|a (?:second|third|similar|further|new))\b"
)
"""A later attack told by the one that it followed: "Friday's barrage was followed by another attack"."""
_RECORD = re.compile(
    r"^\W*(?:it|this|that|the (?:attack|assault|bombing|strike|shooting|incident)) (?:was|is) (?:\w+ ){0,2}?"
    r"the (?:\w+ )?"
    r"(?:deadliest|worst|bloodiest|biggest|largest|heaviest|fiercest|most \w+)\b(?!.*\b(?:since|than|after)\b)"
)
_ALSO = re.compile(r"\balso [a-z ]{0,12}$")
_ALSO_DID = re.compile(r"(?:\w+ ){1,3}also (?!\w*(?:was|were|been|being|shot|wound|injur|hurt|kill|die)\w*\b)")
"""A doer's further deed: "rebels also blew up two pylons"; one more victim is none."""
_SUFFERED = re.compile(r"(?:was|were|been|being|gunshot|gun shot|shot|wound|injur|hurt)")
_PERSON = re.compile(
    r"(?:person|people|man|woman|men|women|boy|girl|child|children|teen|teenager|victim|officer|civilian)s?\b"
)
"""One more victim, no further attack: "his brother was also | shot", "a second | person was killed"."""
_OUTCOME = re.compile(r"\b(?:died|dies|dead|death|charged|arrested|identified|recovering|convicted|sentenced)\b")
"""What comes days after an attack and is its own aftermath."""
_PLAIN_DAYS = (MentionKind.WEEKDAY, MentionKind.ABSOLUTE, MentionKind.RELATIVE)
_OPEN, _ALONE = 2, 6
"""Sentences after which a day may still be that of an event told without one; of one of its kind, or of "the attack",
longer."""
_NOUN = 20
"""Characters: "another deadly drone | attack"."""
_TOLD = 2.5
"""The least weight at which a phrase dates the telling."""
_DIRECTLY = 5
"""Characters: "since a late May ambush" dates the ambush."""


@dataclass(eq=False)
class Cluster:
    """One event while its mentions are gathered."""

    mentions: list[Judgement] = field(default_factory=list)
    days: tuple[date, date] | None = None
    recalled: set[int] = field(default_factory=set)
    """Sentences that only refer back to it: "the first attack prompted …"."""
    sites: Sites = ()
    """The places that its mentions' own words name."""
    like: Cluster | None = None
    """The earlier event that it is told to have followed; its place is meant by "the same site"."""

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


@dataclass(frozen=True, slots=True)
class _Mention:
    judged: Judgement
    date: DateMention | None
    before: str
    """What stands before it in its sentence, back to the mention before, folded."""
    words: str
    """The mention itself, folded."""
    does: bool = False
    """Whether it begins with who did it: "guerrillas blew up"."""
    another: bool = False
    """Whether it is told as one that followed another."""
    sites: Sites = ()
    """The places that its sentence puts it at."""


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
        and d.kind in (MentionKind.ABSOLUTE, MentionKind.WEEKDAY, MentionKind.RELATIVE)
        and 0 <= judged.candidate.start - d.end <= _DIRECTLY
        for d in dates
    )


def cluster(
    study: Study, judgements: Sequence[Judgement], dates: Sequence[DateMention], toponyms: Sequence[Toponym] = ()
) -> list[Cluster]:
    """The events of a text, in the order in which they are first mentioned."""
    accepted = _without_heads([j for j in judgements if j.reason is None])
    clusters: list[Cluster] = []
    spots = [Spot(j.candidate.sentence, j.candidate.start, j.candidate.end) for j in accepted]
    placed = zip(_with_dates(study, accepted, dates), sites_of(toponyms, spots), strict=True)
    for mention in (replace(mention, sites=sites) for mention, sites in placed):
        days = _days(mention.date, clusters)
        if clusters and _RECORD.search(mention.before):
            continue  # "it was the deadliest strike on the city": told of the attack, and no telling of its own
        home = _home(mention, days, clusters, capitals=study.text.upper_case)
        if home is None:
            home = Cluster(like=_followed(mention, clusters, dates))
            clusters.append(home)
        elif _refers_back(mention):
            home.recalled.add(mention.judged.candidate.sentence)
        home.mentions.append(mention.judged)
        home.sites += tuple(place for place in mention.sites if place not in home.sites)
        if days is not None and home.days is None:
            home.days = days
    return clusters


def _without_heads(accepted: list[Judgement]) -> list[Judgement]:
    """The mentions, without a "followed by another" whose noun is a mention itself: "followed by another | attack"."""
    heads = {
        id(one) for one, other in pairwise(accepted)
        if one.candidate.rule.startswith("followed by") and 0 <= other.candidate.start - one.candidate.end <= 1
    }  # fmt: skip
    return [j for j in accepted if id(j) not in heads]


def _with_dates(study: Study, accepted: Sequence[Judgement], dates: Sequence[DateMention]) -> list[_Mention]:
    """Each mention with the date phrase nearest to it, each phrase given once."""
    owner: dict[int, tuple[int, DateMention]] = {}
    for phrase in dates:
        near = [
            (_distance(phrase, j), i) for i, j in enumerate(accepted)
            if j.candidate.sentence == phrase.sentence and not _names_other(phrase, j)
        ]  # fmt: skip
        if not near or phrase.kind in (MentionKind.DURATION, MentionKind.FUTURE):
            continue
        distance, at = min(near)
        if distance > _DIRECTLY and (phrase.since or telling_weight(study.text, phrase) >= _TOLD):
            continue  # "police said Tuesday" parts no events
        if at not in owner or distance < owner[at][0]:
            owner[at] = (distance, phrase)
    found = []
    for i, judged in enumerate(accepted):
        start = study.text.sentences[judged.candidate.sentence].start
        if i and accepted[i - 1].candidate.sentence == judged.candidate.sentence:
            start = accepted[i - 1].candidate.end
        held = owner.get(i)
        phrase_held = held[1] if held else None
        told = _ANOTHER.search(study.flat, start, judged.candidate.end)
        another = told is not None and told.end() >= judged.candidate.start - _NOUN
        at, end = judged.candidate.start, judged.candidate.end
        before, words = study.flat[start:at], study.flat[at:end]
        found.append(_Mention(judged, phrase_held, before, words, _begins_with_doer(study, judged), another))
    return found


def _names_other(phrase: DateMention, judged: Judgement) -> bool:
    """Whether the phrase is of what follows it: "the | attack came a day after another one" gives the first no day."""
    counted = phrase.kind is MentionKind.ANAPHORIC and phrase.words.lower().endswith(("after", "following"))
    return counted and judged.candidate.end <= phrase.start


def _begins_with_doer(study: Study, judged: Judgement) -> bool:
    candidate = judged.candidate
    if "past" not in candidate.forms:
        return False
    entry = study.readings[candidate.sentence].units[candidate.first].entry
    return entry is not None and not _DOERS.isdisjoint(entry.classes)


def _followed(mention: _Mention, clusters: Sequence[Cluster], dates: Sequence[DateMention]) -> Cluster | None:
    """The event that this one is told to have followed: by the day named for it, else the last one told to a day.

    "Wednesday's barrage" may be of any week: the day of the week is what is compared.
    """
    if not mention.another or not clusters:
        return None
    candidate = mention.judged.candidate
    named = {
        d.earliest.weekday() for d in dates
        if d.sentence == candidate.sentence and d.end <= candidate.start and d.earliest and d.kind in _PLAIN_DAYS
    }  # fmt: skip
    dated = [c for c in clusters if c.days and c.days[0] == c.days[1]]
    meant = [c for c in dated if c.days and c.days[0].weekday() in named]
    return max(meant or dated or clusters, key=lambda c: c.last_sentence)


def _distance(phrase: DateMention, judged: Judgement) -> int:
    candidate = judged.candidate
    if phrase.start >= candidate.end:
        return phrase.start - candidate.end
    # What follows a date is a little less likely its own than what precedes it, but "Wednesday's barrage" is.
    return max(0, candidate.start - phrase.end) + (0 if candidate.start - phrase.end < 5 else 12)


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


def _home(
    mention: _Mention, days: tuple[date, date] | None, clusters: Sequence[Cluster], *, capitals: bool
) -> Cluster | None:
    """The event that the mention belongs to; None opens a new one."""
    kind = mention.judged.candidate.type
    fitting = [c for c in clusters if _compatible(kind, c) and not _elsewhere(mention, c, capitals)]
    if not fitting:
        return None
    if mention.another:
        fitting = [c for c in fitting if c.days is not None and days is not None]
    if days is not None:
        same = [c for c in fitting if c.days is not None and _overlap(c.days, days)]
        if same:
            # Local news tells one day's one shooting again and again; dispatches in capitals tell a day's attacks.
            return None if capitals and _is_news(mention) else same[-1]
        at = mention.judged.candidate.sentence
        open_ = [c for c in fitting if c.days is None and at - c.last_sentence <= _reach(mention, c)]
        after = _AFTER.search(mention.before) and not _OUTCOME.search(mention.before)
        return open_[-1] if open_ and not after else None
    definite = _is_definite(mention)
    if not definite and _is_news(mention):
        return None
    return _undated_home(mention, fitting, definite=definite)


def _undated_home(mention: _Mention, fitting: Sequence[Cluster], *, definite: bool) -> Cluster:
    """Of the events that a mention without a day may belong to: the one that it points to, else the last told."""
    kind = mention.judged.candidate.type
    if _THAT.search(mention.before):
        return max(fitting, key=lambda c: (c.last_sentence, _same(kind, c)))
    if definite or _is_bare(fitting[-1]):
        return max(fitting, key=lambda c: (_same(kind, c), c.last_sentence))
    return fitting[-1]


def _elsewhere(mention: _Mention, home: Cluster, capitals: bool) -> bool:
    """Whether the mention's own words put it at another place."""
    kinds = {mention.judged.candidate.type, *(m.candidate.type for m in home.mentions)}
    return not kinds & (_BARRAGE if capitals else _LOCAL) and parted(mention.sites, home.sites)


def _is_bare(home: Cluster) -> bool:
    """Whether the event has so far been no more than "an attack": what tells the means goes on with one that did."""
    return all(m.candidate.type is EventType.ATTACK for m in home.mentions)


def _is_definite(mention: _Mention) -> bool:
    """Whether it is told as known: "the attack"; in "the guerrillas blew up" it is the doer who is."""
    return _DEFINITE.search(mention.before) is not None and not mention.does


def _is_news(mention: _Mention) -> bool:
    """Whether the words before the mention, or its own "also", bring in another event."""
    if mention.does and _ALSO_DID.match(mention.words):
        return True
    if _NEW.search(mention.before):
        victim = _ALSO.search(mention.before) and _SUFFERED.match(mention.words)
        return not (victim or _PERSON.match(mention.words))
    return _AFTER.search(mention.before) is not None and not _OUTCOME.search(mention.before)


def _reach(mention: _Mention, home: Cluster) -> int:
    """How many sentences after its last mention an event told without a day may still get one."""
    kinds = {m.candidate.type for m in home.mentions}
    akin = _same(mention.judged.candidate.type, home) or kinds == {EventType.ATTACK}
    return _ALONE if akin or _DEFINITE.search(mention.before) else _OPEN


def _refers_back(mention: _Mention) -> bool:
    """Whether this is no more than "the attack", without a day of its own."""
    generic = mention.judged.candidate.type is EventType.ATTACK
    return generic and mention.date is None and _DEFINITE.search(mention.before) is not None


def _same(kind: EventType, home: Cluster) -> bool:
    return kind is not EventType.ATTACK and any(m.candidate.type is kind for m in home.mentions)


def _compatible(kind: EventType, home: Cluster) -> bool:
    kinds = {m.candidate.type for m in home.mentions} - {EventType.ATTACK}
    if kind is EventType.ATTACK or not kinds or kind in kinds:
        return True
    kinds = kinds - {EventType.ASSASSINATION} or kinds  # which may be by any means
    return all(any(kind in family and told in family for family in _FAMILIES) for told in kinds)


def _overlap(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def sentences_of(study: Study, clusters: Sequence[Cluster]) -> list[tuple[int, ...]]:
    """For each event the sentences that speak of it: those of its mentions, and those that follow up to another's."""
    owners: dict[int, set[int]] = {}
    for index, home in enumerate(clusters):
        for mention in home.mentions:
            owners.setdefault(mention.candidate.sentence, set()).add(index)
    for index, home in enumerate(clusters):
        for sentence_index in home.recalled:
            # Where another event is told in the same sentence, what it says is that event's.
            if len(owners[sentence_index]) > 1 and home.mentions[0].candidate.sentence != sentence_index:
                owners[sentence_index].discard(index)
    current: int | None = None
    for sentence in study.text.sentences:
        if sentence.index in owners:
            last = max(
                (m.candidate.start, i) for i in owners[sentence.index] for m in clusters[i].mentions
                if m.candidate.sentence == sentence.index
            )  # fmt: skip
            current = last[1]
        elif current is not None:
            owners.setdefault(sentence.index, set()).add(current)
    return [tuple(sorted(s for s, held in owners.items() if i in held)) for i in range(len(clusters))]
