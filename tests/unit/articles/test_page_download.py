"""Robots and pages: what a site's answers allow, for how long, and what becomes of a page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from monitor.articles.download import Page, PageDownloader
from monitor.articles.pages import PageQueue
from monitor.clock import ManualClock
from monitor.config.schema import ArticlesConfig
from monitor.domain.article import PageState, ReadyEntry
from monitor.feeds.exchange import Request, Response
from monitor.feeds.failure import FetchFailedError
from monitor.feeds.hints import Hints
from monitor.feeds.reasons import FetchReason
from monitor.feeds.robots import Permission, Robots
from monitor.storage.codec import unpack

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE, STORY = "https://o.example", "https://o.example/story"
HOUR = timedelta(hours=1)
TEXT = b"<html><p>" + b"word " * 60 + b"</p></html>"

Answer = bytes | Response | FetchFailedError


class Site:
    """Answers by path, in place of the network; remembers what was asked. An unknown path is a 404."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers
        self.asked: list[Request] = []

    async def fetch(self, request: Request) -> Response:
        self.asked.append(request)
        if request.unless is not None and request.unless():
            raise failure(FetchReason.RATE_LIMITED)
        answer = self.answers.get(request.url.rsplit("/", 1)[-1].removesuffix(".txt"), failure(FetchReason.NOT_FOUND, 404))
        if isinstance(answer, FetchFailedError):
            raise answer
        return answer if isinstance(answer, Response) else Response(status=200, url=request.url, body=answer)

    def count(self, path: str) -> int:
        return sum(request.url.endswith(path) for request in self.asked)


def failure(why: FetchReason, status: int | None = None, retry_after: timedelta | None = None) -> FetchFailedError:
    return FetchFailedError("x", subject=SITE, reason=why, status=status, hints=Hints(retry_after=retry_after))


def robots(site: Site, clock: ManualClock | None = None) -> Robots:
    return Robots(site, "monitor/1.0", clock or ManualClock(NOON))  # type: ignore[arg-type]


RULES = [
    ("nothing", b"", Permission(True)),
    ("all forbidden", b"User-agent: *\nDisallow: /", Permission(False)),
    ("others forbidden", b"User-agent: other\nDisallow: /", Permission(True)),
    ("this forbidden, others not", b"User-agent: monitor\nDisallow: /\n\nUser-agent: *\nAllow: /", Permission(False)),
    ("another path forbidden", b"User-agent: *\nDisallow: /private", Permission(True)),
    ("the longer rule wins", b"User-agent: *\nDisallow: /\nAllow: /story", Permission(True)),
    ("an asterisk", b"User-agent: *\nDisallow: /*tory$", Permission(False)),
    ("a pause", b"User-agent: *\nCrawl-delay: 3", Permission(True, 3.0)),
    ("a pause of part of a second", b"User-agent: *\nCrawl-delay: 0.5", Permission(True, 0.5)),
    ("an absurd pause", b"User-agent: *\nCrawl-delay: 86400", Permission(True, 10.0)),
    ("no pause", b"User-agent: *\nCrawl-delay: 0", Permission(True)),
    ("a pause that is none", b"User-agent: *\nCrawl-delay: soon", Permission(True)),
    ("no UTF-8", b"User-agent: *\nDisallow: /story # caf\xe9", Permission(False)),
    ("a page instead", b"<html><body>not found</body></html>", Permission(True)),
    ("404", failure(FetchReason.NOT_FOUND, 404), Permission(True)),
    ("403", failure(FetchReason.DENIED, 403), Permission(True)),
    ("410", failure(FetchReason.GONE, 410), Permission(True)),
    ("429", failure(FetchReason.RATE_LIMITED, 429), Permission(False)),
    ("503", failure(FetchReason.UNAVAILABLE, 503), Permission(False)),
    ("no answer", failure(FetchReason.TIMEOUT), Permission(False)),
    ("longer than is read", failure(FetchReason.TOO_LARGE, 200), Permission(True)),
    ("a private address behind the name", failure(FetchReason.FORBIDDEN_ADDRESS), Permission(False)),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "permission"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
async def test_what_robots_allow(answer: Answer, permission: Permission) -> None:
    """R42, RFC 9309: 4xx allows all, 5xx and silence deny all, rules are read as written."""
    assert await robots(Site(robots=answer)).permission(STORY) == permission


@pytest.mark.parametrize(("answer", "kept"), [(b"", timedelta(hours=24)), (failure(FetchReason.NOT_FOUND, 404), timedelta(hours=24)), (failure(FetchReason.UNAVAILABLE, 503), timedelta(minutes=15)), (failure(FetchReason.TIMEOUT), timedelta(minutes=15))])
async def test_rules_are_kept_for_their_time(answer: Answer, kept: timedelta) -> None:
    """A day; a quarter of an hour where nothing was to be had."""
    site, clock = Site(robots=answer), ManualClock(NOON)
    asked = robots(site, clock)
    for step, count in ((timedelta(0), 1), (kept - timedelta(seconds=1), 1), (timedelta(seconds=1), 2)):
        clock.advance(step)
        await asked.permission(STORY)
        assert site.count("robots.txt") == count


async def test_a_site_is_asked_once_by_many() -> None:
    """Fifty entries of one feed, one question; another port is another site, case is not."""
    site = Site(robots=b"")
    asked = robots(site)
    await asyncio.gather(*(asked.permission(f"https://o.example/{n}") for n in range(50)))
    await asked.permission("HTTPS://O.EXAMPLE/x")
    assert site.count("robots.txt") == 1
    await asked.permission("https://o.example:8443/x")
    assert [request.url for request in site.asked] == ["https://o.example/robots.txt", "https://o.example:8443/robots.txt"]


# --- pages ----------------------------------------------------------------------------------------------------------
def downloader(site: Site, clock: ManualClock | None = None, **config: object) -> PageDownloader:
    clock = clock or ManualClock(NOON)
    return PageDownloader(site, robots(site, clock), ArticlesConfig.model_validate(config), clock)  # type: ignore[arg-type]


def reply(content_type: str | None, body: bytes = TEXT, url: str = STORY) -> Response:
    return Response(status=200, url=url, body=body, content_type=content_type)


PAGES = [
    ("a page", reply("text/html; charset=utf-8"), PageState.FETCHED, None),
    ("of no stated type", reply(None), PageState.FETCHED, None),
    ("in capitals", reply("TEXT/HTML"), PageState.FETCHED, None),
    ("XHTML", reply("application/xhtml+xml"), PageState.FETCHED, None),
    ("plain text", reply("text/plain"), PageState.FETCHED, None),
    ("a picture", reply("image/jpeg"), PageState.FAILED, "wrong_type"),
    ("a document", reply("application/pdf"), PageState.FAILED, "wrong_type"),
    ("of 200 bytes", reply("text/html", b"x" * 200), PageState.FETCHED, None),
    ("of 199 bytes", reply("text/html", b"x" * 199), PageState.EMPTY, None),
    ("of blanks", reply("text/html", b" " * 5_000), PageState.EMPTY, None),
    ("402", failure(FetchReason.DENIED, 402), PageState.PAYWALLED, "HTTP 402"),
    ("403", failure(FetchReason.DENIED, 403), PageState.FAILED, "denied"),
    ("404", failure(FetchReason.NOT_FOUND, 404), PageState.FAILED, "not_found"),
    ("an inner address", failure(FetchReason.FORBIDDEN_ADDRESS), PageState.REFUSED, "forbidden_address"),
    ("a foreign scheme", failure(FetchReason.BAD_SCHEME), PageState.REFUSED, "bad_scheme"),
    ("a user name", failure(FetchReason.USERINFO), PageState.REFUSED, "userinfo"),
    ("a bomb", failure(FetchReason.TOO_LARGE), PageState.FAILED, "too_large"),
    ("no answer", failure(FetchReason.TIMEOUT), PageState.FAILED, "timeout"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "state", "note"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
async def test_what_becomes_of_a_page(answer: Answer, state: PageState, note: str | None) -> None:
    """A state and a note for each; only a fetched page has a document."""
    page = await downloader(Site(robots=b"", story=answer)).download(STORY)
    assert (page.state, page.note, page.html is not None) == (state, note, state is PageState.FETCHED)


async def test_robots_come_before_the_page() -> None:
    """What they forbid is not asked for, unless the configuration says so; their pause goes with the request."""
    forbidden = Site(robots=b"User-agent: *\nDisallow: /", story=TEXT)
    assert await downloader(forbidden).download(STORY) == Page(state=PageState.REFUSED, note="robots")
    assert forbidden.count("/story") == 0
    assert (await downloader(forbidden, respect_robots=False).download(STORY)).state is PageState.FETCHED
    paced = Site(robots=b"User-agent: *\nCrawl-delay: 4", story=TEXT)
    await downloader(paced).download(STORY)
    assert paced.asked[-1].gap == 4.0


async def test_the_address_is_where_the_page_was_found() -> None:
    """After redirects."""
    moved = reply("text/html", url="https://n.example/moved")
    assert (await downloader(Site(robots=b"", story=moved)).download(STORY)).url == "https://n.example/moved"


@pytest.mark.parametrize(
    ("why", "status", "wish", "rests"),
    [
        (FetchReason.RATE_LIMITED, 429, None, timedelta(minutes=1)), (FetchReason.RATE_LIMITED, 429, HOUR, HOUR),
        (FetchReason.UNAVAILABLE, 503, None, timedelta(minutes=1)), (FetchReason.SERVER_ERROR, 500, None, timedelta(0)),
        (FetchReason.NOT_FOUND, 404, HOUR, timedelta(0)), (FetchReason.RATE_LIMITED, None, HOUR, timedelta(0)),
    ],
)  # fmt: skip
async def test_a_host_that_asks_for_rest_gets_it(why: FetchReason, status: int | None, wish: timedelta | None, rests: timedelta) -> None:
    """429 and 503 of the host itself; for as long as it says, else a minute; other hosts go on."""
    site, clock = Site(robots=b"", story=failure(why, status, wish), other=TEXT), ManualClock(NOON)
    pages = downloader(site, clock)
    await pages.download(STORY)
    clock.advance(rests - timedelta(seconds=1) if rests else timedelta(0))
    resting = await pages.download("https://o.example/other")
    assert (resting.note == "rate_limited") is bool(rests)
    assert (await pages.download("https://p.example/other")).state is PageState.FETCHED
    clock.advance(timedelta(seconds=1))
    assert (await pages.download("https://o.example/other")).state is PageState.FETCHED


async def test_requests_that_wait_for_their_turn_give_up_when_the_host_asks_for_rest() -> None:
    """Asked again when the turn has come: the answer to one page spares the host the others."""
    site = Site(robots=b"", story=failure(FetchReason.UNAVAILABLE, 503), other=TEXT)
    pages = downloader(site)
    await pages.download("https://o.example/other")
    waiting = site.asked[-1].unless
    assert waiting is not None
    assert not waiting()
    await pages.download(STORY)
    assert waiting()


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html; charset=iso-8859-2", "łódź ".encode("iso-8859-2"), "łódź "),
        ('text/html; charset="KOI8-R"; x=y', "мир ".encode("koi8-r"), "мир "),
        ("text/html; charset=utf-8", "café ".encode(), "café "),
        ("text/html; charset=iso-8859-1", b'<meta charset="koi8-r">caf\xe9 ', None),
        ("text/html; charset=undefined", b"caf\xe9 ", None),
        ("text/html; charset=none", b"caf\xe9 ", None),
        ("text/html", b"caf\xe9 ", None),
    ],
)
async def test_a_charset_of_the_header_is_made_good(content_type: str, body: bytes, expected: str | None) -> None:
    """Where the body does not say it itself; a name that is none leaves the bytes as they are."""
    page = await downloader(Site(robots=b"", story=reply(content_type, body * 200))).download(STORY)
    assert page.html == (body * 200 if expected is None else (expected * 200).encode())


# --- the queue ------------------------------------------------------------------------------------------------------
class Intake:
    """The store's side of the queue: what was handed over."""

    def __init__(self, *, knows: bool = True) -> None:
        self.knows = knows
        self.taken: list[tuple[ReadyEntry, bytes | None]] = []

    async def ready(self, entry_id: str, payload: bytes, page: bytes | None) -> int:
        self.taken.append((unpack(payload, ReadyEntry), page))
        return int(self.knows)


class Hold:
    """A downloader whose pages come when the test lets them."""

    def __init__(self, page: Page) -> None:
        self.page, self.let, self.busy, self.most = page, asyncio.Event(), 0, 0

    async def download(self, url: str) -> Page:
        self.busy += 1
        self.most = max(self.most, self.busy)
        try:
            await self.let.wait()
        finally:
            self.busy -= 1
        return self.page


def an_entry(id_: str = "a", revision: int = 1) -> ReadyEntry:
    return ReadyEntry(
        id=id_, revision=revision, feed_id="f", feed_name="F", outlet="O", owner="O", weight=1.0, official=False,
        country=None, language=None, tags=(), url=STORY, title="T", summary="", content="", author=None,
        published=None, updated=None, seen_at=NOON, page_state=PageState.NOT_YET,
    )  # fmt: skip


HELD = Page(state=PageState.FETCHED, url="https://o.example/found", html=TEXT)


def queue(hold: Hold, intake: Intake, clock: ManualClock, rung: list[int], *, concurrency: int = 10) -> PageQueue:
    async def ring(count: int) -> None:
        rung.append(count)

    return PageQueue(hold, intake, clock, concurrency=concurrency, max_wait=timedelta(seconds=10), ring=ring)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "late", "told"),
    [
        (HELD, 0, True), (HELD, 10, True), (Page(state=PageState.FAILED, note="timeout"), 9.9, True),
        (Page(state=PageState.FAILED, note="timeout"), 10, False), (Page(state=PageState.PAYWALLED), 60, False),
    ],
)  # fmt: skip
async def test_a_page_goes_to_its_entry(page: Page, late: float, told: bool) -> None:
    """In time whatever came of it, late only if there is a page: the entry went to work without it."""
    hold, intake, clock, rung = Hold(page), Intake(), ManualClock(NOON), []
    pages = queue(hold, intake, clock, rung)
    pages.submit(an_entry())
    clock.advance(timedelta(seconds=late))
    hold.let.set()
    await pages.drain(timedelta(seconds=5))
    assert len(pages) == 0
    assert rung == [1] * told
    if told:
        [(entry, html)] = intake.taken
        assert (entry.page_state, entry.page_note, entry.page_url) == (page.state, page.note, page.url)
        assert (html is not None) is (page.html is not None)


async def test_nobody_is_called_for_an_entry_that_expired() -> None:
    """The store knows it no more."""
    hold, rung = Hold(HELD), []
    pages = queue(hold, Intake(knows=False), ManualClock(NOON), rung)
    hold.let.set()
    pages.submit(an_entry())
    await pages.drain(timedelta(seconds=5))
    assert rung == []


async def test_a_newer_revision_takes_the_place_of_an_older_one() -> None:
    """One download an entry, and what is handed over is the newer."""
    hold, intake = Hold(HELD), Intake()
    pages = queue(hold, intake, ManualClock(NOON), [])
    pages.submit(an_entry(revision=1))
    await asyncio.sleep(0)
    pages.submit(an_entry(revision=2))
    assert len(pages) == 1
    hold.let.set()
    await pages.drain(timedelta(seconds=5))
    assert [entry.revision for entry, _ in intake.taken] == [2]


async def test_so_many_at_once_and_no_more() -> None:
    """The others wait for a slot."""
    hold, intake = Hold(HELD), Intake()
    pages = queue(hold, intake, ManualClock(NOON), [], concurrency=3)
    for number in range(12):
        pages.submit(an_entry(str(number)))
    await asyncio.sleep(0)
    hold.let.set()
    await pages.drain(timedelta(seconds=5))
    assert (hold.most, len(intake.taken)) == (3, 12)


async def test_what_does_not_come_in_time_is_let_go() -> None:
    """At the end of a scheduler: the store's deadline sends the entry on."""
    hold, intake = Hold(HELD), Intake()
    pages = queue(hold, intake, ManualClock(NOON), [])
    await pages.drain(timedelta(0))
    pages.submit(an_entry())
    await pages.drain(timedelta(milliseconds=5))
    await asyncio.sleep(0)
    assert (len(pages), intake.taken, hold.busy) == (0, [], 0)


async def test_a_fault_at_one_page_costs_only_this() -> None:
    """It is logged; the others come."""
    intake = Intake()

    class Broken(Hold):
        async def download(self, url: str) -> Page:
            raise RuntimeError("no memory")

    broken = queue(Broken(HELD), intake, ManualClock(NOON), [])
    broken.submit(an_entry())
    await broken.drain(timedelta(seconds=1))
    assert (len(broken), intake.taken) == (0, [])


