"""The tools of a worker, imported and warmed once, before the processes fork and share their memory."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.articles.clean import clean_entry
from monitor.config.schema import Config
from monitor.detection.pipeline import Detector
from monitor.domain.article import ReadyEntry
from monitor.incidents.fingerprint import fingerprint
from workers.bench import Tools, examine

_WARMING = (
    "A rocket hit a market in the town of Samawa on Tuesday, killing three people and wounding eight, police said."
)


def load_tools(config: Config) -> Tools:
    """Cleaning, detection after the configuration, fingerprints; one invented article is put through all of them."""
    detector = Detector(config.detection.threshold, config.detection.severity, config.detection.territories)
    tools = Tools(clean=clean_entry, detect=detector.detect, fingerprint=fingerprint)
    examine(_warming_entry(), tools)
    return tools


def _warming_entry() -> ReadyEntry:
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    return ReadyEntry(
        id="warming", revision=1, feed_id="", feed_name="", outlet="", owner="", weight=1.0, official=False,
        country=None, language="en", tags=(), url=None, title="Rocket kills three at market", summary=_WARMING,
        content="", author=None, published=seen, updated=None, seen_at=seen,
        page_html=f"<html><body><article><h1>Market</h1><p>{_WARMING}</p></article></body></html>".encode(),
    )  # fmt: skip
