"""A newswire on loopback: RSS feeds with validators, and a page for each story once it has appeared."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

import xxhash
from aiohttp import web

from monitor.clock import Clock
from monitor.demo.stories import Story, load_outlets, load_stories


class Newswire:
    """Serves what has appeared by the clock's now; `start` is when the first second begins."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.now()
        self.stories = load_stories(self._start)
        self._names = {feed.id: feed.name for feed in load_outlets("")}
        self._runner: web.AppRunner | None = None

    @property
    def finished(self) -> bool:
        """Whether every story has appeared."""
        return self._clock.now() >= self._start + self.stories[-1].at

    async def open(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Starts to listen; returns the base URL."""
        application = web.Application()
        application.router.add_get("/robots.txt", self._robots)
        application.router.add_get("/{outlet}/feed.xml", self._feed)
        application.router.add_get("/story/{id}", self._page)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound: tuple[str, int] = self._runner.addresses[0]
        return f"http://{host}:{bound[1]}"

    async def close(self) -> None:
        """Stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _robots(self, _request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nAllow: /\n")

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = request.match_info["outlet"]
        if outlet not in self._names:
            raise web.HTTPNotFound
        body = to_rss(self._names[outlet], self._appeared(outlet), self._start, str(request.url.origin()))
        etag = f'"{xxhash.xxh3_64_hexdigest(body)}"'
        headers = {"ETag": etag, "Content-Type": "application/rss+xml; charset=utf-8"}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    async def _page(self, request: web.Request) -> web.Response:
        for story in self._appeared():
            if story.id == request.match_info["id"]:
                return web.Response(text=to_page(story), content_type="text/html")
        raise web.HTTPNotFound

    def _appeared(self, outlet: str | None = None) -> list[Story]:
        now = self._clock.now() - self._start
        return [story for story in self.stories if story.at <= now and outlet in (None, story.outlet)]


def to_rss(name: str, stories: list[Story], start: datetime, base_url: str) -> bytes:
    """An RSS 2.0 document with teasers, newest first; publication times are `start` plus each story's delay."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{base_url}/story/{story.id}</link>"
        f"<guid isPermaLink='false'>{story.id}</guid><description>{escape(_teaser(story))}</description>"
        f"<pubDate>{format_datetime(start + story.at, usegmt=True)}</pubDate></item>"
        for story in reversed(stories)
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>{escape(name)}</title><link>{base_url}</link><description>Invented news</description>{items}"
        "</channel></rss>"
    ).encode()


def to_page(story: Story) -> str:
    """The story's page, with the navigation and links onward that real pages have."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in story.text.split("\n\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(story.title)}</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/world'>World</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>{escape(story.title)}</h1>{paragraphs}</article>"
        "<aside><h2>Related stories</h2><a href='/x'>Ten best beaches</a></aside></body></html>"
    )


def _teaser(story: Story) -> str:
    return story.text.split("\n\n", 1)[0]
