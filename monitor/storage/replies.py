"""What Redis answers, as text: replies are bytes, typed as bytes or str by redis-py."""

from __future__ import annotations


def to_text(value: bytes | str | None) -> str:
    """UTF-8 text of a reply; "" for None, and escapes for what is no UTF-8."""
    if value is None:
        return ""
    return value if isinstance(value, str) else value.decode("utf-8", "backslashreplace")
