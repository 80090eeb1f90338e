"""The demonstration's stories, read from stories.yaml, with weekdays filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from monitor.domain.feed import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: when it appears, where, and what a careful reader makes of it."""

    id: str
    at: timedelta
    outlet: str
    expect: str
    title: str
    text: str


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("monitor.demo").joinpath("stories.yaml").read_text(encoding="utf-8"))
    return data


def load_stories(today: datetime) -> tuple[Story, ...]:
    """All stories in order of appearance, told from the day `today`."""
    days = {
        "{today}": today.strftime("%A"),
        "{yesterday}": (today - timedelta(days=1)).strftime("%A"),
        "{tomorrow}": (today + timedelta(days=1)).strftime("%A"),
    }
    stories = [
        Story(
            id=f"{item['outlet']}-{number:02}",
            at=timedelta(seconds=item["at"]),
            outlet=item["outlet"],
            expect=item["expect"],
            title=item["title"],
            text=_filled(item["text"], days),
        )
        for number, item in enumerate(_data()["stories"], 1)
    ]
    return tuple(sorted(stories, key=lambda story: story.at))


def load_outlets(base_url: str) -> tuple[Feed, ...]:
    """The invented outlets as feeds under `base_url`."""
    return tuple(
        Feed(
            id=key,
            url=f"{base_url}/{key}/feed.xml",
            name=outlet["name"],
            outlet=outlet["name"],
            owner=outlet["owner"],
            country=outlet["country"],
            language="en",
            tags=tuple(outlet["tags"]),
        )
        for key, outlet in _data()["outlets"].items()
    )


def _filled(text: str, days: dict[str, str]) -> str:
    for placeholder, day in days.items():
        text = text.replace(placeholder, day)
    return text.strip()
