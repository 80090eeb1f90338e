"""What differs between two configurations, by key. Pure; names keys only, never values, which may be secret."""

from __future__ import annotations

from pydantic import BaseModel


def changed_keys(old: BaseModel, new: BaseModel) -> tuple[str, ...]:
    """Dotted keys whose values differ, in the order of the schema; a list (feeds, sinks) is one key."""
    found: list[str] = []
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, BaseModel) and isinstance(after, BaseModel):
            found += [f"{name}.{inner}" for inner in changed_keys(before, after)]
        else:
            found.append(name)
    return tuple(found)
