"""Which event a mention belongs to, of those that its text has told so far.

A mention joins an event where its date, its kind and its place in the text allow it; another date, or a word such as
"another" or "a day after", opens a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.detection.apart import Sites, abroad, parted
from monitor.detection.judge import Judgement
from monitor.detection.mentioned import DEFINITE, THAT, Mention, is_definite, is_earlier, is_news
from monitor.detection.places.inside import identity
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


def find_home(
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
