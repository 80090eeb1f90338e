"""Lua scripts by name, read once from monitor/storage/lua. A script changes all that belongs together, or nothing."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def source(name: str) -> str:
    """The text of script `name` (without .lua)."""
    return files("monitor.storage").joinpath("lua", f"{name}.lua").read_text(encoding="utf-8")
