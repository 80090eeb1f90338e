"""The invented newswire: its stories are whole, its feeds parse, its validators hold."""

from datetime import UTC, datetime, timedelta

import aiohttp
import feedparser
import pytest

from monitor.clock import ManualClock
from monitor.demo.stories import load_outlets, load_stories
from monitor.demo.wire import Newswire

START = datetime(2026, 3, 3, 9, tzinfo=UTC)  # a Tuesday


def test_stories_are_whole() -> None:
    """Each names a known outlet, every placeholder is filled in, and weekdays are told from the day of the demo."""
    outlets = {feed.id for feed in load_outlets("http://x")}
    stories = load_stories(START)
    assert len(stories) >= 55
    assert len(outlets) == 12
    assert {story.outlet for story in stories} == outlets
    assert not [story.id for story in stories if "{" in story.text or not story.text]
    assert "Monday night" in next(story.text for story in stories if "fortified" not in story.text and "volley" in story.text)


@pytest.fixture
async def wire():
    """An open newswire under a clock that the test moves."""
    clock = ManualClock(START)
    newswire = Newswire(clock)
    yield newswire, clock, await newswire.open()
    await newswire.close()


async def test_stories_appear_by_the_clock(wire) -> None:
    """A story is in its feed, and its page there, from its second on; the feed then has another validator."""
    newswire, clock, base = wire
    async with aiohttp.ClientSession() as session:
        empty = await session.get(f"{base}/tigris/feed.xml")
        assert feedparser.parse(await empty.read()).entries == []
        assert (await session.get(f"{base}/story/tigris-01")).status == 404
        clock.advance(timedelta(seconds=1))
        feed = await session.get(f"{base}/tigris/feed.xml", headers={"If-None-Match": empty.headers["ETag"]})
        entries = feedparser.parse(await feed.read()).entries
        assert [entry.title for entry in entries] == ["Rockets strike Baghdad's Green Zone"]
        assert "Sirens sounded" in await (await session.get(entries[0].link)).text()
        again = await session.get(f"{base}/tigris/feed.xml", headers={"If-None-Match": feed.headers["ETag"]})
        assert again.status == 304
        assert (await session.get(f"{base}/nobody/feed.xml")).status == 404
        assert not newswire.finished
        clock.advance(timedelta(minutes=1))
        assert newswire.finished
