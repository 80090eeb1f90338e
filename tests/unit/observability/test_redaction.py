"""Secrets do not get out, in whatever text they stand (R48)."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.schema import Config
from monitor.observability.redaction import MASK, Redactor, find_secrets, is_secret_name

CANARY = "canary-8d1f00"


def every_secret(tmp_path: Path) -> Config:
    """A configuration with a secret everywhere that one may stand."""
    return Config.model_validate(
        {
            "data_dir": tmp_path,
            "redis": {"url": f"redis://app:{CANARY}-redis@localhost/0"},
            "feeds": [{"url": "https://news.example/rss", "headers": {"X-Key": f"{CANARY}-feed"}}],
            "sinks": [
                {"name": "s", "type": "slack", "webhook_url": f"https://hooks.example/services/{CANARY}-slack"},
                {"name": "m", "type": "email", "smtp_url": f"smtps://u:{CANARY}%2Fmail@h:465", "from": "a@b", "to": ["c@d"]},
                {"name": "w", "type": "webhook", "url": f"https://w.example/?k={CANARY}-w", "secret": f"{CANARY}-sign"},
            ],
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        f"cannot connect to redis://app:{CANARY}-redis@localhost/0",
        f"POST /services/{CANARY}-slack failed",
        f"AUTH failed for {CANARY}-redis",
        f"login with {CANARY}/mail refused",
        f"https://w.example/?k={CANARY}-w gave 500",
        f"signed with {CANARY}-sign, header {CANARY}-feed",
    ],
)
def test_configured_secrets_are_masked(tmp_path: Path, text: str) -> None:
    """The whole secret, and of a URL its password, path and query, wherever they stand."""
    redact = Redactor(find_secrets(every_secret(tmp_path)))
    assert CANARY not in redact(text)
    assert MASK in redact(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:pw@host/feed", "https://***@host/feed"),
        ("https://h/feed?a=1&api_key=abc123&b=2", "https://h/feed?a=1&api_key=***&b=2"),
        ("https://h/feed?token=abc", "https://h/feed?token=***"),
        ("Authorization: Bearer abcdefgh12345", "Authorization: Bearer ***"),
        ("https://h/story?id=9&key=k", "https://h/story?id=9&key=***"),
    ],
)
def test_unknown_secrets_are_known_by_their_place(text: str, shown: str) -> None:
    """What stands where credentials stand in a URL or header is masked without being configured."""
    assert Redactor()(text) == shown


@pytest.mark.parametrize(
    "text",
    ["4 killed in Basra", "https://news.example/2026/03/token-economy?id=7", "basic needs", "a keynote = success", "x@y.example"],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    """Words that only look like secrets stay."""
    assert Redactor()(text) == text


def test_very_short_secrets_do_not_blank_the_log() -> None:
    """A secret of one letter is not masked in running text."""
    assert Redactor(["a"])("an apple") == "an apple"


@pytest.mark.parametrize(("name", "secret"), [("password", True), ("X-Api-Key", True), ("Cookie", True), ("title", False)])
def test_fields_that_are_secret_by_name(name: str, secret: bool) -> None:
    """Field names that mark a secret."""
    assert is_secret_name(name) is secret
