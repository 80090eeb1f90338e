"""News or background: which of a text's events it is about, and which it recalls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.detection.context import Study
from monitor.detection.homes import Cluster
from monitor.detection.judge import Judgement
from monitor.detection.mentioned import NEWS_DAYS
from monitor.detection.when import DateMention, MentionKind
from monitor.domain.taxonomy import HAPPENED, Role

NEWS_SCORE = 0.2
"""Least score at which an event may be the text's news. It does not follow the configured threshold: what a text is
about does not change with how sure of it the user wants to be."""

_LEAD = 3
"""Sentences of the body in which a further attack may still be news."""


def ages_of(study: Study, dates: Sequence[DateMention], published: datetime | None) -> list[int]:
    """Ages in days of the past dates named in the title and the first sentences of the body."""
    if published is None:
        return []
    first = _first_body(study)
    held = [d for d in dates if d.sentence < first + 2 and d.kind not in (MentionKind.DURATION, MentionKind.FUTURE)]
    return [max(0, (published.date() - d.latest).days) for d in held if d.latest is not None]


def decide_roles(study: Study, clusters: Sequence[Cluster], news: bool, published: datetime | None) -> list[Role]:
    """One role an event. Where the text's news is no attack (`news` false), attacks that happened are background."""
    first = _first_body(study)
    roles = [_role(c, first, published) for c in clusters]
    _keep_to_one_day(clusters, roles)
    if any(r is Role.NEWS and not c.earlier for c, r in zip(clusters, roles, strict=True)):
        roles = [Role.BACKGROUND if c.earlier else r for c, r in zip(clusters, roles, strict=True)]
    happened = [i for i, c in enumerate(clusters) if c.stage in HAPPENED]
    if not news:
        return [Role.BACKGROUND if i in happened else role for i, role in enumerate(roles)]
    if happened and not any(roles[i] is Role.NEWS for i in happened):
        roles[_best(clusters, happened)] = Role.NEWS
    return roles


def _keep_to_one_day(clusters: Sequence[Cluster], roles: list[Role]) -> None:
    """An attack of an earlier day than the first news event's is recalled."""
    days = next((c.days for c, r in zip(clusters, roles, strict=True) if r is Role.NEWS and c.days), None)
    for i, home in enumerate(clusters):
        other = days is not None and home.days is not None and home.days[1] < days[0]
        if roles[i] is Role.NEWS and other and not home.heads:
            roles[i] = Role.BACKGROUND


def _first_body(study: Study) -> int:
    return sum(1 for s in study.text.sentences if s.in_title)


def _role(cluster: Cluster, first: int, published: datetime | None) -> Role:
    mention = cluster.mentions[0]
    if published is not None and cluster.days is not None and (published.date() - cluster.days[1]).days > NEWS_DAYS:
        return Role.BACKGROUND
    if mention.candidate.sentence < first + 1 or cluster.heads:
        return Role.NEWS
    told = sum(m.candidate.sentence < first + _LEAD for m in cluster.mentions)
    return Role.NEWS if told >= 2 else Role.BACKGROUND


def _best(clusters: Sequence[Cluster], among: Sequence[int]) -> int:
    return max(among, key=lambda i: (_recency(clusters[i]), -clusters[i].mentions[0].candidate.sentence, -i))


def _recency(cluster: Cluster) -> float:
    return cluster.days[1].toordinal() if cluster.days else float("inf")


def fallback(judgements: Sequence[Judgement]) -> Judgement | None:
    """The best mention where none was sure: turned down by the model's doubt, not by a rule."""
    open_ = [j for j in judgements if j.probability > 0 and j.stage in HAPPENED]
    return max(open_, key=lambda j: j.probability, default=None)
