"""A real pool in a process of its own, whose articles misbehave by their titles. Run: pool_rig.py URL DATA_DIR COUNT."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from monitor.config.schema import Config
from monitor.domain.article import Article, ReadyEntry
from monitor.domain.detection import Detection, Escalation
from monitor.domain.document import Document
from monitor.domain.report import Fingerprint
from monitor.domain.taxonomy import EscalationKind
from monitor.observability import logs
from workers import pool
from workers.bench import Tools

ARTICLE_SECONDS = 1.5


def clean(entry: ReadyEntry) -> Article:
    """Keeps title and summary."""
    return Article(id=entry.id, revision=entry.revision, title=entry.title, text=entry.summary, seen_at=entry.seen_at)


def detect(document: Document) -> Detection:
    """Misbehaves where the title says so; else finds an escalation, so that everything is reported."""
    behaviour, _, argument = document.title.partition(" ")
    if behaviour == "hang":
        ctypes.PyDLL(None).usleep(600_000_000)  # holds the interpreter lock: no signal handler runs
    if behaviour == "swallow":
        _swallow_everything()
    if behaviour == "hog":
        bytearray(50_000_000_000)
    if behaviour == "crash":
        os.abort()
    if behaviour == "bug":
        raise KeyError(argument)
    if behaviour == "slow":
        time.sleep(float(argument))
    return Detection(
        id=document.id, language="en", escalation=(Escalation(kind=EscalationKind.ULTIMATUM, text=document.title),)
    )


def _swallow_everything() -> None:
    end = time.monotonic() + 600
    while time.monotonic() < end:
        try:
            time.sleep(0.1)
        except BaseException:  # noqa: BLE001 - the worst article code that there can be
            continue


def fingerprint(article: Article, _detection: Detection) -> Fingerprint:
    """The title is the text."""
    return Fingerprint(text_hash=article.title)


if __name__ == "__main__":
    url, data_dir, count = sys.argv[1:4]
    config = Config.model_validate(
        {"redis": {"url": SecretStr(url)}, "data_dir": Path(data_dir), "retention": {"articles": timedelta(days=1)}}
    )
    logs.configure(config, role="worker")
    rig = pool.Pool(config, int(count), lambda _: Tools(clean, detect, fingerprint), article_seconds=ARTICLE_SECONDS)
    sys.exit(rig.run())
