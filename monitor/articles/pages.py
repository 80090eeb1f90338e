"""Pages of unseen entries: downloaded beside the polls, under a deadline that the store keeps.

An entry whose page comes in time goes to work with it; one whose page is late has gone to work without, and the page
then makes a new revision of it. A page that fails ends the waiting at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import structlog
import zstandard

from monitor.articles.download import Page, PageDownloader
from monitor.clock import Clock
from monitor.domain.article import PageState, ReadyEntry
from monitor.storage.codec import pack
from monitor.storage.entries import EntryIntake

MOST_WAITING = 2_000
"""Pages waited for at once; beyond that entries go on without (a start with thousands of new feeds)."""
log = structlog.get_logger("monitor.pages")


class PageQueue:
    """Downloads under way. `ring` is told how many entries became ready."""

    def __init__(
        self,
        downloader: PageDownloader,
        intake: EntryIntake,
        clock: Clock,
        *,
        concurrency: int,
        max_wait: timedelta,
        ring: Callable[[int], Awaitable[None]],
    ) -> None:
        self._downloader = downloader
        self._intake = intake
        self._clock = clock
        self._slots = asyncio.Semaphore(concurrency)
        self._max_wait = max_wait
        self._ring = ring
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def submit(self, entry: ReadyEntry) -> None:
        """Starts to get the page of `entry`, which is pending; a newer revision takes the place of an older one."""
        if earlier := self._tasks.get(entry.id):
            earlier.cancel()
        task = asyncio.get_running_loop().create_task(self._get(entry))
        self._tasks[entry.id] = task
        task.add_done_callback(lambda done: self._forget(entry.id, done))

    def _forget(self, entry_id: str, done: asyncio.Task[None]) -> None:
        if self._tasks.get(entry_id) is done:
            del self._tasks[entry_id]
        if not done.cancelled() and (error := done.exception()):
            log.error("page_lost", entry=entry_id, error=str(error))  # the store's deadline sends the entry on

    async def _get(self, entry: ReadyEntry) -> None:
        if len(self._tasks) > MOST_WAITING:
            page = Page(state=PageState.FAILED, note="too_many_pages")
        else:
            async with self._slots:
                page = await self._downloader.download(entry.url or "")
        late = self._clock.now() - entry.seen_at >= self._max_wait
        log.info("page", entry=entry.id, state=page.state.value, note=page.note, late=late)
        if late and page.html is None:
            return  # it went to work without: nothing new to say
        ready = replace(entry, page_state=page.state, page_note=page.note, page_url=page.url)
        html = await asyncio.to_thread(_compress, page.html) if page.html else None
        if await self._intake.ready(entry.id, pack(ready), html):
            await self._ring(1)

    async def drain(self, within: timedelta) -> None:
        """Waits for what is under way, at most `within`; then lets go: the store's deadline sends the rest on."""
        if not self._tasks:
            return
        _, waiting = await asyncio.wait(list(self._tasks.values()), timeout=within.total_seconds())
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def _compress(html: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(html)
