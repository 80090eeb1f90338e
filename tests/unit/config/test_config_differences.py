"""Which keys two configurations differ in."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.config.differences import changed_keys
from monitor.config.schema import Config

FEED = {"url": "https://herald.example/rss"}


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ({}, {}, ()), ({"feeds": [FEED]}, {"feeds": [FEED]}, ()), ({"feeds": [FEED]}, {"feeds": [{**FEED, "weight": 0.5}]}, ("feeds",)),
        ({}, {"polling": {"interval": "5m"}}, ()),  # the default, spelt out
        ({}, {"polling": {"interval": "6m", "timeout": "9s"}}, ("polling.interval", "polling.timeout")),
        ({"redis": {"url": "redis://one"}}, {"redis": {"url": None}}, ("redis.url",)),
        ({}, {"logging": {"level": "debug"}, "workers": {"count": 3}, "data_dir": "/srv"}, ("data_dir", "workers.count", "logging.level")),
    ],
)  # fmt: skip
def test_changed_keys(old: dict[str, Any], new: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Dotted, in the order of the schema, and nothing that only looks different."""
    assert changed_keys(Config.model_validate(old), Config.model_validate(new)) == keys
