"""Secrets of a configuration that is read anew while a process runs (R48, R58)."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import structlog

from monitor.config.schema import Config
from monitor.observability.logs import configure, get_logger, learn_secrets


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a process that began with one secret logs."""
    stream = io.StringIO()
    configure(with_secret("first-canary"), role="scheduler", stream=stream, terminal=False)
    yield stream
    structlog.reset_defaults()


def with_secret(secret: str) -> Config:
    return Config.model_validate({"feeds": [{"url": "https://herald.example/rss", "headers": {"X-Key": secret}}]})


def test_what_is_read_anew_is_masked_beside_what_was_known(lines: io.StringIO) -> None:
    """A key that came with SIGHUP, and the old one, which receivers may still repeat."""
    log = get_logger("monitor.scheduler")
    log.warning("before", text="says first-canary and second-canary")
    learn_secrets(with_secret("second-canary"))
    log.warning("after", text="says first-canary and second-canary")
    before, after = lines.getvalue().splitlines()
    assert "first-canary" not in before
    assert "second-canary" in before
    assert "canary" not in after


def test_a_process_that_begins_anew_knows_its_own_secrets_alone(lines: io.StringIO) -> None:
    """Masking what is no secret any more would leave holes in the log."""
    configure(with_secret("third-canary"), role="scheduler", stream=lines, terminal=False)
    get_logger("monitor.scheduler").warning("event", text="first-canary third-canary")
    assert "first-canary ***" in lines.getvalue()
