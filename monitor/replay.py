"""Documents through detection, copies, incidents and alerts, on their own clock, without polling or sending.

The same decisions as the live desk (`monitor.incidents.core`), on memory. A document arrives at the time that it was
published. One without a time arrives with the document before it in the input (with the first that has one, at the
beginning): it cannot be placed better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from monitor.alerts.watch import matching_watchlists
from monitor.articles.canonical import canonical_url
from monitor.articles.credit import find_credit
from monitor.config.schema import Config
from monitor.detection.pipeline import Detector
from monitor.domain.alert import Alert
from monitor.domain.article import Article
from monitor.domain.document import Document, DocumentLine
from monitor.domain.incident import IncidentKind
from monitor.domain.report import Report
from monitor.incidents.core import Desk
from monitor.incidents.filing import Filed, rules_of
from monitor.incidents.fingerprint import fingerprint

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayDocument(DocumentLine):
    """One line of input: a document of `monitor detect`, and what is known of its outlet."""

    owner: str | None = None
    official: bool = False
    weight: float = 1.0
    tags: tuple[str, ...] = ()
    credit: tuple[str, ...] | None = None
    cites: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOut:
    """One line of `--articles-out`."""

    id: str
    attack: bool
    duplicate_of: str | None
    incident_id: str | None
    alert_ids: tuple[str, ...]


@dataclass(slots=True)
class Replayed:
    """What a replay found: one article for each document, in the order of the input, and the alerts as published."""

    articles: list[ArticleOut]
    alerts: list[Alert]
    desk: Desk


def replay(
    documents: Sequence[ReplayDocument],
    config: Config,
    *,
    detector: Detector,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Replayed:
    """Runs all documents through the desk in order of their times. Deterministic."""
    desk = new_desk(config)
    record = _Record()
    filed: dict[int, Filed] = {}
    alerts: list[Alert] = []
    for done, (index, now) in enumerate(arrivals(documents), start=1):
        _tell_due(desk, now, alerts)
        answer = filed[index] = desk.take(report_of(documents[index], detector), now)
        record.keep(answer)
        alerts += (published.alert for published in answer.published)
        on_progress(done)
    _tell_due(desk, None, alerts)
    return Replayed([record.article(document.id, filed[i]) for i, document in enumerate(documents)], alerts, desk)


class _Record:
    """Which incident every document ended in, kept longer than the desk's own memory."""

    def __init__(self) -> None:
        self._incident_of: dict[str, str | None] = {}
        self._shown: dict[str, bool] = {}
        self._attacks: set[str] = set()

    def keep(self, filed: Filed) -> None:
        """Notes what a report changed."""
        self._incident_of.update(filed.links)
        for incident in filed.incidents.values():
            # A lone sequel, or a trap that speaks of an attack, is no incident of its own.
            self._shown[incident.id] = incident.kind is not IncidentKind.FOLLOW_UP or len(incident.reports) > 1
        if filed.attack and filed.article_id:
            self._attacks.add(filed.article_id)

    def article(self, id_: str, filed: Filed) -> ArticleOut:
        """The line of a document."""
        incident_id = self._incident_of.get(id_)
        return ArticleOut(
            id=id_,
            attack=id_ in self._attacks,
            duplicate_of=filed.duplicate_of,
            incident_id=incident_id if incident_id and self._shown[incident_id] else None,
            alert_ids=tuple(published.alert.id for published in filed.published),
        )


def new_desk(config: Config) -> Desk:
    """An empty desk that owes nothing to any sink."""

    def watchlists_of(alert: Alert) -> tuple[str, ...]:
        return matching_watchlists(alert, config.watchlists)

    def owe_nothing(_alert: Alert, _told: frozenset[str]) -> tuple[str, ...]:
        return ()

    return Desk(rules_of(config), watchlists_of=watchlists_of, route=owe_nothing)


def arrivals(documents: Sequence[ReplayDocument]) -> Iterator[tuple[int, datetime]]:
    """(index, time of arrival) of all documents, in order of time; of equal times in the order of the input."""
    times: list[datetime] = []
    last = next((utc(d.published_at) for d in documents if d.published_at), EPOCH)
    for document in documents:
        last = utc(document.published_at) if document.published_at else last
        times.append(last)
    yield from sorted(enumerate(times), key=lambda pair: (pair[1], pair[0]))


def utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def report_of(line: ReplayDocument, detector: Detector) -> Report:
    """Detection and fingerprint of one document, as a worker would make them."""
    document = line.to_document()
    detection = detector.detect(document)
    article = article_of(line, document)
    return Report(article=article, detection=detection, fingerprint=fingerprint(article, detection))


def article_of(line: ReplayDocument, document: Document) -> Article:
    """The article of a document: the outlet's host stands in for a missing outlet, the outlet for a missing owner."""
    outlet = line.outlet or (urlsplit(line.url).hostname or "" if line.url else "")
    found = find_credit(document.body, outlet=outlet) if line.credit is None or line.cites is None else None
    return Article(
        id=line.id,
        url=line.url,
        canonical_url=canonical_url(line.url) if line.url else None,
        title=document.title,
        text=document.text,
        summary=document.summary or "",
        published=utc(document.published) if document.published else None,
        outlet=outlet,
        owner=line.owner or outlet,
        weight=line.weight,
        official=line.official,
        country=line.country,
        tags=line.tags,
        credit=line.credit if line.credit is not None else (found.agencies if found else ()),
        cites=line.cites if line.cites is not None else (found.cites if found else ()),
    )


def _tell_due(desk: Desk, until: datetime | None, alerts: list[Alert]) -> None:
    """Lets cool-downs run out before `until` (or all of them, at the end), each at its own time."""
    while (due := desk.next_due) is not None and (until is None or due < until):
        alerts += (published.alert for published in desk.tick(due).published)
