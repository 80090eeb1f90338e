"""What became of an entry: every entry ends in exactly one of these. The same word labels log line and counter."""

from __future__ import annotations

from enum import StrEnum

from monitor.domain.article import Article
from monitor.domain.detection import Detection


class Disposition(StrEnum):
    """How a worker was done with an entry."""

    REPORTED = "reported"
    """An attack or escalation was found (in whatever role or stage), or an earlier report is revised."""
    NO_EVENT = "no_event"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    EMPTY = "empty"
    """Neither title nor text was left after cleaning."""
    OVERSIZE = "oversize"
    """More than the store takes in one piece."""
    UNREADABLE = "unreadable"
    """The payload in the store is not an entry."""
    QUARANTINED = "quarantined"
    """It failed, or killed its worker, as often as it may."""


def holds_candidate(detection: Detection) -> bool:
    """True where the text holds an event or escalation, of whatever role: its full text is worth keeping."""
    return bool(detection.events or detection.escalation)


def decide_disposition(article: Article, detection: Detection) -> Disposition:
    """How the entry of `article` ends. A revision is always reported: it may take back what was reported before."""
    if holds_candidate(detection) or (article.revision > 1 and not detection.unsupported_language):
        return Disposition.REPORTED
    if not (article.title.strip() or article.text.strip() or article.summary.strip()):
        return Disposition.EMPTY
    if detection.unsupported_language:
        return Disposition.UNSUPPORTED_LANGUAGE
    return Disposition.NO_EVENT
