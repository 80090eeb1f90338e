"""What a worker process has at hand, and how it treats an entry: examine (pure), then complete (one store call).

The time limit is not here: no code inside a process can be trusted to stop itself (lxml does not hear SIGALRM, a job
may swallow exceptions). The bench only says in `progress` since when it is at an entry; the pool outside kills.
"""

from __future__ import annotations

import time
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from monitor.clock import Clock
from monitor.domain.article import Article, ReadyEntry
from monitor.domain.detection import Detection
from monitor.domain.disposition import Disposition, decide_disposition, holds_candidate
from monitor.domain.document import Document
from monitor.domain.report import Fingerprint, Report
from monitor.storage.codec import pack
from monitor.storage.entries import Completion, EntryStore

ARTICLE_SECONDS = 30.0
"""Wall-clock time for one entry; then its worker is killed from outside."""
LEASE = timedelta(seconds=90)
_LEASED_AT_ONCE = 8
MAX_TEXT = 60_000
"""Characters of one text; a longer one is cut. No news item is longer; a hostile page costs two seconds by this."""

log = structlog.get_logger("monitor.worker")


@dataclass(frozen=True, slots=True)
class Tools:
    """The pure functions of a worker, loaded once before the processes fork."""

    clean: Callable[[ReadyEntry], Article]
    detect: Callable[[Document], Detection]
    fingerprint: Callable[[Article, Detection], Fingerprint]


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one entry."""

    disposition: Disposition
    article: Article
    detection: Detection
    report: Report | None


class Bench:
    """One worker process's work: batches of leased entries, one after the other."""

    def __init__(
        self, store: EntryStore, tools: Tools, clock: Clock, progress: MutableSequence[float], slot: int = 0
    ) -> None:
        self._store = store
        self._tools = tools
        self._clock = clock
        self._progress = progress
        self._slot = slot
        self._stopping = False

    def stop(self) -> None:
        """Ends the batch after the entry in hand; what is leased beyond it goes back at once."""
        self._stopping = True

    def run(self, limit: int) -> int:
        """Works until `limit` entries are done, none waits, or `stop` was called; returns how many were done."""
        done = 0
        while done < limit and not self._stopping:
            # From before the lease on: of one frozen between lease and work nobody would know that it is at an entry.
            self._progress[self._slot] = time.monotonic()
            try:
                taken = self._store.lease(min(limit - done, _LEASED_AT_ONCE), LEASE, self._clock.now())
                if not (taken.entries or taken.unreadable):
                    break
                done += self._dismiss(taken.unreadable) + self._work_off(taken.entries)
            finally:
                self._progress[self._slot] = 0.0
        return done

    def _dismiss(self, unreadable: Sequence[tuple[str, int, Disposition]]) -> int:
        """Completes what the store could not read, and says how many they were."""
        for entry_id, revision, disposition in unreadable:
            self._store.complete(entry_id, revision, disposition, self._clock.now())
            log.warning("article", id=entry_id, revision=revision, disposition=disposition)
        return len(unreadable)

    def _work_off(self, entries: list[ReadyEntry]) -> int:
        """Each in turn; whatever was not completed (failed, or left by `stop`) goes back to the work set."""
        done = 0
        for entry in entries:
            if self._stopping:
                break
            done += self._work_on(entry)
        if done < len(entries):
            for given_up in self._store.release(self._clock.now()).quarantined:
                log.error("article", id=given_up, disposition=Disposition.QUARANTINED)
        return done

    def _work_on(self, entry: ReadyEntry) -> bool:
        began = time.monotonic()
        self._progress[self._slot] = began
        if not self._store.start(entry.id, entry.revision, LEASE, self._clock.now()):
            log.info("lease_lost", id=entry.id, revision=entry.revision)
            return True
        examined = self._examine(entry)
        if examined is None:
            return False
        self._complete(entry, examined, time.monotonic() - began)
        return True

    def _examine(self, entry: ReadyEntry) -> Examined | None:
        """None where the entry made the code fail: whatever it was, it must not stop its neighbours."""
        try:
            return examine(entry, self._tools)
        except Exception:
            # The one place where anything is caught: bugs, MemoryError at the address-space limit, RQ's own alarm.
            log.exception("article_failed", id=entry.id, revision=entry.revision, feed=entry.feed_name, url=entry.url)
            return None

    def _complete(self, entry: ReadyEntry, examined: Examined, seconds: float) -> None:
        completion = self._store.complete(
            entry.id,
            entry.revision,
            examined.disposition,
            self._clock.now(),
            report=pack(examined.report) if examined.report else None,
            article=pack(_kept(examined.article, examined.detection)),
        )
        if completion is Completion.LOST:
            log.info("lease_lost", id=entry.id, revision=entry.revision)
            return
        if examined.detection.truncated:
            self._store.count("text.truncated", self._clock.now())
        log.info(
            "article",
            id=entry.id,
            revision=entry.revision,
            disposition=examined.disposition,
            feed=entry.feed_name,
            outlet=entry.outlet,
            url=entry.url,
            title=entry.title[:200],
            page=examined.article.page_state,
            language=examined.detection.language,
            score=round(examined.detection.score, 3),
            attack=examined.detection.attack,
            events=len(examined.detection.events),
            truncated=examined.detection.truncated,
            ms=round(seconds * 1000, 1),
        )


def examine(entry: ReadyEntry, tools: Tools) -> Examined:
    """Everything that a worker finds out about an entry. Pure, as its tools are."""
    article = tools.clean(entry)
    cut = len(article.text) > MAX_TEXT
    if cut:
        article = replace(article, text=article.text[:MAX_TEXT])
    detection = tools.detect(to_document(article))
    detection = replace(detection, truncated=cut or detection.truncated)
    disposition = decide_disposition(article, detection)
    report = None
    if disposition is Disposition.REPORTED:
        report = Report(
            article=_kept(article, detection),
            detection=detection,
            fingerprint=tools.fingerprint(article, detection),
        )
    return Examined(disposition, article, detection, report)


def to_document(article: Article) -> Document:
    """What detection reads of an article; an undated one counts from when it was seen."""
    return Document(
        id=article.id,
        title=article.title,
        text=article.text,
        summary=article.summary,
        published=article.published or article.seen_at,
        url=article.canonical_url or article.url,
        outlet=article.outlet,
        language=article.language,
        country=article.country,
    )


def _kept(article: Article, detection: Detection) -> Article:
    """Full text is kept only where a candidate event is (docs/decisions/0062): the rest is 2 GB instead of 30."""
    return article if holds_candidate(detection) else replace(article, text="", summary="")
