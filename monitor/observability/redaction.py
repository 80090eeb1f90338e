"""Takes secrets out of text before anybody sees it: the configuration's own, and what looks like one in a URL. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, SecretStr

MASK = "***"
_SHORTEST = 4
"""Shorter secrets are only masked where they stand in a URL: masking "a" everywhere would leave no log."""
_USERINFO = re.compile(r"(?<=://)[^/\s@'\"<>]+(?=@)")
_QUERY = re.compile(
    r"(?i)(?<=[?&;])((?:[\w-]*(?:token|secret|passw(?:or)?d|signature|api[_-]?key|credential)[\w-]*|key|sig|auth)=)[^&#\s'\"<>]+"
)
# "Basic" is base64; a plain word after it ("basic training") is news.
_BEARER = re.compile(r"\b((?i:bearer)|(?i:basic)(?!\s+[a-z]+[.,;:!?]?(?:\s|$)))\s+[A-Za-z0-9._~+/=-]{8,}")
_SECRET_NAME = re.compile(r"(?i)passw(or)?d|secret|token|authorization|api[_-]?key|cookie|credential")


class Redactor:
    """Masks the given secrets, and credentials in URLs and headers, in any text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        needles = sorted({needle for secret in secrets for needle in _needles(secret)}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, needles))) if needles else None

    def __call__(self, text: str) -> str:
        """`text` without secrets."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        if "://" in text:
            text = _USERINFO.sub(MASK, text)
        if "=" in text:
            text = _QUERY.sub(rf"\g<1>{MASK}", text)
        return _BEARER.sub(rf"\g<1> {MASK}", text)


def is_secret_name(name: str) -> bool:
    """True for a field that holds a secret by its name: password, token, authorization …"""
    return bool(_SECRET_NAME.search(name))


def find_secrets(value: object) -> Iterator[str]:
    """Every secret in a configuration, at any depth."""
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from find_secrets(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from find_secrets(item)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from find_secrets(item)


def _needles(secret: str) -> Iterator[str]:
    """The secret, and where it is a URL the parts of it that open the door: password, path, query."""
    if len(secret) >= _SHORTEST:
        yield secret
    if "://" not in secret:
        return
    parts = urlsplit(secret)
    password = parts.netloc.rpartition("@")[0].partition(":")[2]
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for part in (password, unquote(password), target, parts.path, parts.query):
        if len(part) >= 2 * _SHORTEST or (part in (password, unquote(password)) and len(part) >= _SHORTEST):
            yield part
